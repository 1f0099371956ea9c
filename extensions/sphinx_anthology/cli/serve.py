"""``anthology serve``: a live preview in the browser."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import importlib.util
import os
import sys
import webbrowser
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx_anthology.cli.ending import CommandError, sentence
from sphinx_anthology.model.problem import Code, more_about

if TYPE_CHECKING:
    from sphinx_anthology.preview.loop import Shown
    from sphinx_anthology.preview.messages import BuildResult, Finding

PORT = 8000
"""The first port that is tried."""
NEEDED = ("watchfiles", "starlette", "uvicorn")
"""The packages of the extra ``serve``."""


def run(given: argparse.Namespace) -> int:
    """Serve until Ctrl-C; the result is the exit code.

    :raises CommandError: if packages are missing, or no port is free.
    """
    _require_packages()
    # slow to load, and may be missing
    from sphinx_anthology.preview.messages import Places  # noqa: PLC0415
    from sphinx_anthology.preview.server import Preview, free_port, serve  # noqa: PLC0415

    try:
        port = free_port(given.port or PORT, most=1 if given.port else 50)
    except OSError as error:
        hint = f"Write --port {given.port + 1}, or leave it out" if given.port else "End another"
        message = f"port {given.port or PORT} cannot be used ({error.strerror}). {hint}."
        raise CommandError(message) from error
    address = f"http://127.0.0.1:{port.getsockname()[1]}/"
    docs = given.docs.resolve()
    overrides: dict[str, object] = {"anthology_as_of": given.as_of} if given.as_of else {}
    build = docs / "_build"
    places = Places(
        docs=docs, out=build / "preview", doctrees=build / ".preview", overrides=overrides
    )
    print(f"Preview of {docs.name}: {address} (Ctrl-C ends it)", flush=True)
    print("It shows drafts, and is for this computer alone.", flush=True)
    terminal = _Terminal(given.docs)
    preview = Preview(places, describe=describe, tell=terminal.tell)
    if given.browser and _has_screen():
        webbrowser.open(address)
    with contextlib.suppress(KeyboardInterrupt):
        serve(preview, port)
    print("The preview has ended.")
    return 0


def _require_packages() -> None:
    if any(importlib.util.find_spec(name) is None for name in NEEDED):
        raise CommandError(
            "‘anthology serve’ needs packages that are not installed. Write: "
            'python -m pip install "sphinx-anthology[serve]"'
        )


def _has_screen() -> bool:
    """Whether a browser can be opened; else one of the terminal might."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def describe(error: BaseException) -> str:
    """An exception as a sentence, for whoever goes on editing."""
    return sentence(error).replace(", and run the same command again", "")


class _Terminal:
    """Says in the terminal what each build did, and what is new of problems."""

    def __init__(self, docs: Path) -> None:
        self._docs = docs
        self._told: frozenset[Finding] = frozenset()
        self._error = ""
        self._has_said_more = False

    def tell(self, shown: Shown, result: BuildResult, seconds: float) -> None:
        """One line a build, and a line for each new problem."""
        if result.is_broken_off:
            return
        if result.error:
            if result.error != self._error:
                print(f"No build: {result.error}", flush=True)
            self._error = result.error
            return
        self._error = ""
        kind = "saved" if result.is_quick else "complete"
        print(f"{_now()} {kind}: {_pages(len(result.pages))} in {seconds:.1f} s", flush=True)
        found = frozenset(f for f in shown.findings if f.level != "could")
        for finding in sorted(found - self._told, key=lambda f: (f.file, f.line, f.message)):
            place = f"{self._docs / finding.file}:{finding.line}"
            print(f"  {place}: {finding.level}: {finding.message} [{finding.code}]", flush=True)
        self._tell_of_codes({finding.code for finding in found})
        if mended := len(self._told - found):
            print(f"  {mended} mended.", flush=True)
        self._told = found

    def _tell_of_codes(self, codes: AbstractSet[str]) -> None:
        """Say once where more is about the codes of problems."""
        ours = sorted(codes & {code.slug for code in Code})
        if ours and not self._has_said_more:
            self._has_said_more = True
            print(f"  {more_about(ours[0])}", flush=True)


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _now() -> str:
    return f"{dt.datetime.now().astimezone():%H:%M:%S}"
