"""The article that a new post presents: from ``references.bib``, or from another file."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Mapping
from pathlib import Path

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.new.plan import Request, text_or_none
from sphinx_anthology.cli.publication import BIBLIOGRAPHY, Publication
from sphinx_anthology.cli.questions import Offer, Questions, ask
from sphinx_anthology.files import is_file
from sphinx_anthology.model.bibliography import Article, read_bibliography
from sphinx_anthology.model.csl_json import bibtex_entry, bibtex_of_csl, free_key
from sphinx_anthology.model.identifiers import doi
from sphinx_anthology.model.problem import did_you_mean

_MOST_BYTES = 20_000_000
_NAMED = 10
"""The most keys that a message names."""
_FIRST = ("author", "editor", "title", "journal", "booktitle", "year")


@dc.dataclass(frozen=True, slots=True)
class Chosen:
    """An article with the key that it has in ``references.bib``, or will have."""

    key: str
    article: Article
    entry: str = ""
    """The entry to add to ``references.bib``; empty if it is there."""


@dc.dataclass(frozen=True, slots=True)
class Wanted:
    """What is said of the article: its key, its DOI, and a file that has it."""

    key: str | None = None
    doi: str | None = None
    bib: Path | None = None

    def __bool__(self) -> bool:
        return any(value is not None for value in (self.key, self.doi, self.bib))


def chosen_article(request: Request) -> Chosen | None:
    """The article that is wanted; :data:`None` if none is.

    :raises CommandError: if there is no such article, or no file.
    """
    given = request.given
    wanted = Wanted(given.article, given.from_doi, given.bib)
    if not wanted:
        return None
    known = request.publication.bibliography.articles
    articles = known if wanted.bib is None else _read(wanted.bib)
    file = BIBLIOGRAPHY if wanted.bib is None else str(wanted.bib)
    return _chosen(_found(articles, wanted, file, request.asked), known)


def article_asked_for(request: Request) -> Chosen | None:
    """The article that somebody names in a terminal, of those in ``references.bib``."""
    known = request.publication.bibliography.articles
    if not known or not request.asked.are_asked:
        return None
    question = "Journal article that it presents, by key or DOI"
    found = ask(question, lambda text: _by_key_or_doi(known, text), offer=Offer(tuple(known)))
    return _chosen(found, known) if found else None


def _by_key_or_doi(articles: Mapping[str, Article], text: str) -> Article | None:
    wanted = text_or_none(text)
    if not wanted:
        return None
    is_doi = re.match(r"(?:https?:|doi:|10\.\d)", wanted, re.IGNORECASE)
    return (_by_doi if is_doi else _by_key)(articles, wanted, BIBLIOGRAPHY)


def _read(path: Path) -> Mapping[str, Article]:
    """The articles of a file of BibTeX or CSL-JSON.

    :raises CommandError: if it cannot be read.
    """
    if not is_file(path) or path.stat().st_size > _MOST_BYTES:
        raise CommandError(f"{path} is no file of references; nothing was written.")
    try:
        text = _as_bibtex(path.read_bytes().decode("utf-8-sig"), path.suffix.casefold())
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8 text; nothing was written. Export it again as UTF-8."
        raise CommandError(message) from None
    except ValueError as error:
        raise CommandError(f"{path}: {error}; nothing was written.") from None
    return read_bibliography(text, str(path)).articles


def _as_bibtex(text: str, suffix: str) -> str:
    is_json = suffix == ".json" or text.lstrip()[:1] in {"[", "{"}
    return bibtex_of_csl(text) if is_json else text


def _found(articles: Mapping[str, Article], wanted: Wanted, file: str, asked: Questions) -> Article:
    """The article that is wanted, of those in a file.

    :raises CommandError: if it is not there.
    """
    if not articles:
        hint = " Name a file that has it: --bib FILE" if file == BIBLIOGRAPHY else ""
        raise CommandError(f"{file} has no entry that can be read; nothing was written.{hint}")
    if wanted.doi is not None:
        return _by_doi(articles, wanted.doi, file)
    if wanted.key is not None:
        return _by_key(articles, wanted.key, file)
    return next(iter(articles.values())) if len(articles) == 1 else _asked(articles, file, asked)


def _asked(articles: Mapping[str, Article], file: str, asked: Questions) -> Article:
    if asked.are_asked:
        offer = Offer(tuple(articles), tuple(articles))
        return ask("Key of the article", lambda key: _by_key(articles, key, file), offer=offer)
    message = f"{file} has {len(articles)} entries; nothing was written. Say which:"
    raise CommandError(f"{message} --article {next(iter(articles))}, or {_named(articles)}.")


def _named(articles: Mapping[str, Article]) -> str:
    more = ", …" if len(articles) > _NAMED else ""
    return ", ".join(list(articles)[:_NAMED]) + more


def _by_key(articles: Mapping[str, Article], key: str, file: str) -> Article:
    if found := _same_key(articles, key):
        return found
    hint = did_you_mean(key, articles) or f" It has {_named(articles)}."
    raise CommandError(f"{file} has no entry ‘{key}’.{hint}", "Nothing was written.")


def _same_key(articles: Mapping[str, Article], key: str) -> Article | None:
    """The entry with a key; capitals are equal, as in BibTeX."""
    return next((a for k, a in articles.items() if k.casefold() == key.casefold()), None)


def _by_doi(articles: Mapping[str, Article], text: str, file: str) -> Article:
    try:
        wanted = doi(text)
    except ValueError as error:
        raise CommandError(f"{error}.", "Nothing was written.") from None
    if found := _same_doi(articles, wanted):
        return found
    message = f"{file} has no article with the DOI {wanted}."
    instead = "Export the article as BibTeX or CSL-JSON, and name the file: --bib FILE"
    raise CommandError(message, f"Nothing was written, for nothing is fetched. {instead}")


def _same_doi(articles: Mapping[str, Article], wanted: str) -> Article | None:
    is_same = (a for a in articles.values() if wanted and a.doi.casefold() == wanted.casefold())
    return next(is_same, None)


def _chosen(found: Article, known: Mapping[str, Article]) -> Chosen:
    """The article, by its key in ``references.bib``, or with an entry for it."""
    same_key = _same_key(known, found.key)
    there = _same_doi(known, found.doi) or (same_key if _is_same(same_key, found) else None)
    if there:
        return Chosen(there.key, there)
    key = free_key(found.key, {key.casefold() for key in known})
    return Chosen(key, found, _entry(key, found))


def _is_same(one: Article | None, other: Article) -> bool:
    """Whether two entries with one key are of one article."""
    if one is None or (one.doi and other.doi):
        return False
    return (one.title.casefold(), one.year) == (other.title.casefold(), other.year)


def _entry(key: str, article: Article) -> str:
    """An article as an entry of BibTeX, with all that its file says of it."""
    fields: dict[str, str] = {}
    kind = "misc"
    for name, value in article.fields:
        if name == "type":
            kind = value
        elif name in {"author", "editor"} and name in fields:
            fields[name] += f" and {value}"
        else:
            fields[name] = value
    order = sorted(fields, key=lambda n: (_FIRST.index(n) if n in _FIRST else len(_FIRST), n))
    return bibtex_entry(kind, key, {name: fields[name] for name in order})


def with_article(publication: Publication, chosen: Chosen) -> bytes:
    """``references.bib`` with the article's entry at its end; all else stays.

    :raises CommandError: if the file cannot take it.
    """
    path = publication.folder / BIBLIOGRAPHY
    raw = path.read_bytes() if path.exists() else b""
    end = "\r\n" if b"\r\n" in raw else "\n"
    gap = "" if not raw else end if raw.endswith(b"\n") else end * 2
    entry = (gap + chosen.entry.replace("\n", end)).encode()
    if not _is_added(raw, raw + entry, chosen):
        raise CommandError(_by_hand(path, chosen))
    return raw + entry


def _is_added(before: bytes, after: bytes, chosen: Chosen) -> bool:
    """Whether a bibliography has all that it had, and the article."""
    try:
        old, new = (
            dict(read_bibliography(raw.decode("utf-8-sig"), BIBLIOGRAPHY).articles)
            for raw in (before, after)
        )
    except UnicodeDecodeError:
        return False
    added = new.pop(chosen.key, None)
    return added is not None and added.title == chosen.article.title and new == old


def _by_hand(path: Path, chosen: Chosen) -> str:
    message = f"{path} cannot take an entry at its end; nothing was written. Mend the file"
    return f"{message} (anthology check says where), or add this to it:\n{chosen.entry}"
