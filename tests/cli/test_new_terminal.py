"""``anthology new`` and ``init`` as somebody meets them in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.terminal import Session, terminal
from tests.cli.test_new import CONF, EBB, JANE, SERIES, read, tree, write

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such terminals")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a publication in ``docs``."""
    write(
        tmp_path / "docs",
        {
            "conf.py": CONF,
            "index.md": "# Book\n",
            "tides/index.md": SERIES,
            "tides/01-ebb.md": EBB,
            "people/jane-doe.md": JANE,
        },
    )
    return tmp_path


def test_a_post_with_all_questions(folder: Path) -> None:
    """Each wrong answer is asked for again with what is wrong; Tab completes what is known."""
    with terminal(folder, "new", "post") as session:
        session.answer("Title: ", "")
        session.until("a title is needed")
        session.answer("Title: ", "First light")
        session.until("Known: tides (Tides and ports)")
        session.answer("Series, by id or title [none]: ", "ti\t")
        session.until("Known: Jane Doe")
        session.answer("commas between [none]: ", "jane d\t, Kim Lee")
        session.until("There is no author ‘Kim Lee’.")
        session.answer("or type another name [y]: ", "g")
        session.answer("Date [", "3/4/2026")
        session.until("write 2026-04-03 or 2026-03-04")
        session.answer("Date [", "30.4.2026")
        session.answer("Description, in a sentence or two [none]: ", "About light.")
        session.until("Known: Tide tables")
        session.answer("Topics, with commas between [none]: ", "tide tables")
        session.answer("Name of the file [02-first-light]: ", "02-light")
        assert session.end() == 0
    text = (folder / "docs/tides/02-light.md").read_text(encoding="utf-8")
    assert 'authors: [jane-doe, {name: "Kim Lee"}]\ndate: 2026-04-30\n' in text
    assert 'tags: ["Tide tables"]' in text
    assert "02-light" in (folder / "docs/tides/index.md").read_text(encoding="utf-8")


def test_an_article_is_asked_for_where_there_are_some(folder: Path) -> None:
    """By key or DOI; its authors are the usual answer."""
    entry = "@article{roe2020,\n author={Roe, Ann},\n title={Ports},\n doi={10.5555/roe}\n}\n"
    write(folder / "docs", {"references.bib": entry})
    with terminal(folder, "new", "post", "--title", "A", "--series", "-") as session:
        session.answer("by key or DOI [none]: ", "10.5555/row")
        session.until("has no article with the DOI 10.5555/row")
        session.answer("by key or DOI [none]: ", "roe\t")
        session.answer("Authors, by name or id, with commas between [Roe, Ann;]: ", "")
        session.answer("or type another name [y]: ", "")
        for question in ("Date", "Description", "Topics", "Name of the file"):
            session.answer(question, "")
        assert session.end() == 0
    text = (folder / "docs/posts/a.md").read_text(encoding="utf-8")
    assert "authors: [ann-roe]" in text
    assert "articles: [roe2020]" in text


def test_what_is_not_there_is_offered(folder: Path) -> None:
    """A page for an unknown author, and a new series."""
    with terminal(folder, "new", "post", "--title", "A", "--date", "2026-04-30") as session:
        session.answer("Series", "Quays")
        session.until("There is no series ‘Quays’.")
        session.answer("Make it? [Y/n] ", "perhaps")
        session.until("Answer y for yes, or n for no.")
        session.answer("Make it? [Y/n] ", "")
        session.answer("Authors", "kim-lee")
        session.answer("or type another name [y]: ", "")
        for question in ("Description", "Topics", "Name of the file"):
            session.answer(question, "")
        assert session.end() == 0
    docs = folder / "docs"
    assert read(docs, "people/kim-lee").title == "Kim Lee"
    assert "01-a" in (docs / "quays/index.md").read_text(encoding="utf-8")


def test_a_mistyped_author_gets_no_page_by_an_empty_line(folder: Path) -> None:
    """Where one is alike, nothing typed is no answer."""
    with terminal(folder, "new", "post", "--title", "A", "--series", "-") as session:
        session.answer("Authors", "jane-do")
        session.until("Did you mean ‘jane-doe’?")
        session.answer("or type another name: ", "")
        session.until("Answer y or g, or type a name.")
        session.answer("or type another name: ", "jane-doe")
        session.until("Date")
        assert session.interrupt() == 130


def test_a_mistyped_series_is_not_made(folder: Path) -> None:
    """The usual answer is no where one is alike."""
    with terminal(folder, "new", "post", "--title", "A") as session:
        session.answer("Series", "tide")
        session.until("Did you mean ‘tides’?")
        session.answer("Make it? [y/N] ", "")
        session.answer("Series", "-")
        session.until("Authors")
        assert session.interrupt() == 130


def test_the_same_again_is_asked_about(folder: Path) -> None:
    """No is the usual answer, and writes nothing."""
    before = tree(folder)
    with terminal(folder, "new", "author", "--name", "Jane Doe") as session:
        session.until("docs/people/jane-doe.md is a page of Jane Doe already.")
        session.answer("Write another one? [y/N] ", "")
        assert session.end() == 1
    assert tree(folder) == before
    with terminal(folder, "new", "author", "--name", "Jane Doe") as session:
        session.answer("Write another one? [y/N] ", "y")
        session.answer("Family name [Doe]: ", "")
        session.answer("ORCID iD [none]: ", "0000-0002-1825-0097")
        session.until("is that of Jane Doe (docs/people/jane-doe.md).")
        for question in ("ORCID iD", "Role", "Institution", "the id [jane-doe-2]: "):
            session.answer(question, "")
        assert session.end() == 0
    assert (folder / "docs/people/jane-doe-2.md").is_file()


def test_a_name_that_is_taken_is_asked_for_again(folder: Path) -> None:
    """With the file that has it."""
    with terminal(folder, "new", "series", "--title", "Tides") as session:
        session.answer("Description", "")
        session.until("Known: special-issue; conference; column")
        session.answer("Kind [column]: ", "conf\t")
        session.answer("the id [tides]: ", "")
        session.until("docs/tides/index.md is there already.")
        session.answer("the id [tides]: ", "more-tides")
        assert session.end() == 0
    assert (folder / "docs/more-tides/index.md").is_file()


def _close(session: Session) -> int:
    session.type("\x04")
    return session.end()


@pytest.mark.parametrize(
    ("leave", "code", "said"),
    [
        (
            Session.interrupt,
            130,
            "anthology: Interrupted. Nothing is damaged; run the same command again.",
        ),
        (_close, 2, "anthology: the input ended before ‘{question}’; nothing was written."),
    ],
    ids=["ctrl-c", "ctrl-d"],
)
@pytest.mark.parametrize(
    ("command", "first", "question"),
    [
        (["new", "post"], "Title: ", "Series, by id or title"),
        (["new", "author"], "Name, as it is printed: ", "Family name"),
        (["new", "series"], "Title of the series: ", "Description, in a sentence"),
        (["init", "other"], "Title of the publication [Other]: ", "Journal that it belongs to"),
    ],
    ids=["post", "author", "series", "init"],
)
def test_leaving_writes_nothing(
    folder: Path,
    command: list[str],
    first: str,
    question: str,
    leave: Callable[[Session], int],
    code: int,
    said: str,
) -> None:
    """Ctrl-C and Ctrl-D end it with one line, on a line of its own."""
    before = tree(folder)
    with terminal(folder, *command) as session:
        session.answer(first, "Ann Lee")
        session.until(question)
        session.until(": ")
        assert leave(session) == code
        assert session.seen.splitlines()[-1] == said.format(question=question)
        assert "Traceback" not in session.seen
    assert tree(folder) == before


def test_questions_go_to_the_terminal(folder: Path, tmp_path: Path) -> None:
    """Also where the output goes into a file, which has what was written alone."""
    log = tmp_path / "log.txt"
    with terminal(folder, "new", "author", "--name", "Kim Lee", output=log) as session:
        session.answer("Family name [Lee]: ", "")
        session.answer("ORCID iD", "1")
        session.until("is not an ORCID iD")
        for question in ("ORCID iD", "Role", "Institution", "Name of the file"):
            session.answer(question, "")
        assert session.end() == 0
    assert log.read_text(encoding="utf-8").splitlines() == [
        "Wrote docs/people/kim-lee.md",
        "Add this line to the toctree of docs/index.md, for it has no toctree of its own: "
        "people/kim-lee",
    ]


REFUSED = {
    "init": (
        ["init", "other"],
        (
            ("Title of the publication", "", ""),
            ("Journal", "Tides", ""),
            ("ISSN of the journal", "123", "  ‘123’ is not an ISSN"),
            ("ISSN of the journal", "", ""),
            ("Publisher", "", ""),
            ("Licence of the texts", "blah", "  ‘blah’ is not an SPDX licence"),
            ("Licence of the texts", "", ""),
            ("Address of the site", "tides.example", "  ‘tides.example’ is not an address"),
            ("Address of the site", "", ""),
            ("Language of the publication", "German", "  ‘German’ is not a language tag; write"),
        ),
    ),
    "post": (
        ["new", "post"],
        (
            ("Title", "", "  a title is needed."),
            ("Title", "A", ""),
            ("by key or DOI", "10.5555/row", "  references.bib has no article with the DOI"),
            ("by key or DOI", "doi:abc", "  ‘doi:abc’ is not a DOI"),
            ("by key or DOI", "roe202", "  references.bib has no entry ‘roe202’. Did you mean"),
        ),
    ),
    "author": (
        ["new", "author", "--family", "Lee"],
        (
            ("Name, as it is printed", "", "  a name is needed."),
            ("Name, as it is printed", "Kim Lee", ""),
            ("ORCID iD", "1", "  ‘1’ is not an ORCID iD"),
            ("ORCID iD", "0000-0002-1825-0097", "  0000-0002-1825-0097 is that of Jane Doe"),
        ),
    ),
    "series": (
        ["new", "series", "--title", "Quays", "--description", "-"],
        (
            ("Kind", "colum", "  there is no kind ‘colum’. Did you mean ‘column’?"),
            ("Kind", "", ""),
            ("which is the id", "people", "docs/people holds documents already. Give"),
        ),
    ),
}
"""A command, its questions, and for each an answer and what is said of it."""


@pytest.mark.parametrize("kind", REFUSED)
def test_who_is_asked_reads_of_no_option(folder: Path, kind: str) -> None:
    """What is wrong is said in the words of the question, which is asked again."""
    entry = "@article{roe2020,\n author={Roe, Ann},\n title={Ports},\n doi={10.5555/roe}\n}\n"
    write(folder / "docs", {"references.bib": entry})
    command, answers = REFUSED[kind]
    with terminal(folder, *command) as session:
        for question, answer, said in answers:
            session.answer(question, answer)
            if said:
                session.until(said)
                session.until("\n")
        session.until(answers[-1][0])
        assert session.interrupt() == 130
        assert "--" not in session.seen
        assert "Nothing was written" not in session.seen


def test_yes_asks_nothing(folder: Path) -> None:
    """Not even in a terminal."""
    with terminal(folder, "new", "post", "--title", "A", "--yes") as session:
        assert session.end() == 0
    assert (folder / "docs/posts/a.md").is_file()


def test_no_line_is_longer_than_the_terminal(folder: Path) -> None:
    """Of what is known only a few lines are shown, and the rest is counted."""
    names = {
        f"people/ann-{n}.md": f"---\ntitle: Ann Lee {n}\nauthor: {{}}\n---\n" for n in range(99)
    }
    write(folder / "docs", names)
    with terminal(folder, "new", "post", "--title", "A", "--series", "tides") as session:
        session.until("more\n")
        session.until("Authors")
        lines = session.seen.splitlines()
        session.type("\x04")
        session.end()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 6
