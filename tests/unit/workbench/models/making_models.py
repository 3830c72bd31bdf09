"""A project with models that are only files, results of comparisons, and a Rasa that is a little server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from workbench.models import measures
from workbench.models.gate import judge
from workbench.models.reading import Reading
from workbench.models.registry import Comparisons
from workbench.models.sets import Message
from workbench.models.thresholds import read_thresholds

OLD, NEW = "chiaro-000000000000", "chiaro-111111111111"


def make_models(root: Path, *names: str) -> Path:
    """Empty files in the place of models; returns their folder."""
    folder = root / "models"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.tar.gz").write_bytes(b"model")
        (folder / f"{name}.json").write_text(json.dumps({"code": f"code of {name}"}))
    return folder


def make_comparison(root: Path, candidate: str, in_force: str, passed: bool, id: str = "20261126-100000-0") -> None:
    """A kept comparison with the gate's verdict."""
    reasons = [] if passed else [{"check": "tests", "key": "tests-broken", "values": {"count": 1}, "places": []}]
    gate = {"passed": passed, "reasons": reasons}
    Comparisons(root).keep({"id": id, "candidate": candidate, "in_force": in_force, "gate": gate})


@dataclass
class LittleRasa:
    """What Rasa is asked, and how it behaves."""

    model: str = OLD
    refuses: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    lies: bool = False
    understands: bool = True
    address: str = ""

    def answer(self, method: str, path: str, content: Any) -> tuple[int, Any]:
        """Status and document."""
        self.asked.append((method, path))
        if path == "/status":
            return 200, {"model_file": f"{self.model}.tar.gz"}
        if path == "/model":
            name = Path(content["model_file"]).name.removesuffix(".tar.gz")
            if name == self.refuses:
                return 500, {"message": "no valid archive"}
            self.model = self.model if self.lies else name
            return 204, None
        return 200, {"intent": {"name": "ask_policy"}} if self.understands else {}


@contextmanager
def little_rasa() -> Iterator[LittleRasa]:
    """A Rasa on a free port."""
    rasa = LittleRasa()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, document = rasa.answer(self.command, self.path, json.loads(body) if body else None)
            content = b"" if document is None else json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_PUT = do_POST = _do  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    rasa.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield rasa
    finally:
        server.shutdown()
        server.server_close()


def make_result(words: str, passed: bool) -> dict[str, Any]:
    """A whole comparison in which every text is `words`."""
    messages = [Message(words, language, "ask_steps", words, 3) for language in ("it", "en")] * 3
    before = [Reading("ask_steps", "ask_steps", 0.9, 0.9, "it", "calm")] * 6
    after = [Reading("ask_reason", "ask_reason", 0.6, 0.4, "en", "tense")] * 6
    felt = [Message(words, "it", "calm", words, 1)] * 6
    answer = {"intent": words, "actions": [words], "answers": [["reason", words, "2"], ["", "", ""]], "reply": words}
    difference = {"what": words, "expected": words, "seen": words}
    broken = {"file": words, "line": 4, "story": words, "trouble": "", "text": words, "differences": [difference]}
    result = {
        "id": "20261126-100000-000001",
        "at": "2026-11-26T10:00:00+00:00",
        "candidate": NEW,
        "in_force": OLD,
        "sets": [words],
        "intents": measures.intents(messages, before, after),
        "confusion": {side: measures.confusion(messages, after) for side in ("in_force", "candidate")},
        "calibration": measures.calibration(messages, before, after),
        "scope": measures.scope(messages, before, after),
        "frustration": measures.frustration(felt, before, after),
        "recent": measures.recent(messages, before, after),
        "cost": measures.cost([0.1], [0.2], [10]),
        "lines": [{"intent": words, "language": "it", "before": 50, "after": 1}],
        "tests": {
            "in_force": {"passed": 2, "failed": 0},
            "candidate": {"passed": 1, "failed": 1},
            "broken": [broken],
            "mended": [],
        },
        "answers": [{"file": words, "line": 4, "text": words, "was": answer, "now": answer, "passed": False}],
    }
    result["gate"] = judge(result, read_thresholds(Path("/nowhere")))
    if passed:
        result["gate"] = {**result["gate"], "passed": True, "reasons": []}
    return result
