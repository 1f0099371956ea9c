"""Front matter fields that may mean that a document is private, in any system's words.

Such a document is withheld until an editor states what is meant: a leak cannot be undone, a page
that is missing for a day can.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from sphinx_anthology.model.foreign_fields import foreign_field
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.private_values import (
    FLAG_LINE,
    MARKS,
    SAYS_PRIVATE,
    SAYS_PUBLIC,
    SAYS_YES,
    all_say,
    asks_for_no_index,
    is_date,
    is_marked,
    is_marked_text,
    is_note,
    is_remark,
    says,
    says_no,
    words_of,
)
from sphinx_anthology.model.private_words import as_seen

_PRIVATE = words_of(
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
    needsreview awaitingreview onhold notyet comingsoon geheim gesperrt sperrfrist vertraulich
    confidentiel confidencial oculto oculta nascosto verborgen szkic kladde utkast luonnos taslak
    esborrany черновик 草稿 下書き 초안 passcode
    """
)
"""Words in a name that mean private unless the value is ``false``."""

_PRIVATE_NAMES = words_of(
    """
    hold on_hold not_yet not_before nda under_nda wait waiting pending tbd tba blocked stop freeze
    frozen intern coming_soon dont_show no_show only me_only keep_back hold_back
    """
)
"""Whole names that mean private unless the value is ``false``."""

_ON = words_of(
    """
    todo preview test sample dummy placeholder sensitive auth login disable testing needs_work
    headless retired deprecated superseded outdated duplicate declined lock partial stub skeleton
    fixme nopub dnp bin concept nolist
    """
)
"""Whole names that mean private if the value means yes."""

_ADDRESSES = words_of("permalink url slug path")
"""Names of address fields: ``false`` means that there is no page."""
_SHOWN_IN = re.compile(
    r"(?:show|list|include|display)_(?:in|on)_(?:lists?|index|archive|blog|home|site|feed|public)"
)

_DEMANDS = words_of("required require requires needs need awaiting awaits without lacks missing")
_DEMANDED = words_of(
    "login signin auth authentication approval review clearance permission release sign account"
)
"""Words that together demand something before publication."""

_PUBLIC = words_of(
    """
    publishdate publisheddate releasedate
    freigabe freigegeben
    published publish publishing public publicly visible publishable released listed pubdate
    veröffentlicht öffentlich publié publie publicado pubblicato gepubliceerd
    """
)
"""Words in a name that mean private unless the value is ``true``."""

_STATUS = words_of(
    """
    status state visibility statut estado stato zustand sichtbarkeit
    """
)
"""Words in a name whose value states who may see a document."""

_STATUS_NAMES = words_of(
    """
    access audience stage workflow permission permissions acl viewers readers review approval
    clearance readiness phase sharing tlp decision post_access access_rights accessrights
    """
)
"""Whole names whose value states who may see a document."""

_SWITCHES = words_of(
    """
    show display shown displayed release active enabled enable live ready online approved
    reviewed final finished complete completed done render renders build builds output index
    indexed searchable searched sitemap list include included generate permitted cleared robots
    go launched available accepted ok checked proofread copyedited finalised finalized circulate
    shareable listing eleventycollections
    """
)
"""Whole names that mean private if the value means no."""

_CLEARANCES = words_of(
    "ready approved reviewed cleared permitted accepted ok checked proofread copyedited consent"
)
"""Switches that keep their meaning beside other words."""

_TIMES = words_of(
    """
    release releases released available availability live online until till after before from
    start starts end ends valid effective goes golive launch launched go appear appears opens closes
    """
)
"""Words in a name whose value may be a day of publication or removal."""

_VAGUE = words_of("later soon unknown someday when-ready tba tbd")
_NEGATIONS = words_of(
    """
    not no non dont do never un without keep
    """
)
_HARMLESS = words_of(
    """
    nav_exclude search_exclude exclude_from_nav exclude_from_search comment_status ping_status
    open_access publisher publishers publication publications place_of_publication no_search
    nosearch nocomments hide_title hide_toc hide_navigation hide_comments hide_footer hide_header
    hide_edit_link hide_description hide_hero hide_meta sd_hide_title
    """
)
"""Whole names that contain such a word but say nothing about privacy."""

PAGE = "page"
"""The own key of a plain page, which may be omitted: ``page: {}``."""

WIDE = words_of(
    """
    orphan tocdepth no-search nosearch nocomments myst html_meta html_theme jupytext kernelspec
    mystnb file_format substitutions
    """
)
"""Fields of Sphinx and MyST that are not searched."""

POST_FIELDS = words_of(
    """
    authors author date tags tag category categories byline abstract doi part articles roles
    origin responds_to former_addresses withdrawn writer writers creator creators posted
    posted_on post_date pub_date pubdate blogpost
    """
)
"""Fields that only posts have, here or in other systems."""

OTHER_FIELDS = words_of(
    """
    orcid affiliations affiliation bio photo members parts part_label editors issue event
    announced unpublished
    """
)
"""Fields that only authors or series have."""


@functools.lru_cache(4096)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of a field's name, split at camel case, hyphens and underscores.

    >>> parts_of("isPublic"), parts_of("publish_date")
    (('is', 'public'), ('publish', 'date'))
    """
    seen = "".join(
        c for c in unicodedata.normalize("NFKC", name) if unicodedata.category(c) != "Cf"
    )
    spaced = re.sub(r"(?<=[^\W\dA-Z_])(?=[A-Z])", " ", seen)
    return tuple(re.findall(r"[^\W\d_]+|\d+", as_seen(spaced)))


def is_like_draft(name: str) -> bool:
    """Whether a name is ``draft`` or a misspelling of it."""
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
"""Words that may be misspelt, and the word inside each."""

_OTHER_WORDS = words_of("publisher publishers publication publications publicity disable")
"""Words that begin like those but mean something else."""


_LEFT_ALONE = _SWITCHES | _TIMES | _STATUS_NAMES
"""Words that are not misspellings."""


@functools.lru_cache(4096)
def _meant(parts: tuple[str, ...]) -> frozenset[str]:
    """The words in a name, with those that may be misspelt in it."""
    whole = "".join(parts)
    found = {*parts, whole}
    for word in {*parts, whole, whole.removeprefix("is")} - _OTHER_WORDS - _LEFT_ALONE:
        if word in _PRIVATE | _PUBLIC:
            found.add(word)
        elif len(word) >= 5:
            near = difflib.get_close_matches(word, _LONG, 3, cutoff=0.82)
            found.update(_LONG[match] for match in near)
            if word in parts:
                found.update(known for known in _LONG.values() if word.startswith(known))
    return frozenset(found)


def may_mean_private(name: str, value: object) -> bool:
    """Whether another system's field may mean that the document is private."""
    parts = parts_of(name)
    whole = "_".join(parts)
    if "robots" in whole or whole in {"googlebot", "bingbot"}:
        is_off = "noindex" in whole.replace("_", "") and value is True
        return is_off or asks_for_no_index(value) or says(value, SAYS_PRIVATE)
    if _is_harmless(name, whole):
        is_nowhere = whole in _ADDRESSES and value is False
        return is_nowhere or says(value, SAYS_PRIVATE) or is_note(value)
    words = _meant(parts)
    is_denied = words & _NEGATIONS and words & (_PUBLIC | _SWITCHES | {"share"})
    is_negative = bool(words & _PRIVATE or is_denied)
    if is_note(value) or (words & _PUBLIC and words & _PRIVATE and not {*parts, whole} & _PRIVATE):
        return True  # a misspelling of either
    if is_negative or is_like_draft(name) or _is_private_name(parts, whole):
        return value is not False
    if words & _STATUS or whole in _STATUS_NAMES:
        return value is not True and not all_say(value, SAYS_PUBLIC)
    return value is not True if words & _PUBLIC else _says_otherwise(words, whole, value)


def _is_private_name(parts: tuple[str, ...], whole: str) -> bool:
    """Whether a whole name says that readers are excluded."""
    is_demand = bool(_DEMANDS.intersection(parts) and _DEMANDED.intersection(parts))
    return whole in _PRIVATE_NAMES or is_demand or (len(parts) > 1 and parts[-1] == "only")


def _is_harmless(name: str, whole: str) -> bool:
    """Whether another system's field says nothing about privacy."""
    if whole in _STATUS | _STATUS_NAMES | _SWITCHES or whole == "comment":
        return False
    return whole in _HARMLESS or any(foreign_field(one) is not None for one in (name, whole))


def _says_otherwise(words: frozenset[str], whole: str, value: object) -> bool:
    """Whether a field's value says private although its name does not."""
    is_alone = len(words) == 1 or bool(words & _CLEARANCES) or whole.startswith(("is_", "has_"))
    is_alone = is_alone or _SHOWN_IN.fullmatch(whole) is not None
    is_off = bool(words & _SWITCHES) and is_alone and says_no(value)
    is_on = whole.removeprefix("is_") in _ON and (value is True or says(value, SAYS_YES))
    is_dated = bool(words & _TIMES and (is_date(value) or says(value, _VAGUE)))
    return is_off or is_on or is_dated or says(value, SAYS_PRIVATE) or is_remark(value)


LABELS = frozenset({"tags", "keywords"})
"""Fields whose words may mark a draft, unless ‘draft’ is stated."""
_OTHER_LABELS = words_of("tag category categories label labels topics subjects")
"""Other systems' names for such fields."""


def doubtful(
    values: Mapping[str, object], kind: str, known: Collection[str], own: Collection[str]
) -> Iterator[Path]:
    """The paths of values that may mean that a document is private.

    ``known`` are top-level fields, ``own`` those below the own key ``kind``. ``draft`` and
    ``withdrawn`` in their right places are not checked here.
    """
    fields = values.get(kind)
    is_clear = isinstance(fields, Mapping) and isinstance(fields.get("draft"), bool)
    for name, value in values.items():
        if name in LABELS and is_clear:
            continue
        if name in WIDE:
            yield from ((name,) for _ in range(_has_flag(value)))
        elif _is_day_before(name, value, values.get("date")):
            continue
        elif name == kind and isinstance(value, Mapping):
            yield from _other_dates(values, value, name, own)
            for inner, inner_value in value.items():
                yield from _of_field(inner, inner_value, (name, inner), inner in own)
        else:
            yield from _of_field(name, value, (name,), name in known or name == kind)


def _other_dates(
    values: Mapping[str, object], fields: Mapping[str, object], kind: str, own: Collection[str]
) -> Iterator[Path]:
    """Dates in a wrong place that differ from the document's date."""
    date, origin = values.get("date"), fields.get("origin")
    other = fields.get("date")
    if "date" not in own and other is not None and not _is_day_before("published", other, date):
        yield kind, "date"
    if date is None and isinstance(origin, Mapping) and origin.get("date") is not None:
        yield kind, "origin", "date"


def _has_flag(value: object) -> bool:
    """Whether a field of Sphinx or MyST contains a flag: ``html_meta: {draft: true}``."""
    if not isinstance(value, Mapping):
        return False
    return any(
        FLAG_LINE.fullmatch(f"{name}: {str(inner).casefold()}")
        or ("robots" in str(name) and says(inner, SAYS_PRIVATE - {"noindex"}))
        or _has_flag(inner)
        for name, inner in value.items()
    )


_APPEARS = words_of(
    "publish published publishing publication release pubdate publishdate posted pub"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?![\d.])")


def _is_day_before(name: str, value: object, date: object) -> bool:
    """Whether a field only dates the publication on or before the document's date."""
    parts = set(parts_of(name))
    is_beginning = bool(parts & _APPEARS) and parts <= _APPEARS | {"at", "on", "date", "time"}
    if not is_beginning or not isinstance(value, str) or not isinstance(date, str):
        return False
    found, own = _DAY.match(value), _DAY.match(date)
    return found is not None and own is not None and found[0] <= own[0]


_FOLDED = re.compile(
    r"[\s,{\[\"'*_>-]*(?P<name>[^\W\d][\w.-]{0,40}?)[\"'*_]*"
    r"(?P<sign>\s*[:=]\s*|\s+(?=(?:true|yes)\b))(?P<value>[^\s,}\]/]+)[\s\"'},\]]*(?:#.*)?"
)
"""A line of front matter that may be a field of its own."""
_AMID = re.compile(
    r"(?<![\w`‘“\"'-])(?:is[_-]?)?(?:draft|private|hidden|unlisted|unpublished)\s?[:=]"
    r"(?:\s?true|(?:yes|on|1|ja))\b"
)


def folded_flags(block: Sequence[str], keys: Collection[tuple[int, str]]) -> Iterator[int]:
    """The indexes of lines that look like a flag but belong to another value.

    ``keys`` are the fields that YAML found, as (line index, name). ``draft:true`` without a space
    is not a field.
    """
    for place, line in enumerate(block):
        seen = as_seen(re.split(r"(?:^|\s)#", line, maxsplit=1)[0])
        names = {as_seen(name) for number, name in keys if number == place}
        if _is_folded(seen, names) or any(
            not re.search(r"(?:draft|private|hidden|unlisted|unpublished)", " ".join(names))
            for _ in _AMID.finditer(seen)
        ):
            yield place


def _is_folded(line: str, names: Collection[str]) -> bool:
    match = _FOLDED.fullmatch(line)
    if match is None or line.lstrip().startswith("#") or match["name"] in names:
        return False
    value = match["value"].strip("\"'")
    if match["sign"].strip() != match["sign"] and "=" not in match["sign"]:
        return FLAG_LINE.fullmatch(f"{match['name']}: {value}") is not None
    found = {"true": True, "false": False, "null": None, "~": None}.get(value, value)
    return may_mean_private(match["name"], found)


_OF_WORDS = words_of("kind part license language updated date origin thumbnail relation")
"""Our fields without words of text, so that ‘draft’ in them is a flag."""


def _of_field(name: str, value: object, path: Path, is_known: bool) -> Iterator[Path]:
    is_flag = not is_known and may_mean_private(name, value)
    is_label = name in LABELS or (not is_known and "_".join(parts_of(name)) in _OTHER_LABELS)
    is_wrong = is_known and name in _OF_WORDS and says(value, MARKS)
    if is_flag or is_wrong or (is_label and (is_marked(value) or is_marked_text(value))):
        yield path
    else:
        yield from _inside(value, path, names_are_ids=name == "roles")


_INNER = words_of(
    """
    key free_until site url date title authors declared relation earlier copies reason role
    affiliations name bio id journal volume number other_titles start end venue place hashtag
    convenors speakers part expected literal given family suffix file alt credit rights web
    institution mastodon bluesky scholar linkedin github wikidata ror department updated kind
    """
)
"""The names of nested fields."""


def _inside(value: object, path: Path, *, names_are_ids: bool = False) -> Iterator[Path]:
    """The doubtful paths inside a value."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from _inside(item, (*path, place))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name in _OF_WORDS and says(inner, MARKS):
                yield (*path, name)
            elif names_are_ids or name in _INNER:
                yield from _inside(inner, (*path, name))
            else:
                yield from _of_field(str(name), inner, (*path, name), is_known=False)
    elif isinstance(value, str) and FLAG_LINE.search(value):
        yield path
