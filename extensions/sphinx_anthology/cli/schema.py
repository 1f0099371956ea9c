"""``anthology schema``: JSON Schemas of front matter, printed or written as files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from sphinx_anthology.cli.arguments import publication, publication_around
from sphinx_anthology.cli.ending import DONE, CommandError
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.doubts import PAGE
from sphinx_anthology.model.record import Standard
from sphinx_anthology.model.schema import schema, schema_text, whole_schema
from sphinx_anthology.model.source import KINDS

WHOLE = "front-matter"
"""The name of the schema of all kinds."""


def run(given: argparse.Namespace) -> int:
    """Print a schema, or write them; the result is the exit code."""
    found = dict(schemas(_models(given.docs)))
    if given.out is None:
        print(found[given.kind or WHOLE], end="")
        return DONE
    if given.out.exists() and not given.out.is_dir():
        raise CommandError(f"{given.out} is a file; nothing was written. Name a folder.")
    for name in (given.kind,) if given.kind else found:
        path = given.out / file_name(name)
        write_whole(path, found[name])
        print(f"Wrote {path}")
    return DONE


def file_name(name: str) -> str:
    """The name of a schema's file."""
    return f"{name}.schema.json"


def schemas(models: Mapping[str, type[Standard]] = KINDS) -> Iterator[tuple[str, str]]:
    """All schemas as text, by name: that of all kinds, then one for each kind."""
    yield WHOLE, schema_text(whole_schema(models))
    yield from ((kind, schema_text(schema(kind, models))) for kind in (*models, PAGE))


def _models(docs: Path | None) -> Mapping[str, type[Standard]]:
    """The records of the publication's kinds; our own where there is no publication."""
    found = publication_around() if docs is None else publication(docs)
    if found is None:
        return KINDS
    from sphinx_anthology.cli.sphinx_app import models_of  # noqa: PLC0415  # Sphinx is slow to load

    return models_of(found)
