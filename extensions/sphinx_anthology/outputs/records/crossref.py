"""A Crossref deposit: ``posted_content type="blog"`` (deposit schema 5.5.0).

Only posts with their full text here, and with a DOI of the publication's prefix, are deposited:
Crossref registers their addresses. The article that a post presents is another work, on which the
post comments (``relations.xsd``, ``isCommentOn``).
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree as ET

from sphinx_anthology.model.citing.pieces import generation, undivided
from sphinx_anthology.model.fields import Affiliation
from sphinx_anthology.model.identifiers import license_address
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.model.work import Work
from sphinx_anthology.outputs.records.formats import Record, one_line

SCHEMA = "http://www.crossref.org/schema/5.5.0"
_NAMESPACES = {
    "version": "5.5.0",
    "xmlns": SCHEMA,
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:jats": "http://www.ncbi.nlm.nih.gov/JATS1",
    "xmlns:ai": "http://www.crossref.org/AccessIndicators.xsd",
    "xmlns:rel": "http://www.crossref.org/relations.xsd",
    "xsi:schemaLocation": f"{SCHEMA} https://www.crossref.org/schemas/crossref5.5.0.xsd",
}
_LANGUAGE = re.compile("[a-z]{2,3}")
_LONGEST = {
    "given_name": 200,
    "surname": 200,
    "suffix": 10,
    "organization": 511,
    "group_title": 1024,
    "institution_name": 1024,
    "institution_department": 255,
}
"""The longest text of an element, in characters, by the schema."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Depositor:
    """The depositor of DOIs, and their prefix."""

    prefix: str
    name: str
    email: str
    registrant: str


@dc.dataclass(frozen=True, slots=True)
class Registration:
    """A work that can be registered, with its date and last correction."""

    record: Record
    day: dt.date
    updated: dt.date | None

    @property
    def work(self) -> Work:
        """The work."""
        return self.record.work


def registration(
    record: Record, updated: dt.date | None, depositor: Depositor
) -> Registration | None:
    """The registration of a work; None if a required value is missing."""
    work = record.work
    is_ours = work.is_whole and work.page and work.doi.startswith(f"{depositor.prefix}/")
    if not is_ours or work.date is None or not work.date.is_day or not work.title:
        return None
    return Registration(record, work.date.earliest, updated)


def deposit(
    registrations: Sequence[Registration], depositor: Depositor, publication: Publication
) -> str:
    """The file of one or more registrations.

    Its id is a digest of the content, and its time stamp the newest date in it: Crossref only
    accepts updates with a later one, so corrections must be dated (``updated``).
    """
    body = ET.Element("body")
    body.extend(_posted(each, publication) for each in registrations)
    batch = ET.Element("doi_batch", _NAMESPACES)
    newest = max(each.updated or each.day for each in registrations)
    batch.extend([_head(body, newest, depositor), body])
    ET.indent(batch, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(batch, "unicode")}\n'


def _head(body: ET.Element, newest: dt.date, depositor: Depositor) -> ET.Element:
    digest = hashlib.sha256(ET.tostring(body)).hexdigest()[:16]
    day = newest.isoformat().replace("-", "")
    return _element(
        "head",
        _text("doi_batch_id", f"{depositor.prefix}-{day}-{digest}"),
        _text("timestamp", f"{day}000000"),
        _element(
            "depositor",
            _text("depositor_name", depositor.name),
            _text("email_address", depositor.email),
        ),
        _text("registrant", depositor.registrant),
    )


def _posted(found: Registration, publication: Publication) -> ET.Element:
    """A post, with its parts in the order of the schema."""
    work = found.work
    language = re.split("[-_]", work.language)[0].lower()
    return _element(
        "posted_content",
        _text("group_title", publication.title),
        _element("contributors", *_contributors(work.authors)),
        _element("titles", _text("title", work.title)),
        _date(found.day),
        _institution(publication.publisher, publication.publisher_ror),
        _element("jats:abstract", _text("jats:p", work.description)),
        _element("ai:program", *_license(work), name="AccessIndicators"),
        _element("rel:program", *_relations(work)),
        _element(
            "doi_data",
            _text("doi", work.doi),
            _text("resource", work.page, mime_type="text/html"),
        ),
        type="blog",
        **({"language": language} if _LANGUAGE.fullmatch(language) else {}),
    )


def _contributors(people: Iterable[Person]) -> Iterator[ET.Element]:
    for place, person in enumerate(people):
        facts = {"sequence": "additional" if place else "first", "contributor_role": "author"}
        whole = undivided(person.name)
        if whole and person.name.literal:
            yield _text("organization", whole, **facts)
        else:
            yield _person(person, whole, facts)


def _person(person: Person, whole: str, facts: dict[str, str]) -> ET.Element:
    """A person; a single name is the surname."""
    name = person.name
    institutions = (_affiliation(a) for a in person.affiliations)
    return _element(
        "person_name",
        _text("given_name", "" if whole else name.given),
        _text("surname", whole or name.family),
        _text("suffix", "" if whole else generation(name)),
        _element("affiliations", *institutions),
        _text("ORCID", f"https://orcid.org/{person.orcid}" if person.orcid else ""),
        **facts,
    )


def _affiliation(where: Affiliation) -> ET.Element:
    return _institution(where.name, where.ror or "", where.department or "")


def _institution(name: str, ror: str, department: str = "") -> ET.Element:
    return _element(
        "institution",
        _text("institution_name", name),
        _text("institution_id", ror if name else "", type="ror"),
        _text("institution_department", department if len(department) > 1 else ""),
    )


def _date(day: dt.date) -> ET.Element:
    return _element(
        "posted_date",
        _text("month", f"{day.month:02}"),
        _text("day", f"{day.day:02}"),
        _text("year", f"{day.year:04}"),
        media_type="online",
    )


def _license(work: Work) -> Iterator[ET.Element]:
    yield _text("ai:license_ref", license_address(work.license), applies_to="vor")


def _relations(work: Work) -> Iterator[ET.Element]:
    """The articles that the post presents, and its first publication."""
    for article in work.articles:
        facts = {"relationship-type": "isCommentOn", "identifier-type": "doi"}
        yield _element("rel:related_item", _text("rel:inter_work_relation", article.doi, **facts))
    if not work.is_ours:
        facts = {"relationship-type": "isIdenticalTo", "identifier-type": "uri"}
        yield _element("rel:related_item", _text("rel:intra_work_relation", work.url, **facts))


def _element(tag: str, *parts: ET.Element, **facts: str) -> ET.Element:
    """An element with those of its parts that are not empty."""
    made = ET.Element(tag, facts)
    made.extend(part for part in parts if len(part) or part.text)
    return made


def _text(tag: str, text: str, **facts: str) -> ET.Element:
    """An element with text, cut to the longest that the schema allows."""
    made = ET.Element(tag, facts)
    made.text = one_line(text)[: _LONGEST.get(tag)]
    return made
