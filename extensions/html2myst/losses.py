"""What does not come over whole when HTML becomes MyST."""

from __future__ import annotations

import dataclasses as dc


@dc.dataclass(frozen=True, slots=True)
class Loss:
    """Something of a text that did not come over whole, and what was done.

    ``kind`` is a slug (``link-dropped``), ``before`` what the source has (shortened), ``after``
    what stands in the place.
    """

    kind: str
    before: str
    after: str = ""
    is_red: bool = False
    """Whether text was lost, rather than its dress."""
