"""The stock side: a project whose every message is answered by one fixed sentence, and its training."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import yaml

from benchmarks.costs import ENVIRONMENT, RASA, ROOT

FALLBACK = "nlu_fallback"
ANSWER = "utter_answer"
Content = dict[str, Any]


def intent_names(domain: Content) -> list[str]:
    """The names of a domain's intents, with or without settings of their own. Raises KeyError without intents."""
    return [next(iter(intent)) if isinstance(intent, dict) else str(intent) for intent in domain["intents"]]


def fixed_domain(intents: list[str]) -> Content:
    """A domain with these intents and the one answer."""
    return {"version": "3.1", "intents": intents, "responses": {ANSWER: [{"text": "OK."}]}}


def fixed_rules(intents: list[str]) -> Content:
    """A rule an intent, and one for the message that no intent fits: each gives the one answer."""
    rules = [{"rule": name, "steps": _steps(name)} for name in (*intents, FALLBACK)]
    return {"version": "3.1", "rules": rules}


def fixed_stories(intents: list[str]) -> Content:
    """A story an intent that says the same as its rule: without any, the learnt policies have nothing to predict."""
    return {"version": "3.1", "stories": [{"story": name, "steps": _steps(name)} for name in intents]}


def _steps(intent: str) -> list[dict[str, str]]:
    return [{"intent": intent}, {"action": ANSWER}]


def with_epochs(config: Content, epochs: int) -> Content:
    """The configuration with every network trained for so many epochs."""

    def shortened(part: Content) -> Content:
        return {**part, "epochs": epochs} if "epochs" in part else part

    lists = {key: [shortened(part) for part in config[key]] for key in ("pipeline", "policies")}
    return {**config, **lists}


def train_stock(folder: Path, epochs: int, stories: bool) -> Path:
    """Writes the project into `folder`, with or without stories, trains it on the project's lines; the model's file.

    Raises CalledProcessError where Rasa does not train it.
    """
    intents = intent_names(_read(ROOT / "domain.yml"))
    config = with_epochs(_read(ROOT / "config" / "stock.yml"), epochs)
    files = {"domain": fixed_domain(intents), "rules": fixed_rules(intents), "config": config}
    files["stories"] = fixed_stories(intents if stories else [])
    for name, content in files.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    command = [*RASA, "train", "--config", str(folder / "config.yml"), "--domain", str(folder / "domain.yml")]
    command += ["--data", str(ROOT / "data" / "nlu"), str(folder / "rules.yml"), str(folder / "stories.yml")]
    command += ["--out", str(folder), "--fixed-model-name", "stock"]
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)
    return folder / "stock.tar.gz"


def _read(path: Path) -> Content:
    content: Content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content
