"""``anthology init``: a new publication that builds at once; files that exist stay."""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import importlib.util
import os
import re
from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.pinned import requirements
from sphinx_anthology.cli.questions import ask, can_ask
from sphinx_anthology.cli.serve import NEEDED
from sphinx_anthology.files import write_whole
from sphinx_anthology.model.fields import Address, Issn, Language, License
from sphinx_anthology.model.timezones import day_of_build
from sphinx_anthology.starter import Answers, publication

LICENCE = "CC-BY-4.0"
_NOTHING = frozenset({"", "-", "none", "no"})
_CHECKS = {
    "issn": TypeAdapter(Issn),
    "licence": TypeAdapter(License),
    "address": TypeAdapter(Address),
    "language": TypeAdapter(Language),
}
_QUESTIONS = {
    "title": "Title of the publication",
    "journal": "Journal that it belongs to",
    "issn": "ISSN of the journal",
    "publisher": "Publisher",
    "licence": "Licence of the texts",
    "address": "Address of the site, with https://",
    "language": "Language of the publication",
}


def run(given: argparse.Namespace) -> int:
    """Write a publication; the result is the exit code."""
    folder: Path = given.folder
    if (conf := folder / "docs" / "conf.py").exists():
        message = f"{conf} is there already; nothing was written."
        raise CommandError(f"{message} Name a folder without a publication.")
    if folder.exists() and not folder.is_dir():
        raise CommandError(f"{folder} is a file; nothing was written. Name another folder.")
    answers = _answers(given)
    pinned = requirements()
    now = dt.datetime.now(tz=dt.UTC)
    day = day_of_build(os.environ.get("SOURCE_DATE_EPOCH", ""), now)
    made: dict[str, str | bytes] = {**publication(answers, day, pinned.text)}
    made |= {f"wheels/{wheel.name}": wheel.read_bytes() for wheel in pinned.wheels}
    _demand_inside(folder, made)
    kept = [path for path in made if os.path.lexists(folder / path)]
    for path in made.keys() - set(kept):
        write_whole(folder / path, made[path])
    _tell(folder, kept, pinned.advice)
    return 0


def _demand_inside(folder: Path, paths: Iterable[str]) -> None:
    """Refuse a folder in which a link leads out of it.

    :raises CommandError: if a file would lie elsewhere.
    """
    for path in paths:
        place = (folder / path).parent
        if not place.resolve().is_relative_to(folder.resolve()):
            raise CommandError(f"{place} leads out of {folder}; nothing was written.")


def _tell(folder: Path, kept: list[str], advice: str) -> None:
    """Say what was made, and what to type next."""
    print(f"The publication is in {folder}; its settings are in {folder / 'docs' / 'conf.py'}.")
    if kept:
        print(f"Kept as they were: {', '.join(kept)}.")
    if advice:
        print(advice)
    print("Next:")
    if folder.resolve() != Path.cwd().resolve():
        print(f"  cd {_quoted(os.path.relpath(folder))}")
    is_here = all(importlib.util.find_spec(name) for name in NEEDED)
    print(f"  anthology {'serve' if is_here else 'build'}")


def _quoted(path: str) -> str:
    return path if re.fullmatch(r"[\w./\\-]+", path) else f'"{path}"'


def _answers(given: argparse.Namespace) -> Answers:
    """What is stated by options; asked for in a terminal; else the defaults.

    :raises CommandError: where an option has a wrong value.
    """
    name = re.sub(r"[-_\s]+", " ", given.folder.resolve().name).strip()
    defaults = {"title": name[:1].upper() + name[1:], "licence": LICENCE, "language": "en"}
    asks = not given.yes and can_ask()
    found: dict[str, str] = {}
    for field, question in _QUESTIONS.items():
        default = defaults.get(field, "")
        if (stated := getattr(given, field)) is not None:
            found[field] = _of_option(field, stated)
        elif not asks or (field == "issn" and not found["journal"]):
            found[field] = default
        else:
            found[field] = ask(question, functools.partial(_checked, field), default=default)
    return Answers(**{**found, "title": found["title"] or defaults["title"] or "Publication"})


def _of_option(field: str, stated: str) -> str:
    """The value of an option.

    :raises CommandError: where it is wrong, with the name of the option.
    """
    try:
        return _checked(field, stated)
    except CommandError as error:
        raise CommandError(f"--{field}: {error}") from None


def _checked(field: str, answer: str) -> str:
    """A value as the settings take it; empty for none.

    :raises CommandError: where it is wrong.
    """
    text = " ".join(answer.split())
    if text.casefold() in _NOTHING and field not in {"title", "language"}:
        return ""
    if field not in _CHECKS:
        return text
    try:
        return str(_CHECKS[field].validate_python(text))
    except ValidationError as error:
        message = str(error.errors()[0]["ctx"]["error"])
        raise CommandError(f"{message}.") from None
