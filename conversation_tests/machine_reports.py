"""A run's outcome for programs: JUnit's XML and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree

from conversation_tests.coverage import Covered
from conversation_tests.errors import BadStory
from conversation_tests.outcome import Outcome, StoryOutcome, TurnOutcome
from conversation_tests.report import story_lines

_SUITE = "stories"


def junit(outcome: Outcome) -> str:
    """JUnit's XML: a test case a story, with the lines of its failure; a bad file is an error."""
    tests = len(outcome.stories) + len(outcome.bad)
    counts = {"tests": str(tests), "failures": str(outcome.failed - len(outcome.bad)), "errors": str(len(outcome.bad))}
    root = ElementTree.Element("testsuites", counts)
    suite = ElementTree.SubElement(root, "testsuite", {"name": _SUITE, **counts})
    for story in outcome.stories:
        _add_story(suite, story)
    for bad in outcome.bad:
        case = ElementTree.SubElement(suite, "testcase", {"classname": bad.file, "name": bad.story or bad.file})
        ElementTree.SubElement(case, "error", {"message": xml_text(f"{bad.file}:{bad.line}: {bad.problem}")})
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True)


def _add_story(suite: ElementTree.Element, outcome: StoryOutcome) -> None:
    about = {"classname": outcome.story.file, "name": xml_text(outcome.story.name), "time": f"{outcome.seconds:.3f}"}
    case = ElementTree.SubElement(suite, "testcase", about)
    if not outcome.passed:
        lines = [xml_text(line) for line, _ in story_lines(outcome)]
        failure = ElementTree.SubElement(case, "failure", {"message": lines[2].strip() if len(lines) > 2 else lines[0]})
        failure.text = "\n".join(lines)


def xml_text(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))


def as_json(outcome: Outcome, covered: Mapping[str, Covered]) -> str:
    """All of it: counts, every turn as expected and seen, bad files, coverage."""
    content = {
        "passed": outcome.passed,
        "failed": outcome.failed,
        "stories": [_story(story) for story in outcome.stories],
        "bad": [_bad(bad) for bad in outcome.bad],
        "coverage": {sort: asdict(part) for sort, part in covered.items()},
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=str)


def _story(outcome: StoryOutcome) -> dict[str, Any]:
    return {
        "file": outcome.story.file,
        "line": outcome.story.line,
        "story": outcome.story.name,
        "passed": outcome.passed,
        "seconds": round(outcome.seconds, 3),
        "trouble": outcome.trouble,
        "turns": [_turn(turn) for turn in outcome.turns],
    }


def _turn(outcome: TurnOutcome) -> dict[str, Any]:
    seen = outcome.seen
    return {
        "text": outcome.turn.text,
        "passed": not outcome.differences,
        "differences": [asdict(difference) for difference in outcome.differences],
        "understood": asdict(seen.understood) if seen.understood else None,
        "actions": [asdict(action) for action in seen.actions],
        "rules": outcome.rules,
        "responses": list(seen.responses),
        "messages": seen.messages,
        "slots": dict(seen.slots),
    }


def _bad(bad: BadStory) -> dict[str, Any]:
    return {"file": bad.file, "line": bad.line, "story": bad.story, "problem": bad.problem}
