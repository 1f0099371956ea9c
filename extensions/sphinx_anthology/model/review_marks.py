"""Marks of reviewers and other systems in a text, which readers would see."""

from __future__ import annotations

import re

from sphinx_anthology.model.private_names import lines_of
from sphinx_anthology.model.private_words import PRIVATE_TEXT

_MARK = re.compile(
    r"(?<!\\)(?:(?P<open>\{(?:>>|--|\+\+|~~|==)(?!\}))"
    r"|(?P<pandoc>\]\{[^}\n]{0,300}\.(?:(?:paragraph-)?(?:deletion|insertion)|comment(?:-(?:start|end))?)\b)"
    r"|(?P<word>\bComment(?:ed|aire|o|ario)?\s?\[[^\W\d_]{1,4}\d{1,4}\]\s*:)"
    r"|(?P<template>\{::comment\}|\{%-?\s*comment\s*-?%\}|\{#\s[^\n]{0,300}?\s#\}|\{\{!--|\\todo\{|\\begin\{comment\}|&lt;!--)"
    r"|(?P<djot>\{(?P<sign>[+-])[^\s{}+-][^{}\n]{0,300}(?P=sign)\})"
    r"|(?P<said>\[(?:Comment|Note|Annotation) (?:by|from|to) \w)"
    r"|(?P<broken>(?:<[\s\u200b\u2060\ufeff]{1,3}|[\uff1c\u2039])!\s?[-\u2013\u2014]|<!\s{1,3}--"
    r"|<!\s?(?:[\u2013\u2014]|-\s)|<!---?>|\{\{[<%]?\s?/\*|<\?(?:php)?\s*(?:/\*|//|#))"
    r"|(?P<hidden>\{[^{}\n]{0,100}\.(?:hidden|content-hidden|content-visible)\b"
    r"|<\w{1,20}(?:\s[^<>\n]{0,200})?\s(?:hidden\b|style\s?=[^<>\n]{0,200}?"
    r"(?:display\s?:\s?none|visibility\s?:\s?hidden))[^<>\n]{0,200}>)"
    r"|(?P<note>(?<![%\n])%%(?=\S)[^%\n]{1,500}%%))"
)
"""CriticMarkup; Pandoc's and Word's marks of changes; comments of other systems.

Also broken HTML comments, and words that other systems hide.
"""
_SIGNS = (
    *("{>", "{-", "{+", "{~", "{=", "]{", "{:", "{%", "{#", "{{!"),
    *("\\todo", "%%", "omment", "&lt;", "[Note", "[Annotation"),
    *(
        ".hidden",
        ".content-",
        "hidden",
        "none",
        "<!",
        "< ",
        "<\u200b",
        "<\u2060",
        "<\ufeff",
        "\uff1c",
    ),
    *("\u2039", "{{", "<?"),
)
"""Parts of such marks, for a quick first search."""
_ENDS = {"{>>": "<<}", "{--": "--}", "{++": "++}", "{~~": "~~}", "{==": "==}"}


_IN_ROLE = re.compile(
    r"(?<!`)\{(?!code|literal|samp|kbd|file|command)[\w:-]{1,40}\}`[^`\n]{0,500}?<!--"
)


def comment_shown(text: str, length: int) -> int:
    """The line of an HTML comment that readers would see; 0 if none.

    Readers see comments in front matter fields, and inside the words of a role.
    """
    if "<!--" not in text:
        return 0
    for number, line in enumerate(text.split("\n")[:length], start=1):
        if "<!--" in re.split(r"(?:^|\s)#", line, maxsplit=1)[0]:
            return number
    for number, (line, is_code) in enumerate(lines_of(text), start=1):
        if not is_code and _IN_ROLE.search(line):
            return number
    return 0


_COMMENTS = re.compile(r"<!--(?P<html>.*?)(?:-->|\Z)|^%(?P<line>[^\n]*)$", re.DOTALL | re.MULTILINE)


def private_comment(text: str) -> int:
    """The line of a comment that asks not to publish; 0 if none."""
    if "<!--" not in text and "%" not in text:
        return 0
    shown = "\n".join("" if is_code else line for line, is_code in lines_of(text))
    for match in _COMMENTS.finditer(shown):
        if PRIVATE_TEXT.search(match["html"] or match["line"] or ""):
            return shown.count("\n", 0, match.start()) + 1
    return 0


def last_line(text: str) -> tuple[str, int]:
    """The last line of a text, and its number."""
    lines = text.rstrip().split("\n")
    return lines[-1], len(lines)


def review_mark(text: str) -> tuple[int, str]:
    """The line and beginning of the first such mark; 0 and empty if none.

    >>> review_mark("Ebb {--and flow--}."), review_mark("`{--x--}`")
    ((1, '{--'), (0, ''))
    """
    if not any(sign in text for sign in _SIGNS):
        return 0, ""
    shown = as_shown(text)
    ends = {begin: shown.rfind(end) for begin, end in _ENDS.items()}
    for match in _MARK.finditer(shown):
        begin = match[0].strip()
        if match["open"] and ends[begin] < match.end() and begin != "{>>":
            continue
        mark = next((m for m in re.findall(r"\.[\w-]+$", begin) if match["pandoc"]), begin)
        return shown.count("\n", 0, match.start()) + 1, mark[:20]
    return 0, ""


def as_shown(text: str) -> str:
    """A text with spaces in place of code and comments; lines keep their numbers."""
    lines = ["" if is_code else line for line, is_code in lines_of(text)]
    return _without(_COMMENT, _without_spans("\n".join(lines)))


_COMMENT = re.compile(r"<!--(?!-?>).*?(?:-->|\Z)", re.DOTALL)


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def _without_spans(text: str) -> str:
    """A text without code between backticks (CommonMark 6.1)."""
    return "\n\n".join(map(_without_spans_of_paragraph, text.split("\n\n")))


def _without_spans_of_paragraph(text: str) -> str:
    runs = [(m.start(), m.end()) for m in re.finditer(r"`+", text)]
    following: dict[int, int] = {}
    ends: dict[int, int] = {}
    for place in range(len(runs) - 1, -1, -1):
        length = runs[place][1] - runs[place][0]
        ends[place] = following.get(length, -1)
        following[length] = place
    kept, done, place = [], 0, 0
    while place < len(runs):
        end = ends[place]
        if end >= 0:
            code = text[runs[place][0] : runs[end][1]]
            kept += [text[done : runs[place][0]], re.sub(r"[^\n]", " ", code)]
            done, place = runs[end][1], end
        place += 1
    return "".join([*kept, text[done:]])
