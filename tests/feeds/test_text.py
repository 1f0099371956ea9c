"""A post's text as feeds hold it."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.site.texts import CLOSING, OPENING, feed_text, marked
from sphinx_anthology.typst.strings import cleaned

PAGE = "https://book.example/series/sea/01-tides.html"


class Words(HTMLParser):
    """The texts and the tags of HTML, as the parser of the standard library sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="#id1">1</a>', f'<a href="{PAGE}#id1">1</a>'),
        ("<a href='02.html'>on</a>", '<a href="https://book.example/series/sea/02.html">on</a>'),
        (
            '<img alt="A &gt; B" src="../../_images/a.png">',
            '<img alt="A &gt; B" src="https://book.example/_images/a.png">',
        ),
        (
            '<img srcset="/a.png 1x, /b.png 2x">',
            '<img srcset="https://book.example/a.png 1x, https://book.example/b.png 2x">',
        ),
        ('<a href="//other.example/?a=1&amp;b=2">x</a>',) * 2,
        ('<a href="mailto:a@b.example">x</a>',) * 2,
        ('<img src="data:image/png;base64,AAAA">',) * 2,
        ('<a title="an href=x" class="b">x</a>', '<a title="an href=x" class="b">x</a>'),
    ],
)
def test_addresses_are_absolute(html: str, expected: str) -> None:
    """Those of links, images and sets of images, whatever quotes they stand in."""
    expected = expected.replace('"//other', '"https://other')
    assert feed_text(html, PAGE) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java\tscript:alert(1)">x</a>',
        '<a href=" JavaScript:alert(1)">x</a>',
        '<a href="vbscript:x">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<a href="http://[bad">x</a>',
        "<a onclick='x()' style=\"color: red\" data-x=1 tabindex=0>x</a>",
        "<a OnClick=x()>x</a>",
        '<a\nonclick="x()">x</a>',
        '<a for="sd-tab-item-0">x</a>',
        '<a style=""onclick="x()">x</a>',
        "<a/onclick=x()>x</a>",
    ],
)
def test_nothing_is_run(html: str) -> None:
    """An address of a script, and what only a page can use, go; the words stay."""
    assert feed_text(html, PAGE) == "<a>x</a>"


@pytest.mark.parametrize(
    "html",
    [
        '<a class="headerlink" href="#a" title="Link">#</a>',
        '<script>if (a < b) { x("</p>") }</script>',
        "<style>p > a { color: red }</style>",
        '<button type="button" class="an-copy">Copy</button>',
        "<nav><nav><p>on</p></nav></nav>",
        '<span class="an-preview" hidden><span>Seen <span>before</span></span></span>',
        '<span class="an-preview" hidden="">x</span>',
        '<span aria-hidden="true" class="an-plate"><span>O<em>M</em></span></span>',
        '<input type="radio" name="tab">',
        "<!-- a > b -->",
        "<object><param name='x'></object>",
    ],
)
def test_what_only_a_page_can_use_goes(html: str) -> None:
    """With all that is in it, and nothing around it."""
    assert feed_text(f"<p>one{html} two</p>", PAGE) == "<p>one two</p>"


def test_a_hidden_thing_in_words_stays() -> None:
    """Only an attribute hides."""
    html = '<img alt="a hidden headerlink" class="is-hidden"><p class="hidden">x</p>'
    assert feed_text(html, PAGE) == html


def test_a_page_within_the_page_becomes_a_link() -> None:
    """A frame would not be shown, and its words would be lost."""
    html = '<iframe src="https://v.example/1" title="A film">no</iframe>'
    assert feed_text(html, PAGE) == '<a href="https://v.example/1">A film</a>'
    html = "<object data='https://v.example/2'><embed src='https://v.example/3'></object>"
    assert feed_text(html, PAGE) == '<a href="https://v.example/2">https://v.example/2</a>'
    html = "<embed src='https://v.example/3' title='A song'>"
    assert feed_text(html, PAGE) == '<a href="https://v.example/3">A song</a>'


def test_code_and_formulas_are_kept() -> None:
    """Signs of markup in code stay signs of code."""
    html = (
        '<pre><span></span><span class="k">if</span> a &lt; b &amp;&amp; c:\n    "x"</pre>'
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi><mo>&lt;</mo></math>'
    )
    assert feed_text(html, PAGE) == html


def test_only_what_is_marked_is_taken() -> None:
    """In several parts, in order."""
    page = f"<p>a{OPENING}b{CLOSING}c{OPENING}d\ne{CLOSING}f"
    assert marked(page) == "b\nd\ne"
    assert marked("<p>a</p>") == ""


texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, texts)
def test_all_words_and_attributes_are_those_of_the_page(words: str, label: str) -> None:
    """Whatever the words, as another parser reads them."""
    html = f'<p><img alt="{escape(label)}" src="a.png">{escape(words)}<b>end</b></p>'
    found = Words(feed_text(html, PAGE))
    whole = Words(cleaned(html))
    assert "".join(found.words) == "".join(whole.words)
    assert found.tags[1][1]["alt"] == whole.tags[1][1]["alt"]


@given(st.text(st.sampled_from("<>/=\"'! -aps#&;\n")))
def test_any_markup_can_be_gone_through(html: str) -> None:
    """Even what nobody would write: it ends, and there is no script in it."""
    found = feed_text(f"<script>{html}</script><p>{html}", PAGE)
    assert "<script" not in found
