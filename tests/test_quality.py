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
    """Ruff's rules and format, and mypy's strict mode, hold everywhere.

    Ruff's rules ask for a docstring of every public name, too.
    """
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_functions_are_short() -> None:
    """None has more than forty lines, one in ten more than sixteen, half more than seven."""
    lengths = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert [name for name, length in lengths.items() if length > LONGEST] == []
    assert sum(length > 16 for length in lengths.values()) <= len(lengths) / 10
    assert sum(length > 7 for length in lengths.values()) <= len(lengths) / 2
