"""``anthology proof``: a draft as one HTML file and a PDF, for its author."""

from __future__ import annotations

import argparse
import dataclasses as dc
import io
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from sphinx_anthology.cli.ending import DONE, PROBLEMS, CommandError
from sphinx_anthology.files import write_whole
from sphinx_anthology.model import names
from sphinx_anthology.model.documents import Post
from sphinx_anthology.model.problem import did_you_mean, shown_path
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.suggestions import plain_docname
from sphinx_anthology.typst.compiler import missing_for_epub, missing_typst

FOLDER = "proofs"
"""The folder of proofs, beside the publication."""


def run(given: argparse.Namespace) -> int:
    """Make a proof and print where it is; the result is the exit code."""
    from sphinx_anthology.cli.publication import read_publication  # noqa: PLC0415

    source = post_of(read_publication(given.docs).sources, given.post, given.docs)
    if not isinstance(source.record, Post):
        raise CommandError(_no_post(source, given.docs))
    out = _out(given)
    with tempfile.TemporaryDirectory(prefix="anthology-proof-") as folder:
        made = make_proof(given.docs, source, Path(folder))
        stem = f"{source.id}-proof"
        for ending, content in made.files.items():
            path = out / f"{stem}{ending}"
            write_whole(path, content)
            print(f"{ending[1:].upper()}: {shown_path(path, Path.cwd())}")
    for line in _told(made, given.docs):
        print(line)
    return DONE if made.files else PROBLEMS


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A proof: its files by ending, what is asked of the author, and what editors have to solve.

    Of that, the file, the line and a sentence. ``lacks`` says why there is no PDF.
    """

    files: Mapping[str, bytes]
    wanted: tuple[str, ...]
    others: tuple[tuple[str, int, str], ...]
    lacks: str = ""


def make_proof(docs: Path, source: Source, folder: Path) -> Proof:
    """Make the proof of a post in a temporary folder; all other drafts stay withheld.

    :raises CommandError: if not even the HTML file can be made.
    """
    from sphinx_anthology.cli.build import proof_build  # noqa: PLC0415  # Sphinx is slow to load

    if missing := missing_for_epub():
        raise CommandError(str(missing))
    lacks, warnings = missing_typst(), io.StringIO()
    files: dict[str, bytes] = {}
    builder: object = None
    for form, ending in ((("pdf", ".pdf"),) if lacks is None else ()) + (("epub", ".html"),):
        place, builder = proof_build(docs, source, form, folder, warnings)
        files.update((path.suffix, path.read_bytes()) for path in place.glob(f"*{ending}"))
    wanted, others = getattr(builder, "told_of_proof", ((), ()))
    lines = dict.fromkeys(warnings.getvalue().splitlines())
    failed = [line for line in lines if "cannot be made" in line]
    return Proof(
        files=dict(sorted(files.items())),
        wanted=wanted,
        others=others,
        lacks=str(lacks or "\n".join(failed)),
    )


def post_of(sources: Mapping[str, Source], stated: str, docs: Path) -> Source:
    """The document that a docname or a path means, else the post of a title.

    :raises CommandError: if there is none, or more than one.
    """
    for name in _docnames(stated, docs):
        if name in sources:
            return sources[name]
    posts = [source for _, source in sorted(sources.items()) if source.kind == "post"]
    wanted = names.slug(stated)
    found = [s for s in posts if wanted in {names.slug(s.title), names.slug(s.id)}]
    if len(found) == 1:
        return found[0]
    if found:
        named = " or ".join(source.docname for source in found)
        raise CommandError(f"‘{stated}’ means several posts; nothing was made. Write {named}.")
    hint = did_you_mean(stated, {s.docname for s in posts}) or did_you_mean(
        stated, {s.title for s in posts}
    )
    raise CommandError(f"there is no post ‘{stated}’ in {docs}; nothing was made.{hint}")


def _docnames(stated: str, docs: Path) -> Iterator[str]:
    """The docnames that a name or a path may mean: from the publication, and from here."""
    yield stated
    yield plain_docname(stated)
    path = os.path.relpath(Path(stated).resolve(), docs.resolve()).replace(os.sep, "/")
    yield plain_docname(path)


def _no_post(source: Source, docs: Path) -> str:
    """Why a document has no proof: its first problem, or that it is no post."""
    if not source.problems:
        return f"‘{source.docname}’ is no post; nothing was made."
    first = source.problems[0]
    where = f"{docs / first.file}:{first.line}: {first.message}"
    return f"‘{source.docname}’ cannot be read as a post; nothing was made. {where}"


def _out(given: argparse.Namespace) -> Path:
    """The folder of the proof; never in the publication, where a build could find it.

    :raises CommandError: if it lies there.
    """
    docs = given.docs.resolve()
    out: Path = given.out or docs.parent / FOLDER
    if out.resolve().is_relative_to(docs):
        message = f"{out} is in the publication, and a proof is not public; nothing was made."
        raise CommandError(f"{message} Name a folder outside of it: --out ../{FOLDER}")
    if out.exists() and not out.is_dir():
        raise CommandError(f"{out} is a file; nothing was made. Name a folder.")
    return out


def _told(made: Proof, docs: Path) -> Iterator[str]:
    """What is missing, and what only editors can mend."""
    if made.lacks:
        yield made.lacks
    yield f"Asked of the author: {len(made.wanted)}." if made.wanted else "Nothing is missing."
    yield from (f"  {line}" for line in made.wanted)
    if made.others:
        yield "For the editors:"
        yield from (f"  {docs / file}:{line}: {said}" for file, line, said in made.others)
