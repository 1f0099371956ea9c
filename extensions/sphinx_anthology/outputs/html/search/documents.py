"""The documents of the search index: weighted fields, and the content of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from sphinx.environment import BuildEnvironment

from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Topic
from sphinx_anthology.model.entries import people_of, post_entry
from sphinx_anthology.model.list_queries import archive_pages
from sphinx_anthology.model.page_queries import SeriesPage
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import Person, PostEntry
from sphinx_anthology.outputs.html.search.index import Choices, Document, text_name
from sphinx_anthology.outputs.html.search.words import Body, Stems, weighed
from sphinx_anthology.pages.wording import (
    date_text,
    gettext,
    joined,
    ngettext,
    part_label,
    post_kind,
    relation_name,
    series_kind,
)
from sphinx_anthology.reading.domain import domain_of

SHORT_TITLE, TITLE, PEOPLE, SUBJECT, SUMMARY, MARKED, TEXT = 12, 10, 8, 5, 3, 2, 1
"""The weights of fields. ``SUBJECT``: articles, topics, series; ``MARKED``: headings, and
frequent words. A short title is a name or a topic, whose page readers look for.
"""
_SHORT = 2
"""The most stems of a short title."""
Texts = Iterable[str | None]


class Documents:
    """Makes the documents of a build.

    ``bodies`` are the stems of texts by docname; ``address_of`` gives the address of a page
    relative to the root of the site.
    """

    def __init__(
        self,
        env: BuildEnvironment,
        stems: Stems,
        bodies: Mapping[str, Body],
        address_of: Callable[[str], str],
    ) -> None:
        self.env, self.stems, self.address_of = env, stems, address_of
        self.bodies = {d: body for d, body in bodies.items() if may_be_found(d, env)}
        self.catalogue: Catalogue = domain_of(env).catalogue
        self.language = env.config.language

    def posts(self) -> Iterator[Document]:
        """The public posts, the oldest first."""
        listed = reversed(self.catalogue.public_posts)
        return (self._post(docname) for docname in listed if docname in self.bodies)

    def others(self) -> Iterator[Document]:
        """Authors, series, topics, and all other pages."""
        found = chain(self._authors(), self._series(), self._topics(), self._pages())
        return (document for document in found if document.title)

    def choices(self) -> Choices:
        """What posts can be filtered by: their series, authors and years."""
        found = Choices()
        listed = (d for d in reversed(self.catalogue.public_posts) if d in self.bodies)
        for number, docname in enumerate(listed):
            entry = post_entry(docname, self.catalogue)
            if entry.place:
                title = entry.place.series_title
                found.add("series", entry.place.series_id, title, names.sort_key(title), number)
            for person in entry.people:
                order = " ".join(person.name.sort_key)
                found.add("author", person.id or str(person), str(person), order, number)
            if entry.date:
                year = entry.date.earliest.year
                found.add("year", f"{year:04}", str(year), f"{9999 - year:04}", number)
        return found

    def _post(self, docname: str) -> Document:
        post, entry = self.catalogue.posts[docname], post_entry(docname, self.catalogue)
        known = self.catalogue.articles
        articles = [known[link.key] for link in post.articles if link.key in known]
        about = map(str, people_of(post.about, self.catalogue))
        topics = (self.catalogue.topic_labels[names.slug(tag)] for tag in post.tags)
        series = entry.place.series_title if entry.place else ""
        titles = (article.title for article in articles)
        fields: dict[int, Texts] = {
            PEOPLE: map(str, entry.people),
            SUBJECT: (post.subtitle, series, *titles, *topics, *about, *post.keywords),
            SUMMARY: (post.description, *(str(name) for a in articles for name in a.authors)),
        }
        return self._document(
            docname,
            post.title,
            fields,
            line=_joined(self._where(entry)),
            people=self._named(entry.people),
            description=entry.description,
            language=entry.language,
        )

    def _where(self, entry: PostEntry) -> Texts:
        """Date, kind, part and series of a post, as in lists."""
        yield date_text(entry.date, self.language)
        yield post_kind(entry.kind)
        yield relation_name(entry.relation)
        yield part_label(entry.place)
        yield entry.place.series_title if entry.place else ""

    def _authors(self) -> Iterator[Document]:
        for author_id in self.catalogue.public_authors:
            docname = self.catalogue.authors[author_id].docname
            if docname not in self.bodies:
                continue
            author = self.catalogue.author(author_id)
            count = len(self.catalogue.posts_by_author.get(author_id, ()))
            work = (author.role, *map(str, author.affiliations))
            yield self._document(
                docname,
                author.title,
                {SUBJECT: author.keywords, SUMMARY: (author.bio, *work)},
                line=_joined((gettext("Author"), _posts(count))),
                people=", ".join(filter(None, work)),
                description=author.bio or "",
            )

    def _series(self) -> Iterator[Document]:
        for series_id in self.catalogue.public_series:
            view = SeriesPage(series_id).result(self.catalogue)
            if view is None or view.entry.docname not in self.bodies:
                continue
            entry, issue, event = view.entry, view.entry.issue, view.entry.event
            people = (*entry.editors, *view.convenors, *view.speakers)
            titles = (issue.title, *issue.other_titles, issue.journal) if issue else ()
            meeting = (event.name, event.place) if event else ()
            edited = gettext("Edited by {names}").format(names=self._named(entry.editors))
            yield self._document(
                entry.docname,
                entry.title,
                {
                    PEOPLE: map(str, people),
                    SUBJECT: (*titles, *meeting),
                    SUMMARY: (entry.description,),
                },
                line=_joined((series_kind(entry.kind), _posts(entry.published))),
                people=edited if entry.editors else "",
                description=entry.description,
                language=entry.language,
            )

    def _topics(self) -> Iterator[Document]:
        """Topics with a document, and the pages of all other topics."""
        for docname in sorted(self.bodies):
            topic = self.catalogue.sources[docname].record
            if isinstance(topic, Topic):
                description = topic.description or ""
                fields: dict[int, Texts] = {SUBJECT: topic.keywords, SUMMARY: (description,)}
                yield self._document(
                    docname,
                    topic.title,
                    fields,
                    line=self._topic_line(topic.slug),
                    description=description,
                    language=topic.language or "",
                )
        for page in archive_pages(self.catalogue):
            what, _, slug = page.base.partition("/")
            if what == "topics" and page.number == 1:
                yield self._document(page.name, page.title, {}, line=self._topic_line(slug))

    def _topic_line(self, slug: str) -> str:
        count = len(self.catalogue.posts_by_topic.get(slug, ()))
        return _joined((gettext("Topic"), _posts(count)))

    def _pages(self) -> Iterator[Document]:
        """The documents that are not in the catalogue."""
        for docname in sorted(self.bodies):
            source = self.catalogue.sources[docname]
            if source.kind:
                continue
            title = self.env.titles[docname].astext()
            said = source.file_wide.get("description")
            description = said if isinstance(said, str) else ""
            fields: dict[int, Texts] = {SUMMARY: (description,)}
            line = gettext("Page")
            yield self._document(docname, title, fields, line=line, description=description)

    def _document(
        self,
        name: str,
        title: str,
        fields: Mapping[int, Texts],
        *,
        line: str = "",
        people: str = "",
        description: str = "",
        language: str = "",
    ) -> Document:
        """A document with the weights of its title, fields and body."""
        titled = self.stems.of(title)
        marked, plain, text = self.bodies.get(name, Body())
        stems = {weight: self._stems(texts) for weight, texts in fields.items()}
        is_short = len(set(titled)) <= _SHORT
        stems[SHORT_TITLE if is_short else TITLE] = titled
        stems |= {MARKED: marked.split(), TEXT: plain.split()}
        return Document(
            address=self.address_of(name),
            title=title,
            line=line,
            people=people,
            description=description,
            language=language if language != self.language else "",
            text=text_name(name) if text else "",
            weights=weighed(stems),
        )

    def _stems(self, texts: Texts) -> list[str]:
        return [stem for text in texts if text for stem in self.stems.of(text)]

    def _named(self, people: Sequence[Person]) -> str:
        return joined([str(person) for person in people], self.language)


def _joined(parts: Texts) -> str:
    return " · ".join(filter(None, parts))


def _posts(count: int) -> str:
    return ngettext("{n} post", "{n} posts", count) if count else ""


def may_be_found(docname: str, env: BuildEnvironment) -> bool:
    """Whether a document is not excluded from search, by ``no-search`` or by its state."""
    catalogue: Catalogue = domain_of(env).catalogue
    if not env.metadata.get(docname, {}).keys().isdisjoint({"no-search", "nosearch"}):
        return False
    return docname not in catalogue.posts or catalogue.states.get(docname) is State.PUBLIC
