"""Ace finds a fault in an EPUB, and none where there is none."""

from __future__ import annotations

import zipfile
from pathlib import Path

from tests.validators import ace

CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="E/book.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""
BOOK = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="u"
  xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="u">urn:uuid:6f5b1b6e-5d3f-5d0c-8f39-0f6b5d1a2c3d</dc:identifier>
<dc:title>A</dc:title><dc:language>en</dc:language><dc:publisher>B</dc:publisher>
<dc:date>2020-01-01</dc:date>
<meta property="dcterms:modified">2020-01-01T00:00:00Z</meta>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Text.</meta>
</metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
<item id="two" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="p" href="p.svg" media-type="image/svg+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""
PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  lang="en" xml:lang="en"><head><title>{title}</title></head><body>{body}</body></html>"""
NAV = """<nav epub:type="toc" role="doc-toc" aria-label="Contents"><h1>Contents</h1>
<ol><li><a href="one.xhtml">One</a></li><li><a href="two.xhtml">Two</a></li></ol></nav>"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def _epub(path: Path) -> Path:
    """An EPUB of two pages with an image, which has a text on the first alone."""
    body = "<h1>{}</h1><p>A text with {}.</p>"
    good = body.format("One", '<img src="p.svg" alt="A square"/>')
    bad = body.format("Two", '<img src="p.svg"/>')
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "E/book.opf": BOOK,
        "E/nav.xhtml": PAGE.format(title="Contents", body=NAV),
        "E/one.xhtml": PAGE.format(title="One", body=good),
        "E/two.xhtml": PAGE.format(title="Two", body=bad),
        "E/p.svg": PICTURE,
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, content in files.items():
            book.writestr(name, content)
    return path


def test_ace_finds_an_image_without_a_text(tmp_path: Path) -> None:
    """An image without ``alt`` is an assertion; with it there is none.

    A book without any passes: that is asserted of every volume in ``tests/exports/``.
    """
    verdict = ace.check(_epub(tmp_path / "book.epub"), tmp_path / "ace")
    assert verdict.outcome == "fail"
    (found,) = verdict.assertions
    assert found.rule == "image-alt"
    assert found.where == "two.xhtml"
    assert verdict.pages == 5
