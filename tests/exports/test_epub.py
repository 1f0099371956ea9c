"""The EPUBs: nothing is lost, every link leads somewhere, and everybody can read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sphinx_anthology.model.volume import Volume
from sphinx_anthology.outputs.epub.pages import file_name
from tests.browser.findings import report
from tests.exports.chapters import letters, missing
from tests.exports.publications import Publication, unnamed
from tests.validators import ace
from tests.validators.covering import covering, marks
from tests.validators.epub import Book, shortened
from tests.validators.words import lost


def _epubs(published: Publication) -> dict[Volume, Path]:
    return published.files("epubs", ".epub")


def test_every_volume_is_made_without_a_warning(published: Publication) -> None:
    """There is an EPUB of the whole and of every series."""
    files = _epubs(published)
    assert published.built("epubs").warnings == ()
    assert sorted(published.built("epubs").out.glob("*.epub")) == sorted(files.values())


def _losses(published: Publication, volume: Volume, path: Path) -> Iterator[tuple[str, str]]:
    book = Book(path)
    for chapter in volume.chapters:
        text = book.text(book.page(file_name(chapter.docname)))
        for loss in lost(published.paragraphs(chapter.docname), text):
            yield f"{path.name}, {chapter.docname}", loss


def test_no_word_is_lost(published: Publication) -> None:
    """Every paragraph of every document stands on its page."""
    report(
        finding
        for volume, path in _epubs(published).items()
        for finding in _losses(published, volume, path)
    )


def _unspoken(published: Publication, volume: Volume, path: Path) -> Iterator[tuple[str, str]]:
    book = Book(path)
    for chapter in volume.chapters:
        # lines that are parted by a blank one are a formula each
        spoken = letters("".join(book.alternatives(book.page(file_name(chapter.docname)))))
        for text in published.alternatives(chapter.docname):
            if letters(text) not in spoken:
                yield f"{path.name}, {chapter.docname}", text


def test_no_alternative_is_lost(published: Publication) -> None:
    """Pictures and formulas have the texts that stand for them."""
    report(
        finding
        for volume, path in _epubs(published).items()
        for finding in _unspoken(published, volume, path)
    )


def test_the_contents_name_every_heading(published: Publication) -> None:
    """In reading order, of all documents; a post's authors may stand after its title."""
    for volume, path in _epubs(published).items():
        entries = [title for _, title in Book(path).contents()]
        titles = [
            heading.runs
            for chapter in volume.chapters
            for heading in published.headings(chapter.docname)
        ]
        assert missing(titles, [entry.rpartition(" · ")[0] or entry for entry in entries]) == []


def _broken(published: Publication, path: Path) -> Iterator[tuple[str, str]]:
    book = Book(path)
    assert book.links()
    for link in book.links():
        if book.is_dangling(link) or published.is_missing(link.href):
            yield f"{path.name}, {link.page}", link.href


def test_links_lead_somewhere(published: Publication) -> None:
    """A link inside the volume leads to a place in it, one to the site to a place on the site."""
    report(broken for path in _epubs(published).values() for broken in _broken(published, path))


def test_the_metadata_names_everybody(published: Publication) -> None:
    """Title, language and identifier are the volume's; everybody is named, in order."""
    for volume, path in _epubs(published).items():
        book = Book(path)
        assert book.metadata("title")[0] == volume.title
        assert book.metadata("language")[0].partition("-")[0] == volume.language.partition("-")[0]
        assert volume.identifier in book.metadata("identifier")
        named = [*book.metadata("creator"), *book.metadata("contributor")]
        assert unnamed(volume, named) == []


@pytest.mark.parametrize("name", ["docs", "nodes"])
def test_ace_has_nothing_to_say(
    exported: Callable[[str], Publication], tmp_path: Path, name: str
) -> None:
    """Ace by DAISY passes the book and the longest booklet: no assertion.

    Of each it has the pages in which there is all that any page has; of the booklet, what the
    book lacks.
    """
    published = exported(name)
    seen: set[str] = set()
    for volume in sorted(published.volumes, key=lambda volume: -len(volume.docnames))[:2]:
        book = published.book(volume)
        found = {page: marks(tree) - seen for page, tree in book.pages.items()}
        seen |= frozenset().union(*found.values())
        pages = covering(found, {page: len(book.files[page]) for page in found})
        path = shortened(book, pages or book.spine[:1], tmp_path / f"{volume.name}.epub")
        verdict = ace.check(path, tmp_path / volume.name)
        report((path.name, str(assertion)) for assertion in verdict.assertions)
        assert verdict.outcome == "pass"
