"""Problems of guests' texts, and safe printing of all messages."""

from __future__ import annotations

import contextlib
import logging
import os
import re
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import NAMESPACE, NewLineStreamHandler, WarningStreamHandler

from sphinx_anthology.model.problem import Code, Problem, printable
from sphinx_anthology.pages.body_scan import place_of
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of, file_being_read, note


def note_in(directive: SphinxDirective, message: str, code: Code) -> None:
    """Record a problem at a directive, which may be in an included file."""
    source, line = directive.get_source_info()
    note(directive.env, line or 0, message, code, source)


def note_at(env: BuildEnvironment, node: nodes.Node, message: str, code: Code) -> None:
    """Record a problem at a node of the document being read."""
    file, line = place_of(node, env, file_being_read(env))
    domain_of(env).note_problem(env.docname, Problem(file, line, message, code))


def left_out_note() -> nodes.paragraph:
    """The note in place of a refused file."""
    words = gettext("Some content was left out here.")
    return nodes.paragraph("", words, classes=["an-s"])


def replace_node(node: nodes.Element, words: nodes.Node) -> None:
    """Replace a node by words, in a paragraph if needed."""
    if not isinstance(node.parent, nodes.TextElement):
        words = nodes.paragraph("", "", words)
    node.parent.replace(node, words)


_ORDER = re.compile(r"(?m)^([ \t]*)::|##\[")
"""Text that GitHub's workflows would run as a command."""


_COLOUR = re.compile(r"\x1b\[(?:0[1-4]|3[0-79](?:;\d\d)*|9[0-7])m")
_MOVES = frozenset({"", "\r", "\x1b[2K"})
"""Sphinx's control sequences for colours and progress."""


class SafeMessages(logging.Filter):
    """Makes warnings safe to print, with paths from the current folder."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message and its place."""
        record.msg = safe_message(_from_here(logging.LogRecord.getMessage(record)))
        record.args = ()
        place = getattr(record, "location", None)
        if isinstance(place, str):
            record.location = safe_message(_from_here(" ".join(place.splitlines())))
        return True


def _from_here(message: str) -> str:
    """A message with paths relative to the current folder."""
    with contextlib.suppress(OSError):  # the folder may be gone
        return re.sub(rf"(?<![^\s'\"‘:(]){re.escape(f'{Path.cwd()}{os.sep}')}", "", message)
    return message


class SafeProgress(logging.Filter):
    """Makes Sphinx's progress messages safe to print, as they hold file names."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message, except Sphinx's control sequences."""
        message = logging.LogRecord.getMessage(record)
        if message not in _MOVES:
            allowed = None if getattr(record, "color", None) else _COLOUR
            record.msg = _safe_except(message, allowed)
            record.args = ()
        return True


def _safe_except(message: str, allowed: re.Pattern[str] | None) -> str:
    """A safe message, with allowed sequences kept."""
    if allowed is None:
        return safe_message(message)
    colours = allowed.findall(message)
    parts = [safe_message(part) for part in allowed.split(message)]
    return parts[0] + "".join(f"{c}{p}" for c, p in zip(colours, parts[1:], strict=True))


def safe_message(message: str) -> str:
    r"""A message without control characters and workflow commands.

    >>> safe_message(f"a{chr(10)}::error::b {chr(27)}[2J")
    'a\n: :error::b ⟨U+001B⟩[2J'
    """
    return _ORDER.sub(lambda m: "# #[" if m[0] == "##[" else f"{m[1]}: :", printable(message))


def filter_messages() -> None:
    """Add the filters to Sphinx's handlers, after its own."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(SafeMessages())
        elif isinstance(handler, NewLineStreamHandler):
            handler.addFilter(SafeProgress())
