"""The page of a post: header, footer, navigation of the series."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Sequence

from docutils import nodes

from sphinx_anthology.model.citing import Style
from sphinx_anthology.model.identifiers import licence_name, license_address
from sphinx_anthology.model.source import Body, minutes
from sphinx_anthology.model.views import (
    ArticleBox,
    Part,
    PartStatus,
    Person,
    PostEntry,
    PostView,
    readable_beside,
)
from sphinx_anthology.model.volume import Publication
from sphinx_anthology.pages.bibliographic import (
    ARTICLES,
    article_lines,
    call_for,
    how_to_cite,
    origin_notes,
)
from sphinx_anthology.pages.build import (
    DOT,
    Page,
    affiliation,
    external,
    filled,
    in_language,
    items,
    link,
    listed,
    moment,
    name,
    name_list,
    part_link,
    person_line,
    photo_credit,
    portrait,
    post_link,
    progress_of,
    section,
    separated,
    text,
    title_of,
    topic_link,
    with_language,
)
from sphinx_anthology.pages.corrections import corrected_line
from sphinx_anthology.pages.nodes import (
    ABOUT_AUTHORS,
    BYLINES,
    KICKER,
    LIST,
    META,
    ORDER,
    PORTRAIT,
    RELATION,
    SMALL_PRINT,
    WAYS,
    article_box,
    backlinks,
    block,
    head,
    navigation,
    web_words,
)
from sphinx_anthology.pages.wording import (
    before_colon,
    byline_form,
    day_text,
    gettext,
    joined,
    ngettext,
    number_text,
    part_label,
    post_kind,
    relation_name,
)


def series_navigation(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Previous and next part, and the reading order of the series."""
    place = view.place
    if place is None or not any(part.docname == page.docname for part in view.order):
        return
    title = gettext("In this series")
    found = navigation("", label=title, classes=[ORDER])
    to_series = link(page, "series", place.series_docname, place.series_title)
    series = with_language(page, to_series, place.series_language)
    found += text(nodes.strong("", title), f"{before_colon('')} ", series)
    found += items([[_step(page, view, part)] for part in view.order], "an-steps")
    around = zip(
        (gettext("Previous"), gettext("Next")),
        readable_beside(view.order, page.docname),
        strict=True,
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
        title = nodes.strong("", part.title, classes=in_language(page, part.language))
        line += [title, nodes.Text(" "), here]
        line["classes"].append("is-here")
    elif part.docname:
        line += with_language(page, part_link(page, part), part.language)
    else:
        line += nodes.Text(part.title or gettext("announced"))
    if part.standing is PartStatus.WITHDRAWN:
        line += nodes.Text(" (" + gettext("withdrawn") + ")")
    return line


def _neighbour(page: Page, view: PostView, label: str, part: Part) -> nodes.paragraph:
    """The link to the previous or next part."""
    number = number_text(view.place, part.number)
    names = joined([str(person) for person in part.people], page.language)
    heading = before_colon(", ".join(filter(None, (label, number))))
    to = with_language(page, part_link(page, part), part.language)
    line = text(f"{heading} ", to, classes=["an-neighbour"])
    if names:
        line += nodes.Text(f", {names}")
    return line


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class SiteNotice:
    """What the publication says below every post."""

    publication: Publication
    style: Style = Style.APA
    disclaimer: str = ""
    report_url: str = ""


def header_parts(page: Page, view: PostView, body: Body) -> Iterator[nodes.Node]:
    """The parts between title and text: head, articles, origin."""
    top = head("", *_kicker(page, view), classes=["an-head"])
    yield top
    classes = in_language(page, view.post.language or "")
    if view.withdrawn:
        yield from _tombstone(page, view)
        return
    if view.post.subtitle:
        top += text(view.post.subtitle, classes=["an-subtitle", *classes])
    if not view.post.is_whole:
        names = name_list(page, view.people) or [nodes.Text(gettext("unknown authors"))]
        relation = text(*filled(byline_form(view.post.relation), names=names), classes=[RELATION])
        relation["in_short"] = relation_name(view.post.relation) if view.people else ""
        top += relation
    if view.post.description:
        top += text(view.post.description, classes=["an-stand", *classes])
    if view.people:
        lines = ([person_line(page, p, plates=portrait(p))] for p in view.people)
        top += items(lines, BYLINES)
    top += _meta(page, view, body)
    in_text = {box.key for box in view.listed}
    if boxes := [box for box in view.articles if box.key not in in_text]:
        top += call_for(page, boxes)
        yield _articles(page, boxes)
    yield from origin_notes(page, view)
    if view.responds_to:
        links = [with_language(page, post_link(page, e), e.language) for e in view.responds_to]
        form = gettext("A response to {posts}.")
        yield text(*filled(form, posts=listed(page, links)), classes=["an-answers"])


def footer_parts(page: Page, view: PostView, imprint: SiteNotice) -> Iterator[nodes.Node]:
    """The parts after the text and its references."""
    if view.withdrawn:
        yield from series_navigation(page, view)
        return
    if view.people:
        cards = [_author_card(page, person) for person in view.people]
        title = ngettext("About the author", "About the authors", len(cards))
        yield section(ABOUT_AUTHORS, title, *cards)
    yield how_to_cite(page, view, imprint.publication, imprint.style)
    if view.responses:
        responses = ([_answer(page, entry)] for entry in view.responses)
        yield section("an-responses", gettext("Responses"), items(responses, LIST))
    yield backlinks(post=page.docname, docname=page.docname, language=page.language)
    yield from series_navigation(page, view)
    yield from _small_print(page, view, imprint)


def _kicker(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """The place of the post: progress bar and ``Blog 3 of 7 in …``."""
    kind = post_kind(view.post.kind)
    if view.place is None:
        if kind:
            yield text(kind, classes=[KICKER])
        return
    place = view.place
    to_series = link(page, "series", place.series_docname, place.series_title)
    series = with_language(page, to_series, place.series_language)
    part = part_label(place)
    form = gettext("{part} in {series}") if part else gettext("In {series}")
    where = filled(form, part=nodes.strong("", part), series=series)
    line = separated(kind, nodes.inline("", "", *where))
    yield text(*progress_of(view.shelf), *line, classes=[KICKER])


def _tombstone(page: Page, view: PostView) -> Iterator[nodes.Node]:
    withdrawn = view.post.withdrawn
    if withdrawn is None:
        return
    form = gettext("This post was withdrawn on {day}.")
    day = day_text(withdrawn.date, page.language)
    yield text(form.format(day=day), classes=["an-tombstone"])
    yield text(withdrawn.reason)
    if ways := [text(*way) for way in _ways_on(page, view)]:
        yield items(([way] for way in ways), WAYS)


def _ways_on(page: Page, view: PostView) -> Iterator[list[nodes.Node]]:
    """From a withdrawn post to its series, its year and its topics."""
    if place := view.place:
        series = link(page, "series", place.series_docname, place.series_title)
        to_series = with_language(page, series, place.series_language)
        yield filled(gettext("All parts of {series}"), series=to_series)
    if view.year:
        to_year = topic_link(page, "years", view.year)
        yield filled(gettext("Other posts of {year}"), year=to_year)
    for each in view.others:
        yield filled(gettext("More on {topic}"), topic=topic_link(page, "topics", each))


def _meta(page: Page, view: PostView, body: Body) -> nodes.paragraph:
    """Date, reading time, last correction, topics, and people whom the post is about."""
    reading = minutes(body.words)
    topics = [topic_link(page, "topics", topic) for topic in view.topics]
    about = name_list(page, view.about)
    meta = text(
        *separated(
            moment(page, view.post.date),
            web_words("", ngettext("{n} minute", "{n} minutes", reading)) if reading > 1 else "",
            corrected_line(page, view, body.corrections),
            *(web_words("", "", topic) for topic in topics),
        ),
        classes=[META, "an-s"],
    )
    if about:
        meta += [nodes.Text(DOT), *filled(gettext("About {names}"), names=about)]
    return meta


def _articles(page: Page, boxes: Sequence[ArticleBox]) -> nodes.Node:
    """The box of the articles that the post presents, but for those in its text."""
    heading = ngettext(
        "The article this post presents", "The articles this post presents", len(boxes)
    )
    box = article_box("", text(nodes.strong("", heading), classes=["an-s"]), label=heading)
    box["ids"] = [ARTICLES]
    for presented in boxes:
        box += block("", *article_lines(page, presented), classes=["an-entry"])
    return box


def _author_card(page: Page, person: Person) -> nodes.Node:
    """Name, role at the time, and a short biography."""
    about = block("", text(name(page, person), classes=["an-t"]))
    held = "" if _is_in_bio(person) else affiliation(person)
    said = ". ".join(filter(None, (held, person.bio.rstrip("."))))
    if said:
        about += text(f"{said}.", classes=["an-sum"])
    about += photo_credit(person)
    picture = text(*portrait(person, "is-l"), classes=[PORTRAIT])
    return block("", picture, about, classes=["an-bio"])


def _is_in_bio(person: Person) -> bool:
    """Whether the short biography names the role at the time, and every affiliation."""
    places = (place for held in person.affiliations for place in (held.name, held.department))
    return all(part in person.bio for part in (person.role or "", *places) if part)


def _answer(page: Page, entry: PostEntry) -> nodes.Node:
    """A post that responds to this one."""
    names = name_list(page, entry.people, linked=False)
    return block(
        "",
        text(moment(page, entry.date), classes=["an-s"]),
        title_of(page, post_link(page, entry), entry.language),
        text(*names, classes=["an-by"]),
        classes=["an-entry"],
    )


def _small_print(page: Page, view: PostView, imprint: SiteNotice) -> Iterator[nodes.Node]:
    """Last correction, licence, disclaimer, and where to report an error."""
    lines: list[str | nodes.Node] = []
    if view.post.updated:
        form = gettext("Last corrected on {day}.")
        lines.append(form.format(day=day_text(view.post.updated, page.language)))
    terms = view.post.text_terms(imprint.publication.license)
    if licence := licence_name(terms):
        address = license_address(terms)
        named = external(address, licence) if address else nodes.Text(licence)
        lines.append(nodes.inline("", "", *filled(gettext("Licence: {licence}."), licence=named)))
    if doi := view.post.doi:
        lines += [f"{before_colon('DOI')} ", external(f"https://doi.org/{doi}", doi)]
    if imprint.disclaimer:
        lines.append(imprint.disclaimer)
    if imprint.report_url:
        lines.append(external(imprint.report_url, gettext("Report an error")))
    if lines:
        yield text(*_spaced(lines), classes=[SMALL_PRINT])


def _spaced(parts: list[str | nodes.Node]) -> Iterator[str | nodes.Node]:
    for place, part in enumerate(parts):
        if place and not (
            isinstance(parts[place - 1], str) and str(parts[place - 1]).endswith(" ")
        ):
            yield " "
        yield part
