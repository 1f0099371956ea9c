"""Reads WordPress exports (WXR), one item at a time.

A strict parser reads as far as it can. Where it stops, the rest is cut into items, and each is
repaired by itself. Every item of a file is either read or listed as failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from anthology_import.adapters.inspection import Inspection, inspect
from anthology_import.adapters.mending import AFTER, CUT, UNDECLARED
from anthology_import.adapters.wxr_broken import BrokenFile, rest
from anthology_import.adapters.wxr_items import People, Reader, children, name_of, plain, text_of
from anthology_import.packed import File, Limits, files
from anthology_import.records import Blog, Failed, Item, Repair, Summary, Term, UnusableError

_TERMS = {
    "wp:category": ("category", "wp:category_nicename", "wp:cat_name"),
    "wp:tag": ("post_tag", "wp:tag_slug", "wp:tag_name"),
    "wp:term": ("", "wp:term_slug", "wp:term_name"),
}
"""The elements that describe terms: domain, and elements of slug and name."""

_VALUES = ("title", "description", "language", "link", "wp:base_blog_url", "wp:base_site_url")


class ChannelReader:
    """Collects the elements between items; the first value of a field counts."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._values: dict[str, str] = {}
        self._terms: dict[Term, None] = {}

    def before(self, item: etree._Element) -> None:
        """Collect the elements before an item, which are freed with it."""
        self._note(reversed(list(item.itersiblings(preceding=True))))

    def all_in(self, element: etree._Element) -> None:
        """Collect the elements in a root or a channel."""
        inside = [child for child in element if isinstance(child.tag, str)]
        if [child.tag for child in inside] == ["channel"]:
            inside = list(inside[0])
        self._note(inside)

    def _note(self, elements: Iterable[etree._Element]) -> None:
        for element in elements:
            if not isinstance(element.tag, str):
                continue
            name = name_of(element.tag)
            if name in _VALUES and (text := text_of(element)):
                self._values.setdefault(name, text)
            elif name in {"wp:author", "wp:wp_author"}:
                self._reader.note_account(element)
            elif name in _TERMS:
                self._note_term(name, element)

    def _note_term(self, name: str, element: etree._Element) -> None:
        domain, slug_name, shown_name = _TERMS[name]
        values = {name: text_of(child) for name, child in children(element)}
        slug, shown = values.get(slug_name, ""), plain(values.get(shown_name, ""))
        domain = domain or values.get("wp:term_taxonomy", "")
        if slug or shown:
            self._terms[Term(domain, slug, shown or slug)] = None

    def blog(self) -> Blog:
        """The blog, with all accounts found so far."""
        value = self._values.get
        base = value("wp:base_blog_url") or value("link") or value("wp:base_site_url") or ""
        return Blog(
            title=plain(value("title", "")),
            tagline=plain(value("description", "")),
            base=base.rstrip("/"),
            language=value("language", ""),
            accounts=self._reader.people.accounts,
            terms=tuple(self._terms),
        )


_DEFAULT_LIMITS: Final = Limits()


class Export:
    """An export of one or several files, read by each ``items()``.

    :raises UnusableError: where a file is no export, or is unsafe to read.
    """

    is_elsewhere = False

    def __init__(self, paths: Sequence[Path], limits: Limits = _DEFAULT_LIMITS) -> None:
        self._inspected = tuple((file, _inspected(file)) for file in files(paths, limits))
        self.files = tuple(path.name for path in paths)
        self.count = sum(len(inspection.items) for _, inspection in self._inspected)
        self.summary = Summary()

    def items(self) -> Iterator[Item]:
        """All items, in file order."""
        reading = _Reading()
        for file, inspection in self._inspected:
            yield from reading.file(file, inspection)
        self.summary = reading.summary()


def _inspected(file: File) -> Inspection:
    with file.open() as stream:
        return inspect(stream, file.name)


class _StoppedError(Exception):
    """The strict parser stopped at a line; line 0 means it did not."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line


class _Reading:
    """One reading of all files."""

    def __init__(self) -> None:
        self.reader = Reader(People())
        self.about = ChannelReader(self.reader)
        self.found = 0
        self.failures: list[Failed] = []
        self.repairs: list[Repair] = []

    def summary(self) -> Summary:
        """The summary of everything read so far."""
        return Summary(
            blog=self.about.blog(),
            found=self.found,
            failures=tuple(self.failures),
            repairs=tuple(self.repairs),
            personal=self.reader.personal,
        )

    def file(self, file: File, inspection: Inspection) -> Iterator[Item]:
        """The items of a file."""
        before, count = self.found, len(inspection.items)
        seen = 0
        try:
            for element in self._strict(file):
                if seen < count:
                    yield from self._read(element, inspection.items[seen].line, file)
                seen += 1
        except _StoppedError as stopped:
            if stopped.line and 0 < seen == count and inspection.is_whole:
                self.repairs.append(Repair(AFTER, 1, stopped.line))
            yield from self._rest(file, inspection, seen)
        if not inspection.is_whole:
            line = inspection.items[-1].line if inspection.items else 1
            self.repairs.append(Repair(CUT, 1, line))
        for span in inspection.items[self.found - before :]:
            self._failed(
                Failed(line=span.line, file=file.name, reason="It is inside another item.")
            )

    def _strict(self, file: File) -> Iterator[etree._Element]:
        """The items of a file, as far as a strict parser reads them."""
        with file.open() as stream:
            parsing = etree.iterparse(
                stream,
                events=("end",),
                tag="{*}item",
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=True,
            )
            for element in self._parsed(parsing):
                if element.getroottree().docinfo.internalDTD is not None:
                    raise UnusableError(f"‘{file.name}’ declares a document type.")
                if next(element.iterancestors("item"), None) is not None:
                    raise _StoppedError(0)  # the item around it has no end tag
                if element.prefix is None:
                    self.about.before(element)
                    yield element
                    _forget(element)
            if (root := parsing.root) is not None:
                self.about.all_in(root)

    def _parsed(
        self, parsing: etree.iterparse[tuple[str, etree._Element]]
    ) -> Iterator[etree._Element]:
        """All elements until the parser stops; namespace errors do not stop it."""
        try:
            for _, element in parsing:
                yield element
        except etree.XMLSyntaxError:
            spaces: list[int] = []
            others: list[int] = []
            for remark in parsing.error_log:
                is_space = remark.domain == etree.ErrorDomains.NAMESPACE
                (spaces if is_space else others).append(remark.line)
            if spaces:
                self.repairs.append(Repair(UNDECLARED, len(spaces), spaces[0]))
            raise _StoppedError(others[0] if others else 0) from None

    def _read(self, element: etree._Element, line: int, file: File) -> Iterator[Item]:
        """An item, unless it fails; a failure does not end the reading."""
        try:
            item = self.reader.item(element, line)
        except (ValueError, LookupError, RecursionError) as error:
            reason = f"It cannot be understood ({type(error).__name__})."
            self._failed(Failed(line=line, file=file.name, reason=reason))
        else:
            self.found += 1
            yield item

    def _rest(self, file: File, inspection: Inspection, seen: int) -> Iterator[Item]:
        """The items that the strict parser did not reach."""
        broken = BrokenFile(inspection, file.name, seen)
        with file.open() as stream:
            for part in rest(stream, broken):
                if isinstance(part, Repair):
                    self.repairs.append(part)
                elif isinstance(part, Failed):
                    self._failed(part)
                elif part.is_head:
                    self.about.all_in(part.element)
                else:
                    yield from self._read(part.element, part.line, file)

    def _failed(self, failure: Failed) -> None:
        self.found += 1
        self.failures.append(failure)


def _forget(element: etree._Element) -> None:
    """Free the memory of an item and of everything before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
