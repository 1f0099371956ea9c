"""“How to cite” on pages, and the references of a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag

from tests.building import Built
from tests.conftest import CONF

Build = Callable[..., Built]

REFERENCES = """
@article{tide2021, title = {Tide}, author = {Lee, Ann and Öz, Bo}, year = {2021},
  journal = {Harbours}, volume = {3}, pages = {12--18}, doi = {10.1000/tide}}
@article{unknown, title = {}, author = {Lee, Ann}, journal = {Harbours}}
"""
POST = """---
title: Wer fragt “how”?
authors: [{name: Ann Lee}, {name: Bo Öz}]
date: 2021-04-21
post:
  articles: [tide2021]
---

After {cite:t}`tide2021`.
"""
DIGEST = """---
title: A digest
authors: [{name: Ann Lee}]
date: 2020-03-02
post:
  articles: [unknown]
  origin:
    relation: digest
    site: Other Notes
    url: https://other.example.org/a
---

In our words.
"""
FILES = {
    "references.bib": REFERENCES,
    "index.md": "# Book\n\n```{toctree}\npost\ndigest\n```\n",
    "post.md": POST,
    "digest.md": DIGEST,
}


def _page(built: Built, docname: str) -> BeautifulSoup:
    return BeautifulSoup((built.out / f"{docname}.html").read_bytes(), "html.parser")


def _said(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def _visible(block: Tag) -> str:
    """The citation that is not to be opened first."""
    return _said(block.find("p", recursive=False))  # type: ignore[arg-type]  # no text is found


def _styles(block: Tag) -> dict[str, str]:
    """The other styles and their citations, by name."""
    found = block.select("details .an-style")
    return {_said(style.select_one("strong")): _said(style.select("p")[1]) for style in found}


def test_a_post_and_its_article_are_cited_apart(built: Build) -> None:
    """Each under its own heading, in four styles, of which one can be seen at once."""
    post, article = _page(built(FILES), "post").select("section.an-cite > .an-cite")
    assert _said(post.h3) == "This post"
    assert _visible(post) == "Lee, A., & Öz, B. (2021, April 21). Wer fragt “how”? Book."
    assert _styles(post) == {
        "Harvard": "Lee, A. and Öz, B. (2021) ‘Wer fragt “how”?’, Book, 21 April.",
        "Chicago": "Lee, Ann, and Bo Öz. 2021. “Wer fragt ‘how’?” Book (blog). April 21, 2021.",
        "Vancouver": "Lee A, Öz B. Wer fragt “how”? Book. 2021.",
    }
    assert _said(article.h3) == "The article"
    assert _visible(article) == (
        "Lee, A., & Öz, B. (2021). Tide. Harbours, 3, 12–18. https://doi.org/10.1000/tide"
    )
    assert _styles(article)["Vancouver"] == (
        "Lee A, Öz B. Tide. Harbours [Internet]. 2021;3:12–8. "
        "Available from: https://doi.org/10.1000/tide"
    )


def test_of_a_digest_the_original_is_cited(built: Build) -> None:
    """And no article of which the title is not known."""
    site = built(FILES, overrides={"html_baseurl": "https://ours.example.org/"})
    (original,) = _page(site, "digest").select("section.an-cite > .an-cite")
    assert _said(original.h3) == "The original post"
    assert _visible(original) == (
        "Lee, A. (2020, March 2). A digest. Other Notes. https://other.example.org/a"
    )
    told = _said(original)
    assert told.count("https://other.example.org/a") == 4
    assert "ours.example.org" not in told
    assert "Book" not in told


def test_every_citation_has_its_button_and_its_link(built: Build) -> None:
    """Beside the words that it copies."""
    page = _page(built(FILES), "digest").select_one("section.an-cite")
    assert page is not None
    assert len(page.select("button.an-copy")) == 4
    assert [a["href"] for a in page.select("p > a.external")] == ["https://other.example.org/a"] * 4
    assert _said(page.summary) == "Other styles"


@pytest.mark.parametrize("style", ["harvard", "chicago", "vancouver"])
def test_another_style_can_stand_first(built: Build, style: str) -> None:
    """Then APA is among those that are opened."""
    site = built(FILES, overrides={"anthology_citation_style": style})
    (original,) = _page(site, "digest").select("section.an-cite > .an-cite")
    first = {
        "harvard": "Lee, A. (2020) ‘A digest’, Other Notes, 2 March. Available at:",
        "chicago": "Lee, Ann. 2020. “A digest.” Other Notes (blog). March 2, 2020.",
        "vancouver": "Lee A. A digest [Internet]. Other Notes. 2020. Available from:",
    }
    assert _visible(original).startswith(first[style])
    assert next(iter(_styles(original))) == "APA"
    assert len(_styles(original)) == 3


def test_other_outputs_have_the_first_style_alone(built: Build) -> None:
    """The same words as on the web."""
    site = built(FILES, "text", overrides={"anthology_citation_style": "vancouver"})
    text = " ".join((site.out / "digest.txt").read_text(encoding="utf-8").split())
    assert "Lee A. A digest [Internet]. *Other Notes*" not in text
    assert "Lee A. A digest [Internet]. Other Notes. 2020. Available from:" in text
    assert "Lee, A. (2020" not in text
    assert "styles" not in text


def test_a_style_that_we_do_not_know_is_reported(built: Build) -> None:
    """With those that there are; APA takes its place."""
    site = built(FILES | {"conf.py": f'{CONF}anthology_citation_style = "mla"\n'})
    (warning,) = [line for line in site.warnings if "citation_style" in line]
    assert all(style in warning for style in ("apa", "harvard", "chicago", "vancouver"))
    assert "(2020, March 2)" in _visible(_page(site, "digest").select("div.an-cite")[0])


@pytest.mark.parametrize(
    ("language", "harvard", "chicago"),
    [
        (
            "de",
            "Lee, A. und Öz, B. (2021) „Wer fragt “how”?“, Book, 21. April.",
            "Lee, Ann und Bo Öz. 2021. „Wer fragt “how”?“ Book (Blog). 21. April 2021.",
        ),
        (
            "fr",
            "Lee, A. et Öz, B. (2021) « Wer fragt “how”? », Book, 21 avril.",
            "Lee, Ann et Bo Öz. 2021. « Wer fragt “how”? » Book (blog). 21 avril 2021.",
        ),
    ],
)
def test_all_styles_speak_the_language(
    built: Build, language: str, harvard: str, chicago: str
) -> None:
    """What joins names, quotation marks and days; a title stands as it was written."""
    page = _page(built(FILES, overrides={"language": language}), "post")
    styles = _styles(page.select("section.an-cite > .an-cite")[0])
    assert styles["Harvard"].replace("\N{NARROW NO-BREAK SPACE}", " ") == harvard
    assert styles["Chicago"].replace("\N{NARROW NO-BREAK SPACE}", " ") == chicago


def test_references_are_those_of_csl(built: Build) -> None:
    """What reads blogs finds each; they are heard as a list."""
    page = _page(built(FILES), "post")
    (body,) = page.select("section.an-references div.csl-bib-body")
    assert body["role"] == "list"
    (entry,) = body.select(":scope > div.csl-entry[role=listitem]")
    assert _said(entry) == (
        "Lee, A., & Öz, B. (2021). Tide. Harbours, 3, 12–18. https://doi.org/10.1000/tide"
    )
    target = page.select_one("a[href^='#ref-tide2021'], a[href$='#ref-tide2021']")
    assert target is not None
    assert page.select_one(f".csl-entry {target['href']}") is not None


def test_references_are_searched(built: Build) -> None:
    """As the rest of the text is."""
    bib = REFERENCES + "@book{mud, title = {Quagmires}, author = {Ek, Cy}, year = {1990}}"
    site = built(
        FILES | {"references.bib": bib, "digest.md": f"{DIGEST}\nAs {{cite:t}}`mud` says.\n"}
    )
    found = [path for path in site.out.rglob("*") if path.suffix in {".js", ".json"}]
    assert any("quagmir" in path.read_text(encoding="utf-8") for path in found)
