"""Pictures of every kind of page, for people to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import results
from tests.browser.pages import NARROW, WIDE, PageType, each_page
from tests.browser.windows import Reader, change, larger_text, resize

PAPER: ViewportSize = {"width": 794, "height": 1123}
"""A4 at 96 pixels an inch."""
DRAWN = (WIDE, 768, NARROW)
HIGHEST = 16000
"""Pixels: a picture that is higher is more than Chromium draws."""


def _draw(page: Page, where: PageType, folder: Path) -> Iterator[Path]:
    """One picture for each width, a dark one, and one as on paper, which is a PDF as well."""
    start = folder / where.name
    for width in DRAWN:
        resize(page, width)
        yield _shot(page, f"{start}-light-{width}.png", full_page=True)
    resize(page, WIDE)
    change(page, color_scheme="dark")
    yield _shot(page, f"{start}-dark-{WIDE}.png", full_page=True)
    change(page, color_scheme="light", media="print")
    page.set_viewport_size(PAPER)
    yield _shot(page, f"{start}-print.png", full_page=True)
    page.pdf(path=f"{start}-print.pdf", prefer_css_page_size=True)
    yield Path(f"{start}-print.pdf")
    change(page, media="screen")


def _draw_larger(page: Page, where: PageType, folder: Path) -> Path:
    """One picture of text at 200 % on a telephone."""
    resize(page, NARROW)
    with larger_text(page) as enlarge:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": NARROW, "height": min(height, HIGHEST)})
        # what draws a full page, and a new size, forget what the reader has set
        enlarge()
        return _shot(page, f"{folder / where.name}-large-text-{NARROW}.png")


def _shot(page: Page, name: str, *, full_page: bool = False) -> Path:
    page.screenshot(path=name, full_page=full_page, animations="disabled")
    return Path(name)


@pytest.mark.once
@each_page
def test_a_page_is_drawn(reader: Reader, where: PageType) -> None:
    """At three widths, dark, with text at 200 %, and in print."""
    results.asked_for()
    shots = results.folder() / "screenshots"
    folder = shots / where.publication
    folder.mkdir(parents=True, exist_ok=True)
    page = reader.read(where)
    drawn = [*_draw(page, where, folder), _draw_larger(page, where, folder)]
    assert len(drawn) == len(DRAWN) + 4
    assert all(path.stat().st_size > 1000 for path in drawn)
    results.write_sheet(shots)
