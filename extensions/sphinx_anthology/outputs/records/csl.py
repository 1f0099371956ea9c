"""CSL-JSON: the input of citation processors (CSL 1.0.2, csl-data.json; specification, app. III).

The schema knows no ORCID in a name, so these stand in ``custom``. Editors are left out, for
Zotero makes authors of them where the type is a post.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from sphinx_anthology.model.citing.pieces import generation, undivided
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.work import Work
from sphinx_anthology.outputs.records.keys import Record, one_line


def csl(record: Record) -> str:
    """An item, without the brackets of the list that it stands in."""
    return json.dumps(_known(item(record)), ensure_ascii=False, indent=1)


def listed(items: Iterable[str]) -> str:
    """The list of items."""
    return "[\n{}\n]\n".format(",\n".join(items))


def item(record: Record) -> Mapping[str, object]:
    """An item as a mapping; what is empty is not known."""
    work = record.work
    return {
        "id": one_line(record.id),
        "citation-key": record.key,
        "type": "post-weblog",
        "title": one_line(work.title),
        "author": [_name(person.name) for person in work.authors],
        "container-title": one_line(work.site),
        "collection-title": one_line(work.place.series_title) if work.place else "",
        "publisher": one_line(work.publisher),
        "issued": _date(work.date) if work.date else None,
        "DOI": work.doi,
        "URL": one_line(work.url or work.address),
        "language": work.language,
        "abstract": one_line(work.description),
        "keyword": ", ".join(map(one_line, work.tags)),
        "custom": _known({"orcid": _orcids(work)}),
    }


def _known(mapping: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in mapping.items() if value}


def _name(name: Name) -> Mapping[str, object]:
    """A name in its parts; one that is whole stays so (specification, ‘Name variables’)."""
    if whole := undivided(name):
        return {"literal": one_line(whole)}
    parts = {"family": name.family, "given": name.given, "suffix": generation(name)}
    return {part: one_line(value) for part, value in parts.items() if value}


def _date(date: PartialDate) -> Mapping[str, object]:
    """One list of year, month and day, as far as they are known; of an interval two."""
    return {"date-parts": [[int(part) for part in end.text.split("-")] for end in date.ends]}


def _orcids(work: Work) -> list[dict[str, str]]:
    """Who has which ORCID iD."""
    return [_orcid(person) for person in work.authors if person.orcid]


def _orcid(person: Person) -> dict[str, str]:
    return {"name": one_line(str(person)), "orcid": f"https://orcid.org/{person.orcid}"}
