"""Additions by other extensions: outputs, front pages of volumes, and fields.

Extensions register them in their ``setup``. They live as long as the application, and are never
pickled with the environment.
"""

from __future__ import annotations

import dataclasses as dc
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from pydantic import create_model
from sphinx.application import Sphinx

from sphinx_anthology.cache import digest
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.doubts import doubtful, is_like_draft
from sphinx_anthology.model.fields import own
from sphinx_anthology.model.record import Standard
from sphinx_anthology.model.source import KINDS
from sphinx_anthology.model.volume import Volume

_NAME = re.compile("[a-z][a-z0-9_]*")
_OTHERS = frozenset({"public", "publish", "published", "state", "status", "visibility"})
"""Other systems' names for publication status."""


class AddedFields:
    """Added fields by kind of document: ``post``, ``author``, ``series``, ``topic``.

    Each field stands below the document's own key, and is validated like ours.
    """

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, tuple[Any, Any]]] = {kind: {} for kind in KINDS}
        self._models: dict[str, type[Standard]] = {}

    def add(self, kind: str, name: str, annotation: Any, description: str) -> None:
        """Add an optional field.

        :raises ValueError: with the reason, if the kind is unknown or the name cannot be used.
        """
        if kind not in KINDS:
            kinds = ", ".join(KINDS)
            raise ValueError(f"There are no documents of the kind {kind!r}; there are {kinds}.")
        if reason := self._reason_against(kind, name):
            raise ValueError(f"{name!r} cannot be a field of the kind {kind!r}: {reason}.")
        self._fields[kind][name] = (annotation | None, own(None, description))
        self._models.pop(kind, None)

    def _reason_against(self, kind: str, name: str) -> str:
        """The reason why a name cannot be used; empty if it can."""
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
        """The record of each kind of document, with added fields."""
        for kind, fields in self._fields.items():
            if kind not in self._models:
                base = KINDS[kind]
                more: Any = fields
                found = create_model(base.__name__, __base__=base, **more) if fields else base
                self._models[kind] = found
        return self._models

    @property
    def digest(self) -> str:
        """A digest of all added fields; documents are read again if it changes."""
        schemas = {
            kind: self.models[kind].model_json_schema()
            for kind, fields in self._fields.items()
            if fields
        }
        told = json.dumps(schemas, sort_keys=True, default=repr)
        return digest(told) if schemas else ""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class AddedField:
    """The query for an added field of a document."""

    docname: str
    name: str

    def result(self, catalogue: Catalogue) -> object:
        """The value; :data:`None` if the document is not public."""
        source = catalogue.sources.get(self.docname)
        if source is None or not catalogue.is_public(self.docname):
            return None
        return source.record.added.get(self.name) if isinstance(source.record, Standard) else None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsWith:
    """The query for public documents of a kind that state an added field."""

    kind: str
    name: str

    def result(self, catalogue: Catalogue) -> tuple[str, ...]:
        """The docnames, sorted."""
        return tuple(
            docname
            for docname, source in sorted(catalogue.sources.items())
            if source.kind == self.kind
            and isinstance(source.record, Standard)
            and self.name in source.record.added
            and catalogue.is_public(docname)
        )


FrontPage = Callable[[Volume, Catalogue], nodes.section | None]
"""A function that makes a page of a volume: a titled section, or :data:`None`."""


@dc.dataclass(eq=False)
class Additions:
    """The additions to an application, in order of registration."""

    outputs: list[Any] = dc.field(default_factory=list)
    """Outputs of the site (``site.output``)."""
    front_pages: dict[str, FrontPage] = dc.field(default_factory=dict)
    """Functions that make front pages of volumes, by name."""
    fields: AddedFields = dc.field(default_factory=AddedFields)
    """Fields of front matter."""
    proof: str = ""
    """The docname of the post whose proof is made; only the command sets it."""
    warnings: Callable[[], str] = str
    """What has been warned of so far, for a proof; only the command sets it."""
    is_check: bool = False
    """Whether withheld documents are read to be checked; only the command sets it."""
    shown: list[Callable[[Sphinx, str], object]] = dc.field(default_factory=list)
    """Functions that give what pages show besides documents; their ``repr`` is compared."""


_OF_APPLICATIONS: WeakKeyDictionary[Sphinx, Additions] = WeakKeyDictionary()


def additions_of(app: Sphinx) -> Additions:
    """The additions of an application."""
    return _OF_APPLICATIONS.setdefault(app, Additions())
