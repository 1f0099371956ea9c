"""How boldly a block is written: from what an editor likes to read to what cannot be misread."""

from __future__ import annotations

import enum


class Form(enum.IntEnum):
    """Each form is safer than the one before it, and says less by dress and structure."""

    FINE = 0
    """Marks are escaped where they would mean something."""
    ESCAPED = 1
    """All marks are escaped."""
    ROLES = 2
    """Emphasis by roles, and only where all of it is plain text."""
    BARE = 3
    """No emphasis, no code in the text."""
    FLAT = 4
    """Paragraphs only: no lists, quotes, tables, figures."""
    WORDS = 5
    """Paragraphs without links."""
