"""Every graph keeps to schema.org: its types, its properties, what each may hold.

schema-dts has the vocabulary as types of TypeScript; whatever is misspelt, or not of the right
kind, does not compile. Every kind of thing in all graphs is judged in one run.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

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


def _graphs(out: Path) -> list[dict[str, Any]]:
    """The graphs of all pages, and those of all files."""
    pages = [path for path in sorted(out.rglob("*.html")) if "_static" not in path.parts]
    inside = [graph for page in pages for graph in read_page(page).graphs]
    files = (file.read_text(encoding="utf-8") for file in sorted(out.rglob("*.jsonld")))
    return [*inside, *map(json.loads, files)]


def _distinct(graphs: Iterable[dict[str, Any]]) -> list[str]:
    """Every kind of thing in graphs, each in a graph of its own, as JSON.

    To a compiler two things are of one kind if they have the same properties with values of the
    same kinds.
    """
    found = {
        repr(_kind(one)): one
        for graph in graphs
        for one in ({**graph, "@graph": [thing]} for thing in graph["@graph"])
    }
    return [json.dumps(one) for one in found.values()]


def _kind(value: object) -> object:
    """What the types of the vocabulary know of a value: of a text nothing but its own words."""
    if isinstance(value, dict):
        types = {"@type": value["@type"]} if "@type" in value else {}
        return sorted({key: _kind(each) for key, each in value.items()}.items()), types
    if isinstance(value, list):
        return "list", sorted({repr(_kind(each)) for each in value})
    is_word = isinstance(value, str) and "schema.org" in value
    return value if is_word else type(value).__name__


@pytest.mark.once
@pytest.mark.parametrize("name", ["journal", "docs"])
def test_every_graph_keeps_to_the_vocabulary(
    publication: Callable[[str, str], Built], name: str, tmp_path: Path
) -> None:
    """Every kind of thing in the graphs of all pages and files has 0 faults."""
    graphs = _graphs(publication(name, "html").out)
    assert len(graphs) > 40
    report(("graph", fault) for fault in _faults(_distinct(graphs), tmp_path))


@pytest.mark.once
@pytest.mark.parametrize("notes", [1, 2])
def test_corrections_and_reading_lists_keep_to_it(
    built: Callable[..., Built], tmp_path: Path, notes: int
) -> None:
    """One correction and several; an article that stands in the text alone."""
    text = (
        "---\ntitle: A\nauthors: {name: Ann Low}\ndate: 2024-01-01\npost: {}\n---\n\nText.\n\n"
        ":::{article} low2020\nA note.\n:::\n\n"
    )
    conf = (
        'project = "B"\nextensions = ["sphinx_anthology"]\nhtml_baseurl = "https://b.example/"\n'
        'anthology_as_of = "2025-06-01"\n'
    )
    bib = "@article{low2020, author={Low, Ann}, title={T}, year=2020, doi={10.5555/low}}\n"
    post = text + ":::{correction} 2024-05-02\nA word.\n:::\n\n" * notes
    graphs = _graphs(built({"conf.py": conf, "references.bib": bib, "post.md": post}).out)
    assert "CorrectionComment" in json.dumps(graphs)
    report(("graph", fault) for fault in _faults(_distinct(graphs), tmp_path))


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
