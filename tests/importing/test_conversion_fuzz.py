"""Whatever is in a post, its text comes over, or the report says where it does not."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, given, seed, settings
from tests import chance
from tests.importing.documents import AllPlaces, rendered
from tests.importing.strange_html import strange_html

from html2myst.conversion import Source
from html2myst.converter import converted
from html2myst.inventory import expected_content
from html2myst.prepare import prepared

EXAMPLES = int(os.environ.get("ANTHOLOGY_DOCUMENTS", "200"))
"""Other ones with every commit (``tests/chance.py``)."""


@seed(chance.seed())
@settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
@given(strange_html)
def test_all_text_comes_over(html: str) -> None:
    """The text is that of the source or a loss is red; there is no raw HTML and no formula."""
    source = Source(html=html, docname="posts/p", base="https://blog.example")
    result = converted(source, AllPlaces())
    ready = prepared(source, AllPlaces())
    text = expected_content(ready.body, ready.notes).text
    is_told = any(loss.loses_text for loss in result.losses)
    for hard in (False, True):
        made = rendered(result.text, hard=hard)
        assert (made.raw, made.maths, made.messages) == (0, 0, "")
        assert made.text == text or is_told
