"""Lighthouse has nothing to ask for on the pages that most readers come to."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.browser import results
from tests.browser.checkers import chromium, flags, node, package
from tests.browser.findings import report
from tests.browser.pages import each_publication, example, tree
from tests.browser.serving import Site

SCRIPT = Path(__file__).with_name("lighthouse.mjs")
KINDS = {
    "front": ("mobile", "desktop"),
    "special-issue": ("mobile",),
    "post": ("mobile", "desktop"),
}
"""The kinds of pages, and the settings in which each is judged.

Of the best practices only those of images depend on the window; a special issue has none.
"""
PERFECT = {
    "mobile": ("accessibility", "best-practices", "seo"),
    "desktop": ("best-practices",),
}
"""The categories that have to be perfect, by the setting.

What search engines ask for is the same in every window. The rules of accessibility are those of
axe-core, which ``test_accessibility.py`` asks for in a large window, too.
"""
MEASURED = "performance"
"""The category that is only written down, where somebody wants it."""


def _run(jobs: Sequence[dict[str, object]]) -> list[dict[str, Any]]:
    """What Lighthouse says of each page, all in one browser."""
    modules = package("lighthouse/core/index.js").parent.parent.parent
    options = json.dumps(["--headless=new", *flags()])
    done = subprocess.run(
        [node(), str(SCRIPT), str(modules), chromium(), options, json.dumps(jobs)],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _wanting(said: dict[str, Any], categories: Sequence[str]) -> Iterator[str]:
    """Each audit that keeps a category from 100, with what it is about."""
    for name in categories:
        category = said["categories"][name]
        for reference in category["auditRefs"]:
            audit = said["audits"][reference["id"]]
            if reference["weight"] and audit["score"] not in {1, None}:
                items = audit.get("details", {}).get("items", [])
                yield f"{name}: {audit['id']}: {audit['title']}: {json.dumps(items)[:600]}"
        if category["score"] != 1:
            yield f"{name}: {category['score']}"


@each_publication
def test_what_has_images_is_judged_in_every_setting(site: Callable[[str], Site], name: str) -> None:
    """A kind that is only judged as on a telephone has none."""
    judged_once = [kind for kind, settings in KINDS.items() if len(settings) < len(PERFECT)]
    pages = {kind: tree(site(name).out / example(name, kind).address) for kind in judged_once}
    assert [kind for kind, page in pages.items() if page.find(".//img") is not None] == []


@pytest.mark.once
@each_publication
def test_lighthouse_gives_the_full_score(site: Callable[[str], Site], name: str) -> None:
    """100 for accessibility, best practices and SEO; performance is only written down."""
    measured = (MEASURED,) if os.environ.get("ANTHOLOGY_RESULTS") else ()
    asked = [(example(name, kind), setting) for kind in KINDS for setting in KINDS[kind]]
    jobs = [
        {
            "address": site(name).address + where.address,
            "setting": setting,
            "categories": [*PERFECT[setting], *measured],
        }
        for where, setting in asked
    ]
    found = []
    for (where, setting), said in zip(asked, _run(jobs), strict=True):
        assert "runtimeError" not in said, said["runtimeError"]
        scores = {key: round(100 * value["score"]) for key, value in said["categories"].items()}
        line = ", ".join(f"{key} {score}" for key, score in scores.items())
        results.write(results.folder() / "lighthouse" / f"{where}-{setting}.txt", f"{line}\n")
        found += [(f"{where} {setting}", what) for what in _wanting(said, PERFECT[setting])]
    report(found)
