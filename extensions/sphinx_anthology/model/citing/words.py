"""What a citation says that is not of the work itself."""

from __future__ import annotations

import dataclasses as dc
from typing import NamedTuple


class Marks(NamedTuple):
    """Quotation marks around something, and those of a quotation within it."""

    left: str
    right: str
    inner_left: str
    inner_right: str


_DOUBLE = Marks("“", "”", "‘", "’")
_SINGLE = Marks("‘", "’", "“", "”")


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of citations in one language; here in English, each style's own."""

    locale: str = "en"
    """In which language days and months are named."""
    no_date: str = "n.d."
    no_date_in_full: str = "no date"
    editor: str = "Ed."
    editors: str = "Eds."
    last: str = ", & "
    """What stands before the last of several names, with an ampersand."""
    last_in_full: str = ", and "
    and_: str = " and "
    """The same without a comma."""
    others: str = "et al."
    available_at: str = "Available at:"
    available_from: str = "Available from:"
    internet: str = "Internet"
    blog: str = "blog"
    page: str = "p. {pages}"
    pages: str = "pp. {pages}"
    number: str = "no. {number}"
    double: Marks = _DOUBLE
    single: Marks = _SINGLE

    @property
    def inside(self) -> bool:
        """Whether a full stop stands inside of quotation marks: among Americans alone."""
        return self.locale == "en"


ENGLISH = Words()
