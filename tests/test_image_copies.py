"""Copies of images: smaller, upright, without metadata, and nothing left over."""

from __future__ import annotations

import functools
import hashlib
import io
import random
import re
import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, TiffImagePlugin

from sphinx_anthology.cli.checking import check
from sphinx_anthology.model.media_files import states_location
from sphinx_anthology.model.problem import Code
from sphinx_anthology.reading import image_copies
from sphinx_anthology.reading.image_copies import copies_of, resized
from tests.building import Built, build, differences

WIDTHS = (640, 1280)
WIDE = "anthology_image_widths = [640, 1280]\n"
CONF = 'project = "T"\nlanguage = "en"\nextensions = ["sphinx_anthology"]\n'
POST = """---
title: Quays
date: 2021-04-21
post: {kind: article}
---

First.

![The quay](quay.jpg)

![A map](map.png)

![](quay.jpg){.decorative}

[![Linked](quay.jpg)](https://a.example/)
"""
SQUARE = bytes(range(256))


def _photo(width: int = 2000, height: int = 1000, *, seed: int = 0) -> Image.Image:
    """A picture that does not compress to nothing: soft noise, dark at its left."""
    source = random.Random(seed)  # noqa: S311  # a picture
    small = Image.new("RGB", (40, 20))
    small.putdata(
        [
            tuple(source.randrange(256) if x >= 10 else 0 for _ in range(3))
            for _ in range(20)
            for x in range(40)
        ]
    )
    return small.resize((width, height), Image.Resampling.BICUBIC)


def _jpeg(image: Image.Image, **more: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=95, **more)
    return file.getvalue()


def _located(**tags: Any) -> Image.Exif:
    """Exif data with a place, and other tags."""
    exif = Image.Exif()
    exif[0x0112] = tags.get("orientation", 1)
    exif[0x010F] = "Camera maker"
    degrees = tuple(TiffImagePlugin.IFDRational(n) for n in (53, 32, 1))
    exif.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    return exif


def _publication(folder: Path, files: dict[str, bytes] | None = None, conf: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conf.py").write_text(CONF + (conf or WIDE), encoding="utf-8")
    (folder / "index.md").write_text("# T\n\n```{toctree}\np\n```\n", encoding="utf-8")
    (folder / "p.md").write_text(POST, encoding="utf-8")
    given = {"quay.jpg": _jpeg(_photo()), "map.png": b"", **(files or {})}
    if not given["map.png"]:
        file = io.BytesIO()
        _photo(300, 200).save(file, "PNG")
        given["map.png"] = file.getvalue()
    for name, data in given.items():
        (folder / name).write_bytes(data)
    return folder


def _images(made: Built) -> list[Any]:
    page = BeautifulSoup((made.out / "p.html").read_text("utf-8"), "html.parser")
    return [tag for tag in page.select("article img") if "an-plate" not in (tag.get("class") or ())]


def _names(made: Built) -> list[str]:
    return sorted(re.sub("-[0-9a-f]{8}", "", p.name) for p in (made.out / "_images").iterdir())


def _html(source: Path, folder: Path, **more: Any) -> Built:
    return build(source, folder / "html", folder / "doctrees", **more)


def test_pages_offer_copies_and_lead_to_the_file(tmp_path: Path) -> None:
    """With the size of the whole image; small images stay as they are."""
    made = _html(_publication(tmp_path / "docs"), tmp_path)
    quay, small, decorative, linked = _images(made)
    names = re.findall(r"(\S+) (\d+)w", quay["srcset"])
    assert [int(width) for _, width in names] == [640, 1280]
    assert quay["src"] == names[-1][0]
    assert (quay["width"], quay["height"]) == ("2000", "1000")
    assert quay["sizes"] == "(min-width: 640px) 600px, 100vw"
    for name, width in names:
        with Image.open(made.out / name) as copy:
            assert copy.size == (int(width), int(width) // 2)
    assert "srcset" not in small.attrs
    assert quay.parent["href"].endswith(".jpg")
    assert (made.out / quay.parent["href"]).read_bytes() == (
        tmp_path / "docs/quay.jpg"
    ).read_bytes()
    assert decorative["srcset"]
    assert decorative.parent.name != "a"  # a link without a name
    assert linked.parent["href"] == "https://a.example/"
    assert _names(made) == ["map.png", "quay-1280w.jpg", "quay-640w.jpg", "quay.jpg"]


def test_copies_have_less_than_the_file(tmp_path: Path) -> None:
    """A reader of a post with photos loads a small part of them."""
    made = _html(_publication(tmp_path / "docs"), tmp_path)
    sizes = {re.sub("-[0-9a-f]{8}", "", p.name): p.stat().st_size for p in made.out.rglob("*.jpg")}
    assert sizes["quay-640w.jpg"] < sizes["quay-1280w.jpg"] < sizes["quay.jpg"] / 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_copies_are_upright_and_tell_nothing(orientation: int) -> None:
    """As browsers show the file, by its Exif orientation."""
    whole = _photo(1600, 800)
    stored = whole.transpose(_STORED[orientation]) if orientation > 1 else whole
    data = _jpeg(stored, exif=_located(orientation=orientation))
    assert states_location(data)
    copy = resized(data, 400)
    assert not states_location(copy)
    assert b"Exif" not in copy
    assert b"Camera maker" not in copy
    with Image.open(io.BytesIO(copy)) as made:
        assert made.size == (400, 200)
        assert sum(made.convert("L").crop((0, 0, 80, 200)).tobytes()) < 400_000  # dark at its left


_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera stores an upright picture, by the orientation that it writes."""


@pytest.mark.slow
def test_of_a_photo_with_its_place_only_copies_are_public(tmp_path: Path) -> None:
    """Also of one that is no larger than a copy, in site, PDF and EPUB."""
    for width in (2000, 500):
        data = _jpeg(_photo(width, width // 2), exif=_located())
        folder = tmp_path / str(width)
        source = _publication(folder / "docs", {"quay.jpg": data})
        scaled = POST + "\n```{figure} quay.jpg\n:alt: Again\n:width: 50%\n```\n"
        (source / "p.md").write_text(scaled, encoding="utf-8")
        made = [
            build(source, folder / name, folder / "doctrees", builder=name)
            for name in ("html", "epubs", "typstpdf")
        ]
        for file in (path for one in made for path in one.out.rglob("*") if path.is_file()):
            assert not _holds(file, data[:3000]), file
            assert not states_location(_whole(file)), file
        quay, *_, scaled = _images(made[0])
        assert quay.parent.name != "a"
        assert quay["srcset"]
        assert (made[0].out / scaled.parent["href"]).is_file()


def _whole(file: Path) -> bytes:
    if file.suffix != ".epub":
        return file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def _holds(file: Path, start: bytes) -> bool:
    return start in _whole(file)


def test_books_have_the_largest_copy(tmp_path: Path) -> None:
    made = build(
        _publication(tmp_path / "docs"), tmp_path / "epub", tmp_path / "trees", builder="epubs"
    )
    with zipfile.ZipFile(next(made.out.glob("*.epub"))) as book:
        sizes = [
            Image.open(io.BytesIO(book.read(name))).size
            for name in book.namelist()
            if name.endswith(".jpg")
        ]
    assert (1280, 640) in sizes
    assert (2000, 1000) not in sizes


@pytest.mark.slow
def test_an_update_equals_a_new_build(tmp_path: Path) -> None:
    """Whatever happens to images: changed, renamed, gone, other widths, none."""
    source = _publication(tmp_path / "docs")
    _html(source, tmp_path / "a")
    edits = (
        lambda: (source / "quay.jpg").write_bytes(_jpeg(_photo(seed=1))),
        lambda: (source / "quay.jpg").write_bytes(_jpeg(_photo(700, 350))),
        lambda: (source / "quay.jpg").write_bytes(_jpeg(_photo(), exif=_located())),
        lambda: (source / "quay.jpg").write_bytes(_jpeg(_photo())),
        lambda: (source / "conf.py").write_text(CONF + "anthology_image_widths = [500]\n"),
        lambda: (source / "conf.py").write_text(CONF + "anthology_image_widths = []\n"),
        lambda: (source / "conf.py").write_text(CONF),
        lambda: (source / "p.md").write_text(POST.replace("![The quay](quay.jpg)", "")),
        lambda: (source / "p.md").write_text(POST.replace("quay.jpg", "map.png")),
    )
    for number, edit in enumerate(edits):
        edit()
        _html(source, tmp_path / "a")
        clean = tmp_path / f"clean-{number}"
        _html(source, clean)
        assert differences(tmp_path / "a/html", clean / "html") == [], number
    assert [p.name for p in (tmp_path / "a/doctrees/anthology-images").iterdir()] == ["copies.json"]


def test_nothing_is_made_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies are kept by content; a page whose images are the same is not written again."""
    source = _publication(tmp_path / "docs")
    _html(source, tmp_path)
    made: list[int] = []

    def count(data: bytes, width: int) -> bytes:
        made.append(width)
        return resized(data, width)

    monkeypatch.setattr(image_copies, "resized", count)
    shutil.copyfile(source / "quay.jpg", source / "again.jpg")
    (source / "p.md").write_text(POST + "\n![Again](again.jpg)\n", encoding="utf-8")
    _html(source, tmp_path)
    assert made == []
    assert len([name for name in _names_in(tmp_path / "html") if name.startswith("again")]) == 3


def _names_in(out: Path) -> list[str]:
    return [path.name for path in (out / "_images").iterdir()]


def test_a_copy_that_somebody_deleted_comes_back(tmp_path: Path) -> None:
    """In the site, and among those kept."""
    source = _publication(tmp_path / "docs")
    made = _html(source, tmp_path)
    before = {path: path.read_bytes() for path in made.out.rglob("*.jpg")}
    for path in [*made.out.rglob("*w.jpg"), *(tmp_path / "doctrees").rglob("*.jpg")]:
        path.unlink()
    _html(source, tmp_path)
    assert {path: path.read_bytes() for path in made.out.rglob("*.jpg")} == before


def test_without_pillow_the_file_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And pages that had copies are written again."""
    source = _publication(tmp_path / "docs")
    _html(source, tmp_path)
    monkeypatch.setattr(image_copies, "pillow_version", str)
    monkeypatch.setattr("sphinx_anthology.reading.fingerprints.pillow_version", str)
    made = _html(source, tmp_path)
    assert "srcset" not in _images(made)[0].attrs
    assert _names(made) == ["map.png", "quay.jpg"]


@functools.cache
def _other_kinds() -> dict[str, bytes]:
    """Images of which there is no copy."""
    found: dict[str, bytes] = {}
    frames = [_photo(700, 70, seed=n) for n in range(3)]
    for name, kind in (("a.gif", "GIF"), ("a.webp", "WEBP"), ("a.png", "PNG")):
        file = io.BytesIO()
        frames[0].save(file, kind, save_all=True, append_images=frames[1:])
        found[name] = file.getvalue()
    found["cmyk.jpg"] = _jpeg(_photo(700, 70).convert("CMYK"))
    found["cut.jpg"] = _jpeg(_photo(700, 70))[:2000]
    found["a.svg"] = b'<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="9"/>'
    found["bomb.png"] = (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0\0\xff\xff" * 2 + b"\x08\2" + b"\0" * 50
    )
    flat = io.BytesIO()
    Image.new("RGB", (2000, 1000), "white").save(flat, "PNG")
    found["named-wrong.jpg"] = flat.getvalue()[:60]
    return found


@pytest.mark.parametrize("name", sorted(_other_kinds()))
def test_other_images_have_no_copies(name: str, tmp_path: Path) -> None:
    """Moving ones, drawings, colours for print, damaged ones, and bombs."""
    file = tmp_path / name
    file.write_bytes(_other_kinds()[name])
    assert copies_of([file], tmp_path / "kept", WIDTHS) == {}


def test_a_bomb_is_told(tmp_path: Path) -> None:
    """By the limits for images; nothing is unpacked."""
    source = _publication(tmp_path / "docs", {"map.png": _other_kinds()["bomb.png"]})
    messages = [problem.message for problem in check(source, as_of=None).problems]
    assert any("million are allowed" in message for message in messages), messages


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_colours_and_transparency_stay(mode: str) -> None:
    """In copies of all modes of PNG."""
    image = _photo(1500, 750).convert("L" if mode in {"I;16", "1"} else mode)
    if mode in {"RGBA", "LA"}:
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    image = image.convert(mode) if image.mode != mode else image
    file = io.BytesIO()
    image.save(file, "PNG")
    with Image.open(io.BytesIO(resized(file.getvalue(), 300))) as copy:
        assert copy.size == (300, 150)
        assert ("A" in copy.mode) == ("A" in mode)
        shown = image.convert("RGB").resize((30, 15)) if mode != "I;16" else None
        if shown and mode != "1":
            pairs = zip(
                shown.tobytes(), copy.convert("RGB").resize((30, 15)).tobytes(), strict=True
            )
            assert sum(abs(a - b) for a, b in pairs) / (30 * 15 * 3) < 12


def test_colour_profiles_stay() -> None:
    """So a photo of a telephone has its colours."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    copy = resized(_jpeg(_photo(), icc_profile=profile), 640)
    assert Image.open(io.BytesIO(copy)).info["icc_profile"] == profile


def test_images_that_extensions_made_have_copies(tmp_path: Path) -> None:
    """Sphinx names them by their whole path, outside of the publication."""

    class Builder(image_copies.WithImageCopies):
        srcdir = str(tmp_path / "docs")
        env = SimpleNamespace(images={str(tmp_path / "made.jpg"): (set(), "made.jpg")})
        config = SimpleNamespace(anthology_image_widths=(640,))
        _app = SimpleNamespace(doctreedir=str(tmp_path / "trees"), parallel=1)

    (tmp_path / "made.jpg").write_bytes(_jpeg(_photo()))
    with pytest.MonkeyPatch.context() as patch:
        settings = SimpleNamespace(image_widths=(640,))
        patch.setattr(image_copies, "settings_of", lambda config: settings)
        assert list(Builder().image_copies) == [str(tmp_path / "made.jpg")]


def test_the_same_image_gives_the_same_bytes() -> None:
    data = _jpeg(_photo())
    assert len({hashlib.sha256(resized(data, 640)).digest() for _ in range(3)}) == 1


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_no_bytes_stop_it(kind: str, draw: st.DataObject) -> None:
    """A damaged image is shown as it is."""
    file = io.BytesIO()
    _photo(200, 100).save(file, kind)
    data = bytearray(file.getvalue())
    for _ in range(draw.draw(st.integers(1, 5))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(10, len(data)))
    assert isinstance(resized(bytes(data[:cut]), 100), bytes)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("anthology_image_widths = [10]", "expected a number of at least 100"),
        ('anthology_image_widths = ["wide"]', "expected a whole number"),
        ("anthology_image_notice = -1", "expected a number of at least 0"),
    ],
)
def test_wrong_settings_are_told(tmp_path: Path, setting: str, told: str) -> None:
    made = _html(_publication(tmp_path / "docs", conf=setting + "\n"), tmp_path)
    assert any(told in warning for warning in made.warnings), made.warnings


def test_large_files_are_noted(tmp_path: Path) -> None:
    """From a size that the settings state; never with 0."""
    source = _publication(tmp_path / "docs", conf=WIDE + "anthology_image_notice = 100\n")
    found = [p for p in check(source, as_of=None).problems if p.code is Code.LARGE_IMAGE]
    assert [p.file for p in found] == ["p.md"] * 3
    assert found[0].line == 9
    assert re.search(r"‘quay.jpg’ has [\d.]+ [kM]B, and readers get copies of it", found[0].message)
    assert 'magick quay.jpg -resize "2560x2560>" quay.jpg' in found[0].message
    (source / "conf.py").write_text(CONF + WIDE + "anthology_image_notice = 0\n", encoding="utf-8")
    assert Code.LARGE_IMAGE not in {p.code for p in check(source, as_of=None).problems}


def test_feeds_have_copies_with_whole_addresses(tmp_path: Path) -> None:
    conf = WIDE + 'html_baseurl = "https://t.example/"\n'
    made = _html(_publication(tmp_path / "docs", conf=conf), tmp_path)
    feed = next(path for path in made.out.rglob("*.json") if "feed" in path.name)
    assert re.search(
        r"https://t\.example/_images/quay-[0-9a-f]{8}-640w\.jpg 640w", feed.read_text("utf-8")
    )
