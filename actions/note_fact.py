"""Notes a fact that a customer tells about themselves or their order."""

from __future__ import annotations

from dataclasses import replace

from actions.answering import answer_about, settle
from actions.base import ChiaroAction
from actions.calling import tell_person
from actions.context import in_conversation
from actions.facts import awaited_fact, facts_in, self_told
from actions.follow_up import asks_of
from actions.loose import text
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import OWN_WORDS
from actions.turn import Turn
from actions.which_topic import which_topic
from policy_kb.answer.message import Message
from policy_kb.language.stems import stems
from policy_kb.search.prior import is_sure
from policy_kb.search.result import SearchResult


class NoteFact(ChiaroAction):
    """Keeps the fact; where a policy is in question, says what it changes."""

    action_name = "action_note_fact"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. A sure question in the message is answered, the fact kept all the same."""
        if turn.awaiting.get("for") == "fact":
            return _answered(turn, runtime)
        if turn.conversation.handoff == "requested" and "?" not in turn.text:
            return _for_person(turn, runtime)
        stated = facts_in(turn.text)
        result = runtime.composer.find(turn.query, turn.language, turn.known)
        if turn.policy_id is None and not stated and result.decision != "do_not_know":
            return settle(turn, runtime, result)  # "please stop order 12345" tells nothing to note: it is a wish
        wordless = not turn.has_words and not turn.entities
        if turn.policy_id is None and (wordless or not stems(turn.text, turn.language)):
            return which_topic(turn, runtime)
        told = turn.knowing({**stated, **runtime.known_facts(turn)})
        asked = _asked(result, turn, runtime)
        if asked is not None:
            return _with_facts(answer_about(told, runtime, asked), told)
        return _told(told, runtime, is_new=told.facts != turn.facts)


def _answered(turn: Turn, runtime: Runtime) -> Reply:
    """After an answer to the fact asked for; what it leaves open is shown with its condition."""
    found = awaited_fact(text(turn.awaiting.get("fact")), turn.text, turn.entities)
    return _noted(turn.knowing({**facts_in(turn.text), **found, **runtime.known_facts(turn)}), runtime)


def _for_person(turn: Turn, runtime: Runtime) -> Reply:
    """What is told to whoever waits for a person is for that person."""
    told = turn.knowing({**facts_in(turn.text), **runtime.known_facts(turn)})
    return _with_facts(Reply([tell_person(told, runtime)], handoff="requested"), told)


def _asked(result: SearchResult, turn: Turn, runtime: Runtime) -> str | None:
    """The policy, another than the topic, that a message surely asks about; "I am a Gold customer" asks nothing."""
    if "?" not in turn.text and self_told(turn.text, turn.entities):
        return None
    # A day or a number told about the topic ("March and April") names no other.
    says_enough = "?" in turn.text or len(stems(turn.dayless or turn.text, turn.language)) >= OWN_WORDS
    found = in_conversation(result, turn, runtime)
    if not is_sure(found) or (turn.policy_id is not None and not says_enough):
        return None
    return found.candidates[0].policy_id if found.candidates[0].policy_id != turn.policy_id else None


def _told(turn: Turn, runtime: Runtime, is_new: bool) -> Reply:
    """`is_new`: a rule looks at what was told; else it tells who, what, where."""
    point = _on_the_point(turn, runtime)
    reply = _noted(turn, runtime) if is_new else Reply([runtime.composer.noted(turn.language)])
    if point is None or any(message.kind == "explanation" for message in reply.messages):
        return reply
    noted, *others = reply.messages
    spoken = about([noted, point, *others], ["detail", *reply.slots.get("last_answer", [])], reply.awaits)
    return replace(spoken, slots={**reply.slots, **spoken.slots})


def _on_the_point(turn: Turn, runtime: Runtime) -> Message | None:
    """What the topic's rule says on what was told beside what was asked before; None without a topic."""
    if turn.policy_id is None or not runtime.composer.knows(turn.policy_id):
        return None
    return runtime.composer.detail(replace(turn, asked_before=turn.question).wish(turn.policy_id))


def _noted(turn: Turn, runtime: Runtime) -> Reply:
    noted = runtime.composer.noted(turn.language)
    if turn.policy_id is None or not runtime.composer.knows(turn.policy_id):
        return _with_facts(Reply([noted]), turn)
    if "ordered_on" in self_told(turn.text, turn.entities):  # the terms of that day may be others
        reply = about([noted, runtime.composer.part("explanation", turn.wish(turn.policy_id))], ["explanation"])
    else:
        others = runtime.composer.part("alternatives", turn.asking_wish(turn.policy_id))
        reply = about([noted, others], ["alternatives"], asks_of(others, "alternatives"))
    return _with_facts(reply, turn)


def _with_facts(reply: Reply, turn: Turn) -> Reply:
    return replace(reply, slots={**reply.slots, "facts": turn.facts})
