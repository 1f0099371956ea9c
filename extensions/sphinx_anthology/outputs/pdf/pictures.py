"""Images, and whether Typst can set them.

Whether it can is not foretold but tried, once for each content: a standard for accessible and
lasting files forbids more than can be seen of a file. What could do harm is refused before.
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
from sphinx_anthology.model.media_files import MOST_BYTES, size_fault
from sphinx_anthology.outputs.pdf import svg
from sphinx_anthology.typst.compiler import TypstCompiler, TypstError, pillow_module
from sphinx_anthology.typst.sizes import UNSTATED, natural_size
from sphinx_anthology.typst.strings import literal

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
"""The kinds of colours that are made small; of others Typst says what is wrong."""


def small_image(path: Path, folder: Path, side: int = SIDES[0]) -> Path:
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


def small_images(paths: Iterable[Path], folder: Path) -> dict[str, Path]:
    """What is set in the place of images that are too many together, by their names."""
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
        return b""  # it is damaged, of which Typst tells


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


POINTS = 0.75
"""Points in a pixel of CSS."""
_NAMES = {
    **{kind: kind.upper() for kind in ("png", "jpeg", "gif", "bmp", "tiff", "pdf", "eps")},
    "avif": "AVIF",
    "heic": "HEIC",
    "icon": "icon",
    "webp": "WebP",
}
"""What kinds of images are called."""
ENDINGS = {
    "PNG": (".png", ".apng"),
    "JPEG": (".jpg", ".jpeg", ".jpe"),
    "GIF": (".gif",),
    "WebP": (".webp",),
    "SVG": (".svg", ".svgz"),
}
"""The kinds of images that are set, and the endings of their files."""


@dc.dataclass(frozen=True, slots=True)
class Picture:
    """An image that can be set: its file, and its natural size in points."""

    path: Path
    width: float
    height: float


@dc.dataclass(frozen=True, slots=True)
class Problem:
    """Why an image is not set: a sentence or two, of which the last may say what mends it."""

    reason: str


def fit_for_print(path: Path, folder: Path) -> Picture | Problem:
    """An image as it can be set, or why it is not; ``folder`` is where it is tried."""
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
    shown = path if _JUDGED.get(key) else small_image(path, folder)
    if key not in _JUDGED:
        _JUDGED[key] = _tried(shown, folder, key)
    if _JUDGED[key]:
        return Problem(_JUDGED[key])
    size = natural_size(path) or UNSTATED
    return Picture(shown, size.width * POINTS, size.height * POINTS)


_JUDGED: dict[str, str] = {}
"""Why images are not set, by digest and ending; empty of those that are."""


def kind_of(data: bytes) -> str:
    """What an image is by its first bytes; empty where that is not known."""
    if found := media_files.kind_of(data):
        return _NAMES.get(found, "")
    return "SVG" if svg.is_likely(data) else ""


def _reason(data: bytes, kind: str) -> str:
    """Why an image is not even tried; empty where nothing speaks against it."""
    if not data:
        return "The file is empty."
    if kind == "SVG":
        return svg.reason_against(data, _reason_inside)
    if kind not in ENDINGS:
        what = f"It is of the kind {kind}" if kind else "It is no image of a known kind"
        return f"{what}; save it as PNG, JPEG, GIF, WebP or SVG."
    return size_fault(data)


def _reason_inside(data: bytes) -> str:
    """The same of an image within a drawing, where there is no ending that could be wrong."""
    return _reason(data, kind_of(data))


def _tried(path: Path, folder: Path, name: str) -> str:
    """Why Typst cannot set an image; empty where it can."""
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
    """What Typst says, for those who do not know it."""
    if "CMYK" in message:
        return "Its colours are CMYK, which the PDF cannot have; save it as RGB."
    _, is_text, after = message.partition("the text `")
    if is_text and "could not be displayed" in after:
        return f"No font has its text {after.partition('`')[0]}; save the text as paths."
    return f"It is damaged, or of a form that Typst does not know ({message.strip()})."


@functools.cache
def _compiler(folder: Path) -> TypstCompiler:
    return TypstCompiler(folder)
