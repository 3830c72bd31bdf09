"""The real web process, over real sockets, beside a Rasa that misbehaves."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from tests.integration.web.web_servers import ROOT, Servers

TWENTY_MEGABYTES = 20 * 1024 * 1024
HEAD = b"POST /api/chat HTTP/1.1\r\nHost: chiaro\r\nContent-Type: application/json\r\nAccept-Language: en\r\n"


@pytest.fixture
def client(servers: Servers) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=servers.web, trust_env=False, timeout=30) as client:
        yield client


def exchange(servers: Servers, *pieces: bytes) -> tuple[int, dict[str, object]]:
    """Send the pieces, then read what comes back until the server closes; nothing more is ever sent."""
    address = urlsplit(servers.web)
    with socket.create_connection((address.hostname, address.port), timeout=30) as line:
        for piece in pieces:
            line.sendall(piece)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def still_answers(client: httpx.Client) -> bool:
    return client.post("/api/chat", json={"message": "ciao"}).json()["messages"][0]["text"] == "Hai scritto: ciao"


def test_twenty_megabytes_declared_are_refused_before_a_byte_of_them_is_read(
    servers: Servers, client: httpx.Client
) -> None:
    status, problem = exchange(servers, HEAD, f"Content-Length: {TWENTY_MEGABYTES}\r\n\r\n".encode())
    assert (status, problem["code"], problem["title"]) == (413, "body_too_large", "Too large")
    assert still_answers(client)


def test_an_endless_chunked_body_is_refused_before_its_end(servers: Servers, client: httpx.Client) -> None:
    piece = chunk(b"a" * 32_768)
    status, problem = exchange(servers, HEAD, b"Transfer-Encoding: chunked\r\n\r\n", piece, piece, piece)
    assert (status, problem["code"]) == (413, "body_too_large")
    assert still_answers(client)


@pytest.mark.parametrize("chunked", [False, True])
def test_a_client_that_sends_twenty_megabytes_reads_the_refusal(client: httpx.Client, chunked: bool) -> None:
    body = b'{"message": "' + b"a" * TWENTY_MEGABYTES + b'"}'
    pieces = (body[start : start + 65_536] for start in range(0, len(body), 65_536))
    response = client.post(
        "/api/chat", content=pieces if chunked else body, headers={"Content-Type": "application/json"}
    )
    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")
    assert still_answers(client)


def test_a_body_that_never_comes_is_given_up_at_the_deadline(servers: Servers, client: httpx.Client) -> None:
    status, problem = exchange(servers, HEAD, b'Content-Length: 20\r\n\r\n{"message"')
    assert (status, problem["code"]) == (408, "too_slow")
    assert still_answers(client)


def test_a_client_that_goes_away_in_the_middle_leaves_the_server_well(servers: Servers, client: httpx.Client) -> None:
    address = urlsplit(servers.web)
    with socket.create_connection((address.hostname, address.port), timeout=30) as line:
        line.sendall(HEAD + b'Content-Length: 500\r\n\r\n{"message"')
    assert still_answers(client)
    assert "Traceback" not in servers.log.read_text()


@pytest.mark.parametrize(
    "failure",
    ["fail-empty", "fail-500", "fail-broken", "fail-object", "fail-textless", "fail-close", "fail-hang"],
)
def test_a_rasa_that_fails_is_told_to_the_customer_and_the_next_message_answered(
    client: httpx.Client, failure: str
) -> None:
    response = client.post("/api/chat", json={"message": f"please help me with my order {failure}"})
    [said] = response.json()["messages"]
    assert (response.status_code, said["custom"]["kind"], said["custom"]["language"]) == (
        200,
        "no_answer",
        "en",
    )
    assert "800 555 018" in said["text"]
    assert still_answers(client)


def test_the_conversation_goes_on_over_the_cookie(servers: Servers, client: httpx.Client) -> None:
    for _ in range(2):
        client.post("/api/chat", json={"message": "ciao"})
    first, second = servers.received()[-2:]
    assert first["sender"] == second["sender"]


def test_ready_says_that_all_three_parts_are_there(client: httpx.Client) -> None:
    assert client.get("/ready").json()["ready"] is True


def test_the_log_is_json_and_holds_no_message(servers: Servers, client: httpx.Client) -> None:
    client.post("/api/chat", json={"message": "la mia parola segreta è zibaldone"})
    assert still_answers(client)  # by then the line of the message before it is written
    lines = [json.loads(line) for line in servers.log.read_text().splitlines()]
    assert any(line.get("route") == "/api/chat" and line["status"] == 200 for line in lines)
    assert "zibaldone" not in servers.log.read_text()


def test_a_wrong_setting_ends_the_start_with_a_sentence() -> None:
    environment = os.environ | {"CHIARO_WEB_PORT": "many", "CHIARO_SECRET": "s" * 40, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-m", "web"], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "CHIARO_WEB_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr
