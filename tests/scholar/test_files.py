"""The files beside pages: records of works, and sets of links."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sphinx_anthology.reading.domain import domain_of
from tests.building import Built, build
from tests.samples import post, series
from tests.scholar.heads import read_page

Get = Callable[[str, str], Built]


def _read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_public_page_has_its_files(publication: Get, builder: str) -> None:
    """Posts, series and authors have both, where links lead to them; the front page a record."""
    made = publication("journal", builder)
    catalogue = domain_of(made.app.env).catalogue
    docnames = [
        *catalogue.public_posts,
        *(catalogue.series[i].docname for i in catalogue.public_series),
        *(catalogue.authors[i].docname for i in catalogue.public_authors),
    ]
    site = catalogue.site
    expected = {site.file(d, e) for d in docnames for e in (".jsonld", ".linkset.json")}
    expected.add("index.jsonld")
    files = [*made.out.rglob("*.jsonld"), *made.out.rglob("*.linkset.json")]
    assert {file.relative_to(made.out).as_posix() for file in files} == expected
    for docname in docnames:
        head = read_page(Path(made.app.builder.get_outfilename(docname)))  # type: ignore[attr-defined]
        assert site.beside(docname, ".jsonld") in head.linked("describedby")
        assert head.linked("linkset") == [site.beside(docname, ".linkset.json")]


def test_a_digests_record_is_that_of_the_original(publication: Get) -> None:
    """It is what readers cite; our page is not in it."""
    made = publication("journal", "html")
    text = (made.out / "posts/the-clerk-who-lent-ladders.jsonld").read_text("utf-8")
    first, *others = json.loads(text)["@graph"]
    assert first["headline"] == "The clerk who lent ladders"
    assert first["url"] == "https://tidal-gazette.example/ladders?page=1&print=yes"
    assert {other["@type"] for other in others} == {"Person"}
    assert "ladders.html" not in text


@pytest.mark.parametrize("name", ["journal", "docs"])
def test_the_record_of_everything_holds_every_post(publication: Get, name: str) -> None:
    """As do those of series and authors theirs; every reference leads to a thing in the file."""
    made = publication(name, "html")
    catalogue = domain_of(made.app.env).catalogue
    titles = [catalogue.posts[docname].title for docname in catalogue.public_posts]
    things = _read(made.out / "index.jsonld")["@graph"]
    told = [t["headline"] for t in things if "headline" in t and t["@type"] != "ScholarlyArticle"]
    assert sorted(told) == sorted(titles)
    for path in sorted(made.out.rglob("*.jsonld")):
        graph = _read(path)["@graph"]
        known = {thing["@id"] for thing in graph}
        assert len(known) == len(graph), path
        assert _references(graph) <= known, path


def _references(value: object) -> set[str]:
    """Whatever is only referred to."""
    if isinstance(value, list):
        return set().union(*map(_references, value))
    if not isinstance(value, dict):
        return set()
    return {value["@id"]} if value.keys() == {"@id"} else _references(list(value.values()))


CONF = (
    'project = "Book"\nextensions = ["sphinx_anthology"]\nhtml_baseurl = "https://book.example/"\n'
)
FILES = {
    "conf.py": CONF,
    "index.md": "# Book\n\n```{toctree}\nharbours/index\n```\n",
    "harbours/index.md": series() + "\n```{toctree}\none\ntwo\n```\n",
    "harbours/one.md": post(authors={"name": "Ann Lee"}),
    "harbours/two.md": post(authors={"name": "Ann Lee"}),
}


def test_files_go_with_their_pages(built: Callable[..., Built]) -> None:
    """Nothing of a draft stays. ``tests/test_incremental.py`` asks it of all files and edits."""
    out = built(FILES).out
    assert (out / "harbours/one.jsonld").is_file()
    assert (out / "harbours/one.linkset.json").is_file()
    built({"harbours/one.md": post(authors={"name": "Ann Lee"}, draft=True)})
    assert not list(out.glob("harbours/one*"))
    assert (out / "harbours/two.jsonld").is_file()


def test_booklets_are_named_where_they_are(journal: Path, tmp_path: Path) -> None:
    """As items and encodings of their series, and of the blog; not of its posts."""
    for kind in ("pdf", "epub"):
        (journal / "made" / kind).mkdir(parents=True)
        for stem in ("harbours", "example-studies-blog"):
            (journal / "made" / kind / f"{stem}.{kind}").write_bytes(b"x")
    out = tmp_path / "out"
    build(journal, out, tmp_path / "d", overrides={"anthology_exports": "made"})
    base = "https://example-studies.example/downloads"
    booklets = [f"{base}/{kind}/harbours.{kind}" for kind in ("epub", "pdf")]
    series = read_page(out / "series/harbours/index.html")
    assert [href for href in series.linked("item") if href.startswith(base)] == booklets
    assert [file["contentUrl"] for file in series.post["encoding"]] == booklets
    links = _read(out / "series/harbours/index.linkset.json")["linkset"][0]["item"]
    assert [link["href"] for link in links if link["href"].startswith(base)] == booklets
    whole = [f"{base}/{kind}/example-studies-blog.{kind}" for kind in ("epub", "pdf")]
    front = read_page(out / "index.html")
    assert [file["contentUrl"] for file in front.post["encoding"]] == whole
    assert base not in str(read_page(out / "series/harbours/01-tides-of-trust.html").links)
