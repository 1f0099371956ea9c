"""Parts of pages: components of sphinx-design, and our own nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from docutils import nodes

from sphinx_anthology.outputs.pdf import blocks
from sphinx_anthology.outputs.pdf.code import CodeWriter, Handler, calling, classes_of, dropped
from sphinx_anthology.outputs.pdf.figures import captioned_code
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.parts import BYLINES, DATED, PEOPLE, WHO

_COMPONENTS = {
    "card": "card",
    "card-title": "card-title",
    "card-header": "card-note",
    "card-footer": "card-note",
    "tab-label": "tab-label",
    "dropdown": "dropdown",
}
"""The functions of the look that set the components."""


def container(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A component, code with a caption, or a part of a page."""
    component = str(node.get("design_component", ""))
    if component in _COMPONENTS:
        writer.call(_COMPONENTS[component], node)
    if component in {"grid-row", "card-carousel"}:
        cells = [writer.content(c) for c in node.children if isinstance(c, nodes.Element)]
        writer.finish(f"cards({', '.join(cells)})")
    if component:
        writer.transparent(node)
    if node.get("literal_block"):
        captioned_code(writer, node)
    blocks.frame(writer, node)


def line_break(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """The end of a line."""
    writer.finish("linebreak()")


# our own nodes; all others are containers, paragraphs, tables by their classes


def block(writer: CodeWriter, node: ours.block) -> NoReturn:
    """A part of ours; a post in a list is set beside its date."""
    parts = [child for child in node.children if isinstance(child, nodes.Element)]
    if DATED in node["classes"] and len(parts) == 3:
        writer.finish(f"dated({', '.join(writer.inline_content(part) for part in parts)})")
    container(writer, node)


def bullet_list(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A list; one of people is set in columns, what is said of each below the name."""
    if {BYLINES, PEOPLE} & set(node["classes"]):
        people = [_person(writer, item) for item in node.children]
        writer.finish(f"people({classes_of(node)}, {', '.join(people)})")
    blocks.bullet_list(writer, node)


def _person(writer: CodeWriter, item: nodes.Node) -> str:
    """Name and what is said of somebody, and all else that the item holds."""
    who = next((n for n in item.findall(nodes.inline) if WHO in n["classes"]), None)
    if who is None or not isinstance(item, nodes.Element):
        return f"({writer.block([item])}, none, none)"
    parted = next((i for i, c in enumerate(who) if isinstance(c, ours.on_one_line)), len(who))
    line = who.parent
    said = writer.block(who.children[parted + 1 :]) if parted < len(who) else "none"
    rest = [c for c in (line.parent or item).children if c is not line]
    more = writer.block(rest) if rest else "none"
    return f"({writer.block(who.children[:parted])}, {said}, {more})"


_TRANSPARENT = (
    *("PassthroughTextElement", "dropdown_main", "dropdown_title", "sd_badge", "aside_main"),
    "head",
)
"""What lets links stand where blocks do, and the like; a head where no document begins."""
_DROPPED = (
    *("sd_icon", "fontawesome", "sd_tab_input"),
    *("web_only", "navigation", "monogram", "progress_bar", "copy_button", "visually_hidden"),
    "downloads",
)
"""Icons, which say nothing that the words beside them do not; what only a screen can show."""
HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(_TRANSPARENT, CodeWriter.transparent),
    **dict.fromkeys(_DROPPED, dropped),
    "container": container,
    "sd_line_break": line_break,
    "block": block,
    "bullet_list": bullet_list,
    "article_box": calling("article-box"),
    "citation_text": calling("citation"),
}
