"""What a command is about to write: all is known before the first file is written."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses as dc
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.publication import Publication, Reading
from sphinx_anthology.cli.questions import NOTHING, Answer, Check, Offer, Questions, tell
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.front_matter_text import template
from sphinx_anthology.model.problem import did_you_mean

BODIES = {
    "post": "<!-- Write the text here, in place of this line. -->",
    "author": "<!-- Write the biography here, in place of this line. -->",
    "series": "<!-- Write the introduction here, in place of this line. -->\n\n"
    "```{toctree}\n:hidden:\n\n```",
}
"""The text below the front matter of a new document: a comment, which no reader sees."""


@dc.dataclass(frozen=True, slots=True)
class Change:
    """A file to write, and what is said of it."""

    path: Path
    content: bytes
    said: str
    is_new: bool = True


@dc.dataclass(frozen=True, slots=True)
class Plan:
    """Files to write, the first of them the one that was asked for; and what to do next."""

    changes: Sequence[Change]
    advice: Sequence[str] = ()


@dc.dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: the publication, the arguments, and how questions are answered."""

    reading: Reading
    given: argparse.Namespace
    asked: Questions

    @property
    def publication(self) -> Publication:
        """The publication, which may still be read."""
        return self.reading.result

    def answer(
        self,
        option: str,
        question: str,
        check: Check[Answer],
        default: str = "",
        offer: Offer = NOTHING,
    ) -> Answer:
        """The value of an option, else the answer to a question."""
        stated = getattr(self.given, option)
        return self.asked.answer(stated, question, check, default=default, offer=offer)


class ExistsError(CommandError):
    """What is to be written is there already; the message says where."""


def document(kind: str, values: Mapping[str, object]) -> bytes:
    """A document with the given fields, and all others as comments with examples."""
    return f"{template(kind, values)}\n{BODIES[kind]}\n".encode()


def new_file(path: Path, content: bytes) -> Change:
    """A document that is not there yet."""
    return Change(path, content, f"Wrote {path}")


def carry_out(plan: Plan) -> None:
    """Write all files, or none; what is new never replaces a file.

    :raises CommandError: if a file has appeared meanwhile.
    """
    done: list[tuple[Path, bytes | None]] = []
    try:
        for change in plan.changes:
            before = _write(change)
            done.append((change.path, before))
    except BaseException:
        _take_back(done)
        raise
    for change in plan.changes:
        print(change.said)


def _write(change: Change) -> bytes | None:
    """Write a file; give what it had before, or :data:`None` if there was none."""
    if change.is_new and os.path.lexists(change.path):
        raise CommandError(f"{change.path} is there by now; nothing was written.")
    before = change.path.read_bytes() if change.path.exists() else None
    write_whole(change.path, change.content)
    return before


def _take_back(done: Iterable[tuple[Path, bytes | None]]) -> None:
    """Give files the content that they had; delete those that were not there."""
    for path, before in done:
        with contextlib.suppress(OSError):
            if before is None:
                path.unlink()
            else:
                write_whole(path, before)


def demand_news(request: Request, found: Iterable[str]) -> None:
    """Ask whether to go on where something seems to be there already.

    :raises ExistsError: if it is not to be written.
    """
    is_asked = request.asked.are_asked
    for reason in () if request.given.again else found:
        if is_asked:
            tell(f"  {reason}")
        if not request.asked.confirm("  Write another one?"):
            hint = "" if is_asked else " To write another one add --again"
            raise ExistsError(f"{reason} Nothing was written.{hint}")


def one_line(text: str) -> str:
    """A text without line breaks and double spaces."""
    return " ".join(text.split())


def text_or_none(text: str) -> str:
    """A text; empty where nobody wants one."""
    words = one_line(text)
    return "" if words.casefold() in {"none", "-"} else words


def several(text: str) -> list[str]:
    """The items of a text with commas or semicolons between them."""
    sign = ";" if ";" in text else ","
    return list(dict.fromkeys(filter(None, map(one_line, text.split(sign)))))


def meant(text: str, known: Iterable[str]) -> str:
    """The end of a message: the known names that are alike, or that the text is a part of.

    >>> meant("tid", ["tides-ports", "harbours"])
    ' Did you mean ‘tides-ports’?'
    """
    names = list(dict.fromkeys(known))
    if hint := did_you_mean(text, names):
        return hint
    part = text.casefold()
    found = [f"‘{name}’" for name in names if part in name.casefold()][:3]
    return f" Did you mean {' or '.join(found)}?" if found else ""
