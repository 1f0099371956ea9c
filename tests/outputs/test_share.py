"""The images that stand for posts and series where their addresses are shared."""

from __future__ import annotations

from pathlib import Path

import imagesize
from bs4 import BeautifulSoup
from tests.building import Built, build

CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\n'
ADDRESS = 'html_baseurl = "https://b.example/blog"\n'
INDEX = "# B\n\n```{toctree}\n\nred/index\n```\n"
SERIES = "---\ntitle: The red\nseries: {}\n---\n\n```{toctree}\n\none\ntwo\n```\n"
POST = (
    "---\ntitle: Öne & more\nauthors: [{name: Ann Low}]\ndate: 2025-01-02\npost: {}\n---\n\nText.\n"
)


def _build(tmp_path: Path, conf: str = CONF + ADDRESS, **more: str) -> Built:
    source = tmp_path / "source"
    (source / "red").mkdir(parents=True, exist_ok=True)
    files = {"conf.py": conf, "index.md": INDEX, "red/index.md": SERIES, "red/one.md": POST}
    files["red/two.md"] = POST.replace("post: {}", "post: {draft: true}")
    for name, text in {**files, **more}.items():
        (source / name).write_text(text, encoding="utf-8")
    return build(source, tmp_path / "out", tmp_path / "doctrees")


def _images(made: Built) -> dict[str, int]:
    found = (made.out / "_share").rglob("*.png")
    return {f.relative_to(made.out / "_share").as_posix(): f.stat().st_mtime_ns for f in found}


def test_posts_and_series_have_an_image(tmp_path: Path) -> None:
    """Of the size that is told, small, named by a whole address; drafts have none."""
    made = _build(tmp_path)
    assert sorted(_images(made)) == ["red/index.png", "red/one.png"]
    image = made.out / "_share/red/one.png"
    assert imagesize.get(image) == (1200, 630)
    assert image.stat().st_size <= 60_000
    page = BeautifulSoup((made.out / "red/one.html").read_text("utf-8"), "html.parser")
    told = {m["property"]: m["content"] for m in page.select("meta[property^='og:image']")}
    assert told == {
        "og:image": "https://b.example/blog/_share/red/one.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Öne & more",
    }


def test_only_what_says_something_else_is_drawn_again(tmp_path: Path) -> None:
    """And what is gone is deleted."""
    before = _images(_build(tmp_path))
    text = POST.replace("Text.", "Another text.")
    assert _images(_build(tmp_path, **{"red/one.md": text})) == before
    title = POST.replace("Öne", "Two")
    after = _images(_build(tmp_path, **{"red/one.md": title}))
    assert after["red/one.png"] != before["red/one.png"]
    assert after["red/index.png"] == before["red/index.png"]
    draft = POST.replace("post: {}", "post: {draft: true}")
    assert _images(_build(tmp_path, **{"red/one.md": draft})) == {}


def test_a_site_without_an_address_has_none(tmp_path: Path) -> None:
    """Whoever shows an image asks for its whole address."""
    made = _build(tmp_path, conf=CONF)
    assert _images(made) == {}
    assert "og:image" not in (made.out / "red/one.html").read_text("utf-8")
