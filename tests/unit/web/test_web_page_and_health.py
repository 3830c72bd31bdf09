"""The chat page, the headers, and the two addresses for whoever watches."""

from __future__ import annotations

import json
import logging
import re
import sqlite3
from pathlib import Path

import httpx
import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import RASA
from web.logs import configure_logs
from web.readiness import database_state
from web.settings import Settings

STATIC = Path(__file__).parents[3] / "web" / "static"


@pytest.mark.parametrize(
    ("address", "accepts", "language"),
    [
        ("/", "", "it"),
        ("/", "en-US,en", "en"),
        ("/?lang=en", "it", "en"),
        ("/?lang=it", "en", "it"),
        ("/?lang=%00", "en", "en"),
    ],
)
def test_the_page_is_in_the_language_asked_for_else_in_the_browsers(
    client: TestClient, address: str, accepts: str, language: str
) -> None:
    page = client.get(address, headers={"Accept-Language": accepts})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert ("Ciao!" in page.text.split("<main>")[1]) == (language == "it")


def test_the_page_names_the_company_and_offers_four_examples(client: TestClient) -> None:
    page = client.get("/?lang=en").text
    assert "Aurora Casa" in page
    assert page.count("data-words=") == 4
    assert not re.search(r"\{\w+\}", page.split("<main>")[1])


def test_the_page_loads_nothing_from_other_hosts_and_has_no_code_of_its_own(client: TestClient) -> None:
    page = client.get("/").text
    assert all(address.startswith("/") for address in re.findall(r'(?:src|href)="([^"#]+)"', page))
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page) == []
    assert " style=" not in page
    assert " onclick=" not in page


def test_no_script_writes_html() -> None:
    for script in (STATIC / "js").glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script.read_text())


@pytest.mark.parametrize("address", ["/", "/health", "/static/js/chat.js", "/api/chat", "/nothing"])
def test_every_response_carries_the_security_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy
    assert "default-src 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fsettings.py"])
def test_nothing_outside_the_static_folder_is_served(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_health_says_that_the_process_lives(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


@pytest.fixture
def parts(settings: Settings) -> dict[str, respx.Route]:
    """The three parts, all well."""
    with sqlite3.connect(settings.database_url.removeprefix("sqlite:///")) as connection:
        connection.execute("create table article (policy_id text)")
    with respx.mock(assert_all_called=False) as router:
        yield {
            "rasa": router.get(f"{RASA}/status").mock(return_value=httpx.Response(200)),
            "root": router.get(f"{RASA}/").mock(return_value=httpx.Response(200)),
            "actions": router.get("http://actions.test:5055/health").mock(return_value=httpx.Response(200)),
        }


@pytest.mark.usefixtures("parts")
def test_ready_names_each_part(client: TestClient) -> None:
    response = client.get("/ready")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "parts": {"rasa": "ok", "actions": "ok", "knowledge_base": "ok"},
    }


@pytest.mark.parametrize(
    ("part", "answer", "state"),
    [
        ("rasa", httpx.ConnectError("refused"), "unreachable"),
        ("rasa", httpx.Response(409), "not ready"),
        ("actions", httpx.ReadTimeout("late"), "unreachable"),
        ("actions", httpx.Response(500), "not ready"),
    ],
)
def test_a_part_that_fails_is_named(
    client: TestClient,
    part: str,
    answer: httpx.Response | Exception,
    state: str,
    parts: dict[str, respx.Route],
) -> None:
    parts[part].mock(side_effect=[answer])
    response = client.get("/ready")
    assert response.status_code == 503
    assert response.json()["parts"][part] == state


def test_a_rasa_without_its_http_interface_is_asked_at_its_root(
    client: TestClient, parts: dict[str, respx.Route]
) -> None:
    parts["rasa"].mock(return_value=httpx.Response(404))
    assert client.get("/ready").json()["parts"]["rasa"] == "ok"


def test_a_missing_knowledge_base_is_named_and_not_made(tmp_path: Path) -> None:
    # Asked directly: in a running server the inbox may open its own file, which is the same one, in between.
    path = tmp_path / "gone.db"
    assert database_state(f"sqlite:///{path}") == "unreachable"
    assert not path.exists()


@pytest.mark.usefixtures("parts")
def test_an_empty_knowledge_base_is_not_ready(client: TestClient, settings: Settings) -> None:
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    path.unlink()
    path.touch()
    assert client.get("/ready").json()["parts"]["knowledge_base"] == "not ready"


def test_logs_are_json_without_what_customers_write(
    client: TestClient, capsys: pytest.CaptureFixture[str], rasa: respx.Route
) -> None:
    configure_logs()
    try:
        client.post("/api/chat", json={"message": "il mio IBAN segreto"})
        client.get("/someone@example.org?name=Rossi")
        rasa.mock(return_value=httpx.Response(200, json=[]))
        client.post("/api/chat", json={"message": "il mio IBAN segreto"})
    finally:
        logging.getLogger().handlers.clear()
    lines = capsys.readouterr().err.strip().splitlines()
    logged = [json.loads(line) for line in lines]
    assert [line["route"] for line in logged if line["event"] == "request"] == [
        "/api/chat",
        None,
        "/api/chat",
    ]
    assert any(line["event"] == "no answer from Rasa" for line in logged)
    assert not re.search("IBAN|Rossi|example.org", "\n".join(lines))
