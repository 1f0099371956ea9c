"""A post's text, as its page has it, fit to be read anywhere.

Addresses are made absolute; what only a page can use goes: scripts, styles, buttons, links to
headings, what is hidden, and decoration (RFC 4287, section 3.1.1.3: an HTML fragment as it could
stand in a ``div``). Pages are of our own writing, so that tags need only be told apart by quotes;
this is ten times as fast as a parser, and thousands of posts go through it.

Marks in a post's page: what lies between them is the text that feeds hold.

So the text of every post stands in its page, in whatever look, and is taken from there once all
pages are written. No process need tell another of it, and what is in the page is what is in the
feeds, whether the page was written now or long ago.
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

from sphinx_anthology.model.states import State
from sphinx_anthology.pages.nodes import RELATION, head
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
"""Elements that do nothing in a feed, or harm (what validators of feeds call dangerous)."""
_FRAMES = frozenset(("embed", "iframe", "object"))
"""Elements that show another address; a link stands in their place."""
_HIDDEN = re.compile("hidden|headerlink", re.IGNORECASE)
_ADDRESSES = frozenset(("cite", "href", "longdesc", "poster", "src", "xlink:href"))
_LOCAL = re.compile(r"on.*|data-.*|(?:form)?action|for|ping|style|tabindex", re.DOTALL)
_TOUCHED = re.compile(
    r"cite|href|longdesc|poster|src|\bon|\bfor|data-|action|ping|style|tabindex", re.IGNORECASE
)
"""What is in a tag of which an attribute may have to be another one."""
_SCHEMES = frozenset(("doi", "ftp", "geo", "http", "https", "mailto", "sftp", "tel", "urn"))
_CANDIDATE = re.compile(r"(\S*[^\s,])((?:\s+[\d.]+[wxh])*)")
"""An address of a ``srcset``, and for what it is."""


def feed_text(html: str, address: str) -> str:
    """The HTML of a text whose page is at an address, as a feed holds it."""
    text = "".join(_pieces(html, address)).strip()
    # quickly seen to be clean, as most are, where nothing but ends of lines cannot be printed
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
    """Whether an element is of no use in a feed."""
    if name in _DROPPED:
        return True
    if not _HIDDEN.search(rest):
        return False
    found = dict(_stated(rest))
    is_headerlink = name == "a" and "headerlink" in found.get("class", "").split()
    return is_headerlink or "hidden" in found or found.get("aria-hidden") == "true"


def _end(html: str, name: str, place: int) -> int:
    """Where an element ends whose content begins at a place."""
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
    """The attributes of a tag, by name, with what they mean."""
    for attribute in _ATTRIBUTE.finditer(rest):
        yield attribute[1].lower(), unescape((attribute[2] or "").strip("\"'"))


def _attributes(rest: str, address: str) -> str:
    """The attributes of a tag with absolute addresses, and without those for scripts."""
    if not _TOUCHED.search(rest):
        return rest
    return "".join(
        f' {name}="{escape(value)}"'
        for name, stated in _stated(rest)
        if (value := _value(name, stated, address)) is not None
    )


def _value(name: str, value: str, address: str) -> str | None:
    """What an attribute says in a feed; none where it goes."""
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
    """An absolute address; none where it is no address, or one of a script."""
    try:
        found = urljoin(address, value.strip())
        return found if urlsplit(found).scheme.lower() in _SCHEMES else None
    except ValueError:
        return None


def _link(rest: str, address: str) -> str:
    """A link in the place of a page within the page."""
    stated = dict(_stated(rest))
    shown = stated.get("src") or stated.get("data")
    where = _absolute(shown, address) if shown else None
    label = stated.get("title") or where or ""
    return f'<a href="{escape(where)}">{escape(label)}</a>' if where else ""


OPENING, CLOSING = "<!--text-->", "<!--/text-->"
"""No content can forge them: docutils writes its comments with spaces, and HTML is refused."""
_MARKED = re.compile(f"{OPENING}(.*?){CLOSING}", re.DOTALL)


class edge(nodes.Invisible, nodes.Element):  # noqa: N801  # nodes are lower case, as in docutils
    """Where a part of the text begins or ends: ``mark`` says which."""


def visit_edge(self: Any, node: edge) -> None:
    """Write the mark."""
    self.body.append(node["mark"])
    raise nodes.SkipNode


class MarkText(SphinxPostTransform):
    """Mark in a post's page what its feeds hold."""

    # after the page has its shape (900) and its words are kept whole (910)
    default_priority = 920
    builders = GENERATED

    def run(self, **kwargs: object) -> None:
        """Mark who wrote what a page retells, and all from the article's box to the references.

        The standfirst is a feed's summary, and not said twice.
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
    """The place after the title and the head of a page."""
    places = (i for i, c in enumerate(body.children) if isinstance(c, nodes.title | head))
    return max(places, default=-1) + 1


def _end_of_text(body: nodes.Element) -> int:
    """The place where the first part stands that comes after the text."""
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
    """What lies between the marks of a page."""
    return "\n".join(_MARKED.findall(page))


def post_texts(app: Sphinx) -> dict[str, str]:
    """The text of every public post, as its page has it, by docname.

    Pages are exact, so what is taken from them is, too: also from one that was not written now.
    """
    catalogue, found = domain_of(app.env).catalogue, {}
    with text_cache(app, "feed-texts") as cache:
        for docname in catalogue.public_posts:
            page = Path(app.builder.get_outfilename(docname))  # type: ignore[attr-defined]  # one of pages
            html = marked(page.read_text(encoding="utf-8")) if page.is_file() else ""
            if not html:
                message = "the page has no text for feeds: what marks it is missing"
                logger.warning(message, location=docname, type="anthology", subtype="feed")
            address = catalogue.site.address(docname)
            make = functools.partial(feed_text, html, address)
            found[docname] = cache.text(docname, (address, html), make)
    return found
