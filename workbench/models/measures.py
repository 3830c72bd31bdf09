"""What readings of labelled messages come to, of the candidate and of the model in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from workbench.models.reading import LEVELS, OUT_OF_SCOPE, Reading
from workbench.models.sets import Message
from workbench.models.statistics import (
    auroc,
    bins,
    calibration_error,
    chance_of_losses,
    chance_of_worse_kappa,
    chance_of_worse_mean,
    kappa,
    macro_f1,
    share,
)

Readings = Sequence[Reading]
_HEATED = 2


def intents(messages: Sequence[Message], before: Readings, after: Readings) -> list[dict[str, Any]]:
    """Shares of right intents: of all messages, of each language, of each intent, of each intent in each language."""
    groups: dict[tuple[str, str], list[int]] = {("", ""): list(range(len(messages)))}
    for row, message in enumerate(messages):
        for group in (("", message.language), (message.label, ""), (message.label, message.language)):
            groups.setdefault(group, []).append(row)
    return [_group(name, rows, messages, before, after) for name, rows in sorted(groups.items())]


def _group(
    name: tuple[str, str], rows: list[int], messages: Sequence[Message], before: Readings, after: Readings
) -> dict[str, Any]:
    was = [is_right(messages[row], before[row]) for row in rows]
    now = [is_right(messages[row], after[row]) for row in rows]
    lost = [row for row, one, two in zip(rows, was, now, strict=True) if one and not two]
    gained = sum(two and not one for one, two in zip(was, now, strict=True))
    return {
        "intent": name[0],
        "language": name[1],
        "in_force": asdict(share(sum(was), len(rows))),
        "candidate": asdict(share(sum(now), len(rows))),
        "lost": [changed(messages[row], before[row], after[row]) for row in lost],
        "gained": gained,
        "chance": chance_of_losses(len(lost), gained),
    }


def is_right(message: Message, reading: Reading) -> bool:
    """Whether the intent is the one meant; what is refused is rightly so where it is out of scope."""
    return reading.is_refused if message.label == OUT_OF_SCOPE else reading.intent == message.label


def changed(message: Message, before: Reading, after: Reading) -> dict[str, Any]:
    """A message with what it was taken for, and is now."""
    place = {"file": message.file, "line": message.line}
    return {"text": message.text, "meant": message.label, "was": before.intent, "now": after.intent, **place}


def confusion(messages: Sequence[Message], readings: Readings) -> list[dict[str, Any]]:
    """How often an intent was taken for which, the commonest first."""
    counts = Counter((message.label, reading.intent) for message, reading in zip(messages, readings, strict=True))
    return [{"meant": meant, "said": said, "count": count} for (meant, said), count in counts.most_common()]


def calibration(messages: Sequence[Message], before: Readings, after: Readings) -> dict[str, Any]:
    """How far confidence and the share that is right are apart; `chance` is that of the candidate's gap being no wider.

    Paired message by message by the squared error of the confidence, which grows with the gap.
    """

    def gap(readings: Readings) -> dict[str, Any]:
        right = [reading.best == message.label for message, reading in zip(messages, readings, strict=True)]
        found = bins([reading.confidence for reading in readings], right)
        return {"error": calibration_error(found), "bins": [asdict(one) for one in found]}

    def errors(readings: Readings) -> list[float]:
        pairs = zip(messages, readings, strict=True)
        return [(reading.confidence - (reading.best == message.label)) ** 2 for message, reading in pairs]

    chance = chance_of_worse_mean(errors(before), errors(after))
    return {"in_force": gap(before), "candidate": gap(after), "chance": chance}


def scope(messages: Sequence[Message], before: Readings, after: Readings) -> dict[str, Any]:
    """Telling apart what is none of the company's matters: AUROC, and which share of both sides is refused."""

    def side(readings: Readings) -> dict[str, Any]:
        outside = [message.label == OUT_OF_SCOPE for message in messages]
        told = [(out, one) for out, one in zip(outside, readings, strict=True)]
        scores = [(out, one.in_scope) for out, one in told if one.in_scope is not None]
        area = auroc([score for out, score in scores if not out], [score for out, score in scores if out])
        out_refused = share(sum(one.is_refused for out, one in told if out), sum(outside))
        in_refused = share(sum(one.is_refused for out, one in told if not out), len(messages) - sum(outside))
        return {"auroc": area, "refused_outside": asdict(out_refused), "refused_inside": asdict(in_refused)}

    inside = [row for row, message in enumerate(messages) if message.label != OUT_OF_SCOPE]
    more = sum(after[row].is_refused and not before[row].is_refused for row in inside)
    fewer = sum(before[row].is_refused and not after[row].is_refused for row in inside)
    chance = chance_of_losses(more, fewer)
    return {"in_force": side(before), "candidate": side(after), "chance_refused_inside": chance}


def frustration(messages: Sequence[Message], before: Readings, after: Readings) -> dict[str, Any]:
    """Agreement with the labelled levels, and which share of calm messages is taken for frustrated or angry."""
    truth = [LEVELS.index(message.label) for message in messages]

    def side(readings: Readings) -> dict[str, Any]:
        said = _levels(readings)
        calm = [level for level, label in zip(said, truth, strict=True) if label == 0]
        heated = asdict(share(sum(level >= _HEATED for level in calm), len(calm)))
        agreement = {"kappa": kappa(truth, said, len(LEVELS)), "macro_f1": macro_f1(truth, said, len(LEVELS))}
        return {**agreement, "calm_as_heated": heated, "messages": len(messages)}

    was, now = _levels(before), _levels(after)
    worse = [row for row, label in enumerate(truth) if abs(now[row] - label) > abs(was[row] - label)]
    return {
        "in_force": side(before),
        "candidate": side(after),
        "chance": chance_of_worse_kappa(truth, was, now, len(LEVELS)),
        "worse": [_felt(messages[row], before[row], after[row]) for row in worse],
    }


def _levels(readings: Readings) -> list[int]:
    return [LEVELS.index(reading.level) if reading.level in LEVELS else 0 for reading in readings]


def _felt(message: Message, before: Reading, after: Reading) -> dict[str, Any]:
    place = {"file": message.file, "line": message.line}
    return {"text": message.text, "meant": message.label, "was": before.level, "now": after.level, **place}


def recent(messages: Sequence[Message], before: Readings, after: Readings) -> dict[str, Any]:
    """The recent real messages that are understood otherwise: another intent, language or level."""

    def told(reading: Reading) -> dict[str, str]:
        return {"intent": reading.intent, "language": reading.language, "level": reading.level}

    sides = zip(messages, before, after, strict=True)
    pairs = [(message, told(one), told(two)) for message, one, two in sides]
    found = [{"text": message.text, "was": one, "now": two} for message, one, two in pairs if one != two]
    return {"messages": len(messages), "changed": found}


def cost(before: Sequence[float], after: Sequence[float], per: Sequence[int]) -> dict[str, float]:
    """Milliseconds of a processor a message, and the median of the ratios of pieces that were read in turn."""
    ratios = [two / one for one, two in zip(before, after, strict=True) if one > 0]
    milliseconds = [
        median([1000 * seconds / count for seconds, count in zip(side, per, strict=True)]) if side else 0.0
        for side in (before, after)
    ]
    return {"in_force": milliseconds[0], "candidate": milliseconds[1], "ratio": median(ratios) if ratios else 1.0}
