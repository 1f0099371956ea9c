"""What Typst cannot say in the metadata of a PDF (XMP): every author apart, identifier, rights.

Typst writes all authors as one (ISO 16684-1, section 8.3, wants an ordered list of them), and
has no place for the rest. Its files end with a table of the places of all objects (ISO 32000-1,
section 7.5.4), so that a longer text only moves what stands behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape

_METADATA = re.compile(rb"<</Length (\d+)/Type/Metadata/Subtype/XML>>\s+stream\r?\n")
_CREATOR = re.compile(r"<dc:creator>.*?</dc:creator>", re.DOTALL)
_LAST = "<xmp:CreatorTool>"
"""The element before which the others go."""
_TABLE = re.compile(rb"xref\r?\n0 \d+\r?\n")
_ENTRY = re.compile(rb"(\d{10})( \d{5} [nf])")
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")


def described(
    pdf: bytes,
    authors: Sequence[str],
    identifier: str = "",
    rights: str = "",
    publisher: str = "",
) -> bytes:
    """A PDF of Typst's whose metadata say more; as it is where it is built in another way."""
    head = _METADATA.search(pdf)
    start = _START.search(pdf)
    if head is None or start is None:
        return pdf
    length = int(head[1])
    before = pdf[head.end() : head.end() + length].decode("utf-8")
    after = _xmp(before, authors, identifier, rights, publisher).encode("utf-8")
    stated = head[0].replace(head[1], str(len(after)).encode(), 1)
    body = pdf[: head.start()] + stated + after + pdf[head.end() + length :]
    return _moved(body, head.start(), len(body) - len(pdf), int(start[1]))


def _xmp(xmp: str, authors: Sequence[str], identifier: str, rights: str, publisher: str) -> str:
    """The metadata with the authors in order, and with what else is known."""
    people = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in authors)
    found = f"<dc:creator><rdf:Seq>{people}</rdf:Seq></dc:creator>" if people else ""
    if publisher:
        found += (
            f"<dc:publisher><rdf:Bag><rdf:li>{escape(publisher)}</rdf:li></rdf:Bag></dc:publisher>"
        )
    if rights:
        alternative = f'<rdf:li xml:lang="x-default">{escape(rights)}</rdf:li>'
        found += f"<dc:rights><rdf:Alt>{alternative}</rdf:Alt></dc:rights>"
    if identifier:
        found += f"<dc:identifier>{escape(identifier)}</dc:identifier>"
    return _CREATOR.sub("", xmp, count=1).replace(_LAST, found + _LAST, 1)


def _moved(pdf: bytes, place: int, by: int, table: int) -> bytes:
    """A file in which everything behind a place was moved: its table says so."""
    table += by
    head = _TABLE.match(pdf, table)
    end = pdf.find(b"trailer", table)
    if head is None or end < 0:
        raise ValueError("This PDF has no table of its objects.")

    def entry(found: re.Match[bytes]) -> bytes:
        offset = int(found[1])
        return b"%010d%s" % (offset + by if offset > place else offset, found[2])

    entries = _ENTRY.sub(entry, pdf[head.end() : end])
    trailer = _START.sub(b"startxref\n%d\n%%%%EOF" % table, pdf[end:])
    return pdf[: head.end()] + entries + trailer
