"""Names of people: how they are read, and what is made of them: slug, sort key, monogram."""

from __future__ import annotations

import dataclasses as dc
import functools
import re
import unicodedata
import zlib
from collections.abc import Sequence

from sphinx_anthology.model import name_words as words_of

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
    title: str = ""
    """What is printed before the name and is no part of it: ``Dr``."""

    def __str__(self) -> str:
        """Give the name as it is printed."""
        return self.display or " ".join(filter(None, (self.given, self.family)))

    @property
    def sort_key(self) -> tuple[str, str]:
        """Family name without particles, articles and accents, then given names."""
        article = _ARTICLE.match(self.family) if self.literal else None
        filed = self.family[article.end() :] if article else without_particles(self.family)
        return sort_key(filed), sort_key(self.given)

    @property
    def key(self) -> str:
        """What all spellings of one name have in common: capitals, accents, stops, order."""
        suffix = "" if _plain(self.suffix) not in _GENERATIONS else self.suffix
        return folded(f"{self.given} {self.family} {suffix}")

    @property
    def likeness(self) -> tuple[str, str]:
        """What a name has in common with its shorter forms: family name and first letter."""
        return folded(self.family), folded(self.given)[:1]


_ARTICLE = re.compile(r"(?:The|An?)\s+(?=\S)")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_BRACED = re.compile(r"\{([^{}]*)\}")
_TAIL = 40
"""How far from its end a name is looked at for an ‘et al.’."""
_AND_OTHERS = re.compile(
    r"[\s,;]+(?:(?:and\s+|&\s*)?(?:et\s+al\b\.?|others|colleagues)|u\.\s?a\.|y\s+otros|e\s+outros"
    r"|et\s+autres|und\s+andere)$",
    re.IGNORECASE,
)


def in_parts(given: str, family: str, suffix: str = "", display: str = "") -> Name:
    """A name whose parts are known. Who has only one of them has it as family name.

    >>> str(in_parts("Martin Luther", "King", "Jr."))
    'Martin Luther King Jr.'
    """
    comma = ", " if suffix and _plain(suffix) not in _GENERATIONS else " "
    printed = f"{' '.join(filter(None, (given, family)))}{comma + suffix if suffix else ''}"
    return Name(
        family=family or given,
        given=given if family else "",
        suffix=suffix,
        display=display or printed,
    )


@functools.lru_cache(maxsize=4096)  # the same authors are named again and again
def split_name(text: str) -> Name:
    """Read a name as it is printed, or as catalogues turn it round: the only reader of names.

    Particles belong to the family name; titles and degrees to neither part. What describes
    somebody, such as ‘The Clerk on Duty’, and the name of a group stay whole.

    >>> split_name("Nicolette van Gestel").family
    'van Gestel'
    >>> str(split_name("García Márquez, Gabriel"))
    'Gabriel García Márquez'
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    if braced := _BRACED.fullmatch(text):  # as BibTeX protects the name of a group
        return _whole(braced[1].strip() or text)
    text = without_others(text)
    words = text.split()
    if _is_whole(words):
        return _whole(text)
    main, *after = (part.strip() for part in text.split(","))
    if not main or not after:
        return _printed(words, text)
    return _with_commas(main, [part for part in after if part], text)


def _whole(text: str) -> Name:
    return Name(family=text, display=text, literal=True)


def _with_commas(main: str, after: list[str], text: str) -> Name:
    """A name with commas: turned round, followed by degrees, or both."""
    several = " " in main
    given = [part for part in after if not _is_suffix(part.split(), several=several)]
    suffix = ", ".join(part for part in after if part not in given)
    if not given:
        return dc.replace(_printed(main.split(), text), suffix=suffix)
    if len(given) > 1 or not _may_be_given(given[0]):
        return _whole(text)
    family, _, last = main.rpartition(" ")
    if family and not suffix and _plain(last) in _GENERATIONS:  # ‘King Jr., Martin Luther’
        main, suffix = family, last
    title, names = _without_titles(given[0].split())
    if not names:  # ‘Doe, Dr’
        return dc.replace(_printed(main.split(), f"{title} {main}"), title=title, suffix=suffix)
    whole = in_parts(" ".join(names), main, suffix)
    return dc.replace(whole, title=title, display=f"{title} {whole}".strip())


def _may_be_given(text: str) -> bool:
    """Whether what follows a comma may be given names, and no role or place of work."""
    words = [word.casefold() for word in text.split()]
    return len(words) <= 4 and words_of.ROLES.isdisjoint(words)


def _printed(words: list[str], text: str) -> Name:
    """A name in its natural order."""
    title, rest = _without_titles(words)
    rest, suffix = _without_suffix(rest)
    named = [word for word in rest if _is_word(word)] or rest
    start = _family_start(named)
    return Name(
        family=" ".join(named[start:]) or text,
        given=" ".join(named[:start]),
        suffix=suffix,
        display=text,
        title=title,
    )


def _is_word(word: str) -> bool:
    """Whether a word is part of a name: no emoji, no remark in brackets or quotes."""
    return any(c.isalpha() for c in word) and word[0] not in '(["“„'


def _without_titles(words: Sequence[str]) -> tuple[str, list[str]]:
    """What stands before a name, and the name; something of the name is always left."""
    count = 0
    while count < len(words) - 1 and words[count].casefold().rstrip(".") in words_of.TITLES:
        count += 1
    return " ".join(words[:count]), list(words[count:])


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    """A name, and what follows it without a comma: ``Jr.``, ``PhD``."""
    end = len(words)
    while end > 2 and _is_suffix(words[end - 1 : end], several=True):
        end -= 1
    return words[:end], " ".join(words[end:])


def _is_suffix(words: list[str], *, several: bool) -> bool:
    """Whether words are what follows a name; ``several`` says that two words stand before."""
    plain = [_plain(word) for word in words]
    if not words or not words_of.SUFFIXES.issuperset(plain):
        return False
    short = [w for w, p in zip(words, plain, strict=True) if p in words_of.SHORT_SUFFIXES]
    return several and all(word.isupper() for word in short) if short else True


def is_suffix(text: str) -> bool:
    """Whether a text is what follows a name: ``Jr.``, ``PhD``."""
    return _is_suffix(text.split(), several=True)


def is_company(word: str) -> bool:
    """Whether a word is what ends the name of a company: ``Ltd.``."""
    return _plain(word) in words_of.COMPANIES


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()


def _family_start(words: Sequence[str]) -> int:
    """Where the family name begins: at its first particle, else at the last word."""
    last = len(words) - 1
    for place, word in enumerate(words[:last]):
        if _is_small(word) or (place and word in words_of.PARTICLES):
            joins = word in words_of.CONNECTORS and place > 1
            return place - 1 if joins else place
    return max(last, 0)


def with_particles(given: str, family: str) -> tuple[str, str]:
    """Parts of a name as BibTeX cut it, with particles in capitals where they belong.

    >>> with_particles("Ursula K. Le", "Guin"), with_particles("José Ortega", "y Gasset")
    (('Ursula K.', 'Le Guin'), ('José', 'Ortega y Gasset'))
    """
    words, named = given.split(), family.split()
    if len(words) > 1 and len(named) > 1 and named[0] in words_of.CONNECTORS:
        named.insert(0, words.pop())
    while len(words) > 1 and words[-1] in words_of.PARTICLES:
        named.insert(0, words.pop())
    return " ".join(words), " ".join(named)


def _is_small(word: str) -> bool:
    first = next((c for c in word if c.isalpha()), "")
    return first.islower()


def _is_whole(words: list[str]) -> bool:
    """Whether words name a group, or describe somebody, and have no parts."""
    if len(words) < 2:  # one word has no parts
        return False
    return _is_description(words) or _is_group(words)


def _is_description(words: Sequence[str]) -> bool:
    """Whether words name nobody; ‘An’ alone says nothing, for it is a given name as well."""
    first, *others = words
    has_article = first == "The" or (first in {"A", "An"} and all(w[0].islower() for w in others))
    is_role = all(w.casefold() in words_of.ROLES or w.casefold() in words_of.ANYBODY for w in words)
    return has_article or is_role or not words_of.JOINING.isdisjoint(others)


def _is_group(words: Sequence[str]) -> bool:
    """Whether a word is one of organisations', a sign that joins, or has a number."""
    if any(word in {"&", "+"} or word.isdigit() for word in words):
        return True
    plain = [_plain(word.strip(",;:()")) for word in words]
    groups = words_of.ORGANISATIONS.intersection(plain)
    strong = groups - words_of.NOT_ALONE or (groups and len(words) > 2)
    return bool(strong) or plain[-1] in words_of.COMPANIES


def other_reading(text: str) -> Name | None:
    """The reading of a name that is as likely as that of :func:`split_name`, if there is one.

    Where the family name is first, or where there may be two of them, the name does not say so.

    >>> other_reading("Gabriel García Márquez").family
    'García Márquez'
    >>> other_reading("Mao Zedong").given
    'Zedong'
    """
    read = split_name(text)
    if read.literal or "," in text:
        return None
    if not read.given:
        return _written_together(read)
    given = read.given.split()
    names = [*given, *read.family.split()]
    if _is_first(names):
        other = in_parts(" ".join(names[1:]), names[0], read.suffix, read.display)
    elif len(given) > 1 and _may_be_family(given[-1]) and not _is_small(read.family):
        family = f"{given[-1]} {read.family}"
        other = in_parts(" ".join(given[:-1]), family, read.suffix, read.display)
    else:
        return None
    return dc.replace(other, title=read.title)


_WITHOUT_SPACES = re.compile(r"[\u3400-\u9fff\uac00-\ud7af]{2,4}")


def _written_together(name: Name) -> Name | None:
    """A Chinese or Korean name, whose first sign mostly is the family name; or ‘bell hooks’."""
    if _WITHOUT_SPACES.fullmatch(name.family):
        return dc.replace(name, family=name.family[:1], given=name.family[1:])
    *given, family = name.family.split() or [""]
    if given and all(map(_is_small, (*given, family))) and words_of.PARTICLES.isdisjoint(given):
        return dc.replace(name, family=family, given=" ".join(given))
    return None


def _is_first(names: Sequence[str]) -> bool:
    """Whether the first word may well be the family name."""
    first, second, *more = names
    if _WITHOUT_SPACES.match(first + second) or sort_key(first) in words_of.FAMILY_FIRST:
        return True
    is_word = len(first) > 2 and "." not in first and _VOWEL.search(sort_key(first))
    is_shouted = is_word and first.isupper() and not second.isupper()
    if is_word and not (more or first.isupper()) and _INITIALS.fullmatch(second):  # ‘Roe J.’
        return True
    is_korean = not more and bool(re.fullmatch(r"[A-Z][a-z]+-[a-z]+", second))
    return bool(is_shouted or is_korean)


_VOWEL = re.compile("[aeiouy]")
_INITIALS = re.compile(r"[A-Z](?:[.-]?[A-Z])?\.?")


def _may_be_family(word: str) -> bool:
    """Whether a word before the last may be the first of two family names."""
    plain = sort_key(word)
    return plain in words_of.TWO_FAMILY_NAMES or (len(plain) > 3 and plain.endswith("ez"))


def is_two_family_names(text: str) -> bool:
    """Whether the first of two words is a family name of those who have two."""
    return _may_be_family(text.split(maxsplit=1)[0])


def are_alike(one: Name, other: Name) -> bool:
    """Whether two names may be one, of which one is shorter: ‘J. Doe’, ‘Jane Q. Doe’.

    >>> are_alike(split_name("Jane Q. Doe"), split_name("Jane Doe"))
    True
    """
    if not one.given or not other.given or one.likeness != other.likeness:
        return False
    pairs = zip(_given_words(one), _given_words(other), strict=False)
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)


def _given_words(name: Name) -> list[str]:
    """Given names and initials, each for itself."""
    apart = re.sub(r"(?<=[^\W\d_]\.)(?=\w)", " ", name.given)
    return folded(apart).split()


def is_nobody(text: str) -> bool:
    """Whether a text stands for those who are not named: ``others``, ``et al.``."""
    return folded(text.strip("{}&,; ")) in words_of.NOBODY


def is_placeholder(text: str) -> bool:
    """Whether a text stands where a name will be: ``TBA``, ``N.N.``, ``?``."""
    return folded(text) in words_of.PLACEHOLDERS


def without_others(text: str) -> str:
    """A name without the ‘et al.’ behind it."""
    end = _AND_OTHERS.search(text, max(0, len(text) - _TAIL))
    return (text[: end.start()] if end else text) or text


def is_id(text: str) -> bool:
    """Whether a text looks like an id: one word, no capitals, small letters or digits.

    >>> is_id("jane-do"), is_id("Jane Doe"), is_id("Sukarno"), is_id("毛泽东")
    (True, False, False, False)
    """
    is_word = re.fullmatch(r"[\w./@-]+", text) is not None
    return is_word and text == text.lower() and any(c.islower() or c.isdigit() for c in text)


@functools.lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text without accents, capitals, stops and hyphens: what all its spellings share."""
    kept = (c if c.isalnum() else " " for c in sort_key(text))
    return " ".join("".join(kept).split())


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
