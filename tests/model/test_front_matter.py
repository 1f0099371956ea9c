"""Front matter: values, the line of each, and every way in which YAML can go wrong."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.front_matter import DEPTH, LIMIT, FrontMatter, read_front_matter
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.read_documents import read_source

# what YAML is made of, so that random text gets further than its first character
yamlish = st.text(
    st.sampled_from("ab:-?[]{},&*!|>'\"%@`#\\~ \t\n.019eEx\x00\x85\u2028\ufeff\N{NO-BREAK SPACE}é")
)
fragments = st.lists(
    st.sampled_from(
        [
            "title: ",
            "post:\n",
            "  part: ",
            "- ",
            "!!int ",
            "!!float ",
            "!!bool ",
            "!!null ",
            "!!timestamp ",
            "!!binary ",
            "!!python/object:os.system ",
            "! ",
            "!x ",
            "? ",
            ": ",
            "&a ",
            "*a",
            "<<: ",
            "|\n",
            ">-\n",
            '"\\ud800"',
            '"\\0"',
            "'",
            '"',
            "%YAML 1.1",
            "--- ",
            "1e999",
            "0x1F",
            "0o17",
            ".inf",
            ".nan",
            "yes",
            "true",
            "null",
            "2021-04-21",
            "[",
            "]",
            "{",
            "}",
            ",",
            "#",
            "\n",
            "\t",
            " ",
            "x",
        ]
    ),
    max_size=20,
).map("".join)


def _values(block: str) -> dict[str, object]:
    """The values of a block that must be right."""
    front_matter, problems = read_front_matter(f"---\n{block}---\n\nText.\n", "p.md")
    assert problems == ()
    return front_matter.values


def _complaints(text: str) -> list[tuple[int, str]]:
    """Line and message of every problem of a file that must be refused."""
    front_matter, problems = read_front_matter(text, "p.md")
    assert front_matter == FrontMatter()
    assert {problem.code for problem in problems} == {Code.FRONT_MATTER}
    assert {problem.file for problem in problems} == {"p.md"}
    return [(problem.line, problem.message) for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Text.",
        "# A page\n\n---\n\ntitle: no\n",
        "\n---\ntitle: A\n---\n",
        "----\n",
        "-- -",
    ],
)
def test_text_without_front_matter_has_none(text: str) -> None:
    """Front matter begins in the first line or not at all; there is nothing wrong with that."""
    assert read_front_matter(text, "p.md") == (FrontMatter(), ())


@pytest.mark.parametrize("end", ["---", "...", "---   "])
def test_front_matter_ends_at_the_first_mark(end: str) -> None:
    """Both of YAML's marks end it; its length counts both marks."""
    front_matter, _ = read_front_matter(f"---\ntitle: A\n{end}\n\n---\nb: c\n---\n", "p.md")
    assert front_matter.values == {"title": "A"}
    assert front_matter.length == 3


@pytest.mark.parametrize("block", ["", "\n", "# a comment\n"])
def test_empty_front_matter_has_no_fields(block: str) -> None:
    """A block without a field is right, and has its length."""
    front_matter, problems = read_front_matter(f"---\n{block}---\n", "p.md")
    assert (front_matter.values, problems) == ({}, ())
    assert front_matter.length == 2 + block.count("\n")


def test_line_ends_of_windows_are_line_ends() -> None:
    """A file with CR and LF has the same values and lines."""
    front_matter, problems = read_front_matter(
        "---\r\ntitle: A\r\npost:\r\n  part: 2\r\n---\r\n", "p"
    )
    assert problems == ()
    assert front_matter.values == {"title": "A", "post": {"part": 2}}
    assert front_matter.line(("post", "part")) == 4


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("2021-04-21", "2021-04-21"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("42", 42),
        ("-7", -7),
        ("0", 0),
        ("007", "007"),
        ("+7", "+7"),
        ("1.5", "1.5"),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        (".inf", ".inf"),
        ("99999999999999999999", "99999999999999999999"),
        ("'42'", "42"),
        ("[a, b]", ["a", "b"]),
        ("{b: 1}", {"b": 1}),
    ],
)
def test_scalars_are_read_by_the_core_schema(text: str, value: object) -> None:
    """YAML 1.2: ``no`` is text, and so is a date; a number is one where it prints as written."""
    found = _values(f"a: {text}\n")
    assert found == {"a": value}
    assert type(found["a"]) is type(value)


def test_block_scalars_keep_their_lines() -> None:
    """A standfirst may run over several lines; marks inside it do not end the front matter."""
    block = "description: >-\n  One.\n  Two.\nbio: |\n  ---\n  End.\n"
    assert _values(block) == {"description": "One. Two.", "bio": "---\nEnd.\n"}


def test_merge_keys_are_fields() -> None:
    """``<<`` merges nothing."""
    assert _values("a: 1\n<<: {b: 2}\n") == {"a": 1, "<<": {"b": 2}}


def test_keys_are_text() -> None:
    """A key that looks like a number, a flag or nothing is text as it was written."""
    assert list(_values("1: a\ntrue: b\nnull: c\n")) == ["1", "true", "null"]


def test_line_of_a_value_is_that_of_its_key() -> None:
    """Lines count from 1, in the file; what has no line of its own has that around it."""
    text = "---\ntitle: A\n\npost:\n  articles:\n    - key: x\n      free_until: y\n    - z\n---\n"
    front_matter, _ = read_front_matter(text, "p.md")
    lines = {
        (): 2,
        ("title",): 2,
        ("post",): 4,
        ("post", "articles"): 5,
        ("post", "articles", 0): 6,
        ("post", "articles", 0, "free_until"): 7,
        ("post", "articles", 1): 8,
        ("post", "articles", 1, "key"): 8,
        ("post", "part"): 4,
        ("nowhere",): 2,
    }
    assert {path: front_matter.line(path) for path in lines} == lines


def test_line_of_a_value_where_there_is_nothing_is_the_first() -> None:
    """Without front matter everything is in line 1."""
    assert FrontMatter().line(("title",)) == 1


def test_unclosed_front_matter_is_refused() -> None:
    """The place is where it begins, since nobody knows where it should have ended."""
    assert _complaints("---\ntitle: A\n\nText.\n") == [
        (1, "The front matter is not closed; expected a line ‘---’ after it.")
    ]
    assert _complaints("---") == _complaints("---\ntitle: A\n")


def test_all_duplicate_keys_are_named_at_once() -> None:
    """Each is reported in its own line, with the line of the first; nested ones as well."""
    text = "---\ntitle: A\npost:\n  part: 1\n  part: 2\ntitle: B\ntitle: C\n---\n"
    assert _complaints(text) == [
        (5, "The field ‘part’ is here twice; the first is in line 4."),
        (6, "The field ‘title’ is here twice; the first is in line 2."),
        (7, "The field ‘title’ is here twice; the first is in line 2."),
    ]


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        (
            "title: A\n\tdate: 2021",
            3,
            "There is a tab here; YAML takes only spaces before a field.",
        ),
        ("title: A\ntags: *b", 3, "YAML aliases (*b) are not read here; repeat the value."),
        ("a: &b [c]\nd: *b", 3, "YAML aliases (*b) are not read here; repeat the value."),
        ("title: A\n--- b", 3, "The front matter has a second YAML document."),
        ("- a\n- b", 2, "The front matter is not a list of fields; expected ‘title: …’."),
        ("text", 2, "The front matter is not a list of fields; expected ‘title: …’."),
        ("a: 1\nb: \x07", 3, "The front matter has a character that YAML refuses (U+0007)."),
    ],
)
def test_what_is_no_yaml_is_refused_with_line_and_reason(
    block: str, line: int, message: str
) -> None:
    """The message says what an editor can do; the line is that of the file."""
    assert _complaints(f"---\n{block}\n---\n") == [(line, message)]


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        (
            "title: Draft: the thing",
            2,
            'a text with ‘: ’ in it needs quotes around it. Write title: "Draft: the thing"',
        ),
        (
            "a: 1\ntitle: “Draft: the thing”",
            3,
            "typographic quotation marks are no quotes in YAML, and a text with ‘: ’ in it needs "
            'quotes around it. Write title: "Draft: the thing"',
        ),
        (
            "title: A\n  date: 2021",
            3,
            "the line is indented further than the one before it. Write date: 2021 below "
            "‘title: A’, beginning in the same column.",
        ),
        (
            " title: A\ndate: 2021",
            2,
            "the line begins with a space. Write title: A in the column of the other lines.",
        ),
        (
            "authors:\n  - jane\n kim: x",
            4,
            "the line begins with 1 space, and the lines above it with 0 or 2. Lines of one level "
            "begin in the same column.",
        ),
        (
            "post: {}\n  part: 2",
            3,
            "‘post: {}’ has its value beside it, so nothing can stand below it. Write post: alone "
            "in that line.",
        ),
        ("title:A\ndate: 2021", 2, "there is no space after the colon. Write title: A"),
        (
            "title A\ndate: 2021",
            2,
            "‘title A’ is not a field, since it has no colon. Write title: A",
        ),
        ('title: "A\ndate: 2021', 2, 'a quotation mark is not closed. Write title: "A"'),
        (
            "title: 'It's fine'",
            2,
            'an apostrophe ends a text that is in single quotes. Write title: "It\'s fine"',
        ),
        (
            'title: "A" B',
            2,
            'there is something after the closing quotation mark. Write title: "\\"A\\" B"',
        ),
        (
            'title: "A \\d"',
            2,
            "in double quotes a backslash begins an escape; single quotes keep it. "
            "Write title: 'A \\d'",
        ),
        ("tags: [a, b\nx: 1", 2, "the bracket ‘[’ is not closed. Write tags: [a, b]"),
        ("post: {draft: true", 2, "the bracket ‘{’ is not closed. Write post: {draft: true}"),
        ("tags: [a b}", 2, "‘[’ is closed by ‘}’. Write tags: [a b]"),
        ("tags: [a, b]]", 2, "there is one ‘]’ too many. Write tags: [a, b]"),
        ("tags: [a, b],", 2, "there is one ‘,’ too many. Write tags: [a, b]"),
        ("tags: [a,, b]", 2, "there is a comma, or something in brackets, too many."),
        (
            "post: {roles: {a: b: c}}",
            2,
            "in brackets a text with a comma, a colon or another bracket in it needs quotes "
            'around it, such as "a: b".',
        ),
        (
            "title: @jane",
            2,
            'a text that begins with ‘@’ needs quotes around it. Write title: "@jane"',
        ),
        ("a: `x`", 2, 'a text that begins with ‘`’ needs quotes around it. Write a: "`x`"'),
        ("a: %x", 2, 'a text that begins with ‘%’ needs quotes around it. Write a: "%x"'),
        ("a: **x**", 2, 'a text that begins with ‘*’ needs quotes around it. Write a: "**x**"'),
        ("a: & Co", 2, 'a text that begins with ‘&’ needs quotes around it. Write a: "& Co"'),
        ("tags: - a", 2, "a list begins in the line below its field. Write tags: [a]"),
        ("tags:\n-a\n-b", 3, "there is no space after the hyphen. Write - a"),
        ("tags:\n* a\n* b", 3, "an item of a list begins with a hyphen. Write - a"),
        ("tags:\n• a b", 3, "an item of a list begins with a hyphen. Write - a b"),
        ("a: > x", 2, 'after ‘>’ the text begins in the next line, indented. Write a: "x"'),
        ("a: 1\n<!-- x -->\nb: 2", 3, "HTML comments do not work here. Write # x"),
    ],
)
def test_error_of_yaml_names_what_to_write(block: str, line: int, message: str) -> None:
    """Where it is wrong, which may be above the place where YAML breaks off."""
    assert _complaints(f"---\n{block}\n---\n") == [(line, f"This is not YAML: {message}")]


@pytest.mark.parametrize("block", ["title = A\ndate = 2021", "title:A"])
def test_fields_that_are_none_are_written_out(block: str) -> None:
    """YAML takes them for one text."""
    message = "The front matter is not a list of fields; expected ‘title: …’. Write title: A"
    assert _complaints(f"---\n{block}\n---\n")[0] == (2, message)


@given(st.text(alphabet="ab:-[]{}'\"“@*& \n#,|>\\", max_size=40))
def test_every_error_of_yaml_has_words_and_a_line(block: str) -> None:
    """Whatever is wrong: the line is one of the block's, and the message is one line."""
    _, problems = read_front_matter(f"---\n{block}\n---\n", "f.md")
    for problem in problems:
        assert 1 <= problem.line <= block.count("\n") + 2
        assert "\n" not in problem.message


def test_aliases_never_explode() -> None:
    """A billion laughs are refused at the first alias, before anything is built of them."""
    levels = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))
    assert _complaints(f"---\na0: &a0 [ha]\n{levels}\n---\n") == [
        (3, "YAML aliases (*a0) are not read here; repeat the value.")
    ]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused(opening: str) -> None:
    """Nesting ends before Python's stack does, in flow and in block style."""
    complaints = _complaints(f"---\n{opening * 5000}\n---\n")
    assert complaints == [(2, f"The front matter is nested more than {DEPTH} deep.")]


def test_front_matter_may_be_nested_as_deep_as_any_field_goes() -> None:
    """Sixteen levels are read."""
    inner: object = "x"
    for _ in range(DEPTH - 1):
        inner = [inner]
    assert _values(f"a: {'[' * (DEPTH - 1)}x{']' * (DEPTH - 1)}\n") == {"a": inner}


def test_front_matter_that_is_too_long_is_refused() -> None:
    """The limit counts characters between the marks, and is told."""
    longest = "a: " + "x" * (LIMIT - 4) + "\n"
    assert len(longest) == LIMIT
    assert len(str(_values(longest)["a"])) == LIMIT - 4
    assert _complaints(f"---\nx{longest}---\n") == [
        (1, "The front matter has 65,537 characters; at most 65,536 are read.")
    ]


@pytest.mark.parametrize("tag", ["!!int x", "!!float x", "!!int 0x1F"])
def test_typed_value_that_is_none_of_its_type_is_a_problem(tag: str) -> None:
    """A tag that does not fit its text is reported with its line; it never stops the build."""
    assert [line for line, _ in _complaints(f"---\ntitle: A\nsubtitle: {tag}\n---\n")] == [3]


@pytest.mark.parametrize("text", ["!!bool yes", "!!null true"])
def test_tag_never_turns_a_draft_flag_off(text: str) -> None:
    """A forced type is refused, or read as YAML 1.2 reads it: not as false, not as absent."""
    front_matter, problems = read_front_matter(f"---\ndraft: {text}\n---\n", "p.md")
    assert problems or front_matter.values["draft"] not in {False, None}


def test_lines_are_counted_as_editors_count_them() -> None:
    """A line separator inside a text, as Word leaves it, is no new line of the file (U+2028)."""
    front_matter, _ = read_front_matter('---\ntitle: "A\u2028B"\ndate: x\n---\n', "p.md")
    assert front_matter.line(("date",)) == 3
    assert front_matter.length == 4


@given(yamlish | fragments | st.text())
def test_no_text_stops_the_reader(block: str) -> None:
    """Whatever stands between the marks gives values or problems, and never raises."""
    front_matter, problems = read_front_matter(f"---\n{block}\n---\n", "p.md")
    assert not (front_matter.values and problems)
    assert all(problem.line >= 1 for problem in problems)
    assert all("\n" not in problem.message for problem in problems)


@given(st.text())
def test_no_file_stops_the_reader(text: str) -> None:
    """Nor does any text that is a whole file."""
    front_matter, problems = read_front_matter(text, "p.md")
    assert front_matter.length <= len(text.splitlines())
    assert not (front_matter.length and problems)


letters = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"),
    max_size=12,
)
nested = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | letters,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(letters, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(letters, nested, min_size=1, max_size=4))
def test_what_json_says_is_read_back(values: dict[str, object]) -> None:
    """JSON is YAML 1.2: its values come back as they were, and every one of them has a line."""
    block = json.dumps(values, ensure_ascii=False, indent=1)
    front_matter, problems = read_front_matter(f"---\n{block}\n---\n", "p.md")
    assert problems == ()
    assert front_matter.values == values
    assert {(key,) for key in values} <= front_matter.lines.keys()


@given(st.dates())
def test_day_stays_text(day: dt.date) -> None:
    """YAML's own dates are not read: what is not known exactly could not be one."""
    assert _values(f"date: {day.isoformat()}\n") == {"date": day.isoformat()}


@pytest.mark.parametrize(
    ("field", "write"),
    [
        ("title: Blog #3", 'title: "Blog #3"'),
        ("title: Blog #3: the end", 'title: "Blog #3: the end"'),
        ("title: #3", 'title: "#3"'),
        ("title: A #", 'title: "A #"'),
        ("subtitle: 5 # c", 'subtitle: "5 # c"'),
        ("description: Two\n  lines #3", 'description: "Two lines #3"'),
        ("tags:\n- C #\n- x", '"C #"'),
        ("authors:\n- Jane Doe #2", '"Jane Doe #2"'),
        ("authors:\n- name: Jane #2\n  url: https://x.org/ # c", 'name: "Jane #2"'),
    ],
)
def test_text_that_a_comment_ends_is_told_with_what_to_write(field: str, write: str) -> None:
    """YAML drops it without a word."""
    found = read_source("p", "p.md", f"---\n{field}\npost: {{}}\n---\n").problems
    (problem,) = [p for p in found if p.code is Code.TEXT_CUT]
    assert f" Write {write} if it belongs to the text" in problem.message


@pytest.mark.parametrize(
    "field",
    ["title: 'A' # c", "date: 2021 # c", "description: # todo", "title: C# and F#", "# title: A #3",
     "authors:\n- jane-doe # first", "license: CC-BY-4.0 # c", "description: |\n  a #3",
     "tags: [C#, x] # c"],
)  # fmt: skip
def test_comments_that_end_no_text_are_not_told(field: str) -> None:
    """Behind quotes, brackets, ids and fields that hold no words."""
    found = read_source("p", "p.md", f"---\n{field}\npost: {{}}\n---\n").problems
    assert not [p for p in found if p.code is Code.TEXT_CUT]


@pytest.mark.parametrize(
    ("field", "write"),
    [
        ("tags: [C #, x]", 'Write tags: ["C #", x]'),
        ("tags:\n  [C #1,\n  x]", 'such as "C #"'),
        ("description: On #tags and\n  more #x", 'Write description: "On #tags and more #x"'),
    ],
)
def test_comment_that_breaks_yaml_is_told(field: str, write: str) -> None:
    """The bracket or the text is not closed."""
    _, (problem,) = read_front_matter(f"---\n{field}\n---\n", "p.md")
    assert "a space and ‘#’ begin a comment" in problem.message
    assert problem.message.endswith(write) or f"{write}." in problem.message


def test_front_matter_of_very_many_values_is_refused() -> None:
    """Reading it would take longer than anybody waits."""
    found, (problem,) = read_front_matter(f"---\nx: [{'a,' * 30_000}]\n---\n", "a.md")
    assert found.values == {}
    assert "more than 10,000 values" in problem.message
    many = ", ".join(f"{{name: A{n}}}" for n in range(2_000))
    assert read_front_matter(f"---\nauthors: [{many}]\n---\n", "a.md")[1] == ()


@pytest.mark.parametrize("block", ["? {draft: true}", "? [draft]\n: true", "? {a: 1}\n: b"])
def test_names_of_fields_are_words(block: str) -> None:
    """A mapping in place of a name would hide what is in it."""
    _, (problem,) = read_front_matter(f"---\ntitle: T\n{block}\n---\n", "a.md")
    assert "write a word" in problem.message
