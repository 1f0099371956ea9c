"""Both publications, with every stock builder, without a warning."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.application import Sphinx

from tests.building import Built, alone
from tests.conftest import BUILDERS, JOURNAL

UNSAID = ('conf value "version"', 'conf value "epub_copyright"')
"""What Sphinx's EPUB builder misses in the sample's ``conf.py``."""


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
