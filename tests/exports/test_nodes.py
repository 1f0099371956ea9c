"""The pages of ``test-nodes`` hold every node that a text can have."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import pytest
import sphinx_design
from docutils import nodes
from sphinx import addnodes

from sphinx_anthology.pages.nodes import ALL
from tests.exports.publications import Publication

UNREACHED = {
    # Sphinx takes the first field list of a document, and docutils' own frame of a page
    "docinfo author authors organization address contact version revision status date copyright",
    "decoration header footer",
    # what is gone once a document is read, and what stands for a mistake
    "pending substitution_reference citation_reference pending_xref_condition",
    "problematic system_message",
    # what only a transform or a builder of Sphinx's own makes, or a toctree, which volumes lack
    "compact_paragraph",
    "generated start_of_file translatable _desc_classes_injector desc_sig_element",
    "desc_type desc_sig_literal_string",
    # ours: only in a page of the web
    "page_title text_end",
}
DESIGN = {
    "accordion",
    "aside",
    "aside-body",
    "card",
    "card-body",
    "card-carousel",
    "card-footer",
    "card-header",
    "card-overlay",
    "card-title",
    "div",
    "dropdown",
    "grid-container",
    "grid-item",
    "grid-row",
    "step",
    "step-content",
    "steps",
    "tab-content",
    "tab-item",
    "tab-set",
}
"""The parts of sphinx-design."""


@pytest.fixture
def everything(exported: Callable[[str], Publication]) -> list[nodes.Node]:
    """All nodes of all pages, as they are read and as they are resolved."""
    publication = exported("nodes")
    env = publication.built("dummy").app.env
    trees = [
        tree
        for docname in sorted(env.found_docs)
        for tree in (env.get_doctree(docname), publication.document(docname))
    ]
    return [node for tree in trees for node in tree.findall()]


def _classes() -> set[type]:
    """The nodes of docutils, Sphinx and ours."""
    stock = {getattr(nodes, name) for name in nodes.node_class_names}
    sphinx = {each for _, each in inspect.getmembers(addnodes, inspect.isclass)}
    own = {each for each in sphinx if each.__module__ == addnodes.__name__}
    return stock | {each for each in own if issubclass(each, nodes.Node)} | set(ALL)


def test_every_kind_of_node_is_on_a_page(everything: list[nodes.Node]) -> None:
    """But for those that no text can have when it is read."""
    unreached = {name for names in UNREACHED for name in names.split()}
    found = {type(node) for node in everything}
    missing = {each.__name__ for each in _classes() - found}
    assert missing - unreached == set()
    assert unreached - missing == set()


def test_every_part_of_sphinx_design_is_on_a_page(everything: list[nodes.Node]) -> None:
    """The version that is installed has no other."""
    elements = [node for node in everything if isinstance(node, nodes.Element)]
    components = {node["design_component"] for node in elements if node.get("design_component")}
    modules = {type(node).__module__ for node in elements}
    assert components == DESIGN, sphinx_design.__version__
    assert {f"sphinx_design.{n}" for n in ("icons", "badges_buttons", "steps")} <= modules


@pytest.mark.parametrize("builder", ["html", "text"])
def test_stock_builders_have_nothing_to_say(
    exported: Callable[[str], Publication], builder: str
) -> None:
    """The pages are written without a warning."""
    assert exported("nodes").built(builder).warnings == ()
