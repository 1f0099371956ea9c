"""Typst code of sections, of sphinx-design components and of our own nodes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from typing import NoReturn

from docutils import nodes

from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.views import PostView
from sphinx_anthology.outputs.pdf import blocks
from sphinx_anthology.outputs.pdf.code import (
    NOTHING,
    CodeWriter,
    Handler,
    calling,
    classes_of,
    dropped,
    tuple_of,
)
from sphinx_anthology.outputs.pdf.figures import captioned_code
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.nodes import BYLINES, CONTRIBUTOR, DATED, KICKER, PEOPLE, SECTION, WHO
from sphinx_anthology.pages.wording import joined
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.typst.strings import cleaned, literal

_COMPONENTS = {
    "card": "card",
    "card-title": "card-title",
    "card-header": "card-note",
    "card-footer": "card-note",
    "tab-label": "tab-label",
    "dropdown": "dropdown",
}
"""The functions of the template for components."""


def container(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A component, code with a caption, or a part of a page."""
    component = str(node.get("design_component", ""))
    if component in _COMPONENTS:
        writer.call(_COMPONENTS[component], node)
    if component in {"grid-row", "card-carousel"}:
        cells = [writer.content(c) for c in node.children if isinstance(c, nodes.Element)]
        writer.finish(f"cards({', '.join(cells)})")
    if component:
        writer.transparent(node)
    if node.get("literal_block"):
        captioned_code(writer, node)
    blocks.frame(writer, node)


def line_break(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A line break."""
    writer.finish("linebreak()")


# our own nodes; all others are containers, paragraphs, tables by their classes


def block(writer: CodeWriter, node: ours.block) -> NoReturn:
    """A part of ours; a dated post is set beside its date."""
    parts = [child for child in node.children if isinstance(child, nodes.Element)]
    if DATED in node["classes"] and len(parts) == 3:
        writer.finish(f"dated({', '.join(writer.inline_content(part) for part in parts)})")
    container(writer, node)


def bullet_list(writer: CodeWriter, node: nodes.Element) -> NoReturn:
    """A bullet list; people are set in columns, with notes below names."""
    if {BYLINES, PEOPLE} & set(node["classes"]):
        people = [_person(writer, item) for item in node.children]
        writer.finish(f"people({classes_of(node)}, {', '.join(people)})")
    blocks.bullet_list(writer, node)


def _person(writer: CodeWriter, item: nodes.Node) -> str:
    """A person as a tuple: name, note, and further content."""
    who = next((n for n in item.findall(nodes.inline) if WHO in n["classes"]), None)
    if who is None or not isinstance(item, nodes.Element):
        return f"({writer.block([item])}, none, none)"
    parted = next((i for i, c in enumerate(who) if isinstance(c, ours.on_one_line)), len(who))
    line = who.parent
    said = writer.block(who.children[parted + 1 :]) if parted < len(who) else "none"
    rest = [c for c in (line.parent or item).children if c is not line]
    more = writer.block(rest) if rest else "none"
    return f"({writer.block(who.children[:parted])}, {said}, {more})"


_TRANSPARENT = (
    *("PassthroughTextElement", "dropdown_main", "dropdown_title", "sd_badge", "aside_main"),
    "head",
)
"""Wrappers of sphinx-design; and heads outside of documents."""
_DROPPED = (
    *("sd_icon", "fontawesome", "sd_tab_input"),
    *("web_only", "navigation", "monogram", "progress_bar", "copy_button", "visually_hidden"),
    *("cover", "downloads"),
)
"""Icons, and nodes for screens only."""
_PARTS: Mapping[str, Handler] = {
    **dict.fromkeys(_TRANSPARENT, CodeWriter.transparent),
    **dict.fromkeys(_DROPPED, dropped),
    "container": container,
    "sd_line_break": line_break,
    "block": block,
    "bullet_list": bullet_list,
    "article_box": calling("article-box"),
    "citation_text": calling("citation"),
}


_FIRST_WORDS = re.compile(r"(?:[^\W\d_]+\s){1,3}[^\W\d_]+(?=\s)")
"""The first two to four words of a text."""


def section(writer: CodeWriter, node: nodes.section) -> NoReturn:
    """A section with its heading; the first one opens the document."""
    writer.level += 1
    title = next((c for c in node.children if isinstance(c, nodes.title)), None)
    is_first = "" not in writer.anchors and writer.level == 1
    label = writer.label(node)
    if is_first:
        writer.anchors[""] = f"{writer.docname}:{node['ids'][0]}"
    if title is not None and not _shown_words(title):
        _skip_heading(writer, node, title, label)
    elif title is not None and is_first:
        _open(writer, node, title, label)
    else:
        if title is not None:
            place = f"base + {writer.level}, {writer.level}"
            shown = _title(writer, node, title)
            writer.emit(f"heading-of({place}, {label}, {classes_of(node)}, {shown})")
        _go_on(writer, [c for c in node.children if c is not title])
    writer.level -= 1
    raise nodes.SkipNode


def _skip_heading(
    writer: CodeWriter, node: nodes.Element, title: nodes.Element, label: str
) -> None:
    """A section whose heading has no words, which the standard forbids."""
    writer.tell(title, "The heading has no words; the PDF leaves it out.")
    if label != "none":
        writer.emit(f"anchor({label})")
    writer.level -= 1
    _go_on(writer, node.children[1:])
    writer.level += 1


def _go_on(writer: CodeWriter, children: list[nodes.Node]) -> None:
    """Write nodes in their order; contributors in one call, since they are set in columns."""
    for is_people, some in itertools.groupby(children, _is_contributor):
        if is_people:
            people = list(some)
            writer.begin(_together(people))
            writer.emit(f"contributors({', '.join(writer.block([person]) for person in people)})")
            continue
        for child in some:
            child.walkabout(writer)


def _is_contributor(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and CONTRIBUTOR in node["classes"]


def _together(parts: list[nodes.Node]) -> nodes.Element:
    """Nodes as one, which is written by one statement; they stay where they are."""
    holder = nodes.container()
    holder.children = parts
    return holder


def _title(writer: CodeWriter, section: nodes.Element, title: nodes.Element) -> str:
    """The text of a heading, with its number if the publication has numbers."""
    numbers = writer.builder.env.toc_secnumbers.get(writer.docname, {})
    keys = ["" if writer.level == 1 else f"#{i}" for i in section["ids"]]
    number = next((numbers[key] for key in keys if key in numbers), None)
    before = literal(f"{'.'.join(map(str, number))}. ") if number else ""
    words = [c for c in title.children if not isinstance(c, nodes.footnote_reference)]
    notes = [c for c in title.children if c not in words]
    if not _written_words(title):  # a heading must have words
        words = [nodes.Text(_shown_words(title))]
    # footnotes are apart, since lists of headings only show the words
    return f"{writer.block(words, before, writer.anchor(title))}, {writer.block(notes)}"


def _open(writer: CodeWriter, section: nodes.Element, title: nodes.Element, label: str) -> None:
    """The opening of a document: parts above its title, the title, parts below."""
    head = next((c for c in section.children if isinstance(c, ours.head)), None)
    above = [c for c in (head.children if head else ()) if _stands_above(c)]
    below = [c for c in (head.children if head else ()) if c not in above]
    view = PostPage(writer.docname).result(domain_of(writer.builder.env).catalogue)
    what = f"{literal(_kind(writer))}, {literal(writer.docname)}, {label}, {_progress(view)}"
    writer.emit(
        f"opening(base + 1, {what}, "
        f"{_running(writer, view, title)}, {writer.block(above)}, "
        f"{_title(writer, section, title)}, {writer.block(below)})"
    )
    if view is not None:
        _lead_in(section)
    rest = [c for c in section.children if c is not title and c is not head]
    back = _back_matter(rest) if view is not None else []
    _go_on(writer, rest[: len(rest) - len(back)])
    _add_back_matter(writer, back)


def _back_matter(children: list[nodes.Node]) -> list[nodes.Node]:
    """What stands after a post's text: generated sections and what follows them."""
    parts = (i for i, child in enumerate(children) if _is_generated(child))
    return children[next(parts, len(children)) :]


def _is_generated(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section) and SECTION in node["classes"]


def _add_back_matter(writer: CodeWriter, parts: list[nodes.Node]) -> None:
    """One call for all of it, since it is set in columns: label, classes, title, entries."""
    if not parts:
        return
    writer.begin(_together(parts))
    writer.level += 1
    made = [part for part in (_back_part(writer, node) for node in parts) if part]
    writer.level -= 1
    writer.emit(f"back-matter(base + 2, {', '.join(made)})" if made else "")


def _back_part(writer: CodeWriter, node: nodes.Node) -> str:
    """A section after a post's text, or another part; empty if nothing of it is printed."""
    if not isinstance(node, nodes.section):
        shown = writer.block([node])
        classes = classes_of(node) if isinstance(node, nodes.Element) else "()"
        return f"(none, {classes}, none, {shown})" if shown != NOTHING else ""
    title = next((c for c in node.children if isinstance(c, nodes.title)), None)
    label = writer.label(node)
    shown = writer.content(title) if title is not None else "none"
    entries = [e for c in node.children if c is not title for e in _back_entries(writer, c)]
    return f"({', '.join([label, classes_of(node), shown, *entries])})" if entries else ""


def _back_entries(writer: CodeWriter, node: nodes.Node) -> list[str]:
    """The items of a list, or a part as it is."""
    if not isinstance(node, nodes.bullet_list):
        return [shown for shown in [writer.block([node])] if shown != NOTHING]
    anchor = writer.anchor(node)
    first = [f"{{[]\n{anchor}\n}}"] if anchor else []
    items = [item for item in node.children if isinstance(item, nodes.list_item)]
    return [*first, *map(writer.inline_content, items)]


def _kind(writer: CodeWriter) -> str:
    """The kind of the document in the catalogue, ``front`` or ``plain``."""
    source = domain_of(writer.builder.env).catalogue.sources.get(writer.docname)
    if writer.docname == writer.config.root_doc:
        return "front"
    return (source.kind if source else "") or "plain"


def _running(writer: CodeWriter, view: PostView | None, title: nodes.Element) -> str:
    """Authors and title, for running heads."""
    people = view.people if view and not view.withdrawn else ()
    names = joined([str(person) for person in people], writer.config.language)
    first = f"{people[0]} et al." if len(people) > 1 else names
    source = domain_of(writer.builder.env).catalogue.sources.get(writer.docname)
    stated = getattr(source.record, "short_title", None) if source else None
    short = str(stated or title.astext())
    words = (names, short, first, *shorter(short))
    return tuple_of([literal(writer.shown(text, title)) for text in words])


_WEAK = frozenset(
    (  # noqa: SIM905  # words are read more easily so
        "about after auch avec beim comme dans durch eine einem einen einer eines from into over "
        "nach oder ohne pour sich sont sous than that their this über unter vers what when where "
        "which whose with without zwischen"
    ).split()
)
"""Longer words at which no title may end, besides those of up to three letters."""
_PAUSES = (": ", " – ", " — ", "? ", ". ", "; ")


def shorter(title: str) -> list[str]:
    """Ever shorter forms of a title, each ending with a word that may end it.

    >>> shorter("How to prove that nothing was lost: a report")
    ['How to prove that nothing was lost', 'How to prove that nothing', 'How to prove']
    """
    heads = (title.partition(pause) for pause in _PAUSES)
    found = [head + sign.strip(" :–—.;") for head, sign, _ in heads if sign and " " in head]
    words = min([*found, title], key=len).split()
    while len(words) > 3:
        words.pop()
        while len(words) > 2 and _is_weak(words[-1]):
            words.pop()
        found.append(" ".join(words).rstrip(",;:"))
    return found


def _is_weak(word: str) -> bool:
    bare = word.strip(",;:–—(").lower()
    return len(bare) <= 3 or bare in _WEAK


def _shown_words(title: nodes.Element) -> str:
    """The words of a heading, or the alternative texts of its images."""
    alts = (str(image.get("alt", "")) for image in title.findall(nodes.image))
    return _written_words(title) or " ".join(alts).strip()


def _written_words(title: nodes.Element) -> str:
    """The words of a heading without alternative texts."""
    words = "".join(text.astext() for text in title.findall(nodes.Text))
    return cleaned(words).replace("\u200b", "").strip()


def _stands_above(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and KICKER in node["classes"]


def _lead_in(section: nodes.Element) -> None:
    """Mark the first words of the text, which are set in small capitals."""
    texts = (c for c in section.children if isinstance(c, nodes.paragraph) and not c["classes"])
    first = next(texts, None)
    if first is None or not first.children or not isinstance(first.children[0], nodes.Text):
        return
    text = first.children[0].astext()
    words = _FIRST_WORDS.match(text)
    if words and text[0].isupper():
        rest = nodes.Text(text[words.end() :])
        first[0:1] = [nodes.inline("", words.group(), classes=["an-lead-in"]), rest]


def _progress(view: PostView | None) -> str:
    """A post's place in its series: the status of all parts, and its index."""
    if view is None or not view.shelf.standings:
        return "none"
    standings = tuple_of([literal(str(standing)) for standing in view.shelf.standings])
    return f"({standings}, {view.shelf.here})"


HANDLERS: Mapping[str, Handler] = {**_PARTS, "section": section}
