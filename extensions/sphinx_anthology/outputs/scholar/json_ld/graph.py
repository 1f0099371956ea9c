"""A graph of things, each of which stands once and is referred to by its identifier.

JSON-LD 1.1, sections 4.9 (named graphs) and 3.3 (node identifiers). Where a thing has no address
its identifier is a blank one, which means the same thing only within its graph.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from sphinx_anthology.outputs.scholar.tags import valid_address
from sphinx_anthology.press.strings import cleaned

Reference = Mapping[str, str]


class Graph:
    """Things in the order in which they are added.

    Blank identifiers begin with a digest of ``name``: graphs of other names can be put together.
    """

    def __init__(self, name: str = "") -> None:
        self._things: dict[str, dict[str, Any]] = {}
        self._blank = f"_:{zlib.crc32(name.encode()):x}-" if name else "_:"

    def add(self, kind: str, address: str, properties: Mapping[str, Any]) -> Reference:
        """Add a thing, unless it is there; what is empty is not known and left out."""
        identifier = valid_address(address) or f"{self._blank}{kind.lower()}{len(self._things)}"
        if identifier not in self._things:
            self._things[identifier] = {"@type": kind, "@id": identifier, **known(properties)}
        return {"@id": identifier}

    def lead(self, reference: Reference) -> None:
        """Put a thing first, for there are readers who look no further."""
        identifier = reference["@id"]
        self._things = {identifier: self._things[identifier], **self._things}

    def take(self, other: Graph) -> None:
        """Add the things of another graph that are not there."""
        for identifier, thing in other._things.items():
            self._things.setdefault(identifier, thing)

    def document(self) -> dict[str, Any]:
        """The graph as JSON-LD."""
        return {"@context": "https://schema.org", "@graph": list(self._things.values())}

    def text(self) -> str:
        """The graph as a file."""
        return f"{_json(self.document())}\n"

    def script(self) -> str:
        """The graph as an element of a page.

        Nothing in it can end the element (HTML Living Standard, section 4.12.1.3).
        """
        said = _json(self.document()).replace("<", "\\u003c")
        return f'<script type="application/ld+json">{said}</script>'


def known(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What is known, as it may stand in a file."""
    return {key: _clean(value) for key, value in properties.items() if value}


def one_or_many(values: list[Any]) -> Any:
    """A single value stands for itself."""
    return values[0] if len(values) == 1 else values


def _clean(value: Any) -> Any:
    """A value whose texts hold no character that is none."""
    if isinstance(value, str):
        return cleaned(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return known(value)
    return value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
