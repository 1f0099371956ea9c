"""Where we differ from citeproc-js and the official styles, and why."""

from __future__ import annotations

from typing import NamedTuple

from sphinx_anthology.model.citing import Style


class Difference(NamedTuple):
    """A piece of our citation, what stands in its place in citeproc's, and the reason."""

    ours: str
    theirs: str
    reason: str


_A, _H, _C, _V = Style

_GROUP = (
    "The manual has the comma before the last of two names as well; citeproc drops it where the "
    "second name is not turned round, as none of a group is."
)
_INTERVAL = (
    "The ends of an interval are the earliest and the latest day that it may have been; with "
    "months the citation would say that publishing took so long."
)
_ELLIPSIS = "An ellipsis at the end of a title is stop enough, as are the marks of a question."
_NO_JOURNAL = "Volume, issue and pages say nothing where the journal is not known."

REASONS: dict[tuple[Style, str], Difference] = {
    (_A, "a group after a person"): Difference("Ferlie, E., &", "Ferlie, E. &", _GROUP),
    (_C, "a group after a person"): Difference("Ewan, and", "Ewan and", _GROUP),
    (_A, "an interval"): Difference("2015).", "2015, November–March).", _INTERVAL),
    (_H, "an interval"): Difference("Notes*.", "Notes*, November–March.", _INTERVAL),
    (_C, "an interval"): Difference("(blog).", "(blog). November 2014–March 2015.", _INTERVAL),
    (_A, "an ellipsis"): Difference("…", "….", _ELLIPSIS),
    (_C, "an ellipsis"): Difference("…", "….", _ELLIPSIS),
    (_A, "an article without a volume"): Difference(
        "(2)", "*2*", "The number of an issue is in parentheses, lest it seem a volume."
    ),
    (_A, "an article without a journal"): Difference("*. h", "*. *49*(2), 267–286. h", _NO_JOURNAL),
    (_H, "an article without a journal"): Difference("’.", "’, 49(2), pp. 267–286.", _NO_JOURNAL),
    (_C, "an article without a journal"): Difference(".” h", "” 49 (2): 267–86. h", _NO_JOURNAL),
    (_V, "an article without a journal"): Difference("2021.", "2021;49(2):267–86.", _NO_JOURNAL),
    (_H, "an article with a journal alone"): Difference(
        "Politics*.", "Politics* [Preprint].", "Nothing tells us that it is a preprint."
    ),
    (_V, "an article with a journal alone"): Difference(
        "2021.", "2021;", "A semicolon before nothing: a slip of the style."
    ),
    (_C, "a particle"): Difference(
        "van Gestel, Nicolette",
        "Gestel, Nicolette van",
        "A family name is never taken apart: how it is filed is for its bearer to say (8.5).",
    ),
    (_C, "a year"): Difference(
        "(blog).", "(blog). 2014.", "The year is said already; only a day adds to it."
    ),
    (_C, "a blog that says so"): Difference(
        "Blog*.", "Blog* (blog).", "Not needed where the word is part of the title (14.208)."
    ),
    (_C, "pages from 1496 to 1500"): Difference(
        "1496–500", "1496–1500", "So since the 16th edition (9.61); CSL’s rule is that of the 15th."
    ),
}
