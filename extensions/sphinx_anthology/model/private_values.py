"""Values of fields that may mean that a document is private."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sphinx_anthology.model.private_words import DRAFT, PRIVATE_TEXT, as_seen


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


SAYS_PRIVATE = words_of(
    """
    draft drafts private hidden unlisted internal pending future scheduled embargoed unpublished
    secret confidential restricted wip trash trashed deleted withdrawn retracted withheld removed
    inherit auto-draft password protected members staff nobody never noindex review in-review
    needs-review ready-for-review pending-review in-progress work-in-progress not-ready to-do todo
    unfinished do-not-publish dont-publish not-published not-public non-public not-yet entwurf
    brouillon borrador bozza ontwerp privé prive privado privat hold on-hold tbd tba nda unreviewed
    under-nda coming-soon submitted top-secret eyes-only only-me awaiting-approval pending-approval
    waiting-for-approval to-be-reviewed not-reviewed not-approved unapproved editors-only
    staff-only members-only internal-only internal-use-only not-final not-finished incomplete
    intranet utkast kladde luonnos 草稿 下書き preliminary vertraulich geheim intern confidentiel
    """
)
"""Values that mean private in any unknown field."""


MARKS = words_of(
    """
    draft drafts private hidden unlisted unpublished wip do-not-publish not-public embargoed
    auto-draft entwurf brouillon borrador bozza work-in-progress in-progress not-ready not-yet
    on-hold needs-review to-review ready-for-review in-review confidential internal internal-only
    todo to-do pending under-nda not-for-publication scheduled dont-publish not-published
    """
)
"""Tags and keywords that hide documents in other systems."""


SAYS_PUBLIC = words_of(
    """
    published publish public live released visible online everyone everybody anyone all world open
    clear accept accepted true yes on publié publie veröffentlicht öffentlich
    """
)


SAYS_YES = words_of("true yes on 1 ja oui si y tak sim да required")


_SAYS_NO = words_of(
    """
    false no off 0 never none nein non n
    """
)


def _word(value: object) -> str:
    """A value as one word: ``Pending review`` becomes ``pending-review``."""
    if isinstance(value, bool) or not isinstance(value, str):
        return ""
    return "-".join(re.findall(r"[^\W_]+", as_seen(value)))


def says(value: object, words: frozenset[str]) -> bool:
    """Whether a value, or one of a list, is one of the words."""
    if isinstance(value, list):
        return any(says(item, words) for item in value)
    return _word(value) in words


def all_say(value: object, words: frozenset[str]) -> bool:
    """Whether a value, or each of a list, is one of the words."""
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(_word(item) in words for item in items)


def says_no(value: object) -> bool:
    """Whether a value means no, or nobody."""
    if value is None or value is False or value in (0, ""):
        return True
    return isinstance(value, str) and (_word(value) in _SAYS_NO or says(value, SAYS_PRIVATE))


def is_date(value: object) -> bool:
    """Whether a value looks like a date or a year."""
    if isinstance(value, int) and not isinstance(value, bool):
        return 1900 <= value <= 2999
    pattern = r"\s*(\d{4}([-/.]\d{1,2}|\s*$)|\d{1,2}[-/. ]+(\d{1,2}|[^\W\d]+)[-/. ,]+\d{2,4}).*"
    return isinstance(value, str) and re.match(pattern, value, re.DOTALL) is not None


def is_note(value: object) -> bool:
    """Whether a text asks editors not to publish."""
    return isinstance(value, str) and PRIVATE_TEXT.search(value) is not None


def is_remark(value: object) -> bool:
    """Whether a short text calls something a draft: ‘0.1-draft’."""
    if isinstance(value, list):
        return any(map(is_remark, value))
    if not isinstance(value, str):
        return False
    seen = as_seen(value)
    is_short = len(re.findall(r"[^\W_]+", seen)) <= _SHORT
    return _REMARK.search(seen) is not None or (is_short and _CALLED.search(seen) is not None)


_SHORT = 3
"""The most words of a text that only calls something a draft."""


_CALLED = re.compile(r"\b(?:drafts?|wip|unpublished|entwurf|brouillon|borrador)\b")


_REMARK = re.compile(
    rf"\b(?:confidential|embargo(?:ed)?|nda|on[ _]hold|vertraulich|confidentiel)\b|^not yet\b"
    r"|\b(?:please )?wait (?:for|until|till)\b"
    r"|^\W*(?:still )?(?:a?waiting|waits) (?:for|until|on)\b|\bhold (?:this|it) back\b"
    rf"|\bthis is (?:an? )?{DRAFT}|[\[(]{DRAFT}[\])]|\b{DRAFT}\W*$(?<=version draft)"
)


def asks_for_no_index(value: object) -> bool:
    """Whether a value asks search engines to skip the page."""
    items = value if isinstance(value, list) else [value]
    words = (word for item in items if isinstance(item, str) for word in re.split(r"[\s,;]+", item))
    return any(_word(word) in {"noindex", "no-index", "none"} for word in words)


_LABEL = re.compile(
    rf"\W*(?:(?:my|private|status|state|post|visibility)\W+)?(?:{DRAFT}|drafts)s?\W*(?:true|yes|\d+)?\W*"
)


def is_marked(value: object) -> bool:
    """Whether one of a field's words marks a draft."""
    if isinstance(value, Mapping):
        return any(_word(name) in MARKS and is_on is not False for name, is_on in value.items())
    if isinstance(value, list):
        return any(map(is_marked, value))
    if not isinstance(value, str):
        return False
    labels = re.split(r"[,;|\n]", value)
    return PRIVATE_TEXT.search(value) is not None or any(
        _word(label) in MARKS or _LABEL.fullmatch(as_seen(label)) for label in labels
    )


def is_marked_text(value: object) -> bool:
    """The same for one text, which other systems split at spaces too."""
    is_text = isinstance(value, str) and not re.search(r"[,;]", value)
    return is_marked(value.split() if is_text and isinstance(value, str) else value)


FLAG_LINE = re.compile(
    r"(?:^|[\n.])[^\S\n]*(?:is[_-]?)?(?:draft|private|hidden|unlisted|unpublished)\s*[:=]{1,2}\s*"
    r"[\"']?(?:true|yes|on|1|ja|y)\b[\"']?\s*(?:$|\n|#)"
    r"|(?:^|[\n.])[^\S\n]*(?:published|publish|public|visible)\s*[:=]{1,2}\s*[\"']?(?:false|no|off|0)\b"
    r"[\"']?\s*(?:$|\n|#)"
    r"|(?:^|[\n.])[^\S\n]*(?:post_?)?(?:status|state|visibility)\s*[:=]{1,2}\s*[\"']?"
    r"(?:draft|private|pending|hidden|future|internal|unlisted|unpublished|scheduled)\b[\"']?"
    r"\s*(?:$|\n|#)",
    re.IGNORECASE,
)
"""A line that is only a flag."""
