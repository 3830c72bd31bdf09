"""An action server of the tests, which fails as it is told."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from rasa.utils.endpoints import EndpointConfig

GOOD = {
    "events": [{"event": "slot", "timestamp": None, "name": "policy_id", "value": "exchange"}],
    "responses": [{"text": "Entro 30 giorni.", "custom": {"language": "it"}}],
}


class ActionServer(ThreadingHTTPServer):
    """A server on the loopback that answers every call as it is told, once it listens."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering, bind_and_activate=False)
        self.server_bind()  # from here on the port is kept, and a connection refused
        self.status, self.kind, self.body = 200, "application/json", json.dumps(GOOD).encode()
        self.calls: list[dict[str, Any]] = []
        self.silent = False
        self.keeps = False  # connections, for further calls
        self.connections: list[socket.socket] = []
        self.free = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)

    @property
    def endpoint(self) -> EndpointConfig:
        return EndpointConfig(f"http://127.0.0.1:{self.server_port}/webhook", enable_selective_domain=True)

    def listen(self) -> None:
        self.server_activate()
        self._thread.start()

    def hang_up(self) -> None:
        """Close the connections that are open, as a server does that starts again."""
        for connection in self.connections:
            connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.free.set()
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()


class Answering(BaseHTTPRequestHandler):
    """Answers as its server is told."""

    server: ActionServer

    def setup(self) -> None:
        super().setup()
        self.protocol_version = "HTTP/1.1" if self.server.keeps else "HTTP/1.0"
        self.server.connections.append(self.connection)

    def do_POST(self) -> None:
        self.server.calls.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if self.server.silent:
            self.server.free.wait()
            return
        if self.server.status == 0:
            return  # hangs up without a word
        self.send_response(self.server.status)
        self.send_header("Content-Type", self.server.kind)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: Any) -> None:
        """Say nothing on the console."""


@contextmanager
def action_server() -> Iterator[ActionServer]:
    """Give a server that does not listen yet."""
    server = ActionServer()
    try:
        yield server
    finally:
        server.close()
