"""Lists of all topics and years, and of the posts of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from docutils import nodes

from sphinx_anthology.model.views import Count, Person, PostEntry
from sphinx_anthology.pages.build import (
    Page,
    affiliation,
    items,
    name,
    portrait,
    text,
    topic_link,
)
from sphinx_anthology.pages.lists import post_list
from sphinx_anthology.pages.nodes import block, print_only, web_only
from sphinx_anthology.pages.wording import gettext, ngettext


def counts(
    page: Page, what: str, entries: Sequence[Count], posts: Callable[[str], Sequence[PostEntry]]
) -> Iterator[nodes.Node]:
    """All topics or years with their counts: linked on the web, with their lists in print.

    ``what`` is ``topics`` or ``years``; ``posts`` gives the posts of a key.
    """
    lines = ([_count(page, what, entry)] for entry in entries)
    yield web_only("", items(lines, f"an-{what}"))
    printed = print_only("")
    for entry in entries:
        found = posts(entry.key)
        heading = nodes.paragraph("", "", nodes.strong("", entry.label))
        heading["ids"] = [f"{what}-{entry.key}"]
        printed += [heading, post_list(page, found)]
    yield printed


def _count(page: Page, what: str, entry: Count) -> nodes.paragraph:
    number = ngettext("{n} post", "{n} posts", entry.count)
    counted = nodes.inline("", number, classes=["an-s"])
    return text(topic_link(page, what, entry), " ", counted)


def author_cards(page: Page, people: Sequence[tuple[Person, int]]) -> nodes.Node:
    """Author cards: portrait or monogram, name, role, one sentence, number of posts."""
    return items(([_author_card(page, *entry)] for entry in people), "an-people")


def _author_card(page: Page, person: Person, count: int) -> nodes.Node:
    line = text(*portrait(person), name(page, person), classes=["an-person"])
    number = ngettext("{n} post", "{n} posts", count) if count else gettext("no post yet")
    line += [nodes.Text(" "), nodes.inline("", number, classes=["an-s"])]
    card = block("", line, classes=["an-card"])
    if said := affiliation(person):
        card += text(said, classes=["an-s"])
    if person.bio:
        card += text(person.bio, classes=["an-sum"])
    return card
