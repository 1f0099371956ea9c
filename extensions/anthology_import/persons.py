"""Names of people compared: which two may be one person's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anthology_import.findings.passages import clean
from anthology_import.findings.proposal import Confidence, Finding, Proposal
from anthology_import.records import Account, Blog, Item
from sphinx_anthology.model.names import Name, sort_key, split_name

_NO_LETTER = re.compile(r"[\W_]+")


def printed(name: str) -> str:
    """A name as it is printed, with single plain spaces."""
    return clean(name)


def account_names(item: Item, blog: Blog) -> tuple[str, ...]:
    """The names of the accounts that a post is of; mostly an office's."""
    accounts = {account.login: account for account in blog.accounts}
    names = (account_name(accounts.get(login, Account(login))) for login in item.accounts)
    return tuple(dict.fromkeys(filter(None, names)))


def account_name(account: Account) -> str:
    """The name that an account shows, or else is logged in by."""
    in_parts = f"{account.given} {account.family}"
    return printed(account.name) or printed(in_parts) or printed(account.login)


def folded(name: str) -> str:
    """What two spellings have in common that differ in accents, capitals, hyphens or stops."""
    return " ".join(_NO_LETTER.sub(" ", sort_key(name)).split())


def same_person(names: Sequence[str]) -> Iterator[Proposal]:
    """Pairs of names that may be one person's; the fuller one is first, as its page is kept.

    Nobody is ever taken for somebody else without being asked about.
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        last = folded(name).rpartition(" ")[2]
        for other in alike.setdefault(last, []):
            confidence = _likeness(name, other)
            if confidence is not None:
                full, short = sorted((other, name), key=_fullness)
                yield Proposal(
                    kind=Finding.SAME_PERSON,
                    value={"name": full, "other": short},
                    quote=f"{full}; {short}",
                    where="names of authors",
                    confidence=confidence,
                )
        alike[last].append(name)


def _fullness(name: str) -> tuple[int, int]:
    """Fuller names first, and with accents before those without."""
    return (-len(folded(name)), -sum(ord(c) > 127 for c in name))


def _likeness(one: str, other: str) -> Confidence | None:
    """How likely two names are one person's; none where nothing speaks for it."""
    if folded(one) == folded(other):
        return Confidence.LIKELY
    first, second = split_name(one), split_name(other)
    if folded(first.family) != folded(second.family) or not (first.given and second.given):
        return None
    return Confidence.DOUBTFUL if _can_be_one(first, second) else None


def _can_be_one(one: Name, other: Name) -> bool:
    """Whether given names agree, initial for initial, as far as both have them."""
    names, others = folded(one.given).split(), folded(other.given).split()
    pairs = list(zip(names, others, strict=False))
    return bool(pairs) and all(_agree(a, b) for a, b in pairs)


def _agree(one: str, other: str) -> bool:
    is_initial = len(one) == 1 or len(other) == 1
    return one[0] == other[0] if is_initial else one == other
