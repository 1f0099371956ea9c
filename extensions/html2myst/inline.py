"""Writes runs of text as MyST, and escapes what would be syntax."""

from __future__ import annotations

import dataclasses as dc
import functools
import operator
import re
from collections.abc import Callable
from typing import Final

from html2myst.blocks import Form, Kind, Run, Runs, Style, plain_of
from html2myst.conversion import Loss
from html2myst.inventory import plain, shortened

_ALL = re.compile(r"[!-/:-@\[-`{-~]")
_FINE = (
    r"[\\`*{]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # not inside a word
    r"|\[(?=\^)|\](?=[(\[{:])"
    r"|<(?=[A-Za-z/!?])|&(?=#?\w{1,32};)|!(?=\[)"
)
_PATTERNS = {
    (has_pairs, in_brackets): re.compile(
        _FINE + (r"|[$~^]" if has_pairs else "") + (r"|[\[\]]" if in_brackets else "")
    )
    for has_pairs in (False, True)
    for in_brackets in (False, True)
}
_START = re.compile(
    r"""\#{1,6}(?=\s|$) | >  | [-+](?=\s|$) | \+\+\+ | -(?=[-|:=]) | =(?=[=\s]|$) | [|:~%]
        | \[(?=[ xX]\](?![({])) | \((?=[^()]*\)=\s*$)""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def has_pairs(text: str) -> bool:
    """Whether a text has paired ``$``, ``~`` or ``^``, which would be syntax."""
    return any(text.count(mark) > 1 for mark in "$~^")


def escaped(text: str, form: Form, *, pairs: bool = True, in_brackets: bool = False) -> str:
    """A text with its syntax characters escaped."""
    pattern = _PATTERNS[pairs, in_brackets] if form is Form.LEAST_ESCAPED else _ALL
    return pattern.sub(r"\\\g<0>", text)


def escaped_end(text: str) -> str:
    """A text whose last ``]`` or ``!`` cannot join what follows."""
    if text[-1:] not in {"]", "!"}:
        return text
    slashes = len(text) - 1 - len(text[:-1].rstrip("\\"))
    return text if slashes % 2 else f"{text[:-1]}\\{text[-1]}"


def escaped_start(line: str) -> str:
    """A line whose first characters cannot start a block."""
    if number := _NUMBER.match(line):
        return f"{number[1]}\\{line[number.end(1) :]}"
    return f"\\{line}" if _START.match(line) else line


def quoted(text: str) -> str:
    """A text as the value of a directive's option."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{inner}"'


def fence_around(text: str, mark: str) -> str:
    """A fence that is longer than any fence in a text."""
    longest = max((len(run) for run in re.findall(f"{mark}{{3,}}", text)), default=2)
    return mark * (longest + 1)


def code_span(text: str) -> str:
    """A text between enough backticks to be inline code."""
    longest = {len(run) for run in re.findall("`+", text)}
    ticks = "`" * next(n for n in range(1, len(longest) + 2) if n not in longest)
    edge = " " if text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " ") else ""
    return f"{ticks}{edge}{text}{edge}{ticks}"


def role(name: str, text: str) -> str:
    """A text as the content of a role."""
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    edge = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{{{name}}}{ticks}{edge}{text}{edge}{ticks}"


_LINK: Final = 0
_ORDER: Final = (
    _LINK,
    Style.DELETED,
    Style.STRONG,
    Style.EMPHASIS,
    Style.LOWERED,
    Style.RAISED,
    Style.CODE,
)
"""The nesting of formats that begin and end together, outermost first."""

_LEAVES: Final = (Style.LOWERED, Style.RAISED, Style.CODE)
_MARKS: Final = {Style.EMPHASIS: "*", Style.STRONG: "**"}
_ROLES: Final = {
    Style.EMPHASIS: "emphasis",
    Style.STRONG: "strong",
    Style.LOWERED: "sub",
    Style.RAISED: "sup",
}
_CAPITALS: Final = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0386-\u03ab\u0400-\u042f\u0590-\u0fff"
"""Letters that can start a sentence."""

_SENTENCE = re.compile(rf"(?<=\w\w[.!?…])([”’»\")\]]*) (?=[“‘«\"(]?[{_CAPITALS}])")
_AUTOMATIC = re.compile(r"https?://[\w.~/?=:#,;+@!-]+", re.ASCII | re.IGNORECASE)


@dc.dataclass(slots=True)
class Segment:
    """A part of a line with one format; ``mark`` None is plain."""

    text: str
    runs: Runs
    mark: int | None = None


@dc.dataclass(slots=True)
class Inline:
    """Writes runs in a form; simplifications are added to ``losses``."""

    form: Form
    losses: list[Loss]
    is_one_line: bool = False
    pairs: bool = True

    def written(self, runs: Runs) -> str:
        """The runs as MyST, with each sentence on its own line if possible."""
        if self.form >= Form.BARE:
            runs = self._bare(runs)
        self.pairs = has_pairs("".join(run.text for run in runs))
        return self._group(runs, _ORDER, in_brackets=False)

    def _bare(self, runs: Runs) -> Runs:
        """Runs without formatting, and in the safest form without links."""
        keeps_links = self.form < Form.WORDS
        for run in runs:
            if run.style:
                self.losses.append(Loss("dress", shortened(run.text), shortened(run.text)))
        return [
            dc.replace(run, style=0, link=run.link if keeps_links else "", title="") for run in runs
        ]

    def _group(self, runs: Runs, marks: tuple[int, ...], *, in_brackets: bool) -> str:
        """Runs as MyST; ``marks`` are the formats that are still to be written."""
        segments = []
        place = 0
        while place < len(runs):
            end, mark = _widest(runs, place, marks)
            inner = runs[place:end]
            if mark is None:
                segments.append(Segment(self._run(runs[place], in_brackets=in_brackets), inner))
            else:
                rest = tuple(m for m in marks if m != mark)
                segments.append(self._styled(inner, mark, rest, in_brackets=in_brackets))
            place = end
        return self._joined(segments)

    def _styled(
        self, runs: Runs, mark: int, rest: tuple[int, ...], *, in_brackets: bool
    ) -> Segment:
        """Runs in one format: ``mark``, with those of ``rest`` inside.

        ``_emphasis`` adds marks that depend on neighbours.
        """
        if mark in _LEAVES:
            text = plain_of(runs)
            self._report_inner(runs, mark)
            written = code_span(text) if mark == Style.CODE else role(_ROLES[mark], text)
            return Segment(written, runs, mark)
        if mark == _LINK:
            return Segment(self._link(runs, rest), runs, mark)
        in_brackets = in_brackets or mark == Style.DELETED
        inner = self._group(runs, rest, in_brackets=in_brackets)
        if mark == Style.DELETED:
            inner = f"[{_unlike_note(inner)}]{{.del}}"
        return Segment(inner, runs, mark)

    def _report_inner(self, runs: Runs, mark: int) -> None:
        """Add losses for formatting that code and small letters cannot contain."""
        common = functools.reduce(operator.and_, (run.style for run in runs))
        for run in runs:
            if run.style & ~mark & ~common:
                self.losses.append(Loss("dress", shortened(run.text), shortened(run.text)))

    def _joined(self, segments: list[Segment]) -> str:
        """Segments on one line, with emphasis marks where these are clear."""
        parts: list[str] = []
        for place, segment in enumerate(segments):
            before = parts[-1][-1:] if parts else ""
            after = segments[place + 1] if place + 1 < len(segments) else None
            text = segment.text
            if segment.mark in _MARKS:
                text = self._emphasis(segment, before, after)
            elif text[:1] == "`" == before and not _is_text(segments[place - 1]):
                text = escaped(plain_of(segment.runs), Form.ESCAPED)
                self.losses.append(Loss("dress", shortened(text), shortened(text)))
            if place and _is_text(segments[place - 1]) and text[:1] in {"[", "(", "{"}:
                parts[-1] = escaped_end(parts[-1])
            is_after_note = place and segments[place - 1].runs[-1].kind is Kind.NOTE
            if is_after_note and text[:1] in {"(", "[", "{", ":"} and _is_text(segment):
                text = f"\\{text}"
            parts += [text] if text else []
        return "".join(parts)

    def _emphasis(self, segment: Segment, before: str, after: Segment | None) -> str:
        """Emphasis as marks; where these are ambiguous, as a role or dropped."""
        style = segment.mark or Style.NONE
        inner = segment.text
        following = "" if after is None else "*" if after.mark in _MARKS else after.text[:1]
        if self.form < Form.ROLES and _is_clear(before, inner, following):
            return f"{_MARKS[style]}{inner}{_MARKS[style]}"
        is_plain = all(r.kind is Kind.TEXT and r.style == style for r in segment.runs)
        if is_plain and before != "`" and not any(r.link for r in segment.runs):
            return role(_ROLES[style], plain_of(segment.runs))
        text = plain_of(segment.runs)
        self.losses.append(Loss("dress", shortened(text), shortened(text)))
        return inner

    def _run(self, run: Run, *, in_brackets: bool) -> str:
        """A run without formatting."""
        if run.kind is Kind.BREAK:
            return " " if self.is_one_line else " \\\n"
        if run.kind is Kind.NOTE:
            return f"[^{run.number}]"
        if run.kind is Kind.MATH:
            return self._formula(run)
        if run.kind is Kind.PICTURE:
            return f"![{escaped(run.text, Form.ESCAPED)}]({_destination(run.path)})"
        text = escaped(run.text, self.form, pairs=self.pairs, in_brackets=in_brackets)
        return text if self.is_one_line else _SENTENCE.sub("\\1\n", text)

    def _formula(self, run: Run) -> str:
        """A formula; formatting around it is a loss."""
        if any(run.style & leaf for leaf in _LEAVES):
            self.losses.append(Loss("dress", shortened(run.text), shortened(run.text)))
        return role("math", run.text)

    def _link(self, runs: Runs, rest: tuple[int, ...]) -> str:
        """A link; an autolink if its text is its address."""
        address = runs[0].link
        is_address = len(runs) == 1 and not runs[0].style and runs[0].text == address
        if is_address and _AUTOMATIC.fullmatch(address):
            return f"<{address}>"
        inner = _unlike_note(self._group(runs, rest, in_brackets=True))
        title = plain(runs[0].title)
        if not title or title in {plain_of(runs), address}:
            return f"[{inner}]({_destination(address)})"
        return f'[{inner}]({_destination(address)} "{escaped(title, Form.ESCAPED)}")'


def _is_text(segment: Segment) -> bool:
    return segment.mark is None and segment.runs[-1].kind is Kind.TEXT and bool(segment.text)


def _unlike_note(inner: str) -> str:
    """Bracketed text, escaped so that it is no footnote mark."""
    return f"\\{inner}" if inner.startswith("^") else inner


def _widest(runs: Runs, start: int, marks: tuple[int, ...]) -> tuple[int, int | None]:
    """The end and format of the longest span that starts at a place."""
    run = runs[start]
    if not run.style and not run.link:
        return start + 1, None
    end, widest = start, None
    for mark in marks:
        here = start
        has = _has(mark, run)
        while here < len(runs) and has(runs[here]):
            here += 1
        if here > end:
            end, widest = here, mark
    return (end, widest) if widest is not None else (start + 1, None)


def _has(mark: int, first: Run) -> Callable[[Run], bool]:
    """A test whether a run continues the format of another."""
    if mark == _LINK:
        return lambda run: bool(first.link and run.link) and run.link_number == first.link_number
    if mark in _LEAVES:
        return lambda run: (
            bool(run.style & mark)
            and run.kind is Kind.TEXT
            and run.link_number == first.link_number
        )
    return lambda run: bool(run.style & mark)


def _is_clear(before: str, inner: str, after: str) -> bool:
    """Whether CommonMark reads marks between these characters as emphasis."""
    first, last = inner[:1], inner[-1:]
    if not inner or first.isspace() or last.isspace() or "*" in {before, after}:
        return False
    opens = first.isalnum() or not before.isalnum()
    closes = last.isalnum() or not after.isalnum()
    return opens and closes


def _destination(address: str) -> str:
    """An address as a link destination."""
    safe = re.sub(r"&(?=#?\w{1,32};)", r"\\&", address.replace("\\", "\\\\"))
    if not safe or re.search(r"[()\s<>]", safe):
        return f"<{safe.replace('<', '%3C').replace('>', '%3E')}>"
    return safe
