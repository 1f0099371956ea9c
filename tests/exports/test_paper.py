"""A volume is written for paper: what only a page of the web needs is on that alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html

from sphinx_anthology.model.volume import Volume
from tests.conftest import JOURNAL
from tests.exports.publications import Publication
from tests.validators import tagged
from tests.validators.epub import XHTML

WEB = (
    r"Continue reading.*",
    r".*\b\d+ minutes?\b.*",
    r".*\bRead the (?:original|full post)\.",
    r".*\bReport an error.*",
    r"(?:.* )?DOI(?: of the article presented in part .*)?",
    r"About the authors?",
    r"Mentioned in later posts",
    r"Free (?:to read until|access ended on) .*",
    r"Article details to follow",
    r"Also on .*",
    r"You are here",
    r"Export citations?.*",
    r"Copy",
    r"Other styles",
    r"Last corrected on .*",
    r"Licence: CC BY 4\.0\..*",
)
"""Lines of pages that say nothing on paper, or what a volume has once in its colophon."""
AUTHORED = (JOURNAL / "guide" / "text.md").read_text(encoding="utf-8").split("\n")
"""Lines of a text that names such words."""
PAPER = ("Contents", "Contributors", "Colophon", "Index of topics", "Index of authors")
"""Headings of volumes that no page has."""
PLAIN = ("Start reading", "In this series.*")
"""Lines that builders of text have, and neither our pages nor volumes."""
_ANY = re.compile("|".join((*WEB, *PLAIN)))


@pytest.fixture
def journal(exported: Callable[[str], Publication]) -> Publication:
    """The publication whose posts have every part that there is."""
    return exported("journal")


@pytest.fixture
def books(journal: Publication, exported: Callable[[str], Publication]) -> list[Publication]:
    """That one, and another whose posts are longer than a minute."""
    return [journal, exported("docs")]


def _lines(publication: Publication, volume: Volume) -> Iterator[tuple[str, str]]:
    """The paragraphs of a volume, by kind of file."""
    for block in tagged.blocks(publication.files("typstpdf", ".pdf")[volume]):
        yield "pdf", " ".join(block.text.split())
    book = publication.book(volume)
    for page in book.spine:
        if page != book.navigation_path:  # names of its landmarks are for reading systems
            yield from (("epub", " ".join(line.split())) for line in book.text(page).split("\n"))


def test_no_words_of_the_web_are_in_a_volume(books: list[Publication]) -> None:
    """Neither in a PDF nor in an EPUB."""
    found = {
        (volume.name, kind, line)
        for book in books
        for volume in book.volumes
        for kind, line in _lines(book, volume)
        if _ANY.fullmatch(line) and line not in AUTHORED
    }
    assert found == set()


def test_the_site_has_words_of_the_web(books: list[Publication]) -> None:
    """Each that is looked for above, or the test would prove nothing."""
    texts = [_text(path) for book in books for path in book.built("html").out.rglob("*.html")]
    unseen = {words for words in WEB if not any(re.search(f"(?m)^{words}$", t) for t in texts)}
    assert unseen == set()


def _text(path: Path) -> str:
    """The elements of a page that hold text, one a line."""
    return "\n".join(
        " ".join(element.text_content().removesuffix("#").split())
        for element in html.parse(path).getroot().iter("p", "a", "h2", "h3", "summary", "span")
    )


def test_a_volume_has_words_of_paper(journal: Publication) -> None:
    """Contents, contributors, a colophon, and what numbers of pages are for."""
    for volume in journal.volumes:
        blocks = tagged.blocks(journal.files("typstpdf", ".pdf")[volume])
        headings = [block.text for block in blocks if block.kind[:1] == "H"]
        assert set(PAPER) - {"Contents"} <= set(headings), volume.name


def test_the_licence_is_named_once(journal: Publication) -> None:
    """In the colophon."""
    for volume in journal.volumes:
        for kind in ("pdf", "epub"):
            lines = [line for each, line in _lines(journal, volume) if each == kind]
            assert sum(line.startswith("Licence: CC BY 4.0") for line in lines) == 1, volume.name


def test_of_the_front_page_there_is_only_prose(journal: Publication) -> None:
    """No lists, no heading of one, no count of posts."""
    book = journal.book(journal.volumes[0])
    lines = [line.strip() for line in book.text(book.page("index.xhtml")).split("\n")]
    title, *prose = filter(None, lines)
    assert title == "Example Studies Blog"
    assert " ".join(prose).startswith("Example Studies publishes research on small public")
    assert " ".join(prose).endswith("and what they would do differently.")


def test_no_heading_of_a_volume_has_nothing_below_it(journal: Publication) -> None:
    """Nor does a line end with a colon before a list that is left out."""
    for volume in journal.volumes:
        book = journal.book(volume)
        for page, tree in book.pages.items():
            for section in tree.iter(f"{XHTML}section"):
                assert len(section) > 1 or len("".join(section.itertext())) > 200, page
    book = journal.book(journal.volumes[0])
    assert "Of the publication:" not in book.text(book.page("guide_markup.xhtml"))
