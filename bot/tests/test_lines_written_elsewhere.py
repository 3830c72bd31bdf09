"""Rasa reads the training lines that the workbench writes as the workbench reads them."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

ROOT = Path(__file__).parents[2]
# The workbench runs in the project's environment, which has another Python.
WRITER = """
import json, sys
from pathlib import Path
from workbench.nlu import NluFiles, entities_of
from workbench.project import Project
project = Project(Path.cwd())
for intent, language, line in json.load(sys.stdin):
    project.write([NluFiles.read(project).add(intent, language, line)])
files = NluFiles.read(project)
example = next(example for example in files.examples if example.text == "quando arriva domani?")
project.write([files.relabel(example, "quando arriva [domani](date)?")])
found = [
    [one.file, one.intent, one.text, [[e.start, e.end, e.entity, e.value] for e in entities_of(one.annotated)]]
    for one in NluFiles.read(project).examples
]
print(json.dumps(found))
"""
LINES = [
    "- con un trattino", "# 1", "a: b", '"tra virgolette"', "{a}", "[a] (b)", "*a", "!!python/object:x", "|", "%",
    "---", "~", "true", "\U0001f469\u200d\U0001f467", "a\\n", "/greet", "consegna [domani](date) a [Roma](shop:roma)",
    'il [2 maggio]{"entity": "date", "value": "2026-05-02"}', "perché?", "${HOME}", "quando arriva domani?",
]  # fmt: skip
HEAD = 'version: "3.1"\nnlu:\n'
FILES = {
    "domain.yml": "intents: [ask_policy, greet, affirm, 'no']\nentities: [date, shop]\n",
    "data/nlu/it/lines.yml": HEAD + "# lines\n- intent: ask_policy\n  examples: |\n    - quanto costa?\n\n# the end",
    "data/nlu/it/entries.yml": HEAD
    + "- intent: greet\n  examples:\n  - text: |\n      ciao\n    metadata: {from: desk}\n  - text: 'salve'\n",
    "data/nlu/en/windows.yml": (HEAD + "- intent: affirm\n  examples: |+\n    -  ok \n    -yes\n\n").replace(
        "\n", "\r\n"
    ),
    "data/nlu/en/numbers.yml": HEAD
    + "- intent: greet\n  examples: |\n    - ol\\u00e9\n- intent: affirm\n  examples: >\n"
    '    - one\n    - two\n- synonym: now\n  examples: |\n    - ora\n- intent: greet\n  examples: "- hi\\n- hey"\n',
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    folder = tmp_path_factory.mktemp("project")
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    asked = [(("ask_policy", "greet", "no")[index % 3], "it", line) for index, line in enumerate(LINES)]
    asked += [("affirm", "en", "sure"), ("greet", "en", "allô")]
    done = subprocess.run(
        [ROOT / ".venv/bin/python", "-c", WRITER],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, input=json.dumps(asked), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_rasa_reads_every_written_line_as_the_workbench_does(written: tuple[Path, list[Any]]) -> None:
    folder, examples = written
    files = sorted({file for file, *_ in examples})
    assert len(files) > len(FILES) - 1
    for file in files:
        assert seen_by_rasa(folder / file) == [example[1:] for example in examples if example[0] == file], file


def test_every_line_asked_for_is_there_and_the_old_ones_too(written: tuple[Path, list[Any]]) -> None:
    texts = {text for _, _, text, _ in written[1]}
    plain = {"consegna domani a Roma", "il 2 maggio"} | {
        line for line in LINES if "](" not in line and "]{" not in line
    }
    assert texts >= plain | {"quanto costa?", "ciao", "salve", "ok", "yes", "olé", "allô", "hi", "hey", "sure"}


def seen_by_rasa(file: Path) -> list[list[object]]:
    """Intent, text and entities of each line, as `rasa train` reads them."""
    reader = RasaYAMLReader()
    data = reader.reads(file.read_text("utf-8"))
    return [
        [
            message.data["intent"],
            message.data["text"],
            [[e["start"], e["end"], e["entity"], e["value"]] for e in message.data.get("entities") or []],
        ]
        for message in data.training_examples
    ]
