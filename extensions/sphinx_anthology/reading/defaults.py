"""Settings of others that suit a publication, unless ``conf.py`` says otherwise."""

from __future__ import annotations

import datetime as dt
from pathlib import Path, PurePosixPath
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.i18n import format_date
from sphinx.util.matching import Matcher

from sphinx_anthology.files import is_file, write_if_different
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.list_questions import NewestDay
from sphinx_anthology.model.problem import FOR_EDITORS, Code
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.file_names import hidden_documents, literal
from sphinx_anthology.reading.files import foreign_folders
from sphinx_anthology.reading.scan import BIBLIOGRAPHY, MOST_BYTES
from sphinx_anthology.reading.settings import has_guests, publication_title

logger = logging.getLogger(__name__)
CITATION_STYLE = "anthology"
"""The name of our pybtex styles."""

DEFAULTS: dict[str, Any] = {
    "myst_enable_extensions": {
        "amsmath",
        "attrs_block",
        "attrs_inline",
        "colon_fence",
        "deflist",
        "dollarmath",
        "strikethrough",
        "tasklist",
    },
    # a price is no formula: see reading/dollars.py
    "myst_dmath_allow_digits": False,
    "myst_dmath_allow_space": False,
    "myst_dmath_double_inline": True,
    "myst_update_mathjax": False,
    # footnotes end the text, and no rule is needed to set them off
    "myst_footnote_transition": False,
    # no raw HTML from content: it is shown as it is written
    "myst_disable_syntax": ["html_block", "html_inline"],
    "html_theme": "pydata_sphinx_theme",
    # a copied source would show what the page withholds
    "html_copy_source": False,
    "html_show_sourcelink": False,
    # nobody marks entries for an index in a blog; whoever does turns it on
    "html_use_index": False,
    # nor for a list of modules, whose page has a script in it
    "html_domain_indices": False,
    # ours: no script, and nothing from elsewhere
    "html_math_renderer": "mathml",
    "bibtex_default_style": CITATION_STYLE,
    "bibtex_reference_style": CITATION_STYLE,
    "bibtex_tooltips": False,
}


def fill_in_defaults(app: Sphinx, config: Config) -> None:
    """Set what ``conf.py`` does not."""
    stated = set(config._raw_config) | set(config.overrides)  # noqa: SLF001  # no public way
    defaults = {
        **DEFAULTS,
        "bibtex_bibfiles": _sound_bibliography(app),
        "html_title": publication_title(config),
    }
    for name, value in defaults.items():
        if name not in stated:
            setattr(config, name, value)
    # a build inside the publication's folder is no part of it, nor is what an import laid beside
    left_out = ("_build", ".venv", "**.incoming.md")
    config.exclude_patterns = [*config.exclude_patterns, *left_out, *hidden_documents(app)]
    if has_guests(config):
        config.exclude_patterns += map(literal, _foreign_folders(app))
    # one list of references a document: that two of them cite one entry is no mistake; and MyST
    # says that only HTML shows struck words, which with us all outputs do; circles of toctrees are
    # told once, with what to delete
    allowed = ("bibtex.duplicate_citation", "myst.strikethrough", "toc.circular")
    config.suppress_warnings = [*config.suppress_warnings, *allowed]


def _foreign_folders(app: Sphinx) -> list[str]:
    """The linked folders whose documents are left out; they are reported.

    Those of builds are no part of the publication in any case: they may be links to anywhere.
    """
    is_left_out = Matcher(app.config.exclude_patterns)
    found = [
        name
        for name in foreign_folders(Path(app.srcdir))
        if not any(map(is_left_out, _with_parents(name)))
    ]
    for name in found:
        message = (
            "The folder is a link that leads out of the publication's folder, or back into "
            f"itself; its documents are left out. Put a copy in its place, {FOR_EDITORS}."
        )
        where = f"{app.srcdir / name}:1"
        subtype = Code.FILE_REFUSED.slug
        logger.warning("%s", message, location=where, type="anthology", subtype=subtype)
    return found


def _with_parents(name: str) -> list[str]:
    """The path of a folder, and those of the folders that it lies in."""
    return [str(path) for path in (PurePosixPath(name), *PurePosixPath(name).parents)]


def _sound_bibliography(app: Sphinx) -> list[str]:
    """The bibliography, or a copy of what can be read in it: sphinxcontrib-bibtex stops at less."""
    path = app.confdir / BIBLIOGRAPHY
    if not is_file(path) or path.stat().st_size > MOST_BYTES:
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return []
    cleaned = read_bibliography(text, BIBLIOGRAPHY).cleaned
    if cleaned is None:
        return [BIBLIOGRAPHY]
    copy = app.doctreedir / BIBLIOGRAPHY
    write_if_different(copy, cleaned)
    return [str(copy)]


def refuse_raw(app: Sphinx) -> None:
    """No ``{raw}`` directive in guests' texts: content is never passed through unseen."""
    app.env.settings["raw_enabled"] = not has_guests(app.config)


def date_by_content(app: Sphinx, builder: Builder) -> None:
    """Where Sphinx prints the day of the build, print that of the newest public post, as it does.

    Only now, after the environment is saved: a changed setting there would be taken for a
    change of ``conf.py``.
    """
    newest = NewestDay().answer(domain_of(builder.env).catalogue)
    if app.config.today or newest is None:
        return
    app.config.today = day_by_content(app.config, newest)
    context = getattr(builder, "context", None)
    if builder.name == "latex" and isinstance(context, dict):
        context["date"] = app.config.today


def day_by_content(config: Config, newest: dt.date) -> str:
    """A day as Sphinx prints that of the build."""
    form = config.today_fmt or _("%b %d, %Y")
    moment = dt.datetime.combine(newest, dt.time(), dt.UTC)
    return format_date(form, date=moment, language=config.language)
