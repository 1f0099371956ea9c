"""Names of people, and what is made of a name: slug, sort key, monogram."""

from __future__ import annotations

import dataclasses as dc
import functools
import re
import unicodedata
import zlib

from pybtex.database import Person

HUES = 8
"""How many grounds a monogram may have."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in parts. A group, or a person of one name, has only ``family``."""

    family: str
    given: str = ""
    suffix: str = ""
    display: str = ""
    literal: bool = False
    """Whether it is a group's name or a description, never to be split or turned round."""

    def __str__(self) -> str:
        """Give the name as it is printed."""
        return self.display or " ".join(filter(None, (self.given, self.family)))

    @property
    def sort_key(self) -> tuple[str, str]:
        """Family name without particles, articles and accents, then given names."""
        article = _ARTICLE.match(self.family) if self.literal else None
        filed = self.family[article.end() :] if article else without_particles(self.family)
        return sort_key(filed), sort_key(self.given)


_ARTICLE = re.compile(r"(?:The|An?)\s+(?=\S)")
_JOINING = frozenset({"and", "at", "by", "for", "from", "of", "on", "the", "who", "with"})
"""Words of descriptions, of which none is a particle of a name in any language that we know."""


@functools.lru_cache(maxsize=4096)  # the same authors are named again and again
def split_name(text: str) -> Name:
    """Split a printed name as BibTeX does (First von Last), with a suffix after a comma.

    What describes somebody, such as ‘The Clerk on Duty’, stays whole.

    >>> split_name("Nicolette van Gestel").family
    'van Gestel'
    """
    if _is_description(text.split()):
        return Name(family=text, display=text, literal=True)
    main, _, suffix = (part.strip() for part in text.partition(","))
    person = Person(main)
    given = " ".join(person.first_names + person.middle_names)
    family = " ".join(person.prelast_names + person.last_names)
    return Name(family=family or main, given=given, suffix=suffix, display=text)


def _is_description(words: list[str]) -> bool:
    """Whether words name nobody; ‘An’ alone says nothing, for it is a given name as well."""
    if len(words) < 2:  # one word has no parts
        return False
    first, *others = words
    has_article = first == "The" or (first in {"A", "An"} and all(w[0].islower() for w in others))
    return has_article or not _JOINING.isdisjoint(others)


def without_particles(family: str) -> str:
    """A family name from its first capital on: ``van Gestel`` gives ``Gestel``."""
    words = family.split()
    while len(words) > 1 and words[0][:1].islower():
        words = words[1:]
    return " ".join(words)


def sort_key(text: str) -> str:
    """Text folded for sorting: no accents, no case, ø as o."""
    folded = text.translate(str.maketrans("øØłŁđĐ", "oOlLdD"))
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


_LONGEST = 150
"""Of a slug, in bytes; file systems take names of up to 255."""


def slug(text: str) -> str:
    """A topic's name in addresses: case folded, words joined by hyphens, letters kept.

    >>> slug("Co-creation & Leadership")
    'co-creation-leadership'
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    # the marks of letters (accents, vowel signs) are part of them
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else "-" for c in folded)
    words = re.sub(r"-+", "-", "".join(kept)).strip("-")
    digest = f"{zlib.crc32(text.encode(errors='replace')):x}"
    if not words:  # a topic of signs alone is a topic too
        return digest
    if words == "index":  # that of a folder is taken
        return "index_"
    if len(words.encode()) > _LONGEST:  # what no file can be called
        cut = words.encode()[: _LONGEST - len(digest) - 1].decode(errors="ignore")
        return f"{cut.strip('-')}-{digest}"
    return words


def initials(name: Name) -> tuple[str, str]:
    """The two letters of a monogram; the first is empty for a group or a single name."""
    given = "" if name.literal else name.given[:1]
    return given.upper(), without_particles(name.family)[:1].upper()


def hue(identifier: str) -> int:
    """Which of the :data:`HUES` grounds an author's monogram has, the same for ever."""
    return zlib.crc32(identifier.encode()) % HUES
