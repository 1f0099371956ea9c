"""A Sphinx whose environment stays in memory from build to build."""

from __future__ import annotations

from typing import Any, NoReturn

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from sphinx_anthology.model.quick_build import QuickBuild
from sphinx_anthology.pages.references import Citations
from sphinx_anthology.reading.domain import domain_of


class WarmEnvironment(BuildEnvironment):
    """An environment that Sphinx may pickle at each build: nothing is written.

    In a quick build it leaves out what costs time and is done by the next complete one.
    """

    def __reduce__(self) -> tuple[Any, ...]:
        """Give next to nothing; whoever loads it gets an error, and Sphinx makes a new one."""
        return _refuse, ()

    @property
    def _quick(self) -> QuickBuild | None:
        return domain_of(self).quick

    def find_files(self, config: Config, builder: Builder) -> None:
        """Look through the folder, unless nothing came or went.

        Files that could not be read were dropped, and may be readable now.
        """
        quick = self._quick
        if quick is None or quick.has_new_files or domain_of(self).catalogue.withheld:
            super().find_files(config, builder)

    def get_outdated_files(self, config_changed: bool) -> tuple[set[str], set[str], set[str]]:
        """Compare time stamps, but not in a quick build: the scan compares contents."""
        if self._quick is None or config_changed:
            return super().get_outdated_files(config_changed)
        read = set(self.all_docs)
        return self.found_docs - read, set(), read - self.found_docs

    def check_consistency(self) -> None:
        """Look for documents that are in no toctree, but not in a quick build."""
        if self._quick is None:
            super().check_consistency()


def _refuse() -> NoReturn:
    raise SphinxError("a preview keeps its environment elsewhere")


class WarmSphinx(Sphinx):
    """A Sphinx that begins with the environment of the build before, if there is one."""

    kept: BuildEnvironment | None = None
    """The environment to begin with; set before the object is made."""

    def _init_env(self, freshenv: bool) -> BuildEnvironment:
        if self.kept is None:
            return self._create_fresh_env()
        try:
            env = handed_over(self.kept, WarmEnvironment)
            env.setup(self)
        except Exception:  # noqa: BLE001  # of other extensions than before, as from a pickle
            return self._create_fresh_env()
        self._fresh_env_used = False
        return env


def handed_over(env: BuildEnvironment, kind: type[BuildEnvironment]) -> BuildEnvironment:
    """What unpickling an environment would give, without pickling it."""
    found = kind.__new__(kind)
    state = env.__getstate__()
    state.pop("master_doctree", None)  # the front page, as it was read before
    # the one place where an environment names itself
    state["settings"] = {**state["settings"], "env": found}
    found.__setstate__(state)
    return found


def forget_build(env: BuildEnvironment) -> None:
    """Let an environment forget the build that it comes from."""
    citations = env.domains["cite"]
    if isinstance(citations, Citations):
        citations.renew_nodes()
