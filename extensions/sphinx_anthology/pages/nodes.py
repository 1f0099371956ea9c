"""Docutils nodes of our own, and the classes by which builders know parts of a page.

Each node subclasses a stock node, so that every writer can show it. The classes named here are
shared by those who make a part and those who look for it; all others are for style sheets alone.
"""

from __future__ import annotations

from typing import Final

from docutils import nodes

BYLINES: Final = "an-bylines"
"""The list of a post's authors, each with role and affiliation."""
CITE: Final = "an-cite"
"""How to cite a post, in all styles."""
DATED: Final = "an-dated"
"""An entry of a list: date, card, and where it stands."""
KICKER: Final = "an-kicker"
"""The line above a title."""
LIST: Final = "an-list"
"""A list of posts or articles."""
META: Final = "an-meta"
"""Date, length and the like, below a title."""
NUMBER: Final = "an-number"
"""The cell of a ledger with a part's number."""
PAGE: Final = "an-page"
"""Words that are replaced by the number of a page."""
PEOPLE: Final = "an-people"
"""A list of people."""
PLATE: Final = "an-plate"
"""A portrait, or the monogram in its place."""
PORTRAIT: Final = "an-portrait"
"""The paragraph of a portrait."""
REFERENCES: Final = "an-references"
"""The section or the list of references."""
RELATION: Final = "an-relation"
"""The line that says who wrote what a page retells."""
SECTION: Final = "an-section"
"""A section that no author wrote."""
TO_AUTHOR: Final = "an-to-author"
TO_POST: Final = "an-to-post"
TO_SERIES: Final = "an-to-series"
"""Links to documents, by their kind."""
WHO: Final = "an-who"
"""Somebody's name in a line about them."""


class block(nodes.container):  # noqa: N801  # nodes are lower case, as in docutils
    """A part of a page, named by its first class."""


class head(nodes.container):  # noqa: N801
    """What stands before a text. A page for the web takes the title into it."""


class page_title(nodes.paragraph):  # noqa: N801
    """A document's title where a page for the web puts it: in the head."""


class page_row(nodes.container):  # noqa: N801
    """A part of a page that is no section and may have a label, as its first child."""


class row_label(nodes.paragraph):  # noqa: N801
    """The label of a row."""


class heading(nodes.paragraph):  # noqa: N801
    """The heading of an entry in a list; in no table of contents."""


class listing(nodes.container):  # noqa: N801
    """Something made from the catalogue: not an author's words."""


class of_some_media(nodes.Element):  # noqa: N801
    """What some builders show and others leave out."""


class web_only(of_some_media, nodes.container):  # noqa: N801
    """What only makes sense on a screen."""


class print_only(of_some_media, nodes.container):  # noqa: N801
    """What stands in for pages that only the web has."""


class on_one_line(of_some_media, nodes.inline):  # noqa: N801
    """What parts two things that pages for the web put below each other."""


class visually_hidden(of_some_media, nodes.inline):  # noqa: N801
    """What only those need who hear a page, or meet a link alone."""


class monogram(of_some_media, nodes.inline):  # noqa: N801
    """A monogram in the place of a portrait; decoration."""


class progress_bar(of_some_media, nodes.inline):  # noqa: N801
    """A series drawn as uprights, for ``shelf``; decoration, for the words stand beside it."""


class cross_reference(nodes.inline):  # noqa: N801
    """A reference with a look at what it points to: ``preview`` holds pairs of class and text."""


class copy_button(of_some_media, nodes.inline):  # noqa: N801
    """A button that copies the citation before it; ``label`` and ``done`` are its words."""


class time(nodes.inline):  # noqa: N801
    """A date; ``datetime`` holds it for machines, and is empty where it is no full day."""


class struck(nodes.inline):  # noqa: N801
    """Words that are struck out."""


class task_box(nodes.inline):  # noqa: N801
    """The box of a task, ticked or not, as a sign; ``label`` says which in words."""


class article_box(nodes.container):  # noqa: N801
    """The article that a post presents; ``label`` names it."""


class navigation(of_some_media, nodes.container):  # noqa: N801
    """Ways on to other documents; ``label`` names it."""


class citation_text(nodes.paragraph):  # noqa: N801
    """How to cite something."""


class other_styles(nodes.container):  # noqa: N801
    """Citations in other styles, which a reader can open.

    ``citations`` holds the name of each style and what it makes; as nodes they would cost more
    than all else on the page. ``label``, and ``copy`` and ``done`` of buttons, are words.
    """


class reference_list(nodes.bullet_list):  # noqa: N801
    """The works that a text cites."""


class reference_entry(nodes.list_item):  # noqa: N801
    """One of them."""


class ledger(nodes.table):  # noqa: N801
    """A series' table of parts."""


class backlinks(nodes.container):  # noqa: N801
    """Where later posts that refer to ``post`` are listed once all documents are read."""


class excerpt(nodes.container):  # noqa: N801
    """Where the excerpt of ``post`` stands once all documents are read."""


class downloads(nodes.container):  # noqa: N801
    """Where the files of ``series`` (empty: of the publication) are listed, if it has any.

    ``heading`` is that of the section that they stand in; without one, it is told where none are.
    ``records`` is the document beside whose page the records of the posts lie, or nothing.
    """


class record_files(nodes.paragraph):  # noqa: N801
    """Where the records beside the page of ``document`` are linked, after ``label``."""


class text_end(nodes.comment):  # noqa: N801
    """Where a text ends: its footnotes come here, before anything of ours."""


ALL = (
    text_end,
    block,
    head,
    page_title,
    page_row,
    row_label,
    heading,
    listing,
    web_only,
    print_only,
    on_one_line,
    visually_hidden,
    monogram,
    progress_bar,
    cross_reference,
    copy_button,
    time,
    struck,
    task_box,
    article_box,
    navigation,
    citation_text,
    other_styles,
    reference_list,
    reference_entry,
    ledger,
    backlinks,
    excerpt,
    downloads,
    record_files,
)
"""All of them; docutils' visitors must know their names."""
