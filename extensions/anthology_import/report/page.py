"""The report as a page that an editor reads, prints and signs; it needs nothing beside itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from anthology_import.migration import Migration
from anthology_import.report.view import View, ranges
from anthology_import.report.words import (
    FINDINGS,
    GRADES,
    OUTCOMES,
    counted,
    loss_words,
    value_words,
)
from anthology_import.review import FILE_NAME

LONGEST: Final = 600
"""How many characters of one text are shown; the JSON file has all."""

_BUFFERED: Final = 200

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufdd0-\ufdef\ud800-\udfff"
    + "".join(f"{chr(plane * 0x10000 + end)}" for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
"""Characters that HTML forbids, and those that would let a text be seen as another."""


def shown(text: object) -> object:
    """A value as it may stand on the page: what cannot be seen is named, what is long is cut.

    >>> shown(f"safe{chr(0x202E)}txt")
    'safe⟨U+202E⟩txt'
    """
    if not isinstance(text, str) or isinstance(text, Markup):
        return text
    more = len(text) - LONGEST
    cut = text if more <= 0 else f"{text[:LONGEST]}… (and {more:,} characters more)"
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", cut)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def html_chunks(migration: Migration) -> Iterator[str]:
    """The page, piece by piece: it can be long."""
    stream = (
        _environment()
        .get_template("page.html")
        .stream(
            view=View(migration),
            migration=migration,
            review_file=FILE_NAME,
            grades=GRADES,
            outcomes=OUTCOMES,
            findings=FINDINGS,
            counted=counted,
            loss_words=loss_words,
            value_words=value_words,
            ranges=ranges,
        )
    )
    stream.enable_buffering(_BUFFERED)
    return iter(stream)
