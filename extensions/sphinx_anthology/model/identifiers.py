"""Identifiers, checked by check digit if the standard has one, else by form.

Each function takes text as an editor types it, with or without the resolver's address, and gives
the identifier in its canonical form. It raises :exc:`ValueError` with what was expected if the text
is no such identifier.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from sphinx_anthology.model.problem import WrongValue, quoted

_LANGUAGE = re.compile(
    r"(?P<language>[a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(-[a-z]{4})?"  # script
    r"(-([a-z]{2}|\d{3}))?"  # region
    r"(-([a-z\d]{5,8}|\d[a-z\d]{3}))*"  # variants
    r"(-[a-wy-z\d](-[a-z\d]{2,8})+)*"  # extensions
    r"(-x(-[a-z\d]{1,8})+)?",  # private use
    re.IGNORECASE,
)
_ORCID_BLOCKS = (range(15_000_000, 35_000_001), range(900_000_000_000, 900_100_000_001))
"""The numbers, without check digit, that ISNI reserves for ORCID."""
_ROR = re.compile(r"(https?://ror\.org/)?(?P<id>0[0-9a-hj-km-np-tv-z]{6}\d{2})", re.IGNORECASE)
_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


_AROUND = re.compile(
    r"^(?:https?://)?(?:www\.)?(?:(?:dx\.)?doi\.org/|ror\.org/|orcid\.org/|portal\.issn\.org/"
    r"resource/issn/)|^(?:e-?|p-?)?(?:orcid(?:\s*id)?|issn|doi|ror)\b\s*[:=]?\s*|[/.,;\s]+$",
    re.IGNORECASE,
)
"""An identifier's name or resolver before it, and a slash or full stop after it."""
_LONGEST = 200
"""The most characters of a text in which an identifier is looked for."""
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def _wrong(message: str, text: str, check: Callable[[str], str]) -> WrongValue:
    """The refusal of a text, with the identifier that it surely means.

    >>> _wrong("No.", "ORCID: 0000‑0002‑1825‑0097", orcid).write
    '0000-0002-1825-0097'
    >>> str(_wrong("It is no ISSN", "ISSN 2049-3630", issn))
    'It is no ISSN; write 2049-3630'
    """
    if len(text) > _LONGEST:
        return WrongValue(message)
    plain = text.translate(_DASHES | _UNSEEN).strip("\"'“”‘’<>()[] \u00a0")
    plain = _AROUND.sub("", _AROUND.sub("", plain))
    try:
        found = check(plain) if plain != text else ""
    except ValueError:
        found = ""
    return WrongValue(f"{message}; write {found}" if found else message, found)


def orcid(text: str) -> str:
    """An ORCID iD: ``0000-0002-1825-0097`` (ISO 7064 MOD 11-2).

    >>> orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    bare = re.sub(r"^(https?://)?(www\.)?orcid\.org/", "", text.strip(), flags=re.IGNORECASE)
    digits = re.sub("[- ]", "", bare.rstrip("/")).upper()
    if not re.fullmatch("[0-9]{15}[0-9X]", digits) or not _is_orcid(digits):
        message = f"{quoted(text)} is not an ORCID iD (the check digit or the form is wrong)"
        raise _wrong(message, text, orcid)
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def _is_orcid(digits: str) -> bool:
    """Whether 16 digits are in ORCID's range, with a right check digit.

    >>> _is_orcid("0000000218250097"), _is_orcid("0000000218250098")
    (True, False)
    """
    number = int(digits[:-1])
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "0123456789X"[check] == digits[-1] and any(number in block for block in _ORCID_BLOCKS)


def issn(text: str) -> str:
    """An ISSN: ``2049-3630`` (ISO 3297, modulus 11).

    >>> issn("20493630")
    '2049-3630'
    """
    digits = text.strip().upper().replace("-", "")
    if not re.fullmatch(r"[0-9]{7}[0-9X]", digits) or not _is_issn(digits):
        message = f"{quoted(text)} is not an ISSN (the check digit or the form is wrong)"
        raise _wrong(message, text, issn)
    return f"{digits[:4]}-{digits[4:]}"


def _is_issn(digits: str) -> bool:
    """Whether the check digit of an ISSN is right: weights 8 to 1, ``X`` is 10.

    >>> _is_issn("20493630"), _is_issn("20493631")
    (True, False)
    """
    values = ["0123456789X".index(digit) for digit in digits]
    return sum((8 - place) * value for place, value in enumerate(values)) % 11 == 0


def doi(text: str) -> str:
    """A DOI without its resolver: ``10.1332/030557321X16…`` (DOI Handbook 2.2).

    >>> doi("https://doi.org/10.5555/12345678")
    '10.5555/12345678'
    """
    bare = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", text.strip(), flags=re.IGNORECASE)
    if not re.fullmatch(r"10\.[0-9]{4,9}(\.[0-9]+)*/[^\s\"<>]+", bare):
        message = f"{quoted(text)} is not a DOI; one looks like ‘10.1332/030557321X’"
        raise _wrong(message, text, doi)
    return bare


def ror(text: str) -> str:
    """A ROR address: ``https://ror.org/05dxps055`` (ISO 7064 MOD 97-10).

    >>> ror("05dxps055")
    'https://ror.org/05dxps055'
    """
    match = _ROR.fullmatch(text.strip())
    if match is None or not text.isascii() or not _ror_check(match["id"].lower()):
        message = f"{quoted(text)} is not a ROR id; one looks like ‘https://ror.org/05dxps055’"
        raise _wrong(message, text, ror)
    return f"https://ror.org/{match['id'].lower()}"


def _ror_check(identifier: str) -> bool:
    """Whether the check digits of a bare ROR id are right (Crockford's base 32)."""
    number = 0
    for letter in identifier[:-2]:
        number = number * 32 + _CROCKFORD.index(letter)
    return 98 - (number * 100) % 97 == int(identifier[-2:])


_CODES = (
    "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffi"
    "fjfofrfygagdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkw"
    "kylalblglilnloltlulvmgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnro"
    "rurwsascsdsesgsiskslsmsnsosqsrssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyi"
    "yozazhzu"
)
_TWO_LETTERS = frozenset(_CODES[i : i + 2] for i in range(0, len(_CODES), 2))
"""Language codes of ISO 639-1; ISO 639-3 has thousands more."""
_NAMES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "italiano": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "nederlands": "nl",
}
_MOST_OF_A_TAG = 35
"""The most characters of a language tag (RFC 5646, section 4.4.1)."""


def language(text: str) -> str:
    """A language tag: ``en``, ``pt-BR``, ``zh-Hant`` (BCP 47, RFC 5646 section 2.1).

    >>> language("pt-BR")
    'pt-BR'
    """
    if not text.isascii() or not _LANGUAGE.fullmatch(text):
        raise _no_language(text)
    first = text.partition("-")[0].lower()
    is_known = first in _TWO_LETTERS if len(first) == 2 else len(first) == 3
    if not is_known or len(text) > _MOST_OF_A_TAG:
        raise _no_language(text)
    return text


def _no_language(text: str) -> WrongValue:
    plain = text.strip().replace("_", "-")
    is_tag = plain != text and text.isascii() and _LANGUAGE.fullmatch(plain)
    if known := _NAMES.get(text.strip().lower()) or (plain if is_tag else ""):
        return WrongValue(f"{quoted(text)} is not a language tag; write ‘{known}’", known)
    return WrongValue(
        f"{quoted(text)} is not a language tag; one looks like ‘en’ or ‘pt-BR’ (BCP 47)"
    )


def spdx(text: str) -> str:
    """A licence as an SPDX expression: ``CC-BY-4.0``.

    >>> spdx("cc-by-4.0")
    'CC-BY-4.0'
    """
    try:
        return str(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        advice = _licence_to_write(text)
        is_plain = len(text) <= _LONGEST and _ONLY_A_LICENCE.fullmatch(text)
        found = re.fullmatch("write ‘([^’]+)’", advice) if is_plain else None
        message = f"{quoted(text)} is not an SPDX licence; {advice}"
        raise WrongValue(message, found[1] if found else "") from None


RESERVED = "LicenseRef-All-Rights-Reserved"
_NO_LICENCE = re.compile(
    r"©|\(c\)|copyright|reserved|vorbehalten|réservés|reservados|proprietary|\bnone\b|\bno\b"
    r"|\bnot\b|\ball rights\b",
    re.IGNORECASE,
)
_TERMS = {
    "by": r"\bby\b|attribution|namensnennung",
    "nc": r"\bnc\b|non-?\s?commercial",
    "nd": r"\bnd\b|no-?\s?deriv",
    "sa": r"\bsa\b|share-?\s?alike",
}

_ONLY_A_LICENCE = re.compile(
    r"(?:cc|creative ?commons|by|attribution|nc|non-?\s?commercial|nd|no-?\s?deriv(?:ative)?s?|sa"
    r"|share-?\s?alike|zero|0|\d\.\d|international|licen[cs]e|[\s_/\u2010-\u2015-])+",
    re.IGNORECASE,
)
"""A text with the words of one licence, and no others, such as “not” or a country."""


def _licence_to_write(text: str) -> str:
    """The advice for a licence that SPDX does not list."""
    plain = " ".join(re.sub(r"[_/\s\u2010-\u2015-]+", " ", text).split()).lower()
    if re.search(r"\bcc ?0\b|\bcc ?zero\b|publicdomain zero", plain):
        return "write ‘CC0-1.0’"
    terms = "-".join(name for name, sign in _TERMS.items() if re.search(sign, plain)).upper()
    if terms.startswith("BY") and re.search(r"\bcc|creative ?commons", plain):
        version = re.search(r"\b\d\.\d\b", plain)
        if version is None:
            return f"with its version, it is ‘CC-{terms}-4.0’ or ‘CC-{terms}-3.0’"
        return f"write ‘CC-{terms}-{version[0]}’"
    if _NO_LICENCE.search(text):
        return f"where all rights are reserved, write ‘{RESERVED}’"
    return "one looks like ‘CC-BY-4.0’"


def licence_name(expression: str) -> str:
    """A licence as readers know it; SPDX's ``LicenseRef-`` prefix is removed.

    >>> licence_name("LicenseRef-All-Rights-Reserved"), licence_name("CC-BY-NC-4.0")
    ('All Rights Reserved', 'CC BY-NC 4.0')
    """
    if expression == "CC0-1.0":
        return "CC0 1.0"
    if match := _COMMONS.fullmatch(expression):
        return " ".join(filter(None, ("CC", *match.groups())))
    own = expression.removeprefix("LicenseRef-")
    return expression if own == expression or " " in own else own.replace("-", " ")


_COMMONS = re.compile(r"CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)(?:-([A-Z]{2}|IGO))?")
"""Creative Commons licences in SPDX's list: terms, version, country."""


def license_address(expression: str) -> str:
    """The address of a Creative Commons licence; empty for other licences.

    >>> license_address("CC-BY-NC-4.0")
    'https://creativecommons.org/licenses/by-nc/4.0/'
    >>> license_address("MIT")
    ''
    """
    if expression == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    match = _COMMONS.fullmatch(expression)
    if match is None:
        return ""
    parts = "/".join(part.lower() for part in match.groups() if part)
    return f"https://creativecommons.org/licenses/{parts}/"
