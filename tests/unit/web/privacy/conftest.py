"""The two databases, on SQLite and on PostgreSQL, with customers in them; and somebody who answers in Rasa's place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.unit.web.privacy.leaving import (
    ANNA,
    ANNA_1,
    ANNA_2,
    BRUNO,
    BRUNO_S,
    NOBODY_S,
    Leaving,
    make_database,
    make_tracker,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tests.factories.databases import Postgresql, Sqlite


@pytest.fixture
def leaving(server: Sqlite | Postgresql, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Leaving]:
    from tests.factories.databases import opened

    make_database(engine)
    with server.copy("tracker", make_tracker) as url, opened(url) as tracker:
        monkeypatch.setenv("CHIARO_DATABASE_URL", engine.url.render_as_string(hide_password=False))
        monkeypatch.setenv("CHIARO_TRACKER_URL", url)
        leaving = Leaving(engine, tracker)
        leaving.customers()
        yield leaving


@dataclass
class Forgetter:
    """Answers `status` to whoever asks it to forget."""

    status: int = 200
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> Iterator[Forgetter]:
    forgetter = Forgetter()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            forgetter.asked.append(self.path.split("?")[0])
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(forgetter.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as web:
        thread = threading.Thread(target=web.serve_forever)
        thread.start()
        monkeypatch.setenv("CHIARO_RASA_URL", f"http://127.0.0.1:{web.server_port}")
        yield forgetter
        web.shutdown()
        thread.join()


@pytest.fixture
def no_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens on port 1."""
    monkeypatch.setenv("CHIARO_RASA_URL", "http://127.0.0.1:1")


@pytest.fixture
def whole(leaving: Leaving) -> Leaving:
    leaving.conversation(ANNA_1, ANNA)
    leaving.conversation(ANNA_2, ANNA)
    leaving.conversation(NOBODY_S, None)
    leaving.conversation(BRUNO_S, BRUNO)
    return leaving
