"""The bricks that all pages are built of: links, dates, people, entries, tables.

Functions from views to nodes. No address is made here: links are pending until a builder
resolves them.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Sequence

from docutils import nodes
from sphinx import addnodes

from sphinx_anthology.model import names
from sphinx_anthology.model.author import photo_path
from sphinx_anthology.model.citation import Citation, cite_article
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.views import ArticleBox, Count, Person, PostEntry
from sphinx_anthology.pages.nodes import plate, time
from sphinx_anthology.pages.wording import (
    date_text,
    day_text,
    gettext,
    joined,
    part_label,
)


@dc.dataclass(frozen=True, slots=True)
class Page:
    """The page that is being built: its docname, and the language that it speaks."""

    docname: str
    language: str


def text(*content: str | nodes.Node, classes: Sequence[str] = ()) -> nodes.paragraph:
    """A paragraph."""
    paragraph = nodes.paragraph(classes=list(classes))
    paragraph += inlined(content)
    return paragraph


def inlined(content: Iterable[str | nodes.Node]) -> list[nodes.Node]:
    """Texts and inline nodes as nodes."""
    return [nodes.Text(c) if isinstance(c, str) else c for c in content]


def span(content: str, *classes: str) -> nodes.inline:
    """A piece of text with classes."""
    return nodes.inline("", content, classes=list(classes))


def separated(*parts: str | nodes.Node | None) -> list[nodes.Node]:
    """Inline parts with a middle dot between them; empty ones are left out."""
    present = [part for part in parts if part]
    mixed: list[str | nodes.Node] = []
    for part in present:
        mixed += [" · ", part] if mixed else [part]
    return inlined(mixed)


def link(page: Page, kind: str, target: str, content: str, title: str = "") -> nodes.Node:
    """A link to a post, author or series (by docname), or to a topic or year (by key)."""
    reference = addnodes.pending_xref(
        "",
        nodes.inline("", content, classes=["xref", f"an-{kind}"]),
        refdomain="anthology",
        reftype=kind,
        reftarget=target,
        refdoc=page.docname,
        refexplicit=True,
        refwarn=False,
    )
    if title:
        reference["reftitle"] = title
    return reference


def topic_link(page: Page, what: str, topic: Count) -> nodes.Node:
    """A link to a topic or a year: to its own document, else to its page or list."""
    if topic.docname:
        return link(page, "topic", topic.docname, topic.label)
    return link(page, what, topic.key, topic.label)


def external(address: str, content: str, *classes: str) -> nodes.reference:
    """A link out of the publication."""
    return nodes.reference("", content, refuri=address, internal=False, classes=list(classes))


def section(identifier: str, title: str, *content: nodes.Node) -> nodes.section:
    """A section of ours. Its id has two hyphens, as no heading's id has, so they never meet."""
    unique = identifier.replace("-", "--", 1)
    return nodes.section(
        "", nodes.title("", title), *content, ids=[unique], classes=["an-section", identifier]
    )


def items(entries: Iterable[Sequence[nodes.Node]], *classes: str) -> nodes.bullet_list:
    """A list."""
    found = nodes.bullet_list(bullet="-", classes=list(classes))
    found += [nodes.list_item("", *entry) for entry in entries]
    return found


def moment(page: Page, date: PartialDate | None) -> time:
    """A date, for people and machines."""
    exact = date.earliest.isoformat() if date and date.is_day else ""
    return time("", date_text(date, page.language), datetime=exact)


def monogram(person: Person) -> plate:
    """The letters that stand in for a portrait."""
    first, second = names.initials(person.name)
    classes = ["an-plate", f"an-hue-{names.hue(person.id or str(person))}"]
    # the space belongs to it, so that nothing is left where the plate is left out
    return plate(
        "", "", nodes.Text(first), nodes.emphasis("", second), nodes.Text(" "), classes=classes
    )


def portrait(person: Person) -> list[nodes.Node]:
    """A photo, or the monogram; with a space after it."""
    if person.photo is None or not person.docname:
        return [monogram(person)]
    path = photo_path(person.docname, person.photo)
    image = nodes.image(uri=f"/{path}", alt=person.photo.alt, classes=["an-plate"])
    return [image, nodes.Text(" ")]


def name(page: Page, person: Person) -> nodes.Node:
    """A name, linked where there is a page."""
    if person.docname:
        return link(page, "author", person.docname, str(person))
    if person.url:
        return external(person.url, str(person))
    return nodes.Text(str(person))


def name_list(page: Page, people: Sequence[Person]) -> list[nodes.Node]:
    """Names as a sentence lists them, each linked: ``A, B and C``."""
    marks = [f"\0{i}\0" for i in range(len(people))]
    pieces = joined(marks, page.language).split("\0")
    return [
        name(page, people[int(piece)]) if place % 2 else nodes.Text(piece)
        for place, piece in enumerate(pieces)
        if piece
    ]


def affiliation(person: Person) -> str:
    """Role and affiliations on one line."""
    return ", ".join(filter(None, (person.role, *map(str, person.affiliations))))


def person_line(page: Page, person: Person, note: str = "") -> nodes.paragraph:
    """Plate, name and what is said of somebody."""
    line = text(monogram(person), name(page, person), classes=["an-person"])
    if said := note or affiliation(person):
        line += [nodes.Text(", "), span(said, "an-s")]
    return line


def people_list(page: Page, people: Iterable[tuple[Person, str]], *classes: str) -> nodes.Node:
    """People, each with a note."""
    return items(([person_line(page, p, note)] for p, note in people), "an-people", *classes)


def names_of(page: Page, people: Sequence[Person]) -> str:
    """Names without links."""
    return joined([str(person) for person in people], page.language)


def tooltip(page: Page, entry: PostEntry) -> str:
    """A post's authors and part, for a link's title."""
    where = part_label(entry.place)
    return ". ".join(filter(None, (names_of(page, entry.people), where)))


def post_link(page: Page, entry: PostEntry, content: str = "") -> nodes.Node:
    """A link to a post, by its title unless another text is given."""
    return link(page, "post", entry.docname, content or entry.title, tooltip(page, entry))


def citation(made: Citation) -> list[nodes.Node]:
    """A citation with its italics; its address is a link."""
    found: list[nodes.Node] = []
    for run in made:
        stripped = run.text.lstrip()
        if stripped.startswith(("https://", "http://")):
            found += [nodes.Text(run.text[: -len(stripped)]), external(stripped, stripped)]
        elif run.emphasised:
            found.append(nodes.emphasis("", run.text))
        else:
            found.append(nodes.Text(run.text))
    return found


def article_lines(page: Page, box: ArticleBox) -> list[nodes.Node]:
    """An article: citation and how long it is free; or that its record is to be completed."""
    article = box.article
    if article is None or not article.is_complete:
        who = joined([str(n) for n in article.authors], page.language) if article else ""
        source = ", ".join(filter(None, (article.journal, _issue(box)))) if article else ""
        known = text(". ".join(filter(None, (who, source))), classes=["an-by"])
        missing = text(gettext("Article record to be completed"), classes=["an-s"])
        return [known, missing] if known.astext() else [missing]
    lines: list[nodes.Node] = [text(*citation(cite_article(article)), classes=["an-t"])]
    if box.access and box.free_until:
        form = {
            "free": gettext("Free to read until {day}"),
            "ended": gettext("Free access ended on {day}"),
        }[box.access]
        free = form.format(day=day_text(box.free_until, page.language))
        lines.append(text(free, classes=["an-free", f"is-{box.access}"]))
    return lines


def _issue(box: ArticleBox) -> str:
    """Volume, number and pages of an article."""
    article = box.article
    if article is None:
        return ""
    number = f"({article.number})" if article.number else ""
    return ", ".join(filter(None, (f"{article.volume}{number}", article.pages, article.year)))
