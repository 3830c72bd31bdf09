"""A Chatwoot of the tests' own: a real server that follows its guide and source, and the webhooks that it sends.

Application API: messages and toggle_status, with `api_access_token`; agent bots may call nothing else. Each message and
each change of status is told to the bot by a signed webhook, also those that the bot made itself.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

TOKEN, SECRET = "bot-token-0123456789", "signing-secret-0123456789"
ACCOUNT = 7
_PATH = re.compile(r"/api/v1/accounts/(\d+)/conversations/(\d+)/(messages|toggle_status)")


@dataclass
class Talk:
    """A conversation there."""

    number: int
    status: str = "pending"
    updated_at: float = field(default_factory=time.time)
    messages: list[dict[str, Any]] = field(default_factory=list)

    def said(self, private: bool = False) -> list[str]:
        """What the bot said, in order."""
        mine = [message for message in self.messages if message["sender"].get("type") == "agent_bot"]
        return [message["content"] for message in mine if message["private"] is private]


@dataclass
class Chatwoot:
    """`trouble` is asked before each call of the API: a status that is answered instead, or None.

    `after` likewise once the message is kept; `deliver` is where webhooks go.
    """

    talks: dict[int, Talk] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    trouble: Callable[[str], int | None] = lambda _act: None
    after: Callable[[str], int | None] = lambda _act: None
    webhooks: str = ""
    tells: bool = True
    address: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: iter(range(1000, 100_000)))
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def begin(self, number: int = 1, status: str = "pending") -> Talk:
        self.talks[number] = Talk(number, status)
        return self.talks[number]

    def write(self, talk: Talk, text: str | None, **changes: Any) -> dict[str, Any]:
        """A contact writes; the webhook about it."""
        message = self._add(talk, {"content": text, "message_type": "incoming", "private": False} | changes)
        return self.of_message(talk, message)

    def reply(self, talk: Talk, text: str) -> dict[str, Any]:
        """A human agent writes; the webhook about it."""
        sender = {"id": 3, "name": "Paola", "email": "paola@example.com", "type": "user"}
        message = self._add(talk, {"content": text, "message_type": "outgoing", "private": False, "sender": sender})
        return self.of_message(talk, message)

    def move(self, talk: Talk, status: str) -> dict[str, Any] | None:
        """The status changes; the webhook about it, of which agent bots have only two."""
        talk.status, talk.updated_at = status, time.time()
        event = {"open": "conversation_opened", "resolved": "conversation_resolved"}.get(status)
        return None if event is None else self.conversation(talk) | {"event": event}

    def conversation(self, talk: Talk) -> dict[str, Any]:
        """`Conversations::EventDataPresenter#push_data`, as far as it matters."""
        last = talk.messages[-1:]
        return {
            "additional_attributes": {"browser_language": "it", "browser": {"browser_name": "Firefox"}},
            "can_reply": True,
            "channel": "Channel::WebWidget",
            "id": talk.number,
            "inbox_id": 5,
            "messages": [message | {"account_id": ACCOUNT, "message_type": 0} for message in last],
            "labels": [],
            "meta": {"sender": {"id": 9, "name": "Ada", "type": "contact"}, "hmac_verified": False},
            "status": talk.status,
            "last_activity_at": int(talk.updated_at),
            "timestamp": int(talk.updated_at),
            "updated_at": talk.updated_at,
        }

    def of_message(self, talk: Talk, message: dict[str, Any], event: str = "message_created") -> dict[str, Any]:
        """`Message#webhook_data`."""
        return message | {
            "account": {"id": ACCOUNT, "name": "Aurora"},
            "inbox": {"id": 5, "name": "Website"},
            "conversation": self.conversation(talk),
            "event": event,
        }

    def deliver(self, payload: dict[str, Any], **changes: Any) -> httpx.Response:
        """Send a webhook, signed, and give the answer."""
        body = changes.pop("body", None) or json.dumps(payload).encode()
        headers = signed(body) | {"Content-Type": "application/json"} | changes
        with httpx.Client(trust_env=False, timeout=5) as client:
            return client.post(self.webhooks, content=body, headers=headers)

    def _add(self, talk: Talk, message: dict[str, Any]) -> dict[str, Any]:
        with self._lock:
            sender = {"id": 9, "name": "Ada", "email": None, "type": "contact"}
            usual = {"content_type": "text", "content_attributes": {}, "source_id": None, "sender": sender}
            whole = usual | {"id": next(self._numbers), "created_at": "2026-11-26T10:00:00Z"} | message
            talk.messages.append(whole)
            talk.updated_at = time.time()
            return whole

    def answer(self, path: str, token: str | None, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What the API answers."""
        found = _PATH.fullmatch(path)
        if found is None or int(found[1]) != ACCOUNT:
            return 404, {"error": "Resource could not be found"}
        act = found[3]
        self.calls.append((act, body))
        if (status := self.trouble(act)) is not None:
            return status, {"error": "trouble"}
        if token != TOKEN:
            return 401, {"error": "Invalid Access Token"}
        talk = self.talks.get(int(found[2]))
        if talk is None:
            return 404, {"error": "Resource could not be found"}
        told, answer = self._post(talk, body) if act == "messages" else self._toggle(talk, body)
        if self.tells and told is not None:
            # Chatwoot sends it from a job of its own.
            threading.Thread(target=self._tell, args=(told,), daemon=True).start()
        status = self.after(act)
        return (200, answer) if status is None else (status, {"error": "trouble"})

    def _post(self, talk: Talk, body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        assert isinstance(body["content"], str)
        assert body["message_type"] == "outgoing"
        sender = {"id": 2, "name": "Chiaro", "type": "agent_bot"}
        message = self._add(talk, body | {"sender": sender})
        return self.of_message(talk, message), message | {"conversation_id": talk.number, "message_type": 1}

    def _toggle(self, talk: Talk, body: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        told = self.move(talk, body["status"])
        payload = {"success": True, "current_status": talk.status, "conversation_id": talk.number}
        return told, {"meta": {}, "payload": payload}

    def _tell(self, payload: dict[str, Any]) -> None:
        try:
            self.deliver(payload)
        except httpx.HTTPError:
            return  # the bot is away


def signed(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """The headers that Chatwoot signs a body with."""
    moment = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Chatwoot-Timestamp": moment, "X-Chatwoot-Signature": f"sha256={digest}"}


@contextmanager
def serving(chatwoot: Chatwoot, port: int = 0) -> Iterator[int]:
    """Serve its API until the block ends; the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, document = chatwoot.answer(self.path, self.headers.get("api_access_token"), body)
            sent = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    chatwoot.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
