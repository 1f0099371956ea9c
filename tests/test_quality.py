"""The code is what the project says it is: typed, linted, documented."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "extensions").rglob("*.py"))
LONGEST = 40


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "--no-cache"], ["ruff", "format", "--check", "--no-cache"], ["mypy"]],
    ids=" ".join,
)
def test_the_linters_have_nothing_to_say(command: list[str]) -> None:
    """Ruff's rules and format, and mypy's strict mode, hold everywhere."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_public_name_is_documented(path: Path) -> None:
    """Every public class, function and method says in a sentence what it gives."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    undocumented = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.ClassDef, ast.FunctionDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not _is_inside_function(tree, node)
    ]
    assert undocumented == []


def _is_inside_function(tree: ast.Module, node: ast.AST) -> bool:
    return any(
        isinstance(parent, ast.FunctionDef) and node is not parent and node in ast.walk(parent)
        for parent in ast.walk(tree)
    )


def test_functions_are_short() -> None:
    """None has more than forty lines."""
    long = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST
    }
    assert long == set()
