"""Where a post was first published, where else it stands, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.model.citation import Citation, cite_article, cite_post
from sphinx_anthology.model.people import Contributor
from sphinx_anthology.model.post import Publication, Relation
from sphinx_anthology.model.views import PostView
from sphinx_anthology.pages.articles import citation
from sphinx_anthology.pages.build import Page, external, section, text
from sphinx_anthology.pages.nodes import block, citation_text, copy_button, heading, web_only
from sphinx_anthology.pages.wording import citation_words, date_text, gettext, joined


def origin_notes(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Where the post was first published, and where it can be read whole."""
    origin = view.post.origin
    if origin is None:
        return
    form = published(origin.relation)
    site = origin.site or gettext("another site")
    note = text(form.format(site=site), classes=["an-origin"])
    if origin.url:
        is_excerpt = origin.relation is Relation.EXCERPT
        label = gettext("Continue reading there") if is_excerpt else gettext("Read the original")
        note += [nodes.Text(" "), external(origin.url, label), nodes.Text(".")]
    yield note
    for earlier in origin.earlier:
        declared = gettext("It appeared before on {site}.")
        undeclared = gettext("An earlier version, which the post does not mention: {site}.")
        yield _elsewhere(page, view, declared if earlier.declared else undeclared, earlier)
    for copy in origin.copies:
        yield _elsewhere(page, view, gettext("Also on {site}."), copy)


def published(relation: Relation | None) -> str:
    """What a page says of the place where its post was published, ``{site}``."""
    return {
        None: gettext("The post was published on {site}."),
        Relation.FULL: gettext("First published on {site}."),
        Relation.REPOST: gettext("This post first appeared on {site}."),
        Relation.EXCERPT: gettext("The beginning of a post that was published on {site}."),
        Relation.DIGEST: gettext(
            "A digest, in this book's own words, of a post that was published on {site}."
        ),
        Relation.RECORD: gettext("A record of a post that was published on {site}."),
    }[relation]


def _elsewhere(page: Page, view: PostView, form: str, copy: Publication) -> nodes.Node:
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
    return contributor.name or dict(view.elsewhere).get(contributor.id or "", "")


def how_to_cite(page: Page, view: PostView, publication: str) -> nodes.section:
    """The post (of a digest: the original) and, apart from it, the article."""
    post, origin = view.post, view.post.origin
    if origin and origin.relation is not Relation.FULL:
        title = gettext("The original post")
        site, address = origin.site or "", origin.url or ""
    else:
        title = gettext("This post")
        site, address = publication, f"https://doi.org/{post.doi}" if post.doi else ""
        address = address or view.address
    names = [person.name for person in view.people]
    words = citation_words(page.language)
    made = cite_post(names, post.date, post.title, site, address, words=words)
    found = section("an-cite", gettext("How to cite"), _citation(title, made))
    articles = [box.article for box in view.articles if box.article and box.article.is_complete]
    cited = (cite_article(article, words) for article in articles)
    found += [_citation(gettext("The article"), citation) for citation in cited]
    return found


def _citation(title: str, made: Citation) -> nodes.Node:
    """A citation under its heading, with what copies it."""
    button = copy_button("", label=gettext("Copy"), done=gettext("Copied"))
    return block(
        "",
        heading("", title, classes=["an-s"]),
        citation_text("", "", *citation(made)),
        web_only("", text(button, classes=["an-links", "an-s"])),
        classes=["an-cite"],
    )
