"""A small publication of two series, whose files a test can replace."""

from __future__ import annotations

from pathlib import Path

CONF = (
    'project = "A book"\nextensions = ["sphinx_anthology"]\nhtml_baseurl = "https://a.example"\n'
    'copyright = "the makers"\n'
)
INDEX = """# A book

Hello.

```{toctree}

red/index
blue/index
about
authors/ann
authors/bob
```
"""
SERIES = (
    "---\ntitle: The {name}\nseries: {{kind: special-issue, part_label: Part, editors: [ann]}}\n"
    "---\n\n```{{toctree}}\n\n{posts}\n```\n"
)
POST = "---\ntitle: {title}\nauthors: {authors}\ndate: {date}\npost: {more}\n---\n\n{text}\n"
AUTHOR = "---\ntitle: {name}\nauthor: {more}\n---\n\n{name} lives by the sea.\n"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
"""A PNG image of one pixel."""


def post(
    title: str, text: str, *, authors: str = "[ann]", date: str = "2025-01-02", more: str = "{}"
) -> str:
    """The document of a post."""
    return POST.format(title=title, text=text, authors=authors, date=date, more=more)


def files(text: str = "Words of one.") -> dict[str, str | bytes]:
    """The files of the publication; ``text`` is that of its first post."""
    return {
        "conf.py": CONF,
        "index.md": INDEX,
        "about.md": "# About\n\n(here)=\n## Aims\n\nWords.\n",
        "authors/ann.md": AUTHOR.format(name="Ann Low", more="{orcid: 0000-0002-1825-0097}"),
        "authors/bob.md": AUTHOR.format(name="Bob High", more="{bio: Bob studies tides.}"),
        "red/index.md": SERIES.format(name="red", posts="one\ntwo"),
        "red/one.md": post("One", text),
        "red/two.md": post("Two", "Words of two. See {post}`red/one`.", authors="[bob, ann]"),
        "blue/index.md": SERIES.format(name="blue", posts="three"),
        "blue/three.md": post("Three", "See {post}`red/one` and {ref}`aims <here>`."),
    }


def write(folder: Path, found: dict[str, str | bytes]) -> Path:
    """Write files below a folder."""
    for name, content in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
