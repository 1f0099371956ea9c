"""axe-core finds nothing on any kind of page, whatever is open on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.axe import in_both_schemes, violations, violations_of_scheme
from tests.browser.findings import report
from tests.browser.pages import (
    DISTINCT,
    NARROW,
    PAGE_TYPES,
    WIDE,
    PageType,
    each_distinct_page,
    each_page,
    each_publication,
    example,
    tree,
)
from tests.browser.probing import probe
from tests.browser.serving import Site
from tests.browser.windows import Reader, change, resize, shown
from tests.validators.covering import marks


@each_page
def test_axe_finds_nothing(reader: Reader, where: PageType) -> None:
    """On a large screen there is no violation."""
    page = reader.look(where)
    report((f"{where} light {WIDE}", what) for what in violations(page))


@each_distinct_page
def test_axe_finds_nothing_in_another_window(reader: Reader, where: PageType) -> None:
    """In the dark, and in both schemes on a telephone, nothing comes to it."""
    page = reader.look(where, color_scheme="dark")
    found = [(f"{where} dark {WIDE}", what) for what in violations_of_scheme(page)]
    resize(page, NARROW)
    found += [(f"{where} dark {NARROW}", what) for what in violations(page)]
    change(page, color_scheme="light")
    found += [(f"{where} light {NARROW}", what) for what in violations_of_scheme(page)]
    report(found)


def test_the_others_have_nothing_of_their_own(site: Callable[[str], Site]) -> None:
    """What stands on an example of any kind of page stands on one of those seen in each window."""
    found = {
        where: marks(tree(site(where.publication).out / where.address.partition("?")[0]))
        for where in PAGE_TYPES
    }
    seen = frozenset[str]().union(*(found[where] for where in DISTINCT))
    report((where, f"not seen: {mark}") for where in found for mark in sorted(found[where] - seen))


@each_publication
def test_axe_finds_nothing_with_a_preview_open(reader: Reader, name: str) -> None:
    """A preview that keyboard users opened is as accessible as the page."""
    where = example(name, "post")
    page = reader.read(where)
    link = shown(page.locator("main a[data-preview]").first, f"{where}: a link with a preview")
    link.scroll_into_view_if_needed()
    probe(page, "drawn")
    link.focus()
    shown(page.locator(".an-preview:visible"), f"{where}: a preview")
    found = [(f"{where} {scheme}", what) for scheme, what in in_both_schemes(page)]
    shown(page.locator(".an-preview:visible"), f"{where}: the preview, to the end")
    report(found)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@each_publication
def test_axe_finds_nothing_while_one_asks(reader: Reader, name: str, width: int) -> None:
    """What opens when one goes to search is as accessible as the page."""
    where = example(name, "front")
    page = reader.read(where, width)
    page.keyboard.press("Control+k")
    field = page.locator("input[type=search]:visible").first
    shown(field, f"{where}: a field to search with")
    found = [(f"{where} {scheme} {width}", what) for scheme, what in in_both_schemes(page)]
    shown(field, f"{where}: the field, to the end")
    report(found)


def test_axe_finds_what_is_wrong(reader: Reader) -> None:
    """A bad page has violations of each kind of rule; so the others are really checked."""
    page = reader.window()
    page.set_content(
        "<html lang=en><title>A</title><main><h1>A</h1><p style='color: #aaa'>pale</p>"
        "<button style='width: 9px; height: 9px; padding: 0; border: 0'>a</button>"
        "<button style='width: 9px; height: 9px; padding: 0; border: 0'>b</button>"
        "<img src='data:,'></main><p>outside</p>"
    )
    of_scheme = {"color-contrast", "target-size", "image-alt"}
    assert {*of_scheme, "region"} <= {what.split()[0] for what in violations(page)}
    assert {what.split()[0] for what in violations_of_scheme(page)} == of_scheme
