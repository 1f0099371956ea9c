"""What items are called by their numbers, and how many there are of what."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from anthology_import.records import Item, Kind
from html2myst.conversion import Attached

_ALT = "_wp_attachment_image_alt"
_THUMBNAIL = "_thumbnail_id"


class Numbers:
    """Takes the items one by one; knows the files by number, and whose they are."""

    def __init__(self) -> None:
        self.items = 0
        self.comments = 0
        self.approved = 0
        self.library: dict[int, Attached] = {}
        self._of: dict[int, list[int]] = defaultdict(list)

    def add(self, item: Item) -> None:
        """Take an item."""
        self.items += 1
        self.comments += len(item.comments)
        self.approved += sum(c.is_approved and not c.is_pingback for c in item.comments)
        if item.kind is Kind.ATTACHMENT and item.file:
            alt, caption = item.meta.get(_ALT, ""), item.excerpt
            self.library[item.id] = Attached(address=item.file, alt=alt, caption=caption)
            if item.parent:
                self._of[item.parent].append(item.id)

    def attached(self, item: Item) -> tuple[int, ...]:
        """The numbers of a post's own files."""
        return tuple(self._of.get(item.id, ())) if item.id else ()

    def thumbnail(self, item: Item) -> str:
        """The address of the picture that stands for a post; empty where there is none."""
        number = item.meta.get(_THUMBNAIL, "")
        known = self.library.get(int(number[:15])) if number.isdecimal() else None
        return known.address if known else ""


def footnotes(item: Item) -> Mapping[str, str]:
    """The notes of the block editor, HTML by id."""
    try:
        notes = json.loads(item.meta.get("footnotes", ""))
        return {str(note["id"]): str(note["content"]) for note in notes}
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
