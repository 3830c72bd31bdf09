"""What stories do to their copy of the knowledge base, and which model is played."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from conversation_tests.errors import CannotRun
from conversation_tests.knowledge import KnowledgeBase, copied, make_anew, seeded
from conversation_tests.settings import chosen_model
from policy_kb.database import migrate, open_engine


@pytest.fixture
def knowledge(tmp_path: Path) -> KnowledgeBase:
    """A knowledge base of the real layout, with one policy in two revisions."""
    database = tmp_path / "kb.db"
    engine = open_engine(f"sqlite:///{database}")
    migrate(engine)
    engine.dispose()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("pragma ignore_check_constraints = on")
        _fill(connection, 1, "2026-01-01", "2026-06-01")
        _fill(connection, 2, "2026-06-01", None)
        connection.execute("insert or replace into generation (generation_id, number) values (1, 5)")
    return KnowledgeBase(database)


def _fill(connection: sqlite3.Connection, version: int, start: str, until: str | None) -> None:
    given = {"revision_id": version, "policy_id": "gift-cards", "version": version}
    given |= {"in_force_from": start, "in_force_until": until}
    columns = [row[1] for row in connection.execute("pragma table_info(revision)")]
    values = [given.get(column, "x") if column != "in_force_until" else until for column in columns]
    places = ", ".join("?" * len(columns))
    connection.execute(f"insert into revision ({', '.join(columns)}) values ({places})", values)


def ends(knowledge: KnowledgeBase) -> list[str | None]:
    with closing(sqlite3.connect(knowledge.database)) as connection:
        return [row[0] for row in connection.execute("select in_force_until from revision order by version")]


def generation(knowledge: KnowledgeBase) -> int:
    with closing(sqlite3.connect(knowledge.database)) as connection:
        number: int = connection.execute("select number from generation").fetchone()[0]
        return number


def test_a_withdrawn_policy_ends_today_and_is_put_back(knowledge: KnowledgeBase) -> None:
    with knowledge.withdrawn("gift-cards", "2026-11-26"):
        assert ends(knowledge) == ["2026-06-01", "2026-11-26"]
        assert generation(knowledge) == 6
    assert ends(knowledge) == ["2026-06-01", None]
    assert generation(knowledge) == 7


def test_a_policy_is_put_back_after_an_error_too(knowledge: KnowledgeBase) -> None:
    with pytest.raises(KeyError), knowledge.withdrawn("gift-cards", "2026-11-26"):
        raise KeyError
    assert ends(knowledge) == ["2026-06-01", None]


def test_a_locked_database_can_be_read_but_not_written(knowledge: KnowledgeBase) -> None:
    with knowledge.locked():
        assert generation(knowledge) == 5
        with (
            closing(sqlite3.connect(knowledge.database, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("update generation set number = 9")
    with closing(sqlite3.connect(knowledge.database, timeout=0)) as other, other:
        other.execute("update generation set number = 9")
    assert generation(knowledge) == 9


def test_a_run_works_on_a_copy(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    copy = KnowledgeBase(copied(knowledge.database, tmp_path / "run" / "kb.db"))
    with copy.withdrawn("gift-cards", "2026-11-26"):
        assert ends(knowledge) == ["2026-06-01", None]


def test_a_knowledge_base_made_anew_keeps_only_what_was_computed(knowledge: KnowledgeBase) -> None:
    with closing(sqlite3.connect(knowledge.database)) as connection, connection:
        connection.execute("insert into text_vector values ('hash', x'00')")
    make_anew(knowledge.database)
    with closing(sqlite3.connect(knowledge.database)) as connection:
        assert connection.execute("select text_hash from text_vector").fetchall() == [("hash",)]
    assert ends(knowledge) == []


def test_what_was_computed_in_another_layout_is_left_behind(tmp_path: Path) -> None:
    database = tmp_path / "kb.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("create table text_vector (only_one)")
    make_anew(database)
    assert ends(KnowledgeBase(database)) == []


def test_the_newest_model_is_played_unless_another_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    old, new = tmp_path / "models" / "chiaro-b.tar.gz", tmp_path / "models" / "chiaro-a.tar.gz"
    for age, file in enumerate((new, old)):
        file.touch()
        os.utime(file, (1000 - age, 1000 - age))
    assert chosen_model(tmp_path, None, {}) == new
    assert chosen_model(tmp_path, None, {"CHIARO_TEST_MODEL": str(old)}) == old
    assert chosen_model(tmp_path, new, {"CHIARO_TEST_MODEL": str(old)}) == new


@pytest.mark.parametrize("named", [None, Path("nowhere.tar.gz")])
def test_without_a_model_nothing_is_run(tmp_path: Path, named: Path | None) -> None:
    with pytest.raises(CannotRun):
        chosen_model(tmp_path, named, {})


@dataclass
class Checkout:
    """A checkout with one policy and a line of code, whose loads are counted."""

    root: Path
    loads: int = 0

    def write(self, name: str, text: str) -> None:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def load(self, root: Path, database: Path) -> None:
        assert (root, database.is_file()) == (self.root, True)
        self.loads += 1

    def seed(self) -> Path:
        return seeded(self.root, self.load)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    made.write("policy_kb/content/shop/policies/gift-cards.yml", "meaning: 36 months")
    made.write("policy_kb/publishing/publisher.py", "publish = 1")
    return made


def _note(database: Path) -> None:
    """Publish something, as far as a test has to tell an old file from a new one."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("create table note (text)")


def _is_noted(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return bool(connection.execute("select 1 from sqlite_master where name = 'note'").fetchall())


def test_an_unchanged_knowledge_base_is_taken_as_it_is(checkout: Checkout) -> None:
    _note(checkout.seed())
    checkout.write("policy_kb/publishing/__pycache__/publisher.cpython-311.pyc", "compiled")
    assert _is_noted(checkout.seed())
    assert checkout.loads == 1


@pytest.mark.parametrize(
    "name",
    [
        "policy_kb/publishing/publisher.py",
        "policy_kb/search/fusion.yml",
        "learning/encoder.py",
        "requirements.lock",
        "conversation_tests/expectation.py",
    ],
)
def test_where_what_publishes_has_changed_it_is_brought_up_to_date(checkout: Checkout, name: str) -> None:
    _note(checkout.seed())
    checkout.write(name, "changed: 2")
    assert _is_noted(checkout.seed())
    assert checkout.loads == 2


def test_where_the_content_has_changed_it_is_made_anew(checkout: Checkout) -> None:
    _note(checkout.seed())
    checkout.write("policy_kb/content/shop/policies/gift-cards.yml", "meaning: 24 months")
    assert not _is_noted(checkout.seed())
    assert checkout.loads == 2


def test_a_knowledge_base_that_was_deleted_is_made_anew(checkout: Checkout) -> None:
    checkout.seed().unlink()
    assert checkout.seed().is_file()
    assert checkout.loads == 2


def test_a_load_that_broke_off_is_done_again(checkout: Checkout) -> None:
    def broken(_root: Path, _database: Path) -> None:
        raise CannotRun("load-failed", code=1)

    checkout.seed()
    checkout.write("policy_kb/publishing/publisher.py", "publish = 2")
    with pytest.raises(CannotRun):
        seeded(checkout.root, broken)
    checkout.write("policy_kb/publishing/publisher.py", "publish = 1")
    checkout.seed()
    assert checkout.loads == 2
