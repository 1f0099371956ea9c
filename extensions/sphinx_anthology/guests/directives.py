"""Directives that take files in, and those that run what is written in them."""

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

from sphinx_anthology.guests.problems import left_out, note_in
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
"""Modules whose directives run code, or a program, on what a text says."""
IMPORT_MODULES = ("sphinx.ext.linkcode", "sphinx.ext.viewcode", "sphinx_codeautolink")
"""Extensions that look at finished texts, and import what these name."""
_LATEX = frozenset({"tabularcolumns"})
"""Directives that hand a text over to LaTeX as it is."""
_MOST_CELLS = 10_000
"""How many cells a table of ``{csv-table}`` may have; each is a text of its own."""
_MOST_BYTES = 5_000_000
"""How many bytes one document may take in from files, together."""
_MOST_INCLUDES = 200
"""How many files one document may take in, those of included files counted."""


WITHOUT_PARSER: OptionSpec = {
    name: convert for name, convert in (PlainInclude.option_spec or {}).items() if name != "parser"
}
"""The options of ``{include}`` but for the one that names a module, which is loaded and so run."""


class FileDirective(SphinxDirective):
    """What directives share that take files in."""

    def refusal(self, *paths: str) -> str:
        """Why a guest's document may not have files, as a sentence; empty where it may."""
        domain = domain_of(self.env)
        if domain.files is None:
            return ""
        for path in paths:
            if domain.files.is_inside(path):
                self.env.note_dependency(path)  # it may be another file tomorrow
            docname = domain.files.document_at(path)
            if docname and docname != self.env.docname:
                domain.ask(self.env.docname, ArePublic((docname,)))
            if reason := domain.files.reason(path):
                return reason
        return self._is_too_much(max((_size(path) for path in paths), default=0))

    def _is_too_much(self, size: int) -> str:
        """Why a document may have no more bytes of other files; empty where it may."""
        taken = vars(self.state.document).get("anthology_bytes", 0) + size
        if taken > _MOST_BYTES:
            return f"The text would take in more than {_MOST_BYTES // 1_000_000} MB of files."
        vars(self.state.document)["anthology_bytes"] = taken
        return ""

    def refused(self, what: str, reason: str) -> list[nodes.Node]:
        """Say it to the editor, and put words in the place of the file."""
        message = (
            f"The file {quoted(what)} is not taken in. {reason} "
            f"Write into the text what it needs of it, {FOR_EDITORS}."
        )
        note_in(self, message, Code.FILE_REFUSED)
        return [left_out()]

    def path_of(self, argument: str) -> str:
        """Where a file is, as Sphinx would look for it; no link is followed."""
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
    """``{include}``: Sphinx's or MyST's, once it is known that the file may be had.

    It is no descendant of docutils' class, which MyST would replace by its own.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec | None] = WITHOUT_PARSER

    def run(self) -> list[nodes.Node]:
        """Take the file in, or say why not."""
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
        """Take a file in, but not into itself, and not without end."""
        document = self.state.document
        # on the document, and so no longer than it is read
        open_files: list[str] = document.__dict__.setdefault("anthology_open_files", [])
        count = document.__dict__.get("anthology_includes", 0) + 1
        document.__dict__["anthology_includes"] = count
        if path in open_files or path == os.path.realpath(self.env.doc2path(self.env.docname)):
            return self.refused(argument, "It would take in itself.")
        if count > _MOST_INCLUDES:
            return self.refused(argument, f"The text takes in {_MOST_INCLUDES} files already.")
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
    """``{literalinclude}``, once it is known that its files may be had."""

    def run(self) -> list[nodes.Node]:
        """Take the file in, or say why not."""
        for name in filter(None, (self.arguments[0], self.options.get("diff"))):
            try:
                path = self.env.relfn2path(str(name))[1]
            except (OSError, ValueError):
                return self.refused(str(name), "It is not the name of a file.")
            if reason := self.refusal(path):
                return self.refused(str(name), reason)
        return super().run()


class CheckedCSVTable(CSVTable, FileDirective):
    """``{csv-table}``: nothing is loaded, and only files are taken in that may be had."""

    def parse_csv_data_into_rows(self, csv_data: Any, dialect: Any, source: Any) -> Any:
        """The rows, as long as their cells are not too many."""
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
        """Make the table, or say why not."""
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
        """Every place where the file may be looked for."""
        here = self.state.document.current_source or ""
        places = [self.path_of(file), os.path.normpath(Path(here).parent / file)]
        if not Path(file).is_absolute():
            return places
        return [file] if os.path.lexists(file) else places[:1]


class _AnyOption(dict[str, Any]):
    """Options of any name, as they are written."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        return directives.unchanged

    def __bool__(self) -> bool:
        return True


class RefusedDirective(SphinxDirective):
    """A directive that would run what a guest's text says."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec | None] = _AnyOption()

    def run(self) -> list[nodes.Node]:
        """Say it, and leave words in its place."""
        message = (
            f"The directive ‘{self.name}’ runs what is written in it, which guests' texts may "
            f"not do; take it out, {FOR_EDITORS}."
        )
        note_in(self, message, Code.NOT_FOR_GUESTS)
        return [left_out()]


def _stop_importing(app: Sphinx) -> None:
    """Disconnect what imports the modules that texts name, such as by ``{py:function}``."""
    for listener in list(app.events.listeners["doctree-read"]):
        if getattr(listener.handler, "__module__", "").startswith(IMPORT_MODULES):
            app.disconnect(listener.id)


def replace_directives(app: Sphinx) -> None:
    """Put ours in the place of those that take files in or run something."""
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
