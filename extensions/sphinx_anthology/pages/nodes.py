"""Our nodes. Each subclasses a stock node, so that every writer can show it."""

from __future__ import annotations

from docutils import nodes


class block(nodes.container):  # noqa: N801  # nodes are lower case, as in docutils
    """A part of a page, named by its first class."""


class listing(nodes.container):  # noqa: N801
    """Something made from the catalogue: not an author's words."""


class web_only(nodes.container):  # noqa: N801
    """What only makes sense on a screen."""


class print_only(nodes.container):  # noqa: N801
    """What stands in for pages that only the web has."""


class plate(nodes.inline):  # noqa: N801
    """A monogram in the place of a portrait; decoration."""


class time(nodes.inline):  # noqa: N801
    """A date; ``datetime`` holds it for machines, and is empty where it is no full day."""


class article_box(nodes.container):  # noqa: N801
    """The article that a post presents."""


class navigation(nodes.container):  # noqa: N801
    """Ways on to other documents; ``label`` names it."""


class citation_text(nodes.paragraph):  # noqa: N801
    """How to cite something."""


class ledger(nodes.table):  # noqa: N801
    """A series' table of parts."""


class backlinks(nodes.container):  # noqa: N801
    """Where later posts that refer to ``post`` are listed once all documents are read."""


class excerpt(nodes.container):  # noqa: N801
    """Where the excerpt of ``post`` stands once all documents are read."""


class downloads(nodes.container):  # noqa: N801
    """Files that readers can download; ``files`` are their paths below ``downloads/``."""


class text_end(nodes.comment):  # noqa: N801
    """Where a text ends: its footnotes come here, before anything of ours."""


ALL = (
    text_end,
    block,
    listing,
    web_only,
    print_only,
    plate,
    time,
    article_box,
    navigation,
    citation_text,
    ledger,
    backlinks,
    excerpt,
    downloads,
)
"""All of them; docutils' visitors must know their names."""
