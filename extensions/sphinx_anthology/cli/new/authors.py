"""A new author: the questions, and the document."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable, Iterator
from pathlib import Path

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.new.listing import Listings
from sphinx_anthology.cli.new.places import (
    checked_name,
    demand_inside,
    folder_of_author,
    name_of,
    there_already,
)
from sphinx_anthology.cli.new.plan import (
    Change,
    ExistsError,
    Plan,
    Request,
    demand_news,
    document,
    new_file,
    one_line,
    text_or_none,
)
from sphinx_anthology.cli.publication import Publication
from sphinx_anthology.model import identifiers
from sphinx_anthology.model.documents import Author
from sphinx_anthology.model.names import Name, in_parts, split_name


@dc.dataclass(frozen=True, slots=True)
class Person:
    """A person who gets a document."""

    id: str
    name: Name
    orcid: str = ""
    role: str = ""
    affiliation: str = ""


def plan_author(request: Request) -> Plan:
    """The document of an author, from options and answers."""
    read = request.answer("title", "Name, as it is printed", printed_name)
    publication = request.publication
    demand_news(request, _namesakes(publication, read))
    name = read
    if read.given or request.given.family:
        name = request.answer("family", "Family name", _parts_of(read), read.family)
    person = Person(
        orcid=request.answer("orcid", "ORCID iD", lambda text: _orcid(publication, text)),
        role=request.answer("role", "Role", text_or_none),
        affiliation=request.answer("affiliation", "Institution", text_or_none),
        name=name,
        id=_id(request, name),
    )
    change = author_document(publication, person)
    listings = Listings(publication)
    listings.add(change.path)
    return Plan([change, *listings.changes], listings.advice)


def _id(request: Request, name: Name) -> str:
    anew = request.given.again or request.asked.are_asked
    proposed = proposed_id(request.publication, name, anew=anew)
    question = "Name of the file, which is the id"
    return request.answer(
        "slug", question, lambda text: free_id(request.publication, text), proposed
    )


def author_document(publication: Publication, person: Person) -> Change:
    """The file of a new author."""
    name = person.name
    parts = {"given": name.given, "family": name.family, "suffix": name.suffix}
    stated = {part: text for part, text in parts.items() if text}
    values: dict[str, object] = {
        "title": str(name),
        "name": None if name.literal or not name.given else stated,
        "orcid": person.orcid or None,
        "role": person.role or None,
        "affiliations": [person.affiliation] if person.affiliation else None,
    }
    path = publication.folder / folder_of_author(publication) / f"{person.id}.md"
    demand_inside(publication, path)
    return new_file(path, document("author", values))


def proposed_id(publication: Publication, name: Name, *, anew: bool = True) -> str:
    """An id from a name; ``anew`` with a number after it where another author has it."""
    stem = name_of(f"{name.given} {name.family}", "author", publication.language)
    if not anew:
        return stem
    ends = ("", *(f"-{number}" for number in range(2, len(publication.sources) + 3)))
    return next(stem + end for end in ends if not _taken(publication, stem + end))


def free_id(publication: Publication, text: str) -> str:
    """An id as somebody states it.

    :raises CommandError: if it cannot be one.
    :raises ExistsError: if an author has it.
    """
    name = checked_name(text)
    if there := _taken(publication, name):
        raise ExistsError(f"{there} is there already.")
    return name


def _taken(publication: Publication, author_id: str) -> Path | None:
    known = {source.id: source for source in publication.of_kind("author")}
    if author_id in known:
        return publication.folder / known[author_id].file
    return there_already(publication.folder / folder_of_author(publication) / f"{author_id}.md")


def printed_name(text: str) -> Name:
    """A name as it is printed; ‘Doe, Jane’ is turned.

    :raises CommandError: if there is no name.
    """
    if not one_line(text):
        raise CommandError("a name is needed.", 'Write --name "Ada Quay".')
    name_of(text, "author")
    return split_name(one_line(text))


def _parts_of(read: Name) -> Callable[[str], Name]:
    """What reads the family name in a name; the whole name is a group's."""
    whole = str(read)

    def check(text: str) -> Name:
        family = one_line(text)
        if family in {"", read.family}:
            return read
        if family == whole:
            return Name(family=whole, display=whole, literal=True)
        if family not in whole:
            raise CommandError(f"‘{family}’ is no part of the name ‘{whole}’.")
        given = one_line(whole.replace(family, "", 1)).strip(" ,")
        return in_parts(given, family, "", whole)

    return check


def _namesakes(publication: Publication, name: Name) -> Iterator[str]:
    """The authors who have a name already, drafts too."""
    for source in publication.of_kind("author"):
        if split_name(source.title).key == name.key:
            yield f"{publication.folder / source.file} is a page of {source.title} already."


def _orcid(publication: Publication, text: str) -> str:
    """An ORCID iD that no other author has; empty for none.

    :raises CommandError: if it is none, or another author's.
    """
    if not text_or_none(text):
        return ""
    try:
        found = identifiers.orcid(text)
    except ValueError as error:
        raise CommandError(f"{error}.") from None
    for source in publication.of_kind("author"):
        if isinstance(source.record, Author) and source.record.orcid == found:
            path = publication.folder / source.file
            raise CommandError(f"{found} is that of {source.title} ({path}).")
    return found
