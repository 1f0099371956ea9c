"""Images that could do harm are known by their bytes."""

from __future__ import annotations

import gzip
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from sphinx_anthology.model.media_files import (
    image_fault,
    size_fault,
    stated_sizes,
    states_location,
)

LARGE = 65535
DOT = (
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0"
    b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
)


def _gif(screen: int, picture: int, frames: int = 1) -> bytes:
    """The smallest of all GIFs, which says that it is larger than it is."""
    size, inner = struct.pack("<HH", screen, screen), struct.pack("<HH", picture, picture)
    frame = DOT[19:-1].replace(b"\x01\0\x01\0\0\x02", inner + b"\0\x02")
    return b"GIF89a" + size + DOT[10:19] + frame * frames + b";"


def _png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x02\0\0\0"


def _jpeg(width: int, height: int, marker: int = 0xC0) -> bytes:
    frame = struct.pack(">BBHBHHB", 0xFF, marker, 8, 8, height, width, 0)
    return b"\xff\xd8\xff\xe0\0\x04\0\0\xff\xff" + frame


def _webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


BOMBS = {
    "gif-screen": _gif(LARGE, 1),
    "gif-picture": _gif(1, LARGE),
    "gif-second": _gif(1, 1)[:-1] + _gif(1, LARGE)[19:],
    "gif-frames": _gif(1, 1, 2001),
    "png": _png(2**31 - 1, 2**31 - 1),
    "png-wide": _png(2**31 - 1, 1),
    "jpeg": _jpeg(LARGE, LARGE),
    "jpeg-progressive": _jpeg(LARGE, LARGE, 0xC2),
    "webp-canvas": _webp((b"VP8X", b"\0\0\0\0" + b"\xff" * 6)),
    "webp-lossy": _webp((b"VP8 ", b"\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f")),
    "webp-lossless": _webp((b"VP8L", b"\x2f\xff\xff\xff\x0f")),
    "webp-frame": _webp((b"VP8X", b"\0" * 10), (b"ANMF", b"\0" * 6 + b"\xff" * 6 + b"\0" * 4)),
    "bmp": b"BM" + b"\0" * 16 + struct.pack("<ii", LARGE, -LARGE),
    "avif": b"\0\0\0\x18ftypavif\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", LARGE, LARGE),
    "packed-drawing": gzip.compress(b"<svg>" + b" " * 20_000_001, mtime=0),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_would_fill_the_memory_is_refused(name: str) -> None:
    """By any of the sizes that a file states, whichever a decoder may believe."""
    assert len(BOMBS[name]) < 60_000
    reason = image_fault(BOMBS[name])
    assert "million are allowed" in reason or "It has more than" in reason or "unpacked" in reason


@pytest.mark.parametrize("kind", ["PNG", "GIF", "JPEG", "WEBP", "BMP"])
def test_real_images_are_taken_and_their_size_is_known(kind: str) -> None:
    """What Pillow writes has the size that it says, in all pictures of it."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (70, 50), colour) for colour in ("red", "blue", "green")]
    more = {"save_all": True, "append_images": frames[1:]} if kind in {"GIF", "WEBP"} else {}
    frames[0].save(out, kind, **more)
    sizes = list(stated_sizes(out.getvalue()))
    assert sizes
    assert set(sizes) <= {(70, 50)} or kind in {"GIF", "WEBP"}
    assert max(sizes) == (70, 50)
    assert image_fault(out.getvalue()) == ""


@given(
    st.sampled_from([b"GIF89a", b"\xff\xd8", b"RIFF0000WEBP", b"BM", b"0000ftyp", b"<svg"]),
    st.binary(),
)
def test_no_bytes_stop_it(start: bytes, rest: bytes) -> None:
    """Broken files are read to where they break."""
    assert isinstance(image_fault(start + rest), str)
    assert isinstance(size_fault(start + rest), str)


def _svg(inner: str, attributes: str = "") -> bytes:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {space} {attributes}>{inner}</svg>".encode()


HARMFUL = [
    _svg("<script>alert(1)</script>"),
    _svg("<SCRIPT/>"),
    _svg("<x:script xmlns:x='http://www.w3.org/2000/svg'>1</x:script>"),
    _svg("", 'onload="alert(1)"'),
    _svg("<g OnClick='a'/>"),
    _svg("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>"),
    _svg("<a xlink:href='javascript:alert(1)'><text>a</text></a>"),
    _svg("<a href='java&#10;script:alert(1)'><text>a</text></a>"),
    _svg("<a href='&#32;data:text/html,x'><text>a</text></a>"),
    _svg("<a><animate attributeName='href' values='javascript:alert(1)'/></a>"),
    _svg("<set attributeName='onclick' to='javascript:alert(1)'/>"),
    _svg("<image href='https://evil.example/a.png'/>"),
    _svg("<image href='../../secret.png'/>"),
    _svg("<image href='file:///etc/passwd'/>"),
    _svg("<image href='data:image/svg+xml;base64,AAAA'/>"),
    _svg("<use href='https://evil.example/a.svg#b'/>"),
    _svg("<use href='other.svg#b'/>"),
    _svg("<style>@import 'https://evil.example/a.css';</style>"),
    _svg("<style>a { fill: url( https://evil.example/a ) }</style>"),
    _svg("<rect style='fill: url(//evil.example/a)'/>"),
    _svg("<rect fill='url(other.svg#a)'/>"),
    b"<?xml-stylesheet href='a.css'?>" + _svg(""),
    b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + _svg("&a;"),
    b"<!DOCTYPE svg [<!ENTITY a '<script/>'>]>" + _svg("&a;"),
    b"<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + _svg("&b;"),
    gzip.compress(_svg("<script/>"), mtime=0),
    _svg("<g>")[:-6],
    "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".encode("utf-16"),
]


@pytest.mark.parametrize("drawing", HARMFUL)
def test_a_drawing_that_does_more_than_draw_is_refused(drawing: bytes) -> None:
    """Scripts, parts of pages, and whatever is taken in from elsewhere."""
    assert image_fault(drawing)


SPACE = "http://www.w3.org/2000/svg"
PAGE = "http://www.w3.org/1999/xhtml"
NOT_SEEN = {
    "spaces": b" " * 100 + _svg("<script>alert(1)</script>", 'onload="alert(1)"'),
    "comment": b"<!--" + b"x" * 70_000 + b"-->" + _svg("<script>alert(1)</script>"),
    "prefix": f"<é:svg xmlns:é='{SPACE}'><é:script>1</é:script></é:svg>".encode(),
    "root": f"<x xmlns='{SPACE}'><script xmlns='{PAGE}'>1</script></x>".encode(),
    "root-without": f"<x xmlns='{SPACE}'/>".encode(),
    "page": f"<h:html xmlns:h='{PAGE}'><h:script>1</h:script></h:html>".encode(),
    "page-alone": f"<h:html xmlns:h='{PAGE}'/>".encode(),
    "no-space": b"<svg/>",
    "utf-16": f"<x xmlns='{SPACE}'><script xmlns='{PAGE}'/></x>".encode("utf-16"),
    "php": b"<?php echo 1?>" + _svg(""),
    "short-php": b"<?xpacket (system('id'))?>" + _svg(""),
    "late-order": _svg("<?x y?>"),
    "encoding": b"<?xml version='1.0' encoding='cp037'?>" + _svg(""),
    "two-packets": gzip.compress(_svg(""), mtime=0) + gzip.compress(b"<script/>", mtime=0),
    "cut": gzip.compress(_svg(""), mtime=0)[:-9],
    "picture": b"GIF89a<script>",
    "import-in-pieces": _svg("<style>@im&#112;ort 'a';</style>"),
    "import-by-comment": _svg("<style>@im<!-- -->port 'a';</style>"),
    "import-by-section": _svg("<style>@im<![CDATA[port 'a']]>;</style>"),
    "import-far-away": _svg("<style>" + "a" * 8190 + "@import 'a';</style>"),
    "import-escaped": _svg("<style>@\\69mport 'a';</style>"),
    "import-about": _svg("<style>@im<g/>port 'a';</style>"),
    "url-escaped": _svg("<rect style='fill: \\75rl(//evil.example)'/>"),
    "url-escaped-alone": _svg("<rect fill='\\75rl(//evil.example)'/>"),
    "meta": _svg(f"<h:meta xmlns:h='{PAGE}' http-equiv='refresh' content='0'/>"),
    "img": _svg(f"<h:img xmlns:h='{PAGE}' srcset='//evil.example'/>"),
    "button": _svg(f"<h:button xmlns:h='{PAGE}' formaction='javascript:1'/>"),
    "ping": _svg("<a href='#a' ping='https://evil.example/'/>"),
    "poster": _svg("<g poster='https://evil.example/'/>"),
    "animated": _svg("<a><set attributeName='xlink:href' to='b'/></a>"),
    "defaulted": b"<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>" + _svg(""),
    "entities": b"<!DOCTYPE svg [<!ENTITY a '%s'>]>" % (b"a" * 400) + _svg("&a;" * 1000),
    "entities-in-values": b"<!DOCTYPE svg [<!ENTITY a '%s'>]>" % (b"a" * 400)
    + _svg("", f"id='{'&a;' * 1000}'"),
}


@pytest.mark.parametrize("ending", [".svg", ".SVGZ"])
@pytest.mark.parametrize("name", NOT_SEEN)
def test_what_a_server_calls_a_drawing_is_read_as_one(name: str, ending: str) -> None:
    """Whatever the file begins with, and however its words are written."""
    assert image_fault(NOT_SEEN[name], ending)


@pytest.mark.parametrize("name", [*NOT_SEEN, "drawing"])
def test_any_other_ending_needs_the_bytes_of_an_image(name: str) -> None:
    """A drawing has no other ending, and what is no image has none."""
    content = {**NOT_SEEN, "picture": b"", "drawing": _svg("")}[name]
    for ending in (".png", ".jpg", ".heic", ".jxl", ".pdf", ".eps"):
        assert image_fault(content, ending)


def test_images_are_known_by_how_they_begin() -> None:
    """One kind of picture may have the ending of another, which browsers see through."""
    assert image_fault(DOT, ".gif") == image_fault(DOT, ".png") == ""
    assert image_fault(b"%PDF-1.7", ".pdf") == image_fault(b"%!PS-Adobe", ".EPS") == ""
    assert image_fault(DOT, ".pdf")
    assert image_fault(b"%PDF-1.7", ".png")
    assert image_fault(b"<b> ftypavif", ".avif")


HARMLESS = [
    _svg(
        "<metadata><r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/></metadata>"
        "<i:namedview xmlns:i='http://www.inkscape.org/namespaces/inkscape' i:file='C:\\a.svg'/>"
    ),
    _svg("<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>"),
    b"<?xml version='1.0' encoding='ISO-8859-1' standalone='no'?>" + _svg("<text>\\</text>"),
    _svg("<rect fill='url(#a)' style='stroke: url(\"#a\")'/><use href='#b'/>"),
    _svg("<a href='https://a.example/'><text>a</text></a>"),
    _svg("<style>a { fill: red } @media print { b { color: blue } }</style>"),
    _svg("<image href='data:image/png;base64,iVBORw0KGgo='/>"),
    _svg("<text>script onload url(http) javascript:</text><desc>@import</desc>"),
    _svg("<animate attributeName='x' values='0;1'/>"),
    b"<?xml version='1.0'?><!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'a.dtd'>" + _svg(""),
    b"<!DOCTYPE svg [<!ENTITY ns 'http://www.w3.org/2000/svg'>]>" + _svg(""),
    gzip.compress(_svg("<path d='M0 0'/>"), mtime=0),
]


@pytest.mark.parametrize("drawing", HARMLESS)
def test_a_drawing_that_only_draws_is_taken(drawing: bytes) -> None:
    """Patterns and links, images and styles of its own."""
    assert image_fault(drawing) == ""


@pytest.mark.parametrize(
    "text", [b"<!DOCTYPE html><p>a", b"<script>1</script>", b"<?php 1;", b"\xef\xbb\xbf <html>"]
)
def test_a_page_is_no_image(text: bytes) -> None:
    """Whatever its name says."""
    assert "page or a program" in image_fault(text)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_says_where_it_was_taken_is_known(kind: str) -> None:
    """By the latitude; a camera that only can say it, and did not, gives no alarm."""
    for places, expected in (
        ({1: "N", 2: (53.0, 33.0, 2.0)}, True),
        ({0: b"\2\3\0\0", 29: "2024:05-03"}, False),
        ({}, False),
    ):
        exif = Image.Exif()
        exif[0x010F] = "A camera"
        exif.get_ifd(0x8825).update(places)
        file = io.BytesIO()
        Image.new("RGB", (2, 2)).save(file, kind, exif=exif)
        assert states_location(file.getvalue()) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'\xff\xd8<rdf:Description exif:GPSLatitude="53,33N"/>', True),
        (b"", False),
        (b"Exif\0\0II*\0", False),
        (b"Exif\0\0II*\0\xff\xff\xff\xff", False),
        (b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x88\x25", False),
    ],
)
def test_photos_that_are_cut_off_say_nothing(data: bytes, expected: bool) -> None:
    """And XMP is text."""
    assert states_location(data) == expected
