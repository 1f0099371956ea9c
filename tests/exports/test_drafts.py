"""Nothing of a withheld document is in a volume, nor the text of one that was withdrawn."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building import Built, build, contents
from tests.exports.openings import PICTURE, said

DRAFT = "series/harbours/06-canary-draft.md"
WITHDRAWN = "series/town-data-days/04-the-missing-ledger.md"
SIZE = (101, 61)
"""That of the draft's picture, and of no other."""

DRAFT_MORE = """
| Canarytablehead | b |
|-----------------|---|
| canarytablecell | c |

::::{tab-set}
:::{tab-item} Canarytab
Canarytabtext.
:::
::::

:::{dropdown} Canarydropdown
Canarydropdowntext.
:::

:::{admonition} Canaryadmonition
{abbr}`Canaryabbreviation (canarylongform)`, [canarylink](https://canaryaddress.example/).
:::

```{math}
\\text{canaryformula} = 1
```
"""
WITHDRAWN_MORE = """
## Canarywithdrawnheading

Canarywithdrawntext.[^canary]

```{figure} /series/harbours/canary-plan.png
:alt: Canarywithdrawnalt

Canarywithdrawncaption.
```

[^canary]: Canarywithdrawnnote.
"""

SHOWN = """
title description body heading sentence alt caption code note tag guest printedname role
seriestitle seriesdescription seriesbody authorname authorbody
"""
"""What a volume shows of a draft as soon as it is public, besides what is added here."""
OTHERS = (
    "canaryfirstbody canarylaterbody canaryreporttitle canaryscheduledbody quillonby"
    " canarytablehead canarytablecell canarytab canarytabtext canarydropdown canarydropdowntext"
    " canaryadmonition canaryabbreviation canarylink canaryaddress canaryformula"
    " canaryarticletitle canaryarticleauthor"
    " canarywithdrawnheading canarywithdrawntext canarywithdrawnalt canarywithdrawncaption"
    " canarywithdrawnnote"
)
EXPECTED = {f"canarydraft{word}" for word in SHOWN.split()} | set(OTHERS.split())
_WORD = re.compile("canary[a-z]*|quillonby")
KINDS = {"typstpdf": "pdf", "epubs": "epub"}


def _picture(width: int, height: int) -> bytes:
    """A black PNG."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" * (width + 1)) * height)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _published(text: str) -> str:
    """A document as if nobody had held it back, or taken it back."""
    text = text.replace("draft: true", "draft: false")
    return re.sub(r"^  withdrawn:\n(    .*\n)+", "", text, flags=re.MULTILINE)


@pytest.fixture
def sources(journal: Path) -> dict[Path, str]:
    """The documents that hold what nobody may read."""
    for name, more in ((DRAFT, DRAFT_MORE), (WITHDRAWN, WITHDRAWN_MORE)):
        path = journal / name
        path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    (journal / "series/harbours/canary-plan.png").write_bytes(_picture(*SIZE))
    texts = {path: path.read_text(encoding="utf-8") for path in journal.rglob("*.md")}
    return {path: text for path, text in texts.items() if _published(text) != text}


def _leaks(built: Built) -> Iterator[tuple[str, str, str]]:
    """Every word and picture that nobody may see: file, place, and what it is."""
    size = "{}x{}".format(*SIZE)
    for path in sorted(built.out.rglob("*")):
        for place, text in said(path):
            yield from ((path.name, place, word) for word in _WORD.findall(text))
            if place == PICTURE and text == size:
                yield path.name, place, size


def test_no_volume_holds_anything_of_a_draft(
    journal: Path, tmp_path: Path, sources: dict[Path, str]
) -> None:
    """Text, title, authors, tags, pictures, names of files: not before it was public, nor after.

    In between everything is published, and then all of it is found. Each time the documents are
    read once for PDFs and EPUBs.
    """

    def made(builder: str, **overrides: object) -> Built:
        return build(
            journal, tmp_path / builder, tmp_path / "doctrees", builder=builder, overrides=overrides
        )

    before = [made(builder) for builder in KINDS]
    assert [leak for built in before for leak in _leaks(built)] == []
    first = [contents(built.out) for built in before]
    for path, text in sources.items():
        path.write_text(_published(text), encoding="utf-8")
    for builder, kind in KINDS.items():
        found = list(_leaks(made(builder, anthology_as_of="2032-01-01")))
        words = {word for _, _, word in found}
        assert {e for e in EXPECTED if not any(w.startswith(e) for w in words)} == set()
        assert any(place == PICTURE for _, place, _ in found)
        assert (f"canary-draft-series.{kind}", "name", "canary") in found
    for path, text in sources.items():
        path.write_text(text, encoding="utf-8")
    after = [made(builder) for builder in KINDS]
    assert [leak for built in after for leak in _leaks(built)] == []
    assert [contents(built.out) for built in after] == first
