"""The tags of Highwire Press, which Google Scholar, Zotero and others read.

Google Scholar's *Inclusion Guidelines for Webmasters*, "Indexing guidelines": one
``citation_author`` for each author, in order; what is said of an author follows that author.

There is no ``citation_journal_title``, for with it a reference manager takes a post for a journal
article; and no DOI but the post's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.views import Person
from sphinx_anthology.outputs.scholar.facts import PostFacts, inverted, orcid_address
from sphinx_anthology.outputs.scholar.tags import meta


def highwire(facts: PostFacts) -> Iterator[str]:
    """The tags of a post whose whole text is on the page; of others there are none."""
    work = facts.work
    if not work.is_whole:
        return
    yield meta("citation_title", work.title)
    for person in work.authors:
        yield from _author(person)
    yield meta("citation_publication_date", publication_date(work.date))
    yield meta("citation_doi", work.doi)
    yield meta("citation_language", work.language)
    yield meta("citation_publisher", work.publisher)
    yield meta("citation_abstract", work.description)
    yield meta("citation_keywords", "; ".join(work.tags))
    yield meta("citation_public_url", facts.canonical)
    yield meta("citation_fulltext_html_url", work.page)
    for article in work.articles:
        yield meta("citation_reference", _reference(article))


def _author(person: Person) -> Iterator[str]:
    yield meta("citation_author", inverted(person.name))
    for affiliation in person.affiliations:
        yield meta("citation_author_institution", str(affiliation))
    yield meta("citation_author_orcid", orcid_address(person))


def publication_date(date: PartialDate | None) -> str:
    """A day, or else the year: the tag knows nothing between them, and nothing longer.

    >>> from sphinx_anthology.model.dates import parse_date
    >>> publication_date(parse_date("2021-04-21")), publication_date(parse_date("2014-09"))
    ('2021/04/21', '2014')
    """
    if date is None or date.earliest.year != date.latest.year:
        return ""
    form = "{0:04}/{1:02}/{2:02}" if date.is_day else "{0:04}"
    day = date.earliest
    return form.format(day.year, day.month, day.day)


def _reference(article: Article) -> str:
    """An article that the post presents, as fields in one tag (Google Scholar's older form)."""
    fields = [
        ("title", article.title),
        *(("author", inverted(name)) for name in article.authors),
        ("journal_title", article.journal),
        ("volume", article.volume),
        ("issue", article.number),
        ("publication_date", article.year),
        ("doi", article.doi),
    ]
    # nothing else could tell where a field ends
    return ";".join(f"citation_{n}={value.replace(';', ',')}" for n, value in fields if value)
