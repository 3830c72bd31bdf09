"""Puts the bands below one another."""

from __future__ import annotations

from conversation_tests.picture.bands import awaited_panels, rule_panels
from conversation_tests.picture.choosing import draw_beside, draw_choosing
from conversation_tests.picture.dialogue import Dialogue
from conversation_tests.picture.handoff import draw_handoff
from conversation_tests.picture.panel import ACTION, ANSWER, CHOICE, EDGE, KINDS, SAID, Panel, draw_panel
from conversation_tests.picture.shapes import LINE, WIDTH, line_of_text, page, wrapped
from conversation_tests.picture.words import picture_words

_BAND_GAP = 40
_COLUMNS = {"rules": (SAID, CHOICE, ACTION, KINDS), "awaited": (ANSWER, ACTION, KINDS)}


def draw(dialogue: Dialogue) -> str:
    """The picture as SVG.

    Raises:
        MissingWord: something new has no words yet.
    """
    said = picture_words()
    parts, place = _draw_head()
    drawn, place = draw_choosing(dialogue.policies, place)
    parts += drawn
    for name, panels in (("rules", rule_panels(dialogue)), ("awaited", awaited_panels(dialogue))):
        drawn, place = _draw_band(name, panels, place + _BAND_GAP)
        parts += drawn
        if name == "rules":
            drawn, place = draw_beside(place + 12)
            parts += drawn
    parts.append(line_of_text(EDGE, place + _BAND_GAP + 6, said["handoff_band"], "band"))
    drawn, place = draw_handoff(place + _BAND_GAP + 22)
    return page(place + EDGE, said["title"], said["description"].format(names=_names(dialogue)), [*parts, *drawn])


def _draw_head() -> tuple[list[str], float]:
    said = picture_words()
    lines = wrapped(said["lead"], WIDTH - 2 * EDGE)
    parts = [line_of_text(EDGE, 44, said["heading"], "title")]
    parts += [line_of_text(EDGE, 72 + LINE * number, text) for number, text in enumerate(lines)]
    return parts, 72 + LINE * len(lines)


def _draw_band(name: str, panels: list[Panel], top: float) -> tuple[list[str], float]:
    said = picture_words()
    parts = [line_of_text(EDGE, top + 6, said[f"{name}_band"], "band")]
    for column, heading in zip(_COLUMNS[name], said[f"{name}_columns"], strict=True):
        parts.append(line_of_text(column[0], top + 34, heading, "head-words"))
    place = top + 44
    for panel in panels:
        drawn, place = draw_panel(panel, place)
        parts += drawn
        place += 10
    return parts, place - 10


def _names(dialogue: Dialogue) -> str:
    rules = [rule for rules in dialogue.rules.values() for rule in rules]
    return " ".join(f"{', '.join(sorted(rule.intents))}: {', '.join(rule.actions)}." for rule in rules)
