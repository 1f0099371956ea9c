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

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing.pieces import generation, undivided
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.work import Work
from sphinx_anthology.typst.strings import cleaned

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""All characters that some reader treats as a line break."""


def one_line(text: str) -> str:
    r"""A text on one line, without control characters.

    >>> one_line("one\n  two\0 ")
    'one two'
    """
    if text.isprintable():  # a quick check: most texts are
        return text.strip()
    return re.sub(" {2,}", " ", cleaned(_BREAKS.sub(" ", text))).strip()


@dc.dataclass(frozen=True, slots=True)
class Record:
    """A work with its unique key, and its address or key as id."""

    work: Work
    key: str
    id: str


def records_of(works: Iterable[Work]) -> Mapping[str, Record]:
    """The records of works, by docname.

    If works share a key, the oldest keeps it; the others get ``a``, ``b``, … after it. So a new
    post never changes a key that is in use.
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
    """Sort by the first possible day, undated works last; then by docname."""
    date = work.date
    return date is None, date.earliest.toordinal() if date else 0, work.docname


def _lettered(key: str) -> Iterator[str]:
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield key + "".join(letters)


def ris(record: Record) -> str:
    """A record as RIS."""
    lines = [f"{tag}  - {line}" for tag, value in _tags(record) if (line := one_line(value))]
    return "\r\n".join(["TY  - BLOG", *lines, "ER  - ", ""])


def article_ris(article: Article) -> str:
    """An article as RIS."""
    lines = [f"{tag}  - {line}" for tag, value in _facts(article) if (line := one_line(value))]
    kind = "JOUR" if article.journal else "GEN"
    return "\r\n".join([f"TY  - {kind}", *lines, "ER  - ", ""])


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    first, _, last = article.pages.partition("–")
    yield "ID", article.key
    yield from (("AU", _author(name)) for name in article.authors)
    yield "TI", article.title
    yield "JO", article.journal
    yield "VL", article.volume
    yield "IS", article.number
    yield "SP", first
    yield "EP", last
    yield "PY", article.year
    yield "PB", article.publisher
    yield "DO", article.doi
    yield "UR", article.url or article.address


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
    """``Last, First, Suffix``; groups and single names as they are."""
    whole = undivided(name)
    return whole or ", ".join(filter(None, (name.family, name.given, generation(name))))


def _date(work: Work) -> Iterator[tuple[str, str]]:
    """The year, and the date as known; none for intervals."""
    date = work.date
    if date is None or date.earliest.year != date.latest.year:
        return
    yield "PY", f"{date.earliest.year:04}"
    if not date.is_interval:
        yield "DA", _slashed(date)


def _slashed(date: PartialDate) -> str:
    """``2021/04/21``, ``2021/04//``: unknown parts are empty."""
    parts = date.text.split("-")
    return "/".join([*parts, *[""] * (3 - len(parts))]) if parts[1:] else ""


def csl(record: Record) -> str:
    """An item of CSL-JSON, without the list around it."""
    return json.dumps(_known(item(record)), ensure_ascii=False, indent=1)


def listed(items: Iterable[str]) -> str:
    """The list of items as JSON."""
    return "[\n{}\n]\n".format(",\n".join(items))


def item(record: Record) -> Mapping[str, object]:
    """An item as a mapping, with empty values."""
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
    """A name in its parts; groups as a literal (specification, ‘Name variables’)."""
    if whole := undivided(name):
        return {"literal": one_line(whole)}
    parts = {"family": name.family, "given": name.given, "suffix": generation(name)}
    return {part: one_line(value) for part, value in parts.items() if value}


def _date_parts(date: PartialDate) -> Mapping[str, object]:
    """Year, month and day as known; two lists for an interval."""
    return {"date-parts": [[int(part) for part in end.text.split("-")] for end in date.ends]}


def _orcids(work: Work) -> list[dict[str, str]]:
    """The authors with an ORCID iD."""
    return [_orcid(person) for person in work.authors if person.orcid]


def _orcid(person: Person) -> dict[str, str]:
    return {"name": one_line(str(person)), "orcid": f"https://orcid.org/{person.orcid}"}
