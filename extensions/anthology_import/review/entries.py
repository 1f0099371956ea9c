"""Writes the questions of the review file, and checks the answered values."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from anthology_import.findings import Findings
from anthology_import.records import Confidence, Finding, Proposal, Value, best
from sphinx_anthology.model.dates import parse_date, parse_day
from sphinx_anthology.model.documents import MOST_PARTS, Kind
from sphinx_anthology.model.front_matter_text import flow, scalar
from sphinx_anthology.model.identifiers import doi
from sphinx_anthology.model.problem import did_you_mean, quoted


def grouped(findings: Findings, proposals: Sequence[tuple[str, Proposal]]) -> tuple[Question, ...]:
    """The questions for proposals; those about one series are joined."""
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
    """``part: none`` for the unnumbered members of numbered series."""
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
# What the import found in the texts of posts, and could not decide by itself.
#
# Each entry quotes the sentence that suggests it, and says what would be done. Answer in the
# line ‘decision’, and run the import again:
#
#   decision: accept     do it
#   decision: reject     do not, and do not ask again
#   decision: change     do it with another value, written in a line below: ‘value: …’
#   decision: open       not decided yet; nothing is done
#
# Do not change the other lines. The import keeps what you write, and adds new entries at the end.
# None of this changes the text of an author.
# To overrule what was done without a question, add an entry with ‘post’, ‘finding’ and ‘decision’.

"""

_WOULD: Final = {
    Finding.TITLE: "Make this the title; the label is shown by itself.",
    Finding.PART: "Make this its number in the series.",
    Finding.SERIES: "Put it into the series of this name.",
    Finding.AUTHORS: "Name these as the authors, in place of the account.",
    Finding.ROLE: "Show this role or affiliation at the time beside the name.",
    Finding.BIOGRAPHY: "Keep this as the author's biography at the time.",
    Finding.PORTRAIT: "Use the picture as the author's portrait.",
    Finding.ARTICLE: "Present this article in a box of its own.",
    Finding.FREE_UNTIL: "Say until when the article is free to read.",
    Finding.REPOST: "State where it was published first.",
    Finding.EVENT: "Put it into the series of this conference.",
    Finding.KIND: "Give it this kind.",
    Finding.SAME_PERSON: "Treat both names as one person, with the page of the first.",
}
_NAMELESS: Final = "Put these posts into a series; its name is unknown, so write it as a value."


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A proposal that needs an answer, and the posts that it concerns."""

    posts: tuple[str, ...]
    title: str
    proposal: Proposal

    @property
    def would(self) -> str:
        """What accepting the proposal would do."""
        is_nameless = self.proposal.kind is Finding.SERIES and not self.proposal.value
        return _NAMELESS if is_nameless else _WOULD[self.proposal.kind]


def as_read(value: Value) -> object:
    """A value as the review file gives it back."""
    if isinstance(value, int | str):
        return str(value)
    return list(value) if isinstance(value, tuple) else dict(value)


def entry(question: Question, indent: int = 0) -> str:
    """A question as an entry of the file."""
    proposal, posts = question.proposal, question.posts
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
    """The text of the file with new entries at its end."""
    new = "\n".join(entry(question, indent) for question in questions)
    if not new:
        return existing
    if not existing.strip():
        return HEADER + new
    return f"{existing.rstrip()}\n\n{new}"


_KEYS: Final[Mapping[Finding, tuple[str, ...]]] = {
    Finding.ROLE: ("name", "role", "affiliation"),
    Finding.BIOGRAPHY: ("name", "text"),
    Finding.PORTRAIT: ("name", "picture", "alt"),
    Finding.ARTICLE: ("doi", "title", "authors", "url"),
    Finding.REPOST: ("site", "url", "date"),
    Finding.SAME_PERSON: ("name", "other"),
}
"""The fields of values that are mappings; the first is required."""

_NEEDED: Final = {
    Finding.BIOGRAPHY: ("name", "text"),
    Finding.PORTRAIT: ("name", "picture"),
    Finding.SAME_PERSON: ("name", "other"),
    Finding.ARTICLE: (),
}


def checked(kind: Finding, value: object) -> Value:
    """A value in the shape of its finding.

    :raises ValueError: where it is invalid, with what was expected.
    """
    if kind in _KEYS:
        return _mapping(kind, value)
    if kind is Finding.AUTHORS:
        return _names(value)
    if not isinstance(value, str) or not value.strip():
        message = f"expected a text under ‘value’, found {_shown(value)}"
        raise ValueError(message)
    return _text(kind, value.strip())


def _text(kind: Finding, text: str) -> Value:
    if kind is Finding.PART:
        return _part(text)
    if kind is Finding.FREE_UNTIL:
        return parse_day(text).isoformat()
    if kind is Finding.KIND and text not in set(Kind):
        message = (
            f"{quoted(text)} is not a kind of post; expected {', '.join(Kind)}"
            f".{did_you_mean(text, tuple(Kind))}"
        )
        raise ValueError(message)
    return text


def _part(text: str) -> Value:
    if text.casefold() == "none":
        return "none"
    if not text.isdecimal() or not 1 <= int(text[:9]) <= MOST_PARTS:
        message = f"expected a number from 1 to {MOST_PARTS}, or none; found {quoted(text)}"
        raise ValueError(message)
    return int(text)


def _names(value: object) -> tuple[str, ...]:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names:
        message = f"expected a list of names, [Ann Lee, Bo Ek]; found {_shown(value)}"
        raise ValueError(message)
    if any(not isinstance(name, str) or not name.strip() for name in names):
        raise ValueError("expected a list of names; one of them is empty, or no text")
    return tuple(name.strip() for name in names)


def _mapping(kind: Finding, value: object) -> Mapping[str, str]:
    keys = _KEYS[kind]
    if not isinstance(value, dict) or not value:
        message = f"expected {{{keys[0]}: …}} with {', '.join(keys)}; found {_shown(value)}"
        raise ValueError(message)
    for key, text in value.items():
        if key not in keys:
            hint = did_you_mean(str(key), keys)
            message = f"{quoted(key)} is not a field here; expected {', '.join(keys)}.{hint}"
            raise ValueError(message)
        _need_text(key, text)
    missing = [key for key in _NEEDED.get(kind, keys[:1]) if not value.get(key, "").strip()]
    if missing:
        message = f"‘{missing[0]}’ is missing"
        raise ValueError(message)
    return {key: _checked_field(key, value[key].strip()) for key in keys if value.get(key)}


def _need_text(key: str, text: object) -> None:
    if not isinstance(text, str):
        message = f"expected a text for ‘{key}’, found {_shown(text)}"
        raise ValueError(message)  # noqa: TRY004  # it is the editor's value


def _checked_field(key: str, text: str) -> str:
    if key == "doi":
        return doi(text)
    if key == "date":
        return str(parse_date(text))
    if key == "url" and not text.startswith(("https://", "http://")):
        message = f"{quoted(text)} is not an address; expected one that begins with https://"
        raise ValueError(message)
    return text


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping"
    return quoted(value) if value else "nothing"
