"""What the tests of decisions do in a browser without scripts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.review.office import REVIEW, Office

BLUE = ("dove trovo la chiavetta blu", "dove si trova la chiavetta blu?", "Dove trovo la chiavetta blu")
A, B, C = ("a" * 32, "b" * 32, "c" * 32)
QUESTIONS = "data/nlu/it/questions.yml"


def fields(page: httpx.Response) -> list[tuple[str, str]]:
    """The fields of the page's form as a browser without scripts would send them, without the buttons."""
    form = page.text.split("<main", 1)[1]
    found = re.findall(r'<input type="(?:hidden|checkbox)" name="([^"]+)" value="([^"]*)"', form)
    found += [
        ("lines", unescape(text))
        for text in re.findall(r'<textarea[^>]*name="lines"[^>]*>\n?(.*?)</textarea>', form, re.S)
    ]
    return [(name, unescape(value)) for name, value in found if name not in ("csrf", "all")]


def send(desk: Desk, path: str, sent: list[tuple[str, str]], **more: str) -> httpx.Response:
    data: dict[str, Any] = {"csrf": desk.csrf}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    return desk.client.post(path, data=data | more)


def ask_thrice(office: Office) -> str:
    """Three questions that are like each other; their group's address."""
    for text, conversation in zip(BLUE, (A, B, C), strict=True):
        office.ask(text, conversation)
    office.collect()
    return f"{REVIEW}/groups/{office.group_of(BLUE[0])}"


def correct(desk: Desk, group: str, **right: str) -> httpx.Response:
    """All that is open of a group, corrected in three steps."""
    chosen = send(desk, group + "/decide", fields(desk.get(group)), act="correct")
    assert chosen.status_code == 303, chosen.text
    begun = desk.get(chosen.headers["location"])
    given = dict(fields(begun)) | {"language": "it"}
    items = [(name, value) for name, value in fields(begun) if name == "item"]
    given.pop("item", None)
    shown = send(desk, group + "/correct", items, **(given | right | {"step": "show"}))
    if shown.status_code != 200:
        return shown
    return send(desk, group + "/correct", fields(shown), step="write")
