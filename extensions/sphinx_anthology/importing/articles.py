"""The articles that posts present, as entries of ``references.bib``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pybtex.database import BibliographyData, Entry, Person

from sphinx_anthology.importing.findings.proposal import Finding, Proposal, best
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.names import slug, split_name

FILE: Final = "references.bib"
"""The bibliography's file."""

_NO_BIBTEX = re.compile(r"[{}\\]")


def key_of(value: Mapping[str, str]) -> str:
    """The key of an article: its DOI's words, else its title's, else its address's."""
    return slug(value.get("doi") or value.get("title") or value.get("url") or "")[:100].strip("-")


class Articles:
    """Takes the articles that posts present, and knows under which keys they can be cited.

    ``existing`` is the bibliography that is there, as an editor left it; none where it will be
    written. What it does not have cannot be linked, and is in ``missing``.
    """

    def __init__(self, existing: str | None) -> None:
        self._found: dict[str, dict[str, str]] = {}
        self._is_open = existing is None
        known = read_bibliography(existing or "", FILE).articles
        self._keys = {key: key for key in known}
        self._keys |= {slug(a.doi)[:100].strip("-"): key for key, a in known.items() if a.doi}
        self.missing: dict[str, dict[str, str]] = {}

    def links(self, found: Iterable[Proposal]) -> list[object]:
        """The ``articles`` of a post: keys, the first with the last day on which it is free."""
        proposals = tuple(found)
        keys = [k for p in proposals if p.kind is Finding.ARTICLE if (k := self._key(p))]
        until = best(proposals, Finding.FREE_UNTIL)
        links: list[object] = list(dict.fromkeys(keys))
        if links and until:
            links[0] = {"key": links[0], "free_until": str(until.value)}
        return links

    def _key(self, proposal: Proposal) -> str:
        if not isinstance(proposal.value, Mapping) or not (key := key_of(proposal.value)):
            return ""
        if key in self._keys:
            return self._keys[key]
        said = self._found if self._is_open else self.missing
        said.setdefault(key, {}).update(proposal.value)
        return key if self._is_open else ""

    def text(self) -> str:
        """The whole bibliography of what was found."""
        return _bibtex(self._found)


def _bibtex(found: Mapping[str, Mapping[str, str]]) -> str:
    entries = {key: _entry(value) for key, value in sorted(found.items())}
    text = str(BibliographyData(entries).to_string("bibtex")) if entries else ""
    return text or "% Articles that posts present; ‘articles’ in a post names their keys.\n"


def _entry(value: Mapping[str, str]) -> Entry:
    """An article as it was found: what is not known stays out."""
    fields = {
        name: _NO_BIBTEX.sub("", value[name]) for name in ("title", "doi", "url") if value.get(name)
    }
    authors = [split_name(name) for name in value.get("authors", "").split(", ") if name.strip()]
    people = [
        Person(first=_NO_BIBTEX.sub("", n.given), last=_NO_BIBTEX.sub("", n.family))
        for n in authors
    ]
    return Entry(
        "article", fields=list(fields.items()), persons={"author": people} if people else {}
    )
