"""The search: which policy is a question about?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache, partial
from threading import Lock

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from learning.encoder import SentenceEncoder
from learning.encoder import Vectors as VectorArray
from learning.least_squares import Floats
from policy_kb.bilingual import Language
from policy_kb.language.stems import stems
from policy_kb.progress import silent
from policy_kb.search.cases import CaseHead, telling_texts
from policy_kb.search.clauses import best_clauses
from policy_kb.search.full_text import Hit
from policy_kb.search.fusion import fuse
from policy_kb.search.index import Index, read_index
from policy_kb.search.result import SearchResult
from policy_kb.store.generations import current_generation
from policy_kb.store.vectors import Vectors
from policy_kb.tables import Clause, Question, Revision

# Articles that full text is asked for; the heads know of the others.
MOST_HITS = 12
# Lists of a revision's texts (its clauses, their sentences, its steps …) whose vectors are kept in memory.
REMEMBERED_LISTS = 400
# One case alone is told from nothing.
LEAST_CASES = 2
NOTHING_ASKED = SearchResult("do_not_know", (), 0.0)


class PolicySearch:
    """Searches the articles in force. Notices a new generation by itself, with the very next question.

    Without an encoder only full text answers. A question that is asked twice in a row, as by the parts of one turn, is
    searched once. Safe for several threads.
    """

    def __init__(self, engine: Engine, encoder: SentenceEncoder | None) -> None:
        self._engine = engine
        self._encoder = encoder
        self._lock = Lock()
        self._fitting = Lock()
        self._case_heads: dict[int, tuple[tuple[Question, ...], CaseHead]] = {}
        self._index: Index | None = None
        self._latest: tuple[tuple[object, ...], SearchResult] | None = None
        # The encoder's own memory tidies every text before it finds it, and a policy has dozens.
        self._kept_vectors = (
            lru_cache(maxsize=REMEMBERED_LISTS)(partial(self._vectors_of, encoder)) if encoder else None
        )

    def search(self, question: str, language: Language, day: date) -> SearchResult:
        """What `question` is about, among the articles in force on `day`. Raises NotReady without a knowledge base.

        A text without a letter asks nothing, so nothing is known.
        """
        if not any(character.isalpha() for character in question):
            return NOTHING_ASKED
        with self._engine.connect() as connection:
            index = self._fresh_index(connection, day)
            asked = (question, language, index.generation, day)
            latest = self._latest  # another thread may set it anew
            if latest is None or latest[0] != asked:
                self._latest = latest = (asked, self._search(connection, index, question, language))
            return latest[1]

    def _search(self, connection: Connection, index: Index, question: str, language: Language) -> SearchResult:
        asked = stems(question, language)
        hits = _in_force(index, index.full_text.articles(connection, asked, language, MOST_HITS))
        return fuse(hits, self._heads_say(index, question), frozenset(index.in_force), index.dialect, len(set(asked)))

    def clauses(self, question: str, clauses: Sequence[Clause], language: Language) -> list[Clause]:
        """The clauses that fit `question`, best first; none where nothing is asked."""
        if self._encoder is None or self._kept_vectors is None or not clauses or not question.strip():
            return best_clauses(question, clauses, language)
        texts = tuple(text for clause in clauses for text in (clause.text.it, clause.text.en))
        # The encoder reads both languages, and what both say of a clause is steadier than what one says.
        alike = (self._kept_vectors(texts) @ self._encoder.encode([question])[0]).reshape(-1, 2).mean(axis=1)
        return best_clauses(question, clauses, language, alike.tolist())

    def vectors(self, asked: Sequence[str], texts: tuple[str, ...]) -> tuple[VectorArray, VectorArray] | None:
        """The sentence vectors of what is asked, and of texts of the rules, which are kept; None without an encoder."""
        if self._encoder is None or self._kept_vectors is None:
            return None
        return self._encoder.encode(asked), self._kept_vectors(texts)

    def get_ready(self, texts: Sequence[str]) -> None:
        """Make the sentence vectors of texts that will be read in a moment: the encoder remembers them."""
        if self._encoder is not None:
            self._encoder.encode(list(texts))

    def cases(self, revision: Revision, examples: Sequence[Question], asked: Sequence[str]) -> Floats | None:
        """Log-probabilities that each of `asked` is about each case of `revision`, shape (asked, cases).

        `examples` are the example questions of its article. None without an encoder, or where it has no two cases.
        """
        if self._encoder is None or len(revision.cases) < LEAST_CASES or not asked:
            return None
        return self._case_head(revision, tuple(examples), self._encoder).log_probabilities(self._encoder.encode(asked))

    def _case_head(self, revision: Revision, examples: tuple[Question, ...], encoder: SentenceEncoder) -> CaseHead:
        """A revision never changes, so its head is fitted once for the same examples; searches do not wait for it."""
        with self._fitting:
            fitted_on, head = self._case_heads.get(revision.revision_id, ((), None))
            if head is None or fitted_on != examples:
                texts = [text for case in revision.cases for text in telling_texts(case)]
                count, texts = len(texts), [*texts, *(example.text for example in examples)]
                vectors = self._vectors_of(encoder, tuple(texts))
                head = CaseHead.fit(revision.cases, vectors[:count], examples, vectors[count:])
                self._case_heads[revision.revision_id] = (examples, head)
            return head

    def _vectors_of(self, encoder: SentenceEncoder, texts: tuple[str, ...]) -> VectorArray:
        """Those that publication made are read, the others made."""
        with Session(self._engine) as db_session:
            return Vectors.read_of(db_session, encoder, texts).of(texts, silent)

    def full_text(self, question: str, language: Language, day: date) -> list[Hit]:
        """What full text alone finds, best first."""
        with self._engine.connect() as connection:
            index = self._fresh_index(connection, day)
            found = index.full_text.articles(connection, stems(question, language), language, MOST_HITS)
        return _in_force(index, found)

    def _heads_say(self, index: Index, question: str) -> dict[str, float]:
        if self._encoder is None or index.heads is None:
            return {}
        said = index.heads.log_probabilities([question], self._encoder.encode([question]))[0]
        return dict(zip(index.heads.labels, said.tolist(), strict=True))

    def _fresh_index(self, connection: Connection, day: date) -> Index:
        generation = current_generation(connection)
        with self._lock:
            if self._index is None or (self._index.generation, self._index.day) != (generation, day):
                with Session(connection) as db_session:
                    self._index = read_index(db_session, generation, day)
            return self._index


def _in_force(index: Index, hits: list[Hit]) -> list[Hit]:
    return [hit for hit in hits if index.in_force.get(hit.policy_id) == hit.revision_id]
