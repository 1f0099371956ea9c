"""HTML whose text is made of what Markdown and MyST would take for markup."""

from __future__ import annotations

import html

from hypothesis import strategies as st

MARKS = [
    *("*", "**", "_", "__", "`", "``", "```", "~", "~~", "~~x~~", "^", "^x^", "|", "\\", "\\\\"),
    *("[x]", "[", "]", "](u)", "](http://a.b)", "![", "[^1]", "[^1]: f", "[x]: http://a.b", "[ ]"),
    *("[x] t", "[t]{.c}", "{#id}", "{.c}", "{", "}", "{{ x }}", "{{", "{role}`x`", "{math}`x`"),
    *("<b>", "</b>", "<!-- c -->", "<http://a.b>", "&amp;", "&", "&#42;", "&copy", "&copy;"),
    *("$", "$$", "$x$", "$$x$$", "\\begin{a}x\\end{a}", "\\(x\\)", "\\[x\\]", "\\"),
    *("#", "# ", "## ", "- ", "+ ", "* ", "1. ", "1) ", "0.", "> ", "- - -", "---", "***", "==="),
    *("+++", "|", "| a | b |", "|-|-|", "--- | ---", ":::", "::: note", ":::{note}", "```{note}"),
    *("```{raw} html", "%", "% c", "(a)=", ":a: b", ": b", ":", "@", "-", "=", "--", "...", "//"),
    *("'", '"', "!", "(", ")", "(c)", "a", "b", "é", "“", "…", "word", "Word", "Two words. Three"),
    *("http://x.y/_z_", "www.x.y", "a@b.c", "\n", "\n\n", "\t", " ", "  ", "    ", "\u00a0"),
    *("\u2028", "\u200b", "\ufeff", "\u00ad", "\u202e", "﷽", "*️⃣", "\x0b", "\x85", "\x01", "  \n"),
]
"""Pieces of text, each of which means something somewhere."""

WRAPS = [
    *[("", "")] * 6,
    ("<em>", "</em>"),
    ("<strong>", "</strong>"),
    ("<code>", "</code>"),
    ('<a href="http://e.x/a_(b)_c?d=*&amp;e&amp;copy;f">', "</a>"),
    ('<a href="/x" title="&quot;`t*">', "</a>"),
    ("<sub>", "</sub>"),
    ("<sup>", "</sup>"),
    ("<del>", "</del>"),
    ("<br>", ""),
    ("<span>", "</span>"),
    ('<img src="http://e.x/p_q.png" alt="*a](b)" />', ""),
]
BLOCKS = [
    *[("<p>", "</p>")] * 4,
    ("", "\n\n"),
    ("<ul><li>", "</li></ul>"),
    ("<ol><li>", "</li><li>z</li></ol>"),
    ("<ul><li>q<ul><li>", "</li></ul></li></ul>"),
    ("<blockquote><p>", "</p></blockquote>"),
    ("<h2>", "</h2>"),
    ("<pre>", "</pre>"),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>", "</td><td>z</td></tr></table>"),
    ("<table><tr><td>", "</td><td>z</td></tr></table>"),
    ('<figure><img src="http://e.x/c.png" alt="x: y"><figcaption>', "</figcaption></figure>"),
    ("<dl><dt>", "</dt><dd>x</dd></dl>"),
    ("<dl><dt>x</dt><dd>", "</dd></dl>"),
    ("<div>", "</div>"),
]

_texts = st.lists(st.sampled_from(MARKS), min_size=1, max_size=5).map(
    lambda marks: html.escape("".join(marks))
)
_phrases = st.recursive(
    _texts,
    lambda inner: st.builds(
        lambda wrap, parts: wrap[0] + "".join(parts) + wrap[1],
        st.sampled_from(WRAPS),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
_bodies = st.recursive(
    _phrases,
    lambda inner: st.builds(
        lambda block, parts: block[0] + "".join(parts) + block[1],
        st.sampled_from(BLOCKS),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
strange_html = st.lists(_bodies, min_size=1, max_size=3).map("\n".join)
"""Documents of nested elements around such text."""
