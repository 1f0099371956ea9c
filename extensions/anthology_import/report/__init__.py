"""The migration report: everything that an import did, as a page to be signed, and as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from anthology_import.folder import Folder
from anthology_import.migration import Migration
from anthology_import.report.page import html_chunks
from anthology_import.report.record import json_chunks

HTML_NAME: Final = "import-report.html"
JSON_NAME: Final = "import-report.json"


def report_html(migration: Migration) -> str:
    """The report as a page."""
    return "".join(html_chunks(migration))


def report_json(migration: Migration) -> str:
    """The report as JSON."""
    return "".join(json_chunks(migration))


def write_report(migration: Migration, folder: Folder) -> None:
    """Write both into a folder; what is there already, to the letter, is not touched."""
    _write(folder, JSON_NAME, json_chunks(migration))
    _write(folder, HTML_NAME, html_chunks(migration))


def _write(folder: Folder, name: str, texts: Iterable[str]) -> None:
    sum_ = hashlib.sha256()
    with folder.prepared(name, _encoded(texts, sum_)) as put:
        there = hashlib.sha256()
        for chunk in folder.chunks(name):
            there.update(chunk)
        if not folder.exists(name) or there.digest() != sum_.digest():
            put()


def _encoded(texts: Iterable[str], sum_: hashlib._Hash) -> Iterator[bytes]:
    for text in texts:
        data = text.encode()
        sum_.update(data)
        yield data
