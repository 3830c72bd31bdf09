"""What everyday remarks teach besides the labelled lines."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.frustration_estimator import FrustrationEstimator
from bot.errors import MissingTrainingLinesError
from bot.learning.displeasure import within_level
from bot.learning.frustration_scale import LEVELS, level_of
from bot.learning.remarks import read_remarks
from bot.tests.conftest import FRUSTRATION_LINES

REMARKS = {
    "pleased": ["what a lovely walk", "che bella serata", "we laughed so much", "grazie, che gioia"],
    "neutral": ["the bus is at nine", "abito al terzo piano", "it is made of wood", "il corso è di lunedì"],
    "displeased": ["the soup was cold", "ho dormito male", "my shoes are wet", "che peccato, piove"],
    "upset": ["he ruined my birthday", "mi ha mentito, che schifo", "I hate this weather", "che rabbia"],
}
Read = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told") / "lines"
    copytree(FRUSTRATION_LINES, folder)
    (folder / "remarks").mkdir()
    (folder / "remarks" / "both.yml").write_text(yaml.safe_dump(REMARKS, allow_unicode=True), "utf-8")
    return folder


@pytest.fixture(scope="module")
def estimator(shared_storage: LocalModelStorage, context: ExecutionContext, lines: Path) -> FrustrationEstimator:
    resource = Resource("displeasure")
    estimator = FrustrationEstimator.create({"lines": str(lines)}, shared_storage, resource, context)
    estimator.train(TrainingData())
    return estimator


@pytest.fixture(scope="module")
def read(estimator: FrustrationEstimator, message_of: Callable[[str], Message]) -> Read:
    return lambda text: dict(estimator.process([message_of(text)])[0].get("frustration"))


def test_an_outrage_stands_above_a_delight(read: Read) -> None:
    assert read("they ruined my summer, I hate it")["score"] > read("a lovely summer, we laughed")["score"]
    assert read("che schifo, che rabbia")["score"] > read("che gioia, che bella giornata")["score"]


def test_level_and_score_agree(read: Read) -> None:
    for text in ["ciao", "vergogna!", "it is late again", "my parcel is wet", "siete una truffa, vi denuncio"]:
        assert read(text)["level"] == level_of(read(text)["score"])


def test_a_loaded_estimator_reads_the_same(
    estimator: FrustrationEstimator,
    shared_storage: LocalModelStorage,
    context: ExecutionContext,
    lines: Path,
    message_of: Callable[[str], Message],
) -> None:
    loaded = FrustrationEstimator.load({"lines": str(lines)}, shared_storage, Resource("displeasure"), context)
    for text in ["he ruined my birthday", "quanto costa la consegna?"]:
        before, after = (one.process([message_of(text)])[0].get("frustration") for one in (estimator, loaded))
        assert after["score"] == pytest.approx(before["score"], abs=0.01)


def test_a_changed_remark_makes_rasa_train_anew(tmp_path: Path, lines: Path) -> None:
    copytree(lines, tmp_path / "lines")
    before = FrustrationEstimator.fingerprint_addon({"lines": str(tmp_path / "lines")})
    with (tmp_path / "lines" / "remarks" / "both.yml").open("a", encoding="utf-8") as file:
        file.write("- never again\n")
    assert FrustrationEstimator.fingerprint_addon({"lines": str(tmp_path / "lines")}) != before


@pytest.mark.parametrize(
    "content", ["", "[]", "upset: [no]", "{pleased: [a], neutral: [b], displeased: [c], upset: d}",
                "{pleased: [a], neutral: [b], displeased: [], upset: [d]}",
                "{pleased: [a], neutral: [b], displeased: [1], upset: [d]}"],
)  # fmt: skip
def test_remarks_of_another_shape_are_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "remarks").mkdir()
    (tmp_path / "remarks" / "en.yml").write_text(content, "utf-8")
    with pytest.raises(MissingTrainingLinesError, match="must map pleased, neutral, displeased, upset"):
        read_remarks(tmp_path)


def test_where_no_remarks_lie_none_are_read() -> None:
    assert read_remarks(FRUSTRATION_LINES) == []


@given(st.floats(0, 1), st.floats(-1, 2))
def test_displeasure_moves_a_score_only_within_its_level(score: float, grade: float) -> None:
    assert level_of(within_level(score, grade, len(LEVELS))) == level_of(score)
