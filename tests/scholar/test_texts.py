"""Whatever texts there are, machines read the same ones."""

from __future__ import annotations

import dataclasses as dc
import json

from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.views import ArticleBox, Person
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.json_ld.posts import post_page, record
from sphinx_anthology.outputs.scholar.post_metadata import (
    PostMetadata,
    post_metadata,
    valid_address,
)
from sphinx_anthology.outputs.scholar.signposting import in_head, post_links
from sphinx_anthology.outputs.scholar.tags import dublin_core, highwire, post_open_graph
from sphinx_anthology.typst.strings import cleaned
from tests.samples import catalogue_of, post
from tests.scholar.heads import Head, read

HURTING = ("</script>", "<!--", "]]>", '"', "'", "&amp;", "\\", "{x}", "\r\n", "\u2028", "\0", "$%")
pieces = st.one_of(st.text(st.characters(), min_size=1), st.sampled_from(HURTING))
texts = st.lists(pieces, min_size=1).map("".join).filter(lambda text: bool(cleaned(text).strip()))


def _facts(title: str, name: str, description: str) -> PostMetadata:
    """A post in whose every text there is something that hurts."""
    view = PostPage("s/a").result(catalogue_of({"s/a": post()}))
    assert view is not None
    told = view.post.model_copy(update={"title": title, "description": description})
    person = Person(name=Name(family=name, given=name))
    article = Article(key="k", title=title, authors=(Name(family=name, given=name),), journal=name)
    view = dc.replace(
        view,
        post=told,
        people=(person, person),
        address="https://x.example/s/a.html",
        articles=(ArticleBox(key="k", article=article),),
    )
    publication = Publication(title=title, publisher=name, base="https://x.example/")
    return post_metadata("s/a", view, publication, Site(base="https://x.example/"))


def _head(facts: PostMetadata) -> Head:
    tags = [
        *highwire(facts),
        *dublin_core(facts),
        *post_open_graph(facts, facts.work.description),
        *in_head(post_links(facts), "s/a", facts.site),
        post_page(facts).script(),
    ]
    return read("<!DOCTYPE html><html><head>" + "\n".join(tags) + "</head><body>end</body></html>")


@given(title=texts, name=texts, description=texts)
def test_every_tag_gives_its_text_back(title: str, name: str, description: str) -> None:
    """What no page may hold is left out, and nothing else; no text becomes markup."""
    head = _head(_facts(title, name, description))
    title, name, description = map(cleaned, (title, name, description))
    for key in ("citation_title", "DC.title", "og:title", "og:site_name"):
        assert head.one(key) == title
    for key in ("citation_author", "DC.creator"):
        assert head.all(key) == [f"{name}, {name}"] * 2
    for key in ("citation_abstract", "DC.description", "og:description"):
        assert head.one(key) == description
    assert head.one("citation_publisher") == name
    assert len(head.scripts) == 1


@given(title=texts, name=texts, description=texts)
def test_the_graph_gives_its_texts_back(title: str, name: str, description: str) -> None:
    """From inside its element, and from its file."""
    facts = _facts(title, name, description)
    head = _head(facts)
    title, name, description = map(cleaned, (title, name, description))
    assert head.post["headline"] == title
    assert head.post["description"] == description
    people = [thing for thing in head.things.values() if thing["@type"] == "Person"]
    assert [(p["familyName"], p["givenName"]) for p in people] == [(name, name)] * 2
    assert head.post == json.loads(post_page(facts).text())["@graph"][0]
    assert json.loads(record(facts).text())["@graph"][0]["headline"] == title
    assert "<" not in head.scripts[0]


@given(st.text(st.characters()))
def test_an_address_holds_only_what_may_stand_there(text: str) -> None:
    """Whatever is stated; and what is right stays as it is."""
    made = valid_address(f"https://x.example/{text}")
    assert made.isascii()
    assert not set(made) & set(' "<>\\^`{|}\n')
    assert valid_address(made) == made
