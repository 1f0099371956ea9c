"""Where pages link the records beside them."""

from __future__ import annotations

import posixpath
from urllib.parse import quote

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_anthology.model.site import Site
from sphinx_anthology.pages.build import separated, text
from sphinx_anthology.pages.nodes import record_files
from sphinx_anthology.pages.records import FORMATS
from sphinx_anthology.pages.wording import before_colon
from sphinx_anthology.reading.domain import domain_of


class LinkRecords(SphinxPostTransform):
    """Link the files; only pages for the web have kept a place for them."""

    # after downloads are listed, which have such a place too
    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Replace each placeholder by its links."""
        site = domain_of(self.env).catalogue.site
        for place in list(self.document.findall(record_files)):
            links = [_link(site, place, ending) for ending in FORMATS]
            label = nodes.Text(f"{before_colon(place['label'])} ")
            place.replace_self(text(label, *separated(*links), classes=["an-records", "an-s"]))


def _link(site: Site, place: record_files, ending: str) -> nodes.reference:
    """A link from the page to one of the files."""
    here = posixpath.dirname(f"/{site.file(place['docname'], '')}")
    there = posixpath.relpath(f"/{site.file(place['document'], ending)}", here)
    return nodes.reference("", FORMATS[ending], refuri=quote(there), internal=True)
