"""The command line: arguments only."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from sphinx_anthology.tool import check, new


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command; the reference in the book is made from it."""
    main_parser = argparse.ArgumentParser(
        prog="anthology", description="Academic blog series as a book."
    )
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_build(commands.add_parser("build", help="make the book; say where it is"))
    _add_check(commands.add_parser("check", help="say what is wrong or missing, and the mend"))
    _add_new(commands.add_parser("new", help="write a new post, author or series"))
    return main_parser


def _add_docs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "docs",
        nargs="?",
        type=Path,
        default=Path("docs"),
        help="folder with conf.py (default: docs)",
    )


def _add_build(command: argparse.ArgumentParser) -> None:
    _add_docs(command)
    command.add_argument(
        "--to",
        default="",
        metavar="FORMATS",
        help="what to make, with commas between: html, pdf, epub (default: all)",
    )
    command.add_argument(
        "--series", default="", metavar="ID", help="of PDF and EPUB, only the series with this id"
    )
    command.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="DATE", help="judge states by this day"
    )
    command.add_argument("--strict", action="store_true", help="fail where there is a warning")
    command.add_argument(
        "-j",
        "--jobs",
        type=int,
        default=0,
        metavar="N",
        help="how many processes (default: as many as processors)",
    )


def _add_check(command: argparse.ArgumentParser) -> None:
    _add_docs(command)
    command.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="how to say it (default: text)",
    )
    command.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="DATE", help="judge states by this day"
    )


def _add_new(command: argparse.ArgumentParser) -> None:
    command.add_argument("kind", choices=("post", "author", "series"), help="what to write")
    command.add_argument(
        "--docs", type=Path, default=Path("docs"), help="folder with conf.py (default: docs)"
    )
    command.add_argument("--title", help="the title; an author's is the name")
    command.add_argument("--series", help="the id of the post's series")
    command.add_argument("--authors", help="ids of the post's authors, with commas between")
    command.add_argument(
        "--date", type=dt.date.fromisoformat, help="the post's day (default: today, as a draft)"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the result is the exit code."""
    given = parser().parse_args(arguments)
    match given.command:
        case "build":
            from sphinx_anthology.tool import build  # noqa: PLC0415  # Sphinx is slow to load

            order = build.Order(
                formats=tuple(form.strip() for form in given.to.split(",") if form.strip()),
                series=given.series,
                as_of=given.as_of,
                strict=given.strict,
                jobs=given.jobs,
            )
            return build.run(given.docs, order)
        case "check":
            return check.run(given.docs, form=given.format, as_of=given.as_of)
        case _:
            return new.run(given)


if __name__ == "__main__":
    sys.exit(main())
