"""The source of a volume: its main file, its context, and the template."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util import logging

from sphinx_anthology.files import copy_whole, write_whole
from sphinx_anthology.model import names
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.entries import place, shown_people
from sphinx_anthology.model.volume import Credit, Publication, Volume
from sphinx_anthology.outputs.pdf.code import tuple_of
from sphinx_anthology.outputs.pdf.fragments import FRONT, DocumentFragments, in_order
from sphinx_anthology.pages.build import Page
from sphinx_anthology.pages.series import occasion
from sphinx_anthology.pages.wording import gettext, joined
from sphinx_anthology.typst import compiler
from sphinx_anthology.typst.compiler import Diagnostic, Location
from sphinx_anthology.typst.strings import (
    breaking,
    broken,
    displayable,
    language,
    literal,
    shortened,
)

logger = logging.getLogger(__name__)
LOOK = Path(__file__).with_name("look")
PRESS_LOOK = Path(compiler.__file__).with_name("look")
_FILE = "look.typ"
_OURS = '#import "/look/book.typ": *\n'
"""The line before the publication's own template."""
_PACKAGE = re.compile(r'^(?!\s*//).*?"(@[\w-]+/[\w-]+:[\w.]+)"', re.MULTILINE)
"""A package in Typst code, except in comments: ``"@preview/cetz:0.3.4"``."""


def _copy(source: str, path: str) -> None:
    copy_whole(Path(source), Path(path))


class Look:
    """The template of a build; ``digest`` identifies it."""

    def __init__(self, work: Path, own: Path | None) -> None:
        self._work, self._path = work, own
        for source, name in ((LOOK, "look"), (PRESS_LOOK, "press")):
            shutil.copytree(source, work / name, dirs_exist_ok=True, copy_function=_copy)
        self._own = self._read(own) if own else ""
        self._said: set[tuple[int, str]] = set()
        self._put(self._own)
        self.digest = self._digest()

    @property
    def has_own(self) -> bool:
        """Whether the publication has its own template."""
        return bool(self._own)

    @contextmanager
    def without_own(self) -> Iterator[None]:
        """Use only our template for a while."""
        self._put("")
        try:
            yield
        finally:
            self._put(self._own)

    def is_of(self, remark: Diagnostic) -> bool:
        """Whether a message is about the publication's own template."""
        return self._place(remark) is not None

    def tell(self, remarks: Iterable[Diagnostic], more: str = "") -> None:
        """Warn about the publication's own template: once for each line in a build."""
        for remark in remarks:
            place = self._place(remark)
            line = max(1, place.line - _OURS.count("\n")) if place else 0
            key = line, "" if line else remark.message
            if key in self._said:
                continue
            self._said.add(key)
            said = "; ".join((remark.message, *remark.hints))
            if line:
                self._warn("%s. %s", said, more, location=f"{self._path}:{line}")
            else:
                self._warn("‘%s’: %s. %s", self._name, said, more)

    @property
    def _name(self) -> str:
        return self._path.name if self._path else ""

    def _place(self, remark: Diagnostic) -> Location | None:
        return remark.within(_FILE) if self._own else None

    def _put(self, own: str) -> None:
        write_whole(self._work / _FILE, _OURS + own)

    def _digest(self) -> str:
        files = [self._work / _FILE]
        for name in ("look", "press"):
            files += sorted((self._work / name).glob("*.typ"))
        found = hashlib.blake2b(b"".join(file.read_bytes() for file in files), digest_size=16)
        return f"{version('typst')} {found.hexdigest()}"

    def _read(self, path: Path) -> str:
        """The publication's own template; empty, with a warning, if it is unusable."""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self._warn("‘%s’ cannot be read: %s", path.name, error.__class__.__name__)
            return ""
        if package := _PACKAGE.search(text):
            # the compiler would download it
            message = "‘%s’ imports ‘%s’, and packages are not used. Put their code into the file."
            self._warn(message, path.name, package[1])
            return ""
        return text

    def _warn(self, message: str, *details: str, location: str | None = None) -> None:
        message = f"anthology_typst_look: {message}"
        logger.warning(message, *details, location=location, type="anthology", subtype="setting")


_LONGEST = 4_000
"""The longest title or description of a volume, in characters."""
_MOST_BYTES = 30_000
"""The longest text in the metadata of a PDF (PDF/A-2: 32,767 bytes)."""
_SMALL = 9
"""The most posts of a volume whose colophon stands on the back of its title page."""
_FEW = 25
"""The documents from which a volume is taken to have a hundred pages."""
_COLOPHON = "/colophon?"
_LEFT_OUT = 'let b{number}(base) = headed(base + 1, none, "…")'
"""Replaces a document in trials: its heading level, so that none is skipped."""


def main_file(
    volume: Volume,
    fragments: DocumentFragments,
    catalogue: Catalogue,
    matter: Sequence[str],
    kept: AbstractSet[str] | None = None,
) -> str:
    """The main file of a volume: its fragments in order, with heading levels.

    ``matter`` are the fragments that are no documents; ``kept`` are those used in a trial.
    """
    front, documents, back = in_order(volume, matter)
    back = [name for name in back if name != imprint_of(volume, matter)]
    docnames = [*front, *documents, *sorted(back, key=lambda name: _COLOPHON in name)]
    imports = [
        f"#import {literal(f'/{fragments.path(docname)}')}: body as b{number}"
        if kept is None or docname in kept
        else f"#{_LEFT_OUT.format(number=number)}"
        for number, docname in enumerate(docnames)
    ]
    bases = [*([0] * len(front)), *_bases(volume, fragments), *([0] * len(back))]
    kinds = [_kind(docname, volume, catalogue) for docname in docnames]
    chapters = []
    for group in _groups(docnames, kinds):
        named = [literal(docnames[number]) for number in group]
        given = [literal(kinds[group[0]]), named[0]]
        given += [f"heads: {tuple_of(named)}"] if is_end_matter(docnames[group[0]]) else []
        given += [f"({bases[number]}, b{number})" for number in group]
        chapters.append(f"#chapter({', '.join(given)})")
    return "\n".join(['#import "/look.typ": *', *imports, "#show: book", *chapters, ""])


def imprint_of(volume: Volume, matter: Sequence[str]) -> str:
    """The colophon, if it stands on the back of the title page, as it does in small volumes."""
    is_small = volume.series is not None and len(volume.posts) <= _SMALL
    return next((name for name in matter if is_small and _COLOPHON in name), "")


def _bases(volume: Volume, fragments: DocumentFragments) -> Iterator[int]:
    """The heading level of each document: one below its parent's.

    Documents without a title add no level, since none may be skipped.
    """
    above: list[tuple[int, bool]] = []
    for chapter in volume.chapters:
        while above and above[-1][0] >= chapter.depth:
            above.pop()
        yield sum(is_titled for depth, is_titled in above if depth)
        above.append((chapter.depth, fragments.read(chapter.docname).is_titled))


def _groups(docnames: Sequence[str], kinds: Sequence[str]) -> Iterator[list[int]]:
    """The numbers of the documents in each chapter.

    Authors are grouped, and so is what stands at the end: contributors, indexes, colophon.
    """
    group: list[int] = []
    for number, kind in enumerate(kinds):
        goes_on = kind == "author" and group and kinds[group[0]] in {"plain", "author"}
        is_end = group and is_end_matter(docnames[group[0]]) and is_end_matter(docnames[number])
        if group and not goes_on and not is_end:
            yield group
            group = []
        group.append(number)
    yield from [group] if group else []


def is_end_matter(name: str) -> bool:
    """Whether a fragment stands at the end of a volume: no docname has a question mark."""
    return "?" in name and f"/{FRONT}" not in name


def _kind(docname: str, volume: Volume, catalogue: Catalogue) -> str:
    source = catalogue.sources.get(docname)
    if docname == volume.root and volume.series is None:
        return "front"
    return (source.kind if source else "") or "plain"


def template_context(
    volume: Volume,
    publication: Publication,
    catalogue: Catalogue,
    titles: Mapping[str, nodes.Element],
    anchors: Mapping[str, str],
    cover: Mapping[str, Any],
) -> dict[str, Any]:
    """The context of the template: all values of a volume."""
    page = Page(volume.root, publication.language)
    entry = volume.series.entry if volume.series else None
    shown = nodes.inline("", "", *occasion(page, entry)) if entry else None
    words = {
        "title": volume.title,
        "subtitle": volume.subtitle if volume.series else "",
        "occasion": shown.astext() if shown is not None else "",
        "book": publication.title,
        "tagline": publication.tagline,
        "description": volume.description or volume.subtitle,
    }
    return {
        **{name: broken(displayable(shortened(text, _LONGEST))) for name, text in words.items()},
        "editors": cover["editors"],
        "publisher": displayable(publication.publisher or ""),
        "folio": "00" if len(volume.chapters) < _FEW else "000",
        "shelf": [str(s) for s in entry.shelf.standings] if entry else [],
        "authors": _fitting([credited(credit) for credit in volume.credits]),
        "keywords": _keywords(volume, catalogue),
        "date": _day(volume),
        "year": str(volume.date.earliest.year) if volume.date else "",
        "language": language(volume.language),
        "anchors": dict(anchors),
        "contents": list(_contents(volume, catalogue, titles, anchors, page)),
        "cover": dict(cover),
        "words": {"contents": gettext("Contents"), "page": gettext("p.")},
    }


def credited(credit: Credit) -> str:
    """An author in the metadata; authors of originals are marked as such."""
    if not credit.of_original:
        return str(credit.person)
    return gettext("{name} (author of the original)").format(name=str(credit.person))


def _keywords(volume: Volume, catalogue: Catalogue) -> list[str]:
    """The labels of all topics of the volume's posts, in order of appearance."""
    tags = (tag for docname in volume.posts for tag in catalogue.posts[docname].tags)
    labels = (catalogue.topic_labels.get(names.slug(tag), tag) for tag in tags)
    return _fitting(list(dict.fromkeys(labels)))


def _fitting(texts: Sequence[str]) -> list[str]:
    """The texts that fit into one value of the metadata."""
    sums = itertools.accumulate(len(text.encode("utf-16-le", "replace")) + 4 for text in texts)
    return [text for text, so_far in zip(texts, sums, strict=True) if so_far <= _MOST_BYTES]


def _day(volume: Volume) -> list[int]:
    """Year, month and day of the newest post, or 1970-01-01.

    The standard requires a date. Of a longer period, it is the first day.
    """
    day = volume.date.earliest if volume.date else dt.date(1970, 1, 1)
    return [day.year, day.month, day.day]


def _contents(
    volume: Volume,
    catalogue: Catalogue,
    titles: Mapping[str, nodes.Element],
    anchors: Mapping[str, str],
    page: Page,
) -> Iterable[dict[str, Any]]:
    """The entries of the contents: every document in the volume but that of its own title."""
    for chapter in volume.chapters:
        if chapter.docname not in anchors or chapter.docname not in titles:
            continue
        title = titles[chapter.docname].astext()
        if chapter.docname == volume.root and title == volume.title:
            continue  # it stands on the title page
        people = [str(person) for person in shown_people(chapter.docname, catalogue)]
        where = place(chapter.docname, catalogue)
        yield {
            "target": anchors[chapter.docname],
            "title": breaking(displayable(shortened(title, _LONGEST))),
            "people": breaking(displayable(joined(people, page.language))) if people else "",
            "number": str(where.number) if where and where.number else "",
            "depth": chapter.depth,
            "kind": _kind(chapter.docname, volume, catalogue),
        }
