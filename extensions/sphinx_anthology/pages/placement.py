"""Insert header and footer parts around the text of posts, authors, series and topics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx.transforms import SphinxTransform

from sphinx_anthology.model.documents import Topic
from sphinx_anthology.model.list_queries import Beside, PostList, PublicationTotals
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.page_queries import AuthorPage, PostPage, SeriesPage
from sphinx_anthology.model.preview_queries import Notice, PreviewNotice
from sphinx_anthology.model.source import Body
from sphinx_anthology.model.views import Totals
from sphinx_anthology.pages import author, post, series
from sphinx_anthology.pages.build import Page, in_language, items, text
from sphinx_anthology.pages.lists import topic_head, topic_posts
from sphinx_anthology.pages.nodes import block, head, text_end
from sphinx_anthology.pages.wording import gettext, ngettext, withheld_label
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.reading.volumes import publication_of


def front_head(tagline: str, totals: Totals) -> head:
    """The tagline, and the totals of the publication."""
    foot = block("", classes=["an-hero-foot"])
    if tagline:
        foot += text(tagline, classes=["an-tagline"])
    if totals.posts:
        foot += text(", ".join(_totals(totals)), classes=["an-s"])
    return head("", foot, classes=["an-head", "an-hero"])


def _totals(totals: Totals) -> Iterator[str]:
    """``14 posts by 20 authors``, ``in 3 series``, ``2014 to 2021``."""
    posts = ngettext("{n} post", "{n} posts", totals.posts)
    authors = ngettext("{n} author", "{n} authors", totals.authors)
    by = gettext("{posts} by {authors}").format(posts=posts, authors=authors)
    yield by if totals.authors else posts
    if totals.series:
        yield ngettext("in {n} series", "in {n} series", totals.series)
    if totals.first != totals.last:
        yield gettext("{first} to {last}").format(first=totals.first, last=totals.last)
    elif totals.first:
        yield str(totals.first)


def withheld_notice(notice: Notice) -> block:
    """What a preview says above the text of a document that is not public."""
    label = withheld_label(notice.reason)
    form = gettext("{label}: not in the public edition.").format(label=label)
    found = block("", text(nodes.strong("", form)), classes=["an-withheld-notice"])
    if notice.message:
        found += text(notice.message)
    if notice.missing:
        found += text(gettext("To be mended, or missing:"))
        found += items([text(message)] for message in notice.missing)
    return found


class Placement(SphinxTransform):
    """Insert the parts of a page around its text."""

    # before docutils' DocInfo (340) and smart quotes (750), which apply to our words too
    default_priority = 330

    def apply(self, **kwargs: object) -> None:
        """Insert parts by the kind of the document."""
        domain = domain_of(self.env)
        body = next(self.document.findall(nodes.section), None)
        if body is None or not domain.catalogue.is_public(self.env.docname):
            return
        self._parts_of_kind(body)
        if domain.catalogue.preview:  # a proof has a page of its own
            notice = domain.ask(self.env.docname, PreviewNotice(self.env.docname))
            _insert_before(body, [withheld_notice(notice)] if notice else ())

    def _parts_of_kind(self, body: nodes.section) -> None:
        domain = domain_of(self.env)
        source = domain.catalogue.sources[self.env.docname]
        if source.kind == "post":
            self._post(body)
        elif source.kind == "author":
            self._author(body, source.id)
        elif source.kind == "series":
            self._series(body, source.id)
        elif isinstance(source.record, Topic):
            self._topic(body, source.record)
        elif self.env.docname == self.config.root_doc:
            totals = domain.ask(self.env.docname, PublicationTotals())
            _insert(body, [front_head(settings_of(self.config).tagline or "", totals)], ())

    @property
    def _page(self) -> Page:
        return Page(self.env.docname, self.config.language)

    def _post(self, body: nodes.section) -> None:
        domain = domain_of(self.env)
        view = domain.ask(self.env.docname, PostPage(self.env.docname))
        if view is None:
            return
        if view.place is None:
            # in no toctree, but in the archive, on authors' pages and in lists of topics
            self.env.metadata[self.env.docname]["orphan"] = True
        facts = domain.bodies.get(self.env.docname, Body())
        domain.note_excerpted_post(self.env.docname, self.env.docname)
        _insert(
            body,
            post.header_parts(self._page, view, facts),
            post.footer_parts(self._page, view, self._imprint()),
        )

    def _imprint(self) -> post.SiteNotice:
        settings = settings_of(self.config)
        return post.SiteNotice(
            publication=publication_of(self.config, domain_of(self.env).catalogue.site.base),
            style=settings.citation_style,
            disclaimer=settings.disclaimer or "",
            report_url=settings.report_url or "",
        )

    def _author(self, body: nodes.section, author_id: str) -> None:
        view = domain_of(self.env).ask(self.env.docname, AuthorPage(author_id))
        if view is not None:
            lists = () if self._is_placed("author") else author.footer_parts(self._page, view)
            said = " ".join(body.astext().split())
            _insert(body, author.header_parts(self._page, view, said), lists)

    def _series(self, body: nodes.section, series_id: str) -> None:
        view = domain_of(self.env).ask(self.env.docname, SeriesPage(series_id))
        if view is not None:
            domain_of(self.env).note_listed_downloads(self.env.docname, series_id)
            lists = () if self._is_placed("series") else series.footer_parts(self._page, view)
            _insert(body, series.header_parts(self._page, view), lists)

    def _topic(self, body: nodes.section, topic: Topic) -> None:
        domain = domain_of(self.env)
        entries = domain.ask(self.env.docname, PostList(topic=topic.topic))
        # the page leads on to them
        domain.ask(self.env.docname, Beside("topics", slug(topic.topic)))
        classes = in_language(self._page, topic.language or "")
        top = topic_head(gettext("Topic"), topic.description or "", classes)
        _insert(body, [top], [topic_posts(self._page, entries, len(entries))])

    def _is_placed(self, kind: str) -> bool:
        """Whether a directive placed the lists; its mark is removed."""
        marks = [n for n in self.document.findall(nodes.comment) if n.get("anthology_placed")]
        for mark in marks:
            mark.parent.remove(mark)
        return any(mark["anthology_placed"] == kind for mark in marks)


def _insert(body: nodes.section, before: Iterable[nodes.Node], after: Iterable[nodes.Node]) -> None:
    """Insert nodes after the title, and at the end."""
    if body.first_child_matching_class(text_end) is None:  # else the references follow it
        body += text_end()
    body += _marked("after", after)
    _insert_before(body, before)


def _insert_before(body: nodes.section, before: Iterable[nodes.Node]) -> None:
    """Insert nodes after the title."""
    title = body.first_child_matching_class(nodes.title)
    at = 0 if title is None else title + 1
    body[at:at] = _marked("before", before)


def _marked(where: str, parts: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Mark our parts as before or after the text, for layouts."""
    found = list(parts)
    for part in found:
        if isinstance(part, nodes.Element):
            part["stands"] = where
    return found


class KeepFootnotes(SphinxTransform):
    """Move the footnotes from the end of the document back to the text."""

    # after MyST has collected them (623)
    default_priority = 624

    def apply(self, **kwargs: object) -> None:
        """Move them to the end of the text; remove its mark."""
        for mark in list(self.document.findall(text_end)):
            notes = [n for n in self.document.children if isinstance(n, nodes.footnote)]
            for note in notes:
                self.document.remove(note)
            mark.parent.replace(mark, notes)
