"""Copies of images at reading size, for pages and books; the files themselves stay as they are.

A copy is upright, has the colours of its image, and none of its metadata, such as the place where a
photo was taken. Copies are kept beside the doctrees, by a digest of the image; without Pillow, and
for drawings, moving images and damaged ones, there are none.
"""

from __future__ import annotations

import dataclasses as dc
import functools
import importlib
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import imagesize  # type: ignore[import-untyped]  # has no types

from sphinx_anthology.cache import BuildCache, digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.media_files import MOST_BYTES, kind_of, size_fault, states_location
from sphinx_anthology.reading.settings import settings_of

_FORMS = {
    "jpeg": (".jpg", {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True}),
    "png": (".png", {"format": "PNG", "optimize": True}),
    "webp": (".webp", {"format": "WEBP", "quality": 82, "method": 4}),
}
"""How copies of each kind are written."""
_ENDINGS = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp"})
_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I;16B", "I"})
_WITH_PROFILE = frozenset({"L", "LA", "RGB", "RGBA"})
_FOLDER = "anthology-images"
"""The folder of copies, beside the doctrees."""
_MUCH_WIDER = 1.2
"""How much wider than a copy an image is at least."""


@dc.dataclass(frozen=True, slots=True)
class Copy:
    """A copy of an image: its file, and its width in pixels."""

    file: Path
    width: int


@dc.dataclass(frozen=True, slots=True)
class Copies:
    """The copies of an image, the smallest first.

    ``width`` is that of the image itself; ``is_located`` says that it tells where it was taken, so
    that only its copies are shown.
    """

    all: tuple[Copy, ...] = ()
    width: int = 0
    is_located: bool = False


NO_COPIES = Copies()


@dc.dataclass(frozen=True, slots=True)
class _Plan:
    """An image that needs copies, and of which widths."""

    file: Path
    key: str
    width: int
    widths: tuple[int, ...]
    is_located: bool

    def names(self) -> tuple[str, ...]:
        """The names of the copies in the cache."""
        return tuple(f"{self.key}-{width}" for width in self.widths)


def copy_name(name: str, copy: Copy) -> str:
    """The name of a copy in the site, after that of its image.

    >>> copy_name("quay-1a2b.jpg", Copy(Path("x.jpg"), 640))
    'quay-1a2b-640w.jpg'
    """
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{copy.width}w{dot}{ending}"


def pillow_version() -> str:
    """The version of Pillow; empty where it is not installed."""
    try:
        return str(importlib.import_module("PIL").__version__)
    except ImportError:
        return ""


def has_copies(file: Path, widths: Sequence[int]) -> bool:
    """Whether readers get copies of an image."""
    return bool(widths and pillow_version() and _plan(file, widths))


def copies_of(
    files: Iterable[Path], folder: Path, widths: Sequence[int], *, jobs: int = 1
) -> Mapping[Path, Copies]:
    """The copies of images, made where they are not in the folder yet; others are deleted."""
    version = pillow_version()
    plans = [plan for file in files if (plan := _plan(file, widths))] if version and widths else []
    record = folder / "copies.json"
    if not plans and not record.is_file():
        return {}
    cache = BuildCache(record, version)
    made = _made(plans, cache, folder, jobs)
    cache.save()
    _delete_others(folder, made.values())
    return {plan.file: found for plan in plans if (found := _found(plan, made, folder)).all}


def _found(plan: _Plan, made: Mapping[str, str], folder: Path) -> Copies:
    files = ((width, made[f"{plan.key}-{width}"]) for width in plan.widths)
    copies = tuple(Copy(folder / name, width) for width, name in files if name)
    return Copies(copies, plan.width, plan.is_located)


def _plan(file: Path, widths: Sequence[int]) -> _Plan | None:
    """What copies an image needs; :data:`None` if none, or if none can be made of it."""
    if file.suffix.lower() not in _ENDINGS:
        return None
    try:
        natural, _ = imagesize.get(file)  # once upright
        if natural <= 0 or file.stat().st_size > MOST_BYTES:
            return None
        data = file.read_bytes()
    except OSError:
        return None
    is_located = states_location(data)
    fit = [width for width in sorted(widths) if natural > width * _MUCH_WIDER]
    if is_located and natural <= max(widths) * _MUCH_WIDER:
        fit.append(natural)  # as large as it is
    is_safe = kind_of(data) in _FORMS and not size_fault(data)
    key = digest(data)
    return _Plan(file, key, natural, tuple(fit), is_located) if fit and is_safe else None


def _made(plans: Sequence[_Plan], cache: BuildCache, folder: Path, jobs: int) -> Mapping[str, str]:
    """The file names of all copies, by the names in the cache; empty where there is no copy."""
    sources = {name: (plan, width) for plan in plans for name, width in _each(plan)}

    def make(names: list[str]) -> list[str]:
        with ThreadPoolExecutor(max(1, jobs)) as pool:
            return list(pool.map(lambda name: _make(name, *sources[name], folder), names))

    made = cache.texts({name: name for name in sources}, make)
    gone = [name for name, file in made.items() if file and not (folder / file).is_file()]
    make(gone)  # somebody deleted them
    return made


def _each(plan: _Plan) -> Iterable[tuple[str, int]]:
    return zip(plan.names(), plan.widths, strict=True)


def _make(name: str, plan: _Plan, width: int, folder: Path) -> str:
    """Make a copy; give its file name, or nothing if it would be no smaller."""
    data = plan.file.read_bytes()
    ending, _ = _FORMS[kind_of(data)]
    content = resized(data, width)
    if not content or (len(content) >= len(data) and not plan.is_located):
        return ""
    write_whole(folder / f"{name}{ending}", content)
    return f"{name}{ending}"


def resized(data: bytes, width: int) -> bytes:
    """An image at a width, upright and without metadata; empty if that cannot be made."""
    try:
        with importlib.import_module("PIL.Image").open(io.BytesIO(data)) as image:
            if getattr(image, "is_animated", False) or image.mode not in _MODES:
                return b""
            return _saved(image, width, kind_of(data))
    except (OSError, SyntaxError, ValueError, TypeError, IndexError, MemoryError):
        return b""  # damaged: the file itself is shown


def _saved(image: Any, width: int, kind: str) -> bytes:
    profile = image.info.get("icc_profile")
    image.draft(None, (2 * width, 2 * width))  # JPEGs are read at half or quarter size
    image = importlib.import_module("PIL.ImageOps").exif_transpose(image)
    image = _in_plain_colours(image)
    height = max(1, round(image.height * width / image.width))
    small = image.resize((width, height), importlib.import_module("PIL.Image").Resampling.LANCZOS)
    small.info = {}
    file = io.BytesIO()
    keeps = profile if small.mode in _WITH_PROFILE else None
    small.save(file, **_FORMS[kind][1], icc_profile=keeps)
    return file.getvalue()


def _in_plain_colours(image: Any) -> Any:
    """An image in a mode of 8 bits that can be made smaller."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"P", "1"}:
        is_clear = "transparency" in image.info
        return image.convert("RGBA" if is_clear else "L" if image.mode == "1" else "RGB")
    return image


def _delete_others(folder: Path, names: Iterable[str]) -> None:
    """Delete copies of images that are no longer shown."""
    kept = {*names, "copies.json"}
    for entry in os.scandir(folder) if folder.is_dir() else ():
        if entry.name not in kept:
            Path(entry.path).unlink(missing_ok=True)


class WithImageCopies:
    """A mixin for builders that show copies of images."""

    @functools.cached_property
    def image_copies(self: Any) -> Mapping[str, Copies]:
        """The copies of all images, by the path of the image; first asked for in writing."""
        names = {Path(self.srcdir, path): str(path) for path in self.env.images}
        found = copies_of(
            names,
            Path(self._app.doctreedir) / _FOLDER,
            settings_of(self.config).image_widths,
            jobs=self._app.parallel,
        )
        return {names[file]: copies for file, copies in found.items()}
