"""Settings in ``conf.py`` that are wrong: each with its line and what to write; nothing stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_anthology.cli.checking import CheckResult, check
from sphinx_anthology.cli.ending import CommandError

CONF = """extensions = ["sphinx_anthology"]
project = 5
copyright = 2026
author = ["Ann Lee"]
language = "german"
html_baseurl = "book.example/blog"
exclude_patterns = "hidden"
anthology_header = ["indexx", "index.md"]
anthology_footer = "hidden/page"
anthology_title = ["A"]
anthology_publisher = ["P"]
anthology_crossref = "10.5555"
anthology_citation_style = "apa7"
anthology_trust = "all"
anthology_as_of = "1/2/2026"
anthology_titel = "A"
"""


@pytest.fixture(scope="module")
def finding(tmp_path_factory: pytest.TempPathFactory) -> CheckResult:
    """What is said of a publication whose settings are wrong."""
    root = tmp_path_factory.mktemp("settings")
    (root / "hidden").mkdir()
    (root / "hidden" / "page.md").write_text("# Page\n", encoding="utf-8")
    (root / "index.md").write_text("# Book\n", encoding="utf-8")
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    found = check(root, as_of=None)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (2, 'Write project = "5"'),
        (3, 'Write copyright = "2026"'),
        (4, 'Write author = "Ann Lee"'),
        (5, 'Write language = "de"'),
        (6, 'Write html_baseurl = "https://book.example/blog"'),
        (7, 'Write exclude_patterns = ["hidden"]'),
        (8, "anthology_header.1: there is no document ‘indexx’; it is not linked. Did you mean"),
        (8, 'anthology_header.2: there is no document ‘index.md’; it is not linked. Write "index"'),
        (9, "there is no document ‘hidden/page’; it is not linked."),
        (10, 'Write anthology_title = "A"'),
        (11, 'Write anthology_publisher = {"name": "…", "ror": "https://ror.org/…"}'),
        (12, 'Write anthology_crossref = {"prefix": "10.5555", "depositor"'),
        (13, 'Write anthology_citation_style = "apa"'),
        (14, 'Write anthology_trust = "guests"'),
        (15, "write 2026-02-01 or 2026-01-02"),
        (16, "Did you mean ‘anthology_title’?"),
    ],
)
def test_setting_is_told_with_its_line(finding: CheckResult, line: int, written: str) -> None:
    """And what is meant is used: a pattern that is no list leaves its files out."""
    found = [w for w in finding.warnings if f"conf.py:{line}: " in w and written in w]
    assert len(found) == 1
    assert not any("hidden/page.md" in warning for warning in finding.warnings)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('extensions = "sphinx_anthology"', 'Write extensions = ["sphinx_anthology"]'),
        ('extensions = ["sphinx_antology"]', "Did you mean ‘sphinx_anthology’"),
        ('extensions = ["sphinx_anthology", "myst_nbb"]', "Did you mean ‘myst_nb’"),
    ],
)
def test_extension_that_is_not_there(tmp_path: Path, line: str, said: str) -> None:
    """Nothing can be built, and it is said why."""
    (tmp_path / "index.md").write_text("# Book\n", encoding="utf-8")
    (tmp_path / "conf.py").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=r"conf\.py:2: ") as found:
        check(tmp_path, as_of=None)
    assert said in str(found.value)
