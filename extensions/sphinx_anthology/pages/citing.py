"""How to cite a post and its article, and the records for reference managers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from docutils import nodes

from sphinx_anthology.model.citing import Citation, Style, cite_article, cite_post, in_order
from sphinx_anthology.model.views import PostView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.model.work import work_of
from sphinx_anthology.pages.build import Page, external, section, span, text
from sphinx_anthology.pages.nodes import (
    block,
    citation_text,
    copy_button,
    heading,
    other_styles,
    record_files,
    web_only,
)
from sphinx_anthology.pages.parts import CITE
from sphinx_anthology.pages.wording import citation_words, gettext

FORMATS = {".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL-JSON", ".jsonld": "JSON-LD"}
"""What is offered to readers, by the ending of its file; names that no language translates."""


def record_links(page: Page, docname: str, label: str = "") -> nodes.Node:
    """Links to the records beside the page of a document, of which there must be some.

    Only pages for the web have them; their addresses are made when the builder is known.
    """
    shown = label or gettext("Export citation")
    return web_only("", record_files(docname=page.docname, document=docname, label=shown))


def all_record_links(page: Page, docname: str) -> nodes.Node:
    """The same of a page with the records of many posts."""
    return record_links(page, docname, gettext("Export citations"))


Cite = Callable[[Style], Citation]
"""What cites one thing in any style."""


def how_to_cite(
    page: Page, view: PostView, publication: Publication, first: Style
) -> nodes.section:
    """The post (of a digest: the original) and, apart from it, the articles."""
    words = citation_words(page.language)
    work = work_of(page.docname, view, publication)
    title = gettext("This post") if work.is_ours else gettext("The original post")
    found = section(CITE, gettext("How to cite"))
    cited = _citations(title, partial(cite_post, work, words=words), first)
    cited += record_links(page, page.docname)
    found += cited
    for article in (a for a in work.articles if a.is_complete):
        cite = partial(cite_article, article, words=words)
        found += _citations(gettext("The article"), cite, first)
    return found


def _citations(title: str, cite: Cite, first: Style) -> block:
    """Under a heading the citation in the first style; on the web the others, to be opened."""
    style, *others = in_order(first)
    named = span(style.label, "an-style-name")
    button = copy_button("", label=gettext("Copy"), done=gettext("Copied"))
    return block(
        "",
        heading("", title, classes=["an-s"]),
        citation_text("", "", *shown(cite(style))),
        web_only("", text(named, " · ", button, classes=["an-links", "an-s"])),
        web_only("", _others(cite, others)),
        classes=[CITE],
    )


def _others(cite: Cite, styles: list[Style]) -> nodes.Node:
    return other_styles(
        label=gettext("Other styles"),
        copy=gettext("Copy"),
        done=gettext("Copied"),
        citations=tuple((style.label, cite(style)) for style in styles),
    )


def shown(made: Citation) -> list[nodes.Node]:
    """A citation with its italics; its address is a link where it leads to the web."""
    found: list[nodes.Node] = []
    for run in made:
        if run.leads_to_the_web:
            found.append(external(run.text, run.text))
        elif run.emphasised:
            found.append(nodes.emphasis("", run.text))
        else:
            found.append(nodes.Text(run.text))
    return found
