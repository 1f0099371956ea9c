"""The articles that posts present, as entries of ``references.bib``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.richtext import Text

from anthology_import.findings.proposal import Finding, Proposal, best
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.names import Name, slug, split_name

FILE: Final = "references.bib"
"""The bibliography's file."""

_EMPTY: Final = "% Articles that posts present; ‘articles’ in a post names their keys.\n"
_NO_BIBTEX = re.compile(r"[{}\\]")
_NO_NAME = re.compile(r"[{}\\,]")


def key_of(value: Mapping[str, str]) -> str:
    """The key of an article: its DOI's words, else its title's, else its address's."""
    return slug(value.get("doi") or value.get("title") or value.get("url") or "")[:100].strip("-")


class Articles:
    """Takes the articles that posts present, and knows under which keys they can be cited.

    ``existing`` is the bibliography that is there, and ``is_own`` whether it is as an earlier
    import wrote it. To an editor's own nothing is added: what it lacks cannot be linked.
    """

    def __init__(self, existing: str, *, is_own: bool) -> None:
        self._found = _read(existing) if is_own else {}
        self._is_own, self._existing = is_own, existing
        known = {} if is_own else read_bibliography(existing, FILE).articles
        self._keys = {key: key for key in known}
        self._keys |= {slug(a.doi)[:100].strip("-"): key for key, a in known.items() if a.doi}

    def links(self, found: Iterable[Proposal]) -> list[object]:
        """The ``articles`` of a post: keys, the first with the last day on which it is free."""
        proposals = tuple(found)
        keys = [k for value in _presented(proposals) if (k := self._key(value))]
        until = best(proposals, Finding.FREE_UNTIL)
        links: list[object] = list(dict.fromkeys(keys))
        if links and until:
            links[0] = {"key": links[0], "free_until": str(until.value)}
        return links

    def unknown(self, found: Iterable[Proposal]) -> Iterator[str]:
        """The articles of a post that an editor's own bibliography lacks."""
        for value in _presented(found):
            if not self._key(value):
                yield value.get("doi") or value.get("title") or value["url"]

    def _key(self, value: Mapping[str, str]) -> str:
        """Under which key an article can be cited; empty where it cannot."""
        key = key_of(value)
        if not self._is_own:
            return self._keys.get(key, "")
        self._found.setdefault(key, {}).update(value)
        return key

    def text(self) -> str:
        """The whole bibliography: what was found, and what earlier imports have found."""
        if not self._is_own:
            return self._existing
        entries = {key: _entry(value) for key, value in sorted(self._found.items())}
        return str(BibliographyData(entries).to_string("bibtex")) if entries else _EMPTY


def _read(text: str) -> dict[str, dict[str, str]]:
    """What was known of each article, from a bibliography that was written here."""
    found: dict[str, dict[str, str]] = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        fields = {name: str(Text.from_latex(value)) for name, value in entry.fields.items()}
        people = map(_printed, entry.persons.get("author", ()))
        names = str(Text.from_latex(", ".join(people)))
        found[key] = fields | ({"authors": names} if names else {})
    return found


def _printed(person: Person) -> str:
    parts = (
        *(person.first_names + person.middle_names + person.prelast_names),
        *(person.last_names + person.lineage_names),
    )
    return " ".join(parts)


def _presented(found: Iterable[Proposal]) -> Iterator[Mapping[str, str]]:
    """What is known of each article that a post presents."""
    for proposal in found:
        value = proposal.value
        if proposal.kind is Finding.ARTICLE and isinstance(value, Mapping) and key_of(value):
            yield value


def _family(name: Name) -> str:
    """A family name; that of a group in brackets, so that BibTeX does not part it."""
    is_group = name.literal and " " in name.family
    return f"{{{name.family}}}" if is_group else name.family


def _entry(value: Mapping[str, str]) -> Entry:
    """An article as it was found: what is not known stays out."""
    said = {name: _NO_BIBTEX.sub("", value.get(name, "")) for name in ("title", "doi", "url")}
    fields = [(name, words) for name, text in said.items() if (words := " ".join(text.split()))]
    written = (_NO_NAME.sub(" ", name) for name in value.get("authors", "").split(", "))
    names = [split_name(" ".join(name.split())) for name in written if any(map(str.isalnum, name))]
    people = [Person(first=name.given, last=_family(name)) for name in names]
    return Entry("article", fields=fields, persons={"author": people} if people else {})
