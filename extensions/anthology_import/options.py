"""What is wanted of an import, and the file with the editor's answers."""

from __future__ import annotations

import dataclasses as dc
from pathlib import Path
from typing import Final

from anthology_import import articles
from anthology_import.folder import Folder
from anthology_import.plan import Rules
from anthology_import.records import UnusableError
from anthology_import.report import HTML_NAME, JSON_NAME
from anthology_import.review import FILE_NAME, ReviewResult, review_text
from anthology_import.reviewing.answers import Answers
from sphinx_anthology.files import write_whole

_TOP: Final = (
    *("posts", "series", "authors", "pages", "media", "index.md", "conf.py"),
    *(articles.FILE, FILE_NAME, HTML_NAME, JSON_NAME),
)
"""What an import writes at the top of a publication."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What is wanted: where to, with which files, by which rules.

    ``review`` is the file with the editor's answers; it lies in ``out`` where nothing is said.
    """

    out: Path
    media: Path | None = None
    rules: Rules = dc.field(default_factory=Rules)
    with_comments: bool = False
    review: Path | None = None
    is_dry: bool = False

    @property
    def review_file(self) -> Path:
        """The file with the editor's answers."""
        return self.review or self.out / FILE_NAME

    def folder(self) -> Folder:
        """The folder that is written into.

        :raises UnusableError: where it is none, or has links in the places that are written to.
        """
        if self.out.exists() and not self.out.is_dir():
            raise UnusableError(f"‘{self.out.name}’ is no folder.")
        folder = Folder(self.out)
        for name in _TOP:
            folder.path(name)
        return folder

    def answers(self) -> str:
        """The text of the editor's answers; empty where there are none.

        :raises UnusableError: where they cannot be read.
        """
        path = self.review_file
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableError(f"‘{path.name}’ cannot be read ({type(error).__name__}).") from None

    def ask(self, settled: ReviewResult, answers: Answers) -> None:
        """Write what is asked, below what is answered."""
        existing = self.answers()
        text = review_text(existing, settled, answers)
        if text == existing:
            return
        if self.review is None:
            self.folder().write(FILE_NAME, text.encode())
        else:
            write_whole(self.review, text)

    def refuse(self, settled: ReviewResult) -> None:
        """Say what is wrong in the answers, all at once.

        :raises UnusableError: where something is.
        """
        if settled.mistakes:
            lines = (f"line {mistake.line}: {mistake.message}" for mistake in settled.mistakes)
            name = self.review_file.name
            raise UnusableError(f"‘{name}’ cannot be understood; {' '.join(lines)}")
