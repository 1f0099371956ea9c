"""Previews: shown to those who rest on a link, and never in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, expect

from tests.browser.findings import report
from tests.browser.pages import each_publication, example, files
from tests.browser.windows import Reader, shown
from tests.building import Built

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


def _open(reader: Reader, name: str, width: int = 1440) -> tuple[Page, Locator, Locator]:
    """A post whose time stands still, its first link with a preview, and the preview."""
    page = reader.window(width)
    page.clock.install()
    where = example(name, "post")
    reader.go(page, where)
    link = shown(page.locator(LINK).first, f"{where}: a link with a preview")
    link.scroll_into_view_if_needed()
    page.clock.pause_at(page.evaluate("Date.now() + 60000"))
    return page, link, page.locator(f"[id='{link.get_attribute('data-preview')}']")


@each_publication
def test_a_preview_is_shown_after_a_moment(reader: Reader, name: str) -> None:
    """Not to a pointer that passes, but to one that rests; and it closes when that leaves."""
    page, link, preview = _open(reader, name)
    expect(preview).to_be_hidden()
    link.hover()
    page.clock.run_for(DELAY - 20)
    expect(preview).to_be_hidden()
    page.clock.run_for(40)
    expect(preview).to_be_visible()
    page.mouse.move(2, 2)
    page.clock.run_for(LONG)
    expect(preview).to_be_hidden()


@each_publication
def test_a_preview_stays_while_it_is_pointed_at(reader: Reader, name: str) -> None:
    """One can move into it, and it stays until Escape."""
    page, link, preview = _open(reader, name)
    link.hover()
    page.clock.run_for(LONG)
    box = preview.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=10)
    page.clock.run_for(LONG)
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    page.clock.run_for(LONG)
    expect(preview).to_be_hidden()


@each_publication
def test_a_preview_is_shown_with_the_focus(reader: Reader, name: str) -> None:
    """Escape closes it and leaves the focus where it is; so does going on."""
    page, link, preview = _open(reader, name)
    link.focus()
    page.clock.run_for(LONG)
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    page.clock.run_for(LONG)
    expect(preview).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.clock.run_for(LONG)
    expect(preview).to_be_visible()
    page.keyboard.press("Tab")
    page.clock.run_for(LONG)
    expect(preview).to_be_hidden()


@pytest.mark.parametrize("width", [1440, MIDDLE])
@each_publication
def test_a_preview_is_within_the_window(reader: Reader, name: str, width: int) -> None:
    """Wherever its link stands, all of it can be seen."""
    page, _, _ = _open(reader, name, width)
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


@each_publication
def test_no_preview_is_shown_in_a_small_window(reader: Reader, name: str) -> None:
    """Below 600 px there is no room beside the text, and nothing covers it."""
    page, link, preview = _open(reader, name, SMALL)
    link.hover()
    page.clock.run_for(LONG)
    expect(preview).to_be_hidden()


@pytest.mark.parametrize("width", [390, 768])
@each_publication
def test_a_tap_follows_the_link(reader: Reader, name: str, width: int) -> None:
    """On a touch screen one tap is enough, whatever its size."""
    page = reader.window(width, has_touch=True)
    where = example(name, "post")
    reader.go(page, where)
    link = shown(page.locator(f"{LINK}.internal").first, f"{where}: an inner link with a preview")
    target = link.evaluate("link => link.href")
    with page.expect_navigation():
        link.tap()
    assert page.url == target


@each_publication
def test_there_is_no_preview_without_scripts(reader: Reader, name: str) -> None:
    """Nobody else could close it."""
    page = reader.window(java_script_enabled=False)
    reader.go(page, example(name, "post"), scripts=False)
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
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for preview in page.select(".an-preview"):
            count += 1
            beside = preview.find_parent(class_="an-xref")
            if not beside or len(beside.select("a")) != 1 or not preview.has_attr("hidden"):
                found.append((path.relative_to(out), f"not hidden beside one link: {preview}"))
            if preview.select("a, button, input, [tabindex]"):
                found.append((path.relative_to(out), f"holds what can be used: {preview}"))
    assert count
    report(found)


@each_publication
def test_tab_shows_the_preview_of_a_link_below(reader: Reader, name: str) -> None:
    """Also where the focus makes the page scroll, the preview is shown, and stays."""
    page = reader.window()
    where = example(name, "post")
    reader.go(page, where)
    link = shown(page.locator(LINK).last, f"{where}: a link with a preview")
    link.evaluate(BEFORE)
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.wait_for_timeout(500)
    shown(page.locator(".an-preview:visible"), f"{where}: the preview of a link below")
