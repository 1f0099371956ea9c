"""Lists of people: each person is resolved to an author or a guest, once.

An id without an author document names nobody, and so does ‘et al.’. A text with several people is
read as a list. A guest with the name or ORCID iD of exactly one author document is that author. All
of this is reported, with what to write instead.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable, Iterable, Mapping, Sequence

from sphinx_anthology.model import names
from sphinx_anthology.model.documents import (
    Announcement,
    Author,
    Event,
    Origin,
    Post,
    Publication,
    Series,
)
from sphinx_anthology.model.fields import Contributor, Record, Role
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.people_items import ItemReader, KnownAuthors, known_authors
from sphinx_anthology.model.problem import Code, quoted
from sphinx_anthology.model.source import Source

Note = Callable[[Code, str, Path], None]
"""A function that records a problem of the value at a path."""


def without_repetitions(
    found: Iterable[tuple[Path, Contributor]], known: KnownAuthors, note: Note
) -> tuple[Contributor, ...]:
    """A list of people without repetitions, which are reported."""
    kept: list[Contributor] = []
    places: dict[str, list[int]] = {}
    likely: dict[tuple[str, str], list[Contributor]] = {}
    for where, given in found:
        alike = places.setdefault(_key(given), [])
        place = next((i for i in alike if given.id or _may_be_same(kept[i], given)), None)
        if place is None:
            others = likely.setdefault(known.parts(given).likeness, [])
            if message := _alike_message(given, others, known):
                note(Code.SAME_PERSON, message, where)
            others.append(given)
            alike.append(len(kept))
            kept.append(given)
            continue
        kept[place] = _merged(kept[place], given)
        shown = given.id or str(given.name)
        message = f"{quoted(shown)} is in this list twice and counts once; delete one of them."
        note(Code.SAME_PERSON, message, where)
    return tuple(kept)


def _alike_message(given: Contributor, others: Iterable[Contributor], known: KnownAuthors) -> str:
    """The message about two people whose names may be short and long forms of one."""
    name = known.parts(given)
    for other in others:
        have_documents = other.id in known.ids and given.id in known.ids
        if have_documents or not _may_be_same(other, given):
            continue
        if names.are_alike(name, known.parts(other)):
            return (
                f"{quoted(known.parts(other))} and {quoted(name)} in this list may be one "
                "person. If so, delete one of them; if not, give affiliations or ORCID iDs."
            )
    return ""


def _key(given: Contributor) -> str:
    """The key of a person: the id, or the normalised name."""
    return given.id or f" {given.name.parts.key if given.name else ''}"


def _may_be_same(one: Contributor, other: Contributor) -> bool:
    """Whether no stated fact distinguishes two people."""
    pairs = (
        (one.orcid, other.orcid),
        (one.url, other.url),
        (one.affiliations, other.affiliations),
    )
    return all(a == b for a, b in pairs if a and b)


def _merged(one: Contributor, other: Contributor) -> Contributor:
    """A person with the facts of both items."""
    stated = {n: v for n in ("role", "affiliations", "url", "orcid") if (v := getattr(other, n))}
    return one.model_copy(update={n: v for n, v in stated.items() if not getattr(one, n)})


def resolve_people(sources: Mapping[str, Source]) -> dict[str, Source]:
    """All sources, with each person named once, by id where there is one."""
    written = {docname: source.as_written or source for docname, source in sources.items()}
    return _MEMORY.resolved(written, known_authors(written))


class _Memory:
    """The last result: after an edit almost all sources are the same objects, with equal people."""

    def __init__(self) -> None:
        self._known: KnownAuthors | None = None
        self._found: dict[str, tuple[Source, Source]] = {}

    def resolved(self, written: Mapping[str, Source], known: KnownAuthors) -> dict[str, Source]:
        """All sources resolved, those of before from memory."""
        last = self._found if known == self._known else {}
        found = {
            docname: last[docname]
            if docname in last and last[docname][0] is source
            else (source, _resolved(source, known))
            for docname, source in written.items()
        }
        self._known, self._found = known, found
        return {docname: resolved for docname, (_, resolved) in found.items()}


_MEMORY = _Memory()


def _resolved(source: Source, known: KnownAuthors) -> Source:
    people = _People(source, known)
    match source.record:
        case Post():
            record: Record | None = people.of_post(source.record)
        case Series():
            record = people.of_series(source.record)
        case Author():
            record = people.of_author(source.record)
        case _:
            return source
    if record == source.record and not people.problems:
        return source
    problems = (*source.problems, *people.problems)
    return dc.replace(source, record=record, problems=problems, as_written=source)


class _People(ItemReader):
    """Reads the lists of people of one document."""

    def of_post(self, post: Post) -> Post:
        """A post with its authors and roles resolved."""
        authors = self.contributors(post.authors, "authors")
        origin = post.origin
        return post.model_copy(
            update={
                "authors": authors,
                "about": self.texts(post.about, "post", "about"),
                "roles": self._roles(post, authors),
                "origin": origin and self._origin(origin),
            }
        )

    def _origin(self, origin: Origin) -> Origin:
        parts = {"earlier": origin.earlier, "copies": origin.copies}
        return origin.model_copy(
            update={
                name: tuple(
                    self._publication(each, "post", "origin", name, place)
                    for place, each in enumerate(found)
                )
                for name, found in parts.items()
            }
        )

    def _publication(self, publication: Publication, *path: str | int) -> Publication:
        authors = self.contributors(publication.authors, *path, "authors", is_open=True)
        return publication.model_copy(update={"authors": authors})

    def of_series(self, series: Series) -> Series:
        """A series with its editors, announcements and event resolved."""
        event = series.event
        return series.model_copy(
            update={
                "editors": self.texts(series.editors, "series", "editors"),
                "announced": tuple(
                    self._announcement(each, place) for place, each in enumerate(series.announced)
                ),
                "event": event and self._event(event),
            }
        )

    def _event(self, event: Event) -> Event:
        lists = {"convenors": event.convenors, "speakers": event.speakers}
        people = {
            name: self.contributors(stated, "series", "event", name, is_open=True)
            for name, stated in lists.items()
        }
        return event.model_copy(update=people)

    def _announcement(self, announcement: Announcement, place: int) -> Announcement:
        path = ("series", "announced", place)
        authors = self.contributors(announcement.authors, *path, is_open=True)
        return announcement.model_copy(update={"authors": authors})

    def of_author(self, author: Author) -> Author:
        """An author whose name is checked, with group members resolved."""
        if not author.members and author.name is None:
            self.ask(author.title, "author: {{name: {}}}", "title")
            if str(author.parts) != " ".join(author.title.split()):
                message = f"The title is the name as it is printed. Write title: {author.parts}"
                self.note(Code.UNCLEAR_NAME, message, ("title",))
        return author.model_copy(
            update={"members": self.texts(author.members, "author", "members")}
        )

    def texts(self, stated: Sequence[str], *path: str | int) -> tuple[str, ...]:
        """A resolved list of ids; names and unknown ids stay as written."""
        found: list[tuple[Path, Contributor]] = []
        for place, text in enumerate(stated):
            where = (*path, place)
            for one in self.several(Contributor(id=text), where):
                somebody = self.somebody(one, where)
                if somebody is not None or not names.is_nobody(one.id or ""):
                    found.append((where, somebody or one))
        return tuple(
            each.id or str(each.name) for each in without_repetitions(found, self.known, self.note)
        )

    def contributors(
        self, stated: Sequence[Contributor], *path: str | int, is_open: bool = False
    ) -> tuple[Contributor, ...]:
        """A resolved list of people; ``is_open`` allows names without a guest mapping."""
        found: list[tuple[Path, Contributor]] = []
        for place, given in enumerate(stated):
            where = (*path, place)
            several = self.several(given, where)
            for one in several:
                somebody = self.somebody(one, where, is_open=is_open or len(several) > 1)
                if somebody is not None:
                    found.append((where, somebody))
        return without_repetitions(found, self.known, self.note)

    def _roles(self, post: Post, authors: Sequence[Contributor]) -> Mapping[str, Role]:
        """The roles by author id, with those stated in ``authors``."""
        ids = [author.id for author in authors if author.id]
        stated = {each.id for each in post.authors if each.id and names.is_id(each.id)} - set(ids)
        roles: dict[str, Role] = {}
        for key, role in post.roles.items():
            author_id = self._role_key(key, ids)
            if self.known.plain_id(key):
                self.tell_author(Contributor(id=key), author_id, ("post", "roles", key))
            if author_id in ids or key not in stated:  # unknown authors are reported elsewhere
                roles[author_id] = role
        for author in authors:
            if author.id and (author.role or author.affiliations):
                role = Role(role=author.role, affiliations=author.affiliations)
                roles.setdefault(author.id, role)
        return post.roles if roles == post.roles else roles

    def _role_key(self, key: str, ids: Sequence[str]) -> str:
        """The author id that a key of ``roles`` means: an id, or a name."""
        named = self.known.by_name.get(names.split_name(key).key, ())
        plain = self.known.plain_id(key)
        found = [author_id for author_id in {*named, plain} if author_id in ids]
        return found[0] if key not in ids and len(found) == 1 else key
