"""The composer of the small company, which these tests only read."""

from __future__ import annotations

import pytest

from policy_kb.answer.composer import Composer
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer


@pytest.fixture(scope="session")
def composer(shared_published: Published) -> Composer:
    return make_composer(shared_published)
