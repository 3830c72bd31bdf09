"""How much of a suggestion was changed before it was sent."""

from __future__ import annotations


def edit_distance(before: str, after: str) -> int:
    """The fewest characters to insert, delete or replace (Levenshtein 1966; row by row, Wagner and Fischer 1974)."""
    row = list(range(len(after) + 1))
    for place, left in enumerate(before, start=1):
        diagonal, row[0] = row[0], place
        for column, right in enumerate(after, start=1):
            changed = diagonal + (left != right)
            diagonal, row[column] = row[column], min(changed, row[column] + 1, row[column - 1] + 1)
    return row[-1]
