"""A graph of things, each of which stands once and is referred to by its identifier.

JSON-LD 1.1, sections 4.9 (named graphs) and 3.3 (node identifiers). Where a thing has no address
its identifier is a blank one, which means the same thing only within its graph.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from sphinx_anthology.model.documents import Links
from sphinx_anthology.model.fields import Affiliation
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.views import AuthorView, Person
from sphinx_anthology.outputs.scholar.post_metadata import bare, orcid_address, valid_address
from sphinx_anthology.typst.strings import cleaned

Reference = Mapping[str, str]


class Graph:
    """Things in the order in which they are added.

    Blank identifiers begin with a digest of ``name``: graphs of other names can be put together.
    """

    def __init__(self, name: str = "") -> None:
        self._things: dict[str, dict[str, Any]] = {}
        self._blank = f"_:{zlib.crc32(name.encode()):x}-" if name else "_:"

    def add(self, kind: str, address: str, properties: Mapping[str, Any]) -> Reference:
        """Add a thing, unless it is there; what is empty is not known and left out."""
        identifier = valid_address(address) or f"{self._blank}{kind.lower()}{len(self._things)}"
        if identifier not in self._things:
            self._things[identifier] = {"@type": kind, "@id": identifier, **known(properties)}
        return {"@id": identifier}

    def lead(self, reference: Reference) -> None:
        """Put a thing first, for there are readers who look no further."""
        identifier = reference["@id"]
        self._things = {identifier: self._things[identifier], **self._things}

    def take(self, other: Graph) -> None:
        """Add the things of another graph that are not there."""
        for identifier, thing in other._things.items():
            self._things.setdefault(identifier, thing)

    def document(self) -> dict[str, Any]:
        """The graph as JSON-LD."""
        return {"@context": "https://schema.org", "@graph": list(self._things.values())}

    def text(self) -> str:
        """The graph as a file."""
        return f"{_json(self.document())}\n"

    def script(self) -> str:
        """The graph as an element of a page.

        Nothing in it can end the element (HTML Living Standard, section 4.12.1.3).
        """
        said = _json(self.document()).replace("<", "\\u003c")
        return f'<script type="application/ld+json">{said}</script>'


def known(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, as it may stand in a file."""
    return {key: _clean(value) for key, value in properties.items() if value}


def one_or_many(values: list[Any]) -> Any:
    """A single value stands for itself."""
    return values[0] if len(values) == 1 else values


def _clean(value: Any) -> Any:
    """A value whose texts hold no character that is none."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return known(value)
    return value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def add_people(graph: Graph, people: Iterable[Person], site: Site) -> list[Reference]:
    """Authors, one each, in order; always a list, and never wrapped in roles."""
    return [add_person(graph, person, site) for person in people]


def add_person(
    graph: Graph, person: Person, site: Site, more: dict[str, Any] | None = None
) -> Reference:
    """Somebody as a page names them, with the affiliations that it states.

    The identifier is the ORCID iD, else the own page. Two of the same name with neither are two.
    """
    page = site.address(person.docname) if person.docname else ""
    orcid = orcid_address(person)
    return graph.add(
        "Organization" if is_group(person) else "Person",
        orcid or (f"{page}#author" if page else ""),
        {
            **name_parts(person.name),
            "url": page or person.url,
            "sameAs": orcid,
            "identifier": _orcid(person),
            "affiliation": _affiliations(person),
            **(more or {}),
        },
    )


def is_group(person: Person) -> bool:
    """Whether a document says that somebody is a group; of guests nobody knows."""
    return person.name.literal and bool(person.id) and person.id != person.name.family


def name_parts(name: Name) -> dict[str, Any]:
    """A name: whole, without titles and degrees, and in parts."""
    stated = {"name": bare(name)}
    if name.given and not name.literal:
        stated |= {"givenName": name.given, "familyName": name.family}
    around = {"honorificPrefix": name.title, "honorificSuffix": name.suffix}
    return stated | {what: text for what, text in around.items() if text}


def add_author(graph: Graph, view: AuthorView, site: Site) -> Reference:
    """An author as their own page shows them."""
    person = view.person
    elsewhere = [orcid_address(person), *_elsewhere(view.links)]
    members = add_people(graph, view.members, site)
    more = {
        "description": person.bio,
        "jobTitle": "" if is_group(person) else person.role,
        "sameAs": one_or_many([address for address in elsewhere if address]),
        "member": members if is_group(person) else [],
    }
    return add_person(graph, person, site, more)


def _elsewhere(links: Links | None) -> Iterable[str]:
    """An author's own places elsewhere; the page at the institution is about them too."""
    found = links.model_dump() if links else {}
    return [address for address in found.values() if address]


def _orcid(person: Person) -> dict[str, str]:
    if not person.orcid:
        return {}
    return {
        "@type": "PropertyValue",
        "propertyID": "https://registry.identifiers.org/registry/orcid",
        "value": person.orcid,
        "url": orcid_address(person),
    }


def _affiliations(person: Person) -> Any:
    """Where somebody works; a group is no employee."""
    if is_group(person):
        return []
    return one_or_many([_affiliation(each) for each in person.affiliations])


def _affiliation(stated: Affiliation) -> dict[str, Any]:
    """An institution by its ROR, or the department of one."""
    ror = {"@id": stated.ror, "sameAs": stated.ror} if stated.ror else {}
    institution = {"@type": "Organization", "name": stated.name, **ror}
    if not stated.department:
        return known(institution)
    department = {"name": stated.department, "parentOrganization": institution}
    return known({"@type": "Organization", **department})
