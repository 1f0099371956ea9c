"""The fields of an ABlog post as those of a post here, and what has no place here."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from anthology_import.ablog.files import IMAGE, path_of
from anthology_import.ablog.markup import Parsed, directives_left
from anthology_import.ablog.settings import Settings
from anthology_import.records import Item, Kind, Status, Term
from html2myst.conversion import Loss
from sphinx_anthology.model.dates import day_of_time, readings_of
from sphinx_anthology.model.identifiers import language, spdx

_DONE: Final = frozenset(
    """
    blogpost date title author category tags language redirect image excerpt exclude nocomments
    canonical_link external_link orphan tocdepth no-search myst html_meta
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Fields that are taken over, or that need not be."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post: its record, and fields of the model that records do not have."""

    item: Item
    more: Mapping[str, object]
    losses: tuple[Loss, ...] = ()


def post_of(parsed: Parsed, document: str, settings: Settings, today: dt.date) -> Post:
    """The post that a document is; ``document`` is its path with the ending."""
    return _Reading(parsed, document, settings, today).post()


class _Reading:
    def __init__(self, parsed: Parsed, document: str, settings: Settings, today: dt.date) -> None:
        self.parsed, self.document, self.settings = parsed, document, settings
        self.fields, self.today = parsed.fields, today
        self.losses: list[Loss] = []

    def post(self) -> Post:
        """The whole of it."""
        date = self._date(self.fields.get("date"))
        more = dict(self._more())
        return Post(item=self._item(date), more=more, losses=(*self.losses, *self._lost()))

    def _item(self, date: dt.date | None) -> Item:
        status = Status.PUBLISHED if date else Status.DRAFT
        docname = self.document.rpartition(".")[0]
        return Item(
            kind=Kind.POST,
            status=status,
            title=self.parsed.title,
            slug=docname.rpartition("/")[2],
            date=dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC) if date else None,
            guid=f"ablog:{docname}",
            address=f"{self.settings.base}/{docname}" if self.settings.base else "",
            accounts=self._list("author") or self.settings.default_authors,
            terms=(
                *(Term("post_tag", "", name) for name in self._list("tags")),
                *(Term("category", "", name) for name in self._list("category")),
            ),
            line=1,
        )

    def _date(self, value: object) -> dt.date | None:
        """The day of a date; None for a draft, and for what is no date."""
        text = "" if value is None or value is True else str(value).strip()
        if not text:
            return None
        found = days_of(text, self.settings.date_format)
        if not found:
            self.losses.append(Loss("date-unread", text, "a draft, until it has a date"))
        elif len(found) > 1:
            told = f"{found[0].isoformat()}, the month first, as ABlog reads it"
            self.losses.append(Loss("date-ambiguous", text, told))
        return found[0] if found else None

    def _more(self) -> Iterator[tuple[str, object]]:
        """The fields of the model beside those of the record."""
        if said := self._language():
            yield "language", said
        if thumbnail := self._image():
            yield "thumbnail", thumbnail
        description = self.fields.get("description") or self.parsed.excerpt
        if isinstance(description, str) and (plain := " ".join(description.split())):
            yield "description", plain
        if keywords := self._list("keywords"):
            yield "keywords", list(keywords)
        if said := self._license():
            yield "license", said
        for name, relation in (("external_link", "record"), ("canonical_link", "repost")):
            address = str(self.fields.get(name) or "").strip()
            if re.fullmatch(r"https?://\S+", address):
                yield "origin", {"relation": relation, "url": address}
                break
        updates = [text for name, text in directives_left(self.parsed.body) if name == "update"]
        days = [day for text in updates for day in days_of(text, self.settings.date_format)[:1]]
        if days and max(days) <= self.today:
            yield "updated", max(days).isoformat()

    def _license(self) -> str:
        stated = self.fields.get("license")
        try:
            return spdx(stated) if isinstance(stated, str) else ""
        except ValueError:
            self.losses.append(Loss("field-dropped", f"license: {stated}"))
            return ""

    def _language(self) -> str:
        """The language, if it is one, and another than that of the site."""
        labels = self._list("language")
        for label in labels[:1]:
            named = self.settings.languages.get(label, label)
            tag = next(filter(None, map(_tag, (label, named))), "")
            if not tag:
                self.losses.append(Loss("field-dropped", f"language: {label}"))
            return "" if tag == self.settings.language else tag
        return ""

    def _image(self) -> str:
        """The image that a number or a path names, as the text writes it."""
        stated = str(self.fields.get("image") or self.fields.get("thumbnail") or "")
        if not stated.isdecimal():
            return stated if path_of(stated, self.document) else ""
        written = [next(filter(None, m.groups())) for m in IMAGE.finditer(self.parsed.body)]
        number = int(stated[:4])
        found = written[number - 1].strip().strip("<>") if 0 < number <= len(written) else ""
        return found if path_of(found, self.document) else ""

    def _list(self, name: str) -> tuple[str, ...]:
        """The items of a field: of a list, or of a text with commas."""
        value = self.fields.get(name)
        if isinstance(value, str):
            value = value.strip().removeprefix("[").removesuffix("]").split(",")
        items = value if isinstance(value, list) else ()
        plain = (" ".join(str(item).strip().strip("\"'").split()) for item in items)
        return tuple(dict.fromkeys(filter(None, plain)))

    def _lost(self) -> Iterator[Loss]:
        """What has no place here."""
        for name, value in self.fields.items():
            if name not in _TAKEN and str(value).strip() not in {"", "None"}:
                yield Loss("field-dropped", f"{name}: {_shown(value)}")
        for name, argument in directives_left(self.parsed.body):
            yield Loss("directive-unknown", f"{name} {argument}".strip(), "its words, as text")
        if self.parsed.other_titles:
            count = self.parsed.other_titles
            yield Loss("title-again", f"{count} more of the first level", "as they are")


_TAKEN: Final = _DONE | {"description", "keywords", "license", "thumbnail"}


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _tag(text: str) -> str:
    try:
        return language(text)
    except ValueError as error:
        meant = re.search(r"write ‘([^’]+)’", str(error))
        return meant[1] if meant else ""


def days_of(text: str, form: str) -> tuple[dt.date, ...]:
    """The days that a date may mean: by the site's own form, else by any known one.

    >>> days_of("15 Apr, 2013", "%d %B %Y"), days_of("03/04/2021", "%d %B %Y")[0].isoformat()
    ((datetime.date(2013, 4, 15),), '2021-03-04')
    """
    try:
        return (dt.datetime.strptime(text, form).date(),)  # noqa: DTZ007  # a day
    except ValueError:
        pass
    plain = day_of_time(text) or text
    readings = (plain, *reversed(readings_of(text)))  # the month first
    return tuple(dict.fromkeys(filter(None, map(_day, readings))))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def former_addresses(
    redirects: Iterable[str], stem: str, docname: str, settings: Settings
) -> tuple[str, ...]:
    """The former paths of a post: of its redirects, and its own where that has changed.

    ``stem`` is its name in the site, ``docname`` that in the publication.
    """
    found: list[str] = []
    for written in redirects:
        path = written.strip().strip("/").removesuffix(".html").removesuffix("/index")
        if path:
            found += [f"/{path}/", f"/{path}.html"]
    if stem != docname:
        found.append(f"/{stem}.html")
    if settings.has_folders and not docname.endswith("index"):
        found.append(f"/{stem}/")
    return tuple(dict.fromkeys(found))


def redirects_of(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The paths that lead to a post, as they are written."""
    value = fields.get("redirect")
    items = value if isinstance(value, list) else str(value or "").split(",")
    return tuple(filter(None, (str(item).strip() for item in items)))
