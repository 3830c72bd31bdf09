"""Where stories are played: a copy of the knowledge base, the processes, and the proxy between them."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx

from conversation_tests.expectation import DEFAULT_NOW
from conversation_tests.knowledge import KnowledgeBase, copied
from conversation_tests.proxy import ActionProxy
from conversation_tests.rasa import Rasa
from conversation_tests.servers import Places, Servers, actions_service, address_of, rasa_service
from conversation_tests.settings import ACTION_SECONDS, Settings
from ops.services import Service

Tell = Callable[[str], None]
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
    """All that is there while stories are played; `actions` holds the action servers' addresses by their moment."""

    rasa: Rasa
    proxy: ActionProxy
    knowledge: KnowledgeBase
    actions: dict[str, str]

    async def refresh(self, now: str) -> None:
        """Let the action server of `now` read the knowledge base anew, so that no turn has to wait for that."""
        async with httpx.AsyncClient(timeout=_FIRST_SECONDS, trust_env=False) as client:
            (await client.post(f"{self.actions[now]}/webhook", json=_FIRST_CALL)).raise_for_status()


@asynccontextmanager
async def open_stage(settings: Settings, seed: Path, moments: Iterable[str], tell: Tell) -> AsyncIterator[Stage]:
    """Set everything up around a copy of `seed`, and take it all down again; raises CannotRun.

    `tell` is called with the key of each step's words.
    """
    logs = settings.root / "var" / "stories" / "log"
    with tempfile.TemporaryDirectory(prefix="chiaro-stories-") as name, Servers(settings, logs) as servers:
        places = Places(Path(name), copied(seed, Path(name) / seed.name), logs)
        async with ActionProxy(slow_seconds=3 * ACTION_SECONDS) as proxy:
            tell("stage-servers")
            rasa = rasa_service(settings, places, proxy.port)
            actions = _action_services(settings, places, moments)
            await servers.start([rasa, *actions.values()])
            addresses = {now: address_of(service) for now, service in actions.items()}
            async with Rasa.at(address_of(rasa)) as client:
                stage = Stage(client, proxy, KnowledgeBase(places.database), addresses)
                tell("stage-warm")
                await _warm_up(stage)
                yield stage


def _action_services(settings: Settings, places: Places, moments: Iterable[str]) -> dict[str, Service]:
    services = {now: actions_service(settings, places, now) for now in sorted({DEFAULT_NOW, *moments})}
    return {now: replace(service, name=f"actions-{number}") for number, (now, service) in enumerate(services.items())}


async def _warm_up(stage: Stage) -> None:
    for now in stage.actions:
        await stage.refresh(now)
    stage.proxy.route("first", stage.actions[DEFAULT_NOW])
    await stage.rasa.say("first", "ciao", None)
