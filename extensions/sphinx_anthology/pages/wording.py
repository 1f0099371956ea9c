"""Words that pages share: dates, labels, lists of names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from sphinx.locale import get_translator

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing.pieces import Marks, Words
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.documents import Kind, Relation, SeriesKind
from sphinx_anthology.model.states import Reason
from sphinx_anthology.model.views import SeriesPosition
from sphinx_anthology.reading.messages import CATALOGUE

_SHORT_MONTH = re.compile("(?<![ML])([ML])\\1\\1(?![ML])")
"""The short name of a month in a CLDR pattern."""


def gettext(message: str) -> str:
    """A message in the publication's language."""
    return str(get_translator(CATALOGUE).gettext(message))


def ngettext(singular: str, plural: str, count: int) -> str:
    """A message in the publication's language, with its plural; ``{n}`` is the number."""
    message = get_translator(CATALOGUE).ngettext(singular, plural, count)
    return str(message).format(n=count)


def locale_of(language: str) -> Locale:
    """The locale of a language; ``en`` is British English."""
    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def direction(language: str) -> str:
    """The writing direction of a language: ``ltr`` or ``rtl``."""
    return str(locale_of(language).text_direction)


def day_text(day: dt.date, language: str) -> str:
    """A day: ``21 April 2021``."""
    return format_date(day, "long", locale=locale_of(language))


def date_text(date: PartialDate | None, language: str) -> str:
    """A date as exactly as it is known: ``September 2014``."""
    if date is None:
        return gettext("undated")
    if date.is_interval:
        start, end = date.ends
        return days_text(start, end, language)
    if date.is_day:
        return day_text(date.earliest, language)
    if date.earliest.month == date.latest.month:
        return str(format_skeleton("yMMMM", date.earliest, locale=locale_of(language)))
    return str(format_skeleton("y", date.earliest, locale=locale_of(language)))


def days_text(start: PartialDate, end: PartialDate | None, language: str) -> str:
    """A span of days: ``16–17 September 2014``."""
    if end is None or end == start:
        return date_text(start, language)
    forms = locale_of(language).interval_formats.get("yMMMd", {})
    form = forms.get(_largest_change(start, end))
    if form is None or not (start.is_day and end.is_day):
        return f"{date_text(start, language)} – {date_text(end, language)}"
    # CLDR has spans only with short names of months; use the long ones (UTS 35)
    longer = (_SHORT_MONTH.sub(r"\g<0>\1", part) for part in form)
    ends = zip((start.earliest, end.earliest), longer, strict=True)
    return "".join(format_date(day, part, locale=locale_of(language)) for day, part in ends)


def _largest_change(start: PartialDate, end: PartialDate) -> str:
    """The largest field in which two days differ: y, M or d (CLDR)."""
    first, last = start.earliest, end.earliest
    if first.year != last.year:
        return "y"
    return "M" if first.month != last.month else "d"


def before_colon(label: str) -> str:
    """A label with its colon, before which some languages have a space."""
    return gettext("{label}:").format(label=label)


def authors_of(article: Article, language: str, *, family: bool = False) -> str:
    """The authors of an article in a sentence, or with ‘et al.’."""
    names = [name.family if family else str(name) for name in article.authors]
    if names and article.more_authors:
        return f"{', '.join(names)} {gettext('et al.')}"
    return joined(names, language)


def citation_words(language: str = "en") -> Words:
    """The words of citations; ``language`` only matters for days."""
    locale = locale_of(language)
    return Words(
        # in English, days are written as in the style manual
        locale="en" if locale.language == "en" else str(locale),
        no_date=gettext("n.d."),
        no_date_in_full=gettext("no date"),
        editor=gettext("Ed."),
        editors=gettext("Eds."),
        last=gettext("{names}, & {last}").format(names="", last=""),
        last_in_full=gettext("{names}, and {last}").format(names="", last=""),
        and_=gettext("{name} and {other}").format(name="", other=""),
        others=gettext("et al."),
        available_at=gettext("Available at:"),
        available_from=gettext("Available from:"),
        internet=gettext("Internet"),
        blog=gettext("blog"),
        page=gettext("p. {pages}"),
        pages=gettext("pp. {pages}"),
        number=gettext("no. {number}"),
        double=Marks(*_around(gettext("“{sentence}”")), *_around(gettext("‘{quotation}’"))),
        single=Marks(*_around(gettext("‘{title}’")), *_around(gettext("“{quotation}”"))),
    )


def _around(message: str) -> tuple[str, str]:
    """The text before and after the only field of a message."""
    before, _, rest = message.partition("{")
    return before, rest.partition("}")[2]


def joined(names: Sequence[str], language: str) -> str:
    """Names as a list in a sentence: ``A, B and C``."""
    return format_list(list(names), locale=locale_of(language)) if names else ""


def part_label(place: SeriesPosition | None) -> str:
    """``Blog 3 of 7``, ``Blog 3``, or empty if the series has no label."""
    if place is None or not place.label or not place.number:
        return ""
    if place.total:
        text = gettext("{label} {number} of {total}")
        return text.format(label=place.label, number=place.number, total=place.total)
    return f"{place.label} {place.number}"


def number_text(place: SeriesPosition | None, number: int) -> str:
    """The name of a part in lists of its series: ``Blog 3``, or its number."""
    if not number:
        return ""
    return f"{place.label} {number}" if place and place.label else str(number)


def series_kind(kind: SeriesKind) -> str:
    """The name of a kind of series."""
    return {
        SeriesKind.SPECIAL_ISSUE: gettext("Special issue"),
        SeriesKind.CONFERENCE: gettext("Conference"),
        SeriesKind.COLUMN: gettext("Column"),
    }[kind]


def post_kind(kind: Kind) -> str:
    """The name of a kind of post; empty for an ordinary one."""
    return {
        Kind.ARTICLE: "",
        Kind.PREVIEW: gettext("Preview"),
        Kind.REPORT: gettext("Report"),
        Kind.COMMENTARY: gettext("Commentary"),
        Kind.NEWS: gettext("News"),
        Kind.READING_LIST: gettext("Reading list"),
    }[kind]


def withheld_label(reason: Reason) -> str:
    """The label of a document that only a preview shows."""
    labels = {Reason.DRAFT: gettext("Draft"), Reason.SCHEDULED: gettext("Scheduled")}
    return labels.get(reason, gettext("Left out"))


def byline_form(relation: Relation | None) -> str:
    """The byline with ``{names}``: ``Digest of a post by {names}``."""
    return {
        None: gettext("From a post by {names}"),
        Relation.FULL: "{names}",
        Relation.REPOST: "{names}",
        Relation.EXCERPT: gettext("Excerpt from a post by {names}"),
        Relation.DIGEST: gettext("Digest of a post by {names}"),
        Relation.RECORD: gettext("Record of a post by {names}"),
    }[relation]


def relation_name(relation: Relation | None) -> str:
    """The name of a page that is not the author's whole text."""
    return {
        None: "",
        Relation.FULL: "",
        Relation.REPOST: "",
        Relation.EXCERPT: gettext("Excerpt"),
        Relation.DIGEST: gettext("Digest"),
        Relation.RECORD: gettext("Record"),
    }[relation]
