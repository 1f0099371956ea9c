"""What other extensions add to a publication: outputs, front pages of volumes, and fields.

They say it in their ``setup``; it is kept for as long as the application is there, and never with
the environment.
"""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from pydantic import create_model
from sphinx.application import Sphinx

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.doubts import doubtful, is_like_draft
from sphinx_anthology.model.fields import own
from sphinx_anthology.model.record import Standard
from sphinx_anthology.model.source import KINDS
from sphinx_anthology.model.volume import Volume

_NAME = re.compile("[a-z][a-z0-9_]*")
_OTHERS = frozenset({"public", "publish", "published", "state", "status", "visibility"})
"""Names by which other systems say in words whether a document is public."""


class AddedFields:
    """The fields that were added, by kind of document: ``post``, ``author``, ``series``, ``topic``.

    Each stands below the document's own key, as ours do, and is checked as ours are.
    """

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, tuple[Any, Any]]] = {kind: {} for kind in KINDS}
        self._models: dict[str, type[Standard]] = {}

    def add(self, kind: str, name: str, annotation: Any, description: str) -> None:
        """Add a field, which is absent where a document does not state it.

        :raises ValueError: where there is no such kind, or the name cannot be that of a new
            field; with the reason.
        """
        if kind not in KINDS:
            kinds = ", ".join(KINDS)
            raise ValueError(f"There are no documents of the kind {kind!r}; there are {kinds}.")
        if reason := self._reason_against(kind, name):
            raise ValueError(f"{name!r} cannot be a field of the kind {kind!r}: {reason}.")
        self._fields[kind][name] = (annotation | None, own(None, description))
        self._models.pop(kind, None)

    def _reason_against(self, kind: str, name: str) -> str:
        """Why a name cannot be that of a new field; empty where it can."""
        if not _NAME.fullmatch(name):
            return "a name has small letters, digits and underscores, and begins with a letter"
        if name in KINDS[kind].model_fields or name in self._fields[kind]:
            return "there is a field of this name already"
        is_flag = any(doubtful({kind: {name: True}}, kind, (), ()))
        if is_flag or name in _OTHERS or is_like_draft(name):
            return "such a name says that a document is private"
        return ""

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


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsWith:
    """The public documents of a kind that state an added field, by docname, sorted."""

    kind: str
    name: str

    def result(self, catalogue: Catalogue) -> tuple[str, ...]:
        """Look through all documents."""
        return tuple(
            docname
            for docname, source in sorted(catalogue.sources.items())
            if source.kind == self.kind
            and isinstance(source.record, Standard)
            and self.name in source.record.added
            and catalogue.is_public(docname)
        )


FrontPage = Callable[[Volume, Catalogue], nodes.section | None]
"""Makes a page of a volume, a section with its title; nothing where the volume has none."""


@dc.dataclass(eq=False)
class Additions:
    """What was added to an application, in the order in which it was."""

    outputs: list[Any] = dc.field(default_factory=list)
    """Outputs of the site (``site.output``)."""
    front_pages: dict[str, FrontPage] = dc.field(default_factory=dict)
    """What makes a page of each volume, before its documents, by name."""
    fields: AddedFields = dc.field(default_factory=AddedFields)
    """Fields of front matter."""
    shown: list[Callable[[Sphinx, str], object]] = dc.field(default_factory=list)
    """What pages show besides documents: each gives it, and its ``repr`` counts."""


_OF_APPLICATIONS: WeakKeyDictionary[Sphinx, Additions] = WeakKeyDictionary()


def additions_of(app: Sphinx) -> Additions:
    """What other extensions have added."""
    return _OF_APPLICATIONS.setdefault(app, Additions())
