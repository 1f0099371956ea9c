"""A licence or a name that is stated is never lost, nor taken for another."""

from __future__ import annotations

import pytest
from tests.samples import catalogue_of

from sphinx_anthology.model.problem import Code, Level
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.volume import Publication, volumes


def post(fields: str) -> Source:
    text = f"---\ntitle: T\ndate: 2021-01-01\n{fields}\npost: {{}}\n---\n"
    return read_source("posts/a", "posts/a.md", text)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ("license: CC BY-NC-ND 4.0", "write ‘CC-BY-NC-ND-4.0’"),
        ("license: CC BY", "with its version"),
        ("license: https://creativecommons.org/licenses/by-sa/3.0/", "write ‘CC-BY-SA-3.0’"),
        ("license: CC0", "write ‘CC0-1.0’"),
        ("license: All rights reserved", "write ‘LicenseRef-All-Rights-Reserved’"),
        ("license: none", "write ‘LicenseRef-All-Rights-Reserved’"),
        ("license: proprietary", "write ‘LicenseRef-All-Rights-Reserved’"),
        ("license: © Otto Third", "write ‘LicenseRef-All-Rights-Reserved’"),
        ("license: [MIT]", "expected a text"),
        ("licence: CC BY", "‘license’"),
        ("copyright: 2021 Otto Third", "LicenseRef-All-Rights-Reserved"),
    ],
)
def test_a_licence_that_is_not_understood_is_never_the_default(fields: str, told: str) -> None:
    source = post(fields)
    (problem,) = source.problems
    assert told in problem.message
    assert "No licence is shown" in problem.message
    assert problem.level is Level.MUST
    assert source.record.terms("CC-BY-4.0") == ""  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "terms"),
    [
        ("language: en", "CC-BY-4.0"),
        ("license: null", "CC-BY-4.0"),
        ("license: MIT", "MIT"),
        ("rights: all\nlicense: MIT", "MIT"),
        ("license: LicenseRef-All-Rights-Reserved", "LicenseRef-All-Rights-Reserved"),
    ],
)
def test_a_licence_that_is_understood_counts_and_else_the_default(fields: str, terms: str) -> None:
    assert post(fields).record.terms("CC-BY-4.0") == terms  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("fields", "write"),
    [
        ("author: Renate X", "authors: [{name: Renate X}]"),
        ("author: [A, B]", "authors: [{name: A}, {name: B}]"),
        ("byline: by Jane Doe and Jo Li", "authors: [{name: Jane Doe}, {name: Jo Li}]"),
        ("writer: jane-doe", "authors: [jane-doe]"),
        ("author: {name: Renate X}", "authors: [{name: Renate X}]"),
        ('by: "Doe, Jane"', 'authors: [{name: "Doe, Jane"}]'),
    ],
)
def test_a_name_elsewhere_must_be_moved_and_can_be_copied(fields: str, write: str) -> None:
    (problem,) = post(fields).problems
    assert problem.code is Code.UNKNOWN_FIELD
    assert f"Write ‘{write}’" in problem.message


@pytest.mark.parametrize("own", ["draft", '"draft"', "no", "draft： true", "[draft: true]"])
def test_no_advice_publishes_a_draft_unasked(own: str) -> None:
    text = f"---\ntitle: T\ndate: 2021-01-01\npost: {own}\n---\n"
    source = read_source("posts/a", "posts/a.md", text)
    assert source.blocked
    assert any("post: {draft: true} to keep it back" in p.message for p in source.problems)
    assert not any("Write post: {}" in p.message for p in source.problems)


@pytest.mark.parametrize(
    ("series_terms", "post_terms", "booklet"),
    [
        ("", ["", ""], "CC-BY-4.0"),
        ("", ["license: CC-BY-4.0", ""], "CC-BY-4.0"),
        ("", ["license: CC-BY-NC-4.0", ""], ""),
        ("", ["license: LicenseRef-All-Rights-Reserved", ""], ""),
        ("", ["license: CC BY", ""], ""),
        ("license: CC-BY-NC-4.0", ["", ""], "CC-BY-NC-4.0"),
        ("license: CC-BY-NC-4.0", ["license: CC-BY-4.0", ""], ""),
        ("license: free", ["", ""], ""),
    ],
)
def test_a_volume_claims_no_licence_that_a_post_lacks(
    series_terms: str, post_terms: list[str], booklet: str
) -> None:
    """What differs stands with each post."""
    form = "---\ntitle: T\ndate: 2021-01-01\n{}\npost: {{}}\n---\n"
    texts = {f"s/{n}": form.format(terms) for n, terms in enumerate(post_terms)}
    texts["s/index"] = f"---\ntitle: S\n{series_terms}\nseries: {{}}\n---\n"
    catalogue = catalogue_of(texts, {"s/index": ["s/0", "s/1"]})
    below = {"index": ["s/index"], "s/index": ["s/0", "s/1"]}
    publication = Publication(title="Book", license="CC-BY-4.0")
    found = {v.name: v.license for v in volumes(publication, catalogue, below)}
    assert found["s"] == booklet
    assert found["book"] == ("CC-BY-4.0" if set(post_terms) <= {"", "license: CC-BY-4.0"} else "")
