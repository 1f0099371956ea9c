"""All findings of a blog: post by post as they stream by, then those that take several posts."""

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
"""How many characters of a text are kept to look for the names of series."""

_TAGS: Final = frozenset({"post_tag", "category", "tag"})


@dc.dataclass(frozen=True, slots=True)
class Findings:
    """What was found: proposals and titles by the post’s key, in order, and the series."""

    proposals: Mapping[str, tuple[Proposal, ...]]
    series: tuple[Group, ...]
    titles: Mapping[str, str]
    accounts: Mapping[str, tuple[str, ...]] = dc.field(default_factory=dict)
    """The names of each post's accounts."""


class Collector:
    """Takes posts one by one, and keeps of each no more than was found."""

    def __init__(self, blog: Blog) -> None:
        self._blog = blog
        self._accounts: dict[str, tuple[str, ...]] = {}
        self._keys: Counter[str] = Counter()
        self._found: dict[str, list[Proposal]] = {}
        self._clues: list[Clue] = []

    def add(self, item: Item) -> str:
        """Look through a post; give the key under which it is known from now on."""
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
        """What a post is called in the review: the path of its address, else its number or title.

        It is the same at every import, as long as the posts before it are.
        """
        key = _path(item.address) or _path(item.guid)
        key = key or (f"/?p={item.id}" if item.id else slug(spelled(item.title)))
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}#{self._keys[key]}"

    def finish(self) -> Findings:
        """Everything that was found, once all posts were added."""
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
    """The path and query of an address; empty where it is the front page's, or none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # ‘http://[’ is no address
        return ""
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path
    return path if path.startswith("/") and path != "/" else ""


def _of_people(body: tuple[Passage, ...], accounts: tuple[str, ...]) -> list[Proposal]:
    """Authors, and their roles, biographies and pictures."""
    found = author_proposals(body, accounts)
    authors = best(found, Finding.AUTHORS)
    names = authors.value if authors and isinstance(authors.value, tuple) else accounts
    return [*found, *biography_proposals(body, names), *portrait_proposals(body, names)]


def _sure_authors(found: Mapping[str, list[Proposal]]) -> frozenset[str]:
    """Who is surely an author of some post."""
    return frozenset(
        sort_key(name)
        for proposals in found.values()
        for p in proposals
        if p.kind is Finding.AUTHORS and p.confidence is Confidence.SURE
        for name in (p.value if isinstance(p.value, tuple) else ())
    )


def _confirmed(proposal: Proposal, known: frozenset[str]) -> Proposal:
    """A line of names is sure where all of them are authors elsewhere; a caption never is."""
    if proposal.kind is not Finding.AUTHORS or not isinstance(proposal.value, tuple):
        return proposal
    is_line = not proposal.where.startswith(Sort.CAPTION.value)
    everybody = all(sort_key(name) in known for name in proposal.value)
    if is_line and everybody:
        return dc.replace(proposal, confidence=Confidence.SURE)
    return proposal
