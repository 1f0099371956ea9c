"""What templates are given: descriptions, neighbours, the header, the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup
from tests.building import Built
from tests.samples import author, post

from sphinx_anthology.typst.compiler import missing_typst

ANN = "---\ntitle: Ann Low\nauthor: {bio: Ann studies tides.}\n---\n\nA life.\n"
SERIES = (
    "---\ntitle: The series\nseries: {part_label: Part, parts: 3}\n---\n\n"
    "```{toctree}\n:hidden:\n\none\ntwo\nthree\n```\n"
)


def _post(title: str, day: int, own: str = "", description: str = "") -> str:
    stated = f"description: {description}\n" if description else ""
    return (
        f"---\ntitle: {title}\n{stated}authors: [ann]\ndate: 2025-01-0{day}\n"
        f"post: {{{own}}}\n---\n\nFirst words of {title}.\n"
    )


def _files() -> dict[str, str]:
    withdrawn = "withdrawn: {date: 2025-02-01, reason: Wrong.}"
    return {
        "index.md": "# Book\n\nHello.\n\n```{toctree}\n\nseries/index\nauthors/index\n```\n",
        "series/index.md": "# Series\n\n```{series-cards}\n```\n\n```{toctree}\n\ns/index\n```\n",
        "series/s/index.md": SERIES,
        "series/s/one.md": _post("One", 1, description="A standfirst."),
        "series/s/two.md": _post("Two", 2),
        "series/s/three.md": _post("Three", 3, withdrawn, "A secret standfirst."),
        "authors/index.md": "# Authors\n\n```{toctree}\n\nann\n```\n",
        "authors/ann.md": ANN,
    }


def _page(made: Built, name: str) -> BeautifulSoup:
    return BeautifulSoup((made.out / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def _described(made: Built, name: str) -> str:
    found = _page(made, name).select_one('meta[name="description"]')
    return str(found["content"]) if found else ""


def test_a_page_is_described_as_stated_else_by_its_first_words(
    built: Callable[..., Built],
) -> None:
    """A standfirst, a sentence about the author, or the first paragraph; of a tombstone nothing."""
    made = built(_files())
    assert made.warnings == ()
    assert _described(made, "series/s/one") == "A standfirst."
    assert _described(made, "series/s/two") == "First words of Two."
    assert _described(made, "authors/ann") == "Ann studies tides."
    assert _described(made, "index") == "Hello."
    assert "standfirst" not in str(_page(made, "series/s/three"))


def test_neighbours_are_those_of_the_series_with_part_and_authors(
    built: Callable[..., Built],
) -> None:
    """Previous and next say part, title and authors; a withdrawn part is passed over."""
    made = built(_files())
    links = _page(made, "series/s/two").select("nav.prev-next-area a")
    assert [" ".join(a.get_text(" ").split()) for a in links] == ["Previous, Part 1 One Ann Low"]
    assert not _page(made, "authors/ann").select("nav.prev-next-area")


def test_a_withdrawn_part_leads_on(built: Callable[..., Built]) -> None:
    """To the part before it, its series, other posts of its year and on its topics, the search."""
    files = _files()
    for name, day in (("one", "01"), ("three", "03")):
        file = f"series/s/{name}.md"
        dated = f"date: 2025-01-{day}\n"
        files[file] = files[file].replace(dated, f"{dated}tags: [tides, {name}]\n")
    page = _page(built(files), "series/s/three")
    links = page.select("nav.prev-next-area a")
    assert [" ".join(a.get_text(" ").split()) for a in links] == ["Previous, Part 2 Two Ann Low"]
    ways = [(a.get_text(), a["href"]) for a in page.select("ul.an-ways a")]
    assert ways == [
        ("The series", "index.html"),
        ("2025", "../../years/2025.html"),
        ("tides", "../../topics/tides.html"),
        ("Search", "../../search.html"),
    ]


def test_topics_and_years_lead_to_those_beside_them(built: Callable[..., Built]) -> None:
    """Topics by label, a document of a topic among them; years by date. The header says where."""
    files = {
        "index.md": "# Book\n\n```{toctree}\n\ntopics\narchive\none\ntwo\n```\n",
        "topics.md": "# Topics\n\n```{topics}\n```\n",
        "archive.md": "# Archive\n\n```{years}\n```\n",
        "tides.md": "---\ntitle: Tides\ntopic: tides\norphan: true\n---\n\nAbout.\n",
        "one.md": post(title="One", date="2020-01-01", tags=["ebb", "tides"]),
        "two.md": post(title="Two", date="2022-01-01", tags=["water"]),
    }
    made = built(files)

    def around(name: str) -> list[tuple[str, str]]:
        found = _page(made, name).select("nav.prev-next-area a")
        return [(" ".join(a.get_text(" ").split()), str(a["href"])) for a in found]

    assert around("topics/ebb") == [("Next topic Tides", "../tides.html")]
    assert around("tides") == [
        ("Previous topic ebb", "topics/ebb.html"),
        ("Next topic water", "topics/water.html"),
    ]
    assert around("years/2022") == [("Previous year 2020", "2020.html")]
    for name, where in {"tides": "Topics", "topics/ebb": "Topics", "years/2020": "Archive"}.items():
        marked = _page(made, name).select('header nav li a[aria-current="true"]')
        assert [a.get_text() for a in marked] == [where], name
    assert [a.get_text() for a in _page(made, "one").select("header a[aria-current]")] == [
        "Archive"
    ]


def test_the_footer_says_where_a_page_is(built: Callable[..., Built]) -> None:
    """As the header does, of the documents that it links to."""
    files = {
        "conf.py": 'extensions = ["sphinx_anthology"]\nanthology_footer = ["guide"]\n',
        "index.md": "# Book\n\n```{toctree}\n\nguide\n```\n",
        "guide.md": "# Guide\n\n```{toctree}\n\nfirst\n```\n",
        "first.md": "# First\n",
    }
    made = built(files)
    for name, says in {"guide": "page", "first": "true"}.items():
        assert [
            a["aria-current"] for a in _page(made, name).select("footer li a[aria-current]")
        ] == [says]


def test_an_author_with_many_posts_has_them_by_year(built: Callable[..., Built]) -> None:
    """From a dozen posts of several years on; below the name stands a sentence, then the role."""
    about = {"role": "Harbour master", "bio": "Counts the tides."}
    files = {"index.md": "# Book\n", "ann.md": author(title="Ann Low", **about)}
    years = [2024] * 11 + [2025] * 2
    for number, year in enumerate(years[1:]):
        files[f"p{number}.md"] = post(title=f"Post {number}", date=f"{year}-01-01")
    page = _page(built(files), "ann")
    assert [found.get_text(" ", strip=True) for found in page.select(".an-years .an-year")] == [
        "2025",
        "2024",
    ]
    assert [p.get_text() for p in page.select(".an-head p")[1:3]] == [
        "Counts the tides.",
        "Harbour master",
    ]
    files["p0.md"] = "# Another page\n"
    assert not _page(built(files), "ann").select(".an-years")
    files["ann.md"] = files["ann.md"].replace("Text.", "She lives here. Counts the tides.")
    assert [p.get_text() for p in _page(built(files), "ann").select(".an-head p")[1:]] == [
        "Harbour master"
    ]


def test_a_long_title_is_shortened_between_words_in_narrow_windows(
    built: Callable[..., Built],
) -> None:
    """Beside the whole title stands a short one; ``html_short_title`` states another."""
    title = "Proceedings & Letters of the Society for the Study of Small Harbours"
    conf = f'extensions = ["sphinx_anthology"]\nproject = "{title}"\n'
    files = {"index.md": "# B\n\n```{toctree}\n\none\n```\n", "one.md": "# One\n"}

    def shown(conf: str) -> list[str]:
        titles = _page(built({**files, "conf.py": conf}), "one").select(".logo__title")
        return [found.get_text() for found in titles]

    assert shown(conf) == [title, "Proceedings & Letters of the Society for …"]
    assert shown(f'{conf}html_short_title = "Harbours"\n') == [title, "Harbours"]
    assert shown(conf.replace(title, "Harbours")) == ["Harbours"]


def test_the_header_links_to_the_usual_documents_that_there_are(
    built: Callable[..., Built],
) -> None:
    """Without a setting: series and authors here; the one that a page is below is marked."""
    page = _page(built(_files()), "series/s/one")
    links = page.select("header nav li a")
    assert [a.get_text() for a in links] == ["Series", "Authors"]
    assert [a.get("aria-current") for a in links] == ["true", None]


def test_breadcrumbs_lead_back(built: Callable[..., Built]) -> None:
    """From the front page down; a post's own line goes on with its series."""
    made = built(_files())
    for name, wanted in (
        ("series/s/index", ["Home", "Series"]),
        ("series/s/one", ["Home", "Series"]),
        ("authors/ann", ["Home", "Authors"]),
        ("index", []),
    ):
        crumbs = _page(made, name).select("nav.an-crumbs a")
        assert [a.get_text() for a in crumbs] == wanted, name


SUMMARY = """---
title: A summary
authors: [ann, bob]
date: 2023-04-01
license: CC-BY-4.0
post:
  origin: {relation: digest, site: The Blog, url: "https://blog.example/one"}
  articles: [{key: low2020, free_until: 2099-07-31}]
---

Words.[^a]

[^a]: A note.
"""
ARTICLE = (
    "@article{low2020, title={On tides}, author={Low, Ann}, year={2020}, journal={Tides},"
    " doi={10.5555/low}}\n"
)


def test_the_head_of_a_post_is_short(built: Callable[..., Built]) -> None:
    """The line above the title says what the page is, authors are named once, and one call leads
    to the article, whose box stands after the text; a minute of reading is not worth a word."""
    page = _page(built({**_files(), "sum.md": SUMMARY, "references.bib": ARTICLE}), "sum")
    top = page.select_one("header.an-head")
    assert top is not None
    assert top.select_one(".an-kicker").get_text(" ", strip=True) == "Digest"  # type: ignore[union-attr]
    assert top.get_text(" ", strip=True).count("Ann Low") == 1
    assert "minute" not in top.get_text()
    call = top.select_one(".an-call a")
    assert call is not None
    assert call.get_text() == "Read the article (free until 31 July 2099)"
    assert call["href"] == "https://doi.org/10.5555/low"
    box = page.select_one(".an-body ~ aside.an-article")
    assert box is not None
    licence = page.select_one(".an-small-print a")
    assert licence is not None
    assert (licence.get_text(), licence["href"]) == (
        "CC BY 4.0",
        "https://creativecommons.org/licenses/by/4.0/",
    )


def test_groups_of_notes_have_a_name(built: Callable[..., Built]) -> None:
    """A landmark without a name is one among many to those who hear a page."""
    page = _page(built({**_files(), "sum.md": SUMMARY, "references.bib": ARTICLE}), "sum")
    assert [notes["aria-label"] for notes in page.select("aside.footnote-list")] == ["Notes"]


FRONT = "# Book\n\n```{{posts}}\n{}\n```\n"


def test_a_list_of_posts_shows_the_first_words_that_were_asked_for(
    built: Callable[..., Built],
) -> None:
    """On the front page as elsewhere: of all posts, of the first alone, or none."""
    files = {"index.md": FRONT.format(":excerpt:"), "other.md": FRONT.format(":excerpt: 1")}
    files["third.md"] = FRONT.format(":limit: 2")
    for number in (1, 2, 3):
        day = f"2025-01-0{number}"
        text = post(title=f"Post {number}", date=day, description=f"Standfirst {number}.")
        files[f"p{number}.md"] = text.replace("Text.", f"Words {number}.\n\n% more\n\nMore.")
    made = built(files)

    def shown(name: str, what: str) -> list[str]:
        return [found.get_text() for found in _page(made, name).select(f".an-posts {what}")]

    assert shown("index", ".an-sum") == ["Words 3.", "Words 2.", "Words 1."]
    assert len(shown("index", ".an-more")) == 3
    assert shown("other", ".an-sum") == ["Words 3."]
    assert shown("other", ".an-more") == []
    assert shown("other", ".is-led .an-t") == ["Post 3", "Post 2", "Post 1"]
    assert shown("third", ".an-sum") == ["Standfirst 3.", "Standfirst 2."]


def test_the_files_of_the_book_come_first_and_then_those_of_series(
    built: Callable[..., Built], tmp_path: Path
) -> None:
    """PDF before EPUB, with sizes; beside each stands its cover, where covers can be drawn."""
    files = {
        **_files(),
        "index.md": "# Book\n\n```{downloads}\n```\n",
        "conf.py": 'project = "Book"\nextensions = ["sphinx_anthology"]\n'
        f'anthology_exports = "{tmp_path / "volumes"}"\n',
    }
    for kind in ("pdf", "epub"):
        folder = tmp_path / "volumes" / kind
        folder.mkdir(parents=True)
        for name in ("book", "s", "poster"):
            (folder / f"{name}.{kind}").write_bytes(b"x" * 3_300_000)
    made = built(files)
    page = _page(made, "index")
    assert [p.get_text() for p in page.select("ul.an-files p")] == [
        *("Whole book, PDF (3.3 MB)", "Whole book, EPUB (3.3 MB)"),
        *("The series", "PDF: The series (3.3 MB) · EPUB: The series (3.3 MB)"),
        *("PDF: poster.pdf (3.3 MB)", "EPUB: poster.epub (3.3 MB)"),
    ]
    assert [a["href"] for a in page.select("ul.an-files a")][:2] == [
        "downloads/pdf/book.pdf",
        "downloads/epub/book.epub",
    ]
    series = _page(made, "series/s/index")
    assert [p.get_text() for p in series.select("ul.an-files p")] == [
        "Series booklet, PDF (3.3 MB)",
        "Series booklet, EPUB (3.3 MB)",
    ]
    pictures = [image["src"] for image in page.select("img.an-cover")]
    assert pictures == ([] if missing_typst() else ["_covers/book.png"])
    assert [p.name for p in sorted((made.out / "_covers").glob("*"))] == (
        [] if missing_typst() else ["book.png", "s.png"]
    )
