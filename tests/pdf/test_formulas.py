"""Formulas are set as they are meant, and can do nothing but be seen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_anthology.outputs.pdf.inline import alternative, check, typst_of
from sphinx_anthology.outputs.pdf.notation import DEEPEST, NotationError, notation
from sphinx_anthology.typst.mathml import FormulaError, mathml

FORMULAS = (
    r"\frac{a}{b} + \tfrac{1}{2} + \dfrac{\partial f}{\partial x}",
    r"\sum_{i=1}^{n} x_i^2 + \sum\nolimits_i + \prod\limits_k",
    r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{Vmatrix} 1 \end{Vmatrix}",
    r"f(x) = \begin{cases} x & \text{if } x > 0 \\ -x & \text{otherwise} \end{cases}",
    r"\begin{aligned} a &= b + c \\ &= d \end{aligned}",
    r"\begin{align*} a &= b & c &= d \\ e &= f \end{align*}",
    r"\hat{x} + \bar{y} + \vec{v} + \tilde{z} + \dot{q} + \ddot{q} + \mathring{a} + \widehat{xyz}",
    r"\mathrm{Pr}(X = 1) + \mathrm{d}x + \mathrm{GDP}_{it}",
    r"\operatorname{Var}(X) + \operatorname*{arg\,max}_x f(x) + \lim_{n \to \infty} \sin x",
    r"\alpha\beta\Gamma\epsilon\varepsilon \ell \hbar \Re \aleph \nabla \infty",
    r"a \to b \Rightarrow c \mapsto e \xrightarrow{f} g \xleftarrow[u]{v}",
    r"f'(x) + f''(x) + x'^2 + x'_i",
    r"\left( \frac{a}{b} \middle| c \right) \left. \frac{dy}{dx} \right|_{x=0} \bigl( \Bigg|",
    r"\overset{!}{=} \underset{n}{x} \stackrel{\text{def}}{=}",
    r"\underbrace{a+b}_{n} + \overbrace{c+d}^{m} + \overline{AB} + \underline{x}",
    r"\mathbb{R} \mathcal{L} \mathfrak{g} \mathbf{x} \boldsymbol{\beta} \mathsf{A} \mathtt{code}",
    r"\binom{n}{k} \dbinom{n}{k} {n \choose k} \genfrac(]{0pt}{2}{a}{b}",
    r"\sqrt[3]{x} + \sqrt{y}",
    r"x \le y \neq w \approx v \in D \notin E \subseteq F \emptyset \forall \exists \neg \land",
    r"|x| + \|y\| + \lvert z \rvert + \langle x, y \rangle",
    r"\ldots \cdots \vdots \ddots a \! b \, c \; d \quad e \qquad f \  g ~ h \hspace{1em}",
    r"\cancel{x} \boxed{x = 1} \phantom{x} \color{red} y",
    r"H_2O + 100\% + \$5 + a\_b + \#1 \& x",
    r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}",
    r"\begin{array}{|c|}\hline a\\\hline\end{array}",
    r"\left\{\begin{aligned}a&=\frac12b\\ccc&=d\end{aligned}\right.",
    r"{}^{14}_{6}C + \prescript{a}{b}{X} + \sideset{}{'}\sum",
    r"x \colon y : z, a / b; 3.14, p \bmod q \pmod{n} \Pr(A \mid B)",
    r"\textbf{bold} \textit{it} \text{a \emph{b}}",
    r"x = y \tag{3} \label{x}",
)
"""Every form that notation has, as authors write it."""


@pytest.mark.parametrize("tex", FORMULAS)
@pytest.mark.parametrize("display", [True, False])
def test_a_formula_is_set(tex: str, display: bool) -> None:
    """Each can be made, within and between lines, to the standards that volumes keep."""
    assert typst_of(tex, display=display) is not None


def _plain(tex: str, *, display: bool = True) -> str:
    """A formula's notation, with its escapes resolved and short names, as people would write it."""
    found = typst_of(tex, display=display) or ""
    seen = re.sub(r"\\u\{(\w+)\}", lambda m: chr(int(m[1], 16)), found)
    return seen.replace("std.math.", "")


@pytest.mark.parametrize(
    ("tex", "meant"),
    [
        ("x+1", "x+1"),
        ("ab12", "a b 12"),
        (r"\mathrm{Pr}(X)", '"Pr"(X)'),
        (r"\operatorname{Var}(X)", 'op("Var")(X)'),
        (r"\text{if } x", '"if\xa0"x'),
        (r"\sum_i x", "attach(∑, b: i)x"),
        (r"\sum\nolimits_i x", "attach(scripts(∑), b: i)x"),
        (r"\int\limits_0 x", "attach(limits(∫), b: 0)x"),
        (r"\lim_{n} x", 'attach(limits(op("lim")), b: n)x'),
        (r"x\!y", "x std.h(#(-0.1667em))y"),
        (r"\xrightarrow{f}", "attach(limits(stretch(→)), t: std.h(#(0.4286em))f std.h"),
        (r"\left.x\right|", "lr(x|)"),
        (r"(x)", "(x)"),
        (r"\bigl(x", "lr((, size: #1.2em)x"),
        (r"\binom nk", "binom(n, k)"),
        (r"\hat x", "accent(x, \u0302)"),
        (r"\begin{aligned}a&=b\\c&=d\end{aligned}", "a & =b \\ c & =d"),
        (r"a &= b", "a & =b"),
        (r"\begin{matrix}a&b\\c&d\end{matrix}", "mat(a, b; c, d, delim: #none)"),
        (r"a \ldots b", "a…b"),
        ("x,y;z", "x,y;z"),
    ],
)
def test_a_formula_means_the_same(tex: str, meant: str) -> None:
    """Names stand upright, limits where they belong, rows below each other; spaces are kept."""
    assert meant in _plain(tex)


def test_signs_of_syntax_are_escaped() -> None:
    """A comma in a fraction is no second argument."""
    assert typst_of(r"\frac{a,b}{c;d}", display=False) == (r"std.math.frac(a\u{2c}b, c\u{3b}d)")


HOSTILE = (
    *("#import", '#read("/etc/passwd")', "#panic()", "std.read", "std.math.frac(", "$", r"\$", '"'),
    *(
        r"\"",
        "\\",
        r"\text{$#panic()$}",
        r'\text{" + read("x") + "}',
        "//",
        "/*",
        "*/",
        "@x",
        "<x>",
    ),
    *(
        "[x]",
        "{x}",
        r'\operatorname{#read("x")}',
        "_",
        "^",
        "`",
        "~",
        "&",
        ";",
        ",",
        "(",
        ")",
        r"\\",
    ),
    *(
        r"\mathrm{#a}",
        r"\begin{matrix}",
        r"\end{matrix}",
        r"\left(",
        r"\right)",
        r"\tag{#x}",
        r"\#",
    ),
    *(r"\u{23}", "eval('1')", r"\label{<x>}", r"\frac", r"\sum", r"\hat", r"\xrightarrow{#}"),
    *(r"\boxed{$}", r'\textbf{"}', r"\hspace{#panic()em}", r"\hspace{1em#a}", r"\not", r"\big"),
)
_STRING = r'"(?:[^"\\\n]|\\["\\ntr]|\\u\{[0-9a-f]+\})*"'
_HARMLESS = re.compile(
    rf"(?:{_STRING}|\\u\{{[0-9a-f]+\}}|\\ |std\.(?:math\.[a-z]+|h|box|hide)\("
    r"|#\(?-?[0-9.]+(?:e-[0-9]+)?(?:em|pt)\)?|#none"
    r"|#\((?:[hv]line: \([0-9, ]+\), )*stroke: 0\.5pt\)"
    r"|(?:b|t|br|tr|bl|tl|size|delim|augment|column-gap|row-gap|stroke|inset|baseline): "
    r"|[0-9]+(?:\.[0-9]+)?|[a-zA-Z](?![a-zA-Z])|[ ,;&)])*"
)
"""What our notation is made of: nothing that Typst would run but the functions of formulas."""


@settings(max_examples=150)
@given(
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=3), max_size=8).map(" ".join),
    st.booleans(),
)
def test_whatever_is_written_stays_in_its_formula(tex: str, display: bool) -> None:
    """Code, strings, comments, labels, dollars: signs that are seen, or no formula."""
    try:
        found = notation(mathml(tex, block=display))
    except (FormulaError, NotationError):
        return
    assert _HARMLESS.fullmatch(found), found


@pytest.mark.parametrize("tex", [r"\#import", r'\text{#read("/etc/passwd")}', r"\text{$}", "x \\"])
def test_code_is_no_code(tex: str) -> None:
    """What would run in Typst is set as it stands, or not at all."""
    found = typst_of(tex, display=False)
    assert found is None or check([found]) == set()
    assert "root:" not in str(found)


@pytest.mark.parametrize(
    "tex", [r"\ce{H2O}", r"\frac", r"\left(", "x" * 3000, "{" * 900, r"\def\a{b}\a", ""]
)
def test_what_is_no_formula_is_none(tex: str) -> None:
    """It does not stop the build either."""
    assert typst_of(tex, display=True) in {None, '""'}


def test_deep_formulas_are_refused_before_they_hurt() -> None:
    """As deep as is allowed can be set; what is deeper is not tried."""
    deep = r"\sqrt{" * (DEEPEST - 2) + "x" + "}" * (DEEPEST - 2)
    assert typst_of(deep, display=True) is not None
    assert typst_of(rf"\sqrt{{\sqrt{{{deep}}}}}", display=True) is None


def test_bad_formulas_are_found_among_good_ones() -> None:
    """Wherever they stand."""
    assert check(["x"] * 5) == set()
    assert check(["x", "y z", "unknown", "x", "$", "frac(", "\\"]) >= {2, 4, 5}
    assert check([]) == set()


def test_a_sign_that_no_font_has_is_none() -> None:
    """A standard of accessible files asks that all signs can be read."""
    assert typst_of("\\text{\U00012345}", display=False) is None


def test_a_formula_is_heard_as_it_is_written() -> None:
    """On one line."""
    assert alternative("\n\\frac{a}\n  {b}  ") == r"\frac{a} {b}"
