"""A few shapes as SVG, and a grey PNG; the same calls give the same bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

INK, GREY, RULE, PALE = "#191b1e", "#54585d", "#b9b8b0", "#efeee8"
RUBRIC, WASH = "#a4281a", "#f6e4df"
FAMILY = "'Noto Sans', 'Helvetica Neue', Helvetica, Arial, sans-serif"
"""The first has a regular weight by default, which is the only one that Typst sets in a drawing."""
MONO = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
SIZE = 15
"""Of letters, in pixels: some eight points where the drawing is as wide as a page's text."""


class Drawing:
    """A drawing on white paper, with a title and a description for those who open it by itself."""

    def __init__(self, width: int, height: int, title: str, description: str) -> None:
        self.width, self.height = width, height
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" font-family={quoteattr(FAMILY)} '
            f'font-size="{SIZE}" fill="{INK}">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(description)}</desc>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
        ]

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        at: str = "start",
        fill: str = INK,
        size: float = SIZE,
        bold: bool = False,
        mono: bool = False,
    ) -> None:
        """Words, whose base line is at ``y``; ``at`` says which end of them is at ``x``."""
        look = f'text-anchor="{at}" fill="{fill}" font-size="{_number(size)}"'
        look += ' font-weight="600"' if bold else ""
        look += f" font-family={quoteattr(MONO)}" if mono else ""
        self._parts.append(f'<text x="{_number(x)}" y="{_number(y)}" {look}>{escape(words)}</text>')

    def line(
        self, points: Sequence[tuple[float, float]], *, stroke: str = INK, width: float = 1
    ) -> None:
        """A line through points."""
        places = " ".join(f"{_number(x)},{_number(y)}" for x, y in points)
        look = f'fill="none" stroke="{stroke}" stroke-width="{_number(width)}"'
        self._parts.append(f'<polyline points="{places}" {look}/>')

    def arrow(
        self, points: Sequence[tuple[float, float]], *, stroke: str = GREY, width: float = 1.25
    ) -> None:
        """A line with a tip at its end, which is level or upright."""
        self.line(points, stroke=stroke, width=width)
        (x0, y0), (x1, y1) = points[-2:]
        across, down = _sign(x1 - x0), _sign(y1 - y0)
        tip = [
            (x1 - 6 * across + 3.5 * down, y1 - 6 * down + 3.5 * across),
            (x1, y1),
            (x1 - 6 * across - 3.5 * down, y1 - 6 * down - 3.5 * across),
        ]
        self.line(tip, stroke=stroke, width=width)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = "none",
        round_by: float = 0,
    ) -> None:
        """A rectangle."""
        place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}"'
        look = f'height="{_number(height)}" rx="{_number(round_by)}" fill="{fill}"'
        self._parts.append(f'<rect {place} {look} stroke="{stroke}"/>')

    def dot(self, x: float, y: float, radius: float, *, fill: str, stroke: str = "none") -> None:
        """A filled circle."""
        place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
        self._parts.append(f'<circle {place} fill="{fill}" stroke="{stroke}"/>')

    def __str__(self) -> str:
        return "\n".join([*self._parts, "</svg>", ""])


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


def png(rows: Sequence[bytes]) -> bytes:
    """A grey picture of rows of pixels, each a byte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )
