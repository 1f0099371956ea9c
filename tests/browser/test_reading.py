"""What a reader sees first, and how text, figures and formulas stand."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.pages import PageType, example
from tests.browser.windows import Reader

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
    """It is loaded on pages with formulas, and on no other."""
    assert _faces(reader.read(FIGURES), "STIX Two Math") == ["loaded"]
    assert _faces(reader.read(example("docs", "post")), "STIX Two Math") == ["unloaded"]


def test_figures_stand_where_the_text_stands(reader: Reader) -> None:
    """Image and caption begin with the lines, at the weight of text; the dark only dims them."""
    found = reader.look(FIGURES, color_scheme="dark").evaluate(FIGURE)
    assert found["image"] == found["caption"] == found["text"]
    assert found["weight"] == "400"
    assert "contrast" not in found["filter"]
