"""One bad document never stops a build: it is read or written as words, and named."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docutils import nodes
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sphinx_anthology.pages.rescue import paragraphs, simplify
from sphinx_anthology.reading.source import plain_words
from tests.building import Built, build

CONF = """
import pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
project = "Book"
html_baseurl = "https://book.example/"
extensions = ["sphinx_anthology", "breaks"]
anthology_as_of = "2025-06-01"
"""
BREAKS = """
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform


class InDirective(Directive):
    def run(self):
        raise KeyError("of the directive")


class Exits(Directive):
    def run(self):
        raise SystemExit(3)


class Panic(BaseException):
    pass


class Panics(Directive):
    def run(self):
        raise Panic("of a library")


class unwritable(nodes.General, nodes.Element):
    pass


class Unwritable(Directive):
    def run(self):
        return [unwritable("", nodes.paragraph("", "Kept inside."))]


def fails(self, node):
    raise ValueError("of the visitor")


class unending(nodes.General, nodes.Element):
    pass


class Unending(Directive):
    def run(self):
        return [unending("", nodes.paragraph("", "Kept inside."))]


def ends(self, node):
    raise SystemExit(4)


class panicking(nodes.General, nodes.Element):
    pass


class Panicking(Directive):
    def run(self):
        return [panicking("", nodes.paragraph("", "Kept inside."))]


def panics(self, node):
    raise Panic("of a library")


class InTransform(SphinxTransform):
    default_priority = 500

    def apply(self):
        if "break the transform" in self.document.astext():
            raise AttributeError("of the transform")


class InPostTransform(SphinxPostTransform):
    default_priority = 500

    def run(self):
        if any("break" == n.get("name", "") for n in self.document.findall(nodes.container)):
            raise IndexError("of the post-transform")


class Break(Directive):
    def run(self):
        return [nodes.container("", nodes.paragraph("", "Kept there."), name="break")]


def setup(app):
    app.add_node(unwritable, html=(fails, fails), epubs=(fails, fails), typst=(fails, fails))
    app.add_node(unending, html=(ends, ends), epubs=(ends, ends), typst=(ends, ends))
    app.add_node(panicking, html=(panics, panics), epubs=(panics, panics), typst=(panics, panics))
    app.add_directive("unending", Unending)
    app.add_directive("panicking", Panicking)
    app.add_directive("exits", Exits)
    app.add_directive("panics", Panics)
    app.add_directive("in-directive", InDirective)
    app.add_directive("unwritable", Unwritable)
    app.add_directive("in-post-transform", Break)
    app.add_transform(InTransform)
    app.add_post_transform(InPostTransform)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
_DEEP = 300
BODIES = {
    "directives": "\n".join(f"{':' * (_DEEP + 3 - i)}{{note}}" for i in range(_DEEP)) + "\n\nDeep.",
    "quotes": "> " * _DEEP + "Deep.",
    "lists": "\n".join("  " * i + f"- i{i}" for i in range(_DEEP)) + " Deep.",
    "directive": "```{in-directive}\n```\n\nDeep.",
    "exit": "```{exits}\n```\n\nDeep.",
    "panic": "```{panics}\n```\n\nDeep.",
    "exit-of-visitor": "```{unending}\n```\n\nDeep.",
    "panic-of-visitor": "```{panicking}\n```\n\nDeep.",
    "transform": "To break the transform. Deep.",
    "post-transform": "```{in-post-transform}\n```\n\nDeep.",
    "visitor": "```{unwritable}\n```\n\nDeep.",
    "columns": "|".join(["", *map(str, range(101)), ""]) + f"\n{'|-' * 101}|\n{'|Deep.' * 101}|\n",
}
ODD = (
    *("{autor}`jane`", "- \n- \n", "[]()", "**  **", ":::{note}\n:::", "```{figure}\n```", "#"),
    *("##", "{autor}`x`\n: {autor}`y`", "[^1]\n\n[^1]:", "(a)=\n", "![]()", "> {autor}`x`"),
)
POST = "---\ntitle: Post {n}\nauthors: [{{name: Ann}}]\ndate: 2025-01-02\npost: {{}}\n---\n\n"


def _source(folder: Path) -> Path:
    posts = {f"s/{n}.md": f"Before.\n\n{body}\n\nAfter.\n" for n, body in BODIES.items()}
    posts |= {f"s/odd{n}.md": f"{body}\n" for n, body in enumerate(ODD)}
    names = "\n".join(name.removeprefix("s/").removesuffix(".md") for name in posts)
    files = {
        "conf.py": CONF,
        "breaks.py": BREAKS,
        "index.md": "# Book\n\n```{posts}\n```\n\n```{toctree}\n\ns/index\n```\n",
        "s/index.md": f"---\ntitle: S\nseries: {{}}\n---\n\n```{{toctree}}\n\n{names}\n```\n",
        "plain.md": "# \n\n{autor}`jane`\n",
        **{name: POST.format(n=name) + text for name, text in posts.items()},
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """The same publication for any builder."""
    folder = tmp_path_factory.mktemp("contained")
    source = _source(folder / "source")
    done: dict[str, Built] = {}

    def get(builder: str) -> Built:
        if builder not in done:
            done[builder] = build(source, folder / builder, folder / "d", builder=builder)
        return done[builder]

    return get


def _page(built: Built, docname: str) -> str:
    return (built.out / f"{docname}.html").read_text("utf-8")


@pytest.mark.parametrize("name", BODIES)
def test_every_page_is_made(made: Callable[[str], Built], name: str) -> None:
    """With all words, before the culprit and after it."""
    page = _page(made("html"), f"s/{name}")
    assert all(word in page for word in ("Before.", "Deep.", "After."))
    told = [w for w in made("html").warnings if f"s/{name}.md" in w]
    assert any("[anthology.as-words]" in warning for warning in told) or name == "columns"


def test_all_others_are_as_they_are(made: Callable[[str], Built]) -> None:
    """What is odd breaks nothing at all."""
    built = made("html")
    assert not [w for w in built.warnings if "s/odd" in w and "as-words" in w]
    assert all("Post s/odd" in _page(built, f"s/odd{n}") for n in range(len(ODD)))
    assert built.app.statuscode == 0


def test_the_epubs_are_made(made: Callable[[str], Built]) -> None:
    """With the words of all."""
    built = made("epubs")
    with zipfile.ZipFile(built.out / "s.epub") as book:
        text = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xhtml"))
    assert text.count("After.") == len(BODIES)
    assert "Kept inside." in text
    assert not [w for w in built.warnings if "columns.md" in w]


def test_the_pdfs_are_made(made: Callable[[str], Built]) -> None:
    """As many as there are volumes."""
    built = made("typstpdf")
    assert sorted(p.name for p in built.out.glob("*.pdf")) == ["book.pdf", "s.pdf"]
    assert not [w for w in built.warnings if "s/odd" in w and "cannot set" in w]


@pytest.mark.parametrize("builder", ["text", "latex"])
def test_other_builders_go_on(made: Callable[[str], Built], builder: str) -> None:
    """What cannot be read is contained for every builder."""
    assert made(builder).app.statuscode == 0


def test_texts_of_links_stay(tmp_path: Path) -> None:
    """The theme would shorten them, and leave a text that no element holds."""
    links = ("https://github.com/jane/my-data", "https://github.com/o/r/tree/master/X",
             "https://github.com/", "https://gitlab.com/a/b/-/issues/5")  # fmt: skip
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["sphinx_anthology"]\n', "utf-8")
    (source / "index.md").write_text("# B\n\n" + "\n\n".join(f"<{u}>" for u in links), "utf-8")
    built = build(source, tmp_path / "html", tmp_path / "d")
    page = _page(built, "index").replace('<span class="an-nb">', "").replace("</span>", "")
    assert all(f">{address}</a>" in page for address in links)


def test_levels_beyond_commonmarks_limit_are_read(tmp_path: Path) -> None:
    """Twenty levels are nothing: what stands below, and after it, was left out."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["sphinx_anthology"]\n', "utf-8")
    lists = "\n".join("  " * i + f"- level{i}" for i in range(14))
    (source / "index.md").write_text(f"# B\n\n{lists}\n\nAfterwards.\n", "utf-8")
    built = build(source, tmp_path / "html", tmp_path / "d")
    page = _page(built, "index")
    assert built.warnings == ()
    assert "level13" in page
    assert "Afterwards." in page


@pytest.mark.parametrize(("builder", "file"), [("epub", "nav.xhtml"), ("man", "b.1")])
def test_headings_without_words_end_no_stock_builder(
    tmp_path: Path, builder: str, file: str
) -> None:
    """Nor does a running head; the contents go on below."""
    source = tmp_path / "source"
    source.mkdir()
    conf = 'extensions = ["sphinx_anthology"]\nproject = "B"\nversion = "1"\n'
    (source / "conf.py").write_text(f'{conf}man_pages = [("index", "b", "B", [], 1)]\n', "utf-8")
    (source / "index.md").write_text("# B\n\n```{toctree}\na\n```\n", "utf-8")
    text = "# A\n\n##\n\n### Below\n\n## ![](x.png)\n\n### Lower\n"
    head = "```{eval-rst}\n.. header:: Running\n```\n"
    (source / "a.md").write_text(f"{text}\n{head}", "utf-8")
    made = build(source, tmp_path / "out", tmp_path / "d", builder=builder)
    found = (made.out / file).read_text("utf-8")
    assert all(word in found for word in ("Below", "Lower"))


@given(st.text(alphabet="ab *_`#>-:{}[]()\\%<!\n", max_size=60))
def test_words_mean_nothing(text: str) -> None:
    """Every letter is kept, but those of comments; no line can begin anything."""
    title, kept = plain_words(f"# T\n{text}", 1)
    assert title == "# T"
    if not any(sign in text for sign in ("%", "<!--", "(", "{", "+++")):
        assert sorted(c for c in kept if c.isalpha()) == sorted(c for c in text if c.isalpha())


_words = st.text(alphabet="abc é\u200b", max_size=5)
_inline = st.deferred(
    lambda: (
        st.builds(nodes.Text, _words)
        | st.builds(lambda kids: nodes.emphasis("", "", *kids), st.lists(_inline, max_size=2))
    )
)
_blocks = st.deferred(
    lambda: (
        st.builds(lambda kids: nodes.paragraph("", "", *kids), st.lists(_inline, max_size=2))
        | st.builds(lambda kids: nodes.block_quote("", *kids), st.lists(_blocks, max_size=2))
        | st.builds(lambda text: nodes.comment("", text), _words)
    )
)


@given(st.lists(_blocks, max_size=4), st.booleans())
def test_a_simple_document_has_all_words(blocks: list[nodes.Node], has_title: bool) -> None:
    """Of a tree of any shape, without comments."""
    from docutils.utils import new_document  # noqa: PLC0415

    document = new_document("x")
    if has_title:
        document += nodes.section("", nodes.title("", "T"), *blocks, ids=["t"])
    else:
        document += blocks
    words = list(paragraphs(document))
    simplify(document)
    assert list(paragraphs(document)) == words
    assert all(isinstance(n, nodes.section | nodes.paragraph) for n in (document.children or []))


_ENTRY = "@book{a, title={A}, author={X, Y}, year={2000}}\n"
_BIBLIOGRAPHIES = {
    "good": _ENTRY.encode() + b"@book{b, title={B}, author={Z, W}, year={2001}}\n",
    "broken": _ENTRY.encode() + b"@book{b, title={B\n",
    "nameless": _ENTRY.encode() + b"@misc{b, url={https://b.example}}\n",
    "garbage": b"@@@{{{",
    "empty": b"",
    "absent": None,
    "latin-1": _ENTRY.replace("A}", "\xe9}").encode("latin-1"),
}


@settings(max_examples=2, deadline=None)
@given(st.lists(st.sampled_from(sorted(_BIBLIOGRAPHIES)), min_size=3, max_size=4, unique=True))
@example(["good", "broken", "absent", "good", "latin-1", "nameless", "garbage"])
def test_a_bibliography_may_break_and_be_mended(states: list[str]) -> None:
    """No build stops, and the last is as a clean one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "source"
        source.mkdir()
        (source / "conf.py").write_text('extensions = ["sphinx_anthology"]\n', "utf-8")
        text = "---\ntitle: B\n---\n\n{cite}`a` and {cite:t}`b`.\n"
        (source / "index.md").write_text(text, "utf-8")
        for state in states:
            _lay(source / "references.bib", _BIBLIOGRAPHIES[state])
            made = build(source, folder / "html", folder / "d")
            assert not [w for w in made.warnings if "as-words" in w]
        clean = build(source, folder / "clean", folder / "clean-d")
        assert _page(made, "index") == _page(clean, "index")


def _lay(path: Path, content: bytes | None) -> None:
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)
