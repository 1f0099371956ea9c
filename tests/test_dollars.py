"""Formulas between dollar signs, and prices that are none."""

from __future__ import annotations

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_anthology.reading.dollar_math import replace_dollarmath, tex_brackets

replace_dollarmath()
PARSER = create_md_parser(
    MdParserConfig(
        enable_extensions={"dollarmath"}, dmath_allow_digits=False, dmath_double_inline=True
    ),
    RendererHTML,
)

PRICES = [
    "It costs $5 and $6.",
    "costs $5-$10, or $5–$10",
    "US$5 … US$7",
    "US$5 and 7 US$",
    "$HOME and $PATH, $HOME:$PATH, $home:$path, $HOME$PATH",
    r"\$x\$ and \$5",
    "between $1m and $2m",
    "$5bn–$6bn ($7bn)",
    "$5,$6,$7 and $8/$9",
    "$1,000.50 to $2,000.75",
    "from $5 to 6$",
    "5$ and 6$",
    "5 $ and 6 $ or $ 7 $",
    "$20/hr or 15$/hr",
    "bread for $5 *and* milk for 6$",
    "$5 for _you_ and 6$ for me",
    "a ($) is cheap, ($$) is fair, ($$$) is dear",
    "$$ is cheap, $$$ is dear",
    "cheap: $$ or dear: $$$",
    "Prices: $$ (cheap) and $$ (fair)",
    "$5 [link](https://x.example/?a=$b)",
    "$5 and `$x` and `$y`",
    "$a, $b and $c",
    "f($a,$b)",
    "$_GET and $_POST; $_GET['a'].$_POST",
    "buy $TSLA/$GME or $AMC, $BB",
    "Ke$ha and A$AP paid $5 to Ke$ha",
    "NZ$5, A$6, C$7, HK$8, R$9",
    "USD$5 or AUD$6",
    "$5 CAD = $4 USD",
    "Up $.50 or $.60, -$5 and -$6, +$7",
    "$5\nand 6$ a day",
    "$10 (US$)",
    "$5?",
    "$",
    "$$",
    "$$$$",
    "a $",
    "|$5|$6|",
]

FORMULAS = {
    "$x$": ["x"],
    "the $x_1$-axis": ["x_1"],
    "$2x$ and $-1$": ["2x", "-1"],
    "$5$ of 7": ["5"],
    "($a+b$), $c$.": ["a+b", "c"],
    "$x$ is 5": ["x"],
    "5 and $x$": ["x"],
    "the $n$th": ["n"],
    "$k$-means, non-$k$": ["k", "k"],
    r"$\alpha$": [r"\alpha"],
    r"$x = 1 \text{ for all } y$": [r"x = 1 \text{ for all } y"],
    r"$2 \text{ for all } y$": [r"2 \text{ for all } y"],
    r"$5\,\mathrm{kg}$": [r"5\,\mathrm{kg}"],
    "$f(x) = x^2$": ["f(x) = x^2"],
    "$[0, 1)$ and $]0, 1[$": ["[0, 1)", "]0, 1["],
    "$x^+$ and $a_-$": ["x^+", "a_-"],
    "it costs $5 and $x$ is": ["x"],
    r"price \$5, $x$": ["x"],
    r"$a \$ b$": [r"a \$ b"],
    "$$x$$": ["x"],
    "where $$x = y$$ holds": ["x = y"],
    "$$\nx\n$$": ["x"],
    "$$ x = \\frac{a}{b} $$": ["x = \\frac{a}{b}"],
    "$$a$$ (eq)": ["a"],
    r"$\int f(x) dx$ and $3 dx$": [r"\int f(x) dx", "3 dx"],
    "“$x$”": ["x"],
    "*$x$* and **$y$**": ["x", "y"],
    "[$x$](a.md)": ["x"],
    "$x$,$y$": ["x", "y"],
}


def _formulas(text: str) -> list[str]:
    tokens = PARSER.parse(text)
    flat = [child for token in tokens for child in (token.children or [token])]
    return [token.content.strip() for token in flat if token.type.startswith("math")]


@pytest.mark.parametrize("text", PRICES)
def test_price_is_no_formula(text: str) -> None:
    """It stays a text, with every sign."""
    assert _formulas(text) == []


@pytest.mark.parametrize(("text", "formulas"), FORMULAS.items())
def test_formula_is_found(text: str, formulas: list[str]) -> None:
    """With what is in it, and no more."""
    assert _formulas(text) == formulas


def test_other_projects_of_the_process_keep_mysts_own_rule() -> None:
    """Only where digits are not allowed beside a sign is the rule ours."""
    stock = create_md_parser(MdParserConfig(enable_extensions={"dollarmath"}), RendererHTML)
    assert "math" in stock.render("$5 for bread or 6$")


@pytest.mark.parametrize(
    ("text", "write"),
    [
        (r"So \(x^2\) is", "$x^2$"),
        (r"\( x \)", "$x$"),
        (r"\(\alpha\) and", r"$\alpha$"),
        (r"> - \(a\\b\)", r"$a\\b$"),
        (r"\[E = mc^2\]", "$$E = mc^2$$"),
        ("Text\n\\[\n\\begin{aligned} a &= b \\end{aligned}\n\\]",
         r"$$\begin{aligned} a &= b \end{aligned}$$"),
        ("```{note}\n\\(x^2\\)\n```", "$x^2$"),
        (":::{note}\n\\(x^2\\)\n:::", "$x^2$"),
        ("```\na\n```\n\\(x^2\\)", "$x^2$"),
        (r"`a` \(x^2\) `b`", "$x^2$"),
        (r"It costs $5, \(x^2\) and 6$ more.", "$x^2$"),
    ],
)  # fmt: skip
def test_formulas_in_brackets_of_tex_are_told(text: str, write: str) -> None:
    """They are neither formulas nor what their writer meant."""
    ((line, message),) = tex_brackets(text)
    assert "\\(" in text.split("\n")[line - 1] or "\\[" in text.split("\n")[line - 1]
    assert message.endswith(f"not as a formula. Write {write}")


@pytest.mark.parametrize(
    "text",
    [
        r"`\(x^2\)`", r"``a ` \(x^2\) ``", "```\n\\(x^2\\)\n```", r"\\(x^2\\)", r"\[1\] \[sic\]",
        r"\(see page 3\)", r"\(1\)", r"$f\(x^2\)$", r"[a](b\(c=d\)e)", "a\n\n    \\(x^2\\)\n",
        r"\(a^2", r"a^2\)", r"\(a^2\]", "<!-- \\(x^2\\) -->", "% \\(x^2\\)", "\\(x\n\n^2\\)",
        "```{math}\n\\(x^2\\)\n```", "````{note}\n```python\n\\(x^2\\)\n```\n````",
        r"\[see a/b there\]",
    ],
)  # fmt: skip
def test_other_brackets_behind_backslashes_are_not_told(text: str) -> None:
    """Code, escapes, comments, targets of links, words and numbers in brackets."""
    assert not list(tex_brackets(text))
