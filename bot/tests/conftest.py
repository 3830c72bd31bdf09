"""A small real Rasa model and the parts to try components alone."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.model_training import train
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.sentence_encoder import SentenceEncoder

ROOT = Path(__file__).parent.parent.parent
LINES = Path(__file__).parent / "lines"
FRUSTRATION_LINES = LINES / "frustration"

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


@pytest.fixture(scope="session")
def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), "test")


@pytest.fixture(scope="session")
def shared_storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage(tmp_path_factory.mktemp("components"))


@pytest.fixture(scope="session")
def encoder(shared_storage: LocalModelStorage, context: ExecutionContext) -> SentenceEncoder:
    settings = SentenceEncoder.get_default_config()
    return SentenceEncoder.create(settings, shared_storage, Resource("encoder"), context)


@pytest.fixture(scope="session")
def message_of(encoder: SentenceEncoder) -> Callable[[str], Message]:
    """Return a message that the sentence encoder has read."""
    return lambda text: encoder.process([Message({TEXT: text})])[0]


@pytest.fixture(scope="session")
def training_data(encoder: SentenceEncoder) -> TrainingData:
    content = yaml.safe_load((LINES / "nlu.yml").read_text("utf-8"))
    lines = [
        Message({TEXT: line.removeprefix("- "), INTENT: item["intent"]})
        for item in content["nlu"]
        for line in item["examples"].splitlines()
    ]
    return encoder.process_training_data(TrainingData(lines))


@pytest.fixture(scope="session")
def trained_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Train the project's own configuration on a handful of lines and return the model's path."""
    folder = tmp_path_factory.mktemp("model")
    result = train(
        domain=str(_small_domain(folder)),
        config=str(_small_config(folder)),
        training_files=[str(ROOT / "data" / "rules"), str(ROOT / "data" / "stories"), str(LINES / "nlu.yml")],
        output=str(folder),
        fixed_model_name="small",
    )
    assert result.code == 0
    return str(result.model)


@pytest.fixture(scope="session")
def agent(trained_model: str) -> Agent:
    return Agent.load(trained_model)


@pytest.fixture(scope="session")
def parse(agent: Agent) -> Iterator[Callable[[str], dict[str, Any]]]:
    loop = asyncio.new_event_loop()
    yield lambda text: loop.run_until_complete(agent.parse_message(text))
    loop.close()


def _small_config(folder: Path) -> Path:
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    for component in config["pipeline"]:
        if component["name"].endswith("FrustrationEstimator"):
            component["lines"] = str(FRUSTRATION_LINES)
    path = folder / "config.yml"
    path.write_text(yaml.safe_dump(config), "utf-8")
    return path


def _small_domain(folder: Path) -> Path:
    domain = folder / "domain"
    domain.mkdir()
    for source in [ROOT / "domain.yml", *(ROOT / "data" / "responses").glob("*.yml")]:
        (domain / source.name).write_text(source.read_text("utf-8"), "utf-8")
    return domain
