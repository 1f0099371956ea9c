"""What each node becomes: one handler each, in one table, and others' in the place of ours."""

from __future__ import annotations

import inspect
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.frontend import get_default_settings
from docutils.parsers.rst import Parser
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.registry import SphinxComponentRegistry
from sphinx_design import dropdown, icons, shared, tabs

from sphinx_anthology.outputs.pdf import figures
from sphinx_anthology.outputs.pdf.builder import THEMES, TypstTranslator, merged
from sphinx_anthology.outputs.pdf.code import CodeWriter
from sphinx_anthology.pages import nodes as ours

DESIGN_8 = {"aside_main", "sd_badge", "sd_icon", "sd_line_break"}
"""What sphinx-design has since its version 0.8."""


def _names(module: ModuleType) -> set[str]:
    classes = (each for _, each in inspect.getmembers(module, inspect.isclass))
    return {each.__name__ for each in classes if issubclass(each, nodes.Node | nodes.Admonition)}


def test_every_handler_is_of_a_node_that_there_is() -> None:
    """Of docutils, Sphinx, sphinx-design, or ours."""
    modules = [nodes, addnodes, ours, dropdown, icons, shared, tabs]
    known = DESIGN_8.union(*map(_names, modules))
    assert merged(theme.HANDLERS for theme in THEMES).keys() - known == set()


def test_a_node_has_one_handler() -> None:
    """Two tables with the same name are no order of precedence, but a mistake."""
    with pytest.raises(ValueError, match="Two tables have a handler of caption, image"):
        merged([figures.HANDLERS, {"image": print, "caption": print, "other": print}])


class haiku(nodes.paragraph):  # noqa: N801
    """A paragraph of another extension."""


class tanka(nodes.paragraph):  # noqa: N801
    """Another, without a handler."""


def _written(*body: nodes.Node, **registered: Any) -> str:
    """The code of a document, where an extension has handlers of its own."""
    document = new_document("page", get_default_settings(Parser))
    document += list(body)
    builder: Any = SimpleNamespace(
        name="typstpdf",
        format="typst",
        default_translator_class=TypstTranslator,
        current_docname="page",
        config=None,
        env=SimpleNamespace(domains=None),
    )
    registry = SphinxComponentRegistry()
    for name, handlers in registered.items():
        node = type(name, (nodes.Element,), {})
        registry.add_translation_handlers(node, typst=handlers)
    writer = registry.create_translator(builder, document, builder)
    assert isinstance(writer, TypstTranslator)
    document.walkabout(writer)
    return writer.astext()


def _visit(self: CodeWriter, node: nodes.Element) -> None:
    self.emit("verse()")
    self.call("aside", node)


def _begin(self: CodeWriter, node: nodes.Element) -> None:
    self.emit("begin()")


def _end(self: CodeWriter, node: nodes.Element) -> None:
    self.emit("end()")


def test_handlers_of_others_stand_in_the_place_of_ours() -> None:
    """For a node of theirs, or for one that we know: its subclasses follow."""
    lines = _written(haiku("", "Wind"), tanka("", "Rain")).splitlines()
    assert lines == ['anchor("page:")', *_call("par", "Wind"), *_call("par", "Rain")]
    lines = _written(haiku("", "Wind"), tanka("", "Rain"), haiku=(_visit, None)).splitlines()
    assert lines[1:] == ["verse()", *_call("aside", "Wind"), *_call("par", "Rain")]
    lines = _written(tanka("", "Rain"), paragraph=(_begin, _end)).splitlines()
    assert lines[1:] == ["begin()", '"Rain"', "end()"]


def _call(function: str, words: str) -> list[str]:
    return [f"{function}({{[]", f'"{words}"', "})"]
