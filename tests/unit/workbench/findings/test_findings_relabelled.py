"""Lines that stand under another intent than the model in force has learnt are named, and nothing else is."""

from __future__ import annotations

import gzip
import io
import os
import random
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.in_force import InForce, model_file, write_in_force
from ops.trained_data import data_file, pack_data
from tests.unit.workbench.findings.small_project import Small
from tests.unit.workbench.findings.test_findings_mislabelled import GREETINGS, QUESTIONS, write
from workbench.findings.accepted import Accepted
from workbench.findings.checks.relabelled import MOST_NAMED
from workbench.findings.edits import changes_of
from workbench.findings.finding import Finding

EN, IT = "data/nlu/en/all.yml", "data/nlu/it/all.yml"
MODEL = "chiaro-0123456789ab"
DATA = f"models/{MODEL}.data.tgz"
MOVED = "how many days do I have to return the lamp"


def put_in_force(small: Small, name: str = MODEL) -> Path:
    """A model that has learnt the files as they are now, with its data as a training packs them."""
    models = small.root / "models"
    data = pack_data(small.root, models, MODEL)
    model_file(models, MODEL).write_bytes(b"")
    write_in_force(models, InForce(name, "2026-11-26T12:00:00+00:00", "Anna"))
    return data


def move_delivery(small: Small) -> None:
    """Put the Italian line about delivery under the greetings."""
    small.replace(IT, "    - quanto costa la consegna\n", "")
    small.replace(IT, "    - buongiorno\n", "    - buongiorno\n    - quanto costa la consegna\n")


def told(small: Small) -> list[tuple[str, str, int]]:
    return small.told("relabelled")


def test_a_line_under_another_intent_than_learnt_is_named_at_its_line_and_moved_back(small: Small) -> None:
    put_in_force(small)
    before = small.text(IT)
    move_delivery(small)
    (finding,) = small.findings("relabelled")
    assert (finding.kind, finding.severity) == ("line_relabelled", "look")
    assert (finding.file, finding.line) == (IT, small.line(IT, "consegna"))
    sentence = "The model in force has learnt “quanto costa la consegna” as ask_policy; it stands under greet now."
    assert finding.sentence("en") == sentence
    assert "ha imparato «quanto costa la consegna» come ask_policy; adesso sta sotto greet" in finding.sentence("it")
    assert finding.mend is not None
    small.project.write(changes_of(finding.mend, small.text))
    assert small.text(IT) == before
    assert told(small) == []


def test_new_lines_lines_that_are_gone_and_other_marks_are_not_named(small: Small) -> None:
    put_in_force(small)
    small.replace(IT, "    - ciao\n", "    - salve a tutti\n")
    small.replace(IT, "[divano](product)", "divano")
    small.replace(EN, "    - what does delivery cost\n", "")
    assert told(small) == []


def test_a_line_in_another_file_under_its_own_intent_is_not_named(small: Small) -> None:
    put_in_force(small)
    small.replace(IT, "    - ciao\n", "")
    small.write("data/nlu/it/more.yml", 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - ciao\n')
    assert told(small) == []


def test_a_line_under_two_intents_is_named_only_where_these_are_others_now(small: Small) -> None:
    small.replace(IT, "    - ciao\n", "    - ciao\n    - quanto costa la consegna\n")
    put_in_force(small)
    assert told(small) == []
    small.replace(IT, "    - quanto costa la consegna\n", "")
    assert told(small) == []


def test_a_line_that_stands_under_a_second_intent_now_is_named_there_and_left_to_a_person(small: Small) -> None:
    put_in_force(small)
    small.replace(IT, "    - ciao\n", "    - ciao\n    - quanto costa la consegna\n")
    (finding,) = small.findings("relabelled")
    assert (finding.line, finding.values["intent"], finding.mend) == (6, "greet", None)


def test_a_line_learnt_under_two_intents_is_not_moved_back_by_itself(small: Small) -> None:
    small.replace("domain.yml", "  - greet\n", "  - greet\n  - thank\n")
    small.replace(IT, "    - ciao\n", "    - ciao\n    - quanto costa la consegna\n")
    put_in_force(small)
    text = small.text(IT).replace("    - quanto costa la consegna\n", "")
    small.write(IT, f"{text}- intent: thank\n  examples: |\n    - quanto costa la consegna\n")
    (finding,) = small.findings("relabelled")
    assert (finding.values["before"], finding.values["intent"]) == ("ask_policy, greet", "thank")
    assert finding.mend is None


def test_an_intent_that_is_gone_is_said_without_a_mend(small: Small) -> None:
    put_in_force(small)
    for file in ("domain.yml", IT, EN):
        small.write(file, small.text(file).replace("greet\n", "hail\n", 1))
    findings = small.findings("relabelled")
    assert [(one.values["before"], one.values["intent"]) for one in findings] == [("greet", "hail")] * 4
    assert [one.mend for one in findings] == [None] * 4


def test_what_is_accepted_is_told_no_more(small: Small) -> None:
    put_in_force(small)
    move_delivery(small)
    small.project.write([Accepted.read(small.project).with_also(small.findings("relabelled"))])
    assert told(small) == []


def test_of_very_many_moved_lines_the_first_are_named_and_the_others_counted(small: Small) -> None:
    lines = [f"question number {number}" for number in range(MOST_NAMED + 7)]
    write(small, GREETINGS, lines)
    put_in_force(small)
    write(small, lines, GREETINGS[:1])
    *named, more = small.findings("relabelled")
    assert [one.values["text"] for one in named[:MOST_NAMED]] == lines[:MOST_NAMED]
    assert len(named) == MOST_NAMED
    assert (more.kind, more.file, more.line) == ("lines_relabelled", EN, small.line(EN, f"number {MOST_NAMED}"))
    assert "8 more lines" in more.sentence("en")  # the greeting, too
    assert "Altre 8 frasi" in more.sentence("it")


def test_where_nobody_promoted_a_model_the_newest_counts(small: Small) -> None:
    models = put_in_force(small).parent
    (models / "in-force.json").unlink()
    move_delivery(small)
    assert [kind for kind, *_ in told(small)] == ["line_relabelled"]
    newer = "chiaro-ba9876543210"
    pack_data(small.root, models, newer)  # has learnt the line where it stands now
    model_file(models, newer).write_bytes(b"")
    os.utime(model_file(models, MODEL), (1, 1))
    assert told(small) == []


def test_nothing_is_named_without_a_model(small: Small) -> None:
    data = put_in_force(small)
    (data.parent / "in-force.json").unlink()
    model_file(data.parent, MODEL).unlink()
    move_delivery(small)
    assert told(small) == []


def test_nothing_is_named_where_the_newest_model_has_no_data_beside_it(small: Small) -> None:
    models = put_in_force(small).parent
    (models / "in-force.json").unlink()
    move_delivery(small)
    os.utime(model_file(models, MODEL), (1, 1))
    model_file(models, "chiaro-ba9876543210").write_bytes(b"")
    assert told(small) == []


def test_nothing_is_named_where_the_model_in_force_or_its_data_are_gone(small: Small) -> None:
    data = put_in_force(small)
    move_delivery(small)
    kept = data.rename(data.with_name("kept"))
    assert told(small) == []
    kept.rename(data)
    model_file(data.parent, MODEL).unlink()
    assert told(small) == []


@pytest.mark.parametrize("name", ["../../chiaro-elsewhere", "/etc/passwd", "", "chiaro-../x", "chiaro-\0"])
def test_a_record_that_names_no_model_of_ours_leads_nowhere(small: Small, name: str) -> None:
    put_in_force(small, name)
    move_delivery(small)
    assert told(small) == []


def test_data_that_are_a_link_are_not_read(small: Small) -> None:
    data = put_in_force(small)
    move_delivery(small)
    data.symlink_to(data.rename(data.with_name("elsewhere")))
    assert told(small) == []


# ---- a line that is odd, too ----


def both(small: Small) -> list[Finding]:
    findings = small.findings("relabelled", "mislabelled")
    return [one for one in findings if one.kind in ("line_relabelled", "line_mislabelled")]


def move_lamp(small: Small) -> None:
    write(small, GREETINGS, [*QUESTIONS, MOVED])
    put_in_force(small)
    write(small, [*GREETINGS, MOVED], QUESTIONS)


def test_a_line_that_is_odd_too_is_named_once_beside_those_it_is_like(small: Small) -> None:
    move_lamp(small)
    (finding,) = both(small)
    assert (finding.kind, finding.line) == ("line_relabelled", small.line(EN, MOVED))
    assert finding.others
    assert all(other.text.startswith("ask_policy: ") for other in finding.others)
    assert [one.kind for one in small.findings("mislabelled")] == ["line_mislabelled"]


def test_a_line_accepted_as_odd_or_as_moved_is_told_as_neither(small: Small) -> None:
    move_lamp(small)
    for check in ("mislabelled", "relabelled"):
        small.project.write([Accepted.read(small.project).with_also(small.findings(check))])
        assert both(small) == []
        small.write("config/accepted_findings.yml", "accepted:\n")


def test_other_findings_of_the_line_are_told_as_ever(small: Small) -> None:
    move_lamp(small)
    write(small, [*GREETINGS, MOVED], [MOVED, *QUESTIONS])
    kinds = {one.kind for one in small.findings("lines", "relabelled", "mislabelled")}
    assert {"line_under_two_intents", "line_relabelled"} <= kinds


# ---- archives that are none ----

Spoil = Callable[[Path], object]


def packed(data: Path, *members: tarfile.TarInfo, content: bytes = b"") -> None:
    with tarfile.open(data, "w:gz") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(content))


def named(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.type, member.linkname = size, kind, "/etc/passwd"
    return member


def with_size(data: Path, size: bytes) -> None:
    """Write a size into the header that no file has, with its right check sum."""
    header = bytearray(named(IT).tobuf(tarfile.GNU_FORMAT))
    header[124:136], header[148:156] = size, b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    data.write_bytes(gzip.compress(bytes(header) + bytes(10_240)))


def noise(count: int) -> bytes:
    return random.Random(0).randbytes(count)


BAD: dict[str, Spoil] = {
    "empty": lambda data: data.write_bytes(b""),
    "no gzip": lambda data: data.write_bytes(b"version: 3\n"),
    "plain tar": lambda data: data.write_bytes(gzip.decompress(data.read_bytes())),
    "gzip, no tar": lambda data: data.write_bytes(gzip.compress(b"nothing" * 999)),
    "cut off": lambda data: data.write_bytes(data.read_bytes()[:-40]),
    "a byte turned": lambda data: data.write_bytes(data.read_bytes()[:200] + b"\0" + data.read_bytes()[201:]),
    "out of the folder": lambda data: packed(data, named("data/nlu/it/../../../../x.yml")),
    "up at once": lambda data: packed(data, named("../x.yml")),
    "absolute": lambda data: packed(data, named("/data/nlu/it/x.yml")),
    "a link": lambda data: packed(data, named(IT, kind=tarfile.SYMTYPE)),
    "a hard link": lambda data: packed(data, named(IT, kind=tarfile.LNKTYPE)),
    "a pipe": lambda data: packed(data, named(IT, kind=tarfile.FIFOTYPE)),
    "a link for a folder": lambda data: packed(data, named("data/nlu", kind=tarfile.SYMTYPE)),
    "50 MB of lines": lambda data: packed(data, named(IT, 50_000_000), content=bytes(50_000_000)),
    "50 MB of something": lambda data: packed(data, named("data/x", 50_000_000), content=bytes(50_000_000)),
    "50 MB of noise": lambda data: data.write_bytes(gzip.compress(noise(50_000_000), 1)),
    "a big file": lambda data: packed(data, named(IT, 1_100_000), content=b"#" * 1_100_000),
    "size below 0": lambda data: with_size(data, b"\xff" * 10 + b"\xfe\x00"),
    "size beyond all": lambda data: with_size(data, b"\x80" + b"\xff" * 11),
    "no UTF-8": lambda data: packed(data, named(IT, 2), content=b"\xff\xfe"),
    "no YAML": lambda data: packed(data, named(IT, 6), content=b"nlu: ["),
    "an object": lambda data: packed(data, named(IT, 28), content=b"nlu: !!python/object:a.B {} "),
}


@pytest.mark.parametrize("spoil", BAD.values(), ids=BAD.keys())
def test_a_bad_archive_is_said_in_both_languages_and_no_line_is_named(small: Small, spoil: Spoil) -> None:
    spoil(put_in_force(small))
    move_delivery(small)
    (finding,) = small.findings("relabelled")
    assert (finding.kind, finding.severity, finding.file) == ("learnt_lines_unreadable", "look", DATA)
    assert finding.sentence("en").startswith("What the model in force was trained with cannot be read. ")
    assert "modello in vigore non si legge" in finding.sentence("it")
    assert "{" not in finding.sentence("it") + finding.why("it") + finding.todo("it")


def test_what_no_training_line_is_read_from_is_passed_over(small: Small) -> None:
    data = put_in_force(small)
    link, hidden = named("data/rules/x.yml", kind=tarfile.SYMTYPE), named("data/nlu/it/.#all.yml", kind=tarfile.SYMTYPE)
    text = small.text(IT).encode()
    with tarfile.open(data, "w:gz") as archive:
        for member in (link, hidden, named("data/nlu/it/deeper/x.yml", kind=tarfile.SYMTYPE)):
            archive.addfile(member)
        archive.addfile(named(IT, len(text)), io.BytesIO(text))
    move_delivery(small)
    assert [one.kind for one in small.findings("relabelled")] == ["line_relabelled"]


def test_nothing_of_an_archive_is_written_to_the_disk(small: Small) -> None:
    data = put_in_force(small)
    there = sorted(small.root.rglob("*"))
    told(small)
    packed(data, named("data/nlu/it/../../../x.yml"))
    told(small)
    assert sorted(small.root.rglob("*")) == there
    assert data_file(data.parent, MODEL) == data
