"""What stands at the foot of a post about those who wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from anthology_import.findings.passages import Passage, Sort
from anthology_import.findings.people import bare_name, is_name
from anthology_import.findings.proposal import Confidence, Finding, Proposal
from anthology_import.findings.sentences import each_sentence, quote
from sphinx_anthology.model.names import sort_key

_FOOT: Final = 8
"""How many passages a biography may stand in, from the end."""

_LONGEST: Final = 1500
_IS = (
    r"is|are|was|has|have|had|holds|held|works|worked|teaches|taught|researches|studies|studied"
    r"|joined|leads|led|serves|served|writes|blogs|completed|received"
)
_SUBJECT = re.compile(
    rf"(?P<name>[^\s,.;:(][^,;:()]{{2,60}}?)(?:\s*\([^()]*\))?"
    rf"(?:\s+(?:{_IS})\b|,\s+(?:an?|the)\s|,\s+[^,]{{3,80}},\s+(?:{_IS})\b)"
)
_ABOUT = re.compile(r"(?:about|notes\s+on)\s+the\s+authors?:?", re.IGNORECASE)


def biography_proposals(
    body: tuple[Passage, ...], authors: tuple[str, ...]
) -> tuple[Proposal, ...]:
    """The biographies of a post's authors, in the order of the text."""
    keys = {sort_key(name): name for name in authors}
    found: dict[str, Proposal] = {}
    for passage in _foot(body):
        for name, text in _parts(passage, keys):
            proposal = Proposal(
                kind=Finding.BIOGRAPHY,
                value={"name": name, "text": text},
                quote=quote(text),
                where=passage.where,
                confidence=Confidence.SURE,
            )
            found.setdefault(name, proposal)
    return tuple(found.values())


def described_names(body: tuple[Passage, ...]) -> dict[str, Passage]:
    """Whom the last lines describe, each in a passage of their own that begins with the name."""
    found: dict[str, Passage] = {}
    for passage in _foot(body)[-4:]:
        if name := _subject(passage.line):
            found.setdefault(name, passage)
    return found


def _foot(body: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The last passages of prose; what follows ‘About the author’ in any case, no line before."""
    for number, passage in enumerate(body):
        if _ABOUT.fullmatch(passage.line):
            return body[number + 1 :]
    # the first passages introduce, and do not tell who somebody was
    last = body[max(3, len(body) - _FOOT) :]
    return tuple(p for p in last if p.sort is Sort.TEXT and len(p.text) <= _LONGEST)


def _subject(text: str) -> str:
    """The person of whom a text tells at once who they are; empty where it tells of none."""
    found = _SUBJECT.match(text)
    name = bare_name(found["name"]) if found else ""
    return name if is_name(name) else ""


def _parts(passage: Passage, authors: dict[str, str]) -> Iterator[tuple[str, str]]:
    """A passage by the authors of whom its sentences tell, if it begins with one."""
    parts: list[tuple[str, list[str]]] = []
    for sentence in each_sentence(passage.line):
        name = authors.get(sort_key(_subject(sentence)))
        if name:
            parts.append((name, [sentence]))
        elif parts:
            parts[-1][1].append(sentence)
        else:
            return
    yield from ((name, " ".join(said)) for name, said in parts)
