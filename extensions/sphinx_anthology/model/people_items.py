"""Items in lists of people: each means an author, a guest, or nobody."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from sphinx_anthology.model import names
from sphinx_anthology.model.byline_texts import (
    Byline,
    ambiguity,
    byline,
    is_address,
    list_item,
    orcid_of,
    split_people,
)
from sphinx_anthology.model.documents import Author
from sphinx_anthology.model.fields import Affiliation, Contributor, PersonName
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.problem import (
    Change,
    Code,
    Part,
    Problem,
    did_you_mean,
    quoted,
    yaml_text,
)
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.suggestions import plain_docname, plain_id


@dc.dataclass(frozen=True, slots=True)
class KnownAuthors:
    """All author documents, by id, name, ORCID iD and docname."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]]
    by_orcid: Mapping[str, tuple[str, ...]]
    orcids: Mapping[str, str]
    unreadable: Mapping[str, str]
    """The files of unreadable author documents, by id."""
    name_of: Mapping[str, names.Name]
    by_likeness: Mapping[tuple[str, str], tuple[str, ...]]
    by_docname: Mapping[str, str]
    every: frozenset[str]
    """The ids of all author documents, unreadable ones included."""

    def may_be(self, guest: Contributor, author_id: str) -> bool:
        """Whether a guest may be an author: their ORCID iDs are equal, or one has none."""
        return not (guest.orcid and self.orcids[author_id]) or guest.orcid == self.orcids[author_id]

    def plain_id(self, text: str) -> str:
        """The id that a path, link or role means; empty if none."""
        if text in self.every:
            return ""
        path = plain_docname(text).removesuffix("/index")
        return plain_id(text, self.every) or self.by_docname.get(path, "")

    def author(self, given: Contributor) -> str | None:
        """The id of the only author with a guest's ORCID iD or name, else :data:`None`."""
        if given.id in self.unreadable:
            return None
        ids = self.by_orcid.get(given.orcid or "", ())
        if not ids and not (given.id and names.is_id(given.id)):
            named = given.name.parts if given.name else names.split_name(given.id or "")
            ids = self.by_name.get(named.key, ())
            ids = tuple(i for i in ids if self.may_be(given, i))
        return ids[0] if len(ids) == 1 else None

    def guest_name(self, text: str) -> PersonName | None:
        """The guest's name in a text; :data:`None` for an unknown id."""
        is_nobody = names.is_id(text) or text in self.unreadable
        return None if is_nobody else PersonName(printed=text)

    def parts(self, given: Contributor) -> names.Name:
        """The name of a person in a list, in parts."""
        known = self.name_of.get(given.id or "")
        return known or (given.name.parts if given.name else names.Name(family=given.id or ""))

    def unknown(self, author_id: str) -> str:
        """The message about an unknown id."""
        if (file := self.unreadable.get(author_id)) is not None:
            return f"The author ‘{author_id}’ cannot be named: ‘{file}’ is left out."
        message = f"There is no author ‘{author_id}’."
        hint = did_you_mean(author_id, self.ids)
        guest = "" if names.is_id(author_id) else f" For a guest write {list_item(author_id)}."
        return message + hint + guest


def known_authors(sources: Mapping[str, Source]) -> KnownAuthors:
    """Collect the author documents among all sources."""
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
    return KnownAuthors(
        ids=frozenset(people),
        by_name=_grouped((author.parts.key, i) for i, author in people.items()),
        by_orcid=_grouped((author.orcid, i) for i, author in people.items() if author.orcid),
        orcids={i: author.orcid or "" for i, author in people.items()},
        unreadable=unreadable,
        name_of={i: author.parts for i, author in people.items()},
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


_AND_OTHERS = re.compile(r"\bet\s+al\b|\bothers$", re.IGNORECASE)


class ItemReader:
    """Reads the items of a document's lists of people, and records problems."""

    def __init__(self, source: Source, known: KnownAuthors) -> None:
        self.source, self.known = source, known
        self.problems: list[Problem] = []

    def several(self, given: Contributor, where: Path) -> list[Contributor]:
        """The people whom one item names, mostly one."""
        text = _text_of(given)
        is_plain = given == Contributor(id=given.id, name=given.name)
        is_bare = given.name is None and where not in self.source.lines
        parts = split_people(text, self.known.every, is_bare=is_bare) if is_plain else ()
        if len(parts) < 2 or text in self.known.ids or self.known.plain_id(text):
            return [given]
        ids = [plain_id(part, self.known.every) for part in parts]
        named = (i or self.known.author(Contributor(id=p)) for i, p in zip(ids, parts, strict=True))
        listed = ", ".join(i or list_item(part) for i, part in zip(named, parts, strict=True))
        field = ".".join(str(part) for part in where[:-1] if isinstance(part, str))
        message = (
            f"‘{field}’: {quoted(text)} is one text and names {len(parts)} people; it is read as "
            f"a list. Write [{listed}]."
        )
        change = Change(where, listed, Part.ITEM, text)
        self.note(Code.LIST_AS_TEXT, message, where, change)
        return [Contributor(id=i or part) for i, part in zip(ids, parts, strict=True)]

    def somebody(
        self, given: Contributor, where: Path, *, is_open: bool = False
    ) -> Contributor | None:
        """The person whom an item means; :data:`None` if nobody."""
        text = _text_of(given)
        if is_address(text) and not self.known.plain_id(text):
            return self._of_address(given, where)
        if given.id not in self.known.ids:
            given = self._plainly(given, where)
        text = given.id or str(given.name or "")
        if given.id in self.known.ids:
            return given
        if names.is_nobody(text) or names.is_placeholder(text):
            message = f"{quoted(text)} names nobody and is left out; name every author."
            self.note(Code.UNKNOWN_AUTHOR, message, where)
            return None
        if (author_id := self.known.author(given)) is not None:
            if not is_open:  # such a list takes names as well as ids
                self.tell_author(given, author_id, where)
            return given.model_copy(update={"id": author_id, "name": None})
        if given.id is not None and (not is_open or names.is_id(given.id)):
            self.note(Code.UNKNOWN_AUTHOR, self.known.unknown(given.id), where)
        name = given.name or self.known.guest_name(given.id or "")
        named = given.model_copy(update={"id": None, "name": name})
        return self._guest(named, where) if name else None

    def _plainly(self, given: Contributor, where: Path) -> Contributor:
        """A person by the id that a path or link means, or by the bare name."""
        text = _text_of(given)
        if author_id := self.known.plain_id(text):
            self.tell_author(given, author_id, where)
            return given.model_copy(update={"id": author_id, "name": None})
        said = byline(text)
        return given if said is None else self._without_remarks(given, said, where)

    def _of_address(self, given: Contributor, where: Path) -> Contributor | None:
        """The author of an ORCID iD written in place of a name, else :data:`None`."""
        text = _text_of(given)
        ids = self.known.by_orcid.get(orcid_of(text), ())
        if len(ids) == 1:
            self.tell_author(given, ids[0], where)
            return given.model_copy(update={"id": ids[0], "name": None})
        orcid = f", orcid: {orcid_of(text)}" if orcid_of(text) else ""
        message = f"{quoted(text)} is an address, not a name. Write {{name: Jane Doe{orcid}}}."
        self.note(Code.UNKNOWN_AUTHOR, message, where)
        return None

    def _without_remarks(self, given: Contributor, said: Byline, where: Path) -> Contributor:
        """A person whose text holds more than a name, with those facts in their fields."""
        author_id = self.known.author(Contributor(id=said.name, orcid=said.orcid or None))
        if author_id is None:
            text = _text_of(given)
            message = f"{quoted(text)} is more than a name; it is read as {quoted(said.name)}."
            self.note(Code.UNCLEAR_NAME, f"{message} Write {said.list_item()}.", where)
        stated = {
            "orcid": given.orcid or said.orcid or None,
            "url": given.url or said.url or None,
            "affiliations": given.affiliations
            or ((Affiliation(name=said.affiliation),) if said.affiliation else ()),
        }
        return given.model_copy(
            update={"id": None, "name": PersonName(printed=said.name), **stated}
        )

    def _guest(self, given: Contributor, where: Path) -> Contributor:
        name = given.name
        if name is not None and name.printed and not name.is_in_parts:
            if not self._twins(name.printed, where) and not self._tell_likeness(given, where):
                self.ask(name.printed, "{{name: {}}}", *where)
            if _AND_OTHERS.search(name.printed):
                message = f"{quoted(name.printed)} does not name everybody; name every author."
                self.note(Code.UNKNOWN_AUTHOR, message, where)
        return given

    def _twins(self, text: str, where: Path) -> bool:
        """Whether several author documents have a guest's name; reports it."""
        ids = self.known.by_name.get(names.split_name(text).key, ())
        if len(ids) < 2:
            return False
        message = f"{quoted(text)} is the name of {' and '.join(ids)}. Write the id that is meant."
        self.note(Code.UNCLEAR_NAME, message, where)
        return True

    def _tell_likeness(self, given: Contributor, where: Path) -> bool:
        """Whether an author document has nearly a guest's name; reports it."""
        name, stated = given.name, given.orcid or given.url or given.affiliations
        if name is None or stated:
            return False
        likely = self.known.by_likeness.get(name.parts.likeness, ())
        alike = (i for i in likely if names.are_alike(name.parts, self.known.name_of[i]))
        if (author_id := next(alike, None)) is None:
            return False
        message = (
            f"{quoted(name)} may be the author ‘{author_id}’, who has a document. If so, write "
            f"{author_id}; if not, give more details of the guest: {{name: {yaml_text(str(name))}, "
            "affiliations: […]}."
        )
        self.note(Code.UNCLEAR_NAME, message, where)
        return True

    def tell_author(self, given: Contributor, author_id: str, where: Path) -> None:
        """Report a name, path or link that means an author with a document."""
        written = given.id or (given.name and given.name.printed) or given.name
        message = (
            f"{quoted(written)} is taken for the author ‘{author_id}’, who has a document. "
            f"Write {author_id}."
        )
        change = Change(where, author_id, old=_text_of(given))
        self.note(Code.SAME_PERSON, message, where, change)

    def ask(self, text: str, form: str, *where: str | int) -> None:
        """Report a name with more than one reading."""
        if message := ambiguity(text, form):
            self.note(Code.UNCLEAR_NAME, message, where)

    def note(self, code: Code, message: str, where: Path, change: Change | None = None) -> None:
        """Record a problem of the value at a path."""
        problem = self.source.problem(code, message, *where)
        self.problems.append(dc.replace(problem, change=change))


def _text_of(given: Contributor) -> str:
    """The text of an item: an id, or a printed name."""
    return given.id or (given.name.printed if given.name else None) or ""
