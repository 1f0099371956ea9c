"""Reports: our problems as Sphinx warnings, and suggestions for Sphinx's own."""

from __future__ import annotations

import logging
import os
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.logging import NAMESPACE, WarningStreamHandler, get_node_location, getLogger

from sphinx_anthology.model.problem import Code, Level, Problem, did_you_mean, shown_path
from sphinx_anthology.model.suggestions import did_you_mean_path
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.toctrees import circles, relations

logger = getLogger(__name__)


def report(app: Sphinx, problems: Iterable[Problem]) -> None:
    """Warn of problems of level must; ``anthology check`` shows the others."""
    for problem in problems:
        if problem.level is not Level.MUST:
            continue
        place = shown_path(app.srcdir / problem.file, Path.cwd())
        logger.warning(
            "%s",
            problem.message,
            # without a line, Sphinx would take the path for a docname
            location=f"{place}:{problem.line or 1}",
            type="anthology",
            subtype=problem.code.slug,
        )


def report_toctrees(app: Sphinx, env: BuildEnvironment) -> None:
    """Compare a series' scanned toctree with what Sphinx read."""
    catalogue = domain_of(env).catalogue
    problems = []
    for source in catalogue.series.values():
        if source.docname not in env.all_docs:
            continue
        seen = [e.docname for e in source.entries if catalogue.is_public(e.docname)]
        read = [d for d in env.toctree_includes.get(source.docname, ()) if d in env.all_docs]
        if seen != list(dict.fromkeys(read)):
            message = (
                f"Sphinx reads this series as {', '.join(read) or 'empty'}, but the order was "
                f"taken to be {', '.join(seen) or 'empty'}; write a plain toctree."
            )
            problems.append(Problem(source.file, 0, message, Code.TOCTREE))
    report(app, [*problems, *_circles(env)])


def _circles(env: BuildEnvironment) -> Iterator[Problem]:
    """Problems of toctrees that contain themselves."""
    for way in circles(env.config.root_doc, env.toctree_includes):
        file = env.doc2path(way[-2], base=False).as_posix()
        message = (
            f"The toctree names ‘{way[-1]}’, which leads back to it "
            f"({' → '.join(way)}). Delete the line ‘{way[-1]}’ in it."
        )
        yield Problem(file, 0, message, Code.TOCTREE)


def allow_circles() -> None:
    """Replace Sphinx's order of documents by one that allows circles."""
    # Sphinx has no other way; a test with such toctrees checks it
    BuildEnvironment.collect_relations = _collect_relations  # type: ignore[method-assign]


def _collect_relations(self: BuildEnvironment) -> dict[str, list[str | None]]:
    """The parent, previous and next document of each document, as Sphinx has them."""
    return relations(self.config.root_doc, self.toctree_includes)


def report_texts(app: Sphinx, env: BuildEnvironment) -> None:
    """Report problems of all texts, also of those read earlier."""
    report(app, domain_of(env).problems())


_WARNING = re.compile(
    r"(?P<path>.+?):(?:(?P<line>\d*):)? (?:WARNING|ERROR|CRITICAL): (?P<said>.+)", re.DOTALL
)


def warning_of(env: BuildEnvironment, line: str) -> tuple[str, int, str]:
    """The document that a line of warnings names, the line in it, and what is said.

    The document is empty where none is named, its line 0.
    """
    found = _WARNING.fullmatch(line)
    if found is None:
        return "", 0, line
    docname = env.path2doc(Path.cwd() / found["path"]) or ""
    return docname, int(found["line"] or 0), found["said"]


_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_FORMS = {
    "image": r"image file not readable: (?P<name>.+)",
    "file": r"download file not readable: (?P<name>.+)"
    r"|Include file '(?P<b>[^']+)' not found or reading it failed"
    r"|Directive \"\w+\": file not found: '(?P<c>[^']+)'",
    "toctree": r"toctree contains reference to nonexisting document '(?P<name>[^']+)'",
    "label": r"undefined label: '(?P<name>[^']*)'|equation not found: (?P<b>.+)"
    r"|'myst' cross-reference target not found: '(?P<c>[^']+)'"
    r"|'any' reference target not found: (?P<d>\S+)",
    "term": r"term not in glossary: '(?P<name>[^']+)'",
    "option": r"'[^']+': Unknown option key: '(?P<name>[^']+)' \(allowed: \[(?P<allowed>.*)\]\)",
    "number": r"'[^']+': Invalid option value for '(?P<name>limit)'",
    "footnote": r"Unknown target name: \"(?P<name>[^\"]+)\"",
    "alone": r"document isn't included in any (?P<name>toctree)",
    "heading": r"local id not found in doc '(?P<doc>[^']+)': '(?P<name>[^']+)'",
}
_PATTERNS = {kind: re.compile(form) for kind, form in _FORMS.items()}


class Suggest(logging.Filter):
    """Adds suggestions to Sphinx's warnings."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app

    def filter(self, record: logging.LogRecord) -> bool:
        """Add a suggestion to a warning about a wrong name."""
        env: BuildEnvironment | None = getattr(self.app, "env", None)
        message = logging.LogRecord.getMessage(record)
        if env is not None and (hint := _hint(env, message, getattr(record, "location", None))):
            record.msg, record.args = f"{message.rstrip('.')}.{hint}", ()
        return True


def _hint(env: BuildEnvironment, message: str, location: object) -> str:
    """The suggestion for a message about a wrong name; empty if none."""
    for kind, pattern in _PATTERNS.items():
        if found := pattern.match(message):
            groups = found.groupdict()
            name = next(groups[n] for n in ("name", "b", "c", "d") if groups.get(n))
            return _HINTS[kind](env, name, _here(env, location), groups)
    return ""


def _here(env: BuildEnvironment, location: object) -> str:
    """The docname of a warning's place; empty if unknown."""
    if isinstance(location, nodes.Node):
        location = get_node_location(location)
    if isinstance(location, tuple):
        location = location[0]
    text = str(location or "")
    if text in env.found_docs:
        return text
    path = Path(text.partition(":")[0])
    # warnings of worker processes have their place as printed
    whole = path if path.is_absolute() else Path.cwd() / path
    return env.path2doc(whole) or "" if whole.is_relative_to(env.srcdir) else ""


_FILES: dict[str, tuple[str, ...]] = {}
"""The files of the publication, by its folder."""


def note_files(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Record the names of all files, without builds and hidden ones.

    This happens before reading: while a guest's document is read, no folder may be listed. A quick
    build of a preview looks only if a file came or went.
    """
    quick = domain_of(env).quick
    if quick is not None and not quick.has_new_files and str(env.srcdir) in _FILES:
        return
    _FILES.clear()
    _FILES[str(env.srcdir)] = tuple(_found_files(app))


def _found_files(app: Sphinx) -> Iterator[str]:
    outputs = {Path(app.outdir), Path(app.doctreedir), Path(app.srcdir, "_build")}
    for root, folders, names in os.walk(app.srcdir):
        folders[:] = sorted(
            f for f in folders if f[0] not in "._" or f == "_static" if Path(root, f) not in outputs
        )
        base = Path(root).relative_to(app.srcdir)
        yield from ((base / name).as_posix() for name in sorted(names))


def _files(env: BuildEnvironment, endings: tuple[str, ...] = ("",)) -> Iterator[str]:
    return (f for f in _FILES.get(str(env.srcdir), ()) if f.lower().endswith(endings))


_Groups = Mapping[str, str | None]


def _advice_on_image(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    found = _files(env, _IMAGES)
    return did_you_mean_path(_from_source(env, name), found, here)


def _advice_on_file(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    wrong = _from_source(env, name)
    public = domain_of(env).catalogue.is_public
    ending = posixpath.splitext(wrong)[1]
    stems = (f for f in _files(env) if posixpath.splitext(f)[1] == ending)
    known = (f for f in stems if _is_no_secret(env, f, public))
    return did_you_mean_path(wrong, known, here)


def _is_no_secret(env: BuildEnvironment, file: str, public: Callable[[str], bool]) -> bool:
    """Whether a file is neither a withheld document nor the configuration."""
    docname = env.path2doc(env.srcdir / file)
    return file != "conf.py" and (not docname or public(docname))


def _from_source(env: BuildEnvironment, name: str) -> str:
    """A path from the source folder, from any form in a warning."""
    for base in (Path.cwd(), Path(env.srcdir).parent):
        path = Path(os.path.normpath(base / name))
        if path.is_relative_to(env.srcdir) and path != Path(env.srcdir):
            return path.relative_to(env.srcdir).as_posix()
    return name


def _advice_on_toctree(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    return did_you_mean_path(name, env.found_docs, here)


def _advice_on_label(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    known = {*env.domains.standard_domain.anonlabels, *_headings(env, here)}
    return did_you_mean(name, known) or did_you_mean_path(name, env.found_docs, here, ".md")


def _headings(env: BuildEnvironment, docname: str) -> Iterable[str]:
    """The anchors of a document's headings."""
    toc = env.tocs.get(docname)
    links = toc.findall(nodes.reference) if toc is not None else ()
    return tuple(name for link in links if (name := link.get("anchorname", "").lstrip("#")))


def _advice_on_heading(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    known = _headings(env, groups.get("doc") or "")
    if name in known:  # MyST names headings only if it is configured to
        return f" Write ‘({name})=’ alone in the line before the heading."
    return did_you_mean(name, known)


def _advice_on_term(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    objects = env.domains.standard_domain.objects
    return did_you_mean(name, [term for kind, term in objects if kind == "term"])


def _advice_on_option(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    return did_you_mean(name, re.findall(r"'([^']+)'", groups.get("allowed") or ""))


def _advice_on_number(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    return f" Write a number: :{name}: 5"


def _advice_on_footnote(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    return f" A footnote [^{name}] needs its text, in a line of its own: [^{name}]: Text."


def _advice_on_alone(env: BuildEnvironment, name: str, here: str, groups: _Groups) -> str:
    entry = f"the line {here}" if here else "it"
    return f" Add {entry} to that of the front page, or to its front matter orphan: true"


_HINTS: Mapping[str, Callable[[BuildEnvironment, str, str, _Groups], str]] = {
    "image": _advice_on_image,
    "file": _advice_on_file,
    "toctree": _advice_on_toctree,
    "label": _advice_on_label,
    "heading": _advice_on_heading,
    "term": _advice_on_term,
    "option": _advice_on_option,
    "number": _advice_on_number,
    "footnote": _advice_on_footnote,
    "alone": _advice_on_alone,
}


def add_suggestions(app: Sphinx) -> None:
    """Add the suggestions, before Sphinx's own filters change the place."""
    for handler in logging.getLogger(NAMESPACE).handlers:
        if isinstance(handler, WarningStreamHandler):
            handler.filters.insert(0, Suggest(app))
