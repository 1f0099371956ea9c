"""The text of a tagged PDF, in the order in which it is read aloud.

What a page only repeats (running heads, page numbers) is no part of it, a paragraph is whole
although it runs over pages, and a footnote stands by itself.
"""

from __future__ import annotations

import ctypes
import dataclasses as dc
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

INLINE = {"/Span", "/Em", "/Strong", "/Link", "/Code", "/Quote", "/Reference", "/Sub", "/Annot"}
"""Elements that do not end a paragraph."""

GROUPS = {"Document", "Part", "Sect", "Div"}
"""Elements that only hold others: text that is no paragraph ends with its page."""

UNREAD = {"/Formula", "/Figure"}
"""Elements that are read by their alternative text."""

OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What stands in a text for a formula or a picture."""

ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_HYPHENS = str.maketrans({"\x02": SOFT_HYPHEN, "\ufffe": SOFT_HYPHEN, "\r": " ", "\n": " "})


@dc.dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or cell: its element's name, its text, and the page it begins on."""

    kind: str
    text: str
    page: int


@dc.dataclass(slots=True)
class _Open:
    """A block that is being read."""

    kind: str
    pieces: list[str] = dc.field(default_factory=list)
    page: int = -1
    last: int = -1


def blocks(path: Path) -> list[Block]:
    """All blocks of a PDF. Of one without tags there are none."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        if root is None:
            return []
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        reader = _Reader(numbers, _marked(path))
        reader.read(root.get("/K"), None)
        return reader.finished()


def alternatives(path: Path) -> list[tuple[str, str]]:
    """The alternative texts, with the name of the element that each belongs to."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root.get("/StructTreeRoot")
        return list(_alternatives(root.get("/K"))) if root is not None else []


def _alternatives(element: object) -> Iterator[tuple[str, str]]:
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from _alternatives(child)
    elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
        if "/Alt" in element:
            yield str(element["/S"]).removeprefix("/"), str(element["/Alt"])
        yield from _alternatives(element.get("/K"))


class _Reader:
    """Walks over the elements, and puts the marked pieces of the pages together."""

    def __init__(self, pages: dict[tuple[int, int], int], marked: list[dict[int, str]]) -> None:
        self._pages = pages
        self._marked = marked
        self._done: list[_Open] = []
        self._notes: list[_Open] = []
        self._tables = 0
        self._open = _Open("")

    def finished(self) -> list[Block]:
        """The blocks, without the empty ones."""
        self._end("")
        found = (Block(b.kind, "".join(b.pieces).strip(), b.page) for b in self._done)
        return [block for block in found if block.text.strip(OBJECT)]

    def read(self, element: object, page: int | None) -> None:
        """Read an element and all that it holds."""
        if isinstance(element, pikepdf.Array):
            for child in element:
                self.read(child, page)
        elif isinstance(element, pikepdf.Dictionary):
            on = self._pages[element["/Pg"].objgen] if "/Pg" in element else page
            if "/S" in element:
                self._element(element, str(element["/S"]), on)
            elif "/MCID" in element:
                self._piece(int(element["/MCID"]), on)
        elif isinstance(element, int):
            self._piece(element, page)

    def _element(self, element: pikepdf.Dictionary, kind: str, page: int | None) -> None:
        content = element.get("/K")
        if kind in UNREAD:
            self._open.pieces.append(OBJECT)
        elif kind in INLINE:
            self.read(content, page)
        elif kind == "/Note" or (kind == "/Lbl" and self._is_inside_text(element)):
            self._aside(content, kind, page)
        else:
            around = self._open.kind
            self._tables += kind == "/Table"
            self._end(kind)
            self.read(content, page)
            self._tables -= kind == "/Table"
            self._end(around)

    def _is_inside_text(self, label: pikepdf.Dictionary) -> bool:
        """Whether a label is the mark of a footnote, and not that of an item or a note."""
        parent = label.get("/P")
        return parent is not None and str(parent.get("/S")) not in {"/LI", "/Note"}

    def _aside(self, content: object, kind: str, page: int | None) -> None:
        """Read what interrupts a paragraph, as blocks after it, or after the table it is in."""
        around, done = self._open, self._done
        self._open, self._done = _Open(kind.removeprefix("/")), []
        self.read(content, page)
        self._notes += [*self._done, self._open]
        self._open, self._done = around, done

    def _end(self, kind: str) -> None:
        self._done.append(self._open)
        if not self._tables:
            self._done += self._notes
            self._notes = []
        self._open = _Open(kind.removeprefix("/"))

    def _piece(self, number: int, page: int | None) -> None:
        text = self._marked[page].get(number, "") if page is not None else ""
        if page is None or not text:
            return
        if self._open.page < 0:
            self._open.page = page
        elif self._open.last != page and self._open.kind in GROUPS:
            self._end(self._open.kind)
            self._open.page = page
        elif self._open.last != page:
            self._open.pieces.append(ZERO_WIDTH_SPACE)  # a word may end with the page
        self._open.last = page
        self._open.pieces.append(text)


def _marked(path: Path) -> list[dict[int, str]]:
    """Of each page, the text of every marked piece by its number."""
    document = pdfium.PdfDocument(path)
    try:
        return [_marked_of(page) for page in document]
    finally:
        document.close()


def _marked_of(page: pdfium.PdfPage) -> dict[int, str]:
    text_page = page.get_textpage()
    found: dict[int, bytearray] = {}
    number = -1
    for place in range(pdfium_c.FPDFText_CountChars(text_page.raw)):
        # blanks and ends of lines that the reader makes up belong to what stands before them
        if piece := pdfium_c.FPDFText_GetTextObject(text_page.raw, place):
            number = pdfium_c.FPDFPageObj_GetMarkedContentID(piece)
        code = pdfium_c.FPDFText_GetUnicode(text_page.raw, place)
        found.setdefault(number, bytearray()).extend(bytes(ctypes.c_uint16(code)))
    text_page.close()
    decoded = {n: bytes(c).decode("utf-16-le", "replace") for n, c in found.items()}
    return {n: text.translate(_HYPHENS) for n, text in decoded.items()}
