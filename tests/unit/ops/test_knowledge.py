"""Publishing the sample company only where something changed; the knowledge base is a little script here."""

from __future__ import annotations

import pytest

from ops.errors import StepError
from ops.knowledge import publish
from ops.step import Runner

LOADS = "echo loaded >> calls; mkdir -p var; [ -f var/chiaro.db ] || echo database > var/chiaro.db"


@pytest.fixture
def checkout(runner: Runner) -> Runner:
    """A checkout with a lock, a policy, and a script in the place of the project's Python."""
    runner.environ.pop("CHIARO_DATABASE_URL", None)
    (runner.paths.root / "policy_kb").mkdir()
    (runner.paths.root / "policy_kb" / "exchange.yml").write_text("policy_id: exchange")
    (runner.paths.root / "requirements.lock").write_text("lock")
    _python(runner, LOADS)
    return runner


def _python(runner: Runner, lines: str) -> None:
    runner.paths.project_python.parent.mkdir(parents=True, exist_ok=True)
    runner.paths.project_python.write_text(f"#!/bin/sh\n{lines}\n")
    runner.paths.project_python.chmod(0o755)


def _calls(runner: Runner) -> int:
    file = runner.paths.root / "calls"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_another_learner_publishes_anew(checkout: Runner) -> None:
    publish(checkout)
    (checkout.paths.root / "learning").mkdir()
    (checkout.paths.root / "learning" / "heads.py").write_text("RIDGE = 2")
    publish(checkout)
    assert _calls(checkout) == 2


def test_the_same_policies_are_published_once(checkout: Runner) -> None:
    publish(checkout)
    publish(checkout)
    assert _calls(checkout) == 1


def test_a_changed_policy_is_published_again(checkout: Runner) -> None:
    publish(checkout)
    (checkout.paths.root / "policy_kb" / "exchange.yml").write_text("policy_id: exchange # changed")
    publish(checkout)
    assert _calls(checkout) == 2


def test_a_lost_database_is_filled_again(checkout: Runner) -> None:
    publish(checkout)
    (checkout.paths.var / "chiaro.db").unlink()
    publish(checkout)
    assert _calls(checkout) == 2


def test_another_database_is_loaded_into_every_time(checkout: Runner) -> None:
    checkout.environ["CHIARO_DATABASE_URL"] = "postgresql://localhost/chiaro"
    publish(checkout)
    publish(checkout)
    assert _calls(checkout) == 2


def test_a_failed_load_is_tried_again(checkout: Runner) -> None:
    _python(checkout, "exit 1")
    with pytest.raises(StepError):
        publish(checkout)
    _python(checkout, LOADS)
    publish(checkout)
    assert _calls(checkout) == 1
