"""Pages have no styles or scripts of their own; images have their size; what scrolls is reached."""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st
from tests.building import Built, build

from sphinx_anthology.outputs.html.translator import (
    ROOM,
    code_may_scroll,
    formula_may_scroll,
    shown_size,
    style_class,
    width_class,
)
from sphinx_anthology.typst.sizes import Size, natural_size, percent, pixels

FRONT = "---\ntitle: A post\nauthors: {name: Ann Low}\ndate: 2024-01-01\npost: {}\n---\n\n"
INLINE = re.compile(r"(?i)<[^>]*\s(style|on[a-z]+)\s*=|<style|<script(?![^>]*(\ssrc=|/ld\+json))")
"""What a Content-Security-Policy without exceptions forbids in a page; data it does not."""


def _png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


Make = Callable[..., BeautifulSoup]
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 60"/>'


@pytest.fixture
def page_of(built: Callable[..., Built], tmp_path: Path) -> Make:
    """Build a post with a text, and give its page; there are ``wide.png`` and ``drawing.svg``."""

    def make(text: str, *, warnings: tuple[str, ...] = (), **options: object) -> BeautifulSoup:
        folder = tmp_path / "source"
        folder.mkdir(exist_ok=True)
        (folder / "wide.png").write_bytes(_png(400, 100))
        (folder / "drawing.svg").write_text(DRAWING, encoding="utf-8")
        index = "# Book\n\n```{toctree}\npost\n```\n"
        made = built({"post.md": FRONT + text, "index.md": index}, **options)
        assert [w.rpartition("[")[2].rstrip("]") for w in made.warnings] == list(warnings)
        html = (made.out / "post.html").read_text(encoding="utf-8")
        assert not INLINE.search(html)
        return BeautifulSoup(html, "html.parser")

    return make


STYLED = """
```{list-table}
:widths: 22 78
:width: 50%

* - a
  - b
```

```{table}
:width: 300px
:align: center

| a |
|---|
| b |
```

```{figure} wide.png
:figwidth: 33%
:alt: x

Caption
```

```{figure} wide.png
:figwidth: 150px
:alt: x
```

```{div} boxed
:style: width: 40%; color: red

Words.
```

```{eval-rst}
.. class:: field-indent-200px

:a field: its body

#. one

   a. two

| verse
|   indented
```
"""


def test_a_style_is_a_class_or_nothing(page_of: Make) -> None:
    """Widths of tables, columns, figures and boxes are classes in steps of five."""
    page = page_of(STYLED)
    tables = page.select("table.table")
    assert "an-w-50" in tables[0]["class"]
    assert [c["class"] for c in tables[0].select("col")] == [["an-w-20"], ["an-w-80"]]
    assert "an-w-50" in tables[1]["class"], "300 of the 600 pixels of a line"
    assert ["an-w-35" in f["class"] for f in page.select("figure")] == [True, False]
    assert "an-w-25" in page.select("figure")[1]["class"]
    assert "an-w-40" in page.select_one("div.boxed")["class"]


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_no_page_has_a_style_or_a_script_of_its_own(
    publication: Callable[[str, str], Built], builder: str
) -> None:
    """Not the page with everything a text can hold, nor any other of the sample's."""
    out = publication("journal", builder).out
    pages = [p for p in out.rglob("*.html") if "_static" not in p.parts]
    assert [p for p in pages if INLINE.search(p.read_text(encoding="utf-8"))] == []


def test_every_image_has_its_size_and_all_but_portraits_wait(
    publication: Callable[[str, str], Built],
) -> None:
    """Nothing moves while a page loads; what is out of sight is not fetched."""
    out = publication("journal", "html").out
    seen = 0
    for path in out.rglob("*.html"):
        if "_static" in path.parts:
            continue
        for image in BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").select("img"):
            assert int(image["width"]) > 0
            assert int(image["height"]) > 0
            assert image.has_attr("alt")
            waits = "an-plate" not in image.get("class", ())
            assert (image.get("loading"), image.get("decoding")) == (
                ("lazy", "async") if waits else (None, None)
            )
            seen += 1
    assert seen > 10


@pytest.mark.parametrize(
    ("options", "size", "part"),
    [
        ("", ("400", "100"), None),
        (":width: 200", ("200", "50"), None),
        (":width: 200px", ("200", "50"), None),
        (":height: 50px", ("200", "50"), None),
        (":width: 1in\n:height: 1in", ("96", "96"), None),
        (":scale: 50", ("200", "50"), None),
        (":width: 100px\n:scale: 50", ("50", "12"), None),
        (":width: 10em", ("160", "40"), None),
        (":width: 42%", ("400", "100"), "an-w-40"),
        (":width: 50%\n:scale: 50", ("400", "100"), "an-w-25"),
        (":width: 50vw", ("400", "100"), None),
    ],
)
def test_an_image_is_as_large_as_the_text_says(
    options: str, size: tuple[str, str], part: str | None
) -> None:
    """In the file's proportions, unless it gives both; a part of the width is a class."""
    wishes = dict(line.strip(":").split(": ") for line in options.splitlines())
    node = nodes.image(**{k: int(v) if k == "scale" else v for k, v in wishes.items()})
    attributes, name = shown_size(Size(400, 100), node)
    assert (attributes["width"], attributes["height"]) == size
    assert name == (part or "")


def test_an_image_of_unknown_size_has_what_the_text_gives() -> None:
    """And nothing is made up."""
    assert shown_size(None, nodes.image(width="30px", height="20px")) == (
        {"width": "30", "height": "20"},
        "",
    )
    assert shown_size(None, nodes.image(width="30px")) == ({"width": "30"}, "")
    assert shown_size(None, nodes.image()) == ({}, "")
    assert shown_size(None, nodes.image(width="50%")) == ({}, "an-w-50")


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg width="20" height="10"/>', Size(20, 10)),
        ('<svg width="1in" height="48pt"/>', Size(96, 64)),
        ('<svg viewBox="0 0 30 60"/>', Size(30, 60)),
        ('<svg viewBox="0,0,30,60" width="15px"/>', Size(15, 30)),
        ('<svg viewBox="0 0 30 60" height="15"/>', Size(7.5, 15)),
        ('<svg viewBox="0 0 30 60" width="100%" height="100%"/>', Size(30, 60)),
        ('<svg viewBox="0 0 0 60"/>', Size(300, 150)),
        ('<svg viewBox="none"/>', Size(300, 150)),
        ("<svg/>", Size(300, 150)),
        ('<?xml version="1.0"?><!-- a < b --><!DOCTYPE svg><svg width="2" height="3">', Size(2, 3)),
        ('<svg width="2" height="3"><unclosed', Size(2, 3)),
        ("<svg width=2/>", None),
        ("", None),
        ("no drawing", None),
    ],
)
def test_a_drawing_is_as_large_as_it_states(tmp_path: Path, svg: str, size: Size | None) -> None:
    """By width and height, else by what it shows, else as browsers do it."""
    path = tmp_path / "drawing.svg"
    path.write_text(svg, encoding="utf-8")
    assert natural_size(path) == size
    assert natural_size(tmp_path / "none.svg") is None


def test_a_file_that_is_no_image_has_no_size(tmp_path: Path) -> None:
    """Nor has one that is not there."""
    (tmp_path / "a.png").write_bytes(b"no image")
    assert natural_size(tmp_path / "a.png") is None
    assert natural_size(tmp_path / "b.png") is None


def test_an_image_from_elsewhere_is_a_link(page_of: Make) -> None:
    """Alone, in a line, in a link, in a figure, in a card: no reader's browser asks for it."""
    text = """
![a gull](https://elsewhere.example/gull.png) in a line.

[![a boat](https://elsewhere.example/boat.png)](https://elsewhere.example/)

```{image} http://elsewhere.example/sea.png
```

```{figure} https://elsewhere.example/map.svg?size=1
:alt: a map
:target: https://elsewhere.example/map

A map.
```

```{card} A card
:img-top: https://elsewhere.example/card.png
:img-alt: a card
```

```{image} data:image/png;base64,AAAA
:alt: a dot
```
"""
    page = page_of(text, warnings=("anthology.foreign-image",) * 6)
    assert page.select("article img") == []
    links = {a.get_text(): a["href"] for a in page.select("article a[href*=elsewhere]")}
    assert links == {
        "a gull": "https://elsewhere.example/gull.png",
        "a boat": "https://elsewhere.example/",
        "sea.png": "http://elsewhere.example/sea.png",
        "a map": "https://elsewhere.example/map",
        "a card": "https://elsewhere.example/card.png",
    }
    assert "a dot" in page.get_text()


def test_no_builder_asks_for_an_image_from_elsewhere(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sphinx would fetch it for LaTeX and for EPUB."""
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a request"))
    made = built(
        {"post.md": FRONT + "![a gull](https://elsewhere.example/gull.png)\n"}, builder="latex"
    )
    assert [w for w in made.warnings if "foreign-image" not in w] == []


def test_content_writes_no_script_into_a_page(page_of: Make) -> None:
    """Not as an icon's class, a link's address, a refresh, or a drawing that is embedded."""
    text = """
{octicon}`alert;1em;x"onload="alert(1)` and {material-round}`home;1em;"><script>alert(1)</script>`

```{button-link} javascript:alert(1)
Press
```

```{eval-rst}
.. meta::
   :http-equiv=refresh: 0; url=https://elsewhere.example/

.. image:: drawing.svg
   :alt: x
   :loading: embed

`a link <java&#x73;cript:alert(1)>`_
```
"""
    refused = ("anthology.not-for-guests",) * 2  # the order to browsers, and the link
    page = page_of(text, warnings=("docutils", "docutils", *refused))
    assert page.select("[onload], meta[http-equiv=refresh], article svg") == []
    assert page.select("a.sd-btn[href], article a[href]:-soup-contains(Press)") == []
    assert "Press" in page.select_one("article").get_text()
    assert page.select_one("article img[src$='.svg']")["height"] == "60"


def test_a_link_without_words_is_named_by_its_image(page_of: Make) -> None:
    """An image without words is silent, and never read out as its address."""
    page = page_of("![](wide.png)\n\n[![](wide.png)](https://elsewhere.example/)\n")
    assert [image["alt"] for image in page.select("article img")] == ["", "wide"]


WIDE = "| " + " | ".join(f"unbreakable{n}" for n in range(6)) + " |"
SCROLLING = f"""
{WIDE}
|{"---|" * 6}
{WIDE}

| a | b |
|---|---|
| c | d |

```{{table}} A caption & more
{WIDE}
|{"---|" * 6}
{WIDE}
```

{WIDE}
|{"---|" * 6}
{WIDE.replace("unbreakable0", "[a link](https://elsewhere.example/)")}

```python
{"x" * (ROOM + 1)} = "<pre>"
```

```python
x = 1
```

```{{code-block}} python
:linenos:

{"x" * (ROOM + 1)}
```

```{{math}}
a + b + c + d + e + f + g + h + i + j + k + l + m
```

```{{math}}
a
```
"""


def test_what_may_scroll_takes_the_focus(page_of: Make) -> None:
    """Wide tables, long lines of code and long formulas, and none that surely fit."""
    page = page_of(SCROLLING)
    boxes = page.select(".pst-scrollable-table-container")
    assert [box.get("tabindex") for box in boxes] == ["0", None, "0", None]
    assert boxes[0]["role"] == "group"
    assert [box.get("aria-label") for box in boxes] == ["Table", None, "A caption & more", None]
    assert [pre.get("tabindex") for pre in page.select(".highlight pre")] == ["0", None, "0"]
    formulas = page.select("div.math")
    assert [f.get("tabindex") for f in formulas] == ["0", None]
    assert formulas[0]["aria-label"] == "Formula"


@pytest.mark.parametrize(
    ("formula", "may"),
    [
        ("<math>" + "<mi>x</mi>" * ROOM + "</math>", False),
        ("<math>" + "<mi>x</mi>" * (ROOM + 1) + "</math>", True),
        ("<mtable>" + "<mtr><mtd><mi>xx</mi></mtd></mtr>" * ROOM + "</mtable>", False),
        ("<mo>&lt;</mo>" * ROOM, False),
    ],
)
def test_a_formula_is_as_wide_as_its_longest_row(formula: str, may: bool) -> None:
    """Elements have no width, and an escaped sign is one."""
    assert formula_may_scroll(formula) == may


def test_code_is_as_wide_as_its_longest_line() -> None:
    """However many lines there are."""
    assert not code_may_scroll("x = 1\n" * 99)
    assert code_may_scroll("short\n" + "x" * (ROOM + 1))


@pytest.mark.parametrize(
    ("length", "found"),
    [
        ("300", 300), ("300px", 300), ("1in", 96), ("2.54cm", 96), ("72 pt", 96), ("6pc", 96),
        ("2em", 32), ("50%", None), ("50vw", None), ("", None), ("wide", None), ("-1px", None),
    ],
)  # fmt: skip
def test_a_length_in_pixels(length: str, found: float | None) -> None:
    """Absolute units, and letters of the usual size."""
    assert pixels(length) == (pytest.approx(found) if found else None)


@given(st.floats(0, 1e6))
def test_a_part_of_the_width_is_one_of_twenty_classes(part: float) -> None:
    """The stylesheet has them all."""
    assert width_class(part) in {f"an-w-{n}" for n in range(5, 101, 5)}
    assert percent(f"{part:f}%") == pytest.approx(part, abs=1e-6)


@pytest.mark.parametrize(
    ("style", "name"),
    [
        ("width: 50%", "an-w-50"), ("color: red; width:120px;", "an-w-20"), ("color: red", ""),
        ("max-width: 50%", ""), ("width: expression(1)", ""), ("", ""), (";;:", ""),
    ],
)  # fmt: skip
def test_of_a_style_only_the_width_is_kept(style: str, name: str) -> None:
    """As a class."""
    assert style_class(style) == name


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
def test_another_theme_gets_the_same(
    built: Callable[..., Built], tmp_path: Path, theme: str
) -> None:
    """What documents hold has no styles, whoever frames it."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "wide.png").write_bytes(_png(400, 100))
    conf = f'extensions = ["sphinx_anthology"]\nhtml_theme = "{theme}"\n'
    made = built({"conf.py": conf, "post.md": FRONT + STYLED})
    html = (made.out / "post.html").read_text(encoding="utf-8")
    text = BeautifulSoup(html, "html.parser").select_one("section")
    assert text.select("[style]") == []
    assert len(text.select("table, figure")) == 4
    assert text.select_one("col.an-w-20")
    assert {i["width"] for i in text.select("img")} == {"400"}


def test_a_picture_of_another_size_is_shown_in_it(page_of: Make, tmp_path: Path) -> None:
    """Even where the new file has the bytes and the time of the old one, but for its size."""
    page = page_of("![x](wide.png)\n")
    assert page.select_one("article img")["width"] == "400"
    picture = tmp_path / "source" / "wide.png"
    before = picture.stat()
    picture.write_bytes(_png(410, 100)[:-12].ljust(before.st_size, b"\0"))
    os.utime(picture, ns=(before.st_atime_ns, before.st_mtime_ns))
    source = tmp_path / "source"
    made = build(source, tmp_path / "html", tmp_path / "d")
    again = BeautifulSoup((made.out / "post.html").read_text(encoding="utf-8"), "html.parser")
    assert again.select_one("article img")["width"] == "410"


@pytest.mark.parametrize("split", [False, True])
def test_an_index_has_no_styles(built: Callable[..., Built], split: bool) -> None:
    """Where conf.py asks for one, it is made of lists; Sphinx's own has tables with styles."""
    conf = 'extensions = ["sphinx_anthology"]\nhtml_use_index = True\n'
    terms = "\n```{glossary}\nneap <tide>\n  Low.\n\nslack water\n  Still.\n```\n"
    made = built({"conf.py": f"{conf}html_split_index = {split}\n", "post.md": FRONT + terms})
    pages = sorted(path.name for path in made.out.glob("genindex*.html"))
    assert pages == (
        ["genindex-N.html", "genindex-S.html", "genindex-all.html", "genindex.html"]
        if split
        else ["genindex.html"]
    )
    text = {name: (made.out / name).read_text(encoding="utf-8") for name in pages}
    assert [name for name in pages if INLINE.search(text[name])] == []
    link = BeautifulSoup(text[pages[0]], "html.parser").select_one(".an-index a")
    assert link.get_text() == "neap <tide>"
    assert link["href"].startswith("post.html#term-")
