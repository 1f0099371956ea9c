"""What can go wrong around an import: it is stopped, it meets links, a post fails."""

from __future__ import annotations

import gzip
import json
import shutil
import tarfile
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from tests.importing.exports import item
from tests.importing.test_archive_pages import EXPECTED, TEXT
from tests.importing.test_command import (
    BLOG,
    COMMENT,
    DOT,
    SERIES,
    bring_in,
    built,
    media,
    no_network,
    post,
    state,
    written,
)

from anthology_import import writing
from anthology_import.lock import Lock
from html2myst import converter as convert
from html2myst.conversion import Converted, Places, Source
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.model.documents import Relation

__all__ = ["no_network"]

QUESTION = item(1, "<p>Text.</p>", title="Blog 2 of 3: The pilots")
"""A post of which something is asked."""


def fail_for(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the conversion fail of what has these words."""
    work = convert.converted

    def converted(source: Source, places: Places) -> Converted:
        if words in source.html:
            raise RecursionError
        return work(source, places)

    monkeypatch.setattr(writing, "converted", converted)


def test_nothing_leads_to_a_post_that_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others keep the old address, until it is there after all."""
    path = written(tmp_path)
    with monkeypatch.context() as patch:
        fail_for("more</em> mud", patch)
        code, docs = bring_in(path)
        second = docs / SERIES / "02-quays.md"
        assert code == 2
        assert "](https://blog.example/2020/05/01/post-1)" in second.read_text(encoding="utf-8")
        told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
        linking = next(p for p in told["posts"] if p["title"] == "Quays")
        assert linking["outcome"] == "new"
        assert linking["unresolved_links"] == ["https://blog.example/2020/05/01/post-1"]
        assert told["sums"]["adds_up"]
        built(docs)
        before = state(docs)
        assert bring_in(path)[0] == 2
        assert state(docs) == before
    bring_in(path)
    assert "](01-mud.md)" in second.read_text(encoding="utf-8")
    built(docs)


def test_a_post_that_fails_later_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document of an earlier import is there, and is linked."""
    _, docs = bring_in(written(tmp_path))
    before = (docs / SERIES / "01-mud.md").read_bytes()
    changed = [i.replace("</em> mud", "</em> clay") for i in BLOG]
    with monkeypatch.context() as patch:
        fail_for("more</em> clay", patch)
        assert bring_in(written(tmp_path, *changed))[0] == 2
    assert (docs / SERIES / "01-mud.md").read_bytes() == before
    assert "](01-mud.md)" in (docs / SERIES / "02-quays.md").read_text(encoding="utf-8")
    assert (built(docs).out / SERIES / "01-mud.html").is_file()


@pytest.mark.parametrize(
    "said",
    [
        "Half. <!-- and on",
        "Half.<script>",
        "Half.<plaintext>",
        "<textarea>Half.",
        "Half.</p></blockquote><h2>Forged</h2>",
        "Half.<!--more-->",
        "<blockquote><blockquote>Half.",
    ],
)
def test_no_comment_hides_another(tmp_path: Path, said: str) -> None:
    """Nor the post, and none steps out of its place; whatever a stranger wrote."""
    comments = [
        COMMENT.format(number=1).replace("What 1 says.", escape(text))
        for text in (said, "The <b>last</b> word.")
    ]
    path = written(tmp_path, item(1, "<p>Body. <!-- and on", "".join(comments)))
    _, docs = bring_in(path, "--comments")
    text = (docs / "posts/2020/post-1.md").read_text(encoding="utf-8")
    _, _, shown = text.partition("\n\nBody.\n\n## Comments\n\n")
    assert shown.count("**Commenter 1**, 2020-05-04\n\n>") == 2
    assert "> The **last** word." in shown
    own = [line for line in shown.splitlines() if line and not line.startswith((">", "**Comm"))]
    assert own == []
    built(docs)


@pytest.mark.parametrize("after", [0, 3, 7, 12])
def test_an_import_that_was_stopped_is_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The next gives what it would have given, even of a newer export; nothing seems edited."""
    path, files = written(tmp_path), media(tmp_path)
    with monkeypatch.context() as patch:
        _stop_after(after, patch)
        assert bring_in(path, "--media", files)[0] == 130
    newer = [i.replace("</em> mud", "</em> clay").replace("Lamps.", "Lit.") for i in BLOG]
    bring_in(written(tmp_path, *newer), "--media", files)
    docs = tmp_path / "docs"
    stopped = state(docs)
    shutil.rmtree(docs)
    bring_in(path, "--media", files)
    assert state(docs) == stopped


def _stop_after(documents: int, patch: pytest.MonkeyPatch) -> None:
    """Let somebody press Ctrl-C when so many documents are written."""
    work, left = Lock.put, [documents]

    def put(lock: Lock, *given: Any) -> Any:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return work(lock, *given)

    patch.setattr(Lock, "put", put)


@pytest.mark.parametrize(
    "name",
    [
        *("posts", "series", "authors", "pages", "media", "conf.py", "index.md", "references.bib"),
        *("import-report.html", "import-review.yml", ".import-lock.json"),
    ],
)
def test_no_link_is_followed(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a place leads out of the publication, nothing is written, here or there."""
    docs, elsewhere = tmp_path / "docs", tmp_path / "elsewhere"
    docs.mkdir()
    elsewhere.mkdir()
    (docs / name).symlink_to(elsewhere / "file" if "." in name else elsewhere)
    assert bring_in(written(tmp_path), "--media", media(tmp_path))[0] == 3
    assert f"'{name}' is reached through a link" in capsys.readouterr().err
    assert not list(elsewhere.iterdir())
    assert [path.name for path in docs.iterdir()] == [name]


def test_a_file_is_no_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It stays."""
    (tmp_path / "docs").write_text("Mine.", encoding="utf-8")
    assert bring_in(written(tmp_path))[0] == 3
    assert capsys.readouterr().err == "anthology: ‘docs’ is not a folder.\n"
    assert (tmp_path / "docs").read_text(encoding="utf-8") == "Mine."


def test_answers_can_lie_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Asked, answered and refused there, by its own name."""
    answers = tmp_path / "answers.yml"
    path = written(tmp_path, QUESTION)
    _, docs = bring_in(path, "--review", answers)
    assert f"to answer in {answers}" in capsys.readouterr().out
    assert not (docs / "import-review.yml").exists()
    text = answers.read_text(encoding="utf-8")
    answers.write_text(text.replace("decision: open", "decision: accept"), encoding="utf-8")
    bring_in(path, "--review", answers)
    assert post(docs, "posts/2020/post-1").title == "The pilots"
    answers.write_text(text.replace("decision: open", "decision: perhaps"), encoding="utf-8")
    capsys.readouterr()
    assert bring_in(path, "--review", answers)[0] == 3
    assert "‘answers.yml’ cannot be understood; line " in capsys.readouterr().err


def packed(folder: Path, form: str) -> Path:
    """A folder of files, in an archive."""
    path = folder.with_name(f"packed.{form}")
    if form == "zip":
        with zipfile.ZipFile(path, "w") as zipped:
            zipped.write(folder / "2020/05/quay.png", "wp-content/uploads/2020/05/quay.png")
    else:
        with tarfile.open(path, "w:gz") as tar:
            tar.add(folder, "uploads")
    return path


@pytest.mark.parametrize(("export", "library"), [("xml.gz", "zip"), ("zip", "tar.gz")])
def test_archives_are_read_as_what_is_in_them(tmp_path: Path, export: str, library: str) -> None:
    """Of exports and of the library's files."""
    path, files = written(tmp_path), media(tmp_path)
    _, docs = bring_in(path, "--media", files)
    assert (docs / "media/2020/05/quay.png").read_bytes() == DOT
    plain = state(docs)
    shutil.rmtree(docs)
    archive = tmp_path / f"export.{export}"
    if export == "zip":
        with zipfile.ZipFile(archive, "w") as zipped:
            zipped.write(path, "blog.xml")
    else:
        archive.write_bytes(gzip.compress(path.read_bytes()))
    bring_in(archive, "--media", packed(files, library))
    lock = ".import-lock.json"  # which knows which library it was
    assert {**state(docs), lock: b""} == {**plain, lock: b""}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ("nowhere", "There is no ‘nowhere’."),
        ("notes.txt", "is neither a folder nor an archive"),
    ],
)
def test_a_library_that_is_none_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: str, said: str
) -> None:
    """Before anything is written."""
    (tmp_path / "notes.txt").write_text("No archive.", encoding="utf-8")
    code, docs = bring_in(written(tmp_path), "--media", tmp_path / files)
    assert code == 3
    assert said in capsys.readouterr().err
    assert not docs.exists()


def test_the_same_export_twice_is_one_blog(tmp_path: Path) -> None:
    """What comes again is skipped, and counted."""
    path = written(tmp_path)
    docs = tmp_path / "docs"
    code = main(["import", "wxr", str(path), str(path), "--out", str(docs)])
    once = state(docs)
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert told["sums"]["adds_up"]
    assert told["sums"]["found"] == 2 * len(BLOG)
    shutil.rmtree(docs)
    assert bring_in(path)[0] == code
    assert state(docs) == once


def test_the_whole_command_makes_the_book(tmp_path: Path) -> None:
    """What is imported is built by the next command, without a warning."""
    _, docs = bring_in(written(tmp_path), "--media", media(tmp_path))
    assert main(["build", str(docs), "--to", "html", "--strict"]) == 0
    assert (docs / "_build/html" / SERIES / "01-mud.html").is_file()
    # what was built is no part of the next import
    before = state(docs)
    bring_in(tmp_path / "export.xml", "--media", tmp_path / "uploads")
    assert state(docs) == before


def saved(folder: Path, data: bytes, name: str = "tag.txt") -> tuple[int, Path]:
    """A saved page, brought in."""
    path, docs = folder / name, folder / "docs"
    path.write_bytes(data)
    return main(["import", "archive", str(path), "--out", str(docs)]), docs


def test_posts_of_a_saved_page_are_as_it_shows_them(tmp_path: Path) -> None:
    """Titles, authors, parts, roles, the notice of a repost, and what is whole."""
    _, docs = saved(tmp_path, TEXT.encode())
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    posts = [post(docs, entry["document"]) for entry in told["posts"]]
    names = {p.stem: p.read_text(encoding="utf-8") for p in (docs / "authors").glob("*-*.md")}
    for made, (title, authors, part) in zip(posts, EXPECTED, strict=True):
        assert (made.title, made.part) == (title, part)
        for name, known in zip(authors, made.author_ids, strict=True):
            assert f"title: {name}\n" in names[known]
    assert [made.relation for made in posts] == [
        *[Relation.EXCERPT] * 4,
        Relation.FULL,
        *[Relation.EXCERPT] * 3,
    ]
    assert posts[4].roles["tora-berg"].role == "guest blogger for H&T conference"
    assert posts[5].roles["erik-sund"].role == "Associate Editor of Harbours & Towns"
    assert posts[2].roles["karin-holm"].affiliations[0].name == "Tide University"
    assert posts[3].origin is not None
    assert [e.site for e in posts[3].origin.earlier] == ["Town Lamps and Lights"]
    documents = [entry["document"] for entry in told["posts"]]
    assert [name for name in documents if name.startswith("series/")] == [
        "series/old-quays-and-what-they-say/07-what-the-old-quays-have-left-to-say",
        "series/old-quays-and-what-they-say/03-how-pilots-make-mud-passable",
    ]


def test_a_saved_page_comes_again(tmp_path: Path) -> None:
    """Nothing is changed."""
    code, docs = saved(tmp_path, TEXT.encode())
    before = state(docs)
    assert saved(tmp_path, TEXT.encode())[0] == code
    assert state(docs) == before


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b'<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<rss version="2.0">',
            "anthology import wxr",
        ),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"PK\x03\x04\x14\x00", "an archive"),
        (b"bplist00\xd1", "Safari"),
        (b"From: <Saved>\nSubject: A\n b\nMIME-Version: 1.0\n\n<html><article>", "in one file"),
        (bytes(range(1, 256)) * 9, "neither a web page nor a text"),
        (b"<html><body>Log in</body></html>", "No post was found"),
        (b"", "is empty"),
    ],
)
def test_what_is_no_saved_page_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    """With a sentence that says what to do, and nothing is written."""
    code, docs = saved(tmp_path, data)
    error = capsys.readouterr().err
    assert code == 3
    assert said in error
    assert error.count("\n") == 1
    assert not docs.exists()


def test_a_text_as_windows_saves_it_is_read(tmp_path: Path) -> None:
    """As “Unicode”, it has two bytes for each character."""
    _, docs = saved(tmp_path, TEXT.replace("\n", "\r\n").encode("utf-16"))
    told = json.loads((docs / "import-report.json").read_text(encoding="utf-8"))
    assert [entry["title"] for entry in told["posts"]] == [title for title, *_ in EXPECTED]
