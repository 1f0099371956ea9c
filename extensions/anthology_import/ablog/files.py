"""The files of an ABlog site: its documents, and the files that their texts name."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from anthology_import.media import LARGEST_DRAWING, is_plain_drawing, kind_of
from sphinx_anthology.model.media_files import HEAD

ENDINGS: Final = (".md", ".rst", ".ipynb")
_SKIPPED: Final = frozenset(
    {"_build", "_website", "_templates", "_static", "node_modules", "venv", "__pycache__", "site"}
)
LARGEST: Final = 100 * 1024 * 1024
"""The largest file that is copied, in bytes."""


def documents(root: Path, excluded: Sequence[str]) -> Iterator[str]:
    """The paths of all documents below a folder, sorted; links are not followed."""
    patterns = tuple(_matcher(pattern) for pattern in excluded)
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name[0] != "." and name not in _SKIPPED]
        for name in names:
            path = Path(folder, name)
            place = path.relative_to(root).as_posix()
            if name.endswith(ENDINGS) and name[0] != "." and not _is_excluded(place, patterns):
                found.append(place)
    yield from sorted(found)


def _is_excluded(place: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    """Whether Sphinx would leave out a file, or a folder that it is in."""
    parts = place.split("/")
    paths = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    return any(pattern.fullmatch(path) for pattern in patterns for path in paths)


_SIGNS: Final = {"**": ".*", "*": "[^/]*", "?": "[^/]"}


def _matcher(pattern: str) -> re.Pattern[str]:
    """A pattern as Sphinx reads it: two stars match folders too."""
    parts = re.split(r"(\*\*|\*|\?|\[[^\]]*\])", pattern.strip("/"))
    made = (_SIGNS.get(p) or (_set(p) if p.startswith("[") else re.escape(p)) for p in parts)
    try:
        return re.compile("".join(made))
    except re.error:
        return re.compile(re.escape(pattern))


def _set(text: str) -> str:
    inner = text[1:-1].replace("\\", "\\\\")
    return f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]" if inner else ""


def matched(root: Path, patterns: Sequence[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The paths of files that patterns name, as ABlog reads them: without their endings.

    And the patterns that name nothing, for they lead out of the site or are none for this Python.
    """
    found: set[str] = set()
    unusable: list[str] = []
    for pattern in patterns:
        plain = pattern.removeprefix("./").lstrip("/")
        if not plain or ".." in plain.split("/"):
            unusable.append(pattern)
            continue
        try:
            paths = [path for path in root.glob(plain) if path.is_file()]
        except (ValueError, NotImplementedError, OSError, re.error):
            unusable.append(pattern)
            continue
        found.update(path.relative_to(root).with_suffix("").as_posix() for path in paths)
    return frozenset(found), tuple(unusable)


_NAMED: Final = (
    re.compile(r"!?\[[^\]\n]{0,1000}\]\(\s*(<[^>\n]{0,1000}>|[^\s)]{1,2000})"),
    re.compile(r"^\s{0,3}\[[^\]\n]{1,1000}\]:\s*(\S+)", re.MULTILINE),
    re.compile(
        r"^[ \t>]*(?:\.\. (?:\|[^|\n]*\| )?(?:image|figure)::|[`:]{3,}\{(?:image|figure)\})"
        r"[ \t]*(\S[^\n]*)",
        re.MULTILINE,
    ),
    re.compile(
        r"<(?:img|source|a|video|audio)\b[^>]{0,400}?\s(?:src|href)\s*=\s*[\"']([^\"'\n]+)",
        re.IGNORECASE,
    ),
    re.compile(r"(?:\{download\}|:download:)`(?:[^`<\n]{0,500}<)?([^`>\n]{1,1000})>?`"),
    re.compile(r"`[^`<\n]{0,500}<([^`>\n]{1,1000})>`_"),
)
IMAGE: Final = re.compile(
    r"!\[[^\]\n]{0,1000}\]\(\s*(?P<inline><[^>\n]{0,1000}>|[^\s)]{1,2000})"
    r"|^[ \t>]*(?:\.\. (?:image|figure)::|[`:]{3,}\{(?:image|figure)\})[ \t]*(?P<block>\S[^\n]*)"
    r"|<img\b[^>]{0,400}?\ssrc\s*=\s*[\"'](?P<html>[^\"'\n]+)",
    re.MULTILINE,
)


def local_files(text: str, document: str) -> Iterator[tuple[str, str]]:
    """The files that a text names: as it writes them, and from the site's folder."""
    for pattern in _NAMED:
        for found in pattern.finditer(text):
            written = found[1].strip().strip("<>").strip()
            if path := path_of(written, document):
                yield written, path


def path_of(written: str, document: str) -> str:
    """The path from the site's folder of a file that a document names; empty if none.

    >>> path_of("../a%20b.png", "posts/x.md"), path_of("/i/a.png", "posts/x.md")
    ('a b.png', 'i/a.png')
    >>> path_of("https://a.example/a.png", "x.md"), path_of("../a.png", "x.md"), path_of("#a", "x")
    ('', '', '')
    """
    plain = unquote(re.split(r"[?#]", written, maxsplit=1)[0])
    if not plain or re.match(r"[\w+.-]+:|//", plain) or "\0" in plain or "\\" in plain:
        return ""
    folder = "" if plain.startswith("/") else posixpath.dirname(document)
    path = posixpath.normpath(posixpath.join(folder, plain.lstrip("/")))
    return "" if path.startswith("..") or path in {".", "/"} else path


def is_file(root: Path, path: str) -> bool:
    """Whether a file lies in the site, and no link leads to it."""
    place = root
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            return False
    return place.is_file()


def refusal(path: Path) -> str:
    """Why a file is not copied; empty if it may be."""
    if path.stat().st_size > LARGEST:
        return f"It has more than {LARGEST // 1024 // 1024} MB."
    with path.open("rb") as stream:
        head = stream.read(LARGEST_DRAWING + 1)
    kind = kind_of(head[:HEAD])
    if not kind:
        return "It is not an image, audio, video or PDF file of a known type."
    if kind == "svg" and not is_plain_drawing(head):
        return "It is an SVG with scripts, styles or external files."
    return ""


def chunks(path: Path) -> Iterator[bytes]:
    """The content of a file, piece by piece."""
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            yield chunk


def is_image(written: str) -> bool:
    """Whether an address ends as those of images do."""
    plain = re.split(r"[?#]", written, maxsplit=1)[0].lower()
    return plain.endswith((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"))
