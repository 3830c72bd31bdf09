"""The pages: listed by size, filtered, decided, undone."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.unit.web.accounts.desk import acts
from tests.unit.web.workbench.review.deciding import QUESTIONS, A, B, C, ask_thrice, correct, fields, send
from tests.unit.web.workbench.review.office import NLU, REVIEW, Office
from web.workbench.review.routes import listing
from web.workbench.review.store import decisions
from web.workbench.review.tables import review_decision, review_draft


def test_groups_are_listed_by_size_and_filtered(office: Office) -> None:
    desk, _ = office.sit()
    assert "Nothing here." in desk.get(REVIEW).text
    ask_thrice(office)
    office.ask("il mio gatto canta", A, kind="clarification", about="sofa-trial")
    office.ask("where is my parcel", B, language="en")
    office.collect()
    page = desk.get(REVIEW)
    assert page.text.index("Dove trovo la chiavetta blu") < page.text.index("il mio gatto canta")
    assert "3 messages" in page.text

    def shown(**asked: str) -> set[str]:
        found = desk.get(REVIEW, params=asked)
        assert found.status_code == 200
        return {text for text in ("chiavetta", "gatto", "parcel") if text in found.text.split('class="groups"')[-1]}

    assert shown() == {"chiavetta", "gatto", "parcel"}
    assert shown(kind="clarification") == {"gatto"}
    assert shown(language="en") == {"parcel"}
    assert shown(policy="sofa-trial") == {"gatto"}
    assert shown(policy="sofa-trial", kind="no_answer") == set()
    assert shown(state="accepted") == set()


def test_the_list_goes_on_where_a_page_ends(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for number, text in enumerate(
        ("il mio gatto canta", "piove sul tetto", "ho perso le chiavi", "il treno parte", "bello il mare")
    ):
        office.ask(text, f"{number:032x}")
    office.collect()
    desk, _ = office.sit()
    seen: list[str] = []
    address: str | None = REVIEW
    while address:
        page = desk.get(address)
        seen += re.findall(r'<h3><a href="[^"]+"[^>]*>([^<]+)</a>', page.text)
        more = re.search(r'<a class="choice" href="([^"]+)">Further', page.text)
        address = unescape(more[1]) if more else None
    assert seen == ["bello il mare", "il treno parte", "ho perso le chiavi", "piove sul tetto", "il mio gatto canta"]


@pytest.mark.parametrize(("act", "state"), [("accept", "accepted"), ("dismiss", "dismissed")])
def test_a_decision_serves_all_that_are_ticked_and_is_undone(office: Office, act: str, state: str) -> None:
    group = ask_thrice(office)
    desk, _ = office.sit()
    sent = fields(desk.get(group))
    done = send(desk, group + "/decide", sent[:-1], act=act)
    assert done.status_code == 303
    assert [item.state for item in office.items()].count(state) == 2
    page = desk.get(done.headers["location"])
    undo = re.search(r'action="([^"]+/undo)"', page.text)
    assert undo
    assert "Tina" in desk.get(group, params={"state": state}).text
    assert desk.post(undo[1]).status_code == 303
    assert {item.state for item in office.items()} == {"open"}
    again = desk.post(undo[1])
    assert again.status_code == 409
    assert "cannot be undone any more" in again.text
    assert [what for _, what, _ in acts(office.url)] == [f"review_{state}", "review_undone"]


def test_a_correction_is_shown_then_written_into_three_places_and_undone(office: Office) -> None:
    group = ask_thrice(office)
    desk, _ = office.sit()
    lines = "dove trovo la chiavetta blu\ndove si prende la chiavetta di Padova"
    done = correct(
        desk,
        group,
        lines=lines,
        intent="ask_policy",
        policy="spare-parts",
        level="angry",
        words="Padova",
        entity="shop",
    )
    assert done.status_code == 303, done.text
    added = "    - dove trovo la chiavetta blu\n    - dove si prende la chiavetta di [Padova](shop)\n"
    before, after = NLU.split("\n\n- intent: greet", 1)[0] + "\n", office.file(QUESTIONS)
    assert after == before + added + NLU[len(before) :]
    mood = 'angry:\n  - "dove trovo la chiavetta blu"\n  - "dove si prende la chiavetta di Padova"\n'
    assert office.file("bot/resources/frustration/it/trainers_angry.yml") == mood
    (draft,) = office.rows(review_draft)
    assert (draft.policy_id, draft.state, draft.lines) == (
        "spare-parts",
        "draft",
        ["dove trovo la chiavetta blu", "dove si prende la chiavetta di Padova"],
    )
    page = desk.get(done.headers["location"])
    assert f"/staff/workbench/tests/record?conversation={C}" in page.text
    assert "/staff/workbench/models" in page.text
    assert {item.state for item in office.items()} == {"corrected"}
    (decision,) = office.rows(review_decision)
    assert desk.post(f"{REVIEW}/decisions/{decision.decision_id}/undo").status_code == 303
    assert office.file(QUESTIONS) == NLU
    assert not (office.root / "bot/resources/frustration/it/trainers_angry.yml").exists()
    assert office.rows(review_draft) == []
    assert {item.state for item in office.items()} == {"open"}


def test_nothing_is_written_before_the_difference_was_seen(office: Office) -> None:
    group = ask_thrice(office)
    desk, _ = office.sit()
    items = [pair for pair in fields(desk.get(group)) if pair[0] == "item"]
    form = {"lines": "una frase nuova", "language": "it", "intent": "ask_policy"}
    shown = send(desk, group + "/correct", items, **form, step="show")
    assert "+    - una frase nuova" in unescape(shown.text)
    assert office.file(QUESTIONS) == NLU
    guessed = send(desk, group + "/correct", items, **form, step="write", digest="0" * 64)
    assert guessed.status_code == 409
    assert office.file(QUESTIONS) == NLU
    path = office.root / QUESTIONS
    path.write_text(NLU.replace("# written by hand", "# written by somebody"), encoding="utf-8")
    late = send(desk, group + "/correct", fields(shown), step="write")
    assert late.status_code == 409
    assert "The files have changed meanwhile" in late.text
    assert send(desk, group + "/correct", fields(late), step="write").status_code == 303
    assert "# written by somebody" in office.file(QUESTIONS)
    assert "- una frase nuova" in office.file(QUESTIONS)


def test_an_undo_is_refused_where_the_file_was_changed_since(office: Office) -> None:
    group = ask_thrice(office)
    desk, _ = office.sit()
    correct(desk, group, lines="una frase nuova", intent="ask_policy")
    path = office.root / QUESTIONS
    path.write_text(path.read_text("utf-8") + "# mine\n", encoding="utf-8")
    (decision,) = office.rows(review_decision)
    refused = desk.post(f"{REVIEW}/decisions/{decision.decision_id}/undo")
    assert refused.status_code == 409
    assert "was changed by somebody else meanwhile" in unescape(refused.text)
    assert {item.state for item in office.items()} == {"corrected"}
    assert "una frase nuova" in office.file(QUESTIONS)


def test_only_the_last_decisions_can_be_undone(quick: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, "UNDOABLE", 2)
    desk, _ = quick.sit()
    for number, text in enumerate(("il mio gatto canta", "piove sul tetto", "ho perso le chiavi")):
        quick.ask(text, f"{number:032x}")
    quick.collect()
    for text in ("il mio gatto canta", "piove sul tetto", "ho perso le chiavi"):
        group = f"{REVIEW}/groups/{quick.group_of(text)}"
        assert correct(desk, group, lines=text, intent="ask_policy").status_code == 303
    rows = quick.rows(review_decision)
    assert [bool(row.changes) for row in rows] == [False, True, True]
    assert desk.post(f"{REVIEW}/decisions/{rows[0].decision_id}/undo").status_code == 409
    assert desk.post(f"{REVIEW}/decisions/{rows[2].decision_id}/undo").status_code == 303
