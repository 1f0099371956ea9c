"""MyST options that guests may set, and limits for numbers in directive options."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sphinx_anthology.model.problem import nearest

MOST = {
    "columns": 100,
    "dedent": 1_000,
    "depth": 100,
    "figwidth": 100_000,
    "header-rows": 100_000,
    "height": 100_000,
    "level": 100,
    "lineno-start": 10_000_000,
    "max-height": 100_000,
    "maxdepth": 100,
    "number-lines": 10_000_000,
    "numbered": 100,
    "scale": 10_000,
    "stub-columns": 1_000,
    "tab-width": 100,
    "width": 100_000,
    "widths": 100_000,
}
"""The largest number of each option."""
_RANGES = frozenset({"emphasize-lines", "lines"})
_MOST_LINES = 200_000
_MOST_WIDTHS = 1_000
_NUMBER = re.compile(r"\d+")
_RANGE = re.compile(r"(\d*)\s*-\s*(\d*)")
Convert = Callable[[Any], Any]


def too_large(name: str, value: str) -> str:
    """The message about an option's numbers; empty if they are allowed.

    >>> too_large("columns", "3"), too_large("columns", "100000")
    ('', 'no number may be more than 100')
    >>> too_large("lines", "1-999999999")
    'more than 200000 lines'
    """
    if name in _RANGES:
        return f"more than {_MOST_LINES} lines" if _lines(value) > _MOST_LINES else ""
    most = MOST.get(name)
    if most is None:
        return ""
    numbers = _NUMBER.findall(value)
    if len(numbers) > _MOST_WIDTHS:
        return f"more than {_MOST_WIDTHS} numbers"
    if any(len(n.lstrip("0")) > len(str(most)) or int(n) > most for n in numbers):
        return f"no number may be more than {most}"
    return ""


def _lines(value: str) -> int:
    """The number of lines that a value names, at least its highest number."""
    if max(map(len, _NUMBER.findall(value)), default=0) > len(str(_MOST_LINES)) + 3:
        return _MOST_LINES + 1
    named = 0
    for part in value.split(","):
        match = _RANGE.fullmatch(part.strip())
        if match:
            named += max(int(match[2] or _MOST_LINES // 10) - int(match[1] or 1), 0)
        named += 1
    return named


def limited(name: str, convert: Convert) -> Convert:
    """A converter of an option's value that first checks its numbers."""
    if (name not in MOST and name not in _RANGES) or hasattr(convert, "has_limit"):
        return convert

    def converted(value: Any) -> Any:
        if isinstance(value, str) and (wrong := too_large(name, value)):
            raise ValueError(wrong)
        return convert(value)

    vars(converted)["has_limit"] = True
    return converted


SAFE_OPTIONS = frozenset(
    {
        "all_links_external",
        "colon_fence_exact_match",
        "dmath_allow_digits",
        "dmath_allow_labels",
        "dmath_allow_space",
        "dmath_double_inline",
        "enable_checkboxes",
        "enable_extensions",
        "footnote_sort",
        "footnote_transition",
        "heading_anchors",
        "heading_anchors_html_ids",
        "highlight_code_blocks",
        "linkify_fuzzy_links",
        "links_external_new_tab",
        "number_code_blocks",
        "strikethrough_single_tilde",
        "words_per_minute",
    }
)
"""Safe options under ``myst:``: they run, read and load nothing."""

SAFE_EXTENSIONS = frozenset(
    {
        "alert",
        "amsmath",
        "attrs_block",
        "attrs_image",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
        "fieldlist",
        "gfm_autolink",
        "linkify",
        "replacements",
        "smartquotes",
        "strikethrough",
        "tasklist",
    }
)
"""Safe extensions of the syntax, which only set text."""

UNSAFE_FIELDS = frozenset(
    {
        "execution_mode",
        "file_format",
        "html_meta",
        "jupyter",
        "jupytext",
        "kernelspec",
        "mystnb",
        "nbsphinx",
        "sub",
        "substitutions",
        "thebe",
        "thebe-kernel",
    }
)
"""Fields that let MyST or notebooks run or insert something."""

Path = tuple[str | int, ...]


def safe_fields(
    values: Mapping[str, object],
) -> tuple[dict[str, object], tuple[tuple[Path, str], ...]]:
    """The safe fields for MyST; of all others the path and the message."""
    kept: dict[str, object] = {}
    refused: list[tuple[Path, str]] = []
    for key, value in values.items():
        if key == "myst":
            options, found = _options(value)
            refused += found
            if options:
                kept[key] = options
        elif key in UNSAFE_FIELDS:
            refused.append(((key,), f"‘{key}’ is not read in guests' texts; take it out"))
        elif not isinstance(value, (dict, list)):
            kept[key] = value
    return kept, tuple(refused)


def _options(value: object) -> tuple[dict[str, object], list[tuple[Path, str]]]:
    if value is None:
        return {}, []
    if not isinstance(value, dict):
        return {}, [(("myst",), "‘myst’ holds no fields; write ‘myst: {heading_anchors: 2}’")]
    kept: dict[str, object] = {}
    refused: list[tuple[Path, str]] = []
    for key, option in value.items():
        if key not in SAFE_OPTIONS:
            refused.append((("myst", key), _not_an_option(str(key))))
            continue
        if key == "enable_extensions":
            wrong = list(_wrong_extensions(option))
            refused += wrong
            if wrong:
                continue
        kept[key] = option
    return kept, refused


def _not_an_option(key: str) -> str:
    near = nearest(key, SAFE_OPTIONS, most=1)
    hint = f" (did you mean ‘{near[0]}’?)" if near else ""
    return f"‘myst.{key}’ is not read in guests' texts{hint}; take it out"


def _wrong_extensions(value: object) -> Iterator[tuple[Path, str]]:
    """The messages about a list of extensions."""
    where: Path = ("myst", "enable_extensions")
    if not isinstance(value, list):
        yield where, "‘myst.enable_extensions’ is no list; write ‘[deflist, dollarmath]’"
        return
    for place, name in enumerate(value):
        if not isinstance(name, str) or name not in SAFE_EXTENSIONS:
            what = "is not switched on by guests' texts"
            yield (*where, place), f"The extension ‘{name}’ {what}; take it out"
