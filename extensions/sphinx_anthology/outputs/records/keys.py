"""Keys and ids, of which no two are the same; text as records hold it."""

from __future__ import annotations

import dataclasses as dc
import itertools
import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sphinx_anthology.model.work import Work
from sphinx_anthology.typst.strings import cleaned

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
"""All by which some reader ends a line, whatever the format says."""


def one_line(text: str) -> str:
    r"""A text with spaces for line breaks, and without control characters.

    >>> one_line("one\n  two\0 ")
    'one two'
    """
    if text.isprintable():  # most are, which is quickly seen
        return text.strip()
    return re.sub(" {2,}", " ", cleaned(_BREAKS.sub(" ", text))).strip()


@dc.dataclass(frozen=True, slots=True)
class Record:
    """A work, with the key that is its own, and the address or key that identifies it."""

    work: Work
    key: str
    id: str


def records_of(works: Iterable[Work]) -> Mapping[str, Record]:
    """The records of works, by docname.

    Of works whose key would be the same the oldest has it; the next have ``a``, ``b``, … after
    it. So a new post changes no key that somebody uses already.
    """
    in_order = sorted(works, key=_oldest_first)
    taken = {work.key for work in in_order}
    addresses = Counter(work.address for work in in_order)
    given: set[str] = set()
    found = {}
    for work in in_order:
        key = work.key
        if key in given:
            key = next(k for k in _lettered(key) if k not in taken)
        given.add(key)
        taken.add(key)
        is_alone = work.address and addresses[work.address] == 1
        found[work.docname] = Record(work, key, work.address if is_alone else key)
    return found


def _oldest_first(work: Work) -> tuple[bool, int, str]:
    """By first possible day, undated last; ties by docname, so stable."""
    date = work.date
    return date is None, date.earliest.toordinal() if date else 0, work.docname


def _lettered(key: str) -> Iterator[str]:
    for length in itertools.count(1):
        for letters in itertools.product(string.ascii_lowercase, repeat=length):
            yield key + "".join(letters)
