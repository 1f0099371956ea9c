"""Which feeds there are, and how long ones are parted."""

from __future__ import annotations

import dataclasses as dc
import json
from xml.etree import ElementTree as ET

import pytest

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.channels import MOST
from sphinx_anthology.outputs.feeds.formats import feed_files
from tests.samples import author, catalogue_of, post, series

BASE = "https://book.example/"
ATOM = "{http://www.w3.org/2005/Atom}"


def _many(count: int) -> Catalogue:
    """A series of posts by one author, the first the oldest."""
    days = [f"20{15 + i // 28:02}-01-{1 + i % 28:02}" for i in range(count)]
    texts = {f"s/p{i:03}": post(date=day, tags=["sea"]) for i, day in enumerate(days)}
    texts |= {"authors/ann": author(), "s/index": series()}
    found = catalogue_of(texts, {"s/index": [f"s/p{i:03}" for i in range(count)]})
    return dc.replace(found, site=Site(base=BASE))


def _files(catalogue: Catalogue) -> dict[str, str]:
    return dict(feed_files(catalogue, Publication(title="Book", base=BASE), {}))


def _links(text: str) -> dict[str, str]:
    feed = ET.fromstring(text)  # noqa: S314  # our own
    return {link.get("rel", ""): link.get("href", "") for link in feed.findall(f"{ATOM}link")}


def test_site_series_authors_and_topics_have_feeds() -> None:
    """In both formats, beside their pages; those of the site at its root."""
    assert sorted(_files(_many(2))) == [
        "authors/ann.atom",
        "authors/ann.feed.json",
        "feed.atom",
        "feed.json",
        "s/index.atom",
        "s/index.feed.json",
        "topics/sea.atom",
        "topics/sea.feed.json",
    ]


@pytest.mark.parametrize(("count", "of"), [(1, 1), (MOST, 1), (MOST + 1, 2), (2 * MOST + 20, 3)])
def test_every_post_is_on_one_page(count: int, of: int) -> None:
    """Newest first, from page to page; each page leads to the next."""
    catalogue = _many(count)
    files = _files(catalogue)
    named, path = [], "feed.json"
    for _ in range(of):
        feed = json.loads(files[path])
        assert feed["feed_url"] == f"{BASE}{path}"
        named += [item["url"] for item in feed["items"]]
        path = feed.get("next_url", "").removeprefix(BASE)
    assert not path
    assert named == [f"{BASE}{docname}.html" for docname in catalogue.public_posts]
    assert named == sorted(named, reverse=True)


def test_pages_of_atom_name_their_neighbours() -> None:
    """As RFC 5005, section 3, has it; all have one id."""
    files = _files(_many(2 * MOST + 1))
    assert _links(files["s/index.feed-2.atom"]) == {
        "alternate": f"{BASE}s/index.html",
        "self": f"{BASE}s/index.feed-2.atom",
        "first": f"{BASE}s/index.atom",
        "previous": f"{BASE}s/index.atom",
        "next": f"{BASE}s/index.feed-3.atom",
        "last": f"{BASE}s/index.feed-3.atom",
    }
    assert "previous" not in _links(files["feed.atom"])
    assert "next" not in _links(files["feed-3.atom"])


def test_a_feed_without_posts_is_a_feed() -> None:
    """Its page links to it, and posts may come."""
    found = _files(dc.replace(catalogue_of({"topics/sea": TOPIC}), site=Site(base=BASE)))
    assert json.loads(found["topics/sea.feed.json"])["items"] == []
    assert ET.fromstring(found["feed.atom"]).findtext(f"{ATOM}updated")  # noqa: S314  # our own


TOPIC = "---\ntitle: The sea\ntopic: sea\n---\n\nText.\n"


def test_a_topics_document_has_the_feed_of_its_topic() -> None:
    """And then there is no other."""
    catalogue = catalogue_of({"wide-sea": TOPIC, "a": post(tags=["Sea"]), "b": post()})
    found = _files(dc.replace(catalogue, site=Site(base=BASE)))
    assert "topics/sea.atom" not in found
    urls = [item["url"] for item in json.loads(found["wide-sea.feed.json"])["items"]]
    assert urls == [f"{BASE}a.html"]


def test_an_undated_post_is_in_json_feeds_alone() -> None:
    """Atom demands a day of change, and none is invented."""
    texts = {"a": post(), "b": post(date=None, origin={"relation": "record"})}
    found = _files(dc.replace(catalogue_of(texts), site=Site(base=BASE)))
    assert len(ET.fromstring(found["feed.atom"]).findall(f"{ATOM}entry")) == 1  # noqa: S314  # our own
    items = json.loads(found["feed.json"])["items"]
    assert [item["url"] for item in items] == [f"{BASE}a.html", f"{BASE}b.html"]
    assert not {"date_published", "date_modified"} & set(items[1])
