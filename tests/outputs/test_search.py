"""Search: what is found, what results show, and which files are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.core import Locale
from bs4 import BeautifulSoup
from tests.book import Book, Post, sample, write
from tests.building import Built, build, contents, differences
from tests.searching import filters, find, read_files, shown, values

from sphinx_anthology.outputs.html.search import counted, found_text

CONF = """
project = "Book"
extensions = ["sphinx_anthology"]
anthology_as_of = "2025-06-01"
"""
INDEX = """# Front page

Welcome aboard.

```{posts}
```

```{toctree}
:glob:

*/index
*
```
"""
FILES = {
    "conf.py": CONF,
    "index.md": INDEX,
    "sorensen.md": "---\ntitle: Eva Sørensen\nauthor: {role: Dean, bio: Studies governing.}\n---\n",
    "low.md": "---\ntitle: Ann Low\nauthor: {}\n---\n\nBorn by the sea.\n",
    "page.md": "# About\n\nA colophon.\n\n## Typefaces\n\nSerifs are used.\n",
    "hidden.md": "---\nno-search: true\n---\n\n# Hidden\n\nA colophon.\n",
    "references.bib": "@article{low2020, author={Stone, Cy}, title={Marble ruins}, year={2020}}\n",
    "ships/index.md": (
        "---\ntitle: Ships in harbour\ndescription: On vessels.\nseries:\n"
        "  {part_label: Blog, parts: 3, editors: [low]}\n---\n\n```{toctree}\n01\n02\n03\n```\n"
    ),
    "ships/01.md": (
        "---\ntitle: Old anchors\nauthors: [sorensen, low]\ndate: 2021-04-21\nlanguage: en\n"
        "description: About iron.\ntags: [Public value]\nkeywords: [metalwork]\n"
        "post: {articles: [low2020]}\n---\n\nRust never sleeps, said `x` in 2016. "
        "Wanderlust, wanderlust, wanderlust, wanderlust.\n\n## Chains\n\nLinks of steel.\n"
    ),
    "ships/02.md": (
        "---\ntitle: New anchors\nauthors: [{name: Guest Writer}]\ndate: 2022-05\nlanguage: de\n"
        "post: {kind: report}\n---\n\nRust und Wanderlust.\n"
    ),
    "ships/03.md": (
        "---\ntitle: Taken back\nauthors: [low]\ndate: 2022-06-01\n"
        "post: {withdrawn: {date: 2022-07-01, reason: Errors.}}\n---\n\nRust.\n"
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The files above as a site."""
    folder = tmp_path_factory.mktemp("search")
    _write(folder / "source", FILES)
    return build(folder / "source", folder / "out", folder / "doctrees")


def _write(source: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("Sorensen", ["Eva Sørensen", "Old anchors"]),
        ("sørensen anchors", ["Old anchors"]),
        ("guest writer", ["New anchors"]),
        ("marble ruin", ["Old anchors"]),
        ("Stone", ["Old anchors"]),
        ("public value", ["Public value", "Old anchors"]),
        ("harbour", ["Ships in harbour", "New anchors", "Old anchors"]),
        ("iron", ["Old anchors"]),
        ("metalwork", ["Old anchors"]),
        ("steel", ["Old anchors"]),
        ("anchor", ["New anchors", "Old anchors"]),
        ("rust", ["New anchors", "Old anchors"]),
        ("wanderlust", ["Old anchors", "New anchors"]),
        ("2016", ["Old anchors"]),
        ("low", ["Ann Low", "Old anchors", "Ships in harbour"]),
        ("sea", ["Ann Low"]),
        ("governing", ["Eva Sørensen"]),
        ("vessel", ["Ships in harbour"]),
        ("typeface", ["About"]),
        ("colophon", ["About"]),
        ("welcome", ["Front page"]),
        ("welcome anchors", []),
        ("taken", []),
    ],
)
def test_documents_are_found(site: Built, query: str, titles: list[str]) -> None:
    """
    By title, people, article, topic, series, standfirst, search words and text; the best first,
    of equals the newest post; not by what lists say, nor where it is withdrawn or asks not to be.
    """
    assert find(site.out, query) == titles


def _result(site: Built, title: str) -> list[str]:
    entries = shown(read_files(site.out / "_search")).values()
    return next(entry for entry in entries if entry[1] == title)


def test_results_show_where_a_post_stands_and_who_wrote_it(site: Built) -> None:
    """Address, title, date, part and series, all authors, standfirst; another language last."""
    assert _result(site, "Old anchors")[:6] == [
        "ships/01.html",
        "Old anchors",
        "21 April 2021 · Blog 1 of 3 · Ships in harbour",
        "Eva Sørensen and Ann Low",
        "About iron.",
        "",
    ]
    line = "May 2022 · Report · Blog 2 of 3 · Ships in harbour"
    expected = ["ships/02.html", "New anchors", line, "Guest Writer", "", "de"]
    assert _result(site, "New anchors")[:6] == expected


def _text(site: Built, title: str) -> str:
    """The text in which passages of a result are sought."""
    name = _result(site, title)[6]
    return str(values(read_files(site.out / "_search"))[name])


def test_a_result_names_the_file_with_its_text(site: Built) -> None:
    """A line for each block, without the title, in a file of its own."""
    assert _text(site, "Old anchors").split("\n") == [
        "Rust never sleeps, said x in 2016. Wanderlust, wanderlust, wanderlust, wanderlust.",
        "Chains",
        "Links of steel.",
    ]
    assert _text(site, "Ann Low") == "Born by the sea."


def test_the_index_has_a_text_only_of_what_is_found(site: Built) -> None:
    """Not of pages that ask not to be found, and not of posts that are withdrawn."""
    files = read_files(site.out / "_search")
    entries = shown(files).values()
    named = {entry[6] for entry in entries if len(entry) > 6}
    assert named == {name.removesuffix(".js") for name in files if name.startswith("x-")}
    assert not any("Rust.\\n" in text or '"Rust."' in text for text in files.values())


def test_posts_are_filtered_by_series_author_and_year(site: Built) -> None:
    """By the number of the post; authors by family name, the newest year first."""
    assert filters(read_files(site.out / "_search")) == [
        ("alow", "Ann Low", {0}),
        ("asorensen", "Eva Sørensen", {0}),
        ("aguest-writer", "Guest Writer", {1}),
        ("sships", "Ships in harbour", {0, 1}),
        ("y2022", "2022", {1}),
        ("y2021", "2021", {0}),
    ]


def test_results_show_what_other_documents_are(site: Built) -> None:
    """Authors with their role, series with their editors, topics with their count, pages."""
    author = ["sorensen.html", "Eva Sørensen", "Author · 1 post", "Dean", "Studies governing."]
    assert _result(site, "Eva Sørensen")[:5] == author
    series = ["ships/index.html", "Ships in harbour", "Column · 2 posts"]
    assert _result(site, "Ships in harbour")[:5] == [*series, "Edited by Ann Low", "On vessels."]
    topic = ["topics/public-value.html", "Public value", "Topic · 1 post"]
    assert _result(site, "Public value") == topic
    assert _result(site, "About")[:3] == ["page.html", "About", "Page"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_results_lead_to_pages(publication: Callable[[str, str], Built], builder: str) -> None:
    """Every address is that of a file of the site."""
    out = publication("journal", builder).out
    addresses = [entry[0] for entry in shown(read_files(out / "_search")).values()]
    assert len(addresses) == len(set(addresses)) > 20
    suffix = "" if builder == "html" else "index.html"
    assert [a for a in addresses if not (out / f"{unquote(a)}{suffix}").is_file()] == []


def test_no_page_but_that_of_search_knows_of_the_index(site: Built) -> None:
    """Its own first load takes no file of the index either, and has no script in the page."""
    assert not (site.out / "searchindex.js").exists()
    for path in site.out.rglob("*.html"):
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        sources = [str(script.get("src", "")) for script in page.find_all("script")]
        found = [s for s in sources if re.search(r"search|language_data", s)]
        if path.name == "search.html":
            assert all(sources)
            files = [source.partition("?")[0] for source in found]
            assert files == ["_static/language_data.js", "_static/anthology-search.js"]
        else:
            assert found == []


def test_the_search_page_works_without_its_script_as_far_as_it_can(site: Built) -> None:
    """A labelled form, a place that announces, and a way on where there is no JavaScript."""
    page = BeautifulSoup((site.out / "search.html").read_text(encoding="utf-8"), "html.parser")
    form = page.select_one("form#an-search[role=search]")
    assert form
    assert form.select_one("label[for=an-query]")
    assert form.select_one("input#an-query[type=search][name=q]")
    assert page.select_one("#an-said[role=status]")
    assert page.select_one("main noscript")


@pytest.mark.parametrize(
    ("language", "names"),
    [("en", {"one", "other"}), ("de", {"one", "other"}), ("pl", {"one", "few", "many", "other"})],
)
def test_the_number_of_results_has_every_plural_form(language: str, names: set[str]) -> None:
    """By the names that browsers have for them; another one is said as ``other``."""
    forms = dict(counted(Locale.parse(language), found_text))
    assert set(forms) == names
    assert forms["one"] == "{n} result for “{query}”"
    assert forms["other"] == "{n} results for “{query}”"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder for the sample publication."""
    folder = tmp_path / "source"
    folder.mkdir()
    return folder


def _build(source: Path, book: Book, **overrides: object) -> Path:
    write(book, source)
    folder = source.parent
    return build(source, folder / "out", folder / "doctrees", overrides=overrides).out


def _index(site: Path) -> dict[str, tuple[int, bytes]]:
    """Time of writing and bytes of every file of the index."""
    return {p.name: (p.stat().st_mtime_ns, p.read_bytes()) for p in (site / "_search").iterdir()}


def test_a_build_without_changes_writes_no_file_of_the_index(source: Path) -> None:
    """Nor the record of its words."""
    site = _build(source, sample())
    (record,) = source.parent.glob("doctrees/anthology-search-html-*.json")
    before = _index(site), record.stat().st_mtime_ns
    _build(source, sample())
    assert (_index(site), record.stat().st_mtime_ns) == before


def test_a_build_writes_those_files_of_the_index_that_change(source: Path) -> None:
    """A word more in the text leaves what results show, and the texts of other pages."""
    book = sample()
    before = _index(_build(source, book))
    book.posts["red"]["one"].body = "Some words. Zebra."
    after = _index(_build(source, book))
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed
    assert {name[0] for name in changed} == {"t", "x"}
    assert len([name for name in changed if name[0] == "x"]) == 1


def test_an_edit_that_leaves_the_words_changes_the_version(source: Path) -> None:
    """So that no browser shows the passage that it kept."""
    book = sample()
    book.posts["red"]["one"].body = "Zebra apple."
    before = _build(source, book)
    version = re.findall(r"search\.js\?v=(\w+)", (before / "search.html").read_text("utf-8"))
    book.posts["red"]["one"].body = "Apple zebra."
    after = _build(source, book)
    assert re.findall(r"search\.js\?v=(\w+)", (after / "search.html").read_text("utf-8")) != version


def _after_edits(source: Path) -> Path:
    """Build a large book, then a small one, with a draft more."""
    book = sample()
    for number in range(40):
        post = Post(f"Passing thought {number}", ["cy"], "2023-01-01", body=f"Marker{number}.")
        book.posts["red"][f"x{number}"] = post
    _build(source, book)
    book = sample()
    book.posts["red"]["three"].draft = True
    return _build(source, book)


def test_nothing_is_left_of_documents_that_are_gone(source: Path) -> None:
    """Neither files nor words."""
    site = _after_edits(source)
    clean = build(source, source.parent / "clean", source.parent / "clean-doctrees").out
    assert differences(site, clean) == []
    index = b"".join(content for name, content in contents(site).items() if "_search/" in name)
    assert b"marker1 " not in index
    assert b"Marker1." not in index
    assert b"Third time" not in index


@pytest.mark.parametrize("broken", [None, "", "[]", '{"form": 1, "bodies": {"x": 1}}'])
def test_a_broken_record_makes_all_documents_be_indexed_again(
    source: Path, broken: str | None
) -> None:
    """The index is whole, whatever became of the record."""
    before = contents(_build(source, sample()))
    (record,) = source.parent.glob("doctrees/anthology-search-html-*.json")
    if broken is None:
        record.unlink()
    else:
        record.write_text(broken, encoding="utf-8")
    assert contents(_build(source, sample())) == before


def test_a_file_of_the_index_that_is_missing_comes_back(source: Path) -> None:
    """Without a page being written again."""
    site = _build(source, sample())
    before = contents(site)
    (site / "_search" / "t-0.js").unlink()
    assert contents(_build(source, sample())) == before


def test_a_text_that_is_missing_comes_back(source: Path) -> None:
    """Its page is written again, for nothing else has the text."""
    site = _build(source, sample())
    before = contents(site)
    next((site / "_search").glob("x-*.js")).unlink()
    assert contents(_build(source, sample())) == before


def test_files_of_others_beside_the_index_are_kept(source: Path) -> None:
    """Only files of an index's names are deleted."""
    site = _build(source, sample())
    (site / "_search" / "note.js").write_text("mine", encoding="utf-8")
    (site / "_search" / "t-99.js").write_text("old", encoding="utf-8")
    book = sample()
    book.posts["red"]["one"].body = "Other words."
    _build(source, book)
    names = {path.name for path in (site / "_search").iterdir()}
    assert "note.js" in names
    assert "t-99.js" not in names


def test_another_theme_keeps_the_search_of_sphinx(source: Path) -> None:
    """Going from one to the other and back leaves nothing of the former."""
    clean = contents(_build(source, sample()))
    other = _build(source, sample(), html_theme="furo")
    assert "blue/one" in (other / "searchindex.js").read_text(encoding="utf-8")
    assert not (other / "_search").exists()
    assert "anthology-search.js" not in (other / "search.html").read_text(encoding="utf-8")
    again = _build(source, sample())
    assert not (again / "searchindex.js").exists()
    assert {n: c for n, c in contents(again).items() if n.startswith("_search/")} == {
        n: c for n, c in clean.items() if n.startswith("_search/")
    }
