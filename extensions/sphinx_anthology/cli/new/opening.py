"""Opens a file in the editor that somebody prefers, else in the program of the system."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path


def open_file(path: Path) -> str:
    """Open a file; the result says why that failed, and is empty if it did not.

    The editor is ``$VISUAL``, else ``$EDITOR``; it may have arguments, and no shell reads it.
    """
    stated = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(stated, posix=os.name != "nt")
    except ValueError as error:
        return f"{path} was not opened: the editor ‘{stated}’ cannot be read ({error})."
    if not command and os.name == "nt":
        return _started(path)
    command = command or [*_openers()]
    if not command:
        return f"{path} was not opened: no program is known. Set EDITOR to the one you prefer."
    return _run([*command, str(path)])


def _openers() -> tuple[str, ...]:
    """The command of the system that opens files in their usual program."""
    name = "open" if sys.platform == "darwin" else "xdg-open"
    return (name,) if shutil.which(name) else ()


def _run(command: list[str]) -> str:
    try:
        code = subprocess.run(command, check=False).returncode  # noqa: S603  # of the user's choice
    except OSError as error:
        return f"{command[-1]} was not opened: {command[0]}: {error.strerror}."
    return f"{command[0]} ended with exit code {code}." if code else ""


def _started(path: Path) -> str:
    start = getattr(os, "startfile", None)  # Windows alone has it
    try:
        if start:
            start(path)
    except OSError as error:
        return f"{path} was not opened: {error.strerror}."
    return ""
