"""The page of an author: details before the biography, lists after it."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.model.views import AuthorView
from sphinx_anthology.pages.bibliographic import all_record_links, article_lines
from sphinx_anthology.pages.build import (
    Page,
    affiliation,
    external,
    items,
    labelled,
    people_list,
    photo_credit,
    portrait,
    section,
    separated,
    text,
)
from sphinx_anthology.pages.lists import dated_posts, posts_by_year
from sphinx_anthology.pages.nodes import LIST, PORTRAIT, block, head
from sphinx_anthology.pages.series import series_cards
from sphinx_anthology.pages.wording import gettext, ngettext


def header_parts(page: Page, view: AuthorView, biography: str = "") -> Iterator[nodes.Node]:
    """Portrait, one sentence, role, affiliations, ORCID iD, links; the members of a group.

    The sentence is left out if the biography says it.
    """
    person = view.person
    top = head("", text(*portrait(person, "is-xl"), classes=[PORTRAIT]))
    top["classes"] += ["an-head", "an-profile"]
    yield top
    if person.bio and person.bio not in biography:
        top += text(person.bio, classes=["an-stand"])
    if said := affiliation(person):
        top += text(said, classes=["an-by"])
    if links := list(_links(view)):
        top += text(*separated(*links), classes=["an-links", "an-s"])
    top += photo_credit(person)
    if view.members:
        people = people_list(page, ((member, "") for member in view.members), "is-few")
        yield labelled("an-members", gettext("Members"), people)


def _links(view: AuthorView) -> Iterator[nodes.Node]:
    """The ORCID iD and links to other sites."""
    if orcid := view.person.orcid:
        yield external(f"https://orcid.org/{orcid}", f"ORCID {orcid}")
    for kind, address in view.links or ():
        if address is not None:
            yield external(address, _link_name(kind))


def _link_name(kind: str) -> str:
    """The label of a link by its kind; most are proper names."""
    return {
        "web": gettext("Web"),
        "institution": gettext("Institution"),
        "mastodon": "Mastodon",
        "bluesky": "Bluesky",
        "scholar": "Google Scholar",
        "linkedin": "LinkedIn",
        "github": "GitHub",
        "wikidata": "Wikidata",
    }[kind]


def footer_parts(page: Page, view: AuthorView) -> Iterator[nodes.Node]:
    """Posts, posts about them, articles, edited series, co-authors."""
    if view.posts:
        records = all_record_links(page, view.person.docname)
        yield section("an-posts", gettext("Posts"), *posts_by_year(page, view.posts), records)
    if view.about:
        title = gettext("Posts about {name}").format(name=view.person.name)
        yield section("an-about", title, dated_posts(page, view.about))
    if view.articles:
        boxes = (block("", *article_lines(page, b), classes=["an-entry"]) for b in view.articles)
        articles = items(([box] for box in boxes), LIST)
        yield section("an-articles", gettext("Articles presented"), articles)
    if view.edited:
        yield section("an-edited", gettext("Series edited"), series_cards(page, view.edited))
    if view.co_authors:
        people = (
            (person, ngettext("{n} joint post", "{n} joint posts", count))
            for person, count in view.co_authors
        )
        title = gettext("Co-authors")
        yield section("an-together", title, people_list(page, people, "is-few"))
