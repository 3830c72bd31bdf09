"""Resources as an answer shows them: never one past its date, dates still to come only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from policy_kb.answer.opening import DAYS, opening, opening_in_words
from policy_kb.answer.wording import entry, say, say_moment
from policy_kb.bilingual import Language
from policy_kb.tables.resource import ResourceColumns

# A longer list of dates is not read; the address has them all.
MOST_DATES = 3


def is_valid(resource: ResourceColumns, now: datetime) -> bool:
    """Whether the resource may still be shown at `now`; one whose dates are all over may not."""
    if resource.valid_until is not None and resource.valid_until < now.date():
        return False
    return not resource.dates or bool(coming_dates(resource, now))


def resource_keys(resource: ResourceColumns, language: Language, now: datetime) -> dict[str, Any]:
    """The contract's keys of a resource; where it has them, `hours`, whether it is `open` `now`, and `dates`."""
    keys: dict[str, Any] = {"kind": resource.kind, "title": resource.title.in_language(language)}
    url = resource.url_it if language == "it" else resource.url_en
    if url:
        keys["url"] = url
    if resource.number:
        keys["number"] = resource.number
    if resource.hours:
        keys["hours"] = hours_in_words(resource.hours, language)
        state = opening(resource.hours, now)
        if state is not None:
            keys |= {"open": state.is_open, "now": opening_in_words(state, now, language)}
    if resource.dates:
        keys["dates"] = [say_moment(language, moment) for moment in coming_dates(resource, now)[:MOST_DATES]]
    return keys


def resource_in_words(keys: dict[str, Any], language: Language) -> str:
    """One line of text for a resource that `resource_keys` made."""
    if keys["kind"] == "phone":
        form = "resources.phone_hours" if "now" in keys else "resources.phone"
        return say(language, form, **keys)
    if keys.get("dates"):
        return say(language, "resources.dates", **{**keys, "dates": "; ".join(keys["dates"])})
    return say(language, "resources.link", **keys)


def hours_in_words(hours: dict[str, str], language: Language) -> str:
    """Opening hours with equal days in a row joined: lun-ven 09:00-13:00."""
    names = entry(language, "week_days")
    spans: list[list[str]] = []
    for day in (day for day in DAYS if day in hours):
        follows = spans and spans[-1][2] == hours[day] and DAYS.index(day) == DAYS.index(spans[-1][1]) + 1
        if follows:
            spans[-1][1] = day
        else:
            spans.append([day, day, hours[day]])
    return ", ".join(
        f"{names[first]} {span}" if first == last else f"{names[first]}-{names[last]} {span}"
        for first, last, span in spans
    )


def coming_dates(resource: ResourceColumns, now: datetime) -> list[datetime]:
    """The resource's dates that are not over, soonest first as they stand."""
    moments = (datetime.strptime(moment, "%Y-%m-%d %H:%M") for moment in resource.dates)
    return [moment for moment in moments if moment >= now.replace(tzinfo=None)]
