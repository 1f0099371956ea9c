"""Which font files a page asks for at once."""

from __future__ import annotations

import pytest

from sphinx_anthology.outputs.html.arrange import fonts_of

TEXT = ["source-serif-4-latin-opsz-normal.woff2", "source-sans-3-latin-wght-normal.woff2"]
ITALIC = "source-serif-4-latin-wght-italic.woff2"
EXTENDED = "source-serif-4-latin-ext-wght-normal.woff2"
MATHS = "stix-two-math-subset.woff2"


@pytest.mark.parametrize(
    ("body", "others"),
    [
        ("Eva Sørensen, José Ortega", []),
        ("Tina Jukić", [EXTENDED]),
        ("Ελένη", []),
        ("<p>With <math><mi>x</mi></math>", [MATHS]),
        ("Jukić’s <math><mi>x</mi></math>", [EXTENDED, MATHS]),
    ],
)
def test_a_page_asks_for_all_that_its_first_paint_shows(body: str, others: list[str]) -> None:
    """The italic always, since the header and every citation have it; others where they are."""
    assert fonts_of(body) == [*TEXT, ITALIC, *others]
