"""Runs in Rasa's environment: trains the frustration model on its own lines and given ones, then reads texts with it.

bot/.venv/bin/python -m benchmarks.dfrustration.rasa_side TASK_JSON RESULT_JSON
"""

import json
import sys
from pathlib import Path

from bot.learning.frustration_lines import LabelledLine, read_lines
from bot.learning.frustration_model import FrustrationModel
from learning.encoder import shared_encoder

LINES = Path(__file__).parent.parent.parent / "bot" / "resources" / "frustration"


def main(task: str, result: str) -> None:
    """Train, read, write the scores."""
    content = json.loads(Path(task).read_text("utf-8"))
    model = FrustrationModel.fit([*read_lines(LINES), *(LabelledLine(*line) for line in content["added"])])
    texts = content["texts"]
    Path(result).write_text(json.dumps(model.scores(texts, shared_encoder().encode(texts))), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
