"""Settings of Sphinx and other extensions: our defaults, and repair of wrong values."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.i18n import format_date
from sphinx.util.matching import Matcher

from sphinx_anthology.files import is_file, write_if_different
from sphinx_anthology.model import identifiers
from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.list_queries import NewestDay
from sphinx_anthology.model.problem import FOR_EDITORS, Code, quoted
from sphinx_anthology.model.suggestions import did_you_mean_path
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.file_names import hidden_documents, literal
from sphinx_anthology.reading.files import foreign_folders
from sphinx_anthology.reading.scan import BIBLIOGRAPHY, MOST_BYTES
from sphinx_anthology.reading.settings import PREFIX, has_guests, publication_title, warn_of_setting

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
    # prices are no formulas: see reading/dollar_math.py
    "myst_dmath_allow_digits": False,
    "myst_dmath_allow_space": False,
    "myst_dmath_double_inline": True,
    "myst_update_mathjax": False,
    # footnotes end the text, and no rule is needed to set them off
    "myst_footnote_transition": False,
    # raw HTML in content is shown as written
    "myst_disable_syntax": ["html_block", "html_inline"],
    "html_theme": "pydata_sphinx_theme",
    # copied sources would show what pages withhold
    "html_copy_source": False,
    "html_show_sourcelink": False,
    # blogs rarely have index entries; those that do can enable it
    "html_use_index": False,
    # nor modules, whose index page has a script
    "html_domain_indices": False,
    # our renderer: no script, nothing from elsewhere
    "html_math_renderer": "mathml",
    "bibtex_default_style": CITATION_STYLE,
    "bibtex_reference_style": CITATION_STYLE,
    "bibtex_tooltips": False,
}


def fill_in_defaults(app: Sphinx, config: Config) -> None:
    """Set our defaults where ``conf.py`` sets nothing."""
    stated = set(config._raw_config) | set(config.overrides)  # noqa: SLF001  # no public way
    defaults = {
        **DEFAULTS,
        "bibtex_bibfiles": _sound_bibliography(app),
        "html_title": publication_title(config),
    }
    for name, value in defaults.items():
        if name not in stated:
            setattr(config, name, value)
    # builds inside the publication's folder, and files that an import puts beside changed texts
    left_out = ("_build", ".venv", "**.incoming.md")
    config.exclude_patterns = [*config.exclude_patterns, *left_out, *hidden_documents(app)]
    if has_guests(config):
        config.exclude_patterns += map(literal, _foreign_folders(app))
    # each document has a list of references, so entries may be cited in two; all our outputs show
    # struck words; circles of toctrees are reported once, with the line to delete
    allowed = ("bibtex.duplicate_citation", "myst.strikethrough", "toc.circular")
    config.suppress_warnings = [*config.suppress_warnings, *allowed]


def _foreign_folders(app: Sphinx) -> list[str]:
    """The linked folders whose documents are left out; reports them.

    Links in build folders are ignored: they are no part of the publication.
    """
    is_left_out = Matcher(app.config.exclude_patterns)
    found = [
        name
        for name in foreign_folders(Path(app.srcdir))
        if not any(
            is_left_out(str(path)) for path in (PurePosixPath(name), *PurePosixPath(name).parents)
        )
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


def _sound_bibliography(app: Sphinx) -> list[str]:
    """The bibliography, or a repaired copy: sphinxcontrib-bibtex stops at errors."""
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
    """Disable the ``{raw}`` directive in guests' texts."""
    app.env.settings["raw_enabled"] = not has_guests(app.config)


def date_by_content(app: Sphinx, builder: Builder) -> None:
    """Print the day of the newest public post where Sphinx prints the build's day.

    This happens after the environment is saved: a setting changed earlier would count as a change
    of ``conf.py``.
    """
    newest = NewestDay().result(domain_of(builder.env).catalogue)
    if app.config.today or newest is None:
        return
    app.config.today = day_by_content(app.config, newest)
    context = getattr(builder, "context", None)
    if builder.name == "latex" and isinstance(context, dict):
        context["date"] = app.config.today


def day_by_content(config: Config, newest: dt.date) -> str:
    """A day in the form of Sphinx's ``today``."""
    form = config.today_fmt or _("%b %d, %Y")
    moment = dt.datetime.combine(newest, dt.time(), dt.UTC)
    return format_date(form, date=moment, language=config.language)


def repair_settings(app: Sphinx, config: Config) -> None:
    """Repair wrong values of settings before anything reads them, and report them."""
    for name, value in sorted(config._raw_config.items()):  # noqa: SLF001  # no public way
        if name.startswith(PREFIX) or name not in config.values:
            continue
        meant, message = _meant(name, value, config.values[name])
        if message:
            setattr(config, name, meant)
            warn_of_setting(app, (name,), message)


def _meant(name: str, value: Any, option: Any) -> tuple[Any, str]:
    """The value that a setting means, and the message; empty if right."""
    if name == "language":
        return _language(value)
    if name == "html_baseurl":
        return _address(name, value)
    default = "" if name in {"copyright", "project_copyright"} else option.default
    if isinstance(default, (list, tuple)) and isinstance(value, str):
        meant = [value]
        return meant, f"expected a list, found {quoted(value)}. Write {name} = {_python(meant)}"
    types = option.valid_types if isinstance(option.valid_types, (set, frozenset, tuple)) else ()
    if callable(default) or value is None or type(value) in {type(default), *types}:
        return value, ""
    if isinstance(default, str) and not isinstance(value, str):
        return _as_text(name, value, default)
    return value, ""


def _as_text(name: str, value: Any, default: str) -> tuple[Any, str]:
    alone = value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value
    if isinstance(alone, (str, int, float)) and not isinstance(alone, bool):
        return str(alone), f"expected a text. Write {name} = {_python(str(alone))}"
    if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
        meant = ", ".join(value)
        return meant, f"expected a text, found a list. Write {name} = {_python(meant)}"
    return default, f'expected a text; it is not used. Write {name} = "…"'


def _python(value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_python, value))}]"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _language(value: object) -> tuple[Any, str]:
    """The language tag; Sphinx accepts any word and then finds no messages."""
    if value is None:
        return value, ""
    try:
        identifiers.language(str(value).replace("_", "-"))
    except ValueError as error:
        found = re.search(r"write ‘([\w-]+)’", str(error))
        meant = found[1] if found else "en"
        return meant, f"{quoted(value)} is no language code. Write language = {_python(meant)}"
    return value, ""


def _address(name: str, value: object) -> tuple[Any, str]:
    """The site's address with its scheme; pages would repeat a wrong one."""
    text = str(value or "").strip()
    if not text or re.fullmatch(r"https?://[^\s/]+\.?[^\s]*", text):
        return value if isinstance(value, str) else "", ""
    if re.fullmatch(r"(?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?", text):
        meant = f"https://{text.removeprefix('//')}"
        return meant, f"an address begins with https://. Write {name} = {_python(meant)}"
    example = _python("https://blog.example/")
    return "", f"{quoted(text)} is no address, and is not used. Write {name} = {example}"


def check_links(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Report documents of header and footer that do not exist."""
    for setting in ("anthology_header", "anthology_footer"):
        stated = app.config._raw_config.get(setting)  # noqa: SLF001  # no public way
        listed = [stated] if isinstance(stated, str) else stated
        if isinstance(listed, (list, tuple)):
            for place, message in _missing(env, listed):
                warn_of_setting(app, (setting, place), message)


def _missing(
    env: BuildEnvironment, listed: list[Any] | tuple[Any, ...]
) -> Iterator[tuple[int, str]]:
    catalogue = domain_of(env).catalogue
    for place, docname in enumerate(listed):
        if not isinstance(docname, str) or docname in env.found_docs:
            continue
        if docname in catalogue.withheld:
            yield place, f"the document ‘{docname}’ is withheld; it is not linked."
            continue
        stem = re.sub(r"\.(?:md|rst|html)$", "", docname.strip("/"))
        known = env.found_docs
        hint = f" Write {_python(stem)}" if stem in known else did_you_mean_path(docname, known)
        yield place, f"there is no document ‘{docname}’; it is not linked.{hint}"
