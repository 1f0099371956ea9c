"""Contain errors in one document, so that the build continues with its plain text."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from types import UnionType
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.pages.nodes import head
from sphinx_anthology.reading.domain import domain_of

_UNSEEN = nodes.Invisible | nodes.raw | nodes.system_message | nodes.footnote
_LONGEST_REASON = 200


def reason_of(error: BaseException) -> str:
    """The reason of an error, as an editor can understand it."""
    if isinstance(error, RecursionError):
        return "its parts are nested too deeply"
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return said if len(said) <= _LONGEST_REASON else f"{said[:_LONGEST_REASON]}…"


def paragraphs(node: nodes.Node) -> Iterator[str]:
    """The texts of a node, one for each block, at any depth."""
    for block in _walked(node, nodes.TextElement | nodes.Text):
        if words := " ".join(text_of(block).split()):
            yield words


def footnotes(document: nodes.document) -> Iterator[tuple[nodes.footnote, str]]:
    """The footnotes of a document, each with its text."""
    for note in document.findall(nodes.footnote):
        content = (part for part in note.children if not isinstance(part, nodes.label))
        yield note, " ".join(text for part in content for text in paragraphs(part))


def text_of(node: nodes.Node) -> str:
    """The text of a node."""
    return "".join(map(str, _walked(node, nodes.Text)))


def title_of(section: nodes.Node) -> str:
    """The text of the heading of a section."""
    title = next((c for c in section.children if isinstance(c, nodes.title)), None)
    return " ".join(text_of(title).split()) if title is not None else ""


def simplify(document: nodes.document) -> None:
    """Reduce a document to its title and one paragraph for each block."""
    words = [*paragraphs(document), *(text for _, text in footnotes(document))]
    section = next(_walked(document, nodes.section), None)
    title = title_of(section) if section is not None else ""
    ids = section["ids"] if isinstance(section, nodes.section) else []
    kept: list[nodes.Node] = [nodes.paragraph("", text) for text in (words[1:] if title else words)]
    document.children = []
    if title:
        kept = [nodes.section("", nodes.title("", title), *kept, ids=list(ids), names=[])]
    document += kept
    document.ids = {i: kept[0] for i in ids if isinstance(kept[0], nodes.Element)}


def _walked(node: nodes.Node, wanted: type | UnionType) -> Iterator[nodes.Node]:
    """The outermost visible nodes of a kind, in document order."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, _UNSEEN) and not (found is node and isinstance(node, nodes.footnote)):
            continue
        if isinstance(found, wanted):
            yield found
        else:
            waiting += reversed(found.children)


logger = logging.getLogger(__name__)

_OF_DISK = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}
    | {errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EPIPE}
)
"""Errors that no document causes."""

Apply = Callable[[nodes.document, str], None]
Write = Callable[[str, nodes.document], None]


def contain_reading(app: Sphinx) -> None:
    """Make the builder read a failing document as plain text."""
    # Sphinx has no event for this: an error in a directive or transform ends a build
    app.builder.__dict__["read_doc"] = _Reading(app.builder)


class _Reading:
    """Reads a document: as written, as plain text, or only its title."""

    def __init__(self, builder: Builder) -> None:
        self._builder, self._env, self._read = builder, builder.env, builder.read_doc

    def __call__(self, docname: str, **options: Any) -> None:
        try:
            self._read(docname, **options)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # of any extension, SystemExit included
            if _is_of_disk(error, self._env, docname):
                raise
            self._read_words(docname, error, **options)

    def _read_words(self, docname: str, error: BaseException, **options: Any) -> None:
        domain = domain_of(self._env)
        for level in (1, 2):
            self._forget(docname)
            domain.as_words[docname] = level
            try:
                self._read(docname, **options)
            except KeyboardInterrupt:
                raise
            except BaseException as again:  # noqa: BLE001  # the same
                if level == 2:
                    raise _contained(again) from error
            else:
                break
            finally:
                domain.as_words.pop(docname, None)
        if words := domain.spare_words.pop(docname, []):
            self._add(docname, words, **options)
        domain.note_problem(docname, _problem(self._env, docname, error))

    def _add(self, docname: str, words: list[str], **options: Any) -> None:
        """Add paragraphs to a document that is already read."""
        vars(self._env).get("_write_doc_doctree_cache", {}).pop(docname, None)
        doctree = self._env.get_doctree(docname)
        found = next(doctree.findall(nodes.section), doctree)
        place = next((i for i, n in enumerate(found.children) if _is_below_text(n)), len(found))
        found[place:place] = [nodes.paragraph("", text) for text in words]
        self._builder.write_doctree(docname, doctree, **options)
        vars(self._env).get("_pickled_doctree_cache", {}).pop(docname, None)

    def _forget(self, docname: str) -> None:
        """Undo what was read so far."""
        env = self._env
        env.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
        env.ref_context.clear()
        env.temp_data.clear()


def _contained(error: BaseException) -> Exception:
    """An error as an ``Exception``, which Sphinx reports."""
    return error if isinstance(error, Exception) else RuntimeError(reason_of(error))


def _is_of_disk(error: BaseException, env: BuildEnvironment, docname: str) -> bool:
    """Whether an error is of the disk, the system or the build's own files.

    Other errors of files come from names in a text.
    """
    if not isinstance(error, OSError):
        return False
    if error.errno in _OF_DISK:
        return True
    if not isinstance(error.filename, (str, bytes, os.PathLike)):
        return False
    name = os.path.normpath(os.fsdecode(error.filename))
    own = (str(env.app.outdir), str(env.app.doctreedir), str(env.doc2path(docname)))
    return any(name == place or name.startswith(place + os.sep) for place in own)


def _is_below_text(node: nodes.Node) -> bool:
    """Whether a part of a document comes after the title and the head."""
    return not isinstance(node, nodes.title | head | nodes.Invisible)


def _problem(env: BuildEnvironment, docname: str, error: BaseException) -> Problem:
    message = (
        f"The document cannot be read as written ({reason_of(error)}); "
        "its text is shown without markup."
    )
    file = env.doc2path(docname, base=False).as_posix()
    return Problem(file, 0, message, Code.AS_WORDS)


def contain_writing(app: Sphinx, builder: Builder) -> None:
    """Make the builder write a failing document as plain text."""
    env = builder.env
    env.__dict__["apply_post_transforms"] = _PostTransforms(env, env.apply_post_transforms)
    for name in ("write_doc", "write_doc_serialized"):
        write = getattr(builder, name, None)
        if callable(write):
            builder.__dict__[name] = _Writing(builder, write)
    for name in ("build_navlist", "build_navpoints"):
        build = getattr(builder, name, None)
        if callable(build):
            builder.__dict__[name] = _Contents(build)


class _Contents:
    """Builds the contents of Sphinx's EPUB without gaps between levels.

    A heading without words has no line there; its sections move up one level.
    """

    def __init__(self, build: Callable[[list[dict[str, Any]]], Any]) -> None:
        self._build = build

    def __call__(self, lines: list[dict[str, Any]]) -> Any:
        above: list[int] = []
        shown = []
        for line in lines:
            if line["text"]:
                while above and above[-1] >= line["level"]:
                    above.pop()
                above.append(line["level"])
                shown.append({**line, "level": len(above)})
        return self._build(shown)


class DropRunningHeads(SphinxPostTransform):
    """Remove ``header`` and ``footer`` of reStructuredText for man pages, which fail on them."""

    default_priority = 5
    builders = ("man",)

    def run(self, **kwargs: object) -> None:
        """Remove every decoration."""
        for decoration in list(self.document.findall(nodes.decoration)):
            decoration.parent.remove(decoration)


def release(app: Sphinx, error: Exception | None) -> None:
    """Restore the environment, which may be pickled."""
    app.env.__dict__.pop("apply_post_transforms", None)


class _PostTransforms:
    """Applies post-transforms; if that fails, to the plain text."""

    def __init__(self, env: BuildEnvironment, apply: Apply) -> None:
        self._env, self._apply = env, apply

    def __call__(self, doctree: nodes.document, docname: str) -> None:
        try:
            self._apply(doctree, docname)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if docname not in self._env.found_docs or _is_of_disk(error, self._env, docname):
                raise _contained(error) from error
            _tell(self._env, docname, error)
            fresh = self._env.get_doctree(docname)
            simplify(fresh)
            doctree.children = []
            doctree += fresh.children
            doctree.ids = fresh.ids
            self._apply(doctree, docname)


class _Writing:
    """Writes a document as it is, or as plain text."""

    def __init__(self, builder: Builder, write: Write) -> None:
        self._builder, self._write = builder, write

    def __call__(self, docname: str, doctree: nodes.document) -> None:
        try:
            self._write(docname, doctree)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # of any extension, SystemExit included
            env = self._builder.env
            if _is_of_disk(error, env, docname):
                raise
            _tell(env, docname, error)
            words = env.get_doctree(docname)
            simplify(words)
            env.apply_post_transforms(words, docname)
            self._write(docname, words)


def _tell(env: BuildEnvironment, docname: str, error: BaseException) -> None:
    logger.warning(
        "The document cannot be shown as written (%s); its text is shown without formatting.",
        reason_of(error),
        location=docname,
        type="anthology",
        subtype=Code.AS_WORDS.slug,
    )
