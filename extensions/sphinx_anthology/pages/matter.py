"""What a volume holds besides its documents: contributors, colophon, indexes."""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_anthology.model.volume import Volume
from sphinx_anthology.pages.build import Page


def contributors(env: BuildEnvironment, page: Page, volume: Volume) -> list[nodes.Node]:
    """Who wrote the posts of a booklet, with their biographies; of the whole book nothing."""
    return []


def colophon(env: BuildEnvironment, page: Page, volume: Volume) -> list[nodes.Node]:
    """Licence, origin of every post, address of the web edition, how the volume was made."""
    return []


def indexes(env: BuildEnvironment, page: Page, volume: Volume) -> list[nodes.Node]:
    """The index of topics and the index of authors, for volumes with page numbers."""
    return []
