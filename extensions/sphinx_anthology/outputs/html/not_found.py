"""The page that servers show where there is none: ``404.html``.

It is shown at any address, so whatever it links is named from the site's root: the path of
``html_baseurl``, or ``/`` where none is configured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx

from sphinx_anthology.outputs.html.look import has_our_look
from sphinx_anthology.pages.wording import gettext

NAME = "404"
_STATIC = re.compile(r'(href|src)="(?:\.\./)*_static/')


def collect_not_found(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the page to the builder, where it has our look."""
    if has_our_look(app):
        context = {"title": gettext("Page not found"), "parents": [], "toc": ""}
        yield NAME, context, "404.html"


def name_from_the_root(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Let the page name files and documents from the site's root, and no address of its own."""
    if pagename != NAME or doctree is not None:
        return
    root = f"{urlsplit(app.config.html_baseurl or '').path.rstrip('/')}/"

    def pathto(other: str, resource: bool = False, baseuri: str = "") -> str:
        return root + (other if resource else app.builder.get_target_uri(other))

    context["pathto"] = pathto
    for tag in ("css_tag", "js_tag"):
        context[tag] = _with_root(context[tag], root)
    context["content_root"] = root
    context["pageurl"] = None


def _with_root(tag: Callable[[object], str], root: str) -> Callable[[object], str]:
    """A maker of tags that names static files from the site's root."""
    return lambda asset: _STATIC.sub(rf'\1="{root}_static/', tag(asset))
