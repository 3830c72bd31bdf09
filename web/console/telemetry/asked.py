"""Which suggestions are counted or listed."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from policy_kb.suggestions.request import LEVELS
from policy_kb.suggestions.suggestion import KINDS
from web.accounts.records import Role, Staff
from web.console.telemetry.period import Period, Week
from web.customer_text import has_broken_characters, has_control_characters
from web.language import LANGUAGES

# What became of them, as a list can be narrowed: `taken` is accepted or edited, `none` nothing yet.
FATES = ("taken", "accepted", "edited", "dismissed", "wrong_policy", "none")
SEES_ALL = (Role.POLICY_OWNER, Role.TRAINER)
_LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """What the address narrows to (empty: all); `only` is the account that sees its own alone."""

    period: Period
    policy: str = ""
    kind: str = ""
    language: str = ""
    level: str = ""
    outcome: str = ""
    reason: str = ""
    right: str = ""
    only: str | None = None

    @classmethod
    def of(cls, params: Mapping[str, str], staff: Staff, now: float, zone: ZoneInfo) -> Asked:
        """From the address; what is wrong in it is as if it were not there."""
        return cls(
            Period.of(params.get("from", ""), params.get("to", ""), now, zone),
            policy=_name(params.get("policy", "")),
            kind=_one_of(params.get("kind", ""), KINDS),
            language=_one_of(params.get("language", ""), LANGUAGES),
            level=_one_of(params.get("level", ""), LEVELS),
            outcome=_one_of(params.get("outcome", ""), FATES),
            reason=_name(params.get("reason", "")),
            right=_name(params.get("right", "")),
            only=None if staff.has(*SEES_ALL) else staff.id,
        )

    @property
    def address(self) -> dict[str, str]:
        """As it stands in an address."""
        names = ("policy", "kind", "language", "level", "outcome", "reason", "right")
        days = {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return days | {name: value for name in names if (value := getattr(self, name))}

    def within(self, week: Week) -> Asked:
        """The same of one week."""
        last = min(self.period.last, Period.week_end(week.first))
        return replace(self, period=replace(self.period, first=week.first, last=last))

    def counted(self) -> Asked:
        """Without what only a list is narrowed by: numbers compare what became of suggestions."""
        return replace(self, outcome="", reason="", right="")


def _one_of(asked: str, known: Container[str]) -> str:
    return asked if asked in known else ""


def _name(asked: str) -> str:
    is_bad = len(asked) > _LONGEST or has_control_characters(asked) or has_broken_characters(asked)
    return "" if is_bad else asked
