"""Invariant 2 for edits that have nothing to do with posts: settings, labels, figures, files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.book import picture, sample, write
from tests.building import Base, build, differences

Edit = Callable[[Path], object]


def _add_to_conf(line: str) -> Edit:
    def edit(source: Path) -> None:
        conf = source / "conf.py"
        conf.write_text(f"{conf.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")

    return edit


def _replace(name: str, old: str, new: str) -> Edit:
    def edit(source: Path) -> None:
        path = source / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return edit


def _write(name: str, content: str | bytes) -> Edit:
    def edit(source: Path) -> None:
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return edit


def _swap_picture(source: Path) -> None:
    """Another picture of the same size, with the same time stamp."""
    path = source / "red/picture.png"
    status = path.stat()
    path.write_bytes(picture(11))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert path.stat().st_size == status.st_size


def _unnoticed(name: str, content: str | bytes) -> Edit:
    """Other content of the same size, with the same time stamp."""

    def edit(source: Path) -> None:
        path = source / name
        status = path.stat()
        _write(name, content)(source)
        assert path.stat().st_size == status.st_size
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    return edit


def _delete(name: str) -> Edit:
    return lambda source: (source / name).unlink()


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
EDITS: dict[str, Edit] = {
    "the title of the publication": _add_to_conf('anthology_title = "Another book"'),
    "the project": _add_to_conf('project = "Another book"'),
    "the tagline": _add_to_conf('anthology_tagline = "A line"'),
    "the disclaimer": _add_to_conf('anthology_disclaimer = "Their own views."'),
    "where to report": _add_to_conf('anthology_report_url = "https://report.example/"'),
    "the licence": _add_to_conf('anthology_license = "CC-BY-4.0"'),
    "the header": _add_to_conf('anthology_header = ["index"]'),
    "the base address": _add_to_conf('html_baseurl = "https://other.example/"'),
    "the language": _add_to_conf('language = "de"'),
    "the theme": _add_to_conf('html_theme = "alabaster"'),
    "the title of a document in the header": _replace("authors/index.md", "# Auth", "# Our auth"),
    "the title of a series": _replace("red/index.md", "title: Series red", "title: The red one"),
    "the label of a series' parts": _replace("red/index.md", "part_label: Part", "part_label: No."),
    "the number of a series' parts": _replace("red/index.md", "series:", "series:\n  parts: 9"),
    "the editors of a series": _replace("red/index.md", "editors: [ann]", "editors: [bob, cy]"),
    "an announcement": _replace(
        "red/index.md", "series:", "series:\n  announced: [{part: 4, title: Soon}]"
    ),
    "a photo": lambda source: (
        _write("authors/me.png", picture(3))(source),
        _replace("authors/ann.md", "author: {}", "author: {photo: {file: me.png, alt: Ann}}")(
            source
        ),
    ),
    "the kind of a document": _replace("authors/cy.md", "author: {}", "orphan: true"),
    "a heading with a label": _replace("page.md", "## A heading", "## Another heading"),
    "the text of a heading that is linked": _replace("page.md", "## Linked", "## Still linked"),
    "the caption of a toctree": _replace("index.md", ":hidden:", ":hidden:\n:caption: Parts"),
    "the title of a toctree's entry": _replace("index.md", "\nother", "\nNamed <other>"),
    "the number of an equation": _replace("page.md", "Start.", "```{math}\n:label: zero\na\n```"),
    "a document in the header that is in no toctree": _replace("loose.md", "# Loose", "# Free"),
    "a template": _write("_templates/anthology-order.html", "<p>Order</p>"),
    "the search index": lambda source: (source.parent / "site/_search/index.js").unlink(),
    "the pictures of the site": lambda source: shutil.rmtree(source.parent / "site/_images"),
    "a figure before others": _replace("page.md", "Start.", "![Grey](red/picture.png)\n\nStart."),
    "a numbered figure before others": _replace(
        "page.md", "Start.", "```{figure} red/picture.png\n:alt: Grey\nNew.\n```"
    ),
    "an included file": _write("part.txt", "Other words."),
    "a picture of the same size and time": _swap_picture,
    "no bibliography": lambda source: (source / "references.bib").unlink(),
    "a file that is no text": _write("red/one.md", b"\xff\xfe\x00"),
    "an export": _write("exports/pdf/book.pdf", b"%PDF-2"),
    "a style": _unnoticed("_static/own.css", "p{color:blue}"),
    "a style in a folder": _write("_static/deep/more.css", "p{}"),
    "a style that is named and was not there": _write("_static/late.css", "p{}"),
    "a script": _unnoticed("_static/own.js", "let a=2"),
    "a style in the site's root": _unnoticed("extra/root.css", "a{color:blue}"),
    "a style with settings in it": _write("_static/set.css.jinja", "p{margin:{{ 1 + 1 }}px}"),
    "no style any more": _delete("_static/own.css"),
    "no file in the site's root any more": _delete("extra/note.txt"),
    "a file in the site's root": _unnoticed("extra/note.txt", "other"),
    "the logo": _unnoticed("logo.svg", LOGO.replace("9", "8")),
    "the favicon": _unnoticed("favicon.svg", LOGO.replace("9", "7")),
    "a template of the same size and time": _unnoticed("_templates/own.html", "<p>New</p>"),
    "a formula of amsmath before others": _replace(
        "page.md", "Start.", "\\begin{equation}\nz\n\\end{equation}"
    ),
    "a formula of amsmath": _replace("page.md", "a &= b", "a &= c"),
    "a price that becomes a formula": _replace("page.md", "$5 and $6", "$5$ and $6$"),
    "a task that is done": _replace("page.md", "[ ]", "[x]"),
    "an entry of the bibliography": _replace("references.bib", "On low things", "On ebbs"),
    "another export": _write("exports/epub/red.epub", b"PK"),
}

PAGE = """# A page

Start.

It costs $5 and $6.

\\begin{align}
a &= b
\\end{align}

- [ ] Ask

Told by {cite}`low2020`.

```{figure} blue/picture.png
:name: grey
:alt: Grey

A figure.
```

(here)=
## A heading

```{include} part.txt
```

## Linked

```{math}
:label: one
b
```

```{downloads}
```
"""
FILES: dict[str, str] = {
    "_static/own.css": "p{color:grey}",
    "_static/deep/more.css": "i{}",
    "_static/set.css.jinja": "p{margin:{{ 1 }}px}",
    "_static/own.js": "let a=1",
    "_templates/own.html": "<p>Old</p>",
    "extra/root.css": "a{color:grey}",
    "extra/note.txt": "words",
    "logo.svg": LOGO,
    "favicon.svg": LOGO,
}
OTHER = """# Another page

See {ref}`here`, {numref}`grey`, {eq}`one`, [](page.md) and [](page.md#linked).
"""


def _publication(source: Path) -> None:
    """The small book, with all that the edits are about."""
    write(sample(), source)
    _add_to_conf(
        'numfig = True\nanthology_exports = "exports"\ntemplates_path = ["_templates"]\n'
        'html_static_path = ["_static"]\nhtml_css_files = ["own.css", "deep/more.css", "late.css", '
        '"set.css", "../root.css"]\n'
        'html_js_files = ["own.js"]\nhtml_extra_path = ["extra"]\nhtml_logo = "logo.svg"\n'
        'html_favicon = "favicon.svg"\nhtml_sidebars = {"other": ["own.html"]}\n'
        'myst_heading_anchors = 2\nanthology_header = ["loose"]'
    )(source)
    _write("page.md", PAGE)(source)
    _write("other.md", OTHER)(source)
    for file, content in FILES.items():
        _write(file, content)(source)
    _write("loose.md", "---\norphan: true\n---\n# Loose\n")(source)
    _write("part.txt", "Some words.")(source)
    _write("exports/pdf/book.pdf", b"%PDF-1.7")(source)
    _replace("index.md", "authors/index", "authors/index\npage\nother")(source)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    """The publication that is edited."""
    return Base(tmp_path_factory.mktemp("edits"), _publication)


TRIED = [
    pytest.param(name, marks=() if number % 3 == 0 else pytest.mark.once)
    for number, name in enumerate(EDITS)
]
"""All edits; with each Python a third of them, besides the random ones of other tests."""


@pytest.mark.parametrize("name", TRIED)
def test_after_an_edit_the_site_is_that_of_a_clean_build(
    base: Base, tmp_path: Path, name: str
) -> None:
    """The incremental site equals a clean one byte for byte."""
    base.edit(EDITS[name])
    incremental = build(*base.places)
    clean = build(base.source, tmp_path / "clean", tmp_path / "clean-doctrees")
    assert differences(incremental.out, clean.out) == []


def test_builders_that_share_doctrees_do_not_make_each_other_stale(tmp_path: Path) -> None:
    """What text read, html writes: each builder keeps its own record."""
    source, doctrees = tmp_path / "source", tmp_path / "doctrees"
    source.mkdir()
    book = sample()
    write(book, source)
    build(source, tmp_path / "html", doctrees)
    book.posts["red"]["one"].title = "Dawn"
    write(book, source)
    build(source, tmp_path / "text", doctrees, builder="text")
    build(source, tmp_path / "dirhtml", doctrees, builder="dirhtml")
    shared = build(source, tmp_path / "html", doctrees)
    clean = build(source, tmp_path / "clean", tmp_path / "clean-doctrees")
    assert differences(shared.out, clean.out) == []


@pytest.mark.parametrize(
    "index", ["---\ntitle: [\n---\n", "---\ntitel: x\npost: {}\n---\n\n# Words\n", ""]
)
def test_even_a_bad_front_page_does_not_stop_the_build(tmp_path: Path, index: str) -> None:
    """Sphinx cannot do without its root document, so it is kept whatever is wrong with it."""
    source = tmp_path / "source"
    source.mkdir()
    write(sample(), source)
    _write("index.md", index)(source)
    built = build(source, tmp_path / "out", tmp_path / "doctrees")
    assert (built.out / "index.html").is_file()
    assert (built.out / "red/one.html").is_file()


def test_a_picture_is_copied_though_the_process_compared_another_before(tmp_path: Path) -> None:
    """Size and time stamp stay the same; ``filecmp`` would remember that nothing differs."""
    source = tmp_path / "source"
    source.mkdir()
    book = sample()
    for shade, body in ((11, "Words."), (11, "Other words."), (12, "Other words.")):
        book.posts["red"]["one"].shade = shade
        book.posts["red"]["one"].body = body
        write(book, source)
        os.utime(source / "red/picture.png", (1_000_000_000, 1_000_000_000))
        built = build(source, tmp_path / "out", tmp_path / "doctrees")
        copies = [path.read_bytes() for path in (built.out / "_images").glob("*.png")]
        assert picture(shade) in copies
