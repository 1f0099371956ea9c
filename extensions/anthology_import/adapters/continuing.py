"""“Continue reading”, in the forms that it has had: where it stands, a post goes on elsewhere."""

from __future__ import annotations

import re

_QUOTES = "“”‘’\"'«»"
_ARROWS = "→»›…>&;raquo"
_MARK = re.compile(
    r"(?:(?<=\s)|^|(?<=[.…!?”’)]))(?:Continue reading|Read the rest of this entry)\b"
)
_ALONE = re.compile(r"\W*(?:read\s+more|\(more…?\.{0,3}\)|keep\s+reading)\W*", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(text.strip(f" \u00a0\n{_QUOTES}→»›….").split()).casefold()


def without_mark(text: str, title: str = "") -> str | None:
    """A text without the mark at its end; none where it has none.

    The mark is bare, has an arrow after it, or the title of the post.

    >>> without_mark("It took years. Continue reading →")
    'It took years.'
    >>> without_mark("Continue reading is what they did.")
    """
    if _ALONE.fullmatch(text):
        return ""
    for found in reversed(list(_MARK.finditer(text))):
        after = _plain(text[found.end() :])
        if after in {"", _plain(title)}:
            return text[: found.start()].rstrip()
    return None
