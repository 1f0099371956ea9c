"""Which document or file may be meant by a name that is none, written as at the place of it."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Iterable

_ALIKE = 0.66
_AS_GOOD = 0.12
"""How much less like the second suggestion may be than the first."""


def meant(wrong: str, known: Iterable[str], *, most: int = 2) -> tuple[str, ...]:
    """The documents, or files, most like a wrong path: by their own names, then by their folders.

    >>> meant("s/01-eb", ["s/01-ebb", "s/03-neap", "t/01-ebb"])
    ('s/01-ebb', 't/01-ebb')
    """
    stem, by_stem = _stem(wrong), dict[str, list[str]]()
    for path in sorted(known):
        by_stem.setdefault(_stem(path), []).append(path)
    ratios = {
        found: difflib.SequenceMatcher(None, stem, found).ratio()
        for found in difflib.get_close_matches(stem, by_stem, 3, _ALIKE)
    }
    best = max(ratios.values(), default=0)
    folder = posixpath.dirname(wrong)
    found = [
        (posixpath.dirname(path) != folder, -ratio, path)
        for name, ratio in ratios.items()
        if ratio >= best - _AS_GOOD
        for path in by_stem[name]
    ]
    return tuple(path for *_, path in sorted(found)[:most])


def _stem(path: str) -> str:
    """What tells a path from others: its last part, or the folder of an index."""
    folder, _, name = path.casefold().rpartition("/")
    return posixpath.basename(folder) or name if name == "index" else name


def from_here(target: str, docname: str, ending: str = "") -> str:
    """A path from the publication's folder, as it is written in a document.

    >>> from_here("series/tides/01-ebb", "series/tides/index")
    '01-ebb'
    >>> from_here("authors/jane", "series/tides/index", ".md")
    '../../authors/jane.md'
    """
    here = posixpath.dirname(docname)
    return posixpath.relpath(f"/{target}", f"/{here}") + ending


def did_you_mean_path(
    wrong: str, known: Iterable[str], docname: str | None = None, ending: str = ""
) -> str:
    """The end of a message: `` Did you mean ‘01-ebb’?``, or nothing.

    The paths are as they are written in the document ``docname``; from the publication's folder
    without one.
    """
    found = meant(wrong, (path for path in known if path != docname))
    written = [f"{p}{ending}" if docname is None else from_here(p, docname, ending) for p in found]
    return f" Did you mean {' or '.join(f'‘{path}’' for path in written)}?" if found else ""
