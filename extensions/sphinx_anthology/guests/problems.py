"""What is told where a guest's document asks for what it may not have."""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.pages.facts import place_of
from sphinx_anthology.pages.wording import gettext
from sphinx_anthology.reading.domain import domain_of, file_being_read


def note(env: BuildEnvironment, line: int, message: str, code: Code) -> None:
    """Note a problem of the document that is being read, in a line of it."""
    domain_of(env).note_problem(env.docname, Problem(file_being_read(env), line, message, code))


def note_in(directive: SphinxDirective, message: str, code: Code) -> None:
    """Note a problem where a directive stands, which may be in an included file."""
    env = directive.env
    source, line = directive.get_source_info()
    file = file_being_read(env, source)
    domain_of(env).note_problem(env.docname, Problem(file, line or 0, message, code))


def note_at(env: BuildEnvironment, node: nodes.Node, message: str, code: Code) -> None:
    """Note a problem of the document that is being read, where a node stands."""
    file, line = place_of(node, env, file_being_read(env))
    domain_of(env).note_problem(env.docname, Problem(file, line, message, code))


def left_out() -> nodes.paragraph:
    """What stands on the page where a file does not."""
    words = gettext("Something was left out here.")
    return nodes.paragraph("", words, classes=["an-s"])


def in_place_of(node: nodes.Element, words: nodes.Node) -> None:
    """Put words in the place of a node, in a paragraph of their own where one is needed."""
    if not isinstance(node.parent, nodes.TextElement):
        words = nodes.paragraph("", "", words)
    node.parent.replace(node, words)
