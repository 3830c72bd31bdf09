"""Whoever switches says the nearest line that people there use for the same intent, or for the same policy."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from learning.encoder import UniversalSentenceEncoder
from workbench.project.project import Project
from workbench.simulation.manners import Saying
from workbench.simulation.other_language import OtherLanguage

NLU = """version: "3.1"
nlu:
- intent: {intent}
  examples: |
{lines}"""
POLICY = """policy_id: exchange
questions:
  it: ["posso cambiare il colore del divano?", "il tappeto è troppo piccolo"]
  en: ["can I swap the sofa for another colour?", "the rug is too small"]
"""


@pytest.fixture
def other(tmp_path: Path, encoder: UniversalSentenceEncoder) -> OtherLanguage:
    lines = {
        ("it", "thank"): ["grazie mille", "la ringrazio"],
        ("en", "thank"): ["thank you so much", "cheers"],
        ("it", "greet"): ["buongiorno"],
    }
    for (language, intent), texts in lines.items():
        file = tmp_path / "data" / "nlu" / language / f"{intent}.yml"
        file.parent.mkdir(parents=True, exist_ok=True)
        examples = "".join(f"    - {text}\n" for text in texts)
        file.write_text(NLU.format(intent=intent, lines=examples), encoding="utf-8")
    (tmp_path / "domain.yml").write_text("version: '3.1'\nintents: [thank, greet, ask_policy]\n", encoding="utf-8")
    policies = tmp_path / "policy_kb" / "content" / "aurora_casa" / "policies"
    policies.mkdir(parents=True)
    (policies / "exchange.yml").write_text(POLICY, encoding="utf-8")
    return OtherLanguage(Project(tmp_path), encoder)


def test_a_follow_up_becomes_the_nearest_line_of_its_intent(other: OtherLanguage) -> None:
    assert other.say(Saying("grazie mille!", "it", "thank", None), random.Random(1)) == "thank you so much"


def test_a_question_becomes_the_nearest_question_about_the_same_policy(other: OtherLanguage) -> None:
    asked = Saying("the carpet isn't big enough", "en", "ask_policy", "exchange")
    assert other.say(asked, random.Random(1)) == "il tappeto è troppo piccolo"


@pytest.mark.parametrize("saying", [Saying("buongiorno", "it", "greet", None), Saying("x", "it", "no_such", None)])
def test_where_the_other_language_has_no_line_it_is_said_as_it_stands(other: OtherLanguage, saying: Saying) -> None:
    assert other.say(saying, random.Random(1)) == saying.text
