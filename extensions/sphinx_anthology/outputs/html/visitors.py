"""The HTML of our nodes, with citations and the table of parts."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from docutils import nodes

from sphinx_anthology.model.citing import Citation, Run
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.nodes import NUMBER
from sphinx_anthology.pages.wording import direction
from sphinx_anthology.site.covers import HEIGHT, WIDTH, cover_address, has_covers


def visit_copy_button(self: Any, node: nodes.Element) -> None:
    """A button that its script makes visible."""
    self.body.append(_button(node["label"], node["done"]))
    raise nodes.SkipNode


def visit_other_styles(self: Any, node: nodes.Element) -> None:
    """A disclosure with each style's name, citation and copy button."""
    label, button = escape(node["label"], quote=False), _button(node["copy"], node["done"])
    self.body.append(f'<details class="an-styles"><summary>{label}</summary>\n')
    for name, made in node["citations"]:
        self.body.append(
            '<div class="an-style"><p class="an-s"><strong class="an-style-name">'
            f"{escape(name, quote=False)}</strong></p>\n<p>{citation(made)}</p>\n"
            f'<p class="an-links an-s">{button}</p>\n</div>\n'
        )
    self.body.append("</details>\n")
    raise nodes.SkipNode


def citation(made: Citation) -> str:
    """A citation as HTML: with italics, and web addresses as links."""
    return "".join(map(_run, made))


def _run(run: Run) -> str:
    text = escape(run.text, quote=False)
    if run.leads_to_the_web:
        return f'<a class="reference external" href="{escape(run.text)}">{text}</a>'
    return f"<em>{text}</em>" if run.emphasised else text


def _button(label: str, done: str) -> str:
    words = escape(label, quote=False)
    return f'<button type="button" class="an-copy" data-done="{escape(done)}">{words}</button>'


def visit_ledger(self: Any, node: nodes.table) -> None:
    """Write the whole table.

    Cells have no ``role``, though the stylesheet makes rows grids on narrow pages: HTML forbids it
    in a table (ARIA in HTML, 2025), and browsers keep the table semantics.
    """
    self.body.append('<table class="an-ledger">\n')
    for name, kind in (("thead", nodes.thead), ("tbody", nodes.tbody)):
        self.body.append(f"<{name}>\n")
        for row in next(iter(node.findall(kind))).findall(nodes.row):
            _write_row(self, row, is_head=name == "thead")
        self.body.append(f"</{name}>\n")
    self.body.append("</table>\n")
    raise nodes.SkipNode


def _write_row(self: Any, row: nodes.row, *, is_head: bool) -> None:
    self.body.append(self.starttag(row, "tr", ""))
    for cell in row.findall(nodes.entry):
        if is_head:
            _write_cell(self, cell, "th", {"scope": "col"})
        elif NUMBER in cell["classes"] and cell.children:
            _write_cell(self, cell, "th", {"scope": "row"})
        else:
            _write_cell(self, cell, "td", {})
    self.body.append("</tr>\n")


def _write_cell(self: Any, cell: nodes.Element, name: str, attributes: dict[str, str]) -> None:
    """Write a cell: header cells as text, others with their content."""
    self.body.append(self.starttag(cell, name, "", **attributes))
    if name == "th":
        self.body.append(self.encode(cell.astext()))
    else:
        for child in cell.children:
            child.walkabout(self)
    self.body.append(f"</{name}>\n")


Handler = Callable[[Any, Any], None]


def tag(name: str, end: str = "\n", **attributes: str) -> tuple[Handler, Handler]:
    """The handlers that write a node as an element."""

    def visit(self: Any, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, name, "", **attributes))

    def depart(self: Any, node: nodes.Element) -> None:
        self.body.append(f"</{name}>{end}")

    return visit, depart


def visit_time(self: Any, node: nodes.Element) -> None:
    """A date; with ``datetime`` if the day is known."""
    attributes = {"datetime": node["datetime"]} if node["datetime"] else {}
    self.body.append(self.starttag(node, "time" if attributes else "span", "", **attributes))


def depart_time(self: Any, node: nodes.Element) -> None:
    """Close what was opened."""
    self.body.append("</time>" if node["datetime"] else "</span>")


def visit_task_box(self: Any, node: nodes.Element) -> None:
    """The sign of a checkbox, with a label for screen readers."""
    attributes = {"role": "img", "aria-label": node["label"]}
    self.body.append(self.starttag(node, "span", "", **attributes))


def visit_monogram(self: Any, node: nodes.Element) -> None:
    """A monogram, hidden from screen readers."""
    self.body.append(self.starttag(node, "span", "", **{"aria-hidden": "true"}) + "<span>")


def depart_monogram(self: Any, node: nodes.Element) -> None:
    """Close the monogram."""
    self.body.append("</span></span>")


def visit_progress_bar(self: Any, node: nodes.Element) -> None:
    """A bar for each part, hidden from screen readers."""
    shelf = node["shelf"]
    self.body.append(self.starttag(node, "span", "", **{"aria-hidden": "true"}))
    for place, standing in enumerate(shelf.standings):
        name = "here" if place == shelf.here else standing.value
        self.body.append("<i></i>" if name == "published" else f'<i class="is-{name}"></i>')
    self.body.append("</span>")
    raise nodes.SkipNode


def visit_article_box(self: Any, node: nodes.Element) -> None:
    """The box of the articles that a post presents."""
    attributes = {"aria-label": node["label"]}
    self.body.append(self.starttag(node, "aside", CLASS="an-article", **attributes))


def visit_navigation(self: Any, node: nodes.Element) -> None:
    """A labelled navigation landmark."""
    self.body.append(self.starttag(node, "nav", **{"aria-label": node["label"]}))


def visit_row(self: Any, node: nodes.Element) -> None:
    """A row of a page, which counts as a section for its headings."""
    self.section_level += 1
    self.body.append(self.starttag(node, "section"))


def depart_row(self: Any, node: nodes.Element) -> None:
    """Close the row."""
    self.section_level -= 1
    self.body.append("</section>\n")


def heading(deeper: int) -> tuple[Handler, Handler]:
    """The handlers of a heading, ``deeper`` levels below the section's own."""

    def visit(self: Any, node: nodes.Element) -> None:
        level = min(6, self.section_level + deeper)
        self.body.append(self.starttag(node, f"h{level}", ""))
        self.context.append(f"</h{level}>\n")

    def depart(self: Any, node: nodes.Element) -> None:
        self.body.append(self.context.pop())

    return visit, depart


def visit_cross_reference(self: Any, node: nodes.Element) -> None:
    """A link with a preview, which a script shows."""
    self.body.append('<span class="an-xref">')


def depart_cross_reference(self: Any, node: nodes.Element) -> None:
    """Write the preview as plain text in the publication's language."""
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
    """A list of references, with the classes of CSL processors."""
    self.body.append(self.starttag(node, "div", CLASS="csl-bib-body", role="list"))


def visit_reference_entry(self: Any, node: nodes.Element) -> None:
    """A reference, as a list item."""
    self.body.append(self.starttag(node, "div", "", CLASS="csl-entry", role="listitem"))


def nothing(self: Any, node: nodes.Element) -> None:
    """Do nothing."""


def visit_cover(self: Any, node: nodes.Element) -> None:
    """A cover beside the title of its volume, which needs no text of its own."""
    app = self.builder._app  # noqa: SLF001  # no public way
    if has_covers(app):
        attributes = {
            "src": cover_address(app, node["docname"], node["name"]),
            "alt": "",
            "width": str(WIDTH),
            "height": str(HEIGHT),
            "loading": "lazy",
            "decoding": "async",
            "class": "an-cover",
        }
        self.body.append(self.emptytag(nodes.inline(), "img", "\n", **attributes))
    raise nodes.SkipNode


VISITORS: dict[type[nodes.Element], tuple[Handler, Handler]] = {
    ours.time: (visit_time, depart_time),
    ours.struck: tag("s", ""),
    ours.task_box: (visit_task_box, tag("span", "")[1]),
    ours.monogram: (visit_monogram, depart_monogram),
    ours.progress_bar: (visit_progress_bar, nothing),
    ours.article_box: (visit_article_box, tag("aside")[1]),
    ours.navigation: (visit_navigation, tag("nav")[1]),
    ours.block: tag("div"),
    ours.listing: tag("div"),
    ours.head: tag("header"),
    ours.web_words: (nothing, nothing),
    ours.page_title: tag("h1"),
    ours.page_row: (visit_row, depart_row),
    ours.row_label: heading(0),
    ours.heading: heading(1),
    ours.ledger: (visit_ledger, nothing),
    ours.cross_reference: (visit_cross_reference, depart_cross_reference),
    ours.cover: (visit_cover, nothing),
    ours.copy_button: (visit_copy_button, nothing),
    ours.other_styles: (visit_other_styles, nothing),
    ours.reference_list: (visit_reference_list, tag("div")[1]),
    ours.reference_entry: (visit_reference_entry, tag("div")[1]),
}
"""The nodes that HTML writes unlike their stock bases."""
