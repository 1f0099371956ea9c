"""Arrange documents for books: no tabs, no inline styles, tables that fit the page."""

from __future__ import annotations

import dataclasses as dc
import itertools
import re
from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.nodes import KICKER
from sphinx_anthology.pages.transforms import drop
from sphinx_anthology.typst.sizes import STEP, relative_width, stated_width, width_step


def width_class(style: str) -> str:
    """The class for the width in a style, ``w-5`` to ``w-100``; else empty.

    >>> width_class("color: red; width: 33.3%"), width_class("width: 300px"), width_class("")
    ('w-35', 'w-50', '')
    """
    return class_of(stated_width(style))


def class_of(length: str) -> str:
    """The class for a width; empty for an invalid one."""
    width = relative_width(length)
    return f"w-{width_step(width)}" if width else ""


def shares(weights: Sequence[float]) -> list[int]:
    """Percentages by weight, in steps of five, none less than a step.

    >>> shares([1, 1, 1]), shares([1, 90])
    ([35, 35, 30], [5, 95])

    :raises ValueError: if there are more weights than steps.
    """
    number = 100 // STEP
    if len(weights) > number:
        raise ValueError(len(weights))
    wished = [weight * number / sum(weights) for weight in weights]
    found = [max(1, int(wish)) for wish in wished]
    while left := number - sum(found):
        step = 1 if left > 0 else -1
        places = [place for place, share in enumerate(found) if share + step > 0]
        nearest = max(places, key=lambda place: step * (wished[place] - found[place]))
        found[nearest] += step
    return [share * STEP for share in found]


WIDE = "an-wide"
"""The class of tables with fixed column widths, which break words."""
_ROOM = 16
"""The letters of a row on a phone, where text is twice as large."""
_LONG = 16
"""Words of more letters may be broken."""
_MOST = 60
"""Texts of more letters get no more room."""
_BREAK = re.compile(r"[\s\N{HYPHEN}\N{EN DASH}\N{EM DASH}-]+")


@dc.dataclass(slots=True)
class _Column:
    """The letters of the longest word and the longest text of a column."""

    word: int = 0
    text: int = 0

    @property
    def weight(self) -> float:
        """The weight of the column, by its words and its text."""
        return min(self.word, _LONG) + 2 + min(self.text, _MOST) / 20


def fit(table: nodes.table) -> None:
    """Fix the column widths of a table too wide for phones.

    All others keep widths by their texts, which look better.
    """
    for group in (child for child in table.children if isinstance(child, nodes.tgroup)):
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        columns = _measured(group, len(specs))
        if sum(column.word + 1 for column in columns) > _ROOM:
            is_stated = "colwidths-given" in table["classes"]
            stated = [_proportion(spec) for spec in specs]
            _fix(table, specs, stated if is_stated else [column.weight for column in columns])


def _proportion(spec: nodes.colspec) -> float:
    """The stated width of a column, at least 1."""
    try:
        return max(spec.propwidth(), 1)
    except ValueError:
        return 1


def _fix(table: nodes.table, specs: Sequence[nodes.colspec], weights: Sequence[float]) -> None:
    """Give columns their shares of the width; too many columns are equal."""
    table["classes"] = [c for c in table["classes"] if not c.startswith("colwidths-")]
    table["classes"].append(WIDE)
    if len(specs) <= 100 // STEP:
        table["classes"].append("colwidths-given")
        for spec, share in zip(specs, shares(weights), strict=True):
            spec["colwidth"] = share


def _measured(group: nodes.tgroup, number: int) -> list[_Column]:
    """The columns of a table, without cells that span several."""
    columns = [_Column() for _ in range(number)]
    for place, entry in _cells(group):
        if "morecols" in entry or place >= number:
            continue
        text, column = entry.astext(), columns[place]
        column.word = max(column.word, *map(len, _BREAK.split(text)))
        column.text = max(column.text, len(text))
    return columns


def _cells(group: nodes.tgroup) -> Iterator[tuple[int, nodes.entry]]:
    """The cells, each with its column number."""
    for part in (c for c in group.children if isinstance(c, nodes.thead | nodes.tbody)):
        below: dict[int, int] = {}  # how many more rows a cell from above fills, by column
        for row in part.children:
            filled = {column for column, rows in below.items() if rows}
            below = {column: rows - 1 for column, rows in below.items() if rows}
            free = (column for column in itertools.count() if column not in filled)
            for entry in row.children:
                if not isinstance(entry, nodes.entry):
                    continue
                places = list(itertools.islice(free, entry.get("morecols", 0) + 1))
                below |= dict.fromkeys(places, entry.get("morerows", 0))
                yield places[0], entry


BUILDER = "epubs"


class UnfoldTabs(SphinxPostTransform):
    """Show tabs and dropdowns of sphinx-design one below the other, without scripts."""

    # before sphinx-design turns them into HTML (199, 200)
    default_priority = 198
    builders = (BUILDER,)

    def run(self, **kwargs: object) -> None:
        """Unfold tabs and dropdowns, the innermost first."""
        for part in reversed(list(self.document.findall(nodes.container))):
            if part.get("design_component") == "tab-set":
                tabs = nodes.container("", *_tabs(part), classes=["tabs"], ids=part["ids"])
                part.replace_self(tabs)
            elif part.get("design_component") == "dropdown":
                part.replace_self(_open(part))


def _tabs(tabs: nodes.container) -> Iterator[nodes.Node]:
    """Each tab: its label and its content."""
    for item in tabs.children:
        if not (isinstance(item, nodes.container) and len(item.children) == 2):
            yield item
            continue
        label, content = item.children
        assert isinstance(label, nodes.Element)  # noqa: S101  # sphinx-design's
        assert isinstance(content, nodes.Element)  # noqa: S101
        name = nodes.paragraph("", "", *label.children, classes=["tab-label"], ids=label["ids"])
        ids = [*item["ids"], *content["ids"]]
        yield nodes.container("", name, *content.children, classes=["tab"], ids=ids)


def _open(dropdown: nodes.container) -> nodes.container:
    """A dropdown as a box with a title."""
    parts = list(dropdown.children)
    ids = list(dropdown["ids"])
    found = nodes.container("", classes=["dropdown"])
    if dropdown.get("has_title") and parts:
        title = parts.pop(0)
        assert isinstance(title, nodes.Element)  # noqa: S101  # sphinx-design's
        ids += title["ids"]
        found += nodes.paragraph("", "", *title.children, classes=["dropdown-title"])
    found["ids"] = ids
    found += parts
    return found


class ArrangeForBook(SphinxPostTransform):
    """Remove decoration of web pages; put the label of a post before its title."""

    # after all other transforms
    default_priority = 900
    builders = (BUILDER,)

    def run(self, **kwargs: object) -> None:
        """Arrange a document."""
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, ours.monogram):
                drop(node)
            elif isinstance(node, ours.cross_reference):
                node.parent.replace(node, node.children)
            elif isinstance(node, ours.ledger):
                _mark_heads(node)
        for table in self.document.findall(nodes.table):
            fit(table)
        body = next(self.document.findall(nodes.section), None)
        top = body.first_child_matching_class(ours.head) if body else None
        if body is not None and top is not None:
            _raise_label(body, top)


def _mark_heads(table: ours.ledger) -> None:
    """Mark the part's number as the row header."""
    for column in table.findall(nodes.colspec):
        column["stub"] = 1
        return


def _raise_label(body: nodes.section, place: int) -> None:
    """Move the label of a head before the title of its document."""
    top = body[place]
    assert isinstance(top, ours.head)  # noqa: S101  # found as such
    at = body.first_child_matching_class(nodes.title)
    for part in [p for p in top.children if KICKER in getattr(p, "attributes", {})["classes"]]:
        top.remove(part)
        body.insert(at or 0, part)
    if not top.children:
        body.remove(top)
