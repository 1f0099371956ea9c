"""Lists of people in BibTeX fields, as editors really write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pybtex.bibtex.utils import split_name_list

from sphinx_anthology.model import names
from sphinx_anthology.model.byline_texts import ambiguity, byline, split_people

_LIBRARY = re.compile(r"(?P<family>[^\d,]*[^\W\d_]{2,}) (?P<initials>[A-Z](?:[.-]?[A-Z]){0,2}\.?)")
"""A name in the form of medical libraries: ‘Doe JA’."""
_GENERATION = re.compile(r"(?P<family>[^,]+) (?P<suffix>Jr\.?|Sr\.?|I{2,3}|IV), (?P<given>[^,]+)")
_PARTS = re.compile(r"(family|given|prefix|suffix|useprefix|\w+-i)\s*=\s*")


def split_field(value: str) -> tuple[list[str], list[str]]:
    """The people of a field in BibTeX's form, and the messages about them.

    >>> split_field("Doe, Jane; Roe, Ann")[0], split_field("Doe, J., Roe, R.")[0]
    (['Doe, Jane', 'Roe, Ann'], ['Doe, J.', 'Roe, R.'])
    >>> split_field("Jane Doe et al.")[0], split_field("World Health Organization")[0]
    (['Jane Doe', 'others'], ['{World Health Organization}'])
    """
    told: list[str] = []
    value = " ".join(value.split())
    stated = [part.strip() for part in split_name_list(value)]
    found = [one for part in stated for one in _people_between_ands(part, told)]
    found = [one for one in found if re.sub(r"[{}~\s,]", "", one)]
    if any(_PARTS.match(part) for part in stated):
        return found, told
    if found != [part for part in stated if part] and not told:
        listed = " and ".join(found)
        told.insert(0, f"BibTeX reads these people otherwise. Write {{field}} = {{{listed}}},")
    return found, [*told, *_ambiguities(found)]


def _ambiguities(found: Sequence[str]) -> Iterator[str]:
    """Questions about names that have two readings."""
    are_turned = len(found) > 1 and all("," in one or one[:1] == "{" for one in found)
    for one in found:
        other, read = names.other_reading(one), names.split_name(one)
        if other is not None and other.given:
            yield (
                f"‘{one}’ is read with the family name ‘{read.family}’, which may be wrong. Write "
                f"{other.family}, {other.given} or {read.family}, {read.given}."
            )
        elif not are_turned and "," in one and ambiguity(one, "{}"):
            two = " and ".join(part.strip() for part in one.split(","))
            yield f"‘{one}’ is read as one person. For two people write {two}."


def _people_between_ands(part: str, told: list[str]) -> Iterator[str]:
    """The people in a text between two ‘and’."""
    part = re.sub(r"^(?:and\s+)+|(?:\s+and)+$", "", part, flags=re.IGNORECASE)
    if _PARTS.match(part):
        yield _biblatex_name(part)
    elif "{" in part or "\\" in part.replace("\\&", ""):
        yield part
    else:
        sign = "\\&" if "\\&" in part else "&"
        for one in _people_of_text(part.replace("\\&", "&").replace("%", " "), told):
            yield one.replace("&", sign)


def _people_of_text(part: str, told: list[str]) -> Iterator[str]:
    part = part.replace("...", " ").replace("…", " ").strip(" ,")
    without = names.without_others(part)
    has_others = without != part and not names.is_nobody(part)
    several = split_people(without, is_bare=part[len(without) :].startswith(","))
    matches = [_LIBRARY.fullmatch(one) for one in several]
    if len(several) > 1 and all(matches):
        several = tuple(f"{m['family']}, {m['initials']}" for m in matches if m)
    for one in several:
        yield _one_name(" ".join(one.split()), told)
    if has_others:
        yield "others"


def _one_name(text: str, told: list[str]) -> str:
    """One name; a group's name in braces, ``others`` for no name."""
    if names.is_nobody(text):
        return "others"
    said = None if "," in text else byline(text)
    text = said.name if said else text
    read = names.split_name(text)
    if read.literal and len(text.split()) > 1:
        if "," in text:
            told.append(
                f"‘{text}’ is taken for the name of a group. Put ‘and’ between people: {{field}} = "
                "{Doe, Jane and Lee, Kim},"
            )
        return f"{{{text}}}"
    generation = _GENERATION.fullmatch(text)
    if generation:
        return f"{generation['family']}, {generation['suffix']}, {generation['given']}"
    return text


def _biblatex_name(part: str) -> str:
    """A name in biblatex's form: ‘family=Berg, given=Jan, prefix=van der’."""
    stated = {}
    for piece in re.split(r"\s*,\s*(?=[\w-]+\s*=)", part):
        name, _, value = piece.partition("=")
        stated[name.strip()] = value.strip().strip('"')
    family = " ".join(filter(None, (stated.get("prefix", ""), stated.get("family", ""))))
    return ", ".join(filter(None, (family, stated.get("suffix", ""), stated.get("given", ""))))
