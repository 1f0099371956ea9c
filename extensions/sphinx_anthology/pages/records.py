"""The records for reference managers, which lie beside pages for the web."""

from __future__ import annotations

from docutils import nodes

from sphinx_anthology.pages.build import Page
from sphinx_anthology.pages.nodes import record_files, web_only
from sphinx_anthology.pages.wording import gettext

FORMATS = {".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL-JSON", ".jsonld": "JSON-LD"}
"""What is offered to readers, by the ending of its file; names that no language translates."""


def record_links(page: Page, docname: str, label: str = "") -> nodes.Node:
    """Links to the records beside the page of a document, of which there must be some.

    Only pages for the web have them; their addresses are made when the builder is known.
    """
    shown = label or gettext("Citation as a file")
    return web_only("", record_files(docname=page.docname, document=docname, label=shown))


def all_record_links(page: Page, docname: str) -> nodes.Node:
    """The same of a page with the records of many posts."""
    return record_links(page, docname, gettext("Citations of all posts"))
