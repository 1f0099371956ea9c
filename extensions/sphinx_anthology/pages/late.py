"""What can only be shown once all documents are read, or once the builder is known."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.model.body import Body
from sphinx_anthology.pages.build import (
    Page,
    items,
    link,
    moment,
    names_of,
    post_link,
    separated,
    text,
)
from sphinx_anthology.pages.nodes import backlinks, excerpt, navigation, plate, print_only, web_only
from sphinx_anthology.pages.wording import gettext, part_label
from sphinx_anthology.reading.domain import GENERATED, domain_of
from sphinx_anthology.reading.mentions import later_mentions


class ChooseMedium(SphinxPostTransform):
    """Drop what makes no sense in the builder's medium."""

    # before anything is resolved, so that nothing is resolved in vain
    default_priority = 4

    def run(self, **kwargs: object) -> None:
        """Keep the screen's parts for pages of the web, the lists of print for all others."""
        builder = self.env._app.builder  # noqa: SLF001
        is_web = builder.name in GENERATED
        dropped: list[type[nodes.Element]] = [print_only] if is_web else [web_only, navigation]
        if builder.format != "html":
            dropped.append(plate)
        for node in list(self.document.findall(lambda n: isinstance(n, tuple(dropped)))):
            if node.parent is not None:
                node.parent.remove(node)


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
            found: list[nodes.Node] = [text(words, classes=["an-sum"]) for words in shown]
            if body.more or (body.excerpt and not body.marked and place["summary"]):
                page = Page(place["docname"], place["language"])
                onward = link(page, "post", place["post"], gettext("Continue reading"))
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
            entries = []
            for entry, mention in found:
                quoted = text("“", mention.before, classes=["an-sum"])
                quoted += [nodes.strong("", mention.anchor), nodes.Text(f"{mention.after}”")]
                entries.append(
                    [
                        text(*separated(part_label(entry.place), moment(page, entry.date))),
                        text(post_link(page, entry), classes=["an-t"]),
                        text(names_of(page, entry.people), classes=["an-by"]),
                        quoted,
                    ]
                )
            if not entries:
                place.parent.remove(place)
                continue
            title = nodes.rubric("", gettext("Later posts that refer to this one"))
            place.replace_self([title, items(entries, "an-list", "an-back")])
