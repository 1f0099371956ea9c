"""Formulas are MathML, made of what is known, or they are shown as they are written."""

from __future__ import annotations

import contextlib
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from tests.building import Built

from sphinx_anthology.typst.mathml import (
    ATTRIBUTES,
    ELEMENTS,
    LONGEST,
    MOST_BRACKETS,
    FormulaError,
    display_tex,
    mathml,
    most_brackets,
    rewritten,
)

PIECES = (  # noqa: SIM905  # as words they fit on five lines
    r"\frac{1}{2} \sqrt[3]{x} \begin{aligned} \end{aligned} \begin{array}{l|r} \end{array} \hline"
    r" \begin{cases} \end{cases} \left( \right) \left. \right. \text{ \textbf{ \color{red}"
    r" \href{javascript:alert(1)} \style{color:red} \class{x} \unicode{x3c} \eqref{a} \label{b"
    r' \tag{<b>} \boxed{ \cancel{ \! \hspace{-1em} <script> </math> " onclick="x" &lt; &#60; & \\'
    r" { } ( ) [ ] ^ _ ' % # $ ~ \sin \operatorname{<i>} \mathop{ \def\a{\a\a} \a \not \overline"
).split(" ")
TEX = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


def _assert_known(formula: str) -> None:
    """A formula is well-formed, and made of the elements, attributes and classes we know."""
    for element in ET.fromstring(formula).iter():  # noqa: S314  # our own
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES | {"class"}
        assert all(name.startswith("an-m-") for name in element.get("class", "").split())
        assert not any(re.search(r"[:;\"'<>()]", value) for value in element.attrib.values())


@given(TEX, st.booleans())
def test_whatever_is_written_comes_out_as_mathml_or_not_at_all(tex: str, block: bool) -> None:
    """Signs of markup, links, styles, commands that define others: nothing gets through."""
    try:
        formula = mathml(tex, block=block)
    except FormulaError:
        return
    _assert_known(formula)


@given(
    st.lists(
        st.sampled_from(
            [
                *("<mi>", "</mi>", "<script>", "</a>", "<", '"', "<!--", "<mrow", "x", "&"),
                *('<mi onclick="x">', '<mspace style="margin-left:-1em"/>', '<mi style="">'),
                *('<a href="javascript:x">', '<mi class="x">', '<mo width="1em" width="2em">'),
            ]
        )
        | st.text(max_size=4)
    ).map("".join)
)
def test_whatever_a_converter_writes_is_written_anew(found: str) -> None:
    """Were math-core to write other things than it does: only what we know is taken over."""
    try:
        formula = "".join(rewritten(found))
    except FormulaError:
        return
    _assert_known(f"<math>{formula}</math>")


@pytest.mark.parametrize(
    "tex",
    [
        "(" * 40,
        "[" * 500,
        r"\langle" * 40,
        r"\{" * 40,
        r"(\text{)}" * 40,
        r"(\\" * 40,
        r"(\frac x)" * 40,
        r"\sin[" * MOST_BRACKETS,
        r"(\begin{matrix}" * 40,
        r"\begin{matrix}(&" * 60 + r"\end{matrix}" * 60,
        "{" * 990 + "x" + "}" * 990,
        "x^{" * 400 + "x" + "}" * 400,
        "x" * (LONGEST + 1),
        r"\def\a{xxxxxxxxxx}" + r"\a" * 100,
        r"\newcommand{\a}{\a\a}\a",
    ],
)
def test_no_formula_takes_long_or_stops_the_build(tex: str) -> None:
    """Brackets that are not closed, deep nesting, commands for commands: refused, or done."""
    start = time.process_time()
    with contextlib.suppress(FormulaError):
        _assert_known(mathml(tex, block=True))
    assert time.process_time() - start < 2


def test_brackets_that_are_closed_do_not_count() -> None:
    """A long derivation is no danger."""
    assert most_brackets("f(x) = (a + b)(c + d)[e, f] g(h(x))" * 10) == 0
    assert most_brackets(r"\begin{aligned}(a &= b \\ (c &= d\end{aligned}") == 1
    assert mathml("(x + 1)" * 200)


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"x < y", "<mo>&lt;</mo>"),
        (r"\text{<b>}", "<mtext>&lt;b&gt;</mtext>"),
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"\boxed{x}", '<mrow class="an-m-box">'),
        (r"\cancel{x}", '<mrow class="an-m-strike">'),
        (r"x\!y", '<mspace class="an-m-back"/>'),
        (r"\textcolor{red}{x}", "<mrow><mi>x</mi></mrow>"),
        (r"\dfrac12", '<mstyle displaystyle="true"><mfrac>'),
        (r"\eqref{x}", "<mtext>(??)</mtext>"),
        (r"\begin{array}{l|r}1&2\end{array}", '<mtd class="an-m-left an-m-br">'),
        (r"\begin{split}a&=b\end{split}", '<mtd class="an-m-right an-m-r0"><mi>a</mi>'),
        (r"\begin{align}a&=b \tag{7}\end{align}", "<mtext>(7)</mtext>"),
        (r"\sin x", ">\u2061</mo>"),
    ],
)
def test_a_formula_is_written_in_what_pages_may_have(tex: str, part: str) -> None:
    """Styles are classes, forms are classes, and colours are gone."""
    assert part in mathml(tex)


@pytest.mark.parametrize("name", ["align", "align*", "equation", "gather", "multline", "eqnarray"])
def test_an_environment_does_not_number_its_lines(name: str) -> None:
    """Sphinx gives numbers, and only where a formula has a label."""
    formula = mathml(rf"\begin{{{name}}}a = b \label{{x}} \\ c = d \nonumber\end{{{name}}}")
    assert "mtext" not in formula
    assert "id=" not in formula


@pytest.mark.parametrize(
    ("tex", "meant"),
    [
        ("a = b", "a = b"),
        ("a &= b", r"\begin{aligned}a &= b\end{aligned}"),
        (r"a \\ b", r"\begin{aligned}a \\ b\end{aligned}"),
        ("a\n\nb", "\\begin{aligned}a\\\\\nb\\end{aligned}"),
        (r"\begin{matrix}a & b\end{matrix}", r"\begin{matrix}a & b\end{matrix}"),
        (r"\text{a \& b}", r"\text{a \& b}"),
    ],
)
def test_a_displayed_formula_has_rows_where_sphinx_says(tex: str, meant: str) -> None:
    """Blank lines part equations; rows outside an environment get one."""
    assert display_tex(tex) == meant


POST = r"""---
title: Tides
authors: {{name: Ann Low}}
date: 2024-01-01
post: {{}}
---

It costs $5, or $6, and {{math}}`x^2` is no price. {body}
"""
TIDE = """
```{math}
:label: tide
h = h_0
```

By {eq}`tide`.
"""


def _text(made: Built, page: str = "post.html") -> BeautifulSoup:
    return BeautifulSoup((made.out / page).read_text(encoding="utf-8"), "html.parser")


def test_a_numbered_formula_can_be_referred_to(built: Callable[..., Built]) -> None:
    """It has its number and its permanent link, and the reference leads to it."""
    made = built({"post.md": POST.format(body=TIDE)})
    assert made.warnings == ()
    page = _text(made)
    block = page.select_one("div.math#equation-tide")
    assert block is not None
    assert block.select_one("math[display=block]")
    assert block.select_one(".eqno").get_text().startswith("(1)")
    assert block.select_one(".eqno a.headerlink")["href"] == "#equation-tide"
    assert page.select_one("a.reference.internal[href='#equation-tide']").get_text() == "(1)"
    assert len(page.select("math")) == 2, "dollars are dollars"
    assert "mathjax" not in str(page).lower()


def test_what_is_no_formula_is_shown_as_it_is_written(built: Callable[..., Built]) -> None:
    """With a warning that has file and line, at every build; the page is made."""
    body = "And {math}`\\SI{3}{<b>}`.\n\n```{math}\na \\right b\n```\n"
    for made in (built({"post.md": POST.format(body=body)}), built({})):
        assert [w.split("WARNING")[0].rpartition("/")[2] for w in made.warnings] == [
            "post.md:8: ",
            "post.md:10: ",
        ]
        assert all(w.endswith("[anthology.formula]") for w in made.warnings)
    page = _text(made)
    assert page.select_one("span.math code").get_text() == r"\SI{3}{<b>}"
    assert page.select_one("div.math pre code").get_text() == r"a \right b"
    assert len(page.select("math")) == 1


def test_a_publication_may_have_another_renderer(built: Callable[..., Built]) -> None:
    """What conf.py says is done, and our renderer does not complain; comments of TeX are gone."""
    body = "And {math}`\\SI{3}{m}`, $9%$.\n\n$$\nx % unsaid\n= y\n$$\n\n"
    body += "```{math}\n% unsaid\na = b\n```\n\n\\begin{align}\na &= b % unsaid\n\\end{align}\n"
    conf = 'extensions = ["sphinx_anthology"]\nhtml_math_renderer = "mathjax"\n'
    made = built({"conf.py": conf, "post.md": POST.format(body=body)})
    assert made.warnings == ()
    page = (made.out / "post.html").read_text(encoding="utf-8")
    assert "mathjax" in page
    assert "unsaid" not in page
    assert r"9\%" in page


def test_a_book_says_what_a_formula_is(publication: Callable[[str, str], Built]) -> None:
    """In the XML of an EPUB each formula names its namespace, and no entity of HTML is left."""
    page = (publication("journal", "epub").out / "guide/text.xhtml").read_text(encoding="utf-8")
    assert page.count("<math") == page.count('<math xmlns="http://www.w3.org/1998/Math/MathML"')
    assert page.count("<math") > 5
    assert "&ApplyFunction;" not in page


def test_no_page_of_the_sample_loads_a_script_for_formulas(
    publication: Callable[[str, str], Built],
) -> None:
    """MathML needs none."""
    made = publication("journal", "html")
    for path in made.out.rglob("*.html"):
        assert "mathjax" not in path.read_text(encoding="utf-8").lower()
    assert len(_text(made, "guide/text.html").select("math[display=block]")) == 4
