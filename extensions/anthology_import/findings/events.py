"""The conference that a post belongs to, and what sort of piece it is."""

from __future__ import annotations

import re
from typing import Final

from anthology_import.findings.passages import Passage, clean
from anthology_import.findings.proposal import Confidence, Finding, Proposal, quote
from anthology_import.records import Term

_HEAD: Final = 4
_NAME = re.compile(
    r"(?:(?:[^\W\d_a-z][\w’'.&-]*|&|20\d\d|of|for|on)\s+){1,8}[Cc]onference(?:\s+20\d\d)?\b"
)
_BEFORE = re.compile(
    r"\bin\s+advance\s+of\b|\b(?:forthcoming|upcoming)\b.{0,60}\bconference|\bpreview\b"
    r"|\b(?:will|is\s+to)\s+(?:speak|present|give)\b",
    re.IGNORECASE,
)
_DURING = re.compile(
    r"\b(?:opening|closing|first|second|third|final|last|morning|afternoon)\b.{0,40}"
    r"\b(?:day|plenary|session|keynote)\b.{0,80}\bconference\b"
    r"|\b(?:plenary|keynote|session)\b.{0,60}\bconference\b|\bblogg(?:er|ing)\b.{0,30}\bconference\b",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"highlights?\s+collection|reading\s+list|most[\s-]read|virtual\s+issue|articles\s+included",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"call\s+for\s+(?:papers|abstracts|proposals)|prize(?:s|\s+winners)?\b|impact\s+factor",
    re.IGNORECASE,
)


def event_proposals(
    title: str, body: tuple[Passage, ...], terms: tuple[Term, ...]
) -> tuple[Proposal, ...]:
    """The conference of a post, and whether it looks forward to it or back."""
    places = [("title", clean(title)), *((p.where, p.line) for p in body[:_HEAD])]
    event = _of_terms(terms) or _of_text(places)
    kind = _kind(title, places, has_event=event is not None)
    return tuple(filter(None, (event, kind)))


def _of_terms(terms: tuple[Term, ...]) -> Proposal | None:
    """A tag that names a conference and its year."""
    for term in terms:
        name = clean(term.name)
        if re.search(r"\bconference\b", name, re.IGNORECASE) and re.search(r"20\d\d", name):
            return _event(name, name, "tag", Confidence.LIKELY)
    return None


def _of_text(places: list[tuple[str, str]]) -> Proposal | None:
    for where, text in places:
        if "onference" in text and (found := _NAME.search(text)):
            name = re.sub(r"^(?:The|Our|This|At|In|of|for|on|&)\s+", "", found.group())
            has_year = re.search(r"20\d\d", name) is not None
            confidence = Confidence.LIKELY if has_year else Confidence.DOUBTFUL
            if name.casefold() != "conference":
                return _event(name, quote(text, found.start()), where, confidence)
    return None


def _event(name: str, sentence: str, where: str, confidence: Confidence) -> Proposal:
    return Proposal(
        kind=Finding.EVENT, value=name, quote=sentence, where=where, confidence=confidence
    )


def _kind(title: str, places: list[tuple[str, str]], *, has_event: bool) -> Proposal | None:
    """What sort of piece a post is, by words that only such pieces have."""
    for pattern, kind in ((_LISTS, "reading-list"), (_NEWS, "news")):
        if found := pattern.search(title):
            return _proposed_kind(kind, quote(clean(title), found.start()), "title")
    is_about_one = has_event or any("conference" in text.casefold() for _, text in places)
    for where, text in places if is_about_one else ():
        for pattern, kind in ((_DURING, "report"), (_BEFORE, "preview")):
            if found := pattern.search(text[:2000]):
                return _proposed_kind(kind, quote(text, found.start()), where)
    return None


def _proposed_kind(kind: str, sentence: str, where: str) -> Proposal:
    return Proposal(
        kind=Finding.KIND,
        value=kind,
        quote=sentence,
        where=where,
        confidence=Confidence.LIKELY,
    )
