"""``anthology new``: a new document with front matter; existing files stay."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.front_matter_text import template
from sphinx_anthology.model.names import slug, sort_key
from sphinx_anthology.model.problem import did_you_mean, setting_lines
from sphinx_anthology.model.suggestions import plain_id
from sphinx_anthology.model.timezones import UTC, day_of_build, timezone

_LONGEST = 60
"""The most characters of a title in a file name."""
_ENDINGS = (".md", ".MD", ".markdown", ".rst", ".txt")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index|search|genindex|404")
"""Names that Windows forbids, and names of the site's own pages."""


def run(given: argparse.Namespace) -> int:
    """Write a document; the result is the exit code."""
    title = (given.title or _ask("Title" if given.kind != "author" else "Name")).strip()
    if not title:
        example = "Ada Quay" if given.kind == "author" else "How tides turn"
        raise CommandError(f'a title is needed. Write --title "{example}"')
    values: dict[str, object] = {"title": title}
    if given.kind == "post":
        authors = given.authors or _ask("Authors (ids, with commas between)")
        values["authors"] = [a.strip() for a in authors.split(",") if a.strip()]
        values["date"] = given.date or today(given.docs)
        values["draft"] = True
    path = _path(given.docs, given.kind, title, given.series)
    if there := _there_already(path):
        print(f"anthology: {there} is there already; nothing was written", file=sys.stderr)
        return 1
    write_whole(path, document(given.kind, values))
    print(f"Wrote {path}")
    for line in _advice(given.kind, path, given.docs):
        print(line)
    return 0


def today(docs: Path) -> dt.date:
    """The day in the publication's time zone; a zone that cannot be read here is told."""
    epoch, now = os.environ.get("SOURCE_DATE_EPOCH", ""), dt.datetime.now(tz=dt.UTC)
    return day_of_build(epoch, now, _timezone(docs / "conf.py"))


def _timezone(conf: Path) -> str:
    text = conf.read_text(encoding="utf-8-sig", errors="replace")
    stated = setting_lines(text).get("anthology_timezone")
    if stated is None:
        return UTC
    value = getattr(stated.value, "value", None)
    try:
        if isinstance(value, str):
            return timezone(value)
        reason = "its value is no plain text"
    except ValueError as error:
        reason = str(error)
    place = f"{conf}:{stated.lineno}: anthology_timezone"
    print(f"anthology: {place}: {reason}. The date is today in UTC.", file=sys.stderr)
    return UTC


def document(kind: str, values: Mapping[str, object]) -> str:
    """A document with the given fields, and all others as comments."""
    return "\n".join((template(kind, values), *_body(kind), ""))


def _body(kind: str) -> Iterator[str]:
    if kind == "series":
        yield from ("Introduction.", "", "```{toctree}", ":hidden:", "", "```")
    else:
        yield "Text." if kind == "post" else "Biography."


def _path(docs: Path, kind: str, title: str, series: str | None) -> Path:
    """The path of a new document.

    :raises CommandError: if the series does not exist, or the path is outside.
    """
    path = _place(docs, kind, _file_name(title, kind), series)
    if not path.parent.resolve().is_relative_to(docs.resolve()):
        raise CommandError(
            f"{path.parent} is a link that leads out of {docs}; nothing was written."
        )
    return path


def _place(docs: Path, kind: str, name: str, series: str | None) -> Path:
    if kind == "author":
        return docs / "authors" / f"{name}.md"
    if kind == "series":
        return docs / "series" / name / "index.md"
    if not series:
        return docs / "posts" / f"{name}.md"
    known = sorted(path.parent.name for path in docs.glob("series/*/index.md"))
    series = plain_id(series, frozenset(known)) or series
    if series not in known:
        guess = did_you_mean(series, known)
        raise CommandError(f"there is no series ‘{series}’ in {docs}; nothing was written.{guess}")
    folder = docs / "series" / series
    numbers = (re.match(r"(\d+)-", path.name) for path in folder.glob("*.md"))
    number = 1 + max((int(match[1]) for match in numbers if match), default=0)
    return folder / f"{number:02}-{name}.md"


def _there_already(path: Path) -> Path | None:
    """The existing document with the same name, in any case and ending."""
    name = path.stem.casefold()
    beside = sorted(path.parent.glob("*.*")) if path.parent.is_dir() else []
    return next((p for p in beside if p.stem.casefold() == name and p.suffix in _ENDINGS), None)


def _file_name(title: str, kind: str) -> str:
    """A file name from a title: at most six words, without accents.

    :raises CommandError: if the title has no letter or digit.
    """
    if not re.search(r"[^\W_]", title):
        message = f"the title ‘{title[:_LONGEST]}’ has no letter or digit to name the file by;"
        raise CommandError(f"{message} nothing was written. Give a title with words.")
    plain = sort_key(title).encode("ascii", "ignore").decode()
    name = "-".join(slug(plain if re.search(r"\w", plain) else title).split("-")[:6])
    name = name[:_LONGEST].strip("-_")
    return f"{name}-{kind}" if _RESERVED.fullmatch(name) else name


def _advice(kind: str, path: Path, docs: Path) -> Iterator[str]:
    """The next steps for the editor."""
    docname = path.relative_to(docs).with_suffix("").as_posix()
    if kind == "post":
        if path.parent != docs / "posts":
            yield f"Add ‘{path.stem}’ to the toctree of its series."
        yield "Set ‘draft: false’ when it is ready."
    else:
        yield f"Add ‘{docname}’ to a toctree."


def _ask(what: str) -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        return ""
    try:
        return input(f"{what}: ").strip()
    except EOFError:
        raise CommandError(f"the input ended before ‘{what}’; nothing was written.") from None
