"""Documents before MyST reads them: the scanned bytes, without our front matter.

MyST ignores ``title`` and changes typed fields, so it never gets our YAML. The block is replaced by
as many lines, so that line numbers stay right.

The catalogue is made of all files before the first is read. A file that changes in between is read
as it was, and reported; the next build reads it anew.
"""

from __future__ import annotations

import dataclasses as dc
import re
import string
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import yaml
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sphinx_anthology.files import write_whole
from sphinx_anthology.model.front_matter import read_front_matter
from sphinx_anthology.model.myst_options import safe_fields
from sphinx_anthology.model.problem import FOR_EDITORS, Code, Problem
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.states import State
from sphinx_anthology.reading.dollar_math import tex_brackets
from sphinx_anthology.reading.domain import domain_of

logger = logging.getLogger(__name__)


def read_from_snapshot(app: Sphinx) -> None:
    """Make Sphinx read the scanned bytes of files that changed since."""
    # Sphinx takes the path from the environment, and reads the file before any event
    builder, usual = app.builder, app.builder.read_doc

    def read_doc(docname: str, *, _cache: bool = True) -> None:
        env, text = app.env, domain_of(app.env).texts.get(docname)
        if text is None or _read(Path(env.doc2path(docname))) == text:
            usual(docname, _cache=_cache)
            return
        path = _copy(app, docname, text)
        vars(env)["doc2path"] = _path_once(env, path)
        try:
            usual(docname, _cache=_cache)
        finally:
            vars(env).pop("doc2path", None)
            path.unlink(missing_ok=True)

    vars(builder)["read_doc"] = read_doc


def _copy(app: Sphinx, docname: str, text: bytes) -> Path:
    """A temporary file with the scanned bytes of a document."""
    folder = Path(app.doctreedir, "anthology-snapshot")
    path = folder / f"{docname}{Path(app.env.doc2path(docname)).suffix}"
    write_whole(path, text)
    return path


def _path_once(env: BuildEnvironment, path: Path) -> Callable[..., object]:
    """A ``doc2path`` that gives this path once, then the environment's."""

    def doc2path(docname: str, base: bool = True) -> object:  # as Sphinx
        vars(env).pop("doc2path", None)
        return type(env.srcdir)(path)

    return doc2path


def warn_of_changes(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of documents that changed during the build; the next build reads them again."""
    domain = domain_of(env)
    for docname, text in domain.texts.items():
        if domain.quick is not None and docname not in domain.reading:
            continue
        if docname in domain.catalogue.withheld:
            continue  # the front page, which was meant to be read as another text
        if docname in env.all_docs and _read(Path(env.doc2path(docname))) != text:
            domain.digests.pop(docname, None)
            logger.warning(
                "The file changed or was deleted during the build. Its earlier text was built;"
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


_BREAK = re.compile(r"\A-{3,}(?=[ \t]*(?:\n|\Z))")
"""A thematic break that MyST would read as front matter."""
_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")


def replace_front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Replace a document's front matter by its title."""
    domain = domain_of(app.env)
    source = domain.catalogue.sources.get(docname)
    if source is None:
        return
    if docname in domain.catalogue.withheld:  # the root document, which Sphinx needs
        content[0] = f"# {escape(str(app.config.project))}\n"
        return
    _tell_of_brackets(app, source, content[0])
    if not source.length:
        content[0] = _BREAK.sub("***", content[0])
        if content[0].startswith("---"):
            content[0] = f"\n{content[0]}"  # not front matter for us, so not for MyST either
        return
    if domain.files is not None:
        source = _without_powers(app, source, content[0])
    body = content[0].split("\n")[source.length :]
    if domain.catalogue.states.get(docname) is State.WITHDRAWN:
        body = []
    content[0] = "\n".join([*title_block(source), *body])


def _tell_of_brackets(app: Sphinx, source: Source, text: str) -> None:
    """Report formulas in TeX brackets."""
    suffix = PurePosixPath(source.file).suffix
    if suffix == ".ipynb" or app.config.source_suffix.get(suffix) == "restructuredtext":
        return
    domain = domain_of(app.env)
    for line, message in tex_brackets(text):
        if line > source.length:
            problem = Problem(source.file, line, message, Code.TEX_BRACKETS)
            domain.note_problem(source.docname, problem)


_HEADING = re.compile(r"#[ \t]+(.+?)[ \t]*#*")
_MARKUP = re.compile(r"^(?:\s|>|[-*+] (?=\S))*(?:(?:`{3,}|:{3,}|~{3,})(?:\{[^}]*\})?)?")
_UNSEEN = re.compile(r"\s*(?:%|\+\+\+|\([\w-]+\)=\s*$)")
_ESCAPED = re.compile(rf"\\([{re.escape(string.punctuation)}])")
_COMMENT = re.compile("<!--.*?(?:-->|\\Z)", re.DOTALL)


def reduce_to_words(app: Sphinx, docname: str, content: list[str]) -> None:
    """Reduce a document that cannot be read to its words, or its title."""
    domain = domain_of(app.env)
    level = domain.as_words.get(docname, 0)
    if not level:
        return
    source = domain.catalogue.sources.get(docname)
    title, words = plain_words(content[0], source.length if source else 0)
    if level > 1:
        shown = _ESCAPED.sub(r"\1", words)
        domain.spare_words[docname] = [" ".join(part.split()) for part in shown.split("\n\n")]
        words = ""
    content[0] = f"{title}\n{words}\n"


def plain_words(text: str, length: int) -> tuple[str, str]:
    r"""The title of a Markdown text, and its words without markup.

    ``length`` is the number of lines of the title block.

    >>> plain_words("# A *b*\n\n> - deep\n> > *deeper*\n\n% unseen\nend", 0)
    ('# A \\*b\\*\n', 'deep\n\\*deeper\\*\n\nend')
    """
    head, body = text.split("\n")[:length], text.split("\n")[length:]
    title = next((line for line in body if _HEADING.fullmatch(line)), "") if not length else ""
    if match := _HEADING.fullmatch(title):
        head = [f"# {escape(match[1])}", ""]
        body.remove(title)
    seen = _COMMENT.sub("", "\n".join(body)).split("\n")
    lines = (escape(_MARKUP.sub("", line).strip()) for line in seen if not _UNSEEN.match(line))
    return "\n".join(head), re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def title_block(source: Source) -> list[str]:
    """The lines that replace a document's front matter."""
    kept = [_flow(key, value) for key, value in source.file_wide.items()]
    block = ["---", *kept, "---"] if kept else []
    heading = [f"# {escape(source.title)}"] if source.title else []
    padding = [""] * (source.length - len(block) - len(heading))
    return [*block, *padding, *heading]


def _without_powers(app: Sphinx, source: Source, text: str) -> Source:
    """A guest's source without unsafe fields for MyST; reports them."""
    kept, refused = safe_fields(source.file_wide)
    if refused:
        front_matter, _ = read_front_matter(text, source.file)
        for path, message in refused:
            said = f"{message}, {FOR_EDITORS}."
            problem = Problem(source.file, front_matter.line(path), said, Code.NOT_FOR_GUESTS)
            domain_of(app.env).note_problem(source.docname, problem)
    return dc.replace(source, file_wide=kept)


def _flow(key: str, value: object) -> str:
    """A field in YAML on one line."""
    text = yaml.safe_dump(
        {key: value}, default_flow_style=True, allow_unicode=True, width=2**31, sort_keys=False
    )
    return text.strip()[1:-1]


def escape(title: str) -> str:
    """A title with Markdown's punctuation escaped (CommonMark 2.4)."""
    return _PUNCTUATION.sub(r"\\\1", title)
