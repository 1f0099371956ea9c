"""Reads the review file: the editor's decisions, and mistakes with their lines."""

from __future__ import annotations

import dataclasses as dc
import enum
import re
from collections.abc import Iterator
from typing import Any, Final, TypeVar

import yaml

from anthology_import.records import Finding, Value
from anthology_import.review.entries import checked
from sphinx_anthology.model.problem import did_you_mean, quoted

LARGEST: Final = 8 * 1024 * 1024
"""The longest review file, in characters."""

_DEPTH: Final = 8
_FIELDS: Final = (
    *("post", "title", "finding", "sentence", "where", "confidence", "would"),
    *("proposed", "decision", "value"),
)
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""A YAML loader that reads all scalars as text."""


class Decision(enum.StrEnum):
    """An editor's decision about a proposal."""

    OPEN = "open"
    ACCEPT = "accept"
    CHANGE = "change"
    REJECT = "reject"


Chosen = TypeVar("Chosen", Decision, Finding)
"""The enumeration of a field."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An entry of the file; without ``proposed`` it answers all of its kind."""

    posts: tuple[str, ...]
    kind: Finding
    decision: Decision
    line: int
    proposed: object = None
    value: Value | None = None


@dc.dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """A mistake in the file, with its line."""

    line: int
    message: str


@dc.dataclass(frozen=True, slots=True)
class Answers:
    """The entries and mistakes of the file, and the indentation of its entries."""

    answers: tuple[Answer, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    indent: int = 0


def read_answers(text: str) -> Answers:
    """Read a review file; an empty one has no answers."""
    try:
        root = _root(text)
    except yaml.MarkedYAMLError as error:
        message = f"This is not YAML: {error.problem or error.context}."
        return Answers(mistakes=(Mistake(_line(error.problem_mark), message),))
    except yaml.YAMLError as error:
        return Answers(mistakes=(Mistake(1, f"This is not YAML: {quoted(error)}."),))
    except _RefusedError as refused:
        return Answers(mistakes=(refused.mistake,))
    return Answers() if root is None else _entries(root)


def _root(text: str) -> yaml.SequenceNode | None:
    """The list of entries; None if the file is empty."""
    if len(text) > LARGEST:
        raise _RefusedError(1, f"The file is longer than {LARGEST:,} characters.")
    _check(text)
    root = yaml.compose(text, Loader=_Loader)
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value.strip()):
        return None
    if not isinstance(root, yaml.SequenceNode) or root.flow_style:
        message = "The file is not a list of entries; each begins with ‘- post: …’."
        raise _RefusedError(_line(root.start_mark), message)
    return root


class _RefusedError(Exception):
    """YAML that the review file may not contain."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.mistake = Mistake(line, message)


def _check(text: str) -> None:
    """Refuse aliases, tags, second documents and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = _line(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(line, "YAML aliases (*name) are not read here; repeat the value.")
        if getattr(event, "tag", None):
            raise _RefusedError(line, "YAML tags (!name) are not read here; quote the text.")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEPTH:
            raise _RefusedError(line, f"The file is nested more than {_DEPTH} deep.")
        if isinstance(event, (yaml.DocumentStartEvent, yaml.DocumentEndEvent)) and event.explicit:
            raise _RefusedError(line, "The file has a line ‘---’ or ‘...’; delete it.")


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _entries(root: yaml.SequenceNode) -> Answers:
    answers, mistakes = [], []
    seen: dict[object, int] = {}
    for node in root.value:
        found = list(_Entry(node).read())
        mistakes += [thing for thing in found if isinstance(thing, Mistake)]
        for answer in (thing for thing in found if isinstance(thing, Answer)):
            same = (answer.posts, answer.kind, repr(answer.proposed))
            if same in seen and answer.kind is not Finding.SAME_PERSON:
                message = f"This question is here twice; the first entry is in line {seen[same]}."
                mistakes.append(Mistake(answer.line, message))
            seen.setdefault(same, answer.line)
            answers.append(answer)
    return Answers(tuple(answers), tuple(sorted(mistakes)), root.start_mark.column)


class _Entry:
    """An entry: its fields, with their lines."""

    def __init__(self, node: yaml.Node) -> None:
        self.line = _line(node.start_mark)
        self.fields: dict[str, object] = {}
        self.lines: dict[str, int] = {}
        self.mistakes: list[Mistake] = []
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        if not pairs:
            self.mistakes.append(
                Mistake(
                    self.line, "This entry has no fields; write ‘post’, ‘finding’ and ‘decision’."
                )
            )
        for key, value in pairs:
            self._field(key, value)

    def _field(self, key: yaml.Node, value: yaml.Node) -> None:
        name, line = str(key.value), _line(key.start_mark)
        if name not in _FIELDS:
            hint = did_you_mean(name, _FIELDS)
            self.mistakes.append(Mistake(line, f"{quoted(name)} is not a field of an entry.{hint}"))
        elif name in self.fields:
            self.mistakes.append(Mistake(line, f"The field ‘{name}’ is here twice."))
        else:
            self.fields[name], self.lines[name] = _plain(value), line

    def read(self) -> Iterator[Answer | Mistake]:
        """The answer in the entry, or its mistakes."""
        decision = self._choice("decision", Decision)
        kind = self._choice("finding", Finding)
        posts = self._posts()
        value = self._value(kind, decision) if kind and decision and not self.mistakes else None
        yield from self.mistakes
        if self.mistakes or kind is None or decision is None:
            return
        proposed = self.fields.get("proposed")
        yield Answer(
            posts=posts,
            kind=kind,
            decision=decision,
            line=self.line,
            proposed=proposed,
            value=value,
        )

    def _choice(self, name: str, choices: type[Chosen]) -> Chosen | None:
        """The enumeration member that a field names; None with a mistake."""
        text = self.fields.get(name)
        known = tuple(str(choice) for choice in choices)
        if isinstance(text, str) and text.strip().casefold() in known:
            return choices(text.strip().casefold())
        if name not in self.fields:
            if self.mistakes:  # the field may be a misspelt one, which is reported
                return None
            message = f"The field ‘{name}’ is missing; expected {', '.join(known)}."
        else:
            hint = did_you_mean(str(text), known)
            message = f"{quoted(text)} is not a {name}; expected {', '.join(known)}.{hint}"
        self.mistakes.append(Mistake(self.lines.get(name, self.line), message))
        return None

    def _posts(self) -> tuple[str, ...]:
        posts = self.fields.get("post")
        found = [posts] if isinstance(posts, str) else posts
        if isinstance(found, list) and found and all(isinstance(p, str) and p for p in found):
            return tuple(found)
        message = "The field ‘post’ is missing; expected a post's old path, such as /2020/05/post/."
        self.mistakes.append(Mistake(self.lines.get("post", self.line), message))
        return ()

    def _value(self, kind: Finding, decision: Decision) -> Value | None:
        """The value that the editor wants instead; None if there is none."""
        line = self.lines.get("value", self.lines.get("decision", self.line))
        if decision is not Decision.CHANGE:
            if "value" in self.fields:
                message = f"There is a value, but the decision is ‘{decision}’; write ‘change’."
                self.mistakes.append(Mistake(line, message))
            return None
        if "value" not in self.fields:
            message = "The decision is ‘change’; write what it should be as ‘value: …’."
            self.mistakes.append(Mistake(line, message))
            return None
        try:
            return checked(kind, self.fields["value"])
        except ValueError as error:
            message = f"The value cannot be used: {str(error).rstrip('.')}."
            self.mistakes.append(Mistake(line, re.sub(r"\?\.$", "?", message)))
            return None


def _plain(node: yaml.Node) -> object:
    """A YAML node as texts, lists and mappings."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    return str(node.value)
