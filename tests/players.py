"""An extension whose nodes only pages can show: a frame, a film, and HTML as it is written."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata


class player(nodes.General, nodes.Element):  # noqa: N801  # as nodes are
    """A frame, as extensions for videos have it."""


class film(nodes.image):  # noqa: N801
    """A film that takes itself for an image, as others have it."""


class labelled(nodes.General, nodes.Element):  # noqa: N801
    """A box whose label is no node, as badly made extensions have it."""


def visit_labelled(self: Any, node: nodes.Element) -> None:
    """Write the label."""
    self.body.append(f"<div><b>{node['label']}</b><script>run()</script>")


def depart_labelled(self: Any, node: nodes.Element) -> None:
    """Write what stands below."""
    self.body.append("<p>Below the box</p></div>")


def visit_player(self: Any, node: nodes.Element) -> None:
    """Write a frame in a box."""
    self.body.append(self.starttag(node, "div", CLASS="wrapper"))
    self.body.append(self.starttag(node, "iframe", src=node["address"], title="The tide film"))
    self.body.append("</iframe><p>Filmed in June</p></div>")
    raise nodes.SkipNode


def visit_film(self: Any, node: nodes.Element) -> None:
    """Write a video."""
    self.body.append(f'<video controls><source src="{node["address"]}"></video>')
    raise nodes.SkipNode


class Player(SphinxDirective):
    """Makes a frame."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Take the address."""
        node = player(address=self.arguments[0])
        self.set_source_info(node)
        return [node]


class Film(SphinxDirective):
    """Makes a film."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Take the address."""
        return [film(address=self.arguments[0], uri="film.mp4", candidates={}, alt="A film")]


class Labelled(SphinxDirective):
    """Makes a box with a label."""

    required_arguments = 1
    has_content = True
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Take label and content."""
        node = labelled("", *self.parse_content_to_nodes(), label=self.arguments[0])
        return [node]


class Embedded(SphinxDirective):
    """Makes HTML."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Take what is written."""
        return [nodes.raw("", "\n".join(self.content), format="html")]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register them for pages alone."""
    app.add_node(player, html=(visit_player, None))
    app.add_node(film, html=(visit_film, None))
    app.add_node(labelled, html=(visit_labelled, depart_labelled))
    app.add_directive("labelled", Labelled)
    app.add_directive("player", Player)
    app.add_directive("film", Film)
    app.add_directive("embedded", Embedded)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
