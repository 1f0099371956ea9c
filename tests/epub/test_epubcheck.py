"""EPUBCheck has nothing to say of any volume, not even of usage."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lxml import etree

from tests.building import Built, build
from tests.epub.conftest import SOURCES
from tests.epub.samples import CONF, PIXEL, files, write
from tests.validators.epub import Book
from tests.validators.epubcheck import checked

HOSTILE = """
A [script](javascript:alert(1)), a [file](file:///etc/passwd), a [bad one](http://[x),
[blanks](<https://a.example/b c?d=é&e=%>), [data](data:text/html,x), [nothing](), [lost](#lost),
<b onclick="x()">no markup</b>, an &nbsp; entity, \x0b control, `<script>`, a {octicon}`book` sign.

![](pixel.png) ![A "quoted" <name>](pixel.png) ![lost](lost.png) ![old](old.bmp)
![named wrongly](wrong.jpg) ![drawn](bad.svg) ![broken](broken.svg) ![far](https://b.example/c.png)

$x^2 & <y>$ and $\\unknown{x}$ and [](red/two.md).

## Twice

## Twice

- [ ] open
- [x] ~~done~~

| a | b |
|---|---|
| <td> | ![](pixel.png) |

:::{figure} pixel.png
:width: 33%
:alt: A pixel

A caption[^note]
:::

[^note]: A note.
"""
DRAWING = b"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<?xml-stylesheet href="http://b.example/x.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:odd="http://b.example/odd" viewBox="0 0 9 9" onload="alert(1)" odd:x="1">
<script>alert(1)</script><odd:part/><style>@import url("http://b.example/x.css");</style>
<a xlink:href="javascript:alert(1)"><rect width="9" height="9" style="fill:url(http://b.example/)"/>
</a><image xlink:href="http://b.example/x.png" width="1" height="1"/>
<foreignObject width="1" height="1"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
</svg>"""


def test_volumes_keep_to_the_standard(epubs: Callable[[str], Built]) -> None:
    """Every volume of every sample: no fatal error, error, warning, info or usage."""
    volumes = [path for name in SOURCES for path in sorted(epubs(name).out.glob("*.epub"))]
    assert len(volumes) > 2 * len(SOURCES)
    assert [str(finding) for finding in checked(volumes)] == []


@pytest.mark.parametrize(
    ("trust", "lost", "late"),
    [
        ("guests", ["old.bmp", "broken.svg", "bad.svg"], 1),
        ("editors", ["old.bmp", "broken.svg"], 2),
    ],
)
def test_hostile_content_does_no_harm(
    trust: str, lost: Sequence[str], late: int, tmp_path: Path
) -> None:
    """Scripts, bad addresses, wrong images, odd drawings: the volume is as sound as any other.

    Whoever wrote it; of guests, drawings that run something are refused when they are read.
    """
    conf = CONF + f'anthology_trust = "{trust}"\n'
    conf += 'myst_enable_extensions = ["dollarmath", "tasklist", "strikethrough"]\n'
    conf += 'suppress_warnings = ["myst.strikethrough"]\n'
    found = files(HOSTILE) | {
        "conf.py": conf,
        "red/pixel.png": PIXEL,
        "red/wrong.jpg": PIXEL,
        "red/old.bmp": b"BM" + bytes(60),
        "red/bad.svg": DRAWING,
        "red/broken.svg": b"<svg><rect></svg>",
        "red/It's & Ünäs.md": "# Odd < name\n",
    }
    built = build(
        write(tmp_path / "source", found), tmp_path / "o", tmp_path / "d", builder="epubs"
    )
    volumes = sorted(built.out.glob("*.epub"))
    assert [str(finding) for finding in checked(volumes)] == []
    said = [w for w in built.warnings if "red/one.md:" in w and "left out" in w]
    for image in lost:
        assert len([w for w in said if re.search(rf"image ‘\S*{image}’ is left out", w)]) == 1, said
    assert len([w for w in said if "left out of the EPUB" in w]) == late
    book = Book(built.out / "red.epub")
    assert b"b.example/x" not in b"".join(book.files.values())
    drawings = [etree.fromstring(c) for name, c in book.files.items() if name.endswith(".svg")]
    for element in (e for page in (*book.pages.values(), *drawings) for e in page.iter()):
        assert etree.QName(element).localname not in {"script", "style", "foreignObject"} or (
            "url" not in (element.text or "")
        )
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert not re.match(r"\s*(javascript|file|data):", str(value))


def test_a_fault_is_found(epubs: Callable[[str], Built], tmp_path: Path) -> None:
    """An element that is none, and a link to nowhere, are reported."""
    whole = epubs("nodes").out / "parts.epub"
    spoiled = tmp_path / "spoiled.epub"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(spoiled, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("title.xhtml"):
                content = content.replace(b"</body>", b'<odd/><a href="no.xhtml">x</a></body>')
            target.writestr(entry, content)
    rules = {finding.rule for finding in checked([spoiled])}
    assert {"RSC-005", "RSC-007"} <= rules
