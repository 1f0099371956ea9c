"""XHTML of books: allowed elements, parsing of HTML, and addresses.

Of an unknown element the content is kept, of ``DROPPED`` ones nothing. HTML that is no XML is read
as browsers would. A link to a document names it after ``INSIDE``; only a volume knows its file.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree, html

BLOCKS = frozenset(
    """
    address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5
    h6 header hr li ol p pre section table ul
    """.split()  # noqa: SIM905  # as words they fit on two lines
)
"""Block elements."""
TABLES = frozenset({"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"})
PHRASES = frozenset(
    """
    a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub
    sup time u var wbr
    """.split()  # noqa: SIM905  # the same
)
"""Inline elements."""
EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
"""Elements without content."""
KEPT = BLOCKS | TABLES | PHRASES
RENAMED = {
    "acronym": "abbr",
    "big": "span",
    "button": "span",
    "center": "div",
    "details": "div",
    "fieldset": "div",
    "font": "span",
    "form": "div",
    "label": "span",
    "legend": "div",
    "main": "div",
    "nav": "div",
    "strike": "s",
    "summary": "p",
    "tt": "code",
}
"""Elements that EPUB replaces, and their replacements."""
DROPPED = frozenset(
    """
    applet area audio base canvas datalist dialog embed frame head iframe link map meta noscript
    object option param script select source style template textarea title track video
    """.split()  # noqa: SIM905  # the same
)
"""Elements that are removed with their content."""
ATTRIBUTES = frozenset({"id", "class", "lang", "title", "aria-hidden"})
"""Attributes of all elements."""
OWN_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    "aside": frozenset({"aria-label"}),
    "bdo": frozenset({"dir"}),
    "img": frozenset({"src", "alt", "width"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
}
"""Attributes of some elements."""
ROLES = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-backlink": "backlink",
}
"""Roles that are kept, and their ``epub:type``."""
DRAWING = frozenset(
    "svg g path circle ellipse line polygon polyline rect title desc defs".split()  # noqa: SIM905
)
"""Elements of an icon."""
DRAWING_ATTRIBUTES = frozenset(
    """
    class viewBox width height d cx cy r rx ry x y x1 x2 y1 y2 points fill stroke stroke-width
    fill-rule clip-rule transform aria-hidden aria-label role opacity
    """.split()  # noqa: SIM905  # the same
)


XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
OPS = "http://www.idpf.org/2007/ops"
TYPE = f"{{{OPS}}}type"
"""The attribute that tells reading systems the type of a part."""
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OPENING = f'<body xmlns="{XHTML}" xmlns:epub="{OPS}">'
_VOID = re.compile(
    r"<((?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)"
    r"""(?=[\s/>])(?:[^<>"']|"[^"]*"|'[^']*')*?)\s*/?>"""
)
_CLOSED_VOID = re.compile(r"</(?:area|base|br|col|embed|hr|img|input|link|meta|source|wbr)>")
_BARE_SVG = re.compile(r"<svg(?=[\s>])(?![^>]*\sxmlns=)")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[a-zA-Z][a-zA-Z0-9]*;")
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def parsed(text: str) -> etree._Element:
    """The content of a page as a ``body`` element."""
    text = _UNWRITABLE.sub("", text)
    try:
        return etree.fromstring(f"{_OPENING}{_closed(text)}</body>", _parser())
    except etree.XMLSyntaxError:
        return _read_as_browsers_do(text)


def serialised(body: etree._Element) -> str:
    """The content of a ``body`` element as text."""
    whole = etree.tostring(body, encoding="unicode", with_tail=False)
    start = whole.index(">") + 1
    return whole[start : -len("</body>")] if whole.endswith("</body>") else ""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )


def _closed(text: str) -> str:
    """HTML with empty elements closed, and entities known to XML."""
    text = _ENTITY.sub(_character, _CLOSED_VOID.sub("", text))
    text = _BARE_SVG.sub(f'<svg xmlns="{SVG}"', text)
    return _VOID.sub(r"<\1/>", text)


def _character(entity: re.Match[str]) -> str:
    found = unescape(entity[0])
    return found if found != entity[0] else f"&amp;{entity[0][1:]}"


def _read_as_browsers_do(text: str) -> etree._Element:
    """Parse HTML that is no XML. Invalid names are dropped, foreign elements lost."""
    found = html.fragment_fromstring(text, create_parent="body")
    body = etree.Element(f"{{{XHTML}}}body", nsmap={None: XHTML, "epub": OPS})
    waiting = [(found, body)]
    body.text = found.text
    while waiting:
        source, target = waiting.pop()
        for child in source:
            if not isinstance(child.tag, str) or not _NAME.fullmatch(child.tag):
                _add_text(target, child.tail)
                continue
            copy = etree.SubElement(target, f"{{{XHTML}}}{child.tag}")
            for name, value in child.attrib.items():
                if _NAME.fullmatch(str(name)):
                    copy.set(name, value)
            copy.text, copy.tail = child.text, child.tail
            waiting.append((child, copy))
    return body


def _add_text(element: etree._Element, text: str | None) -> None:
    if text and len(element):
        element[-1].tail = (element[-1].tail or "") + text
    elif text:
        element.text = (element.text or "") + text


INSIDE = "document:"
"""The prefix of a docname in a link. No address or file name begins so."""
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::[0-9]{1,5})?", re.IGNORECASE)
_LONE_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+")


def link_target(docname: str, fragment: str = "") -> str:
    """A link to a document."""
    return f"{INSIDE}{quote(docname)}" + (f"#{fragment}" if fragment else "")


def target_parts(href: str) -> tuple[str, str]:
    """The docname and fragment of a link to a document."""
    path, _, fragment = href.removeprefix(INSIDE).partition("#")
    return unquote(path), fragment


def book_address(href: str, base: str = "") -> str:
    """A link for a book, empty if invalid; ``base`` is the page's web address.

    >>> book_address("https://a.example/x y?q=é")
    'https://a.example/x%20y?q=%C3%A9'
    >>> book_address("javascript:alert(1)"), book_address("file:///etc"), book_address("other.html")
    ('', '', '')
    >>> book_address("other.html", "https://a.example/b.html")
    'https://a.example/other.html'
    """
    href = href.strip()
    if href.startswith((INSIDE, "#")):
        return href if href != "#" else ""
    try:
        href = urljoin(base, href)
        found = urlsplit(href)
        host = found.netloc.rpartition("@")[2].encode("idna").decode() if found.netloc else ""
    except ValueError:
        return ""
    if found.scheme in {"http", "https"} and _HOST.fullmatch(host):
        rest = href.partition("//")[2][len(found.netloc) :]
        return f"{found.scheme}://{host}{_quoted(rest)}"
    if found.scheme == "mailto" and _MAIL.fullmatch(found.path):
        return _quoted(href)
    if found.scheme == "tel":
        return _quoted(href)
    return ""


def _quoted(rest: str) -> str:
    """The end of an address with invalid characters percent-encoded."""
    before, mark, fragment = _LONE_PERCENT.sub("%25", rest).partition("#")
    safe = _SAFE.replace("#", "").replace("[", "").replace("]", "")
    return quote(before, safe=safe) + (f"#{quote(fragment, safe=safe)}" if mark else "")
