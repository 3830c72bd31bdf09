"""The public page of findings: what it shows, what it never shows, and what it says when it cannot."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from learning.encoder import UniversalSentenceEncoder
from policy_kb.errors import NotReady
from policy_kb.findings.model import Findings
from tests.factories.answers import add_feedback, add_surveys
from tests.factories.databases import opened
from tests.factories.heard_company import write_heard_company
from web.app import create_app
from web.errors import SettingsError
from web.findings import FindingsUnavailable, LatestFindings, read_from
from web.settings import Settings


@pytest.fixture
def knowledge_base(settings: Settings, encoder: UniversalSentenceEncoder, tmp_path: Path) -> Iterator[Engine]:
    """The database that the app reads, with a company that has changed a rule."""
    assert write_heard_company(tmp_path, encoder) == settings.database_url
    with opened(settings.database_url) as engine:
        yield engine


def fill(engine: Engine) -> None:
    add_feedback(engine, "gift-wrapping", "objection", 6)
    add_feedback(engine, "sofa-trial", "helped", 3)
    add_surveys(engine, "gift-wrapping", 1, 2, 2, 2, 2)
    add_surveys(engine, "sofa-trial", 5, 5, 5, 5, 4, 5)


def test_the_page_shows_large_groups_and_hides_small_ones(client: TestClient, knowledge_base: Engine) -> None:
    fill(knowledge_base)
    page = client.get("/findings?lang=en")
    assert page.status_code == 200
    assert "at least 6" in page.text
    assert "fewer than 5" in page.text
    assert page.text.index("1.8 of 5") < page.text.index("4.8 of 5")
    assert "5 marks" in page.text
    assert "Rules with fewer than 5 answers of every kind: 1" in page.text


@pytest.mark.usefixtures("knowledge_base")
def test_the_page_tells_what_was_changed_because_of_it(client: TestClient) -> None:
    page = client.get("/findings?lang=en").text
    assert "In force since 1 June 2024" in page
    for words in (
        "Three euros were too much.",
        "Gift poll",
        "You used to pay.",
        "Now it is free.",
        "So you spend less.",
    ):
        assert words in page
    assert 'href="https://shop.example/study"' in page


def test_customers_own_words_are_never_shown(client: TestClient, knowledge_base: Engine) -> None:
    fill(knowledge_base)
    for address in ("/findings?lang=it", "/findings?lang=en", "/findings.json"):
        assert "segret" not in client.get(address).text


@pytest.mark.usefixtures("knowledge_base")
def test_without_answers_the_page_says_so_and_how_to_take_part(client: TestClient) -> None:
    page = client.get("/findings?lang=it").text
    assert "Ancora niente da mostrare" in page
    assert page.count("Come partecipare") == 1
    assert page.index("Come partecipare") < page.index("Che cosa abbiamo cambiato")
    assert "<table" not in page
    assert 'href="/?lang=it"' in page


@pytest.mark.usefixtures("knowledge_base")
@pytest.mark.parametrize(
    ("address", "accepts", "language"),
    [
        ("/findings", "", "it"),
        ("/findings", "en", "en"),
        ("/findings?lang=it", "en", "it"),
        ("/findings?lang=x", "en", "en"),
    ],
)
def test_the_page_is_in_the_language_asked_for(client: TestClient, address: str, accepts: str, language: str) -> None:
    page = client.get(address, headers={"Accept-Language": accepts})
    other = "en" if language == "it" else "it"
    assert f'<html lang="{language}">' in page.text
    assert f'href="/findings?lang={other}" hreflang="{other}"' in page.text
    assert page.headers["content-language"] == language


def test_numbers_are_written_as_in_the_language(client: TestClient, knowledge_base: Engine) -> None:
    fill(knowledge_base)
    assert "1,8 su 5" in client.get("/findings?lang=it").text


def test_the_page_needs_no_script_no_other_host_and_no_style_of_its_own(
    client: TestClient, knowledge_base: Engine
) -> None:
    fill(knowledge_base)
    page = client.get("/findings").text
    assert "<script" not in page
    assert " style=" not in page
    assert all(address.startswith("/") for address in re.findall(r'(?:src|<link [^>]*href)="([^"#]+)"', page))
    assert not re.search(r"\{\w+\}", page)


@pytest.mark.usefixtures("knowledge_base")
def test_texts_of_revisions_are_shown_as_texts(client: TestClient) -> None:
    assert "Wraps &amp; gifts &lt; 5 kg" in client.get("/findings?lang=en").text


def test_the_document_tells_programs_the_same(client: TestClient, knowledge_base: Engine) -> None:
    fill(knowledge_base)
    document = client.get("/findings.json").json()
    policies = {policy["policy_id"]: policy for policy in document["policies"]}
    assert document["threshold"] == 5
    assert document["totals"]["objections"] == {"number": 6, "exact": False}
    assert policies["gift-wrapping"]["ease"] == {"mean": 1.8, "answers": 5}
    assert policies["gift-wrapping"]["title"] == {"it": "Pacchi & doni < 5 kg", "en": "Wraps & gifts < 5 kg"}
    assert policies["sofa-trial"]["helped"] is None
    assert document["changes"][0]["heard"][0]["finding"]["en"] == "Three euros were too much."


@pytest.mark.usefixtures("knowledge_base")
@pytest.mark.parametrize("address", ["/findings", "/findings.json"])
def test_it_can_be_looked_at_without_being_fetched(client: TestClient, address: str) -> None:
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def unavailable(client: TestClient) -> None:
    page = client.get("/findings?lang=en")
    document = client.get("/findings.json", headers={"Accept-Language": "it"})
    assert (page.status_code, document.status_code) == (503, 503)
    assert "The findings cannot be shown right now" in page.text
    assert "Traceback" not in page.text + document.text
    assert page.headers["retry-after"] == document.headers["retry-after"] == "10"
    assert document.headers["content-type"] == "application/problem+json"
    assert document.json()["title"] == "Adesso i risultati non si possono mostrare"


def test_a_knowledge_base_that_was_never_loaded_is_told(client: TestClient) -> None:
    unavailable(client)


def test_reading_never_makes_a_database(tmp_path: Path) -> None:
    with pytest.raises(NotReady):
        read_from(f"sqlite:///{tmp_path / 'none.db'}")
    assert not (tmp_path / "none.db").exists()


def test_a_knowledge_base_of_another_layout_is_told(client: TestClient, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "kb.db") as connection:
        connection.execute("create table article (policy_id text)")
    unavailable(client)


def test_a_file_that_is_no_database_is_told(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "kb.db").write_text("This is a letter, not a database. " * 100)
    unavailable(client)


@pytest.mark.usefixtures("knowledge_base")
def test_a_locked_database_is_told_in_time(settings: Settings, tmp_path: Path) -> None:
    impatient = settings.model_copy(update={"readiness_seconds": 0.2, "database_seconds": 0.2})
    with sqlite3.connect(tmp_path / "kb.db", isolation_level=None) as writer:
        writer.execute("pragma journal_mode=delete")
        writer.execute("begin exclusive")
        with TestClient(create_app(impatient)) as client:
            unavailable(client)
        writer.execute("rollback")


def test_an_address_that_leads_nowhere_is_told(settings: Settings) -> None:
    nowhere = settings.model_copy(update={"database_url": "postgresql://me:secret@127.0.0.1:1/x"})
    with TestClient(create_app(nowhere)) as client:
        unavailable(client)


@pytest.mark.parametrize("url", ["nonsense", "mysql://root@localhost/x"])
def test_an_address_of_no_database_that_we_know_is_a_wrong_setting(settings: Settings, url: str) -> None:
    with pytest.raises(SettingsError, match="CHIARO_DATABASE_URL"):
        create_app(settings.model_copy(update={"database_url": url}))


class Reading:
    """Stands for the database: counts how many times it is read, and fails where it is told to."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.times = 0
        self.fails = False
        self.goes_on = threading.Event()
        self.goes_on.set()

    def __call__(self) -> Findings:
        self.times += 1
        self.goes_on.wait(10)
        if self.fails:
            raise NotReady("no company was loaded yet")
        return self.findings


@pytest.fixture
def reading(knowledge_base: Engine, settings: Settings) -> Reading:
    knowledge_base.dispose()
    return Reading(read_from(settings.database_url))


def test_the_numbers_are_read_at_most_once_a_minute(reading: Reading) -> None:
    seconds = [0.0]
    latest = LatestFindings(reading, 5, lambda: seconds[0])

    async def ask() -> None:
        for seconds[0] in (0, 59, 60, 119):
            assert await latest.get() == reading.findings

    asyncio.run(ask())
    assert reading.times == 2


def test_many_who_ask_at_once_wait_for_one_reading(reading: Reading) -> None:
    latest = LatestFindings(reading, 5)

    async def ask() -> None:
        reading.goes_on.clear()
        asking = [asyncio.create_task(latest.get()) for _ in range(50)]
        await asyncio.sleep(0)
        reading.goes_on.set()
        assert len(await asyncio.gather(*asking)) == 50

    asyncio.run(ask())
    assert reading.times == 1


def test_after_a_failure_it_is_read_again_a_few_seconds_later(reading: Reading) -> None:
    seconds = [0.0]
    latest = LatestFindings(reading, 5, lambda: seconds[0])
    reading.fails = True

    async def ask() -> None:
        for seconds[0] in (0, 4.9):
            with pytest.raises(FindingsUnavailable):
                await latest.get()
        reading.fails, seconds[0] = False, 5
        assert await latest.get() == reading.findings

    asyncio.run(ask())
    assert reading.times == 2
