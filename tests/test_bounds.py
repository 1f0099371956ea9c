"""No text lets a build hang, or fills its memory: what would is refused or shown, and told."""

from __future__ import annotations

import time

import pytest

from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.myst_options import limited, too_large
from sphinx_anthology.model.private_words import as_seen
from sphinx_anthology.reading.markdown_rules import has_too_many
from tests.building import Built, build

CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\nhtml_theme = "basic"\n'
HOSTILE = {
    "columns": "```{hlist}\n:columns: 100000\n\n- a\n- b\n```",
    "lines": "```{literalinclude} a.txt\n:lines: 1-999999999\n```",
    "ranges": "```{code-block} text\n:emphasize-lines: " + "1-100000," * 9 + "1\nx\n```",
    "attribute": "---\nmyst: {enable_extensions: [attrs_block, colon_fence]}\n---\n\n"
    '{emphasize-lines="1-999999999"}\n```python\nx\n```',
    "tabs": "```{literalinclude} a.txt\n:tab-width: 999999999\n```",
    "rst": "```{eval-rst}\n.. include:: a.txt\n   :tab-width: 999999999\n   :literal:\n```",
    "filter": "```{bibliography}\n:filter: title % '(x+x+)+y'\n```",
    "style": "```{bibliography}\n:style: nobody-has-it\n```",
    "cells": "```{csv-table}\n" + "a," * 3000 + "\n" + "a\n" * 30 + "```",
    "bytes": "```{include} large.txt\n:literal:\n:end-line: 1\n```\n\n" * 3,
    "literal": "```{literalinclude} large.txt\n:lines: 1\n```\n\n" * 3,
    "code": "```js\n" + '"\\\\' * 20000 + "\n```",
    "much-code": "```java\n" + "a  \n" * 2200 + "```\n\n```java\n" + "a  \n" * 2200 + "```",
    "marks": "a" + "\u0301" * 20000,
    "joiners": "a" + "\u200d" * 20000,
    "selectors": "a" + "\ufe0f\U000e0100" * 10000,
    "brackets": "[" * 60000,
    "stars": "*" * 60000 + "a",
    "notes": "^[" * 9000,
    "comments": "a <!-- b " * 10000 + "\n\n-->\n\n[" + "^[" * 1001,
}
"""Texts each of which needed more than ten seconds, or gigabytes, or ended the build."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A publication of them all, made with little memory."""
    folder = tmp_path_factory.mktemp("bounds")
    source = folder / "docs"
    source.mkdir()
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    (source / "index.md").write_text("# B\n\n```{toctree}\n:glob:\n\n*\n```\n", encoding="utf-8")
    (source / "a.txt").write_text("a\n\tb\n", encoding="utf-8")
    (source / "large.txt").write_text("word\n" * 400_000, encoding="utf-8")
    title = "@misc{k, title={" + "x" * 40 + "}, author={Low, Ann}, year={2020}}\n"
    (source / "references.bib").write_text(title, encoding="utf-8")
    for name, text in HOSTILE.items():
        front, mark, body = text.rpartition("---\n\n")
        whole = f"{front}{mark}# A\n\nBefore.\n\n{body}\n\nAfter.\n"
        (source / f"{name}.md").write_text(whole, encoding="utf-8")
    return build(source, folder / "out", folder / "doctrees")


@pytest.mark.parametrize("name", HOSTILE)
def test_each_ends_and_is_told(built: Built, name: str) -> None:
    """The page is made, with what stands around it, and a message names its file."""
    page = (built.out / f"{name}.html").read_text(encoding="utf-8")
    assert "Before." in page
    assert "After." in page
    assert any(f"{name}.md:" in line for line in built.warnings)


@pytest.mark.parametrize(
    ("name", "value", "is_wrong"),
    [
        ("columns", "3", False),
        ("columns", "101", True),
        ("lines", "1,3-7,20-", False),
        ("lines", "1-", False),
        ("lines", "-300000", True),
        ("lines", "2-100000,3-100000,4-100000", True),
        ("lineno-start", "9" * 5000, True),
        ("widths", "1 " * 2000, True),
        ("width", "50%", False),
        ("alt", "9" * 50, False),
    ],
)
def test_numbers_in_options_have_bounds(name: str, value: str, is_wrong: bool) -> None:
    """Each option its own; words are no numbers."""
    assert bool(too_large(name, value)) == is_wrong


def test_a_limit_is_put_before_what_converts_once() -> None:
    """What has no number stays as it is."""
    assert limited("alt", str) is str
    checked = limited("columns", int)
    assert limited("columns", checked) is checked
    assert checked("3") == 3
    with pytest.raises(ValueError, match="100"):
        checked("3000")


def test_long_texts_of_words_have_no_marks() -> None:
    """Only what Markdown weighs against each other counts."""
    assert not has_too_many("word, *word* [a](b) " * 900)
    assert has_too_many("*" * 10_001)


@pytest.mark.parametrize("word", ["_", "1", "\u0436", "\u0436a"])
def test_a_long_word_is_looked_through_once(word: str) -> None:
    """Letters that look like Latin ones are looked for in words that have Latin ones."""
    start = time.process_time()
    as_seen(word * 50_000)
    assert time.process_time() - start < 2


def test_of_a_broken_bibliography_the_first_errors_are_told() -> None:
    """Each of them needs a look at the whole file."""
    told = read_bibliography("\n@" * 20_000, "references.bib").problems
    assert 0 < len(told) <= 200
