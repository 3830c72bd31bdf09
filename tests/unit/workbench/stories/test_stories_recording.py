"""A conversation becomes a test that the runner reads as it was meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversation_tests.catalogue import Catalogue
from conversation_tests.reading import read_paths
from conversation_tests.story import Story
from tests.unit.workbench.stories.making_runs import FILE, make_project
from tests.unit.workbench.stories.making_talks import Event, action, bot, slot, turn, user
from workbench.errors import BadFile, WorkbenchError
from workbench.project.project import Project
from workbench.stories.recording.choices import checked
from workbench.stories.recording.recorder import Recorded, record
from workbench.stories.recording.said import conversation_of

NAME = "A gift card expires after three years"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(make_project(tmp_path_factory.mktemp("recording")))


@pytest.fixture(scope="module")
def catalogue(project: Project) -> Catalogue:
    return Catalogue.read(project.root)


def made(project: Project, events: list[Event], **choices: Any) -> Recorded:
    chosen = checked({"name": NAME, "folder": "gift_cards", **choices})
    return record(project, conversation_of(events), chosen, Catalogue.read(project.root))


def read(text: str, catalogue: Catalogue, folder: Path) -> Story:
    file = folder / "test_x.yml"
    file.write_text(text, encoding="utf-8")
    found = read_paths([file], catalogue)
    assert not found.bad
    (story,) = found.stories
    return story


def refused(project: Project, events: list[Event], **choices: Any) -> str:
    with pytest.raises(WorkbenchError) as raised:
        made(project, events, **choices)
    return raised.value.key


def test_what_is_ticked_is_expected_as_it_was(project: Project, catalogue: Catalogue, tmp_path: Path) -> None:
    parts = ["kinds", "policy", "version", "language", "handoff", "level"]
    recorded = made(project, [*turn("quando scade una carta?"), slot("policy_id", "gift-cards")], keep=parts)
    story = read(recorded.change.after or "", catalogue, tmp_path)
    assert (story.name, story.turns[0].text) == (NAME, "quando scade una carta?")
    assert (story.turns[0].intent, story.turns[0].actions) == ("ask_policy", ("action_answer_policy",))
    expected = story.turns[0].expected
    assert expected.model_fields_set == set(parts)
    assert (expected.kinds, expected.policy, expected.version) == (["explanation", "steps"], "gift-cards", 2)
    assert (expected.language, expected.handoff, expected.level) == ("it", "none", "calm")


def test_nothing_is_written_before_it_is_wished_and_the_diff_shows_all(project: Project) -> None:
    recorded = made(project, turn("quando scade?"))
    assert recorded.change.path == "tests/conversations/gift_cards/test_a_gift_card_expires_after_three_years.yml"
    assert recorded.change.before is None
    assert not (project.root / recorded.change.path).exists()
    added = [line[1:] for line in recorded.diff.splitlines() if line.startswith("+") and not line.startswith("+++")]
    assert "\n".join(added) + "\n" == recorded.change.after


def test_the_form_is_that_of_the_tests_that_people_write(project: Project) -> None:
    assert made(project, turn("quando scade?")).change.after == (
        'version: "3.1"\n\nstories:\n'
        f"  - story: {NAME}\n"
        "    metadata:\n      turns:\n"
        "        - {kinds: [explanation, steps], policy: gift-cards, language: it}\n"
        "    steps:\n      - user: |\n          quando scade?\n        intent: ask_policy\n"
        "      - action: action_answer_policy\n"
    )


def test_some_turns_are_taken_each_with_what_is_ticked_for_it(
    project: Project, catalogue: Catalogue, tmp_path: Path
) -> None:
    events = [*turn("uno"), *turn("due"), slot("facts", {"order_state": "placed"}), *turn("tre")]
    choice = {"2": {"keep": ["kinds"], "slots": ["facts"]}}
    story = read(made(project, events, first=2, turns=choice, keep=[]).change.after or "", catalogue, tmp_path)
    assert [one.text for one in story.turns] == ["due", "tre"]
    assert story.turns[0].expected.model_fields_set == {"kinds", "slots"}
    assert story.turns[0].expected.slots == {"facts": {"order_state": "placed"}}
    assert story.turns[1].expected.model_fields_set == set()


def test_what_should_have_come_can_be_expected_instead(project: Project, catalogue: Catalogue, tmp_path: Path) -> None:
    events = turn("scade?", bot("Non lo so.", kind="no_answer"), intent="out_of_scope")
    wish = {"intent": "ask_policy", "policy": "gift-cards", "kinds": ["explanation", "steps"]}
    story = read(made(project, events, turns={"1": {"expect": wish}}).change.after or "", catalogue, tmp_path)
    assert story.turns[0].intent == "ask_policy"
    assert (story.turns[0].expected.policy, story.turns[0].expected.kinds) == ("gift-cards", ["explanation", "steps"])


def test_silence_and_a_representative_are_expected_and_not_asked_of_rasas_own_tests(
    project: Project, catalogue: Catalogue, tmp_path: Path
) -> None:
    take_over = [user("/take_over", "take_over"), action("action_take_over"), action("action_listen")]
    events = [*turn("scade?"), *take_over, user("siete lì?"), action("action_listen")]
    text = made(project, events).change.after or ""
    story = read(text, catalogue, tmp_path)
    assert story.turns[1].expected.silent
    assert story.turns[1].expected.before[0].representative == "takes_over"
    assert "rasa_test: false" in text


def test_an_answer_chosen_by_what_an_action_remembered_is_not_asked_of_rasas_own_tests(project: Project) -> None:
    events = [user("2", "inform_fact"), action("action_enrol", "AwaitedAnswerPolicy"), bot(kind="transition")]
    assert "rasa_test: false" in (made(project, events, keep=["kinds"]).change.after or "")
    assert "rasa_test" not in (made(project, turn("scade?")).change.after or "")


def test_turns_taken_back_and_what_was_before_a_restart_are_left_out() -> None:
    events = [*turn("uno"), {"event": "restart"}, *turn("due"), *turn("tre"), {"event": "rewind"}]
    assert [said.text for said in conversation_of(events).turns] == ["due"]


def test_the_customer_is_nobody_a_sample_or_kept_where_it_is_one(
    project: Project, catalogue: Catalogue, tmp_path: Path
) -> None:
    sample, real = turn("scade?", customer="C-1001"), turn("scade?", customer="K-77")

    def given_of(events: list[Event], customer: str | None) -> str | None:
        return read(made(project, events, customer=customer).change.after or "", catalogue, tmp_path).given.customer

    assert given_of(real, None) is None
    assert given_of(real, "C-1002") == "C-1002"
    assert given_of(sample, "kept") == "C-1001"
    assert refused(project, real, customer="kept") == "stories.no-sample"
    assert refused(project, real, customer="K-77") == "stories.no-sample"


def test_the_moment_is_that_of_all_tests_the_conversations_or_another(
    project: Project, catalogue: Catalogue, tmp_path: Path
) -> None:
    def now(value: str | None) -> str:
        return read(made(project, turn("scade?"), now=value).change.after or "", catalogue, tmp_path).given.now

    assert now(None) == "2026-11-26T10:00:00"
    assert now("kept") == "2026-11-26T18:08:00"
    assert now("2027-03-01T09:00") == "2027-03-01T09:00:00"
    assert refused(project, turn("scade?"), now="tomorrow") == "stories.not-readable"


def test_personal_data_is_replaced_in_texts_and_slots_alike_and_told(project: Project) -> None:
    events = [
        *turn("mi chiamo Bruna Testori, ordine AC-771122, bruna@testori.it"),
        slot("question", "sono Bruna Testori, ordine AC-771122"),
        *turn("ancora Testori, per AC-771122"),
    ]
    recorded = made(project, events, slots=["question"])
    text = recorded.change.after or ""
    for gone in ("Bruna", "Testori", "771122", "testori.it"):
        assert gone.casefold() not in text.casefold()
    kinds = {(one.turn, one.kind) for one in recorded.replaced}
    assert {(1, "given"), (1, "name"), (1, "reference"), (1, "email"), (2, "reference")} <= kinds
    assert text.count("AC-100001") == 4
    assert "Testori" not in str(recorded.document())


def test_the_order_becomes_one_of_the_sample_customer_who_is_signed_in(project: Project) -> None:
    recorded = made(project, turn("dov'è AC-771122?", customer="K-7"), customer="C-1001")
    assert "AC-20417" in (recorded.change.after or "")


def test_orders_of_sample_customers_stay(project: Project) -> None:
    recorded = made(project, turn("dov'è l'ordine AC-20417?", customer="C-1001"), customer="kept")
    assert "AC-20417" in (recorded.change.after or "")
    assert recorded.replaced == ()


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        ({"name": "ciao"}, "stories.name-short"),
        ({"name": "a b c " * 30}, "stories.name-long"),
        ({"name": "One two\nthree"}, "stories.name-signs"),
        ({"name": "One two \u202ethree"}, "stories.name-signs"),
        ({"name": "один два три"}, "stories.name-letters"),
        ({"name": "Mario Brega asks for a refund"}, "stories.name-personal"),
        ({"name": "An order 123456 is late"}, "stories.name-personal"),
        ({"folder": "../up"}, "stories.folder-name"),
        ({"folder": "/etc"}, "stories.folder-name"),
        ({"folder": ""}, "stories.folder-name"),
        ({"folder": "Gift Cards"}, "stories.folder-name"),
        ({"folder": "a" * 61}, "stories.folder-name"),
        ({"folder": "a\0b"}, "stories.folder-name"),
        ({"first": 0}, "stories.no-turn"),
        ({"first": 2}, "stories.no-turn"),
        ({"last": 5}, "stories.no-turn"),
        ({"turns": {"7": {}}}, "stories.no-turn"),
        ({"keep": ["colour"]}, "stories.no-part"),
        ({"turns": {"1": {"expect": {"mood": 1}}}}, "stories.no-part"),
        ({"turns": {"1": {"expect": {"policy": "free-money"}}}}, "stories.not-readable"),
        ({"turns": {"1": {"expect": {"kinds": 3}}}}, "stories.not-readable"),
        ({"turns": {"1": {"expect": {"intent": "fly"}}}}, "stories.not-readable"),
        ({"turns": {"1": {"expect": {"actions": "none"}}}}, "stories.turn-unheard"),
        ({"turn": 1}, "stories.choices-form"),
        ({"turns": {"x": {}}}, "stories.choices-form"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(project: Project, choices: dict[str, Any], key: str) -> None:
    assert refused(project, turn("scade?"), **choices) == key


def test_a_file_that_is_there_is_not_overwritten(project: Project) -> None:
    (project.root / FILE).write_text("mine", encoding="utf-8")
    assert refused(project, turn("scade?"), name="A card expires") == "stories.file-there"
    assert (project.root / FILE).read_text("utf-8") == "mine"


def test_a_message_that_a_tests_file_would_take_for_a_mark_is_refused(project: Project) -> None:
    assert refused(project, turn("vedi [qui](http://x)")) == "stories.text-not-writable"


def test_a_turn_of_which_nothing_was_understood_is_refused(project: Project) -> None:
    assert refused(project, [{"event": "user", "text": "scade?"}]) == "stories.turn-unheard"


@given(text=st.text(min_size=1, max_size=80).filter(lambda text: text.strip() and "]" not in text))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_message_is_read_back_as_it_was_written(project: Project, text: str) -> None:
    recorded = made(project, turn(text))
    written = yaml.safe_load(recorded.change.after or "")["stories"][0]["steps"][0]["user"]
    assert written.strip() == recorded.turns[0]["text"].strip()


@pytest.mark.parametrize(
    "event",
    [
        {"event": "user", "text": "x", "parse_data": {"intent": {"name": "a"}, "intent_ranking": 3}},
        {"event": "user", "text": "x", "parse_data": {"intent": {"name": "a", "confidence": "high"}}},
        {"event": "slot", "value": 1},
        {"event": "user", "text": "x", "timestamp": {}, "parse_data": 3},
    ],
)
def test_events_of_another_form_are_told(event: Event) -> None:
    with pytest.raises(BadFile) as raised:
        conversation_of([*turn("scade?"), event])
    assert raised.value.key == "stories.odd-events"
