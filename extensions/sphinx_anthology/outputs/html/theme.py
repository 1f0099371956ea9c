"""Our layout on pydata-sphinx-theme: options, templates, files of a page.

Other themes only get a small stylesheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any

from docutils import nodes
from jinja2 import BaseLoader, Environment, TemplateNotFound
from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_anthology.site.share_images import THEME, has_our_look

HERE = Path(__file__).parent
COMPONENTS: dict[str, list[str]] = {
    "navbar_start": ["navbar-logo.html"],
    "navbar_center": ["anthology-header.html"],
    "navbar_end": ["anthology-search.html", "anthology-scheme.html"],
    "navbar_persistent": [],
    "article_header_start": ["breadcrumbs.html"],
    "secondary_sidebar_items": ["page-toc.html", "anthology-take.html"],
    "footer_start": ["anthology-colophon.html"],
    "footer_end": ["anthology-links.html"],
}
"""The templates in each place of the theme, unless ``conf.py`` sets them."""
OPTIONS: dict[str, Any] = {
    **COMPONENTS,
    "navbar_align": "left",
    "show_prev_next": True,
    "back_to_top_button": False,
}
"""The options of the theme, unless ``conf.py`` sets them."""
ALWAYS_SHOWN = (
    "anthology-search.html",
    "anthology-scheme.html",
    "anthology-colophon.html",
    "sidebar-ethical-ads.html",
)
"""Templates that are never empty, so that the theme need not try them."""
SIDEBARS = {"**": ["anthology-order.html"]}
_OURS = frozenset(name for names in COMPONENTS.values() for name in names)
_DROPPED = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "translations.js")
"""Scripts that only Sphinx's search and the theme's scripts need."""
_DESIGN = re.compile(r'class="(?:[^"]* )?sd-')
"""Finds parts of sphinx-design: cards, tabs, badges, …"""
_DESIGNS_FILES = ("sphinx-design.min.css", "design-tabs.js")
_MATHS = "anthology-maths.css"
"""The style of formulas."""
_CODE = "pygments.css"
"""The colours of code, which our stylesheet has too."""


def add_plain_style(app: Sphinx, config: Config) -> None:
    """Give the pages of every builder and theme the rules of our parts."""
    config.html_static_path = [str(HERE / "plain"), *config.html_static_path]


def apply_theme(app: Sphinx) -> None:
    """Set the theme's options; let Sphinx find our templates and static files.

    HTML builders call it when they start; other builders with the same theme do not.
    """
    config = app.config
    if config.html_theme != THEME:
        return
    plain = str(HERE / "plain")
    stated = [folder for folder in config.html_static_path if folder != plain]
    config.html_static_path = [str(HERE / "static"), *stated]
    app.add_css_file(_MATHS, priority=505)
    app.add_css_file("anthology-print.css", priority=510, media="print")
    app.add_js_file("anthology.js", loading_method="defer")
    config.templates_path = _with_ours(config.templates_path)
    # copies, since the theme changes these lists
    config.html_theme_options = {**deepcopy(OPTIONS), **config.html_theme_options}
    if not config.html_sidebars:
        config.html_sidebars = deepcopy(SIDEBARS)


def _with_ours(folders: Sequence[str]) -> list[str]:
    """Our templates after those of the publication, before those of the theme.

    The theme appends its folder to Sphinx's list, which builds in one process share.
    """
    theirs = [folder for folder in folders if THEME in Path(folder).parts]
    stated = [folder for folder in folders if folder not in theirs]
    return [*stated, str(HERE / "templates"), *theirs]


def escape_templates(templates: Any) -> None:
    """Turn on autoescaping for our templates only.

    Jinja asks for every page and template, so the answers are cached. Templates are not reloaded
    during a build.
    """
    environment = getattr(templates, "environment", None)
    loaders = getattr(templates, "loaders", ())
    if environment is not None:
        environment.autoescape = cache(partial(_is_ours, environment, loaders))
        environment.auto_reload = False


def _is_ours(environment: Environment, loaders: Iterable[BaseLoader], name: str | None) -> bool:
    """Whether the loaders find a template in this package first."""
    if name is None or name.startswith("!"):
        return False
    for loader in loaders:
        with suppress(TemplateNotFound):
            _, path, _ = loader.get_source(environment, name)
            return path is not None and Path(path).is_relative_to(HERE)
    return False


def needs_theme_scripts(config: Config) -> bool:
    """Whether ``conf.py`` uses parts of the theme that need its scripts."""
    stated = {
        name
        for place in (*COMPONENTS, "navbar_persistent", "primary_sidebar_end")
        for name in component_names(config.html_theme_options.get(place, ()))
    }
    return not stated <= _OURS or bool(config.html_theme_options.get("switcher"))


def component_names(value: object) -> list[str]:
    """The templates of an option: a list, or a string with commas."""
    names = value.split(",") if isinstance(value, str) else list(value)  # type: ignore[call-overload]  # what conf.py says
    stripped = (str(name).strip() for name in names)
    return [name if name.endswith(".html") else f"{name}.html" for name in stripped if name]


def choose_files(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Remove scripts and styles that a page does not need, and inline ones.

    If parts of the theme are used, their inline script stays.
    """
    if not has_our_look(app):
        return
    with_scripts = needs_theme_scripts(app.config)
    context["anthology_theme_scripts"] = with_scripts
    dropped: tuple[str, ...] = () if with_scripts else _DROPPED
    body = str(context.get("body", ""))
    if not _DESIGN.search(body):
        dropped += _DESIGNS_FILES
    if "<math" not in body:
        dropped += (_MATHS,)
    scripts = (s for s in context["script_files"] if with_scripts or _filename(s))
    context["script_files"] = _without(dropped, scripts)
    context["css_files"] = _without((*dropped, _CODE), context["css_files"])


def _without(dropped: tuple[str, ...], assets: Iterable[object]) -> list[object]:
    """The files without those of the given names."""
    return [asset for asset in assets if not _filename(asset).endswith((*dropped, "\0"))]


def _filename(asset: object) -> str:
    """The file of a script or style; empty for an inline one."""
    return str(getattr(asset, "filename", asset) or "")
