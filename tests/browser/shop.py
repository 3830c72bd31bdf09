"""A shop of another origin that embeds the chat, and what tests do in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import FrameLocator, Page

# What a shop writes: the calls before the script, and the script.
PAGE = """<!doctype html><html lang="it"><meta charset="utf-8"><title>Negozio</title><body><h1>Negozio</h1><main>
<p>Il nostro negozio.</p></main><script>window.heard = []; window.chiaro = [{calls}];</script>
<script src="{web}/widget.js" data-language="it" {settings} async></script></body></html>"""


def shop_page(web: str, calls: str = "", settings: str = "") -> str:
    return PAGE.format(web=web, calls=calls, settings=settings)


class Shops:
    """Two sites that are not ours, with a page each for a test to write."""

    def __init__(self, port: int) -> None:
        # Names under localhost are this machine, and each is a site of its own.
        self.shop = f"http://shop.localhost:{port}"
        self.host = "shop.localhost"
        self.stranger = f"http://stranger.localhost:{port}"
        self.pages: dict[str, str] = {}

    def show(self, page: Page, html: str) -> None:
        """Makes `html` the shop's page and opens it."""
        self.pages[self.shop] = html
        page.goto(self.shop)


@contextmanager
def open_shops() -> Iterator[Shops]:
    """Serves both until the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = shops.pages.get(f"http://{self.headers['host']}", "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        shops = Shops(server.server_port)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield shops
        server.shutdown()


def chat_of(page: Page) -> FrameLocator:
    return page.frame_locator("chiaro-chat iframe")


def open_chat(page: Page) -> FrameLocator:
    """Opens the chat with the button; ready to be written in."""
    page.locator("chiaro-chat button").click()
    chat = chat_of(page)
    chat.locator("#log:not([aria-busy])").wait_for(state="attached")
    return chat


def ask(chat: FrameLocator | Page, text: str) -> None:
    chat.get_by_role("textbox").fill(text)
    chat.get_by_role("textbox").press("Enter")


def listen(page: Page) -> None:
    """Lets the shop write down what the chat tells it, into `window.heard`."""
    page.evaluate(
        """() => { for (const name of ["open", "close", "message", "handoff", "error"])
             chiaro.on(name, (detail) => heard.push([name, detail])); }"""
    )
