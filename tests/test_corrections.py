"""Corrections in real builds: on the page, in feeds and metadata, in PDF and EPUB, nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup

from sphinx_anthology.reading.domain import domain_of
from tests.book import Book, sample, write
from tests.building import Built, assert_edits_leave_a_clean_site, build, documents_read
from tests.exports.openings import closed, said

BASE = 'html_baseurl = "https://b.example/"\nanthology_as_of = "2025-06-01"\n'
CONF = f'project = "B"\nextensions = ["sphinx_anthology"]\n{BASE}'
HEAD = "---\ntitle: A\nauthors: {name: Ann Low}\ndate: 2024-01-01\npost: {}\n---\n\n"
NOTE = ":::{correction} 2024-05-02\nIt said *thirty*; it is thirteen.\n:::\n\n"
INDEX = "# B\n\n```{toctree}\npost\npublic\n```\n"
TEXT = "The first words of the text.\n"


def _post(made: Built) -> BeautifulSoup:
    return BeautifulSoup((made.out / "post.html").read_text(encoding="utf-8"), "html.parser")


def _json_ld(page: BeautifulSoup) -> dict[str, Any]:
    script = page.find("script", type="application/ld+json")
    assert script is not None
    graph = json.loads(script.get_text())["@graph"]
    found: dict[str, Any] = next(node for node in graph if node["@type"] == "BlogPosting")
    return found


def test_a_correction_is_shown_at_its_place_and_in_the_header(
    built: Callable[..., Built],
) -> None:
    """The line of the header leads to the note, which names its day."""
    page = _post(built({"conf.py": CONF, "post.md": HEAD + TEXT + "\n" + NOTE}))
    note = page.select_one(".an-correction")
    assert note is not None
    assert note.get_text(" ", strip=True) == (
        "Correction, 2 May 2024 It said thirty ; it is thirteen."
    )
    moment = note.select_one("time")
    assert moment is not None
    assert moment["datetime"] == "2024-05-02"
    line = page.select_one(".an-meta a.reference")
    assert line is not None
    assert (line.get_text(), line["href"]) == ("Corrected 2 May 2024", f"#{note['id']}")


def test_a_correction_is_no_part_of_the_text(built: Callable[..., Built]) -> None:
    """Not of its excerpt, nor of its reading time."""
    made = built({"conf.py": CONF, "post.md": HEAD + NOTE + TEXT})
    body = domain_of(made.app.env).bodies["post"]
    assert body.excerpt == ("The first words of the text.",)
    assert body.words == 6


def test_feeds_and_metadata_name_the_day(built: Callable[..., Built]) -> None:
    """Atom, JSON Feed, sitemap, Dublin Core, Open Graph and JSON-LD, which leads to the note."""
    made = built({"conf.py": CONF, "post.md": HEAD + TEXT + "\n" + NOTE})
    page = _post(made)
    (entry,) = feedparser.parse((made.out / "feed.atom").read_bytes()).entries
    (item,) = json.loads((made.out / "feed.json").read_text(encoding="utf-8"))["items"]
    assert entry.updated == item["date_modified"] == "2024-05-02T00:00:00Z"
    assert entry.published == item["date_published"] == "2024-01-01T00:00:00Z"
    assert "<lastmod>2024-05-02" in (made.out / "sitemap.xml").read_text(encoding="utf-8")
    for name in ("DCTERMS.modified", "article:modified_time"):
        tag = page.find("meta", {"name": name}) or page.find("meta", property=name)
        assert tag is not None
        assert tag["content"] == "2024-05-02"
    post = _json_ld(page)
    assert post["dateModified"] == "2024-05-02"
    assert post["correction"] == {
        "@type": "CorrectionComment",
        "datePublished": "2024-05-02",
        "url": "https://b.example/post.html#correction--2024-05-02",
    }


def test_a_later_day_of_the_front_matter_is_not_linked(built: Callable[..., Built]) -> None:
    """No note of the text is of that day."""
    head = HEAD.replace("post: {}", "post: {updated: 2024-06-02}")
    meta = _post(built({"conf.py": CONF, "post.md": head + TEXT + "\n" + NOTE})).select_one(
        ".an-meta"
    )
    assert meta is not None
    assert "Corrected 2 June 2024" in meta.get_text()
    assert meta.find("a", href=True) is None


def test_a_german_post_has_english_labels(built: Callable[..., Built]) -> None:
    """The words of the note are in the post's language, its title in the publication's."""
    head = HEAD.replace("post: {}", "language: de\npost: {}")
    page = _post(built({"conf.py": CONF, "post.md": head + "Ein Text.\n\n" + NOTE}))
    title = page.select_one(".an-correction .admonition-title")
    assert title is not None
    marked = [tag["lang"] for tag in (title, *title.parents) if tag.get("lang")]
    assert marked[:1] == ["en"]
    words = page.select_one(".an-correction em")
    assert words is not None
    assert next(tag["lang"] for tag in words.parents if tag.get("lang")) == "de"


@pytest.mark.parametrize("builder", ["typstpdf", "epubs", "text", "latex", "man", "texinfo"])
def test_every_output_has_the_note(built: Callable[..., Built], builder: str) -> None:
    """With its day and its words."""
    index = INDEX.replace("public\n", "")
    made = built({"conf.py": CONF, "index.md": index, "post.md": HEAD + NOTE + TEXT}, builder)
    words = "".join(_texts(made.out))
    # in the note, in the header and, but for volumes, at the end of the post
    assert words.count(closed("2 May 2024")) >= 3 - (builder in {"typstpdf", "epubs"})
    assert closed("; it is thirteen") in words
    assert closed("Corrected 2 May 2024") in words


def _texts(out: Path) -> Iterator[str]:
    """The texts of all files, of those that are packed too, as ``closed`` gives them."""
    for path in sorted(out.rglob("*")):
        if path.suffix in {".pdf", ".epub"}:
            yield from (text for _, text in said(path))
        elif path.is_file():
            yield closed(path.read_text(encoding="utf-8", errors="replace"))


@pytest.mark.parametrize("field", ["draft: true", "withdrawn: {date: 2024-06-01, reason: Wrong}"])
@pytest.mark.parametrize("builder", ["html", "epubs", "typstpdf"])
def test_of_what_is_withheld_nothing_is_told(
    built: Callable[..., Built], field: str, builder: str
) -> None:
    """Neither the words nor the day of a correction get out of a draft or a withdrawn post."""
    head = HEAD.replace("post: {}", f"post: {{{field}}}")
    note = NOTE.replace("thirteen", "quillonby").replace("2024-05-02", "2023-12-24")
    public = HEAD.replace("title: A", "title: B") + "Text.\n"
    files = {"conf.py": CONF, "index.md": INDEX, "post.md": head + note, "public.md": public}
    for text in _texts(built(files, builder).out):
        assert "quillonby" not in text
        assert "2023-12-24" not in text
        assert closed("24 December 2023") not in text


def test_a_note_has_a_class_and_a_name(built: Callable[..., Built]) -> None:
    """As admonitions have them; a link to the name leads to the anchor of the day."""
    note = NOTE.replace("05-02\n", "05-02\n:class: wide\n:name: thirty\n\n")
    made = built({"conf.py": CONF, "post.md": f"{HEAD}See [](#thirty).\n\n{note}"})
    assert made.warnings == ()
    found = _post(made).select_one(".an-correction.wide")
    assert found is not None
    links = _post(made).select('a[href="#correction--2024-05-02"]')
    assert [link.get_text() for link in links] == ["Corrected 2 May 2024", "Correction, 2 May 2024"]


def test_nothing_is_missed_in_a_withdrawn_post(built: Callable[..., Built]) -> None:
    """Its text is not shown, so neither are its corrections; that is no problem."""
    head = HEAD.replace("post: {}", "post: {withdrawn: {date: 2024-06-01, reason: Wrong}}")
    assert built({"conf.py": CONF, "post.md": head + TEXT + "\n" + NOTE}).warnings == ()


def test_translators_translate_the_words_alone(built: Callable[..., Built]) -> None:
    """The title of the note is ours, and is said in the language of the publication."""
    made = built({"conf.py": CONF, "post.md": HEAD + TEXT + "\n" + NOTE}, "gettext")
    template = (made.out / "post.pot").read_text(encoding="utf-8")
    assert "it is thirteen" in template
    assert "2 May 2024" not in template


def test_many_corrections_of_a_day_are_numbered(built: Callable[..., Built]) -> None:
    """Three hundred of one day are numbered, each once."""
    made = built({"conf.py": CONF, "post.md": HEAD + TEXT + "\n" + NOTE * 300}, "dummy")
    assert made.warnings == ()
    anchors = domain_of(made.app.env).bodies["post"].corrections
    assert anchors[-1] == "correction--2024-05-02--300"
    assert len(set(anchors)) == 300


EDITS: dict[str, Callable[[Book], object]] = {
    "a correction": lambda book: _set(book, NOTE),
    "its day": lambda book: _set(book, NOTE.replace("05-02", "05-03")),
    "one more": lambda book: _set(book, NOTE * 2),
    "one that is to come": lambda book: _set(book, NOTE.replace("2024", "2025-06-07")),
    "the day on which it comes": lambda book: setattr(book, "as_of", "2025-06-08"),
    "none any more": lambda book: _set(book, ""),
}


def _set(book: Book, note: str) -> None:
    book.posts["red"]["one"].body = f"Words.\n\n{note}"


def test_after_every_edit_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    """One edit after the other; the post alone is read again, and feeds follow."""
    source, book = tmp_path / "source", sample()
    source.mkdir()
    write(book, source)

    def edited(edit: Callable[[Book], None]) -> None:
        edit(book)
        write(book, source)

    edits = {name: partial(edited, edit) for name, edit in EDITS.items()}
    assert_edits_leave_a_clean_site(tmp_path, edits)


def test_a_new_correction_reads_its_post_alone_again(tmp_path: Path) -> None:
    """The feeds of its series, its author and its topic follow all the same."""
    places = tmp_path / "source", tmp_path / "out", tmp_path / "doctrees"
    places[0].mkdir()
    book = sample()
    write(book, places[0])
    build(*places)
    _set(book, NOTE)
    write(book, places[0])
    assert documents_read(*places) == ["red/one"]
    feeds = [places[1] / name for name in ("feed.atom", "red/index.atom", "authors/ann.atom")]
    assert all("2024-05-02" in feed.read_text(encoding="utf-8") for feed in feeds)
