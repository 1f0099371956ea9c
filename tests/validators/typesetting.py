"""Whether the pages of a PDF are set as a press would set them, by the boxes of the file itself.

A fault is something that a press would send back: words over words or off the page, lines alone at
a page's edge, a heading at its foot, a hole in a page, a last page of a few lines, letters that are
too small.
"""

from __future__ import annotations

import ctypes
import dataclasses as dc
import itertools
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

FLOOR = 7.4
"""The smallest size of letters, in points: 7.5, rounded."""
FEWEST = 5
"""The lines that the last page of a chapter has at least."""
INSIDE, OUTSIDE = 0.8 * 72, 0.85 * 72
"""The margins of pages, in points (``margins`` of the template)."""
HANGING = 5.0
"""How far a sign may hang into the margin, in points."""
_SHORTEST_RUN = 3
"""Fewer small letters are an exponent or the mark of a note."""
LARGEST_HOLE = 0.3
"""How much of a page's depth may be empty in one place, where the chapter goes on."""
_HEAD = 0.088
_FOOT = 0.905
"""Where the text of a page begins and ends, as parts of its height."""
_HYPHEN_AT_LINE_END = "\x02"
"""What pdfium says for a hyphen that only stands there because the line ends."""
_SOFT_HYPHEN = "\u00ad"
_NO_PART_OF_WORDS = frozenset({_HYPHEN_AT_LINE_END, _SOFT_HYPHEN})


@dc.dataclass(frozen=True, slots=True)
class Word:
    """A word: its box in points from the top left, its baseline, and its size."""

    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    text: str
    is_drawn: bool = False
    """Whether it is small and part of a drawing or a formula."""


@dc.dataclass(frozen=True, slots=True)
class Page:
    """A page: its number, its size in points, its words in the order of the file.

    ``spans`` are the tops and bottoms of all that is printed on it, in points from the top.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    spans: tuple[tuple[float, float], ...] = ()

    @property
    def left(self) -> float:
        """Where its lines begin, in points."""
        return INSIDE if self.number % 2 else OUTSIDE

    @property
    def body(self) -> list[Word]:
        """The words that are neither in its head nor in its foot."""
        top, bottom = self.height * _HEAD, self.height * _FOOT
        return [word for word in self.words if word.top >= top and word.bottom <= bottom]

    @property
    def goes_on(self) -> bool:
        """Whether it has a running head, so that its chapter began before."""
        return any(word.bottom < self.height * _HEAD for word in self.words)

    @property
    def lines(self) -> list[list[Word]]:
        """The lines of its text, from top to bottom; words side by side are one."""
        ordered = sorted(self.body, key=lambda word: word.base)
        found: list[list[Word]] = []
        for word in ordered:
            if found and word.base - found[-1][0].base < 3:
                found[-1].append(word)
            else:
                found.append([word])
        return [sorted(line, key=lambda word: word.left) for line in found]


@dc.dataclass(frozen=True, slots=True, order=True)
class Fault:
    """A fault: its page, its kind, and the words."""

    page: int
    kind: str
    words: str

    def __str__(self) -> str:
        return f"page {self.page}, {self.kind}: {self.words[:60]}"


def faults(path: Path) -> list[Fault]:
    """All faults of a file, in order."""
    pages = read(path)
    found = [*_off_pages(pages), *_crossings(pages), *_small(pages), *_ends(pages)]
    return sorted([*found, *_alone(pages), *_holes(pages)])


def read(path: Path) -> list[Page]:
    """The pages of a file with their words."""
    document = pdfium.PdfDocument(path)
    try:
        return [_page(number, page) for number, page in enumerate(document, 1)]
    finally:
        document.close()


def _page(number: int, page: pdfium.PdfPage) -> Page:
    width, height = page.get_size()
    words = tuple(_words(page.get_textpage(), height, Drawn(page)))
    bounds = (piece.get_bounds() for piece in page.get_objects(max_depth=1))
    spans = tuple(sorted((height - top, height - bottom) for _, bottom, _, top in bounds))
    return Page(number, width, height, words, spans)


class Drawn:
    """What of a page is drawn: figures, formulas, and all that is not its own text."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        count = raw.FPDFPage_CountObjects(page.raw)
        self._own = {_address(raw.FPDFPage_GetObject(page.raw, index)) for index in range(count)}
        tree = raw.FPDF_StructTree_GetForPage(page.raw)
        roots = range(raw.FPDF_StructTree_CountChildren(tree))
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, index) for index in roots]
        self._figures = {number for top in tops for number in _marked(top, in_figure=False)}
        raw.FPDF_StructTree_Close(tree)

    def has(self, text: pdfium.PdfTextPage, index: int) -> bool:
        """Whether a letter is part of a drawing or a formula."""
        piece = raw.FPDFText_GetTextObject(text.raw, index)
        is_figure = raw.FPDFPageObj_GetMarkedContentID(piece) in self._figures
        return is_figure or _address(piece) not in self._own


def _address(piece: object) -> int:
    return ctypes.cast(piece, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _marked(element: object, *, in_figure: bool) -> Iterator[int]:
    """The numbers of the content of figures and formulas, in an element of the structure."""
    kind = ctypes.create_string_buffer(64)
    raw.FPDF_StructElement_GetType(element, kind, 64)
    in_figure |= kind.raw.decode("utf-16-le").startswith(("Figure\0", "Formula\0"))
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        number = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child:
            yield from _marked(child, in_figure=in_figure)
        elif in_figure and number >= 0:
            yield number


def _words(text: pdfium.PdfTextPage, height: float, drawn: Drawn) -> Iterator[Word]:
    """Letters up to a space, the end of a line, another line or another size."""
    letters: list[Word] = []
    for index in range(text.count_chars()):
        letter = _letter(text, index, height, drawn)
        if letters and (letter is None or _is_apart(letters[-1], letter)):
            yield _together(letters)
            letters = []
        letters += [letter] if letter else []
    if letters:
        yield _together(letters)


def _letter(text: pdfium.PdfTextPage, index: int, height: float, drawn: Drawn) -> Word | None:
    """A letter of the file; none for spaces and for what is not printed."""
    sign = chr(raw.FPDFText_GetUnicode(text.raw, index))
    if sign.isspace() or sign in _NO_PART_OF_WORDS or raw.FPDFText_IsGenerated(text.raw, index):
        return None
    box = raw.FS_RECTF()
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(text.raw, index, box)
    raw.FPDFText_GetCharOrigin(text.raw, index, x, y)
    raw.FPDFText_GetMatrix(text.raw, index, matrix)
    scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
    size = raw.FPDFText_GetFontSize(text.raw, index) * scale
    is_drawn = size < FLOOR and drawn.has(text, index)
    base = height - y.value
    if abs(matrix.b) > abs(matrix.a):  # of a turned line
        return Word(
            box.left, height - box.top, box.right, height - box.bottom, base, size, sign, is_drawn
        )
    return Word(
        box.left, base - 0.7 * size, box.right, base + 0.2 * size, base, size, sign, is_drawn
    )


def _is_apart(last: Word, letter: Word) -> bool:
    is_far = letter.left - last.right > 0.35 * last.size or letter.left < last.left - 1
    return is_far or abs(letter.base - last.base) > 1 or abs(letter.size - last.size) > 0.1


def _together(letters: Sequence[Word]) -> Word:
    return Word(
        min(letter.left for letter in letters),
        min(letter.top for letter in letters),
        max(letter.right for letter in letters),
        max(letter.bottom for letter in letters),
        letters[0].base,
        letters[0].size,
        "".join(letter.text for letter in letters),
        letters[0].is_drawn,
    )


def _off_pages(pages: Sequence[Page]) -> Iterator[Fault]:
    """Words that leave the page, or the text's width on pages that go on."""
    for page in pages:
        left, right = page.left, page.left + page.width - INSIDE - OUTSIDE
        for word in page.words:
            if word.left < 0 or word.right > page.width or word.top < 0:
                yield Fault(page.number, "off the page", word.text)
            elif page.goes_on and not left - HANGING < word.left < word.right < right + HANGING:
                yield Fault(page.number, "in the margin", word.text)


def _crossings(pages: Sequence[Page]) -> Iterator[Fault]:
    """Words over other words."""
    for page in pages:
        ordered = sorted(page.words, key=lambda word: word.left)
        for place, word in enumerate(ordered):
            after = itertools.islice(ordered, place + 1, None)
            for other in itertools.takewhile(lambda o, w=word: o.left < w.right - 1, after):  # type: ignore[misc]
                if _do_cross(word, other):
                    yield Fault(page.number, "over other words", f"{word.text} {other.text}")


def _do_cross(one: Word, other: Word) -> bool:
    """Whether boxes cover one another; accents and limits of sums stand over others by right."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return (
        across > 0.2 * max(one.size, other.size)
        and down > 0.45 * lower
        and min(len(one.text), len(other.text)) > 2
    )


def _small(pages: Sequence[Page]) -> Iterator[Fault]:
    """Words in letters that are too small."""
    for page in pages:
        for word in page.words:
            is_run = sum(map(str.isalpha, word.text)) >= _SHORTEST_RUN
            if is_run and word.size < FLOOR and not word.is_drawn:
                yield Fault(page.number, f"in {word.size:.1f} points", word.text)


def _ends(pages: Sequence[Page]) -> Iterator[Fault]:
    """Last pages of chapters with a few lines only."""
    for page, following in itertools.zip_longest(pages, pages[1:]):
        is_last = following is None or not following.goes_on
        if page.goes_on and is_last and page.words and len(page.lines) < FEWEST:
            yield Fault(page.number, "a few lines", _said(page.lines[0]) if page.lines else "")


def _alone(pages: Sequence[Page]) -> Iterator[Fault]:
    """Headings at the foot, and last lines of paragraphs at the head of the next page."""
    sizes = [round(word.size, 1) for page in pages for word in page.body]
    size = statistics.mode(sizes) if sizes else 0.0
    foot = max((word.base for page in pages for word in page.body), default=0.0)
    for page, following in itertools.pairwise(pages):
        if not (following.goes_on and page.lines and following.lines):
            continue
        last = page.lines[-1]
        if last[0].size > size + 0.6 and last[0].base > foot - 6 * size:
            yield Fault(page.number, "a heading at the foot", _said(last))
        if _is_orphan(page, following, size):
            yield Fault(page.number, "a first line at the foot", _said(last))
        if _is_widow(following, size):
            yield Fault(following.number, "a last line at the head", _said(following.lines[0]))


def _is_widow(page: Page, size: float) -> bool:
    """Whether the first line of a page ends a paragraph that began before."""
    if len(page.lines) < 2:
        return False
    first, second = page.lines[:2]
    is_text = abs(first[0].size - size) < 0.2 and abs(second[0].size - size) < 0.2
    is_short = first[-1].right < 0.75 * page.width
    is_new = second[0].left > first[0].left + 6
    return is_text and is_short and is_new and first[0].text[:1].islower()


def _is_orphan(page: Page, following: Page, size: float) -> bool:
    """Whether the last line of a page begins a paragraph that goes on on the next one."""
    text = [line for line in page.lines if abs(line[0].size - size) < 0.2]
    rest = following.lines[0]
    is_text = bool(text) and abs(rest[0].size - size) < 0.2
    if not is_text or abs(rest[0].left - following.left) > 1:
        return False
    last, before = text[-1], text[-2:-1]
    is_set_in = 6 < last[0].left - page.left < 2 * size
    is_first = not before or last[0].base - before[0][0].base > 1.8 * size
    is_full = last[-1].right > page.left + 0.9 * (page.width - INSIDE - OUTSIDE)
    is_whole = last[-1].text.endswith((".", ":", "?", "!"))
    return is_full and not is_whole and (is_set_in or is_first)


def _holes(pages: Sequence[Page]) -> Iterator[Fault]:
    """Pages with too much empty space in one place, though the chapter goes on."""
    for page, following in itertools.pairwise(pages):
        hole, above = _largest_hole(page)
        if following.goes_on and hole > LARGEST_HOLE * (_FOOT - _HEAD) * page.height:
            yield Fault(page.number, "a hole", f"{hole:.0f} points below {_said(above)}")


def _largest_hole(page: Page) -> tuple[float, Sequence[Word]]:
    """The largest empty space below something of the text, and the line above it."""
    top, foot = page.height * _HEAD, page.height * _FOOT
    spans = [(max(start, top), min(end, foot)) for start, end in page.spans]
    largest, place, filled = 0.0, 0.0, 0.0
    for start, end in [*(span for span in spans if span[0] < span[1]), (foot, foot)]:
        if filled and start - filled > largest:
            largest, place = start - filled, filled
        filled = max(filled, end)
    above = (line for line in page.lines if line[0].base <= place + 1)
    return largest, max(above, key=lambda line: line[0].base, default=[])


def _said(line: Sequence[Word]) -> str:
    return " ".join(word.text for word in line)
