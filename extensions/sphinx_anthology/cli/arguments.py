"""Errors in arguments as sentences; and the folder and series that arguments mean."""

from __future__ import annotations

import argparse
import difflib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.help import HelpFormatter, examples

_EXAMPLES = {
    "--to": "--to html,pdf",
    "--series": "--series co-creation",
    "--as-of": "--as-of 2026-12-31",
    "--date": "--date 2026-12-31",
    "--jobs": "--jobs 2",
    "--title": '--title "How tides turn"',
    "--authors": "--authors jane-doe,kim-lee",
    "--docs": "--docs docs",
    "--description": '--description "Who draws up the tide tables"',
    "--tags": "--tags harbours,ports",
    "--kind": "--kind preview",
    "--article": "--article doe2026",
    "--from-doi": "--from-doi 10.1332/030557321X",
    "--bib": "--bib export.bib",
    "--slug": "--slug first-light",
    "--family": "--family Doe",
    "--orcid": "--orcid 0000-0002-1825-0097",
    "--role": '--role "Professor of Ports"',
    "--affiliation": '--affiliation "Harbour University"',
    "--format": "--format json",
    "--media": "--media uploads",
    "--statuses": "--statuses publish,draft",
    "--out": "--out docs",
    "--journal": '--journal "Harbour Studies"',
    "--issn": "--issn 2049-3630",
    "--publisher": '--publisher "Harbour University Press"',
    "--licence": "--licence CC-BY-4.0",
    "--address": "--address https://blog.example.org/",
    "--language": "--language en",
    "--review": "--review import-review.yml",
    "--level": "--level should",
    "--explain": "--explain unknown-author",
}
_OTHERS = {
    "preview": "serve",
    "watch": "serve",
    "live": "serve",
    "dev": "serve",
    "html": "build --to html",
    "pdf": "build --to pdf",
    "epub": "build --to epub",
    "make": "build",
    "lint": "check",
    "verify": "check",
    "validate": "check",
    "start": "init",
    "quickstart": "init",
    "begin": "init",
    "create": "new",
    "add": "new",
    "wordpress": "wxr",
    "wp": "wxr",
    "html-archive": "archive",
}
"""Words that are no commands, and the commands that they mean."""


class Parser(argparse.ArgumentParser):
    """A parser that reports errors as sentences, and whose help has examples."""

    def __init__(self, *, prog: str, **options: Any) -> None:
        super().__init__(prog=prog, epilog=examples(prog), formatter_class=HelpFormatter, **options)

    def error(self, message: str) -> NoReturn:
        """Exit with the error and the fix."""
        self.exit(2, f"anthology: {sentence(message, self)}\n")


def sentence(message: str, parser: argparse.ArgumentParser) -> str:
    """An error of argparse as a sentence."""
    for form, made in _FORMS.items():
        if found := re.fullmatch(form, message, re.DOTALL):
            return made(found.groupdict(), parser)
    return f"{message}."


def _nearest(wrong: str, known: Iterable[str]) -> str:
    choices = sorted(known)
    if wrong in _OTHERS and _OTHERS[wrong].split()[0] in choices:
        return f" Did you mean ‘{_OTHERS[wrong]}’?"
    found = difflib.get_close_matches(wrong, choices, 1, 0.6)
    return f" Did you mean ‘{found[0]}’?" if found else f" Choose from {', '.join(choices)}."


def _choice(found: Mapping[str, str], parser: argparse.ArgumentParser) -> str:
    choices = [word.strip("'\" ") for word in found["choices"].split(",")]
    wrong = found["wrong"].strip("'\"")
    what = {
        "COMMAND": "command",
        "SYSTEM": "system to import from",
        "KIND": "kind of document",
        "kind": "kind of document",
    }
    name = what.get(found["name"], f"value of {found['name'].rpartition('/')[2]}")
    return f"‘{wrong}’ is no {name}.{_nearest(wrong, choices)}"


def _required(found: Mapping[str, str], parser: argparse.ArgumentParser) -> str:
    name = found["name"]
    ways = {
        "COMMAND": "Say what to do: anthology init, build, check, calendar, new or import.",
        "SYSTEM": "Say from where: anthology import wxr, archive or ablog.",
        "KIND": "Say what to write: anthology new post, author or series.",
        "DIR": "Name a folder for the new publication: anthology init harbour-notes",
        "POST": "Name the post: anthology proof series/tides/02-quays",
        "FILE": f"Name the file: {parser.prog} export.xml",
    }
    return ways.get(name, f"{name} is missing.")


def _unrecognized(found: Mapping[str, str], parser: argparse.ArgumentParser) -> str:
    wrong = found["wrong"].split()[0].partition("=")[0]
    if not wrong.startswith("-"):
        return f"‘{wrong}’ is one name too many; {parser.prog} --help says what it takes."
    options = [option for option in parser._option_string_actions if option[:2] == "--"]  # noqa: SLF001
    near = difflib.get_close_matches(wrong, options, 1, 0.6)
    hint = f"Did you mean ‘{near[0]}’?" if near else f"{parser.prog} --help lists all."
    return f"there is no option ‘{wrong}’ here. {hint}"


def _expected(found: Mapping[str, str], parser: argparse.ArgumentParser) -> str:
    name = found["name"].rpartition("/")[2]
    return f"{name} needs a value. Write {_EXAMPLES.get(name, f'{name} VALUE')}"


def _number(found: Mapping[str, str], parser: argparse.ArgumentParser) -> str:
    name = found["name"].rpartition("/")[2]
    return f"{name} takes a whole number, found ‘{found['wrong']}’. Write {_EXAMPLES[name]}"


def _flag(found: Mapping[str, str], parser: argparse.ArgumentParser) -> str:
    return f"{found['name']} takes no value. Write {found['name']}"


def _value(found: Mapping[str, str], parser: argparse.ArgumentParser) -> str:
    return f"{found['name'].rpartition('/')[2]}: {found['rest']}."


_FORMS: Mapping[str, Callable[[Mapping[str, str], argparse.ArgumentParser], str]] = {
    r"argument (?P<name>\S+): invalid choice: (?P<wrong>.*?)"
    r" \(choose from (?P<choices>.*)\)": _choice,
    r"the following arguments are required: (?P<name>[^\s,]+).*": _required,
    r"unrecognized arguments: (?P<wrong>.*)": _unrecognized,
    r"argument (?P<name>\S+): expected (?:one|at least one) argument": _expected,
    r"argument (?P<name>\S+): invalid int value: '(?P<wrong>.*)'": _number,
    r"argument (?P<name>\S+): ignored explicit argument .*": _flag,
    r"argument (?P<name>\S+): (?P<rest>.*)": _value,
}


_LOOKED_AT = 20_000
"""The number of characters read of a document."""


def publication(stated: Path | None) -> Path:
    """The publication's folder: as stated, else ``docs`` here, here, or around.

    :raises CommandError: if there is no publication.
    """
    if stated is not None:
        return _stated(stated)
    if found := publication_around():
        return found
    below = sorted(p.parent.name for p in Path().glob("*/conf.py") if _names_us(p))
    hint = "Name its folder: --docs FOLDER; or begin one: anthology init FOLDER"
    if below:
        hint = f"Did you mean --docs {below[0]}?"
    raise CommandError(f"no publication is here: there is no conf.py in docs. {hint}")


def publication_around() -> Path | None:
    """The publication's folder: ``docs`` here, here, or around; :data:`None` if there is none."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        for found in (folder / "docs", folder):
            if _is_ours(found, is_here=folder == here):
                return Path(os.path.relpath(found, here))
    return None


def stated_folder(option: Path | None, place: Path | None) -> Path | None:
    """The folder that ``--docs`` states, or a name after the command.

    :raises CommandError: if they name two folders.
    """
    if option is not None and place is not None and option != place:
        raise CommandError(f"two folders are named, {option} and {place}. Write --docs {option}")
    return place if option is None else option


def _is_ours(folder: Path, *, is_here: bool) -> bool:
    """Whether a folder holds a publication; outside this one it must name the extension."""
    conf = folder / "conf.py"
    if not conf.is_file():
        return False
    return is_here or _names_us(conf)


def _names_us(conf: Path) -> bool:
    try:
        return "sphinx_anthology" in conf.read_text("utf-8", errors="replace")
    except OSError:
        return False


def _stated(stated: Path) -> Path:
    if (stated / "conf.py").is_file():
        return stated
    places = (stated / "docs", *stated.parents)
    around = next((p for p in places if _is_ours(p, is_here=False)), None)
    hint = f"Did you mean ‘{around}’?" if around else "Name the publication's folder."
    where = "this folder" if stated == Path() else stated
    raise CommandError(f"there is no conf.py in {where}. {hint}")


def series_id(docs: Path, stated: str) -> str:
    """The id of a series that is stated by id or by path.

    :raises CommandError: if there is no such series.
    """
    from sphinx_anthology.model.problem import did_you_mean  # noqa: PLC0415  # keeps --help fast
    from sphinx_anthology.model.suggestions import plain_docname, plain_id  # noqa: PLC0415

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
    """The ids and docnames of all series."""
    from sphinx_anthology.model.read_documents import read_source  # noqa: PLC0415

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
