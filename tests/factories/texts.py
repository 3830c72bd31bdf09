"""Texts in both languages."""

from __future__ import annotations

from typing import Any

Content = dict[str, Any]


def pair(it: str = "Va bene così.", en: str = "This is fine.") -> Content:
    """A text in both languages."""
    return {"it": it, "en": en}
