"""The artefacts of a run: pictures of the pages, and what Lighthouse measured."""

from __future__ import annotations

import html
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def folder() -> Path:
    """Where the artefacts go: into the folder that ANTHOLOGY_RESULTS names, or test-results."""
    return Path(os.environ.get("ANTHOLOGY_RESULTS") or ROOT / "test-results")


def asked_for() -> None:
    """Skip a test that only makes artefacts, which take minutes, unless somebody wants them."""
    if not os.environ.get("ANTHOLOGY_RESULTS"):
        pytest.skip("Pictures are made where ANTHOLOGY_RESULTS names a folder for them.")


def write(path: Path, text: str) -> None:
    """Write a file at once, for the tests of two processes may both write it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def write_sheet(shots: Path) -> None:
    """Write a page that shows all pictures which are there so far, by publication and page."""
    rows = []
    for publication in sorted(path for path in shots.iterdir() if path.is_dir()):
        rows.append(f"<h2>{html.escape(publication.name)}</h2>")
        rows += [
            f'<figure><a href="{name}"><img src="{name}" alt="" loading="lazy"></a>'
            f"<figcaption>{html.escape(picture.stem)}</figcaption></figure>"
            for picture in sorted(publication.glob("*.png"))
            for name in [f"{publication.name}/{picture.name}"]
        ]
        rows += [
            f'<a href="{publication.name}/{paper.name}">{html.escape(paper.name)}</a>'
            for paper in sorted(publication.glob("*.pdf"))
        ]
    write(shots / "index.html", SHEET.format("\n".join(rows)))


SHEET = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>All kinds of pages</title>
<style>
body {{ font: 14px sans-serif; display: flex; flex-wrap: wrap; gap: 16px; background: #ddd }}
h2 {{ flex: 0 0 100%; margin: 0 }}
figure {{ margin: 0; width: 240px }}
img {{ width: 240px; height: 320px; object-fit: cover; object-position: top; background: #fff }}
</style>
{}
</html>
"""
