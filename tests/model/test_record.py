"""Records: every problem of a file at once, with its line; what is wrong is dropped."""

from __future__ import annotations

import json
import re
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from sphinx_anthology.model.documents import Author, Post, Series, Topic
from sphinx_anthology.model.fields import Flag, Many, Record, Text
from sphinx_anthology.model.front_matter import FrontMatter, read_front_matter
from sphinx_anthology.model.problem import Code, Level, Problem
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.record import Standard, own_fields, read_record, validate
from sphinx_anthology.model.source import KINDS

RIGHT = "title: A\ndate: 2021-04-21\nauthors: [ann]\n"


def _read(
    block: str, model: type[Standard] = Post, key: str = "post"
) -> tuple[Standard | None, tuple[Problem, ...], frozenset[str]]:
    """Read a block of front matter that YAML can read."""
    front_matter, problems = read_front_matter(f"---\n{block}---\n", "p.md")
    assert problems == ()
    return read_record(model, key, front_matter, "p.md")


def _problems(block: str, model: type[Standard] = Post, key: str = "post") -> list[str]:
    """The problems of a block, as lines are printed."""
    _, problems, _ = _read(block, model, key)
    return [f"{p.line} {p.code.slug}: {p.message}" for p in problems]


def test_right_front_matter_is_a_record_without_problems() -> None:
    """Standard fields stand outside, our own under the document's key."""
    record, problems, dropped = _read(RIGHT + "tags: [x, y]\npost:\n  part: 3\n  kind: report\n")
    assert isinstance(record, Post)
    assert (problems, dropped) == ((), frozenset())
    assert (record.title, record.tags, record.part, record.kind) == ("A", ("x", "y"), 3, "report")
    assert record.author_ids == ("ann",)


def test_all_problems_of_a_file_are_given_at_once() -> None:
    """As many mistakes as there are, each in the line of its field, and each once."""
    block = """\
title: A
date: 2021-02-30
authors: [ann, {name: Bob, rol: poet}]
license: free
doi: none of mine
language: en_GB
colour: red
tags: [x, {y: 1}]
part: 3
post:
  kind: essay
  draft: maybe
  articles: [{key: x, free_until: 2021}]
  origin: {relation: stolen, url: example.org}
  updated: yesterday
"""
    where = [
        (3, "date"),
        (4, "authors.2.rol"),
        (5, "license"),
        (6, "doi"),
        (7, "language"),
        (8, "colour"),
        (9, "tags.2"),
        (10, "part"),
        (12, "post.kind"),
        (13, "post.draft"),
        (14, "post.articles.1.free_until"),
        (15, "post.origin.relation"),
        (15, "post.origin.url"),
        (16, "post.updated"),
    ]
    _, problems, _ = _read(block)
    assert sorted((p.line, p.message.split("’")[0].lstrip("‘")) for p in problems) == sorted(where)


def test_what_is_wrong_is_dropped_and_the_rest_is_kept() -> None:
    """A bad value is as good as absent, at the depth where it stands."""
    record, _, dropped = _read(
        "title: A\ndate: 2021-04-21\nlicense: free\n"
        "authors: [ann, {nam: Bob}, eve]\ntags: [x, {y: 1}, z]\n"
        "post:\n  articles: [{key: a, free_until: soon}, {fre: b}, c]\n  draft: true\n"
    )
    assert isinstance(record, Post)
    assert record.author_ids == ("ann", "eve")
    assert record.tags == ("x", "z")
    assert [link.key for link in record.articles] == ["a", "c"]
    assert record.articles[0].free_until is None
    assert record.license == ""  # stated, so that it is never the default
    assert record.draft is True
    assert dropped == {"license"}


def test_every_wrong_item_of_a_list_is_dropped() -> None:
    """Items are taken out from the last, so that the places of the others stay."""
    record, problems, _ = _read("title: A\ntags: [{a: 1}, b, {c: 1}, d, {e: 1}]\npost:\n")
    assert isinstance(record, Post)
    assert record.tags == ("b", "d")
    assert [p.message.partition(":")[0] for p in problems] == ["‘tags.1’", "‘tags.3’", "‘tags.5’"]


def test_missing_title_is_said_once_and_the_rest_is_known() -> None:
    """The title is the one field that every document needs; whom the document names counts."""
    record, problems, _ = _read("date: 2021\nauthors: [ann]\npost: {draft: true}\n")
    assert isinstance(record, Post)
    assert (record.author_ids, record.draft) == (("ann",), True)
    assert [(p.code, p.message) for p in problems] == [(Code.MISSING_FIELD, "‘title’ is missing.")]


def test_missing_title_is_said_once_beside_other_problems() -> None:
    """However often the rest is tried again without what is wrong in it."""
    problems = _problems("date: 2021-13\nlicense: free\npost:\n")
    assert problems.count("2 missing-field: ‘title’ is missing.") == 1


@pytest.mark.parametrize("title", ["''", "'  '", "[A]", "{a: b}", "true"])
def test_wrong_title_is_not_also_missing(title: str) -> None:
    """One mistake is one problem."""
    problems = _problems(f"title: {title}\ndate: 2021\npost:\n")
    assert len(problems) == 1
    assert problems[0].startswith("2 invalid-field: ‘title’")


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("autors: [ann]", "‘autors’ is not a field here. Did you mean ‘authors’?"),
        ("tag: x", "‘tag’ is not a field here. Did you mean ‘tags’?"),
        ("colour: red", "‘colour’ is not a field here."),
        ("part: 3", "‘part’ is not a field here. It belongs under ‘post:’. Write there part: 3"),
        (
            "origin: {relation: full}",
            "‘origin’ is not a field here. It belongs under ‘post:’. "
            "Write there origin: {relation: full}",
        ),
    ],
)
def test_unknown_field_names_the_nearest(block: str, message: str) -> None:
    """A misspelt field names the right one; a misplaced one its place."""
    _, problems, _ = _read(f"{RIGHT}{block}\npost:\n")
    assert [(p.line, p.code, p.message) for p in problems] == [(5, Code.UNKNOWN_FIELD, message)]


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        ("kinds: news", "‘post.kinds’ is not a field here. Did you mean ‘kind’?"),
        ("orgin: x", "‘post.orgin’ is not a field here. Did you mean ‘origin’?"),
        (
            "origin: {relation: full, sit: x}",
            "‘post.origin.sit’ is not a field here. Did you mean ‘site’?",
        ),
        (
            "articles: [{key: x, fre_until: 2021-01-01}]",
            "‘post.articles.1.fre_until’ is not a field here. Did you mean ‘free_until’?",
        ),
        (
            "roles: {ann: {rol: x}}",
            "‘post.roles.ann.rol’ is not a field here. Did you mean ‘role’?",
        ),
        (
            "origin: {relation: full, earlier: [{urls: x}]}",
            "‘post.origin.earlier.1.urls’ is not a field here. Did you mean ‘url’?",
        ),
    ],
)
def test_unknown_inner_field_names_the_nearest_of_its_own_record(inner: str, message: str) -> None:
    """The suggestion is a field that would be right at that very place."""
    _, problems, _ = _read(f"{RIGHT}post:\n  {inner}\n")
    assert [(p.line, p.message) for p in problems] == [(6, message)]


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("tags: [[x]]", "‘tags’: a list is inside a list; they are read as one. Write tags: [x]."),
        ("title: [A]", "‘title’: expected a text, found a list. Write title: A"),
        (
            "description: {a: b}",
            "‘description’: expected a text, found a mapping. "
            'A text with ‘: ’ in it needs quotes. Write description: "a: b"',
        ),
        ("description: ''", "‘description’: expected a text, found an empty one."),
        (
            "description: true",
            '‘description’: expected a text, found true. Write description: "true"',
        ),
        (
            "license: free",
            "‘license’: ‘free’ is not an SPDX licence; one looks like ‘CC-BY-4.0’."
            " No licence is shown for the document until then.",
        ),
        ("doi: abc", "‘doi’: ‘abc’ is not a DOI; one looks like ‘10.1332/030557321X’."),
    ],
)
def test_wrong_type_says_what_was_expected_and_found(block: str, message: str) -> None:
    """The message is of one sentence, and names the place of an item from 1."""
    front = (
        {"title": "A", "date": "2021-04-21"} if not block.startswith("title") else {"date": "2021"}
    )
    text = "".join(f"{name}: {value}\n" for name, value in front.items())
    _, problems, _ = _read(f"{text}{block}\npost:\n")
    assert message in [p.message for p in problems]


@pytest.mark.parametrize(
    ("inner", "message"),
    [
        ("part: 0", "‘post.part’: expected a whole number from 1 to 999, or none; found ‘0’."),
        (
            "part: third",
            "‘post.part’: expected a whole number from 1 to 999, or none; found ‘third’.",
        ),
        (
            "part: 20210421",
            "‘post.part’: expected a whole number from 1 to 999, or none; found ‘20210421’.",
        ),
        ("part: 1.5", "‘post.part’: expected a whole number from 1 to 999, or none; found ‘1.5’."),
        (
            "draft: 'true'",
            "‘post.draft’: expected true or false, found ‘true’. Write draft: true without quotes.",
        ),
        (
            "draft: yes",
            "‘post.draft’: expected true or false, found ‘yes’. Write draft: true without quotes.",
        ),
        ("draft: 1", "‘post.draft’: expected true or false, found ‘1’. Write draft: true."),
        (
            "draft: perhaps",
            "‘post.draft’: expected true or false, found ‘perhaps’. "
            "Write draft: true or draft: false.",
        ),
        (
            "kind: reprot",
            "‘post.kind’: expected one of article, preview, report, commentary, news, "
            "reading-list; found ‘reprot’. Did you mean ‘report’?",
        ),
        (
            "kind: [a]",
            "‘post.kind’: expected one of article, preview, report, commentary, news, "
            "reading-list; found a list. Write kind: a",
        ),
        (
            "roles: [ann]",
            "‘post.roles’: expected a mapping (name: value), found a list. "
            "Write roles: {jane-doe: Professor}",
        ),
        (
            "origin: full",
            "‘post.origin’: expected a mapping (name: value), found ‘full’. "
            'Write origin: {relation: full, url: "https://…"}',
        ),
        (
            "withdrawn: {date: 2021-01-01}",
            "‘post.withdrawn.reason’ is missing. "
            'Write withdrawn: {date: 2021-01-01, reason: "Why, in a sentence"}',
        ),
        (
            "updated: 2021-05",
            "‘post.updated’: ‘2021-05’ is not a full day; write one, such as "
            "2021-05-01 or 2021-05-31.",
        ),
        (
            "origin: {relation: full, url: example.org}",
            "‘post.origin.url’: ‘example.org’ is not an address; expected one that begins with "
            "https://; write https://example.org.",
        ),
    ],
)
def test_wrong_own_field_says_what_was_expected_and_found(inner: str, message: str) -> None:
    """Choices are listed, with the nearest named; a flag is true or false and nothing else."""
    _, problems, _ = _read(f"{RIGHT}post:\n  {inner}\n")
    assert [(p.line, p.message) for p in problems] == [(6, message)]


@pytest.mark.parametrize("value", ["yes", "[a]", "3", "true"])
def test_own_key_without_a_mapping_is_a_problem(value: str) -> None:
    """``post: yes`` says what kind the document is, and is reported."""
    _, problems, _ = _read(f"{RIGHT}post: {value}\n")
    assert [(p.line, p.code) for p in problems] == [(5, Code.INVALID_FIELD)]
    assert problems[0].message.startswith("‘post’: expected a mapping (name: value), found ")


def test_own_key_alone_is_enough() -> None:
    """``post:`` and ``post: {}`` are the same."""
    assert _read(f"{RIGHT}post:\n") == _read(f"{RIGHT}post: {{}}\n")


@pytest.mark.parametrize("value", ["null", "~", ""])
def test_null_means_absent(value: str) -> None:
    """A template's empty fields are no mistake, at any depth."""
    record, problems, _ = _read(
        f"{RIGHT}doi: {value}\nsubtitle: {value}\npost:\n  part: {value}\n  origin: {value}\n"
    )
    assert problems == ()
    assert isinstance(record, Post)
    assert (record.doi, record.part, record.origin) == (None, None, None)


def test_one_value_will_do_where_a_list_is_asked_for() -> None:
    """An editor need not know which fields are lists."""
    record, problems, _ = _read(
        "title: A\ndate: 2021\nauthors: ann\ntags: x\npost: {articles: k, about: eve}\n"
    )
    assert problems == ()
    assert isinstance(record, Post)
    assert (record.author_ids, record.tags, record.about) == (("ann",), ("x",), ("eve",))
    assert record.articles[0].key == "k"


@pytest.mark.parametrize(
    ("block", "model", "key"),
    [
        (RIGHT + "tags: '  '\npost:\n", Post, "post"),
        (RIGHT + "post: {articles: '  '}\n", Post, "post"),
        (RIGHT + "post: {origin: {relation: full, earlier: soon}}\n", Post, "post"),
        ("title: A\nseries: {announced: soon}\n", Series, "series"),
        ("title: A\nauthor: {affiliations: '  '}\n", Author, "author"),
    ],
)
def test_one_wrong_value_where_a_list_is_asked_for_is_dropped(
    block: str, model: type[Standard], key: str
) -> None:
    """It is a problem like any other, and the document is read without it."""
    record, problems, _ = _read(block, model, key)
    assert isinstance(record, model)
    assert {p.code for p in problems} == {Code.INVALID_FIELD}


@pytest.mark.parametrize(
    ("text", "kept"),
    [("2021", "2021"), ("1.10", "1.10"), ("007", "007"), ("12e5", "12e5"), ("3.0", "3.0")],
)
def test_number_is_the_text_that_was_written(text: str, kept: str) -> None:
    """A title of figures, a volume 1.10 and a key 12e5 need no quotes, and lose nothing."""
    record, problems, _ = _read(f"title: {text}\ndate: 2021\npost: {{articles: [{text}]}}\n")
    assert problems == ()
    assert isinstance(record, Post)
    assert (record.title, record.articles[0].key) == (kept, kept)


def test_long_and_broken_values_are_shortened_in_messages() -> None:
    """A message is short and of one line, whatever was found."""
    long = "x " * 300
    for block in (
        f"doi: {long}",
        f"license: |\n  {long}\n  more",
        "language: |\n  en\n  de",
        f"date: {long}",
    ):
        _, problems, _ = _read(f"title: A\n{block}\npost: {{part: {long}}}\n")
        assert problems
        assert all("\n" not in p.message and len(p.message) < 250 for p in problems)


def test_own_fields_are_those_under_the_own_key() -> None:
    """MyST's own fields keep MyST's place."""
    assert "part" in own_fields(Post)
    assert {"title", "authors", "date", "tags", "doi"} & own_fields(Post) == frozenset()
    assert {"orcid", "photo", "draft"} <= own_fields(Author)
    assert {"kind", "editors", "draft"} <= own_fields(Series)
    assert own_fields(Topic) == frozenset()


@pytest.mark.parametrize("model", KINDS.values(), ids=KINDS)
def test_every_field_says_what_it_is(model: type[Standard]) -> None:
    """The table in the reference is made of these descriptions."""
    assert [name for name, field in model.model_fields.items() if not field.description] == []


class _Inner(Record):
    name: Text
    size: Annotated[int, Field(ge=1)] | None = None


class _Outer(Record):
    flag: Flag = False
    inner: _Inner | None = None
    many: Many[_Inner] = ()


def test_missing_inner_field_drops_its_record_only() -> None:
    """What needs a field that is not there goes, and nothing around it."""
    data = {"flag": True, "inner": {"size": 3}, "many": [{"name": "a"}, {"size": 1}, {"name": "b"}]}
    record, errors = validate(_Outer, data)
    assert record == _Outer(flag=True, many=(_Inner(name="a"), _Inner(name="b")))
    assert [details["loc"] for details, _ in errors] == [("inner", "name"), ("many", 1, "name")]


def test_validation_leaves_the_data_alone() -> None:
    """What is dropped is dropped from a copy."""
    data = {"inner": {"name": "a", "size": 0}}
    record, errors = validate(_Outer, data)
    assert record == _Outer(inner=_Inner(name="a"))
    assert len(errors) == 1
    assert data == {"inner": {"name": "a", "size": 0}}


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 10**9)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "  ", "x", "full", "none", "2021", "2021-13", "10.1332/x", "a\nb"])
    | st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["key", "name", "id", "relation", "earlier", "part", "title", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("key", KINDS)
@given(data=st.data())
def test_no_value_stops_the_reader(key: str, data: st.DataObject) -> None:
    """Whatever any field holds, there is a record or a reason, and each problem has a line."""
    model = KINDS[key]
    own_names = own_fields(model)
    chosen = data.draw(
        st.dictionaries(st.sampled_from([*model.model_fields, "x"]), values, max_size=4)
    )
    own = {name: value for name, value in chosen.items() if name in own_names}
    standard = {name: value for name, value in chosen.items() if name not in own_names}
    block = json.dumps({key: own, "title": "A", **standard}, ensure_ascii=False, indent=1)
    record, problems, _ = _read(block + "\n", model, key)
    assert record is not None or problems
    assert all(problem.line >= 1 for problem in problems)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 10_000) | st.text("ab: ", max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=4,
)
FIELDS = [(kind, name) for kind, model in KINDS.items() for name in model.model_fields]


@given(st.sampled_from(FIELDS), VALUES)
def test_no_words_of_pydantic_reach_an_editor(field: tuple[str, str], value: object) -> None:
    """Whatever stands in a field, what is said of it is said in our words."""
    kind, name = field
    model = KINDS[kind]
    inside = name in own_fields(model) and name != kind
    values = {"title": "A", kind: {name: value}} if inside else {kind: {}, name: value}
    _, problems, _ = read_record(model, kind, FrontMatter(values=values), "f.md")
    for problem in problems:
        assert not re.search(r"[Ii]nput|permitted|[Vv]alid |instance|something", problem.message)


@pytest.mark.parametrize(
    ("block", "name", "value", "write"),
    [
        ("post: {articles: ['@key']}", "articles", ["key"], "Write key."),
        ("post: {articles: '[@key]'}", "articles", ["key"], "Write key."),
        ("post: {articles: [key.bib]}", "articles", ["key"], "Write key."),
        ("post: {articles: [{key: '@key'}]}", "articles", ["key"], "Write key."),
        ("post: {articles: ['{article}`key`']}", "articles", ["key"], "Write key."),
        ("post: {articles: '@a; @b'}", "articles", ["a", "b"], "Write articles: [a, b]."),
        ("tags: [topics/tides]\npost:", "tags", ["tides"], "Write tides."),
        ("tags: [tides.md]\npost:", "tags", ["tides"], "Write tides."),
        ("tags: ['[Tides](topics/tides.md)']\npost:", "tags", ["Tides"], "Write Tides."),
        ("tags: [[a], b]\npost:", "tags", ["a", "b"], "Write tags: [a, b]."),
        ("post: {responds_to: [/s/01-a.md]}", "responds_to", ["s/01-a"], "Write s/01-a."),
    ],
)
def test_reference_where_a_name_stands_is_read(
    block: str, name: str, value: list[str], write: str
) -> None:
    """And told, with the plain form."""
    record, problems, _ = _read(f"title: A\ndate: 2021-04-21\n{block}\n")
    assert [getattr(item, "key", item) for item in getattr(record, name)] == value
    assert [p.level for p in problems] == [Level.SHOULD]
    assert problems[0].message.endswith(write)


@pytest.mark.parametrize("tag", ["AC/DC", "#MeToo", "C#", "either/or", "Node.js"])
def test_topic_of_signs_stays(tag: str) -> None:
    """It is no path."""
    record, problems, _ = _read(f"title: A\ndate: 2021-04-21\ntags: ['{tag}']\npost:\n")
    assert isinstance(record, Post)
    assert (record.tags, problems) == ((tag,), ())


@pytest.mark.parametrize(
    ("block", "write"),
    [
        ("post: {origin: {relation: reblog}}", "Write relation: repost"),
        ("post: {origin: {relation: summary}}", "Write relation: digest"),
        ("post: {origin: {relation: zzz}}", "digest: our words about it; record: facts only."),
        ("post: {origin: {site: X}}", "digest: our words about it; record: facts only."),
        ("post: {origin: repost}", 'Write origin: {relation: repost, url: "https://…"}'),
        (
            "post: {origin: 'https://x.example/a'}",
            'Write origin: {relation: repost, url: "https://x.example/a"}, '
            "or with full, excerpt, digest or record",
        ),
        ("post: {kind: [report]}", "Write kind: report"),
        ("post: {part: three}", "Write part: 3"),
        ("post: {updated: [2021-01-02]}", "Write updated: 2021-01-02"),
        ("post: {orcid: x}", "(for a guest, into the list of authors): orcid: x"),
        ("post: {editors: [ann]}", "in the document of the series: editors: [ann]"),
        (
            "post: {series: ports}",
            "to the toctree in the document of the series.",
        ),
        ("post: {tags: [a]}", "at the top level, not under ‘post:’. Write there tags: [a]"),
    ],
)
def test_what_to_write_can_be_copied(block: str, write: str) -> None:
    """A word of others, a list or a text in the wrong place, a field at the wrong place."""
    source = read_source("p", "p.md", f"---\ntitle: A\ndate: 2021-04-21\n{block}\n---\n")
    assert [p.message[-len(write) :] for p in source.problems] == [write]


@pytest.mark.parametrize(
    ("block", "write"),
    [
        ("links: 'https://x.example'", 'Write links: {web: "https://x.example"}'),
        ("links: [github.com/jane]", 'Write links: {github: "https://github.com/jane"}'),
        ("links: [{web: 'https://x.example'}]", 'Write links: {web: "https://x.example"}'),
        (
            "links: {twitter: jane}",
            "It takes bluesky, github, institution, linkedin, mastodon, scholar, web, wikidata.",
        ),
        ("photo: jane.jpg", "Write photo: {file: jane.jpg, alt: What the image shows}"),
        ("photo: [jane.jpg]", 'Write photo: {file: jane.jpg, alt: "What the image shows"}'),
    ],
)
def test_what_to_write_of_an_author_can_be_copied(block: str, write: str) -> None:
    """Links and portraits in other shapes."""
    source = read_source("a", "a.md", f"---\ntitle: Ann Lee\nauthor: {{{block}}}\n---\n")
    assert [p.message[-len(write) :] for p in source.problems] == [write]


def test_who_is_named_below_the_own_key_is_not_lost() -> None:
    """It is told where the field belongs, and read."""
    record, problems, _ = _read("title: A\ndate: 2021-04-21\npost: {authors: [ann], tags: [a]}\n")
    assert isinstance(record, Post)
    assert (record.author_ids, record.tags) == (("ann",), ("a",))
    assert {p.code for p in problems} == {Code.UNKNOWN_FIELD}


def test_second_name_without_brackets_is_not_lost() -> None:
    """YAML takes it for a field of its own."""
    _, problems, _ = _read("title: A\ndate: 2021-04-21\npost: {articles: a, b}\n")
    assert [p.message for p in problems] == ["‘post.b’ is not a field here."]


def test_what_an_item_of_a_list_lacks_is_written_as_an_item() -> None:
    """The other items of the list stay: the text to copy takes the place of this one."""
    (problem,) = _problems(
        f"{RIGHT}post:\n  articles: [{{key: doe2020}}, {{free_until: 2021-07-31}}]\n"
    )
    assert "‘post.articles.2.key’ is missing. Write the item as {" in problem
    assert "free_until: " in problem
