"""The databases in which conversations leave something."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, make_url
from sqlalchemy.exc import ArgumentError, SAWarning, SQLAlchemyError

from policy_kb.database import open_engine
from policy_kb.errors import BadAddress
from web.privacy.errors import NoDatabaseError

DEFAULT_TRACKER_URL = "sqlite:///var/tracker.db"
# They belong to the company's own system, of which these tables are a copy.
COMPANYS_TABLES = frozenset({"customer", "customer_order"})
# Others write at the same time; a removal can wait for them.
_BUSY_MS = 30_000


@dataclass(frozen=True)
class Store:
    """A database: `name` in reports, the layout that it has now, and the tables that are the company's."""

    name: str
    engine: Engine
    metadata: MetaData
    companys: frozenset[str] = COMPANYS_TABLES

    @classmethod
    def read(cls, name: str, engine: Engine) -> Store:
        """Read the layout, with tables that this program does not know."""
        metadata = MetaData()
        with warnings.catch_warnings():
            # Full-text tables have columns without a type; they are read all the same.
            warnings.simplefilter("ignore", SAWarning)
            metadata.reflect(engine)
        return cls(name, engine, metadata)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction; on SQLite, what it removes is overwritten in the file as well."""
        with self.engine.connect() as connection:
            sqlite = connection.dialect.name == "sqlite"
            if sqlite:
                connection.exec_driver_sql("PRAGMA secure_delete=ON")
            yield connection
            connection.commit()
            if sqlite:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def open_stores(database_url: str, tracker_url: str | None) -> Iterator[list[Store]]:
    """Rasa's tracker store (where it is there) and the database.

    The database comes last: what it says about whose conversation is whose is needed until the end.

    Raises:
        NoDatabaseError: the database is not there, or one of the two does not answer.
    """
    addresses = {"tracker store": tracker_url, "database": database_url}
    stores: list[Store] = []
    try:
        for name, address in addresses.items():
            if address and _is_there(name, address):
                stores.append(_open(name, address))
        yield stores
    finally:
        for store in stores:
            store.engine.dispose()


def _is_there(name: str, address: str) -> bool:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise NoDatabaseError(name=name, reason="its address cannot be read") from error
    # Opening a SQLite file that is missing would make it.
    there = url.get_backend_name() != "sqlite" or Path(url.database or "").is_file()
    if not there and name == "database":
        raise NoDatabaseError(name=name, reason=f"there is no file {url.database}")
    return there


def _open(name: str, address: str) -> Store:
    try:
        engine = open_engine(address, _BUSY_MS)
        return Store.read(name, engine)
    except BadAddress as error:
        raise NoDatabaseError(name=name, reason="its address is neither sqlite:///… nor postgresql://…") from error
    except SQLAlchemyError as error:
        raise NoDatabaseError(name=name, reason=" ".join(str(error.__cause__ or error).split())) from error
