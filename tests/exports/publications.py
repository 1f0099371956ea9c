"""A publication, its volumes, and what each of its documents says."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from docutils import nodes
from lxml import html
from sphinx.environment import BuildEnvironment

from sphinx_anthology.model.volume import Volume
from sphinx_anthology.pages.nodes import downloads, visually_hidden
from sphinx_anthology.reading.volumes import volumes_of
from sphinx_anthology.volumes.paper import write_for_paper
from tests.building import Built, alone
from tests.exports.chapters import missing, placed
from tests.validators import tagged
from tests.validators.epub import Book
from tests.validators.paragraphs import Paragraph, formulas, headings, paragraphs, pictures

LEFT_OUT = (downloads, visually_hidden)
"""What makes no sense in a volume: files to download, and what stands apart on the web only."""


def _is_printed(node: nodes.Element) -> bool:
    """Whether a part of a document is in a PDF: of a table of parts the entries are.

    A published part has an entry, so nothing more is said of its status.
    """
    table = node.parent.parent if node.parent is not None else None
    is_head = isinstance(node, nodes.thead) and "an-ledger" in table["classes"]
    is_status = isinstance(node, nodes.entry) and "an-state" in node["classes"]
    is_known = is_status and "is-published" in node.parent["classes"]
    return not (isinstance(node, LEFT_OUT) or is_head or is_known)


class Publication:
    """A publication that is built, once with each builder, on one reading of its documents."""

    def __init__(self, built: Callable[[str], Built]) -> None:
        self.built = built
        """The publication as a builder makes it."""

    def files(self, builder: str, ending: str) -> dict[Volume, Path]:
        """The file of every volume."""
        out = self.built(builder).out
        return {volume: out / f"{volume.name}{ending}" for volume in self.volumes}

    @functools.cached_property
    def volumes(self) -> tuple[Volume, ...]:
        """The volumes that the publication has."""
        return volumes_of(self._environment)

    @functools.cached_property
    def _environment(self) -> BuildEnvironment:
        return self.built("dummy").app.env

    @functools.cache  # noqa: B019  # a publication lives as long as the session
    def document(self, docname: str) -> nodes.document:
        """A document without what only the web needs, with all references resolved."""
        app = self.built("dummy").app
        with alone(Path(app.srcdir)):
            doctree = app.env.get_doctree(docname)
            write_for_paper(doctree, is_front=docname == app.config.root_doc)
            return app.env.get_and_resolve_doctree(
                docname, app.builder, doctree=doctree, tags=app.tags
            )

    def title(self, docname: str) -> str:
        """A document's title."""
        title: str = self._environment.titles[docname].astext()
        return title

    @functools.cache  # noqa: B019  # as above
    def chapters(self, volume: Volume) -> Mapping[str, Sequence[tagged.Block]]:
        """What each document says in the PDF of a volume."""
        path = self.files("typstpdf", ".pdf")[volume]
        return placed(tagged.blocks(path), volume, self.title)

    @functools.cache  # noqa: B019  # as above
    def book(self, volume: Volume) -> Book:
        """The EPUB of a volume."""
        return Book(self.files("epubs", ".epub")[volume])

    def paragraphs(self, docname: str) -> list[Paragraph]:
        """What a document says in a volume."""
        return paragraphs(self.document(docname), lambda node: not isinstance(node, LEFT_OUT))

    def printed(self, docname: str) -> list[Paragraph]:
        """The same on paper, where a table of parts is no table."""
        return paragraphs(self.document(docname), _is_printed)

    def alternatives(self, docname: str) -> list[str]:
        """The texts that stand for a document's pictures and formulas."""
        document = self.document(docname)
        return [*pictures(document), *formulas(document)]

    def headings(self, docname: str) -> list[Paragraph]:
        """The titles of a document and its sections, in order."""
        return headings(self.document(docname))

    def is_missing(self, address: str) -> bool:
        """Whether an address is of the site, and the site lacks its page, or the place on it."""
        base: str = self._environment.config.html_baseurl
        if not address.startswith(base) or address in self._authored:
            return False
        target = urlsplit(address.removeprefix(base))
        page = self.built("html").out / unquote(target.path or "index.html")
        if not page.is_file():
            return True
        return bool(target.fragment) and unquote(target.fragment) not in self._ids(page)

    @functools.cached_property
    def _authored(self) -> frozenset[str]:
        """The addresses that authors and settings name, wherever they may be."""
        documents = map(self.document, sorted(self._environment.found_docs))
        links = (link for document in documents for link in document.findall(nodes.reference))
        return frozenset(link.get("refuri", "") for link in links)

    @functools.cache  # noqa: B019  # as above
    def _ids(self, page: Path) -> frozenset[str]:
        return frozenset(html.parse(page).getroot().xpath("//@id"))


def unnamed(volume: Volume, names: Sequence[str]) -> list[str]:
    """Who is credited in a volume, and not named.

    In order, but for editors, who stand first; and authors stand before those of originals alone.
    """
    editors = set(map(str, volume.editors))
    credited = sorted(volume.credits, key=lambda credit: credit.of_original)
    people = [str(credit.person) for credit in credited]
    absent = [person for person in people if person not in names]
    return absent or missing(([person] for person in people if person not in editors), names)
