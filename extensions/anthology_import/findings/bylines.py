"""Finds the authors of a post in bylines and biographies."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator, Mapping
from typing import Final

from anthology_import.findings.people import (
    HONORIFIC,
    Person,
    bare_name,
    byline,
    is_name,
    names_in,
    shows,
)
from anthology_import.findings.series import is_note_line
from anthology_import.findings.text import Passage, Sort, each_sentence
from anthology_import.records import Confidence, Finding, Proposal
from sphinx_anthology.model.names import sort_key

_HEAD: Final = 6
"""The number of passages at the top that may hold a byline."""

_LONGEST: Final = 260
"""The longest byline, in characters."""

_BY = re.compile(
    r"(?:(?:written|posted|post|blog|blog\s+post|guest\s+post|a\s+guest\s+(?:post|blog))\s+)?"
    r"by:?\s+(?P<who>\S.*)|authors?:\s*(?P<also>\S.*)",
    re.IGNORECASE,
)
_TELLS = (
    "presents|argues|explains|discusses|gives|reflects|asks|writes|explores|examines|considers"
    "|reports|looks|shares|introduces|summarises|outlines|describes|blogs"
)
_HONOURED = re.compile(rf"\b{HONORIFIC}\s")
_PLACE = r"(?:[^\W\d_][\w’'&.-]*)"
_INSTITUTION = r"(?:University|College|School|Institute|Council|Centre|Center|Academy|Hochschule)"


@dc.dataclass(frozen=True, slots=True)
class _Candidate:
    """People whom a passage names as authors, with the confidence."""

    people: tuple[Person, ...]
    passage: Passage
    text: str
    confidence: Confidence


def author_proposals(
    body: tuple[Passage, ...], accounts: tuple[str, ...] = ()
) -> tuple[Proposal, ...]:
    """The authors of a post and their roles, most trusted first.

    ``accounts`` are the names of the post's accounts.
    """
    known = _Known(body, accounts)
    candidates = [*_lines_with_by(body), *_lines_of_names(body, known), *_captions(body, known)]
    candidates += [] if candidates else _at_the_foot(body)
    if not candidates:
        return ()
    order = tuple(Confidence)
    best = min(candidates, key=lambda c: order.index(c.confidence))
    names = tuple(person.name for person in best.people)
    proposal = best.passage.proposal(Finding.AUTHORS, names, best.confidence, text=best.text)
    return (proposal, *_roles(best), *_introduced(body, names, best))


class _Known:
    """Knows the authors that accounts and biographies name."""

    def __init__(self, body: tuple[Passage, ...], accounts: tuple[str, ...]) -> None:
        names = (*accounts, *described_names(body))
        self.keys = {sort_key(name) for name in names}
        self.head = " ".join(p.line for p in body[:_HEAD] if p.sort is not Sort.CAPTION)

    def everybody(self, names: tuple[str, ...]) -> bool:
        """Whether all people have an account or a biography."""
        return all(sort_key(name) in self.keys for name in names)

    def is_introduced(self, name: str) -> bool:
        """Whether the first lines introduce a person as the author."""
        if name not in self.head:
            return False
        person = re.escape(name)
        forms = rf"\b{HONORIFIC}\s+{person}\b|\b[Hh]ere,?\s+{person}\b|{person}\s+(?:{_TELLS})\b"
        return re.search(forms, self.head) is not None


def _lines_with_by(body: tuple[Passage, ...]) -> Iterator[_Candidate]:
    """Candidates in lines such as ‘by Ann Lee, guest blogger’."""
    for passage in (*body[:_HEAD], *body[_HEAD:][-3:]):
        if passage.sort in {Sort.HEADING, Sort.CAPTION, Sort.CELL}:
            continue
        for line in passage.text.split("\n"):
            found = _BY.fullmatch(line) if len(line) <= _LONGEST else None
            read = byline(found["who"] or found["also"]) if found else None
            if read:
                sure = read.is_plain and passage in body[:_HEAD] and not _is_prose(line)
                confidence = Confidence.SURE if sure else Confidence.LIKELY
                yield _Candidate(read.people, passage, line, confidence)


def _is_prose(line: str) -> bool:
    return re.search(r"[^\W\d_]{3,}[.!?]\s+[^\W\d_]", line) is not None


def _lines_of_names(body: tuple[Passage, ...], known: _Known) -> Iterator[_Candidate]:
    """Candidates in lines of names, such as ‘Eva Lind and Mia Ek’."""
    for number, passage in enumerate(body[:_HEAD]):
        if len(passage.line) > _LONGEST:
            return
        people = _people(passage)
        names = tuple(person.name for person in people)
        is_first = all(is_note_line(p.line) or p.sort is Sort.CAPTION for p in body[:number])
        sure = known.everybody(names) or (
            is_first and bool(passage.pictures) and _fits(passage, names)
        )
        may_be_one = is_first and passage.sort is Sort.TEXT
        if people and (sure or may_be_one or passage.pictures):
            confidence = Confidence.SURE if sure else Confidence.LIKELY
            yield _Candidate(people, passage, passage.text, confidence)


def _people(passage: Passage) -> tuple[Person, ...]:
    """The people in a line of names; with roles only after a picture."""
    if passage.sort not in {Sort.TEXT, Sort.HEADING}:
        return ()
    names = names_in(passage.text)
    if names or not passage.pictures or _is_prose(passage.line) or passage.text.endswith("."):
        return tuple(map(Person, names))
    read = byline(passage.text)
    return read.people if read and read.is_plain else ()


def _fits(passage: Passage, names: tuple[str, ...]) -> bool:
    """Whether the pictures before a line show its people; several may share one."""
    return len(names) > 1 or (
        bool(names) and any(shows(picture, names[0]) for picture in passage.pictures)
    )


def _captions(body: tuple[Passage, ...], known: _Known) -> Iterator[_Candidate]:
    """The name under the first picture: the author or the subject."""
    for passage in body[:3]:
        names = names_in(passage.text) if passage.sort is Sort.CAPTION else ()
        if names:
            sure = known.everybody(names) or all(map(known.is_introduced, names))
            confidence = Confidence.SURE if sure else Confidence.LIKELY
            yield _Candidate(tuple(map(Person, names)), passage, passage.line, confidence)
            return


def _at_the_foot(body: tuple[Passage, ...]) -> Iterator[_Candidate]:
    """The first person with a biography at the end of the post."""
    for name, passage in list(described_names(body).items())[:1]:
        yield _Candidate((Person(name),), passage, passage.line, Confidence.LIKELY)


def _roles(candidate: _Candidate) -> Iterator[Proposal]:
    """The roles that a byline states."""
    for person in candidate.people:
        if person.role:
            yield _role(person.name, _as_role(person.role), candidate, candidate.text)


def _as_role(text: str) -> Mapping[str, str]:
    is_place = re.match(rf"(?:the\s+)?(?:{_PLACE}\s+){{0,4}}{_INSTITUTION}\b", text)
    return {"affiliation" if is_place else "role": text}


def _role(name: str, said: Mapping[str, str], at: _Candidate, text: str) -> Proposal:
    value = {"name": name, **said}
    return at.passage.proposal(Finding.ROLE, value, at.confidence, at=text.find(name), text=text)


def _introduced(
    body: tuple[Passage, ...], names: tuple[str, ...], best: _Candidate
) -> Iterator[Proposal]:
    """Roles from an introduction such as ‘Professor Ann Lee, Lund University’."""
    with_role = {person.name for person in best.people if person.role}
    unknown = [name for name in names if name not in with_role]
    head = [p for p in body[:_HEAD] if p.sort is Sort.TEXT and any(n in p.line for n in unknown)]
    head = [passage for passage in head if _HONOURED.search(passage.line)]
    for name in unknown if head else ():
        form = re.compile(
            rf"\b(?P<role>{HONORIFIC})\s+{re.escape(name)}(?:,| at| of| from)\s+(?:the\s+)?"
            rf"(?P<place>(?:(?:{_PLACE}|&)\s+){{0,5}}{_INSTITUTION}(?:\s+of(?:\s+[^\W\d_a-z]\w+)+)?)"
        )
        for passage in head:
            if found := form.search(passage.line):
                said = {"affiliation": found["place"]}
                if found["role"].startswith("Prof"):
                    said = {"role": "Professor", **said}
                at = dc.replace(best, passage=passage)
                yield _role(name, said, at, passage.line)
                break


_FOOT: Final = 8
"""The number of passages at the end that may hold a biography."""

_LONGEST_BIOGRAPHY: Final = 1500
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
    """The biographies of a post's authors, in text order."""
    keys = {sort_key(name): name for name in authors}
    found: dict[str, Proposal] = {}
    for passage in _foot(body):
        for name, text in _parts(passage, keys):
            value = {"name": name, "text": text}
            proposal = passage.proposal(Finding.BIOGRAPHY, value, Confidence.SURE, text=text)
            found.setdefault(name, proposal)
    return tuple(found.values())


def described_names(body: tuple[Passage, ...]) -> dict[str, Passage]:
    """The people with a biography at the end, with its passage."""
    found: dict[str, Passage] = {}
    for passage in _foot(body)[-4:]:
        if name := _subject(passage.line):
            found.setdefault(name, passage)
    return found


def _foot(body: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The passages after ‘About the author’, else the last ones."""
    for number, passage in enumerate(body):
        if _ABOUT.fullmatch(passage.line):
            return body[number + 1 :]
    # the first three passages are no biographies
    last = body[max(3, len(body) - _FOOT) :]
    return tuple(p for p in last if p.sort is Sort.TEXT and len(p.text) <= _LONGEST_BIOGRAPHY)


def _subject(text: str) -> str:
    """The person whom a text begins to describe; empty if there is none."""
    found = _SUBJECT.match(text)
    name = bare_name(found["name"]) if found else ""
    return name if is_name(name) else ""


def _parts(passage: Passage, authors: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The parts of a passage, by the author that each describes."""
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
