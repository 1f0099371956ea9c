"""Elements for the head of a page: ``meta`` and ``link``, whatever text they are given.

The text of an attribute is escaped as HTML has it (Living Standard, section 13.3); what no page
may hold is left out before.
"""

from __future__ import annotations

import re
from html import escape
from urllib.parse import quote

from sphinx_anthology.press.strings import cleaned

_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~-._"
"""What stands for itself in an address besides letters and digits (RFC 3986, section 2)."""
_VALID = re.compile(f"[A-Za-z0-9{re.escape(_IN_ADDRESSES)}]*")


def meta(name: str, content: str) -> str:
    """A statement by name; nothing where nothing is known.

    >>> meta("DC.title", 'The "sea"')
    '<meta name="DC.title" content="The &quot;sea&quot;">'
    """
    return f'<meta name="{name}" content="{attribute(content)}">' if content else ""


def meta_property(name: str, content: str) -> str:
    """A statement of Open Graph's, which has another attribute for the name."""
    return f'<meta property="{name}" content="{attribute(content)}">' if content else ""


def link(rel: str, href: str, kind: str = "") -> str:
    """A link to something of a media type; nothing where there is no address."""
    stated = f' type="{attribute(kind)}"' if kind else ""
    return f'<link rel="{rel}" href="{attribute(valid_address(href))}"{stated}>' if href else ""


def attribute(text: str) -> str:
    """Text as it stands between the quotes of an attribute; its line ends are kept."""
    return escape(cleaned(text)).replace("\r", "&#13;")


def valid_address(address: str) -> str:
    """An address in which what may not stand there is escaped, and nothing else.

    >>> valid_address("https://doi.org/10.5555/a|ö%20")
    'https://doi.org/10.5555/a%7C%C3%B6%20'
    """
    # most are valid, and to see that is quicker than to escape nothing
    return address if _VALID.fullmatch(address) else quote(cleaned(address), safe=_IN_ADDRESSES)
