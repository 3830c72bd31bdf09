"""A Rasa that is played by the knowledge base: it answers from the policies that are published at that moment."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from learning.encoder import UniversalSentenceEncoder, written
from policy_kb.answer.library import Library
from policy_kb.database import open_engine
from policy_kb.service import build_composer

CALM = {"frustration": {"score": 0.1, "level": "calm"}, "handoff": "none"}
ENGLISH = {"my", "the", "is", "what", "where"}


class PlayedTurns:
    """Answers turns from the knowledge base of `engine`, and keeps in `tracker` what Rasa would keep."""

    def __init__(self, engine: Engine, tracker: Path, encoder: UniversalSentenceEncoder) -> None:
        self._composer = build_composer(engine, encoder)
        self._library = Library(engine, lambda: datetime.now(UTC))
        self._encoder, self._tracker = encoder, tracker
        self._lock = threading.Lock()
        with sqlite3.connect(tracker) as connection:
            columns = "id integer primary key, sender_id text, type_name text, action_name text, data text"
            connection.execute(f"create table events ({columns})")

    def turn(self, sent: dict[str, Any]) -> list[dict[str, Any]]:
        """The answer to one message."""
        text, language = sent["message"], "en" if ENGLISH & set(sent["message"].lower().split()) else "it"
        with self._lock:
            result = self._composer.find(text, language)
            self._keep(sent, language, is_known=result.decision == "answer")
            if result.decision != "answer":
                return [self._message("no_answer", language, self._composer.no_answer(language).text)]
            policy_id = result.candidates[0].policy_id
            summary = self._library.revision(policy_id).text("summary")
        assert summary is not None
        return [self._message("explanation", language, summary.in_language(language), policy_id=policy_id, version=1)]

    def _keep(self, sent: dict[str, Any], language: str, is_known: bool) -> None:
        likely = [{"name": "ask_policy", "confidence": 0.9 if is_known else 0.2}]
        parsed = {
            "language": language,
            "intent_ranking": likely if is_known else [{"name": "nlu_fallback", "confidence": 0.35}, *likely],
            "frustration": CALM["frustration"],
            "sentence_vector": written(self._encoder.encode([sent["message"]])[0]),
        }
        event = {"event": "user", "metadata": sent.get("metadata", {}), "parse_data": parsed}
        with sqlite3.connect(self._tracker) as connection:
            row = (sent["sender"], "user", json.dumps(event))
            connection.execute("insert into events (sender_id, type_name, data) values (?, ?, ?)", row)

    def _message(self, kind: str, language: str, text: str, **more: Any) -> dict[str, Any]:
        return {"text": text, "custom": {"kind": kind, "language": language, "conversation": CALM, **more}}


@contextmanager
def played_turns(database: str, tracker: Path, encoder: UniversalSentenceEncoder) -> Iterator[str]:
    """The address of a Rasa that answers from the knowledge base at `database`."""
    engine = open_engine(database)
    played = PlayedTurns(engine, tracker, encoder)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({"slots": {"conversation": CALM}})

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
            self._answer(played.turn(sent) if self.path.startswith("/webhooks") else {})

        def _answer(self, document: object) -> None:
            body = json.dumps(document).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()
