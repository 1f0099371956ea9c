"""Dates, spans of days, lists and citations in the language of the publication."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from sphinx_anthology.model.dates import parse_date
from sphinx_anthology.pages.wording import date_text, days_text, joined
from tests.building import Built


@pytest.mark.parametrize(
    ("language", "dates"),
    [
        ("en", ["21 April 2021", "September 2014", "2014", "September 2014 – March 2015"]),
        ("de", ["21. April 2021", "September 2014", "2014", "September 2014 – März 2015"]),
        ("fr", ["21 avril 2021", "septembre 2014", "2014", "septembre 2014 – mars 2015"]),
    ],
)
def test_dates_are_as_exact_as_known_in_each_language(language: str, dates: list[str]) -> None:
    """A day, a month, a year, an interval."""
    texts = ("2021-04-21", "2014-09", "2014", "2014-09/2015-03")
    assert [date_text(parse_date(text), language) for text in texts] == dates


@pytest.mark.parametrize(
    ("language", "spans"),
    [
        ("en", ["16–17 September 2014", "30 September – 1 October 2014"]),
        ("de", ["16.–17. September 2014", "30. September – 1. Oktober 2014"]),
        ("fr", ["16–17 septembre 2014", "30 septembre – 1 octobre 2014"]),
        ("en_US", ["September 16 – 17, 2014", "September 30 – October 1, 2014"]),
        ("ja", ["2014年9月16日～17日", "2014年9月30日～10月1日"]),
    ],
)
def test_a_span_of_days_names_what_they_share_once(language: str, spans: list[str]) -> None:
    """Within a month or a year, with the month's whole name."""
    days = (("2014-09-16", "2014-09-17"), ("2014-09-30", "2014-10-01"))
    texts = [days_text(parse_date(a), parse_date(b), language) for a, b in days]
    plain = [re.sub(r"[\u2009\u202f\u00a0]", " ", text) for text in texts]
    assert plain == spans
    as_one = [date_text(parse_date(f"{a}/{b}"), language) for a, b in days]
    assert as_one == texts


@pytest.mark.parametrize(
    ("language", "names"), [("en", "A, B and C"), ("de", "A, B und C"), ("fr", "A, B et C")]
)
def test_names_are_joined_as_in_a_sentence(language: str, names: str) -> None:
    """As the language lists things."""
    assert joined(["A", "B", "C"], language) == names


REFERENCES = """
@book{log1998, title = {Log}, editor = {Öz, Bo and Lee, Ann}, publisher = {Press}}
@article{tide2021, title = {Tide}, author = {Lee, Ann and Öz, Bo and Ek, Cy}, year = {2021},
  journal = {Harbours}}
@article{ebb2020, title = {Ebb}, author = {Lee, Ann and Öz, Bo}, year = {2020},
  journal = {Harbours}}
"""
CITING = """---
title: Ein Beitrag
authors: [{name: Ann Lee}, {name: Bo Öz}]
date: 2021-04-21
post: {}
---

Nach {cite:t}`ebb2020` und {cite:ts}`tide2021`, {cite}`log1998`.
"""


@pytest.mark.parametrize(
    ("language", "post", "book", "in_text"),
    [
        ("en", "Lee, A., & Öz, B. (2021, April 21).", "(Eds.). (n.d.).", "Lee and Öz [2020]"),
        ("de", "Lee, A. & Öz, B. (2021, 21. April).", "(Hrsg.). (o. D.).", "Lee und Öz [2020]"),
        ("fr", "Lee, A. et Öz, B. (2021, 21 avril).", "(dir.). (s. d.).", "Lee et Öz [2020]"),
    ],
)
def test_citations_speak_the_language(
    built: Callable[..., Built], language: str, post: str, book: str, in_text: str
) -> None:
    """What joins names, the day, and what stands for editors and for a date."""
    files = {
        "references.bib": REFERENCES,
        "index.md": "# Book\n\n```{toctree}\npost\n```\n",
        "post.md": CITING,
    }
    site = built(files, overrides={"language": language})
    page = BeautifulSoup((site.out / "post.html").read_bytes(), "html.parser")
    text = " ".join(page.get_text().split())
    assert post in text
    assert book in text
    assert in_text in text
