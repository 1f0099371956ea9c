"""A small publication that tests can edit: its state in memory, its files in a folder."""

from __future__ import annotations

import dataclasses as dc
import struct
import zlib
from pathlib import Path


def picture(shade: int) -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, shade % 256]))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    )


@dc.dataclass
class Post:
    """A post of the book."""

    title: str
    authors: list[str]
    date: str
    tags: list[str] = dc.field(default_factory=list)
    body: str = "Some words."
    draft: bool = False
    articles: list[str] = dc.field(default_factory=list)
    shade: int | None = None
    responds_to: list[str] = dc.field(default_factory=list)
    description: str = ""

    def text(self) -> str:
        """The document."""
        lines = [
            "---",
            f"title: {self.title}",
            f"authors: [{', '.join(self.authors)}]",
            f"date: {self.date}",
            f"tags: [{', '.join(self.tags)}]",
            *([f"description: {self.description}"] if self.description else []),
            "post:",
            f"  draft: {str(self.draft).lower()}",
            f"  articles: [{', '.join(self.articles)}]",
            f"  responds_to: [{', '.join(self.responds_to)}]",
            "---",
            "",
            self.body,
            "",
        ]
        if self.shade is not None:
            lines += ["![A grey square](picture.png)", ""]
        return "\n".join(lines)


@dc.dataclass
class Book:
    """The publication: posts by series and name, authors by id, articles by key."""

    posts: dict[str, dict[str, Post]]
    authors: dict[str, str]
    articles: dict[str, str]
    topic_document: bool = False
    as_of: str = "2025-06-01"
    language: str = "en"
    part: str = ""
    """The text of ``part.txt``, for posts that include it."""

    def files(self) -> dict[str, bytes]:
        """Every file of the publication, by its path."""
        texts = {
            "conf.py": self._conf(),
            "index.md": _INDEX.format(series="\n".join(f"{s}/index" for s in sorted(self.posts))),
            "authors/index.md": _AUTHORS.format(authors="\n".join(sorted(self.authors))),
            "references.bib": "".join(
                f"@article{{{key}, author={{Low, Ann}}, title={{{title}}}, year={{2020}}, "
                "journal={Acta}}\n"
                for key, title in sorted(self.articles.items())
            ),
        }
        if self.part:
            texts["part.txt"] = f"{self.part}\n"
        for author_id, name in self.authors.items():
            texts[f"authors/{author_id}.md"] = f"---\ntitle: {name}\nauthor: {{}}\n---\n\nA life.\n"
        if self.topic_document:
            texts["tides.md"] = "---\ntitle: Tides\ntopic: tides\norphan: true\n---\n\nOn tides.\n"
        found = {path: text.encode() for path, text in texts.items()}
        for series, posts in self.posts.items():
            entries = "\n".join(posts)
            found[f"{series}/index.md"] = _SERIES.format(series=series, entries=entries).encode()
            for name, post in posts.items():
                found[f"{series}/{name}.md"] = post.text().encode()
                if post.shade is not None:
                    found[f"{series}/picture.png"] = picture(post.shade)
        return found

    def _conf(self) -> str:
        return (
            'project = "Book"\nextensions = ["sphinx_anthology"]\n'
            'html_baseurl = "https://book.example/"\n'
            f'anthology_as_of = "{self.as_of}"\nlanguage = "{self.language}"\n'
            'anthology_header = ["authors/index"]\n'
        )


_INDEX = """# Book

```{{series-cards}}
```

```{{posts}}
:limit: 3
:excerpt:
```

```{{topics}}
```

```{{years}}
```

```{{authors}}
```

```{{toctree}}
:hidden:

{series}
authors/index
```
"""

_AUTHORS = """# Authors

```{{toctree}}

{authors}
```
"""

_SERIES = """---
title: Series {series}
series:
  part_label: Part
  editors: [ann]
---

An introduction.

```{{toctree}}

{entries}
```
"""


def sample() -> Book:
    """A publication of two series, six posts and three authors, with pictures of equal names."""
    return Book(
        posts={
            "red": {
                "one": Post("First light", ["ann"], "2024-01-05", ["tides"], shade=10),
                "two": Post(
                    "Second sight",
                    ["bob", "ann"],
                    "2024-02-05",
                    ["tides", "boats"],
                    "It follows {post}`red/one` closely. Then it ends.\n\n% more\n\nMore follows.",
                    articles=["low2020"],
                ),
                "three": Post(
                    "Third time",
                    ["cy"],
                    "2024-03-05",
                    ["boats"],
                    "See [](two.md) and [the start](one.md). {cite:p}`low2020` says so.",
                ),
            },
            "blue": {
                "one": Post("First light", ["bob"], "2024-01-20", ["tides"], shade=200),
                "two": Post(
                    "A hidden thing",
                    ["cy"],
                    "2024-04-05",
                    draft=True,
                    body="Secret words on {author}`ann`.",
                ),
                "three": Post(
                    "Later on",
                    ["ann", "cy"],
                    "2025-07-05",
                    ["tides"],
                    "As {post}`blue/two` and {post}`red/three` say.",
                    responds_to=["red/one"],
                ),
            },
        },
        authors={"ann": "Ann Low", "bob": "Bob High", "cy": "Cy Middle"},
        articles={"low2020": "On low things", "low2021": "On lower things"},
    )


def write(book: Book, folder: Path) -> None:
    """Make a folder hold just the book's files; files that stay the same are not touched."""
    files = book.files()
    for path in sorted(folder.rglob("*"), reverse=True):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in files:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
