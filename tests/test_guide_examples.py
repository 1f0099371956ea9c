"""The documents, fields and settings of the guide and the reference, in publications."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image

from sphinx_anthology.model.myst_options import SAFE_EXTENSIONS, SAFE_OPTIONS
from sphinx_anthology.model.names import slug
from tests.browser.serving import POLICY
from tests.building import build
from tests.guide import DOCS, Block, apart, tried

AUTHORS = (
    *("albert-quay", "edoardo-ongaro", "eva-sorensen", "ewan-ferlie", "jacob-torfing"),
    *("jane-doe", "john-bryson", "kim-lee", "tessa-coombes", "tina-jukic"),
)
CONF = """project = "Harbour Notes"
extensions = ["sphinx_anthology"]
anthology_license = "CC-BY-4.0"
anthology_as_of = "2026-05-01"
"""
INDEX = """# Notes

```{toctree}
:glob:

authors/*
posts/*
series/*/index
topics/*
```
"""
FIELDS: Mapping[str, Mapping[str, object]] = {
    "post": {
        "description": "An example of the guide.",
        "authors": ["jane-doe", "kim-lee"],
        "date": "2026-04-08",
        "post": {},
    },
    "author": {"author": {}},
    "series": {"series": {}},
    "topic": {"topic": "tides"},
}
"""What a document of each kind has where an example does not say it."""


def _page(fields: Mapping[str, object], text: str = "") -> str:
    return f"---\n{yaml.safe_dump(dict(fields), allow_unicode=True)}---\n\n{text}"


def _listing(*entries: str) -> str:
    return "```{toctree}\n:hidden:\n\n" + "\n".join(entries) + "\n```\n"


def _around() -> Iterator[tuple[str, str]]:
    """The documents that examples name, by path."""
    yield "conf.py", CONF
    yield "index.md", INDEX
    bibtex = apart("guide/write-a-post", "@article{sorensen2021,").text
    yield "references.bib", bibtex + bibtex.replace("sorensen2021", "doe2026")
    for name in AUTHORS:
        yield f"authors/{name}.md", _page({"title": name.replace("-", " ").title(), "author": {}})
    parts = {
        "tides": ("01-first-light", "02-quays"),
        "tides-of-trust": ("01-first-light", "02-tide-tables"),
        "co-creation": ("01-game-changer", "02-new-kid", "03-public-leaders"),
        "leadership": ("01-mayors",),
    }
    for series, names in parts.items():
        index = {"title": f"Series {series}", "series": {}}
        yield f"series/{series}/index.md", _page(index, _listing(*names))
        for name in names:
            fields = FIELDS["post"] | {"title": f"Part {name} of {series}", "tags": ["leadership"]}
            yield f"series/{series}/{name}.md", _page(fields, "Words.\n")
    report = {"title": "A report", "authors": ["tessa-coombes"], "date": "2014-05-01"}
    yield "posts/report.md", _page({**FIELDS["post"], **report, "post": {"kind": "report"}})
    yield "posts/of-a-series.md", _page({**FIELDS["post"], "title": "In a series"})


def _split(text: str) -> tuple[dict[str, Any], str]:
    """The fields of an example, and its text."""
    if not text.startswith("---\n"):
        return {}, text
    _, head, rest = text.split("---\n", 2)
    return yaml.safe_load(head), rest


def _kind(fields: Mapping[str, object], text: str) -> str:
    if "{author-page}" in text:
        return "author"
    return next((kind for kind in FIELDS if kind in fields), "post")


def _document(block: Block, number: int) -> tuple[str, str]:
    """The path and the text of an example; what it leaves out is filled in.

    The lines of an example stay as they are; those that are added come first.
    """
    is_part = block.language == "yaml" and not block.text.startswith("---")
    head = f"---\n{block.text}---\n" if is_part else block.text
    fields, text = _split(head)
    kind = _kind(fields, text)
    name = f"Example {number} of {block.page}"
    more = {"title": name, **FIELDS[kind]}
    missing = {key: value for key, value in more.items() if key not in fields}
    added = yaml.safe_dump(missing) if missing else ""
    lines = head.removeprefix("---\n") if fields else f"---\n\n{head}"
    if kind == "series" and "{toctree}" not in text:
        lines += _listing("/posts/of-a-series")
    return _path(kind, fields.get("title", name), name), f"---\n{added}{lines}"


def _path(kind: str, title: str, name: str) -> str:
    """Where a document of a kind lies: series, authors and topics by their titles."""
    title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    if title.startswith("Strategic management"):
        return "series/co-creation/index.md"
    if kind == "series":
        return f"series/{slug(title)}/index.md"
    return f"{kind}s/{slug(name if kind == 'post' else title)}.md"


def _publication(folder: Path, texts: Mapping[str, str]) -> Path:
    """Write documents, and the pictures that the guide names."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("posts/images/crane.png", "authors/photos/jane-doe.png", "photos/jane-doe.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (64, 48), (40, 80, 120)).save(folder / name)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("part", ["guide", "reference"])
def test_every_example_builds_without_a_warning(tmp_path: Path, part: str) -> None:
    """All in one publication; what is no draft has a page."""
    examples = [block for block in tried("built") if block.page.startswith(part)]
    made = dict(_document(block, number) for number, block in enumerate(examples, start=1))
    assert len(made) == len(examples)
    docs = _publication(tmp_path / "docs", dict(_around()) | made)
    built = build(docs, tmp_path / "html", tmp_path / "doctrees")
    assert "\n".join(built.warnings) == ""
    shown = {name for name in made if (built.out / name).with_suffix(".html").is_file()}
    public = {name for name, text in made.items() if _is_public(_split(text)[0])}
    assert public == shown


def _is_public(fields: Mapping[str, Any]) -> bool:
    is_later = str(fields.get("date", "")) > "2026-05-01"
    return not (is_later or (fields.get("post") or {}).get("draft"))


def test_two_files_are_enough(tmp_path: Path) -> None:
    """With the documents that the second names."""
    texts = {
        "conf.py": apart("guide/index", "project =").text,
        "index.md": apart("guide/index", "# Harbour Notes").text,
        "series/tides/index.md": _page({"title": "Tides", "series": {}}, _listing("01-one")),
        "series/tides/01-one.md": _page(
            {**FIELDS["post"], "title": "One", "authors": ["jane-doe"]}
        ),
        "authors/jane-doe.md": _page({"title": "Jane Doe", "author": {}}),
    }
    docs = _publication(tmp_path / "docs", texts)
    assert build(docs, tmp_path / "html", tmp_path / "doctrees").warnings == ()


def _settings(block: Block) -> dict[str, object]:
    found: dict[str, object] = {}
    exec(block.text, {}, found)  # noqa: S102  # ours
    return found


def _fit(first: Mapping[str, object], second: Mapping[str, object]) -> bool:
    """Whether settings can be in one file: none has two values, and options are of one theme."""
    names = first.keys() & second.keys()
    themes = {"html_theme", "html_theme_options"} & (first.keys() ^ second.keys())
    return all(first[name] == second[name] for name in names) and len(themes) < 2


def _together(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """Settings in as few files as there can be."""
    confs: list[dict[str, object]] = []
    for values in found:
        conf = next((conf for conf in confs if _fit(conf, values)), None)
        if conf is None:
            confs.append(conf := {})
        conf.update(values)
    return confs


SMALL = {
    "index.md": "# Notes\n\n```{toctree}\n:glob:\n\n*\n*/*\n```\n",
    "series/index.md": "# Series\n",
    "authors/index.md": "# Authors\n",
    "topics.md": "# Topics\n",
    "archive.md": "# Archive\n",
    "about.md": "# About\n",
    "colophon.md": "# Colophon\n",
    "paper.typ": "",
    "extra/robots.txt": "User-agent: *\n",
    "_static/mark.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    "_static/mark-dark.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
}


@pytest.mark.slow
def test_settings_are_right_together(tmp_path: Path) -> None:
    """Each is known, and no build says a word about them."""
    style = apart("guide/change-the-look", "html:root {").text
    confs = _together([_settings(block) for block in tried("set")])
    docs = _publication(tmp_path / "docs", {**SMALL, "_static/ours.css": style})
    for number, conf in enumerate(confs):
        conf.setdefault("extensions", ["sphinx_anthology"])
        lines = "".join(f"{name} = {value!r}\n" for name, value in conf.items())
        (docs / "conf.py").write_text(lines, encoding="utf-8")
        built = build(docs, tmp_path / f"html-{number}", tmp_path / f"doctrees-{number}")
        assert built.warnings == (), lines
        assert conf.keys() - {"extensions"} <= built.app.config.values.keys()
    assert len(confs) < 6
    (shown,) = (tmp_path).glob("html-*/_static/ours.css")
    assert shown.read_text(encoding="utf-8") == style


POST = _page(
    {**FIELDS["post"], "title": "A post"}, "Words.\n\n> A quotation.\n\n:::{note}\nHo.\n:::\n"
)
ONE = {"index.md": "# Notes\n\n```{toctree}\npost\njane-doe\nkim-lee\n```\n", "post.md": POST}
ONE |= {f"{name}.md": _page({"title": name, "author": {}}) for name in ("jane-doe", "kim-lee")}


def test_words_of_ones_own_are_found(tmp_path: Path) -> None:
    """At the place that the guide names, and in a language that we have."""
    place = apart("guide/another-language", "docs/locales/").text.strip()
    words = apart("guide/another-language", 'msgid ""').text
    docs = tmp_path / "docs"
    _publication(docs, {**ONE, "conf.py": f'{CONF}language = "de"\n'})
    _publication(tmp_path, {place: words.replace("So zitieren Sie", "Nach Hausart zitiert")})
    built = build(docs, tmp_path / "html", tmp_path / "doctrees")
    assert built.warnings == ()
    assert "Nach Hausart zitiert" in (built.out / "post.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_look_of_ones_own_is_set(tmp_path: Path) -> None:
    """Both pieces stand in one file, and are called."""
    looks = [apart("guide/change-the-look", f"#let {name}").text for name in ("notice", "plain-")]
    conf = f'{CONF}anthology_typst_look = "paper.typ"\n'
    docs = _publication(tmp_path / "docs", {**ONE, "conf.py": conf, "paper.typ": "".join(looks)})
    built = build(docs, tmp_path / "pdf", tmp_path / "doctrees", builder="typstpdf")
    assert built.warnings == ()
    assert (built.out / "harbour-notes.pdf").is_file()
    (docs / "paper.typ").write_text(looks[0].replace("paper2", "paper3"), encoding="utf-8")
    broken = build(docs, tmp_path / "pdf", tmp_path / "doctrees", builder="typstpdf")
    assert "unknown variable: paper3" in "".join(broken.warnings)


def test_the_folders_are_those_of_this_book() -> None:
    """Which are few of it."""
    folders: list[str] = []
    for line in apart("guide/index", "docs/\n").text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        folders[depth:] = [line.strip().rstrip("/")]
        assert DOCS.parent.joinpath(*folders).exists(), line


def test_the_policy_is_that_of_the_browser_tests() -> None:
    """So what is said of it is tried on all pages."""
    assert apart("guide/publish", "Content-").text == f"Content-Security-Policy: {POLICY}\n"


@pytest.mark.parametrize(
    ("begins", "safe"), [("all_links", SAFE_OPTIONS), ("alert", SAFE_EXTENSIONS)]
)
def test_guests_options_are_those_of_the_list(begins: str, safe: frozenset[str]) -> None:
    """All of them, in alphabetical order."""
    assert apart("reference/security", begins).text.split() == sorted(safe)


def test_metadata_are_as_they_are_shown(tmp_path: Path) -> None:
    """For a post with the title, the date and the authors of the example."""
    shown = apart("guide/what-machines-read", "<meta ").text.splitlines()
    people = [{"name": "Tamsin Ferrybridge"}, {"name": "Nicoline van der Meer"}]
    fields = FIELDS["post"] | {"title": "Tides of trust", "authors": people}
    docs = _publication(tmp_path / "docs", {**ONE, "conf.py": CONF, "post.md": _page(fields)})
    built = build(docs, tmp_path / "html", tmp_path / "doctrees")
    lines = (built.out / "post.html").read_text(encoding="utf-8").splitlines()
    assert [line.strip() for line in lines if line.strip() in shown] == shown
