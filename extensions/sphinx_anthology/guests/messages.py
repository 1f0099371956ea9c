"""What Sphinx prints: no text of a document takes hold of a terminal, or of what reads a log."""

from __future__ import annotations

import logging
import re

from sphinx.util.logging import NAMESPACE, WarningStreamHandler

from sphinx_anthology.model.problem import printable

_ORDER = re.compile(r"(?m)^([ \t]*)::|##\[")
"""What GitHub's workflows take for an order, where a line begins with it or has it."""


class ShowControls(logging.Filter):
    """Name in every warning what cannot be seen."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the message, and where it says that it comes from."""
        record.msg = shown(logging.LogRecord.getMessage(record))
        record.args = ()
        place = getattr(record, "location", None)
        if isinstance(place, str):
            record.location = shown(" ".join(place.splitlines()))
        return True


def shown(message: str) -> str:
    r"""A message as it may be printed, colours included.

    >>> shown(f"a{chr(10)}::error::b {chr(27)}[2J")
    'a\n: :error::b ⟨U+001B⟩[2J'
    """
    return _ORDER.sub(lambda m: "# #[" if m[0] == "##[" else f"{m[1]}: :", printable(message))


def show_controls() -> None:
    """Let Sphinx's warnings be shown so; after its own filters, which say where they come from."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.addFilter(ShowControls())
