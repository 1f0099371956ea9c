"""A post's page: what stands before and after the author's own words."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.model.body import minutes
from sphinx_anthology.model.views import Person, PostEntry, PostView
from sphinx_anthology.pages.build import (
    Page,
    affiliation,
    article_lines,
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
    topic_link,
)
from sphinx_anthology.pages.navigation import series_navigation
from sphinx_anthology.pages.nodes import article_box, backlinks, block
from sphinx_anthology.pages.origin import how_to_cite, origin_notes
from sphinx_anthology.pages.wording import (
    by,
    day_text,
    gettext,
    joined,
    ngettext,
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
    if not view.post.is_whole:
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
    yield from origin_notes(page, view)
    if view.responds_to:
        answered = [gettext("In answer to"), " "]
        links = [post_link(page, entry) for entry in view.responds_to]
        yield text(*answered, *_commas(links), ".", classes=["an-answers"])


def after(page: Page, view: PostView, imprint: Imprint) -> Iterator[nodes.Node]:
    """Everything after the text and its references."""
    if view.withdrawn:
        yield from series_navigation(page, view)
        return
    if view.people:
        cards = [_author_card(page, person) for person in view.people]
        yield section("an-authors", ngettext("The author", "The authors", len(cards)), *cards)
    yield how_to_cite(page, view, imprint.title)
    if view.responses:
        responses = ([_answer(page, entry)] for entry in view.responses)
        yield section("an-responses", gettext("Responses"), items(responses, "an-list"))
    yield backlinks(post=page.docname, docname=page.docname, language=page.language)
    yield from series_navigation(page, view)
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
    topics = [topic_link(page, "topics", topic) for topic in view.topics]
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


def _answer(page: Page, entry: PostEntry) -> nodes.paragraph:
    """A post that answers this one."""
    by_whom = joined([str(person) for person in entry.people], page.language)
    return text(post_link(page, entry), f", {by_whom}, ", moment(page, entry.date))


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
