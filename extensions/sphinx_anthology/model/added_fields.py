"""Fields of front matter that other extensions add to a kind of document."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import create_model

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.fields import own
from sphinx_anthology.model.record import Standard
from sphinx_anthology.model.source import KINDS


class AddedFields:
    """The fields that were added, by kind of document: ``post``, ``author``, ``series``, ``topic``.

    Each stands below the document's own key, as ours do, and is checked as ours are.
    """

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, tuple[Any, Any]]] = {kind: {} for kind in KINDS}
        self._models: dict[str, type[Standard]] = {}

    def add(self, kind: str, name: str, annotation: Any, description: str) -> None:
        """Add a field, which is absent where a document does not state it.

        :raises ValueError: where there is no such kind, the name is no name of Python's in small
            letters, or the kind has a field of this name.
        """
        if kind not in KINDS:
            message = f"There are no documents of the kind {kind!r}; there are {', '.join(KINDS)}."
            raise ValueError(message)
        is_name = name.isidentifier() and name == name.lower() and not name.startswith("_")
        if not is_name or name in KINDS[kind].model_fields or name in self._fields[kind]:
            message = f"{name!r} cannot be a new field of the kind {kind!r}."
            raise ValueError(message)
        self._fields[kind][name] = (annotation | None, own(None, description))
        self._models.pop(kind, None)

    @property
    def models(self) -> Mapping[str, type[Standard]]:
        """What a document of each kind may hold."""
        for kind, fields in self._fields.items():
            if kind not in self._models:
                base = KINDS[kind]
                more: Any = fields
                found = create_model(base.__name__, __base__=base, **more) if fields else base
                self._models[kind] = found
        return self._models

    @property
    def digest(self) -> str:
        """A digest of what all fields may hold: documents are read again where it changes."""
        schemas = {
            kind: self.models[kind].model_json_schema()
            for kind, fields in self._fields.items()
            if fields
        }
        told = json.dumps(schemas, sort_keys=True, default=repr)
        return hashlib.blake2b(told.encode(), digest_size=16).hexdigest() if schemas else ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class AddedField:
    """What a document says in a field that was added: nothing where it is not public."""

    docname: str
    name: str

    def result(self, catalogue: Catalogue) -> object:
        """Look into the document's record."""
        source = catalogue.sources.get(self.docname)
        if source is None or not catalogue.is_public(self.docname):
            return None
        return source.record.added.get(self.name) if isinstance(source.record, Standard) else None
