"""What is said where packages of the extra ``export`` are not installed."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from types import ModuleType


class MissingTypst(ImportError):  # noqa: N818  # it is no fault
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
        raise MissingTypst("typst") from missing


def pillow_module() -> ModuleType:
    """Pillow's images, imported when they are first wanted."""
    try:
        return importlib.import_module("PIL.Image")
    except ImportError as missing:
        raise MissingTypst("pillow") from missing


def missing_typst() -> MissingTypst | None:
    """What is said where PDF files, covers and share images cannot be made; else none."""
    missing = list(_missing())
    return MissingTypst(*missing) if missing else None


def _missing() -> Iterator[str]:
    """The packages of Typst that are not installed, or cannot be loaded."""
    for load, package in ((typst_module, "typst"), (pillow_module, "pillow")):
        try:
            load()
        except MissingTypst:
            yield package


def missing_for_epub() -> MissingTypst | None:
    """What is said where EPUB files cannot be made; else none."""
    try:
        importlib.import_module("lxml.etree")
    except ImportError:
        return MissingTypst("lxml", what="EPUB files")
    return None
