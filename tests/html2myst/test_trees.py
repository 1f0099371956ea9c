"""Trees that a caller makes, with formulas and footnotes: what is written of them."""

from __future__ import annotations

import doctest
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.importing.documents import rendered

import html2myst
from html2myst import Element, Loss, Target, Tree, convert, convert_tree
from html2myst.conversion import Unchanged
from html2myst.inventory import expected_content
from html2myst.prepare import prepared_tree
from html2myst.tree import DEEPEST, elements

EXAMPLES = int(os.environ.get("ANTHOLOGY_DOCUMENTS", "200"))


def line(*children: Element | str) -> Element:
    """A body that is one paragraph."""
    return Element("body", {}, Element("p", {}, *children))


def math(tex: str) -> Element:
    """A formula in a line."""
    return Element("x-math", {"tex": tex})


def block(tex: str) -> Element:
    """A formula on lines of its own."""
    return Element("x-mathblock", {"tex": tex})


def note(number: object) -> Element:
    """The mark of a footnote."""
    return Element("x-note", {"number": str(number)})


FORMULAS = {
    "in a line": (line("So ", math("x^2"), "."), "So {math}`x^2`.\n"),
    "two in a row": (line(math("a"), math("b")), "{math}`a`{math}`b`\n"),
    "before what looks like the end of a link": (line(math("a"), "(b)"), "{math}`a`(b)\n"),
    "after brackets": (line("[a]", math("b")), "[a\\]{math}`b`\n"),
    "beside prices": (line("$5, ", math(r"\$6"), ", $7"), "\\$5, {math}`\\$6`, \\$7\n"),
    "one price": (line("$5, ", math("6")), "$5, {math}`6`\n"),
    "beside code": (line(math("a"), Element("code", {}, "b")), "{math}`a`b\n"),
    "backtick inside": (line(math(r"\text{`a'}")), "{math}``\\text{`a'}``\n"),
    "backticks at both ends": (line(math("`a``")), "{math}``` `a`` ```\n"),
    "space at the end": (line(math("a\\ "), "b"), "{math}`a\\ `b\n"),
    "lines": (line(math("a\n\n\tb")), "{math}`a b`\n"),
    "in emphasis": (
        line(Element("em", {}, "Let ", math("n"), " be")),
        "*Let {math}`n` be*\n",
    ),
    "in a link": (
        line(Element("a", {"href": "https://a.example/"}, "see ", math("[1]"))),
        "[see {math}`[1]`](https://a.example/)\n",
    ),
    "all of a link": (
        line(Element("a", {"href": "https://a.example/"}, math("x"))),
        "[{math}`x`](https://a.example/)\n",
    ),
    "all of a heading": (Element("body", {}, Element("h2", {}, math("x"))), "## {math}`x`\n"),
    "on its own": (
        Element("body", {}, Element("p", {}, "a"), block("\n x &= y \\\\\n\n &= z\n"), "b"),
        "a\n\n```{math}\nx &= y \\\\\n&= z\n```\n\nb\n",
    ),
    "inside a paragraph": (line("a", block("x"), "b"), "a\n\n```{math}\nx\n```\n\nb\n"),
    "like an option": (line(block(":= x")), "```{math}\n\n:= x\n```\n"),
    "like options": (line(block("--- x")), "```{math}\n\n--- x\n```\n"),
    "with a fence": (line(block("```")), "````{math}\n```\n````\n"),
    "in a list": (
        Element("body", {}, Element("ul", {}, Element("li", {}, "a", block("x")))),
        "- a\n\n  ```{math}\n  x\n  ```\n",
    ),
    "in a table": (
        Element(
            "body",
            {},
            Element(
                "table",
                {},
                Element("tr", {}, Element("th", {}, "a"), Element("th", {}, "b")),
                Element("tr", {}, Element("td", {}, math("c")), Element("td", {}, "d")),
            ),
        ),
        "| a | b |\n| --- | --- |\n| {math}`c` | d |\n",
    ),
}


@pytest.mark.parametrize(("tree", "myst"), FORMULAS.values(), ids=FORMULAS)
def test_a_formula_becomes_this(tree: Element, myst: str) -> None:
    """Nothing of it is red, and Docutils finds as many formulas as there are."""
    count = len(elements(tree, "x-math", "x-mathblock"))
    result = convert_tree(tree)
    assert result.text == myst
    assert not [loss for loss in result.losses if loss.kind != "dress"]
    made = rendered(myst)
    assert (made.maths, made.messages) == (count, "")
    ready = prepared_tree(Tree(body=tree), Unchanged())
    assert made.text == expected_content(ready.body, ready.notes).text


def test_a_formula_in_a_table_may_have_a_line() -> None:
    """Which parts no cells."""
    row = Element("tr", {}, Element("td", {}, math("a|b")), Element("td", {}, block("c")))
    head = Element("tr", {}, Element("th", {}, "a"), Element("th", {}, "b"))
    result = convert_tree(Element("body", {}, Element("table", {}, head, row)))
    assert result.losses == ()
    assert rendered(result.text).maths == 2


@pytest.mark.parametrize("tex", ["", " ", "\n\n", "\x01"])
def test_an_empty_formula_is_told(tex: str) -> None:
    """In a line and on lines of its own; the words around it stay."""
    result = convert_tree(Element("body", {}, Element("p", {}, "a ", math(tex), "b"), block(tex)))
    assert result.text == "a b\n"
    kinds = [loss.kind for loss in result.losses if loss.kind != "control-character"]
    assert kinds == ["formula-empty"] * 2


def test_a_comment_in_a_formula_is_told() -> None:
    """In one line it would hide what follows it."""
    result = convert_tree(line(math("a % c\n+ b")))
    assert result.losses == (Loss("formula-changed", "a % c + b", loses_text=True),)


def test_a_formula_in_code_is_its_text() -> None:
    """And told."""
    result = convert_tree(Element("body", {}, Element("pre", {}, "a ", math("x^2"))))
    assert result.text == "```\na x^2\n```\n"
    assert result.losses == (Loss("formula-changed", "x^2", loses_text=True),)


def test_a_formula_that_is_raised_is_told() -> None:
    """It stands in the line."""
    result = convert_tree(line("a", Element("sup", {}, math("x"))))
    assert result.text == "a{math}`x`\n"
    assert [loss.kind for loss in result.losses] == ["dress"]


def test_notes_stand_in_a_row() -> None:
    """Two marks and three, before brackets and formulas; their texts may hold formulas."""
    notes = {n: Element("div", {}, f"N{n} ", math("x")) for n in (1, 2, 3)}
    tree = line("End.", note(1), note(2), note(3), "(a) ", note(1), math("y"), note(2), ": b")
    result = convert_tree(Tree(body=tree, notes=notes))
    assert result.text == (
        "End.[^1][^2][^3]\\(a) [^1]{math}`y`[^2]\\: b\n\n"
        "[^1]: N1 {math}`x`\n\n[^2]: N2 {math}`x`\n\n[^3]: N3 {math}`x`\n"
    )
    assert result.losses == ()
    assert rendered(result.text).maths == 1  # and those of the notes


def test_notes_of_html_stand_in_a_row() -> None:
    """As the block editor writes them."""
    marks = "".join(f'<sup class="fn" data-fn="{n}"><a href="#{n}">1</a></sup>' for n in "xy")
    source = html2myst.Source(html=f"<p>End.{marks} Next.</p>", footnotes={"x": "One", "y": "Two"})
    result = convert(source)
    assert result.text == "End.[^1][^2] Next.\n\n[^1]: One\n\n[^2]: Two\n"
    assert result.losses == ()


@pytest.mark.parametrize("number", ["", "zz", "2", "01", "-1", "²", "9" * 5000])
def test_a_mark_without_a_note_is_told(number: str) -> None:
    """It is left out; the words in it stay."""
    mark = Element("x-note", {"number": number}, "b")
    tree = Tree(body=line("a", mark, note(1)), notes={1: Element("p", {}, "n")})
    result = convert_tree(tree)
    assert result.text == "ab[^1]\n\n[^1]: n\n"
    assert [loss.kind for loss in result.losses] == ["footnote-missing"]


def test_a_note_without_a_mark_stands_at_the_end() -> None:
    """And is told."""
    result = convert_tree(Tree(body=line("a"), notes={1: Element("div", {}, "n")}))
    assert result.text == "a\n\nn\n"
    assert result.losses == (Loss("footnote-unused", "n"),)


def test_a_note_may_name_itself() -> None:
    """Nothing goes in circles."""
    tree = Tree(body=line("a", note(1)), notes={1: Element("div", {}, "n", note(1))})
    result = convert_tree(tree)
    assert result.text == "a[^1]\n\n[^1]: n[^1]\n"
    assert result.losses == ()


class _Moved:
    """One document, and images in a folder."""

    def document(self, address: str) -> Target | None:
        """The document."""
        return Target("posts/b") if address == "https://a.example/b" else None

    def picture(self, address: str) -> str | None:
        """A file of the same name."""
        return f"images/{address}"


def test_links_and_images_are_settled_as_those_of_html() -> None:
    """Documents, images, anchors; what runs or reads is dropped and told."""
    tree = Tree(
        body=line(
            Element("span", {"id": "up"}, "a"),
            Element("a", {"href": "https://a.example/b"}, "b"),
            Element("a", {"href": "#up"}, "c"),
            Element("a", {"href": "file:///etc/passwd"}, "d"),
            Element("img", {"src": "e.png", "alt": "E"}),
        ),
        docname="posts/a",
    )
    result = convert_tree(tree, _Moved())
    assert result.text == "(posts-a-up)=\na[b](b.md)[c](#posts-a-up)d![E](images/e.png)\n"
    assert result.losses == (Loss("link-dropped", "d (file:///etc/passwd)"),)
    assert result.pictures == ("e.png",)


def test_words_are_as_readers_see_them() -> None:
    """No shortcode, address or line end in a tree means anything."""
    words = "[caption]x[/caption] [1] https://a.example/ $5 {math}`x` <b>\n\nend"
    result = convert_tree(Element("body", {}, Element("p", {}, words)))
    assert result.losses == ()
    assert rendered(result.text).text == " ".join(words.split())
    assert rendered(result.text).maths == 0


def test_a_tree_stays_as_it_is() -> None:
    """It can be converted twice, with the same result."""
    tree = Tree(
        body=line("a\x01", note(1), note(7), Element("q", {}, "b"), Element("iframe", {})),
        notes={1: Element("div", {}, Element("a", {"href": "x:y"}, "c")), 2: Element("p", {}, "d")},
    )
    first = convert_tree(tree)
    assert convert_tree(tree) == first
    assert set(tree.notes) == {1, 2}
    assert elements(tree.body, "x-note", "iframe")


def test_what_cannot_be_written_is_told() -> None:
    """Control characters, halves of characters, elements of no kind, and depth."""
    deep: Element | str = "deepest"
    for _ in range(1000):
        deep = Element("span", {}, deep)
    tree = Element("body", {}, Element("x-break", {}, "a\x00\ud800\u2028b"), deep)
    result = convert_tree(tree)
    assert result.text == "a\ufffd bdeepest\n"
    assert result.losses == (Loss("control-character", "2"), Loss("depth", f"> {DEEPEST}"))


TEX = st.lists(
    st.sampled_from(
        [
            *(
                "x",
                "^2",
                "_i",
                r"\frac{a}{b}",
                r"\text{`a'}",
                "`",
                "``",
                "$",
                r"\$",
                "|",
                "&",
                r"\\",
            ),
            *(
                "\n",
                "\n\n",
                " ",
                "[",
                "]",
                "{",
                "}",
                "*",
                "#",
                "~",
                "<b>",
                "%",
                ":",
                "---",
                "\\",
                "=",
                "(",
            ),
        ]
    ),
    max_size=5,
).map("".join)
WORDS = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b. C",
                " ",
                "$",
                "$5",
                "`",
                "[",
                "]",
                "(",
                ")",
                "{",
                "}",
                "*",
                "_",
                "^",
                "~~",
                "!",
            ),
            *(
                "\\",
                ":",
                "#",
                "- ",
                "1. ",
                "|",
                "{math}`x`",
                "$x$",
                "[^1]",
                "\n",
                "<",
                "é",
                ".",
                "%",
            ),
        ]
    ),
    min_size=1,
    max_size=4,
).map("".join)
LEAVES = st.one_of(
    WORDS, WORDS, TEX.map(math), TEX.map(block), st.sampled_from(["1", "2", "3", "x"]).map(note)
)
TAGS = [
    *(
        "p",
        "p",
        "p",
        "em",
        "strong",
        "code",
        "sup",
        "del",
        "a",
        "h2",
        "li",
        "ul",
        "ol",
        "blockquote",
    ),
    *("table", "tr", "td", "th", "caption", "figure", "figcaption", "dl", "dt", "dd", "pre", "div"),
    *("q", "br", "img", "hr", "x-break", "x-more", "iframe", "span"),
]
ELEMENTS = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda tag, parts: Element(tag, {"href": "https://a.example/", "src": "i.png"}, *parts),
        st.sampled_from(TAGS),
        st.lists(inner, max_size=4),
    ),
    max_leaves=10,
)
BODIES = st.lists(ELEMENTS, max_size=4).map(lambda parts: Element("body", {}, *parts))
TREES = st.builds(
    lambda text, one, two: Tree(body=text, notes={1: one, 2: two}), BODIES, BODIES, BODIES
)


@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == 200,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(TREES)
def test_all_words_and_formulas_of_a_tree_come_over(tree: Tree) -> None:
    """Where Docutils reads them in the places where they were, or a loss is red."""
    result = convert_tree(tree)
    ready = prepared_tree(tree, Unchanged())
    inventory = expected_content(ready.body, ready.notes)
    if not any(loss.loses_text for loss in result.losses):
        made = rendered(result.text)
        assert made.messages == ""
        assert made.raw == 0
        assert _joined(made.text) == _joined(inventory.text)
        assert made.maths == len(expected_content(ready.body, {}).formulas)


def _joined(text: str) -> str:
    """A text without white space, of which a formula with backticks has more."""
    return "".join(text.split())


def test_the_examples_do_what_they_say() -> None:
    """Those of the README; those of the docstring are run where it stands."""
    readme = Path(html2myst.__file__).with_name("README.md")
    assert doctest.testfile(str(readme), module_relative=False) == (0, 8)
