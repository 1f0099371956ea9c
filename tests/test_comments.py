"""Comments of HTML: never shown, wherever they stand, but in code."""

from __future__ import annotations

import re

import pytest
from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_anthology.reading.dollar_math import with_percent_signs, without_comments
from sphinx_anthology.reading.markdown_rules import hide_comments, open_comments


def shown(text: str) -> tuple[str, list[int]]:
    """What readers see of a text, and the lines of the comments that nothing closes."""
    config = MdParserConfig(
        enable_extensions={"colon_fence", "deflist", "dollarmath", "attrs_inline", "fieldlist"},
        disable_syntax=["html_block", "html_inline"],
    )
    parser = create_md_parser(config, RendererHTML)
    hide_comments(parser)
    page = parser.render(text)
    words = re.sub(r"<[^>]*>", " ", page)
    return " ".join(words.split()), open_comments(parser.options, text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!-- Z -->", ""),
        ("a <!-- Z --> b", "a b"),
        ("a <!--Z--!> b", "a b"),
        ("<!-->a\n\nb <!---> c", "a b c"),
        ("<!-- Z -->\n\nb", "b"),
        ("<!-- Z\n\n# Z\n\n```\nZ -->\n\nb", "b"),
        ("<!-- Z --> b", "b"),
        ("<!-- Z --><!-- Z --> # b", "b"),
        ("a\n<!-- Z -->\nb", "a b"),
        ("a <!-- Z\nZ --> b", "a b"),
        ("a <!-- Z\n\nZ --> b\n\nc", "a b c"),
        ("a <!-- Z --> b <!-- Z\n\nZ --> c", "a b c"),
        ("- a <!-- Z\n\n  Z --> b\n- c", "a b c"),
        ("- a <!-- Z\n\nZ --> b\n\nc", "a b c"),
        ("- a\n  <!-- Z\n\n  - Z -->\n  b\n- c", "a b c"),
        ("1. <!-- Z -->\n2. <!-- Z --> b", "b"),
        ("> <!-- Z\n> Z --> a\n> b\n\nc", "a b c"),
        ("> <!-- Z\nZ --> a\n\nb", "a b"),
        ("> <!-- Z\n\nZ --> a\n\nb", "a b"),
        ("> - a <!-- Z\n>\n>   Z -->\n>   b\n", "a b"),
        ("# a <!-- Z -->\n\nb", "a b"),
        ("# a <!-- Z\n\nZ -->\n\nb", "a b"),
        ("|a|b|\n|-|-|\n|c <!-- Z -->|d|", "a b c d"),
        ("|a|b|\n|-|-|\n|c <!-- Z|d|\n|Z --> e|", "a b c e"),
        ("a\n: b <!-- Z\n\n  Z --> c\n\nd", "a b c d"),
        ("*a <!-- Z --> b* [c <!-- Z --> d](x)", "a b c d"),
        ("<!-- `Z` -- Z\n```\nZ\n```\n-->\nb", "b"),
        ("<!-- Z -->\n% Z\n\nb", "b"),
    ],
)
def test_a_comment_is_not_shown(text: str, words: str) -> None:
    assert shown(text) == (words, [])


def test_no_attribute_holds_a_comment() -> None:
    """Titles of links and images, of blocks, and what their options say."""
    text = (
        '[a](x "b <!-- Z -->") ![c](y "d <!-- Z -->")\n\n'
        "```{note} e <!-- Z -->\n:name: f <!-- Z -->\n:g:\n\nh\n```\n\n"
        ":::{figure} i <!-- Z -->\n:alt: j <!-- Z -->\n:::\n"
    )
    parser = create_md_parser(MdParserConfig(enable_extensions={"colon_fence"}), RendererHTML)
    hide_comments(parser)
    tokens = [t for block in parser.parse(text) for t in (block, *(block.children or ()))]
    seen = "".join(f"{t.info} {t.attrs} {t.content if t.info else ''}" for t in tokens)
    assert "Z" not in seen
    for letter in "bdefghij":
        assert letter in seen


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("`<!-- a -->` b", "&lt;!-- a --&gt; b"),
        ("a `<!--` b\n\n-->c", "a &lt;!-- b --&gt;c"),
        ("```\n<!-- a -->\n```", "&lt;!-- a --&gt;"),
        ("a\n~~~html\n<!-- a\n~~~\nb", "a &lt;!-- a b"),
        ("    <!-- a -->\n\nb", "&lt;!-- a --&gt; b"),
        ("- a\n\n      <!-- b -->", "a &lt;!-- b --&gt;"),
        (r"\<!-- a -->", "&lt;!-- a --&gt;"),
        ("<?php a ?> <!DOCTYPE html>", "&lt;?php a ?&gt; &lt;!DOCTYPE html&gt;"),
        ("a <!- b -> <-- c", "a &lt;!- b -&gt; &lt;-- c"),
    ],
)
def test_code_and_what_is_no_comment_stays(text: str, words: str) -> None:
    assert shown(text) == (words, [])


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("a\n\n<!-- Z\n\nZ", "a", 3),
        ("a <!-- Z\n\nZ", "a", 1),
        ("a\n\n- b <!-- Z\n\nZ", "a b", 3),
        ("> a\n> <!-- Z\n\nZ", "a", 2),
        ("# a <!-- Z\n\nZ", "a", 1),
    ],
)
def test_a_comment_that_is_not_closed_hides_the_rest_and_is_told(
    text: str, words: str, line: int
) -> None:
    assert shown(text) == (words, [line])


def test_wordpress_mark_of_the_excerpt_is_ours() -> None:
    parser = create_md_parser(MdParserConfig(), RendererHTML)
    hide_comments(parser)
    tokens = parser.parse("a\n\n<!--more-->\n\nb")
    marks = [t.content.strip() for t in tokens if t.type == "myst_line_comment"]
    assert marks == ["more"]


@pytest.mark.parametrize(
    ("tex", "meant"),
    [
        ("x = y % ask Jane", "x = y "),
        (r"50\% and 5%", r"50\% and 5\%"),
        (r"5% &= 6%\\ % c", r"5\% &= 6\%\\ "),
        (r"a \\% c", r"a \\"),
        (r"\text{5% of} x % c", r"\text{5\% of} x "),
        ("x_1 % c\n= 5%\n", "x_1 \n= 5\\%\n"),
    ],
)
def test_a_sign_of_percent_behind_a_number_begins_no_comment(tex: str, meant: str) -> None:
    """In a formula within a line whatever follows it, for no comment could end there."""
    assert without_comments(with_percent_signs(tex)) == meant
    assert without_comments(with_percent_signs("5% of x", is_inline=True)) == r"5\% of x"
