"""A trainer for tests that need no account."""

from __future__ import annotations

from web.accounts.records import Role, Staff

TRAINER = Staff(
    id="t" * 16,
    login="tina",
    name="Tina",
    roles=frozenset({Role.TRAINER}),
    language="en",
    csrf="c",
    must_change_password=False,
)
