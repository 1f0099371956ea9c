"""What a page loads of ours stays within what was set (bytes, uncompressed)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.building import Built
from tests.samples import post

from sphinx_anthology.outputs.html.theme import HERE

STATIC = HERE / "static"


def _bytes(*patterns: str) -> int:
    files = [path for pattern in patterns for path in sorted(STATIC.glob(pattern))]
    assert files
    return sum(path.stat().st_size for path in files)


@pytest.mark.parametrize(
    ("patterns", "most"),
    [
        (("anthology.css",), 40_000),
        (("anthology-maths.css",), 2_000),
        (("anthology-print.css",), 6_000),
        (("anthology-search.css",), 2_000),
        (("anthology.js", "anthology-scheme.js"), 15_000),
        (("anthology-scheme.js",), 1_000),
        (("anthology-search.js",), 15_000),
        (("fonts/source-*.woff2",), 250_000),
        (("fonts/stix-*.woff2",), 110_000),
    ],
)
def test_our_files_are_small(patterns: tuple[str, ...], most: int) -> None:
    """The styles of screen and paper, all scripts, the one that pages wait for, fonts of texts.

    No page waits for the style of paper, and only those with formulas for theirs; the page to
    search with has a style and a script that no other loads.
    Formulas have a font of their own, which only pages with formulas load: a face for formulas has
    brackets and roots in many sizes, and cannot be as small as one for words.
    """
    assert _bytes(*patterns) <= most


@pytest.mark.parametrize("name", ["journal", "docs"])
def test_pages_wait_for_one_script_and_load_none_of_the_themes(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """Every script but the one for the colours is deferred; bootstrap and icons stay away."""
    built = publication(name, "html")
    for page in _pages(built.out):
        scripts = re.findall(r"<script\b[^>]*>", page.read_text(encoding="utf-8"))
        blocking = [s for s in scripts if "defer" not in s and "application/ld+json" not in s]
        assert len(blocking) == 1, page
        assert "anthology-scheme.js" in blocking[0], page
        assert not any("bootstrap" in s or "fontawesome" in s for s in scripts), page


def _pages(out: Path) -> list[Path]:
    """All pages but those that only lead to another."""
    pages = (page for page in sorted(out.rglob("*.html")) if "_static" not in page.parts)
    return [page for page in pages if 'http-equiv="refresh"' not in page.read_text("utf-8")]


def test_a_part_of_the_theme_brings_its_scripts(built: Callable[..., Built]) -> None:
    """Who names a component of the theme's gets what it needs to work."""
    conf = (
        'project = "Book"\nextensions = ["sphinx_anthology"]\n'
        'html_theme_options = {"navbar_end": ["theme-switcher", "anthology-search"]}\n'
    )
    made = built({"conf.py": conf})
    page = (made.out / "index.html").read_text(encoding="utf-8")
    assert "scripts/bootstrap.js" in page
    assert "scripts/pydata-sphinx-theme.js" in page
    assert "doctools.js" in page
    assert "DOCUMENTATION_OPTIONS.pagename = 'index'" in page


def test_an_earlier_build_of_another_kind_leaves_nothing(built: Callable[..., Built]) -> None:
    """The theme writes into a list that all builds of a process share; ours come first still."""
    files = {"index.md": "# Book\n\n```{toctree}\none\n```\n", "one.md": post()}
    built(files, builder="singlehtml")
    page = (built({}).out / "one.html").read_text(encoding="utf-8")
    assert "an-crumbs" in page
    assert "an-scheme" in page
