"""The policy file: what representatives and owners need behind an article."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from policy_kb.files.schema.text import Strict, Text, TextPair, Url

# A promise that takes longer than a year is none.
Hours = Annotated[int, Field(gt=0, le=8760)]
Channel = Literal["chat", "web", "phone", "email", "shop"]


class Mission(Strict):
    """How the rule serves the company's mission."""

    it: Text
    en: Text
    url: Url


class Competitor(Strict):
    """What others in the trade do."""

    name: TextPair
    practice: TextPair


class Procedure(Strict):
    """What staff do, on one channel."""

    channel: Channel
    steps: Annotated[list[TextPair], Field(min_length=1)]


class Standard(Strict):
    """A promise with a number."""

    it: Text
    en: Text
    hours: Hours


class Escalation(Strict):
    """Who decides next, about what, in how many hours."""

    role: TextPair
    decides: TextPair
    within_hours: Hours


class PolicyFile(Strict):
    """Objective, mission, competitors, procedures, standards, escalation list."""

    objective: TextPair
    mission: Mission
    competitors: Annotated[list[Competitor], Field(min_length=1)]
    procedures: Annotated[list[Procedure], Field(min_length=2)]
    standards: Annotated[list[Standard], Field(min_length=1)]
    escalation: Annotated[list[Escalation], Field(min_length=2)]
