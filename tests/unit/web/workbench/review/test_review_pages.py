"""The pages: listed by size, filtered, decided, undone; two trainers at once; hostile texts and forms."""

from __future__ import annotations

import re
from html import unescape
from threading import Barrier, Thread
from typing import Any

import httpx
import pytest

from tests.unit.web.accounts.desk import Desk, acts
from tests.unit.web.console.played import HOSTILE
from tests.unit.web.workbench.review.office import NLU, REVIEW, Office
from web.accounts.records import Role
from web.inbox.store import conversations
from web.workbench.review.routes import group as group_routes
from web.workbench.review.routes import listing
from web.workbench.review.store import decisions
from web.workbench.review.tables import review_decision, review_draft

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


def test_hostile_texts_are_shown_as_texts(office: Office) -> None:
    office.ask(
        HOSTILE,
        kind="clarification",
        about="<b>x</b>",
        intents=(("<script>alert(1)</script>", 0.5),),
        frustration={"level": "<i>"},
    )
    office.collect()
    desk, _ = office.sit()
    group = f"{REVIEW}/groups/{office.items()[0].group_id}"
    begun = send(desk, group + "/decide", fields(desk.get(group)), act="correct").headers["location"]
    lines = dict(fields(desk.get(begun)))["lines"]
    for page in (
        desk.get(REVIEW),
        desk.get(group),
        desk.get(begun),
        correct(desk, group, level="angry", lines="<img src=x>"),
    ):
        assert page.status_code in (200, 303)
        for bad in ("<img", "<b>x", "<script>a", "<i>"):
            assert bad not in page.text
    assert "{{7*7}}" in lines
    assert office.file("bot/resources/frustration/it/trainers_angry.yml") == 'angry:\n  - "<img src=x>"\n'


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ({"lines": "   \n "}, "There is no line to learn from"),
        ({"lines": "\n".join(f"frase {n}" for n in range(40)), "intent": "ask_policy"}, "At most"),
        ({"intent": ""}, "Nothing is corrected yet"),
        ({"intent": "fly_to_moon"}, "There is no intent"),
        ({"level": "livid"}, "There is no mood"),
        ({"lines": "fate i pacchetti regalo", "intent": "ask_policy"}, "is there already"),
        ({"lines": "va bene così", "level": "angry"}, "is there already"),
        ({"lines": "x" * 501, "intent": "ask_policy"}, "at most 500"),
        ({"lines": "la [carta](bank) nera", "intent": "ask_policy"}, "does not list"),
        ({"lines": "una frase", "intent": "ask_policy", "words": "altro", "entity": "shop"}, "stand in none"),
        ({"lines": "una frase", "intent": "ask_policy", "words": "frase", "entity": ""}, "Choose what the words"),
        ({"lines": "una frase", "policy": "sofa-trial", "words": "frase", "entity": "shop"}, "Marked words are"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said_and_nothing_is_written(quick: Office, right: dict[str, str], said: str) -> None:
    group = ask_thrice(quick)
    desk, _ = quick.sit()
    refused = correct(desk, group, **right)
    assert refused.status_code == 422
    assert said in unescape(refused.text)
    assert quick.file(QUESTIONS) == NLU
    assert {item.state for item in quick.items()} == {"open"}
    italian, _ = quick.sit("ida", language="it")
    assert correct(italian, group, **right).status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"act": "accept"}, {"act": "burn", "item": "1.0"}, {"act": "accept", "item": "x"},
        {"act": "accept", "item": "1"}, {"act": "accept", "item": "99999999999.0"}, {"act": "accept", "all": "yes"},
        {"act": "accept", "all": "yes", "seen": "-1", "count": "1"},
        {"act": "accept", "item": "1.0\u0661"}, {"act": "correct", "item": "../1.0"},
    ],
)  # fmt: skip
def test_odd_forms_are_refused(quick: Office, sent: dict[str, str]) -> None:
    group = ask_thrice(quick)
    desk, _ = quick.sit()
    assert desk.post(group + "/decide", **sent).status_code == 422
    assert {item.state for item in quick.items()} == {"open"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?state=x&kind=y&language=z&policy=../..&after=1-2", 200), ("?after=9-9-9&policy=%00", 404),
        ("?after=x-y-z", 200),
        ("/groups/0", 404), ("/groups/x", 404), ("/groups/99999999999999999999", 404), ("/groups/-1", 404),
        ("/groups/1?before=x&done=99999999999&state=none", 200), ("/groups/1/correct", 422),
        ("/groups/1/correct?item=7.0", 409),
        ("/groups/1/correct?item=1.7", 409), ("/groups/1/correct?all=yes&seen=9&count=9", 409),
    ],
)  # fmt: skip
def test_odd_addresses_are_answered(office: Office, path: str, status: int) -> None:
    ask_thrice(office)
    desk, _ = office.sit()
    assert desk.get(REVIEW + path).status_code == status


def test_items_of_another_group_are_not_decided_with_this_one(quick: Office) -> None:
    group = ask_thrice(quick)
    quick.ask("il mio gatto canta", "d" * 32)
    quick.collect()
    desk, _ = quick.sit()
    other = next(item for item in quick.items() if "gatto" in item.text)
    assert desk.post(group + "/decide", act="accept", item=other.key).status_code == 409


def test_only_who_may_read_conversations_is_led_to_them(quick: Office) -> None:
    group = ask_thrice(quick)
    trainer, _ = quick.sit()
    both, _ = quick.sit("bea", Role.TRAINER, Role.REPRESENTATIVE)
    assert "/staff/console/c/" not in trainer.get(group).text
    assert f"/staff/console/c/{A}" in both.get(group).text


def test_a_group_that_was_erased_is_not_there(office: Office) -> None:
    group = ask_thrice(office)
    desk, _ = office.sit()
    sent = fields(desk.get(group))
    for conversation in (A, B, C):
        office.do(conversations.erase, conversation)
    assert send(desk, group + "/decide", sent, act="accept").status_code in (404, 409)
    assert desk.get(REVIEW).status_code == 200
