"""Two hundred corrections through the pages, some undone: every line that nobody wrote stays, byte for byte."""

from __future__ import annotations

import random

import pytest

from tests.unit.web.workbench.review.deciding import correct
from tests.unit.web.workbench.review.office import REVIEW, Office
from web.workbench.review.tables import review_decision
from workbench.nlu import NluFiles
from workbench.project import Project

CORRECTIONS = 200
ODD = "\ufeff# by hand\r\nversion: '3.1'\r\nnlu:\r\n- intent: out_of_scope\r\n  examples: |\r\n    - che ore sono  \r\n"
WORDS = (
    "la",
    "mia",
    "sedia",
    "«blu»",
    "c'è",
    '"rotta"',
    "#2",
    "a: b",
    "- no",
    "perché?",
    "100%",
    "😀",
    "{x}",
    "|",
    "'",
)


def files(office: Office) -> dict[str, bytes]:
    return {
        path.relative_to(office.root).as_posix(): path.read_bytes()
        for folder in ("data", "bot")
        for path in sorted((office.root / folder).rglob("*.yml"))
    }


def without(text: bytes, added: list[str]) -> bytes:
    """The file without the lines that were written into it, each taken out once."""
    lines = text.splitlines(keepends=True)
    for line in added:
        place = next(place for place, there in enumerate(lines) if there.strip().endswith(line.encode()))
        del lines[place]
    return b"".join(lines)


@pytest.mark.timeout(900)
def test_two_hundred_corrections_leave_everything_else_as_it_was(quick: Office) -> None:
    odd = quick.root / "data/nlu/it/odd.yml"
    odd.write_bytes(ODD.encode())
    first, chance = files(quick), random.Random(7)
    desk, _ = quick.sit()
    written: dict[str, list[str]] = {}
    for number in range(CORRECTIONS):
        text = " ".join(["frase", str(number), *chance.sample(WORDS, 4)])
        quick.ask(f"messaggio {number} {chance.random()}", f"{number:032x}")
        quick.collect()
        group = f"{REVIEW}/groups/{quick.items()[-1].group_id}"
        intent = chance.choice(["ask_policy", "greet", "out_of_scope"])
        before = files(quick)
        response = correct(desk, group, lines=text, intent=intent, language=chance.choice(["it", "en"]))
        assert response.status_code == 303, response.text
        (path,) = [path for path, content in files(quick).items() if before.get(path) != content]
        written.setdefault(path, []).append(text)
        if chance.random() < 0.2:
            decision = quick.rows(review_decision)[-1].decision_id
            assert desk.post(f"{REVIEW}/decisions/{decision}/undo").status_code == 303
            assert files(quick) == before
            written[path].remove(text)
    for path, content in files(quick).items():
        if path in first:
            assert without(content, written.get(path, [])) == first[path], path
        else:
            assert path.split("/")[-1].startswith("trainers_")
    assert sum(map(len, written.values())) > CORRECTIONS / 2


def test_every_file_of_the_project_can_still_be_read(quick: Office) -> None:
    quick.ask("dove trovo la chiavetta blu")
    quick.collect()
    desk, _ = quick.sit()
    group = f"{REVIEW}/groups/{quick.items()[0].group_id}"
    assert correct(desk, group, lines="- no: {x} | 'y' # z", intent="greet").status_code in (303, 422)
    assert NluFiles.read(Project(quick.root)).examples


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR")
