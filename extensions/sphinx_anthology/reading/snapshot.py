"""Documents are read as they were when the build began.

The catalogue is made of all files before one is read. A file that vanishes, changes or becomes
something else in between is read as it was then, and told of; the next build sees it anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_anthology.files import write_whole
from sphinx_anthology.reading.domain import domain_of

logger = logging.getLogger(__name__)


def read_from_snapshot(app: Sphinx) -> None:
    """Let Sphinx read what was scanned, where a file is another one by then."""
    # it takes a path from the environment, and reads it before any event
    builder, usual = app.builder, app.builder.read_doc

    def read_doc(docname: str, *, _cache: bool = True) -> None:
        env, text = app.env, domain_of(app.env).texts.get(docname)
        if text is None or _read(Path(env.doc2path(docname))) == text:
            usual(docname, _cache=_cache)
            return
        path = _copy(app, docname, text)
        vars(env)["doc2path"] = _once(env, path)
        try:
            usual(docname, _cache=_cache)
        finally:
            vars(env).pop("doc2path", None)
            path.unlink(missing_ok=True)

    vars(builder)["read_doc"] = read_doc


def _copy(app: Sphinx, docname: str, text: bytes) -> Path:
    """A file with what was scanned of a document, of the same kind."""
    folder = Path(app.doctreedir, "anthology-snapshot")
    path = folder / f"{docname}{Path(app.env.doc2path(docname)).suffix}"
    write_whole(path, text)
    return path


def _once(env: BuildEnvironment, path: Path) -> Callable[..., object]:
    """Gives the path once; from then on, what the environment gives."""

    def doc2path(docname: str, base: bool = True) -> object:  # as Sphinx
        vars(env).pop("doc2path", None)
        return type(env.srcdir)(path)

    return doc2path


def tell_changed(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of documents that are others now; the next build reads them again in any case."""
    domain = domain_of(env)
    for docname, text in domain.texts.items():
        if docname in env.all_docs and _read(Path(env.doc2path(docname))) != text:
            domain.digests.pop(docname, None)
            logger.warning(
                "The file changed, or went, while the build ran. It was built as it was before;"
                " build again.",
                location=docname,
                type="anthology",
                subtype="changed",
            )
    domain.texts = {}


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
