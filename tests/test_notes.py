"""Notes: their numbers, their marks, and the way back."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup

from tests.building import Built

RST_NOTES = """
Text.[^1]

```{eval-rst}
A number [#]_, a name [#name]_, the name again [#name]_, a star [*]_, a digit [7]_.

.. [#name] The named note.
.. [#] The numbered note.
.. [*] The starred note.
.. [7] The seventh note.
```

```{eval-rst}
One more [#]_.

.. [#] The last note.
```

[^1]: The first note.
"""


def _page(made: Built) -> BeautifulSoup:
    return BeautifulSoup((made.out / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_notes_of_restructuredtext_are_numbered_with_all_others(
    built: Callable[..., Built],
) -> None:
    """In the order of their marks; every mark leads to its note, and back."""
    made = built({"index.md": f"# Book\n{RST_NOTES}"})
    assert made.warnings == ()
    page = _page(made)
    marks = page.select("a.footnote-reference")
    notes = [page.select_one(f"aside[id='{mark['href'][1:]}']") for mark in marks]
    told = [note.text.rpartition("The ")[2].strip() for note in notes]
    assert [(m.text.strip("[]"), words) for m, words in zip(marks, told, strict=True)] == [
        ("1", "first note."),
        ("2", "numbered note."),
        ("3", "named note."),
        ("3", "named note."),
        ("*", "starred note."),
        ("7", "seventh note."),
        ("4", "last note."),
    ]
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    back = [note.select_one("a[href^='#']")["href"][1:] for note in notes]
    assert set(back) <= set(ids)


def test_a_mark_without_a_note_is_told_of(built: Callable[..., Built]) -> None:
    """With its document; the page is made, and shows what was written."""
    lost = "```{eval-rst}\nA number [#]_, and another [#]_.\n\n.. [#] A note.\n```"
    made = built({"index.md": f"# Book\n\n{lost}\n"})
    assert "index.md:" in made.warnings[0]
    assert "Too many autonumbered footnote references" in made.warnings[0]
    assert "and another [#]_" in _page(made).text
