"""The lock files of this checkout."""

from __future__ import annotations

import re

import pytest

from ops.locks import EVERYWHERE, LOCKS, without_repetition
from ops.paths import Paths

TARGETS = [lock.target for lock in LOCKS]
PACKAGE = re.compile(r"[a-z0-9-]+==[\w.+!]+( ; [^\n]*)? \\")


@pytest.mark.parametrize("target", TARGETS)
def test_every_package_has_its_hashes_and_no_place_to_get_it_from(target: str) -> None:
    lines = (Paths.here().root / target).read_text().splitlines()
    assert lines
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if line.startswith("    "):
            assert re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line)
        else:
            assert PACKAGE.fullmatch(line)
            assert following.startswith("    --hash=")


def test_the_condition_that_holds_for_all_packages_is_left_out() -> None:
    assert without_repetition(f"a==1{EVERYWHERE} \\\nb==2 \\\n") == "a==1 \\\nb==2 \\\n"
