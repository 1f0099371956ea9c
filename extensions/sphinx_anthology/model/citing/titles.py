"""Where a title ends, and a title in quotation marks."""

from __future__ import annotations

import re

from sphinx_anthology.model.citing.words import Marks

_END = re.compile(r"[.?!…。？！]\s*[\"'”’“‘»)]*$")
_QUOTED_END = re.compile(r"(?:“[^“”]*|‘(?:[^‘’]|’(?=\w))*)(?P<marks>[”’]+)$")
"""A quotation that a title ends with; an apostrophe ends none."""


def ends_sentence(text: str) -> bool:
    """Whether a text ends with a mark that is stop enough, quotation marks aside."""
    return _END.search(text) is not None


def sentence(title: str, *, inside: bool = False) -> str:
    """A title with its full stop, unless it ends a sentence already.

    With ``inside``, the stop goes before the marks of a quotation, as Americans have it.

    >>> sentence("What is ‘public value’", inside=True)
    'What is ‘public value.’'
    """
    if ends_sentence(title):
        return title
    quotation = _QUOTED_END.search(title) if inside else None
    if quotation is None:
        return f"{title}."
    return f"{title[: quotation.start('marks')]}.{quotation['marks']}"


def quoted(title: str, marks: Marks) -> str:
    """A title in quotation marks; a quotation within it gets the others.

    >>> quoted("Who asks “who leads?”", Marks("“", "”", "‘", "’"))
    '“Who asks ‘who leads?’”'
    """
    return f"{marks.left}{within(title, marks)}{marks.right}"


def within(title: str, marks: Marks) -> str:
    """A title as it stands inside quotation marks."""
    inner = rf"{marks.inner_left}\g<words>{marks.inner_right}"
    left, right = re.escape(marks.left.strip()), re.escape(marks.right.strip())
    # one that a letter follows is an apostrophe
    same = rf"{left}\s*(?P<words>(?:(?!{left}|{right}).|{right}(?=\w))*?)\s*{right}(?!\w)"
    return re.sub(r'"(?P<words>[^"]*)"', inner, re.sub(same, inner, title))
