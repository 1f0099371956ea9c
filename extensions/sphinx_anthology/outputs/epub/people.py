"""Whom a package names, and as what."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator

from sphinx_anthology.model.names import Name
from sphinx_anthology.model.views import Person
from sphinx_anthology.model.volume import Volume

EDITOR, AUTHOR, ORIGINAL = "edt", "aut", "ant"
"""Relators of MARC: ``ant``, bibliographic antecedent, is the author of what is retold."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody with all roles in a volume."""

    person: Person
    roles: tuple[str, ...]

    @property
    def is_creator(self) -> bool:
        """Whether the volume is theirs, or only of what they wrote elsewhere."""
        return self.roles != (ORIGINAL,)


def named(volume: Volume) -> Iterator[Named]:
    """The editors, then everybody whose post the volume holds, each once."""
    editors = volume.series.entry.editors if volume.series else ()
    people = {_key(person): person for person in editors}
    roles = {key: [EDITOR] for key in people}
    for credit in volume.credits:
        key = _key(credit.person)
        people.setdefault(key, credit.person)
        roles.setdefault(key, []).append(ORIGINAL if credit.of_original else AUTHOR)
    for key, person in people.items():
        yield Named(person=person, roles=tuple(dict.fromkeys(roles[key])))


def filed_as(name: Name) -> str:
    """A name as lists are sorted by it: family name first, but for groups."""
    if name.literal or not name.given:
        return str(name)
    return ", ".join(filter(None, (name.family, name.given, name.suffix)))


def _key(person: Person) -> str:
    return person.id or f" {person}"
