"""The first words of a post's text, which are set in small capitals."""

from __future__ import annotations

import pytest
from docutils import nodes

from sphinx_anthology.outputs.pdf.sections import _lead_in


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("For a decade or so after 1980", "For a decade or"),
        ("Co-creation is new", ""),
        ("Networks’ leaders are many", ""),
        ("In 2014 much changed", ""),
        ("The new state-led order of things", "The new"),
        ("Yes.", ""),
        ("Ήταν μια φορά ένας γέρος", "Ήταν μια φορά ένας"),
        ("这是 一个 故事 的 开始", ""),
        ("ekphrasis begins with no capital", ""),
    ],
)
def test_two_to_four_words_lead_in(text: str, led: str) -> None:
    """Of letters only, and of a script that has capitals; no letter is lost."""
    section = nodes.section("", nodes.paragraph("", "", nodes.Text(text)))
    _lead_in(section)
    marked = [n.astext() for n in section.findall(nodes.inline) if "an-lead-in" in n["classes"]]
    assert marked == ([led] if led else [])
    assert section.astext() == text


def test_what_stands_above_the_text_is_passed_over() -> None:
    """Lines of ours have classes."""
    above = nodes.paragraph("", "", nodes.Text("A digest of something"), classes=["an-relation"])
    text = nodes.paragraph("", "", nodes.Text("The text of it begins"))
    section = nodes.section("", above, text)
    _lead_in(section)
    assert not list(above.findall(nodes.inline))
    assert list(text.findall(nodes.inline))
