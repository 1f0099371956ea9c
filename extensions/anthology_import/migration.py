"""All that an import did, as facts: made by ``run``, read by the report and the command."""

from __future__ import annotations

import dataclasses as dc
import enum
from collections.abc import Iterator, Mapping

from anthology_import.findings.series import Group
from anthology_import.lock import Outcome
from anthology_import.plan import Skipped
from anthology_import.records import Blog, Repair
from anthology_import.review import ReviewResult
from html2myst.conversion import Loss


class Grade(enum.StrEnum):
    """How whole a post came over."""

    GREEN = "green"
    """Nothing was lost."""
    AMBER = "amber"
    """All its words are there; something of their dress, or what they lead to, is not."""
    RED = "red"
    """Words were lost, or cannot be proved to be there."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPost:
    """A post that became a document.

    ``outcome`` is what became of the file; none in a dry run. ``bad_alts`` are pictures whose
    alternative text is a file name or missing, by their addresses. ``redirects`` are the old paths
    that lead here. ``review_key`` is what the review file calls it.
    """

    key: str
    docname: str
    title: str
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
        """How whole it came over."""
        if any(loss.loses_text for loss in self.losses):
            return Grade.RED
        is_less = self.losses or self.unresolved or self.missing_pictures or self.shortcodes
        return Grade.AMBER if is_less else Grade.GREEN


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An item that became nothing, though no rule says so: where it stands, and why."""

    title: str
    reason: str
    file: str = ""
    line: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """The files of the library: what became of each that is used, by its path here."""

    outcomes: Mapping[str, Outcome] = dc.field(default_factory=dict)
    used: tuple[str, ...] = ()
    refused: Mapping[str, str] = dc.field(default_factory=dict)
    unused: int = 0


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """An import. ``found`` is how many items the export has; each is in one of three lists.

    ``documents`` are the documents beside posts (authors, series, ``index``, ``conf.py`` …), with
    what became of each. ``personal`` is how many e-mail addresses and IPs were left unread.
    """

    blog: Blog
    files: tuple[str, ...]
    """The names of what was read, without their folders."""
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
    """Documents that lie elsewhere now, whose old ones stay since an editor changed them."""
    lost_anchors: tuple[str, ...] = ()
    comments: int = 0
    """How many comments the export has; ``comments_written`` is how many were written."""
    comments_written: int = 0
    personal: int = 0
    is_dry: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether every item is accounted for."""
        return self.found == len(self.brought) + len(self.skipped) + len(self.failed)

    @property
    def conflicts(self) -> tuple[ImportedPost, ...]:
        """Posts whose new text lies beside what an editor changed."""
        return tuple(b for b in self.brought if b.outcome is Outcome.CONFLICT)

    def losses(self) -> Iterator[tuple[ImportedPost, Loss]]:
        """Every loss, with its post."""
        return ((post, loss) for post in self.brought for loss in post.losses)

    @property
    def exit_code(self) -> int:
        """0: nothing lost; 1: losses, all told; 2: posts failed, or the sums do not add up."""
        if self.failed or not self.adds_up:
            return 2
        is_whole = all(post.grade is Grade.GREEN for post in self.brought)
        is_kept = not (self.conflicts or self.media.refused or self.repairs)
        return 0 if is_whole and is_kept else 1
