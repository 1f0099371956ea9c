"""Whoever has no pointer gets everywhere, in order, and always sees where they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.findings import report
from tests.browser.pages import (
    NARROW,
    PAGE_TYPES,
    WIDE,
    PageType,
    each_publication,
    example,
    files,
    tree,
)
from tests.browser.probing import probe
from tests.browser.serving import Site
from tests.browser.windows import Reader

ORDER = re.compile(
    r"navigation banner( navigation| complementary)* main( complementary)?( contentinfo)?"
)
STOPS = "//a[@href] | //button | //input | //select | //textarea | //summary | //*[@tabindex]"
"""Where what can get the focus is."""
VISIBLE = {"outline", "border", "decoration", "fill"}
FORCED = {"outline", "border", "decoration"}
"""What is left to show the focus where the system chooses the colours."""


def _walk(page: Page) -> tuple[list[str], list[dict[str, Any]]]:
    """What can get the focus in the order of the page, and what gets it by Tab."""
    expected = probe(page, "prepareFocus")
    stops: list[dict[str, Any]] = []
    for _ in range(2 * len(expected) + 20):
        page.keyboard.press("Tab")
        stop = probe(page, "focused")
        if stop is None:
            break
        stops.append(stop)
    return expected, stops


def _astray(reached: list[str], expected: list[str]) -> list[str]:
    """The first stop that is not the next of the page, if there is one."""
    ahead = [name for name in expected if name in reached]
    pairs = zip_longest(reached, ahead)
    return [str(got or f"nothing, for {want}") for got, want in pairs if got != want][:1]


WALKED = {
    "docs": ("front", "post", "guide", "reference"),
    "journal": (
        *("special-issue", "conference", "column", "post", "citing-post", "author", "authors"),
        *("tombstone", "topic", "year", "guide", "search", "not-found"),
    ),
}
"""Kinds of pages that have, between them, every kind of stop of any: to walk takes long."""


def _stops(path: Path) -> set[tuple[str, ...]]:
    """The kinds of what can get the focus on a page: elements and classes, with those around."""
    return {
        tuple(
            ".".join([str(around.tag), *sorted(around.classes)])
            for around in itertools.islice([element, *element.iterancestors()], 4)
        )
        for element in tree(path).xpath(STOPS)
    }


def test_every_kind_of_stop_is_walked_to(site: Callable[[str], Site]) -> None:
    """What stands on an example of any kind of page stands on one of those that are walked."""
    stops = {
        where: _stops(site(where.publication).out / where.address.partition("?")[0])
        for where in PAGE_TYPES
    }
    walked = set().union(*(found for where, found in stops.items() if _is_walked(where)))
    report((where, f"not walked to: {kind}") for where in stops for kind in stops[where] - walked)


def _is_walked(where: PageType) -> bool:
    return where.name in WALKED[where.publication]


@each_publication
def test_no_page_has_an_order_of_its_own(site: Callable[[str], Site], name: str) -> None:
    """Nothing goes before what stands before it."""
    out = site(name).out
    report(
        (path.relative_to(out), f"has a place in the order: {tabindex}")
        for path in files(out)
        for tabindex in tree(path).xpath("//@tabindex")
        if int(tabindex) > 0
    )


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("where", list(filter(_is_walked, PAGE_TYPES)), ids=str)
def test_tab_goes_through_a_page_in_its_order(reader: Reader, where: PageType, width: int) -> None:
    """Tab reaches all that can be used, as the page has it; nothing is hidden when it is reached.

    The stops are counted by what they are, so a trap or a jump shows as a difference.
    """
    page = reader.read(where, width)
    expected, stops = _walk(page)
    reached = [stop["name"] for stop in stops if not stop["scrolls"]]
    place = f"{where} {width}"
    found = [(place, f"not reached: {name}") for name in expected if name not in reached]
    found += [(place, f"reached out of order: {name}") for name in _astray(reached, expected)]
    for stop in stops:
        at = f"{place} ‘{stop['words']}’"
        if not stop["uncovered"]:
            found.append((at, f"hidden with the focus: {stop['kind']}"))
        if not VISIBLE & set(stop["changed"]):
            found.append((at, f"looks as without the focus: {stop['kind']}"))
        if not stop["outline"]:
            found.append((at, f"has no outline with the focus: {stop['kind']}"))
    report(found)


@each_publication
def test_a_post_is_gone_through_from_its_head_to_its_foot(reader: Reader, name: str) -> None:
    """First the link that skips the head, then the name of the publication, then its links."""
    page = reader.read(example(name, "post"))
    _, stops = _walk(page)
    assert stops[0]["href"] == "#main-content"
    assert stops[0]["landmark"] == "navigation"
    assert "navbar-brand" in stops[1]["name"]
    header = [stop["name"] for stop in stops if stop["landmark"] == "banner"]
    assert "search" in header[-2]
    assert "theme-switch-button" in header[-1]
    landmarks = [stop["landmark"] for stop in stops]
    changes = [new for old, new in zip([None, *landmarks], landmarks, strict=False) if new != old]
    assert ORDER.fullmatch(" ".join(changes)), changes
    assert [part for part in probe(page, "landmarks") if part in changes] == changes


@each_publication
def test_the_first_link_skips_to_the_text(reader: Reader, name: str) -> None:
    """Enter on it moves the focus past the head: the next stop is in the text."""
    page = reader.read(example(name, "post"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert probe(page, "focused")["landmark"] == "main"


@each_publication
def test_the_focus_is_seen_in_forced_colours(reader: Reader, name: str) -> None:
    """Where the system chooses the colours, an outline or a line still shows the focus."""
    where = example(name, "post")
    page = reader.read(where, forced_colors="active")
    _, stops = _walk(page)
    assert stops
    report(
        (f"{where} ‘{stop['words']}’", f"looks as without the focus: {stop['kind']}")
        for stop in stops
        if not FORCED & set(stop["changed"])
    )


BAD = """<!DOCTYPE html><title>A</title><style>
    .bare:focus { outline: none }
    header { position: fixed; inset: 0 0 50%; background: white }
</style><header></header><a href=a id=covered>a</a>
<main style="margin-top: 90vh"><a href=b id=bare class=bare>b</a>
<a href=c id=third tabindex=-1>c</a><a href=d id=fourth>d</a><a href=e id=first tabindex=1>e</a>"""


def test_what_a_keyboard_cannot_do_is_found(reader: Reader) -> None:
    """A page in which everything is wrong has each kind of finding."""
    page = reader.window()
    page.set_content(BAD)
    expected, stops = _walk(page)
    assert [name.split()[0] for name in expected] == ["#covered", "#bare", "#fourth", "#first"]
    assert [stop["kind"] for stop in stops] == ["#first", "#covered", "#bare", "#fourth"]
    assert [stop["kind"] for stop in stops if not stop["uncovered"]] == ["#covered"]
    assert [stop["kind"] for stop in stops if not stop["outline"]] == ["#bare"]
    assert _astray([stop["name"] for stop in stops], expected) == [stops[0]["name"]]
