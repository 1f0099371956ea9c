"""Whatever texts there are, readers of feeds read the same ones."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.names import Name
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.feeds.channels import (
    ATOM,
    JSON,
    Channel,
    Entry,
    Page,
    Presented,
    Someone,
    line,
    someone,
)
from sphinx_anthology.outputs.feeds.formats import atom, atom_entry, json_feed, json_item
from sphinx_anthology.site.texts import feed_text
from sphinx_anthology.typst.strings import cleaned

HURTING = (
    "</content>",
    "<!--",
    "]]>",
    '"',
    "'",
    "&amp;",
    "\\",
    "{x}",
    "\r\n",
    "\u2028",
    "\0",
    "\x1b",
)
pieces = st.one_of(st.text(st.characters(), min_size=1), st.sampled_from(HURTING))
texts = st.lists(pieces, min_size=1).map("".join).filter(lambda text: bool(line(text)))
SITE = Site(base="https://x.example/")
SPACE = {"a": "http://www.w3.org/2005/Atom"}


def _entry(title: str, name: str, text: str) -> Entry:
    return Entry(
        id="tag:x.example,2021:/a.html",
        address="https://x.example/a.html",
        title=line(title),
        authors=(Someone(line(name), "https://orcid.org/0000-0002-1825-0097"),) * 2,
        updated="2021-04-21T00:00:00Z",
        summary=cleaned(text),
        text=feed_text(text, "https://x.example/a.html"),
        language="en",
        topics=(line(title),),
        articles=(Presented(line(title), "https://doi.org/10.5555/1"),),
    )


def _page(kind: str, title: str) -> Page:
    channel = Channel(docname="", home=SITE.base, title=title, posts=("a",), description=title)
    return Page(channel, kind, 1, 1, ("a",))


@given(texts, texts, texts)
def test_atom_says_what_was_said(title: str, name: str, text: str) -> None:
    """Every text of an entry and of its feed, by another parser of XML."""
    entry = _entry(title, name, text)
    publication = Publication(title=title, base=SITE.base)
    written = atom(_page(ATOM, title), [entry], [atom_entry(entry)], publication, SITE)
    feed = ET.fromstring(written.encode())  # noqa: S314  # our own
    found = feed.find("a:entry", SPACE)
    assert found is not None
    assert feed.findtext("a:title", None, SPACE) == line(title)
    assert found.findtext("a:title", None, SPACE) == line(title)
    names = [e.text for e in found.findall("a:author/a:name", SPACE)]
    assert names == [line(name)] * 2
    assert found.findtext("a:summary", "", SPACE) == entry.summary
    assert found.findtext("a:content", "", SPACE) == entry.text
    assert [e.get("term") for e in found.findall("a:category", SPACE)] == [line(title)]
    related = found.find("a:link[@rel='related']", SPACE)
    assert related is not None
    assert related.get("title") == line(title)


@given(texts, texts, texts)
def test_json_feed_says_what_was_said(title: str, name: str, text: str) -> None:
    """Every text of an item and of its feed."""
    entry = _entry(title, name, text)
    publication = Publication(title=title, base=SITE.base)
    feed = json.loads(json_feed(_page(JSON, title), [json_item(entry)], publication, SITE).encode())
    (item,) = feed["items"]
    assert feed["title"] == item["title"] == line(title)
    assert [author["name"] for author in item["authors"]] == [line(name)] * 2
    assert item["content_html"] == entry.text
    assert item.get("summary", "") == entry.summary
    assert item["_scholarly"]["articles"][0]["title"] == line(title)


def test_people_have_the_address_by_which_services_know_them() -> None:
    """The ORCID iD, else our page, else their own, else none; degrees are no part of a name."""
    name = Name(given="Jane", family="Doe", suffix="PhD", display="Jane Doe, PhD")
    own = "https://jane.example/"
    everything = Person(name=name, orcid="0000-0002-1825-0097", docname="authors/jane", url=own)
    assert someone(everything, SITE) == Someone("Jane Doe", "https://orcid.org/0000-0002-1825-0097")
    ours = Person(name=name, docname="authors/jane", url=own)
    assert someone(ours, SITE).address == "https://x.example/authors/jane.html"
    assert someone(Person(name=name, url=own), SITE).address == own
    assert someone(Person(name=name), SITE) == Someone("Jane Doe")


def test_a_group_with_a_comma_keeps_its_name() -> None:
    """Only what follows a person's name is taken off."""
    name = Name(family="Ports, Quays & Sons", display="Ports, Quays & Sons", literal=True)
    assert someone(Person(name=name), SITE).name == "Ports, Quays & Sons"
