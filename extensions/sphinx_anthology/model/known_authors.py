"""The authors who have documents, and which of them an item of a list means."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Mapping
from typing import TypeVar

from sphinx_anthology.model import names
from sphinx_anthology.model.author import Author
from sphinx_anthology.model.byline_texts import written
from sphinx_anthology.model.people import Contributor, PersonName
from sphinx_anthology.model.problem import did_you_mean
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.written_ids import plain_docname, plain_id


@dc.dataclass(frozen=True, slots=True)
class KnownAuthors:
    """The author documents: those that can be named, by id, name and ORCID iD, and the others."""

    ids: frozenset[str]
    by_name: Mapping[str, tuple[str, ...]]
    by_orcid: Mapping[str, tuple[str, ...]]
    orcids: Mapping[str, str]
    unreadable: Mapping[str, str]
    """The files of those that cannot be named, by id."""
    name_of: Mapping[str, names.Name]
    by_likeness: Mapping[tuple[str, str], tuple[str, ...]]
    by_docname: Mapping[str, str]
    every: frozenset[str]
    """The ids of all, also of those that cannot be named."""

    def shares_orcid(self, guest: Contributor, author_id: str) -> bool:
        """Whether nothing says that a guest is somebody else than an author."""
        return not (guest.orcid and self.orcids[author_id]) or guest.orcid == self.orcids[author_id]

    def plain_id(self, text: str) -> str:
        """The id that a path, a link or a role means; empty where it means none."""
        found = plain_id(text, self.every)
        return found or ("" if text in self.every else self._id_of_path(text))

    def _id_of_path(self, text: str) -> str:
        return self.by_docname.get(plain_docname(text).removesuffix("/index"), "")

    def author(self, given: Contributor) -> str | None:
        """The id of the one author document that a guest's ORCID iD or name is of."""
        if given.id in self.unreadable:
            return None
        ids = self.by_orcid.get(given.orcid or "", ())
        if not ids and not (given.id and names.is_id(given.id)):
            named = given.name.parts if given.name else names.split_name(given.id or "")
            ids = self.by_name.get(named.key, ())
            ids = tuple(i for i in ids if self.shares_orcid(given, i))
        return ids[0] if len(ids) == 1 else None

    def guest_name(self, text: str) -> PersonName | None:
        """A guest's name that stands where ids do; none where it is an id that nobody has."""
        is_nobody = names.is_id(text) or text in self.unreadable
        return None if is_nobody else PersonName(printed=text)

    def parts(self, given: Contributor) -> names.Name:
        """The name of somebody in a list."""
        known = self.name_of.get(given.id or "")
        return known or (given.name.parts if given.name else names.Name(family=given.id or ""))

    def unknown(self, author_id: str) -> str:
        """What is said of an id that is no author's."""
        if (file := self.unreadable.get(author_id)) is not None:
            return f"The author ‘{author_id}’ cannot be named: ‘{file}’ is left out."
        message = f"There is no author ‘{author_id}’."
        if hint := did_you_mean(author_id, self.ids):
            return message + hint
        guest = f" For a guest write {written(author_id)}."
        return message if names.is_id(author_id) else message + guest


def known_authors(sources: Mapping[str, Source]) -> KnownAuthors:
    """The authors among all documents."""
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
