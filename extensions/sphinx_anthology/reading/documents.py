"""The documents of a publication that an editor's command may change."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from sphinx.application import Sphinx

from sphinx_anthology.directives import with_noted
from sphinx_anthology.files import is_file
from sphinx_anthology.model.line_ends import decoded
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.trial import Documents
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import domain_of


def documents_to_fix(app: Sphinx, files: Collection[str]) -> Documents:
    """The catalogue, with the texts of those files that are Markdown and as Sphinx read them.

    A file that is a link, or lies outside of the publication's folder, is nobody's to change here.
    """
    domain = domain_of(app.env)
    catalogue = domain.catalogue
    texts = {
        docname: text
        for docname, source in catalogue.sources.items()
        if source.file in files and _is_markdown(app, source.file)
        if (text := _text(app.srcdir, source.file, domain.digests.get(docname))) is not None
    }
    models = additions_of(app).fields.models

    def read(docname: str, file: str, text: str) -> Source:
        return with_noted(read_source(docname, file, text, models), text)

    return Documents(catalogue, texts, read)


def _is_markdown(app: Sphinx, file: str) -> bool:
    """Whether a document is read as Markdown: what is neither reStructuredText nor a notebook."""
    suffix = Path(file).suffix
    is_rst = app.config.source_suffix.get(suffix) == "restructuredtext"
    return not is_rst and suffix != ".ipynb"


def _text(folder: Path, file: str, digest: bytes | None) -> str | None:
    """The text of a file in the folder, unless it changed since it was read."""
    path = Path(folder, file)
    is_here = path.resolve() == Path(folder).resolve() / file
    if not is_here or not is_file(path):
        return None
    raw = path.read_bytes()
    is_same = hashlib.blake2b(raw, digest_size=16).digest() == digest
    return decoded(raw) if is_same else None
