"""Where something is that a message is about: paths as they are shown, and lines of ``conf.py``."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from pathlib import PurePath


def shown_path(path: PurePath, here: PurePath) -> str:
    """A path from the folder in which somebody works; one that is not below it stays whole.

    >>> shown_path(PurePath("/home/jane/blog/docs/a.md"), PurePath("/home/jane/blog"))
    'docs/a.md'
    """
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def setting_lines(text: str) -> Mapping[str, ast.Assign | ast.AnnAssign]:
    """The last assignment to every name in the text of ``conf.py``; none where it is no Python."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return {}
    found: dict[str, ast.Assign | ast.AnnAssign] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            later = [n for n in names if n not in found or found[n].lineno < node.lineno]
            found.update(dict.fromkeys(later, node))
    return found


def setting_line(text: str, path: Sequence[str | int]) -> int:
    r"""The line of a setting, or of a part of it, in the text of ``conf.py``; 1 if it is not there.

    >>> setting_line('a = 1\nb = {\n  "x": [1, 2],\n}', ("b", "x", 0))
    3
    """
    assignment = setting_lines(text).get(str(path[0]))
    if assignment is None:
        return 1
    line, node = assignment.lineno, assignment.value
    for part in path[1:]:
        node = _part(node, part)
        if node is None:
            return line
        line = node.lineno
    return line


def _part(node: ast.expr | None, part: str | int) -> ast.expr | None:
    """A part of a value that is written out: an item of a list, or a value by its key."""
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        found = [v for k, v in pairs if isinstance(k, ast.Constant) and k.value == part]
        return found[-1] if found else None
    if isinstance(node, ast.List | ast.Tuple) and isinstance(part, int) and part < len(node.elts):
        return node.elts[part]
    return None
