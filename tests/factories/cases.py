"""Cases of a revision: what customers ask again and again."""

from __future__ import annotations

from typing import Any

from tests.factories.texts import Content, pair

# Asks for the case of what the trial costs, in words of its own.
COST = "do I pay something for the van that takes the sofa back?"


def make_case(id: str = "for-all", **changes: Any) -> Content:
    """A case about the whole rule, which rests on its first clause."""
    return {
        "id": id,
        "answer": pair("Sì, vale per tutti.", "Yes, it holds for all."),
        "next": pair("Vieni in negozio.", "Come to a shop."),
        "clauses": ["1.1"],
        "questions": {
            "it": [f"{id}: vale per me?", f"{id}: anche per me vale?", f"{id}: sono compreso?"],
            "en": [f"{id}: does it hold for me?", f"{id}: am I in?", f"{id}: is it for me too?"],
        },
    } | changes


def sofa_cases() -> list[Content]:
    """Three cases of the sofa trial: what it costs, whether the sofa may be dirty, when the van comes."""
    return [
        make_case(
            "cost",
            answer=pair("Il ritiro costa 20 euro.", "The pick-up costs 20 euros."),
            next=pair("Paghi quando viene il furgone.", "You pay when the van comes."),
            variants=[
                {
                    "eligibility": {"loyalty_at_least": "gold"},
                    "answer": pair("Per te il ritiro è gratis.", "For you the pick-up is free."),
                    "next": pair("Scegli il giorno.", "Just pick a day."),
                }
            ],
            clauses=["1.2"],
            alternatives=["ask-in-chat"],
            questions={
                "it": ["quanto mi costa rendere il divano", "il ritiro del divano si paga?", "è gratis il furgone?"],
                "en": ["what does it cost to give the sofa back", "do I pay for the van?", "is the pick-up free?"],
            },
        ),
        make_case(
            "dirty",
            answer=pair("No, il divano deve essere pulito.", "No, the sofa must be clean."),
            next=pair("Puliscilo prima del ritiro.", "Clean it before the pick-up."),
            clauses=["1.3"],
            questions={
                "it": ["il gatto ha sporcato il divano", "c'è una macchia, lo riprendete?", "ho versato del vino"],
                "en": ["the cat made the sofa dirty", "there is a stain, do you take it?", "I spilt wine on it"],
            },
        ),
        make_case(
            "how-long",
            answer=pair("Hai 30 giorni per decidere.", "You have 30 days to decide."),
            next=pair("Scrivici prima del giorno 30.", "Write to us before day 30."),
            questions={
                "it": ["quanti giorni ho per decidere", "entro quando devo dirvelo?", "fino a quando posso provarlo"],
                "en": ["how many days do I have", "by when must I tell you?", "until when can I try it"],
            },
        ),
    ]
