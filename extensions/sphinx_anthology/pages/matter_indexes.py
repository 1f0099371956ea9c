"""The indexes of a volume: its topics, and its people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import people_of, person, post_people
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Volume
from sphinx_anthology.pages.build import Page, items, link, section, spoken, text
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of


def indexes(env: BuildEnvironment, page: Page, volume: Volume) -> list[nodes.Node]:
    """The index of topics and the index of authors, for volumes with page numbers."""
    catalogue = domain_of(env).catalogue
    topics = ((label, posts) for label, posts in _topics(volume.posts, catalogue))
    people = ((_index_name(name), posts) for name, posts in _people(volume.posts, catalogue))
    found = [
        *_index(page, catalogue, "an-index-topics", gettext("Index of topics"), topics),
        *_index(page, catalogue, "an-index-authors", gettext("Index of authors"), people),
    ]
    return list(found)


def _index(
    page: Page,
    catalogue: Catalogue,
    identifier: str,
    title: str,
    entries: Iterable[tuple[str, Sequence[str]]],
) -> Iterator[nodes.Node]:
    """An index; none where it would be empty."""
    lines = [[_line(page, catalogue, label, posts)] for label, posts in entries]
    if lines:
        yield section(identifier, title, items(lines, "an-index"))


def _line(page: Page, catalogue: Catalogue, label: str, posts: Sequence[str]) -> nodes.paragraph:
    """A label and the posts that it leads to."""
    line = text(nodes.inline("", label, classes=["an-entry-of-index"]))
    for docname in posts:
        post = catalogue.posts[docname]
        line += [
            nodes.Text(", "),
            spoken(page, _place(page, docname, post.title), post.language or ""),
        ]
    return line


def _place(page: Page, docname: str, title: str) -> nodes.Element:
    """A link to a post, which is printed as the number of its page."""
    reference = link(page, "post", docname, title)
    for words in reference.findall(nodes.inline):
        words["classes"].append("an-page")
    return reference


def _topics(posts: Iterable[str], catalogue: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """The topics of posts, by label, each with its posts in reading order."""
    found = _grouped(
        (names.slug(tag), docname) for docname in posts for tag in catalogue.posts[docname].tags
    )
    for slug, label in catalogue.topic_labels.items():
        if slug in found:
            yield label, found[slug]


def _people(posts: Sequence[str], catalogue: Catalogue) -> Iterator[tuple[names.Name, list[str]]]:
    """Who wrote posts and whom posts are about, by family name, with the posts."""
    known: dict[str, Person] = {}
    pairs: list[tuple[str, str]] = []
    for docname in posts:
        post = catalogue.posts[docname]
        about = people_of(post.about, catalogue)
        for somebody in (*post_people(post, catalogue), *about):
            key = somebody.id or f" {somebody}"
            known[key] = person(key, catalogue) if somebody.id else somebody
            pairs.append((key, docname))
    found = _grouped(pairs)
    for key in sorted(found, key=lambda k: (known[k].name.sort_key, k)):
        yield known[key].name, found[key]


def _grouped(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Posts by what they have in common, each once."""
    found: dict[str, dict[str, None]] = {}
    for key, docname in pairs:
        found.setdefault(key, {})[docname] = None
    return {key: list(docnames) for key, docnames in found.items()}


def _index_name(name: names.Name) -> str:
    """A name as indexes have it: ``van Gestel, Nicolette``; a group's as it is."""
    is_personal = name.given and not name.literal
    return f"{name.family}, {name.given}" if is_personal else str(name)
