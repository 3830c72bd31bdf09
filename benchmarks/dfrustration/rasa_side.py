"""Runs in Rasa's environment: trains the frustration model, corrects it by graded lines, reads texts with it.

bot/.venv/bin/python -m benchmarks.dfrustration.rasa_side TASK_JSON RESULT_JSON
"""

import json
import sys
from pathlib import Path

import yaml

from bot.components.frustration_estimator import FrustrationEstimator, lines_of
from bot.learning.frustration_model import FrustrationModel
from bot.learning.graded_lines import GradedLine
from bot.learning.remarks import read_remarks
from learning.encoder import shared_encoder

ROOT = Path(__file__).parent.parent.parent


def main(task: str, result: str) -> None:
    """Train as `rasa train` does, read, write the scores of each part."""
    content = json.loads(Path(task).read_text("utf-8"))
    lines = [GradedLine(*line) for line in content["lines"]]
    model = _shipped()
    scores = [
        _scores(model, [lines[i] for i in train], [lines[i].text for i in test]) for train, test in content["parts"]
    ]
    Path(result).write_text(json.dumps(scores), "utf-8")


def _shipped() -> FrustrationModel:
    from rasa.shared.importers.importer import TrainingDataImporter

    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    config = {
        **FrustrationEstimator.get_default_config(),
        **next(step for step in pipeline if step["name"].endswith(FrustrationEstimator.__name__)),
    }
    messages = TrainingDataImporter.load_from_dict(training_data_paths=[str(ROOT / "data" / "nlu")]).get_nlu_data()
    return FrustrationModel.fit(lines_of(config, messages), remarks=read_remarks(Path(config["lines"])))


def _scores(model: FrustrationModel, graded: list[GradedLine], texts: list[str]) -> list[float]:
    corrected = model.corrected(graded) if graded else model
    return corrected.scores(texts, shared_encoder().encode(texts))


if __name__ == "__main__":
    main(*sys.argv[1:])
