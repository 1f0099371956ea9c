"""Everything that can be read in a volume, taken out of what it is packed in."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import imagesize
import pikepdf

from tests.validators import pdf, tagged

PICTURE = "picture"
"""The place of a picture; its text is its size in pixels: ``120x80``."""
_BROKEN = re.compile("[\\s\u00ad\u200b\ufffe]")
"""What may stand inside a word where it is set on two lines."""


def said(path: Path) -> Iterator[tuple[str, str]]:
    """Every text that a volume holds, with the name of its place, in small letters.

    There are no blanks in it, for one may stand wherever a line ends.
    """
    pieces = _of_pdf(path) if path.suffix == ".pdf" else _of_epub(path)
    yield "name", closed(path.name)
    for place, text in pieces:
        yield place, closed(text)


def closed(text: str) -> str:
    """A text as ``said`` gives it."""
    return _BROKEN.sub("", text).lower()


def _of_epub(path: Path) -> Iterator[tuple[str, str]]:
    """The files, by their names; what is no text as if each byte were a letter."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            yield "name", name
            if name.endswith(".png"):
                yield PICTURE, "{}x{}".format(*imagesize.get(io.BytesIO(content)))
            yield name, content.decode("latin-1" if name.endswith(".png") else "utf-8")
        yield "comment", archive.comment.decode("latin-1")


def _of_pdf(path: Path) -> Iterator[tuple[str, str]]:
    """What is drawn, what is read aloud, and every string, name and stream of every object."""
    yield "bytes", path.read_bytes().decode("latin-1")
    yield from (("page", text) for text in pdf.page_texts(path))
    yield from (("block", block.text) for block in tagged.blocks(path))
    with pikepdf.open(path) as opened:
        for found in (*opened.objects, opened.trailer):
            yield from _of_object(found)


def _of_object(found: object) -> Iterator[tuple[str, str]]:
    if isinstance(found, pikepdf.Stream):
        if found.get("/Subtype") == "/Image":
            yield PICTURE, f"{found['/Width']}x{found['/Height']}"
        yield "stream", _decoded(found).decode("utf-8", "replace")
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        for name, value in found.items():
            yield "key", name
            yield from _of_object(value) if not _is_apart(value) else ()
    elif isinstance(found, pikepdf.Array):
        for value in found.as_list():
            yield from _of_object(value) if not _is_apart(value) else ()
    elif isinstance(found, pikepdf.String | pikepdf.Name):
        yield "string", str(found)


def _is_apart(value: object) -> bool:
    """Whether an object has a place of its own in the file, where it is read anyway."""
    return isinstance(value, pikepdf.Object) and value.is_indirect


def _decoded(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:  # a photograph
        return stream.read_raw_bytes()
