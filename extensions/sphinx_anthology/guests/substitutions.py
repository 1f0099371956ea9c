"""Substitutions and notebooks, where the editors' ``conf.py`` has switched them on.

MyST takes what stands between ``{{`` and ``}}`` for an expression of Jinja, which can reach all of
Python. In a guest's text it is the name of a substitution in ``conf.py``, and nothing else.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_anthology.guests.problems import note
from sphinx_anthology.model.problem import FOR_EDITORS, Code, quoted
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import has_guests

_rendered = DocutilsRenderer.render_substitution


def take_names_alone() -> None:
    """Let MyST put in the values of names, and work out no expressions."""
    # MyST has no other way; a test with its real parser holds that this one is taken
    DocutilsRenderer.render_substitution = _render_substitution  # type: ignore[method-assign]


def _render_substitution(self: Any, token: SyntaxTreeNode, inline: bool) -> None:
    env = self.sphinx_env
    domain = env.domains.get("anthology") if env is not None else None
    name = token.content.strip()
    if domain is None or domain_of(env).files is None or name in self.md_config.substitutions:
        _rendered(self, token, inline)
        return
    message = (
        f"{quoted('{{' + name + '}}')} is no name of a substitution in conf.py, and is shown as it "
        f"is written; guests' texts work nothing out. Take it out, {FOR_EDITORS}."
    )
    note(env, token.map[0] + 1 if token.map else 0, message, Code.NOT_FOR_GUESTS)
    shown = nodes.literal("", "{{" + token.content + "}}")
    self.current_node.append(shown if inline else nodes.paragraph("", "", shown))


def stop_notebooks(app: Sphinx, config: Config) -> None:
    """Run no code of notebooks, and none of examples."""
    if not has_guests(config):
        return
    for name, value in (
        ("nb_execution_mode", "off"),
        ("nbsphinx_execute", "never"),
        ("jupyter_execute_notebooks", "off"),
        ("doctest_test_doctest_blocks", ""),
    ):
        if name in config:
            setattr(config, name, value)
