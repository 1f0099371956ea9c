"""Series labels that were typed into a title, which is not their place."""

from __future__ import annotations

import re

_ANY_CASE = re.IGNORECASE | re.DOTALL
# a hyphen needs a space on one side, a full stop one after it: «Blog 10-year», «Blog 3.5»
_SEPARATOR = r"(?:\s*[–—:]\s*|\.\s+|\s+[-‐‒]\s*|\s*[-‐‒]\s+)"
_FORMS = (
    # «NEW SPECIAL ISSUE BLOG SERIES ON X: BLOG 3 – Title», in all its variants
    re.compile(
        rf"(?:(?:new|forthcoming)\s+)?special\s+issue\s+blog\s+series\b.*?"
        rf"\b(?:blog|part)\s+\d+{_SEPARATOR}(?P<title>\S.*)",
        _ANY_CASE,
    ),
    # «SPECIAL ISSUE BLOG SERIES: Title», without a number
    re.compile(
        r"(?:(?:new|forthcoming)\s+)?special\s+issue\s+blog\s+series(?:\s+on\b[^:]*)?"
        r"\s*[:–—-]\s*(?P<title>\S.*)",
        _ANY_CASE,
    ),
)


def without_label(title: str, part_label: str | None = None) -> str | None:
    """The clean title of one that carries a series label; none where it carries none.

    ``part_label`` is what the post's series calls its parts: with ``Blog``, the title
    ``Blog 3: Leaders`` carries a label, and ``Leaders`` is given.

    >>> without_label("NEW SPECIAL ISSUE BLOG SERIES: Blog 4 -Big dreams")
    'Big dreams'
    >>> without_label("Co-creation: the new kid on the block")
    """
    forms = list(_FORMS)
    if part_label:
        label = re.escape(part_label)
        of = r"(?:\s+of\s+\d+)?"
        forms.append(re.compile(rf"{label}\s+\d+{of}{_SEPARATOR}(?P<title>\S.*)", _ANY_CASE))
    for form in forms:
        if match := form.fullmatch(title):
            return match["title"].strip()
    return None
