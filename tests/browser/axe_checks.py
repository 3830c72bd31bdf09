"""What axe finds on a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_finds_nothing(page: Page) -> None:
    """Fail with axe's report where it finds anything."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    # After a click the page may be there without its style sheets yet: a link is as small as its letters then.
    page.wait_for_load_state("load")
    results = axe.Axe().run(page, options={"runOnly": _TAGS, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
