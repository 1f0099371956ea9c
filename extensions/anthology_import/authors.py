"""Author documents: who has one, what it says, and which names may be one person's."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from anthology_import.findings.people import account_name, account_names, is_name
from anthology_import.findings.text import clean, sentences
from anthology_import.records import Account, Blog, Confidence, Finding, Item, Proposal, best
from sphinx_anthology.model.front_matter_text import front_matter
from sphinx_anthology.model.names import Name, slug, sort_key, split_name

_NO_LETTER = re.compile(r"[\W_]+")


def folded(name: str) -> str:
    """What two spellings have in common that differ in accents, capitals, hyphens or stops."""
    return " ".join(_NO_LETTER.sub(" ", sort_key(name)).split())


def same_person(names: Sequence[str]) -> Iterator[Proposal]:
    """Pairs of names that may be one person's; the fuller one is first, as its page is kept.

    Nobody is ever taken for somebody else without being asked about.
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        last = folded(name).rpartition(" ")[2]
        for other in alike.setdefault(last, []):
            confidence = _likeness(name, other)
            if confidence is not None:
                full, short = sorted((other, name), key=_fullness)
                yield Proposal(
                    kind=Finding.SAME_PERSON,
                    value={"name": full, "other": short},
                    quote=f"{full}; {short}",
                    where="names of authors",
                    confidence=confidence,
                )
        alike[last].append(name)


def _fullness(name: str) -> tuple[int, int]:
    """Fuller names first, and with accents before those without."""
    return (-len(folded(name)), -sum(ord(c) > 127 for c in name))


def _likeness(one: str, other: str) -> Confidence | None:
    """How likely two names are one person's; none where nothing speaks for it."""
    if folded(one) == folded(other):
        return Confidence.LIKELY
    first, second = split_name(one), split_name(other)
    if folded(first.family) != folded(second.family) or not (first.given and second.given):
        return None
    return Confidence.DOUBTFUL if _can_be_one(first, second) else None


def _can_be_one(one: Name, other: Name) -> bool:
    """Whether given names agree, initial for initial, as far as both have them."""
    pairs = list(zip(folded(one.given).split(), folded(other.given).split(), strict=False))
    return bool(pairs) and all(a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in pairs)


_LONGEST_BIO = 300
"""How many characters a card has room for; of a longer biography it shows the first sentence."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Somebody who has a document. ``names`` are all that were taken for theirs.

    ``picture`` is the address of a portrait in the old blog, ``biography`` the newest one.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    given: str = ""
    family: str = ""
    biography: str = ""
    picture: str = ""

    @property
    def docname(self) -> str:
        """The document's name."""
        return f"authors/{self.id}"


@dc.dataclass(frozen=True, slots=True)
class Authors:
    """The authors of a blog by id, and the ids by every name."""

    by_id: Mapping[str, Author]
    ids: Mapping[str, str]

    def of(self, names: Iterable[str]) -> tuple[str, ...]:
        """The ids of names, in order, each once."""
        return tuple(dict.fromkeys(self.ids[clean(name)] for name in names))


def names_of(item: Item, found: Sequence[Proposal], blog: Blog) -> tuple[str, ...]:
    """Who wrote a post: those whom its byline names, else its accounts by their names."""
    byline = best(tuple(found), Finding.AUTHORS)
    if byline is not None and isinstance(byline.value, tuple):
        return tuple(dict.fromkeys(map(clean, byline.value)))
    return account_names(item, blog)


def authors(
    posts: Sequence[tuple[Item, Sequence[Proposal]]], blog: Blog, known: Mapping[str, str]
) -> Authors:
    """The authors of posts with what was settled about each.

    ``known`` gives the ids of names from an earlier import, which stay.
    """
    told = _Told()
    for item, found in sorted(posts, key=lambda post: _age(post[0])):
        told.post(names_of(item, found, blog), found)
    names = told.merged()
    ids = _ids(dict.fromkeys(names.values()), known)
    by_id = {ids[main]: told.author(ids[main], main, names, blog) for main in ids}
    every_id = {name: ids[main] for name, main in names.items()}
    return Authors(by_id, every_id)


def _age(item: Item) -> tuple[bool, str, int, str]:
    """Posts from the oldest on, those without a day first."""
    return (
        item.date is not None,
        item.date.isoformat() if item.date else "",
        item.id,
        item.title,
    )


class _Told:
    """What all posts tell of their authors; of two things the newer counts."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.biographies: dict[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.others: dict[str, str] = {}

    def post(self, names: Iterable[str], found: Iterable[Proposal]) -> None:
        """Note what a post tells."""
        self.names.update(dict.fromkeys(names))
        for proposal in found:
            value = proposal.value
            if not isinstance(value, Mapping):
                continue
            name = clean(value.get("name", ""))
            match proposal.kind:
                case Finding.BIOGRAPHY:
                    self.biographies[name] = value["text"]
                case Finding.PORTRAIT:
                    self.pictures[name] = value["picture"]
                case Finding.SAME_PERSON:
                    self.others[clean(value["other"])] = name

    def merged(self) -> dict[str, str]:
        """Every name with the one that stands for it, as far as the editor said so."""
        return {name: self._main(name) for name in self.names}

    def _main(self, name: str) -> str:
        """The name that stands for another; of names that stand for each other, the first."""
        seen = [name]
        while (main := self.others.get(seen[-1])) is not None and main not in seen:
            seen.append(main)
        return seen[-1] if main is None else min(seen[seen.index(main) :])

    def author(self, identifier: str, main: str, names: Mapping[str, str], blog: Blog) -> Author:
        """An author with all that was told under any name."""
        all_names = (main, *(name for name, its in names.items() if its == main and name != main))
        account = next((a for a in blog.accounts if account_name(a) == main), Account(""))
        parts = split_name(main)
        is_person = is_name(main) or bool(account.given and account.family)
        agrees = account.family and folded(f"{account.given} {account.family}") == folded(main)
        given, family = (account.given, account.family) if agrees else (parts.given, parts.family)
        return Author(
            id=identifier,
            name=main,
            names=all_names,
            given=given if is_person else "",
            family=family if is_person else "",
            biography=next((b for n in all_names if (b := self.biographies.get(n))), ""),
            picture=next((p for n in all_names if (p := self.pictures.get(n))), ""),
        )


def _ids(names: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """An id for each name: that of an earlier import, or one that nobody has, in any capitals."""
    ids = {name: known[name] for name in names if name in known}
    taken = {identifier.casefold() for identifier in (*known.values(), *ids.values())}
    for name in names:
        if name not in ids:
            identifier = _free(_plain_id(name), taken)
            ids[name] = identifier
            taken.add(identifier.casefold())
    return {name: ids[name] for name in names}


def _plain_id(name: str) -> str:
    """A name's words without accents; in other scripts as they are."""
    plain = sort_key(name).encode("ascii", "ignore").decode()
    return slug(plain if any(c.isalnum() for c in plain) else name)


def _free(identifier: str, taken: set[str]) -> str:
    number, free = 1, identifier
    while free.casefold() in taken:
        number += 1
        free = f"{identifier}-{number}"
    return free


def author_document(author: Author, photo: str = "") -> str:
    """An author's document. ``photo`` is the portrait's path from it, where there is one."""
    is_in_parts = author.given and author.family
    parts = {"given": author.given, "family": author.family}
    values = {
        "title": author.name,
        "name": parts if is_in_parts else {"literal": author.name},
        "bio": _card(author.biography) if author.biography else None,
        "photo": {"file": photo, "alt": author.name} if photo else None,
    }
    return front_matter("author", values)


def _card(biography: str) -> str:
    """A biography that fits a card; the whole stands in the post from which it is."""
    return biography if len(biography) <= _LONGEST_BIO else sentences(biography)[0]


def roles(found: Sequence[Proposal], known: Authors) -> dict[str, dict[str, object]]:
    """The ``roles`` of a post: what its authors were then, by id."""
    said: dict[str, dict[str, object]] = {}
    for proposal in found:
        value = proposal.value
        name = clean(value.get("name", "")) if isinstance(value, Mapping) else ""
        if name not in known.ids or not isinstance(value, Mapping):
            continue
        role = said.setdefault(known.ids[name], {})
        if proposal.kind is Finding.ROLE:
            if value.get("role"):
                role["role"] = value["role"]
            if value.get("affiliation"):
                role["affiliations"] = [{"name": value["affiliation"]}]
        elif proposal.kind is Finding.BIOGRAPHY:
            role["bio"] = value["text"]
        if name != known.by_id[known.ids[name]].name:
            role["name"] = name
    return {identifier: role for identifier, role in said.items() if role}
