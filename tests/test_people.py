"""Names in every output: the same parts everywhere, and nobody who is not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.building import Built, build

FILES = {
    "conf.py": 'project = "Book"\nlanguage = "en"\nhtml_baseurl = "https://book.example/"\n'
    'extensions = ["sphinx_anthology"]\nanthology_as_of = "2024-01-01"\n',
    "index.md": "# Book\n\n```{toctree}\np\nq\nkim-lee\n```\n",
    "kim-lee.md": "---\ntitle: Kim Lee\nauthor: {}\n---\n\nA life.\n",
    "p.md": """---
title: Hard names
authors:
  - zzxqv-do
  - {name: "García Márquez, Gabriel"}
  - {name: Ursula K. Le Guin}
  - {name: {given: Xiaobo, family: Wang}}
  - {name: "Lee, Kim"}
  - kim-lee
  - {name: Harbour Histories Collective}
  - {name: "Jane Doe et al."}
  - others
date: 2021-04-21
post: {articles: [many]}
---

{cite:t}`many`, {cite:t}`two`, {article}`many`
""",
    "q.md": "---\ntitle: One text\nauthors: kim-lee, zzxqv-do and Bo High\ndate: 2021-04-22\n"
    "tags: harbours, tides\npost: {}\n---\n\nText.\n",
    "references.bib": "@article{many, author={Smith, Jane and others}, title={Many}, year=2018,"
    " journal={J}, doi={10.1000/abc}}\n"
    "@article{two, author={Smith, Jane and Low, Ann and others}, title={Two}, year=2019,"
    " journal={J}}\n",
}
PARTS = [
    ("Gabriel", "García Márquez"),
    ("Ursula K.", "Le Guin"),
    ("Xiaobo", "Wang"),
    ("Kim", "Lee"),
    ("", "Harbour Histories Collective"),
    ("Jane", "Doe"),
]
INVERTED = [", ".join(filter(None, (family, given))) for given, family in PARTS]
PRINTED = [" ".join(filter(None, names)) for names in PARTS]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The pages of a small publication of hard names."""
    root = tmp_path_factory.mktemp("people")
    for name, text in FILES.items():
        path = root / "source" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return build(root / "source", root / "html", root / "doctrees")


def _read(built: Built, name: str) -> str:
    return (built.out / name).read_text(encoding="utf-8")


def _files(folder: Path) -> list[Path]:
    kinds = {".html", ".json", ".jsonld", ".bib", ".ris", ".xml", ".atom", ".js", ".cff", ".txt"}
    files = [f for f in folder.rglob("*") if f.suffix in kinds]
    # what was written, and the licences of fonts, name what they like
    return [f for f in files if not {"_sources", "_static"} & set(f.relative_to(folder).parts)]


def test_nobody_is_invented(built: Built) -> None:
    """An unknown id, and those who are not named, are in no output."""
    for file in _files(built.out):
        text = file.read_text(encoding="utf-8")
        assert "zzxqv" not in text, file
        for allowed in ('"others":', " and others}" if file.suffix == ".bib" else ""):
            text = text.replace(allowed, "")  # a key; BibTeX's own mark of a list that goes on
        assert "others" not in text.casefold(), file


def test_page_names_everybody_in_order(built: Built) -> None:
    """As the names are printed, in their natural order."""
    page = BeautifulSoup(_read(built, "p.html"), "html.parser")
    tags = [str(tag["content"]) for tag in page.select('meta[name="citation_author"]')]
    assert tags == INVERTED
    assert [str(t["content"]) for t in page.select('meta[name="DC.creator"]')] in (
        INVERTED,
        PRINTED,
    )
    text = page.get_text(" ", strip=True)
    assert all(name in text for name in PRINTED)


def test_structured_data_has_the_parts(built: Built) -> None:
    """JSON-LD, and CSL-JSON."""
    graph = json.loads(_read(built, "p.jsonld"))["@graph"]
    nodes = {node["@id"]: node for node in graph if "@id" in node}
    posts = [node for node in graph if "BlogPosting" in str(node.get("@type"))]
    authors = [nodes.get(a.get("@id"), a) for a in posts[0]["author"]]
    assert [a["name"] for a in authors] == PRINTED
    assert [(a.get("givenName", ""), a.get("familyName", "")) for a in authors][:4] == PARTS[:4]


@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json"])
def test_records_have_the_parts(built: Built, ending: str) -> None:
    """BibTeX, RIS and CSL-JSON, each as it writes names."""
    (file,) = [f for f in built.out.rglob(f"p.{ending}") if "_sources" not in f.parts]
    text = file.read_text(encoding="utf-8")
    if ending == "csl.json":
        (item,) = json.loads(text)
        names = [(a.get("given", ""), a.get("family") or a["literal"]) for a in item["author"]]
        assert names == PARTS
    elif ending == "ris":
        found = [line[6:] for line in text.splitlines() if line.startswith("AU")]
        assert found == INVERTED
    else:
        assert "Le Guin, Ursula K." in text.replace("{", "").replace("}", "")
        assert "M{\\'a}rquez, Gabriel" in text or "Márquez, Gabriel" in text.replace("}", "")


def test_citations_in_the_text_say_et_al(built: Built) -> None:
    """With one name, or two: no person called others."""
    text = BeautifulSoup(_read(built, "p.html"), "html.parser").get_text()
    assert "Smith et al. [2018], Smith et al. [2019], Smith et al. (2018), Many" in text
    assert "Smith, J., Low, A., et al. (2019). Two." in text


def test_text_in_place_of_a_list_loses_nobody(built: Built) -> None:
    """Neither an author nor a topic."""
    page = BeautifulSoup(_read(built, "q.html"), "html.parser")
    tags = [str(tag["content"]) for tag in page.select('meta[name="citation_author"]')]
    assert tags == ["Lee, Kim", "High, Bo"]
    assert (built.out / "topics" / "harbours.html").is_file()
    assert (built.out / "topics" / "tides.html").is_file()


def test_each_loss_that_would_be_is_told(built: Built) -> None:
    """With the file and the line."""
    told = [line.partition(str(built.app.srcdir))[2] for line in built.warnings]
    assert told == [
        "/p.md:4: WARNING: There is no author ‘zzxqv-do’. [anthology.unknown-author]",
        "/p.md:11: WARNING: ‘Jane Doe et al.’ does not name everybody; name every author. "
        "[anthology.unknown-author]",
        "/p.md:12: WARNING: ‘others’ names nobody and is left out; name every author. "
        "[anthology.unknown-author]",
        "/q.md:3: WARNING: There is no author ‘zzxqv-do’. [anthology.unknown-author]",
    ]
