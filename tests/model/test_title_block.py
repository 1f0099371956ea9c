"""What stands in the place of front matter: a title that Markdown takes to the letter."""

from __future__ import annotations

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser

from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.reading.source import escape, title_block

MYST = create_md_parser(
    MdParserConfig(
        enable_extensions={
            "amsmath",
            "attrs_block",
            "attrs_inline",
            "colon_fence",
            "deflist",
            "dollarmath",
            "fieldlist",
            "html_image",
            "strikethrough",
            "substitution",
            "tasklist",
        }
    ),
    SphinxRenderer,
)
COMMONMARK = MarkdownIt("commonmark")

# a title as the scan leaves it: visible characters, single spaces
words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp"))
    | st.sampled_from(string.punctuation),
    min_size=1,
)
titles = st.lists(words, min_size=1, max_size=5).map(" ".join)


def _text(parser: MarkdownIt, markdown: str) -> str:
    """The plain text of the only heading that some Markdown is."""
    tokens = parser.parse(markdown)
    heading, inline, close = tokens
    assert (heading.type, heading.tag, close.type) == ("heading_open", "h1", "heading_close")
    children = inline.children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@pytest.mark.parametrize("parser", [COMMONMARK, MYST], ids=["CommonMark", "MyST"])
@pytest.mark.parametrize(
    "title",
    [
        "Policy & Politics 2014: the challenges",
        "*Not* _emphasised_ `or` code",
        "&amp; &copy; are no entities",
        "A [link](https://example.org) <b>and</b> ![image](x)",
        "Ends in a hash #",
        "Ends in a backslash \\",
        "# Begins with one",
        "---",
        "1. One",
        "{post}`x` and {{ y }} and $z$ and ~~w~~ and [^1] and (t)=",
        "https://example.org",
        "% more",
        "- a",
        "|a|b|",
        "Who leads? ‘We’ do — or “they”…",
    ],
)
def test_title_means_nothing_to_markdown(parser: MarkdownIt, title: str) -> None:
    """Whatever the title holds, it is the text of the heading."""
    assert _text(parser, f"# {escape(title)}\n") == title


@pytest.mark.parametrize("parser", [COMMONMARK, MYST], ids=["CommonMark", "MyST"])
@given(title=titles)
def test_every_title_comes_back_as_the_same_text(parser: MarkdownIt, title: str) -> None:
    """Escaped and parsed, no character is lost, changed or added."""
    assert _text(parser, f"# {escape(title)}\n") == title


WIDE = "orphan: true\ntocdepth: 2\nmyst: {html_meta: {description: 'a: b # c'}}\n"


@pytest.mark.parametrize("wide", ["", "orphan: true\n", WIDE], ids=["none", "one", "three"])
@pytest.mark.parametrize("style", ["block", "flow"])
def test_title_block_is_as_long_as_the_front_matter(wide: str, style: str) -> None:
    """Line numbers of the text stay true, and Sphinx's own keys are kept."""
    own = "post: {}\n" if style == "flow" else "post:\n  part: 1\n"
    text = f"---\ntitle: A *title*\ndate: 2021\nauthors: [x]\n{wide}{own}---\n\nText.\n"
    source = read_source("p", "p.md", text)
    block = title_block(source)
    assert len(block) == source.length
    assert block[-1] == r"# A \*title\*"
    assert all("\n" not in line for line in block)
    kept = [line for line in block[:-1] if line not in {"", "---"}]
    assert (yaml.safe_load("\n".join(kept)) or {}) == source.file_wide


@given(st.dictionaries(st.sampled_from(["orphan", "tocdepth", "myst"]), st.booleans() | titles))
def test_kept_keys_are_one_line_each(fields: dict[str, object]) -> None:
    """Whatever they hold."""
    front = yaml.safe_dump({"title": "A", "author": {}, **fields}, allow_unicode=True)
    source = read_source("p", "p.md", f"---\n{front}---\n")
    block = title_block(source)
    kept = [line for line in block[:-1] if line not in {"", "---"}]
    assert len(kept) == len(source.file_wide)
    assert block[-1] == "# A"
