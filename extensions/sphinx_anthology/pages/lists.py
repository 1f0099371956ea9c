"""Lists of posts, authors, topics and years: cards, dated lists, tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from docutils import nodes

from sphinx_anthology.model.catalogue import POSTS_ON_A_PAGE
from sphinx_anthology.model.views import Count, Person, PostEntry
from sphinx_anthology.pages.build import (
    Page,
    affiliation,
    counted,
    grouped,
    in_language,
    items,
    labelled,
    moment,
    name_list,
    person_line,
    post_link,
    separated,
    text,
    title_of,
    topic_link,
    with_language,
)
from sphinx_anthology.pages.filters import filtered, posts_by, topics_by_letter
from sphinx_anthology.pages.nodes import (
    DATED,
    KICKER,
    LIST,
    PEOPLE,
    block,
    excerpt,
    head,
    listing,
    print_only,
    web_only,
)
from sphinx_anthology.pages.wording import gettext, ngettext, part_label, post_kind, relation_name


def where(page: Page, entry: PostEntry) -> list[nodes.Node]:
    """The kind, part and series of a post on one line."""
    kinds = (post_kind(entry.kind), relation_name(entry.relation))
    if entry.place is None:
        return separated(*kinds)
    series = nodes.Text(entry.place.series_short)
    marked = with_language(page, series, entry.place.series_language)
    return separated(*kinds, part_label(entry.place), marked)


def byline(page: Page, entry: PostEntry) -> nodes.paragraph:
    """All authors of a post, in order."""
    return text(*name_list(page, entry.people, linked=False), classes=["an-by"])


def summary(page: Page, entry: PostEntry) -> list[nodes.Node]:
    """The description of a post, if it has one."""
    if not entry.description:
        return []
    return [text(entry.description, classes=["an-sum", *in_language(page, entry.language)])]


def post_card(page: Page, entry: PostEntry, *words: nodes.Node) -> nodes.Node:
    """A post in a list: date, series, title, authors, and words of it."""
    line = separated(moment(page, entry.date), grouped(where(page, entry)))
    card = block("", text(*line, classes=["an-s"]), classes=["an-entry"])
    card += title_of(page, post_link(page, entry), entry.language)
    card += byline(page, entry)
    card += words
    return card


def _first_words(page: Page, entry: PostEntry, *, leads_on: bool) -> excerpt:
    """The placeholder of a post's excerpt, which may lead on to the rest."""
    placeholder = excerpt(post=entry.docname, docname=page.docname, language=page.language)
    placeholder["summary"] = entry.description
    placeholder["title"] = entry.title
    placeholder["words"] = entry.language
    placeholder["leads_on"] = leads_on
    return placeholder


def post_cards(page: Page, entries: Sequence[PostEntry], excerpts: int | None = None) -> nodes.Node:
    """Posts as cards, with descriptions, or with the first words of a number of them.

    If some have their first words, the others have none, and titles lead to all. If it is the first
    alone, it may be shown larger.
    """
    if excerpts is None:
        cards = [post_card(page, entry, *summary(page, entry)) for entry in entries]
        return items(([card] for card in cards), LIST)
    leads_on = excerpts >= len(entries)
    with_words, bare = entries[:excerpts], entries[excerpts:]
    cards = [post_card(page, e, _first_words(page, e, leads_on=leads_on)) for e in with_words]
    cards += [post_card(page, entry) for entry in bare]
    return items(([card] for card in cards), LIST, *(["is-led"] if excerpts == 1 else []))


def dated_posts(
    page: Page, entries: Iterable[PostEntry], *, with_summary: bool = False
) -> nodes.Node:
    """Posts with date, title, authors and place in a series."""
    return items(([_dated(page, entry, with_summary=with_summary)] for entry in entries), LIST)


def _dated(page: Page, entry: PostEntry, *, with_summary: bool) -> nodes.Node:
    card = block("", classes=["an-entry"])
    card += title_of(page, post_link(page, entry), entry.language)
    card += byline(page, entry)
    card += summary(page, entry) if with_summary else []
    date = text(moment(page, entry.date), classes=["an-s"])
    return block("", date, card, text(*where(page, entry), classes=["an-s"]), classes=[DATED])


PARTED = 12
"""The fewest posts of an author that are parted by year."""


def posts_by_year(page: Page, entries: Sequence[PostEntry]) -> Iterator[nodes.Node]:
    """Posts with date, title, authors and place in a series; many of them below their years."""
    years = [(year, list(found)) for year, found in itertools.groupby(entries, _year_of)]
    if len(entries) < PARTED or len(years) == 1:
        yield dated_posts(page, entries)
        return
    for year, found in years:
        named = nodes.inline("", year or gettext("undated"), classes=["an-year"])
        yield labelled("an-years", named, dated_posts(page, found))


def _year_of(entry: PostEntry) -> str:
    return str(entry.date.earliest.year) if entry.date else ""


def post_list(page: Page, entries: Iterable[PostEntry]) -> nodes.Node:
    """Posts with one line each: title, authors, date."""
    lines = []
    for entry in entries:
        about = separated(
            nodes.inline("", "", *name_list(page, entry.people, linked=False)),
            moment(page, entry.date),
            part_label(entry.place),
        )
        title = title_of(page, post_link(page, entry), entry.language)
        lines.append([title, text(*about, classes=["an-s"])])
    return items(lines, LIST, "is-short")


def table(
    headings: Sequence[str], rows: Iterable[Sequence[Sequence[nodes.Node]]], made: nodes.table
) -> nodes.table:
    """A table; each cell is a list of paragraphs."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=100 // len(headings)) for _ in headings]
    head, body = nodes.thead(), nodes.tbody()
    head += nodes.row("", *(nodes.entry("", text(heading)) for heading in headings))
    body += [nodes.row("", *(nodes.entry("", *cell) for cell in row)) for row in rows]
    group += [head, body]
    made += group
    return made


def post_table(page: Page, entries: Iterable[PostEntry]) -> nodes.Node:
    """Posts as a table."""
    headings = [gettext("Date"), gettext("Post"), gettext("Authors"), gettext("Series")]
    rows = [
        (
            [text(moment(page, entry.date))],
            [text(post_link(page, entry), classes=in_language(page, entry.language))],
            [text(*name_list(page, entry.people, linked=False))],
            [text(*where(page, entry))],
        )
        for entry in entries
    ]
    return table(headings, rows, nodes.table(classes=["an-table"]))


def topic_head(kind: str, description: str = "", classes: Sequence[str] = ()) -> head:
    """The head of a page of posts: its kind and description, with ``classes``."""
    top = head("", text(kind, classes=[KICKER]), classes=["an-head", "is-display"])
    if description:
        top += text(description, classes=["an-stand", *classes])
    return top


def topic_posts(page: Page, entries: Sequence[PostEntry], count: int) -> listing:
    """The posts of a topic or year; ``count`` is their total."""
    made = partial(dated_posts, page, with_summary=True)
    if len(entries) > POSTS_ON_A_PAGE:
        return listing("", filtered("an-all-posts", entries, posts_by("newest"), made))
    posts = made(entries)
    label = nodes.inline("", ngettext("{n} post", "{n} posts", count))
    if count > 1:
        label += nodes.inline("", " " + gettext("Newest first"), classes=["an-s"])
    return listing("", labelled("an-posts", label, posts))


Posts = Mapping[str, Sequence[PostEntry]]


def topics(
    page: Page, identifier: str, entries: Sequence[Count], posts: Posts
) -> Iterator[nodes.Node]:
    """All topics: on the web with counts, in print with their ``posts`` by key."""

    def made(some: Sequence[Count]) -> nodes.Node:
        return items(([_count(page, "topics", entry)] for entry in some), "an-topics")

    yield web_only("", filtered(identifier, entries, topics_by_letter(), made))
    yield _printed(page, "topics", entries, posts)


def years(page: Page, entries: Sequence[Count], posts: Posts) -> Iterator[nodes.Node]:
    """All years with their posts; on the web only linked if these are many."""
    if sum(entry.count for entry in entries) <= POSTS_ON_A_PAGE:
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
    """Each topic or year with its list, for print."""
    printed = print_only("")
    for entry in entries:
        heading = nodes.paragraph("", "", nodes.strong("", entry.label))
        heading["ids"] = [f"{what}-{entry.key}"]
        printed += [heading, post_list(page, posts[entry.key])]
    return printed


def author_cards(page: Page, people: Sequence[tuple[Person, int]]) -> nodes.Node:
    """Author cards: monogram, name, number of posts, role, one sentence."""
    return items(([_author_card(page, *entry)] for entry in people), PEOPLE, "is-cards")


def author_names(page: Page, people: Sequence[tuple[Person, int]]) -> nodes.Node:
    """Authors with the number of their posts."""
    return items(([person_line(page, p, _posts(n))] for p, n in people), PEOPLE)


def _author_card(page: Page, person: Person, count: int) -> nodes.Node:
    card = block("", person_line(page, person, _posts(count)), classes=["an-about"])
    if said := affiliation(person):
        card += text(said, classes=["an-s"])
    if person.bio:
        card += text(person.bio, classes=["an-sum"])
    return card


def _posts(count: int) -> str:
    return ngettext("{n} post", "{n} posts", count) if count else gettext("no posts yet")
