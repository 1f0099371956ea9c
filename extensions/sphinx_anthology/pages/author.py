"""An author's page: who it is before the biography, and everything they did after it."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.model.views import AuthorView
from sphinx_anthology.pages.build import (
    Page,
    affiliation,
    article_lines,
    external,
    items,
    people_list,
    portrait,
    section,
    separated,
    text,
)
from sphinx_anthology.pages.lists import post_cards
from sphinx_anthology.pages.series import series_cards
from sphinx_anthology.pages.wording import gettext, ngettext


def before(page: Page, view: AuthorView) -> Iterator[nodes.Node]:
    """Portrait, current role and affiliations, ORCID, links."""
    person = view.person
    yield text(*portrait(person), classes=["an-portrait"])
    if person.photo and person.photo.credit:
        credit = ", ".join(filter(None, (person.photo.credit, person.photo.rights)))
        yield text(gettext("Photo: {credit}").format(credit=credit), classes=["an-s"])
    if said := affiliation(person):
        yield text(said, classes=["an-stand"])
    links: list[nodes.Node | None] = []
    if person.orcid:
        links.append(external(f"https://orcid.org/{person.orcid}", f"ORCID {person.orcid}"))
    if view.links:
        links += [
            external(address, _LINKS[kind]) for kind, address in view.links if address is not None
        ]
    if links:
        yield text(*separated(*links), classes=["an-links"])
    if view.members:
        people = people_list(page, ((member, "") for member in view.members))
        yield section("an-members", gettext("Members"), people)


_LINKS = {
    "web": "Web",
    "institution": "Institution",
    "mastodon": "Mastodon",
    "bluesky": "Bluesky",
    "scholar": "Google Scholar",
    "linkedin": "LinkedIn",
    "github": "GitHub",
    "wikidata": "Wikidata",
}
"""What a link of each kind is called: mostly proper names."""


def after(page: Page, view: AuthorView) -> Iterator[nodes.Node]:
    """Posts, posts about them, articles, series edited, co-authors."""
    if view.posts:
        yield section("an-posts", gettext("Posts"), post_cards(page, view.posts))
    if view.about:
        title = gettext("Posts about them")
        yield section("an-about", title, post_cards(page, view.about))
    if view.articles:
        lines = (article_lines(page, box) for box in view.articles)
        yield section("an-articles", gettext("Articles presented"), items(lines, "an-list"))
    if view.edited:
        yield section("an-edited", gettext("Series edited"), series_cards(page, view.edited))
    if view.together:
        people = (
            (person, ngettext("{n} post together", "{n} posts together", count))
            for person, count in view.together
        )
        yield section("an-together", gettext("Co-authors"), people_list(page, people))
