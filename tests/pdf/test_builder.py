"""The builder of PDFs: what it makes, what it tells of, what it leaves as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from tests.building import Built, build, contents
from tests.validators.pdf import page_texts, words_of
from tests.validators.tagged import alternatives

from sphinx_anthology.typst.compiler import Diagnostic, TypstCompiler, TypstError

CONF = 'project = "A book"\nextensions = ["sphinx_anthology"{more}]\nhtml_baseurl = "https://a.example"\n'
INDEX = "# A book\n\nHello.\n\n```{toctree}\n\nred/index\nblue/index\nauthors/ann\n```\n"
SERIES = (
    "---\ntitle: The {name}\nseries: {{part_label: Part}}\n---\n\n```{{toctree}}\n\n{posts}\n```\n"
)
POST = "---\ntitle: {title}\nauthors: [ann]\ndate: 2025-01-02\npost: {{}}\n---\n\n{text}\n"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
"""A PNG image of one pixel."""
ANN = "---\ntitle: Ann Low\nauthor: {bio: Ann studies tides.}\n---\n\nAnn lives by the sea.\n"


def _write(source: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _files(text: str = "Words of one.", more: str = "") -> dict[str, str]:
    return {
        "conf.py": CONF.format(more=more),
        "index.md": INDEX,
        "authors/ann.md": ANN,
        "red/index.md": SERIES.format(name="red", posts="one"),
        "red/one.md": POST.format(title="One", text=text),
        "blue/index.md": SERIES.format(name="blue", posts="two"),
        "blue/two.md": POST.format(title="Two", text="Words of two. See {post}`red/one`."),
    }


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Built]:
    """Write files into the publication, and build it."""
    source = tmp_path / "source"
    _write(source, _files())

    def made(files: dict[str, str] | None = None, **overrides: object) -> Built:
        _write(source, files or {})
        out, doctrees = tmp_path / "pdf", tmp_path / "doctrees"
        return build(source, out, doctrees, builder="typstpdf", overrides=overrides)

    return made


def test_a_pdf_of_the_book_and_of_every_series(make: Callable[..., Built]) -> None:
    """And nothing else lies in the folder."""
    made = make()
    assert made.warnings == ()
    assert sorted(contents(made.out)) == ["a-book.pdf", "blue.pdf", "red.pdf"]
    assert "Words of one." in words_of(made.out / "red.pdf")
    assert "Words of two." not in words_of(made.out / "red.pdf")
    assert "Ann lives by the sea." in words_of(made.out / "red.pdf")


def test_only_the_volumes_of_what_was_edited_are_made_again(make: Callable[..., Built]) -> None:
    """The booklet of the other series is not touched."""
    made = make()
    before = {f.name: f.stat().st_mtime_ns for f in made.out.iterdir()}
    make()
    assert {f.name: f.stat().st_mtime_ns for f in made.out.iterdir()} == before
    make({"red/one.md": POST.format(title="One", text="Other words.")})
    after = {f.name: f.stat().st_mtime_ns for f in made.out.iterdir()}
    assert {name for name in after if after[name] != before[name]} == {"a-book.pdf", "red.pdf"}
    assert "Other words." in words_of(made.out / "red.pdf")


def test_incremental_is_as_clean(make: Callable[..., Built], tmp_path: Path) -> None:
    """After a change of a title that another booklet shows, all bytes are those of a new build."""
    make()
    made = make({"red/one.md": POST.format(title="The first", text="Words of one.")})
    elsewhere = tmp_path / "elsewhere" / "deep"
    clean = build(made.app.srcdir, elsewhere / "pdf", elsewhere / "d", builder="typstpdf")
    assert contents(made.out) == contents(clean.out)
    assert "The first" in words_of(made.out / "blue.pdf")


def test_only_the_series_that_is_asked_for(make: Callable[..., Built]) -> None:
    """The setting names it."""
    assert sorted(contents(make(anthology_series="red").out)) == ["red.pdf"]


def test_a_volume_that_was_deleted_is_made_again(make: Callable[..., Built]) -> None:
    """Though no document was changed."""
    made = make()
    (made.out / "red.pdf").unlink()
    assert (make().out / "red.pdf").is_file()


def test_what_a_withheld_series_left_is_deleted(make: Callable[..., Built]) -> None:
    """A booklet of drafts is nobody's."""
    made = make()
    draft = POST.format(title="One", text="Words.").replace("post: {}", "post: {draft: true}")
    make({"red/one.md": draft})
    assert sorted(contents(made.out)) == ["a-book.pdf", "blue.pdf"]


EXTENSION = """
from docutils import nodes
from docutils.parsers.rst import Directive


class known(nodes.General, nodes.Element): pass
class strange(nodes.General, nodes.Element): pass
class broken(nodes.General, nodes.Element): pass


def made(kind):
    class Made(Directive):
        has_content = True

        def run(self):
            found = kind()
            found.source, found.line = self.state_machine.get_source_and_line(self.lineno)
            found += nodes.paragraph("", " ".join(self.content))
            return [found]

    return Made


def leave(self, node): pass


def setup(app):
    app.add_node(known, typst=(lambda self, node: self.call("aside", node), leave))
    app.add_node(broken, typst=(lambda self, node: self.put("no-such-function()"), leave))
    app.add_node(strange)
    for kind in (known, strange, broken):
        app.add_directive(kind.__name__, made(kind))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""


def _with_extension(text: str) -> dict[str, str]:
    path = "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\n"
    files = _files(text, more=', "made_nodes"')
    return {**files, "conf.py": path + files["conf.py"], "made_nodes.py": EXTENSION}


def test_nodes_of_others_plug_in(make: Callable[..., Built]) -> None:
    """By ``app.add_node(…, typst=…)``, as with every builder."""
    made = make(_with_extension("```{known}\nPlugged in.\n```"))
    assert made.warnings == ()
    assert "Plugged in." in words_of(made.out / "red.pdf")


def test_an_unknown_node_keeps_itswords_of(make: Callable[..., Built]) -> None:
    """The warning says where."""
    made = make(_with_extension("Before.\n\n```{strange}\nKept all the same.\n```"))
    (warning,) = made.warnings
    assert "red/one.md:10: WARNING: The PDF cannot show ‘strange’; its words are kept" in warning
    assert "Kept all the same." in words_of(made.out / "red.pdf")


def test_no_old_volume_stays_where_a_new_one_fails(
    make: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may hold what has become a draft since; and the next build makes it."""
    made = make()

    def fails(*_: object) -> None:
        raise TypstError((Diagnostic("no room"),))

    with monkeypatch.context() as patched:
        patched.setattr(TypstCompiler, "pdf", fails)
        failed = make(_files("Other words of one."))
    assert any("no room" in warning for warning in failed.warnings)
    assert not (made.out / "red.pdf").exists()
    assert (made.out / "blue.pdf").exists()
    make()
    assert "Other words of one." in words_of(made.out / "red.pdf")


def test_a_verse_keeps_its_lines(make: Callable[..., Built]) -> None:
    """What MyST ends with a backslash ends a line in print, too."""
    made = make(_files("The tide comes in\\\nand goes\\\nout."))
    assert made.warnings == ()
    text = "\n".join(page_texts(made.out / "red.pdf"))
    lines = [line.strip() for line in text.splitlines()]
    assert lines[(first := lines.index("The tide comes in")) : first + 3] == [
        "The tide comes in",
        "and goes",
        "out.",
    ]


def test_a_document_that_cannot_be_set_is_set_plainly(make: Callable[..., Built]) -> None:
    """Volumes are made all the same, with every word; the warning names the document."""
    made = make(_with_extension("Before.\n\n```{broken}\nInside.\n```\n\n- An item."))
    assert made.warnings
    assert all("red/one.md" in warning for warning in made.warnings)
    for words in map(words_of, (made.out / "red.pdf", made.out / "a-book.pdf")):
        assert all(part in words for part in ("Before.", "Inside.", "An item."))
    assert "Words of two." in words_of(made.out / "a-book.pdf")


def test_a_sign_without_a_font_is_told_once_a_line(make: Callable[..., Built]) -> None:
    """And in lists of a volume, which are no files, with the list and the PDF."""
    made = make({"red/one.md": POST.format(title="On 漢", text="漢 and *漢* and 漢.")})
    told = [w.partition(" WARNING: ") for w in made.warnings if "has no font for" in w]
    assert len([place for place, _, _ in told if "red/one.md:8:" in place]) == 1
    assert not any("?" in place for place, _, _ in told)
    assert any("of the PDF ‘red’: The PDF has no font" in w for w in made.warnings)


@pytest.mark.parametrize(
    ("text", "told", "kept"),
    [
        ("![](wave.png)", "has no alternative text", "One"),
        ("Signs: 漢字.", "has no font for 漢 (U+6F22), 字 (U+5B57)", "Signs: □□."),
        ("A formula: {math}`\\nosuch{x}`.", "cannot show the formula “\\nosuch{x}”", "\\nosuch{x}"),
        ("![A wave](torn.png)", "The PDF cannot show the image ‘red/torn.png’", "A wave"),
        ("![A wave](none.png)", "image file not readable: red/none.png", "A wave"),
    ],
    ids=["no alt", "no font", "no formula", "torn image", "no image"],
)
def test_what_cannot_be_made_accessible_is_told(
    make: Callable[..., Built], tmp_path: Path, text: str, told: str, kept: str
) -> None:
    """With file and line; the volume is made all the same."""
    (tmp_path / "source/red/wave.png").write_bytes(PIXEL)
    (tmp_path / "source/red/torn.png").write_bytes(PIXEL[:40])
    made = make({"red/one.md": POST.format(title="One", text=text)})
    mine = [warning for warning in made.warnings if told in warning]
    assert mine, made.warnings
    assert all("red/one.md:8" in warning for warning in mine)
    words = words_of(made.out / "red.pdf")
    assert kept.replace("□□", "□\u200b□") in words or kept in words.replace("\u200b", "")


def test_a_publication_changes_the_look(make: Callable[..., Built], tmp_path: Path) -> None:
    """By code of its own after ours."""
    (tmp_path / "source/own.typ").write_text('#let par(body) = std.par({ "¶ "; body })\n', "utf-8")
    made = make(anthology_typst_look="own.typ")
    assert made.warnings == ()
    assert "¶ Words of one." in words_of(made.out / "red.pdf")


def test_a_look_that_is_not_there_is_told_of(make: Callable[..., Built]) -> None:
    """The PDFs are made all the same."""
    made = make(anthology_typst_look="none.typ")
    (warning,) = made.warnings
    assert "anthology_typst_look: ‘none.typ’ cannot be read: FileNotFoundError" in warning
    assert (made.out / "red.pdf").is_file()


@pytest.mark.parametrize(
    ("own", "line", "told"),
    [
        ("// wrong\n#let par(body = {\n", 2, "unclosed delimiter"),
        ("\n\n#no-such-function()\n", 3, "unknown variable: no-such-function"),
        ("#let a = 1\n#let par(body) = a-b\n", 2, "if you meant to use subtraction"),
        ("#let par() = []\n", 0, "unexpected argument"),
        ("#let book(body) = { set text(size: 1em, fill: 3); body }\n", 1, "expected color"),
    ],
    ids=["syntax", "when read", "in a function", "another signature", "the whole"],
)
def test_a_fault_of_the_publications_look_is_told_once(
    make: Callable[..., Built], tmp_path: Path, own: str, line: int, told: str
) -> None:
    """At its line, where one is known; the PDFs are made in our look, and no document is blamed."""
    files = {"own.typ": own, "red/one.md": POST.format(title="One", text="- Words *of* one.")}
    made = make(files, anthology_typst_look="own.typ")
    (warning,) = made.warnings
    where = f"own.typ:{line}: WARNING: anthology_typst_look: " if line else "look: ‘own.typ’: "
    assert where in warning
    assert told in warning
    assert ". PDFs are made without the file where it fails." in warning
    assert sorted(contents(made.out)) == ["a-book.pdf", "blue.pdf", "red.pdf"]
    plain = build(made.app.srcdir, tmp_path / "o", tmp_path / "t", builder="typstpdf")
    assert contents(made.out) == contents(plain.out)


def test_a_mended_look_is_worn(make: Callable[..., Built]) -> None:
    """Nothing of the fault is left; a document's own fault does not cost the look."""
    make({"own.typ": "#let par(body) = no\n"}, anthology_typst_look="own.typ")
    files = _with_extension("```{broken}\nInside.\n```") | {
        "own.typ": '#let par(body) = std.par({ "¶ "; body })\n'
    }
    made = make(files, anthology_typst_look="own.typ")
    assert made.warnings
    assert all("red/one.md" in warning for warning in made.warnings)
    assert "¶ Inside." in words_of(made.out / "red.pdf")
    assert "¶ Words of two." in words_of(made.out / "blue.pdf")


def test_pictures_of_a_biography_are_in_a_booklet(make: Callable[..., Built]) -> None:
    """Though its document is not."""
    source = make().app.srcdir
    (source / "authors" / "wave.png").write_bytes(PIXEL)
    text = "Ann ![A wave](wave.png).\n\n```{figure} wave.*\n:alt: The same\n\nWaves.\n```\n"
    made = make({"authors/ann.md": ANN + text})
    assert made.warnings == ()
    spoken = [text for _, text in alternatives(made.out / "red.pdf")]
    assert {"A wave", "The same"} <= set(spoken)


def test_the_metadata_are_those_of_the_volume(make: Callable[..., Built]) -> None:
    """Title, authors, language."""
    document = pypdfium2.PdfDocument(make().out / "red.pdf")
    told = document.get_metadata_dict()
    document.close()
    assert told["Title"] == "The red"
    assert told["Author"] == "Ann Low"
    assert told["CreationDate"].startswith("D:20250102")


@pytest.mark.parametrize(
    ("date", "own", "told"),
    [
        ("2024-09", "{}", "D:20240901"),
        ("null", "{origin: {relation: full, site: A site}}", "D:19700101"),
    ],
)
def test_a_volume_whose_day_nobody_knows_is_made(
    make: Callable[..., Built], date: str, own: str, told: str
) -> None:
    """Its file has a day all the same, for the standard asks for one; no clock is asked."""
    post = POST.format(title="One", text="Words.").replace("{}", own)
    made = make({"red/one.md": post.replace("2025-01-02", date)})
    assert made.warnings == ()
    document = pypdfium2.PdfDocument(made.out / "red.pdf")
    assert document.get_metadata_dict()["CreationDate"].startswith(told)
    document.close()
