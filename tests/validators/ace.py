"""Ace by DAISY: whether an EPUB can be read by everybody, as far as a machine can tell."""

from __future__ import annotations

import dataclasses as dc
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.browser.checkers import chromium, node, package

# both packages are asked for: the command is nothing without the one that runs a browser
COMMAND = "@daisy/ace-cli/bin/ace.js"
RUNNER = "@daisy/ace-axe-runner-puppeteer/package.json"


@dc.dataclass(frozen=True, slots=True)
class Assertion:
    """Something that Ace finds: the rule, how grave it is, where, and the words of the rule."""

    rule: str
    impact: str
    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.says} {self.where}"


@dc.dataclass(frozen=True, slots=True)
class Verdict:
    """``pass`` or ``fail``, and everything that was found, were it only noteworthy."""

    outcome: str
    assertions: tuple[Assertion, ...]
    pages: int


def check(path: Path, folder: Path) -> Verdict:
    """What Ace says of an EPUB; its report is left in ``folder``."""
    options = ("--silent", "--force", "--doNotReportMedia", "--outdir", str(folder))
    command = [node(), _command(), *options, str(path)]
    environment = _environment(folder)
    # no pipes: a browser that is slow to go would hold them open
    with (folder / "said.txt").open("wb") as said_by_it:
        subprocess.run(
            command, env=environment, check=True, stdout=said_by_it, stderr=said_by_it, timeout=300
        )
    said: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    pages = [each["earl:testSubject"]["url"] for each in said["assertions"]]
    return Verdict(said["earl:result"]["earl:outcome"], tuple(_assertions(said)), len(pages))


def _command() -> str:
    package(RUNNER)
    return str(package(COMMAND))


def _environment(folder: Path) -> dict[str, str]:
    """A browser that is there already, and a place of its own for what Ace and it write down."""
    places = ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    own = dict.fromkeys(places, str(home))
    return {**os.environ, **own, "PUPPETEER_EXECUTABLE_PATH": chromium()}


def _assertions(said: dict[str, Any]) -> Iterator[Assertion]:
    for about in said["assertions"]:
        for each in about["assertions"]:
            test, result = each["earl:test"], each["earl:result"]
            yield Assertion(
                rule=test["dct:title"],
                impact=test["earl:impact"],
                where=f"{about['earl:testSubject']['url']} {each.get('html', '')}".strip(),
                says=result["dct:description"],
            )
