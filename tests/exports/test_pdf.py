"""The PDFs: nothing is lost, every link leads somewhere, and they keep to the standards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sphinx_anthology.model.volume import Volume
from sphinx_anthology.outputs.pdf.volume_source import credited
from tests.browser.findings import report
from tests.exports.chapters import chapters, is_heading, letters, missing, parts_of
from tests.exports.publications import Publication
from tests.validators import pdf, tagged, typesetting, verapdf
from tests.validators.words import lost


def _pdfs(published: Publication) -> dict[Volume, Path]:
    return published.files("typstpdf", ".pdf")


def test_every_volume_is_made_without_a_warning(published: Publication) -> None:
    """There is a PDF of the whole and of every series, and no other file."""
    files = _pdfs(published)
    assert published.built("typstpdf").warnings == ()
    made = {path for path in published.built("typstpdf").out.rglob("*") if path.is_file()}
    assert made == set(files.values())


def _losses(published: Publication, volume: Volume, path: Path) -> Iterator[tuple[str, str]]:
    found = chapters(tagged.blocks(path), volume, published.title)
    for docname, text in found.items():
        for loss in lost(published.printed(docname), text):
            yield f"{path.name}, {docname}", loss


def test_no_word_is_lost(published: Publication) -> None:
    """Every paragraph of every document stands in the PDF, in its chapter."""
    report(
        finding
        for volume, path in _pdfs(published).items()
        for finding in _losses(published, volume, path)
    )


def _unspoken(published: Publication, volume: Volume, path: Path) -> Iterator[tuple[str, str]]:
    spoken = {letters(text) for _, text in tagged.alternatives(path)}
    for chapter in volume.chapters:
        for text in published.alternatives(chapter.docname):
            if letters(text) not in spoken:
                yield f"{path.name}, {chapter.docname}", text


def test_no_alternative_is_lost(published: Publication) -> None:
    """Pictures and formulas have the texts that stand for them."""
    report(
        finding
        for volume, path in _pdfs(published).items()
        for finding in _unspoken(published, volume, path)
    )


def test_pages_are_set_as_a_press_sets_them(published: Publication) -> None:
    """No word is over another, off the page or too small; no line or heading stands alone."""
    report(
        (path.name, str(fault))
        for path in _pdfs(published).values()
        for fault in typesetting.faults(path)
    )


def test_the_outline_has_every_heading(published: Publication) -> None:
    """Its entries are the headings that are read aloud, in order; each leads to a page."""
    for path in _pdfs(published).values():
        outline = pdf.outline(path)
        headings = [parts_of(block) for block in tagged.blocks(path) if is_heading(block)]
        assert all(entry.page is not None for entry in outline)
        assert missing(headings, [entry.title for entry in outline]) == []
        assert len(headings) == len(outline)


def test_the_headings_are_those_of_the_documents(published: Publication) -> None:
    """The outline has every heading of every document but the first, in order."""
    for volume, path in _pdfs(published).items():
        titles = [
            heading.runs
            for chapter in volume.chapters[1:]
            for heading in published.headings(chapter.docname)
        ]
        assert missing(titles, [entry.title for entry in pdf.outline(path)]) == []


def test_links_lead_somewhere(published: Publication) -> None:
    """A link inside the volume leads to a page of it, one to the site to a page of the site."""
    found = [(path.name, link) for path in _pdfs(published).values() for link in pdf.links(path)]
    assert found
    report((name, str(link)) for name, link in found if not link.uri and link.target is None)
    report((name, link.uri) for name, link in found if link.uri and published.is_missing(link.uri))


def test_the_metadata_names_everybody(published: Publication) -> None:
    """Title and language are the volume's; everybody who is credited is named, in order."""
    for volume, path in _pdfs(published).items():
        said = pdf.metadata(path)
        assert (said.title, said.xmp_title) == (volume.title, volume.title)
        assert said.language.partition("-")[0] == volume.language.partition("-")[0]
        assert list(said.creators) == [credited(credit) for credit in volume.credits]
        assert said.identifier == volume.identifier


@pytest.mark.once
def test_volumes_keep_to_the_standards(published: Publication) -> None:
    """veraPDF finds no fault: PDF/UA-1, and PDF/A-2a.

    The book has every document; of booklets the longest shows what is theirs: cover, shelf, back.
    """
    book, *booklets = sorted(_pdfs(published).items(), key=lambda pair: -len(pair[0].docnames))
    paths = [path for _, path in (book, *booklets[:1])]
    report((Path(f.path).name, str(f)) for f in verapdf.checked(paths, *verapdf.RULES))
