"""The whole import, through the command: a publication that builds, again and again."""

from __future__ import annotations

import base64
import json
import pkgutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.building import Built, build
from tests.importing.exports import FOOT, HEAD, export, item, meta
from tests.importing.test_archive_pages import EXPECTED, TEXT

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.model.documents import Post, Relation, Series
from sphinx_anthology.model.read_documents import read_source

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""The smallest picture."""
LABEL = "SPECIAL ISSUE BLOG SERIES ON OLD QUAYS"
NOBODY = "nobody@people.example"
COMMENT = (
    "<wp:comment><wp:comment_id>{number}</wp:comment_id>"
    f"<wp:comment_author>Commenter {{number}}</wp:comment_author>"
    f"<wp:comment_author_email>{NOBODY}</wp:comment_author_email>"
    "<wp:comment_author_IP>192.0.2.77</wp:comment_author_IP>"
    "<wp:comment_date>2020-05-04 10:00:00</wp:comment_date>"
    "<wp:comment_content>What {number} says.</wp:comment_content>"
    "<wp:comment_approved>{number}</wp:comment_approved></wp:comment>\n"
)
BLOG = (
    item(
        1,
        "<p>by Ann Lee, Harbour University</p>\n<p>Mud & <em>more</em> mud, as"
        ' <a href="http://www.blog.example/?p=2">the next part</a> tells.</p>'
        '<p><img src="https://blog.example/wp-content/uploads/2020/05/quay-300x200.png"'
        ' alt="A quay"></p>',
        more=COMMENT.format(number=1) + COMMENT.format(number=0),
        title=f"NEW {LABEL}: Blog 1 – Mud",
    ),
    item(
        2,
        "<p>by Bo Ek and Ann Lee</p>\n<p>Quays, after"
        ' <a href="https://blog.example/2020/05/01/post-1">mud</a>.</p>',
        title=f"{LABEL}: Blog 2 – Quays",
        more='<category domain="post_tag" nicename="tides"><![CDATA[Tides]]></category>',
    ),
    item(4, "<p>by Bo Ek</p>\n<p>Lamps.</p>", title=f"{LABEL}: Blog 4 – Lamps"),
    item(5, "<p>Plain.[wobble size='2']</p>", title="A post of the office"),
    item(6, "<p>Unseenword one.</p>", title="Not ready", wp_status="draft"),
    item(7, "<p>Unseenword two.</p>", title="For friends", wp_post_password="tide"),  # noqa: S106 of a post
    item(8, "<p>Unseenword three.</p>", title="Private", wp_status="private"),
    item(9, "<p>Gone.</p>", title="Trash", wp_status="trash"),
    item(10, "<p>About us.</p>", title="About", wp_post_type="page"),
    item(11, "<p>A page to be.</p>", title="Soon", wp_post_type="page", wp_status="draft"),
    item(
        12,
        "",
        meta("_wp_attached_file", "2020/05/quay.png"),
        title="quay",
        wp_post_type="attachment",
        wp_status="inherit",
        wp_attachment_url="https://blog.example/wp-content/uploads/2020/05/quay.png",
    ),
)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever opens a socket fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


def written(folder: Path, *items: str, text: str = "") -> Path:
    """An export as a file."""
    path = folder / "export.xml"
    path.write_text(text or export(*(items or BLOG)), encoding="utf-8")
    return path


def media(folder: Path) -> Path:
    """A folder with the picture, as large as it was uploaded."""
    file = folder / "uploads" / "2020" / "05" / "quay.png"
    file.parent.mkdir(parents=True)
    file.write_bytes(DOT)
    return folder / "uploads"


def bring_in(path: Path, *more: str | Path) -> tuple[int, Path]:
    """Run the command; the exit code, and the publication."""
    out = path.parent / "docs"
    return main(["import", "wxr", str(path), "--out", str(out), *map(str, more)]), out


def built(docs: Path) -> Built:
    """The publication's site; it is built without a word."""
    made = build(docs, docs.parent / "site", docs.parent / "trees")
    assert made.warnings == ()
    return made


def post(docs: Path, docname: str) -> Post:
    """A post as the model reads it, without a problem."""
    text = (docs / f"{docname}.md").read_text(encoding="utf-8")
    source = read_source(docname, f"{docname}.md", text)
    assert source.problems == ()
    assert isinstance(source.record, Post)
    return source.record


def state(docs: Path) -> dict[str, bytes]:
    """All files but the report, which tells what became of documents this time."""
    return {
        path.relative_to(docs).as_posix(): path.read_bytes()
        for path in sorted(docs.rglob("*"))
        if path.is_file() and not path.name.startswith("import-report")
    }


SERIES = "series/old-quays"


def test_a_blog_becomes_a_publication(tmp_path: Path) -> None:
    """Series, parts, bylines, links, pictures, redirects: as data, and as a site."""
    code, docs = bring_in(written(tmp_path), "--media", media(tmp_path))
    assert code == 1  # a shortcode that nobody knows
    first = post(docs, f"{SERIES}/01-mud")
    assert (first.title, first.part, first.author_ids) == ("Mud", 1, ("ann-lee",))
    assert first.roles["ann-lee"].affiliations[0].name == "Harbour University"
    assert first.former_addresses == ("/2020/05/01/post-1/",)
    assert post(docs, f"{SERIES}/02-quays").author_ids == ("bo-ek", "ann-lee")
    assert post(docs, "posts/2020/post-5").author_ids == ("press-office",)
    index = (docs / SERIES / "index.md").read_text(encoding="utf-8")
    series = read_source(f"{SERIES}/index", "index.md", index).record
    assert isinstance(series, Series)
    assert (series.title, series.kind.value, series.part_label) == (
        "OLD QUAYS",
        "special-issue",
        "Blog",
    )
    site = built(docs).out
    page = (site / SERIES / "01-mud.html").read_text(encoding="utf-8")
    assert 'href="02-quays.html"' in page
    assert "_images/quay" in page
    assert (site / "2020/05/01/post-1/index.html").is_file()
    assert (site / "pages/post-10.html").is_file()


def test_what_was_not_public_is_no_page(tmp_path: Path) -> None:
    """It is there for the editor, counted, and in no byte of the site."""
    _, docs = bring_in(written(tmp_path), "--media", media(tmp_path))
    assert post(docs, "posts/2020/post-6").draft
    assert post(docs, "posts/2020/post-7").draft
    assert post(docs, "posts/2020/post-8").draft
    assert post(docs, "pages/post-11").draft
    site = built(docs).out
    everything = b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file())
    for words in (b"Unseenword", b"Not ready", b"For friends", b"A page to be", b"Gone."):
        assert words not in everything


def test_sums_add_up_and_losses_are_told(tmp_path: Path) -> None:
    """Items are those written, those skipped by a rule, and those that failed."""
    _, docs = bring_in(written(tmp_path))
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    by_title = {post["title"]: post for post in told["posts"]}
    assert len(told["posts"]) + len(told["skipped"]) + len(told["failed"]) == len(BLOG)
    assert sorted(entry["title"] for entry in told["skipped"]) == ["Trash", "quay"]
    assert by_title["A post of the office"]["unknown_shortcodes"] == ["wobble"]
    assert by_title["Mud"]["missing_pictures"]
    assert by_title["Lamps"]["grade"] == "green"
    assert "[wobble size=" in (docs / "posts/2020/post-5.md").read_text(encoding="utf-8")


def test_nobodys_address_is_written(tmp_path: Path) -> None:
    """Neither of accounts nor of commenters, with comments or without."""
    for more in ((), ("--comments",)):
        _, docs = bring_in(written(tmp_path), *more)
        everything = b"".join(path.read_bytes() for path in docs.rglob("*") if path.is_file())
        assert NOBODY.encode() not in everything
        assert b"press@blog.example" not in everything
        assert b"192.0.2.77" not in everything


def test_comments_only_on_request(tmp_path: Path) -> None:
    """And only those that were approved, with name and day."""
    path = written(tmp_path)
    _, docs = bring_in(path)
    file = docs / SERIES / "01-mud.md"
    assert "What 1 says" not in file.read_text(encoding="utf-8")
    bring_in(path, "--comments")
    text = file.read_text(encoding="utf-8")
    assert "## Comments" in text
    assert "**Commenter 1**, 2020-05-04" in text
    assert "What 1 says" in text
    assert "What 0 says" not in text
    built(docs)


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    """Not a byte; and the report is the same from then on."""
    path, files = written(tmp_path), media(tmp_path)
    code, docs = bring_in(path, "--media", files)
    first = state(docs)
    assert bring_in(path, "--media", files)[0] == code
    assert state(docs) == first
    report = (docs / "import-report.json").read_bytes()
    bring_in(path, "--media", files)
    assert (docs / "import-report.json").read_bytes() == report
    told = json.loads(report)
    assert {post["outcome"] for post in told["posts"]} == {"unchanged"}
    assert any(
        post["unknown_shortcodes"] for post in told["posts"]
    )  # told again, though not made again


def test_what_an_editor_changed_stays(tmp_path: Path) -> None:
    """The new text lies beside it, is told of, and is no page."""
    path = written(tmp_path)
    _, docs = bring_in(path)
    mine, file = "---\ntitle: Mine\n---\n\nMine.\n", docs / "posts/2020/post-5.md"
    file.write_text(mine, encoding="utf-8")
    bring_in(path)
    assert file.read_text(encoding="utf-8") == mine
    changed = [i.replace("Plain.", "Plain, and new.") for i in BLOG]
    code, _ = bring_in(written(tmp_path, *changed))
    assert code == 1
    assert file.read_text(encoding="utf-8") == mine
    incoming = file.with_name("post-5.incoming.md").read_text(encoding="utf-8")
    assert "Plain, and new." in incoming
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert [p["outcome"] for p in told["posts"] if p["document"] == "posts/2020/post-5"] == [
        "conflict"
    ]
    site = built(docs).out
    assert not (site / "posts/2020/post-5.incoming.html").exists()


def test_only_the_changed_post_is_rewritten(tmp_path: Path) -> None:
    """All other files keep their bytes."""
    path = written(tmp_path)
    _, docs = bring_in(path)
    before = state(docs)
    bring_in(written(tmp_path, *(i.replace("Lamps.", "Lamps, lit.") for i in BLOG)))
    after = state(docs)
    assert {name for name in after if after[name] != before.get(name)} == {
        f"{SERIES}/04-lamps.md",
        ".import-lock.json",
    }


def test_what_an_editor_has_is_not_replaced(tmp_path: Path) -> None:
    """Front page, settings and references of a publication that is there already."""
    docs = tmp_path / "docs"
    docs.mkdir()
    mine = {"index.md": "# Mine\n", "conf.py": "project = 'Mine'\n", "references.bib": "% mine\n"}
    for name, text in mine.items():
        (docs / name).write_text(text, encoding="utf-8")
    bring_in(written(tmp_path))
    assert {name: (docs / name).read_text(encoding="utf-8") for name in mine} == mine


def test_a_dry_run_gives_only_the_report(tmp_path: Path) -> None:
    """Nothing else, and nothing is changed where there is something."""
    path = written(tmp_path)
    code, docs = bring_in(path, "--dry-run")
    assert code == 1
    assert sorted(p.name for p in docs.iterdir()) == ["import-report.html", "import-report.json"]
    bring_in(path)
    before = state(docs)
    bring_in(written(tmp_path, *(i.replace("Lamps.", "Lit.") for i in BLOG)), "--dry-run")
    assert state(docs) == before


def test_questions_are_answered_and_applied(tmp_path: Path) -> None:
    """What is doubtful is asked with its sentence, and done once an editor says so."""
    path = written(tmp_path, item(1, "<p>Text.</p>", title="Blog 2 of 3: The pilots"))
    _, docs = bring_in(path)
    assert post(docs, "posts/2020/post-1").title == "Blog 2 of 3: The pilots"
    review = docs / "import-review.yml"
    text = review.read_text(encoding="utf-8")
    assert "Blog 2 of 3: The pilots" in text
    review.write_text(text.replace("decision: open", "decision: accept"), encoding="utf-8")
    bring_in(path)
    assert post(docs, "posts/2020/post-1").title == "The pilots"
    again = review.read_text(encoding="utf-8")
    bring_in(path)
    assert review.read_text(encoding="utf-8") == again


def test_answers_that_are_wrong_stop_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With their lines, before anything is written."""
    path = written(tmp_path, item(1, "<p>Text.</p>", title="Blog 2 of 3: The pilots"))
    _, docs = bring_in(path)
    review = docs / "import-review.yml"
    text = review.read_text(encoding="utf-8").replace("decision: open", "decision: perhaps")
    review.write_text(text, encoding="utf-8")
    before = state(docs)
    assert bring_in(path)[0] == 3
    assert "line " in capsys.readouterr().err
    assert state(docs) == before


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (export(item(1, "<p>All of it.</p>")), 0, ""),
        (export(item(1), item(2))[: -len(FOOT) - 60], 2, ""),
        ("<!DOCTYPE html><html><body>Log in</body></html>", 3, "web page"),
        (HEAD + FOOT, 3, "no item"),
        ("", 3, "empty"),
    ],
)
def test_exit_codes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, code: int, said: str
) -> None:
    """Nothing lost, failed, unusable; the reason is a sentence."""
    path = tmp_path / "export.xml"
    path.write_text(text, encoding="utf-8")
    found, docs = bring_in(path)
    assert found == code
    error = capsys.readouterr().err
    assert said in error
    if code == 3:
        assert error.count("\n") == 1
        assert not docs.exists()


def test_a_missing_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its name."""
    assert bring_in(tmp_path / "none.xml")[0] == 3
    assert "none.xml" in capsys.readouterr().err


def test_statuses_can_be_chosen(tmp_path: Path) -> None:
    """What is left out is counted."""
    _, docs = bring_in(written(tmp_path), "--statuses", "publish", "--without-protected")
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert {post["title"] for post in told["posts"]} == {
        "Mud",
        "Quays",
        "Lamps",
        "A post of the office",
        "About",
    }
    assert len(told["posts"]) + len(told["skipped"]) == len(BLOG)


def test_several_files_are_one_blog(tmp_path: Path) -> None:
    """Links lead from the posts of one to those of the other."""
    for number, items in enumerate((BLOG[:1], BLOG[1:])):
        (tmp_path / f"{number}.xml").write_text(export(*items), encoding="utf-8")
    docs = tmp_path / "docs"
    main(["import", "wxr", *(str(tmp_path / f"{n}.xml") for n in (0, 1)), "--out", str(docs)])
    assert "02-quays" in (docs / SERIES / "01-mud.md").read_text(encoding="utf-8")


def test_a_saved_page_becomes_excerpts(tmp_path: Path) -> None:
    """Of eight posts seven are beginnings, and say so; none passes for a whole one."""
    path, docs = tmp_path / "tag.txt", tmp_path / "docs"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["import", "archive", str(path), "--out", str(docs)]) in {0, 1}
    names = [p for p in docs.rglob("*.md") if p.parts[-3:-2] in {("posts",), ("series",)}]
    posts = [
        post(docs, p.relative_to(docs).with_suffix("").as_posix())
        for p in names
        if p.name != "index.md"
    ]
    assert len(posts) == len(EXPECTED) == 8
    relations = [p.relation for p in posts]
    assert relations.count(Relation.EXCERPT) == 7
    assert relations.count(Relation.FULL) == 1
    assert all(p.origin and p.author_ids for p in posts)
    assert sorted(p.part for p in posts if p.part) == [3, 7]
    built(docs)


def test_an_author_who_is_none_any_more_goes(tmp_path: Path) -> None:
    """The document that was made for them, unless an editor has changed it."""
    path = written(tmp_path, item(1, "<p>by Ann Lee</p>\n<p>Text.</p>"))
    _, docs = bring_in(path)
    assert (docs / "authors/ann-lee.md").is_file()
    bring_in(written(tmp_path, item(1, "<p>by Bo Ek</p>\n<p>Text.</p>")))
    assert sorted(p.name for p in (docs / "authors").iterdir()) == ["bo-ek.md", "index.md"]
    built(docs)
    (docs / "authors/bo-ek.md").write_text("---\ntitle: Bo E. Ek\nauthor: {}\n---\n", "utf-8")
    bring_in(written(tmp_path, item(1, "<p>by Ann Lee</p>\n<p>Text.</p>")))
    assert (docs / "authors/bo-ek.md").is_file()
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert told["left_behind"] == ["authors/bo-ek"]


def test_the_next_part_of_a_blog_can_follow(tmp_path: Path) -> None:
    """What an earlier export brought stays, with its authors, and in all lists."""
    bring_in(written(tmp_path, *BLOG[:3], *BLOG[8:9]))
    _, docs = bring_in(written(tmp_path, *BLOG[3:4], item(40, title="Later")))
    assert post(docs, f"{SERIES}/01-mud").part == 1
    assert (docs / "authors/bo-ek.md").is_file()
    site = built(docs).out
    assert (site / SERIES / "04-lamps.html").is_file()
    assert (site / "pages/post-10.html").is_file()


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    """What reads exports is optional."""
    code = (
        "import sys; sys.modules['selectolax'] = None\n"
        "from sphinx_anthology.cli.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(  # our own interpreter
        [sys.executable, "-c", code, "import", "wxr", str(written(tmp_path)), "--out", "docs"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 3
    assert "pip install 'sphinx-anthology[import]'" in done.stderr
    assert not (tmp_path / "docs").exists()


@pytest.mark.parametrize("place", ["findings.passages", "writing.converted"])
def test_one_bad_post_never_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """It is told of as failed, and all others are there."""
    target = f"anthology_import.{place}"
    work = pkgutil.resolve_name(target)

    def fails(given: Any, *more: Any) -> Any:
        if "Lamps." in (given if isinstance(given, str) else given.html):
            raise RecursionError
        return work(given, *more)

    monkeypatch.setattr(target, fails)
    code, docs = bring_in(written(tmp_path))
    assert code == 2
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert [failed["title"] for failed in told["failed"]] == [f"{LABEL}: Blog 4 – Lamps"]
    assert told["sums"]["adds_up"]
    built(docs)


ARTICLE = '<p>Read the full article: <a href="https://doi.org/10.5555/{0}">{0}</a>.</p>'


def test_articles_are_gathered_over_several_exports(tmp_path: Path) -> None:
    """What an earlier one found stays in the bibliography."""
    first, second = (item(n, ARTICLE.format(f"mud{n}")) for n in (1, 2))
    bring_in(written(tmp_path, first))
    _, docs = bring_in(written(tmp_path, second))
    assert [link.key for link in post(docs, "posts/2020/post-1").articles] == ["10-5555-mud1"]
    assert [link.key for link in post(docs, "posts/2020/post-2").articles] == ["10-5555-mud2"]
    built(docs)


def test_an_editors_bibliography_is_only_read(tmp_path: Path) -> None:
    """What it has is linked by its key, and what it lacks is told of."""
    docs = tmp_path / "docs"
    docs.mkdir()
    mine = "@article{mine,\n  title = {Mud},\n  author = {Lee, Ann},\n  doi = {10.5555/MUD1}\n}\n"
    (docs / "references.bib").write_text(mine, encoding="utf-8")
    code, _ = bring_in(written(tmp_path, *(item(n, ARTICLE.format(f"mud{n}")) for n in (1, 2))))
    assert code == 1
    assert (docs / "references.bib").read_text(encoding="utf-8") == mine
    assert [link.key for link in post(docs, "posts/2020/post-1").articles] == ["mine"]
    assert post(docs, "posts/2020/post-2").articles == ()
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert [[k["before"] for k in p["losses"]] for p in told["posts"]] == [[], ["10.5555/mud2"]]
    built(docs)


@pytest.mark.parametrize(
    "title", ["Blog 3: The quays", "SPECIAL ISSUE BLOG SERIES: Blog 3 The quays"]
)
def test_a_label_in_a_settled_series_is_none_of_the_title(tmp_path: Path, title: str) -> None:
    """What would only be asked elsewhere is plain there."""
    line = "<p><em>Special issue blog series on old quays</em></p><p>by Ann Lee</p><p>Text.</p>"
    _, docs = bring_in(
        written(
            tmp_path,
            *(item(n, line, title=f"SPECIAL ISSUE BLOG SERIES: Blog {n} – Part") for n in (1, 2)),
            item(3, line, title=title),
        )
    )
    third = post(docs, "series/old-quays/03-the-quays")
    assert (third.title, third.part) == ("The quays", 3)
    built(docs)


def test_a_series_that_grew_promises_no_number(tmp_path: Path) -> None:
    """An early title said how many parts there would be, and a later one is beyond that."""
    titles = {1: "Blog 1 of 3 – Mud", 4: "Blog 4 – Lamps"}
    items = (item(n, "<p>by Ann Lee</p>", title=f"{LABEL}: {t}") for n, t in titles.items())
    _, docs = bring_in(written(tmp_path, *items))
    assert "parts:" not in (docs / SERIES / "index.md").read_text(encoding="utf-8")
    assert post(docs, f"{SERIES}/04-lamps").part == 4
    built(docs)


def test_what_was_public_stays_public(tmp_path: Path) -> None:
    """Whatever its title, first or last line would mean of a document that an editor writes."""
    told = [("Untitled", "Words."), ("TEST", "Words."), ("Embargoed until May", "Words.")]
    told += [("A", "Not for publication"), ("B", "[Note: do not publish]")]
    items = [item(n, f"<p>{text}</p>", title=title) for n, (title, text) in enumerate(told, 1)]
    items.append(item(20, "<p>Words.</p>", title="Lorem ipsum", wp_post_type="page"))
    (tmp_path / "e.xml").write_text(export(*items), "utf-8")
    main(["import", "wxr", str(tmp_path / "e.xml"), "--out", str(tmp_path / "docs")])
    files = [*tmp_path.glob("docs/posts/2020/*.md"), tmp_path / "docs/pages/post-20.md"]
    sources = [read_source(path.stem, path.name, path.read_text("utf-8")) for path in files]
    assert len(sources) == len(items) + 1  # a list of the year
    assert [source.file for source in sources if source.blocked] == []
    assert [source.says_draft for source in sources if source.title == "Untitled"] == [True]
