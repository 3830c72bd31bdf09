"""What became of suggestions, counted and listed in SQL."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, or_, select, union
from sqlalchemy.sql.elements import ColumnElement

from web.console.store import suggestions
from web.console.tables import console_answer, console_count
from web.console.tables import console_suggestion as table
from web.console.telemetry.asked import Asked
from web.console.telemetry.period import Week
from web.console.telemetry.records import Answering, Changed, Correction, Help, Learnt, Tally

MOST_CORRECTIONS = 20


def groups(connection: Connection, asked: Asked) -> list[tuple[tuple[str, str, str, str], Tally]]:
    """A tally for each policy, kind, language and level."""
    by = (table.c.policy_id, table.c.kind, table.c.language, table.c.level)
    rows = connection.execute(select(*by, *_sums(opened=True)).where(*_counted(asked)).group_by(*by))
    return [((row.policy_id, row.kind, row.language, row.level), _tally(row, row.opened)) for row in rows]


def weeks(connection: Connection, asked: Asked) -> list[Tally]:
    """The tally of each week of the period, without what was opened."""
    found = asked.period.weeks()
    if asked.only is not None:
        return _own_weeks(connection, asked, found)
    # One look at a stretch of the index for each: no database reckons with days of a time zone as the other does.
    query = select(*_sums()).where(*_narrowed(asked))
    return [
        _tally(connection.execute(query.where(table.c.shown_at >= one.start, table.c.shown_at < one.end)).one())
        for one in found
    ]


def changed(connection: Connection, asked: Asked) -> dict[str, Changed]:
    """How much was changed of those edited, by policy. Longer changes than the text itself count as all of it."""
    length = func.length(table.c.text)
    part = case((table.c.distance >= length, 1.0), else_=table.c.distance * 1.0 / func.nullif(length, 0))
    is_edited = (table.c.outcome == "edited", table.c.distance.is_not(None))
    query = select(table.c.policy_id, func.count().label("number"), func.avg(part).label("mean"))
    rows = connection.execute(query.where(*_counted(asked), *is_edited).group_by(table.c.policy_id))
    return {row.policy_id: Changed(row.number, float(row.mean or 0.0)) for row in rows}


def reasons(connection: Connection, asked: Asked) -> list[tuple[str, int]]:
    """Why suggestions were dismissed, the most frequent first."""
    number = func.count().label("number")
    query = select(table.c.reason, number).where(*_counted(asked), table.c.outcome == "dismissed")
    rows = connection.execute(query.group_by(table.c.reason).order_by(number.desc(), table.c.reason))
    return [(row.reason or "", row.number) for row in rows]


def corrections(connection: Connection, asked: Asked) -> list[Correction]:
    """Which policies were taken for which, the most frequent first."""
    number = func.count().label("number")
    by = (table.c.policy_id, table.c.right_policy_id)
    query = select(*by, number).where(*_counted(asked), table.c.outcome == "wrong_policy").group_by(*by)
    rows = connection.execute(query.order_by(number.desc(), *by).limit(MOST_CORRECTIONS))
    return [Correction(row.policy_id, row.right_policy_id or "", row.number) for row in rows]


def answering(connection: Connection, asked: Asked) -> dict[Help, Answering]:
    """How long the first answers of persons to customers' messages took, by whether a suggestion was used."""
    first = _first_answers(asked)
    place = func.row_number().over(partition_by=first.c.help, order_by=first.c.seconds).label("place")
    number = func.count().over(partition_by=first.c.help).label("number")
    placed = select(first.c.help, first.c.seconds, place, number).where(first.c.turn == 1).subquery()
    # Of an odd number the one in the middle, of an even one the two.
    middle = (2 * placed.c.place >= placed.c.number, 2 * placed.c.place <= placed.c.number + 2)
    columns = (placed.c.help, func.max(placed.c.number).label("number"), func.avg(placed.c.seconds).label("median"))
    rows = connection.execute(select(*columns).where(*middle).group_by(placed.c.help))
    return {row.help: Answering(row.number, float(row.median)) for row in rows}


def listed(connection: Connection, asked: Asked, before: int | None, most: int) -> Sequence[Row[Any]]:
    """At most `most` suggestions, the newest first; older than the one with the id `before`."""
    query = select(table).where(*_counted(asked), *_fate(asked))
    shown_at = None
    if before is not None:
        same = select(table.c.shown_at).where(table.c.suggestion_id == before)
        shown_at = connection.execute(same).scalar_one_or_none()
    if shown_at is not None:
        is_as_old = and_(table.c.shown_at == shown_at, table.c.suggestion_id < before)
        query = query.where(table.c.shown_at <= shown_at, or_(table.c.shown_at < shown_at, is_as_old))
    return connection.execute(query.order_by(table.c.shown_at.desc(), table.c.suggestion_id.desc()).limit(most)).all()


def learnt(connection: Connection) -> list[Learnt]:
    """The counters that the order of suggestions goes by, by policy."""
    sums = [func.sum(console_count.c[name]).label(name) for name in ("shown", "accepted", "dismissed")]
    query = select(console_count.c.policy_id, *sums).group_by(console_count.c.policy_id)
    rows = connection.execute(query.order_by(console_count.c.policy_id))
    return [
        Learnt(row.policy_id, Tally(int(row.shown), accepted=int(row.accepted), dismissed=int(row.dismissed)))
        for row in rows
    ]


def reset(connection: Connection, policy_id: str | None) -> int:
    """Forget what was learnt of a policy, or of all; how many counters there were."""
    return suggestions.reset(connection, None if policy_id is None else [policy_id])


def _own_weeks(connection: Connection, asked: Asked, found: Sequence[Week]) -> list[Tally]:
    """As `weeks`: what is somebody's own is few, and found out once."""
    starts, tallies = [one.start for one in found], [Tally() for _ in found]
    for row in connection.execute(select(table.c.shown_at, table.c.outcome).where(*_counted(asked))):
        outcome = {"wrong_policy": "wrong"}.get(row.outcome, row.outcome)
        tallies[bisect_right(starts, row.shown_at) - 1] += Tally(1, **({outcome: 1} if outcome else {}))
    return tallies


def _sums(opened: bool = False) -> list[ColumnElement[Any]]:
    outcomes = {"accepted": "accepted", "edited": "edited", "dismissed": "dismissed", "wrong": "wrong_policy"}
    sums: list[ColumnElement[Any]] = [func.count().label("shown")]
    sums += [func.count(case((table.c.outcome == code, 1))).label(name) for name, code in outcomes.items()]
    return [*sums, func.count(table.c.opened_at).label("opened")] if opened else sums


def _tally(row: Row[Any], opened: int = 0) -> Tally:
    return Tally(row.shown, opened, row.accepted, row.edited, row.dismissed, row.wrong)


def _counted(asked: Asked) -> list[ColumnElement[bool]]:
    period = asked.period
    return [*_narrowed(asked), table.c.shown_at >= period.start, table.c.shown_at < period.end]


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    wanted = {"policy_id": asked.policy, "kind": asked.kind, "language": asked.language, "level": asked.level}
    narrowed = [table.c[name] == value for name, value in wanted.items() if value]
    return narrowed if asked.only is None else [*narrowed, table.c.suggestion_id.in_(_own(asked.only))]


def _own(account_id: str) -> Any:
    """What somebody acted on, and what was shown for the messages that they answered."""
    acted = select(table.c.suggestion_id).where(table.c.account_id == account_id)
    mine = (table.c.conversation_id == console_answer.c.conversation_id, table.c.asked_at == console_answer.c.asked_at)
    answered = select(table.c.suggestion_id).join(console_answer, and_(*mine))
    return union(acted, answered.where(console_answer.c.account_id == account_id))


def _fate(asked: Asked) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if asked.outcome == "none":
        wanted.append(table.c.outcome.is_(None))
    elif asked.outcome:
        codes = ("accepted", "edited") if asked.outcome == "taken" else (asked.outcome,)
        wanted.append(table.c.outcome.in_(codes))
    if asked.reason:
        wanted.append(table.c.reason == asked.reason)
    return [*wanted, table.c.right_policy_id == asked.right] if asked.right else wanted


def _first_answers(asked: Asked) -> Any:
    """Each answer with its seconds, its `help`, and which one to the same message it is (`turn`)."""
    answer, first, used = console_answer, table.alias("first"), table.alias("used")
    same = (first.c.conversation_id == answer.c.conversation_id, first.c.asked_at == answer.c.asked_at)
    was_used, was_shown = answer.c.suggestion_id.is_not(None), first.c.suggestion_id.is_not(None)
    message = (answer.c.conversation_id, answer.c.asked_at)
    turn = func.row_number().over(partition_by=message, order_by=(answer.c.number, first.c.suggestion_id))
    columns: tuple[ColumnElement[Any], ...] = (
        (answer.c.at - answer.c.asked_at).label("seconds"),
        case((was_used, "used"), (was_shown, "unused"), else_="none").label("help"),
        turn.label("turn"),
    )
    joined = answer.outerjoin(first, and_(*same, first.c.place == 1)).outerjoin(
        used, used.c.suggestion_id == answer.c.suggestion_id
    )
    query: Select[Any] = select(*columns).select_from(joined).where(answer.c.asked_at.is_not(None))
    query = query.where(answer.c.at >= asked.period.start, answer.c.at < asked.period.end)
    wanted = {"policy_id": asked.policy, "kind": asked.kind, "language": asked.language, "level": asked.level}
    query = query.where(
        *(func.coalesce(used.c[name], first.c[name]) == value for name, value in wanted.items() if value)
    )
    return (query if asked.only is None else query.where(answer.c.account_id == asked.only)).subquery()
