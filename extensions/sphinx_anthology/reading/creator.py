"""Who made the publication as a whole, as ``conf.py`` says it."""

from __future__ import annotations

from sphinx.config import Config


def creator_of(config: Config) -> str:
    """The ``author`` of Sphinx's settings; empty where ``conf.py`` does not name one."""
    stated = states(config, "author")
    return " ".join(str(config.author).split()) if stated else ""


def states(config: Config, name: str) -> bool:
    """Whether ``conf.py``, or the command, gives a setting a value of its own."""
    return name in config._raw_config or name in config.overrides  # noqa: SLF001  # no public way
