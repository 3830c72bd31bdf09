"""Facts about customers from the company's own system, asked by HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from typing import Any
from urllib.parse import quote

import httpx

from policy_kb.answer.facts import CustomerFacts

_log = logging.getLogger(__name__)
DEADLINE_SECONDS = 1.5
MAX_BYTES = 64 * 1024
# Compressed answers are not asked for, and count as broken: a small one may unfold to any size.
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}
# An address or an id that cannot be asked, nobody there, too slow, nothing that can be read. The group comes of a port
# that no socket takes.
_TROUBLE = (TimeoutError, httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError, ExceptionGroup)


class HttpFacts:
    """A FactsSource over `GET {address}/customers/{id}?order={number}`, which answers with a JSON object.

    Its keys, all optional: `customer_group`, `loyalty_level`, `account_value`, `order_state`, `ordered_on`, `name`.
    A question has `deadline_seconds` from the call to the last byte. `client` must be used by nobody else: its
    connections belong to this object's own thread, where a question that is too slow is broken off at any point.
    """

    def __init__(self, client: httpx.AsyncClient, address: str, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        self._client = client
        self._customers = address.rstrip("/") + "/customers/"
        self._deadline = deadline_seconds
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="facts over HTTP", daemon=True)
        self._thread.start()

    def facts_of(self, customer_id: str, order_number: str | None) -> CustomerFacts:
        """See FactsSource; where no answer can be read in time, nothing is known and a warning is logged."""
        try:
            content = asyncio.run_coroutine_threadsafe(self._ask(customer_id, order_number), self._loop).result()
            return _facts(content)
        except _TROUBLE as error:
            # Of other errors the kind alone: their words may hold the customer's id.
            reason = str(error) if isinstance(error, UnusableAnswer) else type(error).__name__
            _log.warning("no facts about a customer: %s", reason)
            return CustomerFacts()

    def close(self) -> None:
        """Closes the connections and ends the thread."""
        asyncio.run_coroutine_threadsafe(self._client.aclose(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _ask(self, customer_id: str, order_number: str | None) -> bytes:
        address = self._customers + _quoted(customer_id)
        if order_number is not None:
            address += "?order=" + quote(order_number, safe="")
        async with (
            asyncio.timeout(self._deadline),
            self._client.stream(
                "GET", address, headers=_HEADERS, follow_redirects=False, timeout=self._deadline
            ) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise UnusableAnswer(f"status {response.status_code}")
            return await _body(response)


class UnusableAnswer(ValueError):
    """The company's system answered, but with nothing that can be read."""


def open_facts(address: str, deadline_seconds: float = DEADLINE_SECONDS) -> HttpFacts:
    """An HttpFacts with a client of its own; the proxies of the environment are not used.

    Quietens the libraries' own logs, which name every address and so every customer.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return HttpFacts(httpx.AsyncClient(trust_env=False), address, deadline_seconds)


def _quoted(customer_id: str) -> str:
    # Dots alone would lead to another address.
    if not customer_id.strip("."):
        raise UnusableAnswer("no customer's id")
    return quote(customer_id, safe="")


async def _body(response: httpx.Response) -> bytes:
    gathered = bytearray()
    async for chunk in response.aiter_raw():
        gathered += chunk
        if len(gathered) > MAX_BYTES:
            raise UnusableAnswer("too large")
    return bytes(gathered)


def _facts(content: bytes) -> CustomerFacts:
    answer: Any = json.loads(content)
    if not isinstance(answer, dict):
        raise UnusableAnswer("not an object")
    return CustomerFacts.from_mapping({**answer, "customer_name": answer.get("name")})
