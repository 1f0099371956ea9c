"""A proof as one HTML file: the page of an EPUB with its style and images in it.

It asks for nothing: no script, no font and no address of its own, and a policy in it that forbids
all of that. A browser shows it from any place, offline too.
"""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import unquote, urldefrag
from zipfile import ZipFile

from lxml import etree

from sphinx_anthology.outputs.epub.contents import STYLE
from sphinx_anthology.outputs.epub.pictures import KINDS
from sphinx_anthology.outputs.epub.xhtml import XHTML

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_NAMESPACES = "{http://www.idpf.org/2007/ops}"
_OWN = """
body { max-width: 38rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
.proof { margin: 0 -1.25rem 2rem; padding: .6rem 1.25rem; background: #a4281a; color: #fff;
  font-family: sans-serif; }
.an-proof { border-bottom: 3px solid #a4281a; margin-bottom: 2.5rem; padding-bottom: 1rem; }
"""


def single_page(book: Path, pages: tuple[str, ...], language: str, mark: str) -> str:
    """Some pages of an EPUB as one HTML document; ``mark`` stands above them."""
    with ZipFile(book) as archive:
        known = {posixpath.basename(name): name for name in archive.namelist()}
        roots = {page: _root(archive, known[page]) for page in pages if page in known}
        style = archive.read(known[STYLE]).decode("utf-8")
        titles = [root.findtext(f".//{{{XHTML}}}title") or "" for root in roots.values()]
        bodies = "".join(_body(root, archive, known, frozenset(roots)) for root in roots.values())
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n'
        f"<title>{escape(mark)} – {escape(titles[-1])}</title>\n"
        f"<style>\n{style}{_OWN}</style>\n</head>\n"
        f'<body>\n<p class="proof"><strong>{escape(mark)}</strong></p>\n{bodies}</body>\n</html>\n'
    )


def _root(archive: ZipFile, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _body(
    root: etree._Element, archive: ZipFile, known: dict[str, str], pages: frozenset[str]
) -> str:
    """The content of a page's body as HTML."""
    for element in root.iter(etree.Element):
        _make_own(element, archive, known, pages)
        for name in [name for name in element.attrib if str(name).startswith(_NAMESPACES)]:
            del element.attrib[name]
        element.tag = str(element.tag).rpartition("}")[2]
    etree.cleanup_namespaces(root)  # HTML knows none
    body = root.find("body")
    return "".join(_serialized(body)) if body is not None else ""


def _serialized(body: etree._Element) -> Iterator[str]:
    yield escape(body.text or "")
    for child in body:
        yield str(etree.tostring(child, method="html", encoding="unicode"))


def _make_own(
    element: etree._Element, archive: ZipFile, known: dict[str, str], pages: frozenset[str]
) -> None:
    """Put an image into its element, and let links lead to the page itself or to the web."""
    if element.tag == f"{{{XHTML}}}img":
        name = known.get(posixpath.basename(unquote(element.get("src", ""))), "")
        element.set("src", _data(archive.read(name), name) if name else "")
    if element.tag == f"{{{XHTML}}}a" and (address := element.get("href")):
        place, fragment = urldefrag(address)
        if place.startswith(("https:", "http:", "mailto:")):
            return
        if (not place or place in pages) and fragment:
            element.set("href", f"#{fragment}")
        else:
            del element.attrib["href"]


def _data(content: bytes, name: str) -> str:
    kind = KINDS[name.rpartition(".")[2]]
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
