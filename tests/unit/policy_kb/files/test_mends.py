"""The words of complaints: every fault has some, and none stands there unused."""

from __future__ import annotations

import ast
import re
from importlib import resources
from pathlib import Path

import pytest
import yaml

import policy_kb
from policy_kb.files.words import words_of

MENDS = yaml.safe_load(resources.files("policy_kb.files").joinpath("mends.yml").read_text(encoding="utf-8"))
CODE = "\n".join(
    path.read_text("utf-8").replace("from __future__ import annotations", "")
    for path in Path(policy_kb.__file__).parent.rglob("*.py")
)
FACTS = {name: "7" for text in MENDS.values() for part in text for name in re.findall(r"(?<!\{)\{(\w+)\}(?!\})", part)}
# Error types that pydantic itself raises.
PYDANTIC = set(re.findall(r"'([a-z_]+)'", str(__import__("pydantic_core").core_schema.ErrorType)))


def test_every_fault_that_the_code_complains_of_has_words() -> None:
    calls = [node for node in ast.walk(ast.parse(CODE)) if isinstance(node, ast.Call) and len(node.args) > 1]
    complaints = [node.args[1] for node in calls if getattr(node.func, "attr", "") in ("complain", "remind")]
    raised = {node.value for call in complaints for node in ast.walk(call) if isinstance(node, ast.Constant)}
    assert len(raised) > 20
    raised |= set(re.findall(r'PydanticCustomError\("(\w+)"', CODE))
    assert {"unreadable", "html", "review_overdue"} <= raised
    assert raised - set(MENDS) == set()


@pytest.mark.parametrize("fault", MENDS)
def test_a_fault_with_words_is_raised_somewhere(fault: str) -> None:
    assert fault in PYDANTIC or f'"{fault}"' in CODE


@pytest.mark.parametrize("fault", MENDS)
def test_the_words_of_a_fault_are_one_line_with_all_facts_in_them(fault: str) -> None:
    problem, mend = words_of(fault, FACTS)
    assert problem
    assert mend
    assert "\n" not in problem + mend
    assert "{" not in (problem + mend).replace("{}", "")


def test_an_unknown_fault_is_told_in_its_own_words() -> None:
    assert words_of("never_heard_of", {"message": "too odd"})[0] == "is not right: too odd"
