"""Pages: nothing is lost, everything leads somewhere, nothing is there that must not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.outputs.epub.arrange import shares
from sphinx_anthology.outputs.epub.cleaning import cleaned
from sphinx_anthology.outputs.epub.pages import file_name
from sphinx_anthology.outputs.epub.xhtml import XHTML, parsed, serialised
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.volumes import volumes_of
from tests.building import Built
from tests.conftest import PUBLICATIONS
from tests.epub.samples import PIXEL, files
from tests.validators.epub import Book
from tests.validators.paragraphs import headings, paragraphs
from tests.validators.words import lost

SAMPLES = sorted(PUBLICATIONS)


def _books(built: Built) -> Iterator[Book]:
    for path in sorted(built.out.glob("*.epub")):
        yield Book(path)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_word_is_lost(epubs: Callable[[str], Built], name: str) -> None:
    """All that a document says to this builder stands in its page."""
    app = epubs(name).app
    builder, env = app.builder, app.env
    missing = []
    for volume in volumes_of(env):
        book = Book(Path(builder.outdir, f"{volume.name}.epub"))
        for chapter in volume.chapters:
            document = env.get_and_resolve_doctree(chapter.docname, builder, tags=builder.tags)
            text = book.text(book.page(file_name(chapter.docname)))
            missing += [f"{chapter.docname}: {p}" for p in lost(paragraphs(document), text)]
    assert missing == []


@pytest.mark.parametrize("name", SAMPLES)
def test_every_link_leads_somewhere(epubs: Callable[[str], Built], name: str) -> None:
    """Inside the volume, or to the web; each id is there once."""
    for book in _books(epubs(name)):
        assert [link for link in book.links() if book.is_dangling(link)] == []
        for page in book.pages.values():
            ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
            assert [name for name, times in ids.items() if times > 1] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_links_out_of_a_volume_lead_to_the_web_edition(
    epubs: Callable[[str], Built], name: str
) -> None:
    """To a page that the site has."""
    built = epubs(name)
    catalogue = domain_of(built.app.env).catalogue
    known = {catalogue.site.address(docname) for docname in built.app.env.all_docs}
    base = catalogue.site.base
    lists = (f"{base}topics/", f"{base}years/")  # pages that only the web has
    hrefs = {link.href.partition("#")[0] for book in _books(built) for link in book.links()}
    inside = {href for href in hrefs if href.startswith(base) and href.endswith(".html")}
    assert {href for href in inside if not href.startswith(lists)} <= known


@pytest.mark.parametrize("name", SAMPLES)
def test_the_contents_are_complete(epubs: Callable[[str], Built], name: str) -> None:
    """Every document with its headings, in the order of the pages."""
    app = epubs(name).app
    builder, env = app.builder, app.env
    for volume in volumes_of(env):
        book = Book(Path(builder.outdir, f"{volume.name}.epub"))
        said = "\n".join(title for _, title in book.contents())
        titles = []
        for chapter in volume.chapters:
            document = env.get_and_resolve_doctree(chapter.docname, builder, tags=builder.tags)
            titles += headings(document)
        assert lost(titles, said) == []


def test_every_author_stands_in_the_contents(epubs: Callable[[str], Built]) -> None:
    """Under the title of the post, in order."""
    built = epubs("docs")
    found = dict.fromkeys(title for _, title in Book(built.out / "co-creation.epub").contents())
    (entry,) = (title for title in found if title.startswith("How public leaders"))
    assert entry.endswith("Eva Sørensen, John Bryson and Barbara Crosby")


def test_a_booklet_links_to_its_own_contributors(epubs: Callable[[str], Built]) -> None:
    """An author's document is not in it; the entry in the contributors is."""
    book = Book(epubs("docs").out / "co-creation.epub")
    hrefs = {link.href for link in book.links() if link.page.endswith("03-public-leaders.xhtml")}
    assert "contributors.xhtml#contributor-eva-sorensen" in hrefs


def test_without_an_address_links_out_are_words(built: Callable[..., Built]) -> None:
    """There is nowhere to go."""
    texts = {n: t for n, t in files().items() if isinstance(t, str)}
    conf = texts["conf.py"].replace('html_baseurl = "https://a.example"\n', "")
    made = built(texts | {"conf.py": conf}, builder="epubs")
    book = Book(made.out / "blue.epub")
    assert [link.href for link in book.links() if link.href.startswith("http")] == [
        "https://orcid.org/0000-0002-1825-0097"
    ]
    assert "See One and aims." in book.text(book.page("blue_three.xhtml"))


def _cleaned(html: str, base: str = "") -> str:
    body = parsed(html)
    cleaned(body, "en", base)
    return serialised(body)


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>a<br>b<img src='x.png' alt='c'></p>", "<p>a<br/>b<span>c</span></p>"),
        ("<p>&nbsp;&bogus;&amp;</p>", "<p>\xa0&amp;bogus;&amp;</p>"),
        ("<p>a<b>c</p>", "<p>a<b>c</b></p>"),
        ('<p style="color:red" onclick="x()">a</p>', "<p>a</p>"),
        ('<col style="width: 33%"/>', '<col class="w-35"/>'),
        ("<p>a<script>x</script>b</p>", "<p>ab</p>"),
        ("<p>a<odd>b<i>c</i></odd>d</p>", "<p>ab<i>c</i>d</p>"),
        ('<p><span><div id="x">a</div></span></p>', '<div><div><div id="x">a</div></div></div>'),
        ('<a href="javascript:x()" id="y">a</a>', '<span id="y">a</span>'),
        ('<a href="#no">a</a><a id="b" href="#b">c</a>', '<span>a</span><a href="#b" id="b">c</a>'),
        ('<i id="a"></i><b id="a"></b>', '<i id="a"></i><b></b>'),
        ('<p lang="pt_BR">a</p>', '<p lang="pt-BR" xml:lang="pt-BR">a</p>'),
        ('<p lang="he">a</p>', '<p lang="he" xml:lang="he" dir="rtl">a</p>'),
        ('<input type="checkbox" checked="checked" disabled>a', "<span>☑</span>a"),
        ("<details><summary>a</summary>b</details>", "<div><p>a</p>b</div>"),
        ("<a href='https://a.example/'>a<a href='b'>c</a></a>", None),
        ("<p>\x00a\x0b\ufffe</p>", "<p>a</p>"),
        ("<" * 10 + "p>a", None),
    ],
)
def test_a_page_holds_only_what_a_book_may_have(html: str, clean: str | None) -> None:
    """Elements and attributes that are known, in places where they may stand."""
    found = _cleaned(html)
    assert clean is None or found == clean
    parsed(found)


def test_a_link_of_a_page_leads_to_the_web() -> None:
    """One that is relative to the site is made absolute."""
    made = _cleaned('<a href="b.html">a</a>', "https://a.example/c/d.html")
    assert made == '<a href="https://a.example/c/b.html">a</a>'


@pytest.mark.parametrize("docname", ["a/b", "a_b", "A/b", "nav", "ä ö", "a" * 300, "a/../b", "con"])
def test_files_have_plain_and_different_names(docname: str) -> None:
    """ASCII, short, and no other document's or page's."""
    name = file_name(docname)
    assert name.isascii()
    assert len(name) < 120
    assert "/" not in name
    others = [o for o in ("a/b", "a_b", "A/b", "a-b", "nav/", "title") if o != docname]
    assert name not in {file_name(other) for other in others} | {"nav.xhtml", "title.xhtml"}


TABLES = """
```{list-table}
* - Counterrevolutionaries
  - a
* - Words of some length, which take several lines and no more room than others do
  - b
```

```{list-table}
* - One
  - two
```

```{eval-rst}
=============== ===============
A head that spans both columns
-------------------------------
uninterruptedly incomprehensibly
=============== ===============
```
"""


def test_tables_of_long_words_have_fixed_columns(built: Callable[..., Built]) -> None:
    """Shares of the whole, by what stands in them; other tables are left alone."""
    texts = {n: t for n, t in files(TABLES).items() if isinstance(t, str)}
    book = Book(built(texts, builder="epubs").out / "red.epub")
    tables = list(book.pages[book.page("red_one.xhtml")].iter(f"{{{XHTML}}}table"))
    assert ["an-wide" in table.get("class", "").split() for table in tables] == [True, False, True]
    widths = [[c.get("class") for c in table.iter(f"{{{XHTML}}}col")] for table in tables]
    assert (widths[0], widths[2]) == (["w-85", "w-15"], ["w-50", "w-50"])


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=20))
def test_shares_make_a_whole(weights: list[float]) -> None:
    """Whatever they are of; nobody gets nothing."""
    found = shares(weights)
    assert sum(found) == 100
    assert min(found) >= 5
    pairs = sorted(zip(weights, found, strict=True))
    assert all(less[1] <= more[1] + 5 for less, more in pairwise(pairs))


def test_tabs_and_dropdowns_are_unfolded(epubs: Callable[[str], Built]) -> None:
    """Labels and all content, one after the other; nothing to press."""
    book = Book(epubs("nodes").out / "book-of-nodes.epub")
    page = book.pages[book.page("design.xhtml")]
    text = book.text(book.page("design.xhtml"))
    order = ["Spring tab", "Words of spring.", "Inner tab", "Neap tab", "A closed dropdown"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    names = {str(element.tag).rpartition("}")[2] for element in page.iter()}
    assert names.isdisjoint({"input", "label", "details", "button", "script", "style"})


def test_a_biography_in_a_booklet_has_its_pictures_and_links(
    built: Callable[..., Built], tmp_path: Path
) -> None:
    """Also where a link leads to the document that the booklet begins with."""
    texts = {n: t for n, t in files().items() if isinstance(t, str)}
    (tmp_path / "source" / "authors").mkdir(parents=True)
    (tmp_path / "source" / "authors" / "wave.png").write_bytes(PIXEL)
    life = (
        "![A wave](wave.png) See {ref}`why <why>`.\n\n```{figure} wave.*\n:alt: Same\n\nA.\n```\n"
    )
    more = {
        "authors/ann.md": f"{texts['authors/ann.md']}\n{life}",
        "red/index.md": f"{texts['red/index.md']}\n(why)=\n## Why\n\nWords.\n",
    }
    made = built(texts | more, builder="epubs")
    assert made.warnings == ()
    book = Book(made.out / "red.epub")
    name = book.page("contributors.xhtml")
    assert book.alternatives(name) == ["A wave", "Same"]
    assert sum("images/" in file and "cover" not in file for file in book.files) == 1
    (link,) = [link for link in book.links() if link.page == name and "why" in link.href]
    assert link.href == "red_index.xhtml#why"


def test_others_nodes_are_written_as_they_say(built: Callable[..., Built]) -> None:
    """With a handler for this builder, and with one for HTML in general."""
    texts = {
        n: t for n, t in files("{own_node}`a` {general_node}`b`").items() if isinstance(t, str)
    }
    more = {"conf.py": texts["conf.py"] + CONF, "nodes_of_others.py": EXTENSION}
    made = built(texts | more, builder="epubs")
    assert made.warnings == ()
    book = Book(made.out / "red.epub")
    assert "<i>a</i> <b>b</b>" in book.files[book.page("red_one.xhtml")].decode()


CONF = """
import pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
extensions += ["nodes_of_others"]
"""
EXTENSION = """
from docutils import nodes

class own_node(nodes.inline): pass
class general_node(nodes.inline): pass

def handlers(tag):
    return (
        lambda self, node: self.body.append(f"<{tag}>"),
        lambda self, node: self.body.append(f"</{tag}>"),
    )

def setup(app):
    app.add_node(own_node, epubs=handlers("i"), html=handlers("u"))
    app.add_node(general_node, html=handlers("b"))
    for kind in (own_node, general_node):
        role = lambda name, raw, text, *rest, kind=kind: ([kind("", "", nodes.Text(text))], [])
        app.add_role(kind.__name__, role)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
