"""Each person once: which items of a list are one person, and which may be."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sphinx_anthology.model import names
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.known_authors import KnownAuthors
from sphinx_anthology.model.people import Contributor
from sphinx_anthology.model.problem import Code, quoted

Note = Callable[[Code, str, Path], None]
"""Notes a problem of the value at a path."""


def once(
    found: Iterable[tuple[Path, Contributor]], known: KnownAuthors, note: Note
) -> tuple[Contributor, ...]:
    """People without those who are in a list already."""
    kept: list[Contributor] = []
    places: dict[str, list[int]] = {}
    likely: dict[tuple[str, str], list[Contributor]] = {}
    for where, given in found:
        alike = places.setdefault(_key(given), [])
        place = next((i for i in alike if _is_same(kept[i], given)), None)
        if place is None:
            others = likely.setdefault(known.parts(given).likeness, [])
            if message := _alike(given, others, known):
                note(Code.SAME_PERSON, message, where)
            others.append(given)
            alike.append(len(kept))
            kept.append(given)
            continue
        kept[place] = _merged(kept[place], given)
        shown = given.id or str(given.name)
        message = f"{quoted(shown)} is in this list twice and counts once; delete one of them."
        note(Code.SAME_PERSON, message, where)
    return tuple(kept)


def _alike(given: Contributor, others: Iterable[Contributor], known: KnownAuthors) -> str:
    """What is said of two people in a list whose names differ in what is left out."""
    name = known.parts(given)
    for other in others:
        have_documents = other.id in known.ids and given.id in known.ids
        if have_documents or not _may_be_same(other, given):
            continue
        if names.are_alike(name, known.parts(other)):
            return (
                f"{quoted(known.parts(other))} and {quoted(name)} in this list may be one "
                "person. If so, delete one of them; if not, give affiliations or ORCID iDs."
            )
    return ""


def _key(given: Contributor) -> str:
    """What items of one person have in common: the id, or the name however it is spelt."""
    return given.id or f" {given.name.parts.key if given.name else ''}"


def _is_same(one: Contributor, other: Contributor) -> bool:
    """Whether two items of one key are one person: guests, unless something says otherwise."""
    return bool(one.id) or _may_be_same(one, other)


def _may_be_same(one: Contributor, other: Contributor) -> bool:
    """Whether nothing says that two people are two."""
    pairs = (
        (one.orcid, other.orcid),
        (one.url, other.url),
        (one.affiliations, other.affiliations),
    )
    return all(a == b for a, b in pairs if a and b)


def _merged(one: Contributor, other: Contributor) -> Contributor:
    """A person with what either of two items states."""
    stated = {n: v for n in ("role", "affiliations", "url", "orcid") if (v := getattr(other, n))}
    return one.model_copy(update={n: v for n, v in stated.items() if not getattr(one, n)})
