"""The domain: data kept with the environment, and resolution of references.

The scan writes the catalogue, in the main process, before any document is read. Queries and
findings of documents are kept by docname.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import post_entry
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.quick_build import QuickBuild
from sphinx_anthology.model.reference_queries import Query
from sphinx_anthology.model.source import Body, Mention
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.reading.messages import lazy_gettext

if TYPE_CHECKING:
    from sphinx_anthology.model.source import Source
    from sphinx_anthology.reading.files import FileRule


Answer = TypeVar("Answer")
SITES = ("html", "dirhtml")
"""Builders of the public site."""
PREVIEW = "preview"
"""The builder of the editors' preview, which shows withheld documents, too."""
GENERATED = (*SITES, PREVIEW)
"""Builders that make a page for every topic and year."""

OF_DOCUMENTS = ("queries", "bodies", "body_problems", "excerpted_posts", "listed_downloads")
"""The domain's data by docname."""


class AnthologyDomain(Domain):
    """The domain of posts, series, authors and topics."""

    name = "anthology"
    label = "Anthology"
    object_types: ClassVar[dict[str, ObjType]] = {
        "post": ObjType(lazy_gettext("post"), "post"),
        "author": ObjType(lazy_gettext("author"), "author"),
        "series": ObjType(lazy_gettext("series"), "series"),
        "topic": ObjType(lazy_gettext("topic"), "topic"),
    }
    fingerprints: dict[str, str] | None = None
    """The fingerprints of this build's pages; not pickled."""
    files: FileRule | None = None
    """The rule for files in guests' documents; :data:`None` for editors' documents."""
    site: object = None
    """The site of this build (``site.output``), once it is made."""
    texts: dict[str, bytes] = {}  # noqa: RUF012  # replaced, never changed
    """The bytes of each file at the scan, until all documents are read."""
    quick: QuickBuild | None = None
    """How a quick build of a preview goes; :data:`None` for a complete one."""
    edited: frozenset[str] = frozenset()
    """The documents whose files have changed since they were read."""
    reading: frozenset[str] = frozenset()
    """The documents that this build reads."""
    checked: dict[str, tuple[Source, Source]] = {}  # noqa: RUF012  # replaced, never changed
    """Each document's source as read, and without files that are missing or outside."""
    settled: Catalogue | None = None
    """The catalogue of the last complete build of a preview, if quick ones came after it."""
    pause: Callable[[], object] = staticmethod(lambda: None)
    """Called between the small steps of a long one; a preview may break off by an exception."""
    has_new_form = False
    """Whether theme, language or templates changed since pages were last written."""

    @functools.cached_property
    def as_words(self) -> dict[str, int]:
        """Documents that cannot be read as written: 1 shows plain text, 2 the title only."""
        return {}

    @functools.cached_property
    def spare_words(self) -> dict[str, list[str]]:
        """The paragraphs of documents of which only the title is read."""
        return {}

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of this build."""
        if "catalogue" not in self.data:
            self.data["catalogue"] = Catalogue()
        found: Catalogue = self.data["catalogue"]
        return found

    @property
    def digests(self) -> dict[str, bytes]:
        """The digest of every scanned file, by docname."""
        found: dict[str, bytes] = self.data.setdefault("digests", {})
        return found

    @property
    def queries(self) -> dict[str, set[Query[Any]]]:
        """The queries of each document."""
        found: dict[str, set[Query[Any]]] = self.data.setdefault("queries", {})
        return found

    @property
    def bodies(self) -> dict[str, Body]:
        """Facts about each document's text."""
        found: dict[str, Body] = self.data.setdefault("bodies", {})
        return found

    @property
    def body_problems(self) -> dict[str, list[Problem]]:
        """The problems found in each document's text."""
        problems: dict[str, list[Problem]] = self.data.setdefault("body_problems", {})
        return problems

    @property
    def excerpted_posts(self) -> dict[str, set[str]]:
        """The posts whose excerpt or mentions each document shows."""
        found: dict[str, set[str]] = self.data.setdefault("excerpted_posts", {})
        return found

    @property
    def listed_downloads(self) -> dict[str, set[str]]:
        """The series (empty: the publication) whose downloads each document lists."""
        found: dict[str, set[str]] = self.data.setdefault("listed_downloads", {})
        return found

    @property
    def lists(self) -> dict[str, set[str]]:
        """The documents with the list of all ``topics`` or ``years``."""
        found: dict[str, set[str]] = self.data.setdefault("lists", {})
        return found

    def note_catalogue(self, catalogue: Catalogue) -> None:
        """Replace the catalogue; only the scan does this."""
        self.data["catalogue"] = catalogue
        self.site = None

    def ask(self, docname: str, query: Query[Answer]) -> Answer:
        """Answer a document's query, and record it."""
        self.queries.setdefault(docname, set()).add(query)
        return query.result(self.catalogue)

    def note_body(self, docname: str, body: Body) -> None:
        """Record facts about a document's text."""
        self.bodies[docname] = body

    def note_problem(self, docname: str, problem: Problem) -> None:
        """Record a problem of a text; every build reports it until it is fixed."""
        problems = self.body_problems.setdefault(docname, [])
        if problem not in problems:
            problems.append(problem)

    def note_excerpted_post(self, docname: str, post: str) -> None:
        """Record that a document shows a post's excerpt or mentions."""
        self.excerpted_posts.setdefault(docname, set()).add(post)

    def note_listed_downloads(self, docname: str, series_id: str) -> None:
        """Record that a document lists downloads of a series, or (empty id) of all."""
        self.listed_downloads.setdefault(docname, set()).add(series_id)

    def note_list(self, docname: str, what: str) -> None:
        """Record that a document lists all ``topics``, ``years``, ``authors`` or ``series``."""
        self.lists.setdefault(what, set()).add(docname)

    def clear_doc(self, docname: str) -> None:
        """Remove a document's data; the catalogue is newer and stays."""
        for name in OF_DOCUMENTS:
            self.data.get(name, {}).pop(docname, None)
        for docnames in self.lists.values():
            docnames.discard(docname)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Merge the data of a reading process; those never write the catalogue."""
        for name in OF_DOCUMENTS:
            mine = self.data.setdefault(name, {})
            theirs = otherdata.get(name, {})
            mine.update({d: theirs[d] for d in docnames if d in theirs})
        for what, docs in otherdata.get("lists", {}).items():
            self.lists.setdefault(what, set()).update(set(docs) & set(docnames))

    def get_objects(self) -> Iterable[tuple[str, str, str, str, str, int]]:
        """All objects that other publications can link to."""
        catalogue = self.catalogue
        for kind, sources in (("author", catalogue.authors), ("series", catalogue.series)):
            yield from (
                (identifier, source.title, kind, source.docname, "", 1)
                for identifier, source in sources.items()
                if catalogue.is_public(source.docname)
            )
        for docname in catalogue.posts:
            if catalogue.is_public(docname):
                yield docname, catalogue.posts[docname].title, "post", docname, "", 1
        for slug, docname in catalogue.topic_documents.items():
            yield slug, catalogue.sources[docname].title, "topic", docname, "", 1

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Link to a document, or to the list of a topic or year."""
        if typ in {"topics", "years"}:
            return self._to_list(env, fromdocname, builder, typ, target, contnode)
        title = node.get("reftitle")
        return make_refnode(builder, fromdocname, target, "", contnode, title)

    def _to_list(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        what: str,
        key: str,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """A link to a topic's or year's page, or to its place in the list."""
        if builder.name in GENERATED:
            uri = builder.get_relative_uri(fromdocname, f"{what}/{key}")
            return nodes.reference("", "", contnode, internal=True, refuri=uri)
        # prefer another page to the front page, which may have such a list too
        root = env.config.root_doc
        lists = sorted(self.lists.get(what, ()), key=lambda d: (d == root, d))
        if not lists:
            return None
        return make_refnode(builder, fromdocname, lists[0], f"{what}-{key}", contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Nothing: our ids are only resolved by our roles."""
        return []

    def problems(self) -> Iterator[Problem]:
        """The problems of all texts, by document."""
        for docname in sorted(self.body_problems):
            yield from sorted(self.body_problems[docname])

    def source(self, docname: str) -> Source:
        """The source of a document."""
        return self.catalogue.sources[docname]


def domain_of(env: BuildEnvironment) -> AnthologyDomain:
    """The domain of an environment."""
    domain = env.domains["anthology"]
    assert isinstance(domain, AnthologyDomain)  # noqa: S101  # registered in setup
    return domain


def note(
    env: BuildEnvironment, line: int, message: str, code: Code, source: str | None = None
) -> None:
    """Record a problem of the document being read, or of an included file (``source``)."""
    problem = Problem(file_being_read(env, source), line, message, code)
    domain_of(env).note_problem(env.docname, problem)


def file_being_read(env: BuildEnvironment, source: str | None = None) -> str:
    """The path of the file being read, from the source folder.

    ``source`` is docutils' name for the place of a text, which may be an included file.
    """
    if source and Path(source).is_absolute() and Path(source).is_relative_to(env.srcdir):
        return Path(source).relative_to(env.srcdir).as_posix()
    return env.doc2path(env.docname, base=False).as_posix()


def note_reading(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Note the documents that this build reads."""
    domain_of(env).reading = frozenset(docnames)


def collect_backlinks(app: Sphinx, env: BuildEnvironment) -> None:
    """Collect the backlinks of every post from the mentions in all texts."""
    domain = domain_of(env)
    found: dict[str, list[tuple[str, Mention]]] = {}
    for docname in sorted(domain.bodies):
        for mention in domain.bodies[docname].mentions:
            found.setdefault(mention.target, []).append((docname, mention))
    domain.data["backlinks"] = found


def later_mentions(domain: AnthologyDomain, docname: str) -> tuple[tuple[PostEntry, Mention], ...]:
    """The mentions of a post in later posts, newest first, each sentence once."""
    catalogue = domain.catalogue
    backlinks: list[tuple[str, Mention]] = domain.data.get("backlinks", {}).get(docname, [])
    later = [
        (source, mention)
        for source, mention in backlinks
        if catalogue.states.get(source) is State.PUBLIC and _is_later(domain, source, docname)
    ]
    later.sort(key=lambda pair: catalogue.newest_first(pair[0]))
    sentences: dict[tuple[str, str], tuple[PostEntry, Mention]] = {}
    for source, mention in later:
        sentence = mention.before + mention.anchor + mention.after
        sentences.setdefault((source, sentence), (post_entry(source, catalogue), mention))
    return tuple(sentences.values())


def _is_later(domain: AnthologyDomain, source: str, docname: str) -> bool:
    """Whether a post may be later than another: by date, then by series position."""
    posts, places = domain.catalogue.posts, domain.catalogue.places
    first, second = posts[docname].date, posts[source].date
    if source == docname:
        return False
    if first is None or second is None:
        return True
    if first.earliest != second.earliest:
        return second.earliest > first.earliest
    if docname in places and source in places and places[docname][0] == places[source][0]:
        return domain.catalogue.positions[source] > domain.catalogue.positions[docname]
    return True
