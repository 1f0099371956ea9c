"""Journal articles as pages show them: title, authors and source on lines."""

from __future__ import annotations

from docutils import nodes

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.views import ArticleBox
from sphinx_anthology.pages.build import Page, external, separated, text, title_of
from sphinx_anthology.pages.nodes import visually_hidden
from sphinx_anthology.pages.wording import authors_of, day_text, gettext


def article_lines(page: Page, box: ArticleBox) -> list[nodes.Node]:
    """An article: title, authors, source, and how long it is free; or what is known of it."""
    article = box.article
    lines: list[nodes.Node] = []
    if article and article.title:
        lines.append(title_of(page, _linked(article, article.title)))
    if article and article.authors:
        names = authors_of(article, page.language)
        lines.append(text(names, classes=["an-by"]))
    if article and (source := source_of(article)):
        address = external(article.address, shown_address(article)) if article.address else None
        lines.append(text(*separated(_group(source), address), classes=["an-s"]))
    if article is None or not article.is_complete:
        lines.append(text(gettext("Article details to follow"), classes=["an-s"]))
    return [*lines, *_access(page, box)]


def article_cell(box: ArticleBox, title: str, part: str) -> list[nodes.Node]:
    """An article in a ledger: its title, unless it is the post's own; where it is; its DOI.

    ``part`` says in words which row it is, for those who hear the link alone.
    """
    article = box.article
    if article is None or not article.is_complete:
        return [text(gettext("Article details to follow"), classes=["an-s"])]
    is_same = article.title.casefold() == title.casefold()
    shown = text(gettext("Same title") if is_same else article.title)
    link = None
    if article.address:
        link = external(article.address, "DOI" if article.doi else gettext("Article"))
        form = gettext("of the article presented in part {part}")
        link += visually_hidden("", f" {form.format(part=part)}", classes=["an-vh"]) if part else []
    where = separated(_numbers(article), link)
    return [shown, text(*where, classes=["an-s"])] if where else [shown]


def source_of(article: Article) -> list[nodes.Node]:
    """``Policy & Politics 49(2), 2021, 267–286``, with the journal in italics."""
    journal: list[nodes.Node] = [nodes.emphasis("", article.journal)] if article.journal else []
    numbers = ", ".join(filter(None, (_volume(article), article.year, article.pages)))
    if journal and numbers:
        journal.append(nodes.Text(" " if _volume(article) else ", "))
    return [*journal, *([nodes.Text(numbers)] if numbers else [])]


def shown_address(article: Article) -> str:
    """An article's address as people read it: without the scheme."""
    return article.address.removeprefix("https://").removeprefix("http://")


def _linked(article: Article, content: str) -> nodes.Node:
    return external(article.address, content) if article.address else nodes.Text(content)


def _volume(article: Article) -> str:
    number = f"({article.number})" if article.number else ""
    return f"{article.volume}{number}"


def _numbers(article: Article) -> str:
    return ", ".join(filter(None, (_volume(article), article.pages)))


def _group(content: list[nodes.Node]) -> nodes.inline:
    return nodes.inline("", "", *content)


def _access(page: Page, box: ArticleBox) -> list[nodes.Node]:
    """How long an article is free to read, where its post says so."""
    if not (box.access and box.free_until):
        return []
    form = {
        "free": gettext("Free to read until {day}"),
        "ended": gettext("Free access ended on {day}"),
    }[box.access]
    free = form.format(day=day_text(box.free_until, page.language))
    return [text(free, classes=["an-s", "an-free", f"is-{box.access}"])]
