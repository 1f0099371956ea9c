"""Directives that include files or run code, checked or refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives
from docutils.parsers.rst.directives.misc import Include as PlainInclude
from docutils.utils import SystemMessagePropagation
from myst_parser.mocking import MockIncludeDirective, MockState
from sphinx.application import Sphinx
from sphinx.directives.code import LiteralInclude
from sphinx.directives.other import Include
from sphinx.directives.patches import CSVTable
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import OptionSpec

from sphinx_anthology.guests.problems import left_out_note, note_in
from sphinx_anthology.model.problem import FOR_EDITORS, Code, quoted
from sphinx_anthology.model.reference_queries import ArePublic
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import has_guests

RUN_CODE = (
    "IPython.sphinxext",
    "exec_directive",
    "jupyter_sphinx",
    "matplotlib.sphinxext",
    "myst_nb",
    "nbsphinx",
    "plotly",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.doctest",
    "sphinx.ext.graphviz",
    "sphinx.ext.ifconfig",
    "sphinx.ext.inheritance_diagram",
    "sphinx_exec_code",
    "sphinx_execute_code",
    "sphinx_gallery",
    "sphinxcontrib.autoprogram",
    "sphinxcontrib.execcode",
    "sphinxcontrib.mermaid",
    "sphinxcontrib.plantuml",
    "sphinxcontrib.programoutput",
    "sphinxcontrib.runcmd",
)
"""Modules whose directives run code or programs from a text."""
IMPORT_MODULES = ("sphinx.ext.linkcode", "sphinx.ext.viewcode", "sphinx_codeautolink")
"""Extensions that import the modules that texts name."""
_LATEX = frozenset({"tabularcolumns"})
"""Directives that pass text to LaTeX unchanged."""
_MOST_CELLS = 10_000
"""The most cells of a ``{csv-table}``."""
_MOST_BYTES = 5_000_000
"""The most bytes that a document may include, in all."""
_MOST_INCLUDES = 200
"""The most files that a document may include, nested ones counted."""


WITHOUT_PARSER: OptionSpec = {
    name: convert for name, convert in (PlainInclude.option_spec or {}).items() if name != "parser"
}
"""The options of ``{include}`` without ``parser``, which would load a module."""


class FileDirective(SphinxDirective):
    """A directive that includes files."""

    def refusal(self, *paths: str) -> str:
        """The reason why a document may not include files; empty if it may."""
        domain = domain_of(self.env)
        if domain.files is None:
            return ""
        for path in paths:
            if domain.files.is_inside(path):
                self.env.note_dependency(path)  # the file may change
            docname = domain.files.document_at(path)
            if docname and docname != self.env.docname:
                domain.ask(self.env.docname, ArePublic((docname,)))
            if reason := domain.files.reason(path):
                return reason
        return self._is_too_much(max((_size(path) for path in paths), default=0))

    def _is_too_much(self, size: int) -> str:
        """The reason why a document may not include more bytes; empty if it may."""
        taken = vars(self.state.document).get("anthology_bytes", 0) + size
        if taken > _MOST_BYTES:
            return f"The text would include more than {_MOST_BYTES // 1_000_000} MB of files."
        vars(self.state.document)["anthology_bytes"] = taken
        return ""

    def refused(self, what: str, reason: str) -> list[nodes.Node]:
        """Report a refused file, and put a note in its place."""
        message = (
            f"The file {quoted(what)} is not included. {reason} "
            f"Copy the part that is needed into the text, {FOR_EDITORS}."
        )
        note_in(self, message, Code.FILE_REFUSED)
        return [left_out_note()]

    def path_of(self, argument: str) -> str:
        """The path of a file as Sphinx would look for it; links are not followed."""
        text = argument.strip()
        folder = Path(self.env.doc2path(self.env.docname)).parent
        if text.startswith(("/", "\\")):
            return os.path.normpath(f"{self.env.srcdir}/{text[1:]}")
        return os.path.normpath(folder / text)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


class CheckedInclude(FileDirective):
    """``{include}`` of Sphinx or MyST, for allowed files only.

    It does not inherit docutils' class, since MyST would replace it.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec | None] = WITHOUT_PARSER

    def run(self) -> list[nodes.Node]:
        """Include the file, or refuse it."""
        argument = "".join(line.strip() for line in self.arguments[0].splitlines())
        if domain_of(self.env).files is None:
            return self._taken_in()
        if argument.startswith("<") and argument.endswith(">"):
            if not all(c.isalnum() or c in "-_." for c in argument[1:-1]) or ".." in argument:
                return self.refused(argument, "It is not in the publication's folder.")
            return self._taken_in()
        path = self._path(argument)
        if path is None or (reason := self.refusal(path)):
            return self.refused(argument, reason if path else "It is not the name of a file.")
        return self._once(os.path.realpath(path), argument)

    def _path(self, argument: str) -> str | None:
        try:
            return self.env.relfn2path(argument)[1]
        except (OSError, ValueError):
            return None

    def _once(self, path: str, argument: str) -> list[nodes.Node]:
        """Include a file, unless it includes itself or there are too many."""
        document = self.state.document
        # on the document, so only while it is read
        open_files: list[str] = document.__dict__.setdefault("anthology_open_files", [])
        count = document.__dict__.get("anthology_includes", 0) + 1
        document.__dict__["anthology_includes"] = count
        if path in open_files or path == os.path.realpath(self.env.doc2path(self.env.docname)):
            return self.refused(argument, "It would include itself.")
        if count > _MOST_INCLUDES:
            return self.refused(argument, f"The text already includes {_MOST_INCLUDES} files.")
        open_files.append(path)
        try:
            return self._taken_in()
        finally:
            open_files.pop()

    def _taken_in(self) -> list[Any]:
        if not isinstance(self.state, MockState):
            return list(self._made(Include).run())
        return MockIncludeDirective(
            self.state._renderer,  # noqa: SLF001  # MyST itself gives it to this class
            name=self.name,
            klass=Include,
            arguments=self.arguments,
            options=self.options,
            body=list(self.content),
            lineno=self.lineno,
        ).run()

    def _made(self, kind: type[Directive]) -> Directive:
        return kind(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        )


class CheckedLiteralInclude(LiteralInclude, FileDirective):
    """``{literalinclude}``, for allowed files only."""

    def run(self) -> list[nodes.Node]:
        """Include the file, or refuse it."""
        for name in filter(None, (self.arguments[0], self.options.get("diff"))):
            try:
                path = self.env.relfn2path(str(name))[1]
            except (OSError, ValueError):
                return self.refused(str(name), "It is not the name of a file.")
            if reason := self.refusal(path):
                return self.refused(str(name), reason)
        return super().run()


class CheckedCSVTable(CSVTable, FileDirective):
    """``{csv-table}``, without addresses and for allowed files only."""

    def parse_csv_data_into_rows(self, csv_data: Any, dialect: Any, source: Any) -> Any:
        """The rows, unless they have too many cells."""
        rows, most = super().parse_csv_data_into_rows(csv_data, dialect, source)  # type: ignore[no-untyped-call]
        if len(rows) * most > _MOST_CELLS:
            message = (
                f"The table has more than {_MOST_CELLS} cells, and is shown as it is written. "
                "Write it as several tables."
            )
            quote = nodes.literal_block(self.block_text, self.block_text)
            error = self.state_machine.reporter.error(message, quote, line=self.lineno)
            raise SystemMessagePropagation(error)
        return rows, most

    def run(self) -> list[Any]:
        """Make the table, or refuse its file."""
        if domain_of(self.env).files is None:
            return list(super().run())
        if "url" in self.options:
            return self.refused(self.options["url"], "Nothing is loaded when pages are made.")
        if (file := self.options.get("file")) is None:
            return list(super().run())
        if reason := self.refusal(*self._places(str(file))):
            return self.refused(str(file), reason)
        return list(super().run())

    def _places(self, file: str) -> list[str]:
        """All places where the file may be."""
        here = self.state.document.current_source or ""
        places = [self.path_of(file), os.path.normpath(Path(here).parent / file)]
        if not Path(file).is_absolute():
            return places
        return [file] if os.path.lexists(file) else places[:1]


class _AnyOption(dict[str, Any]):
    """Options of any name, unchanged."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        return directives.unchanged

    def __bool__(self) -> bool:
        return True


class RefusedDirective(SphinxDirective):
    """A directive that would run code from a guest's text."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec | None] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Report the directive, and put a note in its place."""
        message = (
            f"The directive ‘{self.name}’ runs code from the text, which guests' texts may "
            f"not do; delete it, {FOR_EDITORS}."
        )
        note_in(self, message, Code.NOT_FOR_GUESTS)
        return [left_out_note()]


def _stop_importing(app: Sphinx) -> None:
    """Disconnect handlers that import modules which texts name, as by ``{py:function}``."""
    for listener in list(app.events.listeners["doctree-read"]):
        if getattr(listener.handler, "__module__", "").startswith(IMPORT_MODULES):
            app.disconnect(listener.id)


def replace_directives(app: Sphinx) -> None:
    """Replace directives that include files or run code."""
    directives.register_directive("include", CheckedInclude)
    directives.register_directive("literalinclude", CheckedLiteralInclude)
    directives.register_directive("csv-table", CheckedCSVTable)
    if not has_guests(app.config):
        CheckedInclude.option_spec = PlainInclude.option_spec
        return
    CheckedInclude.option_spec = WITHOUT_PARSER
    _stop_importing(app)
    for name, kind in list(directives._directives.items()):  # type: ignore[attr-defined]  # noqa: SLF001  # no public way
        module = str(getattr(kind, "__module__", ""))
        if module.startswith(RUN_CODE) or name in _LATEX:
            directives.register_directive(name, RefusedDirective)
