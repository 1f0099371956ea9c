"""What all tests share."""

from __future__ import annotations

import functools
import importlib.util
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.building import Built, build, doctrees_of

# the same examples each time; other ones are looked for by hand, with ANTHOLOGY_SEED. How long
# one takes is no test's business
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.register_profile("other", deadline=None)
settings.load_profile("other" if "ANTHOLOGY_SEED" in os.environ else "same")

HERE = Path(__file__).parent
JOURNAL = HERE / "roots" / "test-journal"
DOCS = HERE.parent / "docs"
PUBLICATIONS = {"docs": DOCS, "journal": JOURNAL, "nodes": HERE / "roots" / "test-nodes"}
"""The whole publications: this book, the sample, and the pages that hold every node."""
ONCE = (
    "browser",
    "citing",
    "epub/test_epubcheck.py",
    "exports/test_drafts.py",
    "exports/test_epub.py",
    "exports/test_everybody.py",
    "exports/test_pdf.py",
    "records/test_crossref.py",
    "test_crashes.py",
    "test_guide.py",
    "test_guide_examples.py",
    "test_image_copies.py",
    "test_limits.py",
    "test_pseudo_locale.py",
    "test_quality.py",
    "test_weight.py",
    "validators",
)
"""Tests of what is the same with every Python: pages, books, records, pictures, what a kill leaves,
the texts of the guide, rules for code, and numbers of calls.

So are those that take the fixture ``publication``, but for a few (``BUILT_WITH_EACH``).
"""
BUILT_WITH_EACH = (
    "exports/test_nodes.py",
    "test_builders.py",
    "test_determinism.py",
    "test_withheld.py",
)
"""Tests of whole publications that each Python makes: without a warning, and without a leak."""
SLOW = (
    *("browser", "citing", "exports", "validators"),
    "cli/test_commands.py",
    "cli/test_ending.py",
    "epub/test_epubcheck.py",
    "epub/test_metadata.py",
    "epub/test_pages.py",
    "epub/test_volumes.py",
    "feeds/test_feeds.py",
    "html2myst/test_trees.py",
    "importing/test_command.py",
    "importing/test_command_accidents.py",
    "importing/test_command_corpus.py",
    "importing/test_conversion_corpus.py",
    "importing/test_conversion_fuzz.py",
    "importing/test_report.py",
    "importing/test_wxr_broken.py",
    "importing/test_wxr_corpus.py",
    "outputs/test_search.py",
    "outputs/test_search_index.py",
    "outputs/test_taken_names.py",
    "outputs/test_translator.py",
    "pdf/test_builder.py",
    "pdf/test_rescue.py",
    "records/test_crossref.py",
    "records/test_files.py",
    "scholar/test_facts.py",
    "scholar/test_files.py",
    "scholar/test_pages.py",
    "scholar/test_vocabulary.py",
    "test_api.py",
    "test_authors.py",
    "test_bad_input.py",
    "test_bounds.py",
    "test_builders.py",
    "test_catalogues.py",
    "test_changing.py",
    "test_contained.py",
    "test_copied_sources.py",
    "test_crashes.py",
    "test_determinism.py",
    "test_escaping.py",
    "test_guests.py",
    "test_incremental.py",
    "test_languages.py",
    "test_limits.py",
    "test_links.py",
    "test_other_edits.py",
    "test_pseudo_locale.py",
    "test_quality.py",
    "test_references.py",
    "test_rereading.py",
    "test_states.py",
    "test_weight.py",
    "test_withheld.py",
    "test_withheld_fuzz.py",
    "typst/test_drawings.py",
    "typst/test_faces.py",
    "web/test_redirects.py",
)
"""Folders and files that take more than five seconds: what is quick is for every day."""
PUBLICATION = re.compile(r"\[(?:.*-)?(docs|journal|nodes)(?=[-\]])")
"""What names a whole publication among the values of a test."""
JUDGED_BY = {
    "playwright": ("browser", "screenshots.py", "web/test_links.py"),
    "jpype": ("validators", "exports", "epub/test_epubcheck.py", "benchmarks/exports.py"),
}
"""Tests that need a package of the extra ``validate``."""
MISSING = [name for name in JUDGED_BY if importlib.util.find_spec(name) is None]
collect_ignore = [place for name in MISSING for place in JUDGED_BY[name]]
BUILDERS = ("html", "dirhtml", "singlehtml", "epub", "latex", "text", "man")


def pytest_report_header() -> list[str]:
    """Which tests are left out, and what they need."""
    return [
        f"without {name}: {', '.join(JUDGED_BY[name])}; pip install -e '.[validate]'"
        for name in MISSING
    ]


def pytest_sessionstart() -> None:
    """Where nothing may be skipped, nothing may be left out."""
    if MISSING and os.environ.get("ANTHOLOGY_NOTHING_SKIPS"):
        pytest.exit(f"These packages are missing: {', '.join(MISSING)}", returncode=1)


@pytest.hookimpl(tryfirst=True)  # before xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What judges what was made needs to see that of one Python.

    Tests of one publication run in one process, so that it is built once; so do those of a file
    that share what is made for it.
    """
    for item in items:
        name = _publication_of(item)
        if _is_in(item.path, ONCE) or _looks_at_a_publication(item):
            item.add_marker(pytest.mark.once)
        if _is_in(item.path, SLOW) or name:
            item.add_marker(pytest.mark.slow)
        if name:
            item.add_marker(pytest.mark.xdist_group(name))
        elif _shares_with_its_file(item) and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
        _name_group(item)


def _shares_with_its_file(item: pytest.Item) -> bool:
    """Whether a test takes what is made once for all tests of its file."""
    if not isinstance(item, pytest.Function):
        return False
    definitions = item._fixtureinfo.name2fixturedefs.values()  # no other way
    return any(found[-1].scope == "module" for found in definitions if found)


def _name_group(item: pytest.Item) -> None:
    """Write the group of a test behind its id, where xdist looks for it.

    xdist does so itself, but in vain with pytest 9.2 (pytest-dev/pytest-xdist#1386): every process
    would build both publications.
    """
    names = sorted({str(mark.args[0]) for mark in item.iter_markers("xdist_group")})
    if names and item.config.getoption("loadgroup", default=False) and hasattr(item, "_id"):
        item._id = item._id.parse(f"{item.nodeid}@{'_'.join(names)}")


def _looks_at_a_publication(item: pytest.Item) -> bool:
    """Whether a test looks at what was made of a whole publication: each Python makes the same."""
    takes = isinstance(item, pytest.Function) and "publication" in item.fixturenames
    return takes and not _is_in(item.path, BUILT_WITH_EACH)


def _publication_of(item: pytest.Item) -> str | None:
    """The whole publication of a test: it is among its values, or its code names it."""
    if found := PUBLICATION.search(item.nodeid):
        return found[1]
    if not isinstance(item, pytest.Function) or "publication" not in item.fixturenames:
        return None
    constants = item.function.__code__.co_consts
    return next((name for name in PUBLICATIONS if name in constants), None)


@functools.cache
def _is_in(path: Path, names: tuple[str, ...]) -> bool:
    """Whether a file of tests is one of these files, or in one of these folders."""
    places = {HERE / name for name in names}
    return path in places or not places.isdisjoint(path.parents)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> object:
    """Where nothing may be skipped, a skip is a failure, but of what needs others' data."""
    report: pytest.TestReport = yield
    if (
        report.skipped
        and os.environ.get("ANTHOLOGY_NOTHING_SKIPS")
        and not hasattr(report, "wasxfail")
        and item.get_closest_marker("beside") is None
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def publication(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Built]:
    """Build a whole publication with a builder; each once a session.

    Its documents are read once for all builders, as ``anthology build`` does it; but for
    ``dirhtml``, whose documents name other addresses. What was said while they were read is among
    the warnings of each.
    """
    done: dict[tuple[str, str], Built] = {}
    folder = tmp_path_factory.mktemp("publications")

    def get(name: str, builder: str) -> Built:
        if (name, builder) not in done:
            said = () if builder in {"dummy", "dirhtml"} else get(name, "dummy").warnings
            out, doctrees = folder / name / builder, folder / name / doctrees_of(builder)
            made = build(PUBLICATIONS[name], out, doctrees, builder=builder)
            done[name, builder] = Built(made.app, made.out, (*said, *made.warnings))
        return done[name, builder]

    return get


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """A copy of the sample publication that a test may edit."""
    return Path(shutil.copytree(JOURNAL, tmp_path / "journal"))


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Built]:
    """Write a small publication from a mapping of files, and build it."""

    def make(files: dict[str, str], builder: str = "html", **options: object) -> Built:
        source = tmp_path / "source"
        defaults = {"conf.py": CONF, "index.md": "# Book\n"}
        missing = {n: t for n, t in defaults.items() if not (source / n).is_file()}
        for name, text in {**missing, **files}.items():
            path = source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return build(source, tmp_path / builder, tmp_path / "d", builder=builder, **options)

    return make


CONF = """
project = "Book"
extensions = ["sphinx_anthology"]
anthology_as_of = "2025-06-01"
"""
