"""How our nodes are written as HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes

from sphinx_anthology.pages.nodes import article_box, navigation, plate, time

Handler = Callable[[Any, Any], None]


def visit_time(self: Any, node: nodes.Element) -> None:
    """A date; for machines only where the day is known."""
    attributes = {"datetime": node["datetime"]} if node["datetime"] else {}
    self.body.append(self.starttag(node, "time" if attributes else "span", "", **attributes))


def depart_time(self: Any, node: nodes.Element) -> None:
    """Close what was opened."""
    self.body.append("</time>" if node["datetime"] else "</span>")


def visit_plate(self: Any, node: nodes.Element) -> None:
    """A monogram says nothing that the name beside it does not."""
    self.body.append(self.starttag(node, "span", "", **{"aria-hidden": "true"}))


def depart_plate(self: Any, node: nodes.Element) -> None:
    """Close the monogram."""
    self.body.append("</span>")


def visit_article_box(self: Any, node: nodes.Element) -> None:
    """The article stands beside the post's own text."""
    self.body.append(self.starttag(node, "aside", CLASS="an-article"))


def depart_article_box(self: Any, node: nodes.Element) -> None:
    """Close the box."""
    self.body.append("</aside>\n")


def visit_navigation(self: Any, node: nodes.Element) -> None:
    """A landmark with a name."""
    self.body.append(self.starttag(node, "nav", **{"aria-label": node["label"]}))


def depart_navigation(self: Any, node: nodes.Element) -> None:
    """Close the landmark."""
    self.body.append("</nav>\n")


VISITORS: dict[type[nodes.Element], tuple[Handler, Handler]] = {
    time: (visit_time, depart_time),
    plate: (visit_plate, depart_plate),
    article_box: (visit_article_box, depart_article_box),
    navigation: (visit_navigation, depart_navigation),
}
"""Every node that HTML writes otherwise than its stock base."""
