"""How tense a message is read to be, and from what that is learnt."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import frustration_estimator
from bot.components.frustration_estimator import FrustrationEstimator
from bot.errors import MissingTrainingLinesError
from bot.learning.frustration_lines import read_lines
from bot.learning.frustration_scale import level_of
from bot.tests.conftest import FRUSTRATION_LINES

Make = Callable[[Path], FrustrationEstimator]
Read = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def make(shared_storage: LocalModelStorage, context: ExecutionContext) -> Make:
    resource = Resource("frustration")
    return lambda lines: FrustrationEstimator.create({"lines": str(lines)}, shared_storage, resource, context)


@pytest.fixture(scope="module")
def read(make: Make, message_of: Callable[[str], Message]) -> Read:
    estimator = make(FRUSTRATION_LINES)
    estimator.train(TrainingData())
    return lambda text: dict(estimator.process([message_of(text)])[0].get("frustration"))


@pytest.fixture(scope="module")
def score(read: Read) -> Callable[[str], float]:
    return lambda text: float(read(text)["score"])


def test_abuse_scores_above_a_plain_question(score: Callable[[str], float]) -> None:
    assert score("siete una truffa, vi denuncio") > score("quanto costa la consegna?") + 0.3
    assert score("you are thieves and this is a scam") > score("how much is a table?") + 0.3


def test_capitals_alone_raise_nothing(score: Callable[[str], float]) -> None:
    assert score("QUANTO COSTA LA SPEDIZIONE") == score("quanto costa la spedizione")


def test_nothing_said_is_calm(score: Callable[[str], float]) -> None:
    assert score("") == 0.0


def test_level_and_score_always_agree(read: Read) -> None:
    for text in ["ciao", "ancora niente?", "sono stanco", "vergogna!", "it is late again", "thanks!"]:
        reading = read(text)
        assert 0 <= reading["score"] <= 1
        assert reading["level"] == level_of(reading["score"])


def test_training_without_a_languages_file_says_which(make: Make, tmp_path: Path) -> None:
    copytree(FRUSTRATION_LINES, tmp_path / "lines")
    (tmp_path / "lines" / "en.yml").unlink()
    with pytest.raises(MissingTrainingLinesError, match=r"has none in en\.yml"):
        make(tmp_path / "lines").train(TrainingData())


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("calm: [ciao]", "for: tense, frustrated, angry"),
        ("{}", "for: calm, tense, frustrated, angry"),
        ("[]", "must map levels"),
        ("", "must map levels"),
        ("furious: [ciao]", "must map levels"),
        ("calm: ciao", "list of lines for the level 'calm'"),
        ("calm: [1, 2]", "list of lines for the level 'calm'"),
    ],
)
def test_training_with_a_malformed_file_says_what_is_wrong(
    make: Make, tmp_path: Path, content: str, complaint: str
) -> None:
    copytree(FRUSTRATION_LINES, tmp_path / "lines")
    (tmp_path / "lines" / "it.yml").write_text(content, "utf-8")
    with pytest.raises(MissingTrainingLinesError, match=complaint):
        make(tmp_path / "lines").train(TrainingData())


def test_lines_of_calm_intents_teach_calm(
    shared_storage: LocalModelStorage,
    context: ExecutionContext,
    training_data: TrainingData,
    message_of: Callable[[str], Message],
    score: Callable[[str], float],
) -> None:
    config = {"lines": str(FRUSTRATION_LINES), "calm_intents": ["bot_challenge"], "calm_lines": 20}
    estimator = FrustrationEstimator.create(config, shared_storage, Resource("calm"), context)
    estimator.train(training_data)
    taught = estimator.process([message_of("sei un robot")])[0].get("frustration")["score"]
    assert taught < score("sei un robot")


def test_signs_without_letters_are_calm(score: Callable[[str], float]) -> None:
    assert [score(text) for text in ["42", "😀", "?!"]] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("text", ["il pacco è in ritardo", "my parcel is late"])
def test_an_angry_face_raises_the_score_and_two_raise_it_more(text: str, score: Callable[[str], float]) -> None:
    plain, one, two, kind = (score(text + face) for face in ("", " 😡", " 😡🤬", " 😀"))
    assert plain < one < two <= 1.0
    assert kind < one


def test_angry_faces_alone_are_not_calm(read: Read) -> None:
    assert read("🤬🤬")["level"] != "calm"
    assert 0.0 < read("😡" * 500)["score"] <= 1.0


def test_an_angry_face_is_among_the_cues(make: Make, message_of: Callable[[str], Message]) -> None:
    estimator = make(FRUSTRATION_LINES)
    estimator.train(TrainingData())
    cues = estimator.process([message_of("siete una vergogna 🤬🤬😡 vi denuncio")])[0].get("frustration_cues")
    assert cues[:2] == ["😡", "🤬"]
    assert len(cues) == 3


def test_lines_may_be_split_by_topic(tmp_path: Path) -> None:
    copytree(FRUSTRATION_LINES, tmp_path / "whole")
    content = yaml.safe_load((FRUSTRATION_LINES / "it.yml").read_text("utf-8"))
    copytree(FRUSTRATION_LINES, tmp_path / "split")
    (tmp_path / "split" / "it.yml").unlink()
    (tmp_path / "split" / "it").mkdir()
    for level, lines in content.items():
        (tmp_path / "split" / "it" / f"{level}.yml").write_text(yaml.safe_dump({level: lines}), "utf-8")
    split, whole = ({(line.text, line.level) for line in read_lines(tmp_path / name)} for name in ("split", "whole"))
    assert split == whole


def test_a_voice_may_have_a_file_a_level(tmp_path: Path) -> None:
    copytree(FRUSTRATION_LINES, tmp_path / "lines")
    (tmp_path / "lines" / "it").mkdir()
    for level in ("calm", "angry"):
        (tmp_path / "lines" / "it" / f"aunts_{level}.yml").write_text(f"{level}: [nipote mio]", "utf-8")
    assert {line.voice for line in read_lines(tmp_path / "lines")} == {"it", "en", "aunts"}


def test_a_heated_message_names_the_words_that_made_it_so(make: Make, message_of: Callable[[str], Message]) -> None:
    estimator = make(FRUSTRATION_LINES)
    estimator.train(TrainingData())
    angry = estimator.process([message_of("siete una vergogna, vi denuncio")])[0]
    assert {"vergogna", "vi denuncio", "denuncio"} & set(angry.get("frustration_cues"))
    assert len(angry.get("frustration_cues")) <= 3
    calm = estimator.process([message_of("quanto costa la consegna?")])[0]
    assert (calm.get("frustration")["level"], calm.get("frustration_cues")) == ("calm", [])


def test_a_cue_is_never_a_word_that_says_nothing_by_itself(make: Make, message_of: Callable[[str], Message]) -> None:
    estimator = make(FRUSTRATION_LINES)
    estimator.train(TrainingData())
    for text in ("e perché?", "siete dei ladri e lo sapete", "you and the lot of you are thieves"):
        cues = estimator.process([message_of(text)])[0].get("frustration_cues")
        assert not {"e", "lo", "dei", "and", "the", "you", "of you"} & set(cues)


def test_a_changed_line_makes_rasa_train_anew(tmp_path: Path) -> None:
    copytree(FRUSTRATION_LINES, tmp_path / "lines")
    config = {"lines": str(tmp_path / "lines")}
    before = FrustrationEstimator.fingerprint_addon(config)
    with (tmp_path / "lines" / "it.yml").open("a", encoding="utf-8") as file:
        file.write('  - "Siete senza vergogna"\n')
    assert FrustrationEstimator.fingerprint_addon(config) != before


def test_a_line_more_changes_at_most_one_of_the_calm_lines_that_are_taken() -> None:
    lines = [f"line {number}" for number in range(60)]
    taken = set(frustration_estimator._drawn(lines, 15))
    assert len(taken) == 15
    assert taken == set(frustration_estimator._drawn(lines[::-1], 15))
    for number in range(40):
        after = set(frustration_estimator._drawn([f"new {number}", *lines], 15))
        assert len(taken - after) <= 1
    assert frustration_estimator._drawn(["one"], 15) == ["one"]
