"""Whether an answer is still the same answer when somebody else asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from conversation_tests.seen import Seen
from workbench.simulation.manners import manners
from workbench.simulation.walked import Answered

_SMALL_TALK = (None,)
# From so many words on, a message tells its language.
_TELLING_WORDS = 4


def answered(seen: Seen) -> Answered:
    """What a turn was answered."""
    customs = seen.customs
    return Answered(
        kinds=tuple(custom.get("kind") for custom in customs),
        policy=seen.first_with_policy().get("policy_id"),
        language=next((custom.get("language") for custom in customs if custom.get("language")), None),
        handoff=seen.conversation().get("handoff"),
        intent=seen.understood.intent if seen.understood else "",
        text=seen.text,
    )


def changes(customer: str, said: str, now: Answered, before: Answered) -> tuple[str, ...]:
    """What differs of `policy`, `kinds`, `language` and `handoff`, beyond what this customer's manner explains.

    Whoever says it in the other language is to be answered in it, where what is said is long enough to tell.
    """
    allowed = frozenset(manners()["allowed"][customer])
    found = []
    if now.policy != before.policy:
        found.append("policy")
    if _without(now.kinds, allowed) != _without(before.kinds, allowed):
        found.append("kinds")
    if _is_other_language(customer, said, now, before):
        found.append("language")
    if now.handoff != before.handoff and not ("handoff" in allowed and now.handoff == "offered"):
        found.append("handoff")
    return tuple(found)


def _is_other_language(customer: str, said: str, now: Answered, before: Answered) -> bool:
    if now.language is None or before.language is None:
        return False
    if customer != "switching":
        return now.language != before.language
    return len(said.split()) >= _TELLING_WORDS and now.language == before.language


def _without(kinds: Iterable[str | None], allowed: frozenset[str]) -> tuple[str | None, ...]:
    return tuple(kind for kind in kinds if kind not in allowed) or _SMALL_TALK
