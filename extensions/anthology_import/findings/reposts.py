"""Lines that say where a post was first, and until when the article is free to read."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from anthology_import.findings.days import DAY, day, has_year
from anthology_import.findings.passages import Passage, Sort
from anthology_import.findings.proposal import Confidence, Finding, Proposal
from anthology_import.findings.sentences import quote, sentences

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
    """Where a post says that it was first; none where it says nothing, or names this ``site``."""
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
    """Whether it is the name of a place; a day or ‘study’ is none."""
    text = found["site"]
    is_named = text[:1].isupper() or (found["the"] and any(c.isupper() for c in text))
    return bool(is_named) and text[:1].isalpha() and len(text) <= 90


def _name(found: re.Match[str]) -> str:
    """The name of the place: ‘The Conversation’, but ‘LSE Politics’ for ‘the LSE Politics blog’."""
    name = found["site"].strip(" ,‘’“”\"'")
    without = _BLOG.sub("", name)
    article = "The " if (found["the"] or "").startswith("T") else ""
    return article + (without if " " in without else name)


def _repost(found: re.Match[str], passage: Passage, sentence: str) -> Proposal:
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
    return Proposal(
        kind=Finding.REPOST,
        value=value,
        quote=quote(sentence),
        where=passage.where,
        confidence=Confidence.LIKELY if found["version"] else Confidence.SURE,
    )


def free_until_proposal(body: tuple[Passage, ...], date: dt.date | None) -> Proposal | None:
    """The last day on which an article is free, as a post that appeared on ``date`` says."""
    for passage in body:
        if "free" not in passage.text.lower():
            continue
        found = _FROM_TO.search(passage.line) or _FREE.search(passage.line)
        last = day(found["day"], date) if found else None
        if found is None or last is None:
            continue
        is_exact = last.is_day and has_year(found["day"])
        return Proposal(
            kind=Finding.FREE_UNTIL,
            value=last.latest.isoformat(),
            quote=quote(passage.text, found.start()),
            where=passage.where,
            confidence=Confidence.SURE if is_exact else Confidence.LIKELY,
        )
    return None
