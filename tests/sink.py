"""A small publication with something of everything; only what is withheld speaks of canaries."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import JOURNAL

CANARIES = (b"canary", b"quillonby")
"""Words that only withheld documents of the sample hold."""


def readable(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what is packed in it."""
    content = path.read_bytes()
    yield content
    yield path.name.encode()
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    if path.name == "objects.inv":
        yield zlib.decompress(content.split(b"\n", 4)[4])


def leaks(folder: Path) -> list[str]:
    """The files in which a canary sings."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for content in readable(path)
        if any(word in content.lower() for word in CANARIES)
    ]


SINK = {
    "conf.py": """
project = "Sink"
copyright = "2025, The editors"
version = "1"
language = "en"
extensions = ["sphinx_anthology", "sphinx.ext.doctest", "sphinx.ext.coverage"]
html_baseurl = "https://sink.example/"
anthology_as_of = "2025-06-01"
anthology_trust = "editors"
applehelp_bundle_id = "example.sink"
applehelp_disable_external_tools = True
linkcheck_ignore = ["https://elsewhere.example/", "https://orcid.org/", "https://doi.org/"]
numfig = True
""",
    "index.md": "# Sink\n\n```{toctree}\nquays/index\nauthors/ann\nalone\nhow\n```\n\n"
    "```{posts}\n```\n\n```{topics}\n```\n",
    "authors/ann.md": "---\ntitle: Ann Low\nauthor: {orcid: 0000-0002-1825-0097}\n---\n\nWrites.\n",
    "quays/index.md": "---\ntitle: Quays\nseries: {editors: [ann]}\n---\n\nOn quays.\n\n"
    "```{toctree}\n01-one\n02-two\n03-three\n```\n",
    "quays/01-one.md": """---
title: One
description: All that there is
authors: [ann, {name: Bo Ek}]
date: 2025-01-01
tags: [harbours]
post: {articles: [ek2020]}
---

Text with a note[^n], {cite:t}`ek2020`, {post}`quays/02-two`, {author}`ann` and
[elsewhere](https://elsewhere.example/page). {eq}`sum` and {numref}`plan`.

[^n]: The *note*.

## Table

| a | b |
|---|---|
| 1 | 2 |

```{figure} plan.png
:name: plan
:alt: A plan

A caption with {cite:p}`ek2020`.
```

```{math}
:label: sum
a^2 + b^2
```

::::{tab-set}
:::{tab-item} First
Inside.
:::
::::

```{code-block} python
:caption: Code
x = 1
```

```{doctest}
>>> 1 + 1
2
```

{download}`plan.png`
""",
    "quays/02-two.md": "---\ntitle: Two\nauthors: [ann]\ndate: 2025-02-01\npost: {}\n"
    "---\n\nBack.\n",
    "quays/03-three.md": """---
title: Quillonby
subtitle: Canarysubtitle
description: Of canary songs
authors: [canary, ann, {name: Quillonby Canary}]
date: 2025-03-01
tags: [canary, harbours]
keywords: [canarykeyword]
thumbnail: canary.png
post:
  kind: article
  articles: [canary2020]
  roles: {ann: {name: Canaryname, role: Canaryrole, bio: Canarybio}}
  about: [ann]
  responds_to: [quays/01-one]
  former_addresses: ["/2025/03/canaryaddress/"]
  draft: true
---

A canary of {post}`quays/01-one`, and {cite:p}`canary2020`.[^canarynote]

% more

(canarylabel)=
## Canaryheading

```{figure} canary.png
:alt: A canary
:name: canaryfigure

Canarycaption.
```

```{code-block} python
print("canarycode")
```

[^canarynote]: Canarynote.
""",
    "authors/canary.md": "---\ntitle: Canary Quillonby\nauthor: {bio: Canarybio.}\n"
    "orphan: true\n---\n\nCanaries alone.\n",
    "alone.md": "---\ntitle: Alone\nauthors: [ann]\ndate: 2025-02-01\n"
    "post: {withdrawn: {date: 2025-03-01, reason: Wrong.}}\n---\n\nA canary.\n",
    "how.rst": "How\n===\n\n.. versionadded:: 1\n   A word.\n\n:author:`ann`\n",
    "canary.md": "---\ntitle: Canary\nauthors: [ann]\ndate: 2025-02-01\npost: {draft: true}\n"
    "orphan: true\n---\n\nA canary.\n",
    "references.bib": "@article{ek2020,\n author = {Ek, Bo},\n title = {Of Quays},\n"
    " journal = {Water},\n year = {2020},\n doi = {10.5555/12345678}\n}\n"
    "@article{canary2020,\n author = {Canary, Al},\n title = {Canarytitle},\n"
    " journal = {Water},\n year = {2020}\n}\n",
}
"""A publication with something of everything; only what is withheld speaks of canaries."""


DRAFTS = ("quays/03-three.md", "canary.md")
"""The drafts; the author whom only they name is withheld with them."""


def write_sink(folder: Path) -> Path:
    """Write the publication into a folder."""
    picture = next(JOURNAL.rglob("*.png")).read_bytes()
    for name, text in SINK.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("plan", "canary"):
        (folder / f"quays/{name}.png").write_bytes(picture)
    return folder


def publish_drafts(folder: Path) -> None:
    """Make the drafts public."""
    for name in DRAFTS:
        (folder / name).write_text(SINK[name].replace("draft: true", "draft: false"), "utf-8")


def withdraw_drafts(folder: Path) -> None:
    """Make them drafts again."""
    for name in DRAFTS:
        (folder / name).write_text(SINK[name], "utf-8")
