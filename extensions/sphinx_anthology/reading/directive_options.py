"""Options of directives that are no YAML: of one such line MyST leaves out all options."""

from __future__ import annotations

import re

from myst_parser.parsers.options import TokenizeError, options_to_items

_OPTION = re.compile(r"(?P<begin>[ \t]*:(?!::)(?P<key>[\w-]+):[ \t]*)(?P<value>.*)")


def mended_options(content: str) -> tuple[str, list[tuple[int, str]]]:
    r"""A directive's content with such values in quotation marks; and the lines, with what to know.

    >>> print(mended_options(':alt: "Ebb" and flow\n:width: 3px')[0])
    :alt: '"Ebb" and flow'
    :width: 3px
    >>> mended_options(":alt: Ebb")
    (':alt: Ebb', [])
    """
    lines = content.split("\n")
    wrong = []
    for place, line in enumerate(lines):
        match = _OPTION.fullmatch(line)
        if match is None:
            break
        if not _is_read(f"{match['key']}: {match['value']}"):
            value = match["value"].strip().replace("'", "''")
            lines[place] = f"{match['begin']}'{value}'"
            message = (
                f"The option ‘{match['key']}’ has a sign at which YAML reads no further; it is "
                f"taken as it is written. Write: {lines[place].strip()}"
            )
            wrong.append((place, message))
    return "\n".join(lines), wrong


def _is_read(option: str) -> bool:
    try:
        options_to_items(option)
    except TokenizeError:
        return False
    return True
