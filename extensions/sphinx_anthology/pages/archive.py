"""Lists of all topics and years, of the posts of each, and of all authors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docutils import nodes

from sphinx_anthology.model.archive_pages import MOST
from sphinx_anthology.model.views import Count, Person, PostEntry
from sphinx_anthology.pages.build import (
    Page,
    counted,
    items,
    labelled,
    text,
    topic_link,
)
from sphinx_anthology.pages.lists import dated_posts, post_list
from sphinx_anthology.pages.nodes import block, print_only, web_only
from sphinx_anthology.pages.people import affiliation, person_line
from sphinx_anthology.pages.wording import gettext, ngettext

Posts = Mapping[str, Sequence[PostEntry]]


def topics(page: Page, entries: Sequence[Count], posts: Posts) -> Iterator[nodes.Node]:
    """All topics: with their counts on the web, with their lists (``posts``, by key) in print."""
    yield web_only("", items(([_count(page, "topics", e)] for e in entries), "an-topics"))
    yield _printed(page, "topics", entries, posts)


def years(page: Page, entries: Sequence[Count], posts: Posts) -> Iterator[nodes.Node]:
    """All years: with their posts where these are few; on the web else only linked."""
    if sum(entry.count for entry in entries) <= MOST:
        yield web_only("", *(_year(page, entry, posts[entry.key]) for entry in entries))
    else:
        yield web_only("", items(([_count(page, "years", e)] for e in entries), "an-topics"))
    yield _printed(page, "years", entries, posts)


def _count(page: Page, what: str, entry: Count) -> nodes.paragraph:
    return text(topic_link(page, what, entry), " ", counted("{n} post", "{n} posts", entry.count))


def _year(page: Page, entry: Count, posts: Sequence[PostEntry]) -> nodes.Node:
    """A year with its posts."""
    number = ngettext("{n} post", "{n} posts", entry.count)
    year = nodes.inline("", "", topic_link(page, "years", entry), classes=["an-year"])
    year += nodes.inline("", f" {number}", classes=["an-s"])
    return labelled("an-years", year, dated_posts(page, posts))


def _printed(page: Page, what: str, entries: Sequence[Count], posts: Posts) -> print_only:
    """Each topic or year with its list."""
    printed = print_only("")
    for entry in entries:
        heading = nodes.paragraph("", "", nodes.strong("", entry.label))
        heading["ids"] = [f"{what}-{entry.key}"]
        printed += [heading, post_list(page, posts[entry.key])]
    return printed


def author_cards(page: Page, people: Sequence[tuple[Person, int]]) -> nodes.Node:
    """Author cards: monogram, name, number of posts, role, one sentence."""
    return items(([_author_card(page, *entry)] for entry in people), "an-people", "is-cards")


def author_names(page: Page, people: Sequence[tuple[Person, int]]) -> nodes.Node:
    """Authors with the number of their posts and nothing else."""
    return items(([person_line(page, p, _posts(n))] for p, n in people), "an-people")


def _author_card(page: Page, person: Person, count: int) -> nodes.Node:
    card = block("", person_line(page, person, _posts(count)), classes=["an-about"])
    if said := affiliation(person):
        card += text(said, classes=["an-s"])
    if person.bio:
        card += text(person.bio, classes=["an-sum"])
    return card


def _posts(count: int) -> str:
    return ngettext("{n} post", "{n} posts", count) if count else gettext("no post yet")
