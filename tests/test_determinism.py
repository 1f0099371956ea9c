"""Invariant 3: the same input gives the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Built, build, differences, doctrees_of
from tests.conftest import JOURNAL


def test_parallel_equals_serial(publication: Callable[[str, str], Built], tmp_path: Path) -> None:
    """With four processes the site is that of one; pictures of equal names included.

    With two: ``tests/test_incremental.py`` and ``tests/test_builders.py``.
    """
    serial = publication("journal", "html")
    parallel = build(JOURNAL, tmp_path / "out", tmp_path / "doctrees", jobs=4)
    assert differences(serial.out, parallel.out) == []


IN_2033 = "2000000000"
"""The sample states its as-of date."""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the sample publication in another place; what was read lies in it.

    As here, ``dummy`` reads for all builders: text and manual pages would have straight quotes.
    """
    folder = tmp_path_factory.mktemp("elsewhere") / "a place"
    source = shutil.copytree(JOURNAL, folder / "of another name")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", IN_2033)
        build(source, folder / "dummy", folder / "doctrees", builder="dummy")
    return folder


@pytest.mark.parametrize("builder", ["html", "dirhtml", "text", "latex", "man", "singlehtml"])
def test_neither_folder_nor_day_shows(
    publication: Callable[[str, str], Built],
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
    builder: str,
) -> None:
    """In another folder and in another year, where no state changes, every byte is the same."""
    here = publication("journal", builder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", IN_2033)
    doctrees = elsewhere / doctrees_of(builder)
    there = build(elsewhere / "of another name", elsewhere / builder, doctrees, builder=builder)
    assert differences(here.out, there.out) == []


def test_the_as_of_date_decides_not_the_clock(
    built: Callable[..., Built], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the setting, SOURCE_DATE_EPOCH is the as-of date: it opens a scheduled post."""
    files = {
        "conf.py": 'project = "Book"\nextensions = ["sphinx_anthology"]\n',
        "index.md": "# Book\n\n```{toctree}\nsoon\n```\n",
        "soon.md": POST.format(day="2031-01-01"),
    }
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")  # May 2026
    assert not (built(files).out / "soon.html").exists()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1940000000")  # June 2031
    assert (built(files).out / "soon.html").exists()


MANY_IDS = r"""---
title: Names
authors: {name: Ann Low}
date: 2024-01-01
tags: [zinc, copper, iron, lead, tin]
post: {}
---

\begin{align}
a &= b
\end{align}

`````{tab-set}
````{tab-item} One
Words.
````
````{tab-item} Two
:sync: two
\begin{equation}
c
\end{equation}
````
`````

```{dropdown} More
Words.[^note]
```

```{glossary}
Quay
  A wall.
Mole
  Another.
```

````{grid} 2
```{grid-item-card} Card
$d$
```
````

```{rubric} A rubric
```

```{index} one; two
```

## A heading

### A heading

$$e$$ (named)

[^note]: See {eq}`named`, {term}`Mole`.
"""


BOTH = """
import sys
from sphinx.cmd.build import build_main
doctrees, source, out = sys.argv[1:]
for builder in ("html", "epubs"):
    if code := build_main(["-q", "-b", builder, "-d", doctrees, source, f"{out}/{builder}"]):
        sys.exit(code)
"""
"""Makes a site and EPUBs of one publication."""


def test_no_name_is_drawn_by_lot(tmp_path: Path) -> None:
    """In two processes with other seeds, the ids of formulas, tabs and notes are the same."""
    source = tmp_path / "source"
    source.mkdir()
    conf = 'extensions = ["sphinx_anthology"]\nhtml_baseurl = "https://a.example/"\n'
    (source / "conf.py").write_text(conf, encoding="utf-8")
    (source / "index.md").write_text("# B\n\n```{toctree}\npost\n```\n", encoding="utf-8")
    (source / "post.md").write_text(MANY_IDS, encoding="utf-8")
    for seed in ("1", "2"):
        places = [str(tmp_path / seed / "d"), str(source), str(tmp_path / seed)]
        subprocess.run(  # our own words
            [sys.executable, "-c", BOTH, *places],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        )
    for builder in ("html", "epubs"):
        assert differences(tmp_path / "1" / builder, tmp_path / "2" / builder) == []
    page = (tmp_path / "1" / "html" / "post.html").read_text(encoding="utf-8")
    assert 'id="equation-post-formula-2"' in page


POST = "---\ntitle: A post\nauthors: {{name: Ann Low}}\ndate: {day}\npost: {{}}\n---\n\nText.\n"
TODAY = {
    "index.md": "# Book\n\nIt is {sub-ref}`today`.\n\n```{toctree}\npost\nplain\n```\n",
    "plain.rst": "Plain\n=====\n\nIt is |today|.\n",
    "post.md": POST.format(day="2024-02-03"),
}


def test_today_is_the_day_of_the_newest_post(built: Callable[..., Built]) -> None:
    """In a text too; and with a newer post, all that say it are read again."""
    first = built(TODAY, "text")
    for name in ("index", "plain"):
        assert "It is Feb 03, 2024." in (first.out / f"{name}.txt").read_text(encoding="utf-8")
    then = built({"post.md": POST.format(day="2024-03-04")}, "text")
    for name in ("index", "plain"):
        assert "It is Mar 04, 2024." in (then.out / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("said", ["a day in spring", "%Y"])
def test_who_names_today_is_left_to_it(built: Callable[..., Built], said: str) -> None:
    """By a setting, or in the document; a form of dates is one for the newest post's as well."""
    own = {"plain.rst": f"Plain\n=====\n\n.. |today| replace:: {said}\n\nIt is |today|.\n"}
    setting = {"today_fmt": said} if "%" in said else {"today": said}
    made = built(TODAY | own, "text", overrides=setting)
    assert f"It is {said}." in (made.out / "plain.txt").read_text(encoding="utf-8")
    shown = said.replace("%Y", "2024")
    assert f"It is {shown}." in (made.out / "index.txt").read_text(encoding="utf-8")
