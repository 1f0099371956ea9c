"""How our nodes are written as HTML."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from docutils import nodes

from sphinx_anthology.outputs.html.citing import visit_copy_button, visit_other_styles
from sphinx_anthology.outputs.html.ledger import visit_ledger
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.wording import direction

Handler = Callable[[Any, Any], None]


def tag(name: str, **attributes: str) -> tuple[Handler, Handler]:
    """Handlers that write a node as an element."""

    def visit(self: Any, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, name, "", **attributes))

    def depart(self: Any, node: nodes.Element) -> None:
        self.body.append(f"</{name}>\n")

    return visit, depart


def visit_time(self: Any, node: nodes.Element) -> None:
    """A date; for machines only where the day is known."""
    attributes = {"datetime": node["datetime"]} if node["datetime"] else {}
    self.body.append(self.starttag(node, "time" if attributes else "span", "", **attributes))


def depart_time(self: Any, node: nodes.Element) -> None:
    """Close what was opened."""
    self.body.append("</time>" if node["datetime"] else "</span>")


def visit_struck(self: Any, node: nodes.Element) -> None:
    """Words that no longer hold."""
    self.body.append(self.starttag(node, "s", ""))


def depart_struck(self: Any, node: nodes.Element) -> None:
    """Close what was opened."""
    self.body.append("</s>")


def visit_task_box(self: Any, node: nodes.Element) -> None:
    """A sign, and in words what it says."""
    attributes = {"role": "img", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "span", "", **attributes))


def depart_task_box(self: Any, node: nodes.Element) -> None:
    """Close what was opened."""
    self.body.append("</span>")


def visit_plate(self: Any, node: nodes.Element) -> None:
    """A monogram says nothing that the name beside it does not."""
    self.body.append(self.starttag(node, "span", "", **{"aria-hidden": "true"}) + "<span>")


def depart_plate(self: Any, node: nodes.Element) -> None:
    """Close the monogram."""
    self.body.append("</span></span>")


def visit_spines(self: Any, node: nodes.Element) -> None:
    """An upright for each part; what they say stands beside them in words."""
    shelf = node["shelf"]
    self.body.append(self.starttag(node, "span", "", **{"aria-hidden": "true"}))
    for place, standing in enumerate(shelf.standings):
        name = "here" if place == shelf.here else standing.value
        self.body.append("<i></i>" if name == "published" else f'<i class="is-{name}"></i>')
    self.body.append("</span>")
    raise nodes.SkipNode


def visit_article_box(self: Any, node: nodes.Element) -> None:
    """The article stands beside the post's own text."""
    attributes = {"aria-label": node["label"]}
    self.body.append(self.starttag(node, "aside", CLASS="an-article", **attributes))


def visit_navigation(self: Any, node: nodes.Element) -> None:
    """A landmark with a name."""
    self.body.append(self.starttag(node, "nav", **{"aria-label": node["label"]}))


def visit_row(self: Any, node: nodes.Element) -> None:
    """A part of a page that counts as a section for the headings in it."""
    self.section_level += 1
    self.body.append(self.starttag(node, "section"))


def depart_row(self: Any, node: nodes.Element) -> None:
    """Close the part."""
    self.section_level -= 1
    self.body.append("</section>\n")


def heading(deeper: int) -> tuple[Handler, Handler]:
    """Handlers that write a heading, so many levels below the section's own."""

    def visit(self: Any, node: nodes.Element) -> None:
        level = min(6, self.section_level + deeper)
        self.body.append(self.starttag(node, f"h{level}", ""))
        self.context.append(f"</h{level}>\n")

    def depart(self: Any, node: nodes.Element) -> None:
        self.body.append(self.context.pop())

    return visit, depart


def visit_cross_reference(self: Any, node: nodes.Element) -> None:
    """The link and, out of sight until a script shows it, a look at its target."""
    self.body.append('<span class="an-xref">')


def depart_cross_reference(self: Any, node: nodes.Element) -> None:
    """Write the preview: plain words, no links, in our language whatever is around it."""
    ours_again = self.config.language if node.get_language_code() else ""
    self.body.append(f'<span class="an-preview"{_lang(ours_again)} hidden>')
    for name, words, language in node["preview"]:
        content = escape(words, quote=False)
        self.body.append(f'<span class="{name}"{_lang(language)}>{content}</span>')
    self.body.append("</span></span>")


def _lang(language: str) -> str:
    if not language:
        return ""
    return f' lang="{escape(language.replace("_", "-"))}" dir="{direction(language)}"'


def visit_reference_list(self: Any, node: nodes.Element) -> None:
    """References as the tools of CSL write them, and as readers of blogs look for them."""
    self.body.append(self.starttag(node, "div", CLASS="csl-bib-body", role="list"))


def visit_reference_entry(self: Any, node: nodes.Element) -> None:
    """A reference is heard as an entry of a list, and seen as one."""
    self.body.append(self.starttag(node, "div", "", CLASS="csl-entry", role="listitem"))


def skip(self: Any, node: nodes.Element) -> None:
    """Nothing is left to close."""


VISITORS: dict[type[nodes.Element], tuple[Handler, Handler]] = {
    ours.time: (visit_time, depart_time),
    ours.struck: (visit_struck, depart_struck),
    ours.task_box: (visit_task_box, depart_task_box),
    ours.plate: (visit_plate, depart_plate),
    ours.spines: (visit_spines, skip),
    ours.article_box: (visit_article_box, tag("aside")[1]),
    ours.navigation: (visit_navigation, tag("nav")[1]),
    ours.block: tag("div"),
    ours.listing: tag("div"),
    ours.head: tag("header"),
    ours.page_title: tag("h1"),
    ours.page_row: (visit_row, depart_row),
    ours.row_label: heading(0),
    ours.heading: heading(1),
    ours.ledger: (visit_ledger, skip),
    ours.cross_reference: (visit_cross_reference, depart_cross_reference),
    ours.copy_button: (visit_copy_button, skip),
    ours.other_styles: (visit_other_styles, skip),
    ours.reference_list: (visit_reference_list, tag("div")[1]),
    ours.reference_entry: (visit_reference_entry, tag("div")[1]),
}
"""Every node that HTML writes otherwise than its stock base."""
