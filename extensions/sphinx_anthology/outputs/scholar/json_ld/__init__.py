"""JSON-LD 1.1 in the terms of schema.org: graphs, and the publication in them.

A graph holds each thing once; others refer to it by its identifier (JSON-LD 1.1, sections 3.3 and
4.9). A thing without an address has a blank identifier, which only holds within its graph.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sphinx_anthology.model.documents import Links
from sphinx_anthology.model.fields import Affiliation
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.site import Export, Site
from sphinx_anthology.model.views import AuthorView, Person
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.outputs.scholar.post_metadata import bare, orcid_address, valid_address
from sphinx_anthology.outputs.scholar.signposting import EXPORTS, download, kind_of
from sphinx_anthology.typst.strings import cleaned

Reference = Mapping[str, str]


class Graph:
    """Things in the order in which they are added.

    Blank identifiers start with a digest of ``name``, so that graphs can be merged.
    """

    def __init__(self, name: str = "") -> None:
        self._things: dict[str, dict[str, Any]] = {}
        self._blank = f"_:{zlib.crc32(name.encode()):x}-" if name else "_:"

    def add(self, kind: str, address: str, properties: Mapping[str, Any]) -> Reference:
        """Add a thing without its empty values, unless it is there; return a reference."""
        identifier = valid_address(address) or f"{self._blank}{kind.lower()}{len(self._things)}"
        if identifier not in self._things:
            self._things[identifier] = {"@type": kind, "@id": identifier, **known(properties)}
        return {"@id": identifier}

    def lead(self, reference: Reference) -> None:
        """Move a thing to the front, since some readers only use the first."""
        identifier = reference["@id"]
        self._things = {identifier: self._things[identifier], **self._things}

    def take(self, others: Iterable[Graph]) -> Graph:
        """Add the things of other graphs that are missing here; return this graph."""
        for other in others:
            for identifier, thing in other._things.items():  # noqa: SLF001  # a graph too
                self._things.setdefault(identifier, thing)
        return self

    def document(self) -> dict[str, Any]:
        """The graph as JSON-LD."""
        return {"@context": "https://schema.org", "@graph": list(self._things.values())}

    def text(self) -> str:
        """The graph as a file."""
        return f"{_json(self.document())}\n"

    def script(self) -> str:
        """The graph as a ``script`` element.

        Nothing in it can end the element (HTML Living Standard, section 4.12.1.3).
        """
        said = _json(self.document()).replace("<", "\\u003c")
        return f'<script type="application/ld+json">{said}</script>'


def known(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties with values, without control characters."""
    return {key: _clean(value) for key, value in properties.items() if value}


def one_or_many(values: list[Any]) -> Any:
    """The only value, or a list of values."""
    return values[0] if len(values) == 1 else values


def _clean(value: Any) -> Any:
    """A value whose texts have no control characters."""
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
    """Add people in order; return a list of references, never wrapped in roles."""
    return [add_person(graph, person, site) for person in people]


def add_person(
    graph: Graph, person: Person, site: Site, more: dict[str, Any] | None = None
) -> Reference:
    """Add a person as a page names them, with affiliations.

    The identifier is the ORCID iD, or the own page. Without either, people of the same name are
    different things.
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
    """Whether an author's document says that it is a group; False for guests."""
    return person.name.literal and bool(person.id) and person.id != person.name.family


def name_parts(name: Name) -> dict[str, Any]:
    """A name: complete, without titles and degrees, and in parts."""
    stated = {"name": bare(name)}
    if name.given and not name.literal:
        stated |= {"givenName": name.given, "familyName": name.family}
    around = {"honorificPrefix": name.title, "honorificSuffix": name.suffix}
    return stated | {what: text for what, text in around.items() if text}


def add_author(graph: Graph, view: AuthorView, site: Site) -> Reference:
    """Add an author as their own page shows them."""
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
    """The addresses of an author on other sites."""
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
    """The affiliations of a person; empty for groups."""
    if is_group(person):
        return []
    return one_or_many([_affiliation(each) for each in person.affiliations])


def _affiliation(stated: Affiliation) -> dict[str, Any]:
    """An institution by its ROR id, or a department of one."""
    ror = {"@id": stated.ror, "sameAs": stated.ror} if stated.ror else {}
    institution = {"@type": "Organization", "name": stated.name, **ror}
    if not stated.department:
        return known(institution)
    department = {"name": stated.department, "parentOrganization": institution}
    return known({"@type": "Organization", **department})


def add_blog(
    graph: Graph, publication: Publication, more: dict[str, Any] | None = None
) -> Reference:
    """Add the publication as a blog."""
    return graph.add(
        "Blog",
        f"{publication.base}#blog" if publication.base else "_:blog",
        {
            "name": publication.title,
            "url": publication.base,
            "inLanguage": publication.language,
            "publisher": add_publisher(graph, publication),
            **(more or {}),
        },
    )


def blog_details(publication: Publication, exports: Iterable[Export], site: Site) -> dict[str, Any]:
    """The properties of the blog that only the front page has."""
    return {
        "description": publication.tagline,
        "about": journal(publication),
        "encoding": encodings(exports, site),
    }


def add_publisher(graph: Graph, publication: Publication) -> Reference | None:
    """Add the publisher, by ROR id if it is stated."""
    if not publication.publisher:
        return None
    page = f"{publication.base}#publisher" if publication.base else ""
    return graph.add(
        "Organization",
        publication.publisher_ror or page or "_:publisher",
        {
            "name": publication.publisher,
            "url": publication.publisher_url,
            "sameAs": publication.publisher_ror,
        },
    )


def add_editorial(graph: Graph, publication: Publication) -> Reference:
    """Add the publication as the author of digests and records."""
    return graph.add(
        "Organization",
        f"{publication.base}#publication" if publication.base else "_:publication",
        {
            "name": publication.title,
            "url": publication.base,
            "parentOrganization": add_publisher(graph, publication),
        },
    )


def journal(publication: Publication) -> dict[str, Any]:
    """The journal of the publication."""
    if not publication.journal:
        return {}
    return known(
        {
            "@type": "Periodical",
            "name": publication.journal,
            "issn": one_or_many(list(publication.issn)),
            "url": publication.journal_url,
        }
    )


def periodical(title: str, publication: Publication) -> dict[str, Any]:
    """A journal by its title: our own with all properties."""
    if title.casefold() == publication.journal.casefold():
        return journal(publication)
    return {"@type": "Periodical", "name": title} if title else {}


def add_breadcrumbs(
    graph: Graph, publication: Publication, steps: Sequence[tuple[str, str]]
) -> None:
    """Add the breadcrumbs from the front page: pairs of title and address.

    Search engines require absolute addresses; without a base address there are no breadcrumbs.
    """
    if not publication.base:
        return
    places = [(publication.title, publication.base), *steps]
    listed = [
        {"@type": "ListItem", "position": position, "name": title, "item": address}
        for position, (title, address) in enumerate(places, start=1)
    ]
    here = places[-1][1]
    graph.add("BreadcrumbList", f"{here}#way", {"itemListElement": listed})


def encodings(exports: Iterable[Export], site: Site) -> list[dict[str, str]]:
    """The files of a volume (MediaObject)."""
    if not site.base:
        return []
    return [
        {
            "@type": "MediaObject",
            "contentUrl": download(site, export),
            "encodingFormat": EXPORTS[kind_of(export)],
        }
        for export in exports
    ]


def front_page(publication: Publication, site: Site, exports: Iterable[Export] = ()) -> Graph:
    """The graph of the front page: the blog."""
    graph = Graph()
    blog = add_blog(graph, publication, blog_details(publication, exports, site))
    graph.lead(blog)
    return graph


def all_records(publication: Publication, site: Site, records: Iterable[Graph]) -> Graph:
    """The graph of the blog and the works of all posts."""
    return front_page(publication, site).take(records)
