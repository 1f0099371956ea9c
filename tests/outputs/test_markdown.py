"""Struck words, task lists and formulas between dollar signs, in all that readers get."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pypdfium2
from bs4 import BeautifulSoup
from tests.building import Built

POST = r"""---
title: Signs
authors: {name: Ann Low}
date: 2024-01-01
post: {}
---

It costs $5 and $6, and $x_1$ is ~~never *seldom*~~ often; $$E = mc^2$$ holds.

- [ ] Ask the *harbour*
- [x] Tell ~~nobody~~ all

| one | two |
|---|---|
| $$y$$ | ~~z~~ |

## With $k$ and $$l$$

\begin{align}
a &= b
\end{align}

\begin{equation}
c
\end{equation}

\begin{gather*}
d
\end{gather*}
"""
FILES = {"index.md": "# Book\n\n```{toctree}\npost\n```\n", "post.md": POST}


def test_pages_and_feeds(built: Callable[..., Built]) -> None:
    """Struck words are ``s``, a box has words, a displayed formula is in no paragraph."""
    made = built(FILES, overrides={"html_baseurl": "https://a.example/"})
    assert made.warnings == ()
    page = BeautifulSoup((made.out / "post.html").read_text(encoding="utf-8"), "html.parser")
    body = page.select_one(".an-body")
    assert [s.get_text() for s in body.select("s")] == ["never seldom", "nobody", "z"]
    boxes = body.select('li [role="img"]')
    assert [(b.get_text(), b["aria-label"]) for b in boxes] == [("☐", "Not done"), ("☑", "Done")]
    assert not page.select("input[type=checkbox]")
    assert not page.select("p div, h2 div")
    assert "It costs $5 and $6, and" in body.get_text()
    assert len(body.select("math")) == 8
    names = [e["id"] for e in body.select('[id^="equation-"]')]
    assert names == ["equation-post-formula-1", "equation-post-formula-2"]
    feed = (made.out / "feed.atom").read_text(encoding="utf-8")
    assert "&lt;s&gt;nobody&lt;/s&gt;" in feed
    assert "☑" in feed


def test_volumes(built: Callable[..., Built]) -> None:
    """EPUB and PDF show the same."""
    epub = built(FILES, "epubs")
    assert epub.warnings == ()
    (file,) = epub.out.glob("*.epub")
    with zipfile.ZipFile(file) as package:
        name = next(n for n in package.namelist() if n.endswith("post.xhtml"))
        page = package.read(name).decode()
    assert "<s>nobody</s>" in page
    assert '<span role="img" aria-label="Done">☑</span>' in page
    pdf = built({}, "typstpdf")
    assert pdf.warnings == ()
    (file,) = pdf.out.glob("*.pdf")
    pages = pypdfium2.PdfDocument(io.BytesIO(file.read_bytes()))
    text = " ".join(p.get_textpage().get_text_range() for p in pages)
    for words in ("It costs $5 and $6", "☐ Ask the harbour", "☑ Tell nobody all"):
        assert words in " ".join(text.split())
