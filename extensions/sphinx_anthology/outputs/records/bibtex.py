"""BibTeX for biblatex: ``@online`` (biblatex manual, sections 2.1.1 and 2.2).

The title of the site is in ``journaltitle``, the only field where Zotero reads it; there is no
``note``, which Zotero would turn into a note. ``year`` is for old styles of BibTeX.
"""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator
from urllib.parse import quote

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.latex import bibtex_name, latex
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work
from sphinx_anthology.outputs.records.formats import Record, one_line

_LANGUAGES = {
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norsk",
    "nl": "dutch",
    "nn": "nynorsk",
    "no": "norsk",
    "pl": "polish",
    "pt": "portuguese",
    "sv": "swedish",
    "tr": "turkish",
}
"""Language names of babel (biblatex manual, section 2.3.11)."""


def bibtex(record: Record) -> str:
    """An entry. Braces around title and names keep their capitals."""
    fields = (f"  {name} = {{{value}}},\n" for name, value in _fields(record.work) if value)
    return f"@online{{{record.key},\n{''.join(fields)}}}\n"


def article_bibtex(article: Article) -> str:
    """The entry of an article, by the facts that its citations have.

    What else its entry in ``references.bib`` holds, such as notes and paths, stays there.
    """
    kind = "article" if article.journal else "misc"
    fields = (f"  {name} = {{{value}}},\n" for name, value in _facts(article) if value)
    return f"@{kind}{{{article.key},\n{''.join(fields)}}}\n"


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    title, more = _latex(article.title), " and others" if article.more_authors else ""
    yield "author", " and ".join(map(_name, article.authors)) + more
    yield "title", f"{{{title}}}" if title else ""
    yield "journal", _latex(article.journal)
    yield "year", _latex(article.year)
    yield "volume", _latex(article.volume)
    yield "number", _latex(article.number)
    yield "pages", _latex(article.pages).replace("–", "--")
    yield "publisher", _latex(article.publisher)
    yield "doi", _to_the_letter(article.doi) if _is_plain(article.doi) else ""
    yield "url", _to_the_letter(article.url or article.address)


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    title = _latex(work.title)
    yield "author", _authors(work)
    yield "title", f"{{{title}}}" if title else ""
    yield "journaltitle", _latex(work.site)
    yield "series", _latex(work.place.series_title) if work.place else ""
    yield "organization", _latex(work.publisher)
    yield "date", str(work.date or "")
    yield "year", _year(work)
    yield "doi", _to_the_letter(work.doi) if _is_plain(work.doi) else ""
    yield "url", _to_the_letter(work.url or work.address)
    yield "langid", _LANGUAGES.get(re.split("[-_]", work.language)[0].lower(), "")
    yield "keywords", ", ".join(map(_keyword, work.tags))
    yield "abstract", _latex(work.description)


def _latex(text: str) -> str:
    return latex(one_line(text))


def _year(work: Work) -> str:
    """The year, unless the date is an interval of several years."""
    date = work.date
    return f"{date.earliest.year:04}" if date and date.earliest.year == date.latest.year else ""


def _is_plain(doi: str) -> bool:
    """Whether a DOI needs no escaping, which its verbatim field does not allow."""
    return not set(doi) & set("{}\\%")


def _to_the_letter(address: str) -> str:
    """A verbatim field (biblatex manual, section 2.2.1)."""
    return quote(one_line(address), safe="%/:?#[]@!$&'()*+,;=~-._|<>")


def _keyword(tag: str) -> str:
    """A keyword; in braces if it has a comma."""
    return f"{{{_latex(tag)}}}" if "," in tag else _latex(tag)


def _authors(work: Work) -> str:
    return " and ".join(_name(person.name) for person in work.authors)


def _name(name: Name) -> str:
    """A name as BibTeX has it; no part has a line break or a control character."""
    family, given, suffix = map(one_line, (name.family, name.given, name.suffix))
    shown = one_line(name.display)
    plain = dc.replace(name, family=family, given=given, suffix=suffix, display=shown)
    return bibtex_name(plain)
