"""``anthology proof``: one draft for its author, whole in two files, and nothing of any other."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from tests.building import build, contents

from sphinx_anthology.cli import proof as proofs
from sphinx_anthology.cli.__main__ import main
from sphinx_anthology.typst.compiler import MissingTypst

CONF = (
    'project = "Quay notes"\nextensions = ["sphinx_anthology"]\nlanguage = "{language}"\n'
    'anthology_as_of = "2025-06-01"\nhtml_baseurl = "https://notes.example/"\n'
)
HOSTILE = "Kept <script>alert(1)</script> & “back”"
TEXT = """
Ours is sunwort, after {post}`tides/01-out` and {post}`tides/03-other`.[^1]

![](quay.png) [lost](gone.md) {author}`bo-k` $x^2$

```python
print('<a xmlns="x">')
```

[^1]: A note.
"""
FILES = {
    "index.md": "# Quay notes\n\n```{toctree}\ntides/index\n```\n",
    "tides/index.md": "---\ntitle: Tides\nseries: {part_label: Part}\n---\n\nOf tides.\n\n"
    "```{toctree}\n:glob:\n\n*\n```\n",
    "tides/01-out.md": "---\ntitle: Out\nauthors: [ann-lee]\ndate: 2021-04-21\npost: {}\n---\n"
    "\nSea.\n",
    "tides/02-kept.md": f"---\ntitle: '{HOSTILE}'\n"
    f"authors: [ann-lee, {{name: Bo Ek, role: Pilot}}]\ndate: 2031-04-21\n"
    f"post: {{draft: true}}\n---\n{TEXT}",
    "tides/03-other.md": "---\ntitle: Canaryland\nauthors: [{name: Quillonby Roe}]\n"
    "date: 2021-05-01\npost: {draft: true}\n---\n\nA canary.\n",
    "tides/04-later.md": "---\ntitle: Later\nauthors: [ann-lee]\ndescription: A line.\n"
    "date: 2030-01-02\ntags: [a]\npost: {kind: news}\n---\n\nSoon.\n",
    "tides/05-doubt.md": "---\ntitle: Doubtful\ndate: 2021-01-01\npublished: false\npost: {}\n---\n"
    "\nHm.\n",
    "tides/06-broken.md": "---\ntitle: [\npost: {}\n---\n\nBroken.\n",
    "authors/ann-lee.md": "---\ntitle: Ann Lee\nauthor: {orcid: 0000-0002-1825-0097, bio: A pilot.,"
    " role: Pilot}\n---\n",
    "twice/a.md": "---\ntitle: Twice\ndate: 2021-01-01\npost: {draft: true}\n---\n\nOne.\n",
    "twice/b.md": "---\ntitle: Twice\ndate: 2021-01-01\npost: {draft: true}\n---\n\nTwo.\n",
}


def _write(docs: Path, language: str = "en") -> None:
    for name, text in {"conf.py": CONF.format(language=language), **FILES}.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    Image.new("RGB", (900, 600), "navy").save(docs / "tides/quay.png")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _write(tmp_path / "docs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _page(folder: Path, name: str = "02-kept") -> BeautifulSoup:
    text = (folder / f"proofs/{name}-proof.html").read_text("utf-8")
    return BeautifulSoup(text, "html.parser")


def _pdf(folder: Path, name: str = "02-kept") -> str:
    book = pypdfium2.PdfDocument(folder / f"proofs/{name}-proof.pdf")
    return "\n".join(page.get_textpage().get_text_range() for page in book)


@pytest.mark.slow
def test_a_proof_is_two_files_that_need_nothing(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No script, no request, no style or image elsewhere; marked in both."""
    before = contents(here / "docs")
    assert main(["proof", "tides/02-kept"]) == 0
    page, whole = _page(here), (here / "proofs/02-kept-proof.html").read_text("utf-8")
    assert "sunwort" in page.text
    assert "sunwort" in _pdf(here)
    assert page.select("script, link, iframe, object, form, [onclick], [style]") == []
    assert all(image["src"].startswith("data:image/") for image in page.select("img"))
    assert not re.search(r"url\(|@import", whole)
    assert page.select_one("meta[http-equiv=Content-Security-Policy]")["content"].startswith(
        "default-src 'none'"
    )
    assert page.select_one("meta[name=robots]")["content"] == "noindex, nofollow"
    for text in (page.text, _pdf(here)):
        assert "Proof: not public" in text
    assert "xmlns" not in whole.replace('xmlns="x"', "")
    assert '<a xmlns="x">' in page.text
    assert HOSTILE in page.select_one("title").text
    places = {link["href"] for link in page.select("a[href]")}
    assert {
        place for place in places if not place.startswith(("#", "https://notes.example/"))
    } == set()
    assert all(page.find(id=place[1:]) for place in places if place.startswith("#"))
    assert contents(here / "docs") == before
    assert sorted(path.name for path in here.iterdir()) == ["docs", "proofs"]
    assert "HTML: proofs/02-kept-proof.html\n" in capsys.readouterr().out


@pytest.mark.slow
def test_what_is_missing_is_said_in_the_authors_words(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither fields nor file names of documents; what only editors can solve is told to them."""
    assert main(["proof", "tides/02-kept"]) == 0
    asked = [item.text.strip() for item in _page(here).select(".an-proof li")]
    assert asked == [
        "A summary in one or two sentences, for lists and search engines.",
        "Two or three topics, each in a word or two.",
        "The journal article that the post presents, with its DOI, if there is one.",
        "Bo Ek: a sentence about you.",
        "Bo Ek: your ORCID iD, if you have one.",
        "The image “quay.png”: what it shows, in a sentence, for those who cannot see it.",
        "The link to “gone.md” leads nowhere: where should it lead?",
        "The link to “bo-k” leads nowhere: where should it lead?",
    ]
    out = capsys.readouterr().out
    assert all(line in out for line in asked)
    assert main(["proof", "tides/05-doubt"]) == 0
    editors = capsys.readouterr().out.partition("For the editors:\n")[2]
    assert "  docs/tides/05-doubt.md:4: The document is left out: ‘published: false’" in editors
    assert "published" not in _page(here, "05-doubt").text
    assert "Hm." in _page(here, "05-doubt").text


GAPS = """---
title: Gaps
authors: [ann-lee, nobody]
description: Of gaps.
date: 2031-04-21
tags: [gaps]
post: {draft: true, kind: reprot, articles: [nokey]}
---

![A boat](boats/boat.png) ![A boat](boats/boat.png) ![](rope.png) ![A quay](quya.png)

{download}`data.csv`, [out](#outside), {ref}`no-label`, {cite:p}`nokey`.[^1]

```{figrue} x
```

```{include} more.md
```
"""


@pytest.mark.slow
def test_what_is_not_there_is_told_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing image, file, footnote or target to the author, the rest to the editors."""
    (here / "docs/tides/09-gaps.md").write_text(GAPS, encoding="utf-8")
    assert main(["proof", "tides/09-gaps"]) == 0
    asked = [item.text.strip() for item in _page(here, "09-gaps").select(".an-proof li")]
    assert sorted(asked) == [
        "The article “nokey”: its authors, title, journal, year and DOI.",
        "The file “data.csv” is not there; please send it.",
        "The footnote “1” has no text; what should it say?",
        "The image “boat.png” is not there; please send its file.",
        "The image “rope.png”: its file, and what it shows, in a sentence, for those who cannot "
        "see it.",
        "The link to “no-label” leads nowhere: where should it lead?",
        "The link to “outside” leads nowhere: where should it lead?",
    ]
    said = capsys.readouterr().out
    assert re.findall(r"^  (?!docs)(.*)", said, re.MULTILINE) == asked
    editors = said.partition("For the editors:\n")[2].splitlines()
    begun = (
        "There is no author ‘nobody’.",
        "‘post.kind’: expected one of article, preview, ",
        "image file not readable: tides/quya.png. Did you mean ‘quay.png’?",
        "The directive ‘{figrue}’ is not known; ",
        'Directive "include": file not found: ',
    )
    assert len(editors) == len(begun)
    for line, words in zip(editors, begun, strict=True):
        assert re.match(rf"  docs/tides/09-gaps\.md:\d+: {re.escape(words)}", line), line


@pytest.mark.slow
def test_no_other_draft_is_in_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not in a list, a link or a name; and the draft gets into no public build after it."""
    assert main(["proof", "tides/02-kept"]) == 0
    out = capsys.readouterr().out
    for text in (_page(here).decode(), _pdf(here), out):
        assert not re.search("canary|quillonby", text, re.IGNORECASE)
    made = build(here / "docs", here / "html", here / "trees")
    every = b"".join(p.read_bytes() for p in made.out.rglob("*") if p.is_file())
    assert b"sunwort" not in every


@pytest.mark.slow
def test_a_post_that_is_scheduled_and_complete(here: Path) -> None:
    """It says when, and that nothing is missing."""
    assert main(["proof", "Later"]) == 0
    told = _page(here, "04-later").select_one(".an-proof").text
    assert "It is planned for 2 January 2030." in told
    assert "Nothing is missing." in told
    assert "It is for Ann Lee alone; please do not pass it on." in told


@pytest.mark.slow
def test_a_post_that_is_public_already(here: Path) -> None:
    """Its proof says so."""
    assert main(["proof", "Out"]) == 0
    assert "The post is public already" in _page(here, "01-out").text


@pytest.mark.slow
def test_a_german_publication_speaks_german(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "docs", "de")
    monkeypatch.chdir(tmp_path)
    assert main(["proof", "02-kept"]) == 0
    page = _page(tmp_path)
    assert page.html["lang"] == "de"
    assert "Korrekturfahne: nicht öffentlich" in page.text
    assert "Eine Zusammenfassung in ein oder zwei Sätzen" in page.text


@pytest.mark.slow
@pytest.mark.parametrize(
    "stated",
    ["/tides/04-later", "tides/04-later.md", "docs/tides/04-later.md", "later", "04-later"],
)
def test_a_post_is_named_in_many_ways(here: Path, stated: str) -> None:
    """By docname, by paths, by its title."""
    assert main(["proof", stated, "--out", "elsewhere/x"]) == 0
    assert (here / "elsewhere/x/04-later-proof.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tides/02-keept"], "there is no post ‘tides/02-keept’ in docs; nothing was made."),
        (["Twice"], "‘Twice’ means several posts; nothing was made. Write twice/a or twice/b."),
        (["tides/index"], "‘tides/index’ is no post; nothing was made."),
        (["tides/06-broken"], "made. docs/tides/06-broken.md:2: This is not YAML"),
        (["later", "--out", "docs/proofs"], "docs/proofs is in the publication"),
        (["later", "--out", "docs/index.md"], "docs/index.md is in the publication"),
        (["later", "--docs", "none"], "there is no conf.py in none"),
        ([], "Name the post: anthology proof series/tides/02-quays"),
    ],
)
def test_what_cannot_be_made_is_told(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    """In a sentence; nothing is written."""
    try:
        code = main(["proof", *arguments])
    except SystemExit as end:
        code = int(str(end.code))
    assert code == 2
    assert told in capsys.readouterr().err
    assert sorted(path.name for path in here.iterdir()) == ["docs"]


@pytest.mark.slow
def test_without_typst_there_is_the_page_alone(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And it is said why."""
    monkeypatch.setattr(proofs, "missing_typst", lambda: MissingTypst("typst"))
    assert main(["proof", "later"]) == 0
    assert sorted(path.name for path in (here / "proofs").iterdir()) == ["04-later-proof.html"]
    assert "typst" in capsys.readouterr().out


@pytest.mark.slow
def test_temporary_files_are_gone(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those of doctrees, which have the words of the draft."""
    folder = here / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert main(["proof", "later"]) == 0
    assert list(folder.iterdir()) == []


@pytest.mark.slow
def test_a_publication_at_the_root_of_its_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof lies beside it, where no build finds it."""
    _write(tmp_path / "notes")
    monkeypatch.chdir(tmp_path / "notes")
    assert main(["proof", "later"]) == 0
    assert (tmp_path / "proofs/04-later-proof.html").is_file()
