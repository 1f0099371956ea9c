"""What pages say to machines, by whose text they show: counted in the sample publication."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import html

from tests.benchmarks.child import cost_of
from tests.browser.pages import _ADDRESSES, tree
from tests.conftest import JOURNAL
from tests.scholar.heads import metadata_size

PAGES = {
    "a post": _ADDRESSES["journal"]["post"],
    "an excerpt": _ADDRESSES["journal"]["excerpt"],
    "a digest": _ADDRESSES["journal"]["digest"],
    "a withdrawn post": _ADDRESSES["journal"]["tombstone"],
    "an author": _ADDRESSES["journal"]["author"],
    "a series": _ADDRESSES["journal"]["special-issue"],
}
SIGNS = frozenset(
    {"author", "cite-as", "collection", "describedby", "item", "license", "linkset", "type"}
)
"""The relations of FAIR Signposting."""


def heads() -> dict[str, Any]:
    """The tags of each kind of page, by standard; the nodes of its graph; bytes, compressed."""
    folder = Path(tempfile.mkdtemp())
    source = shutil.copytree(JOURNAL, folder / "docs", ignore=shutil.ignore_patterns("_build"))
    cost_of("sphinx_anthology.cli", "build", "--docs", str(source), "--to", "html", "-j", "1")
    site = source / "_build" / "html"
    found = {name: _counted(site / address) for name, address in PAGES.items()}
    shutil.rmtree(folder)
    return {"pages": found}


def _counted(path: Path) -> dict[str, int]:
    page = tree(path)
    found = Counter(filter(None, map(_standard, page.iterfind(".//head/*"))))
    graphs = [
        json.loads(s.text or "") for s in page.iterfind('.//script[@type="application/ld+json"]')
    ]
    found["JSON-LD"] = sum(len(graph.get("@graph", [graph])) for graph in graphs)
    kinds = ("Highwire", "Dublin Core", "Open Graph", "JSON-LD", "Signposting")
    size = metadata_size(path.read_text(encoding="utf-8"))
    return {**{kind: found[kind] for kind in kinds}, "bytes": size}


def _standard(tag: html.HtmlElement) -> str:
    """The standard to which a tag of a head belongs; empty if it belongs to none of these."""
    name = tag.get("name") or tag.get("property") or ""
    if name.startswith("citation_"):
        return "Highwire"
    if re.match(r"DC(TERMS)?\.", name):
        return "Dublin Core"
    if re.match(r"og:|article:|profile:|twitter:", name):
        return "Open Graph"
    return "Signposting" if tag.tag == "link" and tag.get("rel") in SIGNS else ""
