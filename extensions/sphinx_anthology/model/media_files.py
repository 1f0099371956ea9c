"""Media files by their bytes: kind, size, and harm to a reader or a build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal

from sphinx_anthology.model.drawing_safety import drawing_fault

HEAD: Final = 4096
"""The number of bytes that show a file's kind."""
_SIGNATURES: Final = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"),
    (0, b"BM", "bmp"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"\0\0\x01\0", "icon"),
    *((4, b"ftyp" + brand, "avif") for brand in (b"avif", b"avis")),
    *((4, b"ftyp" + brand, "heic") for brand in (b"heic", b"heix", b"mif1")),
    (0, b"%PDF-", "pdf"),
    (0, b"%!PS", "eps"),
    (0, b"ID3", "mp3"),
    *((0, start, "mp3") for start in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (8, b"WAVE", "wav"),
    (0, b"\x1aE\xdf\xa3", "webm"),
    (4, b"ftypM4A", "m4a"),
    (4, b"ftypqt", "mov"),
    *((4, b"ftyp" + brand, "mp4") for brand in (b"isom", b"mp4", b"M4V", b"avc1", b"iso")),
)
_CONTAINERS: Final = {"webp": b"RIFF", "wav": b"RIFF"}
"""The first bytes of containers whose kind is stated later."""


def kind_of(head: bytes) -> str:
    """The kind of a binary file, such as ``png`` or ``mp3``; empty if unknown.

    >>> kind_of(b"GIF89a..."), kind_of(b"<svg>")
    ('gif', '')
    """
    for place, signature, kind in _SIGNATURES:
        if head.startswith(signature, place) and head.startswith(_CONTAINERS.get(kind, b"")):
            return kind
    return ""


MOST_BYTES = 50_000_000
"""The most bytes of an image file."""
MOST_PIXELS = 64_000_000
"""The most pixels of an image; each needs four bytes of memory or more."""
MOST_FRAMES = 2_000
"""The most frames of an animated image."""
DRAWINGS = frozenset({".svg", ".svgz"})
"""Endings of drawings, whatever the bytes."""
_PICTURE = re.compile(
    rb"\x89PNG\r\n\x1a\n|GIF8[79]a|\xff\xd8\xff|RIFF.{4}WEBP|BM|\0\0[\1\2]\0|\0\0..ftyp"
    rb"|II[*+]\0|MM\0[*+]|\xff\x0a|\0\0\0\x0cJXL ",
    re.DOTALL,
)
_PAPER = {".pdf": (b"%PDF-",), ".eps": (b"%!PS", b"\xc5\xd0\xd3\xc6")}
_BEGINNING = 1 << 16
_MARKUP = re.compile(rb"\s*(<!doctype\s+html|<html|<head|<body|<script|<\?php|<%)", re.IGNORECASE)
_EXIF = re.compile(rb"(?:Exif\0\0|eXIf|EXIF.{4}(?:Exif\0\0)?)(II\*\0|MM\0\*)", re.DOTALL)
"""The beginning of Exif data in JPEG, PNG and WebP."""
_PLACE_IN_XMP = (b"exif:GPSLatitude", b"Iptc4xmpExt:LocationCreated")
_GPS, _LATITUDE = 0x8825, 2
_FRAMES_OF_JPEG = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE_IN_JPEG = frozenset({0x01, *range(0xD0, 0xD9)})

Size = tuple[int, int]
"""The width and height that a file states, in pixels."""


def image_fault(data: bytes, ending: str = "") -> str:
    """The reason why an image is refused, as a sentence; empty if safe.

    The ``ending`` decides how a file is checked, as it decides for servers and browsers. Without
    one, a file that does not begin like a raster image is read as a drawing.
    """
    if len(data) > MOST_BYTES:
        return f"It has more than {MOST_BYTES // 1_000_000} MB."
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")[:_BEGINNING]):
        return "It is not an image but a page or a program."
    ending = ending.casefold()
    if ending in DRAWINGS or not (ending or _PICTURE.match(data)):
        return drawing_fault(data)
    begins = data.startswith(_PAPER[ending]) if ending in _PAPER else _PICTURE.match(data)
    if not begins:
        return f"It does not begin as an image whose name ends in ‘{ending}’; save it again."
    return size_fault(data)


def size_fault(data: bytes) -> str:
    """The reason why an image is too large, as a sentence; empty if it is not."""
    claims = list(stated_sizes(data))
    width, height = max(claims, key=lambda claim: claim[0] * claim[1], default=(0, 0))
    if width * height > MOST_PIXELS:
        return (
            f"It states {width} × {height} pixels; "
            f"at most {MOST_PIXELS // 1_000_000} million are allowed. Make it smaller."
        )
    if len(claims) > MOST_FRAMES:
        return f"It has more than {MOST_FRAMES:,} frames. Make it shorter."
    return ""


def states_location(data: bytes) -> bool:
    """Whether a photo states where it was taken (Exif or XMP)."""
    if any(name in data for name in _PLACE_IN_XMP):
        return True
    return any(_has_place(data[match.start(1) :][:_BEGINNING]) for match in _EXIF.finditer(data))


def _has_place(tiff: bytes) -> bool:
    """Whether a TIFF directory states a latitude (Exif 3.0, 4.6.6)."""
    order: Literal["little", "big"] = "little" if tiff.startswith(b"II") else "big"
    place = _tags(tiff, tiff[4:8], order).get(_GPS)
    return place is not None and _LATITUDE in _tags(tiff, place, order)


def _tags(tiff: bytes, where: bytes, order: Literal["little", "big"]) -> dict[int, bytes]:
    """The tags of a TIFF directory, with their values or offsets."""
    at = int.from_bytes(where, order)
    count = int.from_bytes(tiff[at : at + 2], order)
    entries = (tiff[start : start + 12] for start in range(at + 2, at + 2 + 12 * count, 12))
    return {int.from_bytes(e[:2], order): e[8:] for e in entries if len(e) == 12}


def stated_sizes(data: bytes) -> Iterator[Size]:
    r"""All sizes that an image states, of itself and of its frames.

    >>> list(stated_sizes(b"GIF89a" + b"\xff\xff" * 2 + b"\0\0\0;"))
    [(65535, 65535)]
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield _numbers(data, 16, 4, "big")
    elif data[:4] == b"GIF8":
        yield from _claims_of_gif(data)
    elif data.startswith(b"\xff\xd8"):
        yield from _claims_of_jpeg(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        yield from _claims_of_webp(data)
    elif data.startswith(b"BM"):
        yield _numbers(data, 18, 4, "little")
    elif data[4:8] == b"ftyp":
        for match in re.finditer(rb"ispe", data):
            yield _numbers(data, match.end() + 4, 4, "big")


def _numbers(data: bytes, at: int, size: int, order: str) -> Size:
    """Two adjacent numbers, without their signs."""
    read = (data[at : at + size], data[at + size : at + 2 * size])
    # a negative height only means that a bitmap is stored top-down
    first, second = (abs(int.from_bytes(b, order, signed=size == 4)) for b in read)  # type: ignore[arg-type]
    return first, second


def _claims_of_gif(data: bytes) -> Iterator[Size]:
    """The sizes of a GIF's screen and frames (GIF89a, sections 18 and 20)."""
    yield _numbers(data, 6, 2, "little")
    at = 13 + _colours(data, 10)
    while at < len(data):
        if data[at] == 0x2C:  # a picture
            yield _numbers(data, at + 5, 2, "little")
            at = _after_blocks(data, at + 11 + _colours(data, at + 9))
        elif data[at] == 0x21:  # an extension
            at = _after_blocks(data, at + 2)
        else:
            return


def _colours(data: bytes, at: int) -> int:
    """The bytes of a colour table, from its flags."""
    flags = data[at] if at < len(data) else 0
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1


def _claims_of_jpeg(data: bytes) -> Iterator[Size]:
    """The sizes in a JPEG's frame headers (ITU T.81, B.2.2)."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            at = data.find(b"\xff", at)
            if at < 0:
                return
        kind = data[at + 1]
        if kind in _ALONE_IN_JPEG or kind == 0xFF:
            at += 1 if kind == 0xFF else 2
            continue
        if kind in _FRAMES_OF_JPEG:
            height, width = _numbers(data, at + 5, 2, "big")
            yield width, height
        if kind == 0xDA:
            return
        at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))


def _claims_of_webp(data: bytes) -> Iterator[Size]:
    """The sizes of a WebP's canvas and frames (RFC 9649, section 2)."""
    at = 12
    while at + 8 <= len(data):
        kind, body = data[at : at + 4], at + 8
        if kind == b"VP8X":
            width, height = _numbers(data, body + 4, 3, "little")
            yield width + 1, height + 1
        elif kind == b"VP8 ":
            width, height = _numbers(data, body + 6, 2, "little")
            yield width & 0x3FFF, height & 0x3FFF
        elif kind == b"VP8L":
            bits = int.from_bytes(data[body + 1 : body + 5], "little")
            yield (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif kind == b"ANMF":
            width, height = _numbers(data, body + 6, 3, "little")
            yield width + 1, height + 1
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        at = body + size + size % 2
