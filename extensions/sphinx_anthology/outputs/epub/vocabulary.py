"""The elements and attributes that a page of a book may have.

What is not named here is no part of a book: of an unknown element the content is kept, of
``DROPPED`` ones nothing.
"""

from __future__ import annotations

BLOCKS = frozenset(
    """
    address article aside blockquote dd div dl dt figcaption figure footer h1 h2 h3 h4 h5
    h6 header hr li ol p pre section table ul
    """.split()  # noqa: SIM905  # as words they fit on two lines
)
"""Elements that cannot stand in a line of text."""
TABLES = frozenset({"caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"})
PHRASES = frozenset(
    """
    a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub
    sup time u var wbr
    """.split()  # noqa: SIM905  # the same
)
"""Elements of a line of text."""
EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
"""Elements that never hold anything."""
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
"""Elements that are none of a book's, and what stands in their place."""
DROPPED = frozenset(
    """
    applet area audio base canvas datalist dialog embed frame head iframe link map meta noscript
    object option param script select source style template textarea title track video
    """.split()  # noqa: SIM905  # the same
)
"""Elements that go with all that is in them."""
ATTRIBUTES = frozenset({"id", "class", "lang", "title", "aria-hidden"})
"""What any element may have."""
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
"""What some elements may have besides."""
ROLES = {
    "doc-noteref": "noteref",
    "doc-footnote": "footnote",
    "doc-backlink": "backlink",
}
"""Roles that a part keeps, and how reading systems know them."""
DRAWING = frozenset(
    "svg g path circle ellipse line polygon polyline rect title desc defs".split()  # noqa: SIM905
)
"""What an icon may hold."""
DRAWING_ATTRIBUTES = frozenset(
    """
    class viewBox width height d cx cy r rx ry x y x1 x2 y1 y2 points fill stroke stroke-width
    fill-rule clip-rule transform aria-hidden aria-label role opacity
    """.split()  # noqa: SIM905  # the same
)
