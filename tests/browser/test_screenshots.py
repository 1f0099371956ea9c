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
DRAWN = (1920, WIDE, 768, NARROW, 320)
HIGHEST = 16000
"""Pixels: a picture that is higher is more than Chromium draws."""


def _draw(page: Page, where: PageType, folder: Path) -> Iterator[Path]:
    """One picture for each width, two dark ones, and one as on paper, which is a PDF as well."""
    start = folder / where.name
    for width in DRAWN:
        resize(page, width)
        yield _shot(page, f"{start}-light-{width}.png", full_page=True)
    change(page, color_scheme="dark")
    for width in (NARROW, WIDE):
        resize(page, width)
        yield _shot(page, f"{start}-dark-{width}.png", full_page=True)
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


def _draw_menu(page: Page, where: PageType, folder: Path) -> Path:
    """One picture of the open menu of a telephone."""
    resize(page, NARROW)
    page.locator(".an-menu").click()
    shot = _shot(page, f"{folder / where.name}-menu-{NARROW}.png")
    page.keyboard.press("Escape")
    return shot


def _shot(page: Page, name: str, *, full_page: bool = False) -> Path:
    page.screenshot(path=name, full_page=full_page, animations="disabled")
    return Path(name)


@pytest.mark.once
@each_page
def test_a_page_is_drawn(reader: Reader, where: PageType) -> None:
    """At five widths, dark, with text at 200 %, and in print; and the menu of a telephone."""
    results.asked_for()
    shots = results.folder() / "screenshots"
    folder = shots / where.publication
    folder.mkdir(parents=True, exist_ok=True)
    page = reader.read(where)
    drawn = [*_draw(page, where, folder), _draw_larger(page, where, folder)]
    drawn.append(_draw_menu(page, where, folder))
    assert len(drawn) == len(DRAWN) + 6
    assert all(path.stat().st_size > 1000 for path in drawn)
    results.write_sheet(shots)
