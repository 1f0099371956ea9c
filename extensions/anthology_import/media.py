"""The old media library: finds files by address, checks and copies them."""

from __future__ import annotations

import dataclasses as dc
import posixpath
import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from anthology_import.folder import OutsideError, folded, safe_slug, with_suffix
from anthology_import.lock import Lock, Outcome, digest
from anthology_import.old_addresses import Address
from anthology_import.packed import Found, MediaLimits, source_of
from sphinx_anthology.model import media_files
from sphinx_anthology.model.media_files import HEAD

LARGEST_DRAWING: Final = 1024 * 1024
"""The largest SVG, in bytes; all of it is checked."""

ENDINGS: Final = {
    "jpeg": (".jpg", ".jpeg", ".jpe"),
    "png": (".png",),
    "gif": (".gif",),
    "webp": (".webp",),
    "svg": (".svg",),
    "pdf": (".pdf",),
    "mp3": (".mp3",),
    "ogg": (".ogg", ".oga", ".ogv", ".opus"),
    "flac": (".flac",),
    "wav": (".wav",),
    "webm": (".webm", ".mkv"),
    "m4a": (".m4a",),
    "mov": (".mov",),
    "mp4": (".mp4", ".m4v"),
}
"""The accepted file types, with their file extensions."""

_SHAPES: Final = frozenset(
    {
        *("svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line"),
        *("polyline", "polygon", "text", "tspan", "textPath", "linearGradient"),
        *("radialGradient", "stop", "clipPath", "mask", "pattern", "marker", "symbol", "use"),
        *("view", "switch", "filter", "feGaussianBlur", "feOffset", "feBlend", "feMerge"),
        *("feMergeNode", "feColorMatrix", "feComposite", "feFlood", "metadata"),
    }
)
_REFERENCE: Final = ("href", "{http://www.w3.org/1999/xlink}href")
_CALL = re.compile(r"url\s*\(\s*['\"]?(?!#)|@import|javascript:|expression\s*\(", re.IGNORECASE)


def kind_of(head: bytes) -> str:
    """The type of a file, a key of :data:`ENDINGS`; else empty."""
    found = media_files.kind_of(head)
    if found:
        return found if found in ENDINGS else ""
    return "svg" if _is_drawing(head) else ""


def _is_drawing(head: bytes) -> bool:
    """Whether the first element of a file is ``svg``."""
    rest = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, end in ((b"<?xml", b"?>"), *[(b"<!--", b"-->")] * 20):
        if rest.startswith(start):
            rest = rest.partition(end)[2].lstrip()
    return rest.startswith((b"<svg ", b"<svg>", b"<svg\n", b"<svg\r", b"<svg\t"))


def is_plain_drawing(data: bytes) -> bool:
    """Whether an SVG has no script, style sheet or external file."""
    if len(data) > LARGEST_DRAWING or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        return False
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return False
    return all(map(_is_plain, root.iter()))


def _is_plain(element: etree._Element) -> bool:
    """Whether an element is a known shape without external references."""
    if not isinstance(element.tag, str):
        return isinstance(element, etree._Comment)  # noqa: SLF001 the public name is a function
    space, _, name = element.tag.rpartition("}")
    if name not in _SHAPES or space not in {"{http://www.w3.org/2000/svg", ""}:
        return False
    return all(_is_harmless(str(k), str(v)) for k, v in element.attrib.items())


def _is_harmless(name: str, value: str) -> bool:
    if name in _REFERENCE:
        return value.startswith("#")
    is_handler = name.rpartition("}")[2].lower().startswith("on")
    return not is_handler and not _CALL.search(value)


FOLDER: Final = "media"
"""The publication's folder for media files."""

_DEFAULT_LIMITS: Final = MediaLimits()
_SIZED = re.compile(r"(.+?)-(\d{1,5})x(\d{1,5})")
_VERSION = re.compile(r"-(?:scaled|rotated|e\d{9,})$")
_MONTH = re.compile(r"(?:^|/)((?:19|20)\d\d/(?:0[1-9]|1[0-2]))$")


@dc.dataclass(frozen=True, slots=True)
class Medium:
    """A file of the library: source path, size in bytes, type, new path."""

    source: str
    size: int
    kind: str
    name: str

    @property
    def folder(self) -> str:
        """The folder of the source path, case-folded."""
        return _plain(posixpath.dirname(self.source))


class Library:
    """The files of a media library, and which of them are used.

    :raises UnusableError: where it cannot be read.
    """

    def __init__(self, path: Path | None = None, limits: MediaLimits = _DEFAULT_LIMITS) -> None:
        self._path, self._limits = path, limits
        self.refused: dict[str, str] = {}
        """Refused files, each with the reason in a sentence."""
        self.used: dict[str, Medium] = {}
        """The files in use, by their new paths."""
        known = {} if path is None else dict(self._known(path))
        self._media: dict[str, list[Medium]] = defaultdict(list)
        self._sizes: dict[str, list[Medium]] = defaultdict(list)
        for medium in _named(known):
            base = _plain(posixpath.basename(medium.source))
            self._media[base].append(medium)
            self._sizes[_original(base)].append(medium)

    @property
    def digest(self) -> str:
        """A digest of all names, sizes and types."""
        known = sorted((m.source, m.size, m.kind) for media in self._media.values() for m in media)
        return digest(known)

    @property
    def unused(self) -> int:
        """The number of files that no address leads to."""
        return sum(map(len, self._media.values())) - len(self.used)

    def _known(self, path: Path) -> Iterator[tuple[str, tuple[int, str]]]:
        """The accepted files, with size and type."""
        for found in source_of(path, self._limits):
            refusal, kind = (found.refusal, "") if found.refusal else _looked_at(found)
            if refusal:
                self.refused[found.name] = refusal
            else:
                yield found.name, (found.size, kind)

    def find(self, address: Address) -> Medium | None:
        """The file for an address, in its largest version, or None."""
        folder, base = posixpath.split(_plain(address.path))
        for name in _forms(base):
            if medium := self._best(name, folder):
                return self._use(medium)
        near = [m for m in self._sizes.get(_original(base), ()) if _agrees(m.folder, folder)]
        is_one = len({medium.folder for medium in near}) == 1
        return self._use(max(near, key=lambda m: (m.size, m.source))) if is_one else None

    def _use(self, medium: Medium) -> Medium:
        self.used[medium.name] = medium
        return medium

    def _best(self, name: str, folder: str) -> Medium | None:
        """The file whose folder is most similar to an address; None if ambiguous."""
        fit = [m for m in self._media.get(name, ()) if _agrees(m.folder, folder)]
        if not fit:
            return None
        likeness = [_common(medium.folder, folder) for medium in fit]
        best = [m for m, alike in zip(fit, likeness, strict=True) if alike == max(likeness)]
        return best[0] if len(best) == 1 else None

    def copy(self, lock: Lock) -> dict[str, Outcome]:
        """Copy the used files; give the outcome of each by its new path."""
        wanted = {medium.source: medium for medium in self.used.values()}
        outcomes: dict[str, Outcome] = {}
        if not wanted or self._path is None:
            return outcomes
        for found in source_of(self._path, self._limits):
            medium = wanted.get(found.name)
            if medium is None or found.refusal or medium.name in outcomes:
                continue
            try:
                outcomes[medium.name] = lock.put_file(medium.name, found.chunks())
            except OutsideError:
                self.refused[found.name] = "Its new place is a symbolic link."
        return outcomes


def _looked_at(found: Found) -> tuple[str, str]:
    """The reason to refuse a file, or its type."""
    data = b""
    for chunk in found.chunks():
        data += chunk
        is_drawing = kind_of(data[:HEAD]) == "svg"
        if not is_drawing or len(data) > LARGEST_DRAWING:
            break
    kind = kind_of(data[:HEAD])
    if not kind:
        return "It is not an image, audio, video or PDF file of a known type.", ""
    if kind == "svg" and not is_plain_drawing(data):
        return "It is an SVG with scripts, styles or external files.", ""
    return "", kind


def _named(known: dict[str, tuple[int, str]]) -> Iterator[Medium]:
    """All files with their new paths, unique in any case."""
    taken: set[str] = set()
    for source in sorted(known):
        size, kind = known[source]
        folder, base = posixpath.split(source)
        month = _MONTH.search(folder)
        where = f"{FOLDER}/{month[1]}" if month else FOLDER
        stem, written = posixpath.splitext(base)
        ending = written.lower() if written.lower() in ENDINGS[kind] else ENDINGS[kind][0]
        plain = unicodedata.normalize("NFKD", unquote(stem)).encode("ascii", "ignore").decode()
        slug = safe_slug(plain)
        if folded(f"{where}/{slug}{ending}") in taken:
            slug = with_suffix(slug, f"{zlib.crc32(source.encode(errors='replace')):08x}")
        name = f"{where}/{slug}{ending}"
        taken.add(folded(name))
        yield Medium(source, size, kind, name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _original(base: str) -> str:
    """A file name without WordPress's suffixes for sizes and versions."""
    stem, ending = posixpath.splitext(base)
    sized = _SIZED.fullmatch(stem)
    return _VERSION.sub("", sized[1] if sized else stem) + ending


def _forms(base: str) -> tuple[str, ...]:
    """The possible names of an image, the largest version first."""
    stem, ending = posixpath.splitext(base)
    sized = _SIZED.fullmatch(stem)
    whole = sized[1] if sized else stem
    first = _VERSION.sub("", whole)
    names = (whole + ending, base, f"{first}-scaled{ending}", first + ending)
    return tuple(dict.fromkeys(names))


def _agrees(one: str, other: str) -> bool:
    """Whether two folders may be the same; folders of two months never are."""
    months = [found[1] for folder in (one, other) if (found := _MONTH.search(folder))]
    return len(set(months)) < 2


def _common(one: str, other: str) -> int:
    """The number of equal folders at the end of two paths."""
    pairs = zip(reversed(one.split("/")), reversed(other.split("/")), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
