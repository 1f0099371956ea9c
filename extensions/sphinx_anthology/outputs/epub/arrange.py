"""Documents as books have them: no tabs, no styles, tables that keep to the page."""

from __future__ import annotations

import dataclasses as dc
import itertools
import re
from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.nodes import KICKER
from sphinx_anthology.typst.sizes import LENGTH, pixels

STEP = 5
_MEASURE = 600
"""The width of a text in pixels, for which lengths are turned into parts of it."""


def width_class(style: str) -> str:
    """The class for the width in a style, ``w-5`` to ``w-100``; else nothing.

    >>> width_class("color: red; width: 33.3%"), width_class("width: 300px"), width_class("")
    ('w-35', 'w-50', '')
    """
    for declaration in style.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "width":
            return class_of(value)
    return ""


def class_of(length: str) -> str:
    """The class for a width; nothing for what is none."""
    match = LENGTH.fullmatch(length)
    if match is None:
        return ""
    absolute = pixels(length)
    part = float(match[1]) if match[2] == "%" else absolute and absolute * 100 / _MEASURE
    if not part:
        return ""
    return f"w-{max(STEP, min(100, round(part / STEP) * STEP))}"


def shares(weights: Sequence[float]) -> list[int]:
    """The parts of a whole by weight, in percent, none less than a step.

    >>> shares([1, 1, 1]), shares([1, 90])
    ([35, 35, 30], [5, 95])

    :raises ValueError: if there are too many for that.
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
"""The class of tables whose columns have fixed shares of the width, and break their words."""
_ROOM = 16
"""How many letters a row has on the screen of a telephone, where text is twice as large."""
_LONG = 16
"""Words of more letters may as well be broken."""
_MOST = 60
"""Texts of more letters take more lines, and not more room."""
_BREAK = re.compile(r"[\s\N{HYPHEN}\N{EN DASH}\N{EM DASH}-]+")


@dc.dataclass(slots=True)
class _Column:
    """How many letters the longest word and the longest text of a column have."""

    word: int = 0
    text: int = 0

    @property
    def weight(self) -> float:
        """What share of the width it needs: for its words, for space, and a little for its text."""
        return min(self.word, _LONG) + 2 + min(self.text, _MOST) / 20


def fit(table: nodes.table) -> None:
    """Fix the widths of a table whose words would not let it become as narrow as a screen.

    All others keep widths that follow from their texts, and look the better for it.
    """
    for group in (child for child in table.children if isinstance(child, nodes.tgroup)):
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        columns = _measured(group, len(specs))
        if sum(column.word + 1 for column in columns) > _ROOM:
            is_stated = "colwidths-given" in table["classes"]
            stated = [_proportion(spec) for spec in specs]
            _fix(table, specs, stated if is_stated else [column.weight for column in columns])


def _proportion(spec: nodes.colspec) -> float:
    """The stated width of a column; of a hundred columns each has 0 of a hundred."""
    try:
        return max(spec.propwidth(), 1)
    except ValueError:
        return 1


def _fix(table: nodes.table, specs: Sequence[nodes.colspec], weights: Sequence[float]) -> None:
    """Give columns their shares of the width; too many have the same."""
    table["classes"] = [c for c in table["classes"] if not c.startswith("colwidths-")]
    table["classes"].append(WIDE)
    if len(specs) <= 100 // STEP:
        table["classes"].append("colwidths-given")
        for spec, share in zip(specs, shares(weights), strict=True):
            spec["colwidth"] = share


def _measured(group: nodes.tgroup, number: int) -> list[_Column]:
    """The columns of a table; a cell that spans several says nothing of one."""
    columns = [_Column() for _ in range(number)]
    for place, entry in _cells(group):
        if "morecols" in entry or place >= number:
            continue
        text, column = entry.astext(), columns[place]
        column.word = max(column.word, *map(len, _BREAK.split(text)))
        column.text = max(column.text, len(text))
    return columns


def _cells(group: nodes.tgroup) -> Iterator[tuple[int, nodes.entry]]:
    """The cells, each with the number of its column."""
    for part in (c for c in group.children if isinstance(c, nodes.thead | nodes.tbody)):
        below: dict[int, int] = {}  # for how many rows more a cell from above fills a column
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


class UnfoldDesign(SphinxPostTransform):
    """Put what sphinx-design hides below each other: a book has no scripts and no buttons."""

    # before sphinx-design makes elements of HTML of it (199, 200)
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
    """Each tab: its label, and what is in it."""
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
    """Leave out what only adorns a page of the web; put the label of a post before its title."""

    # after everything that looks at documents as they are
    default_priority = 900
    builders = (BUILDER,)

    def run(self, **kwargs: object) -> None:
        """Arrange a document."""
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, ours.monogram):
                _drop(node)
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


def _drop(monogram: ours.monogram) -> None:
    """Take a plate out, and the paragraph that held nothing else."""
    paragraph = monogram.parent
    paragraph.remove(monogram)
    if isinstance(paragraph, nodes.paragraph) and not paragraph.children:
        paragraph.parent.remove(paragraph)


def _mark_heads(table: ours.ledger) -> None:
    """The part's number is the head of its row."""
    for column in table.findall(nodes.colspec):
        column["stub"] = 1
        return


def _raise_label(body: nodes.section, place: int) -> None:
    """Put the label of a head before the title of its document."""
    top = body[place]
    assert isinstance(top, ours.head)  # noqa: S101  # found as such
    at = body.first_child_matching_class(nodes.title)
    for part in [p for p in top.children if KICKER in getattr(p, "attributes", {})["classes"]]:
        top.remove(part)
        body.insert(at or 0, part)
    if not top.children:
        body.remove(top)
