"""The series of a new post, and the post's line in its toctree."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Mapping
from pathlib import Path

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.new.listing import Listings
from sphinx_anthology.cli.new.places import name_of
from sphinx_anthology.cli.new.plan import (
    Change,
    Request,
    meant,
    text_or_none,
)
from sphinx_anthology.cli.new.series import series_document, titled
from sphinx_anthology.cli.questions import Offer, Questions, tell
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.suggestions import plain_docname, plain_id


@dc.dataclass(frozen=True, slots=True)
class PostSeries:
    """The series of a new post; ``page`` is its document, if that is new."""

    source: Source
    page: Change | None = None


def series_of(request: Request) -> PostSeries | None:
    """The series of the post: a known one, a new one, or none."""
    known = request.publication.catalogue.series
    shown = [i if slug(s.title) == i else f"{i} ({s.title})" for i, s in sorted(known.items())]
    text = request.answer(
        "series",
        "Series, by id or title",
        lambda typed: _known_or_new(request, typed),
        offer=Offer(sorted(known), shown),
    )
    if not text or text in known:
        return PostSeries(known[text]) if text else None
    publication = request.publication
    name = name_of(text, "series", publication.language)
    page = series_document(publication, name, {"title": text})
    file = page.path.relative_to(publication.folder).as_posix()
    return PostSeries(read_source(file.removesuffix(".md"), file, page.content.decode()), page)


def _known_or_new(request: Request, typed: str) -> str:
    """The id of a series, or the title of one to be made; empty for none.

    :raises CommandError: if there is none, and none is to be made.
    """
    known = request.publication.catalogue.series
    text = text_or_none(typed)
    if not text or (found := _id_of(text, known)):
        return text and found
    guess = meant(text, known) or meant(text, (source.title for source in known.values()))
    if request.given.make or _is_wanted(text, guess, request.asked):
        return titled(text)
    if request.asked.are_asked:
        raise CommandError("Name another series, or type - for none.")
    make = guess or " To make it add --make."
    raise CommandError(f"there is no series ‘{text}’ in {request.publication.folder}.{make}")


def _id_of(text: str, known: Mapping[str, Source]) -> str:
    """The id of the series that a text names; empty if there is none."""
    path = plain_docname(text).removesuffix("/index")
    by_path = (i for i, s in known.items() if s.docname.removesuffix("/index") == path)
    by_title = (i for i, s in known.items() if slug(s.title) == slug(text))
    if text in known:
        return text
    return plain_id(text, frozenset(known)) or next(by_path, "") or next(by_title, "")


def _is_wanted(text: str, guess: str, asked: Questions) -> bool:
    if asked.are_asked:
        tell(f"  There is no series ‘{text}’.{guess}")
    return asked.confirm("  Make it?", default=not guess)


def list_post(listings: Listings, series: PostSeries, post: Path) -> None:
    """Put a post into the toctree of its series, and a new series into that of another page."""
    if series.page:
        listings.pages[series.page.path] = series.page.content
    listings.add_to_series(series.source.docname, post)
    if series.page:
        listings.add(series.page.path)
