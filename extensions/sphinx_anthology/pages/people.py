"""People as pages name them: names, portraits and monograms, lines and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

from sphinx_anthology.model import names
from sphinx_anthology.model.documents import photo_path
from sphinx_anthology.model.views import Person
from sphinx_anthology.pages.build import Page, external, items, link, listed, span, text
from sphinx_anthology.pages.nodes import monogram, on_one_line
from sphinx_anthology.pages.parts import PEOPLE, PLATE, WHO
from sphinx_anthology.pages.wording import gettext

_SHORT = 28
"""How many letters a name may have that is kept on one line, on the narrowest screens too."""


def monogram_of(person: Person, *classes: str) -> monogram:
    """The letters that stand in for a portrait."""
    first, second = names.initials(person.name)
    hue = f"an-hue-{names.hue(person.id or str(person))}"
    # the space belongs to it, so that nothing is left where the plate is left out
    letters = [nodes.Text(first), nodes.emphasis("", second), nodes.Text(" ")]
    return monogram("", "", *letters, classes=[PLATE, hue, *classes])


def portrait(person: Person, *classes: str) -> list[nodes.Node]:
    """A photo, or the monogram; with a space after it."""
    if person.photo is None or not person.docname:
        return [monogram_of(person, *classes)]
    path = photo_path(person.docname, person.photo)
    image = nodes.image(uri=f"/{path}", alt=person.photo.alt, classes=[PLATE, *classes])
    return [image, nodes.Text(" ")]


def photo_credit(person: Person) -> list[nodes.Node]:
    """Who took the portrait, and under what terms it is shown."""
    if person.photo is None or not person.photo.credit:
        return []
    credit = ", ".join(filter(None, (person.photo.credit, person.photo.rights)))
    return [text(gettext("Photo: {credit}").format(credit=credit), classes=["an-s"])]


def name(page: Page, person: Person) -> nodes.Node:
    """A name, linked where there is a page."""
    if person.docname:
        return link(page, "author", person.docname, str(person))
    if person.url:
        return external(person.url, str(person))
    return nodes.Text(str(person))


def name_list(page: Page, people: Sequence[Person], *, linked: bool = True) -> list[nodes.Node]:
    """Names as a sentence lists them: ``A, B and C``; short ones are kept on one line."""
    return listed(page, [_unbroken(page, person, linked=linked) for person in people])


def _unbroken(page: Page, person: Person, *, linked: bool) -> nodes.Node:
    named = name(page, person) if linked else nodes.Text(str(person))
    kept = len(str(person)) <= _SHORT
    return nodes.inline("", "", named, classes=["an-nb"]) if kept else named


def affiliation(person: Person) -> str:
    """Role and affiliations on one line."""
    return ", ".join(filter(None, (person.role, *map(str, person.affiliations))))


def person_line(
    page: Page, person: Person, note: str | nodes.Node = "", plates: Sequence[nodes.Node] = ()
) -> nodes.paragraph:
    """Plate, name and what is said of somebody: ``note``, else role and affiliations."""
    who = nodes.inline("", "", name(page, person), classes=[WHO])
    said = note or affiliation(person)
    if said:
        who += on_one_line("", ", ")
        who += said if isinstance(said, nodes.Node) else span(said, "an-s")
    return text(*(plates or [monogram_of(person)]), who, classes=["an-person"])


def people_list(page: Page, people: Iterable[tuple[Person, str]], *classes: str) -> nodes.Node:
    """People, each with a note."""
    return items(([person_line(page, p, note)] for p, note in people), PEOPLE, *classes)
