"""Descriptions of code: signatures, and what is said of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from docutils import nodes

from sphinx_anthology.outputs.pdf.code import CodeWriter, Handler, calling
from sphinx_anthology.typst.strings import literal


def _between(start: str, end: str) -> Handler:
    """The handler of parameters, which stand between brackets."""

    def handle(writer: CodeWriter, node: nodes.Element) -> NoReturn:
        writer.emit(literal(start))
        for place, child in enumerate(node.children):
            if place:
                writer.emit(literal(", "))
            child.walkabout(writer)
        writer.finish(literal(end))

    return handle


def returns(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """What it gives."""
    writer.emit(literal(" → "))
    writer.transparent(node)


_CALLS = {
    "desc": "definitions",
    "desc_signature": "signature",
    "desc_signature_line": "line-of",
    "desc_content": "definition",
    "desc_name": "strong",
}
_TRANSPARENT = (
    *("desc_addname", "desc_type", "desc_annotation", "desc_parameter", "desc_type_parameter"),
    "desc_inline",
)
HANDLERS: Mapping[str, Handler] = {
    **{name: calling(function) for name, function in _CALLS.items()},
    **dict.fromkeys(_TRANSPARENT, CodeWriter.transparent),
    "desc_parameterlist": _between("(", ")"),
    "desc_type_parameter_list": _between("[", "]"),
    "desc_optional": _between("[", "]"),
    "desc_returns": returns,
}
