"""Preflight: what services and tools need of a publication and do not find.

Sources: Google Scholar's inclusion guidelines (section "Indexing guidelines"), Zotero's Embedded
Metadata translator, ORCID's import of BibTeX, Crossref's schema 5.5 for posted content, and Rogue
Scholar's guidelines for blogs. These problems do not make the publication wrong.
"""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Author, Post, Series
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.record import Standard
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.volume import Publication

CONF = "conf.py"
CODES = frozenset(
    {
        Code.LICENSE_NOT_OPEN,
        Code.MANY_TAGS,
        Code.NO_ABOUT,
        Code.NO_ADDRESS,
        Code.NO_CREATOR,
        Code.NO_DATE,
        Code.NO_DAY,
        Code.NO_DESCRIPTION,
        Code.NO_DOI,
        Code.NO_JOURNAL,
        Code.NO_LANGUAGE,
        Code.NO_LICENSE,
        Code.NO_ORCID,
        Code.NO_PUBLISHER,
        Code.NO_TAGLINE,
        Code.NO_TITLE,
    }
)
"""The codes of problems that only the preflight finds."""
MOST_TAGS = 5
"""The number of topics that Rogue Scholar reads."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The settings of the publication as a whole.

    ``creator`` is the maker of the whole; ``has_title`` and ``has_language`` say that ``conf.py``
    states them; ``about`` has the texts of the pages about the publication, by file.
    """

    publication: Publication
    creator: str = ""
    has_title: bool = True
    has_language: bool = True
    about: Mapping[str, str] = dc.field(default_factory=dict)
    lines: Mapping[str, int] = dc.field(default_factory=dict)
    """The lines in ``conf.py`` by name of setting."""


def preflight(catalogue: Catalogue, stated: Stated) -> tuple[Problem, ...]:
    """All missing metadata, sorted by file and line."""
    found = [
        *_of_settings(stated),
        *_of_creators(stated),
        *_of_licence(catalogue, stated),
        *_of_about(stated.about),
        *_of_dois(catalogue),
    ]
    for docname, source in catalogue.sources.items():
        if catalogue.is_public(docname):
            found += _of_source(docname, source, catalogue)
    return tuple(sorted(found))


def _conf(code: Code, message: str, line: str, stated: Stated) -> Problem:
    """A problem that a line in ``conf.py`` fixes."""
    place = stated.lines.get(line.partition(" ")[0])
    what = "Write it so" if place else "Add the line"
    return Problem(CONF, place or 1, f"{message} {what}: {line}", code)


def _of_settings(stated: Stated) -> Iterator[Problem]:
    publication = stated.publication
    if not stated.has_title:
        message = "The publication has no title; Zotero takes it for the name of the blog."
        yield _conf(Code.NO_TITLE, message, 'project = "…"', stated)
    if not stated.has_language:
        message = "The language is not stated; it is taken for English."
        yield _conf(Code.NO_LANGUAGE, message, 'language = "en"', stated)
    if not publication.base:
        message = (
            "The site's address is not stated, so that there are no feeds for Rogue Scholar, no "
            "sitemap for Google Scholar, and no address in the records for ORCID and Crossref."
        )
        yield _conf(Code.NO_ADDRESS, message, 'html_baseurl = "https://…/"', stated)
    if not publication.tagline:
        message = "Nothing describes the publication in a line, for feeds and directories."
        yield _conf(Code.NO_TAGLINE, message, 'anthology_tagline = "…"', stated)


def _of_creators(stated: Stated) -> Iterator[Problem]:
    publication = stated.publication
    if not publication.publisher:
        message = "No publisher is stated, as Crossref and library catalogues name one."
        line = 'anthology_publisher = {"name": "…", "ror": "https://ror.org/…"}'
        yield _conf(Code.NO_PUBLISHER, message, line, stated)
    elif not publication.publisher_ror:
        message = (
            f"The publisher has no ROR id; if ror.org knows ‘{publication.publisher}’, state it."
        )
        line = f'anthology_publisher = {{"name": "{publication.publisher}", "ror": "https://ror.org/…"}}'
        yield _conf(Code.NO_PUBLISHER, message, line, stated)
    if not (publication.journal and publication.issn):
        message = "No journal with its ISSN is stated; if this is the blog of one, name it."
        line = f'anthology_journal = {{"title": "{publication.journal or "…"}", "issn": ["…"]}}'
        yield _conf(Code.NO_JOURNAL, message, line, stated)
    if not (stated.creator or publication.publisher):
        message = "Nobody is named as the maker of the whole, so there is no CITATION.cff."
        yield _conf(Code.NO_CREATOR, message, 'author = "…"', stated)


def _of_licence(catalogue: Catalogue, stated: Stated) -> Iterator[Problem]:
    publication = stated.publication
    if not publication.license:
        without = [d for d in _whole(catalogue) if not catalogue.posts[d].license]
        if without:
            message = (
                "No licence is stated, so nobody may use or archive the texts; Rogue Scholar takes "
                "only blogs under CC BY. If the authors agree to it, say so."
            )
            yield _conf(Code.NO_LICENSE, message, 'anthology_license = "CC-BY-4.0"', stated)
    elif not re.match(r"CC-BY-\d", publication.license):
        message = (
            f"The licence is {publication.license}; Rogue Scholar takes only blogs under CC BY."
        )
        yield _conf(Code.LICENSE_NOT_OPEN, message, 'anthology_license = "CC-BY-4.0"', stated)


def _of_dois(catalogue: Catalogue) -> Iterator[Problem]:
    whole = _whole(catalogue)
    if whole and not any(catalogue.posts[docname].doi for docname in whole):
        message = (
            "No post has a DOI of its own. Where Crossref or Rogue Scholar gave one, add it to the "
            "front matter of the post: doi: 10.…/…"
        )
        yield Problem(CONF, 1, message, Code.NO_DOI)


def _whole(catalogue: Catalogue) -> tuple[str, ...]:
    """Docnames of public posts whose whole text is here."""
    return tuple(d for d in catalogue.public_posts if catalogue.posts[d].is_whole)


# stems of words, in several languages, on pages about the publication
_SUBJECTS: Mapping[str, tuple[re.Pattern[str], str]] = MappingProxyType(
    {
        "archiving": (
            # ‘archive’ alone is a list of posts, and does not count
            re.compile(r"archiv(ed|ing|age|é|ier)|preserv|conserv|bewahr", re.IGNORECASE),
            "## Archiving — The full text of every post is kept by ….",
        ),
        "discoverability": (
            re.compile(
                r"discover|search engine|index(ed|é|iert)|suchmaschine|auffindbar|moteurs? de rech"
                r"|découv|feed|sitemap",
                re.IGNORECASE,
            ),
            "## Discoverability — All posts are in the feeds and in the sitemap, with metadata.",
        ),
        "citation": (
            re.compile(r"\bcit(e|es|ed|er|ing|ations?|are|ar)\b|zitier|zitat", re.IGNORECASE),
            "## Citation — Every post says under “How to cite” how it is cited.",
        ),
    }
)


def _of_about(about: Mapping[str, str]) -> Iterator[Problem]:
    """Problems of ‘about’ pages that lack what Rogue Scholar asks for."""
    if not about:
        texts = " ".join(text for _, text in _SUBJECTS.values())
        message = (
            "No page says how the publication is archived, found and cited, as Rogue Scholar asks. "
            f"Write about.md, name it in a toctree, and say there: {texts}"
        )
        yield Problem(CONF, 1, message, Code.NO_ABOUT)
        return
    whole = "\n".join(about.values())
    for subject, (pattern, text) in _SUBJECTS.items():
        if not pattern.search(whole):
            message = f"The page says nothing of {subject}, as Rogue Scholar asks. Add: {text}"
            yield Problem(next(iter(about)), 1, message, Code.NO_ABOUT)


def _of_source(docname: str, source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    record = source.record
    if isinstance(record, Post):
        if record.is_whole and docname in catalogue.public_posts:
            yield from _of_post(source, record)
    elif isinstance(record, Author):
        if source.id in catalogue.posts_by_author or source.id in catalogue.series_by_editor:
            yield from _of_author(source, record)
    elif isinstance(record, Series):
        yield from _of_description(source, record)


def _of_post(source: Source, post: Post) -> Iterator[Problem]:
    yield from _of_description(source, post)
    if post.date is None:
        message = (
            "The post has no date, which Google Scholar and feeds demand. Add: date: YYYY-MM-DD"
        )
        yield source.problem(Code.NO_DATE, message, "title")
    elif not post.date.is_day:
        message = (
            f"The date ‘{post.date}’ is no full day, so that feeds and Crossref cannot have it; "
            "where the day is known, write it: date: YYYY-MM-DD"
        )
        yield source.problem(Code.NO_DAY, message, "date")
    if len(post.tags) > MOST_TAGS:
        message = (
            f"The post has {len(post.tags)} topics; Rogue Scholar reads the first {MOST_TAGS}. "
            f"Put these first, or keep only: tags: [{', '.join(post.tags[:MOST_TAGS])}]"
        )
        yield source.problem(Code.MANY_TAGS, message, "tags", MOST_TAGS)


def _of_description(source: Source, record: Standard) -> Iterator[Problem]:
    if not record.description:
        message = (
            f"The {source.kind} has no description, the abstract of lists, feeds, Zotero and "
            "Crossref. Add one or two sentences below the title: description: …"
        )
        yield source.problem(Code.NO_DESCRIPTION, message, "title")


def _of_author(source: Source, author: Author) -> Iterator[Problem]:
    if not author.orcid and not author.parts.literal:
        message = (
            "The author has no ORCID iD, which tells people of one name apart in all records. "
            "If there is one, add below ‘author:’ orcid: 0000-…"
        )
        yield source.problem(Code.NO_ORCID, message, "author")
