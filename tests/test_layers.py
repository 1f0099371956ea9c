"""Imports point towards the model."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "extensions" / "sphinx_anthology"
LAYERS = {
    "model": 0,
    "importing": 1,
    "reading": 1,
    "guests": 2,
    "pages": 2,
    "press": 3,
    "outputs": 4,
    "tool": 5,
}
SPHINX = {"sphinx", "docutils"}
FILES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> Iterator[list[str]]:
    """Every module that a file imports, in parts; names that may be modules too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                yield [*(node.module or "").split("."), alias.name]


def _layer(parts: list[str]) -> int | None:
    """The layer of an import of ours; none for one of others, or of the package itself."""
    if parts[0] != "sphinx_anthology" or len(parts) < 2:
        return None
    return LAYERS.get(parts[1])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_towards_the_model(path: Path) -> None:
    """A module imports only from its own layer or from one nearer to the model."""
    inside = path.relative_to(PACKAGE).parts
    if inside[0] not in LAYERS:
        return
    outward = [p for p in _imports(path) if (_layer(p) or 0) > LAYERS[inside[0]]]
    assert outward == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_the_model_knows_no_sphinx(path: Path) -> None:
    """Nor does the press, nor do the commands, but for the one that builds."""
    inside = path.relative_to(PACKAGE).parts
    pure = inside[0] in {"model", "importing", "press"} or (
        inside[0] == "tool" and inside[-1] != "build.py"
    )
    if pure:
        assert [p for p in _imports(path) if p[0] in SPHINX] == []


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_outputs_do_not_know_each_other(path: Path) -> None:
    """An output imports no other output, and nothing but the commands imports the commands."""
    inside = path.relative_to(PACKAGE).parts
    for parts in _imports(path):
        if parts[:2] == ["sphinx_anthology", "outputs"] and inside[0] == "outputs":
            assert parts[2] == inside[1]
        if parts[:2] == ["sphinx_anthology", "tool"]:
            assert inside[0] == "tool"


HEAVY = ["docutils", "jinja2", "markdown_it", "myst_parser", "pydata_sphinx_theme", "sphinx"]
_LOADED = """
import importlib, pkgutil, sys
import sphinx_anthology.model as model
for found in pkgutil.walk_packages(model.__path__, model.__name__ + "."):
    importlib.import_module(found.name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
_LOADED_BY_THE_PARSER = """
import sys
from sphinx_anthology.tool.__main__ import parser
parser().format_help()
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def _loaded(program: str) -> set[str]:
    """The packages that a program loads, in a Python of its own."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_model_loads_no_sphinx() -> None:
    """Nor docutils: what imports any module of the model loads neither."""
    loaded = _loaded(_LOADED)
    assert "sphinx_anthology" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_parser_of_the_command_loads_nothing_of_others() -> None:
    """The standard library is enough to say what can be asked."""
    others = _loaded(_LOADED_BY_THE_PARSER) - sys.stdlib_module_names
    assert "sphinx_anthology" in others
    assert others.isdisjoint([*HEAVY, "babel", "pybtex", "pydantic", "yaml", "lxml", "typst"])
