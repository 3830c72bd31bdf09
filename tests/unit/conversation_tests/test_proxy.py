"""The proxy on a real socket, before a real little server."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from conversation_tests.expectation import ActionServerFault
from conversation_tests.moments import HEADER
from conversation_tests.proxy import ActionProxy

MOMENTS = {"anna": "2026-11-26T10:00:00", "bruno": "2027-03-10T09:00:00"}


class _Echo(BaseHTTPRequestHandler):
    """Answers with the call itself."""

    def do_POST(self) -> None:
        body = self.answer(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(418 if b"teapot" in body else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer(self, body: bytes) -> bytes:
        return body

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Clock(_Echo):
    """Answers with the moments that the call names."""

    def answer(self, _: bytes) -> bytes:
        return json.dumps(self.headers.get_all(HEADER)).encode()


@contextmanager
def served(handler: type[_Echo]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def echo() -> Iterator[str]:
    with served(_Echo) as address:
        yield address


Use = Callable[[ActionProxy, httpx.AsyncClient], Awaitable[None]]


def with_proxy(address: str, use: Use) -> None:
    async def run() -> None:
        async with ActionProxy(address, slow_seconds=0.2) as proxy:
            for sender, moment in MOMENTS.items():
                proxy.place(sender, moment)
            base = f"http://127.0.0.1:{proxy.port}"
            async with httpx.AsyncClient(base_url=base, timeout=10, trust_env=False) as client:
                await use(proxy, client)

    asyncio.run(run())


async def call(client: httpx.AsyncClient, sender: str, **further: Any) -> httpx.Response:
    return await client.post("/webhook", json={"sender_id": sender, **further})


def test_a_call_and_its_answer_are_handed_on_unchanged(echo: str) -> None:
    async def use(_: ActionProxy, client: httpx.AsyncClient) -> None:
        answer = await call(client, "anna", text="perché?" * 5000)
        assert answer.json() == {"sender_id": "anna", "text": "perché?" * 5000}
        assert (await call(client, "anna", text="teapot")).status_code == 418

    with_proxy(echo, use)


@pytest.mark.parametrize("fault", ["down", "slow"])
def test_a_call_can_meet_a_closed_connection(echo: str, fault: ActionServerFault) -> None:
    async def use(proxy: ActionProxy, client: httpx.AsyncClient) -> None:
        began = time.monotonic()
        with proxy.misbehaving("anna", fault), pytest.raises(httpx.TransportError):
            await call(client, "anna")
        assert (time.monotonic() - began >= 0.2) == (fault == "slow")

    with_proxy(echo, use)


def test_a_call_can_meet_an_answer_of_another_form(echo: str) -> None:
    async def use(proxy: ActionProxy, client: httpx.AsyncClient) -> None:
        with proxy.misbehaving("anna", "garbage"):
            assert (await call(client, "anna")).text.startswith("<html>")
        with proxy.misbehaving("anna", "wrong_shape"):
            assert (await call(client, "anna")).json()["events"] == "none"

    with_proxy(echo, use)


def test_a_fault_meets_one_conversation_only_and_ends(echo: str) -> None:
    async def use(proxy: ActionProxy, client: httpx.AsyncClient) -> None:
        with proxy.misbehaving("anna", "down"):
            assert (await call(client, "bruno")).status_code == 200
        assert (await call(client, "anna")).status_code == 200

    with_proxy(echo, use)


def test_a_call_goes_on_with_the_moment_of_its_conversation_whatever_it_says_itself() -> None:
    async def use(_: ActionProxy, client: httpx.AsyncClient) -> None:
        for sender, moment in MOMENTS.items():
            answer = await client.post("/", json={"sender_id": sender}, headers={HEADER: "1999-01-01T00:00"})
            assert answer.json() == [moment]

    with served(_Clock) as address:
        with_proxy(address, use)


def test_a_conversation_without_a_moment_is_told_so(echo: str) -> None:
    async def use(_: ActionProxy, client: httpx.AsyncClient) -> None:
        assert (await call(client, "nobody")).status_code == 502

    with_proxy(echo, use)


def test_a_conversation_whose_server_is_gone_is_told_so() -> None:
    async def use(_: ActionProxy, client: httpx.AsyncClient) -> None:
        assert (await call(client, "anna")).status_code == 502

    with_proxy("http://127.0.0.1:1", use)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", json.dumps({"sender_id": 3}).encode()])
def test_what_is_no_call_is_refused(echo: str, body: bytes) -> None:
    async def use(_: ActionProxy, client: httpx.AsyncClient) -> None:
        assert (await client.post("/webhook", content=body)).status_code == 400

    with_proxy(echo, use)


@pytest.mark.parametrize("sent", [b"", b"\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{", b"\x00" * 100])
def test_a_caller_that_breaks_off_does_no_harm(echo: str, sent: bytes) -> None:
    async def use(proxy: ActionProxy, client: httpx.AsyncClient) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        writer.write(sent)
        await writer.drain()
        writer.close()
        assert (await call(client, "anna")).status_code == 200

    with_proxy(echo, use)


def test_a_call_that_is_still_held_does_not_keep_the_proxy_from_ending() -> None:
    async def use() -> None:
        async with (
            ActionProxy("http://127.0.0.1:1", slow_seconds=600) as proxy,
            httpx.AsyncClient(trust_env=False) as client,
        ):
            with proxy.misbehaving("anna", "slow"), pytest.raises(httpx.TimeoutException):
                await client.post(f"http://127.0.0.1:{proxy.port}/", json={"sender_id": "anna"}, timeout=0.1)

    asyncio.run(asyncio.wait_for(use(), 10))
