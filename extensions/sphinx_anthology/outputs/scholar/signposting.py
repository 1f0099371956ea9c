"""FAIR Signposting (signposting.org/FAIR, levels 1 and 2): typed links for machines.

``cite-as`` is the persistent identifier of the page, never that of another work; it is left out if
there is none. The links are in the head of a page, and in a link set beside it.
"""

from __future__ import annotations

import dataclasses as dc
import json
from collections.abc import Iterable, Iterator

from sphinx_anthology.model.identifiers import license_address
from sphinx_anthology.model.site import Export, Site
from sphinx_anthology.model.views import AuthorView, PartStatus, Person, SeriesView
from sphinx_anthology.outputs.scholar.post_metadata import (
    PostMetadata,
    doi_address,
    link,
    orcid_address,
    valid_address,
)

JSON_LD = ".jsonld"
LINK_SET = ".linkset.json"
RECORDS = {
    ".csl.json": "application/vnd.citationstyles.csl+json",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    JSON_LD: "application/ld+json",
}
"""The records beside a page, with their media types."""
HTML = "text/html"
EXPORTS = {"pdf": "application/pdf", "epub": "application/epub+zip"}


@dc.dataclass(frozen=True, slots=True)
class Link:
    """A link from the page (RFC 8288, section 2): relation, address, media type."""

    rel: str
    href: str
    kind: str = ""


def post_links(facts: PostMetadata) -> tuple[Link, ...]:
    """The links of a post's page.

    The author of a digest is the publication. The records beside the page are those of the
    original, which readers cite.
    """
    site, work, view = facts.site, facts.work, facts.view
    theirs = [_author(person, site) for person in work.authors]
    return _known(
        Link("cite-as", doi_address(work.doi) if work.is_whole else ""),
        *(theirs if facts.is_theirs else [Link("author", site.base)]),
        Link("license", license_address(facts.license)),
        *_kinds("AboutPage", "BlogPosting"),
        Link("collection", site.address(view.place.series_docname) if view.place else "", HTML),
        Link("item", work.page, HTML),
        *_records(work.docname, site),
    )


def series_links(view: SeriesView, site: Site, exports: Iterable[Export]) -> tuple[Link, ...]:
    """The links of a series' page: its editors, posts and booklets."""
    posts = [p.docname for p in view.parts if p.standing is PartStatus.PUBLISHED]
    return _known(
        *(_author(editor, site) for editor in view.entry.editors),
        *_kinds("CreativeWorkSeries", "CollectionPage"),
        *(Link("item", site.address(docname), HTML) for docname in posts),
        *(Link("item", download(site, e), EXPORTS[kind_of(e)]) for e in exports),
        *_records(view.entry.docname, site, of_posts=bool(posts)),
    )


def author_links(view: AuthorView, site: Site) -> tuple[Link, ...]:
    """The links of an author's page."""
    return _known(
        Link("me", orcid_address(view.person)),
        *_kinds("ProfilePage"),
        *_records(view.person.docname, site, of_posts=bool(view.posts)),
    )


def _author(person: Person, site: Site) -> Link:
    """The most persistent address of a person."""
    page = site.address(person.docname) if person.docname else person.url
    return Link("author", orcid_address(person) or page)


def _kinds(*kinds: str) -> Iterator[Link]:
    """The types of the page in schema.org."""
    yield from (Link("type", f"https://schema.org/{kind}") for kind in kinds)


def _records(docname: str, site: Site, *, of_posts: bool = True) -> Iterator[Link]:
    """The records beside a page; without posts only JSON-LD."""
    for ending, kind in RECORDS.items():
        if of_posts or ending == JSON_LD:
            yield Link("describedby", site.beside(docname, ending), kind)


def _known(*links: Link) -> tuple[Link, ...]:
    """The links with an address, each once."""
    return tuple(dict.fromkeys(each for each in links if each.href))


def kind_of(export: Export) -> str:
    """The kind of an export: ``pdf`` or ``epub``."""
    return export.path.rpartition(".")[2]


def download(site: Site, export: Export) -> str:
    """The absolute address of an export, or nothing."""
    return f"{site.base}downloads/{export.path}" if site.base else ""


def in_head(links: Iterable[Link], docname: str, site: Site) -> Iterator[str]:
    """The links as elements, and a link to the link set."""
    yield from (link(each.rel, each.href, each.kind) for each in links)
    yield link("linkset", site.beside(docname, LINK_SET), "application/linkset+json")


def link_set(links: Iterable[Link], docname: str, site: Site) -> str:
    """The links as a link set (RFC 9264, section 4.2), in both directions."""
    page = site.address(docname)
    found: dict[str, list[dict[str, str]]] = {}
    back: list[dict[str, object]] = []
    for each in links:
        href = valid_address(each.href)
        found.setdefault(each.rel, []).append(
            {"href": href, **({"type": each.kind} if each.kind else {})}
        )
        if each.rel == "describedby":
            back.append({"anchor": href, "describes": [{"href": page, "type": HTML}]})
    told = {"linkset": [{"anchor": page, **found}, *back]}
    return f"{json.dumps(told, ensure_ascii=False, separators=(',', ':'))}\n"
