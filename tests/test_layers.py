"""Imports point towards the model."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "extensions" / "sphinx_anthology"
LAYERS = {
    "model": 0,
    "importing": 1,
    "reading": 1,
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
