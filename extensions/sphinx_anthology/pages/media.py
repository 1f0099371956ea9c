"""Videos, sounds and frames: links replace them outside of web pages.

Extensions write them only as HTML, so they are found in this HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.writers.html5_polyglot import HTMLTranslator
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_anthology.reading.domain import domain_of

if TYPE_CHECKING:
    from lxml import etree
    from sphinx.application import Sphinx

NAMES = frozenset({"audio", "embed", "iframe", "object", "video"})
"""HTML elements that show a resource of another address."""
_VOLUMES = {"typstpdf": "typst", "epubs": "epubs"}
"""The builders of volumes, and the names under which extensions register visitors."""
_OURS = ("docutils.", "sphinx.", "sphinx_anthology.", "sphinx_design.", "sphinxcontrib.bibtex")
_FILE = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov|mp3|m4a|ogg|oga|opus|wav|flac)$", re.IGNORECASE)
_SAFE = re.compile(r"https?://", re.IGNORECASE)
_UNREAD = ("script", "style", "template", "title")
"""HTML elements whose texts are not shown."""
_IN_LINES = frozenset(
    """
    a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark q s samp small
    span strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905  # as long as it is
)
"""HTML elements that start no new line."""
_ADDRESSES = ("src", "data", "data-src")


def link_of(element: etree._Element) -> tuple[str, str]:
    """The address and the words of an element; either may be empty."""
    places = [element, *element.iter("{*}source", "source", "{*}embed", "embed")]
    stated = (str(place.get(name) or "") for place in places for name in _ADDRESSES)
    address = next(filter(None, (text.strip() for text in stated)), "")
    if address.startswith("//"):
        address = f"https:{address}"
    inside = " ".join(" ".join(map(str, element.itertext())).split())
    words = element.get("title") or element.get("aria-label") or inside or address
    return address, str(words)


def links_in(html: str) -> list[tuple[str, str]]:
    """The address and the words of every such element in HTML, in order."""
    if not any(f"<{name}" in html.lower() for name in NAMES):
        return []
    from lxml.html import fragment_fromstring  # noqa: PLC0415  # PDF and EPUB are an extra

    root = fragment_fromstring(html, create_parent="div")
    found = [e for e in root.iter(*NAMES) if not any(a.tag in NAMES for a in e.iterancestors())]
    return [link for link in map(link_of, found) if link[0]]


def words_in(html: str) -> list[str]:
    """The texts of HTML without what :func:`links_in` finds, one for each block.

    >>> words_in("<p>One<br>and <b>two</b></p>three<script>run()</script> <img alt=Four>")
    ['One', 'and two', 'three Four']
    """
    if not html.strip():
        return []
    from lxml import etree  # noqa: PLC0415  # PDF and EPUB are an extra
    from lxml import html as reader  # noqa: PLC0415  # the same

    try:
        root = reader.fragment_fromstring(html, create_parent="div")
    except (etree.LxmlError, ValueError):
        return []
    found: list[str] = [""]
    etree.strip_elements(root, etree.Comment, etree.PI, *_UNREAD, *_shown(html), with_tail=False)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        found += [] if element.tag in _IN_LINES else [""]
        words = (element.text, element.get("alt")) if event == "start" else (element.tail,)
        found[-1] += "".join(filter(None, words))
    return [text for text in (" ".join(words.split()) for words in found) if text]


def _shown(html: str) -> frozenset[str]:
    """The elements that links replace."""
    return NAMES if links_in(html) else frozenset()


logger = logging.getLogger(__name__)


class _Writer(HTMLTranslator):
    """A minimal HTML translator, for the visitors of other extensions."""

    def __init__(self, app: Sphinx) -> None:
        self.body: list[str] = []
        self.context: list[Any] = []
        self.builder, self.config = app.builder, app.config

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def starttag(
        self,
        node: nodes.Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """A start tag with the given attributes, without those of the node."""
        stated = " ".join(
            f'{name.lower()}="{self.attval(str(value))}"' for name, value in attributes.items()
        )
        return f"<{tagname} {stated}>{suffix}"

    emptytag = starttag

    def attval(self, text: str, whitespace: Any = None) -> str:
        """The escaped value of an attribute."""
        return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")

    def encode(self, text: object) -> str:
        """An escaped text."""
        return str(text).replace("&", "&amp;").replace("<", "&lt;")


def html_of(node: nodes.Element, app: Sphinx) -> tuple[str, str]:
    """The HTML that an extension writes before and after a node's content."""
    if isinstance(node, nodes.raw):
        return (node.astext() if "html" in str(node.get("format", "")).split() else ""), ""
    handlers = app.registry.translation_handlers.get("html", {}).get(type(node).__name__)
    if handlers is None:
        return "", ""
    writer = _Writer(app)
    goes_on = _call(handlers[0], writer, node)
    before, writer.body = "".join(map(str, writer.body)), []
    if goes_on:
        _call(handlers[1], writer, node)
    return before, "".join(map(str, writer.body))


def _call(handler: Any, writer: _Writer, node: nodes.Element) -> bool:
    """Call a visitor; return whether the content is to be written too."""
    try:
        if handler:
            handler(writer, node)
    except nodes.SkipNode:
        return False
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001  # code of others, called in an unusual way
        return False
    return True


def words_around(node: nodes.Element, app: Sphinx) -> tuple[list[str], list[str]]:
    """The words that an extension writes before and after a node's content."""
    before, after = html_of(node, app)
    return words_in(before), words_in(after)


class LinkMedia(SphinxPostTransform):
    """Replace media by links, in PDF and EPUB."""

    # before references are resolved
    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Check every node of other extensions, and raw HTML."""
        app = self.env._app  # noqa: SLF001  # Sphinx's post-transforms have no other way
        if app.builder.name not in _VOLUMES:
            return
        known = app.registry.translation_handlers.get(_VOLUMES[app.builder.name], {})
        for node in list(self.document.findall(nodes.Element)):
            if type(node).__name__ not in known and _is_foreign(node):
                html = html_of(node, app)
                self._link(node, links_in("".join(html)), *map(words_in, html))
            elif isinstance(node, nodes.image) and _FILE.search(node["uri"]):
                page = domain_of(self.env).catalogue.site.address(self.env.docname)
                self._link(node, [(page, node.get("alt") or str(node["uri"]))])

    def _link(
        self,
        node: nodes.Element,
        links: list[tuple[str, str]],
        before: Sequence[str] = (),
        after: Sequence[str] = (),
    ) -> None:
        """Replace a node by its words, its content and links."""
        made = [_reference(*link) for link in links]
        if not made:
            return
        message = "Only web pages can show ‘%s’; PDF and EPUB have a link instead."
        place = next((n for n in _upwards(node) if n.line and n.source), self.env.docname)
        logger.warning(message, made[0].astext(), location=place, type="anthology", subtype="media")
        content = [] if isinstance(node, nodes.raw) else list(node.children)
        within = isinstance(node.parent, nodes.TextElement)
        linked = made if within else [nodes.paragraph("", "", link) for link in made]
        parts = [
            *_said(before, is_in_line=within),
            *content,
            *linked,
            *_said(after, is_in_line=within),
        ]
        node.parent.replace(node, parts)


def _said(texts: Sequence[str], *, is_in_line: bool) -> list[nodes.Node]:
    """Texts as nodes: inline, or as paragraphs."""
    if is_in_line:
        return [nodes.Text(f" {' '.join(texts)} ")] if texts else []
    return [nodes.paragraph("", text) for text in texts]


class ExpandAbbreviations(SphinxPostTransform):
    """Write out abbreviations in PDF and EPUB, once in a document."""

    default_priority = LinkMedia.default_priority

    def run(self, **kwargs: object) -> None:
        """Add the explanation in brackets after the first occurrence."""
        app = self.env._app  # noqa: SLF001  # as above
        if app.builder.name not in _VOLUMES:
            return
        known = set[tuple[str, str]]()
        for node in self.document.findall(nodes.abbreviation):
            said = node.astext(), str(node.get("explanation", ""))
            is_code = isinstance(node.parent, addnodes.desc_sig_operator)
            if said[1] and said not in known and not is_code:
                node.append(nodes.Text(f" ({said[1]})"))
            known.add(said)


def _is_foreign(node: nodes.Element) -> bool:
    """Whether a node is of another extension, or raw HTML."""
    return isinstance(node, nodes.raw) or not type(node).__module__.startswith(_OURS)


def _reference(address: str, words: str) -> nodes.Element:
    """A link; only its words if a volume may not have the address."""
    if _SAFE.match(address):
        return nodes.reference("", words, refuri=address, internal=False)
    return nodes.inline("", words)


def _upwards(node: nodes.Node | None) -> Iterator[nodes.Node]:
    while node is not None:
        yield node
        node = node.parent
