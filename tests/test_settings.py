"""Settings: declared once, checked all at once."""

from __future__ import annotations

from collections.abc import Callable

from sphinx_anthology.reading.settings import Settings, settings_of
from tests.building import Built

BAD = """
project = "Book"
extensions = ["sphinx_anthology"]
anthology_license = "CC BY"
anthology_journal = {"title": "Acta", "issn": "1234-5678"}
anthology_publisher = {"name": "Press", "ror": "nothing"}
anthology_as_of = "tomorrow"
anthology_report_url = "report"
anthology_timezone = "Europe/Lundon"
"""


def test_all_bad_settings_are_reported_at_once(built: Callable[..., Built]) -> None:
    """Each is named with what was expected; the book is built without them."""
    made = built({"conf.py": BAD})
    said = "\n".join(made.warnings)
    names = ("license", "journal.issn.1", "publisher.ror", "as_of", "report_url", "timezone")
    for line, name in enumerate(names, 4):
        assert f"conf.py:{line}: WARNING: anthology_{name}: " in said
    assert "‘1234-5678’ is not an ISSN" in said
    assert "Did you mean ‘Europe/London’" in said
    assert len(made.warnings) == 6
    assert (made.out / "index.html").is_file()


def test_the_rest_of_a_setting_is_used(built: Callable[..., Built]) -> None:
    """One bad value in a mapping leaves the others as they are."""
    settings = settings_of(built({"conf.py": BAD}).app.config)
    assert settings.journal is not None
    assert settings.journal.title == "Acta"
    assert settings.journal.issn == ()
    assert settings.license is None


def test_a_setting_that_is_none_is_reported(built: Callable[..., Built]) -> None:
    """A misspelt name is not passed over."""
    conf = 'project = "B"\nextensions = ["sphinx_anthology"]\nanthology_licence = "CC-BY-4.0"\n'
    (warning,) = built({"conf.py": conf}).warnings
    assert "there is no such setting. Did you mean ‘anthology_license’?" in warning


def test_wrong_parts_of_settings_are_told_in_their_lines(built: Callable[..., Built]) -> None:
    """A key that is not known, one that is missing, a value without its shape."""
    conf = (
        'project = "Book"\nextensions = ["sphinx_anthology"]\n'
        'anthology_journal = {\n    "titel": "Acta",\n    "issn": [],\n}\n'
        "anthology_publisher = 5\nanthology_crossref = True\n"
    )
    said = [line.partition("conf.py:")[2] for line in built({"conf.py": conf}).warnings]
    assert said == [
        "3: WARNING: anthology_journal.title: is missing. It looks like "
        'anthology_journal = {"title": "…", "issn": ["…"], "url": "https://…"} [anthology.setting]',
        "4: WARNING: anthology_journal.titel: ‘titel’ is not known here; expected one of issn, "
        "title, url. Did you mean ‘title’? [anthology.setting]",
        "8: WARNING: anthology_crossref: expected a mapping (name: value), found true. Write "
        'anthology_crossref = {"prefix": "10.5555", "depositor": "…", "email": "…", '
        '"registrant": "…"} [anthology.setting]',
    ]


def test_every_setting_says_what_it_does() -> None:
    """Type, default and help stand at one place, from which the reference is made."""
    for name, field in Settings.model_fields.items():
        assert field.description, name


def test_the_publication_has_its_own_title(built: Callable[..., Built]) -> None:
    """``anthology_title`` is what citations and pages call the book; else the project is."""
    conf = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_title = "Acta Blog"\n'
    post = "---\ntitle: A\nauthors: {name: Ann Low}\ndate: 2024-01-01\npost: {}\n---\n\nText.\n"
    made = built({"conf.py": conf, "post.md": post})
    page = (made.out / "post.html").read_text(encoding="utf-8")
    assert "<em>Acta Blog</em>" in page
    assert "<title>A &#8212; Acta Blog</title>" in page


def test_what_conf_py_says_stands(built: Callable[..., Built]) -> None:
    """The extension's defaults for others' settings never override what is written."""
    conf = (
        'project = "Book"\nextensions = ["sphinx_anthology"]\nhtml_theme = "alabaster"\n'
        "html_copy_source = True\nmyst_enable_extensions = []\n"
    )
    config = built({"conf.py": conf}).app.config
    assert config.html_theme == "alabaster"
    assert config.html_copy_source is True
    assert list(config.myst_enable_extensions) == []
