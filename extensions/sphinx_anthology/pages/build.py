"""The bricks that all pages are built of: links, dates, people, entries, tables.

Functions from views to nodes. No address is made here: links are pending until a builder
resolves them.
"""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Sequence
from string import Formatter

from docutils import nodes
from docutils.utils import normalize_language_tag
from docutils.utils.smartquotes import smartchars
from sphinx import addnodes

from sphinx_anthology.model.dates import PartialDate
from sphinx_anthology.model.views import Count, PostEntry, SeriesProgress
from sphinx_anthology.pages.nodes import heading, page_row, progress_bar, row_label, time
from sphinx_anthology.pages.parts import SECTION
from sphinx_anthology.pages.wording import date_text, joined, ngettext, part_label


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


def filled(form: str, **parts: str | nodes.Node | Sequence[nodes.Node]) -> list[nodes.Node]:
    """A sentence with nodes in the place of its ``{names}``."""
    return inlined(_pieces(form, parts))


def _pieces(
    form: str, parts: dict[str, str | nodes.Node | Sequence[nodes.Node]]
) -> Iterator[str | nodes.Node]:
    for words, name, _, _ in Formatter().parse(form):
        yield from [words] if words else []
        part = parts[name] if name else ()
        yield from [part] if isinstance(part, str | nodes.Node) else part


def separated(*parts: str | nodes.Node | None) -> list[nodes.Node]:
    """Inline parts with a middle dot between them; empty ones are left out."""
    present = [part for part in parts if part]
    mixed: list[str | nodes.Node] = []
    for part in present:
        mixed += [" · ", part] if mixed else [part]
    return inlined(mixed)


def listed(page: Page, parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Parts as a sentence lists them: ``A, B and C``."""
    marks = [f"\0{i}\0" for i in range(len(parts))]
    pieces = joined(marks, page.language).split("\0")
    return [
        parts[int(piece)] if place % 2 else nodes.Text(piece)
        for place, piece in enumerate(pieces)
        if piece
    ]


def link(page: Page, kind: str, target: str, content: str, title: str = "") -> nodes.Element:
    """A link to a post, author or series (by docname), or to a topic or year (by key)."""
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
        "", nodes.title("", title), *content, ids=[unique], classes=[SECTION, identifier]
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


def tooltip(page: Page, entry: PostEntry) -> str:
    """A post's authors and part, for a link's title."""
    names = joined([str(person) for person in entry.people], page.language)
    return ". ".join(filter(None, (names, part_label(entry.place))))


def post_link(page: Page, entry: PostEntry, content: str = "") -> nodes.Node:
    """A link to a post, by its title unless another text is given."""
    return link(page, "post", entry.docname, content or entry.title, tooltip(page, entry))


def title_of(page: Page, title: nodes.Node, language: str = "") -> heading:
    """The heading of an entry in a list, in the language of its words."""
    return heading("", "", title, classes=["an-t", *in_language(page, language)])


def in_language(page: Page, language: str) -> list[str]:
    """The class by which docutils gives a part its language; none for the page's own."""
    is_own = not language or _tag(language) == _tag(page.language)
    if is_own:
        return []
    _know_quotes(language)
    return [f"language-{language}"]


def _know_quotes(language: str) -> None:
    """Let docutils leave the quotes of a language whose form it does not know, without a word."""
    tags = normalize_language_tag(language)
    if not any(tag in smartchars.quotes for tag in tags):
        smartchars.quotes[tags[0]] = "\"\"''"


def _tag(language: str) -> str:
    """A language as tags are compared: Sphinx writes ``pt_BR``, and the web ``pt-BR``."""
    return language.replace("_", "-").casefold()


def spoken(page: Page, words: nodes.Node, language: str) -> nodes.Node:
    """Words in the language that they are in; as they are where it is the page's own."""
    classes = in_language(page, language)
    return nodes.inline("", "", words, classes=classes) if classes else words


def labelled(identifier: str, name: str | nodes.Node, *content: nodes.Node) -> page_row:
    """A labelled part of a page, which is in no table of contents."""
    named = row_label("", "", *inlined([name]), classes=["an-label"])
    return page_row("", named, *content, classes=[identifier])


def counted(singular: str, plural: str, count: int) -> nodes.inline:
    """A number and what is counted; where the number stands out, the words are only heard."""
    number = str(count)
    before, _, after = ngettext(singular, plural, count).partition(number)
    found = nodes.inline(classes=["an-s"])
    for content, classes in ((before, ["an-vh"]), (number, []), (after, ["an-vh"])):
        found += nodes.inline("", content, classes=classes) if content else []
    return found


def shelf_of(shelf: SeriesProgress, *classes: str) -> list[nodes.Node]:
    """A series drawn as a row of spines, where its parts can be told apart."""
    if not shelf.standings:
        return []
    return [progress_bar(shelf=shelf, classes=["an-spines", *classes])]
