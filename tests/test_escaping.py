"""Whatever a field or a text holds, no output takes it for markup or code."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_anthology.outputs.html.look import HERE
from tests.building import Built

TEMPLATES = sorted(
    p.relative_to(HERE / "templates").as_posix() for p in (HERE / "templates").rglob("*.html")
)
SAFE = {
    "anthology-colophon.html": 1,  # the copyright line of conf.py, for which HTML is usual
    "anthology-index.html": 2,
    "breadcrumbs.html": 1,
    "components/prev-next.html": 3,
    "genindex-single.html": 1,
    "genindex.html": 1,
    "layout.html": 6,
    "page-toc.html": 1,
    "search.html": 1,
}
"""How often each template says that a value is HTML: what Sphinx, the theme or a macro wrote."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_escapes_by_itself(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """Each of ours, whatever its name; the theme's are as the theme wants them."""
    templates = publication("journal", "html").app.builder.templates
    assert templates.environment.autoescape(name)
    assert not templates.environment.autoescape(f"!{name}")
    assert not templates.environment.autoescape("page.html")


def test_what_is_safe_is_counted() -> None:
    """A new mark of safety is a decision, and a line here."""
    folder = HERE / "templates"
    found = {n: len(re.findall(r"\|\s*safe\b", (folder / n).read_text("utf-8"))) for n in TEMPLATES}
    assert {name: count for name, count in found.items() if count} == SAFE
    for name in TEMPLATES:
        assert "autoescape" not in (folder / name).read_text("utf-8")


def test_the_package_makes_no_markup_but_in_the_report_of_the_import() -> None:
    """``Markup`` and unescaped environments of Jinja are looked for in all code."""
    package = Path(HERE).parent.parent
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\bMarkup\(|autoescape=False|Template\(", path.read_text(encoding="utf-8"))
    }
    assert found <= {"importing/report/page.py"}
