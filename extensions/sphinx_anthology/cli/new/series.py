"""A new series: the questions, and the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.new.listing import Listings
from sphinx_anthology.cli.new.places import (
    checked_name,
    demand_inside,
    document_of_series,
    name_of,
    there_already,
)
from sphinx_anthology.cli.new.plan import (
    Change,
    ExistsError,
    Plan,
    Request,
    demand_news,
    document,
    new_file,
    one_line,
    text_or_none,
)
from sphinx_anthology.cli.publication import Publication
from sphinx_anthology.cli.questions import Offer
from sphinx_anthology.model.documents import SeriesKind
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.problem import did_you_mean

_KINDS = tuple(kind.value for kind in SeriesKind)


def plan_series(request: Request) -> Plan:
    """The document of a series, from options and answers."""
    title = request.answer("title", "Title of the series", titled)
    publication = request.publication
    demand_news(request, _same_title(publication, title))
    values = {
        "title": title,
        "description": request.answer("description", "Description, in a sentence", text_or_none)
        or None,
        "kind": request.answer("sort", "Kind", kind_of, _KINDS[-1], Offer(_KINDS, _KINDS)),
    }
    name = request.answer(
        "slug",
        "Name of the folder, which is the id",
        lambda text: free_series(publication, text),
        name_of(title, "series", publication.language),
    )
    change = series_document(publication, name, values)
    listings = Listings(publication)
    listings.add(change.path)
    return Plan([change, *listings.changes], [*listings.advice, *_next(name)])


def _next(series_id: str) -> Iterator[str]:
    yield f"Write its first post with: anthology new post --series {series_id}"


def series_document(publication: Publication, name: str, values: Mapping[str, object]) -> Change:
    """The file of a new series."""
    path = publication.folder / f"{document_of_series(publication, name)}.md"
    demand_inside(publication, path)
    return new_file(path, document("series", values))


def titled(text: str) -> str:
    """A title.

    :raises CommandError: if there is none.
    """
    if not (title := one_line(text)):
        raise CommandError("a title is needed.", 'Write --title "How tides turn".')
    name_of(title, "post")
    return title


def one_of(known: tuple[str, ...], text: str) -> str:
    """One of several words.

    :raises CommandError: if it is another word.
    """
    word = "-".join(text.casefold().split())
    if word in known:
        return word
    hint = did_you_mean(word, known) or f" Write {', '.join(known[:-1])} or {known[-1]}."
    raise CommandError(f"there is no kind ‘{text}’.{hint}")


def kind_of(text: str) -> str:
    """A kind of series."""
    return one_of(_KINDS, text)


def free_series(publication: Publication, text: str) -> str:
    """The id of a series as somebody states it.

    :raises CommandError: if it cannot be one.
    :raises ExistsError: if a series has it.
    """
    name = checked_name(text)
    path = publication.folder / f"{document_of_series(publication, name)}.md"
    same = (s.file for s in publication.of_kind("series") if s.id == name)
    there = next((publication.folder / file for file in same), None) or there_already(path)
    if there:
        raise ExistsError(f"{there} is there already.")
    if path.stem == "index" and any(path.parent.glob("*.md")):
        message = f"{path.parent} holds documents already. Give another name."
        raise CommandError(message, "Write --slug NAME.")
    return name


def _same_title(publication: Publication, title: str) -> Iterator[str]:
    """The series with a title, drafts too."""
    for source in publication.of_kind("series"):
        if slug(source.title) == slug(title):
            yield f"{publication.folder / source.file} is the series ‘{source.title}’ already."
