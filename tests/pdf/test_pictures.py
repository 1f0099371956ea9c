"""Images that can be set are, and of the others it is said why they are not."""

from __future__ import annotations

import base64
import gzip
import struct
import zlib
from pathlib import Path

import imagesize  # type: ignore[import-untyped]  # has no types
import pytest
from PIL import Image

from sphinx_anthology.outputs.pdf import pictures, svg
from sphinx_anthology.outputs.pdf.pictures import Picture, Problem, fit_for_print

_CMYK = (
    "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwD/////////////////////////////////////////////////////////////"
    "/////////////////////////8AAFAgAAwAEBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYH"
    "CAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBka"
    "JSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeo"
    "qaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwB1MplS"
    "V//Z"
)
_GIF = (
    "R0lGODdhBAADAIEAAMgeHgAAAAAAAAAAACwAAAAABAADAAAICAABCBxIUGBAACH5BAEAAAEALAAAAAAEAAMAgQAA/wAA"
    "AAAAAAAAAAgIAAEIHEhQYEAAOw=="
)
_WEBP = "UklGRh4AAABXRUJQVlA4TBEAAAAvA4AAAAdQjyLXo/+BiOh/AAA="


def _png(width: int, height: int, *, bits: int = 8, kind: int = 0, interlaced: int = 0) -> bytes:
    """A black PNG; ``kind`` is 0 for grey, 2 for colours, 4 and 6 for these with transparency."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)

    points = {0: 1, 2: 3, 4: 2, 6: 4}[kind]
    row = bytes(1 + (width * points * bits + 7) // 8)
    header = struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlaced)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * height, 9))
        + chunk(b"IEND", b"")
    )


_ENTITY = '<!DOCTYPE svg [<!ENTITY s "%s">]>'


def _svg(inside: str, size: str = 'width="40" height="20"', before: str = "") -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {spaces} {size}>{inside}</svg>".encode()


def _inside(image: bytes, kind: str = "png") -> str:
    """An image within a drawing."""
    written = base64.b64encode(image).decode()
    return f'<image width="9" height="9" href="data:image/{kind};base64,{written}"/>'


_RECT = '<rect width="9" height="9"/>'


def _tried(tmp_path: Path, name: str, data: bytes) -> Picture | Problem:
    path = tmp_path / name
    path.write_bytes(data)
    found = fit_for_print(path, tmp_path / "trials")
    assert not list((tmp_path / "trials").glob("try-*")), "nothing is left"
    return found


@pytest.mark.parametrize(
    ("name", "data", "width", "height"),
    [
        ("grey.png", _png(40, 20), 30, 15),
        ("UPPER.PNG", _png(40, 20), 30, 15),
        ("colours.png", _png(40, 20, kind=2), 30, 15),
        ("alpha.png", _png(40, 20, kind=6), 30, 15),
        ("sixteen.png", _png(40, 20, bits=16, kind=4), 30, 15),
        ("interlaced.png", _png(1, 1, interlaced=1), 0.75, 0.75),
        ("moving.gif", base64.b64decode(_GIF), 3, 2.25),
        ("lossless.webp", base64.b64decode(_WEBP), 3, 2.25),
        ("plain.svg", _svg(_RECT), 30, 15),
        ("inch.svg", _svg(_RECT, 'width="1in" height="2in"'), 72, 144),
        ("box.svg", _svg(_RECT, 'viewBox="0 0 40 20"'), 30, 15),
        ("huge.svg", _svg(_RECT, 'width="1e9" height="1e9" viewBox="0 0 8 4"'), 6, 3),
        ("text.svg", _svg('<text y="9" font-family="None Such">Grüße Ελλάς</text>'), 30, 15),
        ("image.svg", _svg(_inside(_png(2, 2))), 30, 15),
        ("link.svg", _svg(f'<a href="https://x.example/">{_RECT}</a>'), 30, 15),
        ("use.svg", _svg(f'<g id="a">{_RECT}</g><use xlink:href="#a"/>'), 30, 15),
        (
            "filter.svg",
            _svg(f'<filter id="f"><feOffset dx="2"/></filter><g filter="url(#f)">{_RECT}</g>'),
            30,
            15,
        ),
        ("entity.svg", _svg("<text>&s;</text>", before='<!DOCTYPE svg [<!ENTITY s "x">]>'), 30, 15),
    ],
)
def test_an_image_is_set(
    tmp_path: Path, name: str, data: bytes, width: float, height: float
) -> None:
    """Whatever Typst knows and lasting files may have, at the size that pages show it."""
    assert _tried(tmp_path, name, data) == Picture(tmp_path / name, width, height)


_BOMB = _png(8, 8).replace(struct.pack(">II", 8, 8), struct.pack(">II", 90_000, 90_000))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("zero.png", b"", "empty"),
        ("words.png", b"hello", "no image of a known kind"),
        ("cut.png", _png(40, 20)[:60], "damaged"),
        ("head.png", _png(40, 20)[:8], "damaged"),
        ("really.jpg", _png(40, 20), "a PNG image, so its name should end in ‘.png’"),
        ("really.png", _svg(_RECT), "a SVG image, so its name should end in ‘.svg’"),
        ("cmyk.jpg", base64.b64decode(_CMYK), "CMYK"),
        ("bomb.png", _BOMB, "90000 × 90000 pixels"),
        ("a.bmp", b"BM" + bytes(60), "of the kind BMP"),
        ("a.tiff", b"II*\0" + bytes(60), "of the kind TIFF"),
        ("a.avif", b"\0\0\0\x20ftypavif" + bytes(60), "of the kind AVIF"),
        ("a.pdf", b"%PDF-1.7", "of the kind PDF"),
        ("open.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><g>', "no well-formed SVG"),
        ("space.svg", b"<svg/>", "It is no SVG"),
        ("sixteen.svg", _svg(_RECT).decode().encode("utf-16"), "not written in UTF-8"),
        ("none.svg", _svg(_RECT, 'width="0" height="0"'), "damaged"),
        (
            "pieces.svg",
            _svg("<style>g{fil&#116;er:url(#f)}</style>" + "<filter><feFlood/></filter>" * 3),
            "filters",
        ),
        ("escaped.svg", _svg(r"<style>@\69mport 'a';</style>"), "from elsewhere"),
        ("value.svg", _svg(r"<g style='fill: \75rl(//a.example)'/>"), "from elsewhere"),
        (
            "entities.svg",
            _svg(
                "<text>" + "&s;" * 1000 + "</text>",
                before=f'<!DOCTYPE svg [<!ENTITY s "{"x" * 400}">]>',
            ),
            "too much text",
        ),
        ("script.svg", _svg("<script>x()</script>"), "script"),
        ("file.svg", _svg('<image href="a.png"/>'), "another file"),
        ("web.svg", _svg('<image xlink:href="https://x.example/a.png"/>'), "another file"),
        ("use.svg", _svg('<use href="other.svg#a"/>'), "another file"),
        ("inner.svg", _svg(_inside(_svg(_RECT), "png")), "another drawing"),
        ("bombs.svg", _svg(_inside(_BOMB)), "90000 × 90000 pixels"),
        ("html.svg", _svg("<foreignObject/>"), "web page"),
        ("noise.svg", _svg("<filter><feTurbulence/></filter>"), "feTurbulence"),
        ("blurs.svg", _svg(f"<filter>{'<feGaussianBlur/>' * 41}</filter>"), "filters"),
        (
            "styles.svg",
            _svg("<style>g { filter : url(#f) }</style><filter><feFlood/><feFlood/></filter>"),
            "filters",
        ),
        (
            "uses.svg",
            _svg('<filter id="f"><feFlood/></filter><use href="#f"/>'),
            "filters",
        ),
        (
            "outside.svg",
            _svg("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "/etc/passwd">]>'),
            "entities",
        ),
        (
            "laughs.svg",
            _svg("", before='<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'),
            "entities",
        ),
        ("packed.svgz", gzip.compress(b"<svg>" + bytes(30_000_000)), "too large"),
        ("signs.svg", _svg("<text>\U00012345</text>"), "No font has its text"),
        ("deep.svg", _svg("<g>" * 3000 + "</g>" * 3000), "damaged"),
    ],
)
def test_an_image_that_cannot_be_set_says_why(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    """In a sentence, and without a trace of it in the volume."""
    found = _tried(tmp_path, name, data)
    assert isinstance(found, Problem)
    assert reason in found.reason
    assert found.reason[0].isupper()
    assert found.reason.endswith(".")
    assert str(tmp_path) not in found.reason


def test_what_cannot_be_read_is_no_image(tmp_path: Path) -> None:
    """A folder, or nothing at all."""
    assert fit_for_print(tmp_path / "none.png", tmp_path) == Problem("It cannot be read.")
    assert fit_for_print(tmp_path, tmp_path) == Problem("It cannot be read.")


def test_a_content_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is shown, and under whatever name."""
    data = _png(7, 5)
    assert isinstance(_tried(tmp_path, "one.png", data), Picture)
    monkeypatch.setattr(pictures, "_tried", None)
    assert isinstance(_tried(tmp_path, "two.png", data), Picture)


@pytest.mark.parametrize(
    ("name", "mode", "size", "expected"),
    [
        ("photo.jpg", "RGB", (6000, 30), (2400, 12)),
        ("plan.png", "RGBA", (30, 6000), (12, 2400)),
        ("ink.png", "1", (4800, 2), (2400, 1)),
        ("palette.gif", "P", (4800, 2), (2400, 1)),
        ("web.webp", "RGB", (4800, 2), (2400, 1)),
        ("deep.png", "I;16", (1000, 1001), (1000, 1001)),
    ],
)
def test_an_image_has_no_more_points_than_paper_shows(
    tmp_path: Path, name: str, mode: str, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    """Nor more than 8 bits; its bytes are always the same."""
    Image.new(mode, size, 65535 if mode == "I;16" else 1).save(tmp_path / name)
    found = pictures.small_image(tmp_path / name, tmp_path / "one")
    with Image.open(found) as image:
        assert image.size == expected
        assert image.mode in {"L", "RGB", "RGBA"}
        assert mode != "I;16" or image.getpixel((0, 0)) == 255
    again = pictures.small_image(tmp_path / name, tmp_path / "two")
    assert again.read_bytes() == found.read_bytes()
    assert pictures.small_image(found, tmp_path / "one") == found


def test_a_photo_is_turned_and_says_no_more_where_it_was_taken(tmp_path: Path) -> None:
    """Where it is made small; its natural size is that which pages show."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (4800, 48)).save(tmp_path / "photo.jpg", exif=exif)
    with Image.open(pictures.small_image(tmp_path / "photo.jpg", tmp_path)) as image:
        assert image.size == (24, 2400)
        assert not image.getexif()


def test_a_volume_has_no_more_points_than_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it has, all that are large are made smaller, as much as it takes."""
    paths = [tmp_path / "photo.jpg", tmp_path / "plan.png", tmp_path / "icon.png"]
    for path, size in zip(paths, [(1600, 100), (1600, 50), (10, 10)], strict=True):
        Image.new("RGB", size).save(path)
    assert pictures.small_images(paths, tmp_path) == {}
    monkeypatch.setattr(pictures, "MOST_POINTS", 150_000)
    found = pictures.small_images(paths, tmp_path)
    assert list(found) == ["photo.jpg", "plan.png"]
    assert {imagesize.get(path)[0] for path in found.values()} == {800}
    monkeypatch.setattr(pictures, "MOST_POINTS", 1)
    found = pictures.small_images(paths, tmp_path)
    assert {imagesize.get(path)[0] for path in found.values()} == {400}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("font-family='Arial'", "font-family='Arial'"),
        ('font-family="Arial"', 'font-family="Arial, Noto Sans"'),
        ("style=\"font-family:'Source Sans 3', x\"", 'style="font-family:Noto Sans, x"'),
        ('style="font:9px sans-serif"', 'style="font:9px Noto Sans, sans-serif"'),
        ('font-family="Noto Sans, sans-serif"', 'font-family="Noto Sans, sans-serif"'),
        ('font-family="monospace"', 'font-family="DejaVu Sans Mono, monospace"'),
        ('id="sans-serif"', 'id="sans-serif"'),
    ],
)
def test_drawings_have_fonts_that_are_here(written: str, meant: str) -> None:
    """A kind of font, or one of common machines, is one of ours; all else is as it was."""
    before, after = (_svg(f"<text {look}>x</text>") for look in (written, meant))
    assert svg.with_our_fonts(before) == after
