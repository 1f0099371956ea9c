"""A preview's builds: after any edits and accidents, a complete one is a clean one."""

from __future__ import annotations

import dataclasses as dc
import os
import pickle
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_anthology.model.problem import Level
from sphinx_anthology.model.quick_build import QuickBuild
from sphinx_anthology.preview.messages import Finding
from sphinx_anthology.preview.warm import WarmBuilds
from sphinx_anthology.preview.worker import warnings_of
from sphinx_anthology.reading.domain import domain_of
from tests.book import Book, picture, sample, write
from tests.building import build, contents, differences
from tests.chance import seed
from tests.test_incremental import BODIES, EDITS, _post

SEQUENCES = int(os.environ.get("ANTHOLOGY_SEQUENCES", "3"))
STEPS = 10


@dc.dataclass
class Preview:
    """A publication on disk, and the preview of it."""

    folder: Path
    book: Book = dc.field(default_factory=sample)
    builder: str = "preview"

    def __post_init__(self) -> None:
        self.source.mkdir()
        write(self.book, self.source)
        self.builds = self.warm()

    @property
    def source(self) -> Path:
        """The folder of the publication."""
        return self.folder / "source"

    @property
    def site(self) -> Path:
        """The folder of the pages."""
        return self.folder / "site"

    def warm(self) -> WarmBuilds:
        """The builds of a preview that starts: a process of its own, as it were."""
        found = WarmBuilds(self.source, self.site, self.folder / "doctrees", builder=self.builder)
        found.load()
        return found

    def quick(self, edited: set[str], shown: set[str], *, are_old: bool = False) -> list[str]:
        """A quick build after edits; the pages that it wrote."""
        texts = all(name.endswith((".md", ".bib")) for name in edited)
        order = QuickBuild(
            shown=frozenset(shown),
            edited=frozenset(edited),
            has_new_files=not (are_old and texts),
            has_new_assets=not texts,
        )
        result = self.builds.quick(order)
        assert result.error == "", result.error
        return sorted(result.pages)

    def complete(self, is_awaited: Callable[[], bool] = lambda: False) -> bool:
        """A complete build; whether it came to its end."""
        result = self.builds.complete(is_awaited)
        assert result.error == ""
        return not result.is_broken_off

    def differences(self) -> list[str]:
        """The files that differ from those of a build from nothing."""
        clean, doctrees = self.folder / "clean", self.folder / "clean-doctrees"
        build(self.source, clean, doctrees, builder=self.builder)
        found = differences(self.site, clean)
        shutil.rmtree(clean)
        shutil.rmtree(doctrees)
        return found

    def text(self, name: str) -> str:
        """A page as it is on disk."""
        return (self.site / f"{name}.html").read_text(encoding="utf-8")


# edits besides those of incremental builds


def _style(chance: random.Random, source: Path) -> None:
    (source / "_static").mkdir(exist_ok=True)
    (source / "_static/own.css").write_text(f"p {{ margin: {chance.randint(1, 99)}px }}")


def _template(chance: random.Random, source: Path) -> None:
    (source / "_templates").mkdir(exist_ok=True)
    path = source / "_templates/anthology-colophon.html"
    path.write_text(f"<p>{chance.randint(1, 99)}</p>")
    if chance.random() < 0.3:
        path.unlink()


SETTINGS = (
    'anthology_tagline = "Other"',
    "html_show_sphinx = False",
    "smartquotes = False",
    'language = "de"',
    'language = "en"',
)


def _settings(chance: random.Random, source: Path) -> None:
    path = source / "conf.py"
    text = path.read_text(encoding="utf-8").split("# added", maxsplit=1)[0]
    more = chance.choice(SETTINGS)
    path.write_text(f"{text}# added\n{more}\n", encoding="utf-8")


def _broken(chance: random.Random, source: Path) -> None:
    posts = sorted(p for p in source.rglob("*.md") if p.parent.name in {"red", "blue"})
    path = chance.choice([p for p in posts if p.name != "index.md"] or posts)
    path.write_text("---\ntitle: [\n---\n\nWords.\n", encoding="utf-8")


def _picture(chance: random.Random, source: Path) -> None:
    for path in sorted(source.rglob("*.png")):
        path.write_bytes(picture(chance.randint(0, 255)))


def _include(chance: random.Random, book: Book) -> None:
    posts, name = _post(chance, book)
    posts[name].body = f"{chance.choice(BODIES)}\n\n```{{include}} ../part.txt\n```"
    book.part = book.part or "A part."


def _rewrite_part(chance: random.Random, book: Book) -> None:
    book.part = chance.choice((*BODIES, f"Part {chance.randint(1, 99)}."))


def _lose_part(chance: random.Random, book: Book) -> None:
    book.part = ""


RAW = (_style, _template, _settings, _broken, _picture)
WITH_PARTS = (*EDITS, _include, _include, _rewrite_part, _rewrite_part, _lose_part)
LANGUAGES = ("en", "en", "en", "de", "de", "fr")
"""Of the publications, by lot."""
CONF = """
html_static_path = ["_static"]
html_css_files = ["own.css"]
templates_path = ["_templates"]
"""


def _write(preview: Preview) -> None:
    """Write the book, with settings of our own."""
    write(preview.book, preview.source)
    path = preview.source / "conf.py"
    path.write_text(path.read_text(encoding="utf-8") + CONF, encoding="utf-8")


def _edited(preview: Preview, chance: random.Random) -> tuple[str, set[str]]:
    """Change something; its name, and the files that differ now."""
    before = contents(preview.source)
    if chance.random() < 0.3:
        edit = chance.choice(RAW)
        edit(chance, preview.source)
        name = edit.__name__
    else:
        change = chance.choice(WITH_PARTS)
        change(chance, preview.book)
        _write(preview)
        name = change.__name__
    after = contents(preview.source)
    return name, {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}


def _accident(preview: Preview, chance: random.Random) -> str:
    """Now and then a complete build breaks off, or the preview is killed and started again."""
    kind = chance.choice(("", "", "", "broken off", "stored", "killed"))
    if kind == "broken off":
        left = chance.randint(0, chance.choice((12, 60, 240)))
        calls = iter(range(left))
        preview.complete(lambda: next(calls, None) is None)
    elif kind == "stored":
        preview.builds.store()
    elif kind == "killed":
        preview.builds = preview.warm()
    return kind


@pytest.mark.slow
@pytest.mark.parametrize("number", range(SEQUENCES))
def test_after_any_saves_a_complete_build_is_a_clean_one(tmp_path: Path, number: int) -> None:
    """Byte for byte, whatever quick builds, breaks and kills lie between."""
    chance = random.Random(f"warm {seed()} {number}")  # noqa: S311  # no secret
    preview = Preview(tmp_path, builder="dirhtml" if number % 3 == 2 else "preview")
    preview.book.language = chance.choice(LANGUAGES)
    _write(preview)
    preview.complete()
    done = [f"ANTHOLOGY_SEED={seed()}", preview.book.language]
    for step in range(STEPS):
        name, edited = _edited(preview, chance)
        shown = set(chance.sample(("index", "red/one", "red/index", "authors/ann"), 2))
        done.append(name)
        preview.quick(edited, shown, are_old=False)
        done.append(_accident(preview, chance))
        if chance.random() < 0.4 or step == STEPS - 1:
            assert preview.complete(), done
            assert preview.differences() == [], done


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    """The preview of a small book, built once."""
    found = Preview(tmp_path)
    found.complete()
    return found


def test_a_quick_build_writes_what_was_saved_and_what_is_shown(preview: Preview) -> None:
    """And no page more but those whose contents list one of them."""
    preview.book.posts["red"]["one"].body = "Entirely new words."
    write(preview.book, preview.source)
    written = preview.quick({"red/one.md"}, {"red/one", "authors/ann"}, are_old=True)
    assert written == ["authors/ann", "authors/index", "red/index", "red/one"]
    assert "Entirely new words." in preview.text("red/one")


def test_a_shown_list_has_a_new_title_at_once(preview: Preview) -> None:
    """Other lists have it after the complete build."""
    preview.book.posts["red"]["one"].title = "A brand-new title"
    write(preview.book, preview.source)
    preview.quick({"red/one.md"}, {"index"}, are_old=True)
    assert "A brand-new title" in preview.text("index")
    preview.complete()
    assert "A brand-new title" in preview.text("authors/ann")
    assert preview.differences() == []


def test_a_post_of_the_same_size_is_not_taken_for_the_old_one(preview: Preview) -> None:
    """A kill after a quick build, then the old text again; the doctree is that of the new one."""
    old = (preview.source / "red/one.md").read_bytes()
    preview.builds.store()
    preview.book.posts["red"]["one"].body = "Quite different."
    write(preview.book, preview.source)
    preview.quick({"red/one.md"}, set(), are_old=True)
    preview.builds = preview.warm()
    (preview.source / "red/one.md").write_bytes(old)
    preview.complete()
    assert preview.differences() == []


def test_what_was_unreadable_is_shown_once_it_is_mended(preview: Preview) -> None:
    """Although no file came or went."""
    text = (preview.source / "red/one.md").read_text(encoding="utf-8")
    (preview.source / "red/one.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    preview.quick({"red/one.md"}, {"red/one"}, are_old=True)
    environment = preview.builds.environment
    assert environment is not None
    assert "red/one" in domain_of(environment).catalogue.withheld
    (preview.source / "red/one.md").write_text(text.replace("title: ", "title: Mended "), "utf-8")
    preview.quick({"red/one.md"}, {"red/one"}, are_old=True)
    assert "Mended" in preview.text("red/one")
    preview.complete()
    assert preview.differences() == []


def test_a_stored_preview_starts_warm(preview: Preview) -> None:
    """The next one reads nothing, and writes no page of a document."""
    preview.builds.store()
    preview.builds = preview.warm()
    result = preview.builds.complete()
    assert {
        name for name in result.pages if "/" in name and name.startswith(("red", "blue"))
    } == set()
    assert preview.differences() == []


def test_warnings_of_others_are_kept_until_the_document_is_read_again(preview: Preview) -> None:
    """In the next preview, too, which does not read it."""
    said = Finding(
        docname="red/one", file="red/one.md", line=9, level=Level.MUST, code="sphinx", message="H2"
    )
    assert preview.complete()
    assert preview.builds.keep_warnings([said]) == {said}
    preview.builds.store()
    preview.builds = preview.warm()
    assert preview.complete()
    assert preview.builds.keep_warnings([]) == {said}
    preview.book.posts["red"]["one"].body = "Other words."
    write(preview.book, preview.source)
    preview.quick({"red/one.md"}, set(), are_old=True)
    assert preview.builds.keep_warnings([]) == frozenset()


def test_a_warning_without_a_line_is_of_its_document(preview: Preview) -> None:
    """Sphinx knows none of an image without an alternative text."""
    preview.book.posts["red"]["one"].body = "![](no-quay.png)"
    write(preview.book, preview.source)
    result = preview.builds.complete()
    env = preview.builds.environment
    assert env is not None
    found = [f for f in warnings_of(env, result.warnings) if "no-quay.png" in f.message]
    assert [(f.docname, f.line) for f in found] == [("red/one", 1)]


def test_a_killed_preview_starts_warm(preview: Preview) -> None:
    """It reads what was read since the environment was stored, and nothing else."""
    preview.builds.store()
    preview.book.posts["red"]["one"].body = "Later words."
    write(preview.book, preview.source)
    preview.quick({"red/one.md"}, set(), are_old=True)
    (
        preview.folder / "doctrees/anthology-working-123"
    ).touch()  # as a build leaves it that is killed
    preview.builds = preview.warm()
    result = preview.builds.complete()
    assert "red/one" in result.pages
    assert "blue/one" not in result.pages
    assert preview.differences() == []


def test_a_preview_stored_while_documents_are_unread_starts_warm(preview: Preview) -> None:
    """It compares with the last complete build, so that a new title reaches all lists."""
    preview.book.posts["red"]["one"].title = "A title of a quick build"
    write(preview.book, preview.source)
    preview.quick({"red/one.md"}, set(), are_old=True)
    preview.builds.store()
    preview.builds = preview.warm()
    result = preview.builds.complete()
    assert {"red/one", "authors/ann"} <= result.pages.keys()
    assert "blue/one" not in result.pages
    assert preview.differences() == []


@pytest.mark.parametrize("is_killed", [False, True])
def test_pages_of_a_build_that_broke_off_are_written_again(tmp_path: Path, is_killed: bool) -> None:
    """Although what they were written for was taken back meanwhile."""
    preview = Preview(tmp_path)
    _write(preview)
    preview.complete()
    preview.builds.store()
    style = preview.source / "_static/own.css"
    style.parent.mkdir()
    style.write_text("p { margin: 1px }", encoding="utf-8")
    before = preview.text("blue/one")
    assert not preview.complete(lambda: preview.text("blue/one") != before)
    shutil.rmtree(style.parent)
    if is_killed:
        preview.builds = preview.warm()
    preview.complete()
    assert preview.differences() == []


@pytest.mark.parametrize("place", ["conf.py", "_templates/layout.html"])
def test_what_is_broken_is_said_and_can_be_mended(preview: Preview, place: str) -> None:
    """Settings and templates; the pages of before stay."""
    path = preview.source / place
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text("1 / 0\n" if place == "conf.py" else "{% block", encoding="utf-8")
    conf = preview.source / "conf.py"
    if place != "conf.py":
        conf.write_text(conf.read_text("utf-8") + 'templates_path = ["_templates"]\n', "utf-8")
    result = preview.builds.quick(QuickBuild(shown=frozenset({"index"})))
    result = result if result.error else preview.builds.complete()
    assert result.error or any("cannot be shown" in line for line in result.warnings)
    if before:
        path.write_text(before, encoding="utf-8")
    else:
        path.unlink()
    preview.complete()
    assert preview.differences() == []


def test_lists_of_references_do_not_grow_and_hold_no_document(tmp_path: Path) -> None:
    """Those of the ``{bibliography}`` directive, which writes into what the environment keeps."""
    preview = Preview(tmp_path)
    front = preview.source / "index.md"
    front.write_text(front.read_text("utf-8") + "\n```{bibliography}\n:all:\n```\n", "utf-8")
    preview.complete()
    first = preview.text("index")
    for word in ("One", "Two"):
        preview.book.posts["red"]["one"].body = word
        write(preview.book, preview.source)
        front.write_text(front.read_text("utf-8") + "\n```{bibliography}\n:all:\n```\n", "utf-8")
        preview.quick({"red/one.md", "index.md"}, {"index"})
        preview.complete()
    assert first.count("On low things") == preview.text("index").count("On low things")
    assert preview.differences() == []
    environment = preview.builds.environment
    assert environment is not None
    lists = environment.domaindata["cite"]["bibliographies"].values()
    nodes = [node for listed in lists for node in listed.citation_nodes.values()]
    assert nodes
    assert [node for node in nodes if node.document is not None or node.children] == []


def test_a_pickled_environment_holds_no_document_by_its_citations(tmp_path: Path) -> None:
    """In ordinary builds, too."""
    book = sample()
    book.posts["red"][
        "one"
    ].body = "The first.\n\nA sentence with marrowfat.\n\n```{bibliography}\n:all:\n```\n"
    (tmp_path / "source").mkdir()
    write(book, tmp_path / "source")
    build(tmp_path / "source", tmp_path / "out", tmp_path / "doctrees")
    data = (tmp_path / "doctrees/environment.pickle").read_bytes()
    assert pickle.loads(data) is not None  # noqa: S301  # our own
    assert b"A sentence with marrowfat" not in data


def test_a_list_of_all_entries_follows_the_bibliography(preview: Preview) -> None:
    """An entry that no document cites is in nobody's queries."""
    preview.book.posts["red"]["one"].body = "```{bibliography}\n:all:\n```\n"
    write(preview.book, preview.source)
    preview.complete()
    preview.book.articles["low2020"] = "A title that changed"
    write(preview.book, preview.source)
    preview.complete()
    assert preview.differences() == []
