"""JSON Schemas of front matter: they admit what the model takes, and refuse what it refuses."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic import create_model

from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.fields import Many, Record, Text, own
from sphinx_anthology.model.front_matter import read_front_matter
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.record import own_fields
from sphinx_anthology.model.schema import schema, whole_schema
from sphinx_anthology.model.source import KINDS
from sphinx_anthology.starter import Answers, publication

HERE = Path(__file__).parents[2]
WHOLE = Draft7Validator(whole_schema())
ONE = {kind: Draft7Validator(schema(kind)) for kind in (*KINDS, "page")}
PERSON = {"given": "Jane", "family": "Doe", "suffix": "PhD"}
GUEST = {"name": PERSON, "role": "Pilot", "affiliations": [{"name": "Quay"}], "url": "https://a.b"}
FULL: Mapping[str, dict[str, Any]] = {
    "post": {
        "title": "Tides",
        "subtitle": "Of ports",
        "description": "A line.",
        "keywords": ["sea"],
        "thumbnail": "a.png",
        "license": "CC-BY-4.0",
        "language": "en",
        "authors": ["ann", GUEST, {"id": "kim", "orcid": "0000-0002-1825-0097"}],
        "date": "2021-04-21",
        "tags": ["ports", 2021],
        "doi": "10.5555/12345678",
        "orphan": True,
        "post": {
            "part": 3,
            "kind": "report",
            "articles": ["doe2021", {"key": "roe2020", "free_until": "2021-07-31"}],
            "roles": {"ann": "Pilot", "kim": {"role": "Dean", "name": "K. Lee", "bio": "Hers."}},
            "origin": {
                "relation": "repost",
                "site": "Quay",
                "url": "https://quay.example/",
                "earlier": [
                    {"site": "Mole", "date": "2014-09", "authors": "ann", "declared": True}
                ],
                "copies": {"url": "https://mole.example/"},
            },
            "about": ["ann"],
            "responds_to": "posts/b",
            "former_addresses": ["/2021/a/"],
            "updated": "2021-05-02",
            "draft": False,
            "withdrawn": {"date": "2022-01-31", "reason": "A mistake."},
        },
    },
    "series": {
        "title": "Ports",
        "short_title": "P",
        "series": {
            "kind": "conference",
            "part_label": "Blog",
            "parts": 7,
            "editors": ["ann"],
            "issue": {"journal": "Sea", "volume": 49, "number": "2", "date": 2021},
            "event": {"name": "Days", "start": "2021-09-01", "convenors": ["ann", GUEST]},
            "announced": [{"part": 2, "title": "Next", "authors": ["ann"], "expected": "2027-01"}],
            "unpublished": "announce",
            "draft": True,
        },
    },
    "author": {
        "title": "Ann Lee",
        "author": {
            "name": PERSON,
            "orcid": "https://orcid.org/0000-0002-1825-0097",
            "affiliations": [{"name": "Quay", "ror": "05dxps055", "department": "Tides"}, "Mole"],
            "role": "Pilot",
            "bio": "She sails.",
            "photo": {"file": "ann.jpg", "alt": "Ann"},
            "links": {"web": "https://ann.example/"},
            "members": ["kim"],
        },
    },
    "topic": {"title": "Ports", "topic": "ports"},
}
ODD = st.one_of(
    st.sampled_from([None, True, False, 0, 3, 7000, 2021, -1, "", " ", "x", "none", "ann", "3"]),
    st.sampled_from(["2021-02-30", "2021-04", "2021-04-21T10:00", "2021-04-21", "10.5555/1"]),
    st.sampled_from(["https://a.b/", "ftp://a.b", "report", "full", "pt-BR", "MIT"]),
    st.sampled_from([[], {}, [None], ["ann", "kim"], [["ann"]], {"name": "Ann"}, {"x": 1}]),
    st.sampled_from([[{"title": "A"}], {"given": "Ann"}, {"key": "a"}, {"relation": "full"}]),
    st.sampled_from(["0000-0002-1825-0098", "0000-0002-1825-0097", "05dxps055"]),
).map(copy.deepcopy)
SHAPE = frozenset({Code.UNKNOWN_FIELD, Code.INVALID_FIELD, Code.MISSING_FIELD, Code.FOREIGN_FIELD})
"""Kinds of problems that a schema can find."""
BEYOND = re.compile(
    r"there is no (?:month|day|year)|has no day|ends before|check digit|is not a ROR id"
    r"|not a language tag|not an SPDX licence|not a full day"
)
"""What the form of a value does not show: calendars, check digits, lists of codes."""


def _text(values: Mapping[str, Any]) -> str:
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in values.items())
    return "\n".join(("---", *lines, "---", ""))


def _read(values: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The values as the model reads them, and all problems."""
    text = _text(values)
    front_matter, problems = read_front_matter(text, "p.md")
    return front_matter.values, (*problems, *read_source("p", "p.md", text).problems)


def _errors(values: Mapping[str, Any], kind: str = "") -> list[str]:
    found = (ONE[kind] if kind else WHOLE).iter_errors(values)
    return [f"{list(error.path)}: {error.message}" for error in found]


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items if isinstance(value, (dict, list)) else ():
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from _paths(inner, (*path, key))


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A right document in which up to three places have been changed, removed or added to."""
    kind = draw(st.sampled_from(sorted(FULL)))
    values = copy.deepcopy(FULL[kind])
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(list(_paths(values))))
        holder = values
        for part in path[:-1]:
            holder = holder[part]
        match draw(st.sampled_from(["put", "put", "drop", "add"])):
            case "put":
                holder[path[-1]] = draw(ODD)
            case "drop":
                del holder[path[-1]]
            case _ if isinstance(holder, dict):
                holder[draw(st.sampled_from(["x", "name", "date", "titel", "role"]))] = draw(ODD)
        if not values:
            return kind, {"title": "A", kind: None}
    return kind, values


@pytest.mark.parametrize("kind", FULL)
def test_every_field_of_a_full_document_is_admitted(kind: str) -> None:
    """And the documents above leave out none but the added ones."""
    values, problems = _read(FULL[kind])
    assert problems == ()
    assert _errors(values) == _errors(values, kind) == []
    own_names = own_fields(KINDS[kind])
    stated = {*FULL[kind], *(FULL[kind][kind] if own_names else ())}
    if kind == "post":
        assert set(KINDS[kind].model_fields) <= stated


@given(documents())
def test_what_the_model_takes_is_admitted(drawn: tuple[str, dict[str, Any]]) -> None:
    """Whatever is written: no red line under what raises no problem."""
    kind, document = drawn
    values, problems = _read(document)
    if problems or kind not in values:
        return
    assert _errors(values, kind) == []
    assert _errors(values) == []


@given(documents())
def test_what_the_model_refuses_for_its_shape_is_refused(
    drawn: tuple[str, dict[str, Any]],
) -> None:
    """Only calendars, check digits and lists of codes are left to the model."""
    kind, document = drawn
    values, problems = _read(document)
    wrong = [p.message for p in problems if p.code in SHAPE and not BEYOND.search(p.message)]
    if wrong and kind in values:
        assert _errors(values, kind), wrong
        assert _errors(values), wrong


def _files() -> Iterator[Path]:
    for folder in ("docs", "tests/roots"):
        yield from sorted(p for p in (HERE / folder).rglob("*.md") if "_build" not in p.parts)


def test_every_document_of_this_repository_is_admitted() -> None:
    """Those without a problem; the example publication is among them."""
    texts = [path.read_text("utf-8") for path in _files()]
    made = publication(Answers(title="A"), dt.date(2025, 3, 4), "")
    texts += [text for name, text in made.items() if name.endswith(".md")]
    seen = 0
    for text in texts:
        front_matter, _ = read_front_matter(text, "p.md")
        if front_matter.values and not read_source("p", "p.md", text).problems:
            assert _errors(front_matter.values) == [], text[:200]
            seen += 1
    assert seen > 100


@pytest.mark.parametrize("kind", [*KINDS, "page"])
def test_schemas_are_of_draft_7(kind: str) -> None:
    """As the meta-schema says, and every field explains itself."""
    found = schema(kind)
    Draft7Validator.check_schema(found)
    own = found["properties"].get(kind, {}).get("properties", {})
    fields = {**found["properties"], **own}
    assert all(field["description"] for field in fields.values())
    Draft7Validator.check_schema(whole_schema())


def test_wrong_documents_of_each_kind_are_refused() -> None:
    """Each with one thing that is wrong."""
    right = {"title": "A", "date": "2021-04-21", "post": {}}
    for change in (
        {"title": True},
        {"titel": "A"},
        {"post": {"kind": "novel"}},
        {"post": {"draft": "yes"}},
        {"post": {"part": 1000}},
        {"post": {"origin": {}}},
        {"authors": [{"role": "Pilot"}]},
        {"date": "21 April 2021"},
        {"doi": "12"},
    ):
        assert _errors(right) == []
        assert _errors({**right, **change}), change
    assert _errors({"title": "A", "post": {}})  # neither date nor origin
    assert _errors({"title": "A", "post": {"origin": {"relation": "full"}}}) == []


class Grant(Record):
    """Who paid."""

    funder: Text


def test_fields_that_extensions_add_are_known() -> None:
    """With their records; a type that JSON Schema has no word for takes any value."""
    more: Any = {
        "funding": (Many[Grant] | None, own(None, "Who paid")),
        "odd": (complex | None, own(None, "Odd")),
    }
    models = {**KINDS, "post": create_model("Post", __base__=Post, **more)}
    checker = Draft7Validator(whole_schema(models))
    post = {"title": "A", "date": 2021, "post": {"funding": {"funder": "Trust"}, "odd": [1]}}
    assert checker.is_valid(post)
    post["post"] = {"funding": {"fonder": "Trust"}}
    assert not checker.is_valid(post)
