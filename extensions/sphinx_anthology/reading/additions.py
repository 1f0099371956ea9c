"""What other extensions add to a publication: outputs, front pages of volumes, and fields.

They say it in their ``setup``; it is kept for as long as the application is there, and never with
the environment.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_anthology.model.added_fields import AddedFields
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.volume import Volume

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
