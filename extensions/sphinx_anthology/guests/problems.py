"""What is told where a guest asks for what it may not have, and how Sphinx prints it."""

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
from sphinx_anthology.reading.domain import domain_of, file_being_read


def note(env: BuildEnvironment, line: int, message: str, code: Code) -> None:
    """Note a problem of the document that is being read, in a line of it."""
    domain_of(env).note_problem(env.docname, Problem(file_being_read(env), line, message, code))


def note_in(directive: SphinxDirective, message: str, code: Code) -> None:
    """Note a problem where a directive stands, which may be in an included file."""
    env = directive.env
    source, line = directive.get_source_info()
    file = file_being_read(env, source)
    domain_of(env).note_problem(env.docname, Problem(file, line or 0, message, code))


def note_at(env: BuildEnvironment, node: nodes.Node, message: str, code: Code) -> None:
    """Note a problem of the document that is being read, where a node stands."""
    file, line = place_of(node, env, file_being_read(env))
    domain_of(env).note_problem(env.docname, Problem(file, line, message, code))


def left_out() -> nodes.paragraph:
    """What stands on the page where a file does not."""
    words = gettext("Some content was left out here.")
    return nodes.paragraph("", words, classes=["an-s"])


def in_place_of(node: nodes.Element, words: nodes.Node) -> None:
    """Put words in the place of a node, in a paragraph of their own where one is needed."""
    if not isinstance(node.parent, nodes.TextElement):
        words = nodes.paragraph("", "", words)
    node.parent.replace(node, words)


_ORDER = re.compile(r"(?m)^([ \t]*)::|##\[")
"""What GitHub's workflows take for an order, where a line begins with it or has it."""


_COLOUR = re.compile(r"\x1b\[(?:0[1-4]|3[0-79](?:;\d\d)*|9[0-7])m")
_MOVES = frozenset({"", "\r", "\x1b[2K"})
"""How Sphinx colours its words, and writes its progress into one line."""


class ShowControls(logging.Filter):
    """Name in every warning what cannot be seen, and files from the current folder."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message, and where it says that it comes from."""
        record.msg = shown(_from_here(logging.LogRecord.getMessage(record)))
        record.args = ()
        place = getattr(record, "location", None)
        if isinstance(place, str):
            record.location = shown(_from_here(" ".join(place.splitlines())))
        return True


def _from_here(message: str) -> str:
    """A message whose paths begin in the current folder, where they lie below it."""
    with contextlib.suppress(OSError):  # the folder may be gone
        return re.sub(rf"(?<![^\s'\"‘:(]){re.escape(f'{Path.cwd()}{os.sep}')}", "", message)
    return message


class ShowControlsInProgress(logging.Filter):
    """Name what cannot be seen in what Sphinx says of its work: names of files are in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message, but for what Sphinx itself says to a terminal."""
        message = logging.LogRecord.getMessage(record)
        if message not in _MOVES:
            allowed = None if getattr(record, "color", None) else _COLOUR
            record.msg = _shown_but(message, allowed)
            record.args = ()
        return True


def _shown_but(message: str, allowed: re.Pattern[str] | None) -> str:
    """A message as it may be printed, but for what is allowed."""
    if allowed is None:
        return shown(message)
    colours = allowed.findall(message)
    parts = [shown(part) for part in allowed.split(message)]
    return parts[0] + "".join(f"{c}{p}" for c, p in zip(colours, parts[1:], strict=True))


def shown(message: str) -> str:
    r"""A message as it may be printed, colours included.

    >>> shown(f"a{chr(10)}::error::b {chr(27)}[2J")
    'a\n: :error::b ⟨U+001B⟩[2J'
    """
    return _ORDER.sub(lambda m: "# #[" if m[0] == "##[" else f"{m[1]}: :", printable(message))


def show_controls() -> None:
    """Let what Sphinx says be shown so; after its own filters, which say where it comes from."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(ShowControls())
        elif isinstance(handler, NewLineStreamHandler):
            handler.addFilter(ShowControlsInProgress())
