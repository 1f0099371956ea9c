"""Finds the conference, kind and first publication of a post, and free access."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from anthology_import.findings.text import Passage, Sort, clean, quote, sentences
from anthology_import.records import Confidence, Finding, Proposal, Term
from sphinx_anthology.model.dates import PartialDate, parse_date

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
    """The conference of a post, and whether it is a preview or report."""
    places = [("title", clean(title)), *((p.where, p.line) for p in body[:_HEAD])]
    event = _of_terms(terms) or _of_text(places)
    kind = _kind(title, places, has_event=event is not None)
    return tuple(filter(None, (event, kind)))


def _of_terms(terms: tuple[Term, ...]) -> Proposal | None:
    """A tag that names a conference and its year."""
    for term in terms:
        name = clean(term.name)
        if re.search(r"\bconference\b", name, re.IGNORECASE) and re.search(r"20\d\d", name):
            return _proposed(Finding.EVENT, name, name, "tag")
    return None


def _of_text(places: list[tuple[str, str]]) -> Proposal | None:
    for where, text in places:
        if "onference" in text and (found := _NAME.search(text)):
            name = re.sub(r"^(?:The|Our|This|At|In|of|for|on|&)\s+", "", found.group())
            has_year = re.search(r"20\d\d", name) is not None
            confidence = Confidence.LIKELY if has_year else Confidence.DOUBTFUL
            if name.casefold() != "conference":
                sentence = quote(text, found.start())
                return _proposed(Finding.EVENT, name, sentence, where, confidence)
    return None


def _kind(title: str, places: list[tuple[str, str]], *, has_event: bool) -> Proposal | None:
    """The kind of a post, by words that only such posts have."""
    for pattern, kind in ((_LISTS, "reading-list"), (_NEWS, "news")):
        if found := pattern.search(title):
            return _proposed(Finding.KIND, kind, quote(clean(title), found.start()), "title")
    is_about_one = has_event or any("conference" in text.casefold() for _, text in places)
    for where, text in places if is_about_one else ():
        for pattern, kind in ((_DURING, "report"), (_BEFORE, "preview")):
            if found := pattern.search(text[:2000]):
                return _proposed(Finding.KIND, kind, quote(text, found.start()), where)
    return None


def _proposed(
    kind: Finding, value: str, sentence: str, where: str, confidence: Confidence = Confidence.LIKELY
) -> Proposal:
    return Proposal(kind=kind, value=value, quote=sentence, where=where, confidence=confidence)


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = r"(?P<{}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<{}>(?:19|20)\d\d)\b"
DAY = (
    rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?(?:the\s+)?(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH.format('m1')}(?:,?\s+{_YEAR.format('y1')})?"
    rf"|{_MONTH.format('m2')}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR.format('y2')})?"
    rf"|(?P<end>end\s+of\s+)?{_MONTH.format('m3')},?\s+{_YEAR.format('y3')}"
    rf"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))"
)
"""A pattern of a day, or of a month with year; ignore case."""

_DAY = re.compile(DAY, re.IGNORECASE)


def day(text: str, near: dt.date | None = None) -> PartialDate | None:
    """The first day or month in a text; None if there is none.

    A day without its year is the next one after ``near``.

    >>> str(day("free until the end of May 2022"))
    '2022-05-31'
    """
    for found in _DAY.finditer(text):
        if (date := _date(found, near)) is not None:
            return date
    return None


def _date(found: re.Match[str], near: dt.date | None) -> PartialDate | None:
    if found["iso"]:
        return _parsed(found["iso"])
    month = 1 + next(
        i
        for i, name in enumerate(_MONTHS)
        if name.startswith((found["m1"] or found["m2"] or found["m3"]).lower())
    )
    number = found["d1"] or found["d2"]
    year = found["y1"] or found["y2"] or found["y3"]
    if number is None:
        whole = _parsed(f"{year}-{month:02}")
        return _parsed(str(whole.latest)) if whole and found["end"] else whole
    if year is None:
        return _next(month, int(number), near)
    return _parsed(f"{year}-{month:02}-{int(number):02}")


def _next(month: int, number: int, near: dt.date | None) -> PartialDate | None:
    """The next such day on or after a date."""
    for year in (near.year, near.year + 1) if near else ():
        date = _parsed(f"{year:04}-{month:02}-{number:02}")
        if date and near and date.earliest >= near:
            return date
    return None


def _parsed(text: str) -> PartialDate | None:
    try:
        return parse_date(text)
    except ValueError:  # the 31st of June
        return None


_LONGEST: Final = 600
_VERBS: Final = ("appeared", "published", "posted")
_THIS = r"(?:this|the)\s+(?:(?:blog\s?|guest\s+)?(?:post|piece|article|essay|blog|entry|text)\s+)?"
_FIRST = (
    rf"(?P<version>a\s+(?:\w+\s+)?version\s+of\s+)?(?:{_THIS})?(?:was\s+|has\s+been\s+|is\s+)?"
    r"(?:(?:originally|first|previously)\s+(?:appeared|published|posted)"
    r"|(?:appeared|published|posted)\s+(?:first|originally)"
    r"|re-?(?:published|posted)\s+(?:with\s+(?:\w+\s+)?permission\s+)?from)"
)
_SITE = r"(?:\s+(?:on|in|by|at|with))?\s+(?P<the>the\s+)?(?P<site>[^.;!?]+?)"
_AFTER = (
    rf"(?:\s*[,(]?\s*(?:on|in)?\s*(?P<day>{DAY})\)?)?"
    r"(?:\s+(?:under|and\s+(?:is|has|was|re\w*)|with\s+permission|where|as\s+part|here)\b.*)?"
)
_REPOST = re.compile(rf"\W*{_FIRST}{_SITE}{_AFTER}\W*", re.IGNORECASE)
_BLOG = re.compile(r"\s+(?:blog|website|site)$", re.IGNORECASE)
_FIRST_DAY = DAY.replace("?P<", "?P<first_")
_FREE = re.compile(
    rf"\bfree(?:ly)?\b[^.!?;]{{0,80}}?\b(?:until|till|to|through|up\s+to|[–—-])\s+(?P<day>{DAY})",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    rf"\bfree\b[^.!?;]{{0,80}}?{_FIRST_DAY}\s*(?:until|till|to|[–—-])\s*(?P<day>{DAY})",
    re.IGNORECASE,
)


def repost_proposal(body: tuple[Passage, ...], site: str = "") -> Proposal | None:
    """The place where a post says it was first published.

    None if it names no place, or this ``site``.
    """
    for passage in (*body[:8], *body[8:][-8:]):
        if len(passage.text) > _LONGEST or passage.sort is Sort.CELL:
            continue
        text = passage.text.casefold()
        if not any(verb in text for verb in _VERBS):
            continue
        for sentence in sentences(passage.line):
            found = _REPOST.fullmatch(sentence)
            if found and _is_site(found) and _name(found).casefold() != site.casefold():
                return _repost(found, passage, sentence)
    return None


def _is_site(found: re.Match[str]) -> bool:
    """Whether a text is the name of a site."""
    text = found["site"]
    is_named = text[:1].isupper() or (found["the"] and any(c.isupper() for c in text))
    return bool(is_named) and text[:1].isalpha() and len(text) <= 90


def _name(found: re.Match[str]) -> str:
    """The name of a site: ‘LSE Politics’ for ‘the LSE Politics blog’."""
    name = found["site"].strip(" ,‘’“”\"'")
    without = _BLOG.sub("", name)
    article = "The " if (found["the"] or "").startswith("T") else ""
    return article + (without if " " in without else name)


def _repost(found: re.Match[str], passage: Passage, sentence: str) -> Proposal:
    """The place where a post appeared first; a “version” of it may differ, so it is likely only."""
    value = {"site": _name(found)}
    for words, address in passage.links:
        is_place = words and words.casefold() in sentence.casefold()
        if (is_place or "original" in words.casefold()) and address.startswith(
            ("http://", "https://")
        ):
            value["url"] = address
            break
    date = day(found["day"]) if found["day"] else None
    if date is not None:
        value["date"] = str(date)
    confidence = Confidence.LIKELY if found["version"] else Confidence.SURE
    return passage.proposal(Finding.REPOST, value, confidence, text=sentence)


def free_until_proposal(body: tuple[Passage, ...], date: dt.date | None) -> Proposal | None:
    """The last day on which a post's article is free to read.

    ``date`` is the day of the post, for days without a year.
    """
    for passage in body:
        if "free" not in passage.text.lower():
            continue
        found = _FROM_TO.search(passage.line) or _FREE.search(passage.line)
        last = day(found["day"], date) if found else None
        if found is None or last is None:
            continue
        is_exact = last.is_day and re.search(r"\b(?:19|20)\d\d\b", found["day"]) is not None
        confidence = Confidence.SURE if is_exact else Confidence.LIKELY
        value = last.latest.isoformat()
        return passage.proposal(Finding.FREE_UNTIL, value, confidence, at=found.start())
    return None
