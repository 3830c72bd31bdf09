"""What a company's own graded messages teach besides the labelled lines."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.frustration_estimator import FrustrationEstimator
from bot.errors import MalformedGradesError
from bot.learning.frustration_scale import level_of
from bot.learning.graded_lines import read_graded_lines
from bot.tests.conftest import FRUSTRATION_LINES

GRADED = [
    {"text": "the parcel is still at the depot", "score": 0.9},
    {"text": "my parcel sits at the depot again", "score": 1},
    {"text": "il pacco è ancora in deposito", "score": 0.85},
    {"text": "thank you, that is all", "score": 0.0},
    {"text": "what does delivery cost?", "score": 0.05},
    {"text": "grazie, tutto chiaro", "score": 0},
]
UNSEEN = "parcel still sits at the depot"
Trained = Callable[[dict[str, Any]], FrustrationEstimator]


@pytest.fixture
def trained(storage: LocalModelStorage, context: ExecutionContext) -> Trained:
    def train(more: dict[str, Any]) -> FrustrationEstimator:
        config = {"lines": str(FRUSTRATION_LINES), **more}
        resource = FrustrationEstimator.create(config, storage, Resource("graded"), context).train(TrainingData())
        return FrustrationEstimator.load(config, storage, resource, context)

    return train


@pytest.fixture
def graded(tmp_path: Path) -> str:
    file = tmp_path / "graded.yml"
    file.write_text(yaml.safe_dump(GRADED, allow_unicode=True), "utf-8")
    return str(file)


def _score(estimator: FrustrationEstimator, message: Message) -> float:
    reading = estimator.process([message])[0].get("frustration")
    assert 0 <= reading["score"] <= 1
    assert reading["level"] == level_of(reading["score"])
    return float(reading["score"])


def test_what_a_companys_people_grade_as_heated_is_read_so(
    trained: Trained, graded: str, message_of: Callable[[str], Message]
) -> None:
    before = _score(trained({}), message_of(UNSEEN))
    assert _score(trained({"graded_lines": graded}), message_of(UNSEEN)) > before + 0.1


def test_what_the_lines_teach_is_not_forgotten(
    trained: Trained, graded: str, message_of: Callable[[str], Message]
) -> None:
    estimator = trained({"graded_lines": graded})
    heated, calm = message_of("siete una truffa, vi denuncio"), message_of("quanto costa un tavolo?")
    assert _score(estimator, heated) > _score(estimator, calm)


def test_grades_that_are_all_alike_do_no_harm(
    trained: Trained, tmp_path: Path, message_of: Callable[[str], Message]
) -> None:
    (tmp_path / "one.yml").write_text(yaml.safe_dump([{"text": "ok", "score": 0.5}]), "utf-8")
    assert _score(trained({"graded_lines": str(tmp_path / "one.yml")}), message_of("ciao")) == pytest.approx(0.5)


def test_a_changed_grade_makes_rasa_train_anew(graded: str) -> None:
    before = FrustrationEstimator.fingerprint_addon({"graded_lines": graded})
    Path(graded).write_text(yaml.safe_dump(GRADED[:-1]), "utf-8")
    assert FrustrationEstimator.fingerprint_addon({"graded_lines": graded}) != before


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "must be a list"),
        ("[]", "must be a list"),
        ("text: ciao", "must be a list"),
        ("- ciao", "line 1 must have"),
        ("- {text: ciao, score: 0}\n- {text: 3, score: 0}", "line 2 must have"),
        ("- {text: ciao}", "line 1 must have"),
        ("- {text: ciao, score: yes}", "line 1 must have"),
        ("- {text: ciao, score: 4}", "the score of line 1 is 4, not within 0 to 1"),
        ("- {text: ciao, score: .nan}", "the score of line 1 is nan"),
        ("- {text: [", "cannot be read as YAML"),
    ],
)
def test_malformed_grades_are_told_with_their_place(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "graded.yml").write_text(content, "utf-8")
    with pytest.raises(MalformedGradesError, match=complaint):
        read_graded_lines(tmp_path / "graded.yml")


def test_a_missing_file_of_grades_stops_the_training(trained: Trained, tmp_path: Path) -> None:
    with pytest.raises(MalformedGradesError, match="cannot be read"):
        trained({"graded_lines": str(tmp_path / "none.yml")})
