"""Whether a line is open at a moment, and when that changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from policy_kb.answer.wording import entry, say, say_date
from policy_kb.bilingual import Language

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Opening:
    """Open until `changes`, or closed until then; both in the company's time."""

    is_open: bool
    changes: datetime


def opening(hours: Mapping[str, str], now: datetime) -> Opening | None:
    """The state at `now` for hours like {"mon": "09:00-13:00"}; None where they name no day.

    Public holidays are not known.
    """
    for later in range(8):
        day = (now + timedelta(days=later)).date()
        span = hours.get(DAYS[day.weekday()])
        if span is None:
            continue
        opens, closes = (datetime.combine(day, time.fromisoformat(part), now.tzinfo) for part in span.split("-"))
        if now < opens:
            return Opening(False, opens)
        if now < closes:
            return Opening(True, closes)
    return None


def opening_in_words(state: Opening, now: datetime, language: Language) -> str:
    """Such as "open now, until 13:00" or "closed now, opens tomorrow at 09:00"."""
    at = f"{state.changes:%H:%M}"
    if state.is_open:
        return say(language, "opening.open", time=at)
    days = (state.changes.date() - now.date()).days
    if days <= 1:
        return say(language, "opening.tomorrow" if days else "opening.today", time=at)
    week_day = entry(language, "opening.week_days")[DAYS[state.changes.weekday()]]
    return say(language, "opening.closed", day=f"{week_day} {say_date(language, state.changes.date())}", time=at)
