"""What can only be shown once all documents are read, or once the builder is known."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.model.source import Body, Mention
from sphinx_anthology.model.views import PostEntry
from sphinx_anthology.pages.build import (
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
    backlinks,
    block,
    copy_button,
    excerpt,
    monogram,
    navigation,
    of_some_media,
    on_one_line,
    print_only,
    progress_bar,
    visually_hidden,
    web_only,
)
from sphinx_anthology.pages.parts import CITE, LIST
from sphinx_anthology.pages.wording import before_colon, gettext, part_label
from sphinx_anthology.reading.domain import GENERATED, domain_of, later_mentions


class FilterByMedium(SphinxPostTransform):
    """Drop what makes no sense in the builder's medium."""

    # before anything is resolved, so that nothing is resolved in vain
    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Keep the screen's parts for pages of the web, the lists of print for all others."""
        builder = self.env._app.builder  # noqa: SLF001
        if builder.name in GENERATED:
            dropped: list[type[nodes.Element]] = [print_only, on_one_line]
        else:
            dropped = [web_only, navigation, progress_bar, copy_button, visually_hidden]
        if builder.format != "html":
            dropped.append(monogram)
        kinds = tuple(dropped)
        for node in list(self.document.findall(of_some_media)):
            if isinstance(node, kinds):
                _drop(node)
        if builder.name == "linkcheck":
            self._drop_citations()

    def _drop_citations(self) -> None:
        """Leave out how to cite: it links pages that are not on the web before they are checked."""
        for node in list(self.document.findall(nodes.section)):
            if CITE in node["classes"]:
                _drop(node)


def _drop(node: nodes.Node) -> None:
    """Take a node out, and the paragraph around it that it leaves empty."""
    parent = node.parent
    if parent is None:
        return
    parent.remove(node)
    if isinstance(parent, nodes.paragraph) and not parent.children and parent.parent is not None:
        parent.parent.remove(parent)


class ShowExcerpts(SphinxPostTransform):
    """Put the excerpt of a post where a list wants it."""

    # before MyST (9) and Sphinx (10) resolve references: the links made here are pending too
    default_priority = 8

    def run(self, **kwargs: object) -> None:
        """Replace each placeholder: text before ``% more``, else standfirst, else first words."""
        bodies = domain_of(self.env).bodies
        for place in list(self.document.findall(excerpt)):
            body = bodies.get(place["post"], Body())
            shown = _excerpt(body, place["summary"])
            page = Page(place["docname"], place["language"])
            classes = ["an-sum", *in_language(page, place["words"])]
            found: list[nodes.Node] = [text(words, classes=classes) for words in shown]
            if body.more or (body.excerpt and not body.marked and place["summary"]):
                onward = link(page, "post", place["post"], gettext("Continue reading"))
                title = nodes.inline("", place["title"], classes=classes[1:])
                colon = nodes.Text(f"{before_colon('')} ")
                # inside its words, which alone are left when it is resolved
                words = next(onward.findall(nodes.inline))
                words += visually_hidden("", "", colon, title, classes=["an-vh"])
                found.append(text(onward, classes=["an-more"]))
            place.replace_self(found)


def _excerpt(body: Body, summary: str) -> tuple[str, ...]:
    if body.marked:
        return body.excerpt
    return (summary,) if summary else body.excerpt


class ShowBacklinks(SphinxPostTransform):
    """List the later posts that refer to a post, with the sentence that does."""

    default_priority = 8  # as above

    def run(self, **kwargs: object) -> None:
        """Replace each placeholder; where nothing refers to the post, nothing is left."""
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
    """A post that refers to this one, with its words."""
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
