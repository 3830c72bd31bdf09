"""Asks the processes on this machine; a proxy that is set for the outside is passed by."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

HEALTH_SECONDS = 3.0
QUESTION_SECONDS = 20.0


def answers(address: str) -> bool:
    """True where GET `address` is answered 200."""
    return _call(urllib.request.Request(address), HEALTH_SECONDS) is not None


def post(address: str, content: Any) -> Any | None:
    """The JSON that POST `address` with `content` returns; None where it fails or is no JSON."""
    body = json.dumps(content).encode()
    request = urllib.request.Request(address, data=body, headers={"Content-Type": "application/json"})
    answer = _call(request, QUESTION_SECONDS)
    try:
        return json.loads(answer) if answer is not None else None
    except ValueError:
        return None


def _call(request: urllib.request.Request, seconds: float) -> bytes | None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=seconds) as response:
            content: bytes = response.read()
            return content
    except (OSError, http.client.HTTPException, urllib.error.URLError):
        return None
