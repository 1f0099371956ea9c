"""Text for Typst: string literals, and characters that the fonts have.

Which font is taken for a character is decided in ``look/tokens.typ``.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from sphinx_anthology.typst.compiler import LOOK, remarks, typefaces, typst_module

_LAST = "".join(
    chr(plane + last) for plane in range(0x10000, 0x110001, 0x10000) for last in (-2, -1)
)
_FORBIDDEN = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff{_LAST}]")
"""Control characters, byte order marks, noncharacters: invalid in XML or PDF."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile('[\\\\"\t\n\r\x85\u2028\u2029]')
_LONG = 250
"""The characters from which a word may be broken."""
_PIECE = 50
"""The characters between two places where such a word may be broken."""
_LONG_WORD = re.compile(rf"\S{{{_LONG},}}")
_UNNATURAL_WORD = re.compile(r"\w{50,}")
"""A word longer than any of a language."""
_NARROW_PIECE = 12
"""The same as ``_PIECE`` where a line is short."""
_LANGUAGE = re.compile("[a-z]{2,3}")
_REGION = re.compile("[a-z]{2}")
_SHORT = {"\\": r"\\", '"': r"\"", "\t": r"\t", "\n": r"\n", "\r": r"\r"}


def cleaned(text: str) -> str:
    r"""A text without characters that PDF files and their metadata cannot hold.

    >>> cleaned("one\0 two\ud800")
    'one two�'
    """
    if text.isprintable():  # a quick check: none of them is printable
        return text
    return _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", text))


def broken(text: str) -> str:
    r"""A text whose very long words may be broken.

    >>> len(broken("a" * 1000).split("\u200b"))
    20
    >>> broken("short words stay")
    'short words stay'
    """
    if len(text) <= _LONG or not _LONG_WORD.search(text):
        return text
    return _LONG_WORD.sub(lambda word: in_pieces(word[0], _PIECE), text)


def breaking(text: str) -> str:
    """A text for a narrow place, whose words may be broken if they are longer than any word."""
    return _UNNATURAL_WORD.sub(lambda word: in_pieces(word[0], _NARROW_PIECE), text)


def in_pieces(word: str, size: int) -> str:
    r"""A word with a zero-width space after every ``size`` characters.

    >>> in_pieces("abcdef", 4)
    'abcd\u200bef'
    """
    return "\u200b".join(word[start : start + size] for start in range(0, len(word), size))


def shortened(text: str, most: int) -> str:
    """A text of at most ``most`` characters.

    >>> shortened("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


def literal(text: str) -> str:
    r"""A text as a Typst string literal, on one line.

    >>> print(literal('The "sea"\n'))
    "The \"sea\"\n"
    """
    return f'"{_ESCAPED.sub(_escape, cleaned(text))}"'


def language(tag: str) -> dict[str, str]:
    """A language tag as Typst's arguments; English for an invalid one.

    >>> language("pt_BR"), language("zh-Hant-TW"), language("nonsense")
    ({'lang': 'pt', 'region': 'br'}, {'lang': 'zh', 'region': 'tw'}, {'lang': 'en'})
    """
    first, *others = tag.casefold().replace("_", "-").split("-")
    if not _LANGUAGE.fullmatch(first):
        return {"lang": "en"}
    regions = [part for part in others if _REGION.fullmatch(part)]
    return {"lang": first, **({"region": regions[0]} if regions else {})}


def _escape(match: re.Match[str]) -> str:
    """A short escape, or a code for other line ends."""
    sign = match.group()
    return _SHORT.get(sign) or f"\\u{{{ord(sign):x}}}"


REPLACEMENT = "□"
"""The sign that replaces a character without a font."""
_STAND_IN = f"\u200b{REPLACEMENT}"

_UNUSUAL = re.compile("[^\\s -~\u00a0-\u024f\u2010-\u2026\u2030-\u203a]")
"""Characters outside of all text fonts: only such texts are checked."""
_JOINER = "\u200d"
_PROBE = (
    '#import "tokens.typ": serif-stack\n#set document(title: "-")\n#set text(font: serif-stack)\n'
)


def uncovered(text: str) -> list[str]:
    """The characters of a text that no font has, each once, in order.

    Characters are checked together with combining marks and joined characters: one font must have
    all of these.
    """
    if not _UNUSUAL.search(text):
        return []
    clusters = dict.fromkeys(_clusters(cleaned(text)))
    _learn((*clusters, *(sign for cluster in clusters for sign in cluster)))
    return list(dict.fromkeys(sign for cluster in clusters for sign in _culprits(cluster)))


def displayable(text: str) -> str:
    """A text with a replacement for each character that no font has.

    Lines may end before a replacement.
    """
    return cleaned(text).translate({ord(sign): _STAND_IN for sign in uncovered(text)})


def _clusters(text: str) -> Iterator[str]:
    """Letters with their marks, and joined emoji."""
    cluster = ""
    for sign in text:
        if cluster and (_is_mark(sign) or cluster.endswith(_JOINER)):
            cluster += sign
            continue
        yield from [cluster] if cluster.strip() else []
        cluster = sign
    yield from [cluster] if cluster.strip() else []


def _is_mark(sign: str) -> bool:
    return sign == _JOINER or unicodedata.category(sign).startswith("M")


def _culprits(cluster: str) -> str:
    """The characters of a cluster without a font, or its marks."""
    alone = "".join(sign for sign in cluster if not _known()[sign])
    return alone or ("" if _known()[cluster] else cluster[1:])


@functools.cache
def _known() -> dict[str, bool]:
    """Whether clusters can be shown, as far as they were tried."""
    return {}


def _learn(clusters: Iterable[str]) -> None:
    """Typeset new clusters in roman and italic; Typst reports lines without a font."""
    new = [cluster for cluster in dict.fromkeys(clusters) if cluster not in _known()]
    if not new:
        return
    # between letters, since some are ignored at the end of a line
    texts = [literal(f"x{cluster}x") for cluster in new]
    lines = [f'#{text} #text(style: "italic", {text})\n\n' for text in texts]
    bad = set(_refused(_PROBE + "".join(lines)))
    first = _PROBE.count("\n") + 1
    for place, cluster in enumerate(new):
        # PDF/A forbids private use characters, in an error without a location
        private = any(unicodedata.category(sign) == "Co" for sign in cluster)
        _known()[cluster] = not private and first + 2 * place not in bad


def _refused(source: str) -> Iterator[int]:
    """The lines of a source that cannot be displayed."""
    typst = typst_module()
    compiler = typst.Compiler(root=str(LOOK), font_paths=typefaces())
    try:
        compiler.compile(input=source.encode(), format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        for remark in remarks(error.diagnostic, LOOK):
            yield remark.line
