"""Finds series, numbers and labels in titles."""

from __future__ import annotations

import dataclasses as dc
import html
import re
from typing import Final

from anthology_import.findings.text import clean, shortened
from anthology_import.records import Confidence, Finding, Proposal
from sphinx_anthology.model.documents import MOST_PARTS
from sphinx_anthology.model.numbering import without_label


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title in parts: series, label, number, and the rest.

    ``planned`` is the m of ‘n of m’. ``label`` is what a part is called. If ``is_labelled`` is
    false, the title has a number but names no series.
    """

    title: str
    series: str = ""
    label: str = ""
    part: int | None = None
    planned: int | None = None
    confidence: Confidence
    is_labelled: bool = True


_LONGEST: Final = 1000
_COUNT = r"(?:\d{1,4}|[IVXL]{1,7}|[ivxl]{1,7})"
_WORD = r"[Bb]log(?:\s+[Pp]ost)?|BLOG(?:\s+POST)?|[Pp]art|PART"
_OTHER_WORD = r"[Pp]ost|POST|[Ee]pisode|EPISODE|[Ii]nstal?lment|INSTAL?LMENT|[Nn]o\.?|NO\.?"
_COUNTS = rf"#?\s*(?P<part>{_COUNT})(?:\s*(?:\bof\b|\bOF\b|/)\s*(?P<planned>{_COUNT}))?"
_NUMBER = rf"(?P<label>{_WORD})\s*{_COUNTS}"
_ANY_NUMBER = rf"(?P<label>{_WORD}|{_OTHER_WORD})\s*{_COUNTS}"
# hyphens need a space beside them, full stops one after: not «Blog 10-year», «Blog 3.5»
_AFTER = r"(?:\s*[–—:;|]\s*|[.,]\s+|\s+[-‐‑‒−]\s*|\s*[-‐‑‒−]\s+)"
_BEFORE = r"(?:\s*[–—:;|.,]\s*|\s+[-‐‑‒−]\s*|\s*[-‐‑‒−]\s+|\s+)"
_SERIES = (
    r"(?i:(?:(?:new|forthcoming)[:,]?\s+)?(?:special\s+issue\s+(?:blog\s+)?|blog\s+)series\b)"
    r"(?:\s+(?i:on)\s+(?P<series>\S.*?))?"
)
_TITLE = r"(?P<title>\S.*)"
_FORMS: Final = (
    # «NEW SPECIAL ISSUE BLOG SERIES ON X: BLOG 1 – Title»
    (re.compile(rf"{_SERIES}{_BEFORE}{_ANY_NUMBER}{_AFTER}{_TITLE}"), Confidence.SURE),
    # «SPECIAL ISSUE BLOG SERIES: Blog 1 Title»
    (re.compile(rf"{_SERIES}{_BEFORE}{_ANY_NUMBER}\s+{_TITLE}"), Confidence.DOUBTFUL),
    # «SPECIAL ISSUE BLOG SERIES ON X: BLOG 3», which has no title of its own
    (re.compile(rf"(?P<title>{_SERIES}{_BEFORE}{_ANY_NUMBER})"), Confidence.DOUBTFUL),
    # «Blog 3 of 7: Title»
    (re.compile(rf"{_NUMBER}{_AFTER}{_TITLE}"), Confidence.DOUBTFUL),
    # «Title (part 2 of 3)», «Title – Part II»
    (re.compile(rf"(?P<title>\S.*?)\s*\(\s*{_NUMBER}\s*\)"), Confidence.DOUBTFUL),
    (re.compile(rf"(?P<title>\S.*?)(?:\s+[-–—]\s+|[,:]\s+){_NUMBER}"), Confidence.DOUBTFUL),
)
_UNNUMBERED = re.compile(
    # «SPECIAL ISSUE BLOG SERIES: Title», «New blog series on X – Introductory blog: Title»
    r"(?i:(?:(?:new|forthcoming)[:,]?\s+)?(?:(?P<kind>special\s+issue)\s+(?:blog\s+)?|blog\s+)"
    r"series)(?:\s+(?i:on)\s+(?P<series>[^:–—\s][^:–—]*?))?"
    r"(?:\s*[:–—]\s*|\s+[-‐‑‒−]\s*|\.\s+)"
    r"(?:(?i:introductory\s+blog)\s*[:–—]\s*)?(?P<title>\S.*)"
)
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
_ROMAN_FORM = re.compile(r"(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")


def spelled(title: str) -> str:
    """A title with plain spaces and without entities."""
    return clean(html.unescape(title))


def parsed_title(title: str) -> Title | None:
    """What a title says about its series; None if it says nothing.

    >>> parsed_title("SPECIAL ISSUE BLOG SERIES: Blog 4 -Big dreams").part
    4
    >>> parsed_title("Harbours: the view from the quay")
    """
    text = spelled(title)[:_LONGEST]
    for form, confidence in _FORMS:
        if (match := form.fullmatch(text)) and _is_count(match["part"]):
            return _from(match, confidence)
    if match := _UNNUMBERED.fullmatch(text):
        return Title(
            title=_rest(match["title"]),
            series=_series(match),
            confidence=Confidence.SURE if match["kind"] else Confidence.DOUBTFUL,
        )
    return None


def _from(match: re.Match[str], confidence: Confidence) -> Title:
    """A title in parts; impossible numbers are ignored."""
    part, planned = _count(match["part"]), _count(match["planned"] or "0")
    return Title(
        title=_rest(match["title"]),
        series=_series(match),
        label=match["label"].rstrip(".").capitalize(),
        part=part if 1 <= part <= MOST_PARTS else None,
        planned=planned if 0 < part <= planned <= MOST_PARTS else None,
        confidence=confidence if part else Confidence.DOUBTFUL,
        is_labelled="series" in match.groupdict(),
    )


def _series(match: re.Match[str]) -> str:
    return (match.groupdict().get("series") or "").strip(" :.–—-")


def _rest(title: str) -> str:
    """The rest of a title, without labels that the model would report."""
    while (cleaner := without_label(title)) is not None:
        title = cleaner
    return title.strip()


def _is_count(text: str) -> bool:
    return text.isdecimal() or _ROMAN_FORM.fullmatch(text.lower()) is not None


def _count(text: str) -> int:
    """A number in Arabic or Roman numerals; 0 if it is neither."""
    if text.isdecimal():
        return int(text)
    if not _is_count(text):
        return 0
    values = [_ROMAN[letter] for letter in text.lower()]
    after = [*values[1:], 0]
    return sum(-v if v < w else v for v, w in zip(values, after, strict=True))


def title_proposals(title: str) -> tuple[Proposal, ...]:
    """The clean title and the part number of a title, as proposals."""
    found = parsed_title(title)
    if found is None:
        return ()
    whole = spelled(title)
    quote = shortened(whole)
    own = found.title if found.title != whole else None
    values = {Finding.TITLE: own, Finding.PART: found.part}
    return tuple(
        Proposal(kind=kind, value=value, quote=quote, where="title", confidence=found.confidence)
        for kind, value in values.items()
        if value is not None
    )
