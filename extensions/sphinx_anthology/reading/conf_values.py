"""Sphinx's own settings that stop a build, or do something else than is meant: mended and told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_anthology.model import identifiers
from sphinx_anthology.model.places import setting_line, shown_path
from sphinx_anthology.model.problem import quoted
from sphinx_anthology.model.suggestions import did_you_mean_path
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import PREFIX

logger = logging.getLogger(__name__)


def tell(app: Sphinx, path: tuple[str | int, ...], message: str) -> None:
    """Warn of a setting, at its line in ``conf.py``."""
    conf = Path(app.confdir, "conf.py")
    text = conf.read_text(encoding="utf-8", errors="replace") if conf.is_file() else ""
    name = ".".join(str(p + 1) if isinstance(p, int) else p for p in path)
    location = f"{shown_path(conf, Path.cwd())}:{setting_line(text, path)}"
    logger.warning("%s: %s", name, message, location=location, type="anthology", subtype="setting")


def mend(app: Sphinx, config: Config) -> None:
    """Give settings the values that are meant, before anything reads them; told with the line."""
    for name, value in sorted(config._raw_config.items()):  # noqa: SLF001  # no public way
        if name.startswith(PREFIX) or name not in config.values:
            continue
        meant, message = _meant(name, value, config.values[name])
        if message:
            setattr(config, name, meant)
            tell(app, (name,), message)


def _meant(name: str, value: Any, option: Any) -> tuple[Any, str]:
    """What a setting is meant to be, and what is said of it; no words where it is right."""
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
    """The language: Sphinx takes any word for one, and finds no messages for most."""
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
    """The site's address: one without https:// would stand so in every page."""
    text = str(value or "").strip()
    if not text or re.fullmatch(r"https?://[^\s/]+\.?[^\s]*", text):
        return value if isinstance(value, str) else "", ""
    if re.fullmatch(r"(?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?", text):
        meant = f"https://{text.removeprefix('//')}"
        return meant, f"an address begins with https://. Write {name} = {_python(meant)}"
    example = _python("https://blog.example/")
    return "", f"{quoted(text)} is no address, and is not used. Write {name} = {example}"


def check_links(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Report documents of header and footer that are not there."""
    for setting in ("anthology_header", "anthology_footer"):
        stated = app.config._raw_config.get(setting)  # noqa: SLF001  # no public way
        listed = [stated] if isinstance(stated, str) else stated
        if isinstance(listed, (list, tuple)):
            for place, message in _missing(env, listed):
                tell(app, (setting, place), message)


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
