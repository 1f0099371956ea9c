"""ABlog sites: every post with its text as it is, and nothing that goes unsaid."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.building import build

from anthology_import.ablog.fields import days_of
from anthology_import.ablog.markdown import parse_markdown
from anthology_import.ablog.restructured import embedded, parse_restructured
from anthology_import.ablog.run import run
from anthology_import.ablog.settings import read_settings
from anthology_import.migration import ImportOptions, Migration
from anthology_import.records import UnusableError
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.model.documents import Author, Post, Relation
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.read_documents import read_source

TODAY = dt.date(2025, 6, 1)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
CONF = """
import os
extensions = ["ablog", "myst_parser"]
project = "Old " + "quays"
blog_title = "Harbour notes"
blog_baseurl = "https://notes.example/"
blog_authors = {
    "ann": ("Ann Lee", "https://ann.example"),
    "bo": ("Bo Ek", None),
    "env": (os.environ["NAME"], None),
}
blog_default_author = "bo"
blog_languages = {"de": ("Deutsch", None)}
blog_post_pattern = ["drafts-of-old/*.md", "plain/*"]
post_date_format = "%d/%m/%Y"
exclude_patterns = ["left-out/**", "README.md"]
open("ran.txt", "w").write("conf.py was run")
"""
DIRECTIVE = """.. _of-mud:

Mud & ``more``
==============

.. post:: 04/03/2020
   :tags: mud, tides
   :category: Harbour
   :author: ann, Kim Doe
   :location: Quay
   :redirect: old/mud, /older/mud
   :language: Deutsch
   :image: 1

Mud stays :ref:`as-it-is <of-quays>`, says |who|.

.. |who| replace:: Ann

.. image:: ../pictures/quay.png

Deeper
------

More.

.. update:: 05/03/2020

   Also this.
"""
FRONT = """---
blogpost: true
date: 2021-05-06
author: ann
tags: [quays, "old ones"]
nocomments: true
myst:
  substitutions:
    a: b
---

# Quays *of old*

A line, with trailing space.  \n\n```{note}\nKept.\n```\n"""
FENCE = """# A fence

Before.

:::{post} Oct 10, 2022
:tags: fences
:excerpt: 2

Shown in place.
:::

After.
"""
FILES: dict[str, str | bytes] = {
    "conf.py": CONF,
    "index.rst": "Notes\n=====\n\n.. postlist:: 5\n",
    "about.md": "# About\n\nA page, ![](pictures/quay.png).\n",
    "terms.rst": "Terms\n=====\n\nA page too.\n",
    "posts/mud.rst": DIRECTIVE,
    "posts/quays.md": FRONT,
    "posts/fence.md": FENCE,
    "posts/later.md": "---\nblogpost: true\ndate: 2031-01-01\n---\n# Later\n\nNot yet.\n",
    "plain/note.md": "# A note\n\nWithout a date.\n",
    "plain/book.ipynb": '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
    "posts/two.rst": "Two\n===\n\n.. post:: 01/01/2020\n\nA\n-\n\n.. post:: 02/01/2020\n",
    "posts/v0.5 is out.md": "---\nblogpost: true\ndate: 2019-01-01\n---\n# Out\n",
    "left-out/x.md": "---\nblogpost: true\n---\n# X\n",
    "pictures/quay.png": DOT,
    "pictures/evil.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "posts/pictured.md": "---\nblogpost: true\ndate: 2020-02-02\n---\n# P\n\n"
    "![a](../pictures/evil.svg) ![b](gone.png) ![c](../../outside.png)\n",
}


def _site(folder: Path, **more: str | bytes) -> Path:
    for name, content in {**FILES, **more}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return _site(tmp_path / "site")


def _import(site: Path, out: Path, **options: Any) -> Migration:
    return run(site, ImportOptions(out=out, **options), TODAY)


def _read(out: Path, docname: str) -> Any:
    text = (out / f"{docname}.md").read_text("utf-8")
    return read_source(docname, f"{docname}.md", text)


def test_fields_of_a_directive_become_ours(site: Path, tmp_path: Path) -> None:
    """Authors by their full names, categories as topics, redirects as former addresses."""
    _import(site, tmp_path / "docs")
    source = _read(tmp_path / "docs", "posts/mud")
    post = source.record
    assert source.problems == ()
    assert isinstance(post, Post)
    assert post.title == "Mud & more"
    assert str(post.date) == "2020-03-04"
    assert post.author_ids == ("ann-lee", "kim-doe")
    assert post.tags == ("mud", "tides", "Harbour")
    assert post.language == "de"
    assert post.thumbnail == "../pictures/quay.png"
    assert str(post.updated) == "2020-03-05"
    assert {"/old/mud.html", "/old/mud/", "/older/mud/", "/posts/mud/"} <= {*post.former_addresses}


def test_front_matter_becomes_ours(site: Path, tmp_path: Path) -> None:
    """What Sphinx and MyST read of it stays as it is."""
    _import(site, tmp_path / "docs")
    source = _read(tmp_path / "docs", "posts/quays")
    assert source.problems == ()
    assert source.title == "Quays of old"
    assert source.file_wide == {"nocomments": True, "myst": {"substitutions": {"a": "b"}}}
    assert source.record.tags == ("quays", "old ones")
    fence = _read(tmp_path / "docs", "posts/fence").record
    assert (str(fence.date), fence.tags) == ("2022-10-10", ("fences",))
    assert fence.author_ids == ("bo-ek",)  # the site's default


def test_texts_are_untouched(site: Path, tmp_path: Path) -> None:
    """Byte for byte, but for title, front matter and directive."""
    _import(site, tmp_path / "docs")
    quays = (tmp_path / "docs/posts/quays.md").read_text("utf-8")
    assert quays.endswith("\n---\n\n" + FRONT.partition("of old*\n\n")[2])
    fence = (tmp_path / "docs/posts/fence.md").read_text("utf-8")
    assert fence.endswith("---\n\nBefore.\n\nShown in place.\n\nAfter.\n")
    mud = (tmp_path / "docs/posts/mud.md").read_text("utf-8")
    rest = DIRECTIVE.partition(":image: 1\n")[2]
    assert mud.endswith(f"\n```{{eval-rst}}\n.. _of-mud:\n\n\n{rest}```\n")


def test_authors_become_documents(site: Path, tmp_path: Path) -> None:
    """With their own pages; a label that the settings do not explain is a name."""
    _import(site, tmp_path / "docs")
    ann = _read(tmp_path / "docs", "authors/ann-lee").record
    assert isinstance(ann, Author)
    assert ann.links
    assert ann.links.web == "https://ann.example"
    assert _read(tmp_path / "docs", "authors/kim-doe").title == "Kim Doe"


def test_drafts_stay_drafts_and_later_posts_are_scheduled(site: Path, tmp_path: Path) -> None:
    """A post without a date is a draft of ABlog; a later date is kept as it is."""
    made = _import(site, tmp_path / "docs")
    note = _read(tmp_path / "docs", "plain/note")
    assert note.record.draft
    assert note.record.date is None
    later = _read(tmp_path / "docs", "posts/later").record
    assert (later.draft, str(later.date)) == (False, "2031-01-01")
    assert [p.docname for p in made.brought if p.is_draft] == ["plain/note"]


def test_nothing_of_the_site_is_run(site: Path, tmp_path: Path) -> None:
    """Settings whose values only running tells are told."""
    made = _import(site, tmp_path / "docs")
    assert not (site / "ran.txt").exists()
    assert not Path("ran.txt").exists()
    assert made.blog.title == "Harbour notes"
    settings = read_settings(site)
    assert set(settings.authors) == {"ann", "bo"}
    (site / "conf.py").write_text('blog_title = f"{1}"\n', encoding="utf-8")
    assert read_settings(site).unread == ("blog_title",)


def test_every_document_is_accounted_for(site: Path, tmp_path: Path) -> None:
    """Brought in, left out by a rule, or failed with a reason; excluded ones are none."""
    made = _import(site, tmp_path / "docs")
    assert made.adds_up
    assert [skipped.key for skipped in made.skipped] == ["index.rst"]
    assert {failed.file: failed.reason.split(";")[0] for failed in made.failed} == {
        "plain/book.ipynb": "A notebook cannot be a post here",
        "posts/two.rst": "It holds 2 posts",
    }
    assert made.exit_code == 2


def test_what_has_no_place_here_is_told(site: Path, tmp_path: Path) -> None:
    """Places, directives and references of ABlog, changed names, and missing files."""
    made = {post.docname: post for post in _import(site, tmp_path / "docs").brought}
    mud = made["posts/mud"]
    losses = {loss.kind: loss.before for loss in mud.losses}
    assert losses == {
        "field-dropped": "location: Quay",
        "directive-unknown": "update 05/03/2020",
        "substitution": "|who|",
    }
    assert mud.unresolved == ("of-quays",)
    renamed = next(post for name, post in made.items() if "is-out" in name)
    assert [loss.kind for loss in renamed.losses] == ["place"]
    assert "/posts/v0.5 is out/" in renamed.redirects
    assert made["posts/pictured"].missing_pictures == ("gone.png",)


def test_files_go_where_texts_find_them(site: Path, tmp_path: Path) -> None:
    """None from outside of the site, and no drawing with a script."""
    (tmp_path / "outside.png").write_bytes(DOT)
    made = _import(site, tmp_path / "a/b/docs")
    assert (tmp_path / "a/b/docs/pictures/quay.png").read_bytes() == DOT
    assert not (tmp_path / "a/b/docs/pictures/evil.svg").exists()
    assert list(made.media.refused) == ["pictures/evil.svg"]
    assert not list((tmp_path / "a").rglob("outside.png"))


def test_a_second_import_changes_nothing_and_keeps_edits(site: Path, tmp_path: Path) -> None:
    """By the same lock as imports of WordPress."""
    out = tmp_path / "docs"
    _import(site, out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    again = _import(site, out)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before
    assert {post.outcome.value for post in again.brought if post.outcome} == {"unchanged"}
    edited = out / "posts/quays.md"
    edited.write_text(edited.read_text("utf-8") + "\nEdited.\n", encoding="utf-8")
    (site / "posts/quays.md").write_text(FRONT + "\nNew.\n", encoding="utf-8")
    _import(site, out)
    assert edited.read_text("utf-8").endswith("Edited.\n")
    assert (out / "posts/quays.incoming.md").read_text("utf-8").endswith("New.\n")


def test_a_dry_run_writes_nothing(site: Path, tmp_path: Path) -> None:
    made = _import(site, tmp_path / "docs", is_dry=True)
    assert not (tmp_path / "docs").exists()
    assert all(post.outcome is None for post in made.brought)


def test_answers_overrule_what_is_found(site: Path, tmp_path: Path) -> None:
    """As for other systems: in ``import-review.yml``."""
    out = tmp_path / "docs"
    out.mkdir()
    (out / "import-review.yml").write_text(
        "- post: /posts/mud\n  finding: authors\n  decision: change\n  value: [Una Ash]\n",
        encoding="utf-8",
    )
    _import(site, out)
    assert _read(out, "posts/mud").record.author_ids == ("una-ash",)


@pytest.mark.slow
def test_the_publication_builds(site: Path, tmp_path: Path) -> None:
    """And check finds nothing but what the report tells."""
    _import(site, tmp_path / "docs")
    made = build(tmp_path / "docs", tmp_path / "html", tmp_path / "trees")
    pages = {p.relative_to(made.out).as_posix() for p in made.out.rglob("*.html")}
    assert {"posts/mud.html", "posts/quays.html", "authors/ann-lee.html", "about.html"} <= pages
    assert "posts/later.html" not in pages
    mud = (made.out / "posts/mud.html").read_text("utf-8")
    assert re.search(r"<h2[^>]*>(?:<[^>]*>)?Deeper", mud)
    assert (made.out / "old/mud/index.html").is_file()


def test_addresses_elsewhere_become_origins(tmp_path: Path) -> None:
    """A canonical address is that of a repost, an external link that of a record."""
    head = "---\nblogpost: true\ndate: 2020-01-01\n{}: https://a.example/x\n---\n# T\n\nText.\n"
    site = _site(
        tmp_path / "site",
        **{"a.md": head.format("canonical_link"), "b.md": head.format("external_link")},
    )
    _import(site, tmp_path / "docs")
    origins = [_read(tmp_path / "docs", name).record.origin for name in "ab"]
    assert [origin.relation for origin in origins] == [Relation.REPOST, Relation.RECORD]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("04/03/2020", "2020-03-04"),  # the form of the settings
        ("Oct 10, 2020", "2020-10-10"),
        ("10 October 2020", "2020-10-10"),
        ("2020-10-10", "2020-10-10"),
        ("2020-10-10 12:00", "2020-10-10"),
    ],
)
def test_dates_are_read_as_they_are_written(written: str, day: str) -> None:
    assert [found.isoformat() for found in days_of(written, "%d/%m/%Y")] == [day]


def test_a_date_that_is_none_makes_a_draft(tmp_path: Path) -> None:
    """Withheld rather than public, and told."""
    site = _site(tmp_path / "site", **{"posts/quays.md": FRONT.replace("2021-05-06", "soon")})
    made = {post.docname: post for post in _import(site, tmp_path / "docs").brought}
    assert made["posts/quays"].is_draft
    assert "date-unread" in {loss.kind for loss in made["posts/quays"].losses}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"conf.py": "x = ("}, "line 1"),
        ({"conf.py": b"\xff\xfe"}, "is not Python"),
    ],
)
def test_settings_that_cannot_be_read_are_told(
    tmp_path: Path, change: dict[str, str | bytes], told: str
) -> None:
    with pytest.raises(UnusableError, match=re.escape(told)):
        _import(_site(tmp_path / "site", **change), tmp_path / "docs")


@pytest.mark.parametrize("pattern", ["**posts", "../**", "/etc/*", "[", "", "a\\"])
def test_any_pattern_of_posts_is_read(tmp_path: Path, pattern: str) -> None:
    """What is no pattern, or leads out of the site, names nothing; the report says so."""
    conf = f"blog_post_pattern = [{pattern!r}]\nexclude_patterns = [{pattern!r}, '[z-a]']\n"
    site = _site(tmp_path / "site", **{"conf.py": conf, "zz.md": "---\nblogpost: true\n---\n# Z\n"})
    (tmp_path / "outside.md").write_text("# Outside\n", encoding="utf-8")
    made = _import(site, tmp_path / "docs")
    assert made.adds_up
    assert not list((tmp_path / "docs").rglob("outside*"))
    told = [repair.what for repair in made.repairs if f"pattern ‘{pattern}’" in repair.what]
    assert len(told) == 1 or pattern != "../**"


@pytest.mark.parametrize(
    "text",
    ["<a " * 50_000, "![" * 50_000, ":ref:`" * 50_000, "# " + "*a " * 50_000, "`a <" * 50_000],
)
def test_hostile_texts_take_no_time(tmp_path: Path, text: str) -> None:
    """No pattern goes back and forth over a long text."""
    site = _site(tmp_path / "site", **{"zz.md": f"---\nblogpost: true\n---\n# Z\n\n{text}\n"})
    before = time.process_time()
    _import(site, tmp_path / "docs")
    assert time.process_time() - before < 20


def test_a_folder_without_a_site_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnusableError, match=re.escape("There is no conf.py in ‘empty’")):
        _import(tmp_path / "empty", tmp_path / "docs")
    (tmp_path / "empty/conf.py").write_text("", encoding="utf-8")
    with pytest.raises(UnusableError, match="has no posts"):
        _import(tmp_path / "empty", tmp_path / "docs")


def test_the_site_is_not_its_own_publication(site: Path) -> None:
    """Its texts stay as they are."""
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    for out in (site, site / "new", site.parent):
        with pytest.raises(UnusableError, match="cannot be in the folder of the site"):
            _import(site, out)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_unreadable_documents_fail_alone(tmp_path: Path) -> None:
    """Other encodings, broken front matter, and links; a mark at the start is read."""
    site = _site(
        tmp_path / "site",
        **{
            "a.md": "# Caf\xe9\n".encode("latin-1"),
            "b.md": "---\nblogpost: [\n---\n# B\n",
            "posts/mud.rst": b"\xef\xbb\xbf" + DIRECTIVE.replace("\n", "\r\n").encode(),
        },
    )
    (site / "c.md").symlink_to(site / "about.md")
    made = _import(site, tmp_path / "docs")
    assert {"a.md", "b.md", "c.md"} <= {failed.file for failed in made.failed}
    mud = (tmp_path / "docs/posts/mud.md").read_bytes()
    assert b"\n" not in mud.replace(b"\r\n", b"")
    assert _read(tmp_path / "docs", "posts/mud").problems == ()


words = st.text("ab é*`_[]()#:.<>|-=~\\$%{}'\"", max_size=12)
blocks = st.sampled_from(
    [
        *("```python\n# no title\n.. post:: 1\n```", "- a\n- b", "> quoted\n> # more", "    code"),
        *("A line\nand one more", "===", "| a |\n|---|", "$$x$$", "<b>x</b>", "\ttab"),
        *("```{note}\nNo.\n```", "````md\n```{post}\n```\n````", "[a]: b.png"),
    ]
)
bodies = st.lists(st.one_of(words, blocks), max_size=6).map("\n\n".join)


@given(bodies, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_any_markdown_text_stays(body: str, end: str, has_end: bool) -> None:
    """Below a title and front matter: the same bytes, but for blank lines at its start."""
    body = body + ("\n" if has_end else "")
    head = "---\nblogpost: true\ndate: 2020-01-01\n---\n\n# A title\n\n"
    parsed = parse_markdown((head + body).replace("\n", end))
    expected = body.split("\n")
    while expected and not expected[0].strip():
        del expected[0]
    assert parsed.body == end.join(expected)
    assert (parsed.title, parsed.posts) == ("A title", 1)


@given(bodies, st.sampled_from(["\n", "\r\n"]))
def test_any_restructured_text_stays(body: str, end: str) -> None:
    """Below title and directive; and the block around it ends where it ends."""
    body = body.replace(".. post::", ".. other::").strip("\n")
    head = "A title\n=======\n\n.. post:: 1 May 2020\n   :tags: a\n\n"
    body = re.sub(r"\A[ \t]+", "", body)  # else the directive's own text
    parsed = parse_restructured((head + body).replace("\n", end))
    expected = body.split("\n")
    while expected and not expected[0].strip():
        del expected[0]
    assert parsed.body == end.join(expected)
    assert parsed.fields == {"tags": "a", "date": "1 May 2020"}
    lines = re.split("\r?\n", embedded(parsed.body))
    if parsed.body.strip():
        assert lines[-2] == lines[0].removesuffix("{eval-rst}")
        assert lines[-2] not in lines[1:-2]


hostile = st.dictionaries(
    st.sampled_from(["date", "author", "tags", "redirect", "language", "image", "title", "post"]),
    st.one_of(st.none(), st.booleans(), st.integers(-5, 9999), words, st.lists(words, max_size=3)),
)


@given(hostile, words)
def test_any_front_matter_is_read_or_fails_alone(fields: dict[str, Any], title: str) -> None:
    """What is written is a post that the model can read; never an error of ours."""
    with tempfile.TemporaryDirectory() as folder:
        lines = "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())
        text = f"---\nblogpost: true\n{lines}---\n# {title}\n\nText.\n"
        site, out = Path(folder, "site"), Path(folder, "docs")
        site.mkdir()
        (site / "conf.py").write_text('blog_title = "T"\n', encoding="utf-8")
        (site / "p.md").write_text(text, encoding="utf-8")
        made = _import(site, out)
        assert made.adds_up
        for post in made.brought:
            source = _read(out, post.docname)
            wrong = {Code.FRONT_MATTER, Code.UNKNOWN_FIELD, Code.INVALID_FIELD}
            assert not wrong & {problem.code for problem in source.problems}, source.problems


def test_the_command_says_what_it_did(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the report of other imports."""
    monkeypatch.chdir(tmp_path)
    assert main(["import", "ablog", "site", "--docs", "new"]) == 2
    said = capsys.readouterr().out
    assert "12 items: 9 written, 1 skipped by rule, 2 failed" in said
    report = json.loads((tmp_path / "new/import-report.json").read_text("utf-8"))
    assert report["blog"]["title"] == "Harbour notes"
    page = (tmp_path / "new/import-report.html").read_text("utf-8")
    assert "Directive of the old system" in page
    assert main(["import", "ablog", "nowhere"]) == 3
    assert "‘nowhere’ is not a folder" in capsys.readouterr().err
