"""The catalogue of all posts, series, authors and articles, and the relations between them.

It is made from the scanned files before any document is read, and never changes.
"""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, wraps
from types import MappingProxyType
from typing import TypeVar

from sphinx_anthology.model import names
from sphinx_anthology.model.bibliography import Article, Bibliography
from sphinx_anthology.model.contributors import resolve_people
from sphinx_anthology.model.corrections import corrected
from sphinx_anthology.model.documents import ArticleLink, Author, Post, Series, Topic
from sphinx_anthology.model.numbering import Member, number_members
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.source_doubts import without_copies
from sphinx_anthology.model.states import (
    Reason,
    State,
    empty_series,
    own_reason,
    post_state,
    unnamed_authors,
    unused_topics,
)
from sphinx_anthology.model.suggestions import plain_key

POSTS_ON_A_PAGE = 50
"""The number of posts on a page of a topic or a year."""

_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")


@dc.dataclass(frozen=True)
class Catalogue:
    """All content of the publication on the as-of date.

    ``sources`` are all files by docname; ``as_of`` is the as-of date. A catalogue for a
    ``preview`` takes withheld documents for public ones, as far as they can be shown;
    :attr:`kept_back` says which they are. One for a ``proof`` does so with this post alone, by its
    docname. All else is derived when it is first used.
    """

    sources: Mapping[str, Source] = dc.field(default_factory=dict)
    bibliography: Bibliography = dc.field(default_factory=Bibliography)
    as_of: dt.date = dt.date.max
    site: Site = dc.field(default_factory=Site)
    preview: bool = False
    proof: str = ""

    def __post_init__(self) -> None:
        """Resolve the people whom documents name."""
        object.__setattr__(self, "sources", resolve_people(without_copies(self.sources)))

    def __getstate__(self) -> dict[str, object]:
        """Pickle only the given fields, not derived data."""
        return {field.name: getattr(self, field.name) for field in dc.fields(self)}

    def __setstate__(self, state: dict[str, object]) -> None:
        """Restore the given fields."""
        self.__dict__.update(state)

    @cached_property
    def answered(self) -> dict[object, object]:
        """The results of :func:`memoized` functions; not for other use."""
        return {}

    # all documents, withheld ones included

    @cached_property
    def posts(self) -> Mapping[str, Post]:
        """All posts by docname, withheld ones too; for readers use ``public_posts``."""
        return {
            docname: corrected(source, source.record, self.as_of)
            for docname, source in self.sources.items()
            if isinstance(source.record, Post)
        }

    @cached_property
    def authors(self) -> Mapping[str, Source]:
        """All author documents by id, withheld ones too; of equal ids the first."""
        return self._by_id("author")

    @cached_property
    def series(self) -> Mapping[str, Source]:
        """All series documents by id, withheld ones too; of equal ids the first."""
        return self._by_id("series")

    @cached_property
    def duplicate_ids(self) -> frozenset[str]:
        """Docnames of authors and series whose id another document already has."""
        return frozenset(
            docname
            for docname, source in self.sources.items()
            for first in ({"author": self.authors, "series": self.series}.get(source.kind),)
            if first is not None and first[source.id] is not source
        )

    def _by_id(self, kind: str) -> dict[str, Source]:
        found: dict[str, Source] = {}
        for _, source in sorted(self.sources.items()):
            if source.kind == kind:
                found.setdefault(source.id, source)
        return found

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The journal articles by key."""
        return self.bibliography.articles

    @cached_property
    def members(self) -> Mapping[str, tuple[Member, ...]]:
        """The members of every series by id, in reading order.

        A post belongs to the first series (by id) that lists it.
        """
        taken: set[str] = set()
        found: dict[str, tuple[Member, ...]] = {}
        for series_id, source in sorted(self.series.items()):
            if not isinstance(source.record, Series):
                found[series_id] = ()
                continue
            entries = [
                e for e in source.entries if e.docname not in taken and self._may_be_post(e.docname)
            ]
            taken.update(e.docname for e in entries)
            found[series_id] = number_members(source.record, entries, self.sources)
        return found

    def _may_be_post(self, docname: str) -> bool:
        """Whether a toctree entry counts as a part: a post, or an unreadable document."""
        source = self.sources.get(docname)
        return source is None or source.kind == "post" or (source.blocked and not source.kind)

    @cached_property
    def places(self) -> Mapping[str, tuple[str, Member]]:
        """The series and the membership of each post in a series, by docname."""
        return {
            member.docname: (series_id, member)
            for series_id, members in self.members.items()
            for member in members
        }

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The position of each post in a series, rising along the reading order."""
        return {docname: position for position, docname in enumerate(self.places)}

    # states

    @cached_property
    def states(self) -> Mapping[str, State]:
        """The state of each post, by docname."""
        own, misplaced = self._own_states, self.at_list_address.keys() | self.without_page.keys()
        return {d: State.BLOCKED if d in misplaced else own[d] for d in own}

    @cached_property
    def _own_states(self) -> Mapping[str, State]:
        """The state of each post, without regard to its address."""
        return {
            docname: self._state_of(source)
            for docname, source in self.sources.items()
            if source.kind == "post"
        }

    def previews(self, docname: str) -> bool:
        """Whether a document is shown though it is withheld."""
        return self.preview or docname == self.proof != ""

    def _state_of(self, source: Source) -> State:
        state = post_state(source, self.as_of)
        can_be_shown = self.previews(source.docname) and isinstance(source.record, Post)
        return State.PUBLIC if can_be_shown and state.is_withheld else state

    def _own_reason(self, source: Source, state: State | None) -> Reason | None:
        """The reason in the document itself; in a preview only that nothing can be shown."""
        reason = own_reason(source, state)
        is_shown = self.previews(source.docname) and reason is not Reason.UNREADABLE
        return None if is_shown else reason

    @cached_property
    def at_list_address(self) -> Mapping[str, str]:
        """The topic's or year's page whose address a document takes, by docname.

        A topic's own document is not among them.
        """
        public = [self.posts[d] for d, state in self._own_states.items() if state is State.PUBLIC]
        own = {
            s.record.slug
            for s in self.sources.values()
            if isinstance(s.record, Topic) and not s.blocked
        }
        slugs = (slug for post in public for slug in {names.slug(tag) for tag in post.tags} - own)
        counts = Counter(f"topics/{slug}" for slug in slugs)
        counts.update(f"years/{post.date.earliest.year:04}" for post in public if post.date)
        pages = {name: name for name in counts}
        for name, count in counts.items():
            pages |= {
                f"{name}/{number}": name for number in range(2, -(-count // POSTS_ON_A_PAGE) + 1)
            }
        if self.site.folders:
            pages |= {f"{page}/index": name for page, name in pages.items()}
        return {docname: pages[docname] for docname in self.sources if docname in pages}

    @cached_property
    def without_page(self) -> Mapping[str, str]:
        """The document that already has a document's page, by docname.

        The first document has the page (``a.md``), the second has none (``a/index.md``).
        """
        pages: dict[str, list[str]] = {}
        for docname, source in sorted(self.sources.items()):
            is_withheld = self._own_reason(source, self._own_states.get(docname))
            if not is_withheld and docname not in self.at_list_address:
                pages.setdefault(self.site.file(docname, ".html"), []).append(docname)
        return {second: first for first, *others in pages.values() for second in others}

    @cached_property
    def without_kind(self) -> Mapping[str, str]:
        """The series that lists a document without a kind, by docname."""
        return {
            entry.docname: series_id
            for series_id, series in sorted(self.series.items(), reverse=True)
            for entry in series.entries
            if (source := self.sources.get(entry.docname)) is not None
            if not (source.kind or source.is_page or source.blocked)
        }

    @cached_property
    def reasons(self) -> Mapping[str, Reason]:
        """The reason why the public build leaves a document out, by docname."""
        own = ((d, self._own_reason(s, self.states.get(d))) for d, s in self.sources.items())
        kindless = [docname for docname in self.without_kind if not self.previews(docname)]
        found = dict.fromkeys(kindless, Reason.NO_KIND)
        found |= dict.fromkeys(self.at_list_address, Reason.LIST_ADDRESS)
        found |= {docname: reason for docname, reason in own if reason}
        members = {
            source.docname: [m.docname for m in self.members[series_id]]
            for series_id, source in self.series.items()
        }
        empty = () if self.preview else empty_series(self.sources, members, self.states)
        found = dict.fromkeys(empty, Reason.NOTHING_PUBLIC) | found
        found = dict.fromkeys(self.duplicate_ids, Reason.DUPLICATE_ID) | found
        found = dict.fromkeys(self.without_page, Reason.DUPLICATE_PAGE) | found
        unused = unused_topics(self.sources, found)
        found = dict.fromkeys(unused, Reason.NOTHING_PUBLIC) | found
        ids = {author_id: source.docname for author_id, source in self.authors.items()}
        unnamed = unnamed_authors(self.sources, ids, frozenset(found))
        return dict.fromkeys(unnamed, Reason.NOT_NAMED) | found

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Docnames of all documents that this build leaves out."""
        return frozenset(self.reasons)

    @cached_property
    def public(self) -> Catalogue:
        """The catalogue of the public build."""
        return self._like(preview=False, proof="") if self.preview or self.proof else self

    @cached_property
    def whole(self) -> Catalogue:
        """The catalogue of a preview, with what the public build leaves out."""
        return self if self.preview else self._like(preview=True, proof="")

    @cached_property
    def unfinished(self) -> frozenset[str]:
        """Docnames of what no day makes public: drafts, and what only drafts name.

        What is withheld because of a fault alone is not among them: it may be meant to be public.
        """
        later = self._like(preview=False, proof="", as_of=dt.date.max).reasons
        is_meant = {Reason.DRAFT, Reason.NOTHING_PUBLIC, Reason.NOT_NAMED}
        return frozenset(
            docname
            for docname in self.public.reasons
            if later.get(docname) in is_meant
            or getattr(self.sources[docname].record, "draft", False)
        )

    def _like(self, **changes: object) -> Catalogue:
        """The catalogue with other fields; people are resolved already."""
        found = object.__new__(Catalogue)
        found.__setstate__({**self.__getstate__(), **changes})
        return found

    @cached_property
    def kept_back(self) -> Mapping[str, Reason]:
        """What a preview shows and the public build leaves out, with the reason, by docname."""
        if not (self.preview or self.proof):
            return {}
        return {d: r for d, r in self.public.reasons.items() if d not in self.reasons}

    # public documents only

    @cached_property
    def public_posts(self) -> tuple[str, ...]:
        """Docnames of listed posts, newest first, undated last."""
        listed = (d for d, state in self.states.items() if state is State.PUBLIC)
        return tuple(sorted(listed, key=self.newest_first))

    def newest_first(self, docname: str) -> tuple[bool, int, str]:
        """The sort key of lists: first possible day, then docname."""
        date = self.posts[docname].date
        return date is None, -date.earliest.toordinal() if date else 0, docname

    @cached_property
    def public_authors(self) -> tuple[str, ...]:
        """Ids of authors with a public page, sorted by family name."""
        shown = (i for i, s in self.authors.items() if self.is_public(s.docname))
        return tuple(sorted(shown, key=lambda i: (self.author(i).parts.sort_key, i)))

    @cached_property
    def public_series(self) -> tuple[str, ...]:
        """Ids of public series, sorted by their newest post."""
        shown = [i for i, s in self.series.items() if self.is_public(s.docname)]
        return tuple(sorted(shown, key=self._series_key))

    def _series_key(self, series_id: str) -> tuple[int, str]:
        dates = (self.posts[d].date for d in self.posts_of_series(series_id))
        newest = max((date.earliest.toordinal() for date in dates if date), default=0)
        return -newest, series_id

    def is_public(self, docname: str) -> bool:
        """Whether a document exists and is public."""
        return docname in self.sources and docname not in self.withheld

    def has_public_text(self, docname: str) -> bool:
        """Whether the words of a document are shown: it is public, and not withdrawn."""
        return self.is_public(docname) and self.states.get(docname) is not State.WITHDRAWN

    def author(self, author_id: str) -> Author:
        """The record of an author that exists."""
        record = self.authors[author_id].record
        return record if isinstance(record, Author) else Author(title=author_id)

    def posts_of_series(self, series_id: str) -> tuple[str, ...]:
        """Docnames of a series' listed posts, in reading order."""
        members = self.members.get(series_id, ())
        return tuple(m.docname for m in members if self.states.get(m.docname) is State.PUBLIC)

    @cached_property
    def posts_by_author(self) -> Mapping[str, tuple[str, ...]]:
        """Docnames of listed posts by author id, newest first."""
        return self._index(lambda post: post.author_ids)

    @cached_property
    def posts_by_topic(self) -> Mapping[str, tuple[str, ...]]:
        """Docnames of listed posts by topic slug, newest first."""
        return self._index(lambda post: tuple(dict.fromkeys(map(names.slug, post.tags))))

    @cached_property
    def posts_by_year(self) -> Mapping[str, tuple[str, ...]]:
        """Docnames of listed posts by year of their first possible day, newest year first."""
        found = self._index(lambda post: (f"{post.date.earliest.year:04}",) if post.date else ())
        return dict(sorted(found.items(), reverse=True))

    @cached_property
    def posts_by_article(self) -> Mapping[str, tuple[str, ...]]:
        """Docnames of listed posts by the key of an article they present, newest first."""
        found: dict[str, list[str]] = {}
        for docname in self.public_posts:
            for link in self.presented(docname):
                found.setdefault(link.key, []).append(docname)
        return {key: tuple(docnames) for key, docnames in sorted(found.items())}

    def article_key(self, written: str) -> str:
        """The key of an article as it is written in a text."""
        return written if written in self.articles else plain_key(written)

    def presented(self, docname: str) -> tuple[ArticleLink, ...]:
        """The articles of a post: those of the front matter, then those of the text."""
        links = {link.key: link for link in reversed(self.posts[docname].articles)}
        links = dict(reversed(links.items()))
        for listed in self.sources[docname].articles:
            key = self.article_key(listed.key)
            stated = links.get(key)
            if stated is None or (stated.free_until is None and listed.free_until):
                links[key] = ArticleLink(key=key, free_until=listed.free_until)
        return tuple(links.values())

    @cached_property
    def posts_by_subject(self) -> Mapping[str, tuple[str, ...]]:
        """Docnames of listed posts by the id of an author they are about."""
        return self._index(lambda post: post.about)

    @cached_property
    def responses(self) -> Mapping[str, tuple[str, ...]]:
        """Docnames of responses by the docname of the post they answer, newest first."""
        return self._index(lambda post: post.responds_to)

    def _index(self, keys: Callable[[Post], Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for docname in self.public_posts:
            for key in keys(self.posts[docname]):
                found.setdefault(key, []).append(docname)
        return MappingProxyType({key: tuple(found[key]) for key in sorted(found)})

    @cached_property
    def series_by_editor(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of public series by editor id."""
        found: dict[str, list[str]] = {}
        for series_id in self.public_series:
            record = self.series[series_id].record
            for editor in record.editors if isinstance(record, Series) else ():
                found.setdefault(editor, []).append(series_id)
        return {editor: tuple(ids) for editor, ids in found.items()}

    @cached_property
    def topic_labels(self) -> Mapping[str, str]:
        """The label of each topic in use, by slug, sorted by label.

        A label is the title of the topic's own document, else the most frequent spelling, else the
        first.
        """
        spellings: dict[str, dict[str, int]] = {}
        for docname in reversed(self.public_posts):
            for tag in self.posts[docname].tags:
                counts = spellings.setdefault(names.slug(tag), {})
                counts[tag] = counts.get(tag, 0) + 1
        labels = {slug: max(counts, key=counts.__getitem__) for slug, counts in spellings.items()}
        for slug, docname in self.topic_documents.items():
            labels[slug] = self.sources[docname].title
        return dict(sorted(labels.items(), key=lambda item: (names.sort_key(item[1]), item[0])))

    @cached_property
    def topic_documents(self) -> Mapping[str, str]:
        """Docnames of documents that serve as a topic's page, by slug."""
        found: dict[str, str] = {}
        for docname, source in sorted(self.sources.items()):
            if isinstance(source.record, Topic) and self.is_public(docname):
                found.setdefault(source.record.slug, docname)
        return found


def memoized(
    work: Callable[[_Asked, Catalogue], _Answer],
) -> Callable[[_Asked, Catalogue], _Answer]:
    """Compute a function once for each argument and catalogue.

    Arguments must be hashable and results immutable.
    """

    @wraps(work)
    def result(asked: _Asked, catalogue: Catalogue) -> _Answer:
        known = catalogue.answered
        if (work, asked) not in known:
            known[work, asked] = work(asked, catalogue)
        return known[work, asked]  # type: ignore[return-value]

    return result
