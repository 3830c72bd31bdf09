"""The command line over a published company."""

from __future__ import annotations

import pytest

from learning.encoder import UniversalSentenceEncoder
from tests.factories.publishing import Published
from tests.unit.policy_kb.cli.running import Run, runner_for


@pytest.fixture(autouse=True)
def remembered_vectors(encoder: UniversalSentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real encoder, but the tests' own, which remembers the texts that it has read."""
    monkeypatch.setattr("learning.encoder.UniversalSentenceEncoder", lambda: encoder)


def address(published: Published) -> str:
    return published.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def run(published: Published) -> Run:
    """`policy_kb` over a small company of the test's own, on each kind of database."""
    return runner_for(address(published))


@pytest.fixture
def read(shared_published: Published) -> Run:
    """`policy_kb` over a small company that must not be changed, on each kind of database."""
    return runner_for(address(shared_published))
