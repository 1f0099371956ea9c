"""Notes of ``{eval-rst}``: numbered with those of the document that they stand in."""

from __future__ import annotations

from docutils import nodes
from sphinx.transforms import SphinxTransform


class AdoptNotes(SphinxTransform):
    """Make the notes of ``{eval-rst}``, and their marks, known to their document.

    MyST reads such a block as a document of its own, whose notes nobody numbers afterwards; and
    at a mark that leads nowhere, builders of pages stop.
    """

    # before MyST puts notes in the order of their marks (618) and docutils numbers them (620)
    default_priority = 610

    def apply(self, **kwargs: object) -> None:
        """Note what the parser would have noted; nothing in documents without such blocks."""
        known = self._known()
        marks = [n for n in self.document.findall(nodes.footnote_reference) if id(n) not in known]
        notes = [n for n in self.document.findall(nodes.footnote) if id(n) not in known]
        if not marks and not notes:
            return
        self._free_ids([*marks, *notes])
        for mark in marks:
            self._note_mark(mark)
        for note in notes:
            self._note_note(note)
        self._pair()
        order = {id(n): i for i, n in enumerate(self.document.findall(nodes.footnote_reference))}
        self.document.autofootnote_refs.sort(key=lambda mark: order.get(id(mark), 0))

    def _known(self) -> set[int]:
        """The notes and marks that the document knows."""
        document = self.document
        found: list[nodes.Element] = [
            *document.footnotes,
            *document.autofootnotes,
            *document.symbol_footnotes,
            *document.autofootnote_refs,
            *document.symbol_footnote_refs,
            *(mark for marks in document.footnote_refs.values() for mark in marks),
        ]
        return {id(node) for node in found}

    def _free_ids(self, strangers: list[nodes.Element]) -> None:
        """Take from notes and marks the ids that others have; they are given new ones."""
        for node in self.document.findall(nodes.Element):
            for identifier in node["ids"]:
                self.document.ids.setdefault(identifier, node)
        for node in strangers:
            if any(self.document.ids[identifier] is not node for identifier in node["ids"]):
                node["ids"] = []
            self.document.set_id(node)

    def _note_mark(self, mark: nodes.footnote_reference) -> None:
        """Note a mark as the parser does."""
        if mark.get("auto") == 1:
            self.document.note_autofootnote_ref(mark)
        elif mark.get("auto") == "*":
            self.document.note_symbol_footnote_ref(mark)
        if "refname" in mark:
            self.document.note_footnote_ref(mark)

    def _note_note(self, note: nodes.footnote) -> None:
        """Note a note as the parser does."""
        if note.get("auto") == 1:
            self.document.note_autofootnote(note)
        elif note.get("auto") == "*":
            self.document.note_symbol_footnote(note)
        else:
            self.document.note_footnote(note)

    def _pair(self) -> None:
        """Name numbered notes that have no name, so that they are ordered with all others."""
        marks = [m for m in self.document.autofootnote_refs if "refname" not in m]
        notes = [n for n in self.document.autofootnotes if not n["names"] and not n["dupnames"]]
        # where there are more of the one, docutils tells of it
        for mark, note in zip(marks, notes, strict=False):
            name = f"note {note['ids'][0]}"
            mark["refname"] = name
            self.document.note_footnote_ref(mark)
            note["names"].append(name)
            self.document.note_explicit_target(note, note)
