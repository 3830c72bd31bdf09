"""Says a conversation's messages again, to see what comes of them now."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx

from conversation_tests.expectation import DEFAULT_NOW
from conversation_tests.knowledge import seeded
from conversation_tests.settings import Settings
from conversation_tests.stage import open_stage
from workbench.errors import WorkbenchError
from workbench.progress import Progress
from workbench.stories.playing import in_words, model_to_run
from workbench.stories.recording.said import Conversation, conversation_of


@dataclass(frozen=True)
class Place:
    """With which model (None: the usual one), at which moment, and with which customer a conversation takes place."""

    root: Path
    model: Path | None = None
    now: str | None = None
    customer: str | None = None


def replay(place: Place, texts: Sequence[str], progress: Progress) -> Conversation:
    """The conversation as it goes now; WorkbenchError where it cannot be had."""
    with in_words():
        settings = Settings(place.root, model_to_run(place.root, place.model), os.environ)
        try:
            return asyncio.run(_replayed(settings, place, texts, progress))
        except httpx.HTTPError as error:
            raise WorkbenchError("stories.replay-failed", reason=str(error) or type(error).__name__) from error


async def _replayed(settings: Settings, place: Place, texts: Sequence[str], progress: Progress) -> Conversation:
    now = place.now or DEFAULT_NOW

    def begin(key: str) -> None:
        progress.begin(f"stories.{key}")

    begin("stage-knowledge")
    async with open_stage(settings, lambda: seeded(settings.root), [now], begin) as stage:
        progress.begin("stories.stage-replay", of=len(texts))
        sender = f"replay-{uuid4().hex}"
        stage.proxy.place(sender, now)
        for text in texts:
            await stage.rasa.say(sender, text, place.customer)
            progress.advance()
        kept = await stage.rasa.kept(sender)
    return conversation_of(kept.events)
