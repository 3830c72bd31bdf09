"""Refusals in words: `application/problem+json` (RFC 9457) in the customer's language."""

from __future__ import annotations

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from web.conversation_token import COOKIE, COOKIE_PATH
from web.errors import InboxUnavailableError, RefusalCode, RefusalError
from web.language import DEFAULT, Language, accepted_language, is_language
from web.wording import Wording

MEDIA_TYPE = "application/problem+json"
# The rest of such a body stays unread, so the connection cannot serve another request.
_UNREAD = {RefusalCode.BODY_TOO_LARGE, RefusalCode.TOO_SLOW, RefusalCode.INCOMPLETE}
_AWAY_SECONDS = 5
_CODES = {404: RefusalCode.NOT_FOUND, 405: RefusalCode.METHOD_NOT_ALLOWED}


class Problems:
    """Turns what was raised into a response."""

    def __init__(self, wording: dict[Language, Wording]) -> None:
        self._wording = wording
        self._log = structlog.get_logger("web.problem")

    def install(self, app: FastAPI) -> None:
        """Make `app` answer with problems."""
        app.add_exception_handler(RefusalError, self.refused)
        app.add_exception_handler(InboxUnavailableError, self.unavailable)
        app.add_exception_handler(HTTPException, self.not_routed)
        app.add_exception_handler(Exception, self.unexpected)

    async def refused(self, request: Request, error: Exception) -> Response:
        """A refusal of ours."""
        assert isinstance(error, RefusalError)
        return self._response(request, error, error.status, {})

    async def unavailable(self, request: Request, error: Exception) -> Response:
        """The database is away: the same may be tried again soon."""
        self._log.warning("inbox unavailable", error=str(error))
        refusal = RefusalError(RefusalCode.UNAVAILABLE, retry_after=_AWAY_SECONDS)
        return self._response(request, refusal, refusal.status, {})

    async def not_routed(self, request: Request, error: Exception) -> Response:
        """A refusal of the framework: no such address, another method."""
        assert isinstance(error, HTTPException)
        refusal = RefusalError(_CODES.get(error.status_code, RefusalCode.REFUSED))
        return self._response(request, refusal, error.status_code, dict(error.headers or {}))

    async def unexpected(self, request: Request, _error: Exception) -> Response:
        """A mistake of ours: said as such; the framework then raises it again for the log."""
        refusal = RefusalError(RefusalCode.INTERNAL)
        return self._response(request, refusal, refusal.status, {})

    def _response(self, request: Request, refusal: RefusalError, status: int, headers: dict[str, str]) -> Response:
        language = language_of_request(request)
        words = self._wording[language].problems[refusal.code]
        self._log.info("refused", code=refusal.code.value, status=status)
        headers |= {"Content-Language": language}
        if refusal.retry_after is not None:
            headers["Retry-After"] = str(refusal.retry_after)
        if refusal.code in _UNREAD:
            headers["Connection"] = "close"
        document = {
            "type": f"urn:chiaro:problem:{refusal.code.value}",
            "title": words.title,
            "status": status,
            "detail": words.detail.format(**refusal.values),
            "code": refusal.code.value,
            "mend": words.mend.format(**refusal.values),
        }
        response = JSONResponse(document, status, headers, media_type=MEDIA_TYPE)
        if refusal.code is RefusalCode.BAD_TOKEN:
            # A browser that keeps sending a token that is no good any more could never start anew.
            response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return response


def language_of_request(request: Request) -> Language:
    """The language that the body named, else the browser's, else Italian."""
    named = getattr(request.state, "language", None)
    if is_language(named):
        return named
    return accepted_language(request.headers.get("accept-language")) or DEFAULT
