"""Images that a guest's document may not have: of no known kind, too large, or not only images."""

from __future__ import annotations

import stat
from functools import lru_cache
from pathlib import Path

from sphinx_anthology.model.image_safety import MOST_BYTES, harm_of

KINDS = frozenset(
    """
    .apng .avif .bmp .cur .eps .gif .heic .ico .jpe .jpeg .jpg .jxl .pdf .png .svg .svgz .tif .tiff
    .webp
    """.split()  # noqa: SIM905  # as words they fit on few lines
)
"""The endings of files that may be images, with one builder or another."""


def reason_against(path: str) -> str:
    """Why an image is not shown, as a sentence or two; empty where it is."""
    file = Path(path)
    if file.suffix.casefold() not in KINDS:
        return "Its name does not end as that of an image; save it as PNG, JPEG, GIF, WebP or SVG."
    try:
        status = file.stat()
    except (OSError, ValueError):
        return ""  # Sphinx says that it is not there
    if not stat.S_ISREG(status.st_mode):
        return "It is no file."
    if status.st_size > MOST_BYTES:
        return f"It has more than {MOST_BYTES // 1_000_000} MB. Make it smaller."
    return _harm_of(path, status.st_mtime_ns, status.st_ctime_ns, status.st_size)


@lru_cache(4096)
def _harm_of(path: str, *stamps: int) -> str:
    """What is wrong with a file, as long as it is the same."""
    try:
        return harm_of(Path(path).read_bytes(), Path(path).suffix)
    except OSError:
        return "It cannot be read."
