"""A small company of three policies that a customer could really ask about.

- `gift-wrapping`: two revisions (2024-01-01, and 2026-03-01 with change, transition and dated training), alternatives
  with every kind of eligibility, one of them leading to `sofa-trial`;
- `sofa-trial`: one revision, about trying a sofa at home for 30 days;
- `spare-parts`: one revision, about ordering small parts for old products.
"""

from __future__ import annotations

from datetime import date

from tests.factories.articles import make_article
from tests.factories.revisions import (
    make_alternative,
    make_change,
    make_clause,
    make_evidence,
    make_law_evidence,
    make_resource,
    make_revision,
    make_transition,
)
from tests.factories.small_company_questions import GIFTS, PARTS, SOFAS
from tests.factories.texts import Content, pair

# The day on which the tests take place, unless they say otherwise.
TODAY = date(2026, 11, 22)


def small_company() -> list[Content]:
    """The three articles."""
    return [gift_wrapping(), sofa_trial(), spare_parts()]


def gift_wrapping() -> Content:
    """Two revisions; the present one is free of charge and in a transition until the end of 2026."""
    return make_article(
        "gift-wrapping",
        title=pair("Confezione regalo", "Gift wrapping"),
        questions=GIFTS,
        revisions=[_gifts_now(), _gifts_then()],
    )


def _gifts_now() -> Content:
    return make_revision(
        2,
        date(2026, 3, 1),
        approved_on=date(2026, 2, 10),
        summary=pair("La confezione regalo è gratis in ogni negozio.", "Gift wrapping is free in each shop."),
        meaning=pair("Porta lo scontrino e scegli la carta. Il fiocco è in regalo.",
                     "Bring the receipt and pick the paper. The bow is on us."),
        simpler=pair("Il pacco regalo non costa nulla.", "A gift box costs you nothing."),
        steps=[pair("Porta lo scontrino alla cassa.", "Bring your receipt to the till."),
               pair("Scegli la carta e il fiocco.", "Pick the paper and the bow.")],
        why=pair("Un regalo curato ti fa fare bella figura.", "A neat gift makes you look good."),
        evidence=[make_law_evidence(), make_evidence(citation=pair("Indagine regali 2025", "Gift survey 2025"))],
        change=make_change(then=pair("La confezione costava 3 euro.", "Wrapping used to cost 3 euros."),
                           now=pair("La confezione è gratis.", "Wrapping is free."),
                           better=pair("Spendi meno per ogni regalo.", "You spend less on each gift.")),
        alternatives=_gift_alternatives(),
        transition=make_transition(text=pair("Chi ha un buono carta può usarlo fino a dicembre.",
                                             "If you have a paper voucher, use it until December.")),
        resources=[{"use": "customer-line"}, {"use": "shops"}, make_resource("brochure"),
                   make_resource("training", title=pair("Corso di pacchi regalo", "Gift wrapping class"),
                                 dates=["2026-12-10 15:00", "2027-01-21 15:00"], valid_until=date(2027, 2, 1))],
        clauses=[make_clause("1.1", "La confezione regalo è gratis nei negozi.", "Gift wrapping is free in the shops."),
                 make_clause("1.2", "Serve lo scontrino del prodotto.", "You need the receipt of the product."),
                 make_clause("1.3", "Per i mobili grandi c'è solo il fiocco.", "Large furniture gets just a bow.")],
    )  # fmt: skip


def _gift_alternatives() -> list[Content]:
    because = {"because": pair("Perché la tua spesa lo permette.", "Because of what you spend.")}
    return [
        make_alternative("wrap-at-home", title=pair("Carta da portare a casa", "Paper to take home")),
        make_alternative("gold-box", eligibility={"loyalty_at_least": "gold"}, **because),
        make_alternative("many-gifts", eligibility={"customer_group": ["business"]}, **because),
        make_alternative("big-spender", eligibility={"account_value_at_least": 500}, **because),
        make_alternative("not-yet-sent", eligibility={"order_state": ["placed", "preparing"]}, **because),
        make_alternative("try-a-sofa", title=pair("Regala una prova", "Give a trial"), policy_id="sofa-trial"),
    ]


def _gifts_then() -> Content:
    return make_revision(
        1,
        date(2024, 1, 1),
        summary=pair("La confezione regalo costa 3 euro.", "Gift wrapping costs 3 euros."),
        clauses=[make_clause("1.1", "La confezione regalo costa 3 euro.", "Gift wrapping costs 3 euros.")],
        evidence=[],
        alternatives=[],
        resources=[],
        simpler=None,
    )


def sofa_trial() -> Content:
    """One revision, about trying a sofa at home."""
    revision = make_revision(
        summary=pair("Provi il divano a casa per 30 giorni.", "You can try a sofa at home for 30 days."),
        meaning=pair("Se il divano non ti piace, lo veniamo a prendere.", "If you do not like it, we pick it up."),
        simpler=pair("Tieni il divano 30 giorni, poi decidi.", "Keep the sofa 30 days, then decide."),
        clauses=[make_clause("1.1", "La prova del divano dura 30 giorni.", "The sofa trial lasts 30 days."),
                 make_clause("1.2", "Il ritiro del divano costa 20 euro.", "Picking up the sofa costs 20 euros."),
                 make_clause("1.3", "Il divano deve essere pulito.", "The sofa must be clean.")],
    )  # fmt: skip
    title = pair("Prova del divano a casa", "Sofa trial at home")
    return make_article("sofa-trial", title=title, questions=SOFAS, revisions=[revision])


def spare_parts() -> Content:
    """One revision, about small parts for old products."""
    revision = make_revision(
        summary=pair("Viti e maniglie si trovano per 10 anni.", "Screws and handles can be had for 10 years."),
        meaning=pair("Ci dici il modello e ti mandiamo il pezzo.", "You tell us the model and we send the part."),
        simpler=pair("I pezzi ci sono per 10 anni.", "Parts are there for 10 years."),
        clauses=[make_clause("1.1", "Teniamo i pezzi di ricambio per 10 anni.", "We keep spare parts for 10 years."),
                 make_clause("1.2", "Le viti sono gratis.", "Screws are free."),
                 make_clause("1.3", "Il pezzo arriva in una settimana.", "The part comes in a week.")],
    )  # fmt: skip
    title = pair("Pezzi di ricambio", "Spare parts")
    return make_article("spare-parts", title=title, questions=PARTS, revisions=[revision])
