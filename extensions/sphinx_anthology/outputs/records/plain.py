"""Text as records hold it: on one line, and without what no file of text should hold."""

from __future__ import annotations

import re

from sphinx_anthology.press.strings import cleaned

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""All by which some reader ends a line, whatever the format says."""


def one_line(text: str) -> str:
    r"""A text with spaces for line breaks, and without control characters.

    >>> one_line("one\n  two\0 ")
    'one two'
    """
    if text.isprintable():  # most are, which is quickly seen
        return text.strip()
    return re.sub(" {2,}", " ", cleaned(_BREAKS.sub(" ", text))).strip()
