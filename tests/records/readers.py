"""What readers that others wrote make of our files."""

from __future__ import annotations

import dataclasses as dc
import importlib.util
import io
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import rispy
from pybtex.database import Entry
from pybtex.database import Person as Named
from pybtex.database.input.bibtex import Parser

from tests.browser.checkers import node, package


@dc.dataclass(frozen=True, slots=True)
class Read:
    """What a reader found: the names as family and given."""

    title: str
    authors: tuple[tuple[str, str], ...]
    date: str
    url: str
    site: str
    abstract: str


def by_pybtex(text: str) -> list[Read]:
    """The entries of a file of BibTeX."""
    found = Parser().parse_string(text).entries.values()
    return [_of_entry(entry) for entry in found]


def _of_entry(entry: Entry) -> Read:
    fields = entry.fields
    return Read(
        title=from_latex(fields.get("title", "")),
        authors=tuple(map(_of_person, entry.persons.get("author", ()))),
        date=fields.get("date", ""),
        url=fields.get("url", ""),
        site=from_latex(fields.get("journaltitle", "")),
        abstract=from_latex(fields.get("abstract", "")),
    )


def _of_person(person: Named) -> tuple[str, str]:
    family = person.prelast_names + person.last_names
    given = person.first_names + person.middle_names
    return from_latex(" ".join(family)), from_latex(" ".join(given))


_SIGNS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def from_latex(text: str) -> str:
    """LaTeX as TeX reads it, as far as the reference manual has it in sections 23.1 and 23.2."""
    commands = r"\\(?P<sign>text[a-z]+)\{\}|\\(?P<own>[#$%&_])|(?P<tie>~)|[{}]"
    return " ".join(re.sub(commands, _sign, text).split())


def _sign(match: re.Match[str]) -> str:
    if match["tie"]:
        return " "
    return _SIGNS[match["sign"]] if match["sign"] else match["own"] or ""


def by_rispy(text: str) -> list[dict[str, Any]]:
    """The records of a file of RIS, as it is in bytes."""
    found: list[dict[str, Any]] = rispy.load(io.StringIO(text, newline=""))
    return found


def by_citation_js(*files: str) -> list[list[dict[str, Any]]]:
    """The items of files of any format."""
    asked = {"from": str(package("@citation-js/core/package.json").resolve()), "files": files}
    ran = subprocess.run(
        [node(), str(Path(__file__).with_name("citation.cjs"))],
        input=json.dumps(asked),
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=300,
    )
    found: list[list[dict[str, Any]]] = json.loads(ran.stdout)
    return found


def people(item: dict[str, Any]) -> list[tuple[str, str]]:
    """The authors of an item of CSL, their particles before their names."""
    return [_parts(author) for author in item.get("author", ())]


def _parts(author: dict[str, str]) -> tuple[str, str]:
    particles = ("dropping-particle", "non-dropping-particle", "family", "literal")
    family = " ".join(filter(None, (author.get(part) for part in particles)))
    return " ".join(family.split()), " ".join(author.get("given", "").split())


def schemas() -> Path:
    """The folder of schemas in commonmeta-py, of which nothing else is asked."""
    found = importlib.util.find_spec("commonmeta")
    if found is None or not found.submodule_search_locations:
        pytest.skip("The schemas are missing: pip install --no-deps commonmeta-py.")
    places: Sequence[str] = found.submodule_search_locations
    return Path(places[0], "resources")
