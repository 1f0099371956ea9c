"""Author documents: who gets one, its content, and names of one person."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from anthology_import.findings.people import account_name, account_names, is_name
from anthology_import.findings.text import clean, sentences
from anthology_import.folder import unique_ids
from anthology_import.records import Account, Blog, Confidence, Finding, Item, Proposal, best
from sphinx_anthology.model.front_matter_text import front_matter
from sphinx_anthology.model.names import Name, slug, sort_key, split_name

_ADDRESS = re.compile(r"https?://\S+")
_NO_LETTER = re.compile(r"[\W_]+")


def folded(name: str) -> str:
    """A name without accents, capitals, hyphens and full stops, for comparison."""
    return " ".join(_NO_LETTER.sub(" ", sort_key(name)).split())


def same_person(names: Sequence[str]) -> Iterator[Proposal]:
    """Pairs of names that may belong to one person, the fuller first.

    The page of the fuller name is kept. Names are only merged if an editor says so.
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
    """A sort key: longer names first, then those with accents."""
    return (-len(folded(name)), -sum(ord(c) > 127 for c in name))


def _likeness(one: str, other: str) -> Confidence | None:
    """How likely two names belong to one person; None if nothing suggests it."""
    if folded(one) == folded(other):
        return Confidence.LIKELY
    first, second = split_name(one), split_name(other)
    if folded(first.family) != folded(second.family) or not (first.given and second.given):
        return None
    return Confidence.DOUBTFUL if _can_be_one(first, second) else None


def _can_be_one(one: Name, other: Name) -> bool:
    """Whether given names agree, initials included, as far as both have them."""
    pairs = list(zip(folded(one.given).split(), folded(other.given).split(), strict=False))
    return bool(pairs) and all(a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in pairs)


_LONGEST_BIO = 300
"""The longest biography for a card; of longer ones it shows one sentence."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An author with a document; ``names`` are all spellings of the name.

    ``picture`` is the address of a portrait in the old blog, ``biography`` is the newest one.
    """

    id: str
    name: str
    names: tuple[str, ...] = ()
    given: str = ""
    family: str = ""
    biography: str = ""
    picture: str = ""
    address: str = ""
    """Of the author's own page."""

    @property
    def docname(self) -> str:
        """The name of the document."""
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
    """The authors of a post: those in its byline, else its accounts."""
    byline = best(tuple(found), Finding.AUTHORS)
    if byline is not None and isinstance(byline.value, tuple):
        return tuple(dict.fromkeys(map(clean, byline.value)))
    return account_names(item, blog)


def authors(
    posts: Sequence[tuple[Item, Sequence[Proposal]]], blog: Blog, known: Mapping[str, str]
) -> Authors:
    """The authors of posts, with their details.

    ``known`` gives the ids of an earlier import by name; they stay.
    """
    told = _AuthorDetails()
    for item, found in sorted(posts, key=lambda post: _age(post[0])):
        told.post(names_of(item, found, blog), found)
    names = told.merged()
    ids = unique_ids({name: _plain_id(name) for name in names.values()}, known)
    by_id = {ids[main]: told.author(ids[main], main, names, blog) for main in ids}
    every_id = {name: ids[main] for name, main in names.items()}
    return Authors(by_id, every_id)


def _age(item: Item) -> tuple[bool, str, int, str]:
    """A sort key: undated posts first, then by date."""
    return (
        item.date is not None,
        item.date.isoformat() if item.date else "",
        item.id,
        item.title,
    )


class _AuthorDetails:
    """Collects what posts say about their authors; newer posts count more."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.biographies: dict[str, str] = {}
        self.pictures: dict[str, str] = {}
        self.others: dict[str, str] = {}

    def post(self, names: Iterable[str], found: Iterable[Proposal]) -> None:
        """Collect what a post says."""
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
        """Every name with the main name that an editor chose for it."""
        return {name: self._main(name) for name in self.names}

    def _main(self, name: str) -> str:
        """The main name of a name; the first one in a circle."""
        seen = [name]
        while (main := self.others.get(seen[-1])) is not None and main not in seen:
            seen.append(main)
        return seen[-1] if main is None else min(seen[seen.index(main) :])

    def author(self, identifier: str, main: str, names: Mapping[str, str], blog: Blog) -> Author:
        """An author with the details found under any name."""
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
            address=account.address,
        )


def _plain_id(name: str) -> str:
    """A name as an id, without accents if it is in Latin script."""
    plain = sort_key(name).encode("ascii", "ignore").decode()
    return slug(plain if any(c.isalnum() for c in plain) else name)


def author_document(author: Author, photo: str = "") -> str:
    """The document of an author.

    ``photo`` is the path of the portrait, relative to the document; empty if there is none.
    """
    is_in_parts = author.given and author.family
    parts = {"given": author.given, "family": author.family}
    values = {
        "title": author.name,
        "name": parts if is_in_parts else {"literal": author.name},
        "bio": _card(author.biography) if author.biography else None,
        "photo": {"file": photo, "alt": author.name} if photo else None,
        "links": {"web": author.address} if _ADDRESS.fullmatch(author.address) else None,
    }
    return front_matter("author", values)


def _card(biography: str) -> str:
    """A biography short enough for a card."""
    return biography if len(biography) <= _LONGEST_BIO else sentences(biography)[0]


def roles(found: Sequence[Proposal], known: Authors) -> dict[str, dict[str, object]]:
    """The ``roles`` of a post: what authors were then, by id."""
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
