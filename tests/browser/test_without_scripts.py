"""Without scripts, and without a server, everything is there to read and to reach."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.findings import report
from tests.browser.pages import (
    DISTINCT,
    HEIGHTS,
    NARROW,
    WIDE,
    PageType,
    each_distinct_page,
    each_page,
    each_publication,
    example,
    files,
    tree,
)
from tests.browser.probing import probe
from tests.browser.serving import Site
from tests.browser.watching import Watch
from tests.browser.windows import Reader, Windows, settle
from tests.building import Built

HEADER = "header a:visible"


@each_page
def test_a_page_reads_the_same_without_scripts(reader: Reader, where: PageType) -> None:
    """No text and no link of the head is missing, and no button is there that does nothing."""
    report(_lacking(reader, where, WIDE))


@each_distinct_page
def test_a_page_reads_the_same_on_a_telephone(reader: Reader, where: PageType) -> None:
    """Neither is there, where menus stand in the place of bars."""
    report(_lacking(reader, where, NARROW))


def _lacking(reader: Reader, where: PageType, width: int) -> Iterator[tuple[str, str]]:
    """What a page lacks without scripts, or has in vain."""
    full = reader.look(where, width)
    plain = reader.look(where, width, scripts=False)
    found = [f"does nothing: {name}" for name in probe(plain, "dead")]
    found += [f"a preview that is open: {where}"] * plain.locator(".an-preview:visible").count()
    if not where.has_results:
        missing = set(probe(full, "readable")) - set(probe(plain, "readable"))
        found += [f"cannot be read: {text}" for text in sorted(missing)]
    links = plain.locator(HEADER).all_inner_texts()
    found += [
        f"not in the head: {link}"
        for link in full.locator(HEADER).all_inner_texts()
        if link not in links
    ]
    yield from ((f"{where} {width}", what) for what in found)


@each_publication
def test_the_menu_of_a_telephone_opens(reader: Reader, name: str) -> None:
    """The header is one row; all words that a wide window has are behind one of it."""
    page = reader.read(example(name, "post"), scripts=False)
    head = page.locator("#pst-header")
    words = head.locator("a:visible").all_inner_texts()
    for width in (320, 390, 430):
        page.set_viewport_size({"width": width, "height": 800})
        assert head.evaluate("head => head.getBoundingClientRect().height") < 64
        head.get_by_role("button").click()
        assert head.locator("a:visible").all_inner_texts() == words
        page.keyboard.press("Escape")
        assert head.locator("a:visible").count() == 1


@each_publication
def test_the_search_says_what_it_needs(reader: Reader, name: str) -> None:
    """Without scripts the page for searching says so, and leads to other ways."""
    page = reader.read(example(name, "search"), scripts=False)
    main = page.locator("main")
    assert "JavaScript" in main.inner_text()
    assert main.locator("a:visible").count() >= 2


def _links(page: Path, out: Path) -> Iterator[tuple[str, Path]]:
    """Where the links of a page lead within the site: as written, and as a path."""
    for href in dict.fromkeys(tree(page).xpath("//a/@href")):
        parts = urlsplit(href)
        if not parts.scheme and not parts.netloc and parts.path:
            base = out if parts.path.startswith("/") else page.parent
            # resolved by its text: to ask the disk takes longer than to read the page
            yield href, Path(os.path.normpath(base / unquote(parts.path).lstrip("/")))


@each_publication
def test_links_lead_to_every_page(publication: Callable[[str, str], Built], name: str) -> None:
    """From the front page every other can be reached, unless it is meant to stand alone.

    That are the page of what is not there, and what its editor calls an orphan.
    """
    built = publication(name, "html")
    out = built.out.resolve()
    todo, reached = [out / "index.html"], {out / "index.html"}
    while todo:
        links = _links(todo.pop(), out)
        found = {path for _, path in links if path.suffix == ".html" and path.is_file()}
        todo += sorted(found - reached)
        reached |= found
    alone = {docname for docname, data in built.app.env.metadata.items() if "orphan" in data}
    left = [page.relative_to(out).with_suffix("").as_posix() for page in files(out)]
    left = [page for page in left if out / f"{page}.html" not in reached]
    report((name, f"no link leads to: {page}") for page in left if page not in {*alone, "404"})


@each_publication
def test_no_link_needs_a_server(publication: Callable[[str, str], Built], name: str) -> None:
    """Links name files: a folder, or an address from the root, leads nowhere from a disk."""
    out = publication(name, "html").out.resolve()
    report(
        (page.relative_to(out), f"needs a server: {href}")
        for page in files(out)
        if page.name != "404.html"  # which a server shows
        for href, path in _links(page, out)
        if href.startswith("/") or path.is_dir()
    )


FROM_DISK = [where for where in DISTINCT if where.name != "not-found"]
"""All but the page that only a server shows, from any address."""


@pytest.fixture(scope="module")
def from_disk(
    windows: Windows, site: Callable[[str], Site]
) -> Iterator[Callable[[str], tuple[Page, Watch]]]:
    """A window for each publication in which only files of it are opened, and what it notes."""
    opened: dict[str, tuple[Page, Watch]] = {}

    def get(name: str) -> tuple[Page, Watch]:
        if name not in opened:
            page = windows.open(viewport={"width": WIDE, "height": HEIGHTS[WIDE]})
            opened[name] = page, Watch(page, f"{site(name).out.as_uri()}/")
        return opened[name]

    yield get
    for page, _ in opened.values():
        page.context.close()


@pytest.mark.parametrize("where", FROM_DISK, ids=str, scope="module")
def test_a_page_is_the_same_from_a_disk(
    reader: Reader, from_disk: Callable[[str], tuple[Page, Watch]], where: PageType
) -> None:
    """Opened as a file, a page has its words, styles and fonts, and finds what is searched."""
    served = reader.look(where)
    page, watch = from_disk(where.publication)
    watch.place = where.address
    page.goto(watch.home + where.address)
    settle(page, where)
    assert probe(page, "appearance") == probe(served, "appearance")
    assert set(probe(page, "readable")) == set(probe(served, "readable"))
    # Chromium preloads no font from a disk, and says so; it reads the font without, as asserted
    found = [what for at, what in watch.found if at == where.address and ".woff2" not in what]
    report((where, what) for what in found)
