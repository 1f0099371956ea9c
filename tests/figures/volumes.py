"""The PDFs of this book: their tags, and what veraPDF asks of them.

``python -m tests.figures.volumes FILE…`` lets veraPDF judge files in a process of its own, which
holds a Java, and writes a line of JSON for each.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf

from tests.benchmarks.child import ROOT, cost_of
from tests.figures import DOCS
from tests.validators import verapdf

VOLUMES = ("co-creation", "conference-2014", "leadership")
"""The booklets of the digests; that of the posts about this book would change with each figure."""


def volumes() -> dict[str, Any]:
    """The pages, tags, texts in place of pictures and formulas, and checks of each volume."""
    cost_of("sphinx_anthology.cli", "build", "--docs", str(DOCS), "--to", "pdf", "-j", "1")
    paths = [DOCS / "_build" / "pdf" / f"{name}.pdf" for name in VOLUMES]
    command = [sys.executable, "-m", "tests.figures.volumes", *map(str, paths)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    judged = [json.loads(line) for line in said.splitlines()]
    found = zip(VOLUMES, paths, judged, strict=True)
    return {"volumes": {name: {**_tagged(path), **checks} for name, path, checks in found}}


def _tagged(path: Path) -> dict[str, Any]:
    with pikepdf.open(path) as pdf:
        tags = Counter(_tags(pdf.Root["/StructTreeRoot"]["/K"]))
        pages = len(pdf.pages)
    ordered = sorted(tags.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"pages": pages, "bytes": path.stat().st_size, "tags": dict(ordered)}


def _tags(element: Any) -> Iterator[str]:
    """The names of all elements of the tree of tags."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from _tags(child)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        yield str(element["/S"]).removeprefix("/")
        yield from _tags(element.get("/K"))


def _judged(path: Path, profile: str) -> dict[str, int]:
    """How many rules a profile has, how often veraPDF asked one, and how often it failed."""
    flavour, rules = verapdf._profile(profile)
    foundry = verapdf._java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(verapdf._java("java.io.File")(str(path)), flavour)
    try:
        result = foundry.createValidator(rules, False).validate(parser)
        failed = [a for a in result.getTestAssertions() if str(a.getStatus()).lower() == "failed"]
        asked = int(result.getTotalAssertions())
        return {"rules": int(rules.getRules().size()), "asked": asked, "failed": len(failed)}
    finally:
        parser.close()


if __name__ == "__main__":
    for name in sys.argv[1:]:
        judged = {profile: _judged(Path(name), profile) for profile in verapdf.RULES}
        sys.stdout.write(f"{json.dumps(judged)}\n")
