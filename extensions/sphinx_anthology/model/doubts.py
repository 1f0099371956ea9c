"""Fields that may mean that a document is to stay private, whatever system they are from.

What may have been meant so is withheld until an editor says what is meant: a leak cannot be
taken back, a page that is missing for a day can.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from sphinx_anthology.model.foreign_fields import foreign_field
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.private_names import PRIVATE_TEXT


def _words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


_PRIVATE = _words(
    """
    expirydate expirationdate embargodate
    draft drafts draught private privat privately hidden hide unlisted internal secret
    confidential classified restricted embargo embargoed embargos wip unpublished unpublish
    unreleased nonpublic protected password passwd passphrase locked paywall paywalled noindex
    scheduled schedule expire expires expired expiry expiration obsolete deleted trashed trash
    removed retracted retract retraction withdrawn withdraw withdrawal withheld takedown offline
    inactive suspended rejected exclude excluded unreviewed unapproved unfinished incomplete
    preliminary memberonly membersonly staffonly todelete nopublish dontpublish donotpublish
    notpublic entwurf brouillon borrador bozza ontwerp rascunho privé prive privado privato
    versteckt caché archived skip skipped ignore ignored disabled underreview inreview
    needsreview awaitingreview
    """
)
"""Words in a name whose only harmless value is ``false``."""

_PUBLIC = _words(
    """
    publishdate publisheddate releasedate
    published publish publishing public publicly visible publishable released listed pubdate
    veröffentlicht öffentlich publié publie publicado pubblicato gepubliceerd
    """
)
"""Words in a name whose only harmless value is ``true``."""

_STATUS = _words(
    """
    status state visibility statut estado stato zustand sichtbarkeit
    """
)
"""Words in a name whose value says who may see a document."""

_STATUS_NAMES = _words(
    """
    access audience stage workflow permission permissions acl viewers readers review approval
    clearance readiness phase sharing
    """
)
"""Whole names of the same kind."""

_SWITCHES = _words(
    """
    show display shown displayed release active enabled enable live ready online approved
    reviewed final finished complete completed done render renders build builds output index
    indexed searchable searched sitemap list include included generate permitted cleared robots
    eleventycollections
    """
)
"""Whole names that withhold where their value says no."""

_CLEARANCES = _words("ready approved reviewed cleared permitted")
"""Those of them that mean the same with other words beside them."""

_TIMES = _words(
    """
    release releases released available availability live online until till after before from
    start starts end ends valid effective goes golive go appear appears opens closes
    """
)
"""Words in a name whose value may be a day on which a document appears or goes."""

_NEGATIONS = _words(
    """
    not no non dont do never un without keep
    """
)
_SAYS_PRIVATE = _words(
    """
    draft drafts private hidden unlisted internal pending future scheduled embargoed unpublished
    secret confidential restricted wip trash trashed deleted withdrawn retracted withheld removed
    inherit auto-draft password protected members staff nobody none never noindex review in-review
    needs-review ready-for-review pending-review in-progress work-in-progress not-ready to-do todo
    unfinished do-not-publish dont-publish not-published not-public non-public not-yet entwurf
    brouillon borrador bozza ontwerp privé prive privado privat
    """
)
"""Values that say so under any name that is not known."""
_MARKS = _words(
    """
    draft drafts private hidden unlisted unpublished wip do-not-publish not-public embargoed
    auto-draft entwurf brouillon
    """
)
"""Tags and key words that editors of other systems hide documents by."""
_SAYS_PUBLIC = _words(
    """
    published publish public live released visible online everyone everybody anyone all world open
    true yes on publié publie veröffentlicht öffentlich
    """
)
_SAYS_NO = _words(
    """
    false no off 0 never none nein non n
    """
)
_HARMLESS = _words(
    """
    nav_exclude search_exclude exclude_from_nav exclude_from_search comment_status ping_status
    open_access publisher publishers publication publications place_of_publication no_search
    nosearch nocomments hide_title hide_toc hide_navigation hide_comments hide_footer hide_header
    hide_edit_link hide_description hide_hero hide_meta sd_hide_title
    """
)
"""Whole names that hold one of the words and say nothing of who may see the document."""

PAGE = "page"
"""The own key of a plain page, which need not be written: ``page: {}``."""

WIDE = _words(
    """
    orphan tocdepth no-search nosearch nocomments myst html_meta html_theme jupytext kernelspec
    mystnb file_format substitutions
    """
)
"""Fields of Sphinx and MyST, of which nothing is looked into."""

POST_FIELDS = _words(
    """
    authors author date tags tag category categories byline abstract doi part articles roles
    origin responds_to former_addresses withdrawn writer writers creator creators posted
    posted_on post_date pub_date pubdate blogpost
    """
)
"""Fields that only a post has, here and elsewhere: a document with them was meant to be one."""

OTHER_FIELDS = _words(
    """
    orcid affiliations affiliation bio photo members parts part_label editors issue event
    announced unpublished
    """
)
"""Fields that only an author's or a series' document has."""


@functools.lru_cache(4096)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of a field's name: camel case, hyphens and underscores part them.

    >>> parts_of("isPublic"), parts_of("publish_date")
    (('is', 'public'), ('publish', 'date'))
    """
    seen = "".join(
        c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf"
    )
    spaced = re.sub(r"(?<=[^\W\dA-Z_])(?=[A-Z])", " ", seen)
    return tuple(re.findall(r"[^\W\d_]+|\d+", spaced.casefold()))


def is_like_draft(name: str) -> bool:
    """Whether a name is ``draft``, or a misspelling of it and not itself a field (``date``)."""
    plain = "".join(parts_of(name))
    if plain == "draft":
        return True
    if plain in {"date", "part", "parts", "tags", "title"}:
        return False
    return difflib.SequenceMatcher(None, plain, "draft").ratio() > 0.66


_LONG = {
    f"{before}{word}": word
    for word in sorted(_PRIVATE | _PUBLIC | {"visibility", "status"})
    for before in ("", "is", "post")
    if len(word) >= 6
}
"""What a word may be a misspelling of, and the word that is in it."""

_OTHER_WORDS = _words("publisher publishers publication publications publicity")
"""Words that begin as one of those does, and mean something else."""


@functools.lru_cache(4096)
def _meant(parts: tuple[str, ...]) -> frozenset[str]:
    """The words that a name has, and those that it may have been a misspelling of."""
    whole = "".join(parts)
    found = {*parts, whole}
    for word in {*parts, whole, whole.removeprefix("is")} - _OTHER_WORDS - _SWITCHES - _TIMES:
        if word in _PRIVATE | _PUBLIC:
            found.add(word)
        elif len(word) >= 5:
            near = difflib.get_close_matches(word, _LONG, 3, cutoff=0.82)
            found.update(_LONG[match] for match in near)
            found.update(known for known in _LONG.values() if word.startswith(known))
    return frozenset(found)


def may_mean_private(name: str, value: object) -> bool:
    """Whether a field that is none of ours may mean that the document is private."""
    parts = parts_of(name)
    whole = "_".join(parts)
    if _is_harmless(name, whole):
        return _says(value, _SAYS_PRIVATE) or _is_note(value)
    words = _meant(parts)
    is_negative = bool(words & _PRIVATE or (words & _PUBLIC and words & _NEGATIONS))
    if _is_note(value) or (words & _PUBLIC and words & _PRIVATE and not {*parts, whole} & _PRIVATE):
        return True  # a misspelling of either
    if is_negative or is_like_draft(name):
        return value is not False
    if words & _PUBLIC:
        return value is not True
    if words & _STATUS or whole in _STATUS_NAMES:
        return value is not True and not _all_say(value, _SAYS_PUBLIC)
    return _says_otherwise(words, value)


def _is_harmless(name: str, whole: str) -> bool:
    """Whether a field is one of another system that says nothing of who may see a document."""
    if whole in _STATUS | _STATUS_NAMES | _SWITCHES:
        return False
    return whole in _HARMLESS or any(foreign_field(one) is not None for one in (name, whole))


def _is_note(value: object) -> bool:
    """Whether a text says to an editor that the document is to stay back."""
    return isinstance(value, str) and PRIVATE_TEXT.search(value) is not None


def _says_otherwise(words: frozenset[str], value: object) -> bool:
    """Whether a field of no such name still says so by its value."""
    is_alone = len(words) == 1 or bool(words & _CLEARANCES)
    is_off = bool(words & _SWITCHES) and is_alone and _says_no(value)
    return is_off or bool(words & _TIMES and _is_date(value)) or _says(value, _SAYS_PRIVATE)


def _word(value: object) -> str:
    """A value as one word: ``Pending review`` is ``pending-review``."""
    if isinstance(value, bool) or not isinstance(value, str):
        return ""
    return "-".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", value).casefold()))


def _says(value: object, words: frozenset[str]) -> bool:
    """Whether a value, or one of a list, is one of the words."""
    if isinstance(value, list):
        return any(_says(item, words) for item in value)
    return _word(value) in words


def _all_say(value: object, words: frozenset[str]) -> bool:
    items = value if isinstance(value, list) else [value]
    return bool(items) and all(_word(item) in words for item in items)


def _says_no(value: object) -> bool:
    if value is None or value is False or value == 0:
        return True
    return isinstance(value, str) and (_word(value) in _SAYS_NO or _says(value, _SAYS_PRIVATE))


def _is_date(value: object) -> bool:
    """Whether a value looks like a day, or like a year to come."""
    if isinstance(value, int) and not isinstance(value, bool):
        return 1900 <= value <= 2999
    pattern = r"\s*(\d{4}([-/.]\d{1,2}|\s*$)|\d{1,2}[-/. ]+(\d{1,2}|[^\W\d]+)[-/. ,]+\d{2,4}).*"
    return isinstance(value, str) and re.match(pattern, value, re.DOTALL) is not None


FLAG_LINE = re.compile(
    r"(?:^|[\n.])[^\S\n]*(?:is[_-]?)?(?:draft|private|hidden|unlisted|unpublished)\s*[:=]\s*"
    r"[\"']?(?:true|yes|on|1|ja|y)\b[\"']?\s*(?:$|\n|#)"
    r"|(?:^|[\n.])[^\S\n]*(?:published|publish|public|visible)\s*[:=]\s*[\"']?(?:false|no|off|0)\b"
    r"[\"']?\s*(?:$|\n|#)"
    r"|(?:^|[\n.])[^\S\n]*(?:post_?)?(?:status|state|visibility)\s*[:=]\s*[\"']?"
    r"(?:draft|private|pending|hidden|future|internal|unlisted|unpublished|scheduled)\b[\"']?"
    r"\s*(?:$|\n|#)",
    re.IGNORECASE,
)
"""A line of text that a flag is, and nothing else."""


LABELS = frozenset({"tags", "keywords"})
"""Fields whose words may be a mark, such as the topic ‘draft’, unless ‘draft’ is stated."""


def doubtful(
    values: Mapping[str, object], kind: str, known: Collection[str], own: Collection[str]
) -> Iterator[Path]:
    """Where front matter may say that its document is private, though not as we do.

    ``known`` are the fields that may stand at the margin, ``own`` those below the own key
    ``kind``. ``draft`` and ``withdrawn`` in their places are not looked at here.
    """
    fields = values.get(kind)
    is_clear = isinstance(fields, Mapping) and isinstance(fields.get("draft"), bool)
    for name, value in values.items():
        if name in WIDE or (name in LABELS and is_clear):
            continue
        if name == kind and isinstance(value, Mapping):
            for inner, inner_value in value.items():
                yield from _of_field(inner, inner_value, (name, inner), inner in own)
        else:
            yield from _of_field(name, value, (name,), name in known or name == kind)


def _of_field(name: str, value: object, path: Path, is_known: bool) -> Iterator[Path]:
    is_flag = not is_known and may_mean_private(name, value)
    if is_flag or (name in LABELS and _says(value, _MARKS)):
        yield path
    else:
        yield from _inside(value, path, names_are_ids=name == "roles")


_INNER = _words(
    """
    key free_until site url date title authors declared relation earlier copies reason role
    affiliations name bio id journal volume number other_titles start end venue place hashtag
    convenors speakers part expected literal given family suffix file alt credit rights web
    institution mastodon bluesky scholar linkedin github wikidata ror department updated kind
    """
)
"""The names of fields within fields."""


def _inside(value: object, path: Path, *, names_are_ids: bool = False) -> Iterator[Path]:
    """The same, of what a field holds."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _inside(item, (*path, place))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if names_are_ids or name in _INNER:
                yield from _inside(inner, (*path, name))
            else:
                yield from _of_field(str(name), inner, (*path, name), is_known=False)
    elif isinstance(value, str) and FLAG_LINE.search(value):
        yield path
