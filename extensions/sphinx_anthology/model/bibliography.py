"""The bibliography: journal articles from ``references.bib`` (BibTeX, as Zotero exports it)."""

from __future__ import annotations

import dataclasses as dc
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pybtex import errors as pybtex_errors
from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.input.bibtex import Parser
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from sphinx_anthology.model import identifiers, names
from sphinx_anthology.model.bibtex_names import split_field
from sphinx_anthology.model.bibtex_text import repaired
from sphinx_anthology.model.problem import Code, Problem, quoted


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An entry of the bibliography; fields that the entry does not state are empty.

    ``fields`` holds the whole entry as written, so that entries are equal only if all their
    citations are.
    """

    key: str
    title: str = ""
    authors: tuple[names.Name, ...] = ()
    editors: tuple[names.Name, ...] = ()
    more_authors: bool = False
    """Whether the entry ends its authors with ``and others``."""
    more_editors: bool = False
    year: str = ""
    journal: str = ""
    publisher: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether the entry can be cited: it has a title and an author."""
        return bool(self.title and self.authors)

    @property
    def address(self) -> str:
        """The address: by DOI, else the URL, else empty."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


@dc.dataclass(frozen=True, slots=True)
class Bibliography:
    """All articles by key, and the problems of the file."""

    articles: Mapping[str, Article] = dc.field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    cleaned: str | None = None
    """The readable part as BibTeX; :data:`None` if the file has no errors."""


_ENTRY = re.compile(r"@\w+\s*[{(]\s*(?=(?P<key>[^\s,]+)\s*,)")
"""The beginning of an entry."""
_MOST_TOLD = 200
"""The most errors that are reported at once."""
_SIMPLE = re.compile(r"(?:[A-Za-z0-9 .:;()/]|,(?!,))*")
"""LaTeX that is the same as plain text."""


@functools.lru_cache(maxsize=2)
def read_bibliography(text: str, file: str) -> Bibliography:
    """Read BibTeX; what cannot be read becomes a problem, the rest is kept.

    The result is cached: all builders of one build read the same text.
    """
    found: list[PybtexError] = []
    sound, mending = repaired(text)
    parser = _Parser(found)
    with pybtex_errors.capture() as captured:
        try:
            data = parser.parse_string(sound)
        except PybtexError as error:
            found.append(error)
            data = parser.data
    errors = [*captured, *found]
    explained = (_explained(sound, error) for error in errors[:_MOST_TOLD])
    said = dict.fromkeys([*mending, *explained])
    problems = [Problem(file, line, f"BibTeX: {told}", Code.BIBLIOGRAPHY) for line, told in said]
    for key, name, told in parser.told:
        line = _line_of_field(text, key, name)
        problems.append(Problem(file, line, f"Entry ‘{key}’: {told}", Code.BIBTEX_FORM))
    cleaned = data.to_string("bibtex") if problems or parser.is_changed else None
    articles = {}
    for key, entry in data.entries.items():
        article, wrong = article_of(key, entry)
        articles[key] = article
        problems += [
            Problem(file, _line_of(text, key), message, Code.BIBLIOGRAPHY) for message in wrong
        ]
    return Bibliography(articles, tuple(problems), cleaned)


class _Parser(Parser):  # type: ignore[misc]  # pybtex has no annotations
    """A BibTeX parser that goes on after errors and splits lists of people itself."""

    def __init__(self, found: list[PybtexError]) -> None:
        super().__init__()
        self._found = found
        self.data: BibliographyData
        self.told: list[tuple[str, str, str]] = []
        self.is_changed = False

    def process_entry(self, kind: str, key: str | None, fields: list[tuple[str, Any]]) -> None:
        """Read an entry whose people may be separated by other words than ‘and’."""
        read = [(name, self._people(key or "", name, value)) for name, value in fields]
        super().process_entry(kind, key, [*read, *self._as_bibtex(read)])

    def _as_bibtex(self, fields: list[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
        """BibTeX's names for fields that BibLaTeX (Zotero's export) names differently."""
        known = {name.lower(): self.flatten_value_list(value) for name, value in fields}
        year = re.match(r"\d{4}(?!\d)", known.get("date", ""))
        if year and "year" not in known:
            self.is_changed = True
            yield "year", [year[0]]
        if "journaltitle" in known and "journal" not in known:
            self.is_changed = True
            yield "journal", [known["journaltitle"]]

    def _people(self, key: str, name: str, value: Any) -> Any:
        text = self.flatten_value_list(value)
        if name not in self.person_fields:
            if _PERCENT.search(text) and name.lower() not in _TO_THE_LETTER:
                write = _PERCENT.sub(r"\\%", " ".join(text.split()))
                told = f"in BibTeX a ‘%’ is written ‘\\%’. Write {name} = {{{write}}},"
                self.told.append((key, name, told))
            if "<!--" not in text:
                return value
            told = "it has an HTML comment, which is left out. Move the comment outside the entry."
            self.told.append((key, name, told))
            self.is_changed = True
            return [" ".join(_COMMENT.sub(" ", text).split())]
        found, asked = split_field(text)
        self.told += [(key, name, one.replace("{field}", name)) for one in asked]
        written = " and ".join(found)
        self.is_changed = self.is_changed or written != " ".join(text.split())
        return [written]

    def handle_error(self, error: PybtexError) -> None:
        """Record an error instead of stopping."""
        self._found.append(error)


_PERCENT = re.compile(r"(?<!\\)%")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")


def _line_of(text: str, key: str, *, last: bool = False) -> int:
    """The line of an entry; of repeated keys the first, or the last."""
    found = _entry_lines(text).get(key)
    return found[-1 if last else 0] if found else 0


def _line_of_field(text: str, key: str, name: str) -> int:
    """The line of an entry's field, else the line of the entry."""
    first = _line_of(text, key)
    field = re.compile(rf"\b{re.escape(name)}\s*=", re.IGNORECASE)
    for number, line in enumerate(text.split("\n")[max(first - 1, 0) :], max(first, 1)):
        if field.search(line):
            return number
        if number > first and line.lstrip().startswith("@"):
            break
    return first


@functools.lru_cache(maxsize=1)
def _entry_lines(text: str) -> dict[str, list[int]]:
    """The lines of all entries, by key."""
    lines: dict[str, list[int]] = {}
    line = end = 0
    for match in _ENTRY.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        lines.setdefault(match["key"], []).append(line + 1)
    return lines


def _line_of_error(text: str, error: Exception) -> int:
    """The line that a pybtex error is about; 0 if unknown."""
    repeated = re.fullmatch(r"repeated bibliography entry: (?P<key>\S+)", _first_line(error))
    if repeated:
        return _line_of(text, repeated["key"], last=True)
    return getattr(error, "lineno", None) or 0


_BARE = re.compile(r"\s*(?P<name>[\w-]+)\s*=\s*(?P<value>[^\s{\"#@,}][^{}\"#,]*?)\s*,?\s*\}?\s*")
_WHOLE = re.compile(r"\s*[\w-]+\s*=\s*(?:\{.*\}|\".*\"|\d+)\s*")
_INSTEAD = {
    "premature end of file": "a bracket is not closed, or an entry does not end with ‘}’.",
    "unbalanced braces": "a bracket is not closed, or one is too many.",
    "entry key expected": "the entry has no key. Write @article{key, as its first line.",
    "'=' expected": "a field is written name = {value}, with a comma after the key and each field.",
    "'}' expected": "there is a comma or a ‘}’ missing. A field is written name = {value},",
    "'(' or '{' expected": "an entry begins with its kind and its key. Write @article{key,",
    "field value expected": "a field has no value. Write name = {value},",
    "a valid name expected": "the kind of the entry is missing. Write @article{key,",
}
"""Our words for pybtex's error messages."""


def _explained(text: str, error: Exception) -> tuple[int, str]:
    """The line of a pybtex error, and the message: the fault and the fix."""
    said, line = _first_line(error), _line_of_error(text, error)
    if key := said.partition("repeated bibliography entry: ")[2]:
        return (
            line,
            f"there are two entries ‘{key}’; the first is used. Give one of them another key.",
        )
    if names_given := said.partition("Too many commas in ")[2]:
        place = text.find(names_given.strip("'\""))
        message = "Put ‘and’ between people: author = {Doe, Jane and Lee, Kim},"
        where = text.count("\n", 0, place) + 1 if place >= 0 else line
        return (
            where,
            f"the name {quoted(names_given.strip(chr(39)))} has too many commas. {message}",
        )
    lines = text.split("\n")
    here = lines[line - 1][:500] if 0 < line <= len(lines) else ""
    before = next((i for i in range(line - 2, -1, -1) if lines[i].strip()), -1)
    if "undefined string" in said or "'}' expected" in said:
        if bare := _BARE.fullmatch(here):
            write = f"{bare['name']} = {{{bare['value']}}},"
            return line, f"a value that is not a number needs brackets. Write {write}"
        if before >= 0 and _WHOLE.fullmatch(lines[before]) and "}" in said:
            return before + 1, f"there is no comma after the field. Write {lines[before].strip()},"
    for words, instead in _INSTEAD.items():
        if words in said:
            return line, instead
    return line, f"{said}."


def article_of(key: str, entry: Entry) -> tuple[Article, list[str]]:
    """An entry as a record, and the messages about it."""
    wrong: list[str] = []
    fields = {name.lower(): _field(name, value, wrong) for name, value in entry.fields.items()}
    wrong = [f"Entry ‘{key}’: {reason}" for reason in wrong]
    doi = fields.get("doi", "")
    if doi:
        try:
            doi = identifiers.doi(doi)
        except ValueError as error:
            wrong.append(f"Entry ‘{key}’: {error}.")
            doi = ""
    authors, editors = entry.persons.get("author", ()), entry.persons.get("editor", ())
    article = Article(
        key=key,
        title=fields.get("title", ""),
        authors=_names(authors),
        editors=_names(editors),
        more_authors=any(map(stands_for_others, authors)),
        more_editors=any(map(stands_for_others, editors)),
        year=fields.get("year", "") or fields.get("date", "")[:4],
        journal=fields.get("journal", "") or fields.get("journaltitle", ""),
        publisher=fields.get("publisher", ""),
        volume=fields.get("volume", ""),
        number=fields.get("number", "") or fields.get("issue", ""),
        pages=fields.get("pages", "").replace("--", "–"),
        doi=doi,
        url=fields.get("url", ""),
        fields=(
            ("type", str(entry.type)),
            *((role, str(p)) for role, people in sorted(entry.persons.items()) for p in people),
            *sorted((name, str(value)) for name, value in entry.fields.items()),
        ),
    )
    return article, wrong


_TO_THE_LETTER = frozenset({"doi", "url"})
"""Fields that are not text: only BibTeX's own escapes are removed."""


def _field(name: str, value: str, wrong: list[str]) -> str:
    """A field as plain text; unreadable LaTeX stays as written and is reported."""
    if name.lower() in _TO_THE_LETTER:
        return re.sub(r"\\([_%&#$~{}])", r"\1", value).strip()
    try:
        return _plain(value)
    except (ValueError, PybtexError):
        wrong.append(f"the field ‘{name}’ is no LaTeX that can be read.")
        return " ".join(value.split())


def _plain(latex: str) -> str:
    """LaTeX as plain text: accents become letters, commands and braces are removed."""
    if _SIMPLE.fullmatch(latex):
        return " ".join(latex.split())
    text = " ".join(str(Text.from_latex(_PERCENT.sub(r"\\%", latex))).split())
    return re.sub(r"\\[A-Za-z]+\*?\s*", "", text.replace(r"\$", "$"))


def _names(people: Iterable[Person]) -> tuple[names.Name, ...]:
    """The names of people, without ``others``."""
    found = (name_of(person) for person in people if not is_others(person))
    return tuple(name for name in found if name.family or name.given)


def is_others(person: Person) -> bool:
    """Whether a person is BibTeX's ``others``, or a written ‘et al.’."""
    return names.is_nobody(str(person).replace(",", " "))


def stands_for_others(person: Person) -> bool:
    """Whether a person is ``others``, or has an ‘et al.’ after the name."""
    return is_others(person) or names.without_others(str(person)) != str(person)


def name_of(person: Person) -> names.Name:
    """The name of a BibTeX person, in parts."""
    given, family, suffix = (
        names.without_others(" ".join(map(_plain, parts)))
        for parts in (
            person.first_names + person.middle_names,
            person.prelast_names + person.last_names,
            person.lineage_names,
        )
    )
    given, family = names.with_particles(given, family)
    return names.Name(given=given, family=family, suffix=suffix, literal=not given)
