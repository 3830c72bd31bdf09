"""Which published policies hold no more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from policy_kb.database import open_engine
from policy_kb.endings import ended_policies
from policy_kb.errors import NotReady
from tests.factories.publishing import Published
from tests.factories.small_company import TODAY


def test_a_policy_whose_last_revision_ended_is_named_with_its_day(published: Published) -> None:
    yesterday = published.today - timedelta(days=1)
    end(published.engine, "sofa-trial", yesterday.isoformat())
    assert ended_policies(published.engine, published.today) == {"sofa-trial": yesterday}


def test_while_every_policy_is_in_force_none_has_ended(shared_published: Published) -> None:
    assert ended_policies(shared_published.engine, shared_published.today) == {}


def test_a_database_without_a_knowledge_base_is_not_ready(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(NotReady):
        ended_policies(engine, TODAY)
    engine.dispose()


def end(engine: Engine, policy_id: str, day: str) -> None:
    with engine.begin() as connection:
        statement = "update revision set in_force_until = :day where policy_id = :policy and in_force_until is null"
        connection.execute(text(statement), {"day": day, "policy": policy_id})
