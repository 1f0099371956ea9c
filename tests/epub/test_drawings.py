"""Drawings of a book take nothing in, however that is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from sphinx_anthology.outputs.epub.cleaning import cleaned
from sphinx_anthology.outputs.epub.pictures import picture
from sphinx_anthology.outputs.epub.xhtml import SVG, XHTML

FAR = "evil.example"


@pytest.mark.parametrize(
    "inside",
    [
        "<style>@im&#112;ort '//evil.example';</style>",
        "<style>@im<!-- -->port '//evil.example';</style>",
        "<style>@im<![CDATA[port '//evil.example']]>;</style>",
        "<style>a<g/>@import '//evil.example';</style>",
        r"<style>@\69mport '//evil.example';</style>",
        r"<rect style='fill: \75rl(//evil.example)'/>",
        r"<rect fill='\75rl(//evil.example)'/>",
        "<h:img xmlns:h='http://www.w3.org/1999/xhtml' srcset='//evil.example'/>",
    ],
)
def test_nothing_is_taken_in_from_elsewhere(tmp_path: Path, inside: str) -> None:
    """In pieces, with escapes, or as a part of a page."""
    file = tmp_path / "a.svg"
    file.write_text(f"<svg xmlns='{SVG}'>{inside}<path d='M0 0'/></svg>")
    content = picture(file).content
    assert FAR.encode() not in content
    assert b"M0 0" in content


def test_styles_of_its_own_stay(tmp_path: Path) -> None:
    """A drawing looks as it did."""
    file = tmp_path / "a.svg"
    file.write_text(f"<svg xmlns='{SVG}'><style>a {{ fill: url(#b) }}</style></svg>")
    assert b"a { fill: url(#b) }" in picture(file).content


def test_icons_take_nothing_in_either() -> None:
    """What stands in a page itself."""
    body = etree.fromstring(
        rf"<body xmlns='{XHTML}'><svg xmlns='{SVG}'>"
        rf"<path fill='\75rl(//{FAR})' d='M0'/></svg></body>"
    )
    cleaned(body, "en")
    assert FAR not in etree.tostring(body, encoding="unicode")
    assert "M0" in etree.tostring(body, encoding="unicode")
