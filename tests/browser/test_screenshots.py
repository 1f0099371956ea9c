"""Pictures of every kind of page, for people to look at."""

from __future__ import annotations

import contextlib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize

from tests.browser import results
from tests.browser.pages import NARROW, WIDE, PageType, each_page
from tests.browser.windows import Reader, Windows, change, larger_text, resize
from tests.building import Built
from tests.validators.epub import Book

PAPER: ViewportSize = {"width": 794, "height": 1123}
"""A4 at 96 pixels an inch."""
DRAWN = (1920, WIDE, 768, NARROW, 320)
BOOKLETS = ("co-creation", "how-this-book-is-made")
"""The booklets whose pages are drawn."""
ACROSS = 4
"""The pages beside each other on a sheet of a booklet."""
SHELVES: dict[str, ViewportSize] = {
    "telephone": {"width": 400, "height": 700},
    "reader": {"width": 768, "height": 1024},
}
"""The windows in which an EPUB is drawn, in pixels."""
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


@pytest.mark.once
@pytest.mark.parametrize("name", BOOKLETS)
def test_all_pages_of_a_booklet_are_drawn(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """On sheets, row by row."""
    results.asked_for()
    folder = results.folder() / "screenshots" / "booklets"
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(
        pdfium.PdfDocument(publication("docs", "typstpdf").out / f"{name}.pdf")
    ) as book:
        pages = [page.render(scale=1).to_pil() for page in book]
    sheets = [_sheet(pages[first : first + 12]) for first in range(0, len(pages), 12)]
    assert len(pages) > 20
    for number, sheet in enumerate(sheets, 1):
        sheet.save(folder / f"{name}-{number}.png")
    results.write_sheet(folder.parent)


def _sheet(pages: list[Image.Image]) -> Image.Image:
    width, height = pages[0].size
    sheet = Image.new("RGB", (width * ACROSS, height * -(-len(pages) // ACROSS)), "silver")
    for place, page in enumerate(pages):
        sheet.paste(page, (place % ACROSS * width, place // ACROSS * height))
    return sheet


@pytest.mark.once
@pytest.mark.parametrize("shelf", SHELVES)
def test_all_pages_of_an_epub_are_drawn(
    publication: Callable[[str, str], Built], windows: Windows, tmp_path: Path, shelf: str
) -> None:
    """As wide as a telephone, and as a reading device."""
    results.asked_for()
    folder = results.folder() / "screenshots" / f"epub-{shelf}"
    folder.mkdir(parents=True, exist_ok=True)
    path = publication("docs", "epubs").out / f"{BOOKLETS[0]}.epub"
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path)
    page = windows.open(viewport=SHELVES[shelf])
    with contextlib.closing(page.context):
        for name in (pages := Book(path).spine):
            page.goto((tmp_path / name).as_uri())
            _shot(page, f"{folder / name.replace('/', '-')}.png", full_page=True)
    assert len(pages) > 8
    results.write_sheet(folder.parent)
