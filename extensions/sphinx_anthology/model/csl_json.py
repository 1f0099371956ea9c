"""CSL-JSON as BibTeX: what Zotero, Crossref and citation processors export.

CSL 1.0.2, csl-data.json; Crossref's own records (``message``, lists for single texts) are alike.
"""

from __future__ import annotations

import itertools
import json
import re
import string
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sphinx_anthology.model.latex import bibtex_name, latex
from sphinx_anthology.model.names import Name, in_parts, slug, sort_key

_KINDS = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "journal-article": "article",
    "review": "article",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "chapter": "incollection",
    "book-chapter": "incollection",
    "entry-encyclopedia": "incollection",
    "paper-conference": "inproceedings",
    "proceedings-article": "inproceedings",
    "thesis": "phdthesis",
    "dissertation": "phdthesis",
    "report": "techreport",
}
"""The kind of entry for each type of CSL and of Crossref; ``misc`` for all others."""
_TEXTS = {
    "title": "title",
    "volume": "volume",
    "issue": "number",
    "publisher": "publisher",
    "ISSN": "issn",
    "ISBN": "isbn",
}
"""Fields that are texts, and their names in BibTeX."""
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_NO_KEY = re.compile(r"[\s,{}()\"'#%~=\\/:@]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def bibtex_of_csl(text: str) -> str:
    """All works of a CSL-JSON file as BibTeX.

    :raises ValueError: with the reason, if it is no CSL-JSON.
    """
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"it is no JSON ({error})"
        raise ValueError(message) from None
    items = [item for item in _items(value) if isinstance(item, dict) and "title" in item]
    if not items:
        message = "it has no works: CSL-JSON is a list of objects, each with “type” and “title”"
        raise ValueError(message)
    keys: set[str] = set()
    return "".join(_entry(item, keys) for item in items)


def _items(value: object) -> Sequence[Any]:
    """The works in a file: a list, one work, or a list within an object."""
    if isinstance(value, list):
        return value
    if not isinstance(value, dict):
        return ()
    inner = next((value[n] for n in ("items", "message", "references") if n in value), None)
    return [value] if inner is None else _items(inner)


def _entry(item: Mapping[str, Any], keys: set[str]) -> str:
    kind = _KINDS.get(str(item.get("type", "")), "misc")
    fields = dict(_fields(item, kind))
    key = free_key(_key(item), keys)
    keys.add(key.casefold())
    return bibtex_entry(kind, key, fields)


def bibtex_entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry of BibTeX; values are LaTeX, and empty ones are left out."""
    lines = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def free_key(key: str, taken: set[str]) -> str:
    """A key that nobody has, with a letter after it where it is needed.

    ``taken`` are the keys that there are, in small letters.

    >>> free_key("doe2021", {"doe2021", "doe2021a"})
    'doe2021b'
    """
    numbers = map(str, range(1, len(taken) + 2))
    ends: Iterator[str] = itertools.chain([""], string.ascii_lowercase, numbers)
    return next(key + end for end in ends if (key + end).casefold() not in taken)


def _fields(item: Mapping[str, Any], kind: str) -> Iterator[tuple[str, str]]:
    yield "author", _people(item.get("author"))
    yield "editor", _people(item.get("editor"))
    holder = "booktitle" if kind.startswith("in") else "journal"
    for name, bibtex_name_ in _TEXTS.items():
        yield bibtex_name_, latex(_text(item.get(name)))
    yield holder, latex(_text(item.get("container-title")))
    yield "year", str(_year(item) or "")
    pages = _text(item.get("page"))
    yield "pages", latex(pages) if not re.search(r"[-–]", pages) else re.sub("[-–]+", "--", pages)
    yield "doi", _to_the_letter(item.get("DOI"))
    yield "url", _to_the_letter(item.get("URL"))


def _text(value: object) -> str:
    """A text without markup, on one line; of several the first."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(_UNSEEN.sub(" ", _MARKUP.sub("", str(value))).split())


def _to_the_letter(value: object) -> str:
    """A DOI or an address, without what would end the field."""
    return re.sub(r"[\s{}\\]", "", _text(value))


def _people(value: object) -> str:
    people = value if isinstance(value, list) else []
    found = (_person(person) for person in people if isinstance(person, dict))
    return " and ".join(filter(None, (bibtex_name(name) for name in found if str(name))))


def _person(person: Mapping[str, Any]) -> Name:
    given, family, suffix = (_text(person.get(part)) for part in ("given", "family", "suffix"))
    particles = (_text(person.get(f"{kind}-particle")) for kind in ("dropping", "non-dropping"))
    whole = " ".join(filter(None, (*particles, family)))
    if whole and given:
        return in_parts(given, whole, suffix)
    literal = _text(person.get("literal")) or _text(person.get("name")) or whole or given
    return Name(family=literal, display=literal, literal=True)


def _year(item: Mapping[str, Any]) -> int:
    """The year of publication; 0 if it is not stated."""
    for name in ("issued", "published", "published-print", "published-online"):
        date = item.get(name)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        first = parts[0] if isinstance(parts, list) and parts else None
        year = first[0] if isinstance(first, list) and first else None
        raw = _text(date.get("raw") or date.get("literal")) if isinstance(date, dict) else ""
        found = re.search(r"\d{4}", str(year or raw))
        if found:
            return int(found[0])
    return 0


def _key(item: Mapping[str, Any]) -> str:
    """The key of a work: its id if that is one word, else family name and year."""
    stated = _text(item.get("citation-key") or item.get("id"))
    if stated and not _NO_KEY.search(stated) and stated.isascii():
        return stated
    people = item.get("author")
    first = people[0] if isinstance(people, list) and people else {}
    family = _person(first).family if isinstance(first, dict) else ""
    word = re.sub(r"[^a-z]", "", sort_key(family or slug(_text(item["title"])).split("-")[0]))
    return f"{word or 'work'}{_year(item) or ''}"
