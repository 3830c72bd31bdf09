"""Reading a request's body within limits."""

from __future__ import annotations

import asyncio

from fastapi import Request
from starlette.requests import ClientDisconnect

from web.errors import RefusalCode, RefusalError


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
