"""Lines under an intent unlike their own are named, the oddest first."""

from __future__ import annotations

import itertools

import numpy as np

from tests.unit.workbench.findings.small_project import Small
from workbench.findings.edits import changes_of
from workbench.findings.evidence import Evidence
from workbench.findings.finding import Finding
from workbench.findings.oddity import oddity

EN = "data/nlu/en/all.yml"
GREETINGS = [
    f"{word} {whom}"
    for word in ("hello", "hi", "hey", "good morning", "good evening", "greetings")
    for whom in ("there", "to you", "everyone", "my friend", "again")
]
QUESTIONS = [
    f"{how} {what}"
    for how in ("what does it cost to", "how many days do I have to", "can I still", "am I allowed to")
    for what in ("return a sofa", "exchange the lamp", "cancel my order", "send the table back", "repair a fridge")
]


def write(small: Small, greetings: list[str], questions: list[str]) -> None:
    blocks = "".join(
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {line}\n" for line in lines)
        for intent, lines in (("greet", greetings), ("ask_policy", questions))
    )
    small.write(EN, f'version: "3.1"\nnlu:\n{blocks}')


def mislabelled(small: Small) -> list[Finding]:
    return [one for one in small.findings("mislabelled") if one.kind == "line_mislabelled"]


def test_lines_that_stand_where_they_belong_are_not_named(small: Small) -> None:
    write(small, GREETINGS, QUESTIONS)
    assert mislabelled(small) == []


def test_a_line_under_the_wrong_intent_is_named_at_its_line_and_moved(small: Small) -> None:
    write(small, [*GREETINGS, "how many days do I have to return the lamp"], QUESTIONS)
    (finding,) = mislabelled(small)
    assert (finding.file, finding.line) == (EN, small.line(EN, "return the lamp"))
    assert (finding.values["intent"], finding.values["likely"]) == ("greet", "ask_policy")
    assert all("ask_policy" in other.text for other in finding.others)
    assert finding.mend is not None
    small.project.write(changes_of(finding.mend, small.text))
    assert mislabelled(small) == []


def test_the_oddest_line_is_named_first(small: Small) -> None:
    write(small, [*GREETINGS, "how many days do I have to return the lamp"], [*QUESTIONS, "good morning to everyone"])
    odd = [int(str(one.values["rare"])) for one in mislabelled(small)]
    assert len(odd) == 2
    assert odd == sorted(odd, reverse=True)


def test_a_second_look_finds_the_same_from_what_is_kept(small: Small) -> None:
    write(small, [*GREETINGS, "can I still exchange a sofa"], QUESTIONS)
    first = [one.document("it") for one in mislabelled(small)]
    assert [one.document("it") for one in mislabelled(small)] == first != []


def test_what_is_kept_and_cannot_be_read_is_reckoned_again(small: Small) -> None:
    write(small, [*GREETINGS, "can I still exchange a sofa"], QUESTIONS)
    first = mislabelled(small)
    (kept,) = (small.root / "var/workbench/findings").glob("left-out-*.npy")
    kept.write_bytes(b"cut off")
    assert mislabelled(small) == first


def test_an_intent_with_one_line_is_borne(small: Small) -> None:
    write(small, ["hello"], QUESTIONS)
    small.write("data/nlu/it/all.yml", 'version: "3.1"\nnlu: []\n')
    assert {one.values["text"] for one in mislabelled(small)} <= {"hello"}


def test_intents_that_are_close_anyway_give_no_alarm() -> None:
    rows = np.random.default_rng(3)
    own = np.repeat([0, 1, 2], 200)
    ways = rows.normal(0.1, 0.05, (3, 600, 3)).astype(np.float32)
    for line, way in itertools.product(range(600), range(3)):
        ways[way, line, own[line] if own[line] == 2 else line % 2] += 0.6  # the first two are told apart by nobody
    ways[:, 599] = ways[:, 0]
    odd = [float(one) for one in oddity(Evidence(ways), own)]
    assert max(odd) == odd[599]
    assert odd[599] > max(odd[:400]) + 1
