"""An extension of an extension: who paid for posts, in every place where that can stand.

It adds a field (``post: funding:``), an output (``funding.txt``, a tag in heads, a link at feet),
a page of volumes, a node for pages, EPUBs and PDFs, and a directive that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

from sphinx_anthology import api


class Grant(api.Record):
    """Who paid, and under which number."""

    funder: api.Text
    number: api.Text | None = None
    url: api.Address | None = None


class Funding(api.Output):
    """The funders of all posts."""

    name = "funding"

    def files(self, site: api.SiteContext) -> Iterator[tuple[str, str]]:
        """Make a list of all posts that were paid for."""
        lines = (f"{d}: {funders(d, site.catalogue)}\n" for d in paid(site.catalogue))
        yield "records/funding.txt", "".join(lines)

    def head(self, page: api.Page) -> Iterator[Markup]:
        """Make a tag for each funder."""
        for grant in grants(page.name, page.catalogue):
            yield Markup('<meta name="citation_funding_source" content="{}">').format(grant.funder)

    def links(self, page: api.Page) -> Iterator[api.Link]:
        """Make a link to the list."""
        yield api.Link(label="Who paid", path="records/funding.txt")


def grants(docname: str, catalogue: api.Catalogue) -> tuple[Grant, ...]:
    """The grants of a public post."""
    if docname not in catalogue.public_posts:
        return ()
    found: tuple[Grant, ...] = catalogue.posts[docname].added.get("funding", ())
    return found


def paid(catalogue: api.Catalogue) -> Iterator[str]:
    """The posts that were paid for."""
    return (docname for docname in catalogue.public_posts if grants(docname, catalogue))


def funders(docname: str, catalogue: api.Catalogue) -> str:
    """The funders of a post, in a line."""
    return "; ".join(grant.funder for grant in grants(docname, catalogue))


class funder(nodes.General, nodes.Element):  # noqa: N801
    """A funder: ``name``; inside stands what is said of them."""


def visit_page(self: HTML5Translator, node: funder) -> None:
    """Begin a box on a page, and in an EPUB."""
    self.body.append(f'<div class="funder"><p>{self.encode(node["name"])}</p>')


def depart_page(self: HTML5Translator, node: funder) -> None:
    """End it."""
    self.body.append("</div>")


def visit_print(self: api.TypstWriter, node: funder) -> None:
    """Set the name as a rubric, and what is said beside it."""
    self.emit(f"rubric({api.typst_string(node['name'])})")
    self.call("aside", node)


class ShowFunders(SphinxDirective):
    """``{funders} docname``: the funders of a post, this one or another."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Ask for them, and say who they are."""
        docname = self.arguments[0] if self.arguments else self.env.docname
        found = api.field_of(self.env, docname, "funding") or ()
        return [funder("", _about(grant), name=grant.funder) for grant in found]


def _about(grant: Grant) -> nodes.paragraph:
    return nodes.paragraph("", f"Grant {grant.number or 'without a number'}")


def thanks(volume: api.Volume, catalogue: api.Catalogue) -> nodes.section | None:
    """A page of thanks, where anything of the volume was paid for."""
    lines = [funders(docname, catalogue) for docname in volume.posts]
    names = sorted({name for line in lines if line for name in line.split("; ")})
    if not names:
        return None
    body = [nodes.paragraph("", f"With thanks to {name}.") for name in names]
    return nodes.section("", nodes.title("", "Thanks"), *body)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    app.setup_extension("sphinx_anthology")
    api.add_field(app, "post", "funding", api.Many[Grant], "Who paid for the post")
    api.add_output(app, Funding())
    api.add_front_page(app, "thanks", thanks)
    app.add_node(funder, html=(visit_page, depart_page), typst=(visit_print, None))
    app.add_directive("funders", ShowFunders)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
