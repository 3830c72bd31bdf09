"""Revisions and their parts."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factories.texts import Content, pair


def make_clause(number: str = "1.1", it: str = "Vale per tutti.", en: str = "The rule is for all.") -> Content:
    """A clause."""
    return {"number": number, "text": pair(it, en)}


def make_evidence(**changes: Any) -> Content:
    """A study of the company's own."""
    return {
        "kind": "study",
        "own": True,
        "citation": pair("Indagine 2025 su 900 clienti", "Survey 2025 of 900 customers"),
        "url": "https://shop.example/study",
        "checked": date(2026, 11, 20),
        "finding": pair("Nove clienti su dieci sono contenti.", "Nine in ten customers are happy."),
    } | changes


def make_law_evidence(**changes: Any) -> Content:
    """A law of `laws.yml`."""
    finding = pair("La legge ti protegge.", "The law keeps you safe.")
    return {"law": "consumer-code", "articles": "52, 54", "finding": finding} | changes


def make_alternative(id: str = "ask-a-shop", **changes: Any) -> Content:
    """An alternative that is open to everyone."""
    return {
        "id": id,
        "title": pair("Chiedere in negozio", "Ask in a shop"),
        "text": pair("Vieni in negozio e decidiamo insieme.", "Come to a shop and we decide with you."),
        "eligibility": {},
    } | changes


def make_resource(kind: str = "link", **changes: Any) -> Content:
    """A resource with an address."""
    return {
        "kind": kind,
        "title": pair("Tutto in una pagina", "All on one page"),
        "url": pair("https://shop.example/it/page", "https://shop.example/en/page"),
    } | changes


def make_change(**changes: Any) -> Content:
    """What changed."""
    return {
        "then": pair("Prima si pagava.", "You used to pay."),
        "now": pair("Ora è gratis.", "Now it is free."),
        "better": pair("Così spendi meno.", "So you spend less."),
    } | changes


def make_transition(**changes: Any) -> Content:
    """A transition of most of a year, with help."""
    return {
        "from": date(2026, 3, 1),
        "old_rule_until": date(2026, 12, 31),
        "grace_until": date(2027, 2, 28),
        "text": pair("Fino a dicembre puoi usare la regola di prima.", "Until December you can use the old rule."),
        "help": [pair("In negozio ti aiuta una persona.", "A person helps you in each shop.")],
    } | changes


def make_revision(version: int = 1, in_force_from: date = date(2024, 1, 1), **changes: Any) -> Content:
    """A revision complete enough to be the newest; from version 2 on it says what changed."""
    revision: Content = {
        "version": version,
        "in_force_from": in_force_from,
        "approved_by": pair("Direzione clienti", "Customer board"),
        "approved_on": min(in_force_from, date(2023, 12, 1)),
        "summary": pair("La regola è semplice.", "The rule is simple."),
        "meaning": pair("Puoi farlo anche tu. Non costa nulla.", "You can do it too. It costs nothing."),
        "simpler": pair("Si può fare.", "You can do it."),
        "steps": [pair("Vieni in negozio.", "Come to a shop."), pair("Chiedi a noi.", "Ask us.")],
        "why": pair("Così sai sempre cosa fare.", "So you always know what to do."),
        "evidence": [make_law_evidence(), make_evidence()],
        "alternatives": [make_alternative("ask-a-shop"), make_alternative("ask-in-chat")],
        "resources": [{"use": "customer-line"}, {"use": "shops"}, make_resource()],
        "clauses": [make_clause(number) for number in ("1.1", "1.2", "1.3")],
    }
    if version > 1:
        revision["change"] = make_change()
    return revision | changes
