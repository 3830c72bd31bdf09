"""Reading a request's body within limits."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import Request
from starlette.requests import ClientDisconnect

from web.errors import RefusalCode, RefusalError
from web.fields import read_json
from web.language import is_language


async def read_document(request: Request, limit: int, seconds: float) -> Any:
    """The JSON of a request, at most `limit` bytes within `seconds`; a language that it names is the refusals' too.

    Raises:
        RefusalError: not marked as JSON, no JSON, or see read_body.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusalError(RefusalCode.WRONG_CONTENT_TYPE)
    document = read_json(await read_body(request, limit, seconds))
    language = document.get("language") if isinstance(document, dict) else None
    request.state.language = language if is_language(language) else None
    return document


async def read_body(request: Request, limit: int, seconds: float) -> bytes:
    """Read at most `limit` bytes within `seconds`; what is over is left unread.

    Raises:
        RefusalError: too large (by its declaration, or as it comes in), too slow, or broken off.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise RefusalError(RefusalCode.BODY_TOO_LARGE, limit=limit // 1024)
    try:
        async with asyncio.timeout(seconds):
            return await _gather(request, limit)
    except TimeoutError as error:
        raise RefusalError(RefusalCode.TOO_SLOW) from error
    except ClientDisconnect as error:
        raise RefusalError(RefusalCode.INCOMPLETE) from error


async def _gather(request: Request, limit: int) -> bytes:
    gathered = bytearray()
    async for chunk in request.stream():
        gathered += chunk
        if len(gathered) > limit:
            raise RefusalError(RefusalCode.BODY_TOO_LARGE, limit=limit // 1024)
    return bytes(gathered)
