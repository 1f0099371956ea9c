"""Covers as small pictures, for lists of series and of downloads.

They are drawn where Typst is installed, and only for the public site: a preview has none.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sphinx.application import Sphinx

from sphinx_anthology.cache import digest
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.volume import Volume, booklet
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.site_files import makes_site
from sphinx_anthology.reading.volumes import publication_of, volumes_of
from sphinx_anthology.site.share_images import DRAWS, has_our_look, text_cache
from sphinx_anthology.typst.compiler import LOOK
from sphinx_anthology.typst.drawings import cover_data, cover_pngs

FOLDER = "_covers"
WIDTH, HEIGHT = 240, 360
"""The size of every picture in pixels: twice that at which it is shown."""


def has_covers(app: Sphinx) -> bool:
    """Whether the pages of this build show covers."""
    draws = app.config.html_context.get(DRAWS)
    return bool(draws) and makes_site(app) and has_our_look(app)


def cover_address(app: Sphinx, docname: str, name: str) -> str:
    """The address of a volume's cover, from the page of a document."""
    here = posixpath.dirname(app.builder.get_target_uri(docname))
    return quote(posixpath.relpath(_path(name), here or "."))


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.png"


def cover_paths(app: Sphinx) -> list[str]:
    """The paths of all covers below the site."""
    return [_path(volume.name) for volume in _covered(app)] if has_covers(app) else []


def _covered(app: Sphinx) -> Iterator[Volume]:
    """All volumes, and those of public series that have none: lists name them, too."""
    made = volumes_of(app.env)
    yield from made
    catalogue = domain_of(app.env).catalogue
    publication = publication_of(app.config, catalogue.site.base)
    names = {volume.name for volume in made}
    for series_id in catalogue.public_series:
        if series_id not in names:
            yield booklet(series_id, 0, publication, catalogue, {})


def draw_covers(app: Sphinx, exception: Exception | None) -> None:
    """Draw the covers that are missing or outdated."""
    if exception is not None or not has_covers(app):
        return
    publication = publication_of(app.config, domain_of(app.env).catalogue.site.base)
    covered = list(_covered(app))
    shelves = [volume.series.entry.shelf for volume in covered if volume.series and volume.position]
    data = {v.name: json.dumps(cover_data(v, publication, shelves)) for v in covered}
    look = b"".join(file.read_bytes() for file in sorted(LOOK.glob("*.typ")))
    digests = {name: digest(look, told) for name, told in data.items()}
    places = {name: Path(app.outdir, _path(name)) for name in data}
    with text_cache(app, "covers") as cache:
        stale = [name for name in data if not cache.has(name, digests[name], places[name])]
        drawn = cover_pngs([data[name] for name in stale], WIDTH / 6)
        for name, image in zip(stale, drawn, strict=True):
            write_whole(places[name], image)
            cache.note(name, digests[name], places[name])
