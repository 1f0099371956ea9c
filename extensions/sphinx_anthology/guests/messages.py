"""What is printed: no text takes hold of a terminal."""

from __future__ import annotations


def show_controls() -> None:
    """Show control characters."""
