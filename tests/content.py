"""What a publication says by itself, so that other words on its pages can be told from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sphinx_anthology.model.bibliography import read_bibliography
from sphinx_anthology.model.identifiers import licence_name

CHOICES = {"kind", "relation", "unpublished", "language", "draft"}
"""Fields whose values are words of ours: pages show what these are called, not the values."""
LONG = 24
"""A text of so many characters that stands in a source is from there, whoever shows it."""
_LIKE_TEXT = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
    | {"\u00a0": " ", "…": "...", "‣": "->"}
    | dict.fromkeys("*_`\\", "")
)
_BETWEEN = re.compile(r"(?:^|\s+)(?:and|·|-)(?:\s+|$)|[,;:.](?:\s+|$)|^-|[()\[\]\"]|::=")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|\{\w+\}`([^`<]*?)\s*<[^`]*>`")
"""A link, or a role with a text of its own."""
_ROLE = re.compile(r"\{\w+\}`([^`<]+)`")
"""A role that is shown as its target's title."""


def plain(text: str) -> str:
    """A text without markup, with the quotes and dashes of a typewriter."""
    return " ".join(re.sub(r"-+", "-", text.translate(_LIKE_TEXT)).split())


def pieces(text: str) -> list[str]:
    """The parts that a line was joined of: names, titles, numbers."""
    return [piece.strip() for piece in _BETWEEN.split(plain(text)) if piece and piece.strip()]


class Content:
    """The words of a publication, as a page may show them.

    Of the page's own document it may show anything, of others only whole values and headings, and
    longer passages.
    """

    def __init__(self, source: Path, docname: str = "") -> None:
        self._values = _values(source)
        self._all = _all_texts(source)
        own = source / f"{docname}.md"
        self._own = _text(source, own) if own.is_file() else ""

    def has(self, text: str) -> bool:
        """Whether a text is one of the publication's."""
        whole = plain(text)
        if whole in self._values or self.is_own(text):
            return True
        return len(whole) >= LONG and whole in self._all

    def is_own(self, text: str) -> bool:
        """Whether a text stands in the page's own document."""
        return plain(text) in self._own


@cache
def _all_texts(source: Path) -> str:
    return "\n".join(_text(source, path) for path in sorted(source.rglob("*.md")))


def _text(source: Path, path: Path) -> str:
    """A document as it is written, and as links and roles are shown."""
    text = path.read_text(encoding="utf-8")
    titles = _titles(source)
    shown = _ROLE.sub(lambda role: titles.get(role[1], role[1]), _LINK.sub(r"\1\2", text))
    return "\n".join((plain(text), plain(shown)))


@cache
def _titles(source: Path) -> dict[str, str]:
    """The titles of documents, by docname."""
    found = {}
    for path in source.rglob("*.md"):
        title = re.search(r"^title: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        if title:
            found[path.relative_to(source).with_suffix("").as_posix()] = title[1]
    return found


@cache
def _values(source: Path) -> frozenset[str]:
    """All values of front matter, settings and bibliography, all headings, and their pieces."""
    found = [*_stated(source), *_settings(source), *_bibliography(source)]
    found += [licence_name(value) for value in found]
    return frozenset(part for value in found for part in (plain(value), *pieces(value)) if part)


def _stated(source: Path) -> Iterator[str]:
    for path in sorted(source.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        block = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        yield from _scalars(yaml.safe_load(block[1])) if block else ()
        yield from re.findall(r"^#+ (.*)$", text, re.MULTILINE)


def _scalars(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from () if key in CHOICES else _scalars(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _scalars(inner)
    elif value is not None:
        yield str(value)


def _settings(source: Path) -> Iterator[str]:
    settings: dict[str, Any] = {}
    exec((source / "conf.py").read_text(encoding="utf-8"), settings)  # noqa: S102  # ours
    yield from _scalars({k: v for k, v in settings.items() if not k.startswith("__")})


def _bibliography(source: Path) -> Iterator[str]:
    text = (source / "references.bib").read_text(encoding="utf-8")
    for article in read_bibliography(text, "references.bib").articles.values():
        for name in (*article.authors, *article.editors):
            yield from (str(name), name.family, name.given)
        yield from (article.title, article.journal, article.publisher, article.pages)
        yield from (article.volume, article.number, article.year)
