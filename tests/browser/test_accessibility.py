"""axe-core finds nothing on any kind of page, whatever is open on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.checkers import package
from tests.browser.findings import report
from tests.browser.pages import (
    NARROW,
    SCHEMES,
    WIDE,
    PageType,
    each_page,
    each_publication,
    example,
)
from tests.browser.probing import probe
from tests.browser.windows import Reader, change, resize, shown

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
RUN = "rules => axe.run({runOnly: rules, resultTypes: ['violations']})"

Check = Callable[[Page], Iterator[str]]


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    return package("axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def violations(axe: str) -> Check:
    """Run axe-core on a page, and say each violation with its rule and element."""

    def check(page: Page) -> Iterator[str]:
        # evaluated from outside, which the policy allows
        page.evaluate(axe)
        result: dict[str, Any] = page.evaluate(RUN, list(RULES))
        for violation in result["violations"]:
            for node in violation["nodes"]:
                target = " ".join(map(str, node["target"]))
                summary = " ".join(node.get("failureSummary", "").split())
                yield f"{violation['id']} ({violation['impact']}): {target}: {summary}"

    return check


@each_page
def test_axe_finds_nothing(reader: Reader, violations: Check, where: PageType) -> None:
    """In both schemes, on a large screen and on a telephone, there is no violation."""
    found = []
    page = reader.read(where)
    for width in (WIDE, NARROW):
        resize(page, width)
        for scheme in SCHEMES:
            change(page, color_scheme=scheme)
            found += [(f"{where} {scheme} {width}", what) for what in violations(page)]
    report(found)


@pytest.mark.parametrize("scheme", SCHEMES)
@each_publication
def test_axe_finds_nothing_with_a_preview_open(
    reader: Reader, violations: Check, name: str, scheme: str
) -> None:
    """A preview that keyboard users opened is as accessible as the page."""
    where = example(name, "post")
    page = reader.read(where, color_scheme=scheme)
    link = shown(page.locator("main a[data-preview]").first, f"{where}: a link with a preview")
    link.scroll_into_view_if_needed()
    probe(page, "drawn")
    link.focus()
    shown(page.locator(".an-preview:visible"), f"{where}: a preview")
    report((f"{where} {scheme}", what) for what in violations(page))


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", SCHEMES)
@each_publication
def test_axe_finds_nothing_while_one_asks(
    reader: Reader, violations: Check, name: str, scheme: str, width: int
) -> None:
    """What opens when one goes to search is as accessible as the page."""
    where = example(name, "front")
    page = reader.read(where, width, color_scheme=scheme)
    page.keyboard.press("Control+k")
    shown(page.locator("input[type=search]:visible").first, f"{where}: a field to search with")
    report((f"{where} {scheme} {width}", what) for what in violations(page))


def test_axe_finds_what_is_wrong(reader: Reader, violations: Check) -> None:
    """A bad page has violations of each kind of rule; so the others are really checked."""
    page = reader.window()
    page.set_content(
        "<html lang=en><title>A</title><main><h1>A</h1><p style='color: #aaa'>pale</p>"
        "<button style='width: 9px; height: 9px; padding: 0; border: 0'>a</button>"
        "<button style='width: 9px; height: 9px; padding: 0; border: 0'>b</button>"
        "<img src='data:,'></main><p>outside</p>"
    )
    rules = {what.split()[0] for what in violations(page)}
    assert {"color-contrast", "target-size", "image-alt", "region"} <= rules
