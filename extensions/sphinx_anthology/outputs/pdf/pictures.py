"""Images for Typst, and whether it can show them.

Each image is compiled once on trial, since PDF/A and PDF/UA forbid more than its file shows.
Images that could do harm are refused before.
"""

from __future__ import annotations

import dataclasses as dc
import functools
import hashlib
import importlib
import io
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx_anthology.files import write_whole
from sphinx_anthology.model import media_files
from sphinx_anthology.model.media_files import MOST_BYTES, size_fault, states_location
from sphinx_anthology.outputs.pdf import svg
from sphinx_anthology.typst.compiler import TypstCompiler, TypstError, pillow_module
from sphinx_anthology.typst.sizes import UNSTATED, natural_size
from sphinx_anthology.typst.strings import literal

SIDES = (2_400, 1_200, 800, 400)
"""The longest sides in pixels; smaller ones are for volumes with too many images."""
MOST_POINTS = 200_000_000
"""The most pixels of a volume's images; those of other types than JPEG count fourfold."""
_MANY = 1_000_000
"""The pixels from which an image is large."""
_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_DEPTH = 24
"""The offset of the bit depth in a PNG file."""
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I", "I;16", "I;16B"})
"""The colour modes that can be reduced; Typst reports problems of others."""


def small_image(path: Path, folder: Path, side: int = SIDES[0]) -> Path:
    """An image reduced to a longest side, without its place; a large one also to 8 bits.

    Reduced images are kept in ``folder``, by a digest of their content.
    """
    size = natural_size(path) if path.suffix.lower() not in {".svg", ".svgz"} else None
    if size is None:
        return path
    data = path.read_bytes()
    is_large = size.width * size.height > _MANY
    is_deep = is_large and data.startswith(_PNG) and data[_DEPTH : _DEPTH + 1] == b"\x10"
    if max(size.width, size.height) <= side and not (is_deep or states_location(data)):
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


def small_images(paths: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Replacements of images by name, if they are too many together."""
    sizes = {path: _points(path) for path in paths}
    for side in SIDES:
        total = sum(weight * min(1, side / longer) ** 2 for weight, longer in sizes.values())
        if total <= MOST_POINTS:
            break
    if side == SIDES[0]:
        return {}
    small = {path: small_image(path, folder, side) for path in sorted(sizes)}
    return {path.name: found for path, found in small.items() if found != path}


def _points(path: Path) -> tuple[float, float]:
    """The weighted pixels of an image, and its longest side; 0 for drawings."""
    size = natural_size(path) if path.suffix.lower() not in {".svg", ".svgz"} else None
    if size is None:
        return 0, 1
    times = 1 if path.suffix.lower() in {".jpg", ".jpeg", ".jpe"} else 4
    return times * size.width * size.height, max(size.width, size.height)


def _reduced(data: bytes, side: int) -> bytes:
    """An image reduced and rotated; empty if that fails."""
    try:
        with pillow_module().open(io.BytesIO(data)) as image:
            return _saved(image, side) if image.mode in _MODES else b""
    except (OSError, SyntaxError, ValueError):
        return b""  # damaged, which Typst reports


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
    """An image in a colour mode of 8 bits that can be scaled."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"P", "1"}:
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image


POINTS = 0.75
"""Points in a pixel of CSS."""
_NAMES = {
    **{kind: kind.upper() for kind in ("png", "jpeg", "gif", "bmp", "tiff", "pdf", "eps")},
    "avif": "AVIF",
    "heic": "HEIC",
    "icon": "icon",
    "webp": "WebP",
}
"""The names of image types."""
ENDINGS = {
    "PNG": (".png", ".apng"),
    "JPEG": (".jpg", ".jpeg", ".jpe"),
    "GIF": (".gif",),
    "WebP": (".webp",),
    "SVG": (".svg", ".svgz"),
}
"""The supported image types, and their file extensions."""


@dc.dataclass(frozen=True, slots=True)
class Picture:
    """An image that can be shown: its file, and its natural size in points."""

    path: Path
    width: float
    height: float


@dc.dataclass(frozen=True, slots=True)
class Problem:
    """Why an image is not shown, and what to do."""

    reason: str


def fit_for_print(path: Path, folder: Path) -> Picture | Problem:
    """An image for Typst, or its problem; ``folder`` is for trials."""
    try:
        if path.stat().st_size > MOST_BYTES:
            return Problem(f"It has more than {MOST_BYTES // 1_000_000} MB.")
        data = path.read_bytes()
    except OSError:
        return Problem("It cannot be read.")
    kind = kind_of(data)
    endings = ENDINGS.get(kind, ())
    if endings and path.suffix.lower() not in endings:
        return Problem(f"It is a {kind} image, so its name should end in ‘{endings[0]}’.")
    key = hashlib.blake2b(data, digest_size=20).hexdigest() + path.suffix.lower()
    if key not in _JUDGED and (reason := _reason(data, kind)):
        _JUDGED[key] = reason
    shown = path if _JUDGED.get(key) else _for_print(path, data, kind, folder)
    if key not in _JUDGED:
        _JUDGED[key] = _tried(shown, folder, key)
    if _JUDGED[key]:
        return Problem(_JUDGED[key])
    size = natural_size(path) or UNSTATED
    return Picture(shown, size.width * POINTS, size.height * POINTS)


def _for_print(path: Path, data: bytes, kind: str, folder: Path) -> Path:
    """An image of a fitting size, or a drawing in fonts that are here."""
    if kind != "SVG":
        return small_image(path, folder)
    content = data if data.startswith(svg.GZIP) else svg.with_our_fonts(data)
    if content == data:
        return path
    target = folder / f"fonts-{hashlib.blake2b(content, digest_size=20).hexdigest()}.svg"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    return target


_JUDGED: dict[str, str] = {}
"""Reasons against images by digest and extension; empty if they can be shown."""


def kind_of(data: bytes) -> str:
    """The type of an image by its first bytes; empty if unknown."""
    if found := media_files.kind_of(data):
        return _NAMES.get(found, "")
    return "SVG" if svg.is_likely(data) else ""


def _reason(data: bytes, kind: str) -> str:
    """Why an image is not tried; empty if it is."""
    if not data:
        return "The file is empty."
    if kind == "SVG":
        return svg.reason_against(data, _reason_inside)
    if kind not in ENDINGS:
        what = f"It is of the kind {kind}" if kind else "It is no image of a known kind"
        return f"{what}; save it as PNG, JPEG, GIF, WebP or SVG."
    return size_fault(data)


def _reason_inside(data: bytes) -> str:
    """Why an image inside a drawing is not shown; empty if it is."""
    return _reason(data, kind_of(data))


def _tried(path: Path, folder: Path, name: str) -> str:
    """Why Typst cannot show an image; empty if it can."""
    folder.mkdir(parents=True, exist_ok=True)
    trial = folder / f"try-{os.getpid()}-{Path(name).stem}{path.suffix.lower()}"
    shutil.copyfile(path, trial)
    try:
        _compiler(folder).pdf(
            '#set document(title: "x")\n'
            f'#image({literal(f"/{trial.name}")}, alt: "x", width: 1cm, height: 1cm)'
        )
    except TypstError as error:
        return _told(error.message)
    finally:
        trial.unlink()
    return ""


def _told(message: str) -> str:
    """The message of Typst in plain words."""
    if "CMYK" in message:
        return "Its colours are CMYK, which the PDF cannot have; save it as RGB."
    _, is_text, after = message.partition("the text `")
    if is_text and "could not be displayed" in after:
        return f"No font has its text {after.partition('`')[0]}; save the text as paths."
    return f"It is damaged, or of a form that Typst does not know ({message.strip()})."


@functools.cache
def _compiler(folder: Path) -> TypstCompiler:
    return TypstCompiler(folder)
