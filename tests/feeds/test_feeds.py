"""The feeds of both publications, as readers of feeds and Rogue Scholar read them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import feedparser
import jsonfeed
import jsonschema
import pytest
from bs4 import BeautifulSoup, SoupStrainer

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Relation
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import PostView
from sphinx_anthology.outputs.feeds.channels import bare
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title
from tests.book import sample, write
from tests.building import Built, build

Get = Callable[[str, str], Built]
each = pytest.mark.parametrize(
    ("name", "builder"), [("journal", "html"), ("journal", "dirhtml"), ("docs", "html")]
)
SCHEMA = json.loads(Path(__file__).with_name("json-feed-1.1.json").read_text(encoding="utf-8"))
FEET = SoupStrainer("footer")
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
WHOLE = (Relation.FULL, Relation.REPOST)


def _catalogue(made: Built) -> Catalogue:
    return domain_of(made.app.env).catalogue


def _views(made: Built) -> Iterator[PostView]:
    """The public posts, newest first."""
    catalogue = _catalogue(made)
    for docname in catalogue.public_posts:
        view = PostPage(docname).result(catalogue)
        assert view is not None
        yield view


def _json(made: Built, path: str = "feed.json") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((made.out / path).read_text(encoding="utf-8"))
    return found


def _items(made: Built) -> dict[str, dict[str, Any]]:
    """The items of the site's feed, on all its pages, by the address of their post."""
    feed = _json(made)
    items = list(feed["items"])
    while "next_url" in feed:
        feed = _json(made, feed["next_url"].removeprefix(_catalogue(made).site.base))
        items += feed["items"]
    return {item["url"]: item for item in items}


def _atom(made: Built) -> dict[str, Any]:
    """The entries of the site's Atom feed by the address of their post."""
    data = (made.out / "feed.atom").read_bytes()
    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not any(link.rel == "next" for link in found.feed.links), "there is another page"
    return {entry.link: entry for entry in found.entries}


def _expected(made: Built, view: PostView) -> list[tuple[str, str]]:
    """The authors of an entry: of our words about a post the publication, else everybody."""
    base = _catalogue(made).site.base
    ours = [(publication_title(made.app.config), base)]
    if view.post.relation not in {*WHOLE, Relation.EXCERPT}:
        return ours
    return [(bare(p.name), p.orcid) for p in view.people] or ours


def _told(name: str, address: str) -> tuple[str, str]:
    is_orcid = address.startswith("https://orcid.org/")
    return name, address.rpartition("/")[2] if is_orcid else ""


@each
def test_every_feed_is_one(publication: Get, name: str, builder: str) -> None:
    """By feedparser, by jsonfeed-util, and by the specification of JSON Feed."""
    out = publication(name, builder).out
    atoms, jsons = sorted(out.rglob("*.atom")), sorted(out.rglob("*feed.json"))
    assert len(atoms) == len(jsons) > 10
    for path in atoms:
        found = feedparser.parse(
            path.read_bytes(), sanitize_html=False, resolve_relative_uris=False
        )
        assert not found.bozo, path
        assert found.version == "atom10"
    for path in jsons:
        text = path.read_text(encoding="utf-8")
        VALIDATOR.validate(json.loads(text))
        jsonfeed.Feed.parse_string(text)


@each
def test_all_authors_stand_in_order(publication: Get, name: str, builder: str) -> None:
    """Each in an element of their own with the ORCID iD; of digests the original's contribute."""
    made = publication(name, builder)
    items, entries = _items(made), _atom(made)
    for view in _views(made):
        expected = _expected(made, view)
        entry, item = entries.get(view.address), items[view.address]
        found = [(a["name"], a.get("url", "")) for a in item["authors"]]
        assert [_told(*pair) for pair in found] == [
            (n, i if "/" not in i else "") for n, i in expected
        ]
        assert (entry is None) == (view.post.date is None)
        if entry is None:
            continue
        assert [(a.name, a.get("href", "")) for a in entry.authors] == found
        contributors = [bare(p.name) for p in view.people] if view.people else []
        is_retold = expected[0][0] == publication_title(made.app.config)
        shown = [c.name for c in entry.get("contributors", ())]
        assert shown == (contributors if is_retold else [])
        for person in contributors if is_retold else []:
            assert person in BeautifulSoup(item["content_html"], "html.parser").get_text()


@each
def test_the_text_is_whole_and_can_be_read_anywhere(
    publication: Get, name: str, builder: str
) -> None:
    """All that the page's text says, absolute addresses, and nothing that only a page can use."""
    made = publication(name, builder)
    items, entries = _items(made), _atom(made)
    for docname in _catalogue(made).public_posts:
        page = Path(made.app.builder.get_outfilename(docname))  # type: ignore[attr-defined]
        whole = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        address = _catalogue(made).site.address(docname)
        content = items[address]["content_html"]
        if address in entries:
            assert entries[address].content[0].value == content
            assert entries[address].content[0].type == "text/html"
        found = BeautifulSoup(content, "html.parser")
        body = whole.select_one(".an-body")
        shown = found.select_one(".an-body")
        assert body is not None
        assert shown is not None
        for gone in body.select("a.headerlink, [hidden], [aria-hidden=true], button"):
            gone.decompose()
        assert shown.get_text().split() == body.get_text().split()
        assert len(shown.select("pre, math, img")) == len(body.select("pre, math, img"))
        for element in found.find_all(True):
            for attribute in {"href", "src"} & set(element.attrs):
                assert urlsplit(str(element[attribute])).scheme, element
        unwanted = "script, style, nav, button, .headerlink, [hidden], .an-authors, .an-cite"
        assert found.select(f"{unwanted}, .an-head, .an-small-print") == []


@each
def test_rogue_scholar_reads_everything(publication: Get, name: str, builder: str) -> None:
    """By the rules of its extractor: relations, types, abstracts, references."""
    made = publication(name, builder)
    text = (made.out / "feed.atom").read_text(encoding="utf-8")
    assert all(' rel="' in link for link in re.findall("<link[^>]*>", text))
    assert all(' type="html"' in tag for tag in re.findall("<content[^>]*>", text))
    assert all(' type="text"' in tag for tag in re.findall("<summary[^>]*>", text))
    listed = 0
    for docname in _catalogue(made).public_posts:
        item = _items(made)[_catalogue(made).site.address(docname)]
        found = BeautifulSoup(item["content_html"], "html.parser")
        # an abstract counts only where the text does not begin with it
        start = " ".join(found.get_text().split())
        assert not start.startswith(item.get("summary", "-"))
        page = Path(made.app.builder.get_outfilename(docname))  # type: ignore[attr-defined]
        whole = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        rule = "div.csl-bib-body > div.csl-entry"
        references = [entry.get_text() for entry in whole.select(rule)]
        assert [entry.get_text() for entry in found.select(rule)] == references
        listed += len(references)
    assert listed or name == "docs"


@each
def test_dates_come_from_the_content(publication: Get, name: str, builder: str) -> None:
    """The last correction, else the first day; published is what is a day, of a whole text."""
    made = publication(name, builder)
    entries = _atom(made)
    for view in _views(made):
        entry, date = entries.get(view.address), view.post.date
        if entry is None or date is None:
            continue
        day = view.post.updated or date.earliest
        assert entry.updated == f"{day}T00:00:00Z"
        is_told = date.is_day and view.post.is_whole
        assert entry.get("published", "") == (f"{date}T00:00:00Z" if is_told else "")


def test_ids_differ_and_are_those_of_a_former_address(publication: Get) -> None:
    """No two entries have the same, in whichever of the two formats, and both have the same."""
    made = publication("journal", "html")
    items, entries = _items(made), _atom(made)
    assert len({item["id"] for item in items.values()}) == len(items)
    assert {a: e.id for a, e in entries.items()}.items() <= {
        a: i["id"] for a, i in items.items()
    }.items()
    base = _catalogue(made).site.base
    crane = items[f"{base}posts/what-the-crane-replied.html"]
    assert crane["id"] == "tag:example-studies.example,2026:/2026/05/06/what-the-crane-replied/"


def test_an_entry_says_what_services_ask_for(publication: Get) -> None:
    """Licence, own DOI, the article, topics, and the origin of what stood elsewhere first."""
    made = publication("journal", "html")
    entries, items = _atom(made), _items(made)
    for view in _views(made):
        if view.address not in entries:
            continue
        entry, item = entries[view.address], items[view.address]
        assert [t.term for t in entry.get("tags", ())] == [t.label for t in view.topics]
        doi = view.post.doi if view.post.is_whole else None
        assert entry.get("dc_identifier", "") == (f"https://doi.org/{doi}" if doi else "")
        assert item.get("_scholarly", {}).get("doi") == doi
        related = [link.href for link in entry.links if link.rel == "related"]
        articles = [b.article.address for b in view.articles if b.article]
        assert related == [address for address in articles if address]
        origin = view.post.origin
        is_elsewhere = origin and origin.relation is not Relation.FULL
        via = [link.href for link in entry.links if link.rel == "via"]
        assert via == ([origin.url] if origin and is_elsewhere and origin.url else [])
        if view.post.relation is not Relation.EXCERPT:
            assert [link.rel for link in entry.links].count("license") == 1


def test_what_was_withdrawn_or_withheld_leaves_all_feeds(publication: Get) -> None:
    """Its title, its address and its words."""
    made = publication("journal", "html")
    catalogue = _catalogue(made)
    gone = [d for d, state in catalogue.states.items() if state is not State.PUBLIC]
    assert any(catalogue.states[d] is State.WITHDRAWN for d in gone)
    for path in [*made.out.rglob("*.atom"), *made.out.rglob("*feed.json")]:
        text = path.read_text(encoding="utf-8")
        addresses = re.findall(r'"url": "([^"]*)"|rel="alternate"[^>]*href="([^"]*)"', text)
        listed = {found for pair in addresses for found in pair}
        assert not listed & {catalogue.site.address(d) for d in gone}
        assert "canary" not in text.casefold()


def _discovered(path: Path) -> list[str]:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    links = page.select('head link[rel="alternate"][type*="feed"], head link[type*="atom"]')
    return [str(link["href"]) for link in links if link["rel"] == ["alternate"]]


def _own(page: Path, made: Built) -> bool:
    """Whether a feed lies beside a page; of topics on further pages there is none in the tests."""
    name = page.relative_to(made.out).as_posix()
    return page.with_suffix(".atom").is_file() and name != "feed.html"


@each
def test_pages_lead_to_their_feeds(publication: Get, name: str, builder: str) -> None:
    """Every page to those of the site, and to its own; every link leads to a file."""
    made = publication(name, builder)
    base = _catalogue(made).site.base
    seen: set[str] = set()
    for page in made.out.rglob("*.html"):
        if "_static" in page.parts or b"bd-article" not in page.read_bytes():
            continue
        found = _discovered(page)
        assert f"{base}feed.atom" in found, page
        assert f"{base}feed.json" in found
        seen.update(found)
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "lxml", parse_only=FEET)
        feet = [a for a in soup.select("footer a") if str(a["href"]).endswith((".atom", ".json"))]
        assert len(feet) == (3 if _own(page, made) else 2)
    files = [*made.out.rglob("*.atom"), *made.out.rglob("*feed.json")]
    names = {path.relative_to(made.out).as_posix() for path in files}
    first = {n for n in names if not re.search(r"feed-\d+", n)}
    assert {unquote(address.removeprefix(base)) for address in seen} == first


def test_after_an_edit_feeds_are_those_of_a_clean_build(tmp_path: Path) -> None:
    """Also those of posts whose pages changed with others: a title that a link shows, an image."""
    book = sample()
    source, out, trees = tmp_path / "source", tmp_path / "out", tmp_path / "trees"
    write(book, source)
    build(source, out, trees, jobs=2)
    before = _feeds(out)
    book.posts["red"]["one"].title = "Another light"
    book.posts["red"]["one"].shade = 99
    write(book, source)
    build(source, out, trees, jobs=2)
    build(source, tmp_path / "clean", tmp_path / "clean-trees")
    after = _feeds(out)
    assert after == _feeds(tmp_path / "clean")
    changed = {path for path in before if before[path] != after[path]}
    assert "authors/bob.atom" in changed  # whose post links to the one that was edited
    assert "Another light" in after["authors/bob.atom"]


def _feeds(out: Path) -> dict[str, str]:
    files = [*out.rglob("*.atom"), *out.rglob("*feed.json")]
    return {f.relative_to(out).as_posix(): f.read_text(encoding="utf-8") for f in files}


def test_without_an_address_there_are_no_feeds(tmp_path: Path) -> None:
    """Nor links to any, nor marks; and those of an earlier build go."""
    source, out, trees = tmp_path / "source", tmp_path / "out", tmp_path / "trees"
    write(sample(), source)
    build(source, out, trees)
    assert list(out.rglob("*.atom"))
    build(source, out, trees, overrides={"html_baseurl": ""})
    assert not [*out.rglob("*.atom"), *out.rglob("*feed.json")]
    page = (out / "red" / "one.html").read_text(encoding="utf-8")
    assert "feed" not in page
    assert "<!--text-->" not in page


def test_a_post_is_as_old_as_its_day_there(built: Callable[..., Built]) -> None:
    """The time of an entry is midnight in the publication's time zone: in no feed it is ahead."""
    conf = (
        'project = "B"\nextensions = ["sphinx_anthology"]\nhtml_baseurl = "https://b.example/"\n'
        'anthology_timezone = "Pacific/Auckland"\n'
    )
    post = "---\ntitle: A\nauthors: {name: Ann Low}\ndate: 2024-01-01\npost: {}\n---\n\nText.\n"
    made = built({"conf.py": conf, "post.md": post})
    (entry,) = _atom(made).values()
    (item,) = _items(made).values()
    assert entry.updated == item["date_published"] == "2024-01-01T00:00:00+13:00"
    VALIDATOR.validate(_json(made))
