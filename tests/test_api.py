"""What other extensions can add by public means: ``tests/roots/test-api`` uses nothing else."""

from __future__ import annotations

import ast
import re
import shutil
import sys
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from sphinx_anthology import api
from sphinx_anthology.reading.additions import additions_of
from tests.building import build, differences
from tests.conftest import DOCS
from tests.validators.pdf import words_of_pages

ROOT = Path(__file__).parent / "roots" / "test-api"
WARNING = "‘post.funding.1.funder’ is missing"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the publication that a test may edit."""
    return Path(shutil.copytree(ROOT, tmp_path / "source"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The publication as a site, PDFs and EPUBs."""
    folder = tmp_path_factory.mktemp("api")
    for builder in ("typstpdf", "epubs", "html"):
        warnings = build(ROOT, folder / builder, folder / "doctrees", builder=builder).warnings
        assert [WARNING in warning for warning in warnings] == [True]
    return folder


def _page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_the_extension_uses_nothing_but_the_api() -> None:
    """What it imports of ours is this one module."""
    tree = ast.parse((ROOT / "funding.py").read_text(encoding="utf-8"))
    imported = {
        f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert {n for n in imported if n.startswith("sphinx_anthology")} == {"sphinx_anthology.api"}


def test_every_name_of_the_api_is_there_and_says_what_it_is() -> None:
    """It is listed, and has a docstring or is a type."""
    public = {name for name in vars(api) if not name.startswith("_")}
    assert set(api.__all__) <= public
    assert list(api.__all__) == sorted(api.__all__, key=lambda n: (n.islower(), n))


def test_an_output_makes_files_tags_and_links(made: Path) -> None:
    """Whatever stands in them is escaped."""
    text = (made / "html" / "records" / "funding.txt").read_text(encoding="utf-8")
    assert text == "series/01-tides: Tidal Trust; Nadar & Söhne <Fonds>\n"
    page = _page(made / "html" / "series" / "01-tides.html")
    tags = page.find_all("meta", attrs={"name": "citation_funding_source"})
    assert [tag["content"] for tag in tags] == ["Tidal Trust", "Nadar & Söhne <Fonds>"]
    for name in ("series/01-tides", "about", "index"):
        path = made / "html" / f"{name}.html"
        link = _page(path).find("a", string="Who paid")
        assert link is not None
        where = (path.parent / str(link["href"])).resolve()
        assert where == (made / "html" / "records" / "funding.txt").resolve()


def test_nothing_of_a_withheld_document_gets_out(made: Path) -> None:
    """Nor what it says in a field of another extension."""
    for path in (p for p in made.rglob("*") if p.is_file() and "doctrees" not in p.parts):
        assert b"Secret Sponsor" not in path.read_bytes()
    for path in (made / "epubs").glob("*.epub"):
        with zipfile.ZipFile(path) as book:
            assert all(b"Secret Sponsor" not in book.read(name) for name in book.namelist())


@pytest.mark.parametrize("volume", ["harbour-letters", "series"])
def test_a_front_page_and_a_node_stand_in_volumes(made: Path, volume: str) -> None:
    """The page stands before the documents, and the node is set with what is in it."""
    pages = words_of_pages(made / "typstpdf" / f"{volume}.pdf")
    thanks = next(i for i, words in enumerate(pages) if "With thanks to Tidal Trust." in words)
    grant = next(i for i, words in enumerate(pages) if "Grant TT-7" in words)
    assert 0 < thanks < grant
    with zipfile.ZipFile(made / "epubs" / f"{volume}.epub") as book:
        front = book.read("EPUB/front.thanks.xhtml").decode()
        package = book.read("EPUB/package.opf").decode()
        post = book.read("EPUB/series_01-tides.xhtml").decode()
        assert "front.thanks.xhtml" in book.read("EPUB/nav.xhtml").decode()
    assert "With thanks to Nadar &amp; Söhne &lt;Fonds&gt;." in front
    assert package.index("front.thanks.xhtml") < package.index("series_01-tides.xhtml")
    assert "Grant TT-7" in post


def test_after_an_edit_of_an_added_field_all_is_as_in_a_clean_build(
    source: Path, tmp_path: Path
) -> None:
    """A page that shows the field of another document is made anew as well."""
    build(source, tmp_path / "out", tmp_path / "doctrees")
    post = source / "series" / "01-tides.md"
    text = post.read_text(encoding="utf-8").replace("Tidal Trust", "Lunar Trust")
    post.write_text(text, encoding="utf-8")
    build(source, tmp_path / "out", tmp_path / "doctrees")
    build(source, tmp_path / "clean", tmp_path / "clean-doctrees")
    assert differences(tmp_path / "out", tmp_path / "clean") == []
    assert "Lunar Trust" in (tmp_path / "out" / "about.html").read_text(encoding="utf-8")


def test_after_another_extension_changes_pages_and_volumes_follow(
    source: Path, tmp_path: Path
) -> None:
    """What it adds to heads, feet and front pages counts, whichever code makes it."""
    for builder in ("html", "epubs", "typstpdf"):
        build(source, tmp_path / builder, tmp_path / "doctrees", builder=builder)
    code = source / "funding.py"
    text = code.read_text(encoding="utf-8").replace("With thanks to", "Grateful to")
    text = text.replace("citation_funding_source", "citation_funder").replace("Who paid", "Funds")
    text = text.replace("records/funding.txt", "funds.txt")
    # under another name: Python has loaded the first
    code.with_name("funds.py").write_text(text, encoding="utf-8")
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace('"funding"', '"funds"'), "utf-8")
    for builder in ("html", "epubs", "typstpdf"):
        build(source, tmp_path / builder, tmp_path / "doctrees", builder=builder)
        build(source, tmp_path / "clean" / builder, tmp_path / "clean-trees", builder=builder)
        assert differences(tmp_path / builder, tmp_path / "clean" / builder) == []
    assert not (tmp_path / "html" / "records").exists()
    assert any(
        "Grateful to" in words for words in words_of_pages(tmp_path / "typstpdf" / "series.pdf")
    )


def test_without_the_extension_its_field_is_told_and_its_files_are_gone(
    source: Path, tmp_path: Path
) -> None:
    """A document that has an unknown field is told, as any other."""
    build(source, tmp_path / "out", tmp_path / "doctrees")
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace(', "funding"', ""), "utf-8")
    warnings = build(source, tmp_path / "out", tmp_path / "doctrees").warnings
    assert any("01-tides.md:6" in w and "‘post.funding’ is not a field" in w for w in warnings)
    assert not (tmp_path / "out" / "records").exists()


class _Broken(api.Output):
    """An output that fails after its first file, and at every head."""

    name = "broken"

    def files(self, site: api.SiteContext) -> Iterator[tuple[str, str]]:
        yield "first.txt", "first"
        yield "../outside.txt", "outside"
        yield "sitemap.xml", "mine"
        raise RuntimeError("out of ink")

    def head(self, page: api.Page) -> Iterator[Markup]:
        raise RuntimeError(f"no head of {page.name}")


def test_an_output_that_fails_is_told_and_all_others_are_made(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a page nor another output is lost, and nothing is written outside."""
    _with_output(source, monkeypatch, _Broken())
    made = build(source, tmp_path / "out", tmp_path / "doctrees")
    told = "\n".join(made.warnings)
    assert "The output ‘broken’ failed (RuntimeError: out of ink)" in told
    assert told.count("The output ‘broken’ failed (RuntimeError: no head of ") == 1
    assert "‘sitemap.xml’ of the output ‘broken’ is not written" in told
    assert "it is a file of the output ‘web’" in told
    assert "is not below the site" in told
    assert (made.out / "first.txt").is_file()
    assert not (tmp_path / "outside.txt").exists()
    assert (made.out / "records" / "funding.txt").is_file()
    assert "<urlset" in (made.out / "sitemap.xml").read_text(encoding="utf-8")
    assert (made.out / "series" / "01-tides.html").is_file()
    assert "ERROR: The output ‘broken’ failed" in told


EXAMPLES = [
    block
    for page in ("add-an-output.md", "add-a-field.md")
    for block in re.findall(
        r"```python\n(.*?)```", (DOCS / "develop" / page).read_text("utf-8"), re.DOTALL
    )
    if "def setup(" in block
]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_the_extensions_of_the_documentation_work(
    example: str, source: Path, tmp_path: Path
) -> None:
    """As they stand there, with every builder that they are for."""
    name = f"example_{EXAMPLES.index(example)}"
    (source / f"{name}.py").write_text(example, encoding="utf-8")
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace('"funding"', f'"{name}"'), "utf-8")
    about = "```{scene} The quay\nA ship comes in.\n```\n" if "scene" in example else "Nothing.\n"
    (source / "about.md").write_text(
        f"---\npage: {{}}\ntitle: About\nin_volumes: true\n---\n\n{about}", "utf-8"
    )
    if "ShowFunders" not in example:
        for post in (source / "series").glob("*.md"):
            text = post.read_text(encoding="utf-8")
            text = re.sub(r"  funding:(?: .*|(?:\n    .*)+)\n", "", text)
            post.write_text(text.replace("```{funders}\n```\n", ""), encoding="utf-8")
    for builder in ("html", "typstpdf", "epubs"):
        made = build(source, tmp_path / builder, tmp_path / "doctrees", builder=builder)
        assert [w for w in made.warnings if WARNING not in w] == []
    assert "Titles" not in example or (tmp_path / "html" / "titles.txt").is_file()
    if "scene" in example:
        words = " ".join(words_of_pages(tmp_path / "typstpdf" / "harbour-letters.pdf"))
        assert "The quay" in words
        assert "A ship comes in." in words


def test_names_that_are_taken_or_none_are_refused(source: Path, tmp_path: Path) -> None:
    """With a sentence that says so, where the extension is set up."""
    app = build(source, tmp_path / "out", tmp_path / "doctrees").app
    with pytest.raises(ExtensionError, match="has no name"):
        api.add_output(app, api.Output())
    for _ in range(2):
        with pytest.raises(ExtensionError, match="called 'feeds' already"):
            api.add_output(app, _Named("feeds"))
    with pytest.raises(ExtensionError, match="called 'thanks' already"):
        api.add_front_page(app, "thanks", lambda volume, catalogue: None)
    with pytest.raises(ExtensionError, match="small letters"):
        api.add_front_page(app, "a/b", lambda volume, catalogue: None)
    for kind, name, reason in (
        ("post", "draft", "already"),
        ("post", "funding", "already"),
        ("post", "Big-Name", "small letters"),
        ("post", "private", "private"),
        ("post", "status", "private"),
        ("post", "drafft", "private"),
        ("page", "color", "no documents of the kind"),
    ):
        with pytest.raises(ExtensionError, match=reason):
            api.add_field(app, kind, name, api.Text, "None")
    assert list(additions_of(app).front_pages) == ["thanks"]


class _Named(api.Output):
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.mark.parametrize("path", ["../x", "/x", "https://a.example/x", "a/../../x"])
def test_links_stay_below_the_site(path: str) -> None:
    """Others are refused where they are made."""
    with pytest.raises(ValueError, match="not below the site"):
        api.Link(label="x", path=path)


def _with_output(source: Path, monkeypatch: pytest.MonkeyPatch, output: api.Output) -> None:
    """Let a publication have one more output."""

    def setup(app: Sphinx) -> None:
        app.setup_extension("sphinx_anthology")
        api.add_output(app, output)

    module = types.ModuleType("one_more_output")
    module.setup = setup  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "one_more_output", module)
    conf = source / "conf.py"
    text = conf.read_text(encoding="utf-8")
    conf.write_text(text.replace('"funding"', '"funding", "one_more_output"'), "utf-8")


TAKEN = (
    "index.html",
    "series/01-tides.html",
    "objects.inv",
    "searchindex.js",
    "search.html",
    ".anthology-files",
    ".anthology-outputs",
    ".buildinfo",
    "_static/anthology.css",
)


def test_no_file_of_the_site_is_replaced(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor a page, nor what Sphinx and we keep there: each is told, and stays."""

    class Greedy(_Named):
        def files(self, site: api.SiteContext) -> Iterator[tuple[str, str]]:
            yield from ((path, "mine") for path in TAKEN)

    build(source, tmp_path / "clean", tmp_path / "clean-trees")
    _with_output(source, monkeypatch, Greedy("greedy"))
    made = build(source, tmp_path / "out", tmp_path / "doctrees")
    for path in TAKEN:
        assert any(f"‘{path}’ of the output ‘greedy’ is not written" in w for w in made.warnings)
    assert differences(tmp_path / "out", tmp_path / "clean") == []


FAILED, REFUSED = "The output ‘wrong’ failed", "The output ‘wrong’: a file is not written"
WRONG: dict[str, tuple[object, str]] = {
    "no pair": (["p.txt"], FAILED),
    "no text": ([("n.txt", None)], FAILED),
    "long": ([("x" * 300, "")], REFUSED),
    "nothing": (None, FAILED),
}


@pytest.mark.parametrize(("made", "message"), WRONG.values(), ids=WRONG)
def test_wrong_values_of_files_are_told(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: object, message: str
) -> None:
    """The output is named, and all others are made."""

    class Wrong(_Named):
        def files(self, site: api.SiteContext) -> object:  # type: ignore[override]
            return made

    _with_output(source, monkeypatch, Wrong("wrong"))
    built = build(source, tmp_path / "out", tmp_path / "doctrees")
    assert len([warning for warning in built.warnings if message in warning]) == 1
    assert (built.out / "records" / "funding.txt").is_file()


def test_wrong_links_and_elements_are_told_once(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the first page; a plain text is shown as text, and never taken for an element."""

    class Wrong(_Named):
        def head(self, page: api.Page) -> Iterator[Markup]:
            yield "<script>alert(1)</script>"  # type: ignore[misc]

        def links(self, page: api.Page) -> Iterator[api.Link]:
            yield ("a", "b")  # type: ignore[misc]

    _with_output(source, monkeypatch, Wrong("wrong"))
    built = build(source, tmp_path / "out", tmp_path / "doctrees")
    told = [warning for warning in built.warnings if "‘wrong’ failed" in warning]
    assert len(told) == 1
    assert "objects of the class Link" in told[0]
    page = (built.out / "about.html").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_under_another_theme_elements_of_the_head_stand_there(source: Path, tmp_path: Path) -> None:
    """Links at the foot have no place there."""
    overrides = {"html_theme": "alabaster"}
    out = build(source, tmp_path / "out", tmp_path / "d", overrides=overrides).out
    page = _page(out / "series" / "01-tides.html")
    tags = (
        page.head.find_all("meta", attrs={"name": "citation_funding_source"}) if page.head else []
    )
    assert [tag["content"] for tag in tags] == ["Tidal Trust", "Nadar & Söhne <Fonds>"]


@pytest.mark.parametrize(
    "page",
    [
        "return 'a string'",
        "return nodes.paragraph('', 'No section.')",
        "return nodes.section('', nodes.paragraph('', 'No title.'))",
        "raise RuntimeError('out of paper')",
    ],
)
def test_a_front_page_that_is_none_is_left_out(source: Path, tmp_path: Path, page: str) -> None:
    """It is told once for each volume, and the volumes are made."""
    name = f"page_{len(page)}"
    code = (source / "funding.py").read_text(encoding="utf-8")
    code = re.sub(r"(?s)(def thanks\(.*?None:\n).*?\n\n\n", rf"\1    {page}\n\n\n", code)
    (source / f"{name}.py").write_text(code, encoding="utf-8")
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace('"funding"', f'"{name}"'), "utf-8")
    for builder, ending in (("typstpdf", "pdf"), ("epubs", "epub")):
        made = build(source, tmp_path / builder, tmp_path / "doctrees", builder=builder)
        told = [w for w in made.warnings if "is made without its page ‘thanks’" in w]
        assert len(told) == 2
        assert len(list(made.out.glob(f"*.{ending}"))) == 2


def test_images_of_front_pages_are_theirwords_of_pages(source: Path, tmp_path: Path) -> None:
    """And told."""
    code = (source / "funding.py").read_text(encoding="utf-8")
    image = 'nodes.image(uri="nope.png", alt="A quay")'
    code = code.replace(
        'nodes.title("", "Thanks"), *body', f'nodes.title("", "Thanks"), {image}, *body'
    )
    (source / "pictured.py").write_text(code, encoding="utf-8")
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace('"funding"', '"pictured"'), "utf-8")
    made = build(source, tmp_path / "epubs", tmp_path / "doctrees", builder="epubs")
    said = "has the image ‘nope.png’; only its alternative text is shown"
    assert any(said in w for w in made.warnings)
    with zipfile.ZipFile(made.out / "series.epub") as book:
        assert "A quay" in book.read("EPUB/front.thanks.xhtml").decode()


def test_declared_parts_of_a_field_say_nothing_of_the_document(
    source: Path, tmp_path: Path
) -> None:
    """A status of a review, or a flag that is private, is the extension's."""
    code = (source / "funding.py").read_text(encoding="utf-8")
    code = code.replace(
        "    number: api.Text | None = None",
        "    number: api.Text | None = None\n    status: api.Text | None = None\n"
        "    private: api.Flag = False",
    )
    (source / "stated.py").write_text(code, encoding="utf-8")
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace('"funding"', '"stated"'), "utf-8")
    post = source / "series" / "01-tides.md"
    text = post.read_text(encoding="utf-8").replace(
        "number: TT-7", "number: TT-7\n      status: pending\n      private: true"
    )
    post.write_text(text, encoding="utf-8")
    made = build(source, tmp_path / "out", tmp_path / "doctrees")
    assert (made.out / "series" / "01-tides.html").is_file()


def test_a_list_of_documents_with_a_field_follows(source: Path, tmp_path: Path) -> None:
    """A post that becomes public, or states the field, is in it without an edit of the list."""
    code = (source / "funding.py").read_text(encoding="utf-8")
    code = code.replace(
        "docname = self.arguments[0] if self.arguments else self.env.docname\n",
        'if self.arguments == ["all"]:\n'
        '            found = api.documents_with(self.env, "post", "funding")\n'
        '            return [nodes.paragraph("", f"All: {\' \'.join(found)}.")]\n'
        "        docname = self.arguments[0] if self.arguments else self.env.docname\n",
    )
    (source / "listing.py").write_text(code, encoding="utf-8")
    conf = source / "conf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace('"funding"', '"listing"'), "utf-8")
    about = source / "about.md"
    about.write_text(about.read_text(encoding="utf-8") + "\n```{funders} all\n```\n", "utf-8")
    out, trees = tmp_path / "out", tmp_path / "doctrees"
    build(source, out, trees)
    assert "All: series/01-tides." in _page(out / "about.html").get_text()
    loose = source / "series" / "loose.md"
    loose.write_text(
        loose.read_text(encoding="utf-8").replace("draft: true", "draft: false"), "utf-8"
    )
    build(source, out, trees)
    assert "All: series/01-tides series/loose." in _page(out / "about.html").get_text()
