"""Builds in processes of their own: on another day, somewhere else, without a network."""

from __future__ import annotations

import contextlib
import dataclasses as dc
import functools
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

INSIDE = Path(__file__).with_name("inside.py")
BUILD = "import sys; from sphinx_anthology.cli.__main__ import main; sys.exit(main())"
"""``anthology`` as code."""
WITHOUT = ("SOURCE_DATE_EPOCH", "PYTHONHASHSEED", "TZ", "LANG", "LC_ALL", "NO_PROXY", "no_proxy")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")
NAMESPACE = ("unshare", "--map-root-user", "--net")
"""Runs a command where there is no network but the machine itself, and that is down."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a process can see of where and when it runs."""

    days: int = 0
    seed: str = "0"
    variables: Mapping[str, str] = dc.field(default_factory=dict)
    before: tuple[str, ...] = ()
    """What the command stands behind."""


@dc.dataclass(frozen=True, slots=True)
class Done:
    """How a process ended, what it said, and whom it asked on the network."""

    code: int
    out: str
    errors: str
    attempts: tuple[str, ...]


def run(world: World, folder: Path, code: str, *arguments: str) -> Done:
    """Run code in a world, in a folder that is its home too; nobody on the network answers."""
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / "attempts.txt"
    command = [sys.executable, "-P", str(INSIDE), str(world.days), str(record), code, *arguments]
    with listening() as (address, heard):
        done = subprocess.run(
            [*world.before, *command],
            cwd=folder,
            env=_environment(world, folder, address),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
    noted = record.read_text(encoding="utf-8").splitlines() if record.is_file() else []
    return Done(done.returncode, done.stdout, done.stderr, (*noted, *heard))


def _environment(world: World, folder: Path, proxy: str) -> dict[str, str]:
    """The variables. Whatever is written in Rust asks the proxy, and Python hears nothing of it."""
    kept = {name: value for name, value in os.environ.items() if name not in WITHOUT}
    return {
        **kept,
        **dict.fromkeys(PROXIES, proxy),
        "HOME": str(folder),
        "PYTHONHASHSEED": world.seed,
        **world.variables,
    }


@contextlib.contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A proxy that hangs up: its address, and the first line of everything it was asked."""
    heard: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_hang_up, args=(server, heard))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        finally:
            socket.create_connection(server.getsockname()).close()
            thread.join()


def _hang_up(server: socket.socket, heard: list[str]) -> None:
    """Note who calls, until somebody calls and says nothing."""
    while True:
        connection, _ = server.accept()
        with connection:
            said = connection.recv(1000).decode("latin-1")
        if not said:
            return
        heard.append(said.splitlines()[0])


@functools.cache
def namespace_refused() -> str:
    """Why no process can be kept from the network by the system; empty where it can."""
    try:
        done = subprocess.run([*NAMESPACE, "true"], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return "there is no ‘unshare’ here"
    return done.stderr.strip() if done.returncode else ""
