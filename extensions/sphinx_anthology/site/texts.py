"""The text of a post as HTML for any reader, taken from its page.

Addresses are made absolute; scripts, styles, buttons, links to headings, hidden parts and
decoration are removed (RFC 4287, section 3.1.1.3: an HTML fragment that may stand in a ``div``).
Pages are written by us, so a regular expression that knows quotes finds the tags; it is ten times
as fast as a parser.

Marks in the page of a post enclose the text for feeds. It is taken from finished pages, so workers
need not pass it on, and feeds have the text of the page, whenever this was written.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.states import State
from sphinx_anthology.model.views import PostView
from sphinx_anthology.pages.nodes import RELATION, head
from sphinx_anthology.pages.wording import byline_form, joined
from sphinx_anthology.reading.domain import GENERATED, domain_of
from sphinx_anthology.site.share_images import text_cache
from sphinx_anthology.typst.strings import cleaned

logger = logging.getLogger(__name__)

_TOKEN = re.compile(
    r"""<!--.*?-->|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*)"""
    r"""(?P<rest>[^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")
_VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"))
_WITHOUT_MARKUP = frozenset(("script", "style", "textarea", "title"))
_DROPPED = _WITHOUT_MARKUP | {
    *("applet", "base", "button", "dialog", "embed", "frame", "input", "link", "meta"),
    *("nav", "object", "select", "template"),
}
"""Elements that do nothing in a feed, or that feed validators call dangerous."""
_FRAMES = frozenset(("embed", "iframe", "object"))
"""Elements that show another address; links replace them."""
_HIDDEN = re.compile("hidden|headerlink", re.IGNORECASE)
_ADDRESSES = frozenset(("cite", "href", "longdesc", "poster", "src", "xlink:href"))
_LOCAL = re.compile(r"on.*|data-.*|(?:form)?action|for|ping|style|tabindex", re.DOTALL)
_TOUCHED = re.compile(
    r"cite|href|longdesc|poster|src|\bon|\bfor|data-|action|ping|style|tabindex", re.IGNORECASE
)
"""Finds tags with attributes that may have to change."""
_SCHEMES = frozenset(("doi", "ftp", "geo", "http", "https", "mailto", "sftp", "tel", "urn"))
_CANDIDATE = re.compile(r"(\S*[^\s,])((?:\s+[\d.]+[wxh])*)")
"""An address in ``srcset``, and its size."""


def feed_text(html: str, address: str) -> str:
    """The HTML of a text for feeds; ``address`` is that of its page."""
    text = "".join(_pieces(html, address)).strip()
    # a quick check: most texts hold no other unprintable characters than line ends
    return text if text.replace("\n", "").isprintable() else cleaned(text)


def _pieces(html: str, address: str) -> Iterator[str]:
    place = 0
    while token := _TOKEN.search(html, place):
        yield html[place : token.start()]
        place = token.end()
        name = (token["name"] or "").lower()
        if token["close"]:
            yield token.group()
        elif name in _FRAMES and not _HIDDEN.search(token["rest"]):
            yield _link(token["rest"], address)
            place = _end(html, name, place)
        elif name and _is_dropped(name, token["rest"]):
            place = _end(html, name, place)
        elif name:
            yield f"<{name}{_attributes(token['rest'], address)}>"
    yield html[place:]


def _is_dropped(name: str, rest: str) -> bool:
    """Whether an element is left out of a feed."""
    if name in _DROPPED:
        return True
    if not _HIDDEN.search(rest):
        return False
    found = dict(_stated(rest))
    is_headerlink = name == "a" and "headerlink" in found.get("class", "").split()
    return is_headerlink or "hidden" in found or found.get("aria-hidden") == "true"


def _end(html: str, name: str, place: int) -> int:
    """The position after the element whose content starts at ``place``."""
    if name in _VOID:
        return place
    depth, after = 1, place
    tags = re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^>]*>", re.IGNORECASE)
    while depth and (tag := tags.search(html, after)):
        after = tag.end()
        if tag[1]:
            depth -= 1
        elif name not in _WITHOUT_MARKUP:
            depth += 1
    return place if depth else after


def _stated(rest: str) -> Iterator[tuple[str, str]]:
    """The attributes of a tag: names and unescaped values."""
    for attribute in _ATTRIBUTE.finditer(rest):
        yield attribute[1].lower(), unescape((attribute[2] or "").strip("\"'"))


def _attributes(rest: str, address: str) -> str:
    """The attributes of a tag with absolute addresses, without script attributes."""
    if not _TOUCHED.search(rest):
        return rest
    return "".join(
        f' {name}="{escape(value)}"'
        for name, stated in _stated(rest)
        if (value := _value(name, stated, address)) is not None
    )


def _value(name: str, value: str, address: str) -> str | None:
    """The value of an attribute in a feed; None if it is left out."""
    if _LOCAL.fullmatch(name):
        return None
    if name == "srcset":
        found = ((_absolute(c[1], address), c[2]) for c in _CANDIDATE.finditer(value))
        return ", ".join(f"{there}{size}" for there, size in found if there) or None
    if name in _ADDRESSES:
        is_image = name == "src" and value.startswith("data:image/")
        return value if is_image else _absolute(value, address)
    return value


def _absolute(value: str, address: str) -> str | None:
    """An absolute address; None if it is invalid or a script."""
    try:
        found = urljoin(address, value.strip())
        return found if urlsplit(found).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def _link(rest: str, address: str) -> str:
    """A link that replaces an embedded page."""
    stated = dict(_stated(rest))
    shown = stated.get("src") or stated.get("data")
    where = _absolute(shown, address) if shown else None
    label = stated.get("title") or where or ""
    return f'<a href="{escape(where)}">{escape(label)}</a>' if where else ""


OPENING, CLOSING = "<!--text-->", "<!--/text-->"
"""The marks. No content can forge them: docutils writes comments with spaces."""
_MARKED = re.compile(f"{OPENING}(.*?){CLOSING}", re.DOTALL)


class edge(nodes.Invisible, nodes.Element):  # noqa: N801  # nodes are lower case, as in docutils
    """The beginning or end of the text: ``mark`` is its HTML comment."""


def visit_edge(self: Any, node: edge) -> None:
    """Write the mark."""
    self.body.append(node["mark"])
    raise nodes.SkipNode


class MarkText(SphinxPostTransform):
    """Mark the text of a post in its page, for feeds."""

    # after the page is arranged (900) and unbreakable words are marked (910)
    default_priority = 920
    builders = GENERATED

    def run(self, **kwargs: object) -> None:
        """Mark the line about the original, and all from the articles to the references.

        The description is not marked, since it is the summary in a feed.
        """
        catalogue = domain_of(self.env).catalogue
        body = next(self.document.findall(nodes.section), None)
        is_read = catalogue.states.get(self.env.docname) is State.PUBLIC
        if body is None or not is_read or not catalogue.site.base:
            return
        top = next((child for child in body.children if isinstance(child, head)), head())
        for line in [p for p in top.findall(nodes.paragraph) if RELATION in p["classes"]]:
            _mark(line.parent, line.parent.index(line), line.parent.index(line) + 1)
        _mark(body, _beginning(body), _end_of_text(body))


def _beginning(body: nodes.Element) -> int:
    """The index after the title and the head of a page."""
    places = (i for i, c in enumerate(body.children) if isinstance(c, nodes.title | head))
    return max(places, default=-1) + 1


def _end_of_text(body: nodes.Element) -> int:
    """The index of the first part after the text."""
    places = (
        i
        for i, child in enumerate(body.children)
        if isinstance(child, nodes.Element) and child.get("stands") == "after"
    )
    return next(places, len(body.children))


def _mark(parent: nodes.Element, beginning: int, end: int) -> None:
    parent.insert(end, edge(mark=CLOSING))
    parent.insert(beginning, edge(mark=OPENING))


def marked(page: str) -> str:
    """The HTML between the marks of a page."""
    return "\n".join(_MARKED.findall(page))


def _opening(html: str, view: PostView | None, language: str) -> str:
    """Whose post a page summarises, unless its marked text says so: our layout does not."""
    if view is None or view.post.is_whole or not view.people or RELATION in html:
        return ""
    names = joined([str(person) for person in view.people], language)
    return f"<p>{escape(byline_form(view.post.relation).format(names=names))}.</p>\n"


def post_texts(app: Sphinx) -> dict[str, str]:
    """The text of every public post, taken from its page, by docname.

    Pages are exact, so this also holds for pages that this build did not write.
    """
    catalogue, found = domain_of(app.env).catalogue, {}
    with text_cache(app, "feed-texts") as cache:
        for docname in catalogue.public_posts:
            page = Path(app.builder.get_outfilename(docname))  # type: ignore[attr-defined]  # one of pages
            html = marked(page.read_text(encoding="utf-8")) if page.is_file() else ""
            if not html:
                message = "The page has no text for feeds: its marks are missing."
                logger.warning(message, location=docname, type="anthology", subtype="feed")
            html = _opening(html, PostPage(docname).result(catalogue), app.config.language) + html
            address = catalogue.site.address(docname)
            make = functools.partial(feed_text, html, address)
            found[docname] = cache.text(docname, (address, html), make)
    return found
