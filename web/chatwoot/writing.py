"""What is posted, in words: an answer with its sources, and the note for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from web.chatwoot.records import Posting
from web.chatwoot.words import ChatwootWords
from web.console.summary import Summary
from web.messages import custom_of, options_of

# Chatwoot refuses longer messages; no answer comes near it.
LONGEST_TEXT = 20_000


def answer(said: dict[str, Any], words: ChatwootWords) -> Posting:
    """A message of an answer, or what a representative said, with its sources named below and its options to choose."""
    found = said.get("sources", custom_of(said).get("sources"))
    sources = [source for source in found if isinstance(source, dict)] if isinstance(found, list) else []
    lines = [f"- {source.get('label', '')} {source.get('url') or ''}".rstrip() for source in sources]
    text = "\n".join([str(said["text"]), *(["", words.sources, *lines] if lines else [])])
    return Posting(text[:LONGEST_TEXT], choices=tuple(option["title"] for option in options_of(said)))


def note(summary: Summary, titles: Mapping[str, str], words: ChatwootWords, is_unread: bool) -> Posting:
    """The note for whoever takes over; `titles` are those of policies."""
    return Posting("\n".join(_lines(summary, titles, words, is_unread))[:LONGEST_TEXT], private=True)


def _lines(summary: Summary, titles: Mapping[str, str], words: ChatwootWords, is_unread: bool) -> Iterator[str]:
    yield words.note.title
    if is_unread:
        yield words.note.unread
    if summary.asked:
        yield words.note.asked.format(text=summary.asked)
    if summary.open and summary.open != summary.asked:
        yield words.note.open.format(text=summary.open)
    policies = list(dict.fromkeys(titles.get(one.policy_id, one.policy_id) for one in summary.tried))
    if policies:
        yield words.note.quoted.format(policies=", ".join(policies))
    if summary.moods:
        yield words.note.moods.format(moods=" → ".join(words.levels.get(mood, mood) for mood in summary.moods))
    if summary.promised:
        yield words.note.promised.format(tickets=", ".join(summary.promised))
