"""Who is meant in lists of people: authors by id or by name, guests, each person once.

An id that no author document has is nobody, and so is whoever stands for others (‘et al.’).
Several people in one text are read as a list. A guest who has the name, or the ORCID iD, of one
author document alone is that author. All of it is told, with what to write instead.
"""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Mapping, Sequence

from sphinx_anthology.model import names
from sphinx_anthology.model.author import Author
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.people import Contributor, PersonName, Role
from sphinx_anthology.model.post import Origin, Post, Publication
from sphinx_anthology.model.problem import Code, Problem, did_you_mean, quoted, yaml_text
from sphinx_anthology.model.series import Announcement, Event, Series
from sphinx_anthology.model.source import Source


@dc.dataclass(frozen=True, slots=True)
class _Known:
    """The author documents: those that can be named, by id, name and ORCID iD, and the others."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]]
    by_orcid: Mapping[str, tuple[str, ...]]
    orcids: Mapping[str, str]
    unreadable: Mapping[str, str]
    """The files of those that cannot be named, by id."""

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
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
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
        text = given.id or (given.name.printed if given.name else None) or ""
        is_plain = given == Contributor(id=given.id, name=given.name)
        is_bare = given.name is None and where not in self.source.lines
        parts = split_people(text, self.known.ids, is_bare=is_bare) if is_plain else ()
        if len(parts) < 2 or text in self.known.ids:
            return [given]
        ids = (self._author(Contributor(id=part)) for part in parts)
        listed = ", ".join(i or _written(part) for i, part in zip(ids, parts, strict=True))
        field = ".".join(str(part) for part in where[:-1] if isinstance(part, str))
        message = (
            f"‘{field}’: {quoted(text)} is one text and names {len(parts)} people; it is read as "
            f"a list. Write [{listed}]."
        )
        self._note(Code.LIST_AS_TEXT, message, where)
        return [Contributor(id=part) for part in parts]

    # one person

    def _somebody(
        self, given: Contributor, where: Path, *, is_open: bool = False
    ) -> Contributor | None:
        """Whom an item means; none where it is nobody."""
        text = given.id or str(given.name or "")
        if given.id in self.known.ids:
            return given
        if names.is_nobody(text):
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
        if name is None:
            return None
        return self._guest(given.model_copy(update={"id": None, "name": name}), where)

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
        guest = f" For a guest write {_written(author_id)}."
        return message if names.is_id(author_id) else message + guest

    def _guest(self, given: Contributor, where: Path) -> Contributor:
        name = given.name
        if name is not None and name.printed and not name.is_in_parts:
            if not self._twins(name.printed, where):
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

    def _ask(self, text: str, form: str, *where: str | int) -> None:
        """Ask how a name is to be read, where nothing says so."""
        if message := unclear(text, form):
            self._note(Code.UNCLEAR_NAME, message, where)

    # each person once

    def _once(self, found: Iterable[tuple[Path, Contributor]]) -> tuple[Contributor, ...]:
        """People without those who are in a list already."""
        kept: list[Contributor] = []
        places: dict[str, list[int]] = {}
        for where, given in found:
            alike = places.setdefault(_key(given), [])
            place = next((i for i in alike if _is_same(kept[i], given)), None)
            if place is None:
                alike.append(len(kept))
                kept.append(given)
                continue
            kept[place] = _merged(kept[place], given)
            shown = given.id or str(given.name)
            message = f"{quoted(shown)} is in this list twice and counts once; delete one of them."
            self._note(Code.SAME_PERSON, message, where)
        return tuple(kept)

    def _roles(self, post: Post, authors: Sequence[Contributor]) -> Mapping[str, Role]:
        """The roles by author id: also those that an item of ``authors`` states."""
        ids = [author.id for author in authors if author.id]
        stated = {each.id for each in post.authors if each.id and names.is_id(each.id)} - set(ids)
        roles: dict[str, Role] = {}
        for key, role in post.roles.items():
            if key not in stated:  # it is told already that they are nobody
                roles[self._role_key(key, ids)] = role
        for author in authors:
            if author.id and (author.role or author.affiliations):
                role = Role(role=author.role, affiliations=author.affiliations)
                roles.setdefault(author.id, role)
        return post.roles if roles == post.roles else roles

    def _role_key(self, key: str, ids: Sequence[str]) -> str:
        """The id of an author of the post whose name is a key of ``roles``."""
        named = self.known.by_name.get(names.split_name(key).key, ())
        found = [author_id for author_id in named if author_id in ids]
        return found[0] if key not in ids and len(found) == 1 else key

    def _note(self, code: Code, message: str, where: Path) -> None:
        self.problems.append(self.source.problem(code, message, *where))


_AND_OTHERS = re.compile(r"\bet\s+al\b|\bothers$", re.IGNORECASE)


def _key(given: Contributor) -> str:
    """What items of one person have in common: the id, or the name however it is spelt."""
    return given.id or f" {given.name.parts.key if given.name else ''}"


def _is_same(one: Contributor, other: Contributor) -> bool:
    """Whether two items of one key are one person: guests, unless something says otherwise."""
    if one.id:
        return True
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


_SPACES = re.compile(r"[^\S\n]+")
_STRONG = re.compile(r"\s*[;\n|]\s*")
_AND = r"(?:and|und|et(?!\s+al\b)|y)\s+"
_WEAK = re.compile(rf"\s*,\s*(?:{_AND}|&\s*)?|\s+{_AND}|\s+/\s+|\s*&\s*|(?<=[\w-])/(?=[\w-])")


def split_people(text: str, ids: Iterable[str] = (), *, is_bare: bool = False) -> tuple[str, ...]:
    """The people whom one text names, where it is sure that they are several.

    ``is_bare`` says that the text stands where a list should be. A comma alone between two names
    of several words may turn a name round, and so it parts them only there.

    >>> split_people("jane-doe, kim-lee and Ann Roe")
    ('jane-doe', 'kim-lee', 'Ann Roe')
    >>> split_people("García Márquez, Gabriel"), split_people("Smith, Jones and Partners")
    (('García Márquez, Gabriel',), ('Smith, Jones and Partners',))
    """
    whole = _SPACES.sub(" ", text).strip().removeprefix("[").removesuffix("]")
    strong = [part for part in _STRONG.split(whole) if part]
    if len(strong) > 1:
        return tuple(p for part in strong for p in split_people(part, ids, is_bare=is_bare))
    known, words = frozenset(ids), whole.split()
    if len(words) > 1 and all(w in known or ("-" in w and names.is_id(w)) for w in words):
        return tuple(words)
    parts = _with_suffixes([part for part in _WEAK.split(whole) if part])
    if len(parts) < 2 or not _are_people(parts, known):
        return (text,)
    only_comma = len(parts) == 2 and re.fullmatch(r"[^,]*,[^,]*", whole) is not None
    is_certain = is_bare or not only_comma or any(p in known or names.is_id(p) for p in parts)
    return tuple(parts) if is_certain and not _is_turned(parts, only_comma) else (text,)


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    """Parts of a list, in which degrees stand with the names that they follow."""
    found: list[str] = []
    for part in parts:
        if found and names.is_suffix(part):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found


def _are_people(parts: Sequence[str], known: frozenset[str]) -> bool:
    """Whether each part is an id, or a name of several words that is no group's."""
    return all(
        part in known or names.is_id(part) or names.is_nobody(part) or names.split_name(part).given
        for part in parts
    )


def _is_turned(parts: Sequence[str], only_comma: bool) -> bool:
    """Whether two parts are one name, turned round as catalogues do."""
    if not only_comma or any(names.is_id(part) for part in parts):
        return False
    first, second = parts
    return first[0].islower() or re.search(r"\b\w\.?$", second) is not None


def unclear(text: str, form: str) -> str:
    """What is asked of a name that can be read in more than one way; nothing of all others.

    ``form`` is where the answer is written, with ``{}`` for the name in parts.
    """
    other = names.other_reading(text)
    if other is not None:
        read = names.split_name(text)
        return (
            f"{quoted(text)} is read with the family name ‘{read.family}’, which may be wrong. "
            f"Write {form.format(_in_parts(other))} or {form.format(_in_parts(read))}."
        )
    main, comma, rest = (part.strip() for part in text.partition(","))
    if not comma or not names.split_name(text).literal or names.split_name(main).literal:
        return ""
    if not names.split_name(main).given:
        return ""
    return (
        f"{quoted(text)} is taken for the name of a group. For a person at an institution write "
        f"{{name: {yaml_text(main)}, affiliations: [{yaml_text(rest)}]}}; for a group "
        f"{form.format(f'{{literal: {yaml_text(text)}}}')}."
    )


def _in_parts(name: names.Name) -> str:
    given = f"given: {yaml_text(name.given)}, " if name.given else ""
    suffix = f", suffix: {yaml_text(name.suffix)}" if name.suffix else ""
    return f"{{{given}family: {yaml_text(name.family)}{suffix}}}"


def _written(text: str) -> str:
    """Somebody as an item of a list: an id, or a guest."""
    return text if names.is_id(text) else f"{{name: {yaml_text(text)}}}"
