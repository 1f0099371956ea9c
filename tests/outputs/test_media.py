"""Videos, sounds and frames of other extensions: a link where a page alone can show them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from html import unescape

import pikepdf
import pypdfium2
import pytest
from tests.building import Built

from sphinx_anthology.pages.media import links_in

CONF = """
project = "Book"
extensions = ["sphinx_anthology", "tests.players"]
html_baseurl = "https://a.example/"
anthology_trust = "editors"
"""
POST = """---
title: Films
authors: {name: Ann Low}
date: 2024-01-01
post: {}
---

Watch:

```{player} https://video.example/embed/1
```

```{film} https://video.example/2.mp4
```

```{embedded}
<div><object data="https://video.example/3"><p>A map of the port</p></object>
<audio src="//video.example/4.mp3" aria-label="A song"></audio>As <em>sung</em><br>here</div>
```

```{labelled} Above the box
In the box
```

```{embedded}
<table><tr><td>A cell<td>and one</table><style>p {}</style><!-- unseen -->
```

End.
"""
FILES = {
    "conf.py": CONF,
    "film.mp4": "A film",
    "index.md": "# Book\n\n```{toctree}\npost\n```\n",
    "post.md": POST,
}
WORDS = (
    "Filmed in June",
    "As sung",
    "here",
    "Above the box",
    "In the box",
    "Below the box",
    "A cell",
    "and one",
)
"""What stands around them, and what other extensions write as HTML alone."""
LINKS = {
    "https://video.example/embed/1": "The tide film",
    "https://video.example/2.mp4": "https://video.example/2.mp4",
    "https://video.example/3": "A map of the port",
    "https://video.example/4.mp3": "A song",
}


def test_an_epub_links_them(built: Callable[..., Built]) -> None:
    """With their titles, and says where."""
    made = built(FILES, "epubs")
    (file,) = made.out.glob("*.epub")
    with zipfile.ZipFile(file) as package:
        page = package.read("EPUB/post.xhtml").decode()
    found = dict(re.findall(r'<a href="(https://video[^"]*)"[^>]*>([^<]*)</a>', page))
    assert found == LINKS
    assert [words for words in WORDS if words not in re.sub("<[^>]*>", "", page)] == []
    places = [w for w in made.warnings if "post.md:10: WARNING: Only web pages" in w]
    assert len(places) == 1
    assert len([w for w in made.warnings if "[anthology.media]" in w]) == len(made.warnings) == 3


def test_a_pdf_links_them(built: Callable[..., Built]) -> None:
    """The same."""
    made = built(FILES, "typstpdf")
    (file,) = made.out.glob("*.pdf")
    pages = pypdfium2.PdfDocument(io.BytesIO(file.read_bytes()))
    text = " ".join(" ".join(p.get_textpage().get_text_range() for p in pages).split())
    expected = ("The tide film", "A map of the port", "A song", *WORDS)
    assert [words for words in expected if words not in text] == []
    assert not any(words in text for words in ("run()", "unseen", "p {}"))
    with pikepdf.open(file) as document:
        links = {
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if "/A" in note and "/URI" in note.A
        }
    assert set(LINKS) <= links


def test_a_feed_links_what_it_cannot_hold(built: Callable[..., Built]) -> None:
    """Frames and objects; videos and sounds stay."""
    made = built(FILES)
    feed = unescape((made.out / "feed.atom").read_text(encoding="utf-8"))
    assert '<a href="https://video.example/embed/1">The tide film</a>' in feed
    assert "https://video.example/2.mp4" in feed
    assert '<a href="https://video.example/3">' in feed


@pytest.mark.parametrize(
    ("html", "links"),
    [
        ("<iframe src='https://a.example/' title=T></iframe>", [("https://a.example/", "T")]),
        ("<EMBED SRC=x.swf>", [("x.swf", "x.swf")]),
        ("<video><source src=a.webm><source src=b.mp4>Words</video>", [("a.webm", "Words")]),
        ("<object data=a><embed src=b></object>", [("a", "a")]),
        ("<iframe data-src=//a.example/></iframe>", [("https://a.example/", "https://a.example/")]),
        ("<video></video><p>An iframe</p>", []),
        ("<iframe", []),
    ],
)
def test_where_media_are(html: str, links: list[tuple[str, str]]) -> None:
    """By the attributes that HTML has for it."""
    assert links_in(html) == links
