"""The entries of the review file: one question each, for one post or a whole series."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from anthology_import.findings.gathering import Findings
from anthology_import.findings.proposal import Confidence, Finding, Proposal, Value, best
from anthology_import.yaml_text import flow, scalar


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


HEADER: Final = """\
# What the import found in the texts of posts, and would not decide alone.
#
# Each entry quotes the sentence that it rests on, and says what would be done. Answer in the
# line ‘decision’, and import again:
#
#   decision: accept     do it
#   decision: reject     do not, and do not ask again
#   decision: change     do it with another value, written in a line below: ‘value: …’
#   decision: open       not decided yet; nothing is done
#
# Leave the other lines as they are. What you write here stays; new entries are added at the end.
# No text of an author is changed by any of this.
# To overrule what was done without asking, add an entry with ‘post’, ‘finding’ and ‘decision’.

"""

_WOULD: Final = {
    Finding.TITLE: "Make this the title; the label is shown by itself.",
    Finding.PART: "Make this its number in the series.",
    Finding.SERIES: "Put it into the series of this name.",
    Finding.AUTHORS: "Name these as the authors, in place of the account.",
    Finding.ROLE: "Show this role or affiliation beside the name, as of then.",
    Finding.BIOGRAPHY: "Keep this as the author's biography, as of then.",
    Finding.PORTRAIT: "Use the picture as the author's portrait.",
    Finding.ARTICLE: "Present this article in a box of its own.",
    Finding.FREE_UNTIL: "Say until when the article is free to read.",
    Finding.REPOST: "State where it was published first.",
    Finding.EVENT: "Put it into the series of this conference.",
    Finding.KIND: "Give it this kind.",
    Finding.SAME_PERSON: "Take both names for one person's, with the page of the first.",
}
_NAMELESS: Final = "Put these posts into a series; its name is not known, so write it as a value."


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A proposal that waits for an answer, and the posts that it is about."""

    posts: tuple[str, ...]
    title: str
    proposal: Proposal

    @property
    def would(self) -> str:
        """What would be done."""
        is_nameless = self.proposal.kind is Finding.SERIES and not self.proposal.value
        return _NAMELESS if is_nameless else _WOULD[self.proposal.kind]


def as_read(value: Value) -> object:
    """A value as it is read from the file again."""
    if isinstance(value, int | str):
        return str(value)
    return list(value) if isinstance(value, tuple) else dict(value)


def entry(question: Question, indent: int = 0) -> str:
    """A question as an entry of the file."""
    proposal = question.proposal
    posts = question.posts
    fields = {
        "post": scalar(posts[0]) if len(posts) == 1 else flow(posts),
        "title": scalar(question.title),
        "finding": proposal.kind.value,
        "sentence": scalar(proposal.quote),
        "where": scalar(proposal.where),
        "confidence": proposal.confidence.value,
        "would": scalar(question.would),
        "proposed": flow(proposal.value),
        "decision": "open",
    }
    lines = (f"{name}: {text}\n" for name, text in fields.items())
    return "".join(f"{' ' * indent}{'  ' if n else '- '}{line}" for n, line in enumerate(lines))


def with_entries(existing: str, questions: Iterable[Question], indent: int = 0) -> str:
    """The file's text with new entries at its end; all that is there stays to the letter."""
    new = "\n".join(entry(question, indent) for question in questions)
    if not new:
        return existing
    if not existing.strip():
        return HEADER + new
    return f"{existing.rstrip()}\n\n{new}"
