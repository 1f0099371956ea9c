"""What the server of a preview and the process that builds tell each other."""

from __future__ import annotations

import dataclasses as dc
from pathlib import Path

from sphinx_anthology.model.consistency import LeftOut
from sphinx_anthology.model.problem import Level
from sphinx_anthology.model.quick_build import QuickBuild


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """The result of a build.

    ``pages`` are the digests of written pages by name, without the versions of styles; ``warnings``
    are lines of Sphinx; ``error`` says why there is no result, and is empty otherwise.
    """

    pages: dict[str, str] = dc.field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    error: str = ""
    is_broken_off: bool = False
    is_quick: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether a report follows."""
        return not self.error and not self.is_broken_off


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A problem as pages and terminals show it; ``docname`` is empty if no document has it."""

    docname: str
    file: str
    line: int
    level: Level
    code: str
    message: str


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is wrong after a build. It follows its result, so that pages are shown without it.

    None follows a build that broke off or ended with an error.

    ``findings`` are all problems that we find ourselves; ``warnings`` those that others, such as
    Sphinx, told of documents as they are now. ``withheld`` are all documents that are not public;
    ``missing`` the docnames of those that cannot be shown either. ``as_of`` is the as-of date in
    ISO 8601.
    """

    findings: tuple[Finding, ...] = ()
    warnings: frozenset[Finding] = frozenset()
    withheld: tuple[LeftOut, ...] = ()
    missing: frozenset[str] = frozenset()
    as_of: str = ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the server asks for.

    A build, ``quick`` or complete; or that the environment is stored, that the worker ends, or that
    a build under way breaks off.
    """

    kind: str
    quick: QuickBuild | None = None


BUILD, STORE, STOP, GIVE_WAY = "build", "store", "stop", "give way"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders of a preview, and settings in place of those of ``conf.py``."""

    docs: Path
    out: Path
    doctrees: Path
    overrides: dict[str, object] = dc.field(default_factory=dict)
