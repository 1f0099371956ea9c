"""Whom a post, or a volume, names as its authors: read in every format, as others read it."""

from __future__ import annotations

import functools
import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Mapping, Sequence

from bs4 import BeautifulSoup

from sphinx_anthology.model.volume import Volume
from tests.bylines import byline
from tests.exports.chapters import is_heading, is_same
from tests.exports.everybody import Everything
from tests.exports.names import NAMES, Forms
from tests.records.readers import by_pybtex, by_rispy, people
from tests.scholar.heads import read_page
from tests.validators import pdf
from tests.validators.tagged import SOFT_HYPHEN, Block

# pages

_read_head = functools.cache(read_page)


def _head(made: Everything, docname: str, name: str) -> list[str]:
    return _read_head(made.file(docname, ".html")).all(name)


def _page(made: Everything, docname: str) -> list[str]:
    text = made.file(docname, ".html").read_text(encoding="utf-8")
    return byline(BeautifulSoup(text, "html.parser"))


def _json_ld(made: Everything, docname: str) -> list[str]:
    """The authors of the post; of what tells of another post, those of that one."""
    head = _read_head(made.file(docname, ".html"))
    if made.is_theirs(docname):
        return head.named(head.post["author"])
    return head.named(head.things[head.post["isBasedOn"]["@id"]].get("author", []))


# feeds


def _atom(made: Everything, docname: str) -> list[str]:
    """The authors of the entry; of what tells of another post, who contributed."""
    entry = made.entries.get(made.address(docname))
    if entry is None:
        return []
    is_own = made.is_theirs(docname)
    return [person.name for person in (entry.authors if is_own else entry.contributors)]


def _json_feed(made: Everything, docname: str) -> list[str]:
    """The authors of the item; of what tells of another post, who contributed."""
    item = made.feed[made.address(docname)]
    named = item["authors"] if made.is_theirs(docname) else item["_scholarly"]["contributors"]
    return [author["name"] for author in named]


def _feed_text(made: Everything, docname: str) -> list[str]:
    """Whom the first paragraph of the text names; only what tells of another post must."""
    item = made.feed[made.address(docname)]
    first = BeautifulSoup(item["content_html"], "html.parser").find("p")
    assert first is not None
    names = _one_of(NAMES[name].page for name in made.written(docname))
    return re.findall(names, " ".join(first.get_text().split()))


def _one_of(names: Iterable[str]) -> str:
    """A pattern of names; of those that begin alike the longest is meant."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


# records


def _bibtex(made: Everything, docname: str) -> list[str]:
    text = made.file(docname, ".bib").read_text(encoding="utf-8")
    written = re.search(r"^  author = \{(.*)\},$", text, re.MULTILINE)
    assert written is not None
    (entry,) = by_pybtex(text)
    names = _parted(written[1])
    assert len(entry.authors) == len(names)
    return names


def _parted(names: str) -> list[str]:
    """Names of BibTeX, parted where ``and`` stands in no braces."""
    parts, depth, start = [], 0, 0
    for at, character in enumerate(names):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if not depth and names.startswith(" and ", at):
            parts.append(names[start:at])
            start = at + len(" and ")
    return [*parts, names[start:]]


def _read(made: Everything, docname: str, ending: str) -> list[str]:
    (item,) = made.records[docname, ending]
    return ["|".join(parts) for parts in people(item)]


def _ris(made: Everything, docname: str) -> list[str]:
    text = made.file(docname, ".ris").read_bytes().decode()
    return list(by_rispy(text)[0]["authors"])


def _crossref(made: Everything, docname: str) -> list[str]:
    path = made.deposits / f"{docname}.crossref.xml"
    if not path.is_file():
        return []
    root = ET.parse(path).getroot()  # noqa: S314  # ours
    found = root.iterfind(".//{*}posted_content/{*}contributors/*")
    return [
        f"{p.text}|"
        if p.tag.endswith("organization")
        else f"{p.findtext('{*}surname')}|{p.findtext('{*}given_name') or ''}"
        for p in found
    ]


# bylines in volumes


def _in_all(made: Everything, docname: str, read: Callable[[Volume], list[str]]) -> list[str]:
    """What every volume says that has the post: the same."""
    found = [read(volume) for volume in made.volumes.volumes if docname in volume.docnames]
    assert found
    assert all(names == found[0] for names in found)
    return found[0]


def _epub(made: Everything, docname: str) -> list[str]:
    def read(volume: Volume) -> list[str]:
        book = made.volumes.book(volume)
        page = book.files[book.page(f"{docname.replace('/', '_')}.xhtml")]
        return byline(BeautifulSoup(page, "html.parser"))

    return _in_all(made, docname, read)


def _pdf(made: Everything, docname: str) -> list[str]:
    def read(volume: Volume) -> list[str]:
        return _set(made.volumes.chapters(volume)[docname], made.volumes.title(docname))

    return _in_all(made, docname, read)


def _set(chapter: Sequence[Block], title: str) -> list[str]:
    """The names after a post's title, one in a block, with or without a role."""
    headed = (n for n, b in enumerate(chapter) if is_heading(b) and is_same(b.text, [title]))
    after = itertools.dropwhile(lambda block: block.kind != "Div", chapter[next(headed) + 1 :])
    byline = itertools.takewhile(lambda block: block.kind == "Div", after)
    return [_without_role(" ".join(block.text.split())) for block in byline]


def _without_role(entry: str) -> str:
    """The name that an entry begins with, as the table has it; else all of the entry."""
    for spelt, name in _spellings():
        if re.fullmatch(f"{spelt}( .*)?", entry):
            return name
    return entry


@functools.cache
def _spellings() -> list[tuple[str, str]]:
    """All names, the longest first; a hyphen that ends a line is another character."""
    names = sorted((name.page for name in NAMES.values()), key=len, reverse=True)
    return [(re.escape(name).replace(r"\-", f"[-{SOFT_HYPHEN}] ?"), name) for name in names]


POST_FORMATS: Mapping[
    str, tuple[Callable[[Everything, str], Sequence[str]], Callable[[Forms], str]]
] = {
    "page": (_page, lambda name: name.page),
    "Highwire": (lambda m, d: _head(m, d, "citation_author"), lambda name: name.inverted),
    "Dublin Core": (lambda m, d: _head(m, d, "DC.creator"), lambda name: name.inverted),
    "JSON-LD": (_json_ld, lambda name: name.feed),
    "Atom": (_atom, lambda name: name.feed),
    "JSON Feed": (_json_feed, lambda name: name.feed),
    "text in feeds": (_feed_text, lambda name: name.page),
    "BibTeX": (_bibtex, lambda name: name.bibtex),
    "BibTeX, read": (lambda m, d: _read(m, d, ".bib"), lambda name: name.parts),
    "RIS": (_ris, lambda name: name.inverted),
    "CSL": (lambda m, d: _read(m, d, ".csl.json"), lambda name: name.parts),
    "Crossref": (_crossref, lambda name: name.parts),
    "EPUB": (_epub, lambda name: name.page),
    "PDF": (_pdf, lambda name: name.page),
}
"""How the names of a post are read in each format, and in which form they must be."""

ONLY_WHOLE = frozenset({"Highwire", "Dublin Core", "Crossref"})
"""Formats that speak of the author's own whole text, and of nothing else."""


# what volumes say of themselves


def _package(made: Everything, volume: Volume, name: str) -> list[str]:
    return made.volumes.book(volume).metadata(name)


def _metadata(made: Everything, volume: Volume) -> pdf.Metadata:
    return pdf.metadata(made.volumes.files("typstpdf", ".pdf")[volume])


def _creators(made: Everything, volume: Volume) -> list[str]:
    """Editors, then whoever has words of their own in the volume."""
    editors = made.editors(volume)
    authors = [name for name, is_theirs in made.written_in(volume) if is_theirs]
    return [*editors, *(name for name in authors if name not in editors)]


def _contributors(made: Everything, volume: Volume) -> list[str]:
    """Whoever is only told of."""
    creators = _creators(made, volume)
    told = [name for name, is_theirs in made.written_in(volume) if not is_theirs]
    return [name for name in told if name not in creators]


def _named(made: Everything, volume: Volume) -> list[str]:
    """Everybody; whoever is only told of is said to be."""
    return [
        name if is_theirs else f"{name} (author of the original)"
        for name, is_theirs in made.written_in(volume)
    ]


Told = Callable[[Everything, Volume], Sequence[str]]

VOLUME_FORMATS: Mapping[str, tuple[Told, Told]] = {
    "creators of the EPUB": (lambda m, v: _package(m, v, "creator"), _creators),
    "contributors of the EPUB": (lambda m, v: _package(m, v, "contributor"), _contributors),
    "XMP of the PDF": (lambda m, v: _metadata(m, v).creators, _named),
    "information of the PDF": (
        lambda m, v: [_metadata(m, v).author],
        lambda m, v: [", ".join(_named(m, v))],
    ),
}
"""How the names of a volume are read in each format, and which they must be."""
