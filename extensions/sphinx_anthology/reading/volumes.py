"""The volumes of a publication, once its documents are read."""

from __future__ import annotations

from sphinx.builders.dummy import DummyBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_anthology.model.volume import Publication, Volume, volumes
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title, settings_of

logger = logging.getLogger(__name__)


class UnmadeVolumes(DummyBuilder):
    """A builder of volumes where packages that it needs are not installed: it says so.

    An exception would be printed with a traceback, and with the advice to report a bug.
    """

    why = ""
    """What is missing, and the line that installs it."""
    epilog = ""

    def init(self) -> None:
        """Tell the exit code: the volumes are not made."""
        self._app.statuscode = 2

    def get_outdated_docs(self) -> set[str]:
        """None: nothing is written."""
        return set()

    def cleanup(self) -> None:
        """Say what is missing, as the last word."""
        logger.error(self.why)


def publication_of(config: Config, base: str) -> Publication:
    """What volumes say of the publication; ``base`` is the address of its site."""
    settings = settings_of(config)
    publisher, journal = settings.publisher, settings.journal
    return Publication(
        title=publication_title(config),
        root=config.root_doc,
        tagline=settings.tagline or "",
        language=config.language,
        publisher=publisher.name if publisher else "",
        publisher_url=(publisher.url or "") if publisher else "",
        publisher_ror=(publisher.ror or "") if publisher else "",
        journal=journal.title if journal else "",
        journal_url=(journal.url or "") if journal else "",
        issn=tuple(journal.issn) if journal else (),
        license=settings.license or "",
        copyright=str(config.copyright),
        base=base,
    )


def volumes_of(env: BuildEnvironment) -> tuple[Volume, ...]:
    """All volumes: the whole book, and the booklets in the order of the book."""
    catalogue = domain_of(env).catalogue
    publication = publication_of(env.config, catalogue.site.base)
    return volumes(publication, catalogue, env.toctree_includes)


def wanted_volumes(env: BuildEnvironment) -> list[Volume]:
    """The volumes that are to be made: all, or that of the series which the settings name."""
    wanted = settings_of(env.config).series
    return [v for v in volumes_of(env) if not wanted or (v.series and v.name == wanted)]
