"""Bylines: names with addresses, footnote marks and affiliations, and texts with several names."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Sequence

from sphinx_anthology.model import identifiers, names
from sphinx_anthology.model import name_words as words_of
from sphinx_anthology.model.problem import quoted, yaml_text
from sphinx_anthology.model.suggestions import plain_id

_ORCID = re.compile(
    r"\(?(?:orcid:?\s*)?(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\b\)?", re.IGNORECASE
)
_ADDRESS = re.compile(r"[(<\[]?(https?://[^\s)>\]]+)[)>\]]?")
_EMAIL = re.compile(r"[(<\[]?(?:mailto:)?[^\s@(<\[]+@[^\s@.]+(?:\.[^\s@.)>\],;]+)+[)>\],;]?")
_BEFORE = re.compile(
    r"^(?:(?:written|posted|guest post|a post|blog)\s+by|by|authors?\s*:|text\s*:|byline\s*:)\s+",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"(?<=[^\W\d_]|[.])\s?(?:\\?[*†‡§¶¹²³⁰⁴-⁹]|\^[\w,* ]{1,6}\^|<sup>[^<>]{1,9}</sup>"
    r"|\[\^\w{1,9}\])+"
    r"(?=$|[\s,;])"
)
_LINK = re.compile(
    r"\[\[(?:[^\[\]|]*\|)?(?P<wiki>[^\[\]|]+)\]\]"
    r"|\[(?P<text>[^\[\]^]+)\](?=\()"
)
_PLACE = re.compile(r"^(?P<name>[^(]+?)\s*\((?P<place>[^()]+)\)$")
_HANDLE = re.compile(r"\(?(?<!\S)\(?@\w+\)?")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dc.dataclass(frozen=True, slots=True)
class Byline:
    """A name, and the facts that were written beside it."""

    name: str
    orcid: str = ""
    url: str = ""
    affiliation: str = ""

    def list_item(self) -> str:
        """The person as a list item in YAML, to copy."""
        parts = [f"name: {yaml_text(self.name)}"]
        if self.affiliation:
            parts.append(f"affiliations: [{yaml_text(self.affiliation)}]")
        if self.orcid:
            parts.append(f"orcid: {self.orcid}")
        if self.url:
            parts.append(f'url: "{self.url}"')
        return f"{{{', '.join(parts)}}}"


def byline(text: str) -> Byline | None:
    """The parts of a text that holds more than a name, else :data:`None`.

    >>> byline("By Jane Doe¹ (University of X) <jane@x.org>").list_item()
    '{name: Jane Doe, affiliations: [University of X]}'
    >>> byline("Jane Doe https://orcid.org/0000-0002-1825-0097").orcid
    '0000-0002-1825-0097'
    """
    plain = " ".join(_INVISIBLE.sub("", text).split())
    plain = _LINK.sub(lambda match: match["wiki"] or f"{match['text']} ", plain)
    orcid = orcid_of(plain)
    name = _ORCID.sub(" ", plain) if orcid else plain
    url = found[1] if (found := _ADDRESS.search(name)) else ""
    name = _HANDLE.sub(" ", _EMAIL.sub(" ", _ADDRESS.sub(" ", name)))
    name = _MARK.sub("", _BEFORE.sub("", " ".join(name.split())))
    name = _without_ends(name)
    place = _PLACE.match(name)
    affiliation = place["place"] if place and _is_place(place["place"]) else ""
    if place and affiliation:
        name = place["name"]
    if not any(c.isalpha() for c in name) or name == " ".join(text.split()):
        return None
    return Byline(name, orcid, url, affiliation)


def is_address(text: str) -> bool:
    """Whether a text is only an address, an e-mail address or an ORCID iD."""
    return any(form.fullmatch(text.strip()) for form in (_EMAIL, _ADDRESS, _ORCID))


def orcid_of(text: str) -> str:
    """The valid ORCID iD in a text; empty if there is none."""
    found = _ORCID.search(text)
    if not found:
        return ""
    try:
        return identifiers.orcid(found[1].upper())
    except ValueError:
        return ""


_SHORT_END = re.compile(r"\b\w{1,2}\.$|\.\w+\.$")


def _without_ends(name: str) -> str:
    """A name without list punctuation around it; full stops of abbreviations stay."""
    name = name.strip(" ,;:|•·–—")
    last = name.rpartition(" ")[2]
    is_short = (
        _SHORT_END.search(name) or names.is_suffix(last) or names.without_others(name) != name
    )
    return name if is_short or names.is_company(last) else name.rstrip(".")


def _is_place(text: str) -> bool:
    words = {word.strip(".,").casefold() for word in text.split()}
    return not words.isdisjoint(words_of.ORGANISATIONS)


_SPACES = re.compile(r"[^\S\n]+")
_STRONG = re.compile(r"\s*[;\n|]\s*(?![^\[\]]*\])|\s+[•·]\s+")
_AND = r"(?:and|und|et(?!\s+al\b)|y|og|och|with|mit|avec|con)\s+"
_WEAK = re.compile(rf"\s*,\s*(?:{_AND}|&\s*)?|\s+{_AND}|\s+/\s+|\s*&\s*|\s+[–—+]\s+", re.IGNORECASE)
_SLASH = re.compile(r"(?<=[\w-])/(?=[\w-])")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_INITIALS = re.compile(r"(?:\s|^)(?:[A-Z][.-]?\s?){1,3}$")


def split_people(text: str, ids: Iterable[str] = (), *, is_bare: bool = False) -> tuple[str, ...]:
    """The people in one text, if it surely names several.

    ``is_bare`` says that the text stands in place of a list. A single comma between two long names
    may invert one name, so it separates people only there.

    >>> split_people("jane-doe, kim-lee and Ann Roe")
    ('jane-doe', 'kim-lee', 'Ann Roe')
    >>> split_people("García Márquez, Gabriel"), split_people("Smith, Jones and Partners")
    (('García Márquez, Gabriel',), ('Smith, Jones and Partners',))
    >>> split_people("Doe, J., Roe, R. & Low, K.")
    ('Doe, J.', 'Roe, R.', 'Low, K.')
    """
    whole = _SPACES.sub(" ", text).strip().removeprefix("[").removesuffix("]")
    strong = [part for part in _STRONG.split(whole) if part]
    if len(strong) > 1:
        return tuple(p for part in strong for p in split_people(part, ids, is_bare=is_bare))
    known, words = frozenset(ids), whole.split()
    if len(words) > 1 and all(w in known or ("-" in w and names.is_id(w)) for w in words):
        return tuple(words)
    parts = _with_suffixes(_parted(_BEFORE.sub("", whole), known))
    if pairs := _turned_pairs(parts):
        return pairs
    if len(parts) < 2 or not _are_people(parts, known):
        return (text,)
    only_comma = len(parts) == 2 and re.fullmatch(r"[^,]*,[^,]*", whole) is not None
    is_certain = is_bare or not only_comma or _are_several(parts, known)
    return tuple(parts) if is_certain and not _is_turned(parts, only_comma) else (text,)


def _parted(whole: str, known: frozenset[str]) -> list[str]:
    """The parts of a list; brackets, paths and addresses are not split."""
    whole = whole.replace("\0", "")
    kept = _IN_BRACKETS.findall(whole)
    parts = [part for part in _WEAK.split(_IN_BRACKETS.sub("\0", whole)) if part.strip()]
    brackets = iter(kept)
    parts = [re.sub("\0", lambda _: next(brackets), part).strip() for part in parts]
    return [piece for part in parts for piece in _without_slash(part, known)]


def _without_slash(part: str, known: frozenset[str]) -> list[str]:
    is_whole = "://" in part or "(" in part or plain_id(part, known)
    return [part] if is_whole else [piece for piece in _SLASH.split(part) if piece]


def _turned_pairs(parts: Sequence[str]) -> tuple[str, ...]:
    """People in a list such as ‘Doe, J., Roe, R.’: family and given names in turn."""
    families, given = parts[::2], parts[1::2]
    if len(parts) < 4 or len(families) != len(given):
        return ()
    are_families = all(len(names.without_particles(f).split()) == 1 for f in families)
    are_given = all(_INITIALS.search(p) or len(p.split()) == 1 for p in given)
    are_words = all(part[0].isalpha() and not names.is_id(part) for part in parts)
    if not (are_families and are_given and are_words):
        return ()
    return tuple(f"{one}, {other}" for one, other in zip(families, given, strict=True))


def _with_suffixes(parts: Sequence[str]) -> list[str]:
    """The parts of a list, with degrees and addresses joined to their names."""
    found: list[str] = []
    for part in parts:
        belongs = names.is_suffix(part) or any(
            f.fullmatch(part) for f in (_EMAIL, _ADDRESS, _ORCID)
        )
        if found and belongs:
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found


def _are_people(parts: Sequence[str], known: frozenset[str]) -> bool:
    """Whether each part is an id or a person's name of several words."""
    return all(
        part in known
        or names.is_id(part)
        or names.is_nobody(part)
        or plain_id(part, known)
        or names.split_name(part).given
        or ((said := byline(part)) and names.split_name(said.name).given)
        for part in parts
    )


def _are_several(parts: Sequence[str], known: frozenset[str]) -> bool:
    """Whether two parts with a comma between them are two people."""
    if any(p in known or names.is_id(p) or plain_id(p, known) or byline(p) for p in parts):
        return True
    first, second = parts
    both_turned = _INITIALS.search(first) and _INITIALS.search(second)
    return bool(both_turned) or names.without_others(second) != second


def _is_turned(parts: Sequence[str], only_comma: bool) -> bool:
    """Whether two parts are one inverted name: family name, given names."""
    if not only_comma or any(names.is_id(part) for part in parts):
        return False
    first, second = parts
    if names.without_others(second) != second or _INITIALS.search(first):
        return False
    return first[0].islower() or re.search(r"\b\w\.?$", second) is not None


def ambiguity(text: str, form: str) -> str:
    """The question about a name with two readings; empty for a clear name.

    ``form`` is the YAML to write, with ``{}`` for the name in parts.
    """
    other = names.other_reading(text)
    if other is not None:
        read = names.split_name(text)
        return (
            f"{quoted(text)} is read with the family name ‘{read.family}’, which may be wrong. "
            f"Write {form.format(_in_parts(other))} or {form.format(_in_parts(read))}."
        )
    return _unclear_group(text, form) or _unclear_comma(text, form) or _in_capitals(text, form)


_PLACE_AFTER = re.compile(r"\s*,\s*|\s+[–—-]\s+|\s+(?:at|from)\s+")
_ONE_FAMILY = re.compile(r"(?P<first>[A-Z][\w.-]*[a-z.])\s+(?:and|&|und|et|y)\s+(?P<second>\S.*)")


def _unclear_group(text: str, form: str) -> str:
    """The question about a group's name that begins like a person's."""
    if not names.split_name(text).literal:
        return ""
    group = form.format(f"{{literal: {yaml_text(text)}}}")
    lead = f"{quoted(text)} is taken for the name of a group."
    if (joint := _ONE_FAMILY.fullmatch(text)) and _is_person(joint["second"]):
        first = f"{joint['first']} {names.split_name(joint['second']).family}"
        listed = f"[{list_item(first)}, {list_item(joint['second'])}]"
        return f"{lead} For two people write {listed}; for a group {group}."
    main, *after = _PLACE_AFTER.split(text, maxsplit=1)
    if not after or not _is_person(main):
        return ""
    return (
        f"{lead} For a person at an institution write "
        f"{{name: {yaml_text(main)}, affiliations: [{yaml_text(after[0])}]}}; for a group {group}."
    )


def _is_person(text: str) -> bool:
    name = names.split_name(text)
    return bool(name.given) and not name.literal and not _is_place(text)


def _unclear_comma(text: str, form: str) -> str:
    """The question about an inverted name that may be two: ‘Jane Roe, Kim Low’."""
    read, parts = names.split_name(text), [part.strip() for part in text.split(",")]
    is_one = read.literal or read.suffix or names.without_others(text) != text
    if is_one or len(parts) != 2 or min(len(p.split()) for p in parts) < 2:
        return ""
    is_family = parts[0][0].islower() or names.is_two_family_names(parts[0])
    if is_family or _INITIALS.search(parts[1]):
        return ""
    listed = ", ".join(map(list_item, parts))
    return (
        f"{quoted(text)} is read as one name, with the family name ‘{read.family}’. For two people "
        f"write [{listed}]; for one {form.format(_in_parts(read))}."
    )


def _in_capitals(text: str, form: str) -> str:
    """The question about a name in capitals."""
    read = names.split_name(text)
    words = f"{read.given} {read.family}".split()
    if read.literal or not read.given or not all(w.isupper() and len(w) > 2 for w in words):
        return ""
    name = dc.replace(read, given=read.given.title(), family=read.family.title())
    lead = f"{quoted(text)} is in capitals, and will be cited like that."
    return f"{lead} Write {form.format(_in_parts(name))}."


def _in_parts(name: names.Name) -> str:
    given = f"given: {yaml_text(name.given)}, " if name.given else ""
    suffix = f", suffix: {yaml_text(name.suffix)}" if name.suffix else ""
    return f"{{{given}family: {yaml_text(name.family)}{suffix}}}"


def list_item(text: str) -> str:
    """A person as a list item in YAML: an id, or a guest."""
    return text if names.is_id(text) else f"{{name: {yaml_text(text)}}}"
