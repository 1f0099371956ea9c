"""The fonts that are printed with: where they are, and which characters they can show.

Which of them is taken for a letter is a matter of the look (``look/tokens.typ``).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx_anthology.typst.diagnostics import remarks
from sphinx_anthology.typst.missing import typst_module
from sphinx_anthology.typst.strings import cleaned, literal

LOOK = Path(__file__).parent / "look"
"""How everything is printed and drawn: functions in Typst."""
FACES = Path(__file__).parent / "faces"
"""The fonts; ``SOURCES.txt`` says whose they are."""
FAMILIES = ("anthology-serif", "source-serif", "source-sans", "noto")
"""Their folders, in the order in which a letter is looked for."""
REPLACEMENT = "□"
"""What stands for a character that no font has."""
_STAND_IN = f"\u200b{REPLACEMENT}"

_UNUSUAL = re.compile("[^\\s -~\u00a0-\u024f\u2010-\u2026\u2030-\u203a]")
"""What is not in any text face: only texts with such are looked into."""
_JOINER = "\u200d"
_PROBE = (
    '#import "tokens.typ": serif-stack\n#set document(title: "-")\n#set text(font: serif-stack)\n'
)


def font_paths() -> tuple[Path, ...]:
    """The folders that hold the fonts, in a fixed order."""
    return tuple(FACES / family for family in FAMILIES)


@functools.cache
def typefaces() -> Any:
    """Our fonts and those of Typst itself; none of the machine's, so none differ."""
    return typst_module().Fonts(
        include_system_fonts=False, font_paths=[str(folder) for folder in font_paths()]
    )


def uncovered(text: str) -> list[str]:
    """The characters of a text that no font can show, each once, in order.

    They are looked at together with the marks over them and with what they are joined to, for
    a font must have all of these.
    """
    if not _UNUSUAL.search(text):
        return []
    clusters = dict.fromkeys(_clusters(cleaned(text)))
    _learn((*clusters, *(sign for cluster in clusters for sign in cluster)))
    return list(dict.fromkeys(sign for cluster in clusters for sign in _culprits(cluster)))


def displayable(text: str) -> str:
    """A text with a sign in the place of each character that no font can show.

    Lines may end before it, as they might in the script that is lost.
    """
    return cleaned(text).translate({ord(sign): _STAND_IN for sign in uncovered(text)})


def _clusters(text: str) -> Iterator[str]:
    """Letters with their marks, and emoji with what they are joined to."""
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
    """The signs of a cluster that cannot be shown; where only together they cannot, the marks."""
    alone = "".join(sign for sign in cluster if not _known()[sign])
    return alone or ("" if _known()[cluster] else cluster[1:])


@functools.cache
def _known() -> dict[str, bool]:
    """Whether a cluster can be shown, as far as it has been tried."""
    return {}


def _learn(clusters: Iterable[str]) -> None:
    """Set new ones in roman and italic, each on a line; Typst says which lines it cannot show."""
    new = [cluster for cluster in dict.fromkeys(clusters) if cluster not in _known()]
    if not new:
        return
    # between letters, for at the end of a line some are passed over
    texts = [literal(f"x{cluster}x") for cluster in new]
    lines = [f'#{text} #text(style: "italic", {text})\n\n' for text in texts]
    bad = set(_refused(_PROBE + "".join(lines)))
    first = _PROBE.count("\n") + 1
    for place, cluster in enumerate(new):
        # what is private is an error without a place, in files for archives
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
