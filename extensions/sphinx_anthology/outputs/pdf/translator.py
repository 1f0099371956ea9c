"""Documents as Typst: sections, what the catalogue adds, tabs and cards, and the translator."""

from __future__ import annotations

import re

from docutils import nodes

from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.views import PostView
from sphinx_anthology.outputs.pdf.code import tuple_of
from sphinx_anthology.outputs.pdf.figures import Signatures
from sphinx_anthology.pages import nodes as ours
from sphinx_anthology.pages.wording import joined
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.typst.strings import cleaned, literal

_PARTS = {
    "card": "card",
    "card-title": "card-title",
    "card-header": "card-note",
    "card-footer": "card-note",
    "tab-label": "tab-label",
    "dropdown": "dropdown",
}
"""The functions of the look that set the components."""


class Design(Signatures):
    """Visitors of sphinx-design's components."""

    def visit_container(self, node: nodes.Element) -> None:
        """A component, or a part of a page."""
        component = str(node.get("design_component", ""))
        if component in _PARTS:
            self.call(_PARTS[component], node)
        if component in {"grid-row", "card-carousel"}:
            cells = [self.content(c) for c in node.children if isinstance(c, nodes.Element)]
            self.emit(f"cards({', '.join(cells)})")
            raise nodes.SkipNode
        if component:
            self.transparent(node)
        super().visit_container(node)

    def visit_PassthroughTextElement(self, node: nodes.Element) -> None:
        """What lets links stand where blocks do."""
        self.transparent(node)

    visit_dropdown_title = visit_sd_badge = visit_aside_main = visit_PassthroughTextElement
    visit_dropdown_main = visit_PassthroughTextElement

    def visit_sd_icon(self, node: nodes.Element) -> None:
        """An icon, which says nothing that the words beside it do not."""
        raise nodes.SkipNode

    visit_fontawesome = visit_sd_tab_input = visit_sd_icon

    def visit_sd_line_break(self, node: nodes.Element) -> None:
        """The end of a line."""
        self.emit("linebreak()")
        raise nodes.SkipNode


_FIRST_WORDS = re.compile(r"(?:[^\W\d_]+\s){1,3}[^\W\d_]+(?=\s)")
"""Two to four words of letters only, with which a text begins."""
_OVERLINE = "an-kicker"
"""The class of the line that stands above a title."""


class Parts(Design):
    """Visitors of documents, sections and our own nodes."""

    def visit_document(self, node: nodes.document) -> None:
        """Everything; a document without a title begins where its text does."""
        if node.next_node(nodes.section) is None:
            self.anchors.setdefault("", f"{self.docname}:")
            self.emit(f"anchor({literal(f'{self.docname}:')})")

    def depart_document(self, node: nodes.document) -> None:
        """The notes that nothing refers to."""
        for note in self.notes_left():
            self.begin(note)
            self.stand(note)

    def visit_section(self, node: nodes.Element) -> None:
        """A section with its heading; the first of a document opens it."""
        self.level += 1
        title = next((c for c in node.children if isinstance(c, nodes.title)), None)
        is_first = "" not in self.anchors and self.level == 1
        label = self.label(node)
        if is_first:
            self.anchors[""] = f"{self.docname}:{node['ids'][0]}"
        if title is not None and not _shown_words(title):
            self._skip_heading(node, title, label)
        elif title is not None and is_first:
            self._open(node, title, label)
        else:
            if title is not None:
                place = f"base + {self.level}, {self.level}"
                shown = self._title(node, title)
                self.emit(f"heading-of({place}, {label}, {self.classes(node)}, {shown})")
            self._go_on([c for c in node.children if c is not title])
        self.level -= 1
        raise nodes.SkipNode

    def _skip_heading(self, node: nodes.Element, title: nodes.Element, label: str) -> None:
        """A section whose heading has no words: the standard allows none, so it has no heading."""
        self.tell(title, "The heading has no words; the PDF leaves it out.")
        if label != "none":
            self.emit(f"anchor({label})")
        self.level -= 1
        self._go_on(node.children[1:])
        self.level += 1

    def _go_on(self, children: list[nodes.Node]) -> None:
        for child in children:
            child.walkabout(self)

    def _title(self, section: nodes.Element, title: nodes.Element) -> str:
        """The words of a heading, with its number where the publication has numbers."""
        numbers = self.builder.env.toc_secnumbers.get(self.docname, {})
        keys = ["" if self.level == 1 else f"#{i}" for i in section["ids"]]
        number = next((numbers[key] for key in keys if key in numbers), None)
        before = literal(f"{'.'.join(map(str, number))}. ") if number else ""
        words = [c for c in title.children if not isinstance(c, nodes.footnote_reference)]
        notes = [c for c in title.children if c not in words]
        if not _written_words(title):  # only what is drawn: a heading has to have words
            words = [nodes.Text(_shown_words(title))]
        # notes stand beside the words: these alone are shown in lists of headings
        return f"{self.block(words, before, self.anchor(title))}, {self.block(notes)}"

    def _open(self, section: nodes.Element, title: nodes.Element, label: str) -> None:
        """The beginning of a document: what stands above its title, this, and what below."""
        head = next((c for c in section.children if isinstance(c, ours.head)), None)
        above = [c for c in (head.children if head else ()) if _stands_above(c)]
        below = [c for c in (head.children if head else ()) if c not in above]
        view = PostPage(self.docname).result(domain_of(self.builder.env).catalogue)
        what = f"{literal(self._kind())}, {literal(self.docname)}, {label}, {_spines(view)}"
        self.emit(
            f"opening(base + 1, {what}, "
            f"{self._running(view, title)}, {self.block(above)}, "
            f"{self._title(section, title)}, {self.block(below)})"
        )
        if view is not None:
            _lead_in(section)
        self._go_on([c for c in section.children if c is not title and c is not head])

    def _kind(self) -> str:
        """What the document is: its kind in the catalogue, ``front`` or ``plain``."""
        source = domain_of(self.builder.env).catalogue.sources.get(self.docname)
        if self.docname == self.config.root_doc:
            return "front"
        return (source.kind if source else "") or "plain"

    def _running(self, view: PostView | None, title: nodes.Element) -> str:
        """Authors and title, for the heads of the pages."""
        people = view.people if view and not view.withdrawn else ()
        names = joined([str(person) for person in people], self.config.language)
        return tuple_of([literal(self.shown(t, title)) for t in (names, title.astext())])

    # our own nodes; all others are containers, paragraphs, tables by their classes

    def visit_head(self, node: ours.head) -> None:
        """A head where no document begins."""
        self.transparent(node)

    def visit_block(self, node: ours.block) -> None:
        """A part of ours; a post in a list is set beside its date."""
        parts = [child for child in node.children if isinstance(child, nodes.Element)]
        if "an-dated" in node["classes"] and len(parts) == 3:
            self.emit(f"dated({', '.join(self.inline_content(part) for part in parts)})")
            raise nodes.SkipNode
        self.visit_container(node)

    def visit_article_box(self, node: ours.article_box) -> None:
        """The article that a post presents."""
        self.call("article-box", node)

    def visit_citation_text(self, node: ours.citation_text) -> None:
        """How something is cited."""
        self.call("citation", node)

    def visit_web_only(self, node: nodes.Element) -> None:
        """Dropped already, as all that only a screen can show."""
        raise nodes.SkipNode

    visit_navigation = visit_monogram = visit_progress_bar = visit_copy_button = visit_web_only
    visit_visually_hidden = visit_downloads = visit_web_only

    def visit_bullet_list(self, node: nodes.Element) -> None:
        """A list; one of people is set in columns, what is said of each below the name."""
        if {"an-bylines", "an-people"} & set(node["classes"]):
            people = [self._person(item) for item in node.children]
            self.emit(f"people({self.classes(node)}, {', '.join(people)})")
            raise nodes.SkipNode
        super().visit_bullet_list(node)

    def _person(self, item: nodes.Node) -> str:
        """Name and what is said of somebody, and all else that the item holds."""
        who = next((n for n in item.findall(nodes.inline) if "an-who" in n["classes"]), None)
        if who is None or not isinstance(item, nodes.Element):
            return f"({self.block([item])}, none, none)"
        parted = next((i for i, c in enumerate(who) if isinstance(c, ours.on_one_line)), len(who))
        line = who.parent
        said = self.block(who.children[parted + 1 :]) if parted < len(who) else "none"
        rest = [c for c in (line.parent or item).children if c is not line]
        more = self.block(rest) if rest else "none"
        return f"({self.block(who.children[:parted])}, {said}, {more})"


def _shown_words(title: nodes.Element) -> str:
    """The words of a heading: where it has but pictures, those that stand for these."""
    alts = (str(image.get("alt", "")) for image in title.findall(nodes.image))
    return _written_words(title) or " ".join(alts).strip()


def _written_words(title: nodes.Element) -> str:
    """The same, of what is written: an image is its words for docutils, and not on paper."""
    words = "".join(text.astext() for text in title.findall(nodes.Text))
    return cleaned(words).replace("\u200b", "").strip()


def _stands_above(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Element) and _OVERLINE in node["classes"]


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


def _spines(view: PostView | None) -> str:
    """A post's place in its series: how every part stands, and which is here."""
    if view is None or not view.shelf.standings:
        return "none"
    standings = tuple_of([literal(str(standing)) for standing in view.shelf.standings])
    return f"({standings}, {view.shelf.here})"


class TypstTranslator(Parts):
    """All visitors; what each sort of node becomes stands in the modules that it is made of.

    Extensions add their own with ``app.add_node(node, typst=(visit, depart))``: these put code
    into ``self.body`` and find what helps in ``CodeWriter``.
    """

    def astext(self) -> str:
        """The code of the document."""
        return "".join(self.body)
