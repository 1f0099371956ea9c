"""What is found of pages that are set badly, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_anthology.typst.compiler import TypstCompiler
from tests.validators.typesetting import faults

PAGE = (
    '#set document(title: "x")\n'
    "#set page(width: 6in, height: 9in, margin: (inside: .8in, outside: .85in, y: 1in), "
    "header: context if here().page() > 1 [A running head])\n"
    "#set text(size: 10pt)\n#set par(leading: .64em, spacing: .64em, first-line-indent: 1.2em)\n"
)
GOOD = "A line of words that is long enough to go from one side of the page to the other. " * 4
PAGE_OF_TEXT = f"{GOOD}\n\n" * 7
FULL = f"{PAGE_OF_TEXT}#pagebreak()\n" + f"{GOOD}\n\n" * 3
DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='20'>"
    "<text x='2' y='12' font-size='5'>small letters</text></svg>"
)


def _kinds(tmp_path: Path, text: str) -> set[str]:
    path = tmp_path / "page.pdf"
    path.write_bytes(TypstCompiler(tmp_path).pdf(PAGE + text).content)
    return {fault.kind for fault in faults(path)}


def test_good_pages_have_no_faults(tmp_path: Path) -> None:
    """Nor has a drawing with small letters of its own."""
    (tmp_path / "drawing.svg").write_text(DRAWING)
    assert _kinds(tmp_path, f'{FULL}\n#image("drawing.svg", alt: "x")') == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("#place(dx: 5.5in)[words]", "off the page"),
        ("#place(dx: 4.4in)[words]", "in the margin"),
        ("#place(dy: 3pt)[over the others]", "over other words"),
        ("#text(size: 6pt)[too small]", "in 6.0 points"),
    ],
)
def test_each_fault_is_found(text: str, kind: str, tmp_path: Path) -> None:
    """On the second page, which goes on from the first."""
    before, rest = FULL.split("#pagebreak()\n")
    assert _kinds(tmp_path, f"{before}#pagebreak()\n{text}\n{rest}") == {kind}


def test_a_page_of_a_few_lines_is_found(tmp_path: Path) -> None:
    """Four lines are too few."""
    assert _kinds(tmp_path, f"{PAGE_OF_TEXT}#pagebreak()\nTwo words.") == {"a few lines"}


def test_a_heading_at_the_foot_is_found(tmp_path: Path) -> None:
    """What follows it stands on the next page."""
    text = f"{PAGE_OF_TEXT}#v(1fr)\n#text(size: 13pt)[A heading]\n#pagebreak()\n{FULL}"
    assert _kinds(tmp_path, text) == {"a heading at the foot"}


def test_a_last_line_at_the_head_is_found(tmp_path: Path) -> None:
    """Alone, below a running head, with a new paragraph after it."""
    text = f"{PAGE_OF_TEXT}#pagebreak()\n#par(first-line-indent: 0pt)[of the sea.]\n\n{FULL}"
    assert _kinds(tmp_path, text) == {"a last line at the head"}


@pytest.mark.parametrize(
    "costs", ["", "#set par(first-line-indent: 0pt, spacing: 1.2em)\n"], ids=["set in", "apart"]
)
def test_a_first_line_at_the_foot_is_found(costs: str, tmp_path: Path) -> None:
    """Its paragraph goes on at the head of the next page."""
    text = "#set text(costs: (orphan: 0%, widow: 0%))\n" + costs
    lengths = (f"{text}#v({13 * lines}pt)\n{PAGE_OF_TEXT * 2}" for lines in range(1, 7))
    found = [_kinds(tmp_path, length) - {"a few lines"} for length in lengths]
    assert {"a first line at the foot"} in found
    assert set() in found


def test_a_hole_is_found(tmp_path: Path) -> None:
    """Also one above notes at the foot; none is where a chapter ends."""
    hole = f"{GOOD}#footnote[Few words.]#pagebreak()\n{PAGE_OF_TEXT}"
    end = f"{PAGE_OF_TEXT}#pagebreak()\n{GOOD}\n\n{GOOD}#v(1fr)\n{GOOD}\n\n"
    assert _kinds(tmp_path, f"{hole}{end}") == {"a hole"}
