"""Ace finds a fault in an EPUB, and none where there is none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

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
<item id="p" href="p.svg" media-type="image/svg+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="one"/></spine></package>"""
PAGE = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
  lang="en" xml:lang="en"><head><title>{title}</title></head><body>{body}</body></html>"""
NAV = """<nav epub:type="toc" role="doc-toc" aria-label="Contents"><h1>Contents</h1>
<ol><li><a href="one.xhtml">One</a></li></ol></nav>"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def _epub(path: Path, image: str) -> Path:
    """An EPUB of one page with an image."""
    body = f"<h1>One</h1><p>A text with {image}.</p>"
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "E/book.opf": BOOK,
        "E/nav.xhtml": PAGE.format(title="Contents", body=NAV),
        "E/one.xhtml": PAGE.format(title="One", body=body),
        "E/p.svg": PICTURE,
    }
    with zipfile.ZipFile(path, "w") as book:
        for name, content in files.items():
            book.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("image", "outcome", "rules"),
    [
        ('<img src="p.svg" alt="A square"/>', "pass", []),
        ('<img src="p.svg"/>', "fail", ["image-alt"]),
    ],
)
def test_ace_finds_an_image_without_a_text(
    tmp_path: Path, image: str, outcome: str, rules: list[str]
) -> None:
    """An image without ``alt`` is an assertion; with it there is none."""
    verdict = ace.check(_epub(tmp_path / "book.epub", image), tmp_path / "ace")
    assert verdict.outcome == outcome
    assert [assertion.rule for assertion in verdict.assertions] == rules
    assert verdict.pages == 4
