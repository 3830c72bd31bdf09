"""Where stories are played: a copy of the knowledge base, the processes, and the proxy between them."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from conversation_tests.expectation import DEFAULT_NOW
from conversation_tests.knowledge import KnowledgeBase, copied
from conversation_tests.moments import HEADER
from conversation_tests.proxy import ActionProxy
from conversation_tests.rasa import Rasa
from conversation_tests.servers import Places, Servers, actions_service, address_of, rasa_service
from conversation_tests.settings import Settings

Tell = Callable[[str], None]
Seed = Callable[[], Path]
# What an action server is asked first: it reads the knowledge base and the encoder then, which takes seconds.
_FIRST_CALL = {
    "next_action": "action_answer_policy",
    "sender_id": "first",
    "version": "3",
    "domain": {},
    "tracker": {
        "sender_id": "first",
        "slots": {},
        "latest_message": {"text": "quanto tempo ho per il reso?", "intent": {"name": "ask_policy"}, "entities": []},
        "events": [],
        "paused": False,
        "latest_input_channel": "rest",
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    },
}
_FIRST_SECONDS = 120.0


@dataclass(frozen=True)
class Stage:
    """All that is there while stories are played; `actions` is the action server's address."""

    rasa: Rasa
    proxy: ActionProxy
    knowledge: KnowledgeBase
    actions: str

    async def refresh(self, now: str) -> None:
        """Let the action server read the knowledge base as it is at `now`, so that no turn has to wait for that."""
        async with httpx.AsyncClient(timeout=_FIRST_SECONDS, trust_env=False) as client:
            answer = await client.post(f"{self.actions}/webhook", json=_FIRST_CALL, headers={HEADER: now})
        answer.raise_for_status()

    async def read_knowledge(self, moments: Iterable[str]) -> None:
        """Let the action server read the knowledge base as it is at each of the moments."""
        for now in sorted({DEFAULT_NOW, *moments}):
            await self.refresh(now)

    async def ask_first(self) -> None:
        """Say a first thing to Rasa, which reads its encoder then."""
        self.proxy.place("first", DEFAULT_NOW)
        await self.rasa.say("first", "ciao", None)


@asynccontextmanager
async def open_stage(settings: Settings, seed: Seed, moments: Iterable[str], tell: Tell) -> AsyncIterator[Stage]:
    """Set everything up around a copy of what `seed` makes, and take it all down again; raises CannotRun.

    The knowledge base is made while the processes start: the action server reads it with its first call. `tell` is
    called with the key of each step's words.
    """
    logs = settings.root / "var" / "stories" / "log"
    # The name is short, as the processes make sockets below it; one that is just ending may still be writing there.
    folder = tempfile.TemporaryDirectory(prefix="stories-", ignore_cleanup_errors=True)
    with folder as name, Servers(settings, logs) as servers:
        places = Places(Path(name), Path(name) / "chiaro.db", logs)
        actions = actions_service(settings, places)
        async with ActionProxy(address_of(actions), slow_seconds=3 * settings.action_seconds) as proxy:
            rasa = rasa_service(settings, places, proxy.port)
            processes = {service.name: servers.start(service) for service in (rasa, actions)}
            copied(seed(), places.database)
            tell("stage-servers")
            async with Rasa.at(address_of(rasa)) as client:
                stage = Stage(client, proxy, KnowledgeBase(places.database), address_of(actions))
                await servers.ready(processes["actions"])
                await stage.read_knowledge(moments)  # while Rasa is starting still
                await servers.ready(processes["rasa"])
                tell("stage-warm")
                await stage.ask_first()
                yield stage
