"""Findings in the texts of a blog, in single posts and across posts."""

from __future__ import annotations

import dataclasses as dc
from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from anthology_import.findings.articles import article_proposals
from anthology_import.findings.bylines import author_proposals, biography_proposals
from anthology_import.findings.context import event_proposals, free_until_proposal, repost_proposal
from anthology_import.findings.people import account_names, portrait_proposals
from anthology_import.findings.series import Clue, Group, grouped, series_note
from anthology_import.findings.text import Passage, Sort, passages
from anthology_import.findings.titles import parsed_title, spelled, title_proposals
from anthology_import.records import Blog, Confidence, Finding, Item, Proposal, best
from sphinx_anthology.model.names import slug, sort_key

_LEAD: Final = 2000
"""The number of characters in which names of series are looked for."""

_TAGS: Final = frozenset({"post_tag", "category", "tag"})


@dc.dataclass(frozen=True, slots=True)
class Findings:
    """All findings: proposals and titles by the post's key, and series."""

    proposals: Mapping[str, tuple[Proposal, ...]]
    series: tuple[Group, ...]
    titles: Mapping[str, str]
    accounts: Mapping[str, tuple[str, ...]] = dc.field(default_factory=dict)
    """The names of the accounts of each post."""


class Collector:
    """Collects findings from one post after the other."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog
        self._accounts: dict[str, tuple[str, ...]] = {}
        self._keys: Counter[str] = Counter()
        self._found: dict[str, list[Proposal]] = {}
        self._clues: list[Clue] = []

    def add(self, item: Item) -> str:
        """Collect the findings of a post; give its key for the review."""
        key = self._key(item)
        body = passages(item.html)
        date = item.date.date() if item.date else None
        tags = tuple(term for term in item.terms if term.domain in _TAGS)
        self._accounts[key] = account_names(item, self._blog)
        self._found[key] = [
            *title_proposals(item.title),
            *_of_people(body, self._accounts[key]),
            *article_proposals(body),
            *filter(None, (repost_proposal(body, self._blog.title),)),
            *filter(None, (free_until_proposal(body, date),)),
            *event_proposals(spelled(item.title), body, tags),
        ]
        clue = Clue(
            key=key,
            whole_title=item.title,
            date=date,
            title=parsed_title(item.title),
            note=series_note(body),
            tags=tuple(term.name for term in tags),
        )
        if clue.title or clue.note:
            lead = " ".join(p.line for p in body if p.sort is Sort.TEXT)[:_LEAD].casefold()
            clue = dc.replace(clue, lead=lead)
        self._clues.append(clue)
        return key

    def _key(self, item: Item) -> str:
        """The key of a post: its path, else its number or title.

        It is the same in every import as long as the posts before it are the same.
        """
        key = _path(item.address) or _path(item.guid)
        key = key or (f"/?p={item.id}" if item.id else slug(spelled(item.title)))
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}#{self._keys[key]}"

    def finish(self) -> Findings:
        """All findings, after the last post was added."""
        groups = grouped(self._clues)
        for group in groups:
            for key, proposal in group.proposals():
                self._found[key].append(proposal)
        known = _sure_authors(self._found)
        proposals = {
            key: tuple(_confirmed(p, known) for p in found) for key, found in self._found.items()
        }
        titles = {clue.key: spelled(clue.whole_title) for clue in self._clues}
        return Findings(proposals, groups, titles, self._accounts)


def _path(address: str) -> str:
    """The path and query of an address; empty for the front page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # ‘http://[’ is no address
        return ""
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path
    return path if path.startswith("/") and path != "/" else ""


def _of_people(body: tuple[Passage, ...], accounts: tuple[str, ...]) -> list[Proposal]:
    """Proposals of authors, roles, biographies and portraits."""
    found = author_proposals(body, accounts)
    authors = best(found, Finding.AUTHORS)
    names = authors.value if authors and isinstance(authors.value, tuple) else accounts
    return [*found, *biography_proposals(body, names), *portrait_proposals(body, names)]


def _sure_authors(found: Mapping[str, list[Proposal]]) -> frozenset[str]:
    """The names that are certainly authors of some post."""
    return frozenset(
        sort_key(name)
        for proposals in found.values()
        for p in proposals
        if p.kind is Finding.AUTHORS and p.confidence is Confidence.SURE
        for name in (p.value if isinstance(p.value, tuple) else ())
    )


def _confirmed(proposal: Proposal, known: frozenset[str]) -> Proposal:
    """Authors, sure if all are authors elsewhere; captions never become sure."""
    if proposal.kind is not Finding.AUTHORS or not isinstance(proposal.value, tuple):
        return proposal
    is_line = not proposal.where.startswith(Sort.CAPTION.value)
    everybody = all(sort_key(name) in known for name in proposal.value)
    if is_line and everybody:
        return dc.replace(proposal, confidence=Confidence.SURE)
    return proposal
