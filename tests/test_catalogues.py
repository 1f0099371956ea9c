"""The message catalogues are whole, and nothing that readers see goes past them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.plurals import get_plural
from bs4 import BeautifulSoup

from tests import catalogues
from tests.building import Built, build
from tests.catalogues import LANGUAGES, TEMPLATE, catalogue_path, compiled, forms
from tests.conftest import JOURNAL

TOLD = "python -m tests.catalogues brings the catalogues up to date"


def test_the_template_has_every_message() -> None:
    """The template is what a fresh extraction gives."""
    now = catalogues.as_text(catalogues.extracted())
    assert TEMPLATE.read_text(encoding="utf-8") == now, TOLD


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_the_messages_of_the_template(language: str) -> None:
    """No message is missing, none is left over, and the file is as the command writes it."""
    now = catalogues.as_text(catalogues.updated(language, catalogues.extracted()))
    assert catalogue_path(language).read_text(encoding="utf-8") == now, TOLD


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(language: str) -> None:
    """In each plural form that the language has, and none by guess."""
    catalogue = catalogues.read(language)
    number = catalogue.num_plurals
    assert number == get_plural(language).num_plurals
    for message in catalogues.messages(catalogue):
        assert len(forms(message)) == (number if message.pluralizable else 1), message.id
        assert all(form.strip() for form in forms(message)), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    """What is filled in stands in every form, and nothing else is."""
    for message in catalogues.messages(catalogues.read(language)):
        wanted = _placeholders(*_originals(message))
        assert [_placeholders(form) for form in forms(message)] == [wanted] * len(forms(message))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_ends_as_the_original(language: str) -> None:
    """A sentence stays one, and a label gets no full stop."""
    for message in catalogues.messages(catalogues.read(language)):
        original = _originals(message)[0]
        if not message.id[0].islower() and original not in {"Ed.", "Eds.", "n.d."}:
            ends = {form.endswith(".") for form in forms(message)}
            assert ends == {original.endswith(".")}, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """An editable install compiles nothing, so the compiled catalogue lies beside the other."""
    now = compiled(catalogues.read(language))
    assert catalogue_path(language, ".mo").read_bytes() == now, TOLD


def test_french_has_its_spaces() -> None:
    """Before high punctuation and inside of quotes there is a space that no line ends at."""
    for message in catalogues.messages(catalogues.read("fr")):
        for form in forms(message):
            assert not re.search(r"(?<![\u00a0\u202f])[:;!?»]", form), form
            assert not re.search(r"«(?!\u202f)", form), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_are_those_of_the_language(language: str) -> None:
    """No English quotes, and no apostrophe of a typewriter."""
    english = {"de": "\"'”’", "fr": "\"'“”„"}[language]
    for message in catalogues.messages(catalogues.read(language)):
        assert not set("".join(forms(message))) & set(english), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_publication_is_built_in_another_language(tmp_path: Path, language: str) -> None:
    """Without a warning; what is ours is in the language, and the page says which it is.

    The sample publication, in which every field and every directive of ours is used.
    """
    built = build(JOURNAL, tmp_path / "out", tmp_path / "d", overrides={"language": language})
    assert built.warnings == ()
    spoken = {form for m in catalogues.messages(catalogues.read(language)) for form in forms(m)}
    pages = [path for path in built.out.rglob("*.html") if "_static" not in path.parts]
    assert len(pages) > 50
    for path in pages:
        page = BeautifulSoup(path.read_bytes(), "html.parser")
        assert page.html is not None
        assert page.html["lang"] == language
        search = page.select_one("a.an-search-link")
        assert search is None or search.get_text() in spoken


OWN = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "How to cite"
msgstr "So wird zitiert"
"""
POST = "---\ntitle: A post\nauthors: [{name: Ann Lee}]\ndate: 2021-01-01\npost: {}\n---\n\nWords.\n"


def test_a_publication_has_its_own_words(built: Callable[..., Built]) -> None:
    """A catalogue in its ``locale_dirs`` goes before ours, which says the rest."""
    files = {"index.md": "# Book\n\n```{toctree}\npost\n```\n", "post.md": POST}
    files["locales/de/LC_MESSAGES/sphinx_anthology.po"] = OWN
    site = built(files, overrides={"language": "de"})
    page = BeautifulSoup((site.out / "post.html").read_bytes(), "html.parser")
    headings = [tag.get_text().rstrip("#") for tag in page.select("article h2")]
    assert headings == ["Zur Person", "So wird zitiert"]


def test_other_words_reach_every_page(tmp_path: Path, built: Callable[..., Built]) -> None:
    """After a change in the publication's own catalogue, nothing is left of the words before."""
    path = "locales/de/LC_MESSAGES/sphinx_anthology.po"
    files = {"index.md": "# Book\n\n```{toctree}\npost\n```\n", "post.md": POST, path: OWN}
    built(files, overrides={"language": "de"})
    site = built({path: OWN.replace("So wird", "So werde")}, overrides={"language": "de"})
    assert "So werde zitiert" in (site.out / "post.html").read_text(encoding="utf-8")


def test_a_language_that_we_do_not_speak_is_english(built: Callable[..., Built]) -> None:
    """Words of ours stay English; dates are as Babel has them."""
    files = {"index.md": "# Book\n\n```{toctree}\npost\n```\n", "post.md": POST}
    site = built(files, overrides={"language": "fi"})
    page = (site.out / "post.html").read_text(encoding="utf-8")
    assert "How to cite" in page
    assert "1. tammikuuta 2021" in page


def _originals(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def _placeholders(*texts: str) -> set[str]:
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
