"""A company's own files."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factories.revisions import make_resource
from tests.factories.texts import Content, pair

HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-13:00")


def make_company(**changes: Any) -> Content:
    """`company.yml`."""
    return {
        "company_id": "small_shop",
        "name": "Small Shop",
        "mission": pair("Case senza sorprese.", "Homes with no surprises."),
        "site": pair("https://shop.example", "https://shop.example/en"),
        "policy_url": pair("https://shop.example/regole/{policy_id}", "https://shop.example/en/rules/{policy_id}"),
        "time_zone": "Europe/Rome",
        "default_language": "it",
        "resources": {
            "customer-line": {
                "kind": "phone",
                "title": pair("Numero verde", "Free line"),
                "number": "800 555 018",
                "hours": dict(HOURS),
            },
            "shops": make_resource("shop", title=pair("I negozi", "The shops")),
        },
    } | changes


def make_laws(**more: Any) -> Content:
    """`laws.yml` with one law, and `more` by id."""
    return {
        "consumer-code": {
            "citation": pair("Codice del consumo (D.Lgs. 206/2005)", "Italian Consumer Code (D.Lgs. 206/2005)"),
            "url": "https://law.example/consumer-code",
            "checked": date(2026, 11, 20),
        },
    } | more


def make_out_of_scope() -> Content:
    """`out_of_scope.yml`: twenty questions a language that no policy governs."""
    it = (
        "che tempo fa domani", "chi ha vinto la partita", "ricetta della carbonara", "capitale della Mongolia",
        "quando parte il treno per Bari", "quanto fa sette per otto", "mi scrivi una poesia", "orari del museo",
        "consigliami un film", "il volo è in ritardo", "rinnovo del passaporto", "bolletta della luce alta",
        "come si cura il raffreddore", "cambio euro dollaro", "dove si vota", "tasse sulla casa",
        "iscrizione all'università", "il mio gatto non mangia", "parole di una canzone", "chi è il sindaco",
    )  # fmt: skip
    en = (
        "what is the weather tomorrow", "who won the match", "recipe for apple pie", "capital of Mongolia",
        "when does the train to Leeds leave", "what is seven times eight", "write me a poem", "museum opening times",
        "recommend a film", "my flight is late", "passport renewal", "high electricity bill", "how to cure a cold",
        "euro dollar rate", "where do I vote", "house taxes", "university enrolment", "my cat will not eat",
        "lyrics of a song", "who is the mayor",
    )  # fmt: skip
    return {"questions": {"it": list(it), "en": list(en)}}
