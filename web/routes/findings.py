"""`GET /findings`: what customers say about the rules. `GET /findings.json`: the same for programs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from babel.numbers import format_decimal
from fastapi import APIRouter, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse, Response
from fastapi.templating import Jinja2Templates

from policy_kb.answer.wording import say_date
from policy_kb.findings.model import Findings, PolicyFindings
from web.company import Company
from web.findings import FAILURE_KEPT_SECONDS, FindingsUnavailable, LatestFindings
from web.language import LANGUAGES, Language, is_language
from web.problems import MEDIA_TYPE, language_of_request
from web.wording import Wording

UNAVAILABLE = 503
_RETRY = {"Retry-After": str(int(FAILURE_KEPT_SECONDS) * 2)}


@dataclass(frozen=True)
class FindingsRoute:
    """Shows the findings in the language asked for by `?lang=`, else by the browser."""

    templates: Jinja2Templates
    wording: dict[Language, Wording]
    company: Company
    findings: LatestFindings

    def router(self) -> APIRouter:
        """The two routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route("/findings", self.page, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route("/findings.json", self.document, methods=["GET", "HEAD"], response_model=None)
        return router

    async def page(self, request: Request) -> Response:
        """The public page; 503 with a page that says so while the numbers cannot be read."""
        language = _language(request)
        try:
            seen = _seen(await self.findings.get(), language)
        except FindingsUnavailable:
            return self._rendered(request, language, {"found": None}, UNAVAILABLE, _RETRY)
        return self._rendered(request, language, seen, 200, {})

    async def document(self, request: Request) -> Response:
        """The findings as JSON, in both languages; null is a number that may not be shown."""
        try:
            return JSONResponse(jsonable_encoder(await self.findings.get()))
        except FindingsUnavailable:
            return self._problem(_language(request))

    def _rendered(
        self, request: Request, language: Language, seen: dict[str, Any], status: int, headers: dict[str, str]
    ) -> Response:
        other = next(code for code in LANGUAGES if code != language)
        context = seen | {
            "language": language,
            "other": other,
            "words": self.wording[language].findings,
            "tagline": self.wording[language].page["tagline"],
            "new_tab": self.wording[language].page["new_tab"],
            "other_words": self.wording[other],
            "company": self.company,
            "day": partial(say_date, language),
            "number": partial(_number, language),
        }
        about = {"Content-Language": language, "Vary": "Accept-Language"}
        return self.templates.TemplateResponse(request, "findings.html", context, status, headers | about)

    def _problem(self, language: Language) -> Response:
        words = self.wording[language].findings
        document = {
            "type": "urn:chiaro:problem:findings_unavailable",
            "title": words["unavailable_title"],
            "status": UNAVAILABLE,
            "detail": words["unavailable"],
            "code": "findings_unavailable",
            "mend": words["unavailable_mend"],
        }
        return JSONResponse(document, UNAVAILABLE, _RETRY | {"Content-Language": language}, media_type=MEDIA_TYPE)


def _language(request: Request) -> Language:
    asked = request.query_params.get("lang")
    return asked if is_language(asked) else language_of_request(request)


def _seen(found: Findings, language: Language) -> dict[str, Any]:
    """The findings in the order in which a reader looks for them."""
    policies = sorted(found.policies, key=lambda policy: _title(policy, language))
    rated = [(policy, policy.ease) for policy in policies if policy.ease]
    return {
        "found": found,
        "told": [policy for policy in policies if policy.are_told],
        "fewer": [policy for policy in policies if not policy.are_told],
        "rated": [policy for policy, _ in sorted(rated, key=lambda item: item[1].mean)],
    }


def _title(policy: PolicyFindings, language: Language) -> tuple[bool, str]:
    # What is about no single policy comes last.
    return (policy.title is None, policy.title.in_language(language).casefold() if policy.title else "")


def _number(language: Language, value: float) -> str:
    return str(format_decimal(value, format="#,##0.0" if isinstance(value, float) else "#,##0", locale=language))
