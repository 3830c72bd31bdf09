"""The frustration model on other people's grades: English customer-service dialogues, graded turn by turn.

Twice: as shipped, without having seen any of them; and with four fifths of the dialogues as the company's own graded
messages, read on the fifth that was left out, in turn. And each in two ways: the score of every *message* by itself,
and the score of the *conversation* after that message, by the product's own function (`actions.conversation`), which
has heard the messages before; no answer counts as one that did not help. The graders had the dialogue before their
eyes.

Reported: the area under the ROC curve of telling turns of a mean grade of 2 (and of 3) or more from the others, and
Spearman's rank correlation of the score with the mean grade.

    python -m benchmarks.dfrustration
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import ArrayLike, NDArray
from rich.table import Table
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from actions.conversation import Conversation
from benchmarks.results import report, shared_file

ROOT = Path(__file__).parent.parent.parent
FOLDS = 5
MOST = 4
_TURN = re.compile(r"^USER:\s*(?P<text>.*?)\s*\{(?P<grades>[^}]*)\}\s*$")

Places = NDArray[np.intp]


@dataclass(frozen=True)
class Turn:
    """What a customer wrote, the mean of its grades 0 to 4, and the dialogue it is of."""

    text: str
    grade: float
    dialogue: int


@click.command()
def main() -> None:
    """Train, read, report."""
    turns = list(_turns(shared_file("data/dfrustration/dialogues.txt").read_text(encoding="utf-8")))
    everything = np.arange(len(turns))
    folds = list(GroupKFold(FOLDS).split(turns, groups=[turn.dialogue for turn in turns]))
    shipped, *parts = _read(turns, [(everything[:0], everything), *folds])
    left_out = np.zeros(len(turns))
    for (_, test), scores in zip(folds, parts, strict=True):
        left_out[test] = scores
    figures = {
        "message, as shipped": _figures(turns, shipped),
        "conversation, as shipped": _figures(turns, _conversations(turns, shipped)),
        "message, with its training part, five folds": _figures(turns, left_out),
        "conversation, with its training part, five folds": _figures(turns, _conversations(turns, left_out.tolist())),
    }
    table = Table("score of the", *figures["message, as shipped"])
    for name, found in figures.items():
        table.add_row(name, *(f"{value:.3f}" for value in found.values()))
    report("dfrustration", table, {"turns": len(turns), **figures})


def _turns(content: str) -> Iterator[Turn]:
    dialogue = 0
    for line in content.splitlines():
        dialogue += line.startswith("-----")
        found = _TURN.match(line)
        grades = [int(grade) for grade in found["grades"].split(",") if grade.strip().isdigit()] if found else []
        if found and grades:
            yield Turn(found["text"].replace("///", "\n"), float(np.mean(grades)), dialogue)


def _read(turns: list[Turn], parts: list[tuple[Places, Places]]) -> list[list[float]]:
    """For each part, given as (training, test): the test turns' scores by a model corrected by the training turns."""
    lines = [[turn.text, turn.grade / MOST] for turn in turns]
    task = {"lines": lines, "parts": [[train.tolist(), test.tolist()] for train, test in parts]}
    with tempfile.TemporaryDirectory() as name:
        given, result = Path(name) / "task.json", Path(name) / "result.json"
        given.write_text(json.dumps(task), encoding="utf-8")
        command = [str(ROOT / "bot" / ".venv" / "bin" / "python"), "-m", "benchmarks.dfrustration.rasa_side"]
        variables = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
        subprocess.run([*command, str(given), str(result)], cwd=ROOT, env=variables, check=True)
        scores: list[list[float]] = json.loads(result.read_text(encoding="utf-8"))
        return scores


def _conversations(turns: list[Turn], scores: list[float]) -> list[float]:
    """The score of each turn's conversation after it, from the scores of the messages in order."""
    heard: list[float] = []
    conversation, dialogue = Conversation(), None
    for turn, score in zip(turns, scores, strict=True):
        conversation = (conversation if turn.dialogue == dialogue else Conversation()).heard(score)
        dialogue = turn.dialogue
        heard.append(conversation.score)
    return heard


def _figures(turns: list[Turn], scores: ArrayLike) -> dict[str, float]:
    grades = np.array([turn.grade for turn in turns])
    return {
        "AUROC, grade 2 or more": float(roc_auc_score(grades >= 2, scores)),
        "AUROC, grade 3 or more": float(roc_auc_score(grades >= 3, scores)),
        "Spearman": float(spearmanr(grades, scores).statistic),
    }


if __name__ == "__main__":
    main()
