"""Bibliographic details on pages: journal articles, first publication, how to cite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from docutils import nodes

from sphinx_anthology.model.bibliography import Article
from sphinx_anthology.model.citing import Citation, Style, cite_article, cite_post, in_order
from sphinx_anthology.model.documents import Publication as PublishedCopy
from sphinx_anthology.model.documents import Relation
from sphinx_anthology.model.fields import Contributor
from sphinx_anthology.model.states import Access
from sphinx_anthology.model.views import ArticleBox, PostView
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.model.work import work_of
from sphinx_anthology.pages.build import (
    Page,
    external,
    filled,
    grouped,
    section,
    separated,
    span,
    text,
    title_of,
)
from sphinx_anthology.pages.nodes import (
    CITE,
    PENDING,
    block,
    citation_text,
    copy_button,
    heading,
    other_styles,
    print_words,
    record_files,
    visually_hidden,
    web_only,
    web_words,
)
from sphinx_anthology.pages.wording import (
    authors_of,
    citation_words,
    date_text,
    day_text,
    gettext,
    joined,
)

ARTICLES = "an--article"
"""The id of the box of the articles that a post presents."""


def article_lines(page: Page, box: ArticleBox) -> list[nodes.Node]:
    """An article in lines: title, authors, source, free access."""
    article = box.article
    lines: list[nodes.Node] = []
    if article and article.title:
        lines.append(title_of(page, _linked(article, article.title)))
    if article and article.authors:
        names = authors_of(article, page.language)
        lines.append(text(names, classes=["an-by"]))
    if article and (source := source_of(article)):
        address = external(article.address, shown_address(article)) if article.address else None
        lines.append(text(*separated(grouped(source), address), classes=["an-s"]))
    if article is None or not article.is_complete:
        lines.append(text(gettext("Article details to follow"), classes=["an-s", PENDING]))
    return [*lines, *_access(page, box)]


def article_cell(box: ArticleBox, title: str, part: str) -> list[nodes.Node]:
    """An article in the table of a series: title, source, DOI.

    A title equal to that of the post is not repeated. ``part`` names the row for screen readers.
    """
    article = box.article
    if article is None or not article.is_complete:
        return [text(gettext("Article details to follow"), classes=["an-s", PENDING])]
    is_same = article.title.casefold() == title.casefold()
    shown = text(gettext("Same title") if is_same else article.title)
    where = separated(_numbers(article), *_leads_to(article, part))
    return [shown, text(*where, classes=["an-s"])] if where else [shown]


def _leads_to(article: Article, part: str) -> Iterator[nodes.Node]:
    """A link to an article: in a word on the web, as its address in print."""
    if not article.address:
        return
    link = external(article.address, "DOI" if article.doi else gettext("Article"))
    form = gettext("of the article presented in part {part}")
    link += visually_hidden("", f" {form.format(part=part)}", classes=["an-vh"]) if part else []
    yield web_words("", "", link)
    yield print_words("", "", external(article.address, shown_address(article)))


def source_of(article: Article) -> list[nodes.Node]:
    """``Policy & Politics 49(2), 2021, 267–286``, with the journal in italics."""
    journal: list[nodes.Node] = [nodes.emphasis("", article.journal)] if article.journal else []
    numbers = ", ".join(filter(None, (_volume(article), article.year, article.pages)))
    if journal and numbers:
        journal.append(nodes.Text(" " if _volume(article) else ", "))
    return [*journal, *([nodes.Text(numbers)] if numbers else [])]


def shown_address(article: Article) -> str:
    """The address of an article without its scheme."""
    return article.address.removeprefix("https://").removeprefix("http://")


def _linked(article: Article, content: str) -> nodes.Node:
    return external(article.address, content) if article.address else nodes.Text(content)


def _volume(article: Article) -> str:
    number = f"({article.number})" if article.number else ""
    return f"{article.volume}{number}"


def _numbers(article: Article) -> str:
    return ", ".join(filter(None, (_volume(article), article.pages)))


def _access(page: Page, box: ArticleBox) -> list[nodes.Node]:
    """Until when an article is free to read, if its post says so."""
    if not (box.access and box.free_until):
        return []
    form = {
        "free": gettext("Free to read until {day}"),
        "ended": gettext("Free access ended on {day}"),
    }[box.access]
    free = form.format(day=day_text(box.free_until, page.language))
    return [text(free, classes=["an-s", "an-free", f"is-{box.access}", PENDING])]


def call_for(page: Page, boxes: Sequence[ArticleBox]) -> web_only:
    """The call to read the article that a post presents, or to see which articles it presents."""
    found = web_only("", classes=["an-call"])
    named = [box for box in boxes if box.article and box.article.address]
    if len(boxes) > 1:
        label = gettext("See the articles that this post presents")
        found += text(nodes.reference("", label, refid=ARTICLES, internal=True))
    elif named and named[0].article:
        found += text(external(named[0].article.address, _call(page, named[0])))
    return found


def _call(page: Page, box: ArticleBox) -> str:
    if not box.free_until or box.access is not Access.FREE:
        return gettext("Read the article")
    day = day_text(box.free_until, page.language)
    return gettext("Read the article (free until {day})").format(day=day)


def origin_notes(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Where the post was first published, and where it can be read in full."""
    origin = view.post.origin
    if origin is None:
        return
    form = published(origin.relation)
    site = origin.site or gettext("another site")
    note = text(*filled(form, site=_site(site, origin.url)), classes=["an-origin"])
    if origin.url:
        is_excerpt = origin.relation is Relation.EXCERPT
        label = gettext("Read the full post") if is_excerpt else gettext("Read the original")
        note += web_words("", "", nodes.Text(" "), external(origin.url, label), nodes.Text("."))
    yield note
    for earlier in origin.earlier:
        declared = gettext("Previously published on {site}.")
        undeclared = gettext("An earlier version, not acknowledged in the post: {site}.")
        yield _elsewhere(page, view, declared if earlier.declared else undeclared, earlier)
    for copy in origin.copies:
        found = _elsewhere(page, view, gettext("Also on {site}."), copy)
        found["classes"].append(PENDING)
        yield found


def _site(name: str, address: str | None) -> list[nodes.Node]:
    """The name of a site: linked in print, where no link follows."""
    if not address:
        return [nodes.Text(name)]
    return [web_words("", name), print_words("", "", external(address, name))]


def published(relation: Relation | None) -> str:
    """The sentence about the place of first publication, with ``{site}``."""
    return {
        None: gettext("The post was published on {site}."),
        Relation.FULL: gettext("First published on {site}."),
        Relation.REPOST: gettext("This post first appeared on {site}."),
        Relation.EXCERPT: gettext("The beginning of a post published on {site}."),
        Relation.DIGEST: gettext("Our summary of a post published on {site}."),
        Relation.RECORD: gettext("Details only; the post was published on {site}."),
    }[relation]


def _elsewhere(page: Page, view: PostView, form: str, copy: PublishedCopy) -> nodes.paragraph:
    """A sentence about another publication of the post."""
    before_site, _, after_site = form.partition("{site}")
    title = copy.title or ""
    site = copy.site or copy.url or gettext("another site")
    shown = gettext("{site}, “{title}”").format(site=site, title=title) if title else site
    where: nodes.Node = external(copy.url, shown) if copy.url else nodes.Text(shown)
    details = [joined([_printed(view, c) for c in copy.authors], page.language)]
    details += [date_text(copy.date, page.language)] if copy.date else []
    told = "".join(f", {detail}" for detail in details if detail)
    return text(before_site, where, told, after_site, classes=["an-origin"])


def _printed(view: PostView, contributor: Contributor) -> str:
    if contributor.name:
        return str(contributor.name)
    return dict(view.elsewhere).get(contributor.id or "", "")


FORMATS = {".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL-JSON", ".jsonld": "JSON-LD"}
"""The record formats offered to readers, by file extension; not translated."""


def record_links(page: Page, docname: str, label: str = "") -> nodes.Node:
    """Links to the records beside the page of a document, which must exist.

    Only web pages have them; their addresses are made when the builder is known.
    """
    shown = label or gettext("Export citation")
    return web_only("", record_files(docname=page.docname, document=docname, label=shown))


def all_record_links(page: Page, docname: str) -> nodes.Node:
    """Links to the records of many posts."""
    return record_links(page, docname, gettext("Export citations"))


def _article_records(page: Page, number: int) -> nodes.Node:
    """Links to the records of an article, beside the page of the post."""
    label = gettext("Export citation")
    where = {"docname": page.docname, "document": page.docname, "label": label}
    return web_only("", record_files(article=number, **where))


Cite = Callable[[Style], Citation]
"""Cites one work in any style."""


def how_to_cite(
    page: Page, view: PostView, publication: Publication, first: Style
) -> nodes.section:
    """Citations of the post (or its original) and of its articles."""
    words = citation_words(page.language)
    work = work_of(page.docname, view, publication)
    title = gettext("This post") if work.is_ours else gettext("The original post")
    found = section(CITE, gettext("How to cite"))
    cited = _citations(title, partial(cite_post, work, words=words), first)
    cited += record_links(page, page.docname)
    found += cited
    for number, article in enumerate(work.complete_articles, start=1):
        cite = partial(cite_article, article, words=words)
        cited = _citations(gettext("The article"), cite, first)
        cited += _article_records(page, number)
        found += cited
    return found


def _citations(title: str, cite: Cite, first: Style) -> block:
    """The citation in the first style; on the web, other styles too."""
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
    """A citation as nodes: with italics, and web addresses as links."""
    found: list[nodes.Node] = []
    for run in made:
        if run.leads_to_the_web:
            found.append(external(run.text, run.text))
        elif run.emphasised:
            found.append(nodes.emphasis("", run.text))
        else:
            found.append(nodes.Text(run.text))
    return found
