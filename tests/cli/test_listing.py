"""A line in a toctree: where it goes, and that every other byte of the file stays."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.cli.new.listing import NotListedError, with_entry
from sphinx_anthology.toctrees import read_entries

HEAD = "---\ntitle: Tides\nseries: {}\n---\n\nWords.\n\n"


def added(block: str, new: str = "s/tides/03-neap", docname: str = "s/tides/index") -> str:
    """The block with a new post, which is asserted to stand where its line says."""
    raw = (HEAD + block).encode()
    edit = with_entry(raw, docname, 4, new, {"s/tides/01-ebb", "s/tides/04-flow"})
    assert edit is not None
    text = edit.content.decode()
    assert text.split("\n")[edit.line - 1].strip() == edit.entry
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


@pytest.mark.parametrize(
    ("block", "made"),
    [
        ("```{toctree}\n```\n", "```{toctree}\n03-neap\n```\n"),
        (
            "```{toctree}\n:hidden:\n\n```\n",
            "```{toctree}\n:hidden:\n\n03-neap\n```\n",
        ),
        ("```{toctree}\n:hidden:\n```\n", "```{toctree}\n:hidden:\n\n03-neap\n```\n"),
        ("```{toctree}\n01-ebb\n```\n", "```{toctree}\n01-ebb\n03-neap\n```\n"),
        (
            "```{toctree}\n01-ebb\n04-flow\n```\n",
            "```{toctree}\n01-ebb\n03-neap\n04-flow\n```\n",
        ),
        (
            "```{toctree}\n04-flow\n01-ebb\n```\n",
            "```{toctree}\n04-flow\n03-neap\n01-ebb\n```\n",
        ),
        (
            "```{toctree}\n10-x\n4-flow\n9-y\n\n```\n",
            "```{toctree}\n10-x\n4-flow\n9-y\n03-neap\n\n```\n",
        ),
        ("```{toctree}\n2-a\n10-b\n```\n", "```{toctree}\n2-a\n03-neap\n10-b\n```\n"),
        ("```{toctree}\n01-ebb.md\n```\n", "```{toctree}\n01-ebb.md\n03-neap.md\n```\n"),
        (
            "```{toctree}\n/s/tides/01-ebb\n```\n",
            "```{toctree}\n/s/tides/01-ebb\n/s/tides/03-neap\n```\n",
        ),
        (
            "```{toctree}\nThe ebb <01-ebb>\n```\n",
            "```{toctree}\nThe ebb <01-ebb>\n03-neap\n```\n",
        ),
        (
            ":::{toctree}\n---\nhidden: true\n---\n01-ebb\n:::\n",
            ":::{toctree}\n---\nhidden: true\n---\n01-ebb\n03-neap\n:::\n",
        ),
        (
            "````{note}\n```{toctree}\n  01-ebb\n% 04-later\n```\n````\n",
            "````{note}\n```{toctree}\n  01-ebb\n  03-neap\n% 04-later\n```\n````\n",
        ),
        ("- ```{toctree}\n  01-ebb\n  ```\n", "- ```{toctree}\n  01-ebb\n  03-neap\n  ```\n"),
        (
            "```{toctree}\n:glob:\n\n../more/*\n```\n",
            "```{toctree}\n:glob:\n\n../more/*\n03-neap\n```\n",
        ),
        (
            "```{toctree}\n\n01-ebb\n\n\n```\nAnd after.",
            "```{toctree}\n\n01-ebb\n03-neap\n\n\n```\nAnd after.",
        ),
    ],
)
def test_a_line_in_the_order_and_notation_of_the_others(block: str, made: str) -> None:
    """Beside an empty one, in both directions, and in lists, notes and colons."""
    assert added(block) == made


def test_a_document_elsewhere_is_named_by_its_path() -> None:
    """From the document that lists it."""
    assert "\n../../blog/a\n" in added("```{toctree}\n01-ebb\n```\n", "blog/a")
    assert "\ntides/a\n" in added("```{toctree}\n01-ebb\n```\n", "s/tides/a", "s/tides")


@pytest.mark.parametrize(
    ("new", "made"),
    [("b/two", "a/x\nb/one\nb/two\n"), ("c/x", "a/x\nb/one\n")],
    ids=["beside its like", "of a new folder"],
)
def test_one_of_several_toctrees_may_be_chosen(new: str, made: str) -> None:
    """The one with documents of the same folder, else the first; a series has only one."""
    first, second = "```{toctree}\nd/x\n```\n", "```{toctree}\na/x\nb/one\n```\n"
    raw = (HEAD + first + second).encode()
    edit = with_entry(raw, "index", 4, new, (), may_choose=True)
    assert edit is not None
    text = edit.content.decode().removeprefix(HEAD)
    assert made in text
    assert ("d/x\nc/x\n" in text) == (new == "c/x")
    with pytest.raises(NotListedError, match="it has 2 toctrees"):
        with_entry(raw, "index", 4, new, ())


@pytest.mark.parametrize("block", ["```{toctree}\n03-neap\n```", "```{toctree}\n:glob:\n\n*\n```"])
def test_what_is_listed_stays(block: str) -> None:
    """By name or by a pattern."""
    raw = (HEAD + block).encode()
    assert with_entry(raw, "s/tides/index", 4, "s/tides/03-neap", ()) is None


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("Words.", "it has no toctree of its own"),
        ("```{include} list.md\n```", "it has no toctree of its own"),
        ("```{toctree}\na\n```\n:::{toctree}\nb\n:::\n", "it has 2 toctrees"),
        ("```{eval-rst}\n.. toctree::\n   a\n```", "its toctree is reStructuredText"),
        ("> ```{toctree}\n> a\n> ```\n", "its toctree is inside of something"),
        ("```{toctree}\n01", "its toctree would be read differently"),
    ],
)
def test_what_cannot_be_edited_is_told(block: str, reason: str) -> None:
    """With the reason."""
    with pytest.raises(NotListedError, match=reason):
        with_entry((HEAD + block).encode(), "s/tides/index", 4, "s/tides/03-neap", ())


NAMES = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,3})?", fullmatch=True)
LINES = st.one_of(
    NAMES,
    st.just(""),
    st.just("% a comment"),
    st.just("  "),
    st.just("self"),
    st.just("https://a.example"),
    NAMES.map("Words <{}>".format),
    NAMES.map("{}.md".format),
)
OPTIONS = st.lists(st.sampled_from([":hidden:", ":maxdepth: 1", ":reversed:", ":caption: A"]))


@given(
    options=OPTIONS,
    lines=st.lists(LINES, max_size=6),
    new=NAMES,
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    bom=st.sampled_from(["", "\ufeff"]),
    after=st.sampled_from(["", "\n", "\nWords.", "\n\n```python\nx\n```\n"]),
)
def test_every_other_byte_stays(
    options: list[str], lines: list[str], new: str, end: str, bom: str, after: str
) -> None:
    """With any line ends; the toctree lists what it did, and one document more."""
    block = "\n".join(["```{toctree}", *options, "", *lines, "```"])
    raw = (bom + (HEAD + block + after).replace("\n", end)).encode()
    try:
        edit = with_entry(raw, "s/index", 4, f"s/{new}", ())
    except NotListedError:
        return
    if edit is None:
        return
    before, made = (text.split(end.encode()) for text in (raw, edit.content))
    number = edit.line - 1
    rest = made[:number] + made[number + 1 :]
    assert rest == before or rest[: number - 1] + rest[number:] == before  # a blank line before it
    assert made[number].decode().strip() == edit.entry

    def listed(content: bytes) -> list[str]:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        body = "\n".join(["", "", "", "", *text.split("\n")[4:]])
        return [entry.docname for entry in read_entries(body, "s/index", (), (".md", ".rst"))]

    after_it = listed(edit.content)
    assert f"s/{new}" in after_it
    assert [name for name in after_it if name != f"s/{new}"] == listed(raw)


@given(raw=st.text(st.sampled_from("`{}toctre:~-. \n\r*#%<>ab"), max_size=80))
def test_any_text_is_read(raw: str) -> None:
    """It gets a line, or a reason."""
    with contextlib.suppress(NotListedError):
        edit = with_entry(raw.encode(), "s/index", 0, "s/new", ())
        assert edit is None or b"new" in edit.content
