"""What a file is by its first bytes; its name proves nothing."""

from __future__ import annotations

from typing import Final

HEAD: Final = 4096
"""How many bytes tell what a file is."""
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
"""What the file begins with whose kind stands behind."""


def kind_of(head: bytes) -> str:
    """The kind of a file that is no text, such as ``png`` or ``mp3``; empty where it is unknown.

    >>> kind_of(b"GIF89a..."), kind_of(b"<svg>")
    ('gif', '')
    """
    for place, signature, kind in _SIGNATURES:
        if head.startswith(signature, place) and head.startswith(_CONTAINERS.get(kind, b"")):
            return kind
    return ""
