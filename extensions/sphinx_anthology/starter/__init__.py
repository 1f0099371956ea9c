"""A new publication: its files, from what an editor answers."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import json
import re
import string
from collections.abc import Iterator, Mapping
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable

from sphinx_anthology.model.front_matter_text import front_matter
from sphinx_anthology.model.schema import schema_text, whole_schema

_DOTTED = frozenset(
    {"github", "gitattributes", "gitignore", "gitlab-ci.yml", "pre-commit-config.yaml", "vscode"}
)
"""Files and folders whose names begin with a dot, which packaging tools would take for theirs."""
_SERIES = "docs/series/first-steps"
_EXAMPLES: Mapping[str, tuple[str, Mapping[str, object]]] = {
    f"{_SERIES}/index.md": (
        "series",
        {
            "title": "First steps",
            "description": "How a series and its posts are written, by example.",
            "kind": "column",
            "part_label": "Part",
        },
    ),
    f"{_SERIES}/01-write-a-post.md": (
        "post",
        {
            "title": "How to write a post",
            "description": "A post is a text file: its front matter, and how its text is written.",
            "authors": ["ada-quay"],
            "tags": ["writing"],
        },
    ),
    f"{_SERIES}/02-cite-and-schedule.md": (
        "post",
        {
            "title": "How to cite an article and schedule a post",
            "description": "A journal article in a box, citations and footnotes, posts for later.",
            "authors": ["ada-quay", "ben-strand"],
            "tags": ["writing"],
            "articles": ["carberry2008"],
            "roles": {"ben-strand": "Guest editor"},
        },
    ),
    "docs/authors/ada-quay.md": (
        "author",
        {"title": "Ada Quay", "role": "Editor of this example"},
    ),
    "docs/authors/ben-strand.md": (
        "author",
        {"title": "Ben Strand", "role": "Guest of this example"},
    ),
}
"""The kind and the fields of the example documents, by path; they are in English."""


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

    ``day`` is the date of the example posts, ``requirements`` the text of ``requirements.txt``.
    """
    values = {
        "title": _escaped(answers.title),
        "author": "ada-quay",
        "rights": _rights(answers),
        "day": day.isoformat(),
    }
    heads = dict(_front_matters(answers, day))
    made = {"docs/conf.py": conf(answers), "requirements.txt": requirements}
    made[".vscode/front-matter.schema.json"] = schema_text(whole_schema())
    for path, text in _templates():
        places = {**values, "front_matter": heads.get(path, "")}
        made[path] = _Text(text).substitute(places) if path.endswith(".md") else text
    return dict(sorted(made.items()))


def _templates() -> Iterator[tuple[str, str]]:
    """All files that are the same but for places in them, by the path that they get."""
    yield from _below(package_files(__name__) / "files", "")


def _below(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f".{entry.name}" if entry.name in _DOTTED and not path else entry.name
        if entry.is_dir():
            yield from _below(entry, f"{path}{name}/")
        else:
            yield f"{path}{name}", entry.read_text(encoding="utf-8")


def conf(answers: Answers) -> str:
    """The text of ``conf.py``: what is answered, and the rest as comments."""
    journal = {"title": answers.journal}
    if answers.issn:
        journal["issn"] = answers.issn
    settings = (
        ("project", answers.title, "Harbour Notes"),
        ("author", answers.publisher or answers.journal, "Harbour University Press"),
        ("language", answers.language, "en"),
        ("html_baseurl", answers.address, "https://blog.example.org/"),
        ("anthology_journal", journal if answers.journal else "", {"title": "Harbour Studies"}),
        ("anthology_publisher", answers.publisher, "Harbour University Press"),
        ("anthology_license", answers.licence, "CC-BY-4.0"),
        ("anthology_timezone", "", "Europe/London"),
        ("anthology_tagline", "", "The blog of Harbour Studies"),
        ("anthology_disclaimer", "", "The posts express the views of their authors."),
    )
    lines = ['"""The settings of the publication."""', "", 'extensions = ["sphinx_anthology"]']
    for name, value, example in settings:
        shown = json.dumps(value or example, ensure_ascii=False)
        lines.append(f"{'' if value else '# '}{name} = {shown}")
    return "\n".join((*lines, ""))


def _front_matters(answers: Answers, day: dt.date) -> Iterator[tuple[str, str]]:
    """The front matter of the documents that have one, by path."""
    yield "docs/index.md", front_matter("page", {"title": answers.title, "draft": False})
    language = None if re.match(r"en\b", answers.language) else "en"
    for path, (kind, fields) in _EXAMPLES.items():
        date = {"date": day} if kind == "post" else {}
        yield path, front_matter(kind, {**fields, **date, "language": language})


def _rights(answers: Answers) -> str:
    if not answers.licence:
        return "Say here what readers may do with the texts."
    return f"The texts are under the licence {answers.licence} where no other is named."


def _escaped(text: str) -> str:
    """A text in Markdown, as it is."""
    return re.sub(r"([\\`*_{}\[\]<>()#+.!|$~^-])", r"\\\1", text)
