"""Pages fit their window, stand still, and follow what a reader has set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.browser.axe import contrast
from tests.browser.findings import report
from tests.browser.pages import (
    NARROW,
    SCHEMES,
    WIDE,
    WIDTHS,
    PageType,
    each_distinct_page,
    each_page,
    each_publication,
    example,
    files,
    tree,
)
from tests.browser.probing import probe
from tests.browser.windows import Reader, Windows, change, larger_text, resize
from tests.building import Built, build

SHIFTS = r"""
window.shifts = [];
new PerformanceObserver(list => list.getEntries().forEach(entry => {
    if (entry.hadRecentInput) return;
    const moved = entry.sources.map(({node}) =>
        (node?.nodeType === 1 ? node : node?.parentElement)?.outerHTML.slice(0, 60));
    const what = moved.join(", ").replace(/\s+/g, " ");
    window.shifts.push(`shifted by ${entry.value.toPrecision(2)}: ${what}`);
})).observe({type: "layout-shift", buffered: true});
"""
LATE = 300
"""Milliseconds by which a font comes later than the page: readers are not on this machine."""
WITH_SPINES = ("front", "special-issue", "conference", "post")

Sizes = list[tuple[str, float]]


def _overflow(page: Page) -> Iterator[str]:
    """What makes a page wider than its window, is cut off there, or has too little room."""
    if far := probe(page, "sideways"):
        yield f"can be scrolled {far:g} pixels to the side"
    yield from probe(page, "beyondTheEdge")
    yield from (f"broken in the middle: {word}" for word in probe(page, "brokenWords"))


@each_page
def test_no_page_scrolls_sideways(reader: Reader, where: PageType) -> None:
    """At every width down to 320 px nothing is beyond the edge, and no word is broken."""
    page = reader.look(where)
    found = []
    for width in WIDTHS:
        resize(page, width)
        found += [(f"{where} {width}", what) for what in _overflow(page)]
    report(found)


def _too_small(before: Sizes, after: Sizes, factor: float) -> Iterator[str]:
    """Text that did not become larger by a factor."""
    now = defaultdict(list)
    for name, size in after:
        now[name].append(size)
    for name, size in before:
        # the same words may stand twice in the same place, one time larger
        is_size = now[name].pop(0) if now[name] else None
        if is_size is not None and is_size < factor * size - 0.5:
            yield f"{name} was {size:g} px and is {is_size:g}"


@pytest.mark.parametrize("width", [1440, 640])
@each_page
def test_text_can_be_twice_as_large(reader: Reader, where: PageType, width: int) -> None:
    """Whoever sets text to 200 % gets it; nothing is cut off, beyond the edge or broken.

    A window has then as much room as one of half its width, and text is twice what it is there.
    """
    page = reader.look(where, width // 2)
    narrow = probe(page, "textSizes")
    resize(page, width)
    before = probe(page, "textSizes")
    with larger_text(page):
        after = probe(page, "textSizes")
        # a title follows the window's width as well: here it only has to grow
        found = [*_too_small(narrow, after, 2), *_too_small(before, after, 1.1)]
        found += [f"cut off: {name}" for name in probe(page, "cutText")]
        found += _overflow(page)
    report((f"{where} {width} at 200 %", what) for what in found)


def _late(route: Route) -> None:
    route.request.frame.page.wait_for_timeout(LATE)
    route.continue_()


@pytest.fixture(scope="module")
def slow(windows: Windows) -> Iterator[Page]:
    """A window that notes what shifts, and whose fonts come late, each time they are needed."""
    page = windows.open()
    page.add_init_script(SHIFTS)
    # what is asked for by way of a route is never taken from the browser's cache
    page.route("**/*.woff2", _late)
    yield page
    page.context.close()


@each_distinct_page
def test_nothing_shifts_while_a_page_is_loaded(reader: Reader, slow: Page, where: PageType) -> None:
    """The cumulative layout shift is 0, also where the fonts come late, and while one scrolls."""
    found = []
    for width in (WIDE, NARROW):
        resize(slow, width)
        reader.go(slow, where)
        for _ in range(3):
            slow.mouse.wheel(0, 700)
            slow.wait_for_timeout(50)
        found += [(f"{where} {width}", what) for what in slow.evaluate("window.shifts")]
    report(found)


@each_publication
def test_every_image_has_its_size(publication: Callable[[str, str], Built], name: str) -> None:
    """No image is without width and height: the text under it never jumps."""
    out = publication(name, "html").out
    report(
        (path.relative_to(out), f"no width and height: {image.get('src')}")
        for path in files(out)
        for image in tree(path).iter("img")
        if not all(str(image.get(side, "")).isdecimal() for side in ("width", "height"))
    )


@each_page
def test_nothing_moves_where_motion_is_unwelcome(reader: Reader, where: PageType) -> None:
    """With reduced motion there is no transition, no animation and no smooth scrolling."""
    page = reader.look(where, reduced_motion="reduce")
    report((where, what) for what in probe(page, "motion"))


@each_distinct_page
def test_forced_colours_leave_every_text_readable(reader: Reader, where: PageType) -> None:
    """Where the system chooses the colours, text still stands out from what is behind it."""
    page = reader.look(where, forced_colors="active")
    found = []
    for scheme in SCHEMES:
        change(page, color_scheme=scheme)
        found += [(f"{where} {scheme}", what) for what in contrast(page)]
    report(found)


@each_publication
def test_forced_colours_leave_every_state_of_a_spine(reader: Reader, name: str) -> None:
    """Where the system chooses the colours, each part is drawn, and states differ in shape."""
    found = []
    seen = 0
    for where in (example(name, kind) for kind in WITH_SPINES):
        drawn = probe(reader.read(where, forced_colors="active"), "spines")
        seen += len(drawn)
        found += [(where, f"not drawn: {kind}") for kind, how in drawn.items() if not how["seen"]]
        found += _alike(where, drawn)
    assert seen, f"{name} shows no spines"
    report(found)


def _alike(where: PageType, drawn: dict[str, dict[str, str]]) -> Iterator[tuple[PageType, str]]:
    """Pairs of states that one cannot tell apart within the same row."""
    kinds = list(drawn)
    for number, one in enumerate(kinds):
        for other in kinds[number + 1 :]:
            same_row = one.rsplit(" ", 1)[0] == other.rsplit(" ", 1)[0]
            if same_row and drawn[one]["looks"] == drawn[other]["looks"]:
                yield where, f"look alike: ‘{one}’ and ‘{other}’"


PAPER = 642
"""The pixels between the margins of a sheet, of a page that is a list."""
PLACES = """() => [...document.querySelectorAll(".an-row")].filter(r => r.offsetParent).map(row =>
    [...row.children].map(part => Math.round(part.getBoundingClientRect().left)))"""


@each_publication
def test_lists_keep_their_columns_on_paper(reader: Reader, name: str) -> None:
    """Labels stand beside what they name; what leads elsewhere or needs a screen is left out."""
    page = reader.read(example(name, "front"))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER, "height": 970})
    places = page.evaluate(PLACES)
    assert len(places) > 3
    for lefts in places:
        assert lefts[-1] > 100, lefts
        assert lefts[0] == 0 or len(lefts) == 1, lefts
    hidden = ".bd-header, .bd-footer, .an-records, .an-files, .an-cover, .prev-next-footer"
    assert page.locator(f":is({hidden}):visible").count() == 0
    page.emulate_media(media="screen")


def test_rows_of_the_reference_stand_below_one_another_on_a_telephone(reader: Reader) -> None:
    """No cell is narrower than the text around its table; on a wide page they are side by side."""
    page = reader.look(example("docs", "reference"), NARROW)
    widths = "cells => cells.map(cell => cell.getBoundingClientRect().width)"
    cells = page.locator(".an-reference td")
    assert min(cells.evaluate_all(widths)) > 300
    resize(page, WIDE)
    assert min(cells.evaluate_all(widths)) < 200


WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"
LONG = {
    "conf.py": f"""extensions = ["sphinx_anthology"]
project = "{WORD} and other words that make a title far longer than any line of a window, {WORD}"
""",
    "index.md": "# Front\n\n```{toctree}\nseries/one/index\n```\n",
    "series/one/index.md": "---\ntitle: One\nseries: {}\n---\n\n```{toctree}\na\nb\n```\n",
    **{
        f"series/one/{name}.md": f"---\ntitle: {WORD}\nauthors: [Ann Low]\n"
        "date: 2021-01-01\npost:\n  draft: false\n---\n\nText.\n"
        for name in "ab"
    },
}


def test_the_longest_title_leaves_room_for_the_menu(reader: Reader, tmp_path: Path) -> None:
    """Header and reading order are as wide as the window; on a telephone the menu stays in it."""
    for name, text in LONG.items():
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
    out = build(tmp_path / "docs", tmp_path / "html", tmp_path / "doctrees").out
    page = reader.window(NARROW)
    page.goto((out / "series/one/a.html").as_uri())
    menu = page.locator(".an-menu").bounding_box()
    assert menu
    assert menu["x"] + menu["width"] <= NARROW
    for width in WIDTHS:
        resize(page, width)
        assert not probe(page, "sideways"), width


BAD = """<!DOCTYPE html><title>A</title><style>
    body { margin: 0; font-size: 20px; scroll-behavior: smooth }
    .wide { width: 900px; height: 40px }
    .cut { width: 100px; height: 1em; overflow: hidden }
    .narrow { width: 3em; overflow-wrap: anywhere }
    .moves { transition: top 1s }
</style><p class=wide>so many words that they reach beyond the edge of a small window, in one line
<p class=cut>first line and a second</p><p class=narrow>leadership</p><p class=moves>a</p>"""


def test_what_does_not_fit_is_found(reader: Reader) -> None:
    """A page in which everything is wrong has each kind of finding."""
    page = reader.window(320)
    page.set_content(BAD)
    found = "\n".join(_overflow(page))
    assert "can be scrolled 580 pixels" in found
    assert "p.wide ‘so many words" in found
    assert "broken in the middle: body > p.narrow ‘leadership’" in found
    assert ["body > p.cut" in what for what in probe(page, "cutText")] == [True]
    motion = ["smooth scrolling: body", "transition of top: body > p.moves"]
    assert sorted(probe(page, "motion")) == motion
