"""Our docutils nodes, and the classes by which builders know parts.

Each node subclasses a stock node, so that every writer can show it. The classes named here are
shared by those who make a part and those who look for it; all others are for style sheets alone.
"""

from __future__ import annotations

from typing import Final

from docutils import nodes

ABOUT_AUTHORS: Final = "an-authors"
"""The section about the authors of a post."""
BYLINES: Final = "an-bylines"
"""The list of the authors of a post, with role and affiliation."""
CITE: Final = "an-cite"
"""How to cite a post, in all styles."""
CONTRIBUTOR: Final = "an-contributor"
"""The entry of a person among the contributors of a volume."""
DATED: Final = "an-dated"
"""An entry of a dated list: date, card, place in a series."""
KICKER: Final = "an-kicker"
"""The line above a title."""
LIST: Final = "an-list"
"""A list of posts or articles."""
META: Final = "an-meta"
"""The line with date and reading time, below a title."""
NUMBER: Final = "an-number"
"""The cell with the number of a part, in the table of a series."""
PAGE: Final = "an-page"
"""Words that a page number replaces in print."""
PEOPLE: Final = "an-people"
"""A list of people."""
PENDING: Final = "an-pending"
"""A line that says what is to follow, or holds for a while: not for print."""
PLATE: Final = "an-plate"
"""A portrait or a monogram."""
PORTRAIT: Final = "an-portrait"
"""The paragraph of a portrait."""
REFERENCES: Final = "an-references"
"""The section or the list of references."""
RELATION: Final = "an-relation"
"""The line naming the authors of an original that a page summarises."""
SECTION: Final = "an-section"
"""A generated section."""
SMALL_PRINT: Final = "an-small-print"
"""The last line of a post: licence, disclaimer, and where to report an error."""
START: Final = "an-start"
"""The section that leads to the first part of a series."""
TO_AUTHOR: Final = "an-to-author"
TO_POST: Final = "an-to-post"
TO_SERIES: Final = "an-to-series"
"""Links to documents, by their kind."""
ORDER: Final = "an-order"
SIFT: Final = "an-sift"
WAYS: Final = "an-ways"
"""The ways that lead on, where a page ends or has nothing to read."""
WHO: Final = "an-who"
"""The name of a person in a line about them."""


class block(nodes.container):  # noqa: N801  # nodes are lower case, as in docutils
    """A part of a page, named by its first class."""


class head(nodes.container):  # noqa: N801
    """The head of a page; on web pages it contains the title."""


class page_title(nodes.paragraph):  # noqa: N801
    """The title of a document on web pages: in the head."""


class page_row(nodes.container):  # noqa: N801
    """A row of a page, no section; a label may come first."""


class row_label(nodes.paragraph):  # noqa: N801
    """The label of a row."""


class heading(nodes.paragraph):  # noqa: N801
    """The heading of an entry in a list, in no table of contents."""


class listing(nodes.container):  # noqa: N801
    """A list made from the catalogue, not words of the author."""


class of_some_media(nodes.Element):  # noqa: N801
    """A node that only some builders show."""


class web_only(of_some_media, nodes.container):  # noqa: N801
    """A node only for web pages."""


class print_only(of_some_media, nodes.container):  # noqa: N801
    """A node that replaces pages which only the web has."""


class web_words(of_some_media, nodes.inline):  # noqa: N801
    """Words only for web pages; elsewhere a dot beside them goes as well."""


class print_words(of_some_media, nodes.inline):  # noqa: N801
    """Words in place of those that only web pages have; the same goes for dots."""


class on_one_line(of_some_media, nodes.inline):  # noqa: N801
    """A separator of two things that web pages show below each other."""


class visually_hidden(of_some_media, nodes.inline):  # noqa: N801
    """Words only for screen readers, or for links out of context."""


class monogram(of_some_media, nodes.inline):  # noqa: N801
    """The initials shown in place of a portrait; decoration."""


class progress_bar(of_some_media, nodes.inline):  # noqa: N801
    """The parts of a series as bars, for ``shelf``; decoration."""


class cross_reference(nodes.inline):  # noqa: N801
    """A reference with a preview: ``preview`` holds triples of class, text and language."""


class cover(of_some_media, nodes.container):  # noqa: N801
    """The cover of the volume ``name``, as a small picture; decoration."""


class copy_button(of_some_media, nodes.inline):  # noqa: N801
    """A button that copies the citation before it; ``label`` and ``done`` are its words."""


class time(nodes.inline):  # noqa: N801
    """A date; ``datetime`` is the day in ISO 8601, or empty."""


class struck(nodes.inline):  # noqa: N801
    """Words that are struck out."""


class task_box(nodes.inline):  # noqa: N801
    """The box of a task, ticked or not; ``label`` says it in words."""


class article_box(nodes.container):  # noqa: N801
    """The article that a post presents; ``label`` names it."""


class navigation(of_some_media, nodes.container):  # noqa: N801
    """Links to other documents; ``label`` names them."""


class correction(nodes.admonition):  # noqa: N801
    """A note that says what was corrected in a text, and when."""


class citation_text(nodes.paragraph):  # noqa: N801
    """A citation of a work."""


class other_styles(nodes.container):  # noqa: N801
    """Citations in other styles, which a reader can open.

    ``citations`` holds pairs of a style's name and the citation; as nodes they would cost more than
    the rest of the page. ``label``, and ``copy`` and ``done`` of buttons, are words.
    """


class reference_list(nodes.bullet_list):  # noqa: N801
    """The works that a text cites."""


class reference_entry(nodes.list_item):  # noqa: N801
    """An entry of a list of references."""


class ledger(nodes.table):  # noqa: N801
    """The table of the parts of a series."""


class backlinks(nodes.container):  # noqa: N801
    """The placeholder of the list of later posts that refer to ``post``."""


class excerpt(nodes.container):  # noqa: N801
    """The placeholder of the excerpt of ``post``."""


class downloads(nodes.container):  # noqa: N801
    """The placeholder of the files of ``series`` (empty: of the publication).

    ``heading`` is the heading of their section; without one, the lack of files is mentioned.
    ``booklets`` are the series whose files are listed, too: id, docname, title and language.
    ``records`` is the docname beside whose page the records of the posts are, or empty.
    """


class record_files(nodes.paragraph):  # noqa: N801
    """The placeholder of links to the records of ``document``, after ``label``.

    With ``article``, the number of an article that the post presents, they are the article's.
    """


class text_end(nodes.comment):  # noqa: N801
    """The end of a text, where its footnotes are moved to."""


ALL: tuple[type[nodes.Element], ...] = tuple(
    found
    for found in list(vars().values())
    if isinstance(found, type) and found.__module__ == __name__ and found is not of_some_media
)
"""All nodes; docutils' visitors must know their names."""
