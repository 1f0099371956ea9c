"""Limits for guests: numbers in options, substitutions, and notebooks.

MyST evaluates text between ``{{`` and ``}}`` as a Jinja expression, which can reach all of Python.
In a guest's text it is only the name of a substitution in ``conf.py``. Substitutions and notebooks
matter only if ``conf.py`` enables them.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import DocutilsRenderer
from pybtex.plugin import enumerate_plugin_names
from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_anthology.model.myst_options import limited
from sphinx_anthology.model.problem import FOR_EDITORS, Code, quoted
from sphinx_anthology.reading.domain import domain_of, note
from sphinx_anthology.reading.settings import has_guests


def limit_options(app: Sphinx) -> None:
    """Limit the numbers in all directives' options, and filters of bibliographies."""
    for kind in _directives(app):
        spec = kind.option_spec
        if type(spec) is dict:
            kind.option_spec = {name: limited(name, convert) for name, convert in spec.items()}
    found = vars(directives)["_directives"].get("bibliography")
    if found is not None:
        found.option_spec = {**found.option_spec, "style": _style}
        if has_guests(app.config):
            found.option_spec["filter"] = _filter


def _directives(app: Sphinx) -> Iterator[type[Directive]]:
    """All directive classes of docutils, Sphinx, domains and extensions."""
    names = vars(directives)
    for module, name in names["_directive_registry"].values():
        yield getattr(import_module(f"docutils.parsers.rst.directives.{module}"), name)
    found: list[Any] = [*names["_directives"].values()]
    for domain in app.env.domains.sorted():
        found += domain.directives.values()
    yield from (kind for kind in found if isinstance(kind, type) and issubclass(kind, Directive))


def _style(value: str | None) -> str:
    """A known style for ``{bibliography}``; another would stop the build."""
    text = str(directives.unchanged_required(value or ""))
    known = sorted({*enumerate_plugin_names("pybtex.style.formatting")})
    if text not in known:
        raise ValueError(f"there is no such style; write one of {', '.join(known)}")
    return text


def _filter(value: str | None) -> str:
    """A filter for ``{bibliography}`` without patterns, some of which never end."""
    text = str(directives.unchanged_required(value or ""))
    if "%" in text:
        raise ValueError("guests' texts cannot use patterns; write ‘==’ instead of ‘%’")
    return text


_rendered = DocutilsRenderer.render_substitution


def restrict_substitutions() -> None:
    """Make MyST substitute names only, and evaluate no expressions."""
    # MyST has no other way; a test with its real parser checks it
    DocutilsRenderer.render_substitution = _render_substitution  # type: ignore[method-assign]


def _render_substitution(self: Any, token: SyntaxTreeNode, inline: bool) -> None:
    env = self.sphinx_env
    domain = env.domains.get("anthology") if env is not None else None
    name = token.content.strip()
    if domain is None or domain_of(env).files is None or name in self.md_config.substitutions:
        _rendered(self, token, inline)
        return
    message = (
        f"{quoted('{{' + name + '}}')} is not the name of a substitution in conf.py, and is shown "
        f"as written; guests' texts cannot use expressions. Delete it, {FOR_EDITORS}."
    )
    note(env, token.map[0] + 1 if token.map else 0, message, Code.NOT_FOR_GUESTS)
    shown = nodes.literal("", "{{" + token.content + "}}")
    self.current_node.append(shown if inline else nodes.paragraph("", "", shown))


def disable_execution(app: Sphinx, config: Config) -> None:
    """Disable the execution of notebooks and doctests."""
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
