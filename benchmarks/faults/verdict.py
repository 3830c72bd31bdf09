"""What a customer was told, held against what they wrote: lost, doubled, out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any

Event = dict[str, Any]
_ANSWERS = ("reply", "failed")


@dataclass
class Sent:
    """A message under its client id; `event` is the number that the server accepted it under, None where it did not."""

    id: str
    text: str
    event: int | None = None
    tries: int = 0


@dataclass
class Conversation:
    """One conversation from the customer's side.

    `heard`: events as they came over the stream; `read`: the same read anew from the beginning after the recovery;
    `transcript`: its entries; `wrong`: what the page or the stream did against the rules.
    """

    token: str
    sent: list[Sent] = field(default_factory=list)
    heard: list[Event] = field(default_factory=list)
    read: list[Event] = field(default_factory=list)
    transcript: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Counts:
    """Of one conversation, or of many added up.

    A message of the customer is `answered`, `told_to_retry` (a true sentence, but no ticket), `failed_…` or
    `unanswered`: each in one of them, unless `doubled`.
    """

    conversations: int = 0
    accepted: int = 0
    sent_again: int = 0
    answered: int = 0
    told_to_retry: int = 0
    failed_with_ticket: int = 0
    failed_without_ticket: int = 0
    refused: int = 0
    unanswered: int = 0
    doubled: int = 0
    disordered: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both added up."""
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Counts)))

    @property
    def clean(self) -> bool:
        """Whether every accepted message was met with something true, once, in order."""
        return not (self.unanswered or self.doubled or self.disordered)

    @property
    def without_answer_or_ticket(self) -> int:
        """How many accepted messages got neither an answer nor a ticket: `unanswered`, or only told so."""
        return self.unanswered + self.told_to_retry + self.failed_without_ticket


def judge(one: Conversation) -> Counts:
    """Count one conversation."""
    accepted = [sent for sent in one.sent if sent.event is not None]
    times = Counter(event["in_reply_to"] for event in _answers(one.read))
    kept = Counter(event["id"] for event in one.read if event["type"] == "accepted")
    failed = [event for event in one.read if event["type"] == "failed"]
    replies = [event for event in one.read if event["type"] == "reply"]
    answers = {event["in_reply_to"] for event in replies if not _says_retry(event)}
    return Counts(
        conversations=1,
        accepted=len(accepted),
        sent_again=sum(sent.tries > 1 for sent in accepted),
        answered=len(answers),
        told_to_retry=sum(map(_says_retry, replies)),
        failed_with_ticket=sum("ticket" in event for event in failed),
        failed_without_ticket=sum("ticket" not in event for event in failed),
        refused=len(one.sent) - len(accepted),
        unanswered=sum(times[sent.id] == 0 or kept[sent.id] == 0 for sent in accepted),
        doubled=sum(number - 1 for number in times.values()) + sum(number - 1 for number in kept.values()),
        disordered=len(disorder(one)),
    )


def disorder(one: Conversation) -> list[str]:
    """In words, what is out of order: numbers, messages, replies, stream against reading anew, transcript."""
    found = [*one.wrong, *_steps("read", one.read)]
    accepted = [event["id"] for event in one.read if event["type"] == "accepted"]
    ids = [sent.id for sent in one.sent if sent.event is not None]
    if accepted != ids:
        found.append(f"accepted {accepted}, sent {ids}")
    replied = [event["in_reply_to"] for event in _answers(one.read)]
    if replied != [key for key in accepted if key in replied]:
        found.append(f"replied to {replied}, accepted {accepted}")
    if one.heard != one.read[: len(one.heard)]:
        found.append("the stream told otherwise than reading anew")
    if (said := _said(one.read)) != (written := [(entry["from"], entry["text"]) for entry in one.transcript]):
        found.append(f"the transcript has {len(written)} entries, or others than the {len(said)} of the events")
    return found


def _steps(where: str, events: Sequence[Event]) -> list[str]:
    numbers = [0, *(event["event"] for event in events)]
    return [f"{where}: {later} after {earlier}" for earlier, later in pairwise(numbers) if later != earlier + 1]


def _answers(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event["type"] in _ANSWERS]


def _said(events: Sequence[Event]) -> list[tuple[str, str]]:
    said: list[tuple[str, str]] = []
    for event in events:
        if event["type"] == "accepted":
            said.append(("customer", event["text"]))
        said += [("assistant", message["text"]) for message in event.get("messages", [])]
    return said


def _says_retry(event: Event) -> bool:
    return any(message.get("custom", {}).get("retry") is True for message in event["messages"])
