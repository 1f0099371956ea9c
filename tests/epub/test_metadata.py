"""What a package says: of people, dates, collections, and of how the volume can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree

from tests.building import Built
from tests.epub.samples import CONF, PIXEL, files, post
from tests.validators.epub import DC, OPF, Book

Make = Callable[[Mapping[str, str | bytes]], Built]


@pytest.fixture
def make(built: Callable[..., Built]) -> Make:
    """Build the small publication, with some files replaced."""

    def made(found: Mapping[str, str | bytes]) -> Built:
        texts = {n: t for n, t in (files() | found).items() if isinstance(t, str)}
        return built(texts, builder="epubs")

    return made


def _refined(book: Book, element: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in book.package.iter(f"{OPF}meta"):
        if meta.get("refines") == f"#{element.get('id')}":
            found.setdefault(str(meta.get("property")), []).append(meta.text or "")
    return found


def _people(book: Book) -> list[tuple[str, str, list[str]]]:
    """Everybody who is named: as what, by what name, in what roles."""
    return [
        (etree.QName(e).localname, e.text or "", _refined(book, e)["role"])
        for e in book.package.iter(f"{DC}creator", f"{DC}contributor")
    ]


def _values(book: Book, name: str) -> list[str]:
    metas = book.package.iter(f"{OPF}meta")
    return [m.text or "" for m in metas if m.get("property") == name]


def test_all_people_are_named_in_order(make: Make) -> None:
    """Editors first; then authors, each once, with name for lists and ORCID."""
    book = Book(make({}).out / "red.epub")
    assert _people(book) == [
        ("creator", "Ann Low", ["edt", "aut"]),
        ("creator", "Bob High", ["aut"]),
    ]
    ann = next(book.package.iter(f"{DC}creator"))
    assert _refined(book, ann)["file-as"] == ["Low, Ann"]
    assert _refined(book, ann)["dcterms:identifier"] == ["https://orcid.org/0000-0002-1825-0097"]


def test_authors_of_what_is_retold_are_named_as_such(make: Make) -> None:
    """Whose words are not in the volume is no creator of it."""
    more = "{origin: {relation: digest, site: A site}}"
    retold = post("Two", "Our words.", authors="[bob, ann]", more=more)
    book = Book(make({"red/two.md": retold}).out / "a-book.epub")
    assert _people(book) == [
        ("creator", "Ann Low", ["edt", "aut"]),
        ("contributor", "Bob High", ["ant"]),
    ]


def test_authors_of_an_excerpt_are_authors(make: Make) -> None:
    """Its words are theirs, although there are more of them elsewhere."""
    more = "{origin: {relation: excerpt, site: A site}}"
    part = post("Two", "Their words.", authors="[bob, ann]", more=more)
    book = Book(make({"red/two.md": part}).out / "a-book.epub")
    assert _people(book) == [
        ("creator", "Ann Low", ["edt", "aut"]),
        ("creator", "Bob High", ["aut"]),
    ]


def test_a_booklet_says_of_what_it_is_a_part(make: Make) -> None:
    """The publication, with its place, and the journal with its ISSN; its address; its rights."""
    conf = CONF + (
        'anthology_journal = {"title": "Tides", "issn": ["2049-3630"]}\n'
        'anthology_license = "CC-BY-4.0"\n'
    )
    book = Book(make({"conf.py": conf}).out / "blue.epub")
    assert _values(book, "belongs-to-collection") == ["A book", "Tides"]
    assert _values(book, "group-position") == ["2"]
    assert "urn:issn:2049-3630" in _values(book, "dcterms:identifier")
    assert book.metadata("source") == ["https://a.example/blue/index.html"]
    assert book.metadata("rights") == ["the makers", "CC BY 4.0"]
    assert _values(book, "dcterms:license") == ["https://creativecommons.org/licenses/by/4.0/"]


@pytest.mark.parametrize(
    ("date", "more", "dates", "modified"),
    [
        ("2025-01-02", "{}", ["2025-01-02"], "2025-01-02"),
        ("2025-01-02", "{updated: 2025-03-04}", ["2025-01-02"], "2025-03-04"),
        ("2024-09", "{}", ["2024-09"], "2024-09-01"),
        ("2024-09/2024-11", "{}", [], "2024-09-01"),
        ("null", "{origin: {relation: full, site: A site}}", [], "2000-01-01"),
    ],
)
def test_dates_are_those_of_the_content(
    make: Make, date: str, more: str, dates: list[str], modified: str
) -> None:
    """As exact as known; an interval is no date; no clock is asked."""
    only = post("Three", "Words.", date=date, more=more)
    book = Book(make({"blue/three.md": only}).out / "blue.epub")
    assert book.metadata("date") == dates
    assert _values(book, "dcterms:modified") == [f"{modified}T00:00:00Z"]


PICTURE = "![{alt}](../pixel.gif)"
GIF = bytes.fromhex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")


def _accessible(built: Built, name: str) -> dict[str, list[str]]:
    book = Book(built.out / name)
    keys = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard")
    return {key: _values(book, f"schema:{key}") for key in (*keys, "accessibilitySummary")}


@pytest.mark.parametrize(
    ("text", "modes", "enough", "features", "words"),
    [
        ("Words.", ["textual"], ["textual"], [], "There is no motion"),
        (
            PICTURE.format(alt="A dot"),
            ["textual", "visual"],
            ["textual,visual", "textual"],
            ["alternativeText"],
            "All images have alternative text.",
        ),
        (
            PICTURE.format(alt=""),
            ["textual", "visual"],
            ["textual,visual"],
            [],
            "Some images have no alternative text.",
        ),
        ("{math}`x^2`", ["textual"], ["textual"], ["MathML"], "Formulas are in MathML."),
        (r"{math}`\unknown{x}`", ["textual"], [], [], "Some formulas are shown as source code."),
    ],
)
def test_accessibility_is_derived_from_the_content(
    make: Make,
    tmp_path: Path,
    text: str,
    modes: list[str],
    enough: list[str],
    features: list[str],
    words: str,
) -> None:
    """Nothing is claimed that the pages do not bear out."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "pixel.gif").write_bytes(GIF)
    (tmp_path / "source" / "pixel.png").write_bytes(PIXEL)
    found = _accessible(make({"blue/three.md": post("Three", text)}), "blue.epub")
    assert found["accessMode"] == modes
    assert found["accessModeSufficient"] == enough
    assert found["accessibilityFeature"][5:] == features
    assert found["accessibilityHazard"] == ["none"]
    assert words in found["accessibilitySummary"][0]


def test_conformance_is_only_stated_where_it_is_set(make: Make) -> None:
    """It is the publisher's word, not ours."""
    assert _values(Book(make({}).out / "red.epub"), "dcterms:conformsTo") == []
    conf = CONF + (
        'anthology_epub_conforms_to = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"\n'
        'anthology_epub_certified_by = "A press"\n'
    )
    book = Book(make({"conf.py": conf}).out / "red.epub")
    assert _values(book, "dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]
    assert _values(book, "a11y:certifiedBy") == ["A press"]
