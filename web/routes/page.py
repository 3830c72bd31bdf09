"""`GET /`: the chat page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates

from web.company import Company
from web.language import LANGUAGES, Language, is_language
from web.no_answer import NoAnswer
from web.problems import language_of_request
from web.settings import Settings
from web.wording import Wording

FRAMED = "frame.html"


@dataclass(frozen=True)
class PageRoute:
    """Shows the page in the language asked for by `?lang=`, else by the browser."""

    settings: Settings
    templates: Jinja2Templates
    wording: dict[Language, Wording]
    company: Company
    no_answer: NoAnswer

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter()
        router.add_api_route("/", self.page, methods=["GET", "HEAD"], response_model=None)
        return router

    async def page(self, request: Request) -> Response:
        """The chat page."""
        return self.response(request, "chat.html", self.language(request))

    def language(self, request: Request) -> Language:
        """The language asked for by `?lang=`, else the browser's."""
        asked = request.query_params.get("lang")
        return asked if is_language(asked) else language_of_request(request)

    def response(self, request: Request, template: str, language: Language, **more: Any) -> Response:
        """A page of the chat's, from a template that may use `more` than all of them know."""
        other = next(code for code in LANGUAGES if code != language)
        context = {
            "language": language,
            "other": other,
            "words": self.wording[language],
            "other_words": self.wording[other],
            "company": self.company,
            "contact": self.no_answer.contact(language),
            "boot": self._boot(language, framed=template == FRAMED),
        }
        response = self.templates.TemplateResponse(request, template, context | more)
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language"
        return response

    def _boot(self, language: Language, *, framed: bool) -> dict[str, Any]:
        # Both languages: the page's own parts speak the page's, what goes with an answer speaks the answer's.
        parts = {"page", "kinds", "resources", "handoff", "queue", "quick"}
        words = {code: wording.model_dump(include=parts) for code, wording in self.wording.items()}
        return {"language": language, "words": words, "maxText": self.settings.max_text, "framed": framed}
