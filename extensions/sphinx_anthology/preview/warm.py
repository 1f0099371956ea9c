"""Builds of a preview, one after the other in one process.

Each build has a Sphinx of its own, so that nothing is used twice that Sphinx or an extension made
to be used once: settings, builders, listeners, counts of warnings. The environment is handed over
in memory, as Sphinx would load it from its file.

A *quick* build reads and writes what was edited and what somebody looks at. All that it has read or
written is read again by the next *complete* build, which compares with the last complete one; so a
complete build depends on no quick one, and equals a build from nothing.
"""

from __future__ import annotations

import dataclasses as dc
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.console import strip_colors

from sphinx_anthology.model.quick_build import QuickBuild
from sphinx_anthology.model.source import Source
from sphinx_anthology.outputs.html.preview import BrokenOffError
from sphinx_anthology.preview.environment import WarmSphinx, forget_build
from sphinx_anthology.preview.messages import BuildResult, Finding
from sphinx_anthology.preview.storage import Storage, Stored
from sphinx_anthology.reading.domain import PREVIEW, AnthologyDomain, domain_of
from sphinx_anthology.reading.files import FileRule
from sphinx_anthology.reading.messages import as_in_own_process


def _never() -> bool:
    return False


@dc.dataclass(kw_only=True)
class _State(Stored):
    """What one build hands on to the next.

    ``checked`` and ``files`` are what the scan found out about files. ``has_other_static_files``
    says that builds with other settings may have left some.
    """

    checked: dict[str, tuple[Source, Source]] = dc.field(default_factory=dict)
    files: FileRule | None = None
    has_other_static_files: bool = True


class WarmBuilds:
    """All builds of a preview.

    ``docs`` is the folder with ``conf.py``, ``out`` that of the pages, ``doctrees`` that of read
    documents; ``overrides`` are settings in place of those of ``conf.py``. ``describe`` turns an
    exception into a sentence.
    """

    def __init__(
        self,
        docs: Path,
        out: Path,
        doctrees: Path,
        *,
        builder: str = PREVIEW,
        overrides: dict[str, object] | None = None,
        describe: Callable[[BaseException], str] = repr,
    ) -> None:
        self._folders = docs, docs, out, doctrees
        self._builder, self._overrides, self._describe = builder, overrides or {}, describe
        self._storage = Storage(doctrees)
        self._templates = _TemplatesInMemory()
        self._state = _State()

    @property
    def environment(self) -> BuildEnvironment | None:
        """The environment of the last build."""
        return self._state.environment

    def load(self) -> None:
        """Begin with what the last preview stored."""
        self._state = _State(**vars(self._storage.load()))

    def store(self) -> None:
        """Store the environment for the next preview."""
        self._storage.save(self._state)

    def keep_warnings(self, found: Iterable[Finding]) -> frozenset[Finding]:
        """Add the warnings of the last build; give all of documents as they are now."""
        env = self._state.environment
        assert env is not None  # noqa: S101  # somebody found warnings in it
        read = domain_of(env).reading
        is_current = env.found_docs - read
        kept = (told for told in self._state.warnings if told.docname in is_current)
        self._state.warnings = frozenset((*kept, *found))
        return self._state.warnings

    def quick(self, build: QuickBuild) -> BuildResult:
        """Read and write what was edited and what is shown; a complete build has to follow."""
        return self._run(build if self._state.environment is not None else None, _never)

    def complete(self, is_awaited: Callable[[], bool] = _never, jobs: int = 1) -> BuildResult:
        """Bring all pages up to date; break off as soon as something else ``is_awaited``.

        ``jobs`` processes read the documents, if there is no environment yet.
        """
        return self._run(None, is_awaited, jobs if self._state.environment is None else 1)

    def _run(
        self, quick: QuickBuild | None, is_awaited: Callable[[], bool], jobs: int = 1
    ) -> BuildResult:
        warnings, build, error, is_broken_off = io.StringIO(), None, "", False
        with as_in_own_process(self._folders[0]):
            try:
                app = self._application(warnings, jobs)
                build = _Build(app, self._state, self._storage, quick)
                builder: Any = app.builder
                builder.is_awaited = is_awaited
                app.build()
            except BrokenOffError:
                is_broken_off = True
            except Exception as found:  # noqa: BLE001  # told in the browser, whatever it is
                error = self._describe(found)
        if build is not None and not build.end():
            self.load()
        lines = strip_colors(warnings.getvalue()).splitlines()
        return BuildResult(
            pages=build.pages if build else {},
            warnings=tuple(line for line in lines if line.strip()),
            error=error,
            is_broken_off=is_broken_off,
            is_quick=quick is not None,
        )

    def _application(self, warnings: io.StringIO, jobs: int) -> Sphinx:
        WarmSphinx.kept = self._state.environment
        app = WarmSphinx(
            *self._folders,
            self._builder,
            confoverrides=dict(self._overrides),
            status=None,
            warning=warnings,
            parallel=jobs,
        )
        templates: Any = app.builder.templates  # of Sphinx's loader, which is over Jinja
        templates.environment.bytecode_cache = self._templates
        return app


class _Build:
    """One build: what it reads, what it leaves to the next, and what it writes."""

    def __init__(
        self, app: Sphinx, state: _State, storage: Storage, quick: QuickBuild | None
    ) -> None:
        self._app, self._state, self._storage, self._quick = app, state, storage, quick
        self._today = app.config.today
        self._digests = self._domain.digests
        self._is_scanned = False
        if quick is not None and state.settled is None:
            state.settled = self._domain.catalogue
        self._domain.quick, self._domain.settled = quick, state.settled
        if quick is None:
            self._domain.has_new_form = state.has_other_static_files
        elif "conf.py" in quick.edited:
            state.has_other_static_files = True
        self._domain.checked, self._domain.files = state.checked, state.files
        app.connect("env-get-outdated", self._name_unread, priority=990)
        app.connect("env-before-read-docs", self._choose, priority=0)
        app.connect("env-updated", self._note_read, priority=990)

    @property
    def _domain(self) -> AnthologyDomain:
        return domain_of(self._app.env)

    def _name_unread(self, app: Sphinx, env: BuildEnvironment, *changes: set[str]) -> list[str]:
        """Name the documents that earlier builds left, for a complete build."""
        return [] if self._quick else sorted(self._state.unread & env.found_docs)

    def _choose(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Leave out of a quick build what is neither new nor edited nor shown; note all."""
        self._state.unread.update(docnames)
        self._is_scanned = True
        if self._quick is None:
            self._storage.note(docnames)
            return
        wanted = self._domain.edited | self._quick.shown
        docnames[:] = [d for d in docnames if d in wanted or d not in env.all_docs]
        self._note_unread({*docnames, *self._quick.shown} & env.found_docs)

    def _note_unread(self, docnames: set[str]) -> None:
        """Note what a quick build reads or writes, and the pages whose contents list it."""
        listed = self._app.env.files_to_rebuild
        found = docnames.union(*(listed.get(docname, ()) for docname in docnames))
        self._state.unread |= found
        self._storage.note(found)

    def _note_read(self, app: Sphinx, env: BuildEnvironment) -> None:
        if self._quick is None:
            self._state.unread.clear()
            self._state.settled = None
            self._state.has_other_static_files = False

    @property
    def pages(self) -> dict[str, str]:
        """The digests of the pages that are written."""
        found: dict[str, str] = getattr(self._app.builder, "written", {})
        return found

    def end(self) -> bool:
        """Hand on the environment; say whether it can be used.

        It cannot if the build ended between the scan, which noted all edits, and the choice of
        documents to read.
        """
        if self._quick is not None:
            self._note_unread(self.pages.keys() & self._app.env.found_docs)
        # set while pages were written, and no setting of the publication
        self._app.config.today = self._today
        self._state.checked, self._state.files = self._domain.checked, self._domain.files
        self._domain.quick = self._domain.settled = None
        forget_build(self._app.env)
        self._state.environment = self._app.env
        return self._is_scanned or self._domain.digests is self._digests


class _TemplatesInMemory(BytecodeCache):
    """Compiled templates; Jinja compares the checksum of their text."""

    def __init__(self) -> None:
        self._codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is known of a template."""
        if bucket.key in self._codes:
            bucket.bytecode_from_string(self._codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template."""
        self._codes[bucket.key] = bucket.bytecode_to_string()
