"""Decides about findings: applies the sure ones, asks an editor about the others."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterator, Mapping
from typing import Final

from anthology_import.authors import same_person
from anthology_import.findings import Findings
from anthology_import.findings.text import clean
from anthology_import.findings.titles import parsed_title
from anthology_import.records import REPEATED, Confidence, Finding, Proposal, best
from anthology_import.review.answers import Answer, Answers, Decision, Mistake
from anthology_import.review.entries import Question, as_read, grouped, with_entries, with_parts
from sphinx_anthology.model.numbering import without_label

FILE_NAME: Final = "import-review.yml"
"""The name of the review file, which lies beside the report."""

_WRITTEN: Final = "the review file"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A finding that is applied, since it is sure or accepted."""

    post: str
    proposal: Proposal
    decision: Decision | None = None


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class ReviewResult:
    """The findings that are applied, asked and rejected, and mistakes in answers.

    ``notes`` are answers that match no question any more, which does no harm.
    """

    applied: Mapping[str, tuple[Applied, ...]]
    asked: tuple[Question, ...]
    rejected: tuple[Question, ...]
    mistakes: tuple[Mistake, ...]
    notes: tuple[Mistake, ...]

    def proposals(self, post: str) -> tuple[Proposal, ...]:
        """The findings that are applied to a post."""
        return tuple(applied.proposal for applied in self.applied.get(post, ()))


def settle(
    findings: Findings,
    answers: Answers,
    trusted: frozenset[Confidence] = frozenset({Confidence.SURE}),
) -> ReviewResult:
    """Apply what is sure or accepted, and ask about the rest.

    ``trusted`` are the confidences that need no answer. Names of one person can only be found once
    the authors are known, so there are two rounds.
    """
    first = _settled(findings, answers, trusted)
    return _settled(_with_persons(findings, first), answers, trusted)


def _settled(findings: Findings, answers: Answers, trusted: frozenset[Confidence]) -> ReviewResult:
    settling = _Settling(findings, answers.answers, trusted)
    applied = {
        post: tuple(_undivided(tuple(settling.post(post, proposals))))
        for post, proposals in findings.proposals.items()
    }
    for post, proposal in settling.labels(applied):
        applied[post] = (*applied[post], Applied(post=post, proposal=proposal))
    numbered = with_parts({p: tuple(a.proposal for a in found) for p, found in applied.items()})
    for post, proposal in numbered:
        applied[post] = (*applied[post], Applied(post=post, proposal=proposal))
    return ReviewResult(
        applied=applied,
        asked=grouped(findings, settling.asked),
        rejected=grouped(findings, settling.rejected),
        mistakes=(*answers.mistakes, *settling.mistakes),
        notes=tuple(settling.notes()),
    )


def _with_persons(findings: Findings, settled: ReviewResult) -> Findings:
    """The findings, with pairs of authors who may be one person."""
    first_posts: dict[str, str] = {}
    for post in findings.proposals:
        byline = best(settled.proposals(post), Finding.AUTHORS)
        names = byline.value if byline and isinstance(byline.value, tuple) else ()
        for name in map(clean, names or findings.accounts.get(post, ())):
            first_posts.setdefault(name, post)
    proposals = dict(findings.proposals)
    for proposal in same_person(tuple(first_posts)):
        value = proposal.value
        post = first_posts[value["other"]] if isinstance(value, Mapping) else ""
        proposals[post] = (*proposals[post], proposal)
    return dc.replace(findings, proposals=proposals)


def review_text(existing: str, settled: ReviewResult, answers: Answers) -> str:
    """The text of the review file, with new questions added at its end."""
    known: dict[tuple[str, Finding], list[Answer]] = {}
    for answer in answers.answers:
        for post in answer.posts:
            known.setdefault((post, answer.kind), []).append(answer)
    new = (question for question in settled.asked if not _is_asked(question, known))
    return with_entries(existing, new, answers.indent)


def _is_asked(question: Question, known: Mapping[tuple[str, Finding], list[Answer]]) -> bool:
    """Whether an entry of the file already asks a question."""
    proposal = question.proposal
    entries = known.get((question.posts[0], proposal.kind), ())
    return any(
        set(entry.posts).issuperset(question.posts)
        and entry.proposed in (None, as_read(proposal.value))
        for entry in entries
    )


class _Settling:
    """Finds the answer to each proposal, and records the used answers."""

    def __init__(
        self, findings: Findings, answers: tuple[Answer, ...], trusted: frozenset[Confidence]
    ) -> None:
        self.findings = findings
        self.trusted = trusted
        self.by_post: dict[tuple[str, Finding], list[Answer]] = {}
        for answer in answers:
            for post in answer.posts:
                self.by_post.setdefault((post, answer.kind), []).append(answer)
        self.answers = answers
        self.used: set[int] = set()
        self.asked: list[tuple[str, Proposal]] = []
        self.rejected: list[tuple[str, Proposal]] = []
        self.mistakes: list[Mistake] = []

    def post(self, post: str, proposals: tuple[Proposal, ...]) -> Iterator[Applied]:
        """The findings that are applied to a post."""
        for proposal in proposals:
            answer = self._answer(post, proposal)
            decision = answer.decision if answer else Decision.OPEN
            if decision is Decision.REJECT:
                self.rejected.append((post, proposal))
            elif answer and decision is not Decision.OPEN:
                yield from self._by_answer(post, proposal, answer)
            elif proposal.confidence in self.trusted and proposal.value != "":
                yield Applied(post=post, proposal=proposal)
            else:
                self.asked.append((post, proposal))
        yield from self._added(post)

    def _answer(self, post: str, proposal: Proposal) -> Answer | None:
        """The answer to a proposal: its own, else its kind's."""
        found = None
        for answer in self.by_post.get((post, proposal.kind), ()):
            if answer.proposed == as_read(proposal.value):
                found = answer
            elif answer.proposed is None and answer.decision is not Decision.CHANGE:
                found = found or answer
        if found:
            self.used.add(found.line)
        return found

    def _by_answer(self, post: str, proposal: Proposal, answer: Answer) -> Iterator[Applied]:
        value = answer.value if answer.value is not None else proposal.value
        changed = dc.replace(proposal, value=value)
        if changed.value != "":
            yield Applied(post=post, proposal=changed, decision=answer.decision)
            return
        message = "The name is unknown; write ‘decision: change’, and the name as ‘value: …’."
        mistake = Mistake(answer.line, message)
        self.mistakes += [mistake] if mistake not in self.mistakes else []

    def labels(self, applied: Mapping[str, tuple[Applied, ...]]) -> list[tuple[str, Proposal]]:
        """Clean titles and part numbers of posts whose series is settled.

        In a series the model drops the label from titles, so nobody needs to be asked. Questions
        that an editor has already been asked stay open.
        """
        plain = [pair for pair in self.asked if self._is_labelled(*pair, applied)]
        if plain:
            self.asked = [pair for pair in self.asked if not self._is_labelled(*pair, applied)]
        return plain

    def _is_labelled(
        self, post: str, proposal: Proposal, applied: Mapping[str, tuple[Applied, ...]]
    ) -> bool:
        if proposal.kind not in {Finding.TITLE, Finding.PART}:
            return False
        if not any(a.proposal.kind is Finding.SERIES for a in applied[post]):
            return False
        title = self.findings.titles.get(post, "")
        parsed = parsed_title(title)
        label = parsed.label if parsed else ""
        return bool(without_label(title, label or None)) and self._answer(post, proposal) is None

    def _added(self, post: str) -> Iterator[Applied]:
        """The findings that an editor added without being asked."""
        for answer in (a for k in Finding for a in self.by_post.get((post, k), ())):
            if answer.proposed is None and answer.value is not None:
                self.used.add(answer.line)
                proposal = Proposal(
                    kind=answer.kind,
                    value=answer.value,
                    quote="",
                    where=_WRITTEN,
                    confidence=Confidence.SURE,
                )
                yield Applied(post=post, proposal=proposal, decision=answer.decision)

    def notes(self) -> Iterator[Mistake]:
        """Answers that match no question, since the posts or the entry changed."""
        asked = {(post, proposal.kind) for post, proposal in self.asked}
        for answer in self.answers:
            if answer.line in self.used or answer.decision is Decision.OPEN:
                continue
            if any((post, answer.kind) in asked for post in answer.posts):
                message = (
                    "This entry matches no question, since its line ‘proposed’ was changed;"
                    " restore that line. For another value write ‘decision: change’ and ‘value: …’."
                )
            else:
                message = "This question no longer exists; you can delete the entry."
            yield Mistake(answer.line, message)


def _undivided(found: tuple[Applied, ...]) -> Iterator[Applied]:
    """One finding of each kind: the editor's, else the first."""
    for kind in Finding:
        of_kind = [a for a in found if a.proposal.kind is kind]
        if kind in REPEATED:
            written = [a for a in of_kind if a.proposal.where == _WRITTEN]
            yield from written or of_kind
        elif of_kind:
            decided = [a for a in of_kind if a.decision]
            yield decided[-1] if decided else of_kind[0]
