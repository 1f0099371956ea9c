"""The report of an import is a page like all others: valid, accessible, and never too wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from anthology_import.migration import HTML_NAME
from tests.browser.axe import in_both_schemes
from tests.browser.findings import report
from tests.browser.pages import NARROW, WIDE, WIDTHS
from tests.browser.test_layout import _overflow
from tests.browser.test_validity import _html_errors
from tests.browser.windows import Windows, resize
from tests.importing.migrations import brought, eventful, hostile, migration, report_html

HURTS = f"</style><script>document.title = 'caught'</script>\"'&\x00\u202e{'long' * 99}"
MIGRATIONS = {"eventful": eventful(), "hostile": hostile(HURTS), "quiet": migration(brought())}
each_report = pytest.mark.parametrize("name", MIGRATIONS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports, each in a folder of its own."""
    folder = tmp_path_factory.mktemp("reports")
    for name, made in MIGRATIONS.items():
        (folder / name).mkdir()
        (folder / name / HTML_NAME).write_text(report_html(made), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def window(windows: Windows) -> Iterator[Page]:
    """A window in which all reports are read; they remember nothing."""
    page = windows.open()
    yield page
    page.context.close()


def test_the_html_checker_finds_no_error(folder: Path) -> None:
    """Whatever texts are in it, the page is valid."""
    report(_html_errors(folder, sorted(folder.rglob("*.html"))))


@each_report
def test_axe_finds_nothing(folder: Path, window: Page, name: str) -> None:
    """In both schemes, on a large screen and on a telephone, there is no violation."""
    window.goto((folder / name / HTML_NAME).as_uri())
    found = []
    for width in (WIDE, NARROW):
        resize(window, width)
        found += [(f"{scheme} {width}", what) for scheme, what in in_both_schemes(window)]
    report(found)


@each_report
def test_nothing_is_beyond_the_edge(folder: Path, window: Page, name: str) -> None:
    """At every width down to 320 px."""
    window.goto((folder / name / HTML_NAME).as_uri())
    found = []
    for width in WIDTHS:
        resize(window, width)
        broken = "broken in the middle"  # addresses may be: there is no other place
        found += [(width, what) for what in _overflow(window) if not what.startswith(broken)]
    report(found)


@each_report
def test_nothing_is_asked_of_anybody(folder: Path, window: Page, name: str) -> None:
    """The page loads itself and nothing else, and runs nothing that an export says."""
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url))
    address = (folder / name / HTML_NAME).as_uri()
    window.goto(address)
    assert asked == [address]
    assert window.title().startswith("Import report: ")
