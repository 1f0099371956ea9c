"""Every page has its records beside it, and every record all authors, in order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.pages.bibliographic import FORMATS
from sphinx_anthology.reading.domain import domain_of
from tests.building import Built
from tests.records.readers import by_citation_js, by_pybtex, by_rispy, people
from tests.samples import author, post, series
from tests.test_authors import PUBLICATIONS, _named

CROSSREF = {
    "prefix": "10.5555",
    "depositor": "Example University Press",
    "email": "doi@example.org",
    "registrant": "Example University Press",
}

EXPECTED = {
    "series/harbours/01-tides-of-trust": (
        "Ferrybridge, T. and van der Meer, Nicoline and Sørenskov, Signe",
        ["Ferrybridge, T.", "van der Meer, Nicoline", "Sørenskov, Signe"],
        [["Ferrybridge", "T."], ["van der Meer", "Nicoline"], ["Sørenskov", "Signe"]],
    ),
    "posts/six-hands-on-one-chart": (
        "Παπαδοπούλου, Ελένη and van der Meer, Nicoline and Martin, Alex and "
        "{Centre for Ports, Harbours and Quays} and Martin, Alex and de la {Cruz y Gómez}, Ana",
        [
            "Παπαδοπούλου, Ελένη",
            "van der Meer, Nicoline",
            "Martin, Alex",
            "Centre for Ports, Harbours and Quays",
            "Martin, Alex",
            "de la Cruz y Gómez, Ana",
        ],
        [
            ["Παπαδοπούλου", "Ελένη"],
            ["van der Meer", "Nicoline"],
            ["Martin", "Alex"],
            ["Centre for Ports, Harbours and Quays"],
            ["Martin", "Alex"],
            ["de la Cruz y Gómez", "Ana"],
        ],
    ),
}
"""What BibTeX, RIS and CSL must say, written by hand: names that hurt, and twins by name."""


def _read(path: Path) -> str:
    """A file with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("docname", EXPECTED)
def test_a_record_says_what_was_written_down_beforehand(
    publication: Callable[[str, str], Built], docname: str
) -> None:
    """All authors in order, as each format has names."""
    beside = publication("journal", "html").out / docname
    bib, ris, csl = EXPECTED[docname]
    assert f"  author = {{{bib}}},\n" in _read(beside.with_suffix(".bib"))
    assert by_rispy(_read(beside.with_suffix(".ris")))[0]["authors"] == ris
    (item,) = json.loads(_read(beside.with_suffix(".csl.json")))
    assert [list(name.values()) for name in item["author"]] == csl


def _printed(names: Sequence[tuple[str, str]]) -> list[str]:
    """Names as bylines have them, first the given ones."""
    return [" ".join(filter(None, (given, family))) for family, given in names]


def _of_ris(authors: Sequence[str], whole: set[str]) -> list[str]:
    return _printed([(n, "") if n in whole else tuple(n.split(", ")[:2]) for n in authors])  # type: ignore[misc]


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_every_record_names_all_authors_in_order(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """Those of the front matter, whoever reads the record; degrees are no part of a name."""
    built = publication(name, "html")
    posts = domain_of(built.app.env).catalogue.public_posts
    assert len(posts) > 10
    files = {
        d: {e: _read(built.out / f"{d}{e}") for e in (".bib", ".ris", ".csl.json")} for d in posts
    }
    texts = [text for found in files.values() for text in found.values()]
    by_js = iter(by_citation_js(*texts))
    for docname, found in files.items():
        names = [n.removesuffix(", PhD") for n in _named(PUBLICATIONS[name], docname)]
        (entry,), (record,) = by_pybtex(found[".bib"]), by_rispy(found[".ris"])
        assert _printed(entry.authors) == names, docname
        assert _of_ris(record.get("authors", ()), set(names)) == names, docname
        of_bib, of_ris, of_csl = ([people(item) for item in next(by_js)] for _ in range(3))
        assert _printed(of_bib[0]) == _printed(of_csl[0]) == names, docname
        assert len(of_ris[0]) == len(names), docname


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
@pytest.mark.parametrize("name", PUBLICATIONS)
def test_every_link_leads_to_a_file(
    publication: Callable[[str, str], Built], name: str, builder: str
) -> None:
    """Of a post, a series and an author with posts, and of the whole: four formats each."""
    built = publication(name, builder)
    catalogue = domain_of(built.app.env).catalogue
    series = {i for i in catalogue.public_series if catalogue.posts_of_series(i)}
    authors = catalogue.posts_by_author.keys() & set(catalogue.public_authors)
    linked = {
        *catalogue.public_posts,
        *(catalogue.series[i].docname for i in series),
        *(catalogue.authors[i].docname for i in authors),
    }
    for docname in sorted(linked):
        page = built.out / catalogue.site.file(docname, ".html")
        links = _links(page)
        endings = [*FORMATS, *_of_articles(docname, catalogue)]
        expected = [page.with_suffix(ending) for ending in endings]
        assert links == expected, docname
        assert all(path.is_file() for path in links), docname


def _of_articles(docname: str, catalogue: Catalogue) -> list[str]:
    """The endings of the records of the articles that a post presents."""
    stated = catalogue.posts[docname].articles if docname in catalogue.posts else ()
    found = [catalogue.articles.get(link.key) for link in stated]
    count = sum(article is not None and article.is_complete for article in found)
    numbers = ["", *(f"-{number}" for number in range(2, count + 1))][:count]
    return [f".article{number}{ending}" for number in numbers for ending in (".bib", ".ris")]


def _links(page: Path) -> list[Path]:
    """The records that a page links."""
    soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
    hrefs = [unquote(str(a["href"])) for a in soup.select("article a[href]")]
    found = [h for h in hrefs if h.endswith(tuple(FORMATS)) and "://" not in h]
    return [page.parent / href for href in found]


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_lists_are_in_the_order_of_their_pages(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """A series' records in reading order, an author's and all the newest first; keys are unique."""
    built = publication(name, "html")
    catalogue = domain_of(built.app.env).catalogue
    lists = {
        catalogue.series[i].docname: catalogue.posts_of_series(i) for i in catalogue.public_series
    }
    lists |= {
        catalogue.authors[i].docname: catalogue.posts_by_author.get(i, ())
        for i in catalogue.public_authors
    }
    lists["index"] = catalogue.public_posts
    keys = {d: _keys(built.out / f"{d}.csl.json") for d in catalogue.public_posts}
    assert len({key for found in keys.values() for key in found}) == len(catalogue.public_posts)
    for docname, posts in lists.items():
        expected = [keys[post][0] for post in posts]
        path = built.out / f"{docname}.csl.json"
        assert path.is_file() == bool(posts), docname
        if posts:
            assert _keys(path) == expected
            assert (
                re.findall(
                    r"^@online\{(\w+),$",
                    _read(path.with_suffix("").with_suffix(".bib")),
                    re.MULTILINE,
                )
                == expected
            )
            ris = by_rispy(_read(path.with_suffix("").with_suffix(".ris")))
            assert [each["id"] for each in ris] == expected


def _keys(path: Path) -> list[str]:
    items: list[dict[str, Any]] = json.loads(_read(path))
    return [item["citation-key"] for item in items]


def test_nothing_but_what_is_public_is_in_a_record(
    publication: Callable[[str, str], Built],
) -> None:
    """Every other post of the sample has “canary” somewhere."""
    out = publication("journal", "html").out
    files = [p for p in out.rglob("*") if p.name.endswith((".bib", ".ris", ".csl.json"))]
    assert len(files) > 100
    assert [path for path in files if "canary" in _read(path).casefold()] == []


def test_a_digest_is_a_record_of_its_original(publication: Callable[[str, str], Built]) -> None:
    """Its site and address, and none of our words."""
    path = publication("docs", "html").out / "series/co-creation/03-public-leaders.csl.json"
    (item,) = json.loads(_read(path))
    assert item["URL"].startswith("https://policyandpoliticsblog.com/")
    assert "abstract" not in item
    assert "publisher" not in item
    assert [name["family"] for name in item["author"]] == ["Sørensen", "Bryson", "Crosby"]


def test_wrong_settings_are_reported(built: Callable[..., Built]) -> None:
    """Of a prefix and an address that are none, and of what is missing."""
    made = built({}, overrides={"anthology_crossref": {"prefix": "5555", "email": "nobody"}})
    assert [line.partition("WARNING: ")[2].partition(":")[0] for line in made.warnings] == [
        "anthology_crossref.prefix",
        "anthology_crossref.depositor",
        "anthology_crossref.email",
        "anthology_crossref.registrant",
    ]


SMALL = {
    "authors/ann.md": author(),
    "s/index.md": series() + "\n```{toctree}\none\n```\n",
    "s/one.md": post(title="One"),
    "index.md": "# Book\n\n```{toctree}\ns/index\nauthors/ann\nall\n```\n",
    "all.md": "# All\n\n```{downloads}\n```\n\n```{downloads}\n:series: s\n```\n",
}


def test_records_go_with_their_posts(built: Callable[..., Built]) -> None:
    """Files, and every link to them, wherever it stands."""
    made = built(SMALL)
    pages = [made.out / f"{d}.html" for d in ("s/one", "s/index", "authors/ann", "all")]
    assert [len(_links(page)) for page in pages] == [4, 4, 4, 8]
    assert all(path.is_file() for page in pages for path in _links(page))
    made = built({"s/one.md": post(title="One", draft=True)})
    assert [len(_links(page)) for page in pages if page.is_file()] == [0]
    assert [p for p in made.out.rglob("*") if p.name.endswith((".bib", ".ris", ".csl.json"))] == []


def test_deposits_are_made_where_crossref_is_configured(built: Callable[..., Built]) -> None:
    """Of posts with a DOI of the prefix; its authors in order."""
    two = [{"name": "Oduya Marrable"}, {"name": "Tamsin Ferrybridge"}]
    files = SMALL | {
        "s/index.md": series() + "\n```{toctree}\none\ntwo\nthree\n```\n",
        "s/two.md": post(title="Two", authors=two, doi="10.5555/two"),
        "s/three.md": post(title="Three", doi="10.1000/three"),
    }
    given: dict[str, object] = {"html_baseurl": "https://a.example/"}
    made = built(files, overrides={**given, "anthology_crossref": CROSSREF})
    assert list(made.warnings) == []
    deposits = sorted(p.relative_to(made.out).as_posix() for p in made.out.rglob("*.crossref.xml"))
    assert deposits == ["index.crossref.xml", "s/two.crossref.xml"]
    root = ET.parse(made.out / deposits[1]).getroot()  # noqa: S314  # ours
    people = root.iterfind(".//{*}contributors/*")
    assert [(p.findtext("{*}surname"), p.findtext("{*}given_name")) for p in people] == [
        ("Marrable", "Oduya"),
        ("Ferrybridge", "Tamsin"),
    ]
    again = built({}, overrides=given)
    assert [*again.out.rglob("*.crossref.xml")] == []


def test_records_without_an_address_have_none(built: Callable[..., Built]) -> None:
    """Nothing relative stands in a record."""
    made = built(SMALL)
    (item,) = json.loads(_read(made.out / "s/one.csl.json"))
    assert "URL" not in item
    assert "url" not in _read(made.out / "s/one.bib")
    assert "UR  -" not in _read(made.out / "s/one.ris")


def test_pages_of_strange_names_link_theirs(built: Callable[..., Built]) -> None:
    """Spaces, letters beyond ASCII, signs of addresses."""
    made = built({"a b/ü #1.md": post(title="One")})
    links = _links(made.out / "a b/ü #1.html")
    assert len(links) == len(FORMATS)
    assert all(path.is_file() for path in links)


ARTICLES = """
@article{fox2021, title={Locks & keys}, author={Fox, Bob and Lee, Ann}, year={2021},
  journal={Harbour Letters}, volume={3}, number={1--2}, pages={12--20}, doi={10.5555/b_1},
  note={Ask Jane first}, file={/home/jane/fox.pdf}}
@book{lee2020, title={On ports}, author={Lee, Ann}, year={2020}, publisher={Quay Press}}
@article{gap2022, title={Without an author}}
"""


def test_an_article_that_a_post_presents_has_records(built: Callable[..., Built]) -> None:
    """Beside those of the post: what its citations have, and no note of the editors'."""
    made = built(
        {
            "index.md": "# Book\n\n```{toctree}\n\none\n```\n",
            "one.md": post(articles=["fox2021", "gap2022", "lee2020"]),
            "references.bib": ARTICLES,
        }
    )
    assert _read(made.out / "one.article.bib") == (
        "@article{fox2021,\n  author = {Fox, Bob and Lee, Ann},\n  title = {{Locks \\& keys}},\n"
        "  journal = {Harbour Letters},\n  year = {2021},\n  volume = {3},\n  number = {1–2},\n"
        "  pages = {12--20},\n  doi = {10.5555/b_1},\n  url = {https://doi.org/10.5555/b_1},\n}\n"
    )
    (record,) = by_rispy(_read(made.out / "one.article.ris"))
    assert record["type_of_reference"] == "JOUR"
    assert (record["authors"], record["start_page"], record["end_page"]) == (
        ["Fox, Bob", "Lee, Ann"],
        *("12", "20"),
    )
    assert "@misc{lee2020,\n" in _read(made.out / "one.article-2.bib")
    assert not (made.out / "one.article-3.bib").exists()
    page = BeautifulSoup(_read(made.out / "one.html"), "html.parser")
    hrefs = [str(a["href"]) for a in page.select("section.an-cite .an-records a")]
    assert hrefs[-4:] == [f"one.article{n}.{e}" for n in ("", "-2") for e in ("bib", "ris")]
