"""HTML as MyST Markdown, with a proof that it says the same.

>>> converted = convert("<p>Tides <em>turn</em>.</p>")
>>> print(converted.text, end="")
Tides *turn*.
>>> converted.losses
()

The proof reads the Markdown again with myst-parser, and compares words, links, images, code,
headings, tables and notes with those of the HTML. Whatever differs is a `Loss`.
"""

from __future__ import annotations

from html2myst.conversion import Attached, Converted, Loss, Places, Source, Target, Unchanged

__all__ = ["Attached", "Converted", "Loss", "Places", "Source", "Target", "convert"]


def convert(html: str | Source, places: Places | None = None) -> Converted:
    """Convert HTML, or a body with what is known of it, to MyST.

    ``places`` knows where links lead and images lie now; without it they stay as they are.
    What the text says otherwise than the HTML is told in ``losses``; nothing is raised for it.
    """
    # the proof's parser is slow to load
    from html2myst.myst.convert import converted  # noqa: PLC0415

    source = Source(html=html, is_rendered=True) if isinstance(html, str) else html
    return converted(source, places or Unchanged())
