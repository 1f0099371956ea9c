"""Both publications, with every stock builder, without a warning."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Built, build
from tests.conftest import BUILDERS
from tests.sink import leaks, publish_drafts, withdraw_drafts, write_sink

UNSAID = ('conf value "version"', 'conf value "epub_copyright"')
"""What Sphinx's EPUB builder misses in the sample's ``conf.py``."""


OURS = ("html", "dirhtml")
STOCK = (
    *(builder for builder in BUILDERS if builder not in OURS),
    *("applehelp", "changes", "coverage", "devhelp", "doctest", "dummy", "gettext", "htmlhelp"),
    *("json", "linkcheck", "pickle", "pseudoxml", "qthelp", "texinfo", "xml"),
)
"""The builders that come with Sphinx, but for those that are ours."""

WITH_SOURCES = "html, with copies of the sources"


@pytest.mark.filterwarnings("ignore:'tags' will become:PendingDeprecationWarning")
@pytest.mark.parametrize("name", [*OURS, WITH_SOURCES, *STOCK])
def test_every_builder_keeps_drafts_back(tmp_path: Path, name: str) -> None:
    """From the first, and again once they were public; serial or parallel, without a warning."""
    source, builder = write_sink(tmp_path / "source"), name.partition(",")[0]
    places = (source, tmp_path / "out", tmp_path / "doctrees")
    options = {"html_copy_source": name == WITH_SOURCES}
    for change, jobs in ((None, 2), (publish_drafts, 1), (withdraw_drafts, 1)):
        if change:
            change(source)
        made = build(*places, builder=builder, jobs=jobs, overrides=options)
        assert made.warnings == ()
        assert made.app.statuscode == 0
        if change is not publish_drafts:
            assert leaks(made.out) == []
        elif builder not in {"changes", "coverage", "doctest", "dummy", "linkcheck"}:
            assert leaks(made.out) != []


GERMAN = {
    "quays": {"One": "Eins", "The *note*.": "Die *Anmerkung*."},
    "how": {"How": "Wie"},
}


def test_texts_are_translated_by_message_catalogues(tmp_path: Path) -> None:
    """``gettext`` lists what there is to translate; in another language the texts are in it."""
    source = write_sink(tmp_path / "source")
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
    source = write_sink(tmp_path / "source")
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
    source = write_sink(tmp_path / "source")
    for theme in ("pydata_sphinx_theme", "furo"):
        places = (tmp_path / theme, tmp_path / "doctrees")
        built = build(source, *places, builder="json", overrides={"html_theme": theme})
        page = json.loads((built.out / "quays/01-one.fjson").read_text(encoding="utf-8"))
        assert page["title"] == "One"
        assert "Bo Ek" in page["body"]
        assert not (built.out / "environment.pickle").exists()


MADE = [
    *(("journal", builder) for builder in BUILDERS),
    ("docs", "html"),
    # of the larger one each Python makes the pages: what other builders do with the nodes is
    # seen in the smaller one
    *(pytest.param("docs", builder, marks=pytest.mark.once) for builder in BUILDERS[1:]),
]


@pytest.mark.parametrize(("name", "builder"), MADE)
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
    source = write_sink(tmp_path / "source")
    places = (tmp_path / "out", tmp_path / "doctrees")
    built = build(source, *places, overrides={"html_theme": theme})
    assert built.warnings == ()
    page = (built.out / "quays/01-one.html").read_text(encoding="utf-8")
    assert all(words in page for words in ("Ann Low", "Bo Ek", "How to cite"))


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
