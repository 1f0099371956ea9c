"""Tables of the reference, made from the code: fields, settings, roles, directives, problems.

Only this book needs them, so they are no part of the package.
"""

from __future__ import annotations

import argparse
import types
import typing
from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes
from pydantic.fields import FieldInfo
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.record import Record, own_fields
from sphinx_anthology.model.source import KINDS
from sphinx_anthology.pages.directives import DIRECTIVES
from sphinx_anthology.pages.roles import ROLES
from sphinx_anthology.reading.settings import PREFIX, Settings
from sphinx_anthology.tool.__main__ import parser

Cell = str | nodes.Node
Row = Sequence[Cell]


class Fields(SphinxDirective):
    """``{anthology-fields} post``: the fields of a kind of document, and of what they hold."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One table of the document's fields, one for each record inside it."""
        kind = self.arguments[0]
        model = KINDS[kind]
        headings = ("Field", "Value", "What it says")
        found: list[nodes.Node] = [table(headings, _field_rows(model, kind))]
        for name, inner in _inner_records(model):
            found.append(nodes.paragraph("", "", nodes.literal("", name), nodes.Text(" holds:")))
            found.append(table(headings, _field_rows(inner, "")))
        return found


class SettingsTable(SphinxDirective):
    """``{anthology-settings}``: every setting."""

    def run(self) -> list[nodes.Node]:
        """One table, and one for each record that a setting holds."""
        rows = [
            (nodes.literal("", PREFIX + name), _type_name(field), field.description or "")
            for name, field in Settings.model_fields.items()
        ]
        return [table(("Setting", "Value", "What it does"), rows)]


class RolesTable(SphinxDirective):
    """``{anthology-roles}``: every role."""

    def run(self) -> list[nodes.Node]:
        """Name and what it links to."""
        rows = [
            (nodes.literal("", "{" + name + "}"), _about(type(role))) for name, role in ROLES.items()
        ]
        return [table(("Role", "What it links to"), rows)]


class DirectivesTable(SphinxDirective):
    """``{anthology-directives}``: every directive with its options."""

    def run(self) -> list[nodes.Node]:
        """Name, options, and what it gives."""
        rows = [
            (
                nodes.literal("", "{" + name + "}"),
                ", ".join(directive.option_spec or {}) or "–",
                _about(directive),
            )
            for name, directive in DIRECTIVES.items()
        ]
        return [table(("Directive", "Options", "What it gives"), rows)]


class ProblemsTable(SphinxDirective):
    """``{anthology-problems}``: every kind of problem."""

    def run(self) -> list[nodes.Node]:
        """Code, level and meaning."""
        rows = [(nodes.literal("", code.slug), code.level.value, code.help) for code in Code]
        return [table(("Code", "Level", "What it means"), rows)]


class CommandsTable(SphinxDirective):
    """``{anthology-commands}``: every command with its options."""

    def run(self) -> list[nodes.Node]:
        """One table of all commands and options."""
        rows: list[Row] = []
        for name, help_, command in _commands():
            rows.append((nodes.literal("", f"anthology {name}"), nodes.strong("", help_)))
            rows += [
                (nodes.literal("", _usage(action)), action.help or "")
                for action in command._actions  # noqa: SLF001  # argparse has no public list
                if action.dest != "help"
            ]
        return [table(("Command", "What it does"), rows)]


def _commands() -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for action in parser()._actions:  # noqa: SLF001  # as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
            for name, command in action.choices.items():
                yield name, helps[name], command


def _usage(action: argparse.Action) -> str:
    if not action.option_strings:
        return action.dest
    return ", ".join(action.option_strings) + (f" {action.metavar}" if action.metavar else "")


def _about(thing: type) -> str:
    """The first line of a docstring, without the example before its colon."""
    line = (thing.__doc__ or "").splitlines()[0]
    _, colon, rest = line.partition("``: ")
    return (rest if colon else line).rstrip(".").capitalize()


def _field_rows(model: type[Record], kind: str) -> Iterator[Row]:
    own = own_fields(model)
    for name, field in model.model_fields.items():
        shown = f"{kind}.{name}" if name in own and kind else name
        needed = "required; " if field.is_required() else ""
        yield nodes.literal("", shown), needed + _type_name(field), field.description or ""


_NAMES = {
    str: "text",
    int: "number",
    bool: "true or false",
    tuple: "list",
    dict: "mapping",
    type(None): "",
}


def _type_name(field: FieldInfo) -> str:
    return _named(field.annotation)


def _named(annotation: object) -> str:
    """A type in an editor's words."""
    origin = typing.get_origin(annotation)
    arguments = [a for a in typing.get_args(annotation) if a is not Ellipsis]
    if origin is typing.Annotated:
        return _named(arguments[0])
    if origin in {typing.Union, types.UnionType}:
        return ", ".join(filter(None, (_named(a) for a in arguments)))
    if origin is tuple:
        return f"list of {_named(arguments[0])}"
    if origin is not None:
        return "mapping"
    if isinstance(annotation, type):
        if issubclass(annotation, Record):
            return annotation.__name__
        if hasattr(annotation, "__members__"):
            return " | ".join(str(member.value) for member in annotation)
        return _NAMES.get(annotation, "date")
    return str(annotation)


def _inner_records(model: type[Record]) -> Iterator[tuple[str, type[Record]]]:
    """The records inside a record, each once, deepest last."""
    seen: dict[str, type[Record]] = {}
    pending = [field.annotation for field in model.model_fields.values()]
    while pending:
        annotation = pending.pop(0)
        if isinstance(annotation, type) and issubclass(annotation, Record):
            if annotation.__name__ not in seen:
                seen[annotation.__name__] = annotation
                pending += [field.annotation for field in annotation.model_fields.values()]
        pending += [a for a in typing.get_args(annotation) if a is not Ellipsis]
    return iter(seen.items())


def table(headings: Sequence[str], rows: Iterable[Row]) -> nodes.table:
    """A table of the reference."""
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=100 // len(headings)) for _ in headings]
    head, body = nodes.thead(), nodes.tbody()
    head += _row(headings)
    body += [_row(row) for row in rows]
    group += [head, body]
    return nodes.table("", group, classes=["an-reference"])


def _row(cells: Row) -> nodes.row:
    entries = [nodes.Text(cell) if isinstance(cell, str) else cell for cell in cells]
    return nodes.row(
        "", *(nodes.entry("", nodes.paragraph("", "", entry)) for entry in entries)
    )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the tables."""
    app.add_directive("anthology-fields", Fields)
    app.add_directive("anthology-settings", SettingsTable)
    app.add_directive("anthology-roles", RolesTable)
    app.add_directive("anthology-directives", DirectivesTable)
    app.add_directive("anthology-problems", ProblemsTable)
    app.add_directive("anthology-commands", CommandsTable)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
