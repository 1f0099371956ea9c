"""The frame of every page of a book."""

from __future__ import annotations

from html import escape

from sphinx_anthology.outputs.epub.xhtml import OPS, XHTML
from sphinx_anthology.pages.wording import direction

STYLE = "book.css"


def tag(language: str) -> str:
    """A language as books state it: Sphinx writes ``pt_BR``."""
    return language.replace("_", "-")


def document(title: str, content: str, language: str, kind: str = "") -> bytes:
    """A page: ``kind`` is what it is to a reading system (``epub:type``)."""
    spoken = escape(tag(language))
    written = ' dir="rtl"' if direction(language) == "rtl" else ""
    typed = f' epub:type="{kind}"' if kind else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        f'<html xmlns="{XHTML}" xmlns:epub="{OPS}" lang="{spoken}" xml:lang="{spoken}"{written}>\n'
        f"<head>\n<title>{escape(title, quote=False)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="{STYLE}"/>\n</head>\n'
        f"<body{typed}>\n{content}</body>\n</html>\n"
    ).encode()
