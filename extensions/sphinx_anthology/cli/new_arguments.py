"""The arguments of ``anthology new``, for each kind of document."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

_Add = Callable[[argparse.ArgumentParser], None]


def add_new(command: argparse.ArgumentParser, shared: _Add, day: Callable[[str], object]) -> None:
    """Add the kinds of documents; ``shared`` adds what all commands take, ``day`` reads a date."""
    kinds = command.add_subparsers(dest="kind", required=True, metavar="KIND")
    post = kinds.add_parser("post", help="write a new post, as a draft")
    _add_title(post, shared, "title of the post (default: that of the article)")
    _add_post(post, day)
    author = kinds.add_parser("author", help="write a page of an author, person or group")
    _add_title(author, shared, "name of the author, as it is printed", "--name")
    author.add_argument(
        "--family", metavar="NAME", help="the part of the name that is the family name"
    )
    author.add_argument("--orcid", metavar="ID", help="ORCID iD")
    author.add_argument("--role", metavar="TEXT", help="current role, such as Professor of Ports")
    author.add_argument("--affiliation", metavar="NAME", help="institution where the author works")
    series = kinds.add_parser("series", help="write a page of a series, to which posts are added")
    _add_title(series, shared, "title of the series")
    _add_description(series)
    series.add_argument(
        "--kind", dest="sort", metavar="KIND", help="column (default), special-issue or conference"
    )
    for kind in (post, author, series):
        _add_ends(kind)


def _add_title(command: argparse.ArgumentParser, shared: _Add, what: str, *more: str) -> None:
    shared(command)
    command.add_argument(*more, "--title", dest="title", metavar="TEXT", help=what)


def _add_post(command: argparse.ArgumentParser, day: Callable[[str], object]) -> None:
    command.add_argument("--series", metavar="ID", help="series of the post, by id or title")
    command.add_argument(
        "--authors",
        metavar="NAMES",
        help="ids or names of the authors, with commas between (default: those of the article)",
    )
    command.add_argument(
        "--date", type=day, metavar="DATE", help="day of the post (default: today)"
    )
    _add_description(command)
    command.add_argument("--tags", metavar="TOPICS", help="topics, with commas between")
    command.add_argument(
        "--kind", dest="sort", metavar="KIND", help="article (default), preview, report, …"
    )
    command.add_argument("--article", metavar="KEY", help="article that the post presents, by key")
    command.add_argument("--from-doi", metavar="DOI", help="the same, by DOI; nothing is fetched")
    command.add_argument(
        "--bib",
        type=Path,
        metavar="FILE",
        help="BibTeX or CSL-JSON file with the article (default: references.bib)",
    )
    command.add_argument(
        "--make", action="store_true", help="also write authors and series that are not there"
    )


def _add_description(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--description", metavar="TEXT", help="one or two sentences, for lists and search engines"
    )


def _add_ends(command: argparse.ArgumentParser) -> None:
    command.add_argument("--slug", metavar="NAME", help="name of the file (default: of the title)")
    command.add_argument("--again", action="store_true", help="write it though it seems to exist")
    command.add_argument("--yes", action="store_true", help="take the defaults, ask nothing")
    command.add_argument(
        "--open", action="store_true", help="open the file in $VISUAL, $EDITOR or the usual program"
    )
