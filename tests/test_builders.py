"""Both publications, with every stock builder, without a warning."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from tests.building import Built, alone, build
from tests.conftest import BUILDERS, JOURNAL
from tests.test_withheld import leaks

UNSAID = ('conf value "version"', 'conf value "epub_copyright"')
"""What Sphinx's EPUB builder misses in the sample's ``conf.py``."""


STOCK = (
    *(builder for builder in BUILDERS if builder not in {"html", "dirhtml"}),
    *("applehelp", "changes", "coverage", "devhelp", "doctest", "dummy", "gettext", "htmlhelp"),
    *("json", "linkcheck", "pickle", "pseudoxml", "qthelp", "texinfo", "xml"),
)
"""The builders that come with Sphinx, but for those that are ours (``tests/test_withheld.py``)."""

SINK = {
    "conf.py": """
project = "Sink"
copyright = "2025, The editors"
version = "1"
language = "en"
extensions = ["sphinx_anthology", "sphinx.ext.doctest", "sphinx.ext.coverage"]
html_baseurl = "https://sink.example/"
anthology_as_of = "2025-06-01"
anthology_trust = "editors"
applehelp_bundle_id = "example.sink"
applehelp_disable_external_tools = True
linkcheck_ignore = ["https://elsewhere.example/", "https://orcid.org/", "https://doi.org/"]
numfig = True
""",
    "index.md": "# Sink\n\n```{toctree}\nquays/index\nauthors/ann\nalone\nhow\n```\n\n"
    "```{posts}\n```\n\n```{topics}\n```\n",
    "authors/ann.md": "---\ntitle: Ann Low\nauthor: {orcid: 0000-0002-1825-0097}\n---\n\nWrites.\n",
    "quays/index.md": "---\ntitle: Quays\nseries: {editors: [ann]}\n---\n\nOn quays.\n\n"
    "```{toctree}\n01-one\n02-two\n03-three\n```\n",
    "quays/01-one.md": """---
title: One
description: All that there is
authors: [ann, {name: Bo Ek}]
date: 2025-01-01
tags: [harbours]
post: {articles: [ek2020]}
---

Text with a note[^n], {cite:t}`ek2020`, {post}`quays/02-two`, {author}`ann` and
[elsewhere](https://elsewhere.example/page). {eq}`sum` and {numref}`plan`.

[^n]: The *note*.

## Table

| a | b |
|---|---|
| 1 | 2 |

```{figure} plan.png
:name: plan
:alt: A plan

A caption with {cite:p}`ek2020`.
```

```{math}
:label: sum
a^2 + b^2
```

::::{tab-set}
:::{tab-item} First
Inside.
:::
::::

```{code-block} python
:caption: Code
x = 1
```

```{doctest}
>>> 1 + 1
2
```

{download}`plan.png`
""",
    "quays/02-two.md": "---\ntitle: Two\nauthors: [ann]\ndate: 2025-02-01\npost: {}\n"
    "---\n\nBack.\n",
    "quays/03-three.md": "---\ntitle: Quillonby\ndescription: Of canary songs\n"
    "authors: [{name: Quillonby Canary}]\ndate: 2025-03-01\ntags: [canary]\n"
    "post: {draft: true}\n---\n\nA canary.\n\n![A canary](canary.png)\n",
    "alone.md": "---\ntitle: Alone\nauthors: [ann]\ndate: 2025-02-01\n"
    "post: {withdrawn: {date: 2025-03-01, reason: Wrong.}}\n---\n\nA canary.\n",
    "how.rst": "How\n===\n\n.. versionadded:: 1\n   A word.\n\n:author:`ann`\n",
    "canary.md": "---\ntitle: Canary\nauthors: [ann]\ndate: 2025-02-01\npost: {draft: true}\n"
    "orphan: true\n---\n\nA canary.\n",
    "references.bib": "@article{ek2020,\n author = {Ek, Bo},\n title = {Of Quays},\n"
    " journal = {Water},\n year = {2020},\n doi = {10.5555/12345678}\n}\n",
}
"""A publication with something of everything; only what is withheld speaks of canaries."""


def _written(folder: Path) -> Path:
    """The publication, in a folder."""
    picture = next(JOURNAL.rglob("*.png")).read_bytes()
    for name, text in SINK.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for name in ("plan", "canary"):
        (folder / f"quays/{name}.png").write_bytes(picture)
    return folder


@pytest.mark.filterwarnings("ignore:'tags' will become:PendingDeprecationWarning")
@pytest.mark.parametrize("builder", STOCK)
def test_every_stock_builder_keeps_drafts_back(tmp_path: Path, builder: str) -> None:
    """And keeps them back when they were public before; serial or parallel, without a warning."""
    source = _written(tmp_path / "source")
    drafts = [source / "quays/03-three.md", source / "canary.md"]
    texts = [draft.read_text(encoding="utf-8") for draft in drafts]
    places = (source, tmp_path / "out", tmp_path / "doctrees")
    for draft, text in zip(drafts, texts, strict=True):
        draft.write_text(text.replace("draft: true", "draft: false"), encoding="utf-8")
    public = build(*places, builder=builder, jobs=2)
    assert public.warnings == ()
    assert leaks(public.out) or builder in {"changes", "coverage", "doctest", "dummy", "linkcheck"}
    for draft, text in zip(drafts, texts, strict=True):
        draft.write_text(text, encoding="utf-8")
    withheld = build(*places, builder=builder)
    assert withheld.warnings == ()
    assert withheld.app.statuscode == 0
    assert leaks(withheld.out) == []
    shutil.rmtree(withheld.out)
    clean = build(*places, builder=builder, force_all=True)
    assert clean.warnings == ()
    assert leaks(clean.out) == []


GERMAN = {
    "quays": {"One": "Eins", "The *note*.": "Die *Anmerkung*."},
    "how": {"How": "Wie"},
}


def test_texts_are_translated_by_message_catalogues(tmp_path: Path) -> None:
    """``gettext`` lists what there is to translate; in another language the texts are in it."""
    source = _written(tmp_path / "source")
    listed = build(source, tmp_path / "pot", tmp_path / "doctrees-pot", builder="gettext").out
    for name, words in GERMAN.items():
        template = (listed / f"{name}.pot").read_text(encoding="utf-8")
        entries = [f'msgid "{said}"\nmsgstr "{german}"\n' for said, german in words.items()]
        assert all(f'msgid "{said}"' in template for said in words)
        catalogue = source / "locales/de/LC_MESSAGES" / f"{name}.po"
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        catalogue.write_text("\n".join([header, *entries]), encoding="utf-8")
    german = {"language": "de", "locale_dirs": ["locales"]}
    built = build(source, tmp_path / "de", tmp_path / "doctrees-de", overrides=german)
    assert built.warnings == ()
    page = (built.out / "quays/01-one.html").read_text(encoding="utf-8")
    assert "<h1>Eins</h1>" in page
    assert "Die <em>Anmerkung</em>." in page
    assert "<h1>Wie<" in (built.out / "how.html").read_text(encoding="utf-8")


def test_links_of_authors_are_checked(tmp_path: Path) -> None:
    """Those of their texts and fields; not how to cite a page that may not be on the web yet."""
    source = _written(tmp_path / "source")
    built = build(source, tmp_path / "out", tmp_path / "doctrees", builder="linkcheck")
    lines = (built.out / "output.json").read_text(encoding="utf-8").splitlines()
    addresses = {line["uri"] for line in map(json.loads, lines)}
    assert {uri for uri in addresses if not uri.startswith("#")} == {
        "https://elsewhere.example/page",
        "https://orcid.org/0000-0002-1825-0097",
        "https://doi.org/10.5555/12345678",
    }


def test_pages_as_data_hold_the_text(tmp_path: Path) -> None:
    """With our theme and others; the environment, which knows what is withheld, is not copied."""
    source = _written(tmp_path / "source")
    for theme in ("pydata_sphinx_theme", "furo"):
        places = (tmp_path / theme, tmp_path / "doctrees")
        built = build(source, *places, builder="json", overrides={"html_theme": theme})
        page = json.loads((built.out / "quays/01-one.fjson").read_text(encoding="utf-8"))
        assert page["title"] == "One"
        assert "Bo Ek" in page["body"]
        assert not (built.out / "environment.pickle").exists()


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("name", ["journal", "docs"])
def test_a_publication_builds_without_a_warning(
    publication: Callable[[str, str], Built], name: str, builder: str
) -> None:
    """Every builder of Sphinx's makes the publication, and has nothing to complain of."""
    built = publication(name, builder)
    complaints = [w for w in built.warnings if not any(part in w for part in UNSAID)]
    assert complaints == []
    assert any(built.out.iterdir())


@pytest.mark.parametrize("theme", ["alabaster", "basic", "furo"])
def test_another_theme_gives_a_readable_site(tmp_path: Path, theme: str) -> None:
    """With another theme the pages hold the same text, and nothing is broken."""
    warnings = io.StringIO()
    with alone(JOURNAL):
        app = Sphinx(
            JOURNAL,
            JOURNAL,
            tmp_path / "out",
            tmp_path / "doctrees",
            "html",
            confoverrides={"html_theme": theme},
            status=None,
            warning=warnings,
        )
        app.build()
    page = (tmp_path / "out/series/harbours/01-tides-of-trust.html").read_text(encoding="utf-8")
    assert warnings.getvalue() == ""
    assert "Nicoline van der Meer" in page
    assert "How to cite" in page


def test_sphinx_reads_and_writes_in_parallel(publication: Callable[[str, str], Built]) -> None:
    """The extension, and all that it loads, declares parallel reading and writing."""
    app = publication("journal", "html").app
    assert app.is_parallel_allowed("read")
    assert app.is_parallel_allowed("write")


@pytest.mark.parametrize("page", ["topics/trust", "years/2026"])
def test_an_archive_page_lists_each_post_once(
    publication: Callable[[str, str], Built], page: str
) -> None:
    """A generated page holds its list once, newest first."""
    built = publication("journal", "html")
    text = (built.out / f"{page}.html").read_text(encoding="utf-8")
    assert text.count("<h1>") == 1
    assert text.count('<ul class="an-list">') == 1
