"""The journal article that a post presents: its DOI, or the line that gives its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from anthology_import.findings.passages import Passage, Sort
from anthology_import.findings.people import bare_name, byline
from anthology_import.findings.proposal import Confidence, Finding, Proposal, quote
from sphinx_anthology.model.identifiers import doi

MOST_ASKED: Final = 3
"""Where a post names more articles without saying which is its own, nothing is proposed."""

_DOI = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/[^\s\"<>“”‘’]+")
_TITLE = re.compile(
    r"article\s+title\s*:\s*[“\"‘']?(?P<title>.+?)[”\"’']?\s*"
    r"(?:\((?:by\s+)?(?P<authors>[^()]+)\)(?P<rest>.*))?",
    re.IGNORECASE,
)
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
    """The articles that a post seems to present, each once, in the order of the text."""
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
    """The passages up to a list of references, or of what else there is to read."""
    for passage in body:
        is_short = len(passage.line) < 80
        if is_short and passage.sort is not Sort.ITEM and _REFERENCES.fullmatch(passage.line):
            return
        yield passage


def _dois(passage: Passage) -> Iterator[str]:
    """The DOIs in a passage's links and text, in their canonical form, small letters compared."""
    seen = set()
    for text in (*(unquote(address) for _, address in passage.links), passage.text):
        for match in _DOI.finditer(text) if "10." in text else ():
            identifier = _trimmed(match.group())
            if identifier and identifier.casefold() not in seen:
                seen.add(identifier.casefold())
                yield identifier


def _trimmed(text: str) -> str:
    """A DOI without what only stands after it; empty where it is none."""
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
    return Proposal(
        kind=Finding.ARTICLE,
        value=value,
        quote=quote(passage.text, max(0, at)),
        where=passage.where,
        confidence=Confidence.SURE if is_own else Confidence.LIKELY,
    )


def _by_title(found: re.Match[str], passage: Passage, identifier: str) -> Proposal:
    """The article of a line ‘Article title: … (by …)’."""
    value = {"doi": identifier} if identifier else {}
    value["title"] = found["title"].strip().rstrip(".")
    if found["authors"]:
        read = byline(bare_name(found["authors"]))
        value["authors"] = ", ".join(read.names) if read else found["authors"].strip()
    outside = [url for _, url in passage.links if url.startswith(("http://", "https://"))]
    if outside and not identifier:
        value["url"] = outside[0]
    return Proposal(
        kind=Finding.ARTICLE,
        value=value,
        quote=quote(passage.text),
        where=passage.where,
        confidence=Confidence.SURE,
    )


def _trust(proposal: Proposal) -> int:
    return -tuple(Confidence).index(proposal.confidence)


def _worth_asking(found: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Those that are sure; others only where there are few, for a post cites much."""
    sure = tuple(p for p in found if p.confidence is Confidence.SURE)
    if sure or len(found) > MOST_ASKED:
        return sure
    return found
