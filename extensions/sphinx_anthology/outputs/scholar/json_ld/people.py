"""People and groups: schema.org/Person, schema.org/Organization."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sphinx_anthology.model.author import Links
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.people import Affiliation
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.views import AuthorView, Person
from sphinx_anthology.outputs.scholar.facts import bare, orcid_address
from sphinx_anthology.outputs.scholar.json_ld.graph import Graph, Reference, known, one_or_many


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
