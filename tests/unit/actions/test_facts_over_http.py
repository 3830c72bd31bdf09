"""Facts from the company's own system over HTTP: a real server that answers in every way there is."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from actions.facts_over_http import HttpFacts, open_facts
from policy_kb.answer.facts import CustomerFacts

WHOLE = {
    "customer_group": "business",
    "loyalty_level": "gold",
    "account_value": 3900,
    "order_state": "delivered",
    "ordered_on": "2026-02-09",
    "name": "Studio Arco",
}
# For answers that come: no machine is too slow for it.
PATIENCE = 60.0
# For answers that do not come in time, and how long they take at least.
HASTE, SLOW = 1.0, 30.0


class System(BaseHTTPRequestHandler):
    """The company's system: the customer's id names the way in which it answers; it remembers what was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.split("/")[-1].split("?")[0]
        try:
            getattr(self, f"_{name}", self._whole)()
        except OSError:  # the asker went away, as it should
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _whole(self) -> None:
        self._send(json.dumps(WHOLE).encode())

    def _nobody(self) -> None:
        self._send(b"{}", 404)

    def _failing(self) -> None:
        self._send(json.dumps(WHOLE).encode(), 503)

    def _empty(self) -> None:
        self._send(b"{}")

    def _loose(self) -> None:
        odd = {"customer_group": "club", "loyalty_level": ["gold"], "account_value": "much", "order_state": 7}
        self._send(json.dumps({**odd, "ordered_on": "2999-01-01", "name": {"it": "x"}, "more": 1}).encode())

    def _html(self) -> None:
        self._send(b"<html>Sign in</html>")

    def _list(self) -> None:
        self._send(b"[1]")

    def _binary(self) -> None:
        self._send(b"\xff\xfe\x00")

    def _deep(self) -> None:
        self._send(b"[" * 60_000)

    def _huge(self) -> None:
        self._send(json.dumps({**WHOLE, "note": "x" * 70_000}).encode())

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b" " * 4096)

    def _zipped(self) -> None:
        self._send(gzip.compress(json.dumps(WHOLE).encode()), Content_Encoding="gzip")

    def _moved(self) -> None:
        self._send(b"", 302, Location="/customers/C-1")

    def _silent(self) -> None:
        time.sleep(SLOW)

    def _dripping(self) -> None:
        """Each byte comes in time; the whole takes far too long."""
        self.send_response(200)
        self.send_header("Content-Length", "3000")
        self.end_headers()
        self._drip()

    def _dripping_head(self) -> None:
        self._drip()

    def _drip(self) -> None:
        for _ in range(int(SLOW * 10)):
            self.wfile.write(b" ")
            time.sleep(0.1)

    def _cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(b'{"customer_group"')
        self.close_connection = True


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def address(asked: list[str]) -> Iterator[str]:
    handler = type("Handler", (System,), {"asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads, server.block_on_close = True, False
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def facts(address: str) -> Iterator[HttpFacts]:
    source = open_facts(f"{address}/", PATIENCE)
    yield source
    source.close()


@pytest.fixture
def hurried(address: str) -> Iterator[HttpFacts]:
    source = open_facts(address, HASTE)
    yield source
    source.close()


def test_a_whole_answer_tells_everything(facts: HttpFacts, caplog: pytest.LogCaptureFixture) -> None:
    known = CustomerFacts("business", "gold", 3900.0, "delivered", date(2026, 2, 9), "Studio Arco")
    assert facts.facts_of("C-1", None) == known
    assert caplog.records == []


def test_the_order_is_asked_for_only_where_one_is_named(facts: HttpFacts, asked: list[str]) -> None:
    facts.facts_of("C-1", None)
    facts.facts_of("C-1", "AC-20417")
    assert asked == ["/customers/C-1", "/customers/C-1?order=AC-20417"]


def test_ids_and_numbers_cannot_lead_to_another_address(facts: HttpFacts, asked: list[str]) -> None:
    facts.facts_of("../admin?x=1#y", "1&all=yes é")
    assert asked == ["/customers/..%2Fadmin%3Fx%3D1%23y?order=1%26all%3Dyes%20%C3%A9"]


@pytest.mark.parametrize("customer_id", ["", ".", "..", "\ud800", "x" * 70_000])
def test_an_id_that_cannot_be_asked_for_is_not_known(customer_id: str, facts: HttpFacts) -> None:
    assert facts.facts_of(customer_id, None) == CustomerFacts()


def test_an_answer_without_facts_is_no_reason_to_warn(facts: HttpFacts, caplog: pytest.LogCaptureFixture) -> None:
    assert facts.facts_of("empty", None) == CustomerFacts()
    assert caplog.records == []


def test_values_that_nobody_defined_are_left_out(facts: HttpFacts) -> None:
    assert facts.facts_of("loose", None) == CustomerFacts()


@pytest.mark.parametrize(
    "way",
    ["nobody", "failing", "html", "list", "binary", "deep", "huge", "endless", "zipped", "moved", "cut"],
)
def test_an_answer_that_cannot_be_used_is_nothing_known_and_one_warning_without_the_customer(
    way: str, facts: HttpFacts, asked: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert facts.facts_of(way, "AC-20417") == CustomerFacts()
    assert asked == [f"/customers/{way}?order=AC-20417"], "asked once, and no redirect followed"
    _assert_one_warning(caplog)


@pytest.mark.parametrize("way", ["silent", "dripping", "dripping_head"])
def test_the_whole_answer_has_one_deadline_however_it_drips(
    way: str, hurried: HttpFacts, caplog: pytest.LogCaptureFixture
) -> None:
    started = time.monotonic()
    assert hurried.facts_of(way, "AC-20417") == CustomerFacts()
    assert time.monotonic() - started < SLOW / 2
    _assert_one_warning(caplog)


def _assert_one_warning(caplog: pytest.LogCaptureFixture) -> None:
    """One warning, and nothing at any level that names the customer or the order."""
    warnings = [record for record in caplog.records if record.name == "actions.facts_over_http"]
    assert [record.levelname for record in warnings] == ["WARNING"]
    assert "AC-20417" not in caplog.text
    assert "/customers" not in caplog.text


def test_several_threads_may_ask_at_a_time(facts: HttpFacts) -> None:
    known: list[str | None] = []
    threads = [
        threading.Thread(target=lambda: known.append(facts.facts_of("C-1", None).customer_name)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert known == ["Studio Arco"] * 8


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}", "http://127.0.0.1:{port}0000", "nonsense", "ftp://x"])
def test_a_system_that_cannot_be_reached_knows_nothing(address: str, caplog: pytest.LogCaptureFixture) -> None:
    source = open_facts(address.format(port=_free_port()), PATIENCE)
    assert source.facts_of("C-1", None) == CustomerFacts()
    assert len(caplog.records) == 1
    source.close()
