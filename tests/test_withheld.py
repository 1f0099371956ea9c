"""Invariant 4: nothing of a withheld document is in what readers get."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Built, build
from tests.conftest import BUILDERS, JOURNAL
from tests.exports.openings import said
from tests.sink import leaks, publish_drafts, withdraw_drafts, write_sink

DRAFT_POST = "series/harbours/06-canary-draft.md"


@pytest.mark.parametrize("builder", BUILDERS)
def test_no_output_holds_a_byte_of_a_withheld_document(
    publication: Callable[[str, str], Built], builder: str
) -> None:
    """Text, title, authors, tags, pictures, file names: search index and inventory included."""
    assert leaks(publication("journal", builder).out) == []


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder with the sample publication and its site, a draft public; the leaks of the site."""
    folder = tmp_path_factory.mktemp("published")
    source = Path(shutil.copytree(JOURNAL, folder / "journal"))
    text = (source / DRAFT_POST).read_text(encoding="utf-8")
    (source / DRAFT_POST).write_text(text.replace("draft: true", "draft: false"), encoding="utf-8")
    return folder, leaks(build(source, folder / "out", folder / "doctrees").out)


def test_the_canaries_would_be_found(published: tuple[Path, list[str]]) -> None:
    """The search sees a canary as soon as its document is public."""
    found = published[1]
    assert "series/harbours/06-canary-draft.html" in found
    assert any(name.startswith("_search/t-") for name in found)
    assert "objects.inv" in found


def test_a_post_that_becomes_a_draft_disappears(published: tuple[Path, list[str]]) -> None:
    """What was public is gone after the next build: pages, pictures, index.

    With copies of sources, and with other builders: ``tests/test_builders.py``.
    """
    folder = published[0]
    shutil.copy(JOURNAL / DRAFT_POST, folder / "journal" / DRAFT_POST)
    assert leaks(build(folder / "journal", folder / "out", folder / "doctrees").out) == []


def test_what_is_left_over_is_deleted_without_doctrees_too(tmp_path: Path) -> None:
    """A lost folder of doctrees does not keep a withdrawn draft on the site."""
    source = write_sink(tmp_path / "source")
    publish_drafts(source)
    assert leaks(build(source, tmp_path / "out", tmp_path / "doctrees").out) != []
    shutil.rmtree(tmp_path / "doctrees")
    withdraw_drafts(source)
    assert leaks(build(source, tmp_path / "out", tmp_path / "doctrees").out) == []


def test_files_of_others_are_never_deleted(built: Callable[..., Built]) -> None:
    """Only what the builder wrote itself is a leftover."""
    foreign = built({"part/index.md": "---\norphan: true\n---\n# Part\n"}).out / "part/notes.html"
    foreign.write_text("mine", encoding="utf-8")
    built({"part/index.md": "---\norphan: true\n---\n# Another part\n"})
    assert foreign.read_text(encoding="utf-8") == "mine"


ANN = "---\ntitle: Ann Low\nauthor: {}\n---\n"
DRAFT = (
    "---\ntitle: Canary\ndescription: Canary told\nauthors: [ann]\ndate: 2024-01-01\n"
    "post: {draft: true}\n---\n\nCanary.\n"
)
CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\n'
INDEX = "# Book\n\n```{toctree}\n:glob:\n\n*\n```\n"


@pytest.mark.parametrize(
    "files",
    [
        {"index.md": DRAFT.replace("Canary.", "Canary.\n\n```{toctree}\nann\n```")},
        {"index.md": "---\ntitle: Canary\nseries: {draft: true}\n---\n\n```{toctree}\nann\n```\n"},
        {"x/ann.md": "---\ntitle: Canary\nauthor: {draft: true}\norphan: true\n---\n"},
        {"page.md": "---\ntitle: Canary\ndraft: true\n---\n\nCanary.\n"},
        {"page.md": "# Page\n\n[x](path:draft.md) {download}`y <draft.md>` [z](draft)\n"},
        {"page.md": DRAFT.replace("post: {draft: true}", "post: draft")},
        {"page.md": DRAFT.replace("post: {draft: true}", "post: {Draft: true}")},
        {"page.md": DRAFT.replace("post: {draft: true}", "posts: {draft: true}")},
        {"page.md": DRAFT.replace("post: {draft: true}", "post: {}\nseries: {draft: true}")},
    ],
)
def test_a_draft_flag_anywhere_is_understood(
    built: Callable[..., Built], files: dict[str, str]
) -> None:
    """On the front page, in a second document of an id, misplaced, misspelt, linked as a file."""
    made = built({"ann.md": ANN, "index.md": INDEX, "draft.md": DRAFT, **files})
    assert leaks(made.out) == []
    assert (made.out / "index.html").is_file()


def test_the_booklet_of_a_withheld_series_is_not_offered(built: Callable[..., Built]) -> None:
    """A PDF that an earlier build left does not go out with the site."""
    conf = 'project = "B"\nextensions = ["sphinx_anthology"]\nanthology_exports = "ex"\n'
    series = "---\ntitle: Canary\nseries: {draft: true}\n---\n"
    files = {"conf.py": conf, "index.md": f"{INDEX}\n```{{downloads}}\n```\n"}
    made = built(
        files | {"canaryser.md": series, "ex/pdf/canaryser.pdf": "canary", "ex/pdf/b.pdf": "B"}
    )
    assert leaks(made.out) == []
    assert (made.out / "downloads/pdf/b.pdf").is_file()


COPIES = {
    **{f"draft.{end}": "Canary." for end in ("txt", "docx", "pdf", "tex", "yaml", "md.bak")},
    "a.yaml": "title: T\npost: {draft: true}\nabstract: Canary\n",
    "b.txt": "title: T\ndraft: true\n\nCanary.\n",
    "c.json": '{"title": "T", "draft": true, "text": "Canary"}\n',
    "d.toml": "+++\ndraft = true\n+++\nCanary.\n",
    "e.txt": "DRAFT \u2013 do not publish\n\nCanary.\n",
    "f.txt": f"\n  {DRAFT}",
    "g.txt": "A {>>canary<<} b.\n",
    "wip/h.txt": "Canary.\n",
}
OTHERS = {
    "package.json": '{"private": true, "name": "lark1"}\n',
    "i.py": "published = False  # lark2\n",
    "j.csv": "draft,lark3\n1,2\n",
    "k.yaml": "---\nname: lark4\non: push\n",
    "l.txt": "Draft horses, and a lark5.\n",
}


def test_copies_of_drafts_beside_their_sources_are_taken_in_nowhere(
    built: Callable[..., Built],
) -> None:
    """By inclusion, as code, as downloads, by ``html_extra_path``, among styles; others are."""
    asked = "".join(
        f"{{download}}`x <{name}>`\n\n```{{literalinclude}} {name}\n```\n\n"
        for name in (*COPIES, *OTHERS)
    )
    extra = {f"extra/{name}": text for name, text in COPIES.items() if name[:2] in {"b.", "f."}}
    made = built(
        {
            "conf.py": f'{CONF}html_extra_path = ["extra"]\nhtml_static_path = ["static"]\n',
            "index.md": f"{INDEX}\n{asked}\n```{{include}} g.txt\n```\n",
            "draft.md": DRAFT,
            "extra/.well-known/lark.txt": "lark6\n",
            "extra/lark.md": "lark7\n",
            "static/lark.js": "lark = {draft: true}\n",
            "static/tides.md": DRAFT,
            **COPIES,
            **OTHERS,
            **extra,
        }
    )
    assert leaks(made.out) == []
    page = (made.out / "index.html").read_text(encoding="utf-8")
    assert [n for n in range(1, 6) if f"lark{n}" not in page] == []
    assert (made.out / ".well-known/lark.txt").is_file()
    assert (made.out / "lark.md").is_file()
    assert (made.out / "_static/lark.js").is_file()
    assert sum("says that it is a draft" in line for line in made.warnings) == len(extra) + 1


VOLUME_POSTS = {
    "posts/canary.md": "---\ntitle: Canary\nauthors: [ann]\ndate: 2021-01-02\npost: {}\n---\n",
    "ser/index.md": "---\ntitle: Ser\nseries: {}\n---\n\n```{toctree}\n/posts/canary\n```\n",
    "ann.md": "---\ntitle: Ann Lee\nauthor: {}\n---\n",
    "other.md": "---\ntitle: Other\nauthors: [ann]\ndate: 2021-01-03\npost: {}\n---\n\nO.\n",
    "oth/index.md": "---\ntitle: Oth\nseries: {}\n---\n\n```{toctree}\n/other\n```\n",
}
VOLUME_CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\nanthology_exports = "_build"\n'


def test_volumes_of_before_are_not_offered_once_a_text_of_theirs_is_withheld(
    tmp_path: Path,
) -> None:
    """As a draft, withdrawn, or deleted: the site is made again alone, and no copy is left."""
    docs, out = tmp_path / "docs", tmp_path / "docs/_build/html"
    index = "# B\n\n```{downloads}\n```\n\n```{toctree}\nser/index\noth/index\n```\n"
    for name, text in {"conf.py": VOLUME_CONF, "index.md": index, **VOLUME_POSTS}.items():
        path = docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = docs / "_build"
    for builder, kind in (("typstpdf", "pdf"), ("epubs", "epub"), ("html", "html")):
        build(docs, made / kind, made / ".doctrees", builder=builder)
    (made / "pdf/mine.pdf").write_bytes(b"by hand")
    offered = {f"{kind}/{name}.{kind}" for kind in ("pdf", "epub") for name in ("b", "ser", "oth")}
    assert _offered(out) == offered
    post = docs / "posts/canary.md"
    text = post.read_text(encoding="utf-8")
    withdrawn = 'post: {withdrawn: {date: 2022-01-01, reason: "Wrong."}}'
    for hidden in (
        text.replace("post: {}", "post: {draft: true}"),
        text.replace("post: {}", withdrawn),
        None,
    ):
        post.unlink() if hidden is None else post.write_text(hidden, encoding="utf-8")
        build(docs, out, made / ".doctrees")
        assert _offered(out) == {"pdf/mine.pdf", "pdf/oth.pdf", "epub/oth.epub"}
        assert "b.pdf" not in (out / "index.html").read_text(encoding="utf-8")
        post.write_text(text, encoding="utf-8")
        build(docs, out, made / ".doctrees")
        assert _offered(out) == offered | {"pdf/mine.pdf"}


def _offered(out: Path) -> set[str]:
    """The volumes that go out with a site."""
    folder = out / "downloads"
    return {p.relative_to(folder).as_posix() for p in folder.glob("*/*.*")}


TAKEN_BACK = """---
title: Taken back
subtitle: Canarysubtitle
description: Canarystandfirst
authors: [ann, {name: Canary Guest}]
date: 2021-01-02
tags: [canarytag]
keywords: [canarykeyword]
doi: 10.5555/canary
post:
  articles: [canary]
  roles: {ann: Canaryrole}
  responds_to: [draft]
  origin: {relation: digest, site: Canarysite, url: "https://canary.example/"}
  withdrawn: {date: 2022-01-31, reason: "Its data were wrong."}
---

Canarybody, and a sentence about {post}`answer`.
"""
ANSWER = (
    "---\ntitle: An answer\nauthors: [ann]\ndate: 2021-02-03\n"
    "post: {responds_to: [back]}\n---\n\nIt answers {post}`back`, and [this](back.md).\n"
)


@pytest.mark.parametrize("builder", ["html", "epubs", "typstpdf"])
def test_a_withdrawn_post_shows_no_more_than_its_tombstone(
    built: Callable[..., Built], builder: str
) -> None:
    """Title, day and reason: no standfirst, names or topics in previews, contents or indexes."""
    entry = "@article{canary, author={Canary, Al}, title={Canary}, year={2020}}\n"
    index = INDEX.replace(":glob:\n\n*", "ann\ns").replace(
        "```{toc", "See {post}`back`.\n\n```{toc"
    )
    made = built(
        {
            "ann.md": ANN,
            "back.md": TAKEN_BACK,
            "answer.md": ANSWER,
            "references.bib": entry,
            "s.md": "---\ntitle: S\nseries: {}\n---\n\n```{toctree}\nback\nanswer\n```\n",
            "index.md": f"{index}\n```{{posts}}\n```\n",
        },
        builder,
    )
    volumes = [path for path in sorted(made.out.rglob("*")) if path.suffix in {".pdf", ".epub"}]
    texts = [text for path in volumes for _, text in said(path)]
    assert [text for text in texts if "canary" in text] == []
    assert leaks(made.out) == []
    if builder == "html":
        assert "Taken back" in (made.out / "answer.html").read_text(encoding="utf-8")
    else:
        assert any("takenback" in text for text in texts)
