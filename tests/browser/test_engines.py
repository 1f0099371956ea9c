"""EPUBs in two engines that many reading programs are made of: epub.js and foliate-js."""

from __future__ import annotations

import contextlib
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from sphinx_anthology.outputs.epub.contents import COVER_IMAGE
from tests.browser.checkers import HERE, package
from tests.browser.findings import report
from tests.browser.windows import Windows
from tests.building import Built
from tests.exports.chapters import letters
from tests.validators.epub import XHTML, Book

HOST = "http://engine.example"
"""Where the engines and the book are; no other host is asked."""
ENGINES = {
    "epubjs": ("jszip/dist/jszip.min.js", "epubjs/dist/epub.min.js"),
    "foliate": ("foliate-js/view.js",),
}
"""The engines with the files of their packages that are loaded first."""
BOOKLET = "harbours"
FOLDERS = ("foliate-js", "epubjs", "jszip")


class Engine:
    """A book that is open in an engine, with all that went wrong."""

    def __init__(self, page: Page, name: str, path: Path) -> None:
        self.page, self.path = page, path
        self.wrong: list[str] = []
        files = [package(file) for file in ENGINES[name]]
        self.modules = files[0].parents[len(Path(ENGINES[name][0]).parts) - 1]
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self._note(said.type, said.text))
        page.route("**/*", self._answer)
        page.goto(f"{HOST}/")
        for file in ENGINES[name] if name == "epubjs" else ():
            page.add_script_tag(url=f"{HOST}/{file}")
        page.evaluate(f"async () => {{ window.engine = await import('/engines/{name}.mjs'); }}")
        self.facts = page.evaluate("() => engine.open('/book.epub')")

    def _note(self, kind: str, text: str) -> None:
        if kind == "error":  # engines are warned of their own frames
            self.wrong.append(text)

    def _answer(self, route: Route) -> None:
        """Send a file of the tests, of a package, or the book; nothing else is there."""
        where = route.request.url.removeprefix(f"{HOST}/")
        if not where:
            route.fulfill(body="<!DOCTYPE html><title>Engine</title>", content_type="text/html")
        elif where == "book.epub":
            route.fulfill(body=self.path.read_bytes(), content_type="application/epub+zip")
        elif where.startswith("engines/"):
            route.fulfill(body=(HERE / where).read_bytes(), content_type="text/javascript")
        elif where.partition("/")[0] in FOLDERS:
            kind = mimetypes.guess_type(where)[0] or "application/octet-stream"
            route.fulfill(body=(self.modules / where).read_bytes(), content_type=kind)
        elif route.request.url.startswith(("blob:", "data:")):
            route.continue_()
        else:
            self.wrong.append(f"asks for {route.request.url}")
            route.abort()


@pytest.fixture(params=list(ENGINES))
def engine(
    request: pytest.FixtureRequest, windows: Windows, publication: Callable[[str, str], Built]
) -> Iterator[Engine]:
    """The booklet with notes, formulas and tables in one engine after the other."""
    path = publication("journal", "epubs").out / f"{BOOKLET}.epub"
    page = windows.open(viewport={"width": 600, "height": 800})
    with contextlib.closing(page.context):
        yield Engine(page, request.param, path)


def _words(page: str, book: Book) -> str:
    body = book.pages[page].find(f"{XHTML}body")
    assert body is not None
    return letters("".join(map(str, body.itertext())))


@pytest.mark.once
def test_every_page_opens_and_shows_its_words(engine: Engine) -> None:
    """All of them, without an error; each link inside the book leads to a place in it."""
    book = Book(engine.path)
    assert len(engine.facts["pages"]) == len(book.spine)
    for index, page in enumerate(book.spine):
        found = engine.page.evaluate("(index) => engine.read(index)", index)
        assert letters(found["text"]) == _words(page, book), page
        report((page, href) for href in found["lost"])
    assert engine.wrong == []


@pytest.mark.once
def test_a_shelf_shows_title_and_cover(engine: Engine) -> None:
    """The cover is the image of the first page."""
    book = Book(engine.path)
    assert engine.facts["title"] == "Harbours"
    assert engine.facts["cover"] == len(book.files[f"EPUB/{COVER_IMAGE}"])
    assert COVER_IMAGE in book.files[book.spine[0]].decode()


@pytest.mark.once
def test_notes_open_beside_the_text(engine: Engine) -> None:
    """They are known as notes, and stand apart from the text."""
    book = Book(engine.path)
    index = next(i for i, page in enumerate(book.spine) if "tides-of-trust" in page)
    notes = engine.page.evaluate("(index) => engine.notes(index)", index)
    assert [(note["kind"], note["apart"]) for note in notes] == [("footnote", True)]
    assert engine.wrong == []
