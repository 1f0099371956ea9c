"""Words of pages for the search index: stems without case or accents, kept between builds.

``static/anthology-search.js`` does the same with what a reader types. A build reads only what
changed, and the index needs the words of all documents.
"""

from __future__ import annotations

import dataclasses as dc
import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from docutils import nodes
from sphinx import addnodes

from sphinx_anthology.files import write_whole
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.nodes import REFERENCES, SECTION

LONGEST = 40
"""The longest word, in characters."""
LETTERS = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
}
"""Letters that do not decompose, and their ASCII spellings."""
_SIGNS = {ord("\N{SOFT HYPHEN}"): None, ord("_"): " "}
"""Characters inside words that are ignored, or separate them."""
_TYPED = str.maketrans(LETTERS)


class Language(Protocol):
    """The interface of Sphinx's search languages."""

    @property
    def stopwords(self) -> Collection[str]:
        """Words that every text has, in lower case."""

    def split(self, input: str, /) -> list[str]:  # noqa: A002  # Sphinx's name
        """Split a text into words."""

    def stem(self, word: str, /) -> str:
        """Remove the endings of a word in lower case."""


def fold(word: str) -> str:
    """A word in lower case without accents and special letters.

    >>> fold("sørensen"), fold("straße"), fold("łódź")
    ('sorensen', 'strasse', 'lodz')
    """
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.translate(_TYPED))
    return "".join(c for c in apart if unicodedata.category(c)[0] != "M")


class Stems:
    """The stems of texts in one language.

    ``known`` are the stems of words that were looked up before.
    """

    def __init__(self, language: Language, known: dict[str, tuple[str, ...]] | None = None) -> None:
        self._language = language
        self._known = {} if known is None else known

    def of(self, text: str) -> list[str]:
        """The stems of a text in order, with repetitions.

        A word with an accent may have two stems: with and without the accent.
        """
        plain = unicodedata.normalize("NFKC", text.translate(_SIGNS))
        found: list[str] = []
        for word in self._language.split(plain):
            stems = self._known.get(word)
            if stems is None:
                stems = self._known[word] = self._stems(word)
            found += stems
        return found

    def _stems(self, word: str) -> tuple[str, ...]:
        lower = word.lower()
        if not is_sought(lower, self._language.stopwords):
            return ()
        forms = dict.fromkeys((lower, fold(lower)))
        stems = dict.fromkeys(fold(self._language.stem(form)) for form in forms)
        return tuple(stem for stem in stems if re.fullmatch(r"\w+", stem))


def is_sought(word: str, stopwords: Collection[str]) -> bool:
    """Whether a word in lower case is indexed; of numbers only years."""
    if word in stopwords or len(word) > LONGEST:
        return False
    return len(word) == 4 if word.isdecimal() else len(word) > 1 or not word.isascii()


def weighed(fields: Mapping[int, Collection[str]]) -> dict[str, int]:
    """The stems of a document with their highest weight."""
    weights: dict[str, int] = {}
    for weight in sorted(fields):
        weights.update(dict.fromkeys(fields[weight], weight))
    return weights


OFTEN = 4
"""The occurrences from which a stem is frequent in a text."""
_PASSED_OVER = (
    nodes.comment,
    nodes.footnote_reference,
    nodes.label,
    nodes.math,
    nodes.math_block,
    nodes.raw,
    nodes.system_message,
    addnodes.index,
)
"""Nodes without words that readers search for."""
_OF_THE_TEXT = (ours.cross_reference, ours.reference_list, ours.reference_entry)
"""Our nodes that are part of an author's text."""


@dc.dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or the like of an author's text, on one line."""

    text: str
    is_heading: bool = False


def blocks(document: nodes.document) -> list[Block]:
    """The author's text on a page, in order."""
    return [block for block in _blocks(document, is_heading=False) if block.text]


def _blocks(node: nodes.Node, *, is_heading: bool) -> Iterator[Block]:
    if isinstance(node, nodes.Element) and _is_passed_over(node):
        return
    if isinstance(node, nodes.Text | nodes.TextElement):
        is_heading = is_heading or isinstance(node, nodes.title | nodes.rubric)
        yield Block(" ".join(_line(node).split()), is_heading)
    else:
        for child in node.children:
            yield from _blocks(child, is_heading=is_heading)


def _line(node: nodes.Node) -> str:
    """The words of a block; three dots for a formula."""
    if isinstance(node, nodes.Text):
        return str(node).replace("\N{SOFT HYPHEN}", "")
    if isinstance(node, nodes.math | nodes.math_block):
        return "…"
    if isinstance(node, nodes.Element) and not _is_passed_over(node):
        return "".join(map(_line, node.children))
    return " " if isinstance(node, nodes.raw) else ""


def body_stems(text: Iterable[Block], stems: Stems) -> tuple[str, str]:
    """The stems of a page's own text, sorted and joined by spaces.

    A pair: stems of headings and frequent stems; then all others.
    """
    counts: Counter[str] = Counter()
    marked: set[str] = set()
    for block in text:
        found = stems.of(block.text)
        counts.update(found)
        if block.is_heading:
            marked.update(found)
    marked.update(stem for stem, count in counts.items() if count >= OFTEN)
    return " ".join(sorted(marked)), " ".join(sorted(counts.keys() - marked))


LONGEST_TEXT = 30_000
"""The characters of a text in which passages are sought; the largest page is not loaded whole."""


def passages(text: Iterable[Block]) -> str:
    """The text in which passages are sought: a line for each block, as many as are short enough."""
    lengths = itertools.accumulate(len(block.text) + 1 for block in text)
    kept = (block.text for block, end in zip(text, lengths, strict=True) if end <= LONGEST_TEXT)
    return "\n".join(kept)


def _is_passed_over(node: nodes.Element) -> bool:
    """Whether an element has no text of the author, or none to be found."""
    if isinstance(node, _PASSED_OVER) or node.get("no_search") or _is_made_by_us(node):
        return True
    if isinstance(node, nodes.title) and node.parent is not None:
        # the document's own title is a field by itself
        return isinstance(node.parent.parent, nodes.document) or _is_section_of_ours(node.parent)
    return not {"no-search", "toctree-wrapper"}.isdisjoint(node["classes"])


def _is_made_by_us(node: nodes.Element) -> bool:
    """Whether an element is made from the catalogue, which other fields cover."""
    if node.get("stands"):  # before or after the text
        return True
    if _is_section_of_ours(node):
        return REFERENCES not in node["classes"]
    is_ours = type(node).__module__ == ours.__name__
    return is_ours and not isinstance(node, _OF_THE_TEXT)


def _is_section_of_ours(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section) and SECTION in node["classes"]


class Body(NamedTuple):
    """The stems of a page's own text (see :func:`body_stems`), and the digest of its passages.

    The digest is empty if there are none.
    """

    marked: str = ""
    plain: str = ""
    text: str = ""


@dc.dataclass(slots=True, kw_only=True)
class SearchRecord:
    """The record of a builder's last writing into one folder.

    ``form`` is the version of the stems, ``files`` are the written files but those of texts,
    ``version`` is the digest of them all, ``bodies`` are what is known of pages by docname.
    """

    form: str
    version: str = ""
    files: list[str] = dc.field(default_factory=list)
    bodies: dict[str, Body] = dc.field(default_factory=dict)


def read_record(path: Path, form: str) -> SearchRecord:
    """The record in a file; empty if missing, broken or of another form."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        record = SearchRecord(**found)
        record.bodies = {name: Body(*body) for name, body in record.bodies.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return SearchRecord(form=form)
    return record if record.form == form else SearchRecord(form=form)


def write_record(path: Path, record: SearchRecord) -> None:
    """Store a record."""
    write_whole(path, json.dumps(dc.asdict(record), separators=(",", ":"), sort_keys=True))
