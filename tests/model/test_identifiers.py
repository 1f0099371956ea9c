"""Identifiers: canonical forms, check digits, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sphinx_anthology.model import identifiers

CHECKS: tuple[Callable[[str], str], ...] = (
    identifiers.orcid,
    identifiers.issn,
    identifiers.doi,
    identifiers.ror,
    identifiers.language,
    identifiers.spdx,
)


def _orcid(number: int) -> str:
    """The ORCID iD of a number of 15 digits (ISO 7064 MOD 11-2), worked out by the book."""
    total = 0
    for digit in f"{number:015}":
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    digits = f"{number:015}{'X' if rest == 10 else rest}"
    return "-".join(digits[i : i + 4] for i in range(0, 16, 4))


# the blocks of numbers that ORCID was given
orcids = (st.integers(15_000_000, 35_000_000) | st.integers(900_000_000_000, 900_100_000_000)).map(
    _orcid
)
# what the names of others are taken from
outside = (
    st.integers(0, 14_999_999)
    | st.integers(35_000_001, 899_999_999_999)
    | st.integers(900_100_000_001, 999_999_999_999_999)
).map(_orcid)


def _issn(number: int) -> str:
    """The ISSN of a number of 7 digits (ISO 3297, annex A), worked out by the book."""
    digits = f"{number:07}"
    rest = -sum(int(digit) * weight for digit, weight in zip(digits, range(8, 1, -1), strict=True))
    return f"{digits[:4]}-{digits[4:]}{'X' if rest % 11 == 10 else rest % 11}"


issns = st.integers(0, 9_999_999).map(_issn)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("http://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("0000 0002 1825 0097", "0000-0002-1825-0097"),
        (" 0000-0002-1825-0097 ", "0000-0002-1825-0097"),
        ("orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://www.orcid.org/0000-0002-1825-0097/", "0000-0002-1825-0097"),
        ("0000-0002-1694-233X", "0000-0002-1694-233X"),
    ],
)
def test_orcid_has_one_canonical_form(text: str, canonical: str) -> None:
    """An ORCID iD is given as four groups of four, without the resolver."""
    assert identifiers.orcid(text) == canonical


def test_check_digit_x_of_an_orcid_is_a_capital() -> None:
    """An iD typed with a small x is the same iD: two documents with it have one ORCID."""
    assert identifiers.orcid("0000-0002-1694-233x") == "0000-0002-1694-233X"


@given(orcids)
def test_every_orcid_with_its_check_digit_is_taken(orcid: str) -> None:
    """An iD of ORCID's block whose check digit is right is one, and is canonical already."""
    assert identifiers.orcid(orcid) == orcid


@given(orcids, st.integers(0, 14), st.integers(1, 9))
def test_orcid_with_one_wrong_digit_is_refused(orcid: str, place: int, shift: int) -> None:
    """One digit that is another one makes the check digit wrong."""
    digits = orcid.replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    with pytest.raises(ValueError, match="is not an ORCID iD"):
        identifiers.orcid(wrong)


@given(outside)
def test_an_isni_of_others_is_no_orcid(isni: str) -> None:
    """ORCID iDs are of the blocks that ISNI set apart for them."""
    with pytest.raises(ValueError, match="is not an ORCID iD"):
        identifiers.orcid(isni)


@given(issns)
def test_every_issn_with_its_check_digit_is_taken(issn: str) -> None:
    """With its hyphen, without it, and with a small x."""
    assert {identifiers.issn(text) for text in (issn, issn.replace("-", ""), issn.lower())} == {
        issn
    }


@given(issns, st.integers(0, 6), st.integers(1, 9))
def test_issn_with_one_wrong_digit_is_refused(issn: str, place: int, shift: int) -> None:
    """One digit that is another one makes the check digit wrong."""
    digits = issn.replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    with pytest.raises(ValueError, match="is not an ISSN"):
        identifiers.issn(wrong)


@given(issns, st.integers(0, 6))
def test_issn_with_two_neighbours_exchanged_is_refused(issn: str, place: int) -> None:
    """What weighs differently in another place is seen."""
    digits = list(issn.replace("-", ""))
    assume("X" not in digits[place : place + 2] and digits[place] != digits[place + 1])
    digits[place], digits[place + 1] = digits[place + 1], digits[place]
    with pytest.raises(ValueError, match="is not an ISSN"):
        identifiers.issn("".join(digits))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "0000-0002-1825",
        "0000-0002-1825-0098",
        "0000-0002-1825-00977",
        "X000-0002-1825-0097",
        "https://isni.org/isni/0000000218250097",
        "https://orcid.org/",
    ],
)
def test_what_is_no_orcid_is_refused(text: str) -> None:
    """The message repeats what was typed."""
    with pytest.raises(ValueError, match=f"‘{text}’ is not an ORCID iD"):
        identifiers.orcid(text)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2049-3630", "2049-3630"),
        (" 20493630 ", "2049-3630"),
        ("0305-5736", "0305-5736"),
        ("2434-561x", "2434-561X"),
    ],
)
def test_issn_has_one_canonical_form(text: str, canonical: str) -> None:
    """An ISSN is given as two groups of four, with a capital X."""
    assert identifiers.issn(text) == canonical


@pytest.mark.parametrize("text", ["", "2049-3631", "2049-363", "2049-36300", "ISSN 2049-3630"])
def test_what_is_no_issn_is_refused(text: str) -> None:
    """A wrong check digit, too few or too many digits, or other text make none."""
    with pytest.raises(ValueError, match="is not an ISSN"):
        identifiers.issn(text)


@pytest.mark.parametrize(
    "text",
    [
        "10.1332/030557321X16119271739728",
        "https://doi.org/10.1332/030557321X16119271739728",
        "http://dx.doi.org/10.1332/030557321X16119271739728",
        "doi:10.1332/030557321X16119271739728",
        "DOI: 10.1332/030557321X16119271739728",
        " 10.1332/030557321X16119271739728 ",
    ],
)
def test_doi_is_given_without_its_resolver(text: str) -> None:
    """However it was copied, a DOI begins with its prefix; its letters keep their case."""
    assert identifiers.doi(text) == "10.1332/030557321X16119271739728"


@pytest.mark.parametrize(
    "text", ["10.1002/(SICI)1099-0720(199602)10:1<1::AID>3.0.CO;2-P", "10.1332"]
)
def test_what_is_no_doi_is_refused(text: str) -> None:
    """A DOI needs prefix and suffix, and no character that breaks an address."""
    with pytest.raises(ValueError, match="is not a DOI; one looks like"):
        identifiers.doi(text)


@pytest.mark.parametrize(
    "text", ["", "10.1/x", "11.1332/x", "10.1332/a b", "https://example.org/10"]
)
def test_text_that_only_looks_like_a_doi_is_refused(text: str) -> None:
    """A prefix has four digits at least, and there are no spaces."""
    with pytest.raises(ValueError, match="is not a DOI"):
        identifiers.doi(text)


@pytest.mark.parametrize(
    "text", ["05dxps055", "https://ror.org/05dxps055", "HTTPS://ROR.ORG/05DXPS055"]
)
def test_ror_is_given_as_an_address(text: str) -> None:
    """A ROR id is its address, in small letters."""
    assert identifiers.ror(text) == "https://ror.org/05dxps055"


@given(st.integers(0, 8), st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz"))
def test_ror_with_one_wrong_letter_is_refused(place: int, letter: str) -> None:
    """One letter that is another one makes the check digits wrong."""
    right = "05dxps055"
    wrong = right[:place] + letter + right[place + 1 :]
    if wrong == right:
        assert identifiers.ror(wrong) == "https://ror.org/05dxps055"
    else:
        with pytest.raises(ValueError, match="is not a ROR id"):
            identifiers.ror(wrong)


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hant", "sl-rozaj-biske", "de-CH-1996", "es-419"]
)
def test_language_tags_are_taken_as_they_are(tag: str) -> None:
    """A tag that BCP 47 allows stays as it was typed."""
    assert identifiers.language(tag) == tag


@pytest.mark.parametrize(
    "tag",
    [
        *("", "en_GB", "e", "english language", "en-", "12", "german", "xx", "xx-invalid", "root"),
        "en-" + "-".join(["abcdefgh"] * 5),
    ],
)
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    """Underscores, single letters and words are none."""
    with pytest.raises(ValueError, match="is not a language tag"):
        identifiers.language(tag)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [("cc-by-4.0", "CC-BY-4.0"), ("mit", "MIT"), ("cc-by-4.0 or mit", "CC-BY-4.0 OR MIT")],
)
def test_licence_is_written_as_spdx_writes_it(text: str, canonical: str) -> None:
    """An SPDX expression gets its own capitals."""
    assert identifiers.spdx(text) == canonical


@pytest.mark.parametrize("text", ["", "CC BY 4.0", "free", "CC-BY-4.0 OR"])
def test_what_is_no_licence_is_refused(text: str) -> None:
    """A licence's everyday name is no SPDX expression."""
    with pytest.raises(ValueError, match="is not an SPDX licence"):
        identifiers.spdx(text)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
@given(text=st.text(max_size=40))
def test_any_text_is_an_identifier_or_refused(check: Callable[[str], str], text: str) -> None:
    """Nothing but ValueError comes of any text; a result is its own canonical form."""
    try:
        found = check(text)
    except ValueError:
        return
    assert check(found) == found


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (identifiers.issn, "٢٠٤٩-٣٦٣٠"),
        (identifiers.orcid, "٠٠٠٠-٠٠٠٢-١٨٢٥-٠٠٩٧"),
        (identifiers.language, "eſ"),
        (identifiers.doi, "10.１３３２/x"),
    ],
)
def test_identifiers_are_ascii(check: Callable[[str], str], text: str) -> None:
    """A digit or letter of another script is not that of an identifier."""
    with pytest.raises(ValueError, match="‘"):
        check(text)


def test_refusal_of_a_ror_says_what_was_expected() -> None:
    """A letter that only folds to one of a ROR id's (ſ) is refused in the usual words."""
    with pytest.raises(ValueError, match="is not a ROR id; one looks like"):
        identifiers.ror("05dxpſ055")
