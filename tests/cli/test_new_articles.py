"""``anthology new post`` about an article: from ``references.bib``, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_new import CONF, EBB, JANE, post, tree, write

from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.model.bibliography import Article, read_bibliography

ROE = """@article{roe2020,
  author = {Roe, Ann and van Gestel, Nicolette and {Quay Group}},
  title = {Harbours: {R\\&D} at 5\\%},
  journal = quay,
  year = {2020},
  doi = {10.5555/ROE},
}
"""
DOE = """@article{doe2021,
  author = {Doe, Jane},
  title = {Tides},
  journal = {Harbour Studies},
  year = {2021},
  doi = {10.5555/doe},
}
"""
STRINGS = '@string{quay = "Quay Studies"}\n'
CSL = {
    "id": "http://zotero.org/users/1/items/ABC",
    "type": "article-journal",
    "title": "Harbours: R&D at 5%",
    "author": [
        {"family": "Roe", "given": "Ann"},
        {"family": "Gestel", "given": "Nicolette", "non-dropping-particle": "van"},
        {"literal": "Quay Group"},
    ],
    "container-title": "Quay Studies",
    "issued": {"date-parts": [["2020", 4]]},
    "DOI": "10.5555/ROE",
}


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A publication with one article, and files with others beside it."""
    files = {
        "docs/conf.py": CONF,
        "docs/index.md": "# Book\n",
        "docs/people/jane-doe.md": JANE,
        "docs/references.bib": DOE,
        "one.bib": STRINGS + ROE,
        "two.bib": STRINGS + ROE + DOE.replace("doe", "low"),
        "one.json": json.dumps([CSL]),
        "message.json": json.dumps({"status": "ok", "message": {**CSL, "title": [CSL["title"]]}}),
        "items.txt": json.dumps({"items": [CSL]}),
        "ris.bib": "TY  - JOUR\nTI  - Tides\nER  -\n",
        "bad.json": "{",
        "empty.json": "[]",
        "latin.bib": "@article{a, title={B}}",
    }
    write(tmp_path, files)
    (tmp_path / "latin.bib").write_bytes("@article{é,}".encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    return Path("docs")


def articles(docs: Path) -> dict[str, Article]:
    text = (docs / "references.bib").read_text(encoding="utf-8")
    found = read_bibliography(text, "references.bib")
    assert found.problems == ()
    return dict(found.articles)


def new(*arguments: str) -> int:
    return main(["new", "post", *arguments])


@pytest.mark.parametrize(
    "arguments",
    [
        ["--from-doi", "https://doi.org/10.5555/DOE"],
        ["--article", "DOE2021"],
        ["--from-doi", "10.5555/doe", "--bib", "docs/references.bib"],
    ],
)
def test_an_article_that_is_there(docs: Path, arguments: list[str]) -> None:
    """The post has its title, authors and key, and ``references.bib`` stays."""
    assert new(*arguments) == 0
    made = post(docs, "posts/tides")
    assert (made.title, made.author_ids) == ("Tides", ("jane-doe",))
    assert [a.key for a in made.articles] == ["doe2021"]
    assert (docs / "references.bib").read_text(encoding="utf-8") == DOE


@pytest.mark.parametrize("file", ["one.bib", "one.json", "message.json", "items.txt"])
def test_an_article_of_another_file(
    docs: Path, capsys: pytest.CaptureFixture[str], file: str
) -> None:
    """Its entry is added at the end; its authors are guests, and keep their family names."""
    assert new("--bib", file, "--title", "On harbours") == 0
    entry = articles(docs)["roe2020"]
    assert (entry.title, entry.journal, entry.year) == (
        "Harbours: R&D at 5%",
        "Quay Studies",
        "2020",
    )
    assert [str(name) for name in entry.authors] == [
        "Ann Roe",
        "Nicolette van Gestel",
        "Quay Group",
    ]
    assert (
        (docs / "references.bib")
        .read_text(encoding="utf-8")
        .startswith(DOE + "\n@article{roe2020,\n")
    )
    made = post(docs, "posts/on-harbours")
    assert [str(a.name) for a in made.authors] == ["Ann Roe", "Nicolette van Gestel", "Quay Group"]
    assert [a.key for a in made.articles] == ["roe2020"]
    assert "Added ‘roe2020’ to docs/references.bib" in capsys.readouterr().out


def test_one_of_several(docs: Path) -> None:
    """By DOI or key."""
    assert new("--bib", "two.bib", "--from-doi", "10.5555/low") == 0
    assert new("--bib", "two.bib", "--article", "roe2020") == 0
    assert set(articles(docs)) == {"doe2021", "low2021", "roe2020"}


def test_a_key_that_is_taken_gets_a_letter(docs: Path) -> None:
    """By another article; the same one is used as it is."""
    write(docs, {"references.bib": DOE + STRINGS + ROE.replace("10.5555/ROE", "10.5555/else")})
    assert new("--bib", "one.bib") == 0
    assert set(articles(docs)) == {"doe2021", "roe2020", "roe2020a"}
    assert [a.key for a in post(docs, "posts/harbours-r-d-at-5").articles] == ["roe2020a"]
    before = (docs / "references.bib").read_bytes()
    assert new("--bib", "one.json", "--title", "More", "--again") == 0
    assert (docs / "references.bib").read_bytes() == before


@pytest.mark.parametrize("text", ["", DOE.rstrip("\n"), DOE.replace("\n", "\r\n")])
def test_the_bibliography_keeps_its_bytes(docs: Path, text: str) -> None:
    """Without a last line end, or with those of Windows, which the entry has, too."""
    (docs / "references.bib").write_bytes(text.encode())
    assert new("--bib", "one.bib") == 0
    made = (docs / "references.bib").read_bytes().decode()
    assert made.startswith(text)
    assert "roe2020" in made
    assert ("\r\n" in text) == ("\r\n" in made)
    assert made.count("\n") == made.count("\r\n") or "\r\n" not in made


def test_a_bibliography_is_begun(docs: Path) -> None:
    """Where there is none."""
    (docs / "references.bib").unlink()
    assert new("--bib", "one.bib") == 0
    assert set(articles(docs)) == {"roe2020"}


def test_a_bibliography_with_an_open_entry_stays(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What would be read differently is not written; the entry is told."""
    (docs / "references.bib").write_text(DOE + '@string{a = "', encoding="utf-8")
    before = tree(docs)
    assert new("--bib", "one.bib") == 2
    said = capsys.readouterr().err
    assert "docs/references.bib cannot take an entry at its end; nothing was written." in said
    assert "@article{roe2020," in said
    assert tree(docs) == before


def test_the_same_article_again(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another post presents it, by its key, or by its DOI in another file."""
    write(docs, {"ebb.md": EBB.replace("post: {}", "post: {articles: [doe2021]}")})
    told = "docs/ebb.md (‘Ebb’) presents the article ‘doe2021’ already. Nothing was written."
    write(docs.parent, {"again.bib": DOE.replace("doe2021", "other")})
    for arguments in (["--article", "doe2021"], ["--bib", "again.bib"]):
        assert new(*arguments) == 1
        assert told in capsys.readouterr().err
    assert new("--article", "doe2021", "--again") == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--from-doi", "10.5555/none"], "has no article with the DOI 10.5555/none. Nothing was"),
        (["--from-doi", "10.5555/none"], "for nothing is fetched. Export the article as BibTeX"),
        (["--from-doi", "doe"], "‘doe’ is not a DOI"),
        (["--article", "doe2012"], "has no entry ‘doe2012’. Did you mean"),
        (["--bib", "two.bib"], "two.bib has 2 entries; nothing was written. Say which: --article"),
        (["--bib", "no.bib"], "no.bib is no file of references; nothing was written."),
        (["--bib", "docs"], "docs is no file of references; nothing was written."),
        (["--bib", "latin.bib"], "latin.bib is not UTF-8 text; nothing was written."),
        (["--bib", "bad.json"], "bad.json: it is no JSON"),
        (["--bib", "empty.json"], "empty.json: it has no works"),
        (["--bib", "ris.bib"], "ris.bib has no entry that can be read; nothing was written."),
    ],
)
def test_what_cannot_be_found_writes_nothing(
    docs: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """One line says why."""
    before = tree(docs)
    assert new(*arguments) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert tree(docs) == before
