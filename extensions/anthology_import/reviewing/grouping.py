"""Proposals that are asked or applied together: those of one series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from anthology_import.findings.gathering import Findings
from anthology_import.findings.proposal import Confidence, Finding, Proposal, best
from anthology_import.reviewing.entries import Question


def grouped(findings: Findings, proposals: Sequence[tuple[str, Proposal]]) -> tuple[Question, ...]:
    """Questions, one for each proposal; those of one series with equal doubt are one."""
    number = {
        member.clue.key: place
        for place, group in enumerate(findings.series)
        for member in group.members
    }
    together: dict[object, list[tuple[str, Proposal]]] = {}
    for place, (post, proposal) in enumerate(proposals):
        is_series = proposal.kind is Finding.SERIES and post in number
        key = (number[post], proposal.value, proposal.confidence) if is_series else place
        together.setdefault(key, []).append((post, proposal))
    return tuple(_question(findings, same) for same in together.values())


def _question(findings: Findings, same: list[tuple[str, Proposal]]) -> Question:
    post, proposal = same[0]
    posts = tuple(post for post, _ in same)
    return Question(posts=posts, title=findings.titles.get(post, ""), proposal=proposal)


def with_parts(
    applied: Mapping[str, tuple[Proposal, ...]],
) -> Iterator[tuple[str, Proposal]]:
    """For members without a number in series that have numbers: that they have none."""
    series = {post: best(proposals, Finding.SERIES) for post, proposals in applied.items()}
    parts = {post: best(proposals, Finding.PART) for post, proposals in applied.items()}
    numbered = {
        found.value
        for post, found in series.items()
        if found and (part := parts[post]) and part.value != "none"
    }
    for post, found in series.items():
        if found and parts[post] is None and found.value in numbered:
            yield (
                post,
                Proposal(
                    kind=Finding.PART,
                    value="none",
                    quote=found.quote,
                    where=found.where,
                    confidence=Confidence.SURE,
                ),
            )
