"""Which folder a command is about, and which series: found before anything is built."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sphinx_anthology.tool.ending import CommandError

_LOOKED_AT = 20_000
"""How much of a document is looked at for what it is."""


def publication(stated: Path | None) -> Path:
    """The publication's folder: as stated, else ``docs`` here, this folder, or one around it.

    :raises CommandError: where there is none.
    """
    if stated is not None:
        return _stated(stated)
    here = Path.cwd()
    for folder in (here, *here.parents):
        for found in (folder / "docs", folder):
            if _is_ours(found, is_here=folder == here):
                return Path(os.path.relpath(found, here))
    raise CommandError("there is no conf.py in docs; name the publication's folder.")


def _is_ours(folder: Path, *, is_here: bool) -> bool:
    """Whether a folder holds a publication; around this one only what names the extension."""
    conf = folder / "conf.py"
    if not conf.is_file():
        return False
    return is_here or "sphinx_anthology" in conf.read_text("utf-8", errors="replace")


def _stated(stated: Path) -> Path:
    if (stated / "conf.py").is_file():
        return stated
    places = (stated / "docs", *stated.parents)
    around = next((p for p in places if _is_ours(p, is_here=False)), None)
    hint = f"Did you mean ‘{around}’?" if around else "Name the publication's folder."
    where = "this folder" if stated == Path() else stated
    raise CommandError(f"there is no conf.py in {where}. {hint}")


def series_id(docs: Path, stated: str) -> str:
    """The id of the series that is stated, by its id or by the path of its document.

    :raises CommandError: where there is no such series.
    """
    from sphinx_anthology.model.problem import did_you_mean  # noqa: PLC0415  # help waits for none
    from sphinx_anthology.model.written_ids import plain_docname, plain_id  # noqa: PLC0415

    known = dict(_series(docs))
    path = plain_docname(stated).removesuffix("/index")
    at = (i for i, docname in known.items() if docname.removesuffix("/index") == path)
    found = stated if stated in known else plain_id(stated, frozenset(known)) or next(at, "")
    if found:
        return found
    listed = f" There are {', '.join(sorted(known)[:10])}." if known else ""
    hint = did_you_mean(stated, known) or listed
    raise CommandError(f"there is no series ‘{stated}’ in {docs}; nothing was made.{hint}")


def _series(docs: Path) -> Iterator[tuple[str, str]]:
    """The series by id, with their docnames, as their front matter tells."""
    from sphinx_anthology.model.read_markdown import read_source  # noqa: PLC0415

    for root, folders, files in os.walk(docs):
        folders[:] = sorted(folder for folder in folders if folder[0] not in "._")
        for name in sorted(files):
            path = Path(root, name)
            if path.suffix != ".md" or not path.is_file():
                continue
            with path.open(encoding="utf-8-sig", errors="replace") as stream:
                text = stream.read(_LOOKED_AT)
            if "\nseries:" in text:
                docname = path.relative_to(docs).with_suffix("").as_posix()
                source = read_source(docname, path.name, text)
                if source.kind == "series":
                    yield source.id, docname
