"""The company's glossary."""

from __future__ import annotations

from typing import Any

from policy_kb.bilingual import Bilingual
from policy_kb.tables import GlossaryTerm
from tests.factories.texts import Content, pair


def make_term(term_id: str = "gift-receipt", **changes: Any) -> Content:
    """A term as `glossary.yml` holds it; `changes` replace whole keys."""
    return {
        "id": term_id,
        "names": {"it": ["scontrino regalo", "scontrini regalo"], "en": ["gift receipt"]},
        "text": pair("È uno scontrino senza il prezzo.", "It is a receipt that shows no price."),
    } | changes


def make_glossary() -> list[Content]:
    """`glossary.yml` with two terms."""
    withdrawal = make_term(
        "withdrawal",
        names={"it": ["recesso"], "en": ["withdrawal"]},
        text=pair("È il diritto di cambiare idea.", "It is the right to change your mind."),
    )
    return [make_term(), withdrawal]


def stored_term(term_id: str, it: list[str], en: list[str] | None = None) -> GlossaryTerm:
    """A term as the knowledge base holds it."""
    return GlossaryTerm(term_id=term_id, names_it=it, names_en=en or it, text=Bilingual("Una parola.", "A word."))
