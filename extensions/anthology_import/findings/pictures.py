"""Whether a picture shows an author, by its caption, its alternative text and its file's name."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from anthology_import.findings.passages import Passage, Picture, Sort
from anthology_import.findings.people import names_in
from anthology_import.findings.proposal import Confidence, Finding, Proposal
from anthology_import.findings.sentences import shortened
from sphinx_anthology.model.names import sort_key

_LIKE: Final = 0.8
"""How alike a misspelt family name must be to count."""

_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp)"  # ewan.jpg
    r"|(?=\S*[-_\d])[\w%.-]*[-_]\S*"  # Sarah_Brown_credit, ewan-ferlie-2.xaf3c0b17
    r"|(?:img|dsc|image|screenshot|photo)[-_ ]?\d+\S*|\S*[0-9a-f]{12,}\S*",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{3,}")


def is_file_name(alt: str) -> bool:
    """Whether an alternative text is the name of a file.

    >>> is_file_name("ann-lee-2.xaf3c0b17"), is_file_name("Ann Lee")
    (True, False)
    """
    return _FILE_NAME.fullmatch(alt.strip()) is not None


def words_of(picture: Picture) -> tuple[str, ...]:
    """The words of a picture's alternative text and of its file's name, folded."""
    try:
        path = unquote(urlsplit(picture.address).path)
    except ValueError:  # ‘http://[’ is no address
        path = ""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return tuple(sort_key(word) for word in _LETTERS.findall(f"{picture.alt} {stem}"))


def shows(picture: Picture, name: str) -> bool:
    """Whether a picture seems to be of somebody: it has the family name, be it misspelt."""
    family = sort_key(name.rsplit(maxsplit=1)[-1])
    words = words_of(picture)
    return bool(difflib.get_close_matches(family, words, n=1, cutoff=_LIKE)) or any(
        len(family) > 3 and family in word for word in words
    )


def portrait_proposals(body: tuple[Passage, ...], authors: tuple[str, ...]) -> tuple[Proposal, ...]:
    """The authors' pictures, by what stands in or under them; one for each at most."""
    found: dict[str, Proposal] = {}
    for passage in body:
        for picture in passage.pictures:
            for name in authors:
                proposal = _portrait(picture, passage, name, authors)
                if proposal and name not in found:
                    found[name] = proposal
    return tuple(found.values())


def _portrait(
    picture: Picture, passage: Passage, name: str, authors: tuple[str, ...]
) -> Proposal | None:
    others = [other for other in authors if other != name and shows(picture, other)]
    is_named = name in names_in(passage.text) and len(names_in(passage.text)) == 1
    if others or not picture.address or not (is_named or shows(picture, name)):
        return None
    is_alone = len(authors) == 1 or is_named
    sure = is_named or sort_key(name) in sort_key(picture.alt)
    if not sure and passage.sort is Sort.CAPTION:  # of something that is called like somebody
        return None
    return Proposal(
        kind=Finding.PORTRAIT,
        value={"name": name, "picture": picture.address, "alt": picture.alt},
        quote=shortened("; ".join(_said(picture, passage))),
        where=passage.where,
        confidence=Confidence.SURE if sure and is_alone else Confidence.LIKELY,
    )


def _said(picture: Picture, passage: Passage) -> Iterator[str]:
    """What tells whom a picture shows."""
    yield picture.alt or picture.address.rpartition("/")[2]
    if passage.sort is Sort.CAPTION or names_in(passage.text):
        yield passage.line
