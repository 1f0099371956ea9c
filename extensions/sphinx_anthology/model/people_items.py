"""Whom one item of a list of people means: authors by id or by name, guests, or nobody."""

from __future__ import annotations

import re

from sphinx_anthology.model import names
from sphinx_anthology.model.byline_texts import (
    Byline,
    byline,
    is_address,
    orcid_of,
    split_people,
    unclear,
    written,
)
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.known_authors import KnownAuthors
from sphinx_anthology.model.people import Affiliation, Contributor, PersonName
from sphinx_anthology.model.problem import Code, Problem, quoted, yaml_text
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.written_ids import plain_id

_AND_OTHERS = re.compile(r"\bet\s+al\b|\bothers$", re.IGNORECASE)


class ItemReader:
    """Reads items of the lists of people of one document, and notes what is wrong with them."""

    def __init__(self, source: Source, known: KnownAuthors) -> None:
        self.source, self.known = source, known
        self.problems: list[Problem] = []

    def several(self, given: Contributor, where: Path) -> list[Contributor]:
        """The people whom one item of a list names: mostly one."""
        text = _text_of(given)
        is_plain = given == Contributor(id=given.id, name=given.name)
        is_bare = given.name is None and where not in self.source.lines
        parts = split_people(text, self.known.every, is_bare=is_bare) if is_plain else ()
        if len(parts) < 2 or text in self.known.ids or self.known.plain_id(text):
            return [given]
        ids = [plain_id(part, self.known.every) for part in parts]
        named = (i or self.known.author(Contributor(id=p)) for i, p in zip(ids, parts, strict=True))
        listed = ", ".join(i or written(part) for i, part in zip(named, parts, strict=True))
        field = ".".join(str(part) for part in where[:-1] if isinstance(part, str))
        message = (
            f"‘{field}’: {quoted(text)} is one text and names {len(parts)} people; it is read as "
            f"a list. Write [{listed}]."
        )
        self.note(Code.LIST_AS_TEXT, message, where)
        return [Contributor(id=i or part) for i, part in zip(ids, parts, strict=True)]

    def somebody(
        self, given: Contributor, where: Path, *, is_open: bool = False
    ) -> Contributor | None:
        """Whom an item means; none where it is nobody."""
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
            if not is_open:  # in which a name is as right as an id
                self.tell_author(given, author_id, where)
            return given.model_copy(update={"id": author_id, "name": None})
        if given.id is not None and (not is_open or names.is_id(given.id)):
            self.note(Code.UNKNOWN_AUTHOR, self.known.unknown(given.id), where)
        name = given.name or self.known.guest_name(given.id or "")
        named = given.model_copy(update={"id": None, "name": name})
        return self._guest(named, where) if name else None

    def _plainly(self, given: Contributor, where: Path) -> Contributor:
        """Somebody by the id that a path or a link means, or by the name alone."""
        text = _text_of(given)
        if author_id := self.known.plain_id(text):
            self.tell_author(given, author_id, where)
            return given.model_copy(update={"id": author_id, "name": None})
        said = byline(text)
        return given if said is None else self._without_remarks(given, said, where)

    def _of_address(self, given: Contributor, where: Path) -> Contributor | None:
        """The author of an ORCID iD that stands in the place of a name; else nobody."""
        text = _text_of(given)
        ids = self.known.by_orcid.get(orcid_of(text), ())
        if len(ids) == 1:
            self.tell_author(given, ids[0], where)
            return given.model_copy(update={"id": ids[0], "name": None})
        orcid = f", orcid: {orcid_of(text)}" if orcid_of(text) else ""
        message = f"{quoted(text)} is an address, and no name. Write {{name: Jane Doe{orcid}}}."
        self.note(Code.UNKNOWN_AUTHOR, message, where)
        return None

    def _without_remarks(self, given: Contributor, said: Byline, where: Path) -> Contributor:
        """Somebody whose text says more than a name: what else it says goes where it belongs."""
        author_id = self.known.author(Contributor(id=said.name, orcid=said.orcid or None))
        if author_id is None:
            text = _text_of(given)
            message = f"{quoted(text)} is more than a name; it is read as {quoted(said.name)}."
            self.note(Code.UNCLEAR_NAME, f"{message} Write {said.written()}.", where)
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
        """Whether several author documents have a guest's name."""
        ids = self.known.by_name.get(names.split_name(text).key, ())
        if len(ids) < 2:
            return False
        message = f"{quoted(text)} is the name of {' and '.join(ids)}. Write the id that is meant."
        self.note(Code.UNCLEAR_NAME, message, where)
        return True

    def _tell_likeness(self, given: Contributor, where: Path) -> bool:
        """Tell of an author document of nearly a guest's name; whether there is one."""
        name, stated = given.name, given.orcid or given.url or given.affiliations
        if name is None or stated:
            return False
        likely = self.known.by_likeness.get(name.parts.likeness, ())
        alike = (i for i in likely if names.are_alike(name.parts, self.known.name_of[i]))
        if (author_id := next(alike, None)) is None:
            return False
        message = (
            f"{quoted(name)} may be the author ‘{author_id}’, who has a document. If so, write "
            f"{author_id}; if not, say more of the guest: {{name: {yaml_text(str(name))}, "
            "affiliations: […]}."
        )
        self.note(Code.UNCLEAR_NAME, message, where)
        return True

    def tell_author(self, given: Contributor, author_id: str, where: Path) -> None:
        """Tell of a name, a path or a link that means an author who has a document."""
        written = given.id or (given.name and given.name.printed) or given.name
        message = (
            f"{quoted(written)} is taken for the author ‘{author_id}’, who has a document. "
            f"Write {author_id}."
        )
        self.note(Code.SAME_PERSON, message, where)

    def ask(self, text: str, form: str, *where: str | int) -> None:
        """Ask how a name is to be read, where nothing says so."""
        if message := unclear(text, form):
            self.note(Code.UNCLEAR_NAME, message, where)

    def note(self, code: Code, message: str, where: Path) -> None:
        """Note what is wrong with the value at a path."""
        self.problems.append(self.source.problem(code, message, *where))


def _text_of(given: Contributor) -> str:
    """What an item of a list says: an id, or a name as it is printed."""
    return given.id or (given.name.printed if given.name else None) or ""
