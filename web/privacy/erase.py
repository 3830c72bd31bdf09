"""Everything of a subject is removed from every table, and the removal proved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select

from policy_kb.progress import Progress
from web.privacy.errors import TracesLeftError
from web.privacy.rasa_memory import RasaMemory
from web.privacy.rows import rows_of
from web.privacy.stores import Store
from web.privacy.subject import Subject
from web.privacy.traces import search_everywhere

_BATCH = 100


@dataclass(frozen=True)
class Erased:
    """What was done: `rows` removed by (store, table), `kept` rows of the company's own tables by table.

    `forgotten` conversations were forgotten by a running Rasa; `tables` were searched for what is left.
    """

    rows: Counter[tuple[str, str]]
    kept: Counter[str]
    forgotten: int
    tables: int


@dataclass(frozen=True)
class Erasure:
    """Removes subjects from `stores` and from the memory of Rasa."""

    stores: list[Store]
    rasa: RasaMemory

    def erase(self, subject: Subject, progress: Progress) -> Erased:
        """Remove all of `subject`, then search every table for its ids.

        Raises:
            TracesLeftError: an id is still found somewhere.
            RasaRefusesError: Rasa runs and did not forget.
        """
        removed = self.remove(subject, progress)
        search = search_everywhere(self.stores, subject.ids, progress)
        if search.traces:
            places = ", ".join(f"{trace.store}: {trace.table}.{trace.column} ({trace.rows})" for trace in search.traces)
            raise TracesLeftError(places=places)
        return replace(removed, kept=self._kept(subject), tables=search.tables)

    def remove(self, subject: Subject, progress: Progress) -> Erased:
        """Remove all of `subject`, without the proof.

        Two rounds: a turn that was going on in the first has ended in the second, and what it wrote goes too.

        Raises:
            RasaRefusesError: Rasa runs and did not forget.
        """
        first = self._round(subject, progress)
        second = self._round(subject, progress)
        return replace(first, rows=first.rows + second.rows)

    def _round(self, subject: Subject, progress: Progress) -> Erased:
        forgotten = self._forget(subject, progress)
        rows: Counter[tuple[str, str]] = Counter()
        for part in _parts(subject):
            for store in self.stores:
                rows += self._remove(store, part)
        return Erased(rows, Counter(), forgotten, 0)

    def _forget(self, subject: Subject, progress: Progress) -> int:
        for done, conversation in enumerate(sorted(subject.conversations)):
            progress("forget", done, len(subject.conversations))
            if not self.rasa.forget(conversation):
                return 0
        return len(subject.conversations)

    def _remove(self, store: Store, subject: Subject) -> Counter[tuple[str, str]]:
        removed: Counter[tuple[str, str]] = Counter()
        with store.writing() as connection:
            for table, condition in rows_of(store, subject, companys=False):
                removed[store.name, table.name] += connection.execute(delete(table).where(condition)).rowcount
        return +removed

    def _kept(self, subject: Subject) -> Counter[str]:
        kept: Counter[str] = Counter()
        for store in self.stores:
            with store.engine.connect() as connection:
                for table, condition in rows_of(store, subject, companys=True):
                    number = connection.execute(select(func.count()).select_from(table).where(condition)).scalar_one()
                    kept[table.name] += number
        return +kept


def _parts(subject: Subject) -> list[Subject]:
    """The conversations in handfuls, the customer in the last one: databases limit the values of a statement."""
    ids = sorted(subject.conversations)
    parts = [Subject(frozenset(ids[start : start + _BATCH])) for start in range(0, len(ids), _BATCH)]
    return [*parts, Subject(frozenset(), subject.customer)] if subject.customer else parts
