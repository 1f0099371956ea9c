"""Text for Typst says what it said before."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.typst.compiler import typst_module
from sphinx_anthology.typst.strings import cleaned, language, literal

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SIGNS = {"n": "\n", "t": "\t", "r": "\r"}
AWKWARD = (
    'quotes " and \\ and \\" and \\u{41}',
    "lines\nand\r\nothers\x85and\u2028these\u2029\x0b\x0c",
    "\0\x07\x1b\x7f and \ud800 and \udfff and \ufffe and \uffff and \U0001ffff",
    '#panic("code") $ * _ ` <label> @reference // comment /* and */ [x] {y}',
    "ἄνθρωπος 👩‍👩‍👧 🇬🇧 \u200f\u202e עברית 漢字",
    "",
)


def _read(written: str) -> str:
    """The text of a string of Typst's."""
    return _ESCAPE.sub(
        lambda m: chr(int(m[1], 16)) if m[1] else _SIGNS.get(m[2], m[2]), written[1:-1]
    )


@given(st.text(st.characters() | st.characters(categories=["Cc", "Cs", "Cn", "Zl", "Zp"])))
def test_a_literal_holds_the_text(text: str) -> None:
    """It is on one line as Typst counts lines, and no quote ends it early."""
    written = literal(text)
    assert _read(written) == cleaned(text)
    assert len(written.splitlines()) == 1
    assert not re.search(r'(?<!\\)(?:\\\\)*"', written[1:-1])


@given(st.text(st.characters() | st.characters(categories=["Cc", "Cs"])))
def test_a_clean_text_can_be_in_a_file(text: str) -> None:
    """XML holds every character of it, and nothing that is seen is lost."""
    clean = cleaned(text)
    clean.encode()
    allowed = {"\t", "\n", "\r", "\x85"}
    assert not [c for c in clean if unicodedata.category(c) == "Cc" and c not in allowed]
    assert [c for c in text if c.isalnum()] == [c for c in clean if c.isalnum()]
    assert cleaned(clean) == clean


@pytest.mark.parametrize("text", AWKWARD)
def test_typst_reads_the_text(text: str) -> None:
    """Typst itself finds in a literal what was put in."""
    source = f"#metadata({literal(text)}) <text>".encode()
    found = json.loads(typst_module().query(source, "<text>", field="value", one=True))
    assert found == cleaned(text)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", {"lang": "en"}),
        ("en_GB", {"lang": "en", "region": "gb"}),
        ("zh-Hant-TW", {"lang": "zh", "region": "tw"}),
        ("grc", {"lang": "grc"}),
        ("", {"lang": "en"}),
        ('e"n', {"lang": "en"}),
        ("x-klingon", {"lang": "en"}),
    ],
)
def test_a_language_is_one_that_typst_takes(tag: str, expected: dict[str, str]) -> None:
    """What is no tag of a language is English, so that no text is lost for it."""
    assert language(tag) == expected
