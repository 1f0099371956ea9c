"""The pictures of the README and the guide: of the demonstration, and of a blog that is moved.

Run it after a change of the look: ``python -m tests.screenshots``. It writes to ``docs/images/``.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from anthology_import.migration import HTML_NAME
from sphinx_anthology.cli.__main__ import main as anthology
from tests.browser.checkers import chromium, flags
from tests.browser.serving import serve
from tests.moved import MOVED, before, move

DOCS = Path(__file__).parent.parent / "docs"
IMAGES = DOCS / "images"
GREY = "#d8d8d4"
"""What lies behind pages of paper."""
POST = "series/co-creation/03-public-leaders.html"
SERIES = "series/co-creation/index.html"


def _as_it_opens(page: Page) -> None:
    """Nothing is done."""


def _preview(page: Page) -> None:
    """Rest on the last reference to a post in the text."""
    reference = page.locator(".an-body .an-xref > a[href^='0']").last
    reference.scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 250)")
    reference.hover()
    page.locator(".an-preview:visible").wait_for()


def _cite(page: Page) -> None:
    """Go to the end of the text."""
    page.locator("section.an-cite").evaluate("section => section.scrollIntoView()")


def _results(page: Page) -> None:
    """Wait for what was found."""
    page.locator("ol.an-list > li").first.wait_for()


Shots = dict[str, tuple[str, int, int, str, Callable[[Page], None]]]
"""Pictures by name: page, width, height, scheme, and what is done before each is taken."""
OF_DOCS: Shots = {
    "front": ("index.html", 1440, 1080, "light", _as_it_opens),
    "series-dark": (SERIES, 1440, 1080, "dark", _as_it_opens),
    "post": (POST, 1440, 1080, "light", _as_it_opens),
    "preview": (POST, 1200, 640, "light", _preview),
    "cite": (POST, 1200, 800, "light", _cite),
    "search": ("search.html?q=leadership", 1200, 800, "light", _results),
    "telephone": (POST, 390, 844, "light", _as_it_opens),
}
BEFORE: Shots = {"before": ("before.html", 1120, 1120, "light", _as_it_opens)}
AFTER: Shots = {"after": (f"{MOVED}.html", 1120, 1120, "light", _as_it_opens)}
COVER, BOOKLET = "co-creation.pdf", "how-this-book-is-made.pdf"
SPREAD = "Fourteen ways to say"
"""Words of the page of the booklet that is shown with the one that it faces."""


def _take(browser: Browser, base: str, shots: Shots) -> None:
    """Take pictures of pages, by their addresses from a base."""
    for name, (address, width, height, scheme, prepare) in shots.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]  # a literal
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(base + address, wait_until="load")
        page.reload(wait_until="load")  # with the fonts at hand, as a reader's second page has them
        page.evaluate("() => document.fonts.ready.then(() => null)")
        prepare(page)
        _save(_picture(page), name)
        context.close()


def _picture(page: Page, *, whole: bool = False) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", full_page=whole)))


def _save(picture: Image.Image, name: str) -> None:
    """Keep a picture in 256 colours, which pages of text do not exceed by much."""
    small = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(IMAGES / f"{name}.png", optimize=True)


def _report(browser: Browser, path: Path) -> Image.Image:
    """The beginning of an import's report, and its end, where it is signed."""
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto(path.as_uri())
    places = page.evaluate(
        "() => ['failed', 'sign'].map(id => document.getElementById(id).offsetTop - 24)"
    )
    whole = _picture(page, whole=True)
    page.close()
    parts = (0, places[0]), (places[1], whole.height)
    return _stacked([whole.crop((0, top, whole.width, end)) for top, end in parts])


def _stacked(parts: Iterable[Image.Image]) -> Image.Image:
    """Pictures of one width, one below the other, with a grey bar between."""
    pieces = list(parts)
    bar = 12
    height = sum(piece.height + bar for piece in pieces) - bar
    sheet, top = Image.new("RGB", (pieces[0].width, height), GREY), 0
    for piece in pieces:
        sheet.paste(piece, (0, top))
        top += piece.height + bar
    return sheet


def _booklet(folder: Path) -> Image.Image:
    """The cover of a booklet, and two pages of another that face each other."""
    pages = [_pages(folder / COVER)[0], *_spread(_pages(folder / BOOKLET))]
    pictures = [page.render(scale=1.1).to_pil() for page in pages]
    width, height = pictures[0].size
    gap = 40
    sheet = Image.new("RGB", (3 * (width + gap), height + 2 * gap), GREY)
    for number, picture in enumerate(pictures):
        sheet.paste(picture, (gap + number * width + min(number, 1) * gap, gap))
    return sheet


def _pages(path: Path) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(path))


def _spread(pages: list[pypdfium2.PdfPage]) -> list[pypdfium2.PdfPage]:
    """The page that has the words, and the one that it faces: even numbers are on the left."""
    texts = (page.get_textpage().get_text_range() for page in pages)
    number = next(number for number, text in enumerate(texts, 1) if SPREAD in text)
    left = number - number % 2
    return pages[left - 1 : left + 1]


def _moved(browser: Browser, work: Path) -> None:
    """The pictures of the blog that is moved: before, after, and the report."""
    docs = move(work)
    anthology(["build", "--docs", str(docs), "--to", "html"])
    out = docs / "_build" / "html"
    (work / "before.html").write_text(before(), encoding="utf-8")
    _take(browser, f"{work.as_uri()}/", BEFORE)
    with serve(out) as site:
        _take(browser, site.address, AFTER)
    _save(_report(browser, docs / HTML_NAME), "report")


def _demonstration(browser: Browser, work: Path) -> None:
    """The pictures of the demonstration: its pages, and a booklet."""
    docs = Path(shutil.copytree(DOCS, work / "book", ignore=shutil.ignore_patterns("_build")))
    anthology(["build", "--docs", str(docs)])
    with serve(docs / "_build" / "html") as site:
        _take(browser, site.address, OF_DOCS)
    _save(_booklet(docs / "_build" / "pdf"), "booklet")


def main() -> None:
    """Make the demonstration and the moved blog, and take the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=flags())
        _moved(browser, Path(work))
        _demonstration(browser, Path(work))
        browser.close()


if __name__ == "__main__":
    main()
