"""What blogs store, and the MyST that it becomes."""

from __future__ import annotations

import pytest
from tests.importing.documents import BASE, conversion, rendered

from html2myst.shortcodes import attributes_of
from html2myst.tree import DEEPEST, cleaned, elements, inside, parsed

CASES = {
    "paragraphs": (
        "One line\nsecond line\n\n<em>Both\n\nparagraphs</em> &amp; more",
        "One line \\\nsecond line\n\n*Both*\n\n*paragraphs* & more\n",
    ),
    "blocks": (
        "<!-- wp:paragraph -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\n\n",
        "One line\n",
    ),
    "sentences": (
        "<p>The first sentence. “The second,” she said. e.g. 1. not a list.</p>",
        "The first sentence.\n“The second,” she said. e.g. 1. not a list.\n",
    ),
    "marks": (
        "<p>*a* b_c _d_ [1] {x} `y` $5 a &lt;b&gt; c\\d [t](u) [^1] #1</p>",
        "\\*a\\* b_c \\_d\\_ [1] \\{x} \\`y\\` $5 a \\<b> c\\\\d [t\\](u) \\[^1] #1\n",
    ),
    "line starts": (
        "<p># a<br>- b<br>1. c<br>% d<br>(e)=<br>:f: g<br>| h<br>&gt; i<br>===<br>+++</p>",
        "\\# a \\\n\\- b \\\n1\\. c \\\n\\% d \\\n(e)= \\\n\\:f: g \\\n\\| h \\\n"
        "\\> i \\\n\\=== \\\n\\+++\n",
    ),
    "two dollars": ("<p>$5 and $6</p>", "\\$5 and \\$6\n"),
    "emphasis": (
        "<p>a <b>b </b>c <strong>d <em>e</em></strong> f<i>g</i>h</p>",
        "a **b** c **d *e*** f*g*h\n",
    ),
    "emphasis by role": ("<p>a<b>“b”</b>c</p>", "a{strong}`“b”`c\n"),
    "styles of word processors": (
        '<b style="font-weight:normal">a <span style="font-style: italic">b</span></b>',
        "a *b*\n",
    ),
    "small": ("<p>H<sub>2</sub>O, x<sup>n</sup></p>", "H{sub}`2`O, x{sup}`n`\n"),
    "deleted": ("<p><del>old</del> new</p>", "[old]{.del} new\n"),
    "code in text": ("<p><code>a`b</code> <kbd>c</kbd></p>", "``a`b`` `c`\n"),
    "quotation": (
        "<blockquote><p>a</p><p>b</p><cite>c</cite></blockquote><q>d</q>",
        "> a\n>\n> b\n>\n> *c*\n\n“d”\n",
    ),
    "verse": (
        '<pre class="wp-block-verse">Roses\n  are red\n\nViolets</pre>',
        "Roses \\\n\u00a0\u00a0are red\n\nViolets\n",
    ),
    "code": (
        '<pre class="wp-block-code"><code lang="python">def f():\n    ```</code></pre>',
        "````\ndef f():\n    ```\n````\n",
    ),
    "code in a language": (
        '[sourcecode language="python"]\na &lt; b\n[/sourcecode]',
        "```python\na < b\n```\n",
    ),
    "lists": (
        "<ul>\n<li>a<ol><li>b</li></ol></li>\n<li><p>c</p></li>\n</ul><ul><li>d</li></ul>",
        "- a\n  1. b\n- c\n\n* d\n",
    ),
    "numbers": (
        '<ol type="a" start="3"><li>a</li><li>b</li></ol>',
        "{style=lower-alpha}\n3. a\n4. b\n",
    ),
    "definitions": (
        "<dl><dt>a</dt><dd>b</dd><dd><p>c</p><p>d</p></dd><dt>e</dt><dt>f</dt><dd>g</dd></dl>",
        "a\n: b\n: c\n\n  d\n\ne\n\nf\n: g\n",
    ),
    "table with lines": (
        '<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>c</td><td align="right">1</td>'
        "</tr></table>",
        "| a | b |\n| --- | --: |\n| c | 1 |\n",
    ),
    "table as a list": (
        "<table><caption>T</caption><tr><th>a</th><td><p>b</p><p>c|d</p></td></tr></table>",
        ":::{list-table} T\n:stub-columns: 1\n\n* - a\n  - b\n\n    c|d\n:::\n",
    ),
    "table of one cell": ("<table><tr><td><p>a</p></td></tr></table>", "a\n"),
    "headings": (
        "<h1>a</h1><p>b</p><h3>c #</h3><h2>d<br>e</h2>",
        "## a\n\nb\n\n### c \\#\n\n### d e\n",
    ),
    "rules": (
        "<hr><p>a</p><hr><p>b</p><hr><h2>c</h2><p>d</p><hr>",
        "a\n\n***\n\nb\n\n## c\n\nd\n",
    ),
    "more": ("a<!--more-->b", "a\n\n% more\n\nb\n"),
    "more with nothing before it": ("<!--more-->b", "b\n"),
    "pages": ("a<!--nextpage-->b", "a\n\nb\n"),
    "details": ("<details><summary>a</summary>b</details>", "**a**\n\nb\n"),
    "caption": (
        f'[caption id="x" width="3"]<a href="{BASE}/p.jpg"><img src="{BASE}/p-300x200.jpg"'
        ' alt="A: b" /></a> The <em>harbour</em>[/caption]',
        ':::{figure} ../media/p.jpg\n:alt: "A: b"\n\nThe *harbour*\n:::\n',
    ),
    "figure with a link": (
        f'<figure><a href="https://x.example/_"><img src="{BASE}/p.jpg"></a></figure>',
        ':::{figure} ../media/p.jpg\n:target: "https://x.example/%5F"\n:::\n',
    ),
    "picture": ('<p><img src="/p.png" alt="a*b"> c</p>', "![a\\*b](../media/p.png) c\n"),
    "gallery": (
        '[gallery ids="2,1"]',
        ":::::{grid} 2 2 3 3\n\n::::{grid-item}\n:::{figure} ../media/2.jpg\n:::\n::::\n\n"
        '::::{grid-item}\n:::{figure} ../media/1.jpg\n:alt: "One"\n\nFirst\n:::\n::::\n:::::\n',
    ),
    "bare address": (
        "a\n\nhttps://video.example/1\n\nb https://x.example/ c",
        "a\n\n<https://video.example/1>\n\nb https://x.example/ c\n",
    ),
    "embed": (
        '<iframe src="https://www.youtube.com/embed/abcdefg" title="A talk"></iframe>',
        "[A talk](https://www.youtube.com/watch?v=abcdefg)\n",
    ),
    "link": (
        '<p><a href="https://x.example/a_(b)?c=1&amp;d=2" title="T">e</a></p>',
        '[e](<https://x.example/a_(b)?c=1&d=2> "T")\n',
    ),
    "links within the publication": (
        '<p><a href="/old/">a</a> <a href="https://blog.example/old/#part">b</a></p>',
        "[a](../../series/x/01-old.md) [b](#series-x-01-old-part)\n",
    ),
    "link within the post": (
        '<p id="up">a</p><p><a href="#up">b</a></p>',
        "(posts-2020-p-up)=\na\n\n[b](#posts-2020-p-up)\n",
    ),
    "links to one place that meet": (
        '<p><a href="https://x.example/">a</a><a href="https://x.example/">b</a></p>',
        "[a](https://x.example/)[b](https://x.example/)\n",
    ),
    "footnotes of a word processor": (
        '<p>a<a href="#_ftn1" name="_ftnref1"><sup>[1]</sup></a> b</p>'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> <b>c</b></p>',
        "a[^1] b\n\n[^1]: **c**\n",
    ),
    "footnotes without paragraphs": (
        'a<a href="#_ftn1" name="_ftnref1">[1]</a>\n\n<a href="#_ftnref1" name="_ftn1">[1]</a> c',
        "a[^1]\n\n[^1]: c\n",
    ),
    "footnotes in a list": (
        '<p>a<sup id="r:1"><a href="#f:1">1</a></sup></p><hr><ol><li id="f:1"><p>c '
        '<a href="#r:1">↩</a></p></li></ol>',
        "a[^1]\n\n[^1]: c\n",
    ),
    "footnotes of a plug-in": (
        "a[footnote]b <i>c</i>[/footnote](d)",
        "a[^1]\\(d)\n\n[^1]: b *c*\n",
    ),
    "shortcode that is meant to be seen": ("[[gallery]] [sic]", "[gallery] [sic]\n"),
    "nothing": ("<p>&nbsp;</p>", ""),
    "script": ("<script>a</script><style>b</style>c", "c\n"),
}


@pytest.mark.parametrize(("html", "myst"), CASES.values(), ids=CASES)
def test_a_body_becomes_this(html: str, myst: str) -> None:
    """The text of each case is this, and nothing of it is red."""
    result = conversion(html)
    assert result.text == myst
    assert not [loss for loss in result.losses if loss.loses_text]
    for hard in (False, True):
        made = rendered(result.text, hard=hard)
        assert (made.raw, made.maths, made.messages) == (0, 0, "")


LOSSES = {
    "script address": ('<p><a href="java\tscript:x">a</a></p>', "link-dropped", "a"),
    "broken address": ('<p><a href="http://[bad">a</a></p>', "link-dropped", "a"),
    "other scheme": ('<p><a href="ftp://x.example/">a</a></p>', "link-dropped", "a"),
    "anchor that is not there": ('<p><a href="#none">a</a></p>', "link-dropped", "a"),
    "empty link": ('<p>a<a href="https://x.example/"></a></p>', "", "a"),
    "missing image": (
        '<p><img src="/gone.png" alt="b"></p>',
        "picture-missing",
        "[b](https://blog.example/gone.png)",
    ),
    "image in the page": ('<p>a<img src="data:image/png;base64,A"></p>', "picture-dropped", "a"),
    "counting pixel": (
        '<p>a<img src="https://x.example/p" width="1" height="1"></p>',
        "pixel",
        "a",
    ),
    "span": (
        "<table><tr><th colspan=2>a</th></tr><tr><td>b</td><td>c</td></tr></table>",
        "table-span",
        "| a |  |\n| --- | --- |\n| b | c |",
    ),
    "shortcode": ('[map id="1"]', "shortcode", '[map id="1"]'),
    "gallery of nothing": ('[gallery ids="9"]', "shortcode", '[gallery ids="9"]'),
    "dynamic block": ('<!-- wp:latest-posts {"a":1} /-->', "dynamic-block", ""),
    "control character": ("a\x01b", "control-character", "ab"),
    "link in code": (
        '<pre>a <a href="https://x.example/">b</a></pre>',
        "link",
        "```\na b\n```",
    ),
    "heading in a quotation": ("<blockquote><h2>a</h2></blockquote>", "heading", "> **a**"),
    "level": ("<h3>a</h3><h2>b</h2><h3>c</h3>", "heading-level", "## a\n\n## b\n\n### c"),
    "form": ('a <input value="b">', "form-control", "a"),
    "drawing": ("a<svg><text>b</text></svg>", "drawing", "a"),
}


@pytest.mark.parametrize(("html", "kind", "myst"), LOSSES.values(), ids=LOSSES)
def test_what_is_left_out_is_told(html: str, kind: str, myst: str) -> None:
    """Whatever does not come over is a loss of a kind; the text still comes over."""
    result = conversion(html)
    assert result.text.strip() == myst
    assert not kind or kind in {loss.kind for loss in result.losses}


def test_addresses_are_listed() -> None:
    """Links that lead outside, those that lead nowhere, images, and shortcodes, once each."""
    result = conversion(
        '<a href="https://x.example/">a</a> <a href="/none/">b</a> <img src="/p.png">'
        '<img src="/gone.png"> [map id="1"] <a href="https://x.example/">a</a>'
    )
    assert result.links == ("https://x.example/",)
    assert result.unresolved == (f"{BASE}/none/",)
    assert result.pictures == (f"{BASE}/p.png", f"{BASE}/gone.png")
    assert result.missing_pictures == (f"{BASE}/gone.png",)
    assert result.shortcodes == ("map",)


def test_footnotes_of_the_block_editor() -> None:
    """They are stored apart; one that nothing refers to stays as text, and is told."""
    result = conversion(
        '<!-- wp:paragraph --><p>a<sup data-fn="u" class="fn"><a href="#u" id="u-link">1</a></sup>'
        "</p><!-- /wp:paragraph -->\n<!-- wp:footnotes /-->",
        footnotes={"u": "b <em>c</em>", "v": "d"},
    )
    assert result.text == "a[^1]\n\nd\n\n[^1]: b *c*\n"
    assert [loss.kind for loss in result.losses] == ["footnote-unused"]


def test_anchors_for_others() -> None:
    """An id that other documents link to gets its label; one that is not there is told."""
    result = conversion('<h2 id="part">a</h2>', anchors=frozenset({"part", "none"}))
    assert result.text == "(posts-2020-p-part)=\n## a\n"
    assert [loss.kind for loss in result.losses] == ["anchor-missing"]


def test_what_readers_got_has_no_lines() -> None:
    """In HTML as it was shown, a line end is a space."""
    assert conversion("<p>a\nb</p>\n\nc", is_rendered=True).text == "a b\n\nc\n"


def test_long_lines_are_broken() -> None:
    """No line is longer than a parser takes; a word that is longer is told."""
    result = conversion("word " * 5000)
    assert max(map(len, result.text.split("\n"))) < 10_000
    assert not result.losses
    broken = conversion("x" * 25_000)
    assert max(map(len, broken.text.split("\n"))) < 10_000
    assert any(loss.loses_text for loss in broken.losses)


def test_depth_is_cut() -> None:
    """Elements may nest as deep as anybody likes; what is too deep is still read."""
    result = conversion("<div>" * 20_000 + "a" + "<ul><li>b" * 400)
    assert rendered(result.text).text.count("b") == 400
    assert "depth" in {loss.kind for loss in result.losses}
    body, is_cut = parsed("<b>" * 300 + "a")
    deepest = elements(body, "b")[DEEPEST - 1]
    assert is_cut
    assert inside(deepest, "b") is not None


def test_lists_nest_as_deep_as_a_parser_goes() -> None:
    """Items that are deeper become paragraphs, and are told once."""
    result = conversion("<ul><li>b" * 100)
    assert rendered(result.text).text.count("b") == 100
    kinds = [loss.kind for loss in result.losses]
    assert kinds == ["nesting", "list-item"]


def test_characters() -> None:
    """Line ends are one, what nobody sees is counted."""
    assert cleaned("a\r\nb\rc\x00\x0bd\u2028e\ud800") == ("a\nb\nc d e\ufffd", 2)


def test_attributes_of_shortcodes() -> None:
    """With and without names and quotes."""
    found = attributes_of("=https://x.example/a a=\"b c\" d='e' f=g “h” /")
    assert found == {"0": "https://x.example/a", "a": "b c", "d": "e", "f": "g", "1": "h"}
