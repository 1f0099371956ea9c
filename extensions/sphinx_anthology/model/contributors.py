"""Who is meant in lists of people: authors by id or by name, guests, each person once.

An id that no author document has is nobody, and so is whoever stands for others (‘et al.’).
Several people in one text are read as a list. A guest who has the name, or the ORCID iD, of one
author document alone is that author. All of it is told, with what to write instead.
"""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sphinx_anthology.model import names
from sphinx_anthology.model.author import Author
from sphinx_anthology.model.byline_texts import (
    Byline,
    byline,
    is_address,
    orcid_of,
    split_people,
    unclear,
    written,
)
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.people import Affiliation, Contributor, PersonName, Role
from sphinx_anthology.model.post import Origin, Post, Publication
from sphinx_anthology.model.problem import Code, Problem, did_you_mean, quoted, yaml_text
from sphinx_anthology.model.series import Announcement, Event, Series
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.written_ids import plain_docname, plain_id


@dc.dataclass(frozen=True, slots=True)
class _Known:
    """The author documents: those that can be named, by id, name and ORCID iD, and the others."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]]
    by_orcid: Mapping[str, tuple[str, ...]]
    orcids: Mapping[str, str]
    unreadable: Mapping[str, str]
    """The files of those that cannot be named, by id."""
    names: Mapping[str, names.Name]
    by_likeness: Mapping[tuple[str, str], tuple[str, ...]]
    by_docname: Mapping[str, str]
    every: frozenset[str]
    """The ids of all, also of those that cannot be named."""

    def shares_orcid(self, guest: Contributor, author_id: str) -> bool:
        """Whether nothing says that a guest is somebody else than an author."""
        return not (guest.orcid and self.orcids[author_id]) or guest.orcid == self.orcids[author_id]


def resolve_people(sources: Mapping[str, Source]) -> dict[str, Source]:
    """All sources, in which everybody is named once, and by an id where there is one."""
    written = {docname: source.as_written or source for docname, source in sources.items()}
    known = _known(written)
    return {docname: _resolved(source, known) for docname, source in written.items()}


def _known(sources: Mapping[str, Source]) -> _Known:
    found: dict[str, Source] = {}
    unreadable: dict[str, str] = {}
    for _, source in sorted(sources.items()):
        if source.kind == "author":
            found.setdefault(source.id, source)
        elif source.blocked and not source.kind:
            unreadable.setdefault(source.id, source.file)
    people = {
        i: s.record for i, s in found.items() if not s.blocked and isinstance(s.record, Author)
    }
    unreadable |= {i: s.file for i, s in found.items() if i not in people}
    return _Known(
        ids=frozenset(people),
        by_name=_grouped((author.parts.key, i) for i, author in people.items()),
        by_orcid=_grouped((author.orcid, i) for i, author in people.items() if author.orcid),
        orcids={i: author.orcid or "" for i, author in people.items()},
        unreadable=unreadable,
        names={i: author.parts for i, author in people.items()},
        by_likeness=_grouped((author.parts.likeness, i) for i, author in people.items()),
        by_docname={found[i].docname.removesuffix("/index"): i for i in people},
        every=frozenset({*people, *unreadable}),
    )


_Key = TypeVar("_Key")


def _grouped(pairs: Iterable[tuple[_Key, str]]) -> dict[_Key, tuple[str, ...]]:
    found: dict[_Key, tuple[str, ...]] = {}
    for key, author_id in pairs:
        found[key] = (*found.get(key, ()), author_id)
    return found


def _resolved(source: Source, known: _Known) -> Source:
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


class _People:
    """Reads the lists of people of one document, and notes what is wrong with them."""

    def __init__(self, source: Source, known: _Known) -> None:
        self.source, self.known = source, known
        self.problems: list[Problem] = []

    def of_post(self, post: Post) -> Post:
        """A post whose authors are each named once, and its roles with them."""
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
        """A series with its editors, and with everybody whom it announces."""
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
        """A person, whose name may be unclear, or a group with its members."""
        if not author.members and author.name is None:
            self._ask(author.title, "author: {{name: {}}}", "title")
            if str(author.parts) != " ".join(author.title.split()):
                message = f"The title is the name as it is printed. Write title: {author.parts}"
                self._note(Code.UNCLEAR_NAME, message, ("title",))
        return author.model_copy(
            update={"members": self.texts(author.members, "author", "members")}
        )

    def texts(self, stated: Sequence[str], *path: str | int) -> tuple[str, ...]:
        """A list of ids. In it a name is kept as it is written, and so is an unknown id."""
        found: list[tuple[Path, Contributor]] = []
        for place, text in enumerate(stated):
            where = (*path, place)
            for one in self._several(Contributor(id=text), where):
                somebody = self._somebody(one, where)
                if somebody is not None or not names.is_nobody(one.id or ""):
                    found.append((where, somebody or one))
        return tuple(each.id or str(each.name) for each in self._once(found))

    def contributors(
        self, stated: Sequence[Contributor], *path: str | int, is_open: bool = False
    ) -> tuple[Contributor, ...]:
        """A list of people, each once; ``is_open`` says that a name alone will do in it."""
        found: list[tuple[Path, Contributor]] = []
        for place, given in enumerate(stated):
            where = (*path, place)
            several = self._several(given, where)
            for one in several:
                somebody = self._somebody(one, where, is_open=is_open or len(several) > 1)
                if somebody is not None:
                    found.append((where, somebody))
        return self._once(found)

    # several people in one text

    def _several(self, given: Contributor, where: Path) -> list[Contributor]:
        """The people whom one item of a list names: mostly one."""
        text = _text_of(given)
        is_plain = given == Contributor(id=given.id, name=given.name)
        is_bare = given.name is None and where not in self.source.lines
        parts = split_people(text, self.known.every, is_bare=is_bare) if is_plain else ()
        if len(parts) < 2 or text in self.known.ids or self._plain_id(text):
            return [given]
        ids = [plain_id(part, self.known.every) for part in parts]
        named = (i or self._author(Contributor(id=p)) for i, p in zip(ids, parts, strict=True))
        listed = ", ".join(i or written(part) for i, part in zip(named, parts, strict=True))
        field = ".".join(str(part) for part in where[:-1] if isinstance(part, str))
        message = (
            f"‘{field}’: {quoted(text)} is one text and names {len(parts)} people; it is read as "
            f"a list. Write [{listed}]."
        )
        self._note(Code.LIST_AS_TEXT, message, where)
        return [Contributor(id=i or part) for i, part in zip(ids, parts, strict=True)]

    def _plain_id(self, text: str) -> str:
        """The id that a path, a link or a role means; empty where it means none."""
        found = plain_id(text, self.known.every)
        return found or ("" if text in self.known.every else self._id_of_path(text))

    def _id_of_path(self, text: str) -> str:
        return self.known.by_docname.get(plain_docname(text).removesuffix("/index"), "")

    # one person

    def _somebody(
        self, given: Contributor, where: Path, *, is_open: bool = False
    ) -> Contributor | None:
        """Whom an item means; none where it is nobody."""
        text = _text_of(given)
        if is_address(text) and not self._plain_id(text):
            return self._of_address(given, where)
        if given.id not in self.known.ids:
            given = self._plainly(given, where)
        text = given.id or str(given.name or "")
        if given.id in self.known.ids:
            return given
        if names.is_nobody(text) or names.is_placeholder(text):
            message = f"{quoted(text)} names nobody and is left out; name every author."
            self._note(Code.UNKNOWN_AUTHOR, message, where)
            return None
        if (author_id := self._author(given)) is not None:
            if not is_open:  # in which a name is as right as an id
                self._tell_author(given, author_id, where)
            return given.model_copy(update={"id": author_id, "name": None})
        if given.id is not None and (not is_open or names.is_id(given.id)):
            self._note(Code.UNKNOWN_AUTHOR, self._unknown(given.id), where)
        name = given.name or self._name(given.id or "")
        named = given.model_copy(update={"id": None, "name": name})
        return self._guest(named, where) if name else None

    def _plainly(self, given: Contributor, where: Path) -> Contributor:
        """Somebody by the id that a path or a link means, or by the name alone."""
        text = _text_of(given)
        if author_id := self._plain_id(text):
            self._tell_author(given, author_id, where)
            return given.model_copy(update={"id": author_id, "name": None})
        said = byline(text)
        return given if said is None else self._without_remarks(given, said, where)

    def _of_address(self, given: Contributor, where: Path) -> Contributor | None:
        """The author of an ORCID iD that stands in the place of a name; else nobody."""
        text = _text_of(given)
        ids = self.known.by_orcid.get(orcid_of(text), ())
        if len(ids) == 1:
            self._tell_author(given, ids[0], where)
            return given.model_copy(update={"id": ids[0], "name": None})
        orcid = f", orcid: {orcid_of(text)}" if orcid_of(text) else ""
        message = f"{quoted(text)} is an address, and no name. Write {{name: Jane Doe{orcid}}}."
        self._note(Code.UNKNOWN_AUTHOR, message, where)
        return None

    def _without_remarks(self, given: Contributor, said: Byline, where: Path) -> Contributor:
        """Somebody whose text says more than a name: what else it says goes where it belongs."""
        author_id = self._author(Contributor(id=said.name, orcid=said.orcid or None))
        if author_id is None:
            text = _text_of(given)
            message = f"{quoted(text)} is more than a name; it is read as {quoted(said.name)}."
            self._note(Code.UNCLEAR_NAME, f"{message} Write {said.written()}.", where)
        stated = {
            "orcid": given.orcid or said.orcid or None,
            "url": given.url or said.url or None,
            "affiliations": given.affiliations
            or ((Affiliation(name=said.affiliation),) if said.affiliation else ()),
        }
        return given.model_copy(
            update={"id": None, "name": PersonName(printed=said.name), **stated}
        )

    def _name(self, text: str) -> PersonName | None:
        """A guest's name that stands where ids do; none where it is an id that nobody has."""
        is_nobody = names.is_id(text) or text in self.known.unreadable
        return None if is_nobody else PersonName(printed=text)

    def _author(self, given: Contributor) -> str | None:
        """The id of the one author document that a guest's ORCID iD or name is of."""
        if given.id in self.known.unreadable:
            return None
        ids = self.known.by_orcid.get(given.orcid or "", ())
        if not ids and not (given.id and names.is_id(given.id)):
            named = given.name.parts if given.name else names.split_name(given.id or "")
            ids = self.known.by_name.get(named.key, ())
            ids = tuple(i for i in ids if self.known.shares_orcid(given, i))
        return ids[0] if len(ids) == 1 else None

    def _tell_author(self, given: Contributor, author_id: str, where: Path) -> None:
        written = given.id or (given.name and given.name.printed) or given.name
        message = (
            f"{quoted(written)} is taken for the author ‘{author_id}’, who has a document. "
            f"Write {author_id}."
        )
        self._note(Code.SAME_PERSON, message, where)

    def _unknown(self, author_id: str) -> str:
        """What is said of an id that is no author's."""
        if (file := self.known.unreadable.get(author_id)) is not None:
            return f"The author ‘{author_id}’ cannot be named: ‘{file}’ is left out."
        message = f"There is no author ‘{author_id}’."
        if hint := did_you_mean(author_id, self.known.ids):
            return message + hint
        guest = f" For a guest write {written(author_id)}."
        return message if names.is_id(author_id) else message + guest

    def _guest(self, given: Contributor, where: Path) -> Contributor:
        name = given.name
        if name is not None and name.printed and not name.is_in_parts:
            if not self._twins(name.printed, where) and not self._tell_likeness(given, where):
                self._ask(name.printed, "{{name: {}}}", *where)
            if _AND_OTHERS.search(name.printed):
                message = f"{quoted(name.printed)} does not name everybody; name every author."
                self._note(Code.UNKNOWN_AUTHOR, message, where)
        return given

    def _twins(self, text: str, where: Path) -> bool:
        """Whether several author documents have a guest's name."""
        ids = self.known.by_name.get(names.split_name(text).key, ())
        if len(ids) < 2:
            return False
        message = f"{quoted(text)} is the name of {' and '.join(ids)}. Write the id that is meant."
        self._note(Code.UNCLEAR_NAME, message, where)
        return True

    def _tell_likeness(self, given: Contributor, where: Path) -> bool:
        """Tell of an author document of nearly a guest's name; whether there is one."""
        name, stated = given.name, given.orcid or given.url or given.affiliations
        if name is None or stated:
            return False
        likely = self.known.by_likeness.get(name.parts.likeness, ())
        alike = (i for i in likely if names.are_alike(name.parts, self.known.names[i]))
        if (author_id := next(alike, None)) is None:
            return False
        message = (
            f"{quoted(name)} may be the author ‘{author_id}’, who has a document. If so, write "
            f"{author_id}; if not, say more of the guest: {{name: {yaml_text(str(name))}, "
            "affiliations: […]}."
        )
        self._note(Code.UNCLEAR_NAME, message, where)
        return True

    def _ask(self, text: str, form: str, *where: str | int) -> None:
        """Ask how a name is to be read, where nothing says so."""
        if message := unclear(text, form):
            self._note(Code.UNCLEAR_NAME, message, where)

    # each person once

    def _once(self, found: Iterable[tuple[Path, Contributor]]) -> tuple[Contributor, ...]:
        """People without those who are in a list already."""
        kept: list[Contributor] = []
        places: dict[str, list[int]] = {}
        likely: dict[tuple[str, str], list[Contributor]] = {}
        for where, given in found:
            alike = places.setdefault(_key(given), [])
            place = next((i for i in alike if _is_same(kept[i], given)), None)
            if place is None:
                others = likely.setdefault(self._parts(given).likeness, [])
                self._tell_alike(given, others, where)
                others.append(given)
                alike.append(len(kept))
                kept.append(given)
                continue
            kept[place] = _merged(kept[place], given)
            shown = given.id or str(given.name)
            message = f"{quoted(shown)} is in this list twice and counts once; delete one of them."
            self._note(Code.SAME_PERSON, message, where)
        return tuple(kept)

    def _tell_alike(self, given: Contributor, others: Iterable[Contributor], where: Path) -> None:
        """Tell of two people in a list whose names differ in what is left out."""
        name = self._parts(given)
        for other in others:
            have_documents = other.id in self.known.ids and given.id in self.known.ids
            if have_documents or not _may_be_same(other, given):
                continue
            if names.are_alike(name, self._parts(other)):
                message = (
                    f"{quoted(self._parts(other))} and {quoted(name)} in this list may be one "
                    "person. If so, delete one of them; if not, give affiliations or ORCID iDs."
                )
                self._note(Code.SAME_PERSON, message, where)
                return

    def _parts(self, given: Contributor) -> names.Name:
        """The name of somebody in a list."""
        known = self.known.names.get(given.id or "")
        return known or (given.name.parts if given.name else names.Name(family=given.id or ""))

    def _roles(self, post: Post, authors: Sequence[Contributor]) -> Mapping[str, Role]:
        """The roles by author id: also those that an item of ``authors`` states."""
        ids = [author.id for author in authors if author.id]
        stated = {each.id for each in post.authors if each.id and names.is_id(each.id)} - set(ids)
        roles: dict[str, Role] = {}
        for key, role in post.roles.items():
            author_id = self._role_key(key, ids)
            if self._plain_id(key):
                self._tell_author(Contributor(id=key), author_id, ("post", "roles", key))
            if author_id in ids or key not in stated:  # it is told already that they are nobody
                roles[author_id] = role
        for author in authors:
            if author.id and (author.role or author.affiliations):
                role = Role(role=author.role, affiliations=author.affiliations)
                roles.setdefault(author.id, role)
        return post.roles if roles == post.roles else roles

    def _role_key(self, key: str, ids: Sequence[str]) -> str:
        """The id of an author of the post whose name is a key of ``roles``."""
        named = self.known.by_name.get(names.split_name(key).key, ())
        plain = self._plain_id(key)
        found = [author_id for author_id in {*named, plain} if author_id in ids]
        return found[0] if key not in ids and len(found) == 1 else key

    def _note(self, code: Code, message: str, where: Path) -> None:
        self.problems.append(self.source.problem(code, message, *where))


_AND_OTHERS = re.compile(r"\bet\s+al\b|\bothers$", re.IGNORECASE)


def _key(given: Contributor) -> str:
    """What items of one person have in common: the id, or the name however it is spelt."""
    return given.id or f" {given.name.parts.key if given.name else ''}"


def _text_of(given: Contributor) -> str:
    """What an item of a list says: an id, or a name as it is printed."""
    return given.id or (given.name.printed if given.name else None) or ""


def _is_same(one: Contributor, other: Contributor) -> bool:
    """Whether two items of one key are one person: guests, unless something says otherwise."""
    return bool(one.id) or _may_be_same(one, other)


def _may_be_same(one: Contributor, other: Contributor) -> bool:
    """Whether nothing says that two people are two."""
    pairs = (
        (one.orcid, other.orcid),
        (one.url, other.url),
        (one.affiliations, other.affiliations),
    )
    return all(a == b for a, b in pairs if a and b)


def _merged(one: Contributor, other: Contributor) -> Contributor:
    """A person with what either of two items states."""
    stated = {n: v for n in ("role", "affiliations", "url", "orcid") if (v := getattr(other, n))}
    return one.model_copy(update={n: v for n, v in stated.items() if not getattr(one, n)})
