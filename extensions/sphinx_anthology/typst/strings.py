"""Text for Typst."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LAST = "".join(
    chr(plane + last) for plane in range(0x10000, 0x110001, 0x10000) for last in (-2, -1)
)
_FORBIDDEN = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff{_LAST}]")
"""Control characters, marks of byte order, what is no character: XML or PDF do not allow them."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile('[\\\\"\t\n\r\x85\u2028\u2029]')
_LONG, _PIECE = 250, 50
"""Words of more letters than the first are broken, if need be, into pieces of the second."""
_LONG_WORD = re.compile(rf"\S{{{_LONG},}}")
_LANGUAGE = re.compile("[a-z]{2,3}")
_REGION = re.compile("[a-z]{2}")
_SHORT = {"\\": r"\\", '"': r"\"", "\t": r"\t", "\n": r"\n", "\r": r"\r"}


def cleaned(text: str) -> str:
    r"""A text without what a PDF file and its metadata cannot hold.

    >>> cleaned("one\0 two\ud800")
    'one two�'
    """
    if text.isprintable():  # which none of them is, and which is quickly seen
        return text
    return _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", text))


def broken(text: str) -> str:
    r"""A text in which a line may end within words that no line has room for.

    >>> len(broken("a" * 1000).split("\u200b"))
    20
    >>> broken("short words stay")
    'short words stay'
    """
    if len(text) <= _LONG or not _LONG_WORD.search(text):
        return text
    return _LONG_WORD.sub(lambda word: "\u200b".join(_pieces(word[0])), text)


def _pieces(word: str) -> Iterator[str]:
    yield from (word[start : start + _PIECE] for start in range(0, len(word), _PIECE))


def shortened(text: str, most: int) -> str:
    """A text that is no longer than a file can have at a place.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def literal(text: str) -> str:
    r"""A text as a string of Typst's, on one line.

    >>> print(literal('The "sea"\n'))
    "The \"sea\"\n"
    """
    return f'"{_ESCAPED.sub(_escape, cleaned(text))}"'


def language(tag: str) -> dict[str, str]:
    """A language as Typst takes it; where a tag is none, English.

    >>> language("pt_BR"), language("zh-Hant-TW"), language("nonsense")
    ({'lang': 'pt', 'region': 'br'}, {'lang': 'zh', 'region': 'tw'}, {'lang': 'en'})
    """
    first, *others = tag.casefold().replace("_", "-").split("-")
    if not _LANGUAGE.fullmatch(first):
        return {"lang": "en"}
    regions = [part for part in others if _REGION.fullmatch(part)]
    return {"lang": first, **({"region": regions[0]} if regions else {})}


def _escape(match: re.Match[str]) -> str:
    """A short escape; a code for the line ends by which Typst also counts lines."""
    sign = match.group()
    return _SHORT.get(sign) or f"\\u{{{ord(sign):x}}}"
