"""Building blocks of pages: links, dates, people, entries, tables.

No address is made here: links are pending until a builder resolves them.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Sequence
from string import Formatter

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars
from sphinx import addnodes

from sphinx_anthology.model import names
from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.documents import photo_path
from sphinx_anthology.model.states import Reason
from sphinx_anthology.model.views import Count, Part, Person, PostEntry, SeriesProgress
from sphinx_anthology.pages.nodes import (
    PEOPLE,
    PLATE,
    SECTION,
    WHO,
    heading,
    monogram,
    on_one_line,
    page_row,
    progress_bar,
    row_label,
    time,
)
from sphinx_anthology.pages.wording import (
    date_text,
    gettext,
    joined,
    ngettext,
    part_label,
    withheld_label,
)


@dc.dataclass(frozen=True, slots=True)
class Page:
    """The page that is built: its docname and its language."""

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


def filled(form: str, **parts: str | nodes.Node | Sequence[nodes.Node]) -> list[nodes.Node]:
    """A sentence whose ``{names}`` are replaced by nodes."""
    return inlined(_pieces(form, parts))


def _pieces(
    form: str, parts: dict[str, str | nodes.Node | Sequence[nodes.Node]]
) -> Iterator[str | nodes.Node]:
    for words, name, _, _ in Formatter().parse(form):
        yield from [words] if words else []
        part = parts[name] if name else ()
        yield from [part] if isinstance(part, str | nodes.Node) else part


DOT = " · "
"""What parts pieces of one line."""


def separated(*parts: str | nodes.Node | None) -> list[nodes.Node]:
    """Inline parts separated by middle dots; empty ones are left out."""
    present = [part for part in parts if part]
    mixed: list[str | nodes.Node] = []
    for part in present:
        mixed += [DOT, part] if mixed else [part]
    return inlined(mixed)


def grouped(content: Sequence[nodes.Node]) -> nodes.inline | None:
    """Inline nodes as one; None without any."""
    return nodes.inline("", "", *content) if content else None


def listed(page: Page, parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Parts as a list in a sentence: ``A, B and C``."""
    marks = [f"\0{i}\0" for i in range(len(parts))]
    pieces = joined(marks, page.language).split("\0")
    return [
        parts[int(piece)] if place % 2 else nodes.Text(piece)
        for place, piece in enumerate(pieces)
        if piece
    ]


def link(page: Page, kind: str, target: str, content: str, title: str = "") -> nodes.Element:
    """A link to a post, author or series (docname), topic or year (key)."""
    reference = addnodes.pending_xref(
        "",
        nodes.inline("", content, classes=["xref", f"an-to-{kind}"]),
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
    """A link to a topic or year: to its document, page or list."""
    if topic.docname:
        return link(page, "topic", topic.docname, topic.label)
    return link(page, what, topic.key, topic.label)


def external(address: str, content: str, *classes: str) -> nodes.reference:
    """A link to another site."""
    return nodes.reference("", content, refuri=address, internal=False, classes=list(classes))


def section(identifier: str, title: str, *content: nodes.Node) -> nodes.section:
    """A generated section. Its id has two hyphens, which no heading's id has."""
    unique = identifier.replace("-", "--", 1)
    return nodes.section(
        "", nodes.title("", title), *content, ids=[unique], classes=[SECTION, identifier]
    )


def items(entries: Iterable[Sequence[nodes.Node]], *classes: str) -> nodes.bullet_list:
    """A bullet list."""
    found = nodes.bullet_list(bullet="-", classes=list(classes))
    found += [nodes.list_item("", *entry) for entry in entries]
    return found


def moment(page: Page, date: PartialDate | None) -> time:
    """A date as text, and in ISO 8601 if it is a day."""
    exact = date.earliest.isoformat() if date and date.is_day else ""
    return time("", date_text(date, page.language), datetime=exact)


def tooltip(page: Page, entry: PostEntry) -> str:
    """The authors and part of a post, as the title of a link."""
    names = joined([str(person) for person in entry.people], page.language)
    return ". ".join(filter(None, (names, part_label(entry.place))))


def post_link(page: Page, entry: PostEntry, content: str = "") -> nodes.Node:
    """A link to a post; its text is the title, unless given."""
    to = link(page, "post", entry.docname, content or entry.title, tooltip(page, entry))
    return marked_withheld(to, entry.kept_back)


def part_link(page: Page, part: Part) -> nodes.Node:
    """A link to a part of a series, by its title."""
    to = link(page, "post", part.docname, part.title)
    return marked_withheld(to, part.kept_back)


def marked_withheld(words: nodes.Node, reason: Reason | None) -> nodes.Node:
    """Words with the label of a document that only a preview shows, if there is a reason."""
    if reason is None:
        return words
    label = span(withheld_label(reason), "an-withheld")
    return nodes.inline("", "", words, nodes.Text(" "), label)


def title_of(page: Page, title: nodes.Node, language: str = "") -> heading:
    """The heading of an entry in a list, marked with its language."""
    return heading("", "", title, classes=["an-t", *in_language(page, language)])


def in_language(page: Page, language: str) -> list[str]:
    """The class that gives docutils a language; none for the page's own."""
    is_own = not language or _tag(language) == _tag(page.language)
    if is_own:
        return []
    _know_quotes(language)
    return [f"language-{language}"]


def _know_quotes(language: str) -> None:
    """Let docutils keep the quotes of a language that it does not know."""
    tags = normalize_language_tag(language)
    if not any(tag in smartchars.quotes for tag in tags):
        smartchars.quotes[tags[0]] = "\"\"''"


def _tag(language: str) -> str:
    """A language tag for comparison: Sphinx writes ``pt_BR``, the web ``pt-BR``."""
    return language.replace("_", "-").casefold()


def with_language(page: Page, words: nodes.Node, language: str) -> nodes.Node:
    """Words marked with their language, unless it is the page's own."""
    classes = in_language(page, language)
    return nodes.inline("", "", words, classes=classes) if classes else words


def labelled(identifier: str, name: str | nodes.Node, *content: nodes.Node) -> page_row:
    """A labelled row of a page, which is in no table of contents."""
    named = row_label("", "", *inlined([name]), classes=["an-label"])
    return page_row("", named, *content, classes=[identifier])


def counted(singular: str, plural: str, count: int) -> nodes.inline:
    """A number and its noun; visually, only the number is shown."""
    number = str(count)
    before, _, after = ngettext(singular, plural, count).partition(number)
    found = nodes.inline(classes=["an-s"])
    for content, classes in ((before, ["an-vh"]), (number, []), (after, ["an-vh"])):
        found += nodes.inline("", content, classes=classes) if content else []
    return found


def progress_of(shelf: SeriesProgress, *classes: str) -> list[nodes.Node]:
    """The progress bar of a series, if its parts are known."""
    if not shelf.standings:
        return []
    return [progress_bar(shelf=shelf, classes=["an-spines", *classes])]


_SHORT = 28
"""Names of at most this many letters are kept on one line."""


def monogram_of(person: Person, *classes: str) -> monogram:
    """The initials shown in place of a portrait."""
    first, second = names.initials(person.name)
    hue = f"an-hue-{names.hue(person.id or str(person))}"
    # the space is inside, so that it goes with the monogram
    letters = [nodes.Text(first), nodes.emphasis("", second), nodes.Text(" ")]
    return monogram("", "", *letters, classes=[PLATE, hue, *classes])


def portrait(person: Person, *classes: str) -> list[nodes.Node]:
    """A photo or a monogram, followed by a space."""
    if person.photo is None or not person.docname:
        return [monogram_of(person, *classes)]
    path = photo_path(person.docname, person.photo)
    image = nodes.image(uri=f"/{path}", alt=person.photo.alt, classes=[PLATE, *classes])
    return [image, nodes.Text(" ")]


def photo_credit(person: Person) -> list[nodes.Node]:
    """The photographer and the licence of a portrait."""
    if person.photo is None or not person.photo.credit:
        return []
    credit = ", ".join(filter(None, (person.photo.credit, person.photo.rights)))
    return [text(gettext("Photo: {credit}").format(credit=credit), classes=["an-s"])]


def name(page: Page, person: Person) -> nodes.Node:
    """A name, linked if the person has a page."""
    if person.docname:
        return link(page, "author", person.docname, str(person))
    if person.url:
        return external(person.url, str(person))
    return nodes.Text(str(person))


def name_list(page: Page, people: Sequence[Person], *, linked: bool = True) -> list[nodes.Node]:
    """Names as a list in a sentence; short ones are kept on one line."""
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
    """Monogram, name and note of a person; the note defaults to role and affiliations."""
    who = nodes.inline("", "", name(page, person), classes=[WHO])
    said = note or affiliation(person)
    if said:
        who += on_one_line("", ", ")
        who += said if isinstance(said, nodes.Node) else span(said, "an-s")
    return text(*(plates or [monogram_of(person)]), who, classes=["an-person"])


def people_list(page: Page, people: Iterable[tuple[Person, str]], *classes: str) -> nodes.Node:
    """People, each with a note."""
    return items(([person_line(page, p, note)] for p, note in people), PEOPLE, *classes)
