"""Journal articles that posts present, found in texts and kept in ``references.bib``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote

from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.richtext import Text

from anthology_import.findings.people import bare_name, byline
from anthology_import.findings.text import Passage, Sort, quote
from anthology_import.records import Confidence, Finding, Proposal, best
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.identifiers import doi
from sphinx_anthology.model.names import Name, slug, split_name

MOST_ASKED: Final = 3
"""The largest number of uncertain articles that are proposed for a post."""

_DOI = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/[^\s\"<>“”‘’]+")
_TITLE = re.compile(
    r"article\s+title\s*:\s*[“\"‘']?(?P<title>.+?)[”\"’']?\s*"
    r"(?:\((?:by\s+)?(?P<authors>[^()]+)\)(?P<rest>.*))?",
    re.IGNORECASE,
)
_FAMILY = r"(?:[a-z’']+\s+){0,3}[^\W\d_a-z][\w’'-]*"
_FAMILIES = re.compile(rf"{_FAMILY}(?:\s*,\s*{_FAMILY})*\s+(?:and|&)\s+{_FAMILY}")
_OWN = re.compile(
    r"\b(?:our|my|his|her|their|this|the)\s+(?:\w+\s+){0,3}(?:article|paper)\b"
    r"|\b(?:based|draws)\s+on\b|\bread\s+the\s+(?:\w+\s+){0,3}(?:article|paper|research)\b"
    r"|\b(?:original|full)\s+(?:article|research|paper)\b|\barticle\s+title\b",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"(?:references?|bibliography|further reading|related reading|notes|works cited"
    r"|if you (?:enjoyed|liked) .*|you may also .*)\W*",
    re.IGNORECASE,
)


def article_proposals(body: tuple[Passage, ...]) -> tuple[Proposal, ...]:
    """The articles that a post seems to present, in text order."""
    found: dict[str, Proposal] = {}
    for passage in _own_text(body):
        titled = _TITLE.fullmatch(passage.line) if passage.sort is not Sort.CELL else None
        dois = dict.fromkeys(_dois(passage))
        if titled:
            first = next(iter(dois), "")
            found.setdefault(first or titled["title"], _by_title(titled, passage, first))
            continue
        for identifier in dois:
            proposal = _proposal({"doi": identifier}, passage, passage.text.find(identifier))
            known = found.setdefault(identifier, proposal)
            if known.confidence is not Confidence.SURE:
                found[identifier] = max(known, proposal, key=_trust)
    return _worth_asking(tuple(found.values()))


def _own_text(body: tuple[Passage, ...]) -> Iterator[Passage]:
    """The passages before a list of references or of further reading."""
    for passage in body:
        is_short = len(passage.line) < 80
        if is_short and passage.sort is not Sort.ITEM and _REFERENCES.fullmatch(passage.line):
            return
        yield passage


def _dois(passage: Passage) -> Iterator[str]:
    """The DOIs of a passage in canonical form, each once in any case."""
    seen = set()
    for text in (*(unquote(address) for _, address in passage.links), passage.text):
        for match in _DOI.finditer(text) if "10." in text else ():
            identifier = _trimmed(match.group())
            if identifier and identifier.casefold() not in seen:
                seen.add(identifier.casefold())
                yield identifier


def _trimmed(text: str) -> str:
    """A DOI without punctuation after it; empty if it is invalid."""
    bare = re.split(r"[?#]", text)[0].rstrip(".,;:'’”/")
    while bare.endswith((")", "]")) and bare.count(")") + bare.count("]") > (
        bare.count("(") + bare.count("[")
    ):
        bare = bare[:-1].rstrip(".,;:")
    try:
        return doi(bare)
    except ValueError:
        return ""


def _proposal(value: dict[str, str], passage: Passage, at: int) -> Proposal:
    is_own = _OWN.search(quote(passage.text, max(0, at))) or _OWN.search(passage.line[:200])
    confidence = Confidence.SURE if is_own else Confidence.LIKELY
    return passage.proposal(Finding.ARTICLE, value, confidence, at=max(0, at))


def _by_title(found: re.Match[str], passage: Passage, identifier: str) -> Proposal:
    """The article of a line ‘Article title: … (by …)’."""
    value = {"doi": identifier} if identifier else {}
    value["title"] = found["title"].strip().rstrip(".")
    if found["authors"]:
        read = byline(bare_name(found["authors"]))
        value["authors"] = ", ".join(read.names if read else _family_names(found["authors"]))
    outside = [url for _, url in passage.links if url.startswith(("http://", "https://"))]
    if outside and not identifier:
        value["url"] = outside[0]
    return passage.proposal(Finding.ARTICLE, value, Confidence.SURE)


def _family_names(text: str) -> list[str]:
    """The names of a list such as ‘Lee, van der Meer and Ek’; any other text stays whole."""
    known = _FAMILIES.fullmatch(text.strip())
    return re.split(r"\s*,\s*|\s+(?:and|&)\s+", known[0]) if known else [text.strip()]


def _trust(proposal: Proposal) -> int:
    return -tuple(Confidence).index(proposal.confidence)


def _worth_asking(found: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """The sure proposals; the others only if they are few."""
    sure = tuple(p for p in found if p.confidence is Confidence.SURE)
    if sure or len(found) > MOST_ASKED:
        return sure
    return found


FILE: Final = "references.bib"
"""The name of the bibliography file."""

_EMPTY: Final = "% Articles that posts present; ‘articles’ in a post names their keys.\n"
_NO_BIBTEX = re.compile(r"[{}\\]")
_NO_NAME = re.compile(r"[{}\\,]")


def key_of(value: Mapping[str, str]) -> str:
    """The citation key of an article, from its DOI, title or address."""
    return slug(value.get("doi") or value.get("title") or value.get("url") or "")[:100].strip("-")


class Articles:
    """Collects the articles that posts present, with their citation keys.

    ``existing`` is the text of the bibliography; ``is_own`` says that an earlier import wrote it.
    Nothing is added to an editor's own bibliography: articles that it lacks cannot be linked.
    """

    def __init__(self, existing: str, *, is_own: bool) -> None:
        self._found = _read(existing) if is_own else {}
        self._is_own, self._existing = is_own, existing
        known = {} if is_own else read_bibliography(existing, FILE).articles
        self._keys = {key: key for key in known}
        self._keys |= {slug(a.doi)[:100].strip("-"): key for key, a in known.items() if a.doi}

    def links(self, found: Iterable[Proposal]) -> list[object]:
        """The ``articles`` of a post: keys, the first with its last free day."""
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
        """The citation key of an article; empty if it cannot be cited."""
        key = key_of(value)
        if not self._is_own:
            return self._keys.get(key, "")
        self._found.setdefault(key, {}).update(value)
        return key

    def text(self) -> str:
        """The whole bibliography, articles of earlier imports included."""
        if not self._is_own:
            return self._existing
        entries = {key: _entry(value) for key, value in sorted(self._found.items())}
        return str(BibliographyData(entries).to_string("bibtex")) if entries else _EMPTY


def _read(text: str) -> dict[str, dict[str, str]]:
    """The fields of each article in a bibliography of an earlier import."""
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
    """The fields of each article that a post presents."""
    for proposal in found:
        value = proposal.value
        if proposal.kind is Finding.ARTICLE and isinstance(value, Mapping) and key_of(value):
            yield value


def _family(name: Name) -> str:
    """A family name; a group's in braces, so that BibTeX keeps it."""
    is_group = name.literal and " " in name.family
    return f"{{{name.family}}}" if is_group else name.family


def _entry(value: Mapping[str, str]) -> Entry:
    """The BibTeX entry of an article, with the fields that are known."""
    said = {name: _NO_BIBTEX.sub("", value.get(name, "")) for name in ("title", "doi", "url")}
    fields = [(name, words) for name, text in said.items() if (words := " ".join(text.split()))]
    written = (_NO_NAME.sub(" ", name) for name in value.get("authors", "").split(", "))
    names = [split_name(" ".join(name.split())) for name in written if any(map(str.isalnum, name))]
    people = [Person(first=name.given, last=_family(name)) for name in names]
    return Entry("article", fields=fields, persons={"author": people} if people else {})
