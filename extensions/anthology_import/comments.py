"""The comments below a post, for those who want them."""

from __future__ import annotations

import dataclasses as dc
import html
from collections.abc import Iterable
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from anthology_import.records import Comment
from html2myst.conversion import Converted

_NOT_SHOWN: Final = ["script", "style", "template", "title"]
_NOT_CLOSED: Final = ["plaintext"]
_LISTS: Final = ("losses", "links", "unresolved", "pictures", "missing_pictures", "shortcodes")


def comments_html(comments: Iterable[Comment]) -> str:
    """The comments that were shown: name, day and words of each, and nothing else."""
    shown = [c for c in comments if c.is_approved and not c.is_pingback]
    parts = ["<h2>Comments</h2>"] if shown else []
    for comment in shown:
        day = f", {comment.date.date().isoformat()}" if comment.date else ""
        name = html.escape(comment.author or "Anonymous")
        said = f"<blockquote>{_closed(comment.html)}</blockquote>"
        parts.append(f"<p><strong>{name}</strong>{day}</p>\n{said}")
    return "\n\n".join(parts)


def followed(body: Converted, comments: Converted) -> Converted:
    """A body with the comments below it; each was proved alone, so that neither hides the other."""
    merged = {
        name: tuple(dict.fromkeys((*getattr(body, name), *getattr(comments, name))))
        for name in _LISTS
    }
    text = "\n".join(part for part in (body.text, comments.text) if part)
    return dc.replace(body, text=text, **merged)


def _closed(text: str) -> str:
    """What a stranger wrote, with every element closed and no end of one that is not its own."""
    tree = LexborHTMLParser(text, is_fragment=True)
    tree.strip_tags(_NOT_SHOWN)
    tree.unwrap_tags(_NOT_CLOSED, delete_empty=True)
    for node in list(tree.root.traverse(include_text=True)) if tree.root else ():
        if node.tag == "-comment":
            node.decompose()
    return tree.html or ""
