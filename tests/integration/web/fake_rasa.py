"""A small Rasa of the tests: answers by what it is sent, and keeps what it was sent for the test to read.

Run as `python fake_rasa.py PORT`. `GET /received` lists the turns, each with when it `began` and `ended`; the words in
`FAILURES` make it fail so, `slowly` lets it take a second.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

CALM = {"frustration": {"score": 0.1, "level": "calm"}, "handoff": "none"}
SITE = "https://www.auroracasa.example"


def custom(language: str, kind: str | None = None, **keys: Any) -> dict[str, Any]:
    base = {"language": language, "conversation": CALM} | keys
    return base | {"kind": kind} if kind else base


def explained(text: str) -> list[dict[str, Any]]:
    about = {"policy_id": "refund-timing", "version": 2}
    law = {"label": "Consumer Code, articles 54 and 56", "url": "https://www.normattiva.it/codice-consumo"}
    clause = {"label": "Refund timing, clause 2.1", "url": f"{SITE}/en/refunds#2.1"}
    phone = {"kind": "phone", "title": "Free customer line", "number": "800 555 018"}
    shops = {"kind": "shop", "title": "The 40 shops and their hours", "url": f"{SITE}/en/shops"}
    training = {"kind": "training", "title": "Free class “Chat made easy”", "url": f"{SITE}/en/classes/chat"}
    evil = {"kind": "link", "title": "Not a link", "url": "javascript:alert(1)"}
    options = [
        {"title": "Refund to a gift card today", "payload": '/choose_policy{"policy_id": "gift-cards"}'},
        {"title": "Exchange it instead", "payload": '/choose_policy{"policy_id": "exchange"}'},
    ]
    return [
        {
            "text": "Waiting for your own money is annoying. Let us clear it up.",
            "custom": custom("en", "acknowledgement"),
        },
        {
            "text": "You get your money back within 5 working days after we have checked the goods.\n"
            "Your bank may need 2 to 5 days more. You said: " + text,
            "custom": custom("en", "explanation", sources=[clause, law], **about),
        },
        {
            "text": "1. Open your order in your account.\n2. Look at the line “Return checked in”.\n"
            "3. Count 5 working days from there.",
            "custom": custom("en", "steps", **about),
        },
        {
            "text": "We check every return by hand, so nobody is refunded the wrong amount.",
            "custom": custom("en", "reason", sources=[law], **about),
        },
        {
            "text": "Before March 2026 it took 10 working days. Now it takes 5, so you wait half as long.",
            "custom": custom("en", "change", **about),
        },
        {
            "text": "There are other ways, too:",
            "custom": custom("en", "alternatives", options=options, **about),
        },
        {
            "text": "Here you find help:\n- Free customer line: 800 555 018",
            "custom": custom("en", "resources", resources=[phone, shops, training, evil]),
        },
    ]


def clarification() -> list[dict[str, Any]]:
    text = "Ho trovato più di una regola. Quale ti serve?\n1. Tempi del rimborso\n2. Resi e recesso\n3. Cambio"
    options = [
        {"title": "Tempi del rimborso", "payload": '/choose_policy{"policy_id": "refund-timing"}'},
        {"title": "Resi e recesso", "payload": '/choose_policy{"policy_id": "withdrawal-returns"}'},
        {"title": "Cambio del prodotto", "payload": '/choose_policy{"policy_id": "exchange"}'},
    ]
    return [
        {
            "text": text,
            "custom": custom("it", "clarification", options=options),
        }
    ]


def handed_over(language: str) -> list[dict[str, Any]]:
    asked = {"frustration": {"score": 0.8, "level": "frustrated"}, "handoff": "requested"}
    return [
        {
            "text": "I am asking a person." if language == "en" else "Chiedo a una persona di venire qui.",
            "custom": custom(language, "handoff") | {"conversation": asked},
        }
    ]


def surveyed() -> list[dict[str, Any]]:
    buttons = [{"title": "5", "payload": "5"}, {"title": "Non chiedermelo più", "payload": "Non chiedermelo più"}]
    return [{"text": "Quanto è stato facile, da 1 a 5?", "buttons": buttons, "custom": custom("it", "survey")}]


def reply_to(message: str) -> list[dict[str, Any]]:
    words = message.lower()
    if message.startswith("/choose_policy") or "money" in words:
        return explained(message)
    if "quale" in words:
        return clarification()
    if "sondaggio" in words:
        return surveyed()
    if "persona" in words:
        return handed_over("en" if "where" in words else "it")
    language = "en" if words.isascii() and "hello" in words else "it"
    return [{"text": f"Hai scritto: {message}", "custom": custom(language)}]


def parsed(text: str) -> dict[str, Any]:
    """What is understood of a text, as Rasa's `/model/parse` says it."""
    english = bool({"how", "what", "where", "is", "the", "hello"} & set(text.lower().replace("?", "").split()))
    intent = {"name": "ask_policy", "confidence": 0.92}
    mood = {"level": "frustrated", "score": 0.6} if "!!" in text else {"level": "calm", "score": 0.1}
    language = {"language": "en" if english else "it", "language_certain": True}
    return {"text": text, "intent": intent, "intent_ranking": [intent], "frustration": mood} | language


FAILURES = {
    "fail-empty": (200, b"[]"),
    "fail-silence": (200, b"[]"),  # a person has the conversation
    "fail-500": (500, b"Internal Server Error"),
    "fail-broken": (200, b'[{"text": "half'),
    "fail-object": (200, b'{"text": "not a list"}'),
    "fail-textless": (200, b'[{"custom": {"kind": "steps"}}]'),
}


class FakeRasa(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    received: ClassVar[list[dict[str, Any]]] = []
    stopped = threading.Event()

    def do_GET(self) -> None:
        if self.path.startswith("/conversations/"):
            self._answer(200, json.dumps(self._tracker()).encode())
            return
        found = {
            "/": b'"Hello from Rasa"',
            "/status": b"{}",
            "/health": b"{}",
            "/received": json.dumps(self.received).encode(),
        }
        body = found.get(self.path)
        self._answer(404 if body is None else 200, body or b"")

    def _tracker(self) -> dict[str, Any]:
        taken = bool(self.received) and "fail-silence" in self.received[-1]["message"]
        return {"slots": {"conversation": {"handoff": "active" if taken else "none"}}}

    def do_POST(self) -> None:
        turn = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.startswith("/conversations/"):  # an event for the tracker, not a turn
            self._answer(200, b"{}")
            return
        if self.path == "/model/parse":
            self._answer(200, json.dumps(parsed(turn["text"])).encode())
            return
        turn["began"] = time.monotonic()
        self.received.append(turn)
        failure = next((answer for word, answer in FAILURES.items() if word in turn["message"]), None)
        if "slowly" in turn["message"]:
            time.sleep(1)
        if "fail-hang" in turn["message"]:
            self.stopped.wait()
        if "fail-close" in turn["message"]:
            self.close_connection = True
        elif failure:
            self._answer(*failure)
        else:
            turn["ended"] = time.monotonic()
            self._answer(200, json.dumps(reply_to(turn["message"])).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), FakeRasa)
    server.daemon_threads = True
    server.serve_forever()
