"""The policy file of an article: what staff need."""

from __future__ import annotations

from typing import Any

from tests.factories.texts import Content, pair


def make_policy_file(**changes: Any) -> Content:
    """A policy file with the least it may hold; `changes` replace whole keys."""
    return {
        "objective": pair("Servire bene tutti.", "To serve everyone well."),
        "mission": {**pair("Case senza sorprese.", "Homes with no surprises."), "url": "https://shop.example/mission"},
        "competitors": [
            {"name": pair("Altri negozi", "Other shops"), "practice": pair("Non lo fanno.", "They do not.")},
        ],
        "procedures": [
            {"channel": "chat", "steps": [pair("Rispondi subito.", "Answer at once.")]},
            {"channel": "shop", "steps": [pair("Saluta.", "Say hello."), pair("Aiuta.", "Help.")]},
        ],
        "standards": [{**pair("Risposta in 1 giorno", "Answer in 1 day"), "hours": 24}],
        "escalation": [
            make_escalation("Operatore", "Representative", 4),
            make_escalation("Responsabile clienti", "Customer manager", 48),
        ],
    } | changes


def make_escalation(it: str, en: str, within_hours: int) -> Content:
    """Someone who decides."""
    return {
        "role": pair(it, en),
        "decides": pair("Decide sul caso.", "Decides on the case."),
        "within_hours": within_hours,
    }
