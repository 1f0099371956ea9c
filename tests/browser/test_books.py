"""Pages of EPUBs on the narrowest screen: nothing leaves it, for nobody can scroll sideways."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.findings import report
from tests.browser.windows import Windows, larger_text
from tests.building import Built

NARROW = 320
_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.tagName)"""


Get = Callable[[str, str], Built]


def _pages(publication: Get, name: str, folder: Path) -> list[Path]:
    """The pages of the largest volume of a publication."""
    volume = max(publication(name, "epubs").out.glob("*.epub"), key=lambda p: p.stat().st_size)
    with zipfile.ZipFile(volume) as opened:
        opened.extractall(folder)
    return sorted(folder.rglob("*.xhtml"))


def _too_wide(page: Page, path: Path) -> str:
    page.goto(path.as_uri())
    return ", ".join(page.evaluate(_TOO_WIDE))


@pytest.mark.parametrize("name", ["journal", "nodes"])
def test_every_page_fits_a_narrow_screen(
    windows: Windows, publication: Get, tmp_path: Path, name: str
) -> None:
    """Tables of many columns and long words, too."""
    page = windows.open(viewport={"width": NARROW, "height": 700})
    pages = _pages(publication, name, tmp_path)
    found = [(path.stem, _too_wide(page, path)) for path in pages]
    page.context.close()
    assert len(found) > len(("cover", "title", "contents"))
    report((stem, elements) for stem, elements in found if elements)


@pytest.mark.parametrize("name", ["nodes"])
def test_tables_fit_with_large_text(
    windows: Windows, publication: Get, tmp_path: Path, name: str
) -> None:
    """Twice as large as usual."""
    (path,) = (path for path in _pages(publication, name, tmp_path) if path.stem == "tables")
    page = windows.open(viewport={"width": NARROW, "height": 700})
    with larger_text(page):
        assert _too_wide(page, path) == ""
    page.context.close()


_CELLS = """() => [...document.querySelectorAll("table.an-ledger td, table.an-ledger tbody th")]
  .filter((cell) => cell.textContent.trim() && !cell.classList.contains("an-number"))
  .map((cell) => cell.getBoundingClientRect().width / document.body.clientWidth)"""


def test_a_ledger_fills_a_small_screen(windows: Windows, publication: Get, tmp_path: Path) -> None:
    """Its cells stand below each other, and each has nearly the whole width."""
    with zipfile.ZipFile(publication("journal", "epubs").out / "harbours.epub") as opened:
        opened.extractall(tmp_path)
    page = windows.open(viewport={"width": 400, "height": 700})
    page.goto((tmp_path / "EPUB" / "series_harbours_index.xhtml").as_uri())
    shares = page.evaluate(_CELLS)
    page.context.close()
    assert shares
    assert min(shares) > 0.8
