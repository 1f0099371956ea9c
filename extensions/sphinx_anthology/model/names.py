"""Names of people: reading, sorting, comparing, and slugs and monograms."""

from __future__ import annotations

import dataclasses as dc
import functools
import re
import unicodedata
import zlib
from collections.abc import Sequence

from sphinx_anthology.model import name_words as words_of

HUES = 8
"""The number of background colours of monograms."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in parts; a group or single name has only ``family``."""

    family: str
    given: str = ""
    suffix: str = ""
    display: str = ""
    literal: bool = False
    """Whether the name is a group's or a description, which is never split."""
    title: str = ""
    """A title printed before the name: ``Dr``."""

    def __str__(self) -> str:
        """The printed name."""
        return self.display or " ".join(filter(None, (self.given, self.family)))

    @property
    def sort_key(self) -> tuple[str, str]:
        """The sort key: family name without particles, then given names."""
        article = _ARTICLE.match(self.family) if self.literal else None
        filed = self.family[article.end() :] if article else without_particles(self.family)
        return sort_key(filed), sort_key(self.given)

    @property
    def key(self) -> str:
        """The normalised name, equal for all spellings."""
        suffix = "" if _plain(self.suffix) not in _GENERATIONS else self.suffix
        return folded(f"{self.given} {self.family} {suffix}")

    @property
    def likeness(self) -> tuple[str, str]:
        """The family name and the first initial, equal for shorter forms."""
        return folded(self.family), folded(self.given)[:1]


_ARTICLE = re.compile(r"(?:The|An?)\s+(?=\S)")
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_BRACED = re.compile(r"\{([^{}]*)\}")
_TAIL = 40
"""The number of characters at a name's end searched for ‘et al.’."""
_AND_OTHERS = re.compile(
    r"[\s,;]+(?:(?:and\s+|&\s*)?(?:et\s+al\b\.?|others|colleagues)|u\.\s?a\.|y\s+otros|e\s+outros"
    r"|et\s+autres|und\s+andere)$",
    re.IGNORECASE,
)


def in_parts(given: str, family: str, suffix: str = "", display: str = "") -> Name:
    """A name from known parts; a single part becomes the family name.

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


@functools.lru_cache(maxsize=4096)  # the same authors are named often
def split_name(text: str) -> Name:
    """Read a name as printed or inverted; every name is read here.

    Particles belong to the family name; titles and suffixes to neither part. Descriptions such as
    ‘The Clerk on Duty’ and names of groups are not split.

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
    """A name with commas: inverted, with suffixes, or both."""
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
    """Whether text after a comma may be given names, not a role or workplace."""
    words = [word.casefold() for word in text.split()]
    return len(words) <= 4 and words_of.ROLES.isdisjoint(words)


def _printed(words: list[str], text: str) -> Name:
    """A name in natural order."""
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
    """Whether a word is part of a name, not an emoji or a remark."""
    return any(c.isalpha() for c in word) and word[0] not in '(["“„'


def _without_titles(words: Sequence[str]) -> tuple[str, list[str]]:
    """The titles before a name, and the name, which is never empty."""
    count = 0
    while count < len(words) - 1 and words[count].casefold().rstrip(".") in words_of.TITLES:
        count += 1
    return " ".join(words[:count]), list(words[count:])


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    """A name, and the suffix after it: ``Jr.``, ``PhD``."""
    end = len(words)
    while end > 2 and _is_suffix(words[end - 1 : end], several=True):
        end -= 1
    return words[:end], " ".join(words[end:])


def _is_suffix(words: list[str], *, several: bool) -> bool:
    """Whether words are a suffix; ``several`` says that two words stand before."""
    plain = [_plain(word) for word in words]
    if not words or not words_of.SUFFIXES.issuperset(plain):
        return False
    short = [w for w, p in zip(words, plain, strict=True) if p in words_of.SHORT_SUFFIXES]
    return several and all(word.isupper() for word in short) if short else True


def is_suffix(text: str) -> bool:
    """Whether a text is a suffix of a name: ``Jr.``, ``PhD``."""
    return _is_suffix(text.split(), several=True)


def is_company(word: str) -> bool:
    """Whether a word is a company's legal form: ``Ltd.``."""
    return _plain(word) in words_of.COMPANIES


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()


def _family_start(words: Sequence[str]) -> int:
    """The index of the family name: its first particle, else the last word."""
    last = len(words) - 1
    for place, word in enumerate(words[:last]):
        if _is_small(word) or (place and word in words_of.PARTICLES):
            joins = word in words_of.CONNECTORS and place > 1
            return place - 1 if joins else place
    return max(last, 0)


def with_particles(given: str, family: str) -> tuple[str, str]:
    """The given and family name, with capitalised particles moved to the family name.

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
    """Whether words name a group or describe somebody, and have no parts."""
    if len(words) < 2:  # one word has no parts
        return False
    return _is_description(words) or _is_group(words)


def _is_description(words: Sequence[str]) -> bool:
    """Whether words describe somebody; a first ‘An’ alone may be a given name."""
    first, *others = words
    has_article = first == "The" or (first in {"A", "An"} and all(w[0].islower() for w in others))
    is_role = all(w.casefold() in words_of.ROLES or w.casefold() in words_of.ANYBODY for w in words)
    return has_article or is_role or not words_of.JOINING.isdisjoint(others)


def _is_group(words: Sequence[str]) -> bool:
    """Whether words are a group's name, by a word, a sign or a number."""
    if any(word in {"&", "+"} or word.isdigit() for word in words):
        return True
    plain = [_plain(word.strip(",;:()")) for word in words]
    groups = words_of.ORGANISATIONS.intersection(plain)
    strong = groups - words_of.NOT_ALONE or (groups and len(words) > 2)
    return bool(strong) or plain[-1] in words_of.COMPANIES


def other_reading(text: str) -> Name | None:
    """The other likely reading of a name, else :data:`None`.

    A name does not show whether the family name comes first, or whether there are two.

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
    """A Chinese or Korean name split after its first character; or ‘bell hooks’."""
    if _WITHOUT_SPACES.fullmatch(name.family):
        return dc.replace(name, family=name.family[:1], given=name.family[1:])
    *given, family = name.family.split() or [""]
    if given and all(map(_is_small, (*given, family))) and words_of.PARTICLES.isdisjoint(given):
        return dc.replace(name, family=family, given=" ".join(given))
    return None


def _is_first(names: Sequence[str]) -> bool:
    """Whether the first word may be the family name."""
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
    """Whether a word may be the first of two family names."""
    plain = sort_key(word)
    return plain in words_of.TWO_FAMILY_NAMES or (len(plain) > 3 and plain.endswith("ez"))


def is_two_family_names(text: str) -> bool:
    """Whether the first word of a text may be one of two family names."""
    return _may_be_family(text.split(maxsplit=1)[0])


def are_alike(one: Name, other: Name) -> bool:
    """Whether two names may be long and short forms of one: ‘J. Doe’, ‘Jane Q. Doe’.

    >>> are_alike(split_name("Jane Q. Doe"), split_name("Jane Doe"))
    True
    """
    if not one.given or not other.given or one.likeness != other.likeness:
        return False
    pairs = zip(_given_words(one), _given_words(other), strict=False)
    return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in pairs)


def _given_words(name: Name) -> list[str]:
    """Given names and initials as separate words."""
    apart = re.sub(r"(?<=[^\W\d_]\.)(?=\w)", " ", name.given)
    return folded(apart).split()


def is_nobody(text: str) -> bool:
    """Whether a text means unnamed others: ``others``, ``et al.``."""
    return folded(text.strip("{}&,; ")) in words_of.NOBODY


def is_placeholder(text: str) -> bool:
    """Whether a text is a placeholder for a name: ``TBA``, ``N.N.``, ``?``."""
    return folded(text) in words_of.PLACEHOLDERS


def without_others(text: str) -> str:
    """A name without a following ‘et al.’."""
    end = _AND_OTHERS.search(text, max(0, len(text) - _TAIL))
    return (text[: end.start()] if end else text) or text


def is_id(text: str) -> bool:
    """Whether a text looks like an id: one word in small letters and digits.

    >>> is_id("jane-do"), is_id("Jane Doe"), is_id("Sukarno"), is_id("毛泽东")
    (True, False, False, False)
    """
    is_word = re.fullmatch(r"[\w./@-]+", text) is not None
    return is_word and text == text.lower() and any(c.islower() or c.isdigit() for c in text)


@functools.lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text without accents, capitals and punctuation, equal for all spellings."""
    kept = (c if c.isalnum() else " " for c in sort_key(text))
    return " ".join("".join(kept).split())


def without_particles(family: str) -> str:
    """A family name from its first capital on: ``van Gestel`` gives ``Gestel``."""
    words = family.split()
    while len(words) > 1 and words[0][:1].islower():
        words = words[1:]
    return " ".join(words)


def sort_key(text: str) -> str:
    """A text for sorting: no accents, no case, ø as o."""
    folded = text.translate(str.maketrans("øØłŁđĐ", "oOlLdD"))
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


_LONGEST = 150
"""The most bytes of a slug; file systems allow names of 255."""


@functools.lru_cache(maxsize=10_000)
def slug(text: str) -> str:
    """A topic's slug for addresses: case folded, words joined by hyphens.

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
    if words == "index":  # a folder has this name itself
        return "index_"
    if len(words.encode()) > _LONGEST:  # too long for a file name
        cut = words.encode()[: _LONGEST - len(digest) - 1].decode(errors="ignore")
        return f"{cut.strip('-')}-{digest}"
    return words


def initials(name: Name) -> tuple[str, str]:
    """The two letters of a monogram; the first is empty for groups and single names."""
    given = "" if name.literal else name.given[:1]
    return given.upper(), without_particles(name.family)[:1].upper()


def hue(identifier: str) -> int:
    """The colour number of an author's monogram, always the same."""
    return zlib.crc32(identifier.encode()) % HUES
