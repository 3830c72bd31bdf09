"""What the tests of publishing share."""

from __future__ import annotations

import pytest

from policy_kb.publishing import publisher
from tests.factories.publishing import Published


@pytest.fixture
def without_fitting(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a load leaves the search fitted as it is: that takes most of its time, and is tested elsewhere."""
    assert published
    monkeypatch.setattr(publisher.Fitting, "of", lambda *_: None)
