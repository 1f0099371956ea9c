"""Transforms of documents as read, and post-transforms that need the builder."""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.model.list_queries import NewestDay
from sphinx_anthology.model.source import Body, Mention
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.pages.build import (
    DOT,
    Page,
    filled,
    in_language,
    items,
    link,
    moment,
    post_link,
    section,
    separated,
    text,
    title_of,
)
from sphinx_anthology.pages.lists import byline
from sphinx_anthology.pages.nodes import (
    CITE,
    LIST,
    backlinks,
    block,
    copy_button,
    correction,
    cover,
    excerpt,
    listing,
    monogram,
    navigation,
    of_some_media,
    on_one_line,
    print_only,
    print_words,
    progress_bar,
    visually_hidden,
    web_only,
    web_words,
)
from sphinx_anthology.pages.wording import before_colon, gettext, part_label
from sphinx_anthology.reading.defaults import day_by_content
from sphinx_anthology.reading.domain import GENERATED, domain_of, later_mentions

NAME = "today"


class ReplaceToday(SphinxTransform):
    """Replace ``|today|`` by the day of the newest public post."""

    # before Sphinx's own (210); a day stated in conf.py, or in the text, has precedence
    default_priority = 205

    def apply(self, **kwargs: object) -> None:
        """Replace every reference, unless the document or ``conf.py`` defines it."""
        references = self.document.findall(nodes.substitution_reference)
        found = [reference for reference in references if reference["refname"] == NAME]
        if not found or self.config.today or NAME in self.document.substitution_defs:
            return
        newest = domain_of(self.env).ask(self.env.docname, NewestDay())
        if newest is None:
            return
        for reference in found:
            reference.replace_self(nodes.Text(day_by_content(self.config, newest)))


def language_of(env: BuildEnvironment, docname: str) -> str:
    """The language of a document, or of the publication."""
    source = domain_of(env).catalogue.sources.get(docname)
    stated = getattr(source.record, "language", None) if source else None
    return str(stated or env.config.language)


class MarkLanguage(SphinxTransform):
    """Mark a text with its language, for every builder and for quotes."""

    # after the scan of the text (320) and previews (322); the references (325) and the parts
    # around the text (330) are in the language of the publication
    default_priority = 324

    def apply(self, **kwargs: object) -> None:
        """Mark title and text; mark our parts in the text with our language."""
        env, config = self.env, self.config
        spoken = language_of(env, env.docname)
        classes = in_language(Page(env.docname, config.language), spoken)
        body = next(self.document.findall(nodes.section), None)
        if body is None or not classes:
            return
        is_name = domain_of(env).catalogue.sources[env.docname].kind == "author"
        for title in body.findall(nodes.title):
            is_ours = isinstance(title.parent, correction)
            if not is_ours and (title.parent is not body or not is_name):
                _mark_title(title, classes)
        parts = [part for part in body.children if not isinstance(part, nodes.title)]
        # footnotes are moved to the end of the text later
        for part in (*parts, *body.findall(nodes.footnote)):
            if isinstance(part, nodes.Element) and not isinstance(part, nodes.Invisible):
                part["classes"] += [name for name in classes if name not in part["classes"]]
        ours = in_language(Page(env.docname, spoken), config.language)
        for part in body.findall(nodes.Element):
            if _is_made(part):
                found = [name for name in part["classes"] if name not in classes]
                part["classes"] = [*ours, *found]


def _is_made(node: nodes.Element) -> bool:
    """Whether a part of a text is made from the catalogue or a toctree."""
    is_toctree = isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]
    is_ours = isinstance(node, nodes.title) and isinstance(node.parent, correction)
    return is_toctree or is_ours or isinstance(node, listing)


def _mark_title(title: nodes.title, classes: list[str]) -> None:
    """Mark the words inside a title: contents and lists copy only these."""
    words = nodes.inline("", "", *title.children, classes=classes)
    title.children = []
    title += words
    title["classes"] += classes


class RegisterFootnotes(SphinxTransform):
    """Register footnotes of ``{eval-rst}``, and their references, with the document.

    MyST parses the block as a document of its own, and its footnotes are not numbered afterwards;
    builders of pages fail at a reference without a target.
    """

    # before MyST sorts footnotes by their references (618) and docutils numbers them (620)
    default_priority = 610

    def apply(self, **kwargs: object) -> None:
        """Register what the parser would have; nothing without such blocks."""
        known = self._known()
        marks = [n for n in self.document.findall(nodes.footnote_reference) if id(n) not in known]
        notes = [n for n in self.document.findall(nodes.footnote) if id(n) not in known]
        if not marks and not notes:
            return
        self._free_ids([*marks, *notes])
        for mark in marks:
            self._note_mark(mark)
        for note in notes:
            self._note_note(note)
        self._pair()
        order = {id(n): i for i, n in enumerate(self.document.findall(nodes.footnote_reference))}
        self.document.autofootnote_refs.sort(key=lambda mark: order.get(id(mark), 0))

    def _known(self) -> set[int]:
        """The ids of the footnotes and references that the document knows."""
        document = self.document
        found: list[nodes.Element] = [
            *document.footnotes,
            *document.autofootnotes,
            *document.symbol_footnotes,
            *document.autofootnote_refs,
            *document.symbol_footnote_refs,
            *(mark for marks in document.footnote_refs.values() for mark in marks),
        ]
        return {id(node) for node in found}

    def _free_ids(self, strangers: list[nodes.Element]) -> None:
        """Give footnotes and references new ids if theirs are taken."""
        for node in self.document.findall(nodes.Element):
            for identifier in node["ids"]:
                self.document.ids.setdefault(identifier, node)
        for node in strangers:
            if any(self.document.ids[identifier] is not node for identifier in node["ids"]):
                node["ids"] = []
            self.document.set_id(node)

    def _note_mark(self, mark: nodes.footnote_reference) -> None:
        """Register a reference as the parser does."""
        if mark.get("auto") == 1:
            self.document.note_autofootnote_ref(mark)
        elif mark.get("auto") == "*":
            self.document.note_symbol_footnote_ref(mark)
        if "refname" in mark:
            self.document.note_footnote_ref(mark)

    def _note_note(self, note: nodes.footnote) -> None:
        """Register a footnote as the parser does."""
        if note.get("auto") == 1:
            self.document.note_autofootnote(note)
        elif note.get("auto") == "*":
            self.document.note_symbol_footnote(note)
        else:
            self.document.note_footnote(note)

    def _pair(self) -> None:
        """Name numbered footnotes without a name, so that all are ordered."""
        marks = [m for m in self.document.autofootnote_refs if "refname" not in m]
        notes = [n for n in self.document.autofootnotes if not n["names"] and not n["dupnames"]]
        # docutils reports unequal numbers
        for mark, note in zip(marks, notes, strict=False):
            name = f"note {note['ids'][0]}"
            mark["refname"] = name
            self.document.note_footnote_ref(mark)
            note["names"].append(name)
            self.document.note_explicit_target(note, note)


class FilterByMedium(SphinxPostTransform):
    """Remove nodes that make no sense in the builder's medium."""

    # before references are resolved
    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Keep screen parts on web pages, and print lists elsewhere."""
        builder = self.env._app.builder  # noqa: SLF001
        if builder.name in GENERATED:
            dropped: list[type[nodes.Element]] = [print_only, print_words, on_one_line]
        else:
            dropped = [web_only, web_words, navigation, progress_bar, copy_button, visually_hidden]
            dropped.append(cover)
        if builder.format != "html":
            dropped.append(monogram)
        kinds = tuple(dropped)
        for node in list(self.document.findall(of_some_media)):
            if isinstance(node, kinds):
                drop(node)
        if builder.name == "linkcheck":
            self._drop_citations()

    def _drop_citations(self) -> None:
        """Remove citations, which link pages that are not yet on the web."""
        for node in list(self.document.findall(nodes.section)):
            if CITE in node["classes"]:
                drop(node)


def drop(node: nodes.Node) -> None:
    """Remove a node with a dot beside it, and a paragraph that becomes empty."""
    parent = node.parent
    if parent is None:
        return
    if isinstance(node, web_words | print_words):
        _drop_dot(node)
    parent.remove(node)
    if isinstance(parent, nodes.paragraph) and not parent.children and parent.parent is not None:
        parent.parent.remove(parent)


def _drop_dot(node: nodes.Element) -> None:
    """Remove the dot that parts words from those before them, or else after them."""
    around = node.parent.children
    at = next(place for place, child in enumerate(around) if child is node)
    for place in (at - 1, at + 1):
        if 0 <= place < len(around) and str(around[place]) == DOT:
            del around[place]
            return


class ShowExcerpts(SphinxPostTransform):
    """Replace placeholders by the excerpts of posts, which lead to them on web pages."""

    # before MyST (9) and Sphinx (10) resolve references, those made here included
    default_priority = 8

    def run(self, **kwargs: object) -> None:
        """Insert the text before ``% more``, else the description, else the first paragraph."""
        bodies = domain_of(self.env).bodies
        is_web = self.env._app.builder.name in GENERATED  # noqa: SLF001  # as above
        for place in list(self.document.findall(excerpt)):
            body = bodies.get(place["post"], Body())
            shown = _excerpt(body, place["summary"])
            page = Page(place["docname"], place["language"])
            classes = ["an-sum", *in_language(page, place["words"])]
            found: list[nodes.Node] = [text(words, classes=classes) for words in shown]
            goes_on = body.more or (body.excerpt and not body.marked and place["summary"])
            if is_web and goes_on and place["leads_on"]:
                onward = link(page, "post", place["post"], gettext("Continue reading"))
                title = nodes.inline("", place["title"], classes=classes[1:])
                colon = nodes.Text(f"{before_colon('')} ")
                # inside the inline node, which alone is kept when it is resolved
                words = next(onward.findall(nodes.inline))
                words += visually_hidden("", "", colon, title, classes=["an-vh"])
                found.append(text(onward, classes=["an-more"]))
            place.replace_self(found)


def _excerpt(body: Body, summary: str) -> tuple[str, ...]:
    if body.marked:
        return body.excerpt
    return (summary,) if summary else body.excerpt


class ShowBacklinks(SphinxPostTransform):
    """List the later posts that refer to a post, with the sentence."""

    default_priority = 8  # as above

    def run(self, **kwargs: object) -> None:
        """Replace each placeholder; remove it if no post refers to this one."""
        for place in list(self.document.findall(backlinks)):
            page = Page(place["docname"], place["language"])
            found = later_mentions(domain_of(self.env), place["post"])
            if not found:
                place.parent.remove(place)
                continue
            entries = ([_backlink(page, entry, mention)] for entry, mention in found)
            listed = items(entries, LIST, "an-back")
            title = gettext("Mentioned in later posts")
            place.replace_self(section("an-later", title, listed))


def _backlink(page: Page, entry: PostEntry, mention: Mention) -> nodes.Node:
    """A post that refers to this one, with its sentence."""
    sentence = nodes.inline("", mention.before, classes=in_language(page, entry.language))
    sentence += [nodes.strong("", mention.anchor), nodes.Text(mention.after)]
    quoted = text(*filled(gettext("“{sentence}”"), sentence=sentence), classes=["an-sum"])
    return block(
        "",
        text(*separated(part_label(entry.place), moment(page, entry.date)), classes=["an-s"]),
        title_of(page, post_link(page, entry), entry.language),
        byline(page, entry),
        quoted,
        classes=["an-entry"],
    )
