"""Pages of EPUBs on the narrowest screen: nothing leaves it, for nobody can scroll sideways."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.findings import report
from tests.browser.windows import Windows, larger_text
from tests.building import build
from tests.conftest import JOURNAL

NARROW = 320
_TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.tagName)"""


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of the largest volume of each sample."""
    folder = tmp_path_factory.mktemp("books")
    pages: list[Path] = []
    for source in (JOURNAL, JOURNAL.parent / "test-nodes"):
        here = folder / source.name
        built = build(source, here / "epub", here / "doctrees", builder="epubs")
        volume = max(built.out.glob("*.epub"), key=lambda path: path.stat().st_size)
        with zipfile.ZipFile(volume) as opened:
            opened.extractall(here / "pages")
        pages += sorted((here / "pages").rglob("*.xhtml"))
    return pages


def _too_wide(page: Page, path: Path) -> str:
    page.goto(path.as_uri())
    return ", ".join(page.evaluate(_TOO_WIDE))


def test_every_page_fits_a_narrow_screen(windows: Windows, books: list[Path]) -> None:
    """Tables of many columns and long words, too."""
    page = windows.open(viewport={"width": NARROW, "height": 700})
    found = [(path.stem, _too_wide(page, path)) for path in books]
    page.context.close()
    assert len(found) > len(("cover", "title", "contents"))
    report((name, parts) for name, parts in found if parts)


def test_tables_fit_with_large_text(windows: Windows, books: list[Path]) -> None:
    """Twice as large as usual."""
    (path,) = [path for path in books if path.stem == "tables"]
    page = windows.open(viewport={"width": NARROW, "height": 700})
    with larger_text(page):
        assert _too_wide(page, path) == ""
    page.context.close()
