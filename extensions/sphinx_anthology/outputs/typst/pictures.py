"""Images, and whether Typst can set them.

Whether it can is not foretold but tried, once for each content: a standard for accessible and
lasting files forbids more than can be seen of a file. What could do harm is refused before.
"""

from __future__ import annotations

import dataclasses as dc
import functools
import hashlib
import os
import shutil
from pathlib import Path

from sphinx_anthology.model.image_safety import MOST_BYTES, excess_of
from sphinx_anthology.outputs.typst import small, svg
from sphinx_anthology.press.compiler import Press, PressError
from sphinx_anthology.press.sizes import UNSTATED, natural_size
from sphinx_anthology.press.strings import literal

POINTS = 0.75
"""Points in a pixel of CSS."""
_KINDS = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"%PDF-": "PDF",
    b"%!PS": "EPS",
    b"\0\0\x01\0": "icon",
}
_BRANDS = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIC", b"mif1": "HEIC", b"heix": "HEIC"}
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
    shown = path if _JUDGED.get(key) else small.made(path, folder)
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
    for start, kind in _KINDS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], "")
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
    return excess_of(data)


def _reason_inside(data: bytes) -> str:
    """The same of an image within a drawing, where there is no ending that could be wrong."""
    return _reason(data, kind_of(data))


def _tried(path: Path, folder: Path, name: str) -> str:
    """Why Typst cannot set an image; empty where it can."""
    folder.mkdir(parents=True, exist_ok=True)
    trial = folder / f"try-{os.getpid()}-{Path(name).stem}{path.suffix.lower()}"
    shutil.copyfile(path, trial)
    try:
        _press(folder).pdf(
            '#set document(title: "x")\n'
            f'#image({literal(f"/{trial.name}")}, alt: "x", width: 1cm, height: 1cm)'
        )
    except PressError as error:
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
def _press(folder: Path) -> Press:
    return Press(folder)
