"""Images that a guest's document may not have."""

from __future__ import annotations


def reason_against(path: str) -> str:
    """Why an image is not shown, as a sentence; empty where it is."""
    return ""
