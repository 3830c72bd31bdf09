"""Resources as an answer shows them: valid ones only, in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from policy_kb.answer.resources import hours_in_words, is_valid, resource_in_words, resource_keys
from policy_kb.bilingual import Bilingual
from policy_kb.tables import RevisionResource

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=ZoneInfo("Europe/Rome"))


def _resource(**columns: Any) -> RevisionResource:
    base = {
        "kind": "link",
        "title": Bilingual("Pagina", "Page"),
        "url_it": "https://shop.example/pagina",
        "url_en": "https://shop.example/en/page",
        "dates": [],
    }
    return RevisionResource(**base | columns)


def _line(**columns: Any) -> RevisionResource:
    return _resource(kind="phone", url_it=None, url_en=None, number="800 555 018", **columns)


@pytest.mark.parametrize(
    ("last_day", "shown"),
    [(None, True), (date(2026, 11, 23), True), (date(2026, 11, 22), True), (date(2026, 11, 21), False)],
)
def test_a_link_is_shown_up_to_and_including_its_last_day(last_day: date | None, shown: bool) -> None:
    assert is_valid(_resource(valid_until=last_day), NOW) is shown


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        (["2026-11-22 12:00"], True),
        (["2026-11-22 11:59"], False),
        (["2020-01-01 10:00", "2026-12-10 15:00"], True),
        (["2020-01-01 10:00", "2026-11-21 15:00"], False),
    ],
)
def test_a_training_is_shown_while_a_date_is_still_to_come(dates: list[str], shown: bool) -> None:
    assert is_valid(_resource(kind="training", dates=dates), NOW) is shown


def test_an_expired_training_is_not_shown_although_a_date_is_still_to_come() -> None:
    training = _resource(kind="training", dates=["2026-12-10 15:00"], valid_until=date(2026, 11, 1))
    assert not is_valid(training, NOW)


def test_only_coming_dates_are_named_and_no_more_than_three() -> None:
    dates = ["2026-01-08 15:00", "2026-12-01 09:30", "2026-12-10 15:00", "2027-01-21 15:00", "2027-02-18 15:00"]
    keys = resource_keys(_resource(kind="seminar", dates=dates), "it", NOW)
    assert keys["dates"] == ["1° dicembre 2026, 09:30", "10 dicembre 2026, 15:00", "21 gennaio 2027, 15:00"]


def test_dates_in_english_are_in_words_too() -> None:
    keys = resource_keys(_resource(kind="training", dates=["2026-12-10 15:00"]), "en", NOW)
    assert keys["dates"] == ["10 December 2026, 15:00"]
    assert "10 December 2026, 15:00" in resource_in_words(keys, "en")


def test_a_link_has_the_keys_of_the_contract_in_the_customers_language() -> None:
    assert resource_keys(_resource(), "en", NOW) == {
        "kind": "link",
        "title": "Page",
        "url": "https://shop.example/en/page",
    }


def test_a_telephone_line_has_a_number_and_its_hours_instead_of_an_address() -> None:
    keys = resource_keys(_line(hours={"mon": "09:00-13:00", "tue": "09:00-13:00"}), "it", NOW)
    now = "chiuso adesso, apre domani alle 09:00"
    hours = {"hours": "lun-mar 09:00-13:00", "open": False, "now": now}
    assert keys == {"kind": "phone", "title": "Pagina", "number": "800 555 018", **hours}
    assert resource_in_words(keys, "it") == f"Pagina: 800 555 018 (lun-mar 09:00-13:00; {now})"


def test_a_telephone_line_without_hours_is_a_line_all_the_same() -> None:
    assert resource_in_words(resource_keys(_line(), "en", NOW), "en") == "Page: 800 555 018"


WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-13:00")


@pytest.mark.parametrize(
    ("hours", "italian", "english"),
    [
        (WEEK, "lun-ven 09:00-13:00", "Mon-Fri 09:00-13:00"),
        (WEEK | {"sat": "09:00-12:00"}, "lun-ven 09:00-13:00, sab 09:00-12:00", "Mon-Fri 09:00-13:00, Sat 09:00-12:00"),
        ({"mon": "09:00-13:00", "wed": "09:00-13:00"}, "lun 09:00-13:00, mer 09:00-13:00",
         "Mon 09:00-13:00, Wed 09:00-13:00"),
        ({"sun": "10:00-12:00", "mon": "10:00-12:00"}, "lun 10:00-12:00, dom 10:00-12:00",
         "Mon 10:00-12:00, Sun 10:00-12:00"),
        ({"sat": "08:00-20:00"}, "sab 08:00-20:00", "Sat 08:00-20:00"),
        ({}, "", ""),
    ],
)  # fmt: skip
def test_equal_days_in_a_row_are_joined(hours: dict[str, str], italian: str, english: str) -> None:
    assert (hours_in_words(hours, "it"), hours_in_words(hours, "en")) == (italian, english)


def test_braces_in_a_title_are_plain_letters() -> None:
    keys = resource_keys(_resource(title=Bilingual("{url} {0}", "{url} {0}")), "it", NOW)
    assert resource_in_words(keys, "it") == "{url} {0}: https://shop.example/pagina"
