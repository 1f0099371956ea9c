"""A new publication: its files, from what an editor answers."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import json
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from typing import Any

from sphinx_anthology.model.front_matter_text import scalar
from sphinx_anthology.model.schema import schema_text, whole_schema

_FILES = package_files(__name__)
_LANGUAGES = _FILES / "languages"
_Words = Mapping[str, Mapping[str, Any]]
_DOTTED = frozenset(
    {"github", "gitattributes", "gitignore", "gitlab-ci.yml", "pre-commit-config.yaml", "vscode"}
)
"""Files and folders whose names begin with a dot, which packaging tools would take for theirs."""
_IN_ENGLISH = re.compile(r"^(?=(?:post|author|series):)", re.MULTILINE)
"""Where an example says its language, if that is not the publication's."""


class _Text(string.Template):
    """A text with places such as ``%{title}``."""

    delimiter = "%"
    idpattern = r"(?!)"
    braceidpattern = r"[a-z_]+"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an editor says of a new publication; all but the title may be empty."""

    title: str
    journal: str = ""
    issn: str = ""
    """Of the journal, as ``2049-3630``."""
    publisher: str = ""
    licence: str = ""
    """As SPDX has it: ``CC-BY-4.0``."""
    address: str = ""
    """Of the site, with ``https://``."""
    language: str = "en"
    """A language tag of BCP 47."""


def publication(answers: Answers, day: dt.date, requirements: str) -> Mapping[str, str]:
    """The texts of all files of a new publication, by path.

    ``day`` is the date of the example posts, ``requirements`` the lines of ``requirements.txt``
    below the first. The texts are in the publication's language if there are such, else in English.
    """
    words = _words(answers)
    places = _places(answers, day, words)
    made = {path: _Text(text).substitute(places) for path, text in _texts(answers)}
    made["docs/conf.py"] = conf(answers)
    made["requirements.txt"] = f"# {words['places']['requirements']}\n{requirements}"
    made[".vscode/front-matter.schema.json"] = schema_text(whole_schema())
    return dict(sorted(made.items()))


def _places(answers: Answers, day: dt.date, words: _Words) -> Mapping[str, str]:
    """What is put into the texts."""
    rights = words["rights"]["licensed" if answers.licence else "open"]
    return {
        **words["places"],
        "title": _escaped(answers.title),
        "front_title": scalar(answers.title),
        "rights": rights.format(licence=answers.licence),
        "day": day.isoformat(),
    }


def _words(answers: Answers) -> _Words:
    """The words of files that are the same in all languages."""
    path = _LANGUAGES / f"{_language(answers) or 'en'}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _language(answers: Answers) -> str:
    """The publication's language without its country; empty if there are no texts in it."""
    first = answers.language.partition("-")[0].lower()
    return first if (_LANGUAGES / f"{first}.toml").is_file() else ""


def _texts(answers: Answers) -> Iterator[tuple[str, str]]:
    """The files of all languages, and those of the language, by the paths that they get."""
    yield from _below(_FILES / "files", "")
    if language := _language(answers):
        yield from _below(_LANGUAGES / language, "")
    else:
        for path, text in _below(_LANGUAGES / "en", ""):
            yield path, _IN_ENGLISH.sub("language: en\n", text, count=1)


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f".{entry.name}" if entry.name in _DOTTED and not path else entry.name
        if entry.is_dir():
            yield from _below(entry, f"{path}{name}/")
        else:
            yield f"{path}{name}", entry.read_text(encoding="utf-8")


def conf(answers: Answers) -> str:
    """The text of ``conf.py``: what is answered, and the rest as comments."""
    journal = {"title": answers.journal, "issn": answers.issn}
    stated = {
        "project": answers.title,
        "author": answers.publisher or answers.journal,
        "language": _with_case(answers.language),
        "html_baseurl": answers.address,
        "anthology_journal": {k: v for k, v in journal.items() if v} if answers.journal else "",
        "anthology_publisher": answers.publisher,
        "anthology_license": answers.licence,
    }
    examples = dict(_words(answers)["conf"])
    lines = [f'"""{examples.pop("about")}"""', "", 'extensions = ["sphinx_anthology"]']
    for name, example in examples.items():
        value = stated.get(name)
        shown = json.dumps(value or example, ensure_ascii=False)
        lines.append(f"{'' if value else '# '}{name} = {shown}")
    return "\n".join((*lines, ""))


def _with_case(tag: str) -> str:
    """A language tag as Sphinx looks for it.

    >>> _with_case("de-at"), _with_case("zh-hant")
    ('de_AT', 'zh_Hant')
    """
    first, *more = tag.split("-")
    cases = (part.upper() if len(part) == 2 else part.title() for part in more)
    return "_".join((first.lower(), *cases))


def _escaped(text: str) -> str:
    """A text in Markdown, as it is."""
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|$~^-])", r"\\\1", text)
