"""JSON Schemas of front matter, from the records: for completion and checks in an editor.

They are of draft 7, which language servers for YAML know best.
"""

from __future__ import annotations

import copy
import enum
import inspect
import json
import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue

from sphinx_anthology.model.documents import Origin
from sphinx_anthology.model.doubts import PAGE
from sphinx_anthology.model.fields import Contributor, NameParts, PersonName, Record, Shorthand
from sphinx_anthology.model.reasons import example
from sphinx_anthology.model.record import Standard, own_fields
from sphinx_anthology.model.source import FILE_WIDE, IN_VOLUMES, KINDS

DIALECT = "http://json-schema.org/draft-07/schema#"
_NULL: JsonSchemaValue = {"type": "null"}
_PARTS = tuple(NameParts.model_fields)
_BESIDE: Mapping[type[Record], type[Record]] = {Contributor: NameParts}
"""Records whose mapping may hold the fields of another one as well."""
_DEMANDED: Mapping[type[Record], tuple[tuple[str, ...], ...]] = {
    Contributor: (("id",), ("name",), *((part,) for part in _PARTS)),
    PersonName: (("printed",), ("literal",), ("given",), ("family",)),
    Origin: (("relation",),),
}
"""The fields of which a record needs one set."""
_WIDE = {
    "orphan": "No toctree lists the page, and that is right",
    "tocdepth": "How deep the page's own contents go: a number",
    "no-search": "Search does not find the page",
    "nocomments": "The page takes no comments",
    "myst": "Options of MyST for this page alone",
    IN_VOLUMES: "Whether PDFs and EPUBs hold the document: true or false",
}
_KEYS = {
    "post": "The document is a post. Its own fields stand below; write {} if there are none",
    "author": "The document is an author, with the biography as its text",
    "series": "The document is a series, whose toctree lists its posts",
    "topic": "The document is the page of this topic",
    PAGE: "The document is a plain page: page: {}",
}


def schema(kind: str, models: Mapping[str, type[Standard]] = KINDS) -> JsonSchemaValue:
    """The schema of a kind of document: a key of ``models``, or ``page``."""
    walk = _Walk()
    found = walk.page() if kind == PAGE else walk.document(kind, models[kind])
    return {
        "$schema": DIALECT,
        "title": f"Front matter of {_with_article(kind)}",
        **found,
        "definitions": walk.definitions,
    }


def whole_schema(models: Mapping[str, type[Standard]] = KINDS) -> JsonSchemaValue:
    """The schema of any document, whose kind is the key that it has."""
    walk = _Walk()
    found: JsonSchemaValue = {"$ref": f"#/definitions/{PAGE}"}
    kinds = {kind: walk.document(kind, model) for kind, model in models.items()}
    for kind in reversed(kinds):
        then: JsonSchemaValue = {"$ref": f"#/definitions/{kind}"}
        found = {"if": {"required": [kind]}, "then": then, "else": found}
    page = walk.page()
    page["properties"] = _keys(models) | page["properties"]
    return {
        "$schema": DIALECT,
        "title": "Front matter",
        "type": "object",
        **found,
        "definitions": {**walk.definitions, **kinds, PAGE: page},
    }


def schema_text(value: JsonSchemaValue) -> str:
    """A schema as the text of its file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _with_article(kind: str) -> str:
    return {"author": "an author", "series": "a series"}.get(kind, f"a {kind}")


def _keys(models: Mapping[str, type[Standard]]) -> dict[str, JsonSchemaValue]:
    """The own keys of documents, to be offered where there is none yet."""
    held = {kind: ["object", "null"] if own_fields(m) else "string" for kind, m in models.items()}
    return {
        kind: {"description": _KEYS.get(kind, ""), "type": shape} for kind, shape in held.items()
    }


class _Walk:
    """Walks through records, and collects the definitions of those inside them."""

    def __init__(self) -> None:
        self.definitions: dict[str, JsonSchemaValue] = {}
        self._names: dict[type[Record], str] = {}

    def document(self, kind: str, model: type[Standard]) -> JsonSchemaValue:
        """The schema of a document, with the fields of its own key below it."""
        own_names = own_fields(model)
        found = self._properties(model)
        margin = {name: shape for name, shape in found.items() if name not in own_names}
        if own_names:
            margin[kind] = {
                "description": _KEYS.get(kind, ""),
                **_closed({n: shape for n, shape in found.items() if n in own_names}),
                "type": ["object", "null"],
            }
        margin |= {n: {"description": _WIDE[n]} for n in FILE_WIDE if n not in margin}
        whole = _closed(margin, _required(model) | {kind})
        return whole | _dated() if kind == "post" else whole

    def page(self) -> JsonSchemaValue:
        """The schema of a plain page, which takes fields of themes and extensions too."""
        said = self._properties(Standard)
        for name in said.keys() - {"title"}:  # no field of a page is refused for its value
            said[name] = {
                "description": said[name].pop("description"),
                **_any_of(said[name], {}),
            }
        wide = {name: {"description": about} for name, about in _WIDE.items()}
        own = {"description": _KEYS[PAGE], "type": ["object", "null"]}
        return {"type": "object", "properties": {**said, **wide, PAGE: own}}

    def _record(self, model: type[Record]) -> JsonSchemaValue:
        """A reference to a record, which is defined once."""
        if model not in self._names:
            name = model.__name__
            while name in self.definitions:  # another extension's, of the same name
                name += "_"
            self._names[model] = name
            self.definitions[name] = {}
            self.definitions[name] = self._definition(model)
        return {"$ref": f"#/definitions/{self._names[model]}"}

    def _definition(self, model: type[Record]) -> JsonSchemaValue:
        beside = self._properties(_BESIDE[model]) if model in _BESIDE else {}
        found = _closed(beside | self._properties(model), _required(model))
        if demanded := _DEMANDED.get(model):
            found["anyOf"] = [{"required": list(names)} for names in demanded]
        about = inspect.cleandoc(model.__doc__ or "").partition("\n\n")[0]
        return {"description": about, **found} if about else found

    def _properties(self, model: type[Record]) -> dict[str, JsonSchemaValue]:
        return {name: self._field(name, field) for name, field in model.model_fields.items()}

    def _field(self, name: str, field: FieldInfo) -> JsonSchemaValue:
        """The shape of a field, with what it says and what it is if left out."""
        shape = self._shape(field.annotation, field.metadata)
        if not field.is_required() and name != "draft":  # an empty draft flag is a doubt
            shape = _or_null(shape)
        if isinstance(left_out := field.default, (bool, str)):
            shape["default"] = left_out if isinstance(left_out, bool) else str(left_out)
        return {"description": f"{field.description or ''}.{example(name)}", **shape}

    def _shape(self, annotation: Any, metadata: Iterable[Any] = ()) -> JsonSchemaValue:
        """The shape of a type; any value for a type that is not known here."""
        checks = list(metadata)
        if typing.get_origin(annotation) is typing.Annotated:
            annotation, *more = typing.get_args(annotation)
            checks += more
        for check in checks:
            if isinstance(check, WithJsonSchema):
                return copy.deepcopy(check.json_schema or {})
        shape = self._plain(annotation)
        for check in checks:
            shape = self._checked(shape, annotation, check)
        return shape

    def _checked(self, shape: JsonSchemaValue, annotation: Any, check: Any) -> JsonSchemaValue:
        """A shape with what a check of pydantic's or ours says."""
        if isinstance(check, FieldInfo):
            for inner in check.metadata:
                shape = self._checked(shape, annotation, inner)
        read = getattr(check, "func", None)
        if isinstance(read, Shorthand) and _required(annotation) <= {read.key}:
            bare = annotation.model_fields[read.key]
            return _any_of(_without_null(self._shape(bare.annotation, bare.metadata)), shape)
        bounds = {"minimum": getattr(check, "ge", None), "maximum": getattr(check, "le", None)}
        return shape | {name: bound for name, bound in bounds.items() if bound is not None}

    def _plain(self, annotation: Any) -> JsonSchemaValue:
        """The shape of a type without checks."""
        if isinstance(annotation, type):
            return self._class(annotation)
        arguments = [a for a in typing.get_args(annotation) if a is not Ellipsis]
        origin = typing.get_origin(annotation)
        if origin in {typing.Union, types.UnionType}:
            return _any_of(*(_NULL if a is types.NoneType else self._shape(a) for a in arguments))
        if origin in {tuple, list} and len(arguments) == 1:
            item = self._shape(arguments[0])
            return _any_of({"type": "array", "items": item}, item)
        if isinstance(origin, type) and issubclass(origin, Mapping) and len(arguments) == 2:
            return {"type": "object", "additionalProperties": self._shape(arguments[1])}
        return {}

    def _class(self, annotation: type) -> JsonSchemaValue:
        if issubclass(annotation, Record):
            return self._record(annotation)
        if issubclass(annotation, enum.Enum):
            return {"type": "string", "enum": [str(member.value) for member in annotation]}
        names = {bool: "boolean", int: "integer", str: "string"}
        return {"type": names[annotation]} if annotation in names else {}


def _required(model: type[Record]) -> frozenset[str]:
    return frozenset(name for name, field in model.model_fields.items() if field.is_required())


def _closed(
    properties: Mapping[str, JsonSchemaValue], required: Iterable[str] = ()
) -> JsonSchemaValue:
    """A mapping with these fields and no others."""
    found = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    names = sorted(required)
    return {**found, "required": names} if names else found


def _dated() -> JsonSchemaValue:
    """That a post has a date, or says where it was first published."""
    elsewhere = {"properties": {"post": {"required": ["origin"]}}, "required": ["post"]}
    return {"if": {"not": elsewhere}, "then": {"required": ["date"]}}


def _any_of(*shapes: JsonSchemaValue) -> JsonSchemaValue:
    """One of several shapes; those inside another choice are taken out of it."""
    flat: list[JsonSchemaValue] = []
    for shape in shapes:
        several = shape["anyOf"] if shape.keys() == {"anyOf"} else [shape]
        flat += [one for one in several if one not in flat]
    return flat[0] if len(flat) == 1 else {"anyOf": flat}


def _without_null(shape: JsonSchemaValue) -> JsonSchemaValue:
    return _any_of(*(one for one in _any_of(shape, _NULL)["anyOf"] if one != _NULL))


def _or_null(shape: JsonSchemaValue) -> JsonSchemaValue:
    """A shape, or nothing, as a field without a value is absent."""
    return _any_of(_without_null(shape), _NULL) if shape else shape
