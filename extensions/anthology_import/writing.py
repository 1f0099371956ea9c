"""Posts and pages, written one by one, with all that there is to tell of each."""

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
    Known,
    comments_html,
    followed,
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
"""The version of what is written. A change of the conversion raises it: all is made again."""

_TOLD: Final = ("unresolved", "missing_pictures", "shortcodes", "bad_alts")


@dc.dataclass(frozen=True, kw_only=True)
class Writing:
    """What every post is written with.

    ``missing`` are documents that were to be, and are not; ``linking`` are those that lead to a
    document, by its name.
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
        """The same for posts that lead to what is missing; they are made again once it is there."""
        making = digest(self.making, sorted(missing))
        return dc.replace(self, missing=missing, making=making)

    def post(self, item: Item, known: Known) -> ImportedPost:
        """Write a post or a page, if it is not there already as it would be written."""
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

    def _unlinked(self, known: Known) -> Iterator[Loss]:
        """The articles that cannot be linked; that can change without the post."""
        for article in self.articles.unknown(known.proposals):
            yield Loss("article-unknown", article, "no link to it, for references.bib lacks it")

    def _made(self, item: Item, known: Known, places: Places) -> tuple[ImportedPost, str]:
        """A document, and what there is to tell of it."""
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
        return followed(body, converted(below, places))

    def _document(self, item: Item, known: Known, text: str) -> str:
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
    """What a post did not have, and a document needs; a saved page seldom has any dates."""
    if not item.title.strip():
        yield Loss("title-missing", "", "the first words, or the name in the address")
    if item.date is None and is_whole:
        yield Loss("date-missing", "", "undated: last in lists")


def _bad_alts(item: Item) -> Iterator[str]:
    """The addresses of pictures whose alternative text says nothing."""
    for passage in passages(item.html) if "<img" in item.html else ():
        for picture in passage.pictures:
            if not picture.alt.strip() or is_file_name(picture.alt):
                yield picture.address


def _packed(told: ImportedPost) -> str:
    """What was told of a post, for the lock; of most nothing."""
    losses = [[loss.kind, loss.before, loss.after, loss.loses_text] for loss in told.losses]
    lists = {name: list(getattr(told, name)) for name in _TOLD}
    state = {name: value for name, value in {"losses": losses, **lists}.items() if value}
    return json.dumps(state, separators=(",", ":")) if state else ""


def _unpacked(text: str) -> ImportedPost:
    """What was told of a post at an earlier import."""
    state = json.loads(text) if text else {}
    losses = tuple(Loss(*loss) for loss in state.get("losses", ()))
    lists: dict[str, Any] = {name: tuple(state.get(name, ())) for name in _TOLD}
    return dc.replace(ImportedPost(), losses=losses, **lists)
