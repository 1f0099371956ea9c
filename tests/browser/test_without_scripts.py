"""Without scripts, and without a server, everything is there to read and to reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.browser.findings import report
from tests.browser.pages import (
    NARROW,
    PAGE_TYPES,
    WIDE,
    PageType,
    each_page,
    each_publication,
    example,
    files,
)
from tests.browser.probing import probe
from tests.browser.serving import Site
from tests.browser.watching import Watch
from tests.browser.windows import Reader, settle
from tests.building import Built

HEADER = "header a:visible"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@each_page
def test_a_page_reads_the_same_without_scripts(reader: Reader, where: PageType, width: int) -> None:
    """No text and no link of the head is missing, and no button is there that does nothing."""
    full = reader.read(where, width)
    plain = reader.read(where, width, scripts=False)
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
    report((f"{where} {width}", what) for what in found)


@each_publication
def test_the_search_says_what_it_needs(reader: Reader, name: str) -> None:
    """Without scripts the page for searching says so, and leads to other ways."""
    page = reader.read(example(name, "search"), scripts=False)
    main = page.locator("main")
    assert "JavaScript" in main.inner_text()
    assert main.locator("a:visible").count() >= 2


def _links(page: Path, out: Path) -> Iterator[tuple[str, Path]]:
    """Where the links of a page lead within the site: as written, and as a path."""
    text = page.read_text(encoding="utf-8")
    for link in BeautifulSoup(text, "html.parser").select("a[href]"):
        parts = urlsplit(str(link["href"]))
        if not parts.scheme and not parts.netloc and parts.path:
            base = out if parts.path.startswith("/") else page.parent
            yield str(link["href"]), (base / unquote(parts.path).lstrip("/")).resolve()


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


FROM_DISK = [where for where in PAGE_TYPES if where.name != "not-found"]
"""All but the page that only a server shows, from any address."""


@pytest.mark.parametrize("where", FROM_DISK, ids=str)
def test_a_page_is_the_same_from_a_disk(
    reader: Reader, site: Callable[[str], Site], where: PageType
) -> None:
    """Opened as a file, a page has its words, styles and fonts, and finds what is searched."""
    served = reader.read(where)
    home = site(where.publication).out.as_uri() + "/"
    page = reader.window()
    watch = Watch(page, home)
    watch.place = where.address
    page.goto(home + where.address)
    settle(page, where)
    assert probe(page, "appearance") == probe(served, "appearance")
    assert set(probe(page, "readable")) == set(probe(served, "readable"))
    # Chromium preloads no font from a disk, and says so; it reads the font without, as asserted
    report((at, what) for at, what in watch.found if ".woff2" not in what)
