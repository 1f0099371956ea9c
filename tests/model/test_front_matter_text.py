"""Front matter as it is written here: what the model, and PyYAML, read back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.documents import Kind, Post, Relation
from sphinx_anthology.model.front_matter import FrontMatter, read_front_matter
from sphinx_anthology.model.front_matter_text import flow, front_matter, scalar, template
from sphinx_anthology.model.record import own_fields, read_record
from sphinx_anthology.model.source import KINDS

TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() == text != ""
)
"""Any text that a page can hold; what stands around it would be trimmed by the model."""
DAYS = st.dates(dt.date(1000, 1, 1))
DATES = DAYS | DAYS.map(lambda day: f"{day.year:04}-{day.month:02}") | st.just("1998")
URLS = st.sampled_from(["https://blog.example/a?b=c#d", "http://a.example/ä:%20"])


def _some(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional=fields)


NAMES = TEXTS | st.fixed_dictionaries({"given": TEXTS, "family": TEXTS})
PEOPLE = st.lists(TEXTS | st.fixed_dictionaries({"name": NAMES}, optional={"role": TEXTS}))
COPIES = st.lists(_some(site=TEXTS, url=URLS, date=DATES, declared=st.booleans()), max_size=2)
MARGIN = {"subtitle": TEXTS, "description": TEXTS, "keywords": st.lists(TEXTS)}
FIELDS: dict[str, dict[str, st.SearchStrategy[object]]] = {
    "post": {
        **MARGIN,
        "authors": PEOPLE,
        "date": DATES,
        "tags": st.lists(TEXTS),
        "part": st.integers(1, 999) | st.just("none"),
        "kind": st.sampled_from(Kind),
        "articles": st.lists(TEXTS | st.fixed_dictionaries({"key": TEXTS, "free_until": DAYS})),
        "roles": st.dictionaries(
            TEXTS, _some(role=TEXTS, affiliations=st.lists(TEXTS)), max_size=2
        ),
        "origin": _some(relation=st.sampled_from(Relation), site=TEXTS, url=URLS, earlier=COPIES),
        "updated": DAYS,
        "draft": st.booleans(),
    },
    "author": {
        **MARGIN,
        "name": st.fixed_dictionaries({"given": TEXTS, "family": TEXTS}),
        "bio": TEXTS,
        "photo": st.fixed_dictionaries({"file": TEXTS, "alt": TEXTS}),
        "affiliations": st.lists(_some(name=TEXTS, department=TEXTS).filter(lambda a: "name" in a)),
    },
    "series": {
        **MARGIN,
        "part_label": TEXTS,
        "parts": st.integers(1, 999),
        "event": _some(name=TEXTS, start=DATES, speakers=PEOPLE),
        "announced": st.lists(_some(title=TEXTS, expected=DATES), max_size=2),
    },
    "topic": MARGIN,
}
DOCUMENTS = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda kind: st.tuples(
        st.just(kind),
        st.fixed_dictionaries(
            {"title": TEXTS} | ({"topic": TEXTS} if kind == "topic" else {}), optional=FIELDS[kind]
        ),
    )
)


def _stated(kind: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values as a reader of YAML gives them: in two levels, and days as texts."""
    plain = json.loads(json.dumps(values, default=str))
    own = own_fields(KINDS[kind])
    margin = {name: value for name, value in plain.items() if name not in own}
    below = {name: value for name, value in plain.items() if name in own}
    return {**margin, kind: below} if own else margin


@given(DOCUMENTS)
def test_the_model_reads_what_was_written(document: tuple[str, Mapping[str, object]]) -> None:
    """Every value, in any kind of document, comes back, and makes the record of it."""
    kind, values = document
    read, problems = read_front_matter(front_matter(kind, values), "x.md")
    assert problems == ()
    assert read.values == _stated(kind, values)
    stated = FrontMatter(_stated(kind, values))
    record, _, dropped = read_record(KINDS[kind], kind, read, "x.md")
    assert (record, dropped) == read_record(KINDS[kind], kind, stated, "x.md")[::2]


@given(DOCUMENTS)
def test_a_template_says_the_same(document: tuple[str, Mapping[str, object]]) -> None:
    """Fields that are only named in comments say nothing."""
    kind, values = document
    read, problems = read_front_matter(template(kind, values), "x.md")
    assert problems == ()
    stated = {name: value or None for name, value in _stated(kind, values).items()}
    assert {name: value or None for name, value in read.values.items()} == stated


@given(DOCUMENTS)
def test_another_reader_of_yaml_finds_the_same_texts(
    document: tuple[str, Mapping[str, object]],
) -> None:
    """PyYAML, which reads YAML 1.1, takes no text for a number, a flag or nothing."""
    kind, values = document
    read = yaml.safe_load(front_matter(kind, values).removesuffix("---\n"))
    own = own_fields(KINDS[kind])
    for name, value in values.items():
        found = (read[kind] if name in own else read)[name]
        if name not in {"date", "updated", "articles", "event", "announced", "origin"}:
            assert found == value


def test_fields_stand_in_the_order_of_the_model() -> None:
    """Whatever the order in which they were given; what is None is left out."""
    values = {
        "draft": True,
        "part": 2,
        "tags": ["Tides"],
        "doi": None,
        "date": dt.date(2024, 3, 1),
        "title": "No: a start",
    }
    assert front_matter("post", values) == (
        '---\ntitle: "No: a start"\ndate: 2024-03-01\ntags: [Tides]\n'
        "post:\n  part: 2\n  draft: true\n---\n"
    )
    names = list(Post.model_fields)
    assert names.index("date") < names.index("tags") < names.index("part") < names.index("draft")


def test_pages_have_a_title_and_may_be_no_drafts() -> None:
    """A page needs no key of its own."""
    assert front_matter("page", {"title": "About us"}) == "---\ntitle: About us\n---\n"
    written = front_matter("page", {"draft": False, "title": "About"})
    assert written == "---\ntitle: About\npage:\n  draft: false\n---\n"


@pytest.mark.parametrize(
    ("kind", "values", "name"),
    [
        ("post", {"title": "A", "tag": ["b"]}, "tag"),
        ("post", {"title": "A", "origin": {"place": "B"}}, "origin.place"),
        ("post", {"title": "A", "roles": {"ann": {"rank": "Dean"}}}, "roles.ann.rank"),
        ("author", {"title": "A", "authors": ["b"]}, "authors"),
        ("series", {"title": "A", "event": {"names": "B"}}, "event.names"),
        ("page", {"title": "A", "part": 1}, "part"),
    ],
)
def test_a_wrong_name_is_a_mistake_of_ours(kind: str, values: dict[str, object], name: str) -> None:
    """A field that was renamed in the model is missed where it is written, inside of values too."""
    with pytest.raises(TypeError, match=f": {name}$"):
        front_matter(kind, values)


VALUES = st.recursive(
    st.text(max_size=60) | st.integers(-99, 99) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(VALUES)
def test_any_value_comes_back(value: object) -> None:
    """Whatever an export holds, but for what no page can hold."""
    read, problems = read_front_matter(f"---\nvalue: {flow(value)}\n---\n", "x.md")
    assert problems == ()
    assert read.values == {"value": _held(value)}


def _held(value: object) -> object:
    if isinstance(value, dict):
        return {_held(k): _held(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_held(v) for v in value]
    if isinstance(value, str):
        return "".join(
            "\ufffd" if (c < " " and c not in "\t\n\r") or "\x7f" <= c <= "\x9f" else c
            for c in value
        )
    return value


def test_yaml_is_plain_where_it_can_be() -> None:
    """An editor reads it."""
    assert flow({"name": "Ann Lee", "part": 3, "on": [True, "no", "a: b"]}) == (
        '{name: Ann Lee, part: 3, "on": [true, "no", "a: b"]}'
    )
    assert scalar("2021-04-07") == "2021-04-07"
