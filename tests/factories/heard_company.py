"""A small company that has changed a rule after its customers were heard, in a database of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from learning.encoder import SentenceEncoder
from policy_kb.database import migrate
from tests.factories.articles import make_article
from tests.factories.databases import opened
from tests.factories.folders import write_company
from tests.factories.publishing import publish
from tests.factories.revisions import make_evidence, make_revision
from tests.factories.small_company import small_company
from tests.factories.texts import pair


def write_heard_company(folder: Path, encoder: SentenceEncoder) -> str:
    """Publishes the company into `kb.db` in `folder`; returns the database's address.

    Its rules are `sofa-trial`, `spare-parts`, and `gift-wrapping`, which changed long before any present day.
    """
    url = f"sqlite:///{folder / 'kb.db'}"
    content = write_company(folder / "shop", [_gift_wrapping(), *small_company()[1:]])
    with opened(url) as engine:
        migrate(engine)
        publish(engine, encoder, [content])
    return url


def _gift_wrapping() -> dict[str, object]:
    heard = make_evidence(
        kind="feedback",
        citation=pair("Sondaggio regali", "Gift poll"),
        finding=pair("Tre euro erano troppi.", "Three euros were too much."),
    )
    now = make_revision(2, date(2024, 6, 1), evidence=[make_evidence(), heard])
    then = make_revision(1, date(2024, 1, 1))
    return make_article(
        "gift-wrapping", title=pair("Pacchi & doni < 5 kg", "Wraps & gifts < 5 kg"), revisions=[now, then]
    )
