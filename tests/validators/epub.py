"""What a reader finds in an EPUB: pages and their text, contents, links, metadata."""

from __future__ import annotations

import copy
import dataclasses as dc
import functools
import posixpath
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"

UNREAD = {
    f"{XHTML}script",
    f"{XHTML}style",
    f"{XHTML}template",
    f"{MATHML}math",
    f"{SVG}svg",
}
"""What has no words of the text; formulas are asked for apart."""

_PHRASES = "a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub"
_MORE_PHRASES = "sup time u var wbr"
INLINE = frozenset([*_PHRASES.split(), *_MORE_PHRASES.split()])
"""Elements that end no line."""


@dc.dataclass(frozen=True, slots=True)
class Link:
    """A link: the page that it is on, and where it leads."""

    page: str
    href: str


class Book:
    """An opened EPUB. Pages and resources are named by their path inside the file."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            self.files = {name: file.read(name) for name in file.namelist()}
        container = etree.fromstring(self.files["META-INF/container.xml"])
        (root,) = container.iter("{*}rootfile")
        self.package_path = str(root.get("full-path"))
        self.package = etree.fromstring(self.files[self.package_path])

    @functools.cached_property
    def manifest(self) -> dict[str, str]:
        """The path of every resource, by its id."""
        items = self.package.iter(f"{OPF}item")
        return {str(i.get("id")): self.path(self.package_path, str(i.get("href"))) for i in items}

    @functools.cached_property
    def spine(self) -> list[str]:
        """The pages, in reading order."""
        return [self.manifest[str(i.get("idref"))] for i in self.package.iter(f"{OPF}itemref")]

    @functools.cached_property
    def pages(self) -> dict[str, etree._Element]:
        """The pages, parsed, in reading order."""
        return {path: etree.fromstring(self.files[path]) for path in self.spine}

    @functools.cached_property
    def navigation(self) -> etree._Element:
        """The document that holds the contents."""
        return etree.fromstring(self.files[self.navigation_path])

    @functools.cached_property
    def navigation_path(self) -> str:
        """Where the contents are."""
        items = self.package.iter(f"{OPF}item")
        (nav,) = (i for i in items if "nav" in str(i.get("properties", "")).split())
        return self.manifest[str(nav.get("id"))]

    def metadata(self, name: str) -> list[str]:
        """The values of a Dublin Core element, in order."""
        return [(element.text or "").strip() for element in self.package.iter(f"{DC}{name}")]

    def contents(self) -> list[tuple[int, str]]:
        """The entries of the table of contents: level, from 1, and title."""
        navs = self.navigation.iter(f"{XHTML}nav")
        (toc,) = (nav for nav in navs if nav.get(f"{OPS}type") == "toc")
        return [
            (sum(1 for _ in entry.iterancestors(f"{XHTML}ol")), _said(entry))
            for entry in toc.iter(f"{XHTML}a", f"{XHTML}span")
            if (parent := entry.getparent()) is not None and parent.tag == f"{XHTML}li"
        ]

    def page(self, name: str) -> str:
        """The path of a page, by the name of its file."""
        (found,) = (path for path in self.spine if posixpath.basename(path) == name)
        return found

    def text(self, page: str) -> str:
        """All words of a page, also of what is shown only when asked for."""
        body = self.pages[page].find(f"{XHTML}body")
        assert body is not None
        return "".join(_pieces(body))

    def alternatives(self, page: str) -> list[str]:
        """The alternative texts of the images and formulas of a page."""
        found = self.pages[page].iter(f"{XHTML}img", f"{MATHML}math", f"{SVG}svg")
        names = ("alt", "alttext", "aria-label")
        return [str(each.get(name)) for each in found for name in names if each.get(name)]

    def links(self) -> list[Link]:
        """Every link of every page and of the contents."""
        return [
            Link(path, str(element.get("href")))
            for path, page in self.pages.items()
            for element in page.iter(f"{XHTML}a")
            if element.get("href") is not None
        ]

    def is_dangling(self, link: Link) -> bool:
        """Whether a link inside the book leads to a page, or a place on it, that is not there."""
        address = urlsplit(link.href)
        if address.scheme:
            return False
        path = self.path(link.page, address.path) if address.path else link.page
        if path not in self.files:
            return True
        return bool(address.fragment) and unquote(address.fragment) not in self._ids(path)

    @functools.cache  # noqa: B019  # a book lives as long as a test
    def _ids(self, path: str) -> frozenset[str]:
        page = self.pages.get(path)
        elements = page.iter() if page is not None else ()
        return frozenset(str(each.get("id")) for each in elements if each.get("id"))

    @staticmethod
    def path(origin: str, href: str) -> str:
        """The path of what a file names relative to itself."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(origin), unquote(href)))


def shortened(book: Book, pages: Sequence[str], path: Path) -> Path:
    """Write a book that has only some of its pages; the contents name the others as words."""
    gone = set(book.spine) - set(pages)
    package = copy.deepcopy(book.package)
    ids = {name for name, page in book.manifest.items() if page in gone}
    for element in [*package.iter(f"{OPF}item", f"{OPF}itemref")]:
        parent = element.getparent()
        if parent is not None and not ids.isdisjoint({element.get("id"), element.get("idref")}):
            parent.remove(element)
    files = {**book.files, book.package_path: etree.tostring(package)}
    navigation = copy.deepcopy(book.navigation)
    for link in navigation.iter(f"{XHTML}a"):
        if book.path(book.navigation_path, str(link.get("href")).partition("#")[0]) in gone:
            link.tag = f"{XHTML}span"
            del link.attrib["href"]
    files[book.navigation_path] = etree.tostring(navigation)
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            if name not in gone:
                file.writestr(name, content)
    return path


def _said(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of an element; blocks stand on lines of their own."""
    if not isinstance(element.tag, str) or element.tag in UNREAD or "hidden" in element.attrib:
        return
    # a classifier has its colon from the style sheet
    is_inline = element.tag.removeprefix(XHTML) in INLINE and element.get("class") != "classifier"
    edge = "" if is_inline else "\n"
    yield edge + (element.text or "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield edge
