"""The fenced blocks of the guide and the reference, and which test tries each of them."""

from __future__ import annotations

import dataclasses as dc
import functools
import re
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
_FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
FOLLOWED = ("guide/quick-start", "guide/plan-a-special-issue")
"""Pages whose commands and documents are followed from the first to the last."""


@dc.dataclass(frozen=True)
class Block:
    """A fenced block of a page; ``before`` is all that stands above it."""

    page: str
    language: str
    text: str
    before: str = dc.field(repr=False)


WAYS = {
    "sh": "run",
    "text": "said",
    "markdown": "built",
    "yaml": "built",
    "python": "set",
}
"""How blocks are tried, by their language: as commands, as what a command says, as documents or
fields in a publication, and as its settings."""

APART: Mapping[tuple[str, str], str] = {
    ("guide/another-language", "docs/locales/"): "test_words_of_ones_own_are_found",
    ("guide/another-language", 'msgid ""'): "test_words_of_ones_own_are_found",
    ("guide/change-the-look", "html:root {"): "test_settings_are_right_together",
    ("guide/change-the-look", "#let notice"): "test_a_look_of_ones_own_is_set",
    ("guide/change-the-look", "#let plain-quotation"): "test_a_look_of_ones_own_is_set",
    ("guide/index", "# Harbour Notes"): "test_two_files_are_enough",
    ("guide/index", "docs/"): "test_the_folders_are_those_of_this_book",
    ("guide/moving-from-wordpress", "- post: "): "test_questions_are_asked_and_answered",
    ("guide/moving-from-wordpress", "  proposed: "): "test_questions_are_asked_and_answered",
    ("guide/publish", "Content-Security-Policy"): "test_the_policy_is_that_of_the_browser_tests",
    ("guide/what-machines-read", "<meta "): "test_metadata_are_as_they_are_shown",
    ("guide/write-a-post", "@article{sorensen2021,"): "test_every_example_builds_without_a_warning",
    ("guide/when-something-is-wrong", "anthology check --fix"): "test_fixes_are_as_they_are_shown",
    ("guide/when-something-is-wrong", "--- docs/"): "test_fixes_are_as_they_are_shown",
    ("reference/commands", "echo 'eval "): "test_completion_is_told_to_four_shells",
    ("reference/security", "all_links_external"): "test_guests_options_are_those_of_the_list",
    ("reference/security", "alert amsmath"): "test_guests_options_are_those_of_the_list",
}
"""Blocks with a test of their own, by page and beginning."""

NOT_RUN: Mapping[tuple[str, str], str] = {
    ("guide/quick-start", "python3 -m venv"): "it installs from a repository: .ci/wheels does so",
    ("guide/quick-start", "uvx --from"): "it installs from a repository: .ci/wheels does so",
    ("guide/pdf-and-epub", "pip install"): "it installs from an index: .ci/wheels does so",
    ("guide/publish", "error_page 404"): "a line for nginx, which is not here",
    ("guide/write-in-an-editor", "---"): "typed in an editor: browser/test_editor.py",
    ("guide/write-in-an-editor", "# yaml-"): "read by a language server: browser/test_editor.py",
}
"""Blocks that cannot be run, and why."""
ONLY_READ = {"serve": "it goes on until it is ended: browser/test_serve.py"}
"""Commands that are taken apart and not run, and why."""


@functools.cache
def blocks() -> tuple[Block, ...]:
    """All blocks of the guide and the reference, but for directives, which the book itself has."""
    found = []
    for path in sorted((*DOCS.glob("guide/*.md"), *DOCS.glob("reference/**/*.md"))):
        page, text = path.relative_to(DOCS).with_suffix("").as_posix(), path.read_text("utf-8")
        found += [
            Block(page, fence[2], fence[3], text[: fence.start()])
            for fence in _FENCE.finditer(text)
        ]
    return tuple(found)


def is_named(block: Block, named: tuple[str, str]) -> bool:
    """Whether a block is the one of a page that begins so."""
    return block.page == named[0] and block.text.startswith(named[1])


def way(block: Block) -> str:
    """How a block is tried.

    :raises KeyError: if there is no way for its language.
    """
    if any(is_named(block, named) for named in APART):
        return "apart"
    if any(is_named(block, named) for named in NOT_RUN):
        return "not run"
    if block.page in FOLLOWED and block.language in {"sh", "markdown"}:
        return "followed"
    return WAYS[block.language]


def tried(how: str) -> list[Block]:
    """The blocks that are tried in a way."""
    return [block for block in blocks() if way(block) == how]


def apart(page: str, begins: str) -> Block:
    """The first block of a page that begins so."""
    return next(b for b in blocks() if b.page == page and b.text.startswith(begins))
