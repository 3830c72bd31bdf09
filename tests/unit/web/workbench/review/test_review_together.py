"""Two trainers at once, and whole groups: no decision overwrites another."""

from __future__ import annotations

from threading import Barrier, Thread

import httpx
import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.review.deciding import QUESTIONS, ask_thrice, fields, send
from tests.unit.web.workbench.review.office import REVIEW, Office
from web.workbench.review.routes import group as group_routes
from web.workbench.review.tables import review_decision


def test_two_trainers_at_once_do_not_overwrite_each_other(office: Office) -> None:
    group = ask_thrice(office)
    tina, _ = office.sit()
    ugo, _ = office.sit("ugo", name="Ugo")
    seen_by_tina, seen_by_ugo = fields(tina.get(group)), fields(ugo.get(group))
    assert send(ugo, group + "/decide", seen_by_ugo[:1], act="dismiss").status_code == 303
    late = send(tina, group + "/decide", seen_by_tina, act="accept")
    assert late.status_code == 409
    assert "Ugo decided about some of these messages meanwhile" in late.text
    assert sorted(item.state for item in office.items()) == ["dismissed", "open", "open"]
    assert send(tina, group + "/decide", fields(late), act="accept").status_code == 303


def test_what_was_undone_meanwhile_is_another_version(office: Office) -> None:
    group = ask_thrice(office)
    tina, _ = office.sit()
    seen = fields(tina.get(group))
    send(tina, group + "/decide", seen, act="accept")
    (decision,) = office.rows(review_decision)
    tina.post(f"{REVIEW}/decisions/{decision.decision_id}/undo")
    late = send(tina, group + "/decide", seen, act="accept")
    assert late.status_code == 409
    assert "have changed or were erased meanwhile" in late.text


def test_of_two_decisions_in_the_same_moment_one_counts(office: Office) -> None:
    group = ask_thrice(office)
    desks = [office.sit(name)[0] for name in ("tina", "ugo", "vera")]
    sent = fields(desks[0].get(group))
    shown = [
        send(desk, group + "/correct", sent, lines=f"frase di {place}", language="it", intent="ask_policy", step="show")
        for place, desk in enumerate(desks)
    ]
    start, codes = Barrier(len(desks)), []

    def write(desk: Desk, page: httpx.Response) -> None:
        start.wait()
        codes.append(send(desk, group + "/correct", fields(page), step="write").status_code)

    threads = [Thread(target=write, args=pair) for pair in zip(desks, shown, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 409, 409]
    assert office.file(QUESTIONS).count("- frase di") == 1
    assert len(office.rows(review_decision)) == 1


def test_a_whole_group_is_decided_where_it_is_longer_than_the_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group_routes, "PAGE", 2)
    group = ask_thrice(office)
    tina, _ = office.sit()
    page = tina.get(group)
    assert "All 3 open messages of this group" in page.text
    sent = fields(page)
    office.ask("dove trovo quella chiavetta blu", "d" * 32)
    office.collect()
    done = send(tina, group + "/decide", sent, act="accept", all="yes")
    assert done.status_code == 303
    assert [item.state for item in office.items()] == ["accepted"] * 3 + ["open"]
    late = send(tina, group + "/decide", sent, act="dismiss", all="yes")
    assert late.status_code == 409
    assert "Tina" in late.text
