"""The classes by which builders know the parts of a page that they treat apart.

All other classes are for style sheets alone. Who makes such a part and who looks for it take its
name from here, so neither can be changed without the other.
"""

from __future__ import annotations

from typing import Final

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
