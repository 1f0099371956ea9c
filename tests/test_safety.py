"""What content cannot do: pass HTML through, or name what it is not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.reading.source import title_block
from tests.building import Built

HOSTILE = "<script>alert(1)</script>"


def _post(title: str, body: str) -> str:
    front = f"title: '{title}'\nauthors: {{name: '{HOSTILE}'}}\ndate: 2024-01-01\npost: {{}}"
    return f"---\n{front}\n---\n\n{body}\n"


def test_html_in_content_is_shown_as_it_is_written(built: Callable[..., Built]) -> None:
    """Title, names, text, inline and in blocks: nothing becomes markup."""
    body = f"Inline {HOSTILE} here.\n\n{HOSTILE}\n\n<div onclick='x'>block</div>\n"
    made = built(
        {
            "post.md": _post(HOSTILE, body),
            "index.md": "# B\n\n```{posts}\n```\n\n```{toctree}\npost\n```\n",
        }
    )
    for page in ("post", "index"):
        text = (made.out / f"{page}.html").read_text(encoding="utf-8")
        assert HOSTILE not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert "<div onclick" not in text


def test_the_raw_directive_is_refused(built: Callable[..., Built]) -> None:
    """A warning says so, and nothing is passed through."""
    body = f"```{{raw}} html\n{HOSTILE}\n```\n"
    made = built({"post.md": _post("A", body), "index.md": "# B\n\n```{toctree}\npost\n```\n"})
    assert any('"raw" directive disabled' in line for line in made.warnings)
    assert HOSTILE not in (made.out / "post.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "title",
    ["*a* _b_ `c`", "[x](y)", "<b>", "$5 & $6", "{{x}}", "# a #", "{post}`x`", "a: b", "—“x”—"],
)
def test_a_title_means_nothing_to_markdown(built: Callable[..., Built], title: str) -> None:
    """Whatever signs a title has, the page shows them."""
    made = built(
        {
            "post.md": _post(title, "Text."),
            "index.md": "# B\n\n```{toctree}\n:hidden:\n\npost\n```\n",
        }
    )
    assert made.warnings == ()
    assert made.app.env.titles["post"].astext() == title


def test_line_numbers_stay_true_and_file_wide_keys_are_kept() -> None:
    """The block has as many lines as the front matter, and ends in the title."""
    front = "title: A *b*\nauthors: [x]\ndate: 2024\npost: {}\norphan: true\nmyst:\n  a: 1"
    text = f"---\n{front}\n---\nX\n"
    source = read_source("a", "a.md", text)
    block = title_block(source)
    assert len(block) == source.length == 9
    assert block[:4] == ["---", "orphan: true", "myst: {a: 1}", "---"]
    assert block[-1] == r"# A \*b\*"


@pytest.mark.parametrize(
    "own", ["draught: true", "Draft: true", "draft: yes", "drafts: true", "draft: 'true'"]
)
def test_a_draft_flag_that_went_wrong_does_not_publish(own: str) -> None:
    """Whoever meant a draft does not find it on the site."""
    source = read_source("a", "a.md", f"---\ntitle: A\ndate: 2024-01-01\npost: {{{own}}}\n---\n")
    assert source.blocked


def test_a_relation_that_went_wrong_does_not_pass_for_the_whole_text(
    built: Callable[..., Built],
) -> None:
    """A digest whose relation is misspelt is not shown as the author's own words."""
    post = (
        "---\ntitle: A\nauthors: {name: Ann Low}\ndate: 2024-01-01\n"
        "post: {origin: {relation: digestt, site: The Blog}}\n---\n\nText.\n"
    )
    made = built({"post.md": post})
    assert len(made.warnings) == 1
    assert "Did you mean ‘digest’?" in made.warnings[0]
    page = re.sub("<[^>]+>", "", (made.out / "post.html").read_text(encoding="utf-8"))
    assert "From a post by Ann Low" in page
    assert "The original post" in page


@pytest.mark.parametrize(
    "own",
    [
        "origin: {relation: full, earlier: Some Blog}",
        "origin: {relation: full, copies: [1, {}, x]}",
        "articles: {key: [a]}",
        "roles: {ann: [1]}",
        "withdrawn: soon",
        "about: [[x]]",
    ],
)
def test_odd_shapes_are_reported_and_never_stop(own: str) -> None:
    """A text where a mapping is asked for, a list in a list: a problem, and the rest is read."""
    front = f"title: A\nauthors: [ann]\ndate: 2024-01-01\npost: {{{own}}}"
    source = read_source("a", "a.md", f"---\n{front}\n---\n")
    assert source.problems
    assert source.record is not None
