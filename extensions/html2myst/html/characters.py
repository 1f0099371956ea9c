"""Characters that no text should have: made harmless before anything is read."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n?")
_SPACES = re.compile("[\v\f\x1c-\x1f\x85\u2028\u2029]")
"""What some programs take for the end of a line, and a browser for a space, if for anything."""

_CONTROLS = re.compile("[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")


def cleaned(text: str) -> tuple[str, int]:
    """A text with plain line ends and no control characters, and how many of these it had."""
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    text, halves = _HALVES.subn("\N{REPLACEMENT CHARACTER}", text)
    text, controls = _CONTROLS.subn("", text)
    return text, halves + controls
