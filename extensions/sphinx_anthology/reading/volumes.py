"""The volumes of a publication, their files, who made the whole, and what the preflight asks.

The files that readers can download, as they lie ready in the folder of ``anthology_exports``.

Pages meet them only while they are written: in a build of everything, PDFs and EPUBs are made
after all documents are read.
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
from sphinx.util import logging

from sphinx_anthology.files import read_record, write_if_different
from sphinx_anthology.model.catalogue import Catalogue, memoized
from sphinx_anthology.model.preflight import Stated, preflight
from sphinx_anthology.model.problem import Problem, setting_lines
from sphinx_anthology.model.site import Export
from sphinx_anthology.model.states import State
from sphinx_anthology.model.volume import KINDS, Publication, Volume, volumes
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.settings import publication_title, settings_of


def creator_of(config: Config) -> str:
    """The ``author`` of Sphinx's settings; empty where ``conf.py`` does not name one."""
    stated = states(config, "author")
    return " ".join(str(config.author).split()) if stated else ""


def states(config: Config, name: str) -> bool:
    """Whether ``conf.py``, or the command, gives a setting a value of its own."""
    return name in config._raw_config or name in config.overrides  # noqa: SLF001  # no public way


def public_exports(app: Sphinx) -> tuple[Export, ...]:
    """The exports of the publication and of public series, by path.

    None of them holds a text that is not public any more.
    """
    return tuple(export for export, may_be_seen in _exports(app) if may_be_seen)


def outdated_exports(app: Sphinx) -> tuple[Export, ...]:
    """The exports that hold what readers must not see now, or are of such a series, by path."""
    return tuple(export for export, may_be_seen in _exports(app) if not may_be_seen)


def _exports(app: Sphinx) -> list[tuple[Export, bool]]:
    """Everything that lies there, and whether it may be seen."""
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


@memoized
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


def preflight_of(app: Sphinx) -> tuple[Problem, ...]:
    """What services and tools would need, once the documents are read."""
    config = app.config
    catalogue = domain_of(app.env).catalogue
    stated = Stated(
        publication=publication_of(config, catalogue.site.base),
        creator=creator_of(config),
        has_title=states(config, "project") or states(config, "anthology_title"),
        has_language=states(config, "language"),
        about=dict(_about(app)),
        lines=_lines(app),
    )
    return preflight(catalogue, stated)


def _lines(app: Sphinx) -> dict[str, int]:
    """The line of every name that ``conf.py`` sets."""
    conf = Path(app.confdir, "conf.py")
    text = conf.read_text(encoding="utf-8", errors="replace") if conf.is_file() else ""
    return {name: node.lineno for name, node in setting_lines(text).items()}


def _about(app: Sphinx) -> Iterator[tuple[str, str]]:
    """The pages called ‘about’, and those that every page's foot links to; with their texts."""
    catalogue = domain_of(app.env).catalogue
    named = [d for d in sorted(catalogue.sources) if d.rpartition("/")[2] == "about"]
    for docname in dict.fromkeys((*named, *settings_of(app.config).footer)):
        if catalogue.is_public(docname) and not catalogue.sources[docname].kind:
            path = app.env.doc2path(docname)
            with contextlib.suppress(OSError):  # it may be gone by now
                yield catalogue.sources[docname].file, path.read_text("utf-8", errors="replace")
