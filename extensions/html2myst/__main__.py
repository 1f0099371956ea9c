"""``python -m html2myst page.html`` prints a page as MyST, and losses to stderr."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from html2myst import Source, convert

SAME, DIFFERENT, UNREADABLE = range(3)
"""The exit codes."""
_EXTRA = "'sphinx-anthology[import]'"


def main(arguments: Sequence[str] | None = None) -> int:
    """Convert a file; the result is the exit code.

    0: no text was lost. 1: text was lost. 2: the file cannot be read.
    """
    given = _parser().parse_args(arguments)
    try:
        html = Path(given.page).read_bytes() if given.page != "-" else sys.stdin.buffer.read()
    except OSError as error:
        print(f"html2myst: {given.page}: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    text = html.decode("utf-8-sig", errors="replace")
    try:
        converted = convert(Source(html=text, base=given.base, is_rendered=True))
    except ModuleNotFoundError as error:
        print(f"html2myst: needs {error.name}; install with: pip install {_EXTRA}", file=sys.stderr)
        return UNREADABLE
    sys.stdout.buffer.write(converted.text.encode())
    for loss in converted.losses:
        became = f" → {loss.after}" if loss.after else ""
        print(f"{loss.kind}: {loss.before}{became}".translate(_HIDDEN), file=sys.stderr)
    return DIFFERENT if any(loss.loses_text for loss in converted.losses) else SAME


_HIDDEN = dict.fromkeys((*range(32), *range(127, 160)), "�")
"""Control characters, which are not printed, since a terminal would obey them."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("html2myst", description="Convert HTML to MyST Markdown.")
    parser.add_argument("page", help="file with HTML in UTF-8; - for the standard input")
    parser.add_argument(
        "--base", default="", help="address of the page, from which its relative links start"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
