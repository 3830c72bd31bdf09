"""What addresses and forms of the review ask for; what is wrong in an address is as if it were not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import QueryParams

from web.accounts.errors import StaffRefusalError
from web.accounts.forms import Form
from web.errors import RefusalCode
from web.language import is_language
from web.numbers import is_number
from web.workbench.page import address_of
from web.workbench.review.correcting import Correction, Mark
from web.workbench.review.records import KINDS, STATES, Asked, Chosen, Place

AT = address_of("review")
GROUP = AT + "/groups/{group_id}"
DRAFTS = AT + "/drafts"
LONGEST_LINES = 12_000
LONGEST_MARK = 200
MOST_MARKS = 4
_LONGEST_ID = 9
_ITEM = re.compile(r"(\d{1,9})\.(\d{1,9})", re.ASCII)
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})-(\d{1,9})", re.ASCII)
_SLUG = re.compile(r"[a-z0-9_-]{1,80}", re.ASCII)


def number(text: str) -> int:
    """The id in an address. Raises StaffRefusalError where it is none."""
    if not is_number(text, _LONGEST_ID):
        raise StaffRefusalError(RefusalCode.NOT_FOUND)
    return int(text)


def optional_number(text: str) -> int | None:
    """A number in an address; None where there is none."""
    return int(text) if is_number(text, _LONGEST_ID) else None


def asked_in(query: QueryParams) -> Asked:
    """Which groups are asked for."""
    language, policy = query.get("language", ""), query.get("policy", "")
    return Asked(
        state=next((state for state in STATES if state == query.get("state")), "open"),
        kind=next((kind for kind in KINDS if kind == query.get("kind")), ""),
        language=language if is_language(language) else "",
        policy_id=policy if _SLUG.fullmatch(policy) else "",
    )


def place_in(query: QueryParams) -> Place | None:
    """After which place the list goes on."""
    found = _PLACE.fullmatch(query.get("after", ""))
    return None if found is None else Place(*(int(part) for part in found.groups()))


def address(asked: Asked, after: Place | None = None) -> str:
    """The list as asked for."""
    named = {"state": asked.state, "kind": asked.kind, "language": asked.language, "policy": asked.policy_id}
    parts = {name: value for name, value in named.items() if value and value != "open"}
    parts |= {"after": str(after)} if after else {}
    return f"{AT}?{urlencode(parts)}" if parts else AT


def group_at(group_id: int, **parts: object) -> str:
    """A group's page."""
    named = {name: str(value) for name, value in parts.items() if value not in (None, "")}
    return GROUP.format(group_id=group_id) + (f"?{urlencode(named)}" if named else "")


def chosen_in(group_id: int, given: Form | Request) -> Chosen:
    """The items that a form, or the address of the page of corrections, names.

    Raises:
        StaffRefusalError: it names none.
    """
    every, one = _readers(given)
    items = [found for value in every("item") if (found := _ITEM.fullmatch(value))]
    if one("all") == "yes":
        seen, count = optional_number(one("seen")), optional_number(one("count"))
        if seen is not None and count:
            return Chosen(group_id, (), seen, count)
    if not items:
        raise StaffRefusalError(RefusalCode.WRONG_TYPE, field="item", wanted="1")
    return Chosen(group_id, tuple(dict.fromkeys((int(found[1]), int(found[2])) for found in items)))


def correct_at(chosen: Chosen) -> str:
    """The page on which the chosen ones are corrected."""
    return f"{GROUP.format(group_id=chosen.group_id)}/correct?{urlencode(fields_of(chosen))}"


def fields_of(chosen: Chosen) -> list[tuple[str, str]]:
    """What was chosen, as fields of a form."""
    if chosen.is_all:
        return [("all", "yes"), ("seen", str(chosen.seen)), ("count", str(chosen.count))]
    return [("item", f"{item_id}.{version}") for item_id, version in chosen.items]


def correction_in(form: Form) -> Correction:
    """What the form says is right. Raises StaffRefusalError where a field cannot be read."""
    language = form.raw("language")
    if not is_language(language):
        raise StaffRefusalError(RefusalCode.UNKNOWN_LANGUAGE)
    lines = [line for line in (" ".join(part.split()) for part in _lines(form)) if line]
    marks = zip(form.every("words")[:MOST_MARKS], form.every("entity")[:MOST_MARKS], strict=False)
    return Correction(
        lines=tuple(dict.fromkeys(lines)),
        language=language,
        intent=_named(form, "intent"),
        policy_id=_named(form, "policy"),
        level=_named(form, "level"),
        marks=tuple(_mark(words, entity) for words, entity in marks if words.strip()),
    )


def _mark(words: str, entity: str) -> Mark:
    return Mark(" ".join(words.split()), entity if _SLUG.fullmatch(entity) else "")


def _lines(form: Form) -> list[str]:
    text = form.text("lines", LONGEST_LINES)
    if any(len(words) > LONGEST_MARK for words in form.every("words")):
        raise StaffRefusalError(RefusalCode.TOO_LONG, limit=LONGEST_MARK, length=LONGEST_MARK + 1)
    return text.splitlines()


def _named(form: Form, name: str) -> str:
    value = form.raw(name)
    if value and not _SLUG.fullmatch(value):
        raise StaffRefusalError(RefusalCode.WRONG_TYPE, field=name, wanted="ask_policy")
    return value


def _readers(given: Form | Request) -> tuple[Callable[[str], list[str]], Callable[[str], str]]:
    """How all values of a field are read, and how one is."""
    if isinstance(given, Form):
        return given.every, given.raw
    query = given.query_params
    return query.getlist, lambda name: query.get(name, "")
