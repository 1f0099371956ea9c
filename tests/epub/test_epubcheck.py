"""EPUBCheck has nothing to say of any volume, not even of usage."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.building import Built, build
from tests.conftest import PUBLICATIONS
from tests.epub.samples import CONF, PIXEL, files, write
from tests.validators.epub import Book
from tests.validators.epubcheck import Finding, checked

ONE_CHECK = pytest.mark.xdist_group("epubcheck")
"""Tests that one process runs, so that one Java checks what all of them ask about."""

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


@pytest.mark.parametrize("name", sorted(PUBLICATIONS))
def test_volumes_keep_to_the_standard(epubs: Callable[[str], Built], name: str) -> None:
    """Every volume of a publication: no fatal error, error, warning, info or usage."""
    volumes = sorted(epubs(name).out.glob("*.epub"))
    assert len(volumes) > 1
    assert [str(finding) for finding in checked(volumes)] == []


LOST = {"guests": ["old.bmp", "broken.svg", "bad.svg"], "editors": ["old.bmp", "broken.svg"]}
"""The images that no volume can have, by who wrote it."""
LATE = {"guests": 1, "editors": 2}
"""How many images are left out no sooner than the volume is made."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """The small publication with hostile content, by who wrote it."""
    return {trust: _hostile(tmp_path_factory.mktemp(trust), trust) for trust in LOST}


def _hostile(folder: Path, trust: str) -> Built:
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
    return build(write(folder / "source", found), folder / "o", folder / "d", builder="epubs")


@pytest.fixture(scope="module")
def findings(
    hostile: dict[str, Built], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Finding]]:
    """What one EPUBCheck finds, by who wrote the volumes; and in one that is spoiled."""
    volumes = {trust: sorted(made.out.glob("*.epub")) for trust, made in hostile.items()}
    spoiled = tmp_path_factory.mktemp("spoiled") / "spoiled.epub"
    _spoil(volumes["guests"][-1], spoiled)
    volumes["spoiled"] = [spoiled]
    found = checked([path for paths in volumes.values() for path in paths])
    return {
        name: [finding for finding in found if Path(finding.path) in paths]
        for name, paths in volumes.items()
    }


def _spoil(whole: Path, spoiled: Path) -> None:
    """Add an element that is none, and a link to nowhere."""
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(spoiled, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.endswith("title.xhtml"):
                content = content.replace(b"</body>", b'<odd/><a href="no.xhtml">x</a></body>')
            target.writestr(entry, content)


@ONE_CHECK
@pytest.mark.parametrize("trust", LOST)
def test_hostile_content_does_no_harm(
    hostile: dict[str, Built], findings: dict[str, list[Finding]], trust: str
) -> None:
    """Scripts, bad addresses, wrong images, odd drawings: the volume is as sound as any other.

    Whoever wrote it; of guests, drawings that run something are refused when they are read.
    """
    built = hostile[trust]
    assert [str(finding) for finding in findings[trust]] == []
    said = [w for w in built.warnings if "red/one.md:" in w and "left out" in w]
    for image in LOST[trust]:
        assert len([w for w in said if re.search(rf"image ‘\S*{image}’ is left out", w)]) == 1, said
    assert len([w for w in said if "left out of the EPUB" in w]) == LATE[trust]
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


@ONE_CHECK
def test_a_fault_is_found(findings: dict[str, list[Finding]]) -> None:
    """An element that is none, and a link to nowhere, are reported."""
    assert {"RSC-005", "RSC-007"} <= {finding.rule for finding in findings["spoiled"]}
