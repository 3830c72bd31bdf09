"""Which numbers may be shown, so that none of a small group can be read or reckoned.

The threshold rule with protected totals, after A. Hundepool and others, "Statistical Disclosure Control", Wiley (2012),
chapters 4 and 5: a group of fewer than THRESHOLD is not shown, and a total is shown exactly only where it does not give
away what was not shown. Totals are protected by telling only the sum of what is shown ("at least"), so that no large
group has to be hidden along with a small one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from policy_kb.findings.model import Ease, Total

THRESHOLD = 5


def shown(number: int) -> int | None:
    """The number, or None for a group below the threshold; nobody at all is not told from a few."""
    return number if number >= THRESHOLD else None


def shown_ease(answers: int, marks: float) -> Ease | None:
    """The mean of so many answers with this sum of marks, or None below the threshold."""
    return Ease(round(marks / answers, 1), answers) if answers >= THRESHOLD else None


def shown_total(numbers: Mapping[str | None, int], policy_ids: Collection[str]) -> Total:
    """The total of the groups: of each policy, and of None, the answers about no policy.

    Who subtracts what is shown from an exact total learns the sum of the hidden groups. It is exact only where that sum
    is itself no small group and leaves every hidden policy anything from nobody to the most that can be hidden.
    """
    groups = {group: numbers.get(group, 0) for group in (*policy_ids, None)}
    told = sum(number for number in groups.values() if shown(number) is not None)
    hidden = [group for group, number in groups.items() if shown(number) is None]
    hidden_policies = sum(group is not None for group in hidden)
    rest = sum(groups.values()) - told
    loose = THRESHOLD <= rest <= (THRESHOLD - 1) * (hidden_policies - 1)
    return Total(told + rest, True) if not hidden or loose else Total(told, False)
