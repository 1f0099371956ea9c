"""The scan: all files are read before Sphinx reads the first document."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from sphinx_anthology.directives import with_noted
from sphinx_anthology.files import is_file
from sphinx_anthology.model import consistency
from sphinx_anthology.model.bibliography import Bibliography, read_bibliography
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Author, photo_path
from sphinx_anthology.model.line_ends import decoded
from sphinx_anthology.model.problem import FOR_EDITORS, Code, Problem, quoted
from sphinx_anthology.model.read_documents import (
    not_utf8,
    read_notebook,
    read_rst,
    read_source,
    unreadable,
)
from sphinx_anthology.model.record import Standard
from sphinx_anthology.model.reference_queries import Query, outdated
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.source import MOST_RAW, Source
from sphinx_anthology.model.timezones import day_of_build
from sphinx_anthology.reading.additions import AddedFields, additions_of
from sphinx_anthology.reading.domain import PREVIEW, AnthologyDomain, domain_of
from sphinx_anthology.reading.file_names import file_name_problems
from sphinx_anthology.reading.files import file_rule
from sphinx_anthology.reading.report import report
from sphinx_anthology.reading.settings import has_guests, settings_of
from sphinx_anthology.toctrees import read_entries

BIBLIOGRAPHY = "references.bib"
MOST_BYTES = 20_000_000
"""The most bytes of a document or the bibliography."""
_NO_FILE, _TOO_LARGE = b"\xff no file", b"\xff too large"
_REASONS = {
    _NO_FILE: "It cannot be read as a file; it is left out.",
    _TOO_LARGE: f"The file has more than {MOST_BYTES // 1_000_000} MB; it is left out.",
}
"""Messages for files that are not text, by placeholder bytes."""


def renew_catalogue(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Scan all files, make the catalogue, and give the documents to read again.

    Sphinx's sets are changed in place: withheld documents are removed from what is read, and added
    to what is removed. (After a change of configuration ``added`` is ``env.found_docs`` itself, so
    everything is computed before anything is removed.)
    """
    _require_front_page(app, env)
    domain = domain_of(env)
    found = set(env.found_docs)
    fields = additions_of(app).fields
    texts, digests = _read_files(env, domain, found, fields)
    sources = _scan(env, texts, digests, domain, fields)
    guests = has_guests(app.config)
    after = Catalogue(
        sources=_checked(app, sources, domain, may_lead_out=not guests),
        bibliography=_bibliography(app),
        as_of=as_of(app),
        site=_site(app),
        preview=app.builder.name == PREVIEW or additions_of(app).is_check,
        proof=additions_of(app).proof,
    )
    # Sphinx compares time stamps, but an older file may replace a newer one
    domain.edited = frozenset(d for d in found if domain.digests.get(d) != digests[d])
    stale = _stale(env, domain, after) | domain.edited
    withheld = set(after.withheld & found - {app.config.root_doc})
    domain.note_catalogue(after)
    if not _may_keep(domain):
        domain.files = file_rule(app, after) if guests else None
    domain.data["digests"] = digests
    domain.texts = {d: text for d, text in texts.items() if d not in after.withheld}
    domain.data["sources"], domain.data["fields"] = sources, fields.digest
    _withhold(env, withheld, added, changed, removed)
    if domain.quick is None:
        report(app, _of_what_may_be_public(consistency.problems(after), after))
        report(app, file_name_problems(app))
    _keep_root(app, domain)
    return sorted(stale - withheld - added)


def _of_what_may_be_public(problems: Iterable[Problem], catalogue: Catalogue) -> Iterator[Problem]:
    """Problems without those of drafts: a build makes nothing of these."""
    drafts = {catalogue.sources[docname].file for docname in catalogue.unfinished}
    return (problem for problem in problems if problem.file not in drafts)


def _stale(env: BuildEnvironment, domain: AnthologyDomain, after: Catalogue) -> set[str]:
    """The documents that others' changes make stale; in a quick build those on show."""
    before = domain.catalogue
    if before.preview != after.preview:
        return set(env.found_docs)
    asked: Mapping[str, set[Query[Any]]] = domain.queries
    if domain.quick is not None:
        asked = {d: queries for d, queries in asked.items() if d in domain.quick.shown}
    return outdated(asked, domain.settled or before, after) | _dependents(env, domain)


def _require_front_page(app: Sphinx, env: BuildEnvironment) -> None:
    """Stop with a clear message if there is no front page."""
    names = [f"{app.config.root_doc}{suffix}" for suffix in app.config.source_suffix]
    if app.config.root_doc in env.found_docs or any((app.srcdir / n).exists() for n in names):
        return
    message = f"There is no {app.config.root_doc}.md in {app.srcdir.name}: write one, for it is"
    raise SphinxError(f"{message} the front page. Its first line may be ‘# {app.config.project}’.")


def _keep_root(app: Sphinx, domain: AnthologyDomain) -> None:
    """Keep the root document as an empty page if it is withheld.

    Sphinx would stop at bytes that are not text, so it reads an empty file instead.
    """
    catalogue = domain.catalogue
    source = catalogue.sources.get(app.config.root_doc)
    if source is None or source.docname not in catalogue.withheld:
        return
    domain.texts[source.docname] = b""
    message = "The front page is not public; an empty page with the title takes its place."
    report(app, [Problem(source.file, 1, message, Code.WITHHELD)])


def _may_keep(domain: AnthologyDomain) -> bool:
    """Whether a quick build may keep what is known of files that were not saved."""
    return domain.quick is not None and not domain.quick.has_new_files and bool(domain.checked)


def _read_files(
    env: BuildEnvironment, domain: AnthologyDomain, found: set[str], fields: AddedFields
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The bytes of the documents, and the digests of all of them.

    A quick build reads what was saved and what is new; where a file came or went, also all series,
    whose lists may name it by a pattern.
    """
    docnames, known = found, dict[str, bytes]()
    if domain.quick and domain.checked and _has_read_with(domain, fields):
        sources, edited = domain.catalogue.sources, domain.quick.edited
        known = {d: digest for d, digest in domain.digests.items() if d in found}
        docnames = {d for d in found if d not in known or sources[d].file in edited}
        if domain.quick.has_new_files:
            docnames |= {d for d in known if sources[d].kind == "series"}
    texts = {d: _read(env.doc2path(d)) for d in sorted(docnames)}
    digests = {d: hashlib.blake2b(text, digest_size=16).digest() for d, text in texts.items()}
    return texts, {**known, **digests}


def _has_read_with(domain: AnthologyDomain, fields: AddedFields) -> bool:
    """Whether the sources of the last build were read with the same fields."""
    return bool(domain.data.get("fields", "") == fields.digest)


def _read(path: Path) -> bytes:
    """The bytes of a file, or a placeholder for an unreadable one."""
    if not is_file(path):
        return _NO_FILE
    try:
        with path.open("rb") as stream:
            text = stream.read(MOST_BYTES + 1)
    except OSError:
        return _NO_FILE
    return text if len(text) <= MOST_BYTES else _TOO_LARGE


def _scan(
    env: BuildEnvironment,
    texts: dict[str, bytes],
    digests: dict[str, bytes],
    domain: AnthologyDomain,
    fields: AddedFields,
) -> dict[str, Source]:
    """All files as sources; unchanged files are not parsed again."""
    known: dict[str, Source] = (
        domain.data.get("sources", {}) if _has_read_with(domain, fields) else {}
    )
    sources = {}
    for docname in sorted(digests):
        domain.pause()
        if docname in known and domain.digests.get(docname) == digests[docname]:
            source = known[docname]
        else:
            source = _source(env, docname, texts[docname], fields.models)
        if source.kind == "series" and docname in texts:
            source = _with_entries(env, source, texts[docname], set(digests))
        sources[docname] = source
    return sources


def _source(
    env: BuildEnvironment, docname: str, text: bytes, models: Mapping[str, type[Standard]]
) -> Source:
    path = env.doc2path(docname, base=False)
    file = path.as_posix()
    plain = decoded(text)
    if plain is None or "\0" in plain:
        reason = _REASONS.get(text) or not_utf8(text, file, "It is left out.")
        return unreadable(docname, file, reason, _guessed(text))
    if env.config.source_suffix.get(path.suffix) == "restructuredtext":
        return read_rst(docname, file, plain)
    if path.suffix == ".ipynb":
        return read_notebook(docname, file, plain)
    return with_noted(read_source(docname, file, plain, models), plain)


def _guessed(text: bytes) -> str:
    """A text of unknown encoding, decoded in all likely ways to search for names."""
    beginning = text[:MOST_RAW]
    forms = ("latin-1", "utf-8", "utf-16-le", "utf-16-be", "cp437")
    return "\n".join(beginning.decode(form, errors="ignore") for form in forms)


def _with_entries(
    env: BuildEnvironment, source: Source, text: bytes, found_docs: set[str]
) -> Source:
    """A series with its reading order; globs may match new documents."""
    lines = (decoded(text) or "").split("\n")
    lines[: source.length] = [""] * source.length
    suffixes = tuple(env.config.source_suffix)
    entries = read_entries("\n".join(lines), source.docname, found_docs, suffixes)
    return dc.replace(source, entries=entries)


def _checked(
    app: Sphinx, sources: dict[str, Source], domain: AnthologyDomain, *, may_lead_out: bool
) -> dict[str, Source]:
    """The sources without missing portraits, and without files outside the publication.

    A quick build of a preview looks only at files that have changed.
    """
    root = os.path.realpath(app.srcdir)
    last = domain.checked if domain.quick is not None else {}
    found = {}
    for docname, source in sources.items():
        domain.pause()
        if docname in last and last[docname][0] is source:
            found[docname] = last[docname]
        elif may_lead_out or _is_below(root, source):
            found[docname] = source, without_missing_photo(source, app.srcdir)
        else:
            found[docname] = source, _left_out(source)
    domain.checked = found
    return {docname: checked for docname, (_, checked) in found.items()}


def _is_below(root: str, source: Source) -> bool:
    """Whether a document's file is in the publication's folder, links resolved."""
    return Path(os.path.realpath(Path(root, source.file))).is_relative_to(root)


def _left_out(source: Source) -> Source:
    """The source of a document outside the publication."""
    message = (
        "The file is a link that leads out of the publication's folder; it is left out. "
        f"Put a copy in its place, {FOR_EDITORS}."
    )
    problem = Problem(source.file, 0, message, Code.FILE_REFUSED)
    return Source(docname=source.docname, file=source.file, problems=(problem,), blocked=True)


def without_missing_photo(source: Source, srcdir: Path) -> Source:
    """An author without a portrait whose file is missing."""
    author = source.record
    if not isinstance(author, Author) or author.photo is None:
        return source
    if is_file(srcdir / photo_path(source.docname, author.photo)):
        return source
    message = f"‘author.photo.file’: there is no file {quoted(author.photo.file)}."
    problem = source.problem(Code.INVALID_FIELD, message, "author", "photo", "file")
    record = author.model_copy(update={"photo": None})
    return dc.replace(source, record=record, problems=(*source.problems, problem))


def _bibliography(app: Sphinx) -> Bibliography:
    """The bibliography; empty if there is none."""
    path = app.srcdir / BIBLIOGRAPHY
    if not path.exists():
        return Bibliography()
    try:
        if is_file(path) and path.stat().st_size <= MOST_BYTES:
            return read_bibliography(path.read_text(encoding="utf-8-sig"), BIBLIOGRAPHY)
        message = f"The file cannot be read ({_kind(path)}); nothing of it is used."
    except UnicodeDecodeError:
        message = not_utf8(path.read_bytes(), BIBLIOGRAPHY, "Nothing of it is used.")
    except OSError as error:
        message = f"The file cannot be read ({error.strerror}); nothing of it is used."
    return Bibliography(problems=(Problem(BIBLIOGRAPHY, 0, message, Code.BIBLIOGRAPHY),))


def _kind(path: Path) -> str:
    """The reason why the bibliography cannot be read."""
    if path.is_dir():
        return "it is a folder"
    if is_file(path):
        return f"it has more than {MOST_BYTES // 1_000_000} MB"
    return "it is a pipe, a device or the like"


def as_of(app: Sphinx) -> dt.date:
    """The as-of date: the setting, else the day of SOURCE_DATE_EPOCH, else today."""
    settings = settings_of(app.config)
    epoch, now = os.environ.get("SOURCE_DATE_EPOCH", ""), dt.datetime.now(tz=dt.UTC)
    return settings.as_of or day_of_build(epoch, now, settings.timezone)


def _site(app: Sphinx) -> Site:
    """The address and form of the site's pages."""
    base = "" if app.builder.name == PREVIEW else app.config.html_baseurl
    return Site(f"{base.rstrip('/')}/" if base else "", app.builder.name == "dirhtml")


def _dependents(env: BuildEnvironment, domain: AnthologyDomain) -> set[str]:
    """The documents whose images or included files changed."""
    stamps: dict[str, tuple[int, ...]] = domain.data.setdefault("stamps", {})
    return {
        docname
        for docname, files in env.dependencies.items()
        if any(stamps.get(str(f), stamp(env, str(f))) != stamp(env, str(f)) for f in files)
    }


def note_stamps(app: Sphinx, env: BuildEnvironment) -> None:
    """Save the stamps of all files that documents depend on."""
    files = {str(f) for dependencies in env.dependencies.values() for f in dependencies}
    domain_of(env).data["stamps"] = {f: stamp(env, f) for f in sorted(files)}


def stamp(env: BuildEnvironment, file: str) -> tuple[int, ...]:
    """The times, size and inode of a file; empty if there is none.

    The time of the last change of status (``ctime``) cannot be set by hand, unlike ``mtime``.
    """
    try:
        status = (env.srcdir / file).stat()
    except OSError:
        return ()
    return status.st_ctime_ns, status.st_mtime_ns, status.st_size, status.st_ino


def _withhold(
    env: BuildEnvironment,
    withheld: set[str],
    added: set[str],
    changed: set[str],
    removed: set[str],
) -> None:
    """Remove withheld documents from Sphinx's sets."""
    removed |= withheld & set(env.all_docs)
    for docnames in (env.project.docnames, added, changed):
        docnames.difference_update(withheld)
