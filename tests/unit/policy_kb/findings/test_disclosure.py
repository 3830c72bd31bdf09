"""No small group can be read or reckoned from what is shown, also by who knows the method."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from policy_kb.findings.disclosure import THRESHOLD, shown, shown_ease, shown_total
from policy_kb.findings.model import Ease, Total

HIDDEN = set(range(THRESHOLD))


@pytest.mark.parametrize("number", sorted(HIDDEN))
def test_a_group_below_the_threshold_is_not_shown_and_has_no_mean(number: int) -> None:
    assert shown(number) is None
    assert shown_ease(number, 3.0 * number) is None


def test_a_group_of_five_is_shown_with_its_mean() -> None:
    assert shown(5) == 5
    assert shown_ease(5, 17.0) == Ease(3.4, 5)


@pytest.mark.parametrize("policies", [1, 2, 3, 4])
@pytest.mark.parametrize("without_policy", [range(1), range(7)], ids=["none", "some"])
def test_from_all_that_is_shown_a_hidden_policy_may_have_any_hidden_number(
    policies: int, without_policy: range
) -> None:
    """Goes through every table of small numbers and collects what leads to the same page."""
    names = [f"policy-{number}" for number in range(policies)]
    possible: dict[object, list[set[int]]] = defaultdict(lambda: [set() for _ in names])
    for *cells, none in product(*[range(7)] * policies, without_policy):
        numbers: dict[str | None, int] = {**dict(zip(names, cells, strict=True)), None: none}
        page = (tuple(map(shown, cells)), shown(none), shown_total(numbers, names))
        for seen, cell in zip(possible[page], cells, strict=True):
            seen.add(cell)
    for (cells, _, _), seen in possible.items():  # type: ignore[misc]
        assert all(cell is not None or values == HIDDEN for cell, values in zip(cells, seen, strict=True))


def test_a_total_is_exact_where_the_hidden_groups_are_many_enough_together() -> None:
    names = [f"policy-{number}" for number in range(10)]
    assert shown_total({"policy-0": 20, "policy-1": 3, "policy-2": 2}, names) == Total(25, True)
    assert shown_total({"policy-0": 20, "policy-1": 3, "policy-2": 1}, names) == Total(20, False)


def test_a_total_of_small_groups_alone_says_nothing() -> None:
    assert not shown_total({"a": 4}, ["a", "b"]).is_told
    assert not shown_total({}, []).is_told


def test_a_total_is_exact_where_nothing_is_hidden() -> None:
    assert shown_total({"a": 6, None: 5}, ["a"]) == Total(11, True)
