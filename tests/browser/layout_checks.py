"""What the layout of a page comes to."""

from __future__ import annotations

from playwright.sync_api import Page


def nothing_is_cut_off_at_the_side(page: Page) -> None:
    """Fail where the page is wider than its window, so that it would have to be scrolled sideways."""
    # After a click the page may be there without its style sheets yet: a long word is not broken then.
    page.wait_for_load_state("load")
    page_width, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert page_width <= window
