"""The volumes of a publication, once its documents are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sphinx.builders.dummy import DummyBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_anthology.files import read_record, write_if_different
from sphinx_anthology.model.catalogue import Catalogue, answered_once
from sphinx_anthology.model.states import State
from sphinx_anthology.model.volume import KINDS, Publication, Volume, volumes
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title, settings_of

logger = logging.getLogger(__name__)


def record_of(folder: Path) -> Path:
    """Where it says which documents each volume of a folder holds: beside the folder."""
    return folder.parent / f".anthology-volumes-{folder.name}"


def lacks_record(folder: Path) -> bool:
    """Whether a folder whose volumes pages may offer has no record of what they hold."""
    return folder.name in KINDS and not record_of(folder).is_file()


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


def note_volumes(env: BuildEnvironment, made: list[Path], folder: Path) -> None:
    """Keep which documents those volumes hold that were made, where pages may offer them."""
    if folder.name not in KINDS:
        return
    record = record_of(folder)
    catalogue = domain_of(env).catalogue
    names = {path.name: path.stem for path in made}
    by_stem = {volume.name: volume for volume in volumes_of(env)}
    kept = {n: v for n, v in read_record(record).items() if (folder / n).is_file()}
    for name, stem in names.items():
        if volume := by_stem.get(stem):
            kept[name] = dict(sorted(_shown(volume, catalogue)))
    if kept or record.is_file():
        write_if_different(record, json.dumps(kept, indent=1, sort_keys=True) + "\n")


def _shown(volume: Volume, catalogue: Catalogue) -> Iterator[tuple[str, bool]]:
    """The documents that a volume shows, its authors' too, and whether it has their text."""
    people = [c.person.id for c in volume.credits if c.person.id in catalogue.authors]
    authors = (catalogue.authors[person].docname for person in people)
    for docname in (*volume.docnames, *authors):
        if catalogue.is_public(docname):
            yield docname, catalogue.states.get(docname) is not State.WITHDRAWN


def outdated_volumes(folder: Path, catalogue: Catalogue) -> frozenset[str]:
    """The files of a folder's volumes that hold what readers must not see now.

    Of a file that no build made, nothing is known: it was put there by hand.
    """
    record = record_of(folder)
    try:
        return _outdated((record, record.stat().st_mtime_ns), catalogue)
    except OSError:
        return frozenset()


@answered_once
def _outdated(record: tuple[Path, int], catalogue: Catalogue) -> frozenset[str]:
    """What a record, as it was written at a time, says of them."""
    volumes_held = read_record(record[0]).items()
    return frozenset(n for n, held in volumes_held if not _may_be_seen(held, catalogue))


def _may_be_seen(held: object, catalogue: Catalogue) -> bool:
    """Whether every document that a volume holds is there and public, and not withdrawn since."""
    return isinstance(held, dict) and all(
        catalogue.is_public(docname)
        and not (has_text and catalogue.states.get(docname) is State.WITHDRAWN)
        for docname, has_text in held.items()
    )
