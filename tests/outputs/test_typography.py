"""Which font files a page asks for at once."""

from __future__ import annotations

import pytest

from sphinx_anthology.outputs.html.arrange import fonts_of


@pytest.mark.parametrize(
    ("body", "third"),
    [
        ("Eva Sørensen, José Ortega", "source-serif-4-latin-wght-italic.woff2"),
        ("Tina Jukić", "source-serif-4-latin-ext-wght-normal.woff2"),
        ("Ελένη", "source-serif-4-latin-wght-italic.woff2"),
    ],
)
def test_three_files_and_other_letters_come_before_the_italic(body: str, third: str) -> None:
    """One letter of a name in another face looks worse than whole words."""
    assert fonts_of(body) == [
        "source-serif-4-latin-opsz-normal.woff2",
        "source-sans-3-latin-wght-normal.woff2",
        third,
    ]
