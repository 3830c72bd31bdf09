"""Writes something invented wherever a conversation tells of a person; the same find is replaced alike everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from workbench.stories.recording import samples
from workbench.stories.recording.personal import Find, Kind, find_personal, personal_words

# The first digits of a number, for which a series of samples is made.
_AREA = 3


@dataclass(frozen=True)
class Replaced:
    """What was written in the place of something personal in a turn; what stood there is told nowhere."""

    turn: int
    kind: str
    text: str


class Replacements:
    """The replacements of one conversation.

    `names` are those known of the customer, `orders` those to take first for orders. `kept` are numbers and names that
    tell of nobody, and `own` is what whoever records wants replaced, by what.
    """

    def __init__(
        self,
        names: Iterable[str] = (),
        orders: Iterable[str] = (),
        kept: Iterable[str] = (),
        own: Mapping[str, str] | None = None,
    ) -> None:
        """Nothing is replaced yet."""
        self._kept = {one.casefold() for one in kept}
        self._own = dict(own or {})
        self._words = personal_words()["samples"]
        self._by_text: dict[tuple[str, str], str] = {}
        self._used = {word.casefold() for put in self._own.values() for word in put.split()}
        self._fresh: dict[str, Iterator[str]] = {}
        self._orders = iter(list(orders))
        self._known = [word for name in names for word in name.split()]
        self.done: list[Replaced] = []

    def learn(self, text: str) -> None:
        """Remember the names in a text, so that they are found in all others too."""
        for find in find_personal(text):
            if find.kind in ("name", "given"):
                self._known.append(text[find.start : find.end])

    def in_text(self, text: str, turn: int) -> str:
        """The text with everything personal replaced; it is noted for `turn`."""
        for wanted, put in self._own.items():
            parted = re.split(rf"(?<!\w){re.escape(wanted)}(?!\w)", text, flags=re.IGNORECASE)
            text = put.join(parted)
            self._note(turn, "own", put, len(parted) - 1)
        parts, end = [], 0
        for find in find_personal(text, self._known):
            new = self._put(find, text[find.start : find.end])
            parts += [text[end : find.start], new]
            end = find.end
            self._note(turn, find.kind, new, int(new != text[find.start : find.end]))
        return "".join([*parts, text[end:]])

    def in_value(self, value: Any, turn: int) -> Any:
        """A slot's value with everything personal in its texts replaced."""
        if isinstance(value, str):
            return self.in_text(value, turn)
        if isinstance(value, Mapping):
            return {key: self.in_value(one, turn) for key, one in value.items()}
        return [self.in_value(one, turn) for one in value] if isinstance(value, list) else value

    def _note(self, turn: int, kind: str, text: str, count: int) -> None:
        note = Replaced(turn, kind, text)
        if count and note not in self.done:
            self.done.append(note)

    def _put(self, find: Find, written: str) -> str:
        if written.casefold() in self._kept:
            return written
        if find.kind in ("name", "given") and written.casefold() in self._used:
            return written  # put there by hand, or by this class
        key = (_group(find.kind), _folded(written))
        if key not in self._by_text:
            self._by_text[key] = self._new(find.kind, written)
            self._used.add(self._by_text[key].casefold())
        return _shaped(self._by_text[key], written, find.kind)

    def _new(self, kind: Kind, written: str) -> str:
        digits = re.sub(r"\D", "", written)
        order = next(self._orders, None) if kind == "reference" else None
        if order is not None:
            return order
        makers: dict[str, Callable[[], Iterator[str]]] = {
            "iban": samples.ibans,
            "fiscal code": samples.fiscal_codes,
            "vat": samples.vat_numbers,
            "card": lambda: samples.cards(len(digits)),
            "phone": lambda: samples.phones(digits),
            "reference": lambda: samples.references(digits),
        }
        make = makers.get(kind, lambda: self._worded(kind, written))
        made = self._fresh.setdefault(f"{kind} {len(digits)} {digits[:_AREA]}", make())
        return next(new for new in made if _folded(new) not in (_folded(written), digits))

    def _worded(self, kind: Kind, written: str) -> Iterator[str]:
        """Samples that the file of words has."""
        if kind in ("given", "name"):
            while True:
                yield from self._words["given" if kind == "given" else "surname"]
        sample = {"address": "street_behind" if written[0].isdigit() else "street_before"}.get(kind, kind)
        for number in count(1):
            yield self._words[sample].format(number=number)


def _group(kind: Kind) -> str:
    return "name" if kind == "given" else kind


def _folded(text: str) -> str:
    return re.sub(r"[^\w]", "", text).casefold()


def _shaped(new: str, written: str, kind: Kind) -> str:
    """The replacement in the form of what it replaces: its gaps, its case, its letters before the number."""
    if kind in ("card", "phone", "vat", "iban", "fiscal code"):
        return _with_gaps(new, written)
    if kind == "reference" and new.isdigit():
        digits = iter(new)
        return "".join(next(digits) if sign.isdigit() else sign for sign in written)
    if kind in ("name", "given"):
        return new.upper() if written.isupper() and len(written) > 1 else new.lower() if written.islower() else new
    return new


def _with_gaps(new: str, written: str) -> str:
    """The signs of `new` with the gaps of `written` between them, as far as those go."""
    signs = iter(new)
    shaped = [next(signs, "") if sign.isalnum() else sign for sign in written]
    rest = "".join(signs)
    return "".join(shaped).rstrip() + rest
