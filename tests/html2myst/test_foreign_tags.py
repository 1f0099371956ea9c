"""Elements of a source that are called as ours are: none of them means anything."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from html2myst import Attached, Source, convert

EXAMPLES = int(os.environ.get("ANTHOLOGY_DOCUMENTS", "200"))
NAMES = [
    *("x-note", "x-math", "x-mathblock", "x-more", "x-page", "x-break", "x-gone", "x-footnote"),
    *("x-noteaser", "X-Note", "x-", "x-a.b"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", ["zz", "7", "1", ""])
def test_an_element_called_as_ours_is_plain(name: str, number: str) -> None:
    """In the text, in a footnote, in a caption."""
    tag = f'<{name} number="{number}" tex="{number}" label="l">b</{name}>'
    source = Source(
        html=f'<p>a{tag}c<sup class="fn" data-fn="n">1</sup></p>[gallery ids="1"]',
        footnotes={"n": f"d{tag}e"},
        library={1: Attached(address="https://a.example/i.png", caption=f"f{tag}g")},
    )
    result = convert(source)
    assert result.text == (
        "abc[^1]\n\n:::{figure} https://a.example/i.png\n\nfbg\n:::\n\n[^1]: dbe\n"
    )
    assert result.losses == ()


@pytest.mark.parametrize("sign", ["\x01", "&#1;", "&#x1;"])
def test_no_sign_makes_a_footnote_of_it(sign: str) -> None:
    """Where a text comes from, it is cleaned."""
    tag = f"<x-footnote{sign}>b</x-footnote{sign}>"
    source = Source(
        html=f'<p>a{tag}<sup class="fn" data-fn="n">1</sup></p>[gallery ids="1"]',
        footnotes={"n": f"d{tag}"},
        library={1: Attached(address="https://a.example/i.png", caption=f"f{tag}")},
    )
    result = convert(source)
    assert "[^1]: db" in result.text
    assert "[^2]" not in result.text
    assert "ab" in result.text
    assert "fb" in result.text


def test_shortcodes_still_make_footnotes() -> None:
    """Whose name is theirs alone."""
    assert convert(Source(html="a[ref]b[/ref]")).text == "a[^1]\n\n[^1]: b\n"


TEXTS = st.sampled_from(["a", "b ", "$5", "`", "[1]", "\n\n", "&lt;x-note&gt;", "<!--more-->", ""])
OPENINGS = st.builds(
    "<{}{}>".format,
    st.sampled_from([*NAMES, "x-z"]),
    st.sampled_from(
        [
            *("", "/", ' number="1"', " number=zz", ' tex="x`"', ' id="x" class="fn" data-fn="n"'),
            *(' style="font-weight: bold"', ' href="#x"', " x-note", ' a="<x-note>"', "\x01", "\n"),
        ]
    ),
)
CLOSINGS = st.sampled_from([*NAMES, "x-z"]).map("</{}>".format)
PLAIN = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<ul><li>",
            "</li></ul>",
            "<em>",
            "</em>",
            "<pre>",
            "</pre>",
            "<table><tr>",
        ),
        *("<td>", "</table>", "<svg>", "</svg>", "<h2>", "</h2>", '<a href="#x">1</a>', "<select>"),
    ]
)
HTML = st.lists(st.one_of(TEXTS, OPENINGS, OPENINGS, CLOSINGS, PLAIN), max_size=12).map("".join)


@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == 200,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(HTML, st.booleans())
def test_names_that_begin_as_ours_change_nothing(html: str, is_rendered: bool) -> None:
    """The same text comes of any name that nobody knows, and no word is lost."""
    stored = {"n": html}
    other = html.replace("<x-", "<y-").replace("</x-", "</y-").replace("<X-", "<Y-")
    other = other.replace("</X-", "</Y-")
    made = convert(Source(html=html, footnotes=stored, is_rendered=is_rendered))
    same = convert(Source(html=other, footnotes={"n": other}, is_rendered=is_rendered))
    assert made.text.replace("x-", "y-") == same.text.replace("x-", "y-")
    assert len(made.losses) == len(same.losses)
    assert not [loss for loss in made.losses if loss.loses_text]
