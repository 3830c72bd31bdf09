"""A trial as tests play it: every turn is the same, with hostile texts wherever a page shows one."""

from __future__ import annotations

import asyncio
import json
import os
import tempfile
from typing import Any

import uvicorn

from tests.unit.web.workbench.played_chiaro import HOSTILE
from workbench.errors import NotThere, WorkbenchError
from workbench.trial.records import (
    Changed,
    Given,
    LookedInto,
    Named,
    Quoted,
    Scored,
    Step,
    Talk,
    Times,
)
from workbench.trial.server import trial_app


def looked_into(text: str) -> LookedInto:
    """A turn with hostile texts in every place that a page shows."""
    custom = {"kind": "explanation", "policy_id": HOSTILE, "version": 2, "language": "it"}
    return LookedInto(
        text=text,
        messages=[{"text": f"answer to {text} {HOSTILE}", "custom": custom}, {"text": HOSTILE}],
        language="it",
        language_certain=False,
        intents=[Scored(name=HOSTILE, score=0.9), Scored(name="greet", score=0.1)],
        second_intent=HOSTILE,
        in_scope=0.5,
        entities=[Named(entity="product", value=HOSTILE, text="divano")],
        level="angry",
        score=0.9,
        cues=[HOSTILE],
        conversation={"frustration": {"score": 0.9, "level": "angry"}, "handoff": "offered"},
        decision="ask",
        candidates=[Scored(name="exchange", score=0.6, title=HOSTILE)],
        policy_in_scope=1.0,
        clauses=[Quoted(number="1.1", text=HOSTILE)],
        steps=[
            Step(action="action_x", chosen_by="P", confidence=1.0, rules=[HOSTILE], stories=[HOSTILE], seconds=0.01)
        ],
        slots=[Changed(slot="facts", before=None, after={"name": HOSTILE})],
        times=Times(whole=0.1, understanding=0.02, actions=0.05),
    )


class PlayedTalks:
    """Conversations in which every turn is the same."""

    def __init__(self) -> None:
        self._talks: dict[str, Talk] = {}

    async def begin(self, given: Given, came_from: str | None = None) -> Talk:
        if given.now == "broken":
            raise WorkbenchError("trial.bad-moment", now=given.now)
        talk = Talk(id=f"talk-{len(self._talks)}", given=given, turns=[], came_from=came_from)
        self._talks[talk.id] = talk
        return talk

    async def say(self, talk_id: str, text: str) -> Talk:
        talk = self.find(talk_id)
        if not text:
            raise WorkbenchError("trial.bad-text", most=2000)
        self._talks[talk_id] = talk.model_copy(update={"turns": [*talk.turns, looked_into(text)]})
        return self._talks[talk_id]

    async def step_back(self, talk_id: str, turns: int) -> Talk:
        talk = self.find(talk_id)
        if not 0 <= turns <= len(talk.turns):
            raise NotThere("trial.no-turn", number=turns)
        anew = await self.begin(talk.given, talk_id)
        self._talks[anew.id] = anew.model_copy(update={"turns": talk.turns[:turns]})
        return self._talks[anew.id]

    def find(self, talk_id: str) -> Talk:
        if talk_id not in self._talks:
            raise NotThere("trial.no-talk")
        return self._talks[talk_id]

    def events(self, talk_id: str) -> list[dict[str, Any]]:
        return [{"event": "user", "text": turn.text} for turn in self.find(talk_id).turns]


async def play_trial() -> None:
    """Serve a trial until the process ends."""
    with tempfile.TemporaryDirectory(prefix="chiaro-") as folder:
        place = os.path.join(folder, "trial")
        talks: Any = PlayedTalks()
        config = uvicorn.Config(trial_app(talks, lambda: None), uds=place, log_level="error")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        print(json.dumps({"tell": {"socket": place, "model": "chiaro-played.tar.gz"}}), flush=True)
        await serving
