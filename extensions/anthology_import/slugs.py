"""Names of documents: safe on every file system, and each there once whatever the capitals."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import unquote

from sphinx_anthology.model.names import slug as plain_slug

LONGEST: Final = 80
"""How many characters a name may have."""

_MOST_BYTES: Final = 150
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin", "conout", "clock"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)
"""Names that are devices on Windows, whatever follows after a full stop."""
_TAKEN: Final = frozenset({"index", "conf", "search", "genindex", "404"})
_ENDING = re.compile(r"\.(?:html?|php|aspx?|md)$", re.IGNORECASE)


def safe_slug(written: str, number: int = 0) -> str:
    """A name made of a slug, a title, or anything else; of nothing, one made of the number.

    >>> safe_slug("..%2f..%2fpwn"), safe_slug("CON", 5), safe_slug("Fish & Chips.html")
    ('pwn', 'con-5', 'fish-chips')
    """
    decoded = _ENDING.sub("", unquote(written, errors="replace").replace("\ufffd", ""))
    letters = decoded if any(c.isalnum() for c in decoded) else ""
    name = shortened(plain_slug(letters.replace("\u00ad", ""))).strip("_") if letters else ""
    if not name:
        return f"item-{number}" if number else "item"
    return f"{name}-{number}" if name in _DEVICES | _TAKEN else name


def shortened(name: str) -> str:
    """A name that is not too long, cut between words where that leaves enough."""
    pairs = zip(f"-{name}", name, strict=False)
    name = "".join(c for before, c in pairs if before != "-" or not _is_mark(c))
    short = name[:LONGEST].encode()[:_MOST_BYTES].decode(errors="ignore")
    if len(short) < len(name) and name[len(short)] != "-":
        start, _, _ = short.rpartition("-")
        short = start if len(start) > LONGEST // 2 else short
    return short.strip("-")


def with_suffix(name: str, suffix: str) -> str:
    """A name with something after it that tells it from others, and still not too long."""
    room = LONGEST - len(suffix) - 1
    start = name[:room].encode()[: _MOST_BYTES - len(suffix.encode()) - 1]
    return f"{start.decode(errors='ignore').strip('-')}-{suffix}"


def folded(name: str) -> str:
    """What two names have in common that are one on some file system."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def is_docname(text: str) -> bool:
    """Whether a text is a document's name as they are made here.

    >>> is_docname("posts/2020/a-post"), is_docname("../a"), is_docname("posts/_a")
    (True, False, False)
    """
    parts = text.split("/")
    return len(text) < 4 * LONGEST and all(p[:1].isalnum() and all(map(_is_safe, p)) for p in parts)


def _is_safe(character: str) -> bool:
    return character.isalnum() or character in "-_" or _is_mark(character)


def _is_mark(character: str) -> bool:
    """Whether it is an accent or another sign that belongs to the letter before it."""
    return unicodedata.category(character)[0] == "M"
