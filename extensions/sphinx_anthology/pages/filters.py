"""Long lists in groups, after links that each leave one group to be seen.

The links lead to the groups, and the style sheet hides those that no link leads to. This needs no
script, and where there are no styles, all is there.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from docutils import nodes

from sphinx_anthology.model import names
from sphinx_anthology.model.article_queries import SORT_KEYS
from sphinx_anthology.model.catalogue import POSTS_ON_A_PAGE
from sphinx_anthology.model.views import ArticleEntry, Count, Person, PostEntry, SeriesEntry
from sphinx_anthology.pages.build import counted, items, labelled, text
from sphinx_anthology.pages.nodes import SIFT, block, navigation
from sphinx_anthology.pages.wording import gettext, ngettext

Item = TypeVar("Item")
Group = tuple[str, str]
"""The key of a group for addresses, and its label."""


@dc.dataclass(frozen=True, slots=True)
class Filter(Generic[Item]):
    """What parts a list: a name for readers, and the group of an item."""

    name: str
    group_of: Callable[[Item], Group]
    of_posts: bool = False
    """Whether the items are posts, whose number is shown."""


def posts_by(order: str) -> Filter[PostEntry]:
    """The filter that suits an order of posts: letters for titles, series, or years."""
    if order == "title":
        name = gettext("Filter by first letter")
        return Filter(name, lambda entry: _letter(names.sort_key(entry.title)), of_posts=True)
    if order == "series":
        return Filter(gettext("Filter by series"), _series_of, of_posts=True)
    return Filter(gettext("Filter by year"), _year_of, of_posts=True)


def series_by_year() -> Filter[SeriesEntry]:
    """The filter of series by their newest post."""
    return Filter(gettext("Filter by year"), lambda entry: _year(entry.newest))


def authors_by_letter() -> Filter[tuple[Person, int]]:
    """The filter of authors with their numbers of posts, by family name."""
    name = gettext("Filter by first letter")
    return Filter(name, lambda entry: _letter("".join(entry[0].name.sort_key)))


def topics_by_letter() -> Filter[Count]:
    """The filter of topics."""
    return Filter(gettext("Filter by first letter"), lambda e: _letter(names.sort_key(e.label)))


def articles_by(order: str) -> Filter[ArticleEntry]:
    """The filter that suits an order of articles: letters of titles or first authors, or years."""
    key = SORT_KEYS[order]
    if order in {"newest", "oldest"}:
        return Filter(gettext("Filter by year"), lambda entry: _year(key(entry)))
    return Filter(gettext("Filter by first letter"), lambda entry: _letter("".join(key(entry))))


def _letter(sort_key: str) -> Group:
    first = sort_key[:1].upper()
    if first.isdecimal():
        return "0-9", "0–9"
    return (first, first) if first.isalpha() else ("others", "…")


def _year(year: int) -> Group:
    return (str(year), str(year)) if year else ("undated", gettext("undated"))


def _year_of(entry: PostEntry) -> Group:
    return _year(entry.date.earliest.year if entry.date else 0)


def _series_of(entry: PostEntry) -> Group:
    if entry.place is None:
        return "others", gettext("Other posts")
    return entry.place.series_id, entry.place.series_short


def filtered(
    identifier: str,
    entries: Sequence[Item],
    chosen: Filter[Item],
    made: Callable[[Sequence[Item]], nodes.Node],
) -> nodes.Node:
    """A list as it is ``made``; if it is long, in groups, after links to them.

    ``identifier`` is the list's own in its page.
    """
    groups: dict[Group, list[Item]] = {}
    for entry in entries:
        groups.setdefault(chosen.group_of(entry), []).append(entry)
    if len(entries) <= POSTS_ON_A_PAGE or len(groups) == 1:
        return made(entries)
    places = {group: f"{identifier}-{names.slug(group[0])}" for group in groups}
    ways = [_way(identifier, gettext("All"), len(entries), chosen)]
    ways += [_way(places[g], g[1], len(members), chosen) for g, members in groups.items()]
    links = navigation("", items(ways, "an-topics"), label=chosen.name, ids=[identifier])
    frame = block("", links, classes=[SIFT])
    for group, members in groups.items():
        row = labelled("an-row", _label(group[1], len(members), chosen))
        row += block("", made(members), classes=["an-prose"])
        row["ids"] = [places[group]]
        frame += row
    return frame


def _way(place: str, label: str, count: int, chosen: Filter[Item]) -> list[nodes.Node]:
    """A link to a group, or to all."""
    way = text(nodes.reference("", label, refid=place, internal=True))
    if chosen.of_posts:
        way += [nodes.Text(" "), counted("{n} post", "{n} posts", count)]
    return [way]


def _label(label: str, count: int, chosen: Filter[Item]) -> nodes.Node:
    """The label of a group; short ones are large."""
    found = nodes.inline(
        "", "", nodes.inline("", label, classes=["an-year"] if len(label) < 5 else [])
    )
    if chosen.of_posts:
        number = ngettext("{n} post", "{n} posts", count)
        found += [nodes.Text(" "), nodes.inline("", number, classes=["an-s"])]
    return found
