"""How long an action's answer is waited for, and when a call is made again."""

from __future__ import annotations

import errno
import math
import os
from asyncio import AbstractEventLoop, get_running_loop, sleep
from collections.abc import Mapping
from typing import Any

from aiohttp import BasicAuth, ClientConnectorError, ClientSession, TCPConnector
from rasa.utils.endpoints import EndpointConfig

from bot.errors import BotError

SECONDS_VARIABLE = "CHIARO_ACTION_SECONDS"
DEFAULT_SECONDS = 6.0  # the web process gives up on a whole turn after 10
_PAUSE_SECONDS = 0.3
# Less than any action server keeps a connection open that is not used: Sanic's own default is 5.
_UNUSED_SECONDS = 3.0


class BadActionSecondsError(BotError):
    """The time limit set for actions is no time."""


def action_seconds(environ: Mapping[str, str]) -> float:
    """Return for how many seconds an action's answer is waited for: `CHIARO_ACTION_SECONDS`, or 6.

    Raises:
        BadActionSecondsError: the variable holds something else than a number above 0.
    """
    written = environ.get(SECONDS_VARIABLE, "").strip()
    try:
        seconds = float(written) if written else DEFAULT_SECONDS
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        advice = f"Set a number of seconds above 0, or leave it out for {DEFAULT_SECONDS:g}."
        raise BadActionSecondsError(f"{SECONDS_VARIABLE} is {written!r:.60}. {advice}")
    return seconds


class PatientEndpoint(EndpointConfig):
    """Rasa's endpoint with a time limit of its own and a second call where the first was surely not taken up.

    An action writes to a database, so a call that may have reached the server is never made twice: only a refused
    connection, as while the server starts again, is tried once more, within the same limit. The connection stays open
    for the next call, for a few seconds; stock Rasa makes one for each.
    """

    def __init__(self, endpoint: EndpointConfig, seconds: float) -> None:
        """Call where `endpoint` does; a call and its answer may take `seconds`."""
        secured = (endpoint.basic_auth, endpoint.token, endpoint.token_name, endpoint.cafile)
        super().__init__(endpoint.url, endpoint.params, endpoint.headers, *secured, **endpoint.kwargs)
        self._seconds = seconds
        self._kept: tuple[AbstractEventLoop, TCPConnector] | None = None

    def session(self) -> ClientSession:
        """Return a session for one call, over a connection that outlives it."""
        auth = BasicAuth(self.basic_auth["username"], self.basic_auth["password"]) if self.basic_auth else None
        return ClientSession(headers=self.headers, auth=auth, connector=self._connector(), connector_owner=False)

    def _connector(self) -> TCPConnector:
        loop = get_running_loop()
        if self._kept is None or self._kept[0] is not loop:
            self._kept = (loop, _QuietConnector(keepalive_timeout=_UNUSED_SECONDS))
        return self._kept[1]

    async def request(self, *arguments: Any, **settings: Any) -> Any:
        """Return what the server answers.

        Raises:
            asyncio.TimeoutError: the time was over before the whole answer was there.
            aiohttp.ClientError: no connection, or a status of 400 and above.
            ValueError: the answer says that it is JSON and is not.
        """
        clock = get_running_loop().time
        end = clock() + self._seconds
        try:
            return await super().request(*arguments, **{**settings, "timeout": self._seconds})
        except ClientConnectorError as error:
            if error.os_error.errno != errno.ECONNREFUSED or end - clock() <= _PAUSE_SECONDS:
                raise
        await sleep(_PAUSE_SECONDS)
        return await super().request(*arguments, **{**settings, "timeout": end - clock()})


class _QuietConnector(TCPConnector):
    """Connections that end with the process: Rasa tells nobody of its end who could close them before."""

    def __del__(self, *_: Any) -> None:
        self._close()


def patient(endpoint: EndpointConfig | None) -> PatientEndpoint | None:
    """Return the endpoint with the time limit of the environment; one that has a limit, or none, stays as it is.

    Raises:
        BadActionSecondsError: `CHIARO_ACTION_SECONDS` is no time.
    """
    if endpoint is None or isinstance(endpoint, PatientEndpoint):
        return endpoint
    return PatientEndpoint(endpoint, action_seconds(os.environ))
