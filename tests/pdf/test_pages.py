"""What is wide, long or short finds its place on the pages of a PDF."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2 as pdfium
import pytest
from docutils import nodes
from PIL import Image
from tests.building import build
from tests.validators import tagged, typesetting
from tests.validators.pdf import words_of

from sphinx_anthology.outputs.pdf.figures import rows_of

CONF = 'project = "A book"\nextensions = ["sphinx_anthology"]\nhtml_baseurl = "https://a.example"\n'
POST = "---\ntitle: {title}\nauthors: [ann]\ndate: 2025-01-02\npost: {{}}\n---\n\n{text}\n"
ANN = "---\ntitle: Ann Low\nauthor: {}\n---\n\nAnn lives by the sea.\n"
PROSE = (
    "The tide comes in twice a day, and whoever lives by the sea learns to wait for it. "
    "Boats lie on the sand until noon, and the children run between them.\n\n"
)
YEARS = range(1990, 2014)
TABLE = (
    f"| harbour | {' | '.join(map(str, YEARS))} |\n|---|{'--:|' * len(YEARS)}\n"
    f"| Westhaven | {' | '.join('98,765.4' for _ in YEARS)} |\n"
)
FORMULA = (
    "$$\n\\hat{y} = "
    + " + ".join(f"\\alpha_{{{n}}} \\mathrm{{Depth}}_{{{n}}}" for n in range(14))
    + "\n$$ (depths)\n"
)


@pytest.fixture
def printed(tmp_path: Path) -> Callable[..., tuple[Path, tuple[str, ...]]]:
    """The PDF of a book with a post, or several, and the warnings."""

    def made(*texts: str, settings: str = "") -> tuple[Path, tuple[str, ...]]:
        names = [f"post-{number}" for number in range(len(texts))]
        index = "# A book\n\n```{toctree}\n\n" + "\n".join([*names, "ann"]) + "\n```\n"
        files = {"conf.py": CONF + settings, "index.md": index, "ann.md": ANN}
        for name, text in zip(names, texts, strict=True):
            files[f"{name}.md"] = POST.format(title=name.capitalize(), text=text)
        for name, text in files.items():
            (tmp_path / "docs").mkdir(exist_ok=True)
            (tmp_path / "docs" / name).write_text(text, encoding="utf-8")
        built = build(tmp_path / "docs", tmp_path / "pdf", tmp_path / "d", builder="typstpdf")
        return tmp_path / "pdf" / "a-book.pdf", built.warnings

    return made


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TABLE, id="a table of many columns"),
        pytest.param(FORMULA, id="a formula of two lines"),
        pytest.param(f"{PROSE}The {'deep' * 60} sea.", id="a word of many letters"),
        pytest.param(f"## The {'deep' * 40}\n\n{PROSE}", id="a heading of a long word"),
        pytest.param(f"```\n{'abc(' * 60}\n```\n", id="a long line of code"),
        pytest.param(f"So is `{'sea.tide/' * 20}` here.", id="code in a line"),
        pytest.param(
            f"See <https://a.example/{'0123456789' * 12}> for more.", id="an address of digits"
        ),
    ],
)
def test_nothing_leaves_its_place(
    text: str, printed: Callable[..., tuple[Path, tuple[str, ...]]]
) -> None:
    """It is broken, made smaller, or stands in parts; and nothing has to be told."""
    path, warnings = printed(text)
    assert warnings == ()
    assert typesetting.faults(path) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"| a | {'b' * 45} |\n|---|---|\n| {'c' * 45} | {'d' * 45} |\n", "table"),
        (
            "$$\\begin{pmatrix}" + " & ".join(f"x_{{{n}}}" for n in range(40)) + "\\end{pmatrix}$$",
            "formula",
        ),
    ],
)
def test_what_is_too_wide_is_told_with_its_line(
    text: str, kind: str, printed: Callable[..., tuple[Path, tuple[str, ...]]]
) -> None:
    """The file and the line where it was written, and how much room there is."""
    _, warnings = printed(f"Words.\n\n{text}")
    (warning,) = warnings
    assert "post-0.md:10: WARNING: The PDF ‘a-book’, page 7: a " + kind in warning
    assert "points wide, and the page has" in warning


def test_a_table_in_parts_names_its_rows_in_each(
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
) -> None:
    """The first column is repeated, with every value once."""
    words = words_of(printed(TABLE)[0])
    assert words.count("Westhaven") > 1
    assert words.count("98,765.4") == len(YEARS)
    assert all(str(year) in words for year in YEARS)


def test_a_broken_formula_is_one_and_keeps_its_number(
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
) -> None:
    """It is read once, and its number is there."""
    path, _ = printed(FORMULA)
    spoken = [text for _, text in tagged.alternatives(path) if "Depth" in text]
    assert len(spoken) == 1
    assert "(1)" in words_of(path)


def test_a_last_page_is_not_nearly_empty(
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
) -> None:
    """Whatever the length of a post."""
    path, warnings = printed(*(PROSE * (lines // 2 + 6) for lines in range(0, 16, 3)))
    assert warnings == ()
    assert typesetting.faults(path) == []


PICTURE = "```{figure} coast.svg\n:alt: A coast\n\nThe coast at noon.\n```\n\n"
COAST = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">'
    '<rect width="400" height="300" fill="#888"/></svg>'
)


def test_a_picture_leaves_no_hole(
    printed: Callable[..., tuple[Path, tuple[str, ...]]], tmp_path: Path
) -> None:
    """The text after it fills the page, wherever it falls; it is read where it was written."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "coast.svg").write_text(COAST)
    texts = [f"{PROSE * count}{PICTURE}Low water.\n\n{PROSE * 12}" for count in range(5, 14, 2)]
    path, warnings = printed(*texts)
    assert warnings == ()
    assert typesetting.faults(path) == []
    read = " ".join(block.text for block in tagged.blocks(path))
    assert read.count("The coast at noon. Low water.") == len(texts)


def test_a_picture_stands_below_the_title(
    printed: Callable[..., tuple[Path, tuple[str, ...]]], tmp_path: Path
) -> None:
    """Even if it is the first thing of a short text."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "coast.svg").write_text(COAST)
    path, _ = printed(f"Noon.\n\n{PICTURE}{PROSE}", f"Noon.\n\n{PICTURE}{PROSE * 12}")
    pages = [_order(page) for page in typesetting.read(path)]
    found = [words for words in pages if {"Noon.", "coast"} <= set(words)]
    assert len(found) == 2
    assert all(words.index("Noon.") < words.index("coast") for words in found)


def _order(page: typesetting.Page) -> list[str]:
    """The words of a page from its top to its foot."""
    return [word.text for line in page.lines for word in line]


def test_a_table_of_a_short_text_stays_where_it_is(
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
) -> None:
    """It leaves no hole on the only page."""
    table = "```{table} The harbours\n\n| harbour | depth |\n|---|--:|\n| Westhaven | 9 |\n```\n\n"
    path, _ = printed(f"{PROSE}{table}{PROSE * 4}And so it ends.")
    words = words_of(path)
    assert words.index("The harbours") < words.index("And so it ends.")


def test_lines_of_code_have_their_numbers(
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
) -> None:
    """From the number given; the numbers are no words of the code."""
    options = ":lineno-start: 41\n:emphasize-lines: 2\n"
    path, _ = printed(f"```{{code-block}} python\n{options}\nfirst = 1\nsecond = 2\n```\n")
    words = words_of(path)
    assert "41 first = 1" in words
    assert "42 second = 2" in words
    blocks = " ".join(block.text for block in tagged.blocks(path))
    assert "41" not in blocks
    assert "first = 1" in blocks


def test_for_a_printing_house(printed: Callable[..., tuple[Path, tuple[str, ...]]]) -> None:
    """The sheet is larger than the page, which the file states; its words are the same."""
    usual = words_of(printed(PROSE)[0])
    path, warnings = printed(PROSE, settings='anthology_print = "press"\n')
    assert warnings == ()
    assert words_of(path) == usual
    with pikepdf.open(path) as file:
        page = file.pages[2]
        trim = [float(side) for side in page.trimbox]
        assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx((432, 648))
        assert float(page.mediabox[2]) == pytest.approx(432 + 2 * 9 / 25.4 * 72, abs=0.1)


def _row(*cells: tuple[str, int, int]) -> nodes.row:
    entries = (
        nodes.entry("", nodes.paragraph("", text), morecols=columns, morerows=rows)
        for text, columns, rows in cells
    )
    return nodes.row("", *entries)


@pytest.mark.parametrize(
    ("rows", "spans"),
    [
        ([_row(("a", 0, 0)), _row(("b", 0, 0), ("c", 0, 0))], [(1, 1), (2, 0)]),
        ([_row(("a", 0, 1), ("b", 0, 0)), _row()], [(2, 0)]),
        ([_row(("a", 0, 3), ("b", 0, 0)), _row(("c", 0, 0))], [(2, 0), (1, 0)]),
        ([_row(("a", 1, 1)), _row(), _row(("b", 1, 0))], [(1, 0), (1, 0)]),
    ],
    ids=["a cell is missing", "an empty row", "a span below the table", "a row of a span alone"],
)
def test_rows_have_the_same_number_of_columns(
    rows: list[nodes.row], spans: list[tuple[int, int]]
) -> None:
    """Own cells and empty ones, in each row of two columns; PDF/UA-1 requires it."""
    writer: Any = SimpleNamespace(inline_content=lambda cell: repr(cell.astext()))
    found = rows_of(writer, 2, list(rows))
    assert [(row.count("table.cell("), row.count("[]")) for row in found] == spans


PHOTO = PICTURE.replace("coast.svg", "coast.png")


def _with_photo(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    Image.new("RGB", (300, 200), "#888").save(tmp_path / "docs" / "coast.png")


def _photos(path: Path) -> list[tuple[int, int]]:
    """The width and height of every photo of a PDF, in points."""
    document = pdfium.PdfDocument(path)
    boxes = [
        piece.get_bounds()
        for page in document
        for piece in page.get_objects(max_depth=4)
        if piece.type == pdfium.raw.FPDF_PAGEOBJ_IMAGE
    ]
    document.close()
    return [(round(right - left), round(top - bottom)) for left, bottom, right, top in boxes]


def test_a_picture_in_a_list_is_as_large_as_others(
    printed: Callable[..., tuple[Path, tuple[str, ...]]], tmp_path: Path
) -> None:
    """It is as wide as its item; without room between pictures of a page it goes to the next."""
    _with_photo(tmp_path)
    item = "- An item.\n\n" + textwrap.indent(PHOTO, "  ")
    path, _ = printed(f"{PROSE * 13}{PHOTO * 4}{item}{PROSE * 12}")
    assert sorted(_photos(path)) == [(290, 194), *[(300, 200)] * 4]


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        ("width: 50%", (157, 104)),
        ("width: 300%", (313, 209)),
        ("height: 40px", (45, 30)),
        ("name: coast", (300, 200)),
    ],
)
def test_a_picture_keeps_its_shape(
    stated: str,
    shown: tuple[int, int],
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
    tmp_path: Path,
) -> None:
    """It has the size that is stated, and is never wider than the text."""
    _with_photo(tmp_path)
    path, _ = printed(PROSE + PHOTO.replace(":alt", f":{stated}\n:alt"))
    assert _photos(path) == [shown]


def test_a_legend_stands_below_its_caption(
    printed: Callable[..., tuple[Path, tuple[str, ...]]], tmp_path: Path
) -> None:
    """There is room between their lines; items of a list begin below each other."""
    _with_photo(tmp_path)
    path, _ = printed(
        PROSE + PHOTO.replace("noon.\n", "noon.\n\nSeen by Ann.\n\n- Sand\n- Boats, ashore\n")
    )
    words = {word.text: word for page in typesetting.read(path) for word in page.words}
    assert words["Seen"].top > words["noon."].bottom
    assert words["Sand"].left == words["Boats,"].left


@pytest.mark.parametrize("lines", range(20, 40, 6))
def test_a_caption_stands_above_what_goes_over_pages(
    lines: int, printed: Callable[..., tuple[Path, tuple[str, ...]]]
) -> None:
    """Code begins below its caption, on the same page."""
    code = "```{code-block} text\n:caption: The source\n\n" + "line\n" * 60 + "```\n\n"
    path, _ = printed("So it is.\n\n" * lines + code)
    pages = [_order(page) for page in typesetting.read(path)]
    (page,) = [words for words in pages if "source" in words]
    assert "line" in page[page.index("source") :]


def test_long_numbers_of_lines_stand_beside_the_code(
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
) -> None:
    """They have the room of the longest."""
    options = ":lineno-start: 99998\n"
    path, _ = printed(f"```{{code-block}} text\n{options}\none\ntwo\nthree\n```\n")
    words = {word.text: word for page in typesetting.read(path) for word in page.words}
    assert words["one"].left == words["three"].left > words["100000"].right + 2


def test_a_table_near_the_end_stands_below_no_hole(
    printed: Callable[..., tuple[Path, tuple[str, ...]]],
) -> None:
    """It is not at the foot of a last page that ends before."""
    table = "```{table} The harbours\n\n| harbour | depth |\n|---|--:|\n| Westhaven | 9 |\n```\n\n"
    texts = [f"{PROSE * count}{table}{PROSE * 4}" for count in (15, 17, 19)]
    path, _ = printed(*texts)
    pages = [_order(page) for page in typesetting.read(path)]
    found = [words for words in pages if {"Westhaven", "cite"} <= set(words)]
    assert found
    assert all(words.index("Westhaven") < words.index("cite") for words in found)


def test_a_book_without_posts_names_no_year_and_no_empty_lists(tmp_path: Path) -> None:
    """Neither the first year that computers know, nor headings with nothing below."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text(CONF)
    front = (
        "# A book\n\nOf the sea.\n\n## Latest posts\n\n```{posts}\n```\n\n## Thanks\n\nTo all.\n"
    )
    (tmp_path / "docs" / "index.md").write_text(front)
    built = build(tmp_path / "docs", tmp_path / "pdf", tmp_path / "d", builder="typstpdf")
    words = words_of(tmp_path / "pdf" / "a-book.pdf")
    assert built.warnings == ()
    assert "Of the sea." in words
    assert "Thanks" in words
    assert "1970" not in words
    assert "Latest posts" not in words
