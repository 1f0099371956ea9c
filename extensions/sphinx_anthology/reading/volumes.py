"""Volumes of a publication: settings, exported files, and the preflight.

Readers can download the files in the folder of ``anthology_exports``. Pages look for them only when
they are written, since a full build makes PDFs and EPUBs after all documents are read.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.builders.dummy import DummyBuilder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translator
from sphinx.util import logging

from sphinx_anthology.files import read_record, write_if_different
from sphinx_anthology.model.catalogue import Catalogue, memoized
from sphinx_anthology.model.preflight import Stated, preflight
from sphinx_anthology.model.problem import Problem, setting_lines
from sphinx_anthology.model.site import Export
from sphinx_anthology.model.source import Body
from sphinx_anthology.model.states import State
from sphinx_anthology.model.volume import (
    KINDS,
    Publication,
    Volume,
    left_out,
    proof_volume,
    volumes,
)
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.messages import CATALOGUE
from sphinx_anthology.reading.settings import conf_text, publication_title, settings_of


def creator_of(config: Config) -> str:
    """The ``author`` of ``conf.py``; empty if it states none."""
    stated = states(config, "author")
    return " ".join(str(config.author).split()) if stated else ""


def states(config: Config, name: str) -> bool:
    """Whether ``conf.py`` or the command states a setting."""
    return name in config._raw_config or name in config.overrides  # noqa: SLF001  # no public way


def public_exports(app: Sphinx) -> tuple[Export, ...]:
    """The exports that readers may see, by path.

    None of them holds a text that is no longer public.
    """
    return tuple(export for export, may_be_seen in _exports(app) if may_be_seen)


def outdated_exports(app: Sphinx) -> tuple[Export, ...]:
    """The exports that hold withheld texts, or belong to withheld series, by path."""
    return tuple(export for export, may_be_seen in _exports(app) if not may_be_seen)


def _exports(app: Sphinx) -> list[tuple[Export, bool]]:
    """All exports, each with whether readers may see it."""
    folder = settings_of(app.config).exports
    if folder is None:
        return []
    catalogue = domain_of(app.env).catalogue
    hidden = {i for i, s in catalogue.series.items() if not catalogue.is_public(s.docname)}
    base = app.confdir / folder
    found = []
    for kind in KINDS:
        outdated = outdated_volumes(base / kind, catalogue)
        for file in (base / kind).glob(f"*.{kind}"):
            if file.is_file():
                export = Export(file.relative_to(base).as_posix(), file.stat().st_size)
                found.append((export, not (file.stem in hidden or file.name in outdated)))
    return sorted(found, key=lambda one: one[0].path)


logger = logging.getLogger(__name__)
_MOST_NAMED = 12
"""The most documents that a message names."""


def record_of(folder: Path) -> Path:
    """The record of which documents a folder's volumes hold, beside the folder."""
    return folder.parent / f".anthology-volumes-{folder.name}"


def lacks_record(folder: Path) -> bool:
    """Whether a folder of volumes has no record."""
    return folder.name in KINDS and not record_of(folder).is_file()


class UnmadeVolumes(DummyBuilder):
    """A builder of volumes that only says which packages are missing.

    An exception would print a traceback, and ask the user to report a bug.
    """

    why = ""
    """The missing packages, and the command that installs them."""
    epilog = ""

    def init(self) -> None:
        """Set the exit code for missing volumes."""
        self._app.statuscode = 2

    def get_outdated_docs(self) -> set[str]:
        """No documents: nothing is written."""
        return set()

    def cleanup(self) -> None:
        """Report the missing packages last."""
        logger.error(self.why)


def publication_of(config: Config, base: str) -> Publication:
    """The facts that volumes state; ``base`` is the site's address."""
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
        timezone=settings.timezone,
        in_volumes=settings.in_volumes,
    )


def volumes_of(env: BuildEnvironment) -> tuple[Volume, ...]:
    """All volumes: the whole book, then the booklets in reading order."""
    domain = domain_of(env)
    publication = publication_of(env.config, domain.catalogue.site.base)
    front = domain.bodies.get(publication.root, Body())
    wordless = frozenset() if front.words else frozenset({publication.root})
    return volumes(publication, domain.catalogue, env.toctree_includes, wordless)


def tell_left_out(env: BuildEnvironment) -> None:
    """Say which documents no volume holds."""
    catalogue = domain_of(env).catalogue
    publication = publication_of(env.config, catalogue.site.base)
    if found := left_out(publication, catalogue, volumes_of(env)):
        some = ", ".join(found[:_MOST_NAMED])
        shown = some if len(found) <= _MOST_NAMED else f"{some} and {len(found) - _MOST_NAMED} more"
        logger.info(
            "Volumes hold posts, series and topics; they leave out %s. "
            "‘in_volumes: true’ in a document, or ‘anthology_in_volumes’, puts it in.",
            shown,
        )


def wanted_volumes(env: BuildEnvironment) -> list[Volume]:
    """The volumes to make: all, or that of the series in the settings."""
    if docname := additions_of(env._app).proof:  # noqa: SLF001  # no public way
        catalogue = domain_of(env).catalogue
        mark = str(get_translator(CATALOGUE).gettext("Proof: not public"))
        return [proof_volume(docname, publication_of(env.config, ""), catalogue, mark)]
    wanted = settings_of(env.config).series
    return [v for v in volumes_of(env) if not wanted or (v.series and v.name == wanted)]


def note_volumes(env: BuildEnvironment, made: list[Path], folder: Path) -> None:
    """Record the documents of the volumes that were made."""
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
    """The documents in a volume and of its authors, each with whether its text is shown."""
    people = [c.person.id for c in volume.credits if c.person.id in catalogue.authors]
    authors = (catalogue.authors[person].docname for person in people)
    for docname in (*volume.docnames, *authors):
        if catalogue.is_public(docname):
            yield docname, catalogue.states.get(docname) is not State.WITHDRAWN


def outdated_volumes(folder: Path, catalogue: Catalogue) -> frozenset[str]:
    """The file names of volumes that hold withheld texts.

    Files that no build made are not checked: they were put there by hand.
    """
    record = record_of(folder)
    try:
        return _outdated((record, record.stat().st_mtime_ns), catalogue)
    except OSError:
        return frozenset()


@memoized
def _outdated(record: tuple[Path, int], catalogue: Catalogue) -> frozenset[str]:
    """The outdated volumes in a record, which is cached by its time stamp."""
    volumes_held = read_record(record[0]).items()
    return frozenset(n for n, held in volumes_held if not _may_be_seen(held, catalogue))


def _may_be_seen(held: object, catalogue: Catalogue) -> bool:
    """Whether all documents of a volume are public, and none is withdrawn since."""
    return isinstance(held, dict) and all(
        catalogue.is_public(docname)
        and not (has_text and catalogue.states.get(docname) is State.WITHDRAWN)
        for docname, has_text in held.items()
    )


def preflight_of(app: Sphinx) -> tuple[Problem, ...]:
    """The preflight's problems, once the documents are read."""
    config = app.config
    catalogue = domain_of(app.env).catalogue
    stated = Stated(
        publication=publication_of(config, catalogue.site.base),
        creator=creator_of(config),
        has_title=states(config, "project") or states(config, "anthology_title"),
        has_language=states(config, "language"),
        about=dict(_about(app)),
        lines={n: node.lineno for n, node in setting_lines(conf_text(app)).items()},
    )
    return preflight(catalogue, stated)


def _about(app: Sphinx) -> Iterator[tuple[str, str]]:
    """The ‘about’ pages and those that the footer links to, with their texts."""
    catalogue = domain_of(app.env).catalogue
    named = [d for d in sorted(catalogue.sources) if d.rpartition("/")[2] == "about"]
    for docname in dict.fromkeys((*named, *settings_of(app.config).footer)):
        if catalogue.is_public(docname) and not catalogue.sources[docname].kind:
            path = app.env.doc2path(docname)
            with contextlib.suppress(OSError):  # it may be deleted by now
                yield catalogue.sources[docname].file, path.read_text("utf-8", errors="replace")
