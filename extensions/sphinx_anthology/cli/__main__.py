"""The command line: arguments, and the dispatch to commands."""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sphinx_anthology import __version__
from sphinx_anthology.cli import completion
from sphinx_anthology.cli.arguments import (
    Parser,
    publication,
    publication_around,
    series_id,
    stated_folder,
)
from sphinx_anthology.cli.completion import SHELLS
from sphinx_anthology.cli.ending import CommandError, run_safely, safe_streams
from sphinx_anthology.cli.help import describe
from sphinx_anthology.cli.new_arguments import add_new


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command; the reference page is made from it."""
    main_parser = Parser(prog="anthology", description="Academic blog series as a book.")
    main_parser.add_argument(
        "--version", action="version", version=f"sphinx-anthology {__version__}"
    )
    _add_debug(main_parser, default=False)
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_build(commands.add_parser("build", help="make the book; say where it is"))
    _add_serve(commands.add_parser("serve", help="show a live preview, with drafts"))
    _add_check(commands.add_parser("check", help="say what is wrong or missing, and how to fix it"))
    _add_calendar(commands.add_parser("calendar", help="say what is due: drafts, dates, articles"))
    _add_init(commands.add_parser("init", help="begin a new publication"))
    new = commands.add_parser("new", help="write a new post, author or series")
    add_new(new, _add_shared, _day)
    _add_import(commands.add_parser("import", help="bring in the posts of another system"))
    _add_proof(commands.add_parser("proof", help="make a draft's proof for its author"))
    _add_schema(commands.add_parser("schema", help="describe front matter to an editor program"))
    _add_completion(commands.add_parser("completion", help="let Tab complete it in a shell"))
    describe(main_parser)
    return main_parser


def _add_completion(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", choices=SHELLS, help="the shell that reads the script")
    _add_debug(command)


def _add_debug(command: argparse.ArgumentParser, *, default: object = argparse.SUPPRESS) -> None:
    command.add_argument(
        "--debug",
        action="store_true",
        default=default,
        help="show where an error comes from (a traceback)",
    )


def _add_docs(command: argparse.ArgumentParser, *, by_place: bool = False) -> None:
    """Let a command be given its publication; ``by_place`` without the option's name, too."""
    command.add_argument(
        "--docs",
        type=Path,
        metavar="FOLDER",
        help="folder of the publication, which has conf.py (default: docs, or the one around)",
    )
    if by_place:
        command.add_argument("place", nargs="?", type=Path, help=argparse.SUPPRESS)


def _add_build(command: argparse.ArgumentParser) -> None:
    _add_docs(command, by_place=True)
    _add_debug(command)
    command.add_argument(
        "--to",
        metavar="FORMATS",
        help="what to make, with commas between: html, pdf, epub (default: all)",
    )
    command.add_argument(
        "--series", metavar="ID", help="of PDF and EPUB, only the series with this id"
    )
    command.add_argument("--as-of", type=_day, metavar="DATE", help="judge states by this day")
    command.add_argument("--strict", action="store_true", help="fail where there is a warning")
    command.add_argument(
        "-j",
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="how many processes (default: as many as processors)",
    )
    command.add_argument(
        "-v", "--verbose", action="store_true", help="show what Sphinx says of its work"
    )


def _add_serve(command: argparse.ArgumentParser) -> None:
    _add_docs(command, by_place=True)
    _add_debug(command)
    command.add_argument("--as-of", type=_day, metavar="DATE", help="judge states by this day")
    command.add_argument(
        "--port", type=int, metavar="N", help="port to use (default: the first free from 8000)"
    )
    command.add_argument(
        "--no-browser", dest="browser", action="store_false", help="open no browser"
    )


def _add_check(command: argparse.ArgumentParser) -> None:
    _add_docs(command, by_place=True)
    _add_debug(command)
    command.add_argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="how to say it (default: text)",
    )
    command.add_argument("--as-of", type=_day, metavar="DATE", help="judge states by this day")
    command.add_argument(
        "--level",
        choices=("must", "should", "could"),
        default="could",
        help="the least level that is shown (default: could, so all)",
    )
    command.add_argument(
        "--fix", action="store_true", help="fix what is safe; show the changes first, and ask"
    )
    command.add_argument("--yes", action="store_true", help="with --fix: do not ask")
    command.add_argument(
        "--explain", metavar="CODE", help="only say what a code means, why it matters, and the fix"
    )


def _add_calendar(command: argparse.ArgumentParser) -> None:
    _add_docs(command, by_place=True)
    _add_debug(command)
    command.add_argument(
        "--format",
        choices=("text", "md", "ics", "json"),
        default="text",
        help="how to say it: text, Markdown, iCalendar or JSON (default: text)",
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="write it into this file")
    command.add_argument("--as-of", type=_day, metavar="DATE", help="judge states by this day")


def _add_init(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", type=Path, metavar="DIR", help="folder of the publication")
    _add_debug(command)
    command.add_argument("--title", help="its title (default: the name of the folder)")
    command.add_argument("--journal", help="title of the journal that it belongs to")
    command.add_argument("--issn", help="ISSN of the journal")
    command.add_argument("--publisher", help="name of the publisher")
    command.add_argument("--licence", help="licence of the texts (default: CC-BY-4.0), or none")
    command.add_argument("--address", help="address of the site, with https://")
    command.add_argument("--language", help="language of the publication (default: en)")
    command.add_argument("--yes", action="store_true", help="take the defaults, ask nothing")


def _add_shared(command: argparse.ArgumentParser) -> None:
    _add_docs(command)
    _add_debug(command)


def _add_import(command: argparse.ArgumentParser) -> None:
    systems = command.add_subparsers(dest="system", required=True, metavar="SYSTEM")
    wxr = systems.add_parser("wxr", help="bring in an export of WordPress")
    _add_importing(wxr, "export of WordPress: .xml, .zip or .gz")
    wxr.add_argument("--media", type=Path, metavar="PLACE", help="folder or archive with the files")
    wxr.add_argument(
        "--statuses",
        type=_statuses,
        default=(),
        metavar="NAMES",
        help="what is brought in, with commas between (default: publish, draft, pending, private,"
        " future); all but publish become drafts",
    )
    wxr.add_argument(
        "--without-protected",
        dest="with_protected",
        action="store_false",
        help="leave out what a password protects, rather than make it a draft",
    )
    wxr.add_argument("--comments", action="store_true", help="add approved comments to posts")
    archive = systems.add_parser("archive", help="bring in saved tag or category pages")
    _add_importing(archive, "saved page: .html or .txt")
    archive.set_defaults(media=None, statuses=(), with_protected=True, comments=False)
    ablog = systems.add_parser("ablog", help="bring in the posts of a Sphinx site with ABlog")
    ablog.add_argument(
        "site", type=Path, metavar="DIR", help="folder of the site, which has conf.py"
    )
    _add_place(ablog)


def _add_importing(command: argparse.ArgumentParser, what: str) -> None:
    command.add_argument("exports", nargs="+", type=Path, metavar="FILE", help=what)
    _add_place(command)


def _add_place(command: argparse.ArgumentParser) -> None:
    """Let an import be told where it writes, and with which answers."""
    command.add_argument(
        "--docs",
        "--out",
        dest="out",
        type=Path,
        metavar="FOLDER",
        help="folder of the publication (default: docs, or the one around)",
    )
    command.add_argument(
        "--review",
        type=Path,
        metavar="FILE",
        help="file with your answers (default: import-review.yml in the publication)",
    )
    _add_debug(command)
    command.add_argument("--dry-run", action="store_true", help="write only the report")


def _add_proof(command: argparse.ArgumentParser) -> None:
    command.add_argument("post", metavar="POST", help="the post: its docname, path or title")
    _add_docs(command)
    _add_debug(command)
    command.add_argument(
        "--out", type=Path, metavar="FOLDER", help="folder of the proof (default: proofs)"
    )


def _add_schema(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "kind",
        nargs="?",
        choices=("post", "author", "series", "topic", "page"),
        help="kind of document (default: all in one schema)",
    )
    _add_docs(command)
    _add_debug(command)
    command.add_argument(
        "--out", type=Path, metavar="FOLDER", help="write the schemas as files into this folder"
    )


def _day(text: str) -> dt.date:
    """Read a full day, in any order that is unambiguous; an error says what to write."""
    from sphinx_anthology.model.dates import day_of  # noqa: PLC0415  # keeps --help fast

    try:
        return day_of(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _statuses(text: str) -> tuple[str, ...]:
    known = ("publish", "draft", "pending", "private", "future")
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    if unknown := [name for name in names if name not in known]:
        message = f"{', '.join(unknown)} is no status; choose from {', '.join(known)}"
        raise argparse.ArgumentTypeError(message)
    return names


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the result is the exit code.

    Each command is imported when it is used, so that ``--help`` stays fast.
    """
    completion.complete(parser)
    with safe_streams():
        given = _parsed(arguments)
        unusable = 3 if given.command == "import" else 2
        return run_safely(lambda: _run(given), debug=given.debug, unusable=unusable)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The parsed arguments; surplus ones are an error of their command."""
    whole = parser()
    given, rest = whole.parse_known_args(arguments)
    if rest:
        _command(whole, given).error(f"unrecognized arguments: {' '.join(rest)}")
    return given


def _command(command: argparse.ArgumentParser, given: argparse.Namespace) -> Any:
    """The parser of the command that was given."""
    for action in command._actions:  # noqa: SLF001  # argparse has no public list
        if isinstance(action.choices, dict):
            return _command(action.choices[getattr(given, action.dest)], given)
    return command


def _run(given: argparse.Namespace) -> int:
    """Run the command that was given; all but two are modules of that name."""
    _find_publication(given)
    if given.command == "build":
        return _build(given)
    if given.command == "check":
        return _check(given)
    name = "importing" if given.command == "import" else given.command
    return int(importlib.import_module(f"sphinx_anthology.cli.{name}").run(given))


def _find_publication(given: argparse.Namespace) -> None:
    """Put the publication's folder where a command looks for it.

    :raises CommandError: if there is none, and the command makes none.
    """
    if given.command == "import":
        given.out = given.out or publication_around() or Path("docs")
    elif (
        given.command not in {"completion", "init", "schema"}
        and getattr(given, "explain", None) is None
    ):
        given.docs = publication(stated_folder(given.docs, getattr(given, "place", None)))


def _check(given: argparse.Namespace) -> int:
    from sphinx_anthology.cli import check  # noqa: PLC0415

    if given.explain is not None:
        return check.explain(given.explain)
    options = check.CheckOptions(
        form=given.format,
        as_of=given.as_of,
        level=given.level,
        fix=given.fix,
        yes=given.yes,
    )
    if options.yes and not options.fix:
        raise CommandError("--yes is only for --fix. Write anthology check --fix --yes")
    return check.run(given.docs, options)


def _formats(text: str) -> tuple[str, ...]:
    """The formats that ``--to`` names.

    :raises CommandError: if a format is unknown.
    """
    known = ("html", "pdf", "epub")
    named = tuple(form.strip().lower() for form in text.replace(" ", ",").split(","))
    formats = tuple(form for form in named if form)
    if not formats:
        raise CommandError("--to names no format. Write --to html,pdf")
    if unknown := [form for form in formats if form not in known]:
        near = difflib.get_close_matches(unknown[0], known, 1, 0.5)
        hint = f" Did you mean ‘{near[0]}’?" if near else ""
        message = f"cannot make {', '.join(unknown)}; can make {', '.join(known)}."
        raise CommandError(message + hint)
    return formats


def _build(given: argparse.Namespace) -> int:
    from sphinx_anthology.cli import build  # noqa: PLC0415

    formats = _formats(given.to) if given.to is not None else ()
    if given.jobs < 0:
        raise CommandError("--jobs takes a number of at least 1. Write --jobs 2")
    options = build.BuildOptions(
        formats=formats,
        series=series_id(given.docs, given.series) if given.series is not None else "",
        as_of=given.as_of,
        strict=given.strict,
        jobs=given.jobs,
        verbose=given.verbose,
    )
    return build.run(given.docs, options)


if __name__ == "__main__":
    sys.exit(main())
