"""Every graph keeps to schema.org: its types, its properties, what each may hold.

schema-dts has the vocabulary as types of TypeScript; whatever is misspelt, or not of the right
kind, does not compile. All graphs are judged in one run.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.browser.checkers import node, package
from tests.browser.findings import report
from tests.building import Built
from tests.scholar.heads import read_page

OPTIONS = ("--noEmit", "--strict", "--skipLibCheck", "--target", "es2022")
MODULES = ("--module", "nodenext", "--moduleResolution", "nodenext")


def _faults(graphs: Iterable[str], folder: Path) -> list[str]:
    """What the compiler says of graphs, each given as JSON."""
    compiler = package("typescript/bin/tsc")
    modules = package("schema-dts/package.json").parent.parent
    (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    lines = ['import type { Graph } from "schema-dts";']
    lines += [f"export const graph{n}: Graph = {text};" for n, text in enumerate(graphs)]
    (folder / "graphs.ts").write_text("\n".join(lines), encoding="utf-8")
    command = [node(), str(compiler), *OPTIONS, *MODULES, "graphs.ts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = [line for line in done.stdout.splitlines() if line.startswith("graphs.ts")]
    assert bool(found) == bool(done.returncode), done.stdout + done.stderr
    return found


def _graphs(out: Path) -> list[str]:
    """The graphs of all pages, and those of all files."""
    pages = [path for path in sorted(out.rglob("*.html")) if "_static" not in path.parts]
    inside = [json.dumps(graph) for page in pages for graph in read_page(page).graphs]
    return [*inside, *(f.read_text(encoding="utf-8") for f in sorted(out.rglob("*.jsonld")))]


@pytest.mark.once
@pytest.mark.parametrize("name", ["journal", "docs"])
def test_every_graph_keeps_to_the_vocabulary(
    publication: Callable[[str, str], Built], name: str, tmp_path: Path
) -> None:
    """Every graph of every page and every file has 0 faults."""
    graphs = _graphs(publication(name, "html").out)
    assert len(graphs) > 40
    report(("graph", fault) for fault in _faults(graphs, tmp_path))


@pytest.mark.once
def test_the_compiler_sees_what_is_wrong(tmp_path: Path) -> None:
    """A checker that finds nothing proves nothing."""
    wrong = [
        {"@type": "BlogPosting", "@id": "_:a", "headlin": "misspelt"},
        {"@type": "BlogPost", "@id": "_:b"},
        {"@type": "Periodical", "@id": "_:c", "issn": 20493630},
    ]
    graphs = [json.dumps({"@context": "https://schema.org", "@graph": [one]}) for one in wrong]
    assert len({fault.partition(",")[0] for fault in _faults(graphs, tmp_path)}) == len(wrong)
