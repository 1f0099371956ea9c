"""Pictures of every kind of page, for people to look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser import results
from tests.browser.pages import NARROW, SCHEMES, WIDE, WIDTHS, PageType, each_page
from tests.browser.windows import Reader, change, larger_text, resize

PAPER: ViewportSize = {"width": 794, "height": 1123}
"""A4 at 96 pixels an inch."""


def _draw(page: Page, where: PageType, folder: Path) -> Iterator[Path]:
    """One picture for each scheme and width, of larger text, and as on paper."""

    def draw(kind: str) -> Path:
        path = folder / f"{where.name}-{kind}.png"
        page.screenshot(path=path, full_page=True, animations="disabled")
        return path

    for width in WIDTHS:
        resize(page, width)
        for scheme in SCHEMES:
            change(page, color_scheme=scheme)
            yield draw(f"{scheme}-{width}")
    change(page, color_scheme="light", media="print")
    page.set_viewport_size(PAPER)
    yield draw("print")
    change(page, media="screen")
    with larger_text(page):
        for width in (WIDE, NARROW):
            resize(page, width)
            yield draw(f"large-text-{width}")


@pytest.mark.once
@each_page
def test_a_page_is_drawn(reader: Reader, where: PageType) -> None:
    """In both schemes at five widths, with text at 200 %, and in print."""
    results.asked_for()
    shots = results.folder() / "screenshots"
    folder = shots / where.publication
    folder.mkdir(parents=True, exist_ok=True)
    drawn = list(_draw(reader.read(where), where, folder))
    assert len(drawn) == len(WIDTHS) * len(SCHEMES) + 3
    assert all(path.stat().st_size > 1000 for path in drawn)
    results.write_sheet(shots)
