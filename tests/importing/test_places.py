"""Where addresses of the old blog lead now: to documents, to places in them, to files."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importing.exports import post

from anthology_import.folder import Folder
from anthology_import.lock import Lock, Outcome
from anthology_import.media import Library, is_plain_drawing, kind_of
from anthology_import.old_addresses import address_of
from anthology_import.packed import MediaLimits
from anthology_import.plan import PlanBuilder
from anthology_import.records import Blog, Item, Kind, UnusableError
from anthology_import.resolver import Resolver, ResolverBuilder
from html2myst.conversion import Target

BLOG = Blog(base="https://blog.example")


def resolver(*items: Item, blog: Blog = BLOG) -> Resolver:
    planning, noting = PlanBuilder(), ResolverBuilder()
    for item in items:
        noting.add(planning.add(item), item)
    return noting.finish(planning.finish(), blog)


FIRST = post(1, meta={"_wp_old_slug": "the-first"})
ITEMS = (
    FIRST,
    post(2, guid="http://old.blog.test/site/?p=2", html='<h2 id="Été">x</h2><p>y'),
    post(3, html='<a href="https://blog.example/?p=2#%C3%89t%C3%A9">z</a>'),
    post(4, kind=Kind.PAGE, address="https://blog.example/about/us/", slug="us",
         guid="https://blog.example/?page_id=4"),
    post(5, kind=Kind.ATTACHMENT, parent=1, slug="quay", type="attachment",
         address="https://blog.example/2020/05/01/post-1/quay/",
         guid="https://blog.example/wp-content/uploads/2020/05/quay.jpg",
         file="https://cdn.example/wp-content/uploads/2020/05/quay.jpg"),
    post(6, slug="%c3%a9t%c3%a9", address="https://blog.example/2020/05/06/%c3%a9t%c3%a9/"),
)  # fmt: skip
ADDRESSES = {
    "https://blog.example/2020/05/01/post-1/": "posts/undated/post-1",
    "http://blog.example/2020/05/01/post-1": "posts/undated/post-1",
    "HTTPS://WWW.Blog.Example:443/2020/05/01/POST-1/": "posts/undated/post-1",
    "//blog.example/2020//05/01/post-1/": "posts/undated/post-1",
    "/2020/05/01/post-1/": "posts/undated/post-1",
    "https://blog.example/2020/05/01/post-1/?share=twitter": "posts/undated/post-1",
    "https://blog.example/index.php/2020/05/01/post-1/": "posts/undated/post-1",
    "https://blog.example/2020/05/01/post-1/comment-page-2/#comment-7": "posts/undated/post-1",
    "https://blog.example/2020/05/01/post-1/2/": "posts/undated/post-1",
    "https://blog.example/2020/05/01/post-1/amp/": "posts/undated/post-1",
    "https://blog.example/2020/05/01/the-first/": "posts/undated/post-1",
    "https://blog.example/?p=1": "posts/undated/post-1",
    "https://blog.example/?p=1&preview=true": "posts/undated/post-1",
    "http://old.blog.test/site/?p=1": "posts/undated/post-1",
    "http://old.blog.test/site/2020/05/01/post-1/": "posts/undated/post-1",
    "https://blog.example/post-1/": "posts/undated/post-1",
    "https://blog.example/archives/post-1": "posts/undated/post-1",
    "https://blog.example/2019/01/post-1/": "posts/undated/post-1",
    "https://blog.example/2020/05/01/post-1/quay/": "posts/undated/post-1",
    "https://blog.example/?attachment_id=5": "posts/undated/post-1",
    "https://blog.example/?page_id=4": "pages/us",
    "https://blog.example/about/us": "pages/us",
    "https://blog.example/2020/05/06/%C3%A9t%C3%A9/": "posts/undated/été",
    "https://blog.example/2020/05/06/e\u0301te\u0301/": "posts/undated/été",
    "https://blog.example": "index",
    "https://blog.example/?utm_source=x": "index",
}
NOWHERE = [
    "https://other.example/2020/05/01/post-1/",
    "https://blog.example.org/?p=1",
    "https://blog.example/?p=99",
    "https://blog.example/?s=quay",
    "https://blog.example/?feed=rss2",
    "https://blog.example/tag/post-1/",
    "https://blog.example/2020/05/",
    "https://blog.example/wp-content/uploads/2020/05/quay.jpg",
    "http://old.blog.test/",
    "http://[bad",
    "http://blog.example:x/",
    "mailto:a@blog.example",
    "javascript:alert(1)",
    "post-1",
    "",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_lead_to_documents(address: str) -> None:
    assert resolver(*ITEMS).document(address) == Target(ADDRESSES[address])


@pytest.mark.parametrize("address", NOWHERE)
def test_other_addresses_lead_nowhere(address: str) -> None:
    assert resolver(*ITEMS).document(address) is None


def test_an_anchor_is_led_to_where_it_is_there() -> None:
    found = resolver(*ITEMS)
    assert found.anchors("posts/undated/post-2") == {"Été"}
    assert found.anchors("posts/undated/post-1") == frozenset()
    address = "https://blog.example/2020/05/02/post-2/#%C3%89t%C3%A9"
    assert found.document(address) == Target("posts/undated/post-2", "Été")
    assert found.document("https://blog.example/?p=2#gone") == Target("posts/undated/post-2")
    assert found.document("https://blog.example/?p=2#comments") == Target("posts/undated/post-2")
    assert list(found.lost_anchors) == ["https://blog.example/?p=2#gone"]


def test_a_blog_below_a_path() -> None:
    blog = Blog(base="https://uni.example/blog/")
    item = post(1, address="https://uni.example/blog/post-1/", guid="https://uni.example/blog/?p=1")
    found = resolver(item, blog=blog)
    assert found.document("http://www.uni.example/blog/post-1") == Target("posts/undated/post-1")
    assert found.document("https://uni.example/blog/") == Target("index")
    assert found.document("https://uni.example/") is None
    assert found.document("https://uni.example/blogs/post-1") is None


def test_an_item_that_is_there_twice_is_led_to_once() -> None:
    assert resolver(FIRST, FIRST).document("/?p=1") == Target("posts/undated/post-1")


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://blog.example/", "//", "/"]))
def test_no_address_is_too_strange(text: str, start: str) -> None:
    address_of(start + text)
    resolver(FIRST).document(start + text)


@given(
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["blog.example", "www.blog.example", "BLOG.example:443"]),
    st.lists(st.text("aé%/.ß-", min_size=1, max_size=5), min_size=1, max_size=3),
    st.booleans(),
)
def test_an_address_is_known_however_it_is_written(
    scheme: str, host: str, parts: list[str], ends: bool
) -> None:
    path = "/".join(part.replace("/", "").replace("%", "") or "x" for part in parts)
    item = post(1, address=f"https://blog.example/{path}/")
    written = f"{scheme}://{host}/{path}{'/' if ends else ''}"
    assert resolver(item).document(written) == Target("posts/undated/post-1")


PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 50
JPEG = b"\xff\xd8\xff" + b"x" * 50
LARGER = JPEG + b"x" * 50
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
FILES = {
    "2020/05/quay.jpg": LARGER,
    "2020/05/quay-300x200.jpg": JPEG,
    "2020/05/wall-scaled.jpg": LARGER,
    "2020/05/tower-150x150.jpg": JPEG,
    "2020/05/tower-300x300.jpg": LARGER,
    "2020/06/quay.jpg": PNG,
    "2020/05/Été à Paris.png": PNG,
    "2020/05/plain.svg": SVG,
    "2020/05/harm.svg": SVG.replace(b"<path", b"<script>1</script><path"),
    "2020/05/page.jpg": b"<html></html>",
    "2020/05/paper.pdf": b"%PDF-1.7 x",
    "flat.gif": b"GIF89a x",
}
UPLOADS = "https://blog.example/wp-content/uploads"
PICTURES = {
    f"{UPLOADS}/2020/05/quay.jpg": "2020/05/quay.jpg",
    f"{UPLOADS}/2020/05/quay-300x200.jpg": "2020/05/quay.jpg",
    f"{UPLOADS}/2020/05/QUAY-1024x768.jpg?w=300": "2020/05/quay.jpg",
    "https://i0.wp.com/blog.example/wp-content/uploads/2020/05/quay.jpg?w=3": "2020/05/quay.jpg",
    "http://blog.files.wordpress.com/2020/05/quay.jpg": None,
    "https://cdn.example/wp-content/uploads/2020/05/quay.jpg": "2020/05/quay.jpg",
    f"{UPLOADS}/2020/06/quay.jpg": "2020/06/quay.png",
    f"{UPLOADS}/2021/01/quay.jpg": None,
    f"{UPLOADS}/2020/05/wall.jpg": "2020/05/wall-scaled.jpg",
    f"{UPLOADS}/2020/05/wall-300x200.jpg": "2020/05/wall-scaled.jpg",
    f"{UPLOADS}/2020/05/tower.jpg": "2020/05/tower-300x300.jpg",
    f"{UPLOADS}/2020/05/%C3%89t%C3%A9%20%C3%A0%20Paris.png": "2020/05/ete-a-paris.png",
    f"{UPLOADS}/2020/05/plain.svg": "2020/05/plain.svg",
    f"{UPLOADS}/2020/05/harm.svg": None,
    f"{UPLOADS}/2020/05/page.jpg": None,
    f"{UPLOADS}/2020/05/paper.pdf": "2020/05/paper.pdf",
    f"{UPLOADS}/2018/01/flat.gif": "flat.gif",
    "https://other.example/2020/05/quay.jpg": None,
    "http://[bad": None,
    "file:///etc/passwd": None,
}


def in_folder(place: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = place / "uploads" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return place / "uploads"


def in_zip(place: Path, files: dict[str, bytes]) -> Path:
    path = place / "uploads.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"uploads/{name}", data)
    return path


def in_tar(place: Path, files: dict[str, bytes]) -> Path:
    path = place / "uploads.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


@pytest.mark.parametrize("kept", [in_folder, in_zip, in_tar])
def test_files_are_found_and_copied(
    kept: Callable[[Path, dict[str, bytes]], Path], tmp_path: Path
) -> None:
    library = Library(kept(tmp_path, FILES))
    found = resolver(*ITEMS)
    places = found.places("posts/2020/post-1", library)
    for address, name in PICTURES.items():
        assert places.picture(address) == (f"../../media/{name}" if name else None), address
    assert {name.rpartition("/")[2] for name in library.refused} == {"harm.svg", "page.jpg"}
    out = tmp_path / "docs"
    lock = Lock(Folder(out))
    outcomes = library.copy(lock)
    lock.save()
    assert set(outcomes.values()) == {Outcome.NEW}
    copied = {p.relative_to(out / "media").as_posix(): p.read_bytes() for p in out.rglob("*.*g*")}
    assert set(copied) == {n for n in PICTURES.values() if n and not n.endswith("pdf")}
    assert copied["2020/05/quay.jpg"] == LARGER
    assert set(library.copy(Lock(Folder(out))).values()) == {Outcome.UNCHANGED}
    assert library.unused == 2


def test_without_a_library_all_files_are_missing() -> None:
    library = Library()
    places = resolver(*ITEMS).places("posts/a", library)
    assert places.picture(f"{UPLOADS}/2020/05/quay.jpg") is None
    assert places.document("/?p=1") == Target("posts/undated/post-1")


def test_two_files_that_may_be_meant_are_none(tmp_path: Path) -> None:
    library = Library(in_folder(tmp_path, {"a/x.png": PNG, "b/x.png": PNG, "b/y.png": PNG}))
    places = resolver(*ITEMS).places("index", library)
    assert places.picture(f"{UPLOADS}/x.png") is None
    assert places.picture(f"{UPLOADS}/b/x.png") is not None
    assert places.picture(f"{UPLOADS}/y.png") == "media/y.png"


def test_names_of_files_are_there_once(tmp_path: Path) -> None:
    names = ["a/x.png", "b/x.png", "b/X.PNG", "é.png", "con.png", "index.png", "a b.png", "..png"]
    library = Library(in_zip(tmp_path, dict.fromkeys(names, PNG)))
    places = resolver(*ITEMS).places("index", library)
    found = {places.picture(f"{UPLOADS}/{name}") for name in names}
    everything = {m.name for group in library._media.values() for m in group}
    assert len({name.casefold() for name in everything}) == len(names)
    assert found <= everything | {None}


def test_links_and_names_that_lead_out_are_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(PNG)
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "link.png").symlink_to(secret)
    (uploads / "folder").symlink_to(tmp_path, target_is_directory=True)
    assert Library(uploads).refused == {"link.png": "It is a symbolic link."}
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in (("../x.png", tarfile.REGTYPE), ("s.png", tarfile.SYMTYPE),
                           ("h.png", tarfile.LNKTYPE), ("/y.png", tarfile.REGTYPE),
                           ("p.png", tarfile.FIFOTYPE)):  # fmt: skip
            member = tarfile.TarInfo(name)
            member.type = kind
            member.linkname = "../secret.png"
            archive.addfile(member)
    assert sorted(Library(path).refused) == ["../x.png", "/y.png", "h.png", "p.png", "s.png"]
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("../x.png", PNG)
        link = zipfile.ZipInfo("s.png")
        link.external_attr = 0o120777 << 16
        out.writestr(link, "../secret.png")
    assert sorted(Library(packed).refused) == ["../x.png", "s.png"]


def test_archives_that_grow_are_refused(tmp_path: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.png", PNG + bytes(20_000_000))
        out.writestr("b.png", PNG)
    assert list(Library(packed).refused) == ["a.png"]
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        member = tarfile.TarInfo("a.png")
        member.size = 100_000_000
        archive.addfile(member, io.BytesIO(bytes(member.size)))
    with pytest.raises(UnusableError, match="200 times"):
        Library(path)


def test_limits_of_a_library(tmp_path: Path) -> None:
    uploads = in_folder(tmp_path, {"a.png": PNG, "b.png": PNG})
    assert len(Library(uploads, MediaLimits(file=10)).refused) == 2
    for limits in (MediaLimits(total=100), MediaLimits(count=1)):
        with pytest.raises(UnusableError, match="more than"):
            Library(uploads, limits)
    for bad in (tmp_path / "none", uploads / "a.png"):
        with pytest.raises(UnusableError):
            Library(bad)


def test_a_link_in_the_publication_is_not_written_through(tmp_path: Path) -> None:
    library = Library(in_folder(tmp_path, {"a.png": PNG}))
    places = resolver(*ITEMS).places("index", library)
    assert places.picture(f"{UPLOADS}/a.png") == "media/a.png"
    out, outside = tmp_path / "docs", tmp_path / "outside"
    out.mkdir()
    outside.mkdir()
    (out / "media").symlink_to(outside, target_is_directory=True)
    assert library.copy(Lock(Folder(out))) == {}
    assert list(library.refused) == ["a.png"]
    assert list(outside.iterdir()) == []


HARMFUL = [
    b"<script>alert(1)</script>",
    b'<path onclick="x"/>',
    b'<path style="fill: url(http://a.example/x)"/>',
    b'<a href="javascript:x"><path/></a>',
    b'<use href="http://a.example/x.svg#y"/>',
    b'<image href="data:image/png;base64,x"/>',
    b"<foreignObject/>",
    b"<style>@import 'x'</style>",
    b"<?xml-stylesheet href='x'?>",
    b"<animate/>",
    b'<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>',
    b"<path",
]


@pytest.mark.parametrize("inside", HARMFUL)
def test_drawings_that_do_more_than_draw_are_refused(inside: bytes) -> None:
    assert not is_plain_drawing(SVG.replace(b"<path", inside + b"<path"))


def test_plain_drawings_are_taken() -> None:
    inside = b'<!-- x --><g fill="url(#a)"><use href="#b"/></g>'
    drawing = b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- a -->" + SVG.replace(
        b"<path", inside + b"<path"
    )
    assert kind_of(drawing) == "svg"
    assert is_plain_drawing(drawing)
    assert not is_plain_drawing(b"<!DOCTYPE svg>" + SVG)
    assert kind_of(b"<!---->" * 500) == ""
