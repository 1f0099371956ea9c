"""The references of a post: sphinxcontrib-bibtex's citations, one author-year list a document.

sphinxcontrib-bibtex expects a ``{bibliography}`` directive; we insert what it would have made,
restricted to the document's own citations, and let its labels give way to an author-year list.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from operator import itemgetter
from typing import Any

import pybtex.plugin
from docutils import nodes
from pybtex.backends.plaintext import Backend as PlainText
from pybtex.database import Entry, Person
from pybtex.richtext import HRef, Tag, Text
from pybtex.style import FormattedEntry, template
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.directives import BibliographyKey, BibliographyValue
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation
from sphinxcontrib.bibtex.nodes import bibliography
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle
from sphinxcontrib.bibtex.style.template import join
from sphinxcontrib.bibtex.transforms import BibliographyTransform, node_text_transform

from sphinx_anthology.model.bibliography import (
    Article,
    article_of,
    is_others,
    name_of,
    stands_for_others,
)
from sphinx_anthology.model.citing import Run, cite_entry
from sphinx_anthology.model.names import sort_key
from sphinx_anthology.model.problem import Code, Problem, did_you_mean
from sphinx_anthology.model.reference_queries import BibliographyEntries
from sphinx_anthology.pages.build import section
from sphinx_anthology.pages.nodes import REFERENCES, reference_entry, reference_list, text_end
from sphinx_anthology.pages.wording import citation_words, gettext
from sphinx_anthology.reading.defaults import CITATION_STYLE
from sphinx_anthology.reading.domain import domain_of


class AuthorYear:
    """A pybtex style that cites as the rest of the book does. Labels are keys: they are unique."""

    def __init__(self) -> None:
        self._articles: dict[int, tuple[Entry, Article]] = {}

    def _article(self, entry: Entry) -> Article:
        """An entry as a record, which is made once."""
        if id(entry) not in self._articles:
            self._articles[id(entry)] = (entry, article_of(entry.key, entry)[0])
        return self._articles[id(entry)][1]

    def sort(self, entries: list[Entry]) -> list[Entry]:
        """By authors, year and title."""
        return sorted(entries, key=lambda entry: _author_year_title(self._article(entry)))

    def format_labels(self, sorted_entries: list[Entry]) -> list[str]:
        """Give the keys."""
        return [entry.key for entry in sorted_entries]

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """One entry as APA has it."""
        made = cite_entry(self._article(entry), citation_words())
        return FormattedEntry(entry.key, Text(*map(_rich, made)), label)


def _rich(run: Run) -> Text | Tag | HRef:
    if run.leads_to_the_web:
        return HRef(run.text, run.text)
    return Tag("em", run.text) if run.emphasised else Text(run.text)


def _author_year_title(article: Article) -> tuple[tuple[tuple[str, str], ...], str, str, str]:
    authors = tuple(name.sort_key for name in article.authors)
    return authors, article.year, sort_key(article.title), article.key


def in_text() -> AuthorYearReferenceStyle:
    """The style of citations in a text, with the “and” of the publication's language."""
    two = gettext("{name} and {other}").format(name="", other="")
    more = gettext("{names}, and {last}").format(names="", last="")
    return AuthorYearReferenceStyle(person=_Persons(sep2=two, last_sep=more))


class _Persons(PersonStyle):
    """Names in citations: who stands for others is ‘et al.’, and no person of that name."""

    def names(self, role: str, full: bool) -> template.Node:
        """Give a template of the names of a role."""
        seps = {"sep": self.sep, "sep2": self.sep2, "last_sep": self.last_sep}
        return _named(role=role, full=full, other=self.other, seps=seps)

    def author_or_editor_or_title(self, full: bool) -> template.Node:
        """Give a template of those who are named first."""
        roles = [template.optional[self.names(role, full)] for role in ("author", "editor")]
        title = template.optional[template.tag("em")[template.field("title")]]
        return template.first_of[*roles, title, _key]


@template.node  # type: ignore[untyped-decorator]  # pybtex has no annotations
def _key(children: object, data: dict[str, Any]) -> Text:
    """The key of an entry, which says neither whose it is nor what it is called."""
    return Text(data["entry"].key)


def _last_name(person: Person, style: PersonStyle) -> object:
    """A family name as the style has it, unless BibTeX cut it in two: ‘Le Guin’."""
    cut = person.prelast_names + person.last_names
    family = name_of(person).family
    is_whole = len(family.split()) == len(" ".join(cut).split())
    return style.style_plugin.format(person, style.abbreviate) if is_whole else Text(family)


@template.node  # type: ignore[untyped-decorator]  # pybtex has no annotations
def _named(
    children: object, data: dict[str, Any], role: str, full: bool, other: Text, seps: dict[str, Any]
) -> Text:
    """The names of a role; no such field where it names nobody."""
    stated = data["entry"].persons.get(role, [])
    people = [person for person in stated if not is_others(person)]
    if not people:
        raise template.FieldIsMissing(role, data["entry"])
    style = data["style"].person
    formatted = [_last_name(person, style) for person in people]
    if not any(map(stands_for_others, stated)):
        shown: Text = join(other=None if full else other, **seps)[formatted].format_data(data)
        return shown
    named = join(sep=style.sep)[formatted if full else formatted[:1]].format_data(data)
    return Text(named, other)


def register_styles() -> None:
    """Make the styles of lists and of citations known to pybtex.

    Its own writer of plain text, too: sphinxcontrib-bibtex asks for it at every citation, and each
    time pybtex would search all packages that are installed.
    """
    pybtex.plugin.register_plugin("pybtex.backends", "plaintext", PlainText, force=True)
    pybtex.plugin.register_plugin("pybtex.style.formatting", CITATION_STYLE, AuthorYear)
    group = "sphinxcontrib.bibtex.style.referencing"
    register_plugin(group, CITATION_STYLE, in_text)  # type: ignore[arg-type]  # it is but called


class InsertReferences(SphinxTransform):
    """Give a document that cites its list of references."""

    # after the facts of the text are collected (320), before placement (330)
    default_priority = 325

    def apply(self, **kwargs: object) -> None:
        """Check the cited keys; put the list at the end of the text."""
        keys = self._cited_keys()
        if not keys:
            return
        domain_of(self.env).ask(self.env.docname, BibliographyEntries(keys))
        if next(self.document.findall(bibliography), None) is not None:
            return
        known = [key for key in keys if key in domain_of(self.env).catalogue.articles]
        body = next(self.document.findall(nodes.section), None)
        if known and body is not None:
            body += text_end()
            body += section(REFERENCES, gettext("References"), self._bibliography(known))

    def _cited_keys(self) -> tuple[str, ...]:
        """The keys that the text cites, sorted; unknown ones are reported and become text."""
        domain = domain_of(self.env)
        articles = domain.catalogue.articles
        found: set[str] = set()
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") != "cite":
                continue
            targets = list(parse_citation_targets(node["reftarget"]))
            found.update(target.key for target in targets)
            unknown = [t.key for t in targets if t.key not in articles]
            for key in unknown:
                file = domain.source(self.env.docname).file
                hint = did_you_mean(key, articles)
                message = f"The bibliography has no entry ‘{key}’.{hint}"
                problem = Problem(file, node.line or 0, message, Code.UNKNOWN_ARTICLE)
                domain.note_problem(self.env.docname, problem)
            if unknown:
                # not replace_self: it refuses to lose the id that bibtex gave the reference
                node.parent.replace(node, nodes.Text(f"({node['reftarget']})"))
        return tuple(sorted(found))

    def _bibliography(self, keys: list[str]) -> nodes.Node:
        """What the ``{bibliography}`` directive would have made for these keys."""
        bibtex = self.env.domains["cite"]
        assert isinstance(bibtex, BibtexDomain)  # noqa: S101  # loaded in setup
        bibtex.bibliographies[BibliographyKey(self.env.docname, CITATION_STYLE)] = (
            BibliographyValue(
                line=0,
                bibfiles=list(bibtex.bibdata.bibfiles),
                style=CITATION_STYLE,
                list_="citation",
                enumtype="arabic",
                start=1,
                labelprefix="",
                keyprefix="",
                filter_=ast.parse("docname in docnames"),
                citation_nodes={k: nodes.citation(ids=[nodes.make_id(f"ref-{k}")]) for k in keys},
                keys=[],
            )
        )
        return bibliography("", docname=self.env.docname, ids=[CITATION_STYLE])


class Citations(BibtexDomain):
    """The domain of sphinxcontrib-bibtex, at ease with many citations.

    Its own looks through all citations of the publication for each entry of each list, and for
    each reference.
    """

    _by_key: dict[str, list[tuple[int, Citation]]] | None = None
    _cited: dict[str, set[str]] | None = None

    def env_updated(self) -> Iterable[str]:
        """Decide which entries each list has; lists of unchanged documents keep theirs.

        The citations of a document are gone once it is read again (``clear_doc``). Lists that are
        not ours may be of other documents' citations, and are always made.
        """
        self._by_key = self._cited = None
        self.renew_nodes()
        lists, known = self.bibliographies, self._known_citations()
        self.data["bibliographies"] = {k: v for k, v in lists.items() if k not in known}
        super().env_updated()
        for citation in self.citations:
            known.setdefault(citation.bibliography_key, []).append(citation)
        self.data["bibliographies"] = lists
        self.data["citations"] = [found for key in lists for found in known.get(key, ())]
        self.data["formatted"] = self.bibdata
        return []

    def _known_citations(self) -> dict[BibliographyKey, list[Citation]]:
        """The citations of our lists that are as they were made, by list."""
        found: dict[BibliographyKey, list[Citation]] = {}
        # a pickle keeps which objects are the same
        if self.data.get("formatted") is self.bibdata:
            for citation in self.citations:
                if citation.bibliography_key.id_ == CITATION_STYLE:
                    found.setdefault(citation.bibliography_key, []).append(citation)
        return found

    def renew_nodes(self) -> None:
        """Put empty nodes in place of those that lists are written with.

        Each belongs to a document, which would be kept with it; and a written one is full.
        """
        for listed in self.bibliographies.values():
            for key, node in listed.citation_nodes.items():
                listed.citation_nodes[key] = type(node)("", **node.attributes)

    def get_sorted_entries(
        self, bibliography_key: BibliographyKey, docnames: list[str]
    ) -> Iterable[tuple[str, Entry]]:
        """Give the entries of a list; one of ours has what its document cites, sorted later."""
        if bibliography_key.id_ != CITATION_STYLE:
            yield from super().get_sorted_entries(bibliography_key, docnames)
            return
        cited = self._cited_by(bibliography_key.docname)
        for entry in self.get_entries(self.bibliographies[bibliography_key].bibfiles):
            if entry.key in cited:
                yield entry.key, entry

    def _cited_by(self, docname: str) -> set[str]:
        """The keys that a document cites."""
        if self._cited is None:
            self._cited = {}
            for reference in self.citation_refs:
                keys = self._cited.setdefault(reference.docname, set())
                keys.update(target.key for target in reference.targets)
        return self._cited.get(docname, set())

    def resolve_xref(self, *given: Any) -> nodes.Element:  # type: ignore[override]  # passed on
        """Turn a citation into references, looking through those of its keys alone."""
        every, target = self.citations, str(given[4])
        found = [c for wanted in parse_citation_targets(target) for c in self._of(wanted.key)]
        self.data["citations"] = [citation for _, citation in sorted(found, key=itemgetter(0))]
        try:
            return super().resolve_xref(*given)
        finally:
            self.data["citations"] = every

    def _of(self, key: str) -> list[tuple[int, Citation]]:
        """The citations of a key, each with its place among all."""
        if self._by_key is None:
            self._by_key = {}
            for place, citation in enumerate(self.citations):
                self._by_key.setdefault(citation.key, []).append((place, citation))
        return self._by_key.get(key, [])


class ListReferences(SphinxPostTransform):
    """Put in our lists of references: plain ones, sorted by author.

    sphinxcontrib-bibtex would make labelled citations of them.
    """

    # right before sphinxcontrib-bibtex puts in the others (5); references are resolved later (10)
    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Each entry becomes an item whose target has the citation's id."""
        for place in list(self.document.findall(bibliography)):
            if CITATION_STYLE in place["ids"]:
                place.replace_self(self._list(BibliographyKey(place["docname"], CITATION_STYLE)))

    def _list(self, key: BibliographyKey) -> nodes.Element:
        bibtex = self.env.domains["cite"]
        assert isinstance(bibtex, BibtexDomain)  # noqa: S101  # loaded in setup
        targets = bibtex.bibliographies[key].citation_nodes
        found = reference_list(bullet="-", classes=[REFERENCES])
        for citation in bibtex.citations:
            if citation.bibliography_key == key:
                paragraph = BibliographyTransform.backend.paragraph(citation.formatted_entry)
                node_text_transform(paragraph)
                paragraph.insert(0, nodes.target("", "", ids=targets[citation.key]["ids"]))
                found += reference_entry("", paragraph)
        return found if len(found) else nodes.target()
