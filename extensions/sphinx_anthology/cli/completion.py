"""``anthology completion``: Tab in shells, by the package ``argcomplete``.

A shell runs the command with ``_ARGCOMPLETE`` in its environment, to ask for words.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sphinx_anthology.cli.arguments import publication
from sphinx_anthology.cli.ending import DONE, CommandError

SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")
_LOOKED_AT = 20_000
"""The number of bytes read of a document."""
_KEY = re.compile(rb"@\w+\s*[{(]\s*([^\s,={}]+)\s*,")


def run(given: argparse.Namespace) -> int:
    """Print the script that a shell reads; the result is the exit code."""
    try:
        print(_argcomplete().shellcode(["anthology"], shell=given.shell))
    except ImportError:
        how = "install it with: pip install 'sphinx-anthology[completion]'"
        raise CommandError(f"completion needs the package ‘argcomplete’; {how}") from None
    return DONE


def complete(parser: Callable[[], argparse.ArgumentParser]) -> None:
    """Answer a shell that asks for words, and end; else do nothing."""
    if "_ARGCOMPLETE" not in os.environ:
        return
    try:
        argcomplete = _argcomplete()
    except ImportError:
        return
    whole = parser()
    _add_completers(whole)
    argcomplete.autocomplete(whole, always_complete_options="long")


def _argcomplete() -> ModuleType:
    return importlib.import_module("argcomplete")


_Words = Callable[[Path], Iterable[str]]


def _add_completers(command: argparse.ArgumentParser) -> None:
    """Let the arguments of a command, and of those below it, know their words."""
    for action in command._actions:  # noqa: SLF001  # argparse has no public list
        for below in action.choices.values() if isinstance(action.choices, dict) else ():
            _add_completers(below)
        option = next((o for o in action.option_strings if o.startswith("--")), "")
        if option in _WORDS:
            action.completer = _completer(*_WORDS[option])  # type: ignore[attr-defined]


def _completer(words: _Words, several: bool) -> Callable[..., list[str]]:
    """What argcomplete calls; a shell that asks is told nothing of errors."""

    def completer(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> list[str]:
        before, comma, begun = prefix.rpartition(",") if several else ("", "", prefix)
        try:
            found = words(publication(getattr(parsed_args, "docs", None)))
        except (CommandError, OSError):
            return []
        return [f"{before}{comma}{word}" for word in sorted(found) if word.startswith(begun)]

    return completer


def _ids(docs: Path, kind: str) -> Iterator[str]:
    """The ids of authors or series, as their files say at the top."""
    own = re.compile(rb"---\s*\n(?:.*\n)*?%s:" % kind.encode())
    for root, folders, files in os.walk(docs):
        folders[:] = [folder for folder in folders if folder[0] not in "._"]
        for name in files:
            path = Path(root, name)
            if path.suffix != ".md" or not path.is_file():
                continue
            with path.open("rb") as stream:
                head = stream.read(_LOOKED_AT).removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"")
            block = head[: head.find(b"\n---", 3)] if head.startswith(b"---") else b""
            if own.match(block):
                yield path.parent.name if path.stem == "index" else path.stem


def _keys(docs: Path) -> Iterator[str]:
    text = (docs / "references.bib").read_bytes()
    return (key.decode(errors="replace") for key in _KEY.findall(text))


def _formats(docs: Path) -> Iterable[str]:
    return ("html", "pdf", "epub")


_WORDS: dict[str, tuple[_Words, bool]] = {
    "--series": (functools.partial(_ids, kind="series"), False),
    "--authors": (functools.partial(_ids, kind="author"), True),
    "--article": (_keys, False),
    "--to": (_formats, True),
}
"""The words of an option's value, and whether several may be given."""
