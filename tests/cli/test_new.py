"""``anthology new`` without a terminal: options are answers, the rest are defaults."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.cli.new import plan
from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.source import KINDS, Source

CONF = 'extensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
SERIES = "---\ntitle: Tides and ports\nseries: {}\n---\n\n```{toctree}\n\n01-ebb\n```\n"
EBB = "---\ntitle: Ebb\nauthors: [jane-doe]\ndate: 2025-01-01\ntags: [Tide tables]\npost: {}\n---\n"
JANE = "---\ntitle: Jane Doe\nauthor:\n  orcid: 0000-0002-1825-0097\n---\n"


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A publication with a series of one post by one author."""
    write(
        tmp_path / "docs",
        {
            "conf.py": CONF,
            "index.md": "# Book\n\n```{toctree}\ntides/index\npeople/jane-doe\n```\n",
            "tides/index.md": SERIES,
            "tides/01-ebb.md": EBB,
            "people/jane-doe.md": JANE,
        },
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764589000")
    return Path("docs")


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def read(docs: Path, docname: str) -> Source:
    text = (docs / f"{docname}.md").read_text(encoding="utf-8")
    return read_source(docname, f"{docname}.md", text)


def post(docs: Path, docname: str) -> Post:
    record = read(docs, docname).record
    assert isinstance(record, Post)
    return record


def tree(docs: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in docs.rglob("*") if path.is_file()}


ALONE = {
    "post": ["post", "--title", "Ængstrom: a *new* one"],
    "author": ["author", "--name", "Ængstrom: a *new* one"],
    "series": ["series", "--title", "Ængstrom: a *new* one"],
}
PLACES = {
    "post": "posts/aengstrom-a-new-one",
    "author": "people/aengstrom-a-new-one",
    "series": "aengstrom-a-new-one/index",
}


@pytest.mark.parametrize("kind", ALONE)
def test_what_is_written_is_right(docs: Path, kind: str) -> None:
    """It lies beside those of its kind, and has no problem."""
    assert main(["new", *ALONE[kind]]) == 0
    source = read(docs, PLACES[kind])
    assert source.problems == ()
    assert source.kind == kind
    assert source.title == "Ængstrom: a *new* one"


@pytest.mark.parametrize("kind", ALONE)
def test_every_other_field_is_a_comment_with_an_example(docs: Path, kind: str) -> None:
    """Without its mark the line is a value that the field takes."""
    main(["new", *ALONE[kind]])
    text = (docs / f"{PLACES[kind]}.md").read_text(encoding="utf-8")
    for name in KINDS[kind].model_fields:
        assert re.search(rf"^ *(?:# )?{name}: [^#\n]", text, re.MULTILINE), name
    whole = re.sub(r"^( *)# (?=\w+: )", r"\1", text, flags=re.MULTILINE)
    assert read_source("a/b", "a/b.md", whole).problems == ()


def test_a_post_says_all_that_is_given(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names become ids and topics are spelt as in other posts; it is a draft of that day."""
    options = ["--authors", "Doe, Jane", "--date", "April 3rd, 2026", "--tags", "tide tables,sea"]
    more = ["--description", "Who: what?", "--kind", "reading list", "--series", "Tides and Ports"]
    assert main(["new", "post", "--title", "First light", *options, *more]) == 0
    made = post(docs, "tides/02-first-light")
    assert made.author_ids == ("jane-doe",)
    assert made.tags == ("Tide tables", "sea")
    assert (str(made.date), made.kind, made.description) == (
        "2026-04-03",
        "reading-list",
        "Who: what?",
    )
    assert made.draft
    assert capsys.readouterr().out.splitlines() == [
        "Wrote docs/tides/02-first-light.md",
        "Changed docs/tides/index.md, line 9: + 02-first-light",
        "Set ‘draft: false’ in docs/tides/02-first-light.md when it is ready.",
    ]
    assert "01-ebb\n02-first-light\n```" in (docs / "tides/index.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("series", ["tides", "tides/index", "Tides", "tides and ports"])
def test_a_series_by_id_path_or_title(docs: Path, series: str) -> None:
    """As people name it."""
    assert main(["new", "post", "--title", "Neap", "--series", series]) == 0
    assert (docs / "tides/02-neap.md").is_file()


def test_a_series_anywhere(docs: Path) -> None:
    """Its document is found by its front matter, and the post goes to the posts it lists."""
    listed = SERIES.replace("01-ebb", "/blog/one\n/blog/two").replace("Tides and ports", "Quays")
    files = {"about/quays.md": listed, "blog/one.md": EBB.replace("Ebb", "One")}
    write(docs, {**files, "blog/two.md": EBB.replace("Ebb", "Two")})
    assert main(["new", "post", "--title", "Three", "--series", "quays"]) == 0
    assert (docs / "blog/three.md").is_file()
    text = (docs / "about/quays.md").read_text(encoding="utf-8")
    assert "/blog/one\n/blog/three\n/blog/two\n" in text


def test_parts_that_are_stated_go_on(docs: Path) -> None:
    """Where each post of the series states its number, the new one does, too."""
    write(docs, {"tides/01-ebb.md": EBB.replace("post: {}", "post: {part: 4}")})
    assert main(["new", "post", "--title", "A", "--series", "tides"]) == 0
    assert post(docs, "tides/02-a").part == 5
    write(docs, {"tides/01-ebb.md": EBB})
    assert main(["new", "post", "--title", "B", "--series", "tides"]) == 0
    assert post(docs, "tides/03-b").part is None


def test_a_pattern_lists_it_already(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The series stays as it is, and that is said."""
    text = SERIES.replace("\n01-ebb", ":glob:\n\n*")
    write(docs, {"tides/index.md": text})
    assert main(["new", "post", "--title", "A", "--series", "tides"]) == 0
    assert (docs / "tides/index.md").read_text(encoding="utf-8") == text
    assert "docs/tides/index.md lists ‘02-a’ by itself; " in capsys.readouterr().out


def test_who_has_no_series_is_listed_beside_others(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An author, a series, and a post by itself; several lines of one file add up."""
    assert main(["new", "author", "--name", "Kim Lee"]) == 0
    assert "Changed docs/index.md, line 6: + people/kim-lee\n" in capsys.readouterr().out
    assert main(["new", "series", "--title", "Quays"]) == 0
    assert "Changed docs/index.md, line 4: + quays/index\n" in capsys.readouterr().out
    options = ["--authors", "Al Abe, Bo Ek", "--make"]
    assert main(["new", "post", "--title", "A note", *options]) == 0
    listed = [
        *("quays/index", "tides/index", "people/al-abe", "people/bo-ek", "people/jane-doe"),
        *("people/kim-lee", "posts/a-note"),
    ]
    front = (docs / "index.md").read_text(encoding="utf-8")
    assert front == "# Book\n\n```{toctree}\n" + "".join(f"{n}\n" for n in listed) + "```\n"
    said = capsys.readouterr().out
    lines = re.findall(r"^Changed docs/index.md, line (\d+): \+ (.*)$", said, re.MULTILINE)
    assert len(lines) == 3
    assert all(front.split("\n")[int(number) - 1] == entry for number, entry in lines)


def test_posts_without_a_series_have_a_list_of_their_own(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The toctree that names the others, wherever these lie, and in their order."""
    alone = EBB.replace("tags: [Tide tables]\n", "")
    write(
        docs,
        {
            "blog/all.md": "# All\n\n```{toctree}\n2020/b\n2020/d\n```\n\n```{toctree}\nx\n```\n",
            "blog/2020/b.md": alone.replace("Ebb", "B"),
            "blog/2020/d.md": alone.replace("Ebb", "D"),
        },
    )
    assert main(["new", "post", "--title", "C"]) == 0
    assert "Changed docs/blog/all.md, line 5: + 2020/c\n" in capsys.readouterr().out
    assert "\n2020/b\n2020/c\n2020/d\n" in (docs / "blog/all.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("# Book\n", "it has no toctree of its own"), (None, "it is not there")],
)
def test_what_lists_no_document_is_told(
    docs: Path, capsys: pytest.CaptureFixture[str], text: str | None, reason: str
) -> None:
    """With the line to write, and why it is not written."""
    (docs / "index.md").unlink()
    if text:
        write(docs, {"index.md": text})
    assert main(["new", "author", "--name", "Kim Lee"]) == 0
    said = capsys.readouterr().out
    assert f"Add this line to the toctree of docs/index.md, for {reason}: people/kim-lee\n" in said


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No list.\n", "it has no toctree of its own"),
        ("```{toctree}\na\n```\n\n```{toctree}\nb\n```\n", "it has 2 toctrees"),
        ("```{eval-rst}\n.. toctree::\n\n   a\n```\n", "its toctree is reStructuredText"),
    ],
)
def test_a_toctree_that_cannot_be_edited(
    docs: Path, capsys: pytest.CaptureFixture[str], text: str, reason: str
) -> None:
    """The line is told, and the file stays."""
    whole = f"---\ntitle: Tides\nseries: {{}}\n---\n\n{text}"
    write(docs, {"tides/index.md": whole})
    assert main(["new", "post", "--title", "A", "--series", "tides"]) == 0
    assert (docs / "tides/index.md").read_text(encoding="utf-8") == whole
    told = f"Add this line to the toctree of docs/tides/index.md, for {reason}: 02-a\n"
    assert told in capsys.readouterr().out


def test_unknown_authors(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An id stays one, a name is a guest's; both are told, with what to type."""
    names = "jane-do, Kim Lee, Jane Doe"
    assert main(["new", "post", "--title", "A", "--authors", names]) == 0
    authors = post(docs, "posts/a").authors
    assert [a.id or str(a.name) for a in authors] == ["jane-do", "Kim Lee", "jane-doe"]
    said = capsys.readouterr().out
    assert "There is no author ‘jane-do’. Did you mean ‘jane-doe’" in said
    assert "‘Kim Lee’ has no page, and is named as a guest." in said
    assert 'Write a page with: anthology new author --name "Kim Lee"\n' in said


def test_authors_and_series_are_made_if_asked_for(docs: Path) -> None:
    """Each with its page, and the post in the list of the new series."""
    options = ["--authors", "Kim Lee, jane-doe", "--series", "New quays", "--make"]
    assert main(["new", "post", "--title", "A", *options]) == 0
    assert post(docs, "new-quays/01-a").author_ids == ("kim-lee", "jane-doe")
    assert read(docs, "people/kim-lee").title == "Kim Lee"
    assert "\n\n01-a\n```" in (docs / "new-quays/index.md").read_text(encoding="utf-8")


def test_new_authors_who_are_called_alike(docs: Path) -> None:
    """Each gets a page of their own; one who is named twice gets one."""
    names = "Wei Li; Wèi Lí; 魏 李; Li, Wei; Wei (李) Li"
    assert main(["new", "post", "--title", "A", "--authors", names, "--make"]) == 0
    titles = {read(docs, f"people/{i}").title for i in post(docs, "posts/a").author_ids}
    assert {"Wei Li", "魏 李"} <= titles
    assert len(titles) == len(post(docs, "posts/a").author_ids)


def test_two_authors_of_one_name(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The name alone is not enough."""
    write(docs, {"people/jane-doe-2.md": "---\ntitle: Jane Doe\nauthor: {}\n---\n"})
    before = tree(docs)
    assert main(["new", "post", "--title", "A", "--authors", "Jane Doe"]) == 2
    said = capsys.readouterr().err
    assert "‘Jane Doe’ is the name of jane-doe and jane-doe-2. Write the id." in said
    assert tree(docs) == before


AGAIN = [
    (["post", "--title", "EBB!"], "docs/tides/01-ebb.md is the post ‘Ebb’ already."),
    (["author", "--name", "Doe, Jane"], "docs/people/jane-doe.md is a page of Jane Doe already."),
    (
        ["series", "--title", "Tides & Ports"],
        "docs/tides/index.md is the series ‘Tides and ports’ already.",
    ),
]


@pytest.mark.parametrize(("arguments", "told"), [AGAIN[0], AGAIN[1]])
def test_nothing_is_written_twice_in_silence(
    docs: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """Without a terminal it is refused, with what to add; with that, it gets another name."""
    before = tree(docs)
    assert main(["new", *arguments]) == 1
    assert capsys.readouterr().err == (
        f"anthology: {told} Nothing was written. To write another one add --again\n"
    )
    assert tree(docs) == before
    assert main(["new", *arguments, "--again"]) == 0
    assert len(tree(docs)) == len(before) + 1


def test_a_title_in_other_words_is_another_series(docs: Path) -> None:
    """Only the same words are the same series."""
    assert main(["new", "series", "--title", "Tides & ports"]) == 0
    assert (docs / "tides-ports/index.md").is_file()


def test_a_draft_counts_as_there(docs: Path) -> None:
    """Somebody may be writing it."""
    write(docs, {"tides/01-ebb.md": EBB.replace("post: {}", "post: {draft: true}")})
    assert main(["new", "post", "--title", "Ebb"]) == 1


@pytest.mark.parametrize("name", ["kim-lee.md", "Kim-Lee.MD", "kim-lee.rst"])
def test_no_file_is_replaced(docs: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Whatever it holds, in any case and ending."""
    write(docs, {f"people/{name}": "mine"})
    assert main(["new", "author", "--name", "Kim Lee"]) == 1
    assert f"docs/people/{name} is there already. Nothing was written." in capsys.readouterr().err
    assert (docs / "people" / name).read_text(encoding="utf-8") == "mine"


def test_nothing_is_written_through_a_link(
    docs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that leads elsewhere is refused."""
    (tmp_path / "outside").mkdir()
    (docs / "posts").symlink_to(tmp_path / "outside")
    assert main(["new", "post", "--title", "A"]) == 2
    assert "is a link that leads out of docs; nothing was written." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["author", "--name", "A B", "--orcid", "0000-0002-1825-0098"], "is not an ORCID iD"),
        (
            ["author", "--name", "A B", "--orcid", "0000-0002-1825-0097"],
            "is that of Jane Doe (docs/people/jane-doe.md).",
        ),
        (["author", "--name", "A B", "--family", "C"], "‘C’ is no part of the name ‘A B’."),
        (["author", "--name", "?!"], "has no letter or digit to name the file by."),
        (["post", "--title", "A", "--slug", "Two Words"], "Write two-words"),
        (["post", "--title", "A", "--slug", "../x"], "‘../x’ cannot be the name"),
        (["post", "--title", "A", "--slug", "index"], "Give another name."),
        (["post", "--title", "A", "--kind", "artikle"], "Did you mean ‘article’?"),
        (["series", "--title", "A", "--kind", "x"], "Write special-issue, conference or column."),
        (["post", "--title", "A", "--series", "zzz"], "there is no series ‘zzz’ in docs."),
        (["post", "--title", "A", "--series", "zzz"], "To make it add --make."),
        (["series", "--title", "A", "--slug", "people"], "docs/people holds documents already."),
    ],
)
def test_a_wrong_option_writes_nothing(
    docs: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """One sentence says what to write instead."""
    before = tree(docs)
    assert main(["new", *arguments]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert line.endswith("Nothing was written.")
    assert tree(docs) == before


def test_an_author_with_all(docs: Path) -> None:
    """The family name is one of two words; the id is that of the whole name."""
    options = ["--family", "García Márquez", "--role", "Writer", "--affiliation", "Quay House"]
    name = "Gabriel García Márquez"
    assert main(["new", "author", "--name", name, *options]) == 0
    text = (docs / "people/gabriel-garcia-marquez.md").read_text(encoding="utf-8")
    assert 'name: {given: "Gabriel", family: "García Márquez"}' in text
    assert 'affiliations: ["Quay House"]' in text
    assert 'role: "Writer"' in text


def test_documents_that_are_left_out_do_not_count(docs: Path) -> None:
    """Those of builds, hidden ones, and those that ``conf.py`` excludes."""
    other = EBB.replace("Ebb", "Elsewhere")
    write(docs, dict.fromkeys(("_build/a.md", ".git/a.md", "old/a.md", "x.incoming.md"), other))
    (docs / "conf.py").write_text(f'{CONF}exclude_patterns = ["old/*"]\n', encoding="utf-8")
    assert main(["new", "post", "--title", "Elsewhere"]) == 0


def test_documents_with_faults_do_not_stop_it(docs: Path) -> None:
    """A file that is no text, one with broken front matter, a link to nowhere."""
    write(docs, {"broken.md": "---\ntitle: [\n---\n", "conf.py": CONF + "def broken(:\n"})
    (docs / "binary.md").write_bytes(b"\xff\xfe\0")
    (docs / "gone.md").symlink_to(docs / "nothing.md")
    assert main(["new", "post", "--title", "A", "--series", "tides"]) == 0


def test_a_publication_without_posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the root of a repository: the first of each kind get folders."""
    write(tmp_path, {"conf.py": CONF, "index.md": "# Book\n"})
    monkeypatch.chdir(tmp_path)
    assert main(["new", "series", "--title", "Tides"]) == 0
    assert main(["new", "author", "--name", "Jane Doe"]) == 0
    assert main(["new", "post", "--title", "A", "--series", "tides"]) == 0
    assert main(["new", "post", "--title", "B"]) == 0
    made = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*/*.md"))
    series = [f"series/tides/{name}.md" for name in ("01-a", "index")]
    assert made == ["authors/jane-doe.md", "posts/b.md", *series]


@pytest.mark.parametrize("editor", ["VISUAL", "EDITOR"])
def test_it_opens_the_editor(
    docs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, editor: str
) -> None:
    """With its arguments; no shell reads them."""
    program = tmp_path / "my editor"
    program.write_text('#!/bin/sh\nprintf "%s|" "$@" > "$0.log"\n', encoding="utf-8")
    program.chmod(0o755)
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(editor, f"'{program}' --wait '$HOME;'")
    assert main(["new", "post", "--title", "A", "--open"]) == 0
    log = (tmp_path / "my editor.log").read_text(encoding="utf-8")
    assert log == "--wait|$HOME;|docs/posts/a.md|"


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("no-such-editor", "was not opened: no-such-editor: No such file or directory."),
        ("'open", "cannot be read (No closing quotation)."),
        ("false", "false ended with exit code 1."),
    ],
)
def test_an_editor_that_fails_is_told(
    docs: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    editor: str,
    told: str,
) -> None:
    """The file is written all the same."""
    monkeypatch.setenv("VISUAL", editor)
    assert main(["new", "post", "--title", "A", "--open"]) == 0
    assert told in capsys.readouterr().err
    assert (docs / "posts/a.md").is_file()


def test_all_is_written_or_nothing(
    docs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a later file cannot be written, those before it are taken back."""
    before = tree(docs)
    usual = plan.write_whole

    def fails(path: Path, content: bytes) -> None:
        if path.name == "index.md" and content != before[str(path)]:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        usual(path, content)

    monkeypatch.setattr(plan, "write_whole", fails)
    options = ["--series", "tides", "--authors", "Kim Lee", "--make"]
    assert main(["new", "post", "--title", "A", *options]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "No space left on device (docs/tides/index.md)." in said.err
    assert tree(docs) == before


def test_lists_in_restructuredtext_count(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A front page may be written in it."""
    (docs / "index.md").unlink()
    listed = (
        "Book\n====\n\n.. toctree::\n   :glob:\n\n   people/*\n\n.. toctree::\n\n   tides/index\n"
    )
    write(docs, {"index.rst": listed})
    assert main(["new", "author", "--name", "Kim Lee"]) == 0
    assert "docs/index.rst lists ‘people/kim-lee’ by itself" in capsys.readouterr().out
    assert main(["new", "series", "--title", "Quays"]) == 0
    told = "toctree of docs/index.rst, for its toctree is reStructuredText: quays/index\n"
    assert told in capsys.readouterr().out


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_and_marks_stay(docs: Path, end: str) -> None:
    """Of the series' document, which gets one line more."""
    raw = ("\ufeff" + SERIES.replace("\n", end)).encode()
    (docs / "tides/index.md").write_bytes(raw)
    assert main(["new", "post", "--title", "A", "--series", "tides"]) == 0
    line = f"01-ebb{end}".encode()
    made = raw.replace(line, line + f"02-a{end}".encode())
    assert (docs / "tides/index.md").read_bytes() == made


@pytest.mark.parametrize(
    "title", ["a\x1b[31mb", "# --- {x}: \"y\" 'z' \\n", "a\n---\nb", "\u202eabc", "9"]
)
def test_any_title_stays_one(docs: Path, title: str) -> None:
    """Whatever YAML or a terminal would make of it."""
    assert main(["new", "post", "--title", title, "--description", title]) == 0
    (path,) = (docs / "posts").iterdir()
    source = read(docs, f"posts/{path.stem}")
    assert source.kind == "post"
    assert source.title == " ".join(title.split()).replace("\x1b", "\ufffd")


@pytest.mark.parametrize(
    ("conf", "name"),
    [
        ('language = "de"', "ueber-staedte-aermel-hoefe-und-strassen"),
        ('language = "de_AT"', "ueber-staedte-aermel-hoefe-und-strassen"),
        ('language = "fr"', "uber-stadte-armel-hofe-und-strassen"),
        ('language = "d" + "e"', "uber-stadte-armel-hofe-und-strassen"),  # nothing is run
        ("", "uber-stadte-armel-hofe-und-strassen"),
    ],
)
def test_a_german_publication_writes_umlauts_out(docs: Path, conf: str, name: str) -> None:
    """In the names of new posts, series and authors, however the letters are coded."""
    (docs / "conf.py").write_text(f"{CONF}{conf}\n", encoding="utf-8")
    title = "Über Städte, ÄRMEL, Ho\u0308fe und Straßen"
    assert main(["new", "post", "--title", title, "--series", title, "--make"]) == 0
    assert main(["new", "author", "--name", title.replace(",", "")]) == 0
    assert (docs / name / f"01-{name}.md").is_file()
    assert (docs / f"people/{name}.md").is_file()


def test_a_document_that_was_named_otherwise_is_found(docs: Path) -> None:
    """A series keeps the address that it has, and takes posts by its title."""
    (docs / "conf.py").write_text(f'{CONF}language = "de"\n', encoding="utf-8")
    write(docs, {"uber-stadte/index.md": SERIES.replace("Tides and ports", "Über Städte")})
    assert main(["new", "post", "--title", "Gänge", "--series", "Über Städte"]) == 0
    assert (docs / "uber-stadte/02-gaenge.md").is_file()
    assert main(["new", "series", "--title", "Über Städte"]) == 1
    assert not (docs / "ueber-staedte").exists()
