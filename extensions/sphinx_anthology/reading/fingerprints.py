"""Fingerprints of pages: which must be written again without being read again.

Sphinx compares time stamps, and only of direct parents. Here all that a page shows of other
documents is put into one digest. A page is stale if its digest differs from that of its last
writing, by the same builder into the same folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_anthology.cache import digest
from sphinx_anthology.files import read_record, write_whole
from sphinx_anthology.model.source import Body
from sphinx_anthology.model.volume import exports_of
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import GENERATED, AnthologyDomain, domain_of, later_mentions
from sphinx_anthology.reading.image_copies import pillow_version
from sphinx_anthology.reading.settings import settings_of
from sphinx_anthology.reading.site_files import outdir_key, styles_digest, templates_digest
from sphinx_anthology.reading.volumes import public_exports

_LOCAL_SIDEBARS = frozenset({"anthology-order.html", "page-toc.html", "searchbox.html"})
"""Sidebars that show only the page's own series and headings."""


FORM = ""
"""The key of the digest that all pages share; no document has this name."""


def name_stale_pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The documents whose page differs from its last writing by this builder.

    The record forgets their digests before they are written: if the build is broken off, nobody
    knows which of them are old.
    """
    if domain_of(env).quick is not None:
        return []
    last = read_record(_record_path(app))
    now = _PageFingerprints(app, env).digests()
    domain = domain_of(env)
    domain.fingerprints = now
    domain.has_new_form |= last.get(FORM) not in {None, now[FORM]}
    stale = {docname for docname, digest in now.items() if last.get(docname) != digest}
    if not stale.isdisjoint(last):
        _write_record(app, {name: "" if name in stale else last[name] for name in last})
    return sorted(stale - {FORM})


def keep_record(app: Sphinx, exception: Exception | None) -> None:
    """Save the digests once all pages are written."""
    now = domain_of(app.env).fingerprints
    if exception is None and now is not None:
        _write_record(app, now)


def _write_record(app: Sphinx, digests: Mapping[str, object]) -> None:
    write_whole(_record_path(app), json.dumps(digests, sort_keys=True))


def forget_record(app: Sphinx) -> None:
    """Delete the digests, so that every page is written."""
    _record_path(app).unlink(missing_ok=True)


def _record_path(app: Sphinx) -> Path:
    """The file for a builder and output folder, which may share doctrees with others."""
    place = outdir_key(app.outdir)
    return app.doctreedir / f"anthology-{app.builder.name}-{place}.json"


class _PageFingerprints:
    """Computes the digest of every page."""

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        self.app, self.env = app, env
        self.domain: AnthologyDomain = domain_of(env)
        # with their nodes, since a title may be in another language
        self.titles = {d: str(title) for d, title in env.titles.items()}
        self.relations = env.collect_relations()
        self.objects = self._objects()
        self.equations = env.domains["math"].data.get("objects", {})
        settings = settings_of(app.config)
        linked = [(d, self.titles.get(d)) for d in (*settings.header, *settings.footer)]
        # only web pages have downloads, and they are made last
        is_web = app.builder.name in GENERATED
        self.exports = public_exports(app) if is_web else ()
        self.shown = additions_of(app).shown if is_web else []
        self.top = [*linked, self._listed(app.config.root_doc)]

    def digests(self) -> dict[str, str]:
        """The digest of every page, by docname."""
        everything = [(d, self._listed(d)) for d in sorted(self.env.toctree_includes)]
        form = self._form()
        found = {FORM: digest(repr(form))}
        for docname in sorted(self.env.all_docs):
            self.domain.pause()
            values = [form, *self._values(docname)]
            if self._shows_everything(docname):
                values.append(everything)
            found[docname] = digest(repr(values))
        return found

    def _form(self) -> object:
        """The settings and templates that all pages share."""
        builder = self.app.builder
        info = getattr(builder, "build_info", None)
        return (
            self.app.config.language,
            pillow_version(),  # without it pages show no copies of images
            info and (info.config_hash, info.tags_hash),
            templates_digest(builder),
            styles_digest(self.app),
        )

    def _values(self, docname: str) -> Iterator[object]:
        """Everything that a page may show besides its document."""
        env = self.env
        yield env.all_docs[docname]  # when it was read
        yield env.toc_secnumbers.get(docname), env.toc_fignumbers.get(docname)
        yield [(d, self.titles.get(d)) for d in self._around(docname)]
        yield self.top
        yield self._listed(self.relations.get(docname, (None,))[0] or "")
        yield [self._subtree(d, {docname}) for d in env.toctree_includes.get(docname, ())]
        body = self.domain.bodies.get(docname, Body())
        for kind, _, target in body.links:
            found = self.objects.get(target, ())
            headings = env.tocs[target].astext() if target in env.tocs else ""
            yield kind, target, self.titles.get(target), headings, found
            yield self.equations.get(target)
            yield [(env.toc_secnumbers.get(o[3]), env.toc_fignumbers.get(o[3])) for o in found]
        for post in sorted(self.domain.excerpted_posts.get(docname, ())):
            shown = self.domain.bodies.get(post, Body())
            yield post, shown.excerpt, shown.marked, shown.more
        if docname in self.domain.catalogue.posts:
            yield later_mentions(self.domain, docname)
        taken = sorted(self.domain.listed_downloads.get(docname, ()))
        # the list of the publication's names those of all series, too
        every, catalogue = self.exports, self.domain.catalogue
        yield [exports_of(every, series, catalogue) if series else every for series in taken]
        where = self.domain.catalogue.places.get(docname)
        if where:
            yield [e.path for e in exports_of(self.exports, where[0], self.domain.catalogue)]
        yield sorted((what, sorted(found)) for what, found in self.domain.lists.items() if found)
        yield [shown(self.app, docname) for shown in self.shown]

    def _around(self, docname: str) -> Iterator[str]:
        """The previous and next documents, and those above."""
        parent, before, after = self.relations.get(docname, (None, None, None))
        yield from filter(None, (before, after))
        seen = {docname}
        while parent and parent not in seen:
            seen.add(parent)
            yield parent
            parent = self.relations.get(parent, (None,))[0]

    def _listed(self, docname: str) -> object:
        """The documents in a document's toctrees, with titles and captions."""
        included = self.env.toctree_includes.get(docname, ())
        toc = self.env.tocs.get(docname, nodes.bullet_list())
        toctrees = [(t["entries"], t.get("caption")) for t in toc.findall(addnodes.toctree)]
        return [(d, self.titles.get(d)) for d in included], toctrees

    def _subtree(self, docname: str, seen: set[str]) -> object:
        """The headings of a document and of all below it."""
        if docname in seen:
            return ()
        headings = self.env.tocs.get(docname, nodes.bullet_list()).astext()
        below = self.env.toctree_includes.get(docname, ())
        title = self.titles.get(docname)
        return docname, title, headings, [self._subtree(d, seen | {docname}) for d in below]

    def _objects(self) -> dict[str, list[tuple[str, str, str, str, str]]]:
        """All objects of all domains by name, with their texts and places."""
        found: dict[str, list[tuple[str, str, str, str, str]]] = {}
        for name, domain in sorted(self.env.domains.items()):
            for target, shown, kind, docname, anchor, _ in sorted(domain.get_objects()):
                found.setdefault(target, []).append((name, kind, str(shown), docname, anchor))
        return found

    def _shows_everything(self, docname: str) -> bool:
        """Whether the page's sidebars may show the whole book."""
        sidebars = getattr(self.app.builder, "_get_sidebars", None)
        if sidebars is None:
            return False
        return not set(sidebars(docname)) <= _LOCAL_SIDEBARS
