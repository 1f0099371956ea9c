"""Pictures: alone, in a line, with a caption."""

from __future__ import annotations

import re

from docutils import nodes

from sphinx_anthology.outputs.typst.code import NOTHING
from sphinx_anthology.outputs.typst.formulas import MOST_SPOKEN
from sphinx_anthology.outputs.typst.pictures import Picture, Problem
from sphinx_anthology.outputs.typst.tables import Tables
from sphinx_anthology.pages.facts import DECORATIVE
from sphinx_anthology.press.strings import literal, shortened

_LENGTH = re.compile(r"([0-9]+(?:\.[0-9]+)?)(px|pt|cm|mm|in|em|%)?")
_PIXEL = 0.75
"""Points in a pixel of CSS (CSS Values and Units 4, section 6.2)."""


class Figures(Tables):
    """Visitors of pictures, and of code with a caption."""

    def visit_image(self, node: nodes.image) -> None:
        """A picture; one that cannot be set is told of, and its alternative text stands there."""
        if anchor := self.anchor(node):
            self.put(anchor)
        inline = isinstance(node.parent, nodes.TextElement) and not is_alone(node)
        found = self.builder.picture(node)
        if isinstance(found, Problem):
            uri = str(node.get("uri", ""))
            self.tell(node, "The image ‘%s’ cannot be set in the PDF: %s", uri, found.reason)
        if not isinstance(found, Picture):
            alt = self.alternative_of(node)
            if alt:
                said = literal(self.shown(alt, node))
                self.put(f"emph({said})" if inline else f"missing-picture({said})")
            raise nodes.SkipNode
        alt = self.alternative_of(node)
        if not alt and DECORATIVE not in node["classes"]:
            self.tell(
                node,
                "The image ‘%s’ has no alternative text; the PDF takes it for decoration.",
                str(node.get("uri", "")),
            )
        size = "".join(
            f", {side}: {length}" for side in ("width", "height") if (length := _length(node, side))
        )
        if not size and (inline or "scale" in node):
            size = f", width: {found.width * float(node.get('scale', 100)) / 100:g}pt"
        name = "picture-piece" if inline else "picture"
        path = literal(found.path.as_posix())
        self.put(f"{name}({path}, {literal(alt)}, {self.classes(node)}{size})")
        raise nodes.SkipNode

    def alternative_of(self, node: nodes.image) -> str:
        """The words that stand for a picture."""
        return shortened(str(node.get("alt") or "").strip(), MOST_SPOKEN)

    def visit_paragraph(self, node: nodes.Element) -> None:
        """A paragraph; one that is but a picture is no paragraph in print."""
        if len(node.children) == 1 and isinstance(node.children[0], nodes.image):
            self.frame(node)
        super().visit_paragraph(node)

    def visit_figure(self, node: nodes.Element) -> None:
        """A picture with its caption and legend."""
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        shown = self.caption(caption, node, "figure") if caption is not None else "none"
        legend = next((c for c in node.children if isinstance(c, nodes.legend)), None)
        below = self.inside(legend) if legend is not None else "none"
        content = [c for c in node.children if not isinstance(c, nodes.caption | nodes.legend)]
        picture = self.block(content)
        name = "plate" if picture != NOTHING else "missing-plate"
        self.put(f"{name}({self.label(node)}, {shown}, {below}, {picture})")
        raise nodes.SkipNode

    def visit_caption(self, node: nodes.Element) -> None:
        """A caption that stands where none is expected, as of a toctree."""
        self.call("rubric", node)

    def visit_legend(self, node: nodes.Element) -> None:
        """The same of a legend."""
        self.transparent(node)

    def visit_container(self, node: nodes.Element) -> None:
        """A part of a page; code with a caption is one too."""
        if not node.get("literal_block"):
            self.frame(node)
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        shown = self.caption(caption, node, "code-block") if caption is not None else "none"
        content = [c for c in node.children if not isinstance(c, nodes.caption)]
        self.put(f"listing({self.label(node)}, {shown}, {self.block(content)})")
        raise nodes.SkipNode


def is_alone(node: nodes.Node) -> bool:
    """Whether a picture is all that its paragraph holds."""
    is_in_paragraph = isinstance(node.parent, nodes.paragraph)
    return is_in_paragraph and len(node.parent.children) == 1


def _length(node: nodes.Element, side: str) -> str:
    """A length as Typst writes it; empty where none is given that it knows."""
    match = _LENGTH.fullmatch(str(node.get(side, "")).strip())
    if not match:
        return ""
    number, unit = float(match[1]), match[2] or "px"
    if side == "height" and unit == "%":
        return ""
    if unit == "px":
        number, unit = number * _PIXEL, "pt"
    return f"{number * float(node.get('scale', 100)) / 100:g}{unit}"
