"""A name that leads nowhere is told of with what may be meant, as it is written at that place."""

from __future__ import annotations

import pytest
from PIL import Image

from sphinx_anthology.cli.checking import CheckResult, check
from sphinx_anthology.model.problem import Level

CONF = """project = "Book"
language = "en"
html_baseurl = "https://book.example/"
extensions = ["sphinx_anthology"]
"""
POST = (
    "---\ntitle: A post\ndate: 2021-01-01\nauthors: [jane-doe]\npost: {}\n---\n\n## A heading\n\n"
)
FILES = {
    "conf.py": CONF,
    "index.md": "# Book\n\n```{toctree}\ns/tides/index\nauthors/jane-doe\npage\npagee\n```\n",
    "page.md": "# Page\n\n```{glossary}\nebb\n  Low.\n```\n",
    "lost.md": "# Lost\n",
    "code.py": "x = 1\n",
    "images/harbour.pdf": "%PDF",
    "authors/jane-doe.md": "---\ntitle: Jane Doe\nauthor: {}\n---\n\nA life.\n",
    "references.bib": "@article{doe2020, title={T}, author={Doe, Jane}, year=2020}",
    "s/tides/02-flow.md": POST + "Text.\n",
    "s/tides/index.md": "---\ntitle: Tides\nseries: {}\n---\n\n"
    "```{toctree}\n01-ebb\n02-flow\n02-floww\n/s/tides/01-eb\n../../pag\n```\n",
    "s/tides/01-ebb.md": POST
    + """[a](02-flw.md) [b](s/tides/02-flow.md) [c](../../pge.md#x) [d](tides/02-flow)
[e](#a-headin) [f](02-flow.md#a-heading)

![alt text](../../images/habour.png) {download}`../../images/habour.pdf` [^2]

```{include} ../../pagge.md
```

```{literalinclude} ../../cod.py
```

{ref}`a-lable` {doc}`02-flw` {term}`eb` {cite}`doe202` {post}`s/tides/02-flw` {author}`jane-do`

{post}`02-flow` {post}`02-flow.md` {author}`authors/jane-doe` {author}`Jane Doe`
{series}`s/tides` {series}`Tides` {article}`@doe2020`

(a-label)=
### Labelled

```{posts}
:series: s/tides/index
:author: "@jane-doe"
```

```{posts}
:serie: tides
```

```{posts}
:limit: all
```
""",
}


@pytest.fixture(scope="module")
def finding(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    """What is said of a publication in which much is misspelt."""
    root = tmp_path_factory.mktemp("suggestions")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    Image.new("RGB", (8, 8)).save(root / "images" / "harbour.png")
    found = check(root, as_of=None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("‘02-flw.md’ leads to no document", "‘02-flow.md’"),
        ("‘s/tides/02-flow.md’ leads to no document", "‘02-flow.md’"),
        ("‘../../pge.md#x’ leads to no document", "‘../../page.md’"),
        ("‘02-flw’ leads to no document", "‘02-flow’"),
        ("‘s/tides/02-floww’, which is not there", "‘02-flow’"),
        ("‘s/tides/01-eb’, which is not there", "‘01-ebb’"),
        ("‘pag’, which is not there", "‘../../page’"),
        ("nonexisting document 'pagee'", "‘page’"),
        ("not found: 'tides/02-flow'", "‘02-flow.md’"),
        ("not found: 'a-headin'", "‘a-heading’"),
        ("image file not readable: images/habour.png", "‘../../images/harbour.png’"),
        ("images/habour.pdf", "‘../../images/harbour.pdf’"),
        ("pagge.md", "‘../../page.md’"),
        ("cod.py", "‘../../code.py’"),
        ("undefined label: 'a-lable'", "‘a-label’"),
        ("term not in glossary: 'eb'", "‘ebb’"),
        ("no entry ‘doe202’", "‘doe2020’"),
        ("{post}`s/tides/02-flw`", "‘s/tides/02-flow’"),
        ("{author}`jane-do`", "‘jane-doe’"),
        ("Unknown option key: 'serie'", "‘series’"),
    ],
)
def test_the_nearest_name_can_be_copied(finding: CheckResult, wrong: str, right: str) -> None:
    """Relative to the document, and with the ending that its place needs."""
    said = [*(problem.message for problem in finding.problems), *finding.warnings]
    (message,) = [message for message in said if wrong in message]
    assert f" Did you mean {right}?" in message


@pytest.mark.parametrize(
    "written",
    [
        *(
            "[^2]: Text.",
            "Write a number: :limit: 5",
            "Add the line lost to that of the front page",
        ),
        "Write ‘(a-heading)=’ alone in the line before the heading.",
    ],
)
def test_what_is_missing_is_told(finding: CheckResult, written: str) -> None:
    """Where no name is near: a footnote's text, a number, a place in a toctree."""
    assert any(written in warning for warning in finding.warnings)


@pytest.mark.parametrize(
    "write",
    [
        *("{post}`s/tides/02-flow`", "{author}`jane-doe`", "{series}`tides`"),
        *("{article}`doe2020`", "tides", "jane-doe"),
    ],
)
def test_other_forms_of_a_name_are_read(finding: CheckResult, write: str) -> None:
    """By roles and options: paths, titles and links; told with the plain form."""
    told = [p for p in finding.problems if p.message.endswith(f" Write {write}.")]
    assert told
    assert {p.level for p in told} == {Level.SHOULD}
