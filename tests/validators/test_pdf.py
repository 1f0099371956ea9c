"""The checkers of PDFs see what is there, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest

import typst
from tests.validators import pdf, tagged, verapdf
from tests.validators.pdf import Heading

SOURCE = """
#set document(title: "A title", author: "Ann Lee")
#set text(lang: "en", hyphenate: true)
#set par(justify: true)
#set page(width: 90mm, height: 60mm, numbering: "i", header: [A running head])
= First <first>
The official beginning of Ελληνικά, #smallcaps[small caps], H#sub[2]O and
#math.equation(alt: "x^2", $x^2$), with a note.#footnote[What it _says_.]
#lorem(60) incomprehensibilities notwithstanding counterrevolutionaries.
#link("https://example.org/a")[away] and #link(<first>)[back].
#table(columns: 3, table.header([Head], [Two], [Three]), [low], [high#footnote[In a cell.]], [low])
#image(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"), alt: "A picture")
== Second
The end.
"""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF that is as it should be."""
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "good.typ").write_text(SOURCE, encoding="utf-8")
    compiler = typst.Compiler(
        root=str(folder), font_paths=typst.Fonts(include_system_fonts=False, font_paths=[])
    )
    compiler.compile(
        input=str(folder / "good.typ"),
        output=str(folder / "good.pdf"),
        pdf_standards=["ua-1", "a-2a"],
        timestamp=0,
    )
    return folder / "good.pdf"


def test_the_text_is_read_as_it_is_read_aloud(good: Path) -> None:
    """Paragraphs are whole, notes apart; heads and numbers of pages are left out."""
    found = tagged.blocks(good)
    text = [block.text.replace("\N{SOFT HYPHEN}", "") for block in found]
    (long,) = [" ".join(t.split()) for t in text if t.startswith("The official")]
    assert long.startswith(
        "The official beginning of Ελληνικά, small caps, H2O and \ufffc, with a note. L"
    )
    assert "incomprehensibilities notwithstanding counterrevolutionaries. away and back." in long
    assert "What it says." in text
    assert [t for t in text if t in {"Head", "Two", "Three", "low", "high", "In a cell."}] == [
        "Head",
        "Two",
        "Three",
        "low",
        "high",
        "low",
        "In a cell.",
    ]
    assert [(b.kind, b.text) for b in found if b.kind[0] == "H"] == [
        ("H1", "First"),
        ("H2", "Second"),
    ]
    assert not any("running" in t for t in text)
    assert tagged.alternatives(good) == [("Formula", "x^2"), ("Figure", "A picture")]


def test_the_pages_have_all_that_is_seen(good: Path) -> None:
    """Running heads are on every page; words that are divided are joined."""
    texts = pdf.page_texts(good)
    assert len(texts) > 1
    assert all("A running head" in text for text in texts)
    assert pdf.page_labels(good)[:2] == ["i", "ii"]


def test_outline_and_links_lead_to_pages(good: Path) -> None:
    """An entry has its level and page; a link its address, or its page."""
    assert pdf.outline(good) == [
        Heading("First", 1, 0),
        Heading("Second", 2, len(pdf.page_texts(good)) - 1),
    ]
    found = pdf.links(good)
    assert [link.uri for link in found if link.uri] == ["https://example.org/a"]
    assert all(link.target is not None for link in found if not link.uri)
    assert any(link.target == 0 and link.page > 0 for link in found)


def test_the_metadata_is_read_in_both_forms(good: Path) -> None:
    """Title, authors and language."""
    said = pdf.metadata(good)
    assert (said.title, said.xmp_title, said.author) == ("A title", "A title", "Ann Lee")
    assert said.creators == ("Ann Lee",)
    assert said.language == "en"


def _elements(element: object) -> Iterator[pikepdf.Dictionary]:
    """All structure elements below one."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from _elements(child)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield element
        yield from _elements(element.get("/K"))


def _untagged(file: pikepdf.Pdf) -> None:
    del file.Root["/StructTreeRoot"]
    del file.Root["/MarkInfo"]


def _without_alternative(of: str) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        for element in _elements(file.Root["/StructTreeRoot"]["/K"]):
            if element["/S"] == of:
                del element["/Alt"]

    return change


def _jumping(file: pikepdf.Pdf) -> None:
    for element in _elements(file.Root["/StructTreeRoot"]["/K"]):
        if element["/S"] == "/H2":
            element["/S"] = pikepdf.Name("/H3")


def _nameless(file: pikepdf.Pdf) -> None:
    del file.Root["/Names"]
    for page in file.pages:
        for annotation in page.get("/Annots", []):
            if "/Dest" in annotation:
                annotation["/Dest"] = pikepdf.String("nowhere")


def _changed(good: Path, path: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    with pikepdf.open(good) as file:
        change(file)
        file.save(path)
    return path


FAULTS = {
    "untagged": (_untagged, {"ua1": "7.1-", "2a": "6.7."}),
    "picture": (_without_alternative("/Figure"), {"ua1": "7.3-1"}),
    "formula": (_without_alternative("/Formula"), {"ua1": "7.7-1"}),
    "jump": (_jumping, {"ua1": "7.4.2-1"}),
}


def test_verapdf_finds_faults_and_only_these(good: Path, tmp_path: Path) -> None:
    """A good file has none; one without tags, alternatives or a level of headings has."""
    paths = {n: _changed(good, tmp_path / f"{n}.pdf", change) for n, (change, _) in FAULTS.items()}
    found = verapdf.checked([good, *paths.values()], *verapdf.RULES)
    assert [str(finding) for finding in found if finding.path == str(good)] == []
    for name, (_, wanted) in FAULTS.items():
        broken = {(f.profile, f.rule) for f in found if f.path == str(paths[name])}
        for profile, rule in wanted.items():
            assert any(p == profile and r.startswith(rule) for p, r in broken), (name, broken)


def test_verapdf_says_when_it_cannot_finish(tmp_path: Path) -> None:
    """A file that is no PDF is an error, and not a file without faults."""
    (tmp_path / "no.pdf").write_text("no")
    with pytest.raises(RuntimeError, match="did not finish"):
        verapdf.checked([tmp_path / "no.pdf"], "ua1")


def test_a_file_without_tags_has_no_text_to_read(good: Path, tmp_path: Path) -> None:
    """Nothing is found in it, so that every word is missed."""
    assert tagged.blocks(_changed(good, tmp_path / "untagged.pdf", _untagged)) == []


def test_a_link_that_leads_nowhere_is_seen(good: Path, tmp_path: Path) -> None:
    """Its target is no page."""
    path = _changed(good, tmp_path / "nameless.pdf", _nameless)
    assert any(link.target is None for link in pdf.links(path) if not link.uri)
