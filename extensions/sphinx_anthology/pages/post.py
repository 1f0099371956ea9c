"""A post's page: what stands before and after the author's own words."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.model.body import minutes
from sphinx_anthology.model.citation import cite_article, cite_post
from sphinx_anthology.model.people import Contributor
from sphinx_anthology.model.post import Publication, Relation
from sphinx_anthology.model.views import Part, Person, PostEntry, PostView, Standing
from sphinx_anthology.pages.build import (
    Page,
    affiliation,
    article_lines,
    citation,
    external,
    items,
    link,
    moment,
    name,
    name_list,
    portrait,
    post_link,
    section,
    separated,
    text,
)
from sphinx_anthology.pages.nodes import article_box, backlinks, block, citation_text, navigation
from sphinx_anthology.pages.wording import (
    by,
    date_text,
    day_text,
    gettext,
    joined,
    ngettext,
    number_text,
    part_label,
    post_kind,
)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What the publication says under every post."""

    title: str
    disclaimer: str = ""
    report_url: str = ""
    license: str = ""


def before(page: Page, view: PostView, words: int) -> Iterator[nodes.Node]:
    """Everything between the title and the text."""
    yield from _kicker(page, view)
    if view.post.subtitle:
        yield text(view.post.subtitle, classes=["an-subtitle"])
    if view.withdrawn:
        yield from _tombstone(page, view)
        return
    if not view.post.relation.is_whole:
        names = "\0" if view.people else gettext("unknown authors")
        before_names, _, after = by(view.post.relation, names).partition("\0")
        people = name_list(page, view.people)
        yield text(before_names, *people, after, classes=["an-relation"])
    if view.post.description:
        yield text(view.post.description, classes=["an-stand"])
    if view.people:
        yield items(([_byline(page, person)] for person in view.people), "an-bylines")
    yield _meta(page, view, words)
    if view.articles:
        yield _articles(page, view)
    yield from _origin(page, view)
    if view.responds_to:
        answered = [gettext("In answer to"), " "]
        links = [post_link(page, entry) for entry in view.responds_to]
        yield text(*answered, *_commas(links), ".", classes=["an-answers"])


def after(page: Page, view: PostView, imprint: Imprint) -> Iterator[nodes.Node]:
    """Everything after the text and its references."""
    if view.withdrawn:
        yield from _series_navigation(page, view)
        return
    if view.people:
        cards = [_author_card(page, person) for person in view.people]
        yield section("an-authors", gettext("The authors"), *cards)
    yield _how_to_cite(page, view, imprint)
    if view.responses:
        responses = ([_answer(page, entry)] for entry in view.responses)
        yield section("an-responses", gettext("Responses"), items(responses, "an-list"))
    yield backlinks(post=page.docname, docname=page.docname, language=page.language)
    yield from _series_navigation(page, view)
    yield from _small_print(page, view, imprint)


def _kicker(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Where the post stands."""
    if view.place is None:
        if kind := post_kind(view.post.kind):
            yield text(kind, classes=["an-kicker"])
        return
    place = view.place
    series = link(page, "series", place.series_docname, place.series_title)
    parts = separated(post_kind(view.post.kind), part_label(place), series)
    yield text(*parts, classes=["an-kicker"])


def _tombstone(page: Page, view: PostView) -> Iterator[nodes.Node]:
    withdrawn = view.post.withdrawn
    if withdrawn is None:
        return
    form = gettext("This post was withdrawn on {day}.")
    day = day_text(withdrawn.date, page.language)
    yield text(form.format(day=day), classes=["an-tombstone"])
    yield text(withdrawn.reason)


def _byline(page: Page, person: Person) -> nodes.paragraph:
    """Portrait or monogram, name, and role as of then."""
    line = text(*portrait(person), name(page, person), classes=["an-person"])
    if said := affiliation(person):
        line += [nodes.Text(", "), nodes.inline("", said, classes=["an-s"])]
    return line


def _meta(page: Page, view: PostView, words: int) -> nodes.paragraph:
    """Date, reading time, topics, and people who are the subject."""
    reading = minutes(words)
    topics = [link(page, "topics", slug, label) for slug, label in view.topics]
    about = name_list(page, view.about)
    meta = text(
        *separated(
            moment(page, view.post.date),
            ngettext("{n} minute", "{n} minutes", reading),
            *topics,
        ),
        classes=["an-meta"],
    )
    if about:
        meta += [nodes.Text(f" · {gettext('About')} "), *about]
    return meta


def _articles(page: Page, view: PostView) -> nodes.Node:
    """The box of the article that the post presents."""
    heading = ngettext(
        "The article this post presents", "The articles this post presents", len(view.articles)
    )
    box = article_box("", text(nodes.strong("", heading), classes=["an-s"]))
    for presented in view.articles:
        box += article_lines(page, presented)
    return box


def _origin(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Where the post was first published, and where it can be read whole."""
    origin = view.post.origin
    if origin is None:
        return
    form = {
        Relation.FULL: gettext("First published on {site}."),
        Relation.REPOST: gettext("This post first appeared on {site}."),
        Relation.EXCERPT: gettext("The beginning of a post that was published on {site}."),
        Relation.DIGEST: gettext(
            "A digest, in this book's own words, of a post that was published on {site}."
        ),
        Relation.RECORD: gettext("A record of a post that was published on {site}."),
    }[origin.relation]
    site = origin.site or gettext("another site")
    note = text(form.format(site=site), classes=["an-origin"])
    if origin.url:
        label = {
            Relation.EXCERPT: gettext("Continue reading there"),
        }.get(origin.relation, gettext("Read the original"))
        note += [nodes.Text(" "), external(origin.url, label), nodes.Text(".")]
    yield note
    for earlier in origin.earlier:
        declared = gettext("It appeared before on {site}.")
        undeclared = gettext("An earlier version, which the post does not mention: {site}.")
        yield _elsewhere(page, declared if earlier.declared else undeclared, earlier)
    for copy in origin.copies:
        yield _elsewhere(page, gettext("Also on {site}."), copy)


def _elsewhere(page: Page, form: str, copy: Publication) -> nodes.Node:
    """A sentence about another publication of the post."""
    before_site, _, after_site = form.partition("{site}")
    title = copy.title or ""
    site = copy.site or copy.url or gettext("another site")
    shown = f"{site}, “{title}”" if title else site
    where: nodes.Node = external(copy.url, shown) if copy.url else nodes.Text(shown)
    details = [joined([_printed(c) for c in copy.authors], page.language)]
    details += [date_text(copy.date, page.language)] if copy.date else []
    told = "".join(f", {detail}" for detail in details if detail)
    return text(before_site, where, told, after_site, classes=["an-origin"])


def _printed(contributor: Contributor) -> str:
    return contributor.name or contributor.id or ""


def _author_card(page: Page, person: Person) -> nodes.Node:
    """Name, role as of then, and a short biography."""
    card = block("", text(*portrait(person), name(page, person)), classes=["an-bio"])
    said = ". ".join(filter(None, (affiliation(person), person.bio.rstrip("."))))
    if said:
        card += text(f"{said}.", classes=["an-sum"])
    if person.photo and person.photo.credit:
        credit = ", ".join(filter(None, (person.photo.credit, person.photo.rights)))
        card += text(gettext("Photo: {credit}").format(credit=credit), classes=["an-s"])
    return card


def _how_to_cite(page: Page, view: PostView, imprint: Imprint) -> nodes.section:
    """The post (of a digest: the original) and, apart from it, the article."""
    post, origin = view.post, view.post.origin
    if origin and origin.relation is not Relation.FULL:
        heading = gettext("The original post")
        site, address = origin.site or "", origin.url or ""
    else:
        heading = gettext("This post")
        site, address = imprint.title, f"https://doi.org/{post.doi}" if post.doi else ""
        address = address or view.address
    names = [person.name for person in view.people]
    made = cite_post(names, post.date, post.title, site, address, locale=page.language)
    found = section(
        "an-cite",
        gettext("How to cite"),
        text(nodes.strong("", heading), classes=["an-s"]),
        citation_text("", "", *citation(made)),
    )
    articles = [box.article for box in view.articles if box.article and box.article.is_complete]
    for article in articles:
        found += text(nodes.strong("", gettext("The article")), classes=["an-s"])
        found += citation_text("", "", *citation(cite_article(article)))
    return found


def _answer(page: Page, entry: PostEntry) -> nodes.paragraph:
    """A post that answers this one."""
    by_whom = joined([str(person) for person in entry.people], page.language)
    return text(post_link(page, entry), f", {by_whom}, ", moment(page, entry.date))


def _series_navigation(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Previous, next, and the whole reading order with “you are here”."""
    place = view.place
    if place is None or not any(part.docname == page.docname for part in view.order):
        return
    title = gettext("In this series")
    found = navigation("", label=title, classes=["an-order"])
    series = link(page, "series", place.series_docname, place.series_title)
    found += text(nodes.strong("", title), ": ", series)
    found += items([[_step(page, view, part)] for part in view.order], "an-steps")
    readable = [part for part in view.order if part.standing is Standing.PUBLISHED]
    docnames = [part.docname for part in readable]
    if page.docname in docnames:
        here = docnames.index(page.docname)
        around = (
            (gettext("Previous"), readable[here - 1] if here else None),
            (gettext("Next"), readable[here + 1] if here + 1 < len(readable) else None),
        )
        found += [_neighbour(page, view, label, part) for label, part in around if part]
    yield found


def _step(page: Page, view: PostView, part: Part) -> nodes.paragraph:
    """A part in the reading order."""
    line = text(classes=["an-step", f"is-{part.standing}"])
    if number := number_text(view.place, part.number):
        line += [nodes.inline("", number, classes=["an-no"]), nodes.Text(" ")]
    if part.docname == page.docname:
        here = nodes.inline("", gettext("You are here"), classes=["an-here"])
        line += [nodes.strong("", part.title), nodes.Text(" "), here]
        line["classes"].append("is-here")
    elif part.docname:
        line += link(page, "post", part.docname, part.title)
    else:
        line += nodes.Text(part.title or gettext("announced"))
    if part.standing is Standing.WITHDRAWN:
        line += nodes.Text(f" ({gettext('withdrawn')})")
    return line


def _neighbour(page: Page, view: PostView, label: str, part: Part) -> nodes.paragraph:
    """The way to the previous or the next part."""
    number = number_text(view.place, part.number)
    names = joined([str(person) for person in part.people], page.language)
    heading = f"{label}, {number}: " if number else f"{label}: "
    line = text(heading, link(page, "post", part.docname, part.title), classes=["an-neighbour"])
    if names:
        line += nodes.Text(f", {names}")
    return line


def _small_print(page: Page, view: PostView, imprint: Imprint) -> Iterator[nodes.Node]:
    """Last correction, licence, disclaimer, and where to report an error."""
    lines: list[str | nodes.Node] = []
    if view.post.updated:
        form = gettext("Last corrected on {day}.")
        lines.append(form.format(day=day_text(view.post.updated, page.language)))
    if licence := view.post.license or imprint.license:
        lines.append(gettext("Licence: {licence}.").format(licence=licence))
    if view.post.doi:
        lines += ["DOI: ", external(f"https://doi.org/{view.post.doi}", view.post.doi)]
    if imprint.disclaimer:
        lines.append(imprint.disclaimer)
    if imprint.report_url:
        lines.append(external(imprint.report_url, gettext("Report an error")))
    if lines:
        yield text(*_spaced(lines), classes=["an-small-print"])


def _spaced(parts: list[str | nodes.Node]) -> Iterator[str | nodes.Node]:
    for place, part in enumerate(parts):
        if place and not (
            isinstance(parts[place - 1], str) and str(parts[place - 1]).endswith(" ")
        ):
            yield " "
        yield part


def _commas(parts: list[nodes.Node]) -> Iterator[str | nodes.Node]:
    for place, part in enumerate(parts):
        yield from (", ", part) if place else (part,)
