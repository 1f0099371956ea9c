"""Words in another language than the publication's say so, and no others do."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from tests.building import Built, build, differences

CONF = """
project = "Book"
extensions = ["sphinx_anthology"]
anthology_as_of = "2025-06-01"
"""
INDEX = """
# Book

```{series-cards}
```

```{posts}
:excerpt:
```

```{posts}
:style: list
```

```{posts}
:style: table
```

```{years}
```

```{articles}
```

See {post}`s/two`, {post}`this one <s/two>`, {series}`f`, [](s/two.md) and [that](s/two.md).

```{toctree}
s/index
f/index
topic
lone
```
"""
GERMAN_POST = """---
title: Über üben
description: Überall übrig.
language: de
authors: [{name: Ann Lee}]
date: 2021-01-02
post: {}
---

Übergang {post}`übers <s/one>`. "Üblich" [^1]

% more

## Übersicht

- überaus {series}`s`, {post}`s/three`

:::{correction} 2021-02-03
Überholt.
:::

:::{article} lee2020
:free_until: 2021-03-04

Überlegt.
:::

[^1]: Übrigens [](three.md).
"""
FILES = {
    "index.md": INDEX,
    "s/index.md": "---\ntitle: Tides\nseries: {part_label: Part}\n---\n\n"
    "```{toctree}\none\ntwo\nthree\n```\n",
    "s/one.md": "---\ntitle: First light\nauthors: [{name: Bo Hill}]\ndate: 2021-01-01\npost: {}\n"
    "---\n\nWords.\n\nAs {post}`s/two` says.\n",
    "s/two.md": GERMAN_POST,
    "s/three.md": "---\ntitle: Third light\nauthors: [{name: Bo Hill}]\ndate: 2021-01-03\n"
    "post: {responds_to: [s/two]}\n---\n\nIt answers {post}`that <s/two>`.\n\nAnd {series}`f`.\n",
    "f/index.md": "---\ntitle: Überfahrt\ndescription: Übersicht.\nlanguage: de\n"
    "series: {part_label: Part}\n---\n\nÜbergabe.\n\n```{toctree}\nfour\n```\n",
    "f/four.md": "---\ntitle: Übel üben\nlanguage: de\nauthors: [{name: Ann Lee}]\n"
    "date: 2021-01-04\npost: {responds_to: [s/two]}\n---\n\nÜberdies.\n",
    "topic.md": "---\ntitle: Übung\ndescription: Überblick.\nlanguage: de\ntopic: üben\n---\n"
    "\nÜber.\n",
    "references.bib": "@article{lee2020, author={Lee, Ann}, title={Second tide}, year=2020, "
    "doi={10.5555/lee}}\n",
    "lone.md": "# Lone\n\nWords.\n\n```{posts}\n:excerpt:\n```\n",
}
"""A publication in which all German words, and no others, begin with ü."""
GERMAN = re.compile(r"\b[Üü]\w*")
WORD = re.compile(r"[^\W\d_]{2,}")
NEUTRAL = {"Ann", "Lee", "Bo", "Hill", "Book"}
"""Names have no language."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Built]:
    """Build the publication with a builder and a theme, each once."""
    folder = tmp_path_factory.mktemp("languages")
    source = _write(folder / "source")
    done: dict[tuple[str, str], Built] = {}

    def get(builder: str, theme: str) -> Built:
        if (builder, theme) not in done:
            out = folder / f"{builder}-{theme}"
            over: dict[str, object] = {"html_theme": theme}
            done[builder, theme] = build(
                source, out / "out", out / "d", builder=builder, overrides=over
            )
        return done[builder, theme]

    return get


def _write(source: Path) -> Path:
    for name, text in {"conf.py": CONF, **FILES}.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return source


def _texts(page: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Every piece of text that is shown, and its language.

    Left out are citations, in which languages mix, and what themes themselves make of plain titles.
    """
    for text in page.find_all(string=True):
        around = [tag.name for tag in text.parents]
        shown = type(text) is NavigableString and not {"head", "script", "noscript"} & set(around)
        classes = {name for tag in text.parents for name in tag.get("class", [])}
        if shown and not classes & {"an-cite", "bd-navbar-elements", "relations"}:
            yield str(text), _language(text)


def _language(node: NavigableString | Tag) -> str:
    return str(next((tag["lang"] for tag in node.parents if tag.has_attr("lang")), ""))


@pytest.mark.parametrize(
    ("builder", "theme"),
    [
        ("html", "pydata_sphinx_theme"),
        ("dirhtml", "pydata_sphinx_theme"),
        ("singlehtml", "pydata_sphinx_theme"),
        ("html", "alabaster"),
    ],
)
def test_each_word_is_in_its_language(
    pages: Callable[[str, str], Built], builder: str, theme: str
) -> None:
    """On its own page and in every list: titles, standfirsts, texts and what is quoted of them."""
    found = set()
    built = pages(builder, theme)
    assert built.warnings == ()
    for path in sorted(built.out.rglob("*.html")):
        for text, language in _texts(BeautifulSoup(path.read_bytes(), "html.parser")):
            words = [word for word in WORD.findall(text) if word not in NEUTRAL]
            wrong = [w for w in words if bool(GERMAN.match(w)) != (language == "de")]
            assert wrong == [], (path.name, text)
            found.update(words)
    assert {"Über", "üben", "Überall", "Überdies", "Übersicht", "Übrigens"} <= found


@pytest.mark.parametrize(
    "place",
    [
        "s/two: h1",
        "s/two: .an-stand",
        "s/two: .an-body p",
        "s/two: .an-body h2",
        "s/two: .an-body li",
        "s/two: aside.footnote, .footnote",
        "s/two: .an-toc li",
        "s/two: #reading-order li",
        "s/one: .next-label, .right-next .prev-next-title",
        "s/one: .an-preview .an-t",
        "s/one: .an-preview .an-sum",
        "s/three: .an-answers",
        "s/one: .an-back .an-t",
        "s/one: .an-back .an-sum",
        "s/index: .an-ledger td",
        "years/2021: .an-dated .an-t",
        "years/2021: .an-dated .an-sum",
        "index: .an-list .an-t",
        "index: .an-list .an-sum",
        "lone: .an-more",
        "index: .an-list.is-short",
        "index: .an-table td",
        "index: .an-card .an-t",
        "index: .toctree-wrapper a",
        "f/four: .an-kicker",
        "f/four: .an-order-title",
        "f/index: h1",
        "topic: h1",
        "topic: .an-stand",
    ],
)
def test_every_place_of_a_title_has_been_looked_at(
    pages: Callable[[str, str], Built], place: str
) -> None:
    """The places where German words stand, so that none is missed above."""
    name, _, selector = place.partition(": ")
    page = (pages("html", "pydata_sphinx_theme").out / f"{name}.html").read_bytes()
    found = BeautifulSoup(page, "html.parser").select(selector)
    assert any(GERMAN.search(tag.get_text()) for tag in found)


def test_the_publication_keeps_its_language(pages: Callable[[str, str], Built]) -> None:
    """The page of a German post is one of an English book, and its authors have no language."""
    page = BeautifulSoup(
        (pages("html", "pydata_sphinx_theme").out / "s/two.html").read_bytes(), "html.parser"
    )
    assert page.html is not None
    assert page.html["lang"] == "en"
    byline = page.select_one(".an-who")
    assert byline is not None
    assert _language(byline) == "en"


def test_quotes_are_those_of_the_text(pages: Callable[[str, str], Built]) -> None:
    """Straight quotes become those of the post's language, not of the publication's."""
    page = (pages("html", "pydata_sphinx_theme").out / "s/two.html").read_text(encoding="utf-8")
    assert "„Üblich“" in page


def test_search_results_know_the_language(pages: Callable[[str, str], Built]) -> None:
    """What the search shows of a post has the post's language."""
    folder = pages("html", "pydata_sphinx_theme").out / "_search"
    entries = []
    for path in folder.glob("d-*.js"):
        text = path.read_text(encoding="ascii")
        entries += json.loads(text[text.index(",") + 1 : text.rindex(")")])
    german = [entry for entry in entries if GERMAN.match(entry[1])]
    assert german
    assert all(entry[5] == "de" for entry in german)


def test_another_language_reaches_every_page_that_shows_the_title(tmp_path: Path) -> None:
    """After the edit, an incremental build leaves what a clean build makes."""
    source = _write(tmp_path / "source")
    build(source, tmp_path / "out", tmp_path / "d")
    path = source / "s/two.md"
    path.write_text(GERMAN_POST.replace("language: de", "language: da"), encoding="utf-8")
    build(source, tmp_path / "out", tmp_path / "d")
    build(source, tmp_path / "clean", tmp_path / "d2")
    assert differences(tmp_path / "out", tmp_path / "clean") == []


def test_a_language_may_be_written_in_two_ways(tmp_path: Path) -> None:
    """Sphinx writes ``pt_BR``, front matter ``pt-BR``: a post in it is in the book's language."""
    source = _write(tmp_path / "source")
    post = GERMAN_POST.replace("language: de", "language: pt-BR")
    (source / "s/two.md").write_text(post, encoding="utf-8")
    built = build(source, tmp_path / "out", tmp_path / "d", overrides={"language": "pt_BR"})
    page = BeautifulSoup((built.out / "s/two.html").read_bytes(), "html.parser")
    heading = page.h1
    assert heading is not None
    assert _language(heading.find(string=True) or heading) == "pt-BR"
    assert not page.select('h1[lang="pt-BR"], h1 [lang="pt-BR"]')


def test_words_from_right_to_left_say_so(tmp_path: Path) -> None:
    """Where a language is written the other way, a part that is in it has a direction too."""
    source = _write(tmp_path / "source")
    post = GERMAN_POST.replace("language: de", "language: he")
    (source / "s/two.md").write_text(post, encoding="utf-8")
    out = build(source, tmp_path / "out", tmp_path / "d").out
    page = BeautifulSoup((out / "s/two.html").read_bytes(), "html.parser")
    parts = page.select('.an-body > [lang="he"], h1 > [lang="he"], .an-stand')
    assert len(parts) > 3
    assert {tag.get("dir") for tag in parts} == {"rtl"}
    within = page.select_one('[lang="he"] [lang="en"]')
    assert within is not None
    assert within["dir"] == "ltr"
    other = BeautifulSoup((out / "s/one.html").read_bytes(), "html.parser")
    assert {tag.get("dir") for tag in other.select('[lang="he"]')} <= {"rtl", "auto"}
    german = BeautifulSoup((out / "f/four.html").read_bytes(), "html.parser")
    assert not german.select('.an-body [lang="de"][dir]')
