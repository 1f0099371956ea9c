"""The way through a series: its reading order, the previous and the next part."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from sphinx_anthology.model.views import Part, PostView, Standing
from sphinx_anthology.pages.build import (
    Page,
    in_language,
    items,
    link,
    spoken,
    text,
)
from sphinx_anthology.pages.nodes import navigation
from sphinx_anthology.pages.wording import (
    before_colon,
    gettext,
    joined,
    number_text,
)


def series_navigation(page: Page, view: PostView) -> Iterator[nodes.Node]:
    """Previous, next, and the whole reading order with “you are here”."""
    place = view.place
    if place is None or not any(part.docname == page.docname for part in view.order):
        return
    title = gettext("In this series")
    found = navigation("", label=title, classes=["an-order"])
    to_series = link(page, "series", place.series_docname, place.series_title)
    series = spoken(page, to_series, place.series_language)
    found += text(nodes.strong("", title), f"{before_colon('')} ", series)
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
        title = nodes.strong("", part.title, classes=in_language(page, part.language))
        line += [title, nodes.Text(" "), here]
        line["classes"].append("is-here")
    elif part.docname:
        line += spoken(page, link(page, "post", part.docname, part.title), part.language)
    else:
        line += nodes.Text(part.title or gettext("announced"))
    if part.standing is Standing.WITHDRAWN:
        line += nodes.Text(" (" + gettext("withdrawn") + ")")
    return line


def _neighbour(page: Page, view: PostView, label: str, part: Part) -> nodes.paragraph:
    """The way to the previous or the next part."""
    number = number_text(view.place, part.number)
    names = joined([str(person) for person in part.people], page.language)
    heading = before_colon(", ".join(filter(None, (label, number))))
    to = spoken(page, link(page, "post", part.docname, part.title), part.language)
    line = text(f"{heading} ", to, classes=["an-neighbour"])
    if names:
        line += nodes.Text(f", {names}")
    return line
