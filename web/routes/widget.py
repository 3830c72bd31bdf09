"""The chat in other sites: `/widget.js` puts it there, `/frame` is shown in it, `/demo` is a shop that has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.language import LANGUAGES, Language
from web.routes.page import FRAMED, PageRoute
from web.yaml_files import read_yaml

SCRIPT = Path(__file__).parents[1] / "static" / "widget.js"
DEMO_WORDS = Path(__file__).parents[1] / "wording" / "demo.yml"

_WORDS = '"__WORDS__"'
# Sites keep the script for five minutes, and afterwards ask only whether it is still the same.
_CACHE: Final = "public, max-age=300"
_SHOWN = ("launcher", "close", "unread", "unreachable")


@dataclass(frozen=True)
class WidgetRoute:
    """Serves the script with its words in it, and the two pages; `demo` has the words of the demo shop."""

    page: PageRoute
    demo: Mapping[Language, dict[str, Any]]

    @classmethod
    def read(cls, page: PageRoute) -> WidgetRoute:
        """Take the demo shop's words from this package."""
        return cls(page, read_yaml(DEMO_WORDS))

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter(include_in_schema=False)
        for path, endpoint in (("/widget.js", self.script), ("/frame", self.frame), ("/demo", self.shop)):
            router.add_api_route(path, endpoint, methods=["GET", "HEAD"], response_model=None)
        return router

    async def script(self, request: Request) -> Response:
        """The widget's script; 304 where the browser has it."""
        body, tag = self._script
        headers = {"Cache-Control": _CACHE, "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type="text/javascript")

    async def frame(self, request: Request) -> Response:
        """The chat as it is shown inside another page."""
        return self.page.response(request, FRAMED, self.page.language(request))

    async def shop(self, request: Request) -> Response:
        """A product page of the sample company with the widget on it."""
        language = self.page.language(request)
        return self.page.response(request, "demo.html", language, shop=self.demo[language])

    @cached_property
    def _script(self) -> tuple[bytes, str]:
        words = {language: self._words(language) for language in LANGUAGES}
        body = SCRIPT.read_text(encoding="utf-8").replace(_WORDS, json.dumps(words, ensure_ascii=False), 1).encode()
        return body, f'"{sha256(body).hexdigest()[:16]}"'

    def _words(self, language: Language) -> dict[str, str]:
        words = self.page.wording[language].page
        title = words["title"].format(company=self.page.company.name)
        return {name: words[name] for name in _SHOWN} | {"title": title}
