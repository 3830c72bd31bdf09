"""Whether a candidate may take the place of the model in force, and if not, why and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from workbench.models.thresholds import Thresholds

_MOST_PLACES = 12
Compared = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """Why a candidate is blocked: `key` names the words, `values` fill them, `places` are messages, tests, lines."""

    check: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    places: list[dict[str, Any]] = field(default_factory=list)


def judge(compared: Compared, thresholds: Thresholds) -> dict[str, Any]:
    """The gate's verdict: `passed`, the checks that were made, and the reasons for which it blocks."""
    reasons = [reason for check in CHECKS for reason in check(compared, thresholds)]
    return {
        "passed": not reasons,
        "checks": [check.__name__.lstrip("_") for check in CHECKS],
        "reasons": [asdict(reason) for reason in reasons],
        "thresholds": dict(thresholds.values),
    }


def _intents(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """Fewer right intents: of all messages, of a language, of an intent, of an intent in a language."""
    named: set[str] = set()
    for group in sorted(compared["intents"], key=lambda one: bool(one["intent"]) + bool(one["language"])):
        limit = thresholds.of(_limit_of(group))
        before, now = group["in_force"], group["candidate"]
        if limit is None or before["share"] - now["share"] <= limit or group["chance"] >= thresholds.significance:
            continue
        if group["language"] and group["intent"] in named:
            continue  # both languages together say it already
        named.add(group["intent"])
        values = {"intent": group["intent"], "lang": group["language"], "before": before["share"]}
        values |= {"now": now["share"], "of": now["of"], "lost": len(group["lost"]), "gained": group["gained"]}
        yield Reason("intents", _group_words(group), values, group["lost"][:_MOST_PLACES])


def _limit_of(group: Mapping[str, Any]) -> str:
    if group["intent"]:
        return "an_intent_loses"
    return "a_language_loses" if group["language"] else "all_intents_lose"


def _group_words(group: Mapping[str, Any]) -> str:
    if group["intent"]:
        return "intent-in-language" if group["language"] else "intent-loses"
    return "language-loses" if group["language"] else "all-lose"


def _enough_right(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """Fewer right intents than any model must have."""
    least = thresholds.of("all_intents_at_least")
    everything = next((group for group in compared["intents"] if not group["intent"] and not group["language"]), None)
    if least is not None and everything and everything["candidate"]["of"]:
        share = everything["candidate"]["share"]
        if share < least:
            yield Reason("enough_right", "too-few-right", {"now": share, "least": least})


def _calibration(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """Confidence that no longer says how often an intent is right."""
    found = compared["calibration"]
    before, now = found["in_force"]["error"], found["candidate"]["error"]
    values = {"before": before, "now": now}
    grows, most = thresholds.of("calibration_error_grows"), thresholds.of("calibration_error_at_most")
    if grows is not None and now - before > grows:
        yield Reason("calibration", "calibration-grows", values, _widest(found["candidate"]["bins"]))
    elif most is not None and now > max(most, before):
        yield Reason("calibration", "calibration-most", {**values, "most": most}, _widest(found["candidate"]["bins"]))


def _widest(bins: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_weight = sorted(bins, key=lambda one: -one["count"] * abs(one["confidence"] - one["right"]))
    return [{"bin": one} for one in by_weight[:3]]


def _scope(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """What is none of the company's matters is told apart worse, or true questions are refused."""
    before, now = compared["scope"]["in_force"], compared["scope"]["candidate"]
    falls = thresholds.of("scope_area_falls")
    if None not in (falls, before["auroc"], now["auroc"]) and before["auroc"] - now["auroc"] > falls:
        yield Reason("scope", "scope-area", {"before": before["auroc"], "now": now["auroc"]})
    outside, limit = "refused_outside", thresholds.of("scope_refused_falls")
    if limit is not None and before[outside]["share"] - now[outside]["share"] > limit:
        yield Reason("scope", "scope-refused", {"before": before[outside]["share"], "now": now[outside]["share"]})
    inside, limit = "refused_inside", thresholds.of("questions_refused_grow")
    grown = now[inside]["share"] - before[inside]["share"]
    if limit is not None and grown > limit and compared["scope"]["chance_refused_inside"] < thresholds.significance:
        yield Reason("scope", "scope-inside", {"before": before[inside]["share"], "now": now[inside]["share"]})


def _frustration(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """Feelings are heard worse, or calm customers are taken for heated ones."""
    found = compared["frustration"]
    before, now = found["in_force"], found["candidate"]
    falls, worse = thresholds.of("frustration_kappa_falls"), found["worse"][:_MOST_PLACES]
    if falls is not None and before["kappa"] - now["kappa"] > falls and found["chance"] < thresholds.significance:
        yield Reason("frustration", "frustration-kappa", {"before": before["kappa"], "now": now["kappa"]}, worse)
    most, heated = thresholds.of("calm_as_heated_at_most"), "calm_as_heated"
    if most is not None and now[heated]["share"] > max(most, before[heated]["share"]):
        calm = [one for one in worse if one["meant"] == "calm"]
        yield Reason("frustration", "calm-as-heated", {"now": now[heated]["share"], "most": most}, calm)


def _tests(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """Conversation tests that the model in force passes fail."""
    most, tests = thresholds.of("tests_broken"), compared.get("tests")
    if most is not None and tests and len(tests["broken"]) > most:
        yield Reason("tests", "tests-broken", {"count": len(tests["broken"])}, tests["broken"])


def _lines(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """An intent has lost many of its training lines of a language."""
    limit, least = thresholds.of("lines_lost"), thresholds.of("lines_lost_at_least") or 0
    for row in compared["lines"] if limit is not None else ():
        lost = row["before"] - row["after"]
        if lost >= least and lost > (limit or 0) * row["before"]:
            values = {"intent": row["intent"], "lang": row["language"], "before": row["before"], "after": row["after"]}
            place = {"file": f"data/nlu/{row['language']}", "intent": row["intent"]}
            yield Reason("lines", "lines-lost", values, [place])


def _cost(compared: Compared, thresholds: Thresholds) -> Iterator[Reason]:
    """A message costs more processor time."""
    most, found = thresholds.of("cost_at_most"), compared["cost"]
    if most is not None and found["ratio"] > most:
        milliseconds = {"before": found["in_force"], "now": found["candidate"]}
        yield Reason("cost", "cost-grows", {**milliseconds, "ratio": found["ratio"], "most": most})


CHECKS: tuple[Callable[[Compared, Thresholds], Iterator[Reason]], ...] = (
    _intents,
    _enough_right,
    _calibration,
    _scope,
    _frustration,
    _tests,
    _lines,
    _cost,
)
