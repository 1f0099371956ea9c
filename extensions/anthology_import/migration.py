"""The options and the result of an import."""

from __future__ import annotations

import dataclasses as dc
import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from anthology_import.findings import articles
from anthology_import.findings.series import Group
from anthology_import.folder import Folder
from anthology_import.lock import Outcome
from anthology_import.plan import Reason, Rules, Skipped
from anthology_import.records import Blog, Failed, Repair, UnusableError
from anthology_import.review import FILE_NAME, ReviewResult, review_text
from anthology_import.review.answers import Answers
from html2myst.conversion import Loss
from sphinx_anthology.files import write_whole

HTML_NAME: Final = "import-report.html"
JSON_NAME: Final = "import-report.json"

_TOP: Final = (
    *("posts", "series", "authors", "pages", "media", "index.md", "conf.py"),
    *(articles.FILE, FILE_NAME, HTML_NAME, JSON_NAME),
)
"""The top-level files and folders that an import writes."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """The options of an import.

    ``review`` is the file with the editor's answers; by default it lies in ``out``.
    """

    out: Path
    media: Path | None = None
    rules: Rules = dc.field(default_factory=Rules)
    with_comments: bool = False
    review: Path | None = None
    is_dry: bool = False

    @property
    def review_file(self) -> Path:
        """The path of the review file."""
        return self.review or self.out / FILE_NAME

    def folder(self) -> Folder:
        """The folder of the publication.

        :raises UnusableError: where it is no folder, or has links where the import writes.
        """
        if self.out.exists() and not self.out.is_dir():
            raise UnusableError(f"‘{self.out.name}’ is not a folder.")
        folder = Folder(self.out)
        for name in _TOP:
            folder.path(name)
        return folder

    def answers(self) -> str:
        """The text of the review file; empty if there is none.

        :raises UnusableError: where it cannot be read.
        """
        path = self.review_file
        try:
            return path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableError(f"‘{path.name}’ cannot be read ({type(error).__name__}).") from None

    def ask(self, settled: ReviewResult, answers: Answers) -> None:
        """Add new questions to the review file."""
        existing = self.answers()
        text = review_text(existing, settled, answers)
        if text == existing:
            return
        if self.review is None:
            self.folder().write(FILE_NAME, text.encode())
        else:
            write_whole(self.review, text)

    def refuse(self, settled: ReviewResult) -> None:
        """Report all mistakes in the review file at once.

        :raises UnusableError: where there are any.
        """
        if settled.mistakes:
            lines = (f"line {mistake.line}: {mistake.message}" for mistake in settled.mistakes)
            name = self.review_file.name
            raise UnusableError(f"‘{name}’ cannot be understood; {' '.join(lines)}")


class Grade(enum.StrEnum):
    """How complete a post is after the import."""

    GREEN = "green"
    """Nothing was lost."""
    AMBER = "amber"
    """All text is there; some formatting, links or media are not."""
    RED = "red"
    """Text was lost, or may have been lost."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPost:
    """A post that became a document.

    ``outcome`` is None in a dry run. ``bad_alts`` are the addresses of images whose alternative
    text is missing or a file name. ``redirects`` are the old paths that lead to the document.
    ``review_key`` is the key of the post in the review file.
    """

    key: str = ""
    docname: str = ""
    title: str = ""
    review_key: str = ""
    address: str = ""
    line: int = 0
    status: str = ""
    date: str = ""
    is_draft: bool = False
    is_excerpt: bool = False
    outcome: Outcome | None = None
    losses: tuple[Loss, ...] = ()
    unresolved: tuple[str, ...] = ()
    missing_pictures: tuple[str, ...] = ()
    shortcodes: tuple[str, ...] = ()
    bad_alts: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()

    @property
    def grade(self) -> Grade:
        """How complete the post is."""
        if any(loss.loses_text for loss in self.losses):
            return Grade.RED
        is_less = self.losses or self.unresolved or self.missing_pictures or self.shortcodes
        return Grade.AMBER if is_less else Grade.GREEN


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """The files of the media library, and outcomes of used ones."""

    outcomes: Mapping[str, Outcome] = dc.field(default_factory=dict)
    used: tuple[str, ...] = ()
    refused: Mapping[str, str] = dc.field(default_factory=dict)
    unused: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """The result of an import.

    ``found`` is the number of items in the export; each is in one of three lists. ``documents`` are
    the other documents (authors, series, ``index``, ``conf.py`` …), with their outcomes.
    ``personal`` is the number of e-mail addresses and IPs that were ignored.
    """

    blog: Blog
    files: tuple[str, ...]
    """The names of the input files, without folders."""
    found: int
    brought: tuple[ImportedPost, ...]
    skipped: tuple[Skipped, ...]
    failed: tuple[Failed, ...]
    settled: ReviewResult
    groups: tuple[Group, ...] = ()
    repairs: tuple[Repair, ...] = ()
    media: Media = dc.field(default_factory=Media)
    documents: Mapping[str, Outcome | None] = dc.field(default_factory=dict)
    left_behind: tuple[str, ...] = ()
    """Old places of documents that moved, kept since an editor changed them."""
    lost_anchors: tuple[str, ...] = ()
    comments: int = 0
    """The number of comments in the export; ``comments_written`` is that of written ones."""
    comments_written: int = 0
    personal: int = 0
    is_dry: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether every item is in one of the lists."""
        return self.found == len(self.brought) + len(self.skipped) + len(self.failed)

    @property
    def drafts(self) -> int:
        """The number of posts that are drafts."""
        return sum(post.is_draft for post in self.brought)

    @property
    def excerpts(self) -> int:
        """The number of posts that are excerpts."""
        return sum(post.is_excerpt for post in self.brought)

    @property
    def skipped_by_rule(self) -> Counter[tuple[Reason, str]]:
        """The number of items that were skipped, by reason and the system's word."""
        return Counter((item.reason, item.word) for item in self.skipped)

    @property
    def conflicts(self) -> tuple[ImportedPost, ...]:
        """The posts with a new text beside what an editor changed."""
        return tuple(b for b in self.brought if b.outcome is Outcome.CONFLICT)

    def losses(self) -> Iterator[tuple[ImportedPost, Loss]]:
        """Every loss, with its post."""
        return ((post, loss) for post in self.brought for loss in post.losses)

    @property
    def exit_code(self) -> int:
        """0: nothing lost. 1: something lost. 2: posts failed, or items are unaccounted for."""
        if self.failed or not self.adds_up:
            return 2
        is_whole = all(post.grade is Grade.GREEN for post in self.brought)
        is_kept = not (self.conflicts or self.media.refused or self.repairs)
        return 0 if is_whole and is_kept else 1
