"""Extensions in ``conf.py`` that are not there: told with their line and what may be meant."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from sphinx_anthology.model.places import setting_line, setting_lines, shown_path
from sphinx_anthology.model.problem import did_you_mean
from sphinx_anthology.tool.ending import CommandError

_KNOWN = (
    *("sphinx_anthology", "myst_parser", "myst_nb", "sphinx_design", "sphinx_copybutton"),
    *("sphinxcontrib.bibtex", "sphinxcontrib.mermaid", "sphinxext.opengraph", "sphinx_tabs.tabs"),
    *(f"sphinx.ext.{name}" for name in ("intersphinx", "mathjax", "todo", "autodoc", "viewcode")),
    *("sphinx.ext.graphviz", "sphinx.ext.githubpages", "sphinx.ext.extlinks"),
)


@contextlib.contextmanager
def named_extensions(docs: Path) -> Iterator[None]:
    """Say which extension is not there, and in which line.

    :raises CommandError: where one cannot be loaded since it is not installed.
    """
    conf = docs / "conf.py"
    text = conf.read_text("utf-8", errors="replace")
    place = shown_path(conf, Path.cwd())
    stated = getattr(getattr(setting_lines(text).get("extensions"), "value", None), "value", None)
    if isinstance(stated, str):
        line = setting_line(text, ("extensions",))
        raise CommandError(f'{place}:{line}: extensions is a list. Write extensions = ["{stated}"]')
    try:
        yield
    except Exception as error:  # Sphinx's own, known by what it says
        found = re.match(r"Could not import extension (?P<name>\S+)", str(error))
        if found is None or not isinstance(getattr(error, "orig_exc", None), ModuleNotFoundError):
            raise
        name = found["name"]
        line = next((n for n, li in enumerate(text.split("\n"), 1) if name in li), 1)
        hint = did_you_mean(name, set(_KNOWN) - {name})
        message = f"{place}:{line}: the extension ‘{name}’ is not installed.{hint}"
        raise CommandError(f"{message} Install it, or take it out of this line.") from error
