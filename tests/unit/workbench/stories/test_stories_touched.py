"""Which tests a change touches, asked of a real git."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conversation_tests.catalogue import Catalogue
from tests.unit.workbench.stories.making_runs import FILE, STORY, make_project, make_test, make_uses
from workbench.errors import NotThere, WorkbenchError
from workbench.stories.choosing import find_tests
from workbench.stories.git import ChangedFile, Git
from workbench.stories.played import Played
from workbench.stories.touched.reach import Reach, reach_of
from workbench.stories.touched.tests import Touched, touched_tests

Edit = Callable[[str, str, str], None]
USES = make_uses(
    intents=("ask_policy",),
    actions=("action_answer_policy",),
    rules=("A question about a policy is answered",),
    responses=("utter_greet",),
    company_policies=("gift-cards",),
    path=(("ask_policy", ("action_answer_policy",)), ("ask_reason", ("action_give_reason",))),
)
NLU = "nlu:\n  - intent: {intent}\n    examples: |\n      - {line}\n"


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("touched"))
    for place, text in {
        "data/nlu/it/asking.yml": NLU.format(intent="ask_policy", line="quando scade?"),
        "data/nlu/it/greeting.yml": NLU.format(intent="greet", line="ciao"),
        "actions/answer_policy.py": 'class A:\n    action_name = "action_answer_policy"\n',
        "actions/small_talk.py": 'class B:\n    action_name = "action_small_talk"\n',
        "actions/context.py": "x = 1\n",
        "README.md": "Hello\n",
        "bot/x.py": "x = 1\n",
        "web/x.py": "x = 1\n",
    }.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    return folder


@pytest.fixture
def project(committed: Path) -> Path:
    git(committed, "reset", "-q", "--hard")
    git(committed, "clean", "-qfd")
    return committed


def touched(project: Path, result: Played | None = None) -> list[Touched]:
    catalogue = Catalogue.read(project)
    reaches = [reach_of(changed) for changed in Git(project).changed_files("HEAD")]
    results = {(FILE, STORY): result} if result else {}
    return touched_tests(find_tests(project, (), catalogue).stories, reaches, results, catalogue)


def why(project: Path, result: Played | None = None) -> list[str]:
    return [cause.why for test in touched(project, result) for cause in test.causes]


def change(project: Path, path: str, old: str, new: str) -> None:
    file = project / path
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    assert old in text
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(old, new, 1) if old else new, encoding="utf-8")


def test_nothing_changed_touches_nothing(project: Path) -> None:
    assert touched(project) == []


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FILE, "quando", "e quando"),
        ("data/nlu/it/asking.yml", "quando scade?", "quando scade la carta?"),
        ("data/rules/asking_about_a_policy.yml", "action: action_answer_policy", "action: action_give_steps"),
        ("actions/answer_policy.py", "class A", "class Answer"),
        ("policy_kb/content/aurora_casa/policies/gift-cards.yml", "Gift cards", "Cards"),
        ("actions/context.py", "1", "2"),
        ("bot/x.py", "1", "2"),
        ("config.yml", "", "pipeline: []\n"),
        ("policy_kb/content/aurora_casa/company.yml", "", "name: X\n"),
        ("learning/new.py", "", "x = 1\n"),
    ],
)
def test_a_change_that_can_reach_the_test_touches_it_also_before_its_first_run(
    project: Path, path: str, old: str, new: str
) -> None:
    change(project, path, old, new)
    assert [(test.file, test.story) for test in touched(project)] == [(FILE, STORY)]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("README.md", "Hello", "Hi"),
        ("web/x.py", "1", "2"),
        ("docs/new.md", "", "x"),
        ("tests/unit/new.py", "", "x = 1\n"),
        ("data/nlu/it/greeting.yml", "ciao", "salve"),
        ("data/nlu/it/asking.yml", "nlu:", "# a comment\nnlu:"),
        ("data/rules/small_talk.yml", "rules:", "# a comment\nrules:"),
        ("actions/small_talk.py", "class B", "class Talk"),
    ],
)
def test_a_change_that_cannot_reach_it_does_not(project: Path, path: str, old: str, new: str) -> None:
    change(project, path, old, new)
    assert touched(project) == []


def test_what_only_a_run_tells_is_taken_from_the_last_run(project: Path) -> None:
    change(project, "data/responses/greetings.yml", "utter_greet:", "utter_greet:\n    - text: Hey")
    assert why(project) == ["never_run"]
    assert why(project, make_test(uses=USES)) == ["uses"]
    assert why(project, make_test(uses=make_uses(responses=("utter_goodbye",)))) == []


def test_each_cause_names_the_file_and_what_the_test_uses_of_it(project: Path) -> None:
    change(project, "actions/answer_policy.py", "class A", "class Answer")
    (test,) = touched(project, make_test(uses=USES))
    (cause,) = test.causes
    assert (cause.path, cause.sort, cause.names) == ("actions/answer_policy.py", "actions", ("action_answer_policy",))


def test_a_changed_training_story_touches_the_tests_that_walk_two_steps_of_it(project: Path) -> None:
    new = (
        "stories:\n  - story: X\n    steps:\n      - intent: greet\n      - action: action_small_talk\n"
        "      - intent: ask_policy\n      - action: action_answer_policy\n"
        "      - intent: ask_reason\n      - action: action_give_reason\n"
    )
    change(project, "data/stories/new.yml", "", new)
    assert why(project) == []
    assert why(project, make_test(uses=USES)) == ["walks"]


def test_a_removed_test_is_touched_by_nothing(project: Path) -> None:
    other = FILE.replace("test_a_card_expires", "test_another_card_expires")
    change(project, other, "", (project / FILE).read_text("utf-8"))
    (project / FILE).unlink()
    assert [test.file for test in touched(project)] == [other]


@pytest.mark.parametrize(
    "text", ["nlu: [", "nlu: 3", "- 1", "nlu:\n  - synonym: x\n    examples: |\n      - y\n", "\0"]
)
def test_training_data_of_another_form_reaches_everything(text: str) -> None:
    assert reach_of(ChangedFile("data/nlu/it/x.yml", None, text)).everything


def test_a_domain_that_gains_an_intent_reaches_those_with_it_only() -> None:
    before, after = "intents: [a]\nslots: {x: 1}\n", "intents: [a, b]\nslots: {x: 1}\n"
    assert reach_of(ChangedFile("domain.yml", before, after)) == Reach("domain.yml", names={"intents": frozenset("b")})
    assert reach_of(ChangedFile("domain.yml", before, "intents: [a]\nslots: {x: 2}\n")).everything


@pytest.mark.parametrize("revision", ["nowhere", "--all", "-p", "HEAD; rm -rf x", "", "HEAD:README.md"])
def test_a_revision_that_git_does_not_know_is_refused(project: Path, revision: str) -> None:
    with pytest.raises(NotThere):
        Git(project).changed_files(revision)


def test_without_git_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as raised:
        Git(tmp_path).changed_files("HEAD")
    assert raised.value.key == "stories.no-git"
    assert (Git(tmp_path).commit(), Git(tmp_path).is_changed()) == ("", False)
