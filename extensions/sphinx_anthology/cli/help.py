"""What ``--help`` says beyond the arguments: a sentence and examples for each command."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Mapping, Sequence

_EXAMPLES: Mapping[str, Sequence[str]] = {
    "anthology": (
        "anthology init harbour-notes",
        "anthology serve",
        "anthology new post --series tides",
        "anthology check",
        "anthology build",
    ),
    "anthology serve": (
        "anthology serve",
        "anthology serve --as-of 2026-12-31",
        "anthology serve --docs handbook --port 8001 --no-browser",
    ),
    "anthology build": (
        "anthology build",
        "anthology build --to html,pdf --series tides",
        "anthology build --strict --as-of 2026-12-31",
        "anthology build --docs handbook -v",
    ),
    "anthology check": (
        "anthology check",
        "anthology check --as-of 2026-12-31",
        "anthology check --level should --format json",
        "anthology check --fix",
        "anthology check --explain unknown-author",
    ),
    "anthology calendar": (
        "anthology calendar",
        "anthology calendar --format md --out due.md",
        "anthology calendar --format ics --out due.ics",
    ),
    "anthology init": (
        "anthology init harbour-notes",
        'anthology init blog --journal "Harbour Studies" --issn 2049-3630 --yes',
    ),
    "anthology new": (
        "anthology new post",
        'anthology new post --series tides --title "First light"',
        'anthology new author --title "Jane Doe"',
        'anthology new series --title "Mayors in comparison"',
    ),
    "anthology new post": (
        "anthology new post",
        'anthology new post --series tides --authors "Jane Doe, Kim Lee" --open',
        "anthology new post --from-doi 10.1332/030557321X --bib export.json",
    ),
    "anthology new author": (
        "anthology new author",
        'anthology new author --name "Jane Doe" --orcid 0000-0002-1825-0097',
    ),
    "anthology new series": (
        'anthology new series --title "Mayors in comparison" --kind special-issue',
    ),
    "anthology completion": ("anthology completion bash", "anthology completion fish"),
    "anthology import": (
        "anthology import wxr export.xml --dry-run",
        "anthology import archive leadership.html",
    ),
    "anthology import wxr": (
        "anthology import wxr export.xml --dry-run",
        "anthology import wxr export.xml --media uploads --docs docs",
    ),
    "anthology proof": (
        "anthology proof series/tides/02-quays",
        'anthology proof "Who keeps the tide tables?" --out ../proofs',
    ),
    "anthology schema": (
        "anthology schema --out .vscode",
        "anthology schema post",
    ),
    "anthology import ablog": (
        "anthology import ablog ../old-site --dry-run",
        "anthology import ablog ../old-site --docs docs",
    ),
    "anthology import archive": ("anthology import archive leadership.html --docs docs",),
}
"""Command lines to copy, by the command that they show."""
_INDENT = "  "


class HelpFormatter(argparse.HelpFormatter):
    """A formatter that keeps the lines of the examples."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Examples as they are, any other text in lines of the width."""
        if not text.startswith("Examples:"):
            return super()._fill_text(text, width, indent)
        return textwrap.indent(text, indent)


def examples(command: str) -> str | None:
    """The examples of a command as they stand below its arguments."""
    lines = _EXAMPLES.get(command)
    return "\n".join(("Examples:", *(_INDENT + line for line in lines))) if lines else None


def describe(command: argparse.ArgumentParser) -> None:
    """Give each command below one the sentence that the list of commands has for it."""
    for action in command._actions:  # noqa: SLF001  # argparse has no public list
        if not isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            continue
        for listed in action._choices_actions:  # noqa: SLF001
            below = action.choices[listed.dest]
            below.description = below.description or _sentence(listed.help or "")
            describe(below)


def _sentence(words: str) -> str:
    return re.sub(r"(?<![.!?])$", ".", words[:1].upper() + words[1:])
