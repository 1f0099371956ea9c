"""Documents with names that the site has for something else: nothing of theirs is lost."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.building import Built, build, differences

POST = """---
title: {0}
authors: {{name: Ann Low}}
date: 2024-01-01
post: {{}}
---

Text of `{0}`.
"""
NAMES = (
    *("404", "a.bib/b", "a/index", "a", "downloads/index", "extra", "feed.atom/c", "genindex"),
    *("search", "_search/d", "_share/e"),
)
FILES = {
    "index.md": "# Book\n\n```{toctree}\n:glob:\n\n*\n*/*\n```\n",
    **{f"{name}.md": POST.format(name) for name in NAMES},
    "a/index.md": POST.format("a/index").replace("Text of", "Sandbanks of"),
    "given/extra.html": "<p>Given</p>",
    "given/a.ris": "Given",
    "given/robots.txt": "Given",
}
OVERRIDES = {"html_baseurl": "https://a.example/", "html_extra_path": ["given"]}


def _pages_with_text(out: Path) -> set[str]:
    found = set()
    for page in out.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found |= {name for name in NAMES if f'<span class="pre">{name}</span>' in text}
    return found


def _files_with(word: str, out: Path) -> list[str]:
    """The search index, feeds, the sitemap, the inventory and everything else."""
    texts = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    inventory = texts["objects.inv"]
    texts["objects.inv"] = zlib.decompress(inventory[inventory.index(b"zlib.\n") + 6 :])
    return sorted(name for name, text in texts.items() if word.encode() in text.lower())


@pytest.mark.parametrize(("builder", "lost"), [("html", set()), ("dirhtml", {"a/index"})])
def test_every_document_has_its_page_or_is_told_of(
    built: Callable[..., Built], tmp_path: Path, builder: str, lost: set[str]
) -> None:
    """Documents come before pages of ours, files of the editor before files of ours."""
    files = dict(FILES)
    late = {name: files.pop(name) for name in ("a.bib/b.md", "feed.atom/c.md")}
    built(files, builder, overrides=OVERRIDES)
    made = built(late, builder, overrides=OVERRIDES)  # where files of the first build are
    assert set(NAMES) - _pages_with_text(made.out) == lost
    told = [line for line in made.warnings if "[anthology.name-clash]" in line]
    assert all("[anthology." in line for line in made.warnings)
    assert {
        name for name in lost if not any(f"‘{name}.md’ has no" in line for line in told)
    } == set()
    assert bool(_files_with("sandbank", made.out)) != bool(lost)
    assert "a/index" not in made.app.env.all_docs or not lost
    assert (made.out / "404.html").is_file()
    assert (made.out / "robots.txt").read_text(encoding="utf-8") == "Given"
    if builder == "html":
        assert (made.out / "a.ris").read_text(encoding="utf-8") == "Given"
    clean = build(
        made.app.srcdir, tmp_path / "clean", tmp_path / "cd", builder=builder, overrides=OVERRIDES
    )
    assert differences(made.out, clean.out) == []


def test_names_inside_volumes_are_free(built: Callable[..., Built]) -> None:
    """Pages of an EPUB have names of their own beside documents of the same names."""
    names = ("title", "nav", "cover", "contributors", "colophon", "package", "contents")
    files = {
        "index.md": "# Book\n\n```{toctree}\n:glob:\n\n*\n```\n",
        **{f"{name}.md": POST.format(f"On {name}") for name in names},
    }
    made = built(files, "epubs")
    assert made.warnings == ()
    (volume,) = made.out.glob("*.epub")
    with zipfile.ZipFile(volume) as package:
        pages = [n for n in package.namelist() if n.endswith(".xhtml")]
        text = "".join(package.read(name).decode() for name in pages)
    assert [name for name in names if f">{name}</span></code>.</p>" not in text] == []
