"""Records: validation of front matter with all problems at once.

A field is one line of a pydantic model. From this line come the validation with its messages, the
table in the reference, the template of ``anthology new`` and the JSON Schema.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from types import NoneType
from typing import Any, TypeVar

from pydantic import (
    Field,
    PrivateAttr,
    ValidationError,
)
from pydantic_core import ErrorDetails

from sphinx_anthology.model.fields import Language, License, Many, Record, Text
from sphinx_anthology.model.foreign_fields import (
    added_authors,
    foreign_field,
    names_people,
    with_value,
)
from sphinx_anthology.model.front_matter import FrontMatter, Path
from sphinx_anthology.model.meant import corrected, renamed
from sphinx_anthology.model.other_shapes import normalize, times_of_day
from sphinx_anthology.model.problem import (
    Change,
    Code,
    Part,
    Problem,
    did_you_mean,
    dotted,
    yaml_flow,
)
from sphinx_anthology.model.reasons import advice, completed_example, example, reason, shown_value

OWN_KEYS = ("post", "author", "series", "topic")
"""The keys that state the kind of a document."""

RecordType = TypeVar("RecordType", bound=Record)


class Standard(Record):
    """The fields of MyST's front matter that every document takes."""

    title: Text = Field(description="The document's own title, without any series label")
    subtitle: Text | None = Field(None, description="A second line of the title")
    description: Text | None = Field(
        None, description="One or two sentences: the standfirst, used in lists, feeds and metadata"
    )
    keywords: Many[Text] = Field((), description="Search words that are not shown")
    thumbnail: Text | None = Field(None, description="An image for previews, by its path")
    license: License | None = Field(None, description="Licence of the text, as SPDX says it")
    language: Language | None = Field(None, description="Language of the text (BCP 47)")

    _added: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def added(self) -> Mapping[str, Any]:
        """The stated values of fields that other extensions add, by name."""
        return self._added

    def terms(self, default: str) -> str:
        """The licence of the text; empty if an unknown one is stated."""
        return default if self.license is None else self.license


def own_fields(model: type[Record]) -> frozenset[str]:
    """The names of fields below the document's own key."""
    return frozenset(
        name
        for name, field in model.model_fields.items()
        if isinstance(field.json_schema_extra, dict) and field.json_schema_extra.get("own")
    )


def read_record(
    model: type[RecordType], key: str, front_matter: FrontMatter, file: str
) -> tuple[RecordType | None, tuple[Problem, ...], frozenset[str]]:
    """Read a record; give it, all problems, and the names of dropped fields.

    ``key`` is the document's own key. A wrong value is dropped, and the rest is read without it; a
    missing title becomes ``?``. The record is :data:`None` if another required field is missing.
    """
    flat, own_names = _flatten(model, key, front_matter.values)
    problems = list(_misshapen(model, key, front_matter, file))
    notes = (*normalize(flat, key), *times_of_day(front_matter.values, ()))
    for path, message, code, write in notes:
        change = Change(path, write) if write else None
        problems.append(Problem(file, front_matter.line(path), message, code, path, change))
    record, errors = validate(model, flat)
    for details, _ in errors:
        path = _unflatten(tuple(details["loc"]), key, own_names)
        problems.append(_problem(model, key, details, path, front_matter, file))
    dropped = frozenset(str(e["loc"][0]) for e, _ in errors if len(e["loc"]) == 1)
    if isinstance(record, Standard) and record.license is None and any(map(_is_terms, dropped)):
        record = record.model_copy(update={"license": ""})
    return record, tuple(problems), dropped


def with_added(base: type[Standard], record: Standard) -> Standard:
    """A record without added fields, which are in ``added`` instead.

    Classes made at run time cannot be pickled with the environment.
    """
    if type(record) is base:
        return record
    values = {name: getattr(record, name) for name in base.model_fields}
    stated = record.model_fields_set & base.model_fields.keys()
    plain = base.model_construct(stated, **values)
    names = type(record).model_fields.keys() - base.model_fields.keys()
    found = {name: getattr(record, name) for name in sorted(names)}
    plain._added.update({n: v for n, v in found.items() if v not in (None, ())})  # noqa: SLF001
    return plain


_TERMS = frozenset(
    """
    license licence licenses licences copyright rights licensing license_url licence_url
    usage_rights terms cc_license copyright_notice
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Names of licence fields, here and in other systems."""


def _is_terms(name: str) -> bool:
    return name.rpartition(".")[2].strip().casefold().replace("-", "_") in _TERMS


def validate(
    model: type[RecordType], data: Mapping[str, Any]
) -> tuple[RecordType | None, list[tuple[ErrorDetails, str]]]:
    """Validate data and drop wrong values; give the record and each error's reason.

    The record is :data:`None` if a required field is missing or was dropped.
    """
    rest = copy.deepcopy(dict(data))
    errors: list[tuple[ErrorDetails, str]] = []
    dropped: set[Path] = set()
    while True:
        try:
            return model.model_validate(rest), errors
        except ValidationError as error:
            found = error.errors(include_url=False)
        # a dropped value is not missing
        news = [details for details in found if tuple(details["loc"]) not in dropped]
        errors += [(details, reason(details, _siblings(model, details["loc"]))) for details in news]
        dropped |= {tuple(details["loc"]) for details in found}
        if not _drop_all(rest, found) and not _fill_in(rest, found):
            return None, errors


def _fill_in(data: dict[str, Any], errors: list[ErrorDetails]) -> bool:
    """Add a placeholder title; the document is left out, but still names people."""
    missing = {tuple(error["loc"]) for error in errors if error["type"] == "missing"}
    if ("title",) not in missing:
        return False
    data["title"] = "?"
    return True


def _misshapen(
    model: type[Record], key: str, front_matter: FrontMatter, file: str
) -> tuple[Problem, ...]:
    """The problem of an own key without a mapping: ``post: yes``."""
    value = front_matter.values.get(key)
    if key in model.model_fields or value is None or isinstance(value, dict):
        return ()
    message = (
        f"‘{key}’: expected a mapping (name: value), found {shown_value(value)}.{example(key)}"
    )
    return (Problem(file, front_matter.line((key,)), message, Code.INVALID_FIELD, (key,)),)


_READ_BELOW = ("authors", "tags", "keywords", "description", "subtitle", "doi", "language")
"""Top-level fields that are also read below the own key, so that nobody is lost."""


def _flatten(
    model: type[Record], key: str, values: Mapping[str, Any]
) -> tuple[dict[str, Any], frozenset[str]]:
    """All fields on one level, without nulls.

    An unknown or misplaced own field gets the key before its name, so that it is refused.
    """
    own_names = own_fields(model)
    flat: dict[str, Any] = {}
    known = {*model.model_fields, key}
    # an unknown field is reported even without a value
    stated = {n: v for n, v in values.items() if v is not None or n not in known}
    for name, value in stated.items():
        if name == key and isinstance(value, dict):
            for inner, inner_value in value.items():
                if inner_value is None and inner in own_names:
                    continue
                flat[inner if inner in own_names else f"{key}.{inner}"] = _without_nulls(
                    inner_value
                )
        elif name != key or key in model.model_fields:
            flat[f".{name}" if name in own_names else name] = _without_nulls(value)
    for name in _READ_BELOW:  # reported as misplaced, but read
        if (value := flat.get(f"{key}.{name}")) is not None and name in model.model_fields:
            flat.setdefault(name, value)
    return flat, own_names


def _without_nulls(value: Any) -> Any:
    """A value without entries that are null, which means absent."""
    if isinstance(value, dict):
        return {k: _without_nulls(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


def _unflatten(path: Path, key: str, own_names: frozenset[str]) -> Path:
    """The path as the editor wrote it."""
    first = str(path[0])
    if first.startswith(f"{key}."):
        return (key, first.removeprefix(f"{key}."), *path[1:])
    if first.startswith("."):
        return (first[1:], *path[1:])
    return (key, *path) if first in own_names else path


def _drop_all(data: dict[str, Any], errors: list[ErrorDetails]) -> bool:
    """Remove wrong values from data; say whether there were any."""
    paths = {_present(data, tuple(error["loc"])) for error in errors} - {()}
    for path in sorted(paths, key=_deepest_last_first, reverse=True):
        _drop(data, path)
    return bool(paths)


def _deepest_last_first(path: Path) -> tuple[tuple[int, str], ...]:
    """The sort key that removes later list items first."""
    return tuple((p, "") if isinstance(p, int) else (0, p) for p in path)


def _present(data: Any, path: Path) -> Path:
    """The longest part of a path that exists in data."""
    for depth, part in enumerate(path):
        if isinstance(data, str):  # a text has no items
            return path[:depth]
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return path[:depth]
    return path


def _drop(data: Any, path: Path) -> None:
    for part in path[:-1]:
        data = data[part]
    del data[path[-1]]


def _problem(
    model: type[Record],
    key: str,
    details: ErrorDetails,
    path: Path,
    front_matter: FrontMatter,
    file: str,
) -> Problem:
    """A pydantic error as a problem with our message."""
    where = dotted(path)
    line = front_matter.line(path)
    no_terms = NO_TERMS if _is_terms(where) and not _has_terms(front_matter, path) else ""
    match details["type"]:
        case "extra_forbidden":
            message, code = _unknown(model, key, path, details["input"], front_matter)
            code = Code.UNKNOWN_FIELD if no_terms else code
            known = _siblings(model, path)
            change = renamed(path, details["input"], known, front_matter.values)
            if change is None or (change.part is Part.NAME and _is_misplaced(model, path)):
                change = _moved(model, key, path, front_matter)
            return Problem(file, line, f"‘{where}’ {message}{no_terms}", code, path, change)
        case "missing":
            message = f"‘{where}’ is missing.{completed_example(details)}"
            return Problem(file, line, message, Code.MISSING_FIELD, path)
        case _:
            message = f"‘{where}’: {reason(details)}.{no_terms}{advice(details)}"
            change = corrected(path, details)
            return Problem(file, line, message, Code.INVALID_FIELD, path, change)


def _moved(model: type[Record], key: str, path: Path, front_matter: FrontMatter) -> Change | None:
    """The change that puts a field of ours in its place, if none is stated there."""
    own_names, name = own_fields(model), str(path[-1])
    below = front_matter.values.get(key)
    if len(path) == 1 and name in own_names and name not in (below or ()):
        return Change(path, key, Part.PLACE) if below is None or isinstance(below, dict) else None
    is_below = len(path) == 2 and path[0] == key and name in {*model.model_fields} - own_names
    return Change(path, "", Part.PLACE) if is_below and name not in front_matter.values else None


def _is_misplaced(model: type[Record], path: Path) -> bool:
    """Whether a field has a name of ours, and only the wrong place."""
    return str(path[-1]) in {*model.model_fields, *_OF_AUTHORS, *_OF_SERIES, *OWN_KEYS}


NO_TERMS = " No licence is shown for the document until then."


def _has_terms(front_matter: FrontMatter, path: Path) -> bool:
    """Whether another field states the licence."""
    return path != ("license",) and "license" in front_matter.values


_UNKNOWN = Code.UNKNOWN_FIELD
_MOST_SHOWN = 100
"""The most characters of a value that a message repeats."""


def _line(name: str, value: object) -> str:
    """The line to write in the right place."""
    shown = yaml_flow(value)
    return f"Write there {name}: {shown}" if len(shown) <= _MOST_SHOWN else "Move it there."


_OF_AUTHORS = frozenset({"orcid", "photo", "bio", "links", "affiliations", "role"})
_OF_SERIES = frozenset({"editors", "parts", "part_label", "issue", "event", "announced"})


def _elsewhere(name: str, key: str, value: object) -> str:
    """The message about a field of another kind of document; or empty."""
    if name in _OF_AUTHORS and key in {"post", "series"}:
        where = "is a field of authors. Write it below ‘author:’ in the author's document"
        guest = " (for a guest, into the list of authors)" if key == "post" else ""
        return f"{where}{guest}: {name}: {yaml_flow(value)[:_MOST_SHOWN]}"
    if name in _OF_SERIES and key in {"post", "author"}:
        where = "is a field of series. Write it below ‘series:’ in the document of the series"
        return f"{where}: {name}: {yaml_flow(value)[:_MOST_SHOWN]}"
    if key == "post" and name == "series" and not isinstance(value, (dict, NoneType)):
        return (
            "is not a field here: a series names its posts. Add this document to the toctree in "
            "the document of the series."
        )
    return ""


def _choices(model: type[Record], path: Path) -> str:
    """The known names inside a field, if they are few."""
    known = sorted(_siblings(model, path))
    is_inside = len(path) > 2 or (len(path) == 2 and isinstance(path[1], str))
    return f" It takes {', '.join(known)}." if is_inside and len(known) <= 10 else ""


def _unknown(
    model: type[Record], key: str, path: Path, value: object, front_matter: FrontMatter
) -> tuple[str, Code]:
    """The message and code for an unknown field."""
    name = str(path[-1])
    if len(path) == 1 and name in own_fields(model):
        return f"is not a field here. It belongs under ‘{key}:’. {_line(name, value)}", _UNKNOWN
    if len(path) == 2 and path[0] == key and name in {*model.model_fields} - own_fields(model):
        where = f"belongs at the top level, not under ‘{key}:’."
        return f"{where} {_line(name, value)}", _UNKNOWN
    if len(path) <= 2 and path[0] in {key, name} and (elsewhere := _elsewhere(name, key, value)):
        is_foreign = len(path) == 1 and foreign_field(name) is not None
        return elsewhere, Code.FOREIGN_FIELD if is_foreign else _UNKNOWN
    is_own = name in OWN_KEYS and isinstance(value, (dict, NoneType)) and not names_people(value)
    ours = foreign_field(name) if len(path) == 1 and not is_own else None
    if ours is None:
        hint = _without_space(name, value) or did_you_mean(name, _siblings(model, path))
        return f"is not a field here.{hint or _choices(model, path)}", Code.UNKNOWN_FIELD
    is_name = ours.startswith("authors:")
    if is_name and (authors := front_matter.values.get("authors")):
        ours = added_authors(authors, value)
        is_name = bool(ours)
    write = f" {with_value(ours, value)}" if ours else " You can delete it."
    code = Code.UNKNOWN_FIELD if is_name and value else Code.FOREIGN_FIELD
    return f"is another system's field and is ignored.{write}", code


def _without_space(name: str, value: object) -> str:
    """The message about ‘{draft:true}’, which YAML reads as a name."""
    field, colon, rest = name.partition(":")
    is_whole = colon and rest and value is None
    return f" Put a space after the colon: {field}: {rest}" if is_whole else ""


def _siblings(model: type[Record], path: Path) -> frozenset[str]:
    """The known names beside a wrong one."""
    own_names = own_fields(model)
    names: frozenset[str] = frozenset(model.model_fields)
    depth = 1 if len(path) > 1 and path[0] not in model.model_fields else 0
    names = own_names if depth else names - own_names
    inner: type[Record] | None = None
    for part in path[depth:-1]:
        if isinstance(part, str) and (inner or model).model_fields.get(part):
            inner = _inner(inner or model, part)
    return frozenset(inner.model_fields) if inner else names


def _inner(model: type[Record], name: str) -> type[Record] | None:
    """The record that a field holds, alone or in a list or mapping."""
    pending = [model.model_fields[name].annotation]
    while pending:
        annotation = pending.pop()
        if isinstance(annotation, type) and issubclass(annotation, Record):
            return annotation
        pending += [a for a in getattr(annotation, "__args__", ()) if a is not Ellipsis]
    return None
