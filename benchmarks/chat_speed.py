"""The widget in a browser: from the click on its button to a usable box, from sending to the reply shown, its size.

A headless Chromium opens the demo shop of the real processes, each round in a new window that has nothing in its cache.
Usable: the message box has the focus and takes text, and the chat's script has begun. Shown: the reply is in the frame
that is drawn next. Each round asks another example question of the round's language. The size is that of `widget.js`,
gzipped. Milliseconds, medians and 95th percentiles; the first round of each language warms up.

    python -m benchmarks.chat_speed [--rounds 20]
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click
import httpx
from playwright.sync_api import Browser, Frame, Page, sync_playwright
from rich.table import Table

from benchmarks.costs import ROOT
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.fixed_answer.servers import copy_database
from benchmarks.fixed_answer.turns import CONVERSATION
from benchmarks.load.figures import percentiles
from benchmarks.load.servers import newest_model, start_chat
from benchmarks.results import report

LANGUAGES = ("it", "en")
MEASURES = {"click to usable box": ("clicked", "usable"), "sent to reply shown": ("sent", "replied")}
WATCH = Path(__file__).with_suffix(".js")
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
PATIENCE_MS = 30_000
MOST_BYTES = 15 * 1024
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
Seen = dict[str, float]


@click.command()
@click.option("--rounds", default=20, show_default=True, type=click.IntRange(2, 200), help="Of each language.")
@click.option("--model", type=FILE, help="Our model; the newest in models/ unless given.")
@click.option("--database", type=FILE, default=ROOT / "var" / "chiaro.db", help="The knowledge base (SQLite).")
def main(rounds: int, model: Path | None, database: Path) -> None:
    """Start the processes and the browser, measure, report."""
    model = model or newest_model(ROOT / "models")
    if model is None:
        raise click.ClickException("there is no model in models/: run make train")
    with tempfile.TemporaryDirectory(prefix="chiaro-speed-") as name, ExitStack() as stack:
        folder = Path(name)
        copy_database(database, folder / "chiaro.db")
        server, _ = start_chat(stack, folder, model, folder / "chiaro.db")
        size = script_size(httpx.get(f"{server.address}/widget.js", trust_env=False).raise_for_status().content)
        found = _measure(stack.enter_context(_chromium()), server.address, rounds)
    _report({language: summed_up(seen[1:]) for language, seen in found.items()}, size, rounds)


def _measure(browser: Browser, address: str, rounds: int) -> dict[str, list[Seen]]:
    """Both languages in turn, and one round more, which warms up."""
    texts = {language: questions_in(example_questions(1), language) for language in LANGUAGES}
    found: dict[str, list[Seen]] = {language: [] for language in LANGUAGES}
    for number in range(rounds + 1):
        for language in LANGUAGES:
            with _fresh_page(browser, language) as page:
                found[language].append(_visit(page, f"{address}/demo?lang={language}", texts[language][number]))
    return found


def questions_in(texts: Sequence[str], language: str) -> list[str]:
    """The questions of one language, out of conversations that take turns, an Italian one first."""
    return [text for index, text in enumerate(texts) if LANGUAGES[index // CONVERSATION % 2] == language]


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = os.environ.get("CHIARO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise click.ClickException("no Chromium on this machine: install it, or name it in CHIARO_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def _fresh_page(browser: Browser, language: str) -> Iterator[Page]:
    context = browser.new_context(locale={"it": "it-IT", "en": "en-GB"}[language])
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(path=WATCH)
    yield context.new_page()
    context.close()


def _visit(page: Page, address: str, text: str) -> Seen:
    """Open the shop, click, ask, wait for the reply; the moments in milliseconds since 1970."""
    page.goto(address, wait_until="load")
    page.locator("chiaro-chat button").click()
    frame = _frame(page)
    frame.locator("html[data-usable]").wait_for(state="attached")
    page.keyboard.insert_text(text)
    page.keyboard.press("Enter")
    frame.locator("html[data-replied]").wait_for(state="attached")
    clicked: float = page.evaluate("seen.clicked")
    inside: Seen = frame.evaluate("seen")
    return {**inside, "clicked": clicked}


def _frame(page: Page) -> Frame:
    element = page.locator("chiaro-chat iframe").element_handle()
    frame = element.content_frame()
    assert frame is not None, "an iframe has a frame"
    return frame


def script_size(script: bytes) -> int:
    """Bytes of the script, gzipped as well as gzip can."""
    return len(gzip.compress(script, 9))


def summed_up(rounds: Sequence[Seen]) -> dict[str, dict[str, float]]:
    """Median and 95th percentile of each measure in milliseconds. Raises KeyError where a moment was not seen."""
    return {name: percentiles([seen[end] - seen[start] for seen in rounds]) for name, (start, end) in MEASURES.items()}


def _report(found: dict[str, dict[str, dict[str, float]]], size: int, rounds: int) -> None:
    table = Table("milliseconds", *(f"{language}, {part}" for language in found for part in ("median", "p95")))
    for name in MEASURES:
        values = [found[language][name][part] for language in found for part in ("median", "p95")]
        table.add_row(name, *(f"{value:.0f}" for value in values))
    table.caption = f"{rounds} rounds a language; widget.js gzipped: {size} bytes (bar {MOST_BYTES})"
    figures: dict[str, Any] = {"rounds": rounds, "cores": os.cpu_count(), "widget_gzipped_bytes": size, **found}
    report("chat_speed", table, figures)


if __name__ == "__main__":
    main()
