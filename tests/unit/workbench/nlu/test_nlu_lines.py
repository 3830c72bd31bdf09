"""Where a corrected line goes, what is refused, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.workbench.nlu.correcting import project_of
from tests.unit.workbench.project.folders import sentences, snapshot
from workbench.errors import BadFile, FileChanged, NotThere, WorkbenchError
from workbench.nlu import Entity, NluFiles, entities_of, plain_text, unmarked_line
from workbench.project import Change, Project

HEAD = 'version: "3.1"\nnlu:\n'
FEW, MANY = "data/nlu/it/few.yml", "data/nlu/it/many.yml"
OWN = "data/nlu/it/trainers_greet.yml"


def block(intent: str, *lines: str) -> str:
    return f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {line}\n" for line in lines)


def files_of(folder: Path, texts: dict[str, str]) -> NluFiles:
    return NluFiles.read(project_of(folder, texts))


def shipped(folder: Path) -> NluFiles:
    """Two files with greetings, most of them in the second."""
    many = HEAD + "# first\n" + block("greet", "ciao", "salve", "[oggi](date) ciao") + "\n" + block("affirm", "ok")
    english = HEAD + block("affirm", "ok", "yes")
    return files_of(folder, {FEW: HEAD + block("greet", "buondì"), MANY: many, "data/nlu/en/a.yml": english})


def written(count: int) -> list[str]:
    return [f"frase {number}" for number in range(count)]


def test_every_line_is_read_with_its_place(tmp_path: Path) -> None:
    (found,) = [example for example in shipped(tmp_path).examples if example.text == "oggi ciao"]
    assert (found.intent, found.language, found.file, found.line) == ("greet", "it", MANY, 8)
    assert found.annotated == "[oggi](date) ciao"


def test_a_line_goes_to_the_end_of_its_intent_where_most_of_its_lines_are(tmp_path: Path) -> None:
    change = shipped(tmp_path).add("greet", "it", "  eccomi\n qua ")
    assert change.path == MANY
    assert change.after == (change.before or "").replace("(date) ciao\n", "(date) ciao\n    - eccomi qua\n")


def test_a_file_stays_under_two_hundred_lines(tmp_path: Path) -> None:
    full = HEAD + block("greet", *written(193)) + "# the last\n"
    files = files_of(tmp_path, {MANY: full, FEW: HEAD + block("greet", "buondì")})
    first = files.add("greet", "it", "eccomi")
    assert first.path == MANY
    assert (first.after or "").count("\n") == 199
    assert files.after([first]).add("greet", "it", "arrivo").path == FEW


def test_where_no_file_has_room_trainers_have_files_of_their_own(tmp_path: Path) -> None:
    full = HEAD + block("greet", *(f"altra {line}" for line in written(195)))
    files = files_of(tmp_path, {MANY: HEAD + block("greet", *written(250)), OWN: full})
    change = files.add("greet", "it", "eccomi")
    assert change == Change("data/nlu/it/trainers_greet_2.yml", None, HEAD + block("greet", "eccomi"))
    files = files.after([change])
    assert files.add("greet", "it", "arrivo").path == change.path
    assert files.remove(next(example for example in files.examples if example.text == "eccomi")) == change.reverse()


def test_an_intent_without_lines_yet_gets_a_file_whose_names_are_safe(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    assert files.add("ask_policy", "it", "quanto costa?").path == "data/nlu/it/trainers_ask_policy.yml"
    (tmp_path / "domain.yml").write_text('intents: ["no", "faq/../../x: y"]\n')
    files = NluFiles.read(Project(tmp_path))
    for intent, path in (("no", "data/nlu/it/trainers_no.yml"), ("faq/../../x: y", "data/nlu/it/trainers_faq_x_y.yml")):
        change = files.add(intent, "it", "quanto costa?")
        assert change.path == path
        assert [example.intent for example in files.after([change]).examples if example.file == path] == [intent]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n\t ", "empty"),
        ("a" * 501, "501 characters"),
        ("a" * 50_000_000, "50000000 characters"),
        ("ciao\x07", "U+0007"),
        ("ciao \u202eoaic", "U+202E"),
        ("ciao \ud800", "U+D800"),
        ("ciao \\u00e8", "number of a letter"),
        ("ciao \\u", "number of a letter"),
        ("vedi [qui](sito)", "[qui](sito)"),
        ('vedi [qui]{"entity": "sito"}', "sito"),
        ('vedi [qui]{"entity": 1}', "brackets"),
        ("vedi [qui]{date}", "brackets"),
        ("vedi [1][2]", "[1][2]"),
        ('vedi [qui]{"entity": "date", "colour": "red"}', "brackets"),
        ("CIAO", "many.yml, line 6"),
        ("ciào", "many.yml, line 6"),
        ("ciao oggi", None),
        ("oggi  ciao", "many.yml, line 8"),
        ("Yes", "en/a.yml, line 6"),
    ],
)
def test_a_line_that_teaches_nothing_or_something_else_is_refused(text: str, said: str | None, tmp_path: Path) -> None:
    files = shipped(tmp_path)
    before = snapshot(tmp_path)
    if said is None:
        assert files.add("greet", "it", text).after
        return
    with pytest.raises(BadFile) as caught:
        files.add("greet", "it", text)
    assert said in sentences(caught)[1]
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "text",
    [
        "- con un trattino", "-x", "# 1", "a: b", '"tra virgolette"', "'", "{a}", "[a]", "*a", "&a",
        "!!python/object:x", "|", "> 3", "%", "@", "`", "? a", "---", "...", "~", "true", "null",
        "\U0001f469\u200d\U0001f467", "a\\n",
        "[ciao] (date)", "/greet", "[x] ()",
    ],
)  # fmt: skip
def test_a_line_with_signs_of_yaml_is_read_back_as_it_is(text: str, tmp_path: Path) -> None:
    files = shipped(tmp_path)
    change = files.add("ask_policy", "it", text)
    added = [example for example in files.after([change]).examples if example.intent == "ask_policy"]
    assert [example.annotated for example in added] == [text]


def test_the_same_words_may_stand_in_both_languages_but_mean_one_thing(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    assert files.add("affirm", "it", "yes").path == MANY
    with pytest.raises(BadFile) as caught:
        files.add("greet", "it", "yes")
    assert "affirm" in sentences(caught)[0]


def test_an_intent_or_language_that_is_not_there_is_refused(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    for intent, language in (("unknown", "it"), ("greet", "de"), ("../greet", "it"), ("greet", "../en")):
        with pytest.raises(NotThere) as caught:
            files.add(intent, language, "eccomi")
        sentences(caught)


def test_moving_takes_a_line_out_and_puts_it_under_the_other_intent(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    example = next(example for example in files.examples if example.text == "oggi ciao")
    (change,) = files.move(example, "affirm")
    assert change.after == (change.before or "").replace("    - [oggi](date) ciao\n", "") + "    - [oggi](date) ciao\n"
    with pytest.raises(BadFile) as caught:
        files.move(example, "greet")
    sentences(caught)


def test_marking_changes_one_line_and_no_word_of_it(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    example = next(example for example in files.examples if example.text == "oggi ciao")
    change = files.relabel(example, "oggi [ciao](shop)")
    assert change.after == (change.before or "").replace("[oggi](date) ciao", "oggi [ciao](shop)")
    for text in ("[domani](date) ciao", "[oggi](colour) ciao", "oggi ciao bello"):
        with pytest.raises(BadFile) as caught:
            files.relabel(example, text)
        sentences(caught)


def test_a_line_that_is_gone_is_not_corrected(tmp_path: Path) -> None:
    files = shipped(tmp_path)
    example = files.examples[-1]
    later = files.after([files.remove(example)])
    for correct in (later.remove, lambda one: later.move(one, "greet"), lambda one: later.relabel(one, "x")):
        with pytest.raises(NotThere) as caught:
            correct(example)
        sentences(caught)


def test_of_two_trainers_the_second_is_told_and_the_first_s_line_stays(tmp_path: Path) -> None:
    project = project_of(tmp_path, {MANY: HEAD + block("greet", "ciao")})
    first, second = NluFiles.read(project), NluFiles.read(project)
    project.write([first.add("greet", "it", "eccomi")])
    with pytest.raises(FileChanged) as caught:
        project.write([second.add("greet", "it", "arrivo")])
    sentences(caught)
    assert [example.text for example in NluFiles.read(project).examples] == ["ciao", "eccomi"]


def test_a_line_that_holds_others_in_their_form_is_not_taken_out(tmp_path: Path) -> None:
    text = HEAD + "- intent: greet\n  examples: |\n    - ciao\n      - salve\n"
    files = files_of(tmp_path, {MANY: text})
    with pytest.raises(BadFile) as caught:
        files.remove(files.examples[0])
    assert "line 5" in sentences(caught)[1]
    assert len(files.examples) == 1


def test_where_a_block_cannot_be_added_to_by_lines_trainers_have_a_file_of_their_own(tmp_path: Path) -> None:
    for form in ('"- ciao"', ">\n    - ciao", "'- ciao\n\n  - salve'", "&a |\n    - ciao\n- lookup: b\n  examples: *a"):
        files = files_of(tmp_path, {MANY: f"{HEAD}- intent: greet\n  examples: {form}\n"})
        assert files.add("greet", "it", "eccomi").path == OWN


def test_an_ascii_file_is_read_with_its_numbered_letters_as_rasa_reads_it(tmp_path: Path) -> None:
    files = files_of(tmp_path, {MANY: HEAD + block("greet", "perch\\u00e9")})
    assert [(example.text, example.line) for example in files.examples] == [("perché", 5)]
    # With the new line the file would not be ASCII any more, and the old line another.
    assert files.add("greet", "it", "è qui").path == OWN


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "- intent: greet\n  examples:\n    - ciao\n", 5),
        (HEAD + "- intent: greet\n  examples: {a: 1}\n", 4),
        (HEAD + "- intent: greet\n  examples:\n    - text: [a]\n", 5),
        (HEAD + "- intent: greet\n  intent: affirm\n", 4),
        (HEAD + "- intent: greet\n  examples: !!python/object:os.system |\n    - ciao\n", 4),
        (HEAD + block("greet", "a\\u12"), None),
        (HEAD + block("greet", "[" * 20_000), 5),
        ("nlu: [\n", 2),
        (f"{HEAD}- intent: a\n  examples: &x |\n" + "    - x\n" * 50_000 + "- intent: b\n  examples: *x\n" * 9, None),
        (f"x: &x {{intent: greet}}\n{HEAD}- <<: *x\n  examples: |\n    - ciao\n", 4),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_line(text: str, line: int | None, tmp_path: Path) -> None:
    project = project_of(tmp_path, {MANY: text})
    with pytest.raises(BadFile) as caught:
        NluFiles.read(project)
    assert MANY in sentences(caught)[0]
    assert line is None or caught.value.values["line"] in (line, line - 1)


@pytest.mark.parametrize(
    "text", ["", "# only a comment\n", "nlu:\n", "nlu: []\n", "stories: []\n", "nlu: x\n", "[a]\n"]
)
def test_a_file_without_training_lines_has_none(text: str, tmp_path: Path) -> None:
    assert files_of(tmp_path, {MANY: text}).examples == ()


@pytest.mark.parametrize("text", ["[a]\n", "intents: x\n", "intents: [greet]\nentities: 3\n", "intents: [!a b]\n"])
def test_a_domain_in_another_form_is_refused(text: str, tmp_path: Path) -> None:
    project = project_of(tmp_path, {})
    (tmp_path / "domain.yml").write_text(text)
    with pytest.raises(WorkbenchError) as caught:
        NluFiles.read(project)
    assert "domain.yml" in sentences(caught)[0]


def test_marks_are_read_as_rasa_reads_them() -> None:
    line = (
        'il [2](day:due) a [Roma]{"entity": "shop", "role": "to"} [ora][{"entity": "a"}, {"entity": "b", "value": "c"}]'
    )
    assert plain_text(line) == "il 2 a Roma ora"
    assert entities_of(line) == (
        Entity(3, 4, "day", "due"),
        Entity(7, 11, "shop", "Roma", "to"),
        Entity(12, 15, "a", "ora"),
        Entity(12, 15, "b", "c"),
    )


def test_what_a_customer_wrote_is_taken_word_for_word_or_refused() -> None:
    assert unmarked_line(" è [qui]? \n") == "è [qui]?"
    for text in ("[oggi](date)", '[a]{"entity": "b"}', "[a][b]"):
        with pytest.raises(BadFile) as caught:
            unmarked_line(text)
        sentences(caught)
