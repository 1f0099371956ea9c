"""What is said where the packages that print are not installed."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType


class MissingPress(ImportError):  # noqa: N818  # it is no fault
    """A package that volumes and drawings are made with is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"PDF files, covers and share images need the package ‘{package}’; "
            "install it with: pip install 'sphinx-anthology[export]'.",
            name=package,
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


def missing_press() -> MissingPress | None:
    """What is said where Typst's compiler is not installed; none where it is."""
    return None if importlib.util.find_spec("typst") else MissingPress("typst")
