"""Images with no more points than paper shows: the press holds those of a volume in its memory."""

from __future__ import annotations

import hashlib
import importlib
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx_anthology.files import write_whole
from sphinx_anthology.press.missing import pillow_module
from sphinx_anthology.press.sizes import natural_size

SIDES = (2_400, 1_200, 800, 400)
"""How many points the longer side has at most; one of the smaller where a volume has too many."""
MOST_POINTS = 200_000_000
"""How many points the images of a volume have at most together; those of no JPEG count fourfold."""
_MANY = 1_000_000
"""An image with more points is large."""
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_DEPTH = 24
"""The byte of a PNG file that tells how many bits a value has."""
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16", "I;16B"})
"""The kinds of colours that are made small; of others the press says what is wrong."""


def made(path: Path, folder: Path, side: int = SIDES[0]) -> Path:
    """An image whose longer side has no more points, and a large one no more than 8 bits.

    What is made small is kept in ``folder``, by its content.
    """
    size = natural_size(path) if path.suffix.lower() not in {".svg", ".svgz"} else None
    if size is None:
        return path
    data = path.read_bytes()
    is_large = size.width * size.height > _MANY
    is_deep = is_large and data.startswith(_PNG) and data[_DEPTH : _DEPTH + 1] == b"\x10"
    if max(size.width, size.height) <= side and not is_deep:
        return path
    key = hashlib.blake2b(data, digest_size=20).hexdigest()
    ending = ".jpg" if data.startswith(_JPEG) else ".png"
    target = folder / f"small-{side}-{key}{ending}"
    if not target.is_file():
        content = _reduced(data, side)
        if not content:
            return path
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    return target


def fitting(paths: Iterable[Path], folder: Path) -> dict[str, Path]:
    """What is set in the place of images that are too many together, by their names."""
    sizes = {path: _points(path) for path in paths}
    for side in SIDES:
        total = sum(weight * min(1, side / longer) ** 2 for weight, longer in sizes.values())
        if total <= MOST_POINTS:
            break
    if side == SIDES[0]:
        return {}
    small = {path: made(path, folder, side) for path in sorted(sizes)}
    return {path.name: found for path, found in small.items() if found != path}


def _points(path: Path) -> tuple[float, float]:
    """How much an image counts, and its longer side; a drawing has no points."""
    size = natural_size(path) if path.suffix.lower() not in {".svg", ".svgz"} else None
    if size is None:
        return 0, 1
    times = 1 if path.suffix.lower() in {".jpg", ".jpeg", ".jpe"} else 4
    return times * size.width * size.height, max(size.width, size.height)


def _reduced(data: bytes, side: int) -> bytes:
    """An image made small, turned as it says; nothing where that is not possible."""
    try:
        with pillow_module().open(io.BytesIO(data)) as image:
            return _saved(image, side) if image.mode in _MODES else b""
    except (OSError, SyntaxError, ValueError):
        return b""  # it is damaged, of which the press tells


def _saved(image: Any, side: int) -> bytes:
    is_jpeg = image.format == "JPEG"
    profile = image.info.get("icc_profile") if image.mode in {"L", "RGB", "RGBA"} else None
    image.draft(image.mode, (side, side))
    image = importlib.import_module("PIL.ImageOps").exif_transpose(image)
    image = _of_eight_bits(image)
    image.thumbnail((side, side))
    file = io.BytesIO()
    how = {"format": "JPEG", "quality": 88} if is_jpeg else {"format": "PNG"}
    image.save(file, icc_profile=profile, **how)
    return file.getvalue()


def _of_eight_bits(image: Any) -> Any:
    """An image in colours that can be mixed, none of more than 8 bits."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"P", "1"}:
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image
