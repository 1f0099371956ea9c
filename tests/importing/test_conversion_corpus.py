"""Other people's blogs come over whole; the tests run where their exports are."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from tests.building import build
from tests.importing.corpus import CORPUS, Entry, entries, exports, library, new_entries
from tests.importing.documents import AllPlaces, rendered

from html2myst.conversion import Source, Target
from html2myst.converter import converted
from html2myst.inventory import expected_content
from html2myst.prepare import prepared
from html2myst.tree import BLOCKS, UNSEEN

pytestmark = [
    pytest.mark.beside,
    pytest.mark.once,
    pytest.mark.skipif(not exports(), reason=f"no exports in {CORPUS.name}"),
]
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""The smallest picture."""

_EXPANDED = re.compile(
    r"\[/?(?:caption|gallery|embed|youtube|video|wpvideo|audio|code|sourcecode|gist|vimeo)|data-fn="
)
_FRAMES = re.compile(r"<(?:iframe|embed|object|video|audio|svg|input)\b", re.IGNORECASE)


@pytest.mark.slow
@pytest.mark.parametrize("path", exports(), ids=lambda path: path.name)
def test_every_item_says_the_same(path: Path) -> None:
    """All visible text, no raw HTML, no formula, no message: read by docutils, not by us.

    Blogs that were made to try WordPress have many items in common: each is tried once.
    """
    for entry in new_entries(path):
        html = entry.values.get("content", "")
        source = Source(html=html, docname="posts/p", base=_base(entry), footnotes=entry.footnotes)
        result = converted(source, AllPlaces())
        ready = prepared(source, AllPlaces())
        heading = entry.values.get("title")
        has_long_word = any(len(word) > 9_000 for word in html.split())
        assert has_long_word or not [loss for loss in result.losses if loss.loses_text]
        for hard in (False, True):
            made = rendered(result.text, hard=hard)
            assert (made.raw, made.maths, made.messages) == (0, 0, ""), heading
            assert _joined(made.text) == _joined(expected_content(ready.body, ready.notes).text), (
                heading
            )


@pytest.mark.parametrize("path", exports(), ids=lambda path: path.name)
def test_nothing_is_lost_before_it_is_compared(path: Path) -> None:
    """What is compared is all text that a browser finds in what is stored."""
    for entry in entries(path):
        html = entry.values.get("content", "")
        if _EXPANDED.search(html) or _FRAMES.search(html) or html.count("<div>") > 256:
            continue
        source = Source(html=html, docname="posts/p", base=_base(entry))
        ready = prepared(source, AllPlaces())
        if not ready.notes:
            assert expected_content(ready.body, {}).text == _visible(html)


def _joined(text: str) -> str:
    """A text without white space, which a word that is too long gets."""
    return "".join(text.split()) if any(len(word) > 9_000 for word in text.split()) else text


def _base(entry: Entry) -> str:
    return entry.values.get("link") or "https://blog.example"


def _visible(html: str) -> str:
    """The text that a browser finds, block by block."""
    html = re.sub(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]", "", html)
    html = re.sub(r"<!--(?!more|nextpage).*?-->", "", html, flags=re.DOTALL)
    parts: list[str] = []
    node = LexborHTMLParser(html, is_fragment=True).root if html.strip() else None
    path: list[LexborNode] = []
    while node is not None:
        parts.append(_before(node))
        if node.first_child is not None and node.tag not in UNSEEN:
            path.append(node)
            node = node.first_child
            continue
        while node is not None and node.next is None and path:
            node = path.pop()
            parts.append(_after(node))
        node = node.next if node is not None else None
    return " ".join("".join(parts).split())


def _before(node: LexborNode) -> str:
    tag = node.tag or ""
    if tag == "-text":
        return node.text_content or ""
    return "“" if tag == "q" else " " if tag in {*BLOCKS, "br", "img", "-comment"} else ""


def _after(node: LexborNode) -> str:
    return "”" if node.tag == "q" else " " if node.tag in BLOCKS else ""


class _Library:
    """All published items are documents, and all files are there: every picture is a dot."""

    def __init__(self, folder: Path, published: list[Entry]) -> None:
        self.folder = folder
        addresses = [entry.values["link"].rstrip("/") for entry in published]
        self.documents = {a: f"posts/p{number}" for number, a in enumerate(addresses)}

    def document(self, address: str) -> Target | None:
        """A post by its address."""
        docname = self.documents.get(address.partition("#")[0].rstrip("/"))
        return Target(docname) if docname else None

    def picture(self, address: str) -> str | None:
        """A file by the end of its address."""
        name = re.sub(r"[^\w.]", "-", address.partition("?")[0].rpartition("/")[2])
        if not name.endswith((".jpg", ".jpeg", ".png", ".gif", ".mp3", ".pdf")):
            return None
        (self.folder / name).write_bytes(DOT)
        return f"media/{name}"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["themeunittestdata", "64-block-test-data", "wptest.xml"])
def test_published_items_build_without_a_warning(name: str, tmp_path: Path) -> None:
    """What was published is a publication that Sphinx has nothing to say about."""
    path = next(path for path in exports() if name in path.name)
    items = list(entries(path))
    published = [
        entry
        for entry in items
        if entry.values.get("status") == "publish"
        and entry.values.get("post_type") in {"post", "page"}
    ]
    _publication(tmp_path, items, published)
    built = build(tmp_path / "docs", tmp_path / "html", tmp_path / "doctrees")
    assert len(published) >= 50
    assert built.warnings == ()


def _publication(folder: Path, items: list[Entry], published: list[Entry]) -> None:
    """Write a small publication of an export's items."""
    docs = folder / "docs"
    (docs / "posts" / "media").mkdir(parents=True)
    (docs / "conf.py").write_text(
        'project = "P"\nauthor = "A"\nextensions = ["sphinx_anthology"]\nlanguage = "en"\n',
        encoding="utf-8",
    )
    places = _Library(docs / "posts" / "media", published)
    files = library(items)
    for number, entry in enumerate(published):
        attached = [i for i in items if i.values.get("post_parent") == entry.values["post_id"]]
        source = Source(
            html=entry.values.get("content", ""),
            docname=f"posts/p{number}",
            base=entry.values["link"],
            footnotes=entry.footnotes,
            library=files,
            attached=tuple(n for i in attached if (n := int(i.values["post_id"])) in files),
        )
        title = json.dumps(" ".join(entry.values.get("title", "").split()) or "Untitled")
        # its title may be ‘Untitled’, or ‘Lorem ipsum’: it was public
        fields = "date: 2020-01-01\nauthors: [{name: A B}]\npost: {draft: false}\n"
        front = f"---\ntitle: {title}\n{fields}---\n\n"
        text = front + converted(source, places).text
        (docs / "posts" / f"p{number}.md").write_text(text, encoding="utf-8")
    toctree = "# P\n\n```{toctree}\n:glob:\n\nposts/*\n```\n"
    (docs / "index.md").write_text(toctree, encoding="utf-8")
