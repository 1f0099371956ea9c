"""What a reader sees first, and how text, figures and formulas stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.findings import report
from tests.browser.pages import HEIGHTS, NARROW, WIDE, PageType, example, files, tree
from tests.browser.serving import Site
from tests.browser.windows import Reader, shown

FIGURES = PageType("docs", "figures", "series/how-this-book-is-made/03-nothing-was-lost.html")
"""A post with a figure, formulas, notes and citations."""
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1_600 * 128, "uploadThroughput": -1}
"""A slow line, as Lighthouse has it: 1.6 megabits a second, and 150 milliseconds each way."""
AMPERSAND = "document.querySelector('h1 .an-amp').getBoundingClientRect().width"
FACE = """family => [...document.fonts].filter(face => face.family.includes(family))
    .map(face => face.status)"""
FIGURE = """() => {
    const figure = document.querySelector(".an-body figure:not(.an-pull)");
    const left = name => Math.round(figure.querySelector(name).getBoundingClientRect().left);
    const text = document.querySelector(".an-body p").getBoundingClientRect();
    return {
        text: Math.round(text.left), image: left("img"), caption: left("figcaption p"),
        weight: getComputedStyle(figure.querySelector("figcaption p")).fontWeight,
        filter: getComputedStyle(figure.querySelector("img")).filter,
    };
}"""


def _faces(page: Page, family: str) -> list[str]:
    return list(page.evaluate(FACE, family))


def test_the_italic_is_right_at_the_first_visit(reader: Reader) -> None:
    """On a slow line the ampersand has its face at once: a face that came late would not be used.

    The front page names authors with letters of another file, which must not delay the italic.
    """
    where = example("docs", "front")
    again = reader.go(reader.window(), where)
    first = reader.window()
    session = first.context.new_cdp_session(first)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    reader.go(first, where)
    again.reload()  # with the fonts at hand
    assert first.evaluate(AMPERSAND) == again.evaluate(AMPERSAND)


def test_formulas_have_their_font_where_they_are(reader: Reader) -> None:
    """It is loaded on pages with formulas; no other page has its style, which names it."""
    assert _faces(reader.read(FIGURES), "STIX Two Math") == ["loaded"]
    assert _faces(reader.read(example("docs", "post")), "STIX Two Math") == []


def test_figures_stand_where_the_text_stands(reader: Reader) -> None:
    """Image and caption begin with the lines, at the weight of text; the dark only dims them."""
    found = reader.look(FIGURES, color_scheme="dark").evaluate(FIGURE)
    assert found["image"] == found["caption"] == found["text"]
    assert found["weight"] == "400"
    assert "contrast" not in found["filter"]


FIRST_WORDS = """() => {
    const body = document.querySelector(".an-body");
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        range.selectNodeContents(walker.currentNode);
        const box = [...range.getClientRects()].find(({width, height}) => width > 1 && height > 1);
        if (walker.currentNode.data.trim() && box) return box.bottom;
    }
    return null;
}"""
"""Where the first line of a text ends, in pixels from above."""


def _posts(out: Path) -> list[str]:
    """The addresses of all posts of a site."""
    found = (path for path in files(out) if tree(path).find_class("an-body"))
    return [path.relative_to(out).as_posix() for path in found]


@pytest.mark.once
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_first_screen_of_a_post_shows_its_first_words(
    reader: Reader, site: Callable[[str], Site], width: int
) -> None:
    """However many authors, and however long a title: one need not scroll to begin to read."""
    page = reader.window(width)
    found = []
    for address in _posts(site("docs").out):
        page.goto(site("docs").address + address, wait_until="load")
        end = page.evaluate(FIRST_WORDS)
        if end is None or end > HEIGHTS[width]:
            found.append((f"{address} {width}", f"begins at {end} pixels"))
    report(found)


def test_a_post_outside_a_series_has_the_columns_of_the_others(reader: Reader) -> None:
    """The text begins at the same place and is as wide; beside it stand posts by its author."""
    measure = """() => {
        const {left, width} = document.querySelector(".an-body").getBoundingClientRect();
        return [left, width];
    }"""
    inside = reader.look(example("journal", "post")).evaluate(measure)
    page = reader.look(PageType("journal", "loose", "posts/six-hands-on-one-chart.html"))
    assert page.evaluate(measure) == inside
    assert "More by" in page.locator(".bd-sidebar-primary").inner_text()
    assert "Previous, 29 February 2024" in page.locator(".prev-next-area").inner_text()


def test_the_contents_stay_in_view(reader: Reader) -> None:
    """Half-way down a long post one still sees what is on the page."""
    page = reader.look(FIGURES)
    page.evaluate("scrollTo({top: document.body.scrollHeight / 2, behavior: 'instant'})")
    box = page.locator(".an-toc").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < HEIGHTS[WIDE] / 2


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (".footnote-reference", "Fifty-nine files, which are not ours"),
        (".bibtex-citation a", "MacFarlane, J. (2024)."),
    ],
)
def test_notes_and_citations_have_previews(reader: Reader, link: str, words: str) -> None:
    """What they lead to is shown where one reads; nothing in it can be used, and no id is twice."""
    page = reader.read(FIGURES)
    first = page.locator(f".an-body {link}").first
    first.scroll_into_view_if_needed()
    first.hover()
    preview = page.locator(".an-preview:visible")
    assert shown(preview, words).inner_text().startswith(words)
    assert preview.locator("a, button, [id]").count() == 0
    assert first.get_attribute("aria-describedby") == preview.get_attribute("id")
