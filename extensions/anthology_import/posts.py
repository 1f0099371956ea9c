"""Writes the document of a post: front matter, text, and comments."""

from __future__ import annotations

import dataclasses as dc
import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from anthology_import.authors import Authors, names_of, roles
from anthology_import.findings.text import clean, passages
from anthology_import.findings.titles import spelled
from anthology_import.plan import Document
from anthology_import.records import Blog, Comment, Finding, Item, Kind, Proposal, Term, best
from html2myst.conversion import Converted
from sphinx_anthology.model.doubts import doubtful
from sphinx_anthology.model.front_matter_text import front_matter
from sphinx_anthology.model.names import slug
from sphinx_anthology.model.source_doubts import may_be_private


def origin(
    item: Item, found: Sequence[Proposal], blog: Blog, *, is_elsewhere: bool
) -> dict[str, object]:
    """The ``origin`` of a post; empty if it has none.

    ``is_elsewhere`` says that the blog stays online, as for saved pages, so that the post is only
    shown here. Otherwise this publication replaces the blog.
    """
    first = best(tuple(found), Finding.REPOST)
    place = dict(first.value) if first and isinstance(first.value, Mapping) else {}
    if not (is_elsewhere or item.is_excerpt):
        # the text itself says when it was first published
        if place or item.date:
            return {"relation": "repost", **_said(place)} if place else {}
        # only posts with an origin may be undated
        return {"relation": "full", **_said({"site": blog.title, "url": item.address})}
    relation = "excerpt" if item.is_excerpt else "full"
    own = {"relation": relation, **_said({"site": blog.title, "url": item.address})}
    return {**own, "earlier": [{**place, "declared": True}]} if place else own


def _said(place: Mapping[str, str]) -> dict[str, object]:
    """The name and address of a site, if known and valid."""
    url = place.get("url", "")
    is_address = url.startswith(("https://", "http://")) and not any(c.isspace() for c in url)
    site = place.get("site")
    return {**({"site": site} if site else {}), **({"url": url} if is_address else {})}


_NOT_SHOWN: Final = ["script", "style", "template", "title"]
_NOT_CLOSED: Final = ["plaintext"]
_LISTS: Final = ("losses", "links", "unresolved", "pictures", "missing_pictures", "shortcodes")


def comments_html(comments: Iterable[Comment]) -> str:
    """The approved comments as HTML: name, day and text of each."""
    shown = [c for c in comments if c.is_approved and not c.is_pingback]
    parts = ["<h2>Comments</h2>"] if shown else []
    for comment in shown:
        day = f", {comment.date.date().isoformat()}" if comment.date else ""
        name = html.escape(comment.author or "Anonymous")
        said = f"<blockquote>{_balanced(comment.html)}</blockquote>"
        parts.append(f"<p><strong>{name}</strong>{day}</p>\n{said}")
    return "\n\n".join(parts)


def followed_by(body: Converted, comments: Converted) -> Converted:
    """A body with its comments below; each was checked by itself."""
    merged = {
        name: tuple(dict.fromkeys((*getattr(body, name), *getattr(comments, name))))
        for name in _LISTS
    }
    text = "\n".join(part for part in (body.text, comments.text) if part)
    return dc.replace(body, text=text, **merged)


def _balanced(text: str) -> str:
    """The HTML of a comment with balanced tags."""
    tree = LexborHTMLParser(text, is_fragment=True)
    tree.strip_tags(_NOT_SHOWN)
    tree.unwrap_tags(_NOT_CLOSED, delete_empty=True)
    for node in list(tree.root.traverse(include_text=True)) if tree.root else ():
        if node.tag == "-comment":
            node.decompose()
    return tree.html or ""


_TAGS: Final = frozenset({"post_tag", "category", "tag"})
_NO_TOPIC: Final = frozenset({"uncategorized", "uncategorised"})
_LONGEST_TITLE: Final = 60


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class PostContext:
    """The context of a post; pages only have the document.

    ``thumbnail`` is the path of its image, ``articles`` are the articles that it presents.
    """

    document: Document
    proposals: tuple[Proposal, ...] = ()
    part: int | str | None = None
    articles: tuple[object, ...] = ()
    thumbnail: str = ""
    more: Mapping[str, object] = dc.field(default_factory=dict)
    """Other fields of the model, by name; they come before those that the import works out."""


def title_of(item: Item, found: Iterable[Proposal] = ()) -> str:
    """The title without a series label; else the first words, or the slug."""
    settled = best(tuple(found), Finding.TITLE)
    title = clean(str(settled.value)) if settled else spelled(item.title)
    if title:
        return title
    words = next((p.line for p in passages(item.html) if p.line), "") or item.slug
    first = words[:_LONGEST_TITLE].rpartition(" ")[0] if len(words) > _LONGEST_TITLE else words
    return clean(first) or f"Item {item.id}"


def post_document(
    item: Item, known: PostContext, authors: Authors, blog: Blog, text: str, *, is_elsewhere: bool
) -> str:
    """The whole document of a post."""
    found, title, document = known.proposals, title_of(item, known.proposals), known.document
    margin = _stated(
        title=title,
        description=_description(item),
        thumbnail=known.thumbnail,
        authors=list(authors.of(names_of(item, found, blog))),
        date=item.date.date().isoformat() if item.date else None,
        tags=list(_tags(item.terms)),
    )
    own = _stated(
        part=known.part,
        kind=_kind(found),
        articles=list(known.articles),
        roles=roles(found, authors),
        origin=origin(item, found, blog, is_elsewhere=is_elsewhere),
        former_addresses=list(document.former_addresses),
        draft=document.is_draft,
    )
    # the key ‘post’ makes the document a post, so it is never empty
    said = own or {"kind": "article"}
    head = {**margin, "post": said}
    is_doubtful = any(doubtful(head, "post", head, said)) or may_be_private(
        document.docname, "post", title, text
    )
    if is_doubtful and not document.is_draft:
        # the post was public, even if a topic such as ‘Unpublished’ suggests a draft
        said = {**own, "draft": False}
    return _with_text(front_matter("post", {**margin, **said, **known.more}), text)


def page_document(item: Item, docname: str, text: str) -> str:
    """The whole document of a public page."""
    title = title_of(item)
    draft = False if may_be_private(docname, "", title, text) else None
    return _with_text(front_matter("page", {"title": title, "draft": draft}), text)


def _stated(**values: object) -> dict[str, object]:
    """The fields with a value."""
    return {name: value for name, value in values.items() if value}


def _with_text(head: str, text: str) -> str:
    return f"{head}\n{text}" if text else head


def is_page(item: Item, document: Document) -> bool:
    """Whether an item becomes a page; a private one becomes a draft post."""
    return item.kind is Kind.PAGE and not document.is_draft


def _kind(found: tuple[Proposal, ...]) -> str:
    kind = best(found, Finding.KIND)
    return str(kind.value) if kind else ""


def _tags(terms: Iterable[Term]) -> Iterator[str]:
    """The names of tags and categories, each topic once."""
    seen: set[str] = set()
    for term in terms:
        name = spelled(term.name or term.slug)
        if term.domain in _TAGS and name and (key := slug(name)) not in _NO_TOPIC | seen:
            seen.add(key)
            yield name


def _description(item: Item) -> str:
    """The excerpt that an editor wrote, as plain text."""
    said = " ".join(p.line for p in passages(item.excerpt) if p.line) if item.excerpt else ""
    return clean(said)
