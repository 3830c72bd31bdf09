"""The two questions after an answer: how easy it was, and what the rule means for the customer."""

from __future__ import annotations

from policy_kb.answer.message import Button, Message
from policy_kb.answer.wording import entry, say
from policy_kb.bilingual import Language


def first_question(language: Language, policy_id: str, version: int | None) -> Message:
    """How easy it was, 1 to 5, with a way to refuse once and for all."""
    numbers = [Button(str(number), str(number)) for number in range(1, 6)]
    refuse = entry(language, "survey.refuse")
    return _survey(language, "survey.effort", policy_id, version, (*numbers, Button(refuse, refuse)))


def second_question(language: Language, policy_id: str | None, version: int | None) -> Message:
    """What the rule means for the customer, in their own words."""
    skip = entry(language, "survey.skip")
    return _survey(language, "survey.comment", policy_id, version, (Button(skip, skip),))


def thanks(language: Language, refused: bool) -> Message:
    """After the last answer, or after a refusal."""
    return Message("survey", language, say(language, "survey.refused" if refused else "survey.thanks"))


def _survey(
    language: Language, key: str, policy_id: str | None, version: int | None, buttons: tuple[Button, ...]
) -> Message:
    known = version if policy_id is not None else None
    return Message("survey", language, say(language, key), policy_id, known, buttons=buttons)
