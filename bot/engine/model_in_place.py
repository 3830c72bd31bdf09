"""Exchanges the model of a running Rasa while turns go on."""

from __future__ import annotations

import os
from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from sanic import Sanic
from sanic.exceptions import SanicException

from bot.errors import NoModelThereError

LoadAgent = Callable[..., Awaitable[Agent]]


class ModelInPlace:
    """Loads a model for `PUT /model` into the agent that is there; everything else is left to Rasa.

    Rasa makes a new agent, whose tracker store knows none of the conversations of the old one and opens the database a
    second time; no turn goes on while it loads; and where loading fails on the way the reason is only in its log. Here
    the model is loaded beside the turns, in a thread, and then takes the other's place at once: turns that have begun
    end with the model that they began with. Where it cannot be loaded nothing changes.
    """

    def __init__(self, rasas: LoadAgent) -> None:
        """Leave to `rasas` what is not an exchange."""
        self._rasas = rasas

    async def load_agent(
        self,
        model_path: str | None = None,
        model_server: Any = None,
        remote_storage: str | None = None,
        endpoints: Any = None,
        loop: AbstractEventLoop | None = None,
    ) -> Agent:
        """Return the agent with the model at `model_path`.

        Raises:
            NoModelThereError: there is no such file. What Rasa raises of a file that is no model.
        """
        present = _present()
        # Without endpoints an agent is asked for to be tried out, not to serve.
        if present is None or model_server or remote_storage or endpoints is None:
            return await self._rasas(model_path, model_server, remote_storage, endpoints, loop)
        if not model_path or not os.path.isfile(model_path):
            raise NoModelThereError(f"There is no model at {model_path!r:.300}.")
        await get_running_loop().run_in_executor(None, present.load_model, model_path)
        return present


def _present() -> Agent | None:
    """Return the agent that serves in this process, if one does."""
    try:
        agent = getattr(Sanic.get_app().ctx, "agent", None)
    except SanicException:
        return None
    return agent if isinstance(agent, Agent) and agent.is_ready() else None
