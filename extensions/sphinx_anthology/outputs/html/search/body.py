"""The words of a page that its author wrote, kept from one build to the next.

The words of all bodies, kept from one build to the next.

A build reads only what changed; the index needs the words of all.
"""

from __future__ import annotations

import dataclasses as dc
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx import addnodes

from sphinx_anthology.files import write_whole
from sphinx_anthology.outputs.html.search.words import Stems
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.parts import REFERENCES, SECTION

OFTEN = 4
"""How often a stem stands in a text that is much about it."""
_PASSED_OVER = (
    nodes.comment,
    nodes.math,
    nodes.math_block,
    nodes.raw,
    nodes.system_message,
    addnodes.index,
)
"""What has no words, or none that somebody would look for."""
_OF_THE_TEXT = (ours.cross_reference, ours.reference_list, ours.reference_entry)
"""Nodes of ours that stand in an author's text."""


def body_stems(document: nodes.document, stems: Stems) -> tuple[str, str]:
    """The stems of a page's own text, sorted and joined by spaces.

    First those that stand in a heading, or often; then all others.
    """
    counts: Counter[str] = Counter()
    marked: set[str] = set()
    for text, is_heading in _texts(document, is_heading=False):
        found = stems.of(text)
        counts.update(found)
        if is_heading:
            marked.update(found)
    marked.update(stem for stem, count in counts.items() if count >= OFTEN)
    return " ".join(sorted(marked)), " ".join(sorted(counts.keys() - marked))


def _texts(node: nodes.Node, *, is_heading: bool) -> Iterator[tuple[str, bool]]:
    """The pieces of an author's text, and whether each stands in a heading."""
    if isinstance(node, nodes.Text):
        yield str(node), is_heading
    elif isinstance(node, nodes.Element) and not _is_passed_over(node):
        inside = is_heading or isinstance(node, nodes.title | nodes.rubric)
        for child in node.children:
            yield from _texts(child, is_heading=inside)


def _is_passed_over(node: nodes.Element) -> bool:
    """Whether an element has nothing of the author's, or nothing that is to be found."""
    if isinstance(node, _PASSED_OVER) or node.get("no_search") or _is_made_by_us(node):
        return True
    if isinstance(node, nodes.title) and node.parent is not None:
        # the document's own title is a field by itself
        return isinstance(node.parent.parent, nodes.document) or _is_section_of_ours(node.parent)
    return not {"no-search", "toctree-wrapper"}.isdisjoint(node["classes"])


def _is_made_by_us(node: nodes.Element) -> bool:
    """Whether an element is made from the catalogue: other fields of the index say the same."""
    if node.get("stands"):  # before or after the text
        return True
    if _is_section_of_ours(node):
        return REFERENCES not in node["classes"]
    is_ours = type(node).__module__ == ours.__name__
    return is_ours and not isinstance(node, _OF_THE_TEXT)


def _is_section_of_ours(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section) and SECTION in node["classes"]


@dc.dataclass(slots=True, kw_only=True)
class SearchRecord:
    """What one builder remembers of its last writing into one folder.

    ``form`` names the analysis by which the stems were made. ``files`` are the names of the files
    that were written from them, and ``version`` is their digest. ``bodies`` holds, by docname,
    what :func:`body.body_stems` gave.
    """

    form: str
    version: str = ""
    files: list[str] = dc.field(default_factory=list)
    bodies: dict[str, tuple[str, str]] = dc.field(default_factory=dict)


def read_record(path: Path, form: str) -> SearchRecord:
    """The record in a file; an empty one where it is missing, broken or of another form."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        record = SearchRecord(**found)
        record.bodies = {name: (marked, plain) for name, (marked, plain) in record.bodies.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return SearchRecord(form=form)
    return record if record.form == form else SearchRecord(form=form)


def write_record(path: Path, record: SearchRecord) -> None:
    """Keep a record."""
    write_whole(path, json.dumps(dc.asdict(record), separators=(",", ":"), sort_keys=True))
