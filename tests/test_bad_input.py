"""Invariant 5: a bad document never stops the build; it is reported, and the rest is built.

Every folder of ``tests/bad/`` is a case; its README says how they are made.
"""

from __future__ import annotations

import difflib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_anthology.cli.checking import check
from sphinx_anthology.model import consistency, preflight
from sphinx_anthology.model.explanations import EXPLANATIONS
from sphinx_anthology.model.fixing import fixes
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.reading.documents import documents_to_fix
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.file_names import file_name_problems, other_formats
from tests.building import Built, build

BAD = Path(__file__).parent / "bad"
GOOD = BAD / "_good"
CASES = sorted(case.name for case in BAD.iterdir() if case.is_dir() and case != GOOD)
LEFT_OUT = b"xyzzy"
"""The word that stands in every document that must be left out."""

WARNINGS_ONLY = {"setting", "toctree"}
"""What is found while Sphinx is at work, and is not kept as a problem."""

WARNING = re.compile(
    r"(?P<file>[^:]+):(?P<line>\d+): WARNING: (?P<message>.*) \[anthology\.(?P<code>[a-z-]+)\]"
)

Build = Callable[..., Built]


@pytest.fixture
def build_with(tmp_path: Path) -> Build:
    """Build the good publication with other files laid over it."""

    def make(files: dict[str, bytes] | None = None, case: str | None = None) -> Built:
        source = tmp_path / "source"
        shutil.copytree(GOOD, source)
        if case:
            shutil.copytree(BAD / case, source, dirs_exist_ok=True)
            for name in ("expected.txt", "expected.diff"):
                (source / name).unlink(missing_ok=True)
        for name, content in (files or {}).items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return build(source, tmp_path / "html", tmp_path / "doctrees")

    return make


def _expected(case: str) -> list[str]:
    return (BAD / case / "expected.txt").read_text(encoding="utf-8").splitlines()


def _fixed(built: Built, problems: list[Problem]) -> list[str]:
    """What ``anthology check --fix`` changes, and what it refuses, as lines."""
    documents = documents_to_fix(built.app, {problem.file for problem in problems})
    found = fixes(documents, problems)
    lines = []
    for docname, text in sorted(found.texts.items()):
        file, before = documents.catalogue.sources[docname].file, documents.texts[docname]
        both = before.split("\n"), text.split("\n")
        lines += difflib.unified_diff(*both, file, file, n=0, lineterm="")
    refused = [
        f"{r.problem.file}:{r.problem.line}: not fixed {r.problem.code.slug}: {r.reason}"
        for r in found.refused
    ]
    return lines + refused


def _expected_diff(case: str) -> list[str]:
    """The changes that a case expects; none without such a file."""
    path = BAD / case / "expected.diff"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _code(line: str) -> str:
    """The code of ``file:line: LEVEL code: message``."""
    return line.split(" ", 3)[2].removesuffix(":")


def _problems(built: Built) -> list[Problem]:
    """Every problem of every level."""
    domain = domain_of(built.app.env)
    return [
        *consistency.problems(domain.catalogue),
        *file_name_problems(built.app),
        *other_formats(built.app),
        *domain.problems(),
    ]


def _found(built: Built) -> list[str]:
    """Every problem of every level, as a line."""
    problems = _problems(built)
    return [f"{p.file}:{p.line}: {p.level} {p.code.slug}: {p.message}" for p in problems]


def _warned(built: Built) -> list[str]:
    """Every warning as the line of its problem; one that is not ours stays as it is."""
    return [_as_problem(line, built.app.srcdir) for line in built.warnings]


def _as_problem(line: str, source: Path) -> str:
    match = WARNING.fullmatch(line)
    if match is None:
        return line
    file = match["file"].removeprefix(f"{source}/")
    return f"{file}:{match['line']}: must {match['code']}: {match['message']}"


def _documents(source: Path) -> dict[str, bytes]:
    """The bytes of every document, by docname."""
    return {
        path.relative_to(source).with_suffix("").as_posix(): path.read_bytes()
        for path in sorted(source.rglob("*.md"))
    }


def _pages(built: Built) -> set[str]:
    """The docnames of the documents that have a page."""
    made = {p.relative_to(built.out).with_suffix("").as_posix() for p in built.out.rglob("*.html")}
    return made & _documents(built.app.srcdir).keys()


def _files_with(word: bytes, folder: Path) -> list[str]:
    """The files below a folder that hold a word: pages, search index, copied sources."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.name for path in files if word in path.read_bytes()]


def _assert_good_documents_are_built(built: Built) -> None:
    assert built.app.statuscode == 0
    assert _documents(GOOD).keys() <= _pages(built)
    assert "Good text." in (built.out / "posts/a-good-post.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_reported_and_the_rest_is_built(case: str, build_with: Build) -> None:
    """Just the expected problems are found, warned of and fixed; no byte of what is left out."""
    built = build_with(case=case)
    expected = _expected(case)
    assert sorted(_found(built)) == sorted(
        line for line in expected if _code(line) not in WARNINGS_ONLY
    )
    # a problem of the file as a whole is warned of in its first line
    must = [line.replace(":0: ", ":1: ", 1) for line in expected if ": must " in line]
    assert sorted(_warned(built)) == sorted(must)
    assert _fixed(built, _problems(built)) == _expected_diff(case)
    documents = _documents(built.app.srcdir)
    left_out = {docname for docname, text in documents.items() if LEFT_OUT in text}
    assert _pages(built) == documents.keys() - left_out
    assert _files_with(LEFT_OUT, built.out) == []
    _assert_good_documents_are_built(built)


def test_good_publication_has_no_problem(build_with: Build) -> None:
    """What a case reports is of its own making."""
    built = build_with()
    assert (_found(built), built.warnings) == ([], ())
    _assert_good_documents_are_built(built)


def test_every_code_has_a_case() -> None:
    """No kind of problem is there that nobody has seen; what is lacking has its own tests.

    Each is explained in ``model/explanations.py``.
    """
    seen = {_code(line) for case in CASES for line in _expected(case)}
    assert {code.slug for code in set(Code) - preflight.CODES} - seen == set()
    assert {code.slug for code in set(Code) - EXPLANATIONS.keys()} == set()


def test_huge_front_matter_is_refused(build_with: Build) -> None:
    """Ten megabytes are not read as YAML; the document is left out."""
    block = b"title: A bad post\nsubtitle: " + b"x" * 10_000_000 + b"\npost: {}\n"
    built = build_with({"posts/bad.md": b"---\n" + block + b"---\n"})
    expected = [
        f"posts/bad.md:1: must front-matter: The front matter has {len(block):,} characters; "
        "at most 65,536 are read."
    ]
    assert _found(built) == expected
    assert _warned(built) == expected
    assert "posts/bad" not in _pages(built)
    _assert_good_documents_are_built(built)


@pytest.mark.parametrize("case", ["toctree-not-seen", "wrong-issn"])
def test_check_finds_what_is_only_warned_of(case: str, tmp_path: Path) -> None:
    """Problems that come up while Sphinx is at work are said by ``anthology check`` as well."""
    source = Path(shutil.copytree(GOOD, tmp_path / "source"))
    shutil.copytree(BAD / case, source, dirs_exist_ok=True)
    finding = check(source, as_of=None)
    assert finding is not None
    said = [*finding.warnings, *(problem.message for problem in finding.problems)]
    wanted = [line.split(" ", 3)[3] for line in _expected(case) if _code(line) in WARNINGS_ONLY]
    assert wanted
    assert [w for w in wanted if not any(w in line for line in said)] == []


FRONT = b"---\ntitle: A bad post\nauthors: [ann-lee]\ndate: 2021-01-02\n"


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("posts/bad.md", FRONT + b"subtitle: !!int x\npost: {}\n---\n"),
        ("posts/bad.md", FRONT + b'description: "half a \\ud800"\npost: {}\n---\n'),
        ("posts/bad.md", FRONT.replace(b"A bad post", b'"A \\ud800 post"') + b"post: {}\n---\n"),
        ("posts/bad.md", FRONT.replace(b"A bad post", b'"A \\0 post"') + b"post: {}\n---\n"),
        ("posts/bad.md", FRONT.replace(b"ann-lee", b'"\\ud800"') + b"post: {}\n---\n"),
        ("posts/bad.md", FRONT + b"post: {origin: {relation: full, earlier: soon}}\n---\n"),
        (
            "posts/index.md",
            b"---\ntitle: The series\nseries: {announced: soon}\n---\n\n"
            b"```{toctree}\n:glob:\n\n*\n```\n",
        ),
        ("references.bib", b"@article{lee2020, title={A}, author={Lee, A}, abstract={\\}}"),
        ("references.bib", b"\xff\xfe"),
        ("index.md", b"---\ntitle: A: B\n---\n\nText.\n"),
        ("index.md", b"\xff\xfe"),
    ],
    ids=[
        "a tag that does not fit",
        "half a character in a standfirst",
        "half a character in a title",
        "a null character in a title",
        "half a character for an author",
        "a text for a list of records",
        "a text for announcements",
        "a backslash in the bibliography",
        "a bibliography that is no text",
        "a front page that cannot be read",
        "a front page that is no text",
    ],
)
def test_strange_file_is_reported_and_the_rest_is_built(
    file: str, content: bytes, build_with: Build
) -> None:
    """Whatever is said of it, it is said with its name, and the build ends."""
    built = build_with({file: content})
    assert any(line.startswith(f"{file}:") for line in _warned(built))
    _assert_good_documents_are_built(built)


TOCTREE = b"\n```{toctree}\n:glob:\n\n*\n*/index\nauthors/*\n```\n"


@pytest.mark.parametrize(
    "fields",
    [
        b"title: A: xyzzy",
        b"title: [xyzzy]\nseries: {}",
        b"title: xyzzy\nseries: {draft: true}",
        b"title: xyzzy\nseries: {draft: yes}",
        b"title: xyzzy\nauthors: [ann-lee]\ndate: 2021\npost: {draft: true}",
        b"title: xyzzy\nauthors: [ann-lee]\ndate: 2031\npost: {}",
        b"title: xyzzy\nauthors: [ann-lee]\npost: {}",
    ],
    ids=[
        "not YAML",
        "a wrong title",
        "a draft",
        "a doubtful flag",
        "a draft of a post",
        "a scheduled post",
        "a missing date",
    ],
)
def test_front_page_that_must_be_left_out_is_empty(fields: bytes, build_with: Build) -> None:
    """Sphinx cannot do without the root document: it stands there, and shows nothing of its own.

    That a page is one must be said where a series lists it, as some of these do.
    """
    front = b"---\n" + fields + b"\n---\n\nxyzzy\n" + TOCTREE
    about = b"---\npage: {}\n---\n" + (GOOD / "about.md").read_bytes()
    built = build_with({"index.md": front, "about.md": about})
    assert _files_with(LEFT_OUT, built.out) == []
    _assert_good_documents_are_built(built)
