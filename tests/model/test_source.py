"""A file as the scan sees it: kind, record, title, and whether it must be left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.samples import author, post, series

from sphinx_anthology.model.documents import Author, Post, Series, Topic
from sphinx_anthology.model.front_matter import Path
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.read_documents import read_source, unreadable
from sphinx_anthology.model.source import FILE_WIDE, Source


def _source(text: str, docname: str = "p") -> Source:
    return read_source(docname, f"{docname}.md", text)


def _codes(source: Source) -> list[tuple[int, Code]]:
    return [(problem.line, problem.code) for problem in source.problems]


def test_text_without_front_matter_is_a_page() -> None:
    """A page has no record, no title of ours and no problem."""
    assert _source("# Title\n\nText.\n") == Source(docname="p", file="p.md")


@pytest.mark.parametrize(
    ("text", "kind", "record"),
    [
        ("---\ntitle: A\ndate: 2021\nauthors: x\npost:\n---\n", "post", Post),
        ("---\ntitle: A\nauthor:\n---\n", "author", Author),
        ("---\ntitle: A\nseries:\n---\n", "series", Series),
        ("---\ntitle: A\ntopic: leadership\n---\n", "topic", Topic),
    ],
)
def test_own_key_says_what_a_document_is(text: str, kind: str, record: type) -> None:
    """Only front matter counts: neither folder nor file name."""
    source = _source(text)
    assert source.kind == kind
    assert isinstance(source.record, record)
    assert (source.title, source.problems, source.blocked) == ("A", (), False)


def test_document_of_two_kinds_is_a_problem() -> None:
    """One file is one thing; the second key is named in its line."""
    source = _source("---\ntitle: A\ndate: 2021\nauthors: x\npost:\nseries:\n---\n")
    assert source.kind == "post"
    assert (6, Code.UNKNOWN_FIELD) in _codes(source)


@pytest.mark.parametrize(
    ("docname", "identifier"),
    [
        ("authors/ewan-ferlie", "ewan-ferlie"),
        ("series/co-creation/index", "co-creation"),
        ("ewan-ferlie", "ewan-ferlie"),
        ("index", "index"),
        ("series/index/part", "part"),
    ],
)
def test_id_is_the_stem_or_the_folder_of_an_index(docname: str, identifier: str) -> None:
    """Authors and series are called by the name of their file."""
    assert _source(author(), docname).id == identifier


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"title": None}, "its title is missing"),
        ({"title": ["A"]}, "its title is not valid"),
        ({"title": "  "}, "its title is not valid"),
        ({"date": None}, "its date is missing"),
        ({"date": "2021-02-30"}, "its date is not valid"),
        ({"date": "soon", "origin": {"relation": "digest"}}, "its date is not valid"),
        ({"draft": "yes"}, "its draft is not valid"),
        ({"draft": 1}, "its draft is not valid"),
    ],
)
def test_post_without_title_or_date_or_with_a_doubtful_flag_is_left_out(
    fields: dict[str, object], reason: str
) -> None:
    """What must not be shown is said once, for the file, in its first line."""
    source = _source(post(**fields))
    assert source.blocked
    withheld = [problem for problem in source.problems if problem.code is Code.WITHHELD]
    assert withheld == [Problem("p.md", 1, f"The document is left out: {reason}.", Code.WITHHELD)]


def test_document_whose_record_is_lost_keeps_all_its_reasons() -> None:
    """Title and date may both be missing; the message names both."""
    (message,) = (
        problem.message
        for problem in _source(post(title=None, date=None)).problems
        if problem.code is Code.WITHHELD
    )
    assert "title is missing" in message
    assert "date is missing" in message


def test_post_with_an_origin_may_have_no_date() -> None:
    """It is public and undated."""
    source = _source(post(date=None, origin={"relation": "record"}))
    assert (source.problems, source.blocked) == ((), False)


def test_authors_and_series_need_no_date() -> None:
    """Only a post has one."""
    assert not _source(author()).blocked
    assert not _source(series()).blocked


@pytest.mark.parametrize("text", [post(), author(), series()], ids=["post", "author", "series"])
@pytest.mark.parametrize("flag", ["true", "false", "yes", "1"])
def test_draft_flag_at_the_top_level_withholds(text: str, flag: str) -> None:
    """What was meant for a draft is never shown; the message says where the flag belongs."""
    source = _source(text.replace("---\n", f"---\ndraft: {flag}\n", 1))
    assert source.blocked
    assert (2, Code.UNKNOWN_FIELD) in _codes(source)
    assert source.problems[-1].message == (
        f"The document is left out: its draft flag does not stand under ‘{source.kind}:’."
    )


@pytest.mark.parametrize("name", ["drafts", "drft", "Draft", "darft"])
def test_misspelt_draft_flag_withholds(name: str) -> None:
    """Better safe than public: the message says why."""
    source = _source(f"---\ntitle: A\ndate: 2021\nauthors: [x]\npost: {{{name}: true}}\n---\n")
    assert source.blocked
    assert source.problems[-1].message == (
        f"The document is left out: its ‘{name}’ may be a misspelt draft flag."
    )


@pytest.mark.parametrize("own", ["post: draft", "post: [draft]", "psot: {draft: true}"])
def test_misshapen_draft_flag_withholds(own: str) -> None:
    """What can only have been meant as a draft is not shown."""
    assert _source(f"---\ntitle: A\ndate: 2021\nauthors: [x]\n{own}\n---\n").blocked


def test_origin_that_does_not_say_what_the_page_is_is_a_problem() -> None:
    """It is reported once, missing or wrong, and the origin is kept."""
    for origin, line in ({"site": "x"}, 7), ({"site": "x", "relation": "y"}, 9):
        source = _source(post(origin=origin))
        assert len(source.problems) == 1
        assert not source.blocked
        assert isinstance(source.record, Post)
        assert source.record.origin is not None
        assert (source.record.relation, source.problems[0].line) == (None, line)


@pytest.mark.parametrize(
    "fields",
    [
        {"license": "free"},
        {"doi": "x"},
        {"language": "en_GB"},
        {"part": "x"},
        {"articles": [{"fre": 1}]},
        {"colour": "red"},
        {"authors": [[]]},
    ],
)
def test_any_other_wrong_field_is_only_dropped(fields: dict[str, object]) -> None:
    """The document is shown without it."""
    source = _source(post(**fields))
    assert source.problems
    assert not source.blocked
    assert source.title == "A post"


def test_unreadable_front_matter_withholds() -> None:
    """What the document is cannot be known, so nothing of it is shown."""
    source = _source("---\ntitle: A: B\npost: {draft: true}\n---\n\nSecret.\n")
    assert source.blocked
    assert (source.kind, source.title, source.record) == ("", "", None)
    assert _codes(source) == [(2, Code.FRONT_MATTER)]


def test_file_that_is_no_text_is_withheld() -> None:
    """The reason is a problem of the file as a whole."""
    source = unreadable("p", "p.md", "The file is not UTF-8 text.")
    assert source.blocked
    assert _codes(source) == [(0, Code.UNREADABLE)]


def test_no_break_space_in_a_title_is_read_as_a_space() -> None:
    """A typographic filter's output is no part of the title."""
    source = _source(post(title="How to\N{NO-BREAK SPACE}lead"))
    assert source.title == "How to lead"
    assert isinstance(source.record, Post)
    assert source.record.title == "How to lead"
    assert [p.message for p in source.problems] == [
        "The title has a no-break space, which is read as a space; type a plain one."
    ]


@pytest.mark.parametrize("title", ["A  B", " A B ", "A\u2009B"])
def test_spaces_of_a_title_are_single(title: str) -> None:
    """Runs and kinds of spaces say nothing."""
    assert _source(post(title=title)).title == "A B"


def test_series_label_in_a_title_names_the_clean_title() -> None:
    """The label is reported in the title's line; the title itself is shown as it is."""
    source = _source(post(title="SPECIAL ISSUE BLOG SERIES: Blog 4 -Big dreams"))
    assert [(p.line, p.code, p.message) for p in source.problems] == [
        (
            2,
            Code.LABEL_IN_TITLE,
            "The title has the series label, which is added automatically; write ‘Big dreams’.",
        )
    ]


def test_label_is_only_looked_for_in_posts() -> None:
    """A series may be called as it likes."""
    assert _source(series(title="SPECIAL ISSUE BLOG SERIES: Co-creation")).problems == ()


@pytest.mark.parametrize(
    ("key", "near"), [("psot", "post"), ("posts", "post"), ("serie", "series"), ("topics", "topic")]
)
def test_misspelt_own_key_of_a_page_is_reported(key: str, near: str) -> None:
    """A page with nearly a key of ours was not meant to be a page."""
    source = _source(f"---\ntitle: A\n{key}: {{}}\n---\n")
    assert [(p.line, p.message) for p in source.problems] == [
        (3, f"The document is left out: ‘{key}’ is not a field here. Did you mean ‘{near}’?")
    ]
    assert source.blocked


@pytest.mark.parametrize("key", ["posts", "Post", "POST", "psot", "blog-post"])
@pytest.mark.parametrize("value", ["{draft: true}", "{part: 3}", ""])
def test_misspelt_own_key_is_told_once(key: str, value: str) -> None:
    """Whatever else the document has, for all of it follows from that."""
    text = f"---\ntitle: A\ndate: 2021-04-21\nauthors: [x]\ntags: [y]\n{key}: {value}\n---\n"
    source = _source(text)
    assert source.blocked
    assert [(p.line, p.message) for p in source.problems] == [
        (6, f"The document is left out: ‘{key}’ is not a field here. Did you mean ‘post’?")
    ]


def test_fields_of_a_plain_page_are_its_own_business() -> None:
    """A page may have any field of MyST's, and with ``page:`` those of a post, too."""
    text = "---\ntitle: A\npage: {}\nauthors: [x]\ntags: [y]\nhtml_meta: {robots: none}\n---\n"
    source = _source(text)
    assert source.problems == ()
    assert source.title == "A"
    assert list(source.file_wide) == ["authors", "tags", "html_meta"]


@pytest.mark.parametrize("title", ["2021", "1.5", "[A]"])
def test_title_of_a_page_is_text_or_left_to_myst(title: str) -> None:
    """A page called 2021 is called so; what is no text is no title."""
    assert _source(f"---\ntitle: {title}\n---\n").title == ("" if title == "[A]" else title)


def test_keys_of_sphinx_and_myst_are_kept_everywhere() -> None:
    """They are no problem in a document of ours, and not part of its record."""
    wide = (
        "orphan: true\ntocdepth: 1\nno-search: true\nnocomments: true\nmyst: {}\nin_volumes: true\n"
    )
    source = _source(post().replace("---\n", f"---\n{wide}", 1))
    assert source.problems == ()
    assert tuple(source.file_wide) == FILE_WIDE


@pytest.mark.parametrize("topic", ["", "{a: b}", "''"])
def test_topic_without_a_topic_keeps_its_title(topic: str) -> None:
    """The page is shown as a plain one, or left out with a reason: never without its title."""
    source = _source(f"---\ntitle: A\ntopic: {topic}\n---\n")
    assert source.problems
    assert source.blocked or source.title == "A"


@pytest.mark.parametrize("escape", ["\\ud800", "\\0", "\\x07", "\\e"])
def test_characters_that_no_page_can_hold_are_refused(escape: str) -> None:
    """Half a surrogate pair and control characters, written as YAML escapes, are a problem."""
    for name in ("title", "description"):
        fields = {"title": "A", "description": "B", name: f"x{escape}y"}
        block = "".join(f'{field}: "{value}"\n' for field, value in fields.items())
        source = _source(f"---\n{block}date: 2021\nauthors: [x]\npost:\n---\n")
        assert source.problems
        assert all(problem.message.isprintable() for problem in source.problems)


def test_line_of_a_problem_is_that_of_the_nearest_value_around() -> None:
    """A path that the file does not have is in the line of what it would stand in."""
    source = _source("---\ntitle: A\ndate: 2021\nauthors:\n- x\npost:\n  part: 2\n---\n")
    lines: dict[Path, int] = {
        ("authors", 0): 5,
        ("post", "part"): 7,
        ("post", "about", 3): 6,
        ("authors", 4): 4,
    }
    found = {path: source.problem(Code.GAP, "m", *path).line for path in lines}
    assert found == lines


def test_sources_that_differ_only_in_their_lines_are_equal() -> None:
    """A blank line more is no change that a reader could see."""
    first = _source("---\ntitle: A\n\ndate: 2021\nauthors: [x]\npost: {}\n---\n")
    second = _source("---\n\ntitle: A\ndate: 2021\nauthors: [x]\npost: {}\n---\n")
    assert first.lines != second.lines
    assert first == second


@given(st.text())
def test_no_file_stops_the_scan(text: str) -> None:
    """Every text is a source."""
    assert isinstance(_source(text), Source)
    assert isinstance(_source(f"---\n{text}\npost:\n---\n"), Source)


@pytest.mark.parametrize("value", ["no way", '"false"', "1", ""])
def test_whether_volumes_hold_a_document_is_stated_clearly(value: str) -> None:
    """Anything but true or false is told, and counts as left out; the document stays public."""
    source = _source(f"---\ntitle: A\nin_volumes: {value}\n---\n")
    assert source.in_volumes is None
    assert not source.blocked
    (problem,) = source.problems
    assert (problem.line, problem.message.partition(",")[0]) == (
        3,
        "‘in_volumes’: expected true or false",
    )
