"""Tables of the reference, made from the code: fields, settings, roles, directives, problems.

Only this book needs them, so they are no part of the package.
"""
# ruff: noqa: INP001  # found by conf.py, which puts the folder on the path

from __future__ import annotations

import argparse
import ast
import dataclasses as dc
import inspect
import re
import sys
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from docutils import nodes
from pydantic.fields import FieldInfo
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

import sphinx_anthology
from sphinx_anthology import api
from sphinx_anthology.cli import __main__ as tool
from sphinx_anthology.model import documents, explanations, fields, problem, trial
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.record import own_fields
from sphinx_anthology.model.source import KINDS
from sphinx_anthology.pages import directives, roles
from sphinx_anthology.reading.settings import PREFIX, Settings

EXTENSIONS = Path(sphinx_anthology.__file__).parents[1]
PACKAGES = ("sphinx_anthology", "anthology_import", "html2myst")
Cell = str | Sequence[nodes.Node]
Row = Sequence[Cell]


class Table(SphinxDirective):
    """What the tables share: a page is read again when the code behind its table changes."""

    def made_from(self, *modules: str) -> None:
        """Note the modules that a table is made from."""
        for name in modules:
            self.env.note_dependency(str(sys.modules[name].__file__))

    def fields(self, model: type[Record], name: str, own: str) -> list[nodes.Node]:
        """The tables of a record's fields."""
        fields = FieldTables(model, name, own)
        holders = (model, *fields.inner)
        self.made_from(__name__, *(m.__module__ for h in holders for m in _lineage(h)))
        return list(fields.tables())


class Fields(Table):
    """``{anthology-fields} post``: the fields of a kind of document, and of what they hold."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The tables of the kind."""
        kind = self.arguments[0]
        return self.fields(KINDS[kind], kind, f"{kind}.")


class SettingsTable(Table):
    """``{anthology-settings}``: every setting, and what those with several parts hold."""

    def run(self) -> list[nodes.Node]:
        """The tables of the settings."""
        return self.fields(Settings, "settings", PREFIX)


class RolesTable(Table):
    """``{anthology-roles}``: every role."""

    def run(self) -> list[nodes.Node]:
        """Role, as it is written, and what it links to."""
        self.made_from(__name__, roles.__name__)
        rows = [(_code(_example(type(r))), _about(type(r))) for r in roles.ROLES.values()]
        return [table(("Written", "Links to"), rows, (60, 40))]


class DirectivesTable(Table):
    """``{anthology-directives}``: every directive with its options."""

    def run(self) -> list[nodes.Node]:
        """Name, options, and what it gives."""
        classes = directives.DIRECTIVES.values()
        self.made_from(__name__, directives.__name__, *(each.__module__ for each in classes))
        rows = [
            (
                _code(_example(directive)),
                _joined(tuple(directive.option_spec or {})) or "–",
                _about(directive),
            )
            for directive in classes
        ]
        return [table(("Directive", "Options", "Gives"), rows, (22, 33, 45))]


class Problems(Table):
    """``{anthology-problems} people``: every kind of problem of a group, each with its anchor."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A section for each code: what it means, why it matters, the fix."""
        self.made_from(__name__, problem.__name__, explanations.__name__, trial.__name__)
        (group,) = (g for g in explanations.GROUPS if g.name == self.arguments[0])
        return [self._section(code) for code in group.codes]

    def _section(self, code: problem.Code) -> nodes.section:
        found = explanations.EXPLANATIONS[code]
        section = nodes.section(ids=[code.slug], names=[f"problem-{code.slug}"])
        section += nodes.title("", "", *_code(code.slug))
        section += nodes.paragraph("", "", *_prose(code.help), classes=["an-lead"])
        rows: list[Row] = [
            ("Level", _level(code)),
            ("Why it matters", found.why),
            ("The fix", found.fix),
        ]
        if code in trial.FIXABLE:
            does_it = [*_code("anthology check --fix"), *_prose(" does it.")]
            rows.append(("Where only one thing can be meant", does_it))
        section += _facts(rows)
        self.state.document.note_explicit_target(section)
        return section


class ProblemGroups(Table):
    """``{anthology-problem-groups}``: every code, with a link to where it is explained."""

    def run(self) -> list[nodes.Node]:
        """Code, level and meaning."""
        self.made_from(__name__, problem.__name__, explanations.__name__)
        rows = [
            ([self._link(code)], _level(code), code.help)
            for group in explanations.GROUPS
            for code in group.codes
        ]
        return [table(("Code", "Level", "What it means"), sorted(rows, key=_first), (30, 15, 55))]

    def _link(self, code: problem.Code) -> nodes.Node:
        """A link to the section of a code, which no builder knows before all are read."""
        target = {"reftarget": f"problem-{code.slug}", "refdoc": self.env.docname}
        kind = {"refdomain": "std", "reftype": "ref", "refexplicit": True, "refwarn": True}
        return addnodes.pending_xref("", *_code(code.slug), **target, **kind)


def _level(code: problem.Code) -> list[nodes.Node]:
    return [nodes.Text(code.level.value)]


def _first(row: Row) -> str:
    return "".join(node.astext() for node in row[0] if isinstance(node, nodes.Node))


def _facts(rows: Iterable[Row]) -> nodes.definition_list:
    """Facts, each with its name."""
    found = nodes.definition_list()
    for name, cell in rows:
        content = _prose(cell) if isinstance(cell, str) else cell
        said = nodes.definition("", nodes.paragraph("", "", *content))
        found += nodes.definition_list_item("", nodes.term("", str(name)), said)
    return found


class CommandsTable(Table):
    """``{anthology-commands} build``: the arguments of a command, or of one below another."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Argument and meaning."""
        self.made_from(__name__, tool.__name__)
        command = tool.parser()
        for name in self.arguments[0].split():
            command = _commands(command)[name]
        actions = command._actions  # noqa: SLF001  # argparse has no public list
        rows = [(_code(_usage(a)), _upper(a.help or "")) for a in actions if _is_told(a)]
        return [table(("Argument", "What it says"), rows, (40, 60))]


class ApiTables(Table):
    """``{anthology-api} functions``: the public functions, classes or types of fields."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """A table of each thing with its members, or of all functions or types."""
        self.made_from(__name__, api.__name__)
        things = {name: getattr(api, name) for name in api.__all__}
        classes = {n: t for n, t in things.items() if isinstance(t, type)}
        if self.arguments[0] == "classes":
            return [node for name, each in classes.items() for node in _class(name, each)]
        functions = {n: t for n, t in things.items() if inspect.isfunction(t)}
        if self.arguments[0] == "functions":
            rows = [(_code(f"{n}{_signature(f)}"), _summary(f)) for n, f in functions.items()]
            return [table(("Function", "What it does"), rows, (45, 55))]
        rows = [
            (_code(name), _said(thing) or _OTHER_TYPES[name])
            for name, thing in things.items()
            if name not in classes and name not in functions and name != "FrontPage"
        ]
        return [table(("Type", "What it stands for"), rows, (30, 70))]


_OTHER_TYPES = {
    "Flag": "true or false",
    "Many": "a list of what stands in the brackets; one value will do",
    "Text": "text that is not empty",
}


def _signature(function: typing.Any) -> str:
    """The arguments of a function and what it gives, without our modules' names."""
    shown = str(inspect.signature(function)).replace("self, ", "").replace("(self)", "()")
    return shown.replace("'", "").replace('"', "")


def _summary(thing: object) -> str:
    """The first paragraph of a docstring; names of code stand between double backquotes."""
    first = inspect.cleandoc(getattr(thing, "__doc__", "") or "").partition("\n\n")[0]
    plain = re.sub(r":[a-z]+:`~?([^`]+)`", r"``\1``", first)
    return " ".join(plain.split())


def _class(name: str, each: type) -> Iterator[nodes.Node]:
    """A class: what it is, and a table of what it has."""
    yield nodes.rubric("", "", *_code(name), ids=[f"api-{name.lower()}"])
    yield nodes.paragraph("", "", *_prose(_summary(each)))
    rows = [(_code(member), about) for member, about in sorted(_members(each).items())]
    if rows:
        yield table(("Member", "What it is"), rows, (45, 55))


def _members(each: type) -> dict[str, str]:
    """The public members of a class of ours: each as it is written, and what it is."""
    found: dict[str, str] = {}
    for holder in reversed(each.__mro__):
        if not holder.__module__.startswith("sphinx_anthology"):
            continue
        fields_of = getattr(holder, "model_fields", {})
        for member, annotation in inspect.get_annotations(holder).items():
            if not member.startswith("_") and not str(annotation).startswith("ClassVar"):
                about = getattr(fields_of.get(member), "description", None) or ""
                plain = re.sub(r"Annotated\[(\w+), [^]]*\]", r"\1", str(annotation))
                found[f"{member}: {plain}"] = about
        for member, value in vars(holder).items():
            getter = getattr(value, "fget", None) or getattr(value, "func", None)
            is_ours = not member.startswith(("_", "model_"))
            if not is_ours or not (getter or inspect.isfunction(value)):
                continue
            shown = f"{member}{_signature(value)}" if getter is None else member
            found[shown] = _summary(getter or value)
    return found


class ModulesTree(Table):
    """``{anthology-modules} package``: every module of a package, with what its docstring says."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The tree."""
        for path in Path(EXTENSIONS, self.arguments[0]).rglob("*.py"):
            self.env.note_dependency(str(path))
        lines = TREES[self.arguments[0]]
        width = max(len(name) for name, _ in lines) + 2
        text = "\n".join(f"{name:<{width}}{about}".rstrip() for name, about in lines)
        return [nodes.literal_block(text, text, language="text")]


def _tree(folder: Path, depth: int) -> Iterator[tuple[str, str]]:
    """The lines of a package: its name and docstring, its modules, and the packages in it."""
    indent = "  " * depth
    yield f"{indent}{folder.name}/", _says(folder / "__init__.py")
    for path in sorted(folder.glob("*.py")):
        if path.name != "__init__.py":
            yield f"{indent}  {path.name}", _says(path)
    for inside in sorted(folder.iterdir()):
        if (inside / "__init__.py").is_file():
            yield from _tree(inside, depth + 1)


def _says(path: Path) -> str:
    """The first line of a module's docstring, without its full stop."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0].removesuffix(".").replace("``", "")


def _commands(command: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The parsers of all commands below one, by name."""
    found = (a for a in command._actions if isinstance(a.choices, dict))  # noqa: SLF001  # as above
    return dict(next(found).choices or {})


def _is_told(action: argparse.Action) -> bool:
    return action.dest != "help" and action.help != argparse.SUPPRESS


def _usage(action: argparse.Action) -> str:
    values = " | ".join(map(str, action.choices)) if action.choices else ""
    if not action.option_strings:
        return values or str(action.metavar or action.dest)
    wants = action.metavar or values or ("" if action.nargs == 0 else action.dest.upper())
    return f"{', '.join(action.option_strings)} {wants}".strip()


def _about(thing: type) -> str:
    """The first line of a docstring, without the example before its colon."""
    return _upper(_first_line(thing).partition("``: ")[2].rstrip("."))


def _example(thing: type) -> str:
    """The example that a docstring begins with; a role's ends in a backquote and a space."""
    return _first_line(thing).partition("``: ")[0].removeprefix("``").rstrip(" ")


def _first_line(thing: type) -> str:
    return (thing.__doc__ or "").splitlines()[0]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


SAID = {
    fields.Address: "address (https://…)",
    fields.Doi: "DOI",
    fields.Orcid: "ORCID iD",
    fields.Ror: "ROR id",
    fields.Issn: "ISSN",
    fields.Language: "language tag (BCP 47)",
    fields.License: "licence (SPDX)",
    fields.Date: "date as exact as known (EDTF level 0)",
    fields.Day: "full day (2021-04-21)",
    documents.Part: "whole number from 1, or none",
    str: "text",
    int: "whole number",
    bool: "true or false",
}
"""Types in an editor's words; an annotated type is known by its check."""


@dc.dataclass(frozen=True)
class FieldTables:
    """The fields of a record and of the records inside it, a table each.

    ``name`` begins the ids of the tables; ``own`` is written before the record's own fields.
    """

    model: type[Record]
    name: str
    own: str

    @cached_property
    def inner(self) -> dict[type[Record], tuple[str, ...]]:
        """The records inside the record, each once, with the fields that hold it."""
        found: dict[type[Record], list[str]] = {}
        pending = [(self.model, "")]
        for holder, before in pending:
            for name, field in holder.model_fields.items():
                path = before + name if before else self._path(name)
                for inner in _records(field.annotation):
                    if inner not in found:
                        pending.append((inner, f"{path}."))
                    found.setdefault(inner, []).append(path)
        return {holder: tuple(paths) for holder, paths in found.items()}

    def tables(self) -> Iterator[nodes.Node]:
        """The record's own table, then the others, each under the fields that it explains."""
        yield self._table(self.model)
        for holder, paths in self.inner.items():
            # one inline node: themes lay out the children of a rubric
            heading = nodes.inline("", "", *_joined(paths))
            yield nodes.rubric("", "", heading, ids=[self._anchor(holder)])
            yield self._table(holder)

    def _path(self, name: str) -> str:
        """A field of the record as the editor writes it."""
        is_own = self.model is Settings or name in own_fields(self.model)
        return self.own + name if is_own else name

    def _anchor(self, holder: type[Record]) -> str:
        return f"fields-{self.name}-{holder.__name__.lower()}"

    def _table(self, holder: type[Record]) -> nodes.table:
        rows = (
            (
                _code(self._path(name) if holder is self.model else name),
                [*_needed(field), *self._value(_annotation(field)), *_left_out(field)],
                field.description or "",
            )
            for name, field in holder.model_fields.items()
        )
        return table(("Field", "Value", "What it says"), rows, (27, 30, 43))

    def _value(self, annotation: object) -> list[nodes.Node]:
        """A type in an editor's words; a record is a link to its table."""
        if said := _said(annotation):
            return [nodes.Text(said)]
        arguments = [a for a in typing.get_args(annotation) if a not in {Ellipsis, type(None)}]
        match typing.get_origin(annotation):
            case typing.Annotated:
                found = [*_shorthand(arguments[1:]), *self._value(arguments[0])]
            case typing.Union | types.UnionType:
                found = self._value(arguments[0])
            case origin if origin is tuple:
                found = [nodes.Text("list: "), *self._value(arguments[0])]
            case None:
                found = [self._single(annotation)]
            case _:
                found = [nodes.Text("mapping from id: "), *self._value(arguments[1])]
        return found

    def _single(self, annotation: object) -> nodes.Node:
        """A record, or one of several words."""
        if isinstance(annotation, type) and issubclass(annotation, Record):
            return nodes.reference("", "mapping", refid=self._anchor(annotation), internal=True)
        members = getattr(annotation, "__members__", {})
        return nodes.Text(" | ".join(str(member.value) for member in members.values()))


def _needed(field: FieldInfo) -> list[nodes.Node]:
    return [nodes.Text("required: ")] if field.is_required() else []


def _left_out(field: FieldInfo) -> list[nodes.Node]:
    """What holds where a field is left out; nothing where it is then simply absent."""
    default = field.default
    if field.is_required() or not isinstance(default, (bool, str)):
        return []
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    return [nodes.Text(f"; left out: {shown}")]


def _annotation(field: FieldInfo) -> object:
    """A field's type with the checks that pydantic takes off it."""
    if not field.metadata:
        return field.annotation
    return typing.Annotated[(field.annotation, *field.metadata)]


def _said(annotation: object) -> str:
    """The words for a type that has some."""
    checks = getattr(annotation, "__metadata__", ())
    for known, words in SAID.items():
        if known == annotation or getattr(known, "__metadata__", (None,))[0] in checks:
            return words
    return ""


def _shorthand(checks: Sequence[object]) -> list[nodes.Node]:
    """That a bare text will do, where it will."""
    for check in checks:
        if isinstance(read := getattr(check, "func", None), fields.Shorthand):
            return [nodes.Text("text (its "), *_code(read.key), nodes.Text("), or ")]
    return []


def _records(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in typing.get_args(annotation):
        yield from _records(argument)


def _lineage(model: type[Record]) -> Iterator[type]:
    return (m for m in model.__mro__ if issubclass(m, Record))


def _code(text: str) -> list[nodes.Node]:
    return [nodes.literal("", text)]


def _joined(names: Iterable[str]) -> list[nodes.Node]:
    """Names of code with commas between."""
    found: list[nodes.Node] = []
    for name in names:
        found += [nodes.Text(", "), *_code(name)] if found else _code(name)
    return found


def _prose(text: str) -> list[nodes.Node]:
    """Text in which code stands between double backquotes."""
    pieces = text.split("``")
    return [node for i, p in enumerate(pieces) for node in (_code(p) if i % 2 else [nodes.Text(p)])]


def table(headings: Sequence[str], rows: Iterable[Row], widths: Sequence[int]) -> nodes.table:
    """A table of the reference: names, and what is said of each. The widths are shares."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group[0]["stub"] = 1
    head, body = nodes.thead(), nodes.tbody()
    head += _row(headings)
    body += [_row(row) for row in rows]
    group += [head, body]
    return nodes.table("", group, classes=["an-reference"])


def _row(cells: Row) -> nodes.row:
    contents = (_prose(cell) if isinstance(cell, str) else cell for cell in cells)
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *c)) for c in contents))


TREES = {name: list(_tree(EXTENSIONS / name, 0)) for name in PACKAGES}
"""Read here: while a document is read, no file is."""


STYLE = "reference-tables.css"


def _find_style(app: Sphinx, config: Config) -> None:
    """Let Sphinx copy the style of tables in narrow windows."""
    config.html_static_path = [*config.html_static_path, str(Path(__file__).parent / "static")]


def _add_style(
    app: Sphinx, pagename: str, template: str, context: dict[str, typing.Any], doctree: object
) -> None:
    """Let pages with such tables load it."""
    if "an-reference" in str(context.get("body", "")):
        app.add_css_file(STYLE, priority=700)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the tables."""
    app.connect("config-inited", _find_style)
    app.connect("html-page-context", _add_style)
    app.add_directive("anthology-fields", Fields)
    app.add_directive("anthology-settings", SettingsTable)
    app.add_directive("anthology-roles", RolesTable)
    app.add_directive("anthology-directives", DirectivesTable)
    app.add_directive("anthology-problems", Problems)
    app.add_directive("anthology-problem-groups", ProblemGroups)
    app.add_directive("anthology-commands", CommandsTable)
    app.add_directive("anthology-modules", ModulesTree)
    app.add_directive("anthology-api", ApiTables)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
