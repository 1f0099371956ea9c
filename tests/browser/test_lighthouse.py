"""Lighthouse has nothing to ask for on the pages that most readers come to."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import results
from tests.browser.checkers import chromium, flags, node, package
from tests.browser.findings import report
from tests.browser.pages import each_publication, example
from tests.browser.serving import Site

PERFECT = ("accessibility", "best-practices", "seo")
SETTINGS = {"mobile": [], "desktop": ["--preset=desktop"]}


def _run(address: str, setting: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse says of a page."""
    out = folder / "report.json"
    subprocess.run(
        [
            node(),
            str(package("lighthouse/cli/index.js")),
            address,
            "--quiet",
            "--no-enable-error-reporting",
            "--output=json",
            f"--output-path={out}",
            f"--only-categories={','.join(('performance', *PERFECT))}",
            f"--chrome-flags={' '.join(['--headless=new', *flags()])}",
            *SETTINGS[setting],
        ],
        env={**os.environ, "CHROME_PATH": chromium()},
        check=True,
        capture_output=True,
        timeout=180,
    )
    said: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return said


def _wanting(said: dict[str, Any]) -> Iterator[str]:
    """Each audit that keeps a category from 100, with what it is about."""
    for name in PERFECT:
        category = said["categories"][name]
        for reference in category["auditRefs"]:
            audit = said["audits"][reference["id"]]
            if reference["weight"] and audit["score"] not in {1, None}:
                items = audit.get("details", {}).get("items", [])
                yield f"{name}: {audit['id']}: {audit['title']}: {json.dumps(items)[:600]}"
        if category["score"] != 1:
            yield f"{name}: {category['score']}"


@pytest.mark.once
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("kind", ["front", "special-issue", "post"])
@each_publication
def test_lighthouse_gives_the_full_score(
    site: Callable[[str], Site], tmp_path: Path, name: str, kind: str, setting: str
) -> None:
    """100 for accessibility, best practices and SEO; performance is only written down."""
    where = example(name, kind)
    said = _run(site(name).address + where.address, setting, tmp_path)
    assert "runtimeError" not in said, said["runtimeError"]
    scores = {key: round(100 * value["score"]) for key, value in said["categories"].items()}
    line = ", ".join(f"{key} {score}" for key, score in scores.items())
    results.write(results.folder() / "lighthouse" / f"{where}-{setting}.txt", f"{line}\n")
    report((f"{where} {setting}", what) for what in _wanting(said))
