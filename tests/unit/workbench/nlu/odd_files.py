"""Files of training data in every form that Rasa reads, made at random, and a second reader to compare with."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml
from hypothesis import strategies as st

Taught = list[tuple[str, str]]  # intent, line as it is written

_WORDS = st.sampled_from(
    [
        "ciao",
        "perché?",
        "it's",
        '"no"',
        "a: b",
        "# 1",
        "- x",
        "[oggi](date)",
        "10 €",
        "👍",
        "yes",
        "~",
        "l'{ordine}",
        "\\n",
    ]
)
_INTENTS = st.sampled_from(["greet", "affirm", "ask_policy"])
_COMMENTS = st.sampled_from(["# a comment", "#", "# - no line", "  # inner: |"])
_OTHERS = [
    "- synonym: now\n  examples: |\n    - ora\n    - adesso",
    "- regex: order\n  examples: |\n    - AC-\\d+",
    "- lookup: shop\n  # kept\n  examples: |\n    - Roma\n    -   Milano",
]


@st.composite
def lines(draw: st.DrawFn) -> str:
    """A training line."""
    return " ".join(draw(st.lists(_WORDS, min_size=1, max_size=4)))


@st.composite
def _literal(draw: st.DrawFn, written: list[str]) -> list[str]:
    indent = " " * draw(st.sampled_from([3, 4, 6]))
    sign = draw(st.sampled_from(["|", "|", "|-", "|+", "|  # why"]))
    behind = draw(st.sampled_from(["", "", " ", "  "]))
    dash = draw(st.sampled_from(["- ", "- ", "-  "]))
    body = [f"  examples: {sign}"]
    for line in written:
        body += [f"{indent}{dash}{line}{behind}", *draw(st.lists(st.sampled_from(["", "  "]), max_size=1))]
    return body


@st.composite
def _entries(draw: st.DrawFn, written: list[str]) -> list[str]:
    indent = " " * draw(st.sampled_from([2, 4]))
    body = ["  examples:"]
    for line in written:
        match draw(st.sampled_from(["below", "quoted", "double"])):
            case "below":
                body += [f"{indent}- text: |", f"{indent}    {line}"]
            case "quoted":
                quoted = line.replace("'", "''")
                body += [f"{indent}- text: '{quoted}'{draw(st.sampled_from(['', '  # why']))}"]
            case _:
                body += [
                    f"{indent}- text: {yaml.dump(line, default_style=chr(34), width=999, allow_unicode=True)}".rstrip()
                ]
        body += draw(st.sampled_from([[], [f"{indent}  metadata:", f"{indent}    from: desk"], [f"{indent}# between"]]))
    return body


def _flow(written: list[str]) -> st.SearchStrategy[list[str]]:
    return st.just([f"  examples: {_quoted(''.join(f'- {line}' + chr(10) for line in written))}"])


def _quoted(text: str) -> str:
    return yaml.dump(text, default_style='"', width=999, allow_unicode=True).rstrip()


@st.composite
def _block(draw: st.DrawFn) -> list[str]:
    if draw(st.integers(0, 4)) == 0:
        return draw(st.sampled_from(_OTHERS)).split("\n")
    written = draw(st.lists(lines(), min_size=1, max_size=5))
    form = draw(st.sampled_from([_literal, _literal, _literal, _entries, _flow]))
    return [f"- intent: {draw(_INTENTS)}", *draw(form(written))]


@st.composite
def odd_files(draw: st.DrawFn) -> str:
    """A file of training data that somebody wrote by hand."""
    text: list[str] = draw(st.lists(_COMMENTS, max_size=1))
    text += draw(st.sampled_from([[], ['version: "3.1"'], ["version:   '3.1'", ""]]))
    text += draw(st.sampled_from([["nlu:"], ["nlu:  # lines", ""]]))
    indent = draw(st.sampled_from(["", "", "  "]))
    for block in draw(st.lists(_block(), min_size=1, max_size=4)):
        text += [indent + line if line.strip() else line for line in block]
        text += draw(st.sampled_from([[], [""], ["", "# between", ""]]))
    ending = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    joined = draw(st.sampled_from(["", "", "\ufeff"])) + ending.join(text)
    return joined.rstrip("\r\n") if draw(st.booleans()) else joined + ending


@lru_cache(maxsize=1000)
def _loaded(text: str) -> dict[str, Any]:
    return yaml.safe_load(text) or {}


@lru_cache(maxsize=1000)
def taught(text: str) -> Taught:
    """What a file teaches, read with PyYAML alone."""
    content = _loaded(text)
    return [
        (str(item["intent"]), line)
        for item in content.get("nlu") or []
        if "intent" in item
        for line in _lines(item.get("examples"))
    ]


def besides(text: str) -> object:
    """All that a file says but its training lines; of entries the metadata."""
    content = _loaded(text)
    return {**content, "nlu": [_without_lines(item) for item in content.get("nlu") or []]}


def _lines(examples: Any) -> list[str]:
    if isinstance(examples, list):
        return [str(entry["text"]).strip("\n\r ") for entry in examples]
    return [line[1:].strip("\n\r ") for line in str(examples or "").splitlines() if line.startswith("-")]


def _without_lines(item: dict[str, Any]) -> object:
    return {key: value for key, value in item.items() if key != "examples"} if "intent" in item else item
