"""What is said where packages of the extra ``export`` are not installed."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

FONTS = (
    ("fontpkg_source_serif_4", "fontpkg-source-serif-4"),
    ("fontpkg_source_sans_3", "fontpkg-source-sans-3"),
    ("manimgx_fonts", "manimgx-fonts"),
)
"""The modules with fonts, and the packages that they come from. They are found, and never run."""


class MissingPress(ImportError):  # noqa: N818  # it is no fault
    """Packages that volumes and drawings are made with are not installed."""

    def __init__(self, *packages: str, what: str = "PDF files, covers and share images") -> None:
        names = ", ".join(f"‘{package}’" for package in packages)
        noun, they = ("package", "it") if len(packages) == 1 else ("packages", "them")
        super().__init__(
            f"{what} need the {noun} {names}; "
            f"install {they} with: pip install 'sphinx-anthology[export]'.",
            name=packages[0],
        )


def typst_module() -> ModuleType:
    """Typst's compiler, imported when it is first wanted."""
    try:
        return importlib.import_module("typst")
    except ImportError as missing:
        raise MissingPress("typst") from missing


def pillow_module() -> ModuleType:
    """Pillow's images, imported when they are first wanted."""
    try:
        return importlib.import_module("PIL.Image")
    except ImportError as missing:
        raise MissingPress("pillow") from missing


def font_folder(module: str, package: str) -> Path:
    """The folder of a package with fonts."""
    found = importlib.util.find_spec(module)
    folders = found.submodule_search_locations if found else None
    # of a package that was taken away an empty folder may be left
    for folder in map(Path, folders or ()):
        if any(folder.rglob("*.[ot]tf")):
            return folder
    raise MissingPress(package)


def missing_typst() -> MissingPress | None:
    """What is said where PDF files, covers and share images cannot be made; else none."""
    missing = list(_missing())
    return MissingPress(*missing) if missing else None


def _missing() -> Iterator[str]:
    """The packages of Typst that are not installed, or cannot be loaded."""
    for load, package in ((typst_module, "typst"), (pillow_module, "pillow")):
        try:
            load()
        except MissingPress:
            yield package
    for module, package in FONTS:
        try:
            font_folder(module, package)
        except MissingPress:
            yield package


def missing_for_epub() -> MissingPress | None:
    """What is said where EPUB files cannot be made; else none."""
    try:
        importlib.import_module("lxml.etree")
    except ImportError:
        return MissingPress("lxml", what="EPUB files")
    return None
