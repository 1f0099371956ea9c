"""Finds names of people, lists of names with roles, and portraits."""

from __future__ import annotations

import dataclasses as dc
import difflib
import posixpath
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from anthology_import.findings.text import Passage, Picture, Sort, clean, shortened
from anthology_import.records import Account, Blog, Confidence, Finding, Item, Proposal
from sphinx_anthology.model.names import sort_key

HONORIFIC: Final = r"(?:Professor|Prof|Dr|Mrs|Mr|Ms|Mx|Sir|Dame|Lord|Baroness)\b\.?"
_HONORIFICS = re.compile(rf"(?:(?:Emeritus\s+|Associate\s+|Assistant\s+)?{HONORIFIC}\s+)+")
_SUFFIX = re.compile(r"(?:Ph\.?D|D\.?Phil|MD|Jr|Sr|II|III|[OMC]BE|FRSA|FAcSS)\.?")
_PARTICLES_WORDS = """
van von der den de del della di da do dos das du la le el al bin ibn ten ter zu zur af
av und y e i ’t 't ‘t
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_OTHER_WORDS = """
about abstract academic all analysis and annual are article as associate at august
authors back best blog book by call centre center chair college co-editor comments
conference conclusion contents continue council credit daily december department
director discussion dr editor editors editorial events faculty february fellow festival
figure first for forthcoming free friday from front government group guest happy health
here highlights home how image in institute international interview introduction
introducing is issue january journal july keywords latest leaders lecturer local media
meet ministry monday new news next not notes november october of office on our pages
part parliament photo picture policy political politics post prize professor project
public question questions read reading references related relations report research
review reviews saturday school science sciences senior september series social society
source special speakers spotlight studies summary sunday table thank the theory these
this thursday to top trust tuesday united university update upcoming video virtual watch
wednesday welcome what when where which who why winner with work working year you your
"""
_OTHER = frozenset(_OTHER_WORDS.split())
_WORD = re.compile(r"[^\W\d_][^\W\d_’'‘.-]*(?:[’'‘.-][^\W\d_]+)*\.?|[^\W\d_]\.(?:-?[^\W\d_]\.)*")
_BETWEEN = re.compile(r"\s*(?:[,;|·\n]\s*(?:(?:and|&)\s+)?|\s(?:and|&|with|und|et)\s)\s*")
MOST_AUTHORS: Final = 30
"""The largest number of authors; longer lists are something else."""


@dc.dataclass(frozen=True, slots=True)
class Person:
    """A person in a byline: the name, and the role after it."""

    name: str
    role: str = ""


@dc.dataclass(frozen=True, slots=True)
class Byline:
    """The people of a byline; ``is_plain`` says that it is unambiguous."""

    people: tuple[Person, ...]
    is_plain: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its people, in order."""
        return tuple(person.name for person in self.people)


def bare_name(text: str) -> str:
    """A name without ‘Professor’, ‘Dr’ and the like before it."""
    name = text.strip()
    before = _HONORIFICS.match(name)
    return name[before.end() :] if before else name


def is_name(text: str) -> bool:
    """Whether a text looks like the name of one person.

    >>> is_name("Nicolette van Gestel"), is_name("Policy Studies"), is_name("the harbour")
    (True, False, False)
    """
    words = bare_name(text).split()
    if not 2 <= len(words) <= 6 or not all(_is_of_name(word) for word in words):
        return False
    capitalised = [word for word in words if word not in _PARTICLES]
    has_family = len(words[-1].strip(".")) > 1 and words[-1] not in _PARTICLES
    is_shouted = all(word.isupper() for word in capitalised if len(word.strip(".")) > 1)
    return len(capitalised) > 1 and has_family and not is_shouted


def _is_of_name(word: str) -> bool:
    if word in _PARTICLES:
        return True
    letters = word.lstrip("’'‘")
    if not letters[:1].isupper() or _WORD.fullmatch(letters) is None:
        return False
    is_initial = len(letters.rstrip(".")) == 1
    return is_initial or letters.casefold().rstrip(".") not in _OTHER


def names_in(text: str) -> tuple[str, ...]:
    """The names in a text that consists of names only; else none.

    >>> names_in("Eva Lind, Jon Aas and Mia Ek")
    ('Eva Lind', 'Jon Aas', 'Mia Ek')
    """
    pieces = [p for p in _BETWEEN.split(text.strip()) if p and not _SUFFIX.fullmatch(p)]
    if not 1 <= len(pieces) <= MOST_AUTHORS or not all(map(is_name, pieces)):
        return ()
    return tuple(dict.fromkeys(map(bare_name, pieces)))


def byline(text: str) -> Byline | None:
    """The people of a byline without its ‘by’; None for other texts."""
    if names := names_in(text):
        return Byline(tuple(map(Person, names)), is_plain=True)
    reading = _Reading(text.strip().rstrip("."))
    return reading.result() if reading.is_byline else None


_BRACKETED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<role>[^()]*)\)")
_PLURAL = re.compile(r"\b(?:guest\s+)?(?:bloggers|editors|authors|professors|researchers|both)\b")


class _Reading:
    """Reads names and roles from a list, piece by piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.people: list[tuple[str, int, int]] = []
        """Names, with the start and end of their roles in the text."""
        self.in_brackets: dict[str, str] = {}
        self.is_plain = True
        self.is_byline = True
        self._read()

    def _read(self) -> None:
        pieces, separators = self._pieces()
        for number, (start, end) in enumerate(pieces):
            piece = self.text[start:end]
            bracketed = _BRACKETED.fullmatch(piece)
            name = bracketed["name"] if bracketed else piece
            if is_name(name) and self._may_begin(number, pieces, separators):
                self.people.append((bare_name(name), 0, 0))
                if bracketed:
                    self.in_brackets[bare_name(name)] = bracketed["role"].strip()
            elif self.people:
                whose, begin, _ = self.people[-1]
                self.people[-1] = (whose, begin or start, end)
            else:
                self.is_byline = False
                return

    def _pieces(self) -> tuple[list[tuple[int, int]], list[str]]:
        """The start and end of each piece, and the separators before them."""
        pieces, separators, start = [], [""], 0
        for between in _BETWEEN.finditer(self.text):
            if self.text.count("(", 0, between.start()) > self.text.count(")", 0, between.start()):
                continue
            pieces.append((start, between.start()))
            separators.append(between.group())
            start = between.end()
        return [*pieces, (start, len(self.text))], separators

    def _may_begin(self, number: int, pieces: list[tuple[int, int]], separators: list[str]) -> bool:
        """Whether a name begins another author, rather than continues a role."""
        if not self.people or not self.people[-1][1]:
            return True
        if ";" in separators[number] or "\n" in separators[number]:
            return True
        self.is_plain = False
        after = pieces[number + 1 : number + 2]
        has_role = any(not is_name(self.text[start:end]) for start, end in after)
        return has_role and "and" in separators[number]

    def result(self) -> Byline:
        """The byline; a role after the last name may apply to everybody."""
        roles = [self.in_brackets.get(n, self.text[a:b].strip(" ,")) for n, a, b in self.people]
        if len(roles) > 1 and roles[-1] and not any(roles[:-1]):
            is_shared = _PLURAL.search(roles[-1]) is not None
            roles = [roles[-1]] * len(roles) if is_shared else roles
            self.is_plain &= is_shared
        people = (Person(n, r) for (n, _, _), r in zip(self.people, roles, strict=True))
        return Byline(tuple(people), is_plain=self.is_plain)


_LIKE: Final = 0.8
"""How similar a misspelt family name must be."""

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
    """The words of an image's alternative text and file name, without accents."""
    try:
        path = unquote(urlsplit(picture.address).path)
    except ValueError:  # ‘http://[’ is no address
        path = ""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return tuple(sort_key(word) for word in _LETTERS.findall(f"{picture.alt} {stem}"))


def shows(picture: Picture, name: str) -> bool:
    """Whether an image seems to show a person, by the family name."""
    family = sort_key(name.rsplit(maxsplit=1)[-1])
    words = words_of(picture)
    return bool(difflib.get_close_matches(family, words, n=1, cutoff=_LIKE)) or any(
        len(family) > 3 and family in word for word in words
    )


def portrait_proposals(body: tuple[Passage, ...], authors: tuple[str, ...]) -> tuple[Proposal, ...]:
    """The portraits of authors, at most one for each."""
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
    if not sure and passage.sort is Sort.CAPTION:  # it may show something of the same name
        return None
    return Proposal(
        kind=Finding.PORTRAIT,
        value={"name": name, "picture": picture.address, "alt": picture.alt},
        quote=shortened("; ".join(_said(picture, passage))),
        where=passage.where,
        confidence=Confidence.SURE if sure and is_alone else Confidence.LIKELY,
    )


def _said(picture: Picture, passage: Passage) -> Iterator[str]:
    """The texts that tell whom an image shows."""
    yield picture.alt or picture.address.rpartition("/")[2]
    if passage.sort is Sort.CAPTION or names_in(passage.text):
        yield passage.line


def account_names(item: Item, blog: Blog) -> tuple[str, ...]:
    """The names of a post's accounts, mostly those of offices."""
    accounts = {account.login: account for account in blog.accounts}
    names = (account_name(accounts.get(login, Account(login))) for login in item.accounts)
    return tuple(dict.fromkeys(filter(None, names)))


def account_name(account: Account) -> str:
    """The display name of an account, else its login."""
    in_parts = f"{account.given} {account.family}"
    return clean(account.name) or clean(in_parts) or clean(account.login)
