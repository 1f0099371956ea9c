"""Previews: shown to those who rest on a link, and never in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from lxml import html
from playwright.sync_api import Locator, Page, expect

from tests.browser.findings import report
from tests.browser.pages import (
    HEIGHTS,
    WIDE,
    PageType,
    each_publication,
    example,
    files,
    tree,
)
from tests.browser.windows import Reader, Windows, shown
from tests.building import Built

POST = example("journal", "post")
"""Previews are opened and closed by one script, which all publications have."""
LINK = "main a[data-preview]"
DELAY = 180
"""Milliseconds that a pointer rests on a link before its preview is shown."""
LONG = 2000
MIDDLE, SMALL = 620, 590
"""Widths in pixels: previews are shown above 600."""

BEFORE = """link => {
    // the next press of Tab goes to the link, as if one had come from above
    link.parentElement.tabIndex = -1;
    link.parentElement.focus({preventScroll: true});
    scrollTo({top: 0, behavior: "instant"});
}"""


@pytest.fixture(scope="module")
def still(windows: Windows) -> Iterator[Page]:
    """A window whose time stands still, but for what a test lets pass."""
    page = windows.open()
    page.clock.install()
    yield page
    page.context.close()


def _open(
    reader: Reader, page: Page, width: int = WIDE, where: PageType = POST
) -> tuple[Locator, Locator]:
    """Show a post, and stop the time: its first link with a preview, and the preview."""
    page.clock.resume()
    page.mouse.move(2, 2)
    page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
    reader.go(page, where)
    link = shown(page.locator(LINK).first, f"{where}: a link with a preview")
    link.scroll_into_view_if_needed()
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 60"))
    return link, page.locator(f"[id='{link.get_attribute('data-preview')}']")


def test_a_preview_is_shown_after_a_moment(reader: Reader, still: Page) -> None:
    """Not to a pointer that passes, but to one that rests; and it closes when that leaves."""
    link, preview = _open(reader, still)
    expect(preview).to_be_hidden()
    link.hover()
    still.clock.run_for(DELAY - 20)
    expect(preview).to_be_hidden()
    still.clock.run_for(40)
    expect(preview).to_be_visible()
    still.mouse.move(2, 2)
    still.clock.run_for(LONG)
    expect(preview).to_be_hidden()


def test_a_preview_stays_while_it_is_pointed_at(reader: Reader, still: Page) -> None:
    """One can move into it, and it stays until Escape."""
    link, preview = _open(reader, still)
    link.hover()
    still.clock.run_for(LONG)
    box = preview.bounding_box()
    assert box is not None
    still.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=10)
    still.clock.run_for(LONG)
    expect(preview).to_be_visible()
    still.keyboard.press("Escape")
    still.clock.run_for(LONG)
    expect(preview).to_be_hidden()


def test_a_preview_is_shown_with_the_focus(reader: Reader, still: Page) -> None:
    """Escape closes it and leaves the focus where it is; so does going on."""
    link, preview = _open(reader, still)
    link.focus()
    still.clock.run_for(LONG)
    expect(preview).to_be_visible()
    still.keyboard.press("Escape")
    still.clock.run_for(LONG)
    expect(preview).to_be_hidden()
    expect(link).to_be_focused()
    still.keyboard.press("Tab")
    still.keyboard.press("Shift+Tab")
    still.clock.run_for(LONG)
    expect(preview).to_be_visible()
    still.keyboard.press("Tab")
    still.clock.run_for(LONG)
    expect(preview).to_be_hidden()


@pytest.mark.parametrize("width", [1440, MIDDLE])
@each_publication
def test_a_preview_is_within_the_window(reader: Reader, still: Page, name: str, width: int) -> None:
    """Wherever its link stands, all of it can be seen."""
    page = still
    _open(reader, page, width, example(name, "post"))
    found = []
    for link in page.locator(LINK).all():
        link.scroll_into_view_if_needed()
        link.hover()
        page.clock.run_for(LONG)
        preview = page.locator(f"[id='{link.get_attribute('data-preview')}']")
        box = shown(preview, f"{name} {width}: the preview of {link.inner_text()}").bounding_box()
        height = page.viewport_size["height"] if page.viewport_size else 0
        if box is None or box["x"] < 0 or box["x"] + box["width"] > width:
            found.append((f"{name} {width}", f"{link.inner_text()}: beyond the edge: {box}"))
        elif box["y"] < 0 or box["y"] + box["height"] > height:
            found.append((f"{name} {width}", f"{link.inner_text()}: above or below: {box}"))
        page.mouse.move(2, 2)
        page.clock.run_for(LONG)
    report(found)


def test_no_preview_is_shown_in_a_small_window(reader: Reader, still: Page) -> None:
    """Below 600 px there is no room beside the text, and nothing covers it."""
    link, preview = _open(reader, still, SMALL)
    link.hover()
    still.clock.run_for(LONG)
    expect(preview).to_be_hidden()


def test_a_tap_follows_the_link(reader: Reader) -> None:
    """On a touch screen one tap is enough, whatever its size."""
    page = reader.window(has_touch=True)
    for width in (390, 768):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        reader.go(page, POST)
        link = shown(page.locator(f"{LINK}.internal").first, "An inner link with a preview")
        target = link.evaluate("link => link.href")
        with page.expect_navigation():
            link.tap()
        assert page.url == target


def test_there_is_no_preview_without_scripts(reader: Reader) -> None:
    """Nobody else could close it."""
    page = reader.read(POST, scripts=False)
    shown(page.locator("main .an-xref a").first, "A link with a preview").hover()
    expect(page.locator(".an-preview:visible")).to_have_count(0)


@each_publication
def test_every_preview_belongs_to_a_link(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """Each stands hidden beside one link, with nothing to use in it."""
    out = publication(name, "html").out
    found = []
    count = 0
    for path in files(out):
        for preview in tree(path).find_class("an-preview"):
            count += 1
            beside = next((e for e in preview.iterancestors() if "an-xref" in e.classes), None)
            links = [] if beside is None else list(beside.iter("a"))
            what = html.tostring(preview, encoding="unicode", with_tail=False)
            if len(links) != 1 or "hidden" not in preview.attrib:
                found.append((path.relative_to(out), f"not hidden beside one link: {what}"))
            if preview.xpath(".//a | .//button | .//input | .//*[@tabindex]"):
                found.append((path.relative_to(out), f"holds what can be used: {what}"))
    assert count
    report(found)


def test_tab_shows_the_preview_of_a_link_below(reader: Reader) -> None:
    """Also where the focus makes the page scroll, the preview is shown, and stays."""
    page = reader.read(POST)
    link = shown(page.locator(LINK).last, "A link with a preview")
    link.evaluate(BEFORE)
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.wait_for_timeout(500)
    shown(page.locator(".an-preview:visible"), "The preview of a link below")
