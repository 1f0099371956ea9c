"""The message catalogues: extracted from the sources, brought up to date, compiled.

``python -m tests.catalogues`` writes them; the tests compare them with what it would write.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser, write_po

from sphinx_anthology.reading.messages import CATALOGUE, FOLDER

PACKAGE = FOLDER.parent
TEMPLATE = FOLDER / f"{CATALOGUE}.pot"
LANGUAGES = ("de", "fr")
"""The languages that we speak besides English. To add one, add it here."""
METHODS: dict[str, tuple[str, dict[str, Any]]] = {
    ".py": ("python", {"gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}),
    ".html": ("jinja2.ext:babel_extract", {"anthology_text": None}),
}
"""How messages are found in files, by their endings: Babel's method, and what marks a message.

Of ``ngettext`` two arguments are one message. What a template marks otherwise is Sphinx's.
"""
VOLATILE = {"POT-Creation-Date", "PO-Revision-Date", "Generated-By", "Report-Msgid-Bugs-To"}
VOLATILE |= {"Last-Translator", "Language-Team"}
"""Headers that change by themselves, or that we leave empty."""


class StableCatalog(Catalog):
    """A catalogue whose header only changes when its messages may."""

    def __init__(self, language: str | None = None, what: str = "Messages") -> None:
        super().__init__(
            locale=language,
            header_comment=f"# {what} of sphinx-anthology. MIT licence.",
            project="sphinx-anthology",
            version="catalogue",
            fuzzy=False,
        )

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines, the last with its end."""
        kept = [(n, v) for n, v in super().mime_headers if n not in VOLATILE]
        return [*kept[:-1], (kept[-1][0], f"{kept[-1][1]}\n")]

    @mime_headers.setter
    def mime_headers(self, headers: Any) -> None:
        Catalog.mime_headers.fset(self, headers)


def extracted() -> Catalog:
    """The template: every message of the package, with the files that have it."""
    found = StableCatalog()
    for path, text, comments in _messages():
        found.add(text, locations=[(path, 0)], auto_comments=comments)
    return found


def _messages() -> Iterator[tuple[str, Any, list[str]]]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in METHODS:
            method, keywords = METHODS[path.suffix]
            name = path.relative_to(PACKAGE).as_posix()
            options = {"encoding": "utf-8", "silent": "false"}
            for _, text, comments, _ in extract_from_file(
                method, path, keywords, ("Translators:",), options
            ):
                yield name, text, comments


def catalogue_path(language: str, ending: str = ".po") -> Path:
    """Where a language's catalogue lies."""
    return FOLDER / language / "LC_MESSAGES" / f"{CATALOGUE}{ending}"


def read(language: str) -> Catalog:
    """A language's catalogue as it lies there; an empty one where there is none yet."""
    path = catalogue_path(language)
    found = StableCatalog(language, "Translation")
    if path.is_file():
        PoFileParser(found).parse(path.read_text(encoding="utf-8").splitlines(keepends=True))
    return found


def updated(language: str, template: Catalog) -> Catalog:
    """A language's catalogue with the template's messages, and the translations that it has."""
    found = read(language)
    found.update(template, no_fuzzy_matching=True)
    return found


def as_text(catalogue: Catalog) -> str:
    """A catalogue as it is written: sorted, and without numbers of lines."""
    written = io.BytesIO()
    write_po(
        written, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False
    )
    return written.getvalue().decode()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as gettext reads it."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a message, one for each plural form; empty where there is none."""
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return tuple(string or "" for string in strings)


def messages(catalogue: Catalog) -> list[Message]:
    """All messages but the header."""
    return [message for message in catalogue if message.id]


def main() -> None:
    """Write all catalogues, and say what is left to translate."""
    template = extracted()
    FOLDER.mkdir(exist_ok=True)
    TEMPLATE.write_text(as_text(template), encoding="utf-8")
    for language in LANGUAGES:
        catalogue = updated(language, template)
        catalogue_path(language).parent.mkdir(parents=True, exist_ok=True)
        catalogue_path(language).write_text(as_text(catalogue), encoding="utf-8")
        catalogue_path(language, ".mo").write_bytes(compiled(catalogue))
        missing = [m.id for m in messages(catalogue) if not all(forms(m))]
        found = f"{language}: {len(messages(catalogue))} messages, {len(missing)} to translate"
        print(found, *missing, sep="\n  ")  # noqa: T201  # it is a command


if __name__ == "__main__":
    main()
