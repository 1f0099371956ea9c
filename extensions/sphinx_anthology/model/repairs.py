"""Edits of what is no value in front matter: lines that are not YAML, marks, headings, labels."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sphinx_anthology.model.edits import Edit
from sphinx_anthology.model.front_matter import read_front_matter
from sphinx_anthology.model.positions import Lines
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.read_documents import TEXT_FIELDS

_WIDTHLESS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = re.compile(f"[{_WIDTHLESS}{_SPACES}]")


def _plain(text: str) -> str:
    """A text between words with plain spaces."""
    return re.sub(f"[{_SPACES}]", " ", re.sub(f"[{_WIDTHLESS}]", "", text))


class Text:
    """A document's text, with its lines and the end of its front matter."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = Lines.of(text).starts

    def line(self, number: int) -> str:
        """A line by its number, from 1; empty if there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def edit(self, number: int, write: str) -> tuple[Edit, ...]:
        """The edit that writes another line in place of one, if it is another."""
        line, start = self.line(number), self.starts[number - 1]
        same = next((i for i, (a, b) in enumerate(zip(line, write, strict=False)) if a != b), None)
        first = min(len(line), len(write)) if same is None else same
        return (Edit(start + first, start + len(line), write[first:]),) if line != write else ()

    def block(self) -> range:
        """The numbers of the lines between the marks; empty without both."""
        if self.lines[0].rstrip() != "---":
            return range(0)
        marks = (n for n, li in enumerate(self.lines[1:], 2) if li.rstrip() in {"---", "..."})
        return range(2, next(marks, 2))


_LONGEST = 2_000
"""The most characters of a line that is mended."""
_MOST_BEFORE = 10_000
"""The most characters before front matter that is moved to line 1."""


def repair(problem: Problem, text: str) -> tuple[Edit, ...]:
    """The edits that mend a problem; none if there is more than one way to do so."""
    whole = Text(text)
    if len(whole.line(problem.line)) > _LONGEST:
        return ()
    for mend in REPAIRS.get(problem.code, ()):
        if edits := mend(problem, whole):
            return edits
    return ()


_TO_QUOTE = (
    "a text with ‘: ’ in it needs quotes around it.",
    "needs quotes around it, and a text with ‘: ’",
    "and a text with ‘: ’ in it needs quotes around it.",
    "a text that begins with ‘",
    "an apostrophe ends a text that is in single quotes.",
    "a quotation mark is not closed.",
    "a space and ‘#’ begin a comment, so the bracket is not closed.",
    "in double quotes a backslash begins an escape",
)
"""Parts of messages of YAML after which the same text is written in quotes."""
_FIELD = re.compile(r"(?P<before>\s*(?:- +)?)(?P<name>[\w.-]+)\s*:(?P<rest>.*)")


def _quoted(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """The line that a message of YAML gives, if only quotes differ."""
    message, _, write = problem.message.partition(" Write ")
    line = whole.line(problem.line).rstrip()
    found, meant = _FIELD.fullmatch(line), _FIELD.fullmatch(write)
    if not found or not meant or not any(part in message for part in _TO_QUOTE):
        return ()
    is_text = found["name"] in TEXT_FIELDS and found["name"] == meant["name"]
    if not is_text or _letters(found["rest"]) != _letters(meant["rest"]):
        return ()
    return whole.edit(problem.line, found["before"] + write.removeprefix("- "))


def _letters(text: str) -> str:
    """A text without its quotation marks and the backslashes before them."""
    return re.sub(r"[\\\"'“”„‟‘’‚‛«»‹›\s]", "", text)


_TIGHT = re.compile(r"(?P<name>\s*(?:- +)?[A-Za-z_-]+:)(?P<rest>[^\s:/].*)")


def _spaced(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """A space after the colon of a field, where the message asks for it."""
    tight = _TIGHT.fullmatch(whole.line(problem.line))
    if "no space after the colon" not in problem.message or not tight:
        return ()
    return whole.edit(problem.line, f"{tight['name']} {tight['rest']}")


def _without_tabs(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """Two spaces for each tab that a line of front matter begins with."""
    if "tab" not in problem.message:
        return ()
    found: list[Edit] = []
    for number in whole.block():
        line = whole.line(number)
        rest = line.lstrip(" \t")
        indent = line[: len(line) - len(rest)]
        found += whole.edit(number, indent.replace("\t", "  ") + rest) if rest else ()
    return tuple(found)


_AROUND = re.compile(
    rf"(?P<indent>[\s{_WIDTHLESS}]*(?:-[\s{_WIDTHLESS}]+)?)(?P<name>[\w.-]+)"
    rf"(?P<colon>[\s{_WIDTHLESS}]*:[\s{_WIDTHLESS}]*)(?P<rest>.*?)(?P<end>[\s{_WIDTHLESS}]*)"
)
_IN_BRACKETS = re.compile(
    rf"(?<=[\[{{,:\s])[{_WIDTHLESS}{_SPACES}]+|[{_WIDTHLESS}{_SPACES}]+(?=[\]}},:\s])"
)


def _seen(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """Plain spaces around the name and the value of a field, and nothing that has no width."""
    line = whole.line(problem.line)
    found = _AROUND.fullmatch(line) if _UNSEEN.search(line) else None
    if not found or problem.line not in whole.block():
        return ()
    rest = found["rest"]
    if rest[:1] in {"[", "{"}:
        rest = _IN_BRACKETS.sub(lambda match: _plain(match[0]), rest)
    colon = f"{_plain(found['colon']).rstrip()} " if rest else _plain(found["colon"])
    pieces = (_plain(found["indent"]), found["name"], colon, rest, _plain(found["end"]))
    return whole.edit(problem.line, "".join(pieces))


_COMMENT = re.compile(r"<!--.*?-->|^%[^\n]*$", re.DOTALL | re.MULTILINE)


_FIRST_MARK = re.compile(rf"(?:(?<=^)|(?<=[\n{_WIDTHLESS}{_SPACES}]))---[ \t]*\n")


def _moved_up(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """Front matter in line 1: empty lines before it go, comments move below it."""
    mark = _FIRST_MARK.search(whole.text)
    if mark is None or not 0 < mark.start() <= _MOST_BEFORE:
        return ()
    before = whole.text[: mark.start()]
    comments = [found[0].strip() for found in _COMMENT.finditer(before)]
    if _UNSEEN.sub("", _COMMENT.sub("", before)).strip():
        return ()
    front_matter, problems = read_front_matter(whole.text[mark.start() :], "")
    if problems or not front_matter.length:
        return ()
    end = "\n".join(whole.text[mark.start() :].split("\n")[: front_matter.length])
    after = mark.start() + len(end)
    moved = "".join(f"\n\n{comment}" for comment in comments)
    return (Edit(0, mark.start(), ""), *([Edit(after, after, moved)] if moved else []))


_HASHTAG = re.compile(r"(?P<before>(?P<name>[\w-]+):)\s+(?P<text>#[^\s#].*)")
_NUMBER_SIGN = re.compile(
    r"(?P<before>(?P<name>[\w-]+):)\s+(?P<text>[^\s\"'\[{|>&*!%@`#].*? #\d+(?:[\s.,:;!?].*)?)"
)


def _hash_in_quotes(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """Quotes around a title that begins with a hashtag, or holds a number such as ‘#3’.

    What follows ‘#’ in other fields may be an editor's note.
    """
    line = whole.line(problem.line).rstrip()
    found = _HASHTAG.fullmatch(line) or _NUMBER_SIGN.fullmatch(line)
    if not found or found["name"] != "title" or " # " in found["text"]:
        return ()
    text = found["text"].replace("\\", "\\\\").replace('"', '\\"')
    return whole.edit(problem.line, f'{found["before"]} "{text}"')


def _without_heading(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """No heading of the first level, where it only repeats the title."""
    number, title = problem.line, _title(whole)
    heading = re.fullmatch(r"#[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*", whole.line(number))
    last = number
    if not heading and re.fullmatch(r"=+[ \t]*", whole.line(number + 1)):
        heading, last = re.fullmatch(r"(\S.*?)[ \t]*", whole.line(number)), number + 1
    if not heading or not title or _words(heading[1]) != _words(title):
        return ()
    if not whole.line(last + 1).strip() and last < len(whole.lines) - 1:
        last += 1
    end = whole.starts[last] if last < len(whole.starts) else len(whole.text)
    return (Edit(whole.starts[number - 1], end, ""),)


def _title(whole: Text) -> str:
    front_matter, _ = read_front_matter(whole.text, "")
    return str(front_matter.values.get("title") or "")


def _words(text: str) -> str:
    return " ".join(_plain(text).split()).casefold()


_OPENING = re.compile(
    r"[^\n{`:~]*(?:`{3,}|~{3,}|:{3,})\{[^}\n]+\}[^\n]*(?:\n|$)"
    r"(?:[ \t]*---[ \t]*\n(?:[^\n]*\n)*?[ \t]*---[ \t]*(?:\n|$)|(?:[ \t]*:[\w-]+:[^\n]*(?:\n|$))*)"
)
"""The fence of a directive, and its options in either form."""
_PARAGRAPH = re.compile(r"(?:.(?!\n[ \t]*\n))*.?", re.DOTALL)
_OLD_OPTION = re.compile(r":(?P<name>[\w-]+): (?P<value>.+)")


def _in_text(problem: Problem, whole: Text) -> tuple[Edit, ...]:
    """What is to be written in the text, in place of words that stand there once.

    They stand in the opening of the directive, or else in the paragraph, that begins in the line of
    the problem.
    """
    change = problem.change
    is_there = 0 < problem.line <= len(whole.lines) and problem.line not in whole.block()
    if change is None or change.path or not change.old or not is_there:
        return ()
    start = whole.starts[problem.line - 1]
    found = _OPENING.match(whole.text, start) or _PARAGRAPH.match(whole.text, start)
    places = list(_form_of(change.old).finditer(found[0] if found else ""))
    if len(places) != 1:
        return ()
    first, last = places[0].span("old")
    return (Edit(start + first, start + last, change.write),)


def _form_of(old: str) -> re.Pattern[str]:
    """The pattern of words in a text, or of an option and its value, with or without quotes."""
    if option := _OLD_OPTION.fullmatch(old):
        value = re.escape(option["value"])
        before = rf"^[ \t]*:?{re.escape(option['name'])}:[ \t]*"
        return re.compile(rf"{before}(?P<old>([\"']?){value}\2)(?=[ \t]*$)", re.MULTILINE)
    words = re.escape(old)
    is_word = old[0].isalnum() and old[-1].isalnum()
    return re.compile(
        rf"(?<![\w@/.-])(?P<old>{words})(?![\w/-])" if is_word else f"(?P<old>{words})"
    )


_Repair = Callable[[Problem, Text], tuple[Edit, ...]]
REPAIRS: Mapping[Code, tuple[_Repair, ...]] = {
    Code.FRONT_MATTER: (_quoted, _spaced, _without_tabs, _seen),
    Code.WITHHELD: (_moved_up, _seen),
    Code.INVALID_FIELD: (_seen,),
    Code.UNKNOWN_FIELD: (_seen,),
    Code.NOT_PLAIN: (_in_text,),
    Code.CORRECTION: (_in_text,),
    Code.UNKNOWN_OPTION: (_in_text,),
    Code.TEXT_CUT: (_hash_in_quotes,),
    Code.HEADING_IN_BODY: (_without_heading,),
}
"""Functions that mend problems, the first that can."""


def label_number(title: str, clean: str, part_label: str = "") -> int:
    """The part number in the label before a clean title; 0 if there is none.

    >>> label_number("NEW SPECIAL ISSUE BLOG SERIES: Blog 4 -Big dreams", "Big dreams")
    4
    >>> label_number("SPECIAL ISSUE BLOG SERIES ON COVID 19: Big dreams", "Big dreams")
    0
    """
    words = "|".join(map(re.escape, ("blog", "part", *([part_label] if part_label else []))))
    form = rf".*\b(?:{words})\s+(\d{{1,3}})(?:\s+of\s+\d+)?\W*"
    found = re.fullmatch(form, title.removesuffix(clean), re.IGNORECASE | re.DOTALL)
    return int(found[1]) if found else 0
