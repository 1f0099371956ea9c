"""Everything that readers see is content, or comes from a message catalogue.

The sample publication is built in a language in which each word of ours is in brackets. What is
left when these are taken away must be words of the publication, a number or a date, one of the
few names that are the same in every language, or of Sphinx's and the theme's catalogues.
"""

from __future__ import annotations

import dataclasses as dc
import json
import re
from calendar import month_name
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from tests.building import Built, build
from tests.catalogues import extracted, messages
from tests.conftest import JOURNAL
from tests.content import Content, pieces
from tests.pseudo import LANGUAGE, write_catalogue

pytestmark = pytest.mark.xdist_group("pseudo-locale")  # what they look at is built once
SAME = {
    "ORCID": "the name of a register",
    "DOI": "the name of a kind of identifier",
    "Mastodon": "the name of a service",
    "Bluesky": "the name of a service",
    "Google Scholar": "the name of a service",
    "LinkedIn": "the name of a service",
    "GitHub": "the name of a service",
    "Wikidata": "the name of a service",
    "BibTeX": "the name of a format",
    "RIS": "the name of a format",
    "CSL-JSON": "the name of a format",
    "JSON-LD": "the name of a format",
    "PYTHON": "the name of a language of code, over a tab",
    "SQL": "the name of a language of code, over a tab",
}
"""Names that no language translates, and why they stand on pages."""
FROM_SPHINX = {
    *("Skip to main content", "Version warning"),
    *("Link to this heading", "Link to this image", "Link to this table", "Link to this code"),
    *("Link to this equation", "Link to this term", "Note", "Tip", "Warning", "See also"),
    *("Important", "Attention", "Caution", "Danger", "Error", "Hint"),
}
"""Messages of Sphinx's and the theme's own catalogues that our pages show."""
ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "data-done")
NOT_READ = {"script", "style", "math", "svg", "link"}
LEFT_OUT = {
    "an-references": "citations: fields in a prescribed order; what joins them is tested by itself",
    "bibtex-citation": "the same, in a text",
    "an-style-name": "a style of citing, whose name is the same in every language",
    "versionmodified": "Sphinx's own words around a number",
}
"""Classes of parts that are passed over, and why."""
MONTH = f"(?:{'|'.join(month_name[1:])})"
DATE = re.compile(rf"(?:\d{{1,2}}(?:[–-]\d{{1,2}})? )?{MONTH}(?: \d{{1,2}})?(?: \d{{4}})?")
ADDRESS = re.compile(r"\S+\.\S+/\S*|https?://\S+")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")


@dc.dataclass(frozen=True, slots=True)
class Shown:
    """A text on a page; ``names_a_page`` where it is a link or a title."""

    text: str
    names_a_page: bool = False


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """The sample publication in the language of brackets: sites, and a book in one page.

    Its documents are read once for all.
    """
    folder = tmp_path_factory.mktemp("pseudo")
    write_catalogue(folder / "locale")
    over: dict[str, object] = {"language": LANGUAGE, "locale_dirs": [str(folder / "locale")]}
    asked = {"html": "pydata_sphinx_theme", "singlehtml": "basic", "other": "basic"}
    return {
        name: build(
            JOURNAL,
            folder / name,
            folder / "doctrees",
            builder=name.replace("other", "html"),
            overrides={**over, "html_theme": theme},
        )
        for name, theme in asked.items()
    }


def test_no_page_shows_words_past_the_catalogue(built: dict[str, Built]) -> None:
    """On no page of the site: not in its texts, its labels, its titles, its search form."""
    wrong = {}
    for docname, page in _pages(built["html"]):
        content = Content(JOURNAL, docname)
        if found := [piece for text in _shown(page) for piece in _left(text, content)]:
            wrong[docname] = found
    assert wrong == {}


@pytest.mark.parametrize(
    ("name", "shown"), [("singlehtml", "⟦Póšt⟧"), ("other", "⟦Íñ thíš šéríéš⟧")]
)
def test_no_other_output_does(built: dict[str, Built], name: str, shown: str) -> None:
    """What only a book in one page has, or a site with another theme."""
    on_the_site = {text for _, page in _pages(built["html"]) for text in _shown(page)}
    found = set()
    paths = (path for path in built[name].out.rglob("*.html") if path.stem != "search")
    for path in paths:
        body = _joined(BeautifulSoup(path.read_bytes(), "html.parser")).select_one("div.body")
        found |= set(_shown(body)) if body else set()
    assert shown in {each.text for each in found}
    content = Content(JOURNAL)
    assert [piece for text in found - on_the_site for piece in _left(text, content)] == []


def test_no_search_result_does(built: dict[str, Built]) -> None:
    """What a result shows beside title and standfirst is content, or marked."""
    content = Content(JOURNAL)
    lines = []
    for path in (built["html"].out / "_search").glob("d-*.js"):
        text = path.read_text(encoding="ascii")
        for entry in json.loads(text[text.index(",") + 1 : text.rindex(")")]):
            lines += entry[2:4]
    assert len(lines) > 70
    assert [piece for line in lines for piece in _left(Shown(line), content)] == []


def test_dates_and_lists_do_not_come_from_the_catalogue(built: dict[str, Built]) -> None:
    """They are Babel's, which knows no such language: here they are English."""
    page = (built["html"].out / "series/harbours/01-tides-of-trust.html").read_text("utf-8")
    assert "8 April 2026" in page
    assert "Nicoline van der Meer, Tamsin Ferrybridge and Signe Sørenskov" in page


def test_the_lists_of_what_is_let_pass_are_true(built: dict[str, Built]) -> None:
    """All of it stands on some page, and what is said to be Sphinx's is in its catalogues."""
    pages = "\n".join(p.read_text("utf-8") for p in built["html"].out.rglob("*.html"))
    assert [text for text in (*SAME, *FROM_SPHINX) if text not in pages] == []
    assert _catalogues() >= FROM_SPHINX
    assert _ours().isdisjoint({*SAME, *FROM_SPHINX})


@cache
def _catalogues() -> frozenset[str]:
    """The messages of Sphinx and of the theme."""
    import pydata_sphinx_theme  # noqa: PLC0415
    import sphinx  # noqa: PLC0415

    found: set[str] = set()
    for package in (sphinx, pydata_sphinx_theme):
        path = Path(str(package.__file__)).parent / "locale" / "sphinx.pot"
        with path.open("rb") as file:
            found |= {str(message.id) for message in read_po(file) if message.id}
    return frozenset(found)


def _pages(built: Built) -> Iterator[tuple[str, BeautifulSoup]]:
    """All pages of a site, by name."""
    paths = [path for path in sorted(built.out.rglob("*.html")) if "_static" not in path.parts]
    assert len(paths) > 70
    for path in paths:
        page = _joined(BeautifulSoup(path.read_bytes(), "html.parser"))
        yield path.relative_to(built.out).with_suffix("").as_posix(), page


def _joined(page: BeautifulSoup) -> BeautifulSoup:
    """A page whose lines are not cut by what keeps words whole, or by the words of a link."""
    for tag in page.select(".an-nb, .an-amp, .an-back strong"):
        tag.unwrap()
    page.smooth()
    return page


def _shown(part: Tag) -> Iterator[Shown]:
    """Everything that is read or heard of a part of a page.

    Left out is what says nothing (monograms, code of scripts), and citations: their words are
    those of their fields in a prescribed order, and what joins them is tested by itself.
    """
    for text in part.find_all(string=True):
        if type(text) is NavigableString and text.strip() and not _is_passed_over(text):
            yield Shown(str(text), names_a_page=text.find_parent(["a", "h1", "title"]) is not None)
    for tag in part.find_all(lambda tag: tag.name not in NOT_READ):
        own = [name for name in tag.attrs if name.startswith("data-")]
        names = own if tag.get("id") == "an-status" else ATTRIBUTES
        yield from (Shown(_FOR_SCRIPTS.sub("", str(tag[n]))) for n in names if tag.get(n))


_FOR_SCRIPTS = re.compile(r"\{\w+\}")
"""What the search script fills in."""


def _is_passed_over(text: NavigableString) -> bool:
    for tag in text.parents:
        classes = set(tag.get("class", []))
        if tag.name in NOT_READ or tag.get("aria-hidden") == "true" or classes & LEFT_OUT.keys():
            return True
        if tag.name == "p" and "an-s" not in classes and tag.parent and _is_citation(tag.parent):
            return True
    return False


def _is_citation(tag: Tag) -> bool:
    return tag.name == "div" and not {"an-cite", "an-style"}.isdisjoint(tag.get("class", []))


def _left(shown: Shown, content: Content) -> Iterator[str]:
    """What of a text is neither marked nor the publication's."""
    for words in MARKED.sub("\0", shown.text).split("\0"):
        if not _may_stand(words.strip(), content, shown):
            yield from (w for w in pieces(words) if not _may_stand(w, content, shown))


def _may_stand(words: str, content: Content, shown: Shown) -> bool:
    without_number = re.sub(r" [\dX-]+$", "", words)
    if not re.search(r"[^\W\d_]", words) or without_number in {*SAME, *FROM_SPHINX}:
        return True
    if DATE.fullmatch(words) or ADDRESS.fullmatch(words):
        return True
    if words in _ours() and not shown.names_a_page:
        return content.is_own(words)
    return content.has(words) or content.has(without_number)


@cache
def _ours() -> frozenset[str]:
    """Our messages in English: a page may have one of them as its title, and be named by it."""
    found = (message.id for message in messages(extracted()))
    every = {form for text in found for form in ([text] if type(text) is str else text)}
    return frozenset(every - {"Part"})  # a series of the sample calls its parts so
