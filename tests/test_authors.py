"""Invariant 1, as far as outputs exist: all authors, in order, everywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup, Tag

from sphinx_anthology.model.citing import cite_article, plain
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.domain import domain_of
from tests.building import Built
from tests.bylines import byline
from tests.conftest import DOCS, JOURNAL

PUBLICATIONS = {"journal": JOURNAL, "docs": DOCS}

EXPECTED = {
    "series/harbours/01-tides-of-trust": (
        ["T. Ferrybridge", "Nicoline van der Meer", "Signe Sørenskov"],
        "Ferrybridge, T., van der Meer, N., & Sørenskov, S. (2026, April 8).",
    ),
    "series/co-creation/06-strategic-management": (
        [
            "Edoardo Ongaro",
            "Alessandro Angelo Sancino",
            "Irene Pluchinotta",
            "Hannah Williams",
            "Martin Kitchener",
            "Ewan Ferlie",
        ],
        (
            "Ongaro, E., Sancino, A. A., Pluchinotta, I., Williams, H., Kitchener, M., & "
            "Ferlie, E. (2021, May 19)."
        ),
    ),
    "series/co-creation/04-big-dreams": (
        ["Nicolette van Gestel", "Sanne Grotenbreg"],
        "van Gestel, N., & Grotenbreg, S. (2021, April 28).",
    ),
}
"""What some pages must say, written by hand: the byline, and the beginning of the citation."""


def _public(built: Built) -> list[str]:
    states = domain_of(built.app.env).catalogue.states
    return [docname for docname, state in states.items() if state is State.PUBLIC]


def _page(built: Built, docname: str) -> BeautifulSoup:
    page = (built.out / f"{docname}.html").read_text(encoding="utf-8")
    return BeautifulSoup(page, "html.parser")


def _words(element: Tag | None) -> str:
    """The text of an element, spaces made one."""
    assert element is not None
    return " ".join(element.get_text().split())


def _cited(page: BeautifulSoup) -> str:
    return _words(page.select_one("section.an-cite"))


@pytest.mark.parametrize("name", PUBLICATIONS)
def test_every_page_names_all_authors_in_order(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """The byline, the author cards and the citation hold every author of the front matter."""
    built = publication(name, "html")
    catalogue = domain_of(built.app.env).catalogue
    public = _public(built)
    assert len(public) > 10
    for docname in public:
        names = _named(PUBLICATIONS[name], docname)
        page = _page(built, docname)
        assert byline(page) == names, docname
        cards = page.select("section.an-authors .an-bio p.an-t")
        assert [_words(card) for card in cards] == names, docname
        view = PostPage(docname).result(catalogue)
        assert view is not None
        families = ".*?".join(re.escape(person.name.family) for person in view.people)
        assert re.search(families, _cited(page)), docname


def _plate(card: Tag) -> str:
    """The letters of a monogram."""
    plate = card.select_one("[aria-hidden]")
    return _words(plate) if plate else ""


def _named(source: Path, docname: str) -> list[str]:
    """A post's authors as its front matter and the author documents have them."""
    fields = _front_matter(source / f"{docname}.md")
    roles = fields["post"].get("roles") or {}
    authors = fields.get("authors", [])
    found = []
    for author in authors if isinstance(authors, list) else [authors]:
        if isinstance(author, dict):
            found.append(author["name"])
            continue
        role = roles.get(author)
        printed = role.get("name") if isinstance(role, dict) else None
        found.append(printed or _front_matter(source / f"authors/{author}.md")["title"])
    return found


def _front_matter(path: Path) -> dict[str, Any]:
    """Front matter as any reader of YAML sees it."""
    fields: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
    return fields


@pytest.mark.parametrize(
    ("name", "docname"),
    [
        (name, docname)
        for docname in EXPECTED
        for name, source in PUBLICATIONS.items()
        if (source / f"{docname}.md").is_file()
    ],
)
def test_a_page_says_what_was_written_down_beforehand(
    publication: Callable[[str, str], Built], name: str, docname: str
) -> None:
    """Names that hurt stand in the byline and in the citation as APA has them."""
    expected = EXPECTED[docname]
    page = _page(publication(name, "html"), docname)
    assert byline(page) == expected[0]
    assert expected[1] in _cited(page)


@pytest.mark.parametrize("builder", ["singlehtml", "epub", "latex", "text", "man"])
def test_other_outputs_name_all_authors_in_order(
    publication: Callable[[str, str], Built], builder: str
) -> None:
    """In every output the six authors of the sixth part stand in their order."""
    built = publication("docs", builder)
    wanted = EXPECTED["series/co-creation/06-strategic-management"]
    text = " ".join(
        _plain(path.read_text(encoding="utf-8", errors="ignore"))
        for path in sorted(built.out.rglob("*"))
        if path.suffix in {".html", ".xhtml", ".tex", ".txt", ".1"}
    )
    pattern = ".{1,400}?".join(re.escape(name) for name in wanted[0])
    assert re.search(pattern, text, re.DOTALL)


def _plain(text: str) -> str:
    """Output without its markup, as far as names are concerned."""
    text = re.sub(r"<[^>]+>", "", text)
    text = re.sub(r"\\(sphinx\w+|hyperref|emph|fI|fP|f[BIRP])\b", "", text)
    return " ".join(html.unescape(text).replace("\\-", "-").split())


def test_a_citation_is_one_string(publication: Callable[[str, str], Built]) -> None:
    """What the page shows is what the pure function gives."""
    built = publication("docs", "html")
    article = domain_of(built.app.env).catalogue.articles["sorensen2021"]
    expected = plain(cite_article(article))
    assert expected == (
        "Sørensen, E., Bryson, J., & Crosby, B. (2021). How public leaders can promote public "
        "value through co-creation. Policy & Politics, 49(2), 267–286. "
        "https://doi.org/10.1332/030557321X16119271739728"
    )
    assert expected in _cited(_page(built, "series/co-creation/03-public-leaders"))


CARD = """---
title: A post
date: 2021-04-21
authors: [ann-lee]
post:
  roles:
    ann-lee: {role: %s, affiliations: [{name: Harbour University, department: Tides}]}
---

Text.
"""
LEE = """---
title: Ann Lee
author: {bio: "Reader at Harbour University, Tides; studies ebbs."}
---

A life.
"""


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("Reader", "Reader at Harbour University, Tides; studies ebbs."),
        (
            "Student",
            "Student, Tides, Harbour University. "
            "Reader at Harbour University, Tides; studies ebbs.",
        ),
    ],
)
def test_a_card_says_once_what_the_biography_says_too(
    built: Callable[..., Built], role: str, said: str
) -> None:
    """Role and affiliations at the time are left out where the short biography has them all."""
    toctree = "# Book\n\n```{toctree}\npost\nann-lee\n```\n"
    site = built({"index.md": toctree, "post.md": CARD % role, "ann-lee.md": LEE})
    page = BeautifulSoup((site.out / "post.html").read_bytes(), "html.parser")
    assert _words(page.select_one("section.an-authors .an-bio p.an-sum")) == said
