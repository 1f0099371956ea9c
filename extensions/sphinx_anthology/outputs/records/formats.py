"""Records of posts: unique keys, and the formats RIS and CSL-JSON.

RIS (RIS Format Specifications, 2011): each line is a two-letter tag, two spaces, a hyphen, a space
and a value; lines end in CR and LF; a record begins with ``TY`` and ends with ``ER``. Nothing is
escaped: a value is one line.

CSL-JSON (CSL 1.0.2, csl-data.json; specification, appendix III): the schema has no ORCID in a name,
so ORCIDs are in ``custom``. Editors are left out: where the type is a post, Zotero would make
authors of them.
"""

from __future__ import annotations

import dataclasses as dc
import itertools
import json
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sphinx_anthology.model.citing.pieces import generation, undivided
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.work import Work
from sphinx_anthology.typst.strings import cleaned

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""All by which some reader ends a line, whatever the format says."""


def one_line(text: str) -> str:
    r"""A text with spaces for line breaks, and without control characters.

    >>> one_line("one\n  two\0 ")
    'one two'
    """
    if text.isprintable():  # most are, which is quickly seen
        return text.strip()
    return re.sub(" {2,}", " ", cleaned(_BREAKS.sub(" ", text))).strip()


@dc.dataclass(frozen=True, slots=True)
class Record:
    """A work, with the key that is its own, and the address or key that identifies it."""

    work: Work
    key: str
    id: str


def records_of(works: Iterable[Work]) -> Mapping[str, Record]:
    """The records of works, by docname.

    Of works whose key would be the same the oldest has it; the next have ``a``, ``b``, … after
    it. So a new post changes no key that somebody uses already.
    """
    in_order = sorted(works, key=_oldest_first)
    taken = {work.key for work in in_order}
    addresses = Counter(work.address for work in in_order)
    given: set[str] = set()
    found = {}
    for work in in_order:
        key = work.key
        if key in given:
            key = next(k for k in _lettered(key) if k not in taken)
        given.add(key)
        taken.add(key)
        is_alone = work.address and addresses[work.address] == 1
        found[work.docname] = Record(work, key, work.address if is_alone else key)
    return found


def _oldest_first(work: Work) -> tuple[bool, int, str]:
    """By first possible day, undated last; ties by docname, so stable."""
    date = work.date
    return date is None, date.earliest.toordinal() if date else 0, work.docname


def _lettered(key: str) -> Iterator[str]:
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield key + "".join(letters)


def ris(record: Record) -> str:
    """A record."""
    lines = [f"{tag}  - {line}" for tag, value in _tags(record) if (line := one_line(value))]
    return "\r\n".join(["TY  - BLOG", *lines, "ER  - ", ""])


def _tags(record: Record) -> Iterator[tuple[str, str]]:
    work = record.work
    yield "ID", record.key
    yield from (("AU", _author(person.name)) for person in work.authors)
    yield "TI", work.title
    yield "T2", work.site
    yield "T3", work.place.series_title if work.place else ""
    yield "PB", work.publisher
    yield from _date(work)
    yield "DO", work.doi
    yield "UR", work.url or work.address
    yield "LA", work.language
    yield "AB", work.description
    yield from (("KW", tag) for tag in work.tags)


def _author(name: Name) -> str:
    """``Last, First, Suffix``; a name that is whole has no comma of its own to part it."""
    whole = undivided(name)
    return whole or ", ".join(filter(None, (name.family, name.given, generation(name))))


def _date(work: Work) -> Iterator[tuple[str, str]]:
    """Year, and the date with as many parts as are known; of an interval the year it lies in."""
    date = work.date
    if date is None or date.earliest.year != date.latest.year:
        return
    yield "PY", f"{date.earliest.year:04}"
    if not date.is_interval:
        yield "DA", _slashed(date)


def _slashed(date: PartialDate) -> str:
    """``2021/04/21``, ``2021/04//``: slashes stand for what is not known, too."""
    parts = date.text.split("-")
    return "/".join([*parts, *[""] * (3 - len(parts))]) if parts[1:] else ""


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
        "issued": _date_parts(work.date) if work.date else None,
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


def _date_parts(date: PartialDate) -> Mapping[str, object]:
    """One list of year, month and day, as far as they are known; of an interval two."""
    return {"date-parts": [[int(part) for part in end.text.split("-")] for end in date.ends]}


def _orcids(work: Work) -> list[dict[str, str]]:
    """Who has which ORCID iD."""
    return [_orcid(person) for person in work.authors if person.orcid]


def _orcid(person: Person) -> dict[str, str]:
    return {"name": one_line(str(person)), "orcid": f"https://orcid.org/{person.orcid}"}
