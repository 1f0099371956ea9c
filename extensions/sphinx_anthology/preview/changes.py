"""What saved files mean for a build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from watchfiles import Change, DefaultFilter

from sphinx_anthology.model.quick_build import QuickBuild

_TEXTS = (".md", ".rst", ".bib")


class SourceFilter(DefaultFilter):
    """All files, but not outputs, hidden files, and what programs leave beside those they save."""

    ignore_dirs = (*DefaultFilter.ignore_dirs, "_build")
    ignore_entity_patterns = (
        *DefaultFilter.ignore_entity_patterns,
        *(r"^\.", r"~$", r"^#.*#$", r"^4913$", r"\.(?:tmp|temp|part|crdownload|bak)$"),
    )

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        super().__init__()

    def __call__(self, change: Change, path: str) -> bool:
        """Whether a change counts; folders above the publication do not matter."""
        if not Path(path).is_relative_to(self._docs):
            return False
        return super().__call__(change, str(Path(path).relative_to(self._docs)))


def quick_build(
    changes: Iterable[tuple[Change, str]], docs: Path, shown: Iterable[str]
) -> QuickBuild:
    """The quick build after changes of files in a publication, with the pages on show.

    Programs that save by renaming make it look as if a file came and went; then the folder is
    looked through, which costs little. New settings may name other folders.
    """
    found = list(changes)
    are_texts = all(path.endswith(_TEXTS) for _, path in found)
    are_same = all(kind is Change.modified and not path.endswith(".py") for kind, path in found)
    return QuickBuild(
        shown=frozenset(shown),
        edited=frozenset(Path(path).relative_to(docs).as_posix() for _, path in found),
        has_new_files=not are_same,
        has_new_assets=not are_texts,
    )
