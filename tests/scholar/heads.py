"""The head of a page as a machine reads it, by the parser of the standard library."""

from __future__ import annotations

import dataclasses as dc
import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any


@dc.dataclass(slots=True)
class Head:
    """What a page says: statements, links, and things of schema.org, each in order."""

    metas: list[tuple[str, str]] = dc.field(default_factory=list)
    links: list[dict[str, str]] = dc.field(default_factory=list)
    graphs: list[dict[str, Any]] = dc.field(default_factory=list)
    scripts: list[str] = dc.field(default_factory=list)
    prefix: str | None = None

    def all(self, name: str) -> list[str]:
        """Every content of a name, whichever attribute names it."""
        return [content for n, content in self.metas if n.casefold() == name.casefold()]

    def one(self, name: str) -> str:
        """The only content of a name, or nothing."""
        found = self.all(name)
        assert len(found) <= 1, (name, found)
        return found[0] if found else ""

    def names(self, beginning: str) -> set[str]:
        """The names that begin so."""
        return {name for name, _ in self.metas if name.casefold().startswith(beginning.casefold())}

    def linked(self, rel: str) -> list[str]:
        """Where links of a relation lead, in order."""
        return [link["href"] for link in self.links if link["rel"] == rel]

    @property
    def things(self) -> dict[str, dict[str, Any]]:
        """The things of the only graph, by identifier; none where there is no graph."""
        assert len(self.graphs) <= 1
        return {t["@id"]: t for graph in self.graphs for t in graph["@graph"]}

    def thing(self, kind: str) -> dict[str, Any]:
        """The only thing of a kind with this page's own fragment, or of the graph."""
        found = [thing for thing in self.things.values() if thing["@type"] == kind]
        assert len(found) == 1, (kind, found)
        return found[0]

    @property
    def post(self) -> dict[str, Any]:
        """The post that the page is."""
        return next(iter(self.things.values()))

    def named(self, references: list[dict[str, str]]) -> list[str]:
        """The names of the things that are referred to."""
        return [self.things[reference["@id"]]["name"] for reference in references]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.head = Head()
        self._script: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.head.prefix = told.get("prefix")
        elif tag == "meta" and "content" in told:
            name = told.get("name") or told.get("property") or ""
            self.head.metas.append((name, told["content"]))
        elif tag == "link":
            self.head.links.append(told)
        elif tag == "script" and told.get("type") == "application/ld+json":
            self._script = []

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self.head.scripts.append("".join(self._script))
            self.head.graphs.append(json.loads(self.head.scripts[-1]))
            self._script = None


def read(html: str) -> Head:
    """Read a page, or a part of one."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.head


def read_page(path: Path) -> Head:
    """Read a page's file."""
    return read(path.read_text(encoding="utf-8"))


_TOLD = re.compile(r"<(?:meta|link) [^>]*>|<script type=\"application/ld.*?</script>", re.DOTALL)


def metadata_size(html: str) -> int:
    """How many bytes a page's metadata has, compressed as servers send it."""
    return len(gzip.compress("\n".join(_TOLD.findall(html)).encode(), 6, mtime=0))
