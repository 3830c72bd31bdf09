"""Runs in Rasa's environment: trains the frustration model, corrects it by graded lines, reads texts with it.

bot/.venv/bin/python -m benchmarks.dfrustration.rasa_side TASK_JSON RESULT_JSON
"""

import json
import sys
from pathlib import Path

from bot.learning.frustration_lines import read_lines
from bot.learning.frustration_model import FrustrationModel
from bot.learning.graded_lines import GradedLine
from learning.encoder import shared_encoder

LINES = Path(__file__).parent.parent.parent / "bot" / "resources" / "frustration"


def main(task: str, result: str) -> None:
    """Train, read, write the scores of each part."""
    content = json.loads(Path(task).read_text("utf-8"))
    lines = [GradedLine(*line) for line in content["lines"]]
    model = FrustrationModel.fit(read_lines(LINES))
    scores = [
        _scores(model, [lines[i] for i in train], [lines[i].text for i in test]) for train, test in content["parts"]
    ]
    Path(result).write_text(json.dumps(scores), "utf-8")


def _scores(model: FrustrationModel, graded: list[GradedLine], texts: list[str]) -> list[float]:
    corrected = model.corrected(graded) if graded else model
    return corrected.scores(texts, shared_encoder().encode(texts))


if __name__ == "__main__":
    main(*sys.argv[1:])
