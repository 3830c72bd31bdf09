"""Rasa remembers the latest conversations in its process; here it is told to forget one."""

from __future__ import annotations

from urllib.parse import quote

import httpx

from web.privacy.errors import RasaRefusesError

# `bot/tracker_store.py` keeps no conversation of two sessions in memory, so two beginnings make it forget. The restart
# before them clears what the conversation had set. Rasa writes all three down: they are removed with everything else.
_FORGET = [{"event": "restart"}, {"event": "session_started"}, {"event": "session_started"}]
_SECONDS = 30.0


class RasaMemory:
    """Talks to Rasa's HTTP interface at `address`."""

    def __init__(self, address: str) -> None:
        self._conversations = address.rstrip("/") + "/conversations"
        self._client = httpx.Client(timeout=_SECONDS, trust_env=False)

    def forget(self, conversation_id: str) -> bool:
        """Make Rasa forget, after a turn that is going on. False where no Rasa runs: there is nothing to forget.

        Raises:
            RasaRefusesError: Rasa is there, and did not do it.
        """
        address = f"{self._conversations}/{quote(conversation_id, safe='')}/tracker/events"
        try:
            answer = self._client.post(address, json=_FORGET, params={"include_events": "NONE"})
        except httpx.ConnectError:
            return False
        except httpx.HTTPError as error:
            raise RasaRefusesError(reason=type(error).__name__) from error
        if answer.status_code != httpx.codes.OK:
            raise RasaRefusesError(reason=f"status {answer.status_code}")
        return True

    def close(self) -> None:
        """Close the connection."""
        self._client.close()
