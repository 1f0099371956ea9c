"""Imports point one way: from commands and outputs to the model, and to the converter."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

EXTENSIONS = Path(__file__).parent.parent / "extensions"
BELOW = {
    "html2myst": (),
    "anthology_import": ("html2myst", "model", "files"),
    "files": (),
    "cache": ("files",),
    "model": (),
    "directives": ("model",),
    "toctrees": ("directives", "model"),
    "reading": ("toctrees", "directives", "model", "cache", "files"),
    "guests": ("pages", "reading", "model", "cache", "files"),
    "pages": ("guests", "reading", "toctrees", "model", "cache", "files"),
    "typst": ("pages", "reading", "model", "cache", "files"),
    "volumes": ("typst", "pages", "reading", "model", "cache", "files"),
    "site": ("typst", "pages", "reading", "model", "cache", "files"),
    "outputs": (
        *("site", "volumes", "typst", "guests", "pages", "reading", "model", "cache", "files"),
    ),
    "starter": ("model",),
    "cli": (
        *("anthology_import", "starter", "typst", "reading", "toctrees", "model", "cache", "files"),
    ),
}
"""What each room may import: a package, or a part of ``sphinx_anthology``."""
PURE = {"html2myst", "anthology_import", "model", "starter", "typst", "cli"}
"""The rooms that import neither Sphinx nor docutils, but for ``SHELLS``."""
SHELLS = {f"sphinx_anthology/cli/{name}.py" for name in ("build", "checking", "sphinx_app")}
"""The modules of the commands that run Sphinx."""
FILES = sorted(EXTENSIONS.rglob("*.py"))


def _name(path: Path) -> str:
    return path.relative_to(EXTENSIONS).as_posix()


def _imports_in(path: Path) -> Iterator[list[str]]:
    """Every module that a file imports, in parts; names that may be modules too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                yield [*(node.module or "").split("."), alias.name]


@functools.cache
def _imports() -> dict[Path, list[list[str]]]:
    """What each file imports."""
    return {path: list(_imports_in(path)) for path in FILES}


def _room(parts: list[str]) -> str:
    """The room of a module of ours; empty for modules of others, and for the package itself."""
    if parts[0] == "sphinx_anthology":
        return parts[1] if len(parts) > 1 and parts[1] in BELOW else ""
    return parts[0] if parts[0] in {"anthology_import", "html2myst"} else ""


def _room_of(path: Path) -> str:
    return _room(list(path.relative_to(EXTENSIONS).with_suffix("").parts))


def test_imports_point_one_way() -> None:
    """A module imports only from its own room and from those below it."""
    climbing = [
        f"{_name(path)} imports {'.'.join(parts)}"
        for path, imports in _imports().items()
        if (room := _room_of(path))
        for parts in imports
        if _room(parts) not in {"", room, *BELOW[room]}
    ]
    assert climbing == []


def test_the_pure_rooms_know_no_sphinx() -> None:
    """Nor docutils."""
    impure = [
        f"{_name(path)} imports {'.'.join(parts)}"
        for path, imports in _imports().items()
        if _room_of(path) in PURE and _name(path) not in SHELLS
        for parts in imports
        if parts[0] in {"sphinx", "docutils"}
    ]
    assert impure == []


def test_outputs_do_not_know_each_other() -> None:
    """An output imports no other output, and nothing but the commands imports the commands."""
    sideways = []
    for path, imports in _imports().items():
        inside = path.relative_to(EXTENSIONS).parts[1:]
        for parts in imports:
            of_output = parts[:2] == ["sphinx_anthology", "outputs"] and inside[0] == "outputs"
            of_commands = parts[:2] == ["sphinx_anthology", "cli"]
            if (of_output and parts[2] != inside[1]) or (of_commands and inside[0] != "cli"):
                sideways.append(f"{_name(path)} imports {'.'.join(parts)}")
    assert sideways == []


def _module(path: Path) -> str:
    parts = path.relative_to(EXTENSIONS).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_imports_lead_in_no_circle() -> None:
    """Those for type checking and those inside functions count, too."""
    names = {_module(path) for path in FILES}
    graph = {}
    for path in FILES:
        called = (".".join(parts) for parts in _imports()[path])
        found = (name if name in names else name.rpartition(".")[0] for name in called)
        graph[_module(path)] = {name for name in found if name in names}
    tuple(TopologicalSorter(graph).static_order())


HEAVY = ["docutils", "jinja2", "markdown_it", "myst_parser", "pydata_sphinx_theme", "sphinx"]
_ALL = """
import importlib, pkgutil
package = importlib.import_module({package!r})
for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)
"""
_PARSER = """
from sphinx_anthology.cli.__main__ import parser
parser().format_help()
"""
_TELL = """
import sys
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def _loaded(program: str) -> set[str]:
    """The packages that a program loads, in a Python of its own."""
    command = [sys.executable, "-c", program + _TELL]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_model_loads_no_sphinx() -> None:
    """Nor docutils: what imports any module of the model loads neither."""
    loaded = _loaded(_ALL.format(package="sphinx_anthology.model"))
    assert "sphinx_anthology" in loaded
    assert loaded.isdisjoint(HEAVY)


SERIALISERS = """
import importlib
for name in {names!r}:
    importlib.import_module("sphinx_anthology." + name)
"""
PURE_OUTPUTS = [
    "model.citing",
    *("outputs.feeds.channels", "outputs.feeds.formats"),
    *(f"outputs.records.{name}" for name in ("bibtex", "crossref", "files", "formats")),
    *(f"outputs.scholar.{name}" for name in ("files", "json_ld", "signposting", "tags")),
    *("outputs.web.addresses", "outputs.web.citation_file"),
]


def test_serialisers_load_no_sphinx() -> None:
    """A catalogue and what is known of the publication is all that they are given."""
    loaded = _loaded(SERIALISERS.format(names=PURE_OUTPUTS))
    assert "sphinx_anthology" in loaded
    assert loaded.isdisjoint({*HEAVY} - {"markdown_it"})


def test_nothing_of_ours_imports_the_api() -> None:
    """It is for others, and so it may import from everywhere."""
    users = [
        _name(f) for f in FILES if ["sphinx_anthology", "api"] in [p[:2] for p in _imports()[f]]
    ]
    assert users == []


def test_the_converter_loads_nothing_of_ours_and_no_sphinx() -> None:
    """All of it, its proof included, works where neither is installed."""
    loaded = _loaded(_ALL.format(package="html2myst"))
    assert "myst_parser" in loaded
    assert loaded.isdisjoint(["sphinx", "sphinx_anthology", "anthology_import", "pydantic"])


def test_the_converter_loads_docutils_only_for_its_proof() -> None:
    """Whoever imports it, or makes HTML ready with it, waits for none of it."""
    assert _loaded("import html2myst").isdisjoint(HEAVY)
    assert _loaded("import html2myst.prepare").isdisjoint({*HEAVY} - {"markdown_it"})


def test_the_import_loads_no_sphinx() -> None:
    """It writes documents, and never reads them as Sphinx does."""
    loaded = _loaded(_ALL.format(package="anthology_import"))
    assert {"html2myst", "sphinx_anthology"} <= loaded
    assert loaded.isdisjoint(["sphinx", "pydata_sphinx_theme"])


def test_the_parser_of_the_command_loads_nothing_of_others() -> None:
    """The standard library is enough to say what can be asked."""
    others = _loaded(_PARSER) - sys.stdlib_module_names
    assert "sphinx_anthology" in others
    assert others.isdisjoint([*HEAVY, "babel", "pybtex", "pydantic", "yaml", "lxml", "typst"])


_READ = re.compile(r'"an-(?!m-)[a-z-]+"(?: not)? in |\{"an-(?!m-)|[!=]= "an-')
"""Where a class of ours is looked for by a text; those of formulas are within one room."""


def test_parts_are_known_by_their_common_names() -> None:
    """Who looks for a part of a page takes its class from ``pages.nodes``, as who makes it does."""
    texts = {_name(path): path.read_text(encoding="utf-8") for path in FILES}
    assert {name: found for name, text in texts.items() if (found := _READ.findall(text))} == {}
