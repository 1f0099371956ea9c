"""What a quick build of a preview is about."""

from __future__ import annotations

import dataclasses as dc


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class QuickBuild:
    """A build of a preview that reads and writes what was edited, and what somebody looks at.

    ``shown`` are the docnames of pages that are open in a browser; ``edited`` are the files that
    were saved, by their path below the publication. ``has_new_files`` says that files may have come
    or gone; ``has_new_assets`` that styles, images or templates may have changed. All else is left
    to the next complete build.
    """

    shown: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    has_new_files: bool = True
    has_new_assets: bool = True
