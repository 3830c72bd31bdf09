"""What somebody might write to have it read as something else than text, and a watch over what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request

HOSTILE = (
    '<img src="https://evil.example/p.png" onerror="document.title=\'hacked\'">',
    "<svg onload=alert(1)><image href='https://evil.example/s.svg'/></svg>",
    "<script src=https://evil.example/x.js></script>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<style>@import url(https://evil.example/c.css)</style>",
    "<a href='javascript:alert(1)'>refund</a>",
    "![receipt](https://evil.example/m.png)",
    "![receipt](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)",
    "[refund](javascript:alert(1))",
    "<https://evil.example/refund>",
    "javascript:alert(document.cookie)",
    "data:text/html,<script>alert(1)</script>",
    "&lt;img src=x onerror=alert(1)&gt; {{7*7}} ${7*7} {count}",
)
# What the chat never makes of what somebody wrote. An address of the web may become a link, for the reader to follow.
MADE = (
    "img, iframe, script, style, object, embed, form, svg image, [onload], [onerror], [onclick], "
    "a:not([href^='https:'], [href^='tel:']), a[href^='https:']:not([rel='noopener noreferrer'])"
)
ADDRESSES = (
    "javascript:alert(1)",
    " javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/x",
    "/api/transcript",
    "blob:https://evil.example/x",
)


@contextmanager
def watched(page: Page, *own: str) -> Iterator[list[str]]:
    """Fails where a page asks any address that does not begin with one of `own`, opens a dialogue, or is renamed."""
    seen: list[str] = []

    def ask(request: Request) -> None:
        if not request.url.startswith((*own, "blob:" + own[0])):
            seen.append(request.url)

    page.context.on("request", ask)
    page.on("dialog", lambda dialogue: (seen.append(dialogue.message), dialogue.dismiss()))
    yield seen
    page.wait_for_timeout(200)  # a picture that was made is asked for a moment later
    page.context.remove_listener("request", ask)
    assert seen == []
    assert "hacked" not in page.title()
