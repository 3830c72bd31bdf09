"""What the console knows, as the interface answers it."""

from __future__ import annotations

from collections.abc import Sequence

from web.accounts.records import Staff
from web.console.cases import Request
from web.console.records import Listed, QueueRow, ShownSuggestion
from web.console.suggesting import Suggested
from web.console.summary import Summary
from web.console.view import View
from web.desk_api import answers
from web.inbox.records import Event, iso


def row(found: QueueRow, staff: Staff) -> answers.Row:
    """A conversation in the list."""
    return answers.Row(
        id=found.id,
        queue=found.queue,
        customer_name=found.customer_name,
        verified=found.verified,
        language=found.language,
        score=found.score,
        level=found.level,
        trend=found.trend,
        policy_id=found.policy_id,
        preview=found.preview,
        unread=found.unread,
        held_by=found.held_name,
        mine=found.held_by == staff.id,
        wanted_at=_moment(found.wanted_at),
        due_at=_moment(found.due_at),
        said_at=_moment(found.said_at),
        started_at=iso(found.started_at),
        last_event=found.last_event,
    )


def listed(found: Listed, staff: Staff) -> answers.Listed:
    """A page of the list."""
    counts = {str(name): number for name, number in found.counts.items()}
    return answers.Listed(conversations=[row(one, staff) for one in found.rows], more=found.more, counts=counts)


def whole(view: View, after: int) -> answers.Whole:
    """A conversation, with its events after the one numbered `after`."""
    kept, known = view.kept, view.known
    return answers.Whole(
        conversation=row(kept.row, view.staff),
        events=[_happening(event) for event in kept.events if event.number > after],
        summary=_summary(view.summary),
        facts=known.facts.as_mapping(),
        requests=[_wanted(request) for request in known.requests],
        chain=[answers.Step(role=step.role, decides=step.decides, within_hours=step.within) for step in known.chain],
        notes=[answers.Note(at=iso(note.at), name=note.name, text=note.text) for note in kept.notes],
        colleagues=[answers.Looking(name=one.name, drafting=one.drafting) for one in kept.presence],
        earlier=_earlier(view),
        knowledge=not known.is_away,
    )


def suggested(made: Suggested | None) -> answers.Suggested:
    """Suggestions; nothing where the customer wrote nothing yet."""
    if made is None:
        return answers.Suggested(
            message=None, level=None, language=None, intent=None, suggestions=[], silence="nothing_asked"
        )
    return answers.Suggested(
        message=made.message,
        level=made.level,
        language=made.language,
        intent=made.intent,
        suggestions=_suggestions(made.items),
        silence=made.silence,
    )


def _suggestions(items: Sequence[ShownSuggestion]) -> list[answers.Suggestion]:
    # The key is the engine's own name of a suggestion: the id, which is shorter, is what is reported with.
    names = set(answers.Suggestion.model_fields)
    found = [{"id": item.id} | item.suggestion | item.standing for item in items]
    return [answers.Suggestion(**{name: one[name] for name in names}) for one in found]


def _happening(event: Event) -> answers.Happening:
    return answers.Happening.model_validate({"type": event.kind, **event.document()})


def _summary(found: Summary) -> answers.Summary:
    tried = [answers.Tried(policy_id=one.policy_id, version=one.version, kinds=list(one.kinds)) for one in found.tried]
    return answers.Summary(
        asked=found.asked, open=found.open, tried=tried, moods=list(found.moods), promised=list(found.promised)
    )


def _wanted(found: Request) -> answers.Wanted:
    return answers.Wanted(
        id=found.id,
        number=found.number,
        kind=found.kind,
        state=found.state,
        text=found.text,
        policy_id=found.policy_id,
        wanted_day=None if found.wanted_day is None else found.wanted_day.isoformat(),
        due_at=iso(found.due_at),
        standing=found.standing,
        can_be_decided=found.can_be_decided,
        until=None if found.until is None else found.until.isoformat(),
    )


def _earlier(view: View) -> list[answers.Before]:
    return [
        answers.Before(
            id=one.id, started_at=iso(one.started_at), queue=one.queue, policy_id=one.policy_id, preview=one.preview
        )
        for one in view.kept.earlier
    ]


def _moment(at: float | None) -> str | None:
    return None if at is None else iso(at)
