"""Options that would make a build hang, or fill its memory: refused, whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from docutils.parsers.rst import Directive, directives
from pybtex.plugin import enumerate_plugin_names
from sphinx.application import Sphinx

from sphinx_anthology.model.option_limits import limited
from sphinx_anthology.reading.settings import has_guests


def limit_options(app: Sphinx) -> None:
    """Let no directive take numbers that are too large; nor patterns that guests write."""
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
    """All that there are: of docutils, Sphinx, its domains and other extensions."""
    names = vars(directives)
    for module, name in names["_directive_registry"].values():
        yield getattr(import_module(f"docutils.parsers.rst.directives.{module}"), name)
    found: list[Any] = [*names["_directives"].values()]
    for domain in app.env.domains.sorted():
        found += domain.directives.values()
    yield from (kind for kind in found if isinstance(kind, type) and issubclass(kind, Directive))


def _style(value: str | None) -> str:
    """A style of ``{bibliography}`` that there is: any other would end the build."""
    text = str(directives.unchanged_required(value or ""))
    known = sorted({*enumerate_plugin_names("pybtex.style.formatting")})
    if text not in known:
        raise ValueError(f"there is no such style; write one of {', '.join(known)}")
    return text


def _filter(value: str | None) -> str:
    """A filter of ``{bibliography}`` that searches for no patterns: some never end."""
    text = str(directives.unchanged_required(value or ""))
    if "%" in text:
        raise ValueError("guests' texts search for no patterns; write ‘==’ in place of ‘%’")
    return text
