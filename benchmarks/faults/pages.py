"""Customers in a real browser whose network is cut around the sending of a message."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
from dataclasses import dataclass, field

import click
from playwright.async_api import Browser, Page, Request, async_playwright
from playwright.async_api import TimeoutError as PageTimeoutError

from benchmarks.faults.customer import ANSWERS_S, PATIENT
from benchmarks.faults.meter import Meter
from benchmarks.faults.verdict import Conversation, Sent

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
AT_ONCE = 2
AWAY_S = (0.3, 5.0)
SOON_S = 0.6
_TOKEN = "() => JSON.parse(localStorage['chiaro.conversation']).token"


@dataclass
class Pages:
    """Plays each of `talks` (its messages) in a page of its own at `address`, with one cut in each."""

    address: str
    meter: Meter
    chance: random.Random
    talks: list[list[str]]
    cuts: int = 0
    conversations: list[Conversation] = field(default_factory=list)

    async def run(self) -> None:
        """Play them all, a few at a time. Raises ClickException without a browser."""
        turns = asyncio.Semaphore(AT_ONCE)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
            await asyncio.gather(*(self._talk(browser, turns, texts) for texts in self.talks))
            await browser.close()

    async def _talk(self, browser: Browser, turns: asyncio.Semaphore, texts: list[str]) -> None:
        async with turns:
            context = await browser.new_context(locale="it-IT", reduced_motion="reduce")
            page = await context.new_page()
            conversation = Conversation("")
            page.on("request", lambda request: _note(conversation, request))
            await page.goto(self.address + "/")
            await page.locator("#log:not([aria-busy])").wait_for(state="attached")
            await self._write_all(page, texts)
            await _take_down(page, conversation, texts)
            self.conversations.append(conversation)
            await context.close()

    async def _write_all(self, page: Page, texts: list[str]) -> None:
        unlucky = self.chance.randrange(len(texts))
        for number, text in enumerate(texts):
            if number == unlucky:
                await self._write_with_a_cut(page, text)
            else:
                await _write(page, text)
            self.meter.accept()
            if self.chance.random() < PATIENT:
                await _replies(page, number + 1)
        await _replies(page, len(texts))

    async def _write_with_a_cut(self, page: Page, text: str) -> None:
        early = self.chance.random() < 0.3
        if not early:
            await _write(page, text)
            await asyncio.sleep(self.chance.uniform(0, SOON_S))
        await page.context.set_offline(True)
        if early:
            await _write(page, text)
        await asyncio.sleep(self.chance.uniform(*AWAY_S))
        await page.context.set_offline(False)
        self.cuts += 1


async def _write(page: Page, text: str) -> None:
    box = page.get_by_role("textbox")
    await box.fill(text)
    await box.press("Enter")


async def _replies(page: Page, number: int) -> None:
    try:
        await page.locator(".reply").nth(number - 1).wait_for(state="attached", timeout=ANSWERS_S * 1000)
    except PageTimeoutError:
        return  # counted later, like everything else


def _note(conversation: Conversation, request: Request) -> None:
    if not request.url.endswith("/api/messages"):
        return
    body: dict[str, str] = request.post_data_json or {}
    for sent in conversation.sent:
        if sent.id == body["id"]:
            sent.tries += 1
            return
    conversation.sent.append(Sent(body["id"], body["text"], tries=1))


async def _take_down(page: Page, conversation: Conversation, texts: list[str]) -> None:
    """What the page shows in the end, and under which token its conversation can be read."""
    conversation.token = await page.evaluate(_TOKEN)
    stages = "mine => mine.map(one => [one.dataset.id, one.dataset.stage ?? ''])"
    shown = dict(await page.locator(".mine").evaluate_all(stages))
    for sent in conversation.sent:
        sent.event = 0 if shown.get(sent.id) else None
    bubbles = await page.locator(".mine .bubble").evaluate_all("all => all.map(one => one.lastChild.textContent)")
    if bubbles != texts or [sent.text for sent in conversation.sent] != texts:
        conversation.wrong.append(f"the page shows {bubbles} of {texts}")
    order = "all => all.map(one => one.classList.contains('mine') ? 'm' : 'r').join('')"
    turns = await page.locator(".mine, .reply").evaluate_all(order)
    if turns.count("r") != len(texts):
        conversation.wrong.append(f"the page shows {turns}")


def _chromium() -> str:
    path = os.environ.get("CHIARO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise click.ClickException("no Chromium on this machine (CHIARO_CHROMIUM=/path/to/it)")
    return path
