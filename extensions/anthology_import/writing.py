"""Writes posts and pages, one at a time, and collects their notices."""

from __future__ import annotations

import dataclasses as dc
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from anthology_import.adapters import Items
from anthology_import.authors import Authors
from anthology_import.findings.articles import Articles
from anthology_import.findings.people import is_file_name
from anthology_import.findings.text import passages
from anthology_import.lock import BuildInput, Lock, digest
from anthology_import.media import Library
from anthology_import.migration import ImportedPost
from anthology_import.old_addresses import AttachmentIndex, footnotes
from anthology_import.posts import (
    PostContext,
    comments_html,
    followed_by,
    is_page,
    page_document,
    post_document,
    title_of,
)
from anthology_import.records import Item
from anthology_import.resolver import PlacesOf, Resolver
from html2myst.conversion import Converted, Loss, Places, Source
from html2myst.converter import converted

VERSION: Final = 1
"""The version of the written text; a change rewrites all documents."""

_TOLD: Final = ("unresolved", "missing_pictures", "shortcodes", "bad_alts")


@dc.dataclass(frozen=True, kw_only=True)
class Writing:
    """The context for writing posts.

    ``missing`` are documents that failed; ``linking`` are the documents that link to a document, by
    its name.
    """

    items: Items
    lock: Lock
    resolver: Resolver
    library: Library
    numbers: AttachmentIndex
    authors: Authors
    articles: Articles
    making: str
    with_comments: bool = False
    missing: frozenset[str] = frozenset()
    linking: dict[str, set[str]] = dc.field(default_factory=lambda: defaultdict(set))

    def without(self, missing: frozenset[str]) -> Writing:
        """The context for posts that link to missing documents."""
        making = digest(self.making, sorted(missing))
        return dc.replace(self, missing=missing, making=making)

    def post(self, item: Item, known: PostContext) -> ImportedPost:
        """Write a post or page, unless it is up to date."""
        docname = known.document.docname
        places = PlacesOf(self.resolver, docname, self.library, self.missing)
        thumbnail = self.numbers.thumbnail(item)
        known = dc.replace(
            known,
            articles=tuple(self.articles.links(known.proposals)),
            thumbnail=(places.picture(thumbnail) or "") if thumbnail else "",
        )
        made = BuildInput(
            key=known.document.key,
            docname=docname,
            source=digest(item, self._document(item, known, "")),
            making=self.making,
        )
        outcome = self.lock.current(made)
        if outcome is None:
            told, text = self._made(item, known, places)
            for target in places.targets:
                self.linking[target].add(docname)
            outcome = self.lock.put(made, text, _packed(told))
        else:
            told = _unpacked(self.lock.told(made.key))
        return dc.replace(
            told,
            key=known.document.key,
            docname=docname,
            title=title_of(item, known.proposals),
            address=item.address,
            line=item.line,
            status=item.status.value,
            date=item.date.date().isoformat() if item.date else "",
            is_draft=known.document.is_draft,
            is_excerpt=item.is_excerpt,
            outcome=outcome,
            redirects=known.document.former_addresses,
            losses=(*told.losses, *self._unlinked(known)),
        )

    def _unlinked(self, known: PostContext) -> Iterator[Loss]:
        """A loss for each article that cannot be linked."""
        for article in self.articles.unknown(known.proposals):
            yield Loss("article-unknown", article, "no link to it, for references.bib lacks it")

    def _made(self, item: Item, known: PostContext, places: Places) -> tuple[ImportedPost, str]:
        """A document, with its notices."""
        made = self._converted(item, known.document.docname, places)
        told = ImportedPost(
            losses=(*made.losses, *_own_losses(item, is_whole=not self.items.is_elsewhere)),
            unresolved=made.unresolved,
            missing_pictures=made.missing_pictures,
            shortcodes=made.shortcodes,
            bad_alts=tuple(_bad_alts(item)),
        )
        return told, self._document(item, known, made.text)

    def _converted(self, item: Item, docname: str, places: Places) -> Converted:
        source = Source(
            html=item.html,
            docname=docname,
            base=item.address or self.items.summary.blog.base,
            footnotes=footnotes(item),
            library=self.numbers.library,
            attached=self.numbers.attached(item),
            anchors=self.resolver.anchors(docname),
            is_rendered=self.items.is_elsewhere,
        )
        body = converted(source, places)
        if not self.with_comments or not (comments := comments_html(item.comments)):
            return body
        below = dc.replace(source, html=comments, footnotes={}, anchors=frozenset())
        return followed_by(body, converted(below, places))

    def _document(self, item: Item, known: PostContext, text: str) -> str:
        if is_page(item, known.document):
            return page_document(item, known.document.docname, text)
        return post_document(
            item,
            known,
            self.authors,
            self.items.summary.blog,
            text,
            is_elsewhere=self.items.is_elsewhere,
        )


def _own_losses(item: Item, *, is_whole: bool) -> Iterator[Loss]:
    """Losses for a missing title or date; saved pages seldom have dates."""
    if not item.title.strip():
        yield Loss("title-missing", "", "the first words, or the name in the address")
    if item.date is None and is_whole:
        yield Loss("date-missing", "", "undated: last in lists")


def _bad_alts(item: Item) -> Iterator[str]:
    """The addresses of images with useless alternative texts."""
    for passage in passages(item.html) if "<img" in item.html else ():
        for picture in passage.pictures:
            if not picture.alt.strip() or is_file_name(picture.alt):
                yield picture.address


def _packed(told: ImportedPost) -> str:
    """The notices of a post as JSON for the lock; mostly empty."""
    losses = [[loss.kind, loss.before, loss.after, loss.loses_text] for loss in told.losses]
    lists = {name: list(getattr(told, name)) for name in _TOLD}
    state = {name: value for name, value in {"losses": losses, **lists}.items() if value}
    return json.dumps(state, separators=(",", ":")) if state else ""


def _unpacked(text: str) -> ImportedPost:
    """The notices of a post from an earlier import."""
    state = json.loads(text) if text else {}
    losses = tuple(Loss(*loss) for loss in state.get("losses", ()))
    lists: dict[str, Any] = {name: tuple(state.get(name, ())) for name in _TOLD}
    return dc.replace(ImportedPost(), losses=losses, **lists)
