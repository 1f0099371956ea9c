"""Reads a saved archive page as plain text, by its lines' shape."""

from __future__ import annotations

import dataclasses as dc
import html
import re
from collections.abc import Iterator, Sequence
from typing import Final

from anthology_import.findings.people import names_in
from anthology_import.findings.series import is_note_line
from anthology_import.findings.text import clean
from anthology_import.findings.titles import parsed_title
from anthology_import.records import Blog, Item, Kind, Status

_QUOTES = "“”‘’\"'«»"
_MARK = re.compile(
    r"(?:(?<=\s)|^|(?<=[.…!?”’)]))(?:Continue reading|Read the rest of this entry)\b"
)
_ALONE = re.compile(r"\W*(?:read\s+more|\(more…?\.{0,3}\)|keep\s+reading)\W*", re.IGNORECASE)


def _plain(text: str) -> str:
    return " ".join(text.strip(f" \u00a0\n{_QUOTES}→»›….").split()).casefold()


def without_mark(text: str, title: str = "") -> str | None:
    """A text without its “Continue reading” mark; None if it has none.

    The mark stands alone, before an arrow, or before the title of the post.

    The mark is bare, has an arrow after it, or the title of the post.

    >>> without_mark("It took years. Continue reading →")
    'It took years.'
    >>> without_mark("Continue reading is what they did.")
    """
    if _ALONE.fullmatch(text):
        return ""
    for found in reversed(list(_MARK.finditer(text))):
        after = _plain(text[found.end() :])
        if after in {"", _plain(title)}:
            return text[: found.start()].rstrip()
    return None


_LONGEST_TITLE: Final = 250
_LONGEST_ALT: Final = 80
_BULLET = re.compile(r"\s*[•·◦▪‣*]\s+(?P<text>\S.*)")
_HEADING = re.compile(r"(?:Tag|Category|Author|Monthly)?\s?Archives?:.*|(?:Tag|Category):.*")
_BY = re.compile(r"by\s+[^\W\d_a-z]", re.IGNORECASE)
_WIDOW = re.compile(r"[^\u00a0]+\u00a0[^\s\u00a0]+")


@dc.dataclass(slots=True)
class _Block:
    """Lines between empty lines; ``line`` is the number of the first."""

    lines: list[str]
    line: int

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def read_text(text: str) -> tuple[Blog, tuple[Item, ...]]:
    """The posts of a page in plain text."""
    blocks = list(_blocks(text))
    if blocks and _HEADING.fullmatch(blocks[0].text.strip()):
        del blocks[0]
    starts = _starts(blocks)
    ends = [*starts[1:], len(blocks)]
    return Blog(), tuple(_item(blocks[a:b]) for a, b in zip(starts, ends, strict=True))


def _blocks(text: str) -> Iterator[_Block]:
    block: _Block | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            block = None
            continue
        if block is None:
            block = _Block([], number)
            yield block
        block.lines.append(line)


def _starts(blocks: Sequence[_Block]) -> list[int]:
    """The indexes of titles: first blocks, blocks after a mark, and likely titles."""
    starts: list[int] = []
    has_ended = True
    for place, block in enumerate(blocks):
        if has_ended or _is_title(blocks, place):
            starts.append(place)
        title = clean(blocks[starts[-1]].text)
        has_ended = place > starts[-1] and without_mark(block.text, title) is not None
    return starts


def _is_title(blocks: Sequence[_Block], place: int) -> bool:
    """Whether a line is a title although no mark stands before it."""
    text = blocks[place].text.strip(" ")
    if len(blocks[place].lines) > 1 or len(text) > _LONGEST_TITLE or text[-1] in ".,;:":
        return False
    if place == len(blocks) - 1 or names_in(text) or _BY.match(text) or _BULLET.match(text):
        return False
    series = parsed_title(text)
    is_label = series is not None and series.is_labelled
    if is_note_line(clean(text)):
        # «Special issue blog series on X» is a note above a text; in capitals it is a title
        return is_label and (text[:12].isupper() or (series is not None and bool(series.part)))
    # WordPress themes put a no-break space before the last word of titles only
    is_tied = _WIDOW.fullmatch(text) is not None and not text.endswith("\u00a0")
    return is_label or is_tied or _is_portrait(blocks[place + 1])


def _is_portrait(block: _Block) -> bool:
    """Whether a block is an author's picture: alternative text and caption."""
    if len(block.lines) == 2 and names_in(block.lines[1].strip()):
        return len(block.lines[0]) <= _LONGEST_ALT
    return len(block.lines) == 1 and _joined_caption(block.text) is not None


def _joined_caption(line: str) -> tuple[str, str] | None:
    """The alternative text and the names that are joined on one line."""
    for joint in re.finditer(r"(?<=[^\W_A-Z])(?=[^\W\d_a-z])", line[: _LONGEST_ALT + 1]):
        alt, names = line[: joint.start()], line[joint.start() :]
        if names_in(names) and alt.strip():
            return alt, names
    return None


def _item(blocks: Sequence[_Block]) -> Item:
    """A post from its blocks; the first is the title."""
    title = clean(blocks[0].text)
    parts, is_excerpt = [], False
    for number, block in enumerate(blocks[1:]):
        text = without_mark(block.text, title)
        if text is not None and number == len(blocks) - 2:
            is_excerpt = True
            parts.append(_html(_Block(text.split("\n"), block.line)) if text else "")
        else:
            parts.append(_html(block, is_first=number < 3))
    return Item(
        kind=Kind.POST,
        status=Status.PUBLISHED,
        title=title,
        html="\n\n".join(filter(None, parts)),
        is_excerpt=is_excerpt,
        line=blocks[0].line,
        type="archive",
    )


def _html(block: _Block, *, is_first: bool = False) -> str:
    """A block as HTML: a list, an author's picture, or a paragraph."""
    if is_first and len(block.lines) == 2 and _is_portrait(block):
        alt, caption = (html.escape(clean(line)) for line in block.lines)
        return f'<figure><img alt="{alt}"><figcaption>{caption}</figcaption></figure>'
    if is_first and len(block.lines) == 1 and (fused := _joined_caption(block.text)):
        alt, names = (html.escape(clean(part)) for part in fused)
        return f'<p><img alt="{alt}">{names}</p>'
    return "".join(_lines(block.lines))


def _lines(lines: Sequence[str]) -> Iterator[str]:
    """Bulleted lines as lists, other lines as paragraphs."""
    run: list[str] = []
    in_list = False
    for line in (*lines, ""):
        bullet = _BULLET.fullmatch(line)
        if run and (not line or (bullet is not None) != in_list):
            yield _run(run, in_list=in_list)
            run = []
        in_list = bullet is not None
        run.append(bullet["text"] if bullet else line)


def _run(lines: Sequence[str], *, in_list: bool) -> str:
    escaped = [html.escape(line.strip(), quote=False) for line in lines]
    if in_list:
        return f"<ul>{''.join(f'<li>{line}</li>' for line in escaped)}</ul>"
    return f"<p>{'<br>'.join(escaped)}</p>"
