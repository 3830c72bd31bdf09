"""The page of numbers, the list and the file, as each role reads them."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from io import StringIO

import pytest
from markupsafe import escape
from sqlalchemy import select

from tests.unit.web.accounts.desk import NOW, Desk, acts, connected
from tests.unit.web.accounts.table import ADMINISTRATOR, POLICY_OWNER, REPRESENTATIVE, TRAINER
from tests.unit.web.console.played import HOSTILE
from tests.unit.web.console.telemetry.shown import DAY, Office
from web.accounts.records import Role
from web.accounts.tables import staff_audit
from web.console.tables import console_count

PATH = "/staff/suggestions"
FORMULA = '=HYPERLINK("https://evil.example";"paga")'


def file_of(desk: Desk, address: str = f"{PATH}/csv") -> list[dict[str, str]]:
    response = desk.get(address)
    assert response.status_code == 200
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


def hostile(office: Office, text: str) -> None:
    """A text in every column that holds one."""
    values: Mapping[str, str] = dict.fromkeys(
        ("key", "kind", "policy_id", "parts", "language", "level", "text", "reason", "right_policy_id"), text
    )
    for outcome in ("accepted", "edited", "dismissed", "wrong_policy", None):
        office.show(1, **(dict(values) | {"key": f"{text}{outcome}", "outcome": outcome, "distance": 1}))


def counters(office: Office) -> list[str]:
    with connected(office.url) as connection:
        return sorted(connection.execute(select(console_count.c.policy_id)).scalars())


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("role", [TRAINER, POLICY_OWNER, REPRESENTATIVE])
def test_without_any_suggestion_the_page_says_so(quick_office: Office, role: Role, language: str) -> None:
    desk, _ = quick_office.reader(role, language=language)
    page = desk.get(PATH)
    assert page.status_code == 200
    assert {"it": "non è stato mostrato nessun suggerimento", "en": "No suggestion was shown"}[language] in page.text
    assert {"it": "Nessun suggerimento così", "en": "No such suggestion"}[language] in desk.get(f"{PATH}/list").text
    assert file_of(desk) == []


def test_shares_stand_beside_the_numbers_that_they_are_of(office: Office) -> None:
    office.show(30, outcome="accepted")
    office.show(70)
    office.show(2, policy_id="sofa-trial", outcome="edited", distance=3)
    text = office.reader(TRAINER)[0].get(PATH).text
    assert "30% · 30 of 100" in text
    assert "100% · 2 of 2 (few)" in text
    assert "22% and 40%" in text, "what is likely"
    assert '100% <span class="mark">few</span>' in text


def test_each_picture_has_a_title_a_description_and_a_table(quick_office: Office) -> None:
    quick_office.show(25, outcome="accepted")
    text = quick_office.reader(TRAINER)[0].get(PATH).text
    for name, title in (("policy", "By policy"), ("week", "Week by week"), ("level", "By the customer&#39;s mood")):
        assert f'<title id="p-{name}-title">{title}</title>' in text
        assert re.search(rf'<desc id="p-{name}-desc">[^<]*(25 of 25|weeks)[^<]*</desc>', text)
        assert f'<table class="figures" role="table" aria-label="The numbers as a table: {title}">' in text
    assert "<style" not in text
    assert " style=" not in text


def test_a_bar_leads_to_its_suggestions(quick_office: Office) -> None:
    quick_office.show(3, outcome="accepted")
    quick_office.show(2, policy_id="sofa-trial", text="Prova il divano.", shown_at=NOW - 9 * DAY)
    desk, _ = quick_office.reader(TRAINER)
    page = desk.get(PATH).text
    svg = page[page.index('id="p-policy-title"') :]
    leads = re.findall(r'<a href="([^"]+)" tabindex="-1">', svg[: svg.index("</svg>")])
    listed = desk.get(leads[1].replace("&amp;", "&")).text
    assert listed.count("Prova il divano.") == 2
    assert "La confezione" not in listed
    svg = page[page.index('id="p-week-title"') :]
    weeks = re.findall(r'<a href="([^"]+)" tabindex="-1">', svg[: svg.index("</svg>")])
    found = [desk.get(lead.replace("&amp;", "&")).text.count('class="suggested"') for lead in weeks]
    assert (sum(found), found[-1], found[-2]) == (5, 3, 2)


def test_only_representatives_are_led_to_conversations(quick_office: Office) -> None:
    quick_office.show(1, account_id="x")
    for roles, is_led in (((TRAINER,), False), ((POLICY_OWNER,), False), ((TRAINER, REPRESENTATIVE), True)):
        desk, _ = quick_office.reader(*roles)
        assert ("/staff/console/c/a" in desk.get(f"{PATH}/list").text) is is_led
        assert ("conversation_id" in file_of(desk)[0]) is is_led


def test_a_representative_has_only_their_own_also_in_the_file_and_by_any_address(quick_office: Office) -> None:
    desk, giulia = quick_office.reader(REPRESENTATIVE, login="giulia")
    quick_office.show(2, account_id=giulia.id, outcome="accepted", text="Mia.")
    quick_office.show(4, account_id="m1", outcome="accepted", text="Di Marco.")
    quick_office.learn("gift-wrapping", 9)
    for address in ("", "/list", "/csv", "/list?only=m1", f"/list?only=&account_id=m1&before={2**29}"):
        text = desk.get(PATH + address).text
        assert "Di Marco." not in text
    page = desk.get(PATH).text
    assert "100% · 2 of 2" in page
    assert "Nobody else" in page
    assert "What the order has learnt" not in page
    assert [row["text"] for row in file_of(desk)] == ["Mia.", "Mia."]
    assert desk.post(f"{PATH}/reset", sure="yes").status_code == 403
    assert counters(quick_office) == ["gift-wrapping"]


def test_an_administrator_reads_no_numbers(quick_office: Office) -> None:
    desk, _ = quick_office.reader(ADMINISTRATOR)
    assert [desk.get(PATH + path).status_code for path in ("", "/list", "/csv")] == [403] * 3


def test_markup_in_any_column_is_text(office: Office) -> None:
    hostile(office, HOSTILE)
    office.learn(HOSTILE, 3)
    desk, _ = office.reader(POLICY_OWNER, REPRESENTATIVE)
    for address in ("", "/list", "/list?policy=" + "%3Cimg%20src=x%20onerror=alert(1)%3E"):
        text = desk.get(PATH + address).text
        assert "<img" not in text
    assert str(escape(HOSTILE)) in desk.get(PATH).text
    assert str(escape(HOSTILE)) in desk.get(f"{PATH}/list").text


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_cell_of_the_file_is_a_formula(quick_office: Office, text: str) -> None:
    hostile(quick_office, text)
    desk, _ = quick_office.reader(TRAINER, REPRESENTATIVE)
    rows = file_of(desk)
    assert len(rows) == 5
    for row in rows:
        assert [row[name] for name in ("text", "policy_id", "kind", "level", "reason")] == ["'" + text] * 5
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_the_file_is_one_to_keep_and_says_what_it_is(quick_office: Office) -> None:
    quick_office.show(1, text='dice "ciao",\nè vero', outcome="edited", distance=4, acted_at=NOW)
    desk, _ = quick_office.reader(TRAINER)
    response = desk.get(f"{PATH}/csv?from=2027-01-01&to=2027-01-15")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="suggestions-2027-01-01-2027-01-15.csv"'
    assert response.headers["cache-control"] == "no-store"
    assert response.content.startswith(b"\xef\xbb\xbfsuggestion_id,shown_at,")
    assert b'"dice ""ciao"",\n\xc3\xa8 vero"\r\n' in response.content
    row = file_of(desk)[0]
    assert (row["outcome"], row["distance"], row["opened_at"]) == ("edited", "4", "")
    assert row["acted_at"] == "2027-01-15T09:00:00+01:00"
    assert not any("account" in name for name in row), "it names no representative"


def test_the_file_is_narrowed_as_the_page(quick_office: Office) -> None:
    quick_office.show(2, outcome="accepted")
    quick_office.show(1, outcome="dismissed", policy_id="sofa-trial")
    desk, _ = quick_office.reader(TRAINER)
    assert len(file_of(desk, f"{PATH}/csv?policy=sofa-trial")) == 1
    assert len(file_of(desk, f"{PATH}/csv?outcome=taken")) == 2


def test_the_list_has_pages(quick_office: Office) -> None:
    quick_office.show(60)
    desk, _ = quick_office.reader(TRAINER)
    first = desk.get(f"{PATH}/list?policy=gift-wrapping").text
    older = re.search(r'href="([^"]+before=\d+)"', first)
    assert older
    second = desk.get(older[1].replace("&amp;", "&")).text
    assert (first.count('class="suggested"'), second.count('class="suggested"')) == (50, 10)
    assert "The newest ones" in second


@pytest.mark.parametrize(
    "address",
    [
        "?from=x&to=%27&policy=%25&language=xx&kind=%27&level=%F0%9F%98%80",
        "?policy=" + "a" * 5000,
        "?from=0001-01-01&to=9999-12-31",
        "/list?before=-1&outcome=x&reason=%27&right=%25",
        "/list?before=99999999999999999999",
        "/list?before=%D9%A3",
        "/csv?from=9999-12-31&policy=%27%20or%201=1",
        "?policy=%ED%A0%80",
        "?done=%27&from=2026-02-30",
    ],
)
def test_nonsense_in_the_address_is_as_if_it_were_not_there(quick_office: Office, address: str) -> None:
    quick_office.show(1)
    assert quick_office.reader(TRAINER)[0].get(PATH + address).status_code == 200


def test_a_policy_owner_empties_the_counters_of_one_policy(office: Office) -> None:
    office.learn("gift-wrapping", 9, 3)
    office.learn("gift-wrapping", 2, kind="grace")
    office.learn("sofa-trial", 5)
    office.show(3, outcome="accepted")
    desk, _ = office.reader(POLICY_OWNER, login="olga")
    done = desk.post(f"{PATH}/reset", policy="gift-wrapping", sure="yes")
    assert (done.status_code, done.headers["location"]) == (303, f"{PATH}?done=2#learnt")
    assert counters(office) == ["sofa-trial"]
    assert acts(office.url) == [("olga", "suggestions_reset", "gift-wrapping")]
    assert "The counters are emptied: 2." in desk.get(f"{PATH}?done=2").text
    assert "3 of 3" in desk.get(PATH).text, "what was shown stays known"


def test_a_policy_owner_empties_all_counters(office: Office) -> None:
    for policy in ("gift-wrapping", "sofa-trial", HOSTILE):
        office.learn(policy, 5)
    desk, _ = office.reader(POLICY_OWNER)
    assert desk.post(f"{PATH}/reset", policy="", sure="yes").status_code == 303
    assert counters(office) == []
    with connected(office.url) as connection:
        assert connection.execute(select(staff_audit.c.details)).scalars().all() == [{"counters": 3}]


@pytest.mark.parametrize("fields", [{}, {"sure": "no"}, {"policy": "gift-wrapping"}])
def test_nothing_is_emptied_unless_it_is_meant(quick_office: Office, fields: dict[str, str]) -> None:
    quick_office.learn("gift-wrapping", 9)
    desk, _ = quick_office.reader(POLICY_OWNER)
    response = desk.post(f"{PATH}/reset", **fields)
    assert response.status_code == 422
    assert "Nothing was changed" in response.text
    assert counters(quick_office) == ["gift-wrapping"]
    assert acts(quick_office.url) == []


@pytest.mark.parametrize("policy", ["nothing-so-called", "' or 1=1 --", "%", "x\x00", "x" * 5000])
def test_a_policy_that_is_none_empties_nothing(quick_office: Office, policy: str) -> None:
    quick_office.learn("gift-wrapping", 9)
    desk, _ = quick_office.reader(POLICY_OWNER)
    assert desk.post(f"{PATH}/reset", policy=policy, sure="yes").status_code in (303, 422)
    assert counters(quick_office) == ["gift-wrapping"]


def test_a_trainer_reads_what_was_learnt_and_cannot_empty_it(quick_office: Office) -> None:
    quick_office.learn("gift-wrapping", 9)
    desk, _ = quick_office.reader(TRAINER)
    page = desk.get(PATH).text
    assert "What the order has learnt" in page
    assert "Empty the counters" not in page
    assert desk.post(f"{PATH}/reset", sure="yes").status_code == 403
    assert counters(quick_office) == ["gift-wrapping"]


def test_a_policy_that_is_not_in_force_any_more_is_named_by_its_id(quick_office: Office) -> None:
    quick_office.show(1, policy_id="old-rule")
    desk, _ = quick_office.reader(TRAINER)
    assert "<bdi>old-rule</bdi>" in desk.get(PATH).text
    assert '<option value="old-rule" selected>' in desk.get(f"{PATH}?policy=old-rule").text
