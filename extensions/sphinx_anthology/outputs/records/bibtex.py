"""BibTeX for biblatex: ``@online`` (biblatex manual, sections 2.1.1 and 2.2).

The title of the site is in ``journaltitle``, the only field where Zotero reads it; there is no
``note``, which Zotero would turn into a note. ``year`` is for old styles of BibTeX.

Fields are LaTeX in UTF-8. The ten special characters of LaTeX are written as commands (LaTeX2e
reference manual, sections 23.1 and 23.2), and braces separate ligatures such as ``--`` (The
TeXbook, chapter 2). All other characters are unchanged (biblatex manual, section 2.4.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from sphinx_anthology.model import names
from sphinx_anthology.model.citing.pieces import generation, undivided
from sphinx_anthology.model.names import Name
from sphinx_anthology.model.work import Work
from sphinx_anthology.outputs.records.formats import Record, one_line

_COMMANDS = {
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    # BibTeX counts braces, even after a backslash
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\N{NO-BREAK SPACE}": "~",
}
_SPECIAL = re.compile(f"[{re.escape(''.join(_COMMANDS))}]")
_PARTED = re.compile(r"([-'`<>,])(?=\1)|[?!](?=`)")
"""Characters that form a ligature with the next one."""


def latex(text: str) -> str:
    r"""A text as LaTeX that prints it.

    >>> print(latex("R&D -- a 5 % rise"))
    R\&D -{}- a 5 \% rise
    """
    escaped = _SPECIAL.sub(lambda sign: _COMMANDS[sign.group()], one_line(text))
    return _PARTED.sub(r"\g<0>{}", escaped)


_WORDS = re.compile(r"(?:[^\W\d_]|[.'’])+(?:[- ](?:[^\W\d_]|[.'’])+)*")
"""A plain name, which no parser of BibTeX splits wrongly."""
_JOINING = re.compile(r"\b(?:and|others)\b", re.IGNORECASE)
"""Words that separate names, outside of braces (BibTeXing, section 4)."""
_LANGUAGES = {
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nb": "norsk",
    "nl": "dutch",
    "nn": "nynorsk",
    "no": "norsk",
    "pl": "polish",
    "pt": "portuguese",
    "sv": "swedish",
    "tr": "turkish",
}
"""Language names of babel (biblatex manual, section 2.3.11)."""


def bibtex(record: Record) -> str:
    """An entry. Braces around title and names keep their capitals."""
    fields = (f"  {name} = {{{value}}},\n" for name, value in _fields(record.work) if value)
    return f"@online{{{record.key},\n{''.join(fields)}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    title = latex(work.title)
    yield "author", _authors(work)
    yield "title", f"{{{title}}}" if title else ""
    yield "journaltitle", latex(work.site)
    yield "series", latex(work.place.series_title) if work.place else ""
    yield "organization", latex(work.publisher)
    yield "date", str(work.date or "")
    yield "year", _year(work)
    yield "doi", _to_the_letter(work.doi) if _is_plain(work.doi) else ""
    yield "url", _to_the_letter(work.url or work.address)
    yield "langid", _LANGUAGES.get(re.split("[-_]", work.language)[0].lower(), "")
    yield "keywords", ", ".join(map(_keyword, work.tags))
    yield "abstract", latex(work.description)


def _year(work: Work) -> str:
    """The year, unless the date is an interval of several years."""
    date = work.date
    return f"{date.earliest.year:04}" if date and date.earliest.year == date.latest.year else ""


def _is_plain(doi: str) -> bool:
    """Whether a DOI needs no escaping, which its verbatim field does not allow."""
    return not set(doi) & set("{}\\%")


def _to_the_letter(address: str) -> str:
    """A verbatim field (biblatex manual, section 2.2.1)."""
    return quote(one_line(address), safe="%/:?#[]@!$&'()*+,;=~-._|<>")


def _keyword(tag: str) -> str:
    """A keyword; in braces if it has a comma."""
    return f"{{{latex(tag)}}}" if "," in tag else latex(tag)


def _authors(work: Work) -> str:
    return " and ".join(_name(person.name) for person in work.authors)


def _name(name: Name) -> str:
    """``van Gestel, Nicolette``, or ``{A Group}`` (BibTeXing, section 4)."""
    if whole := undivided(name):
        return f"{{{latex(whole)}}}"
    parts = (_family(name.family), _held(generation(name)), _held(name.given))
    return ", ".join(filter(None, parts))


def _family(family: str) -> str:
    """A family name with its particles before it.

    The rest is put in braces if it has lower-case words, as in ‘al-Tabari’: BibTeX treats
    everything up to the last of them as particles.
    """
    whole = " ".join(one_line(family).split())
    filed = names.without_particles(whole)
    particles = whole.removesuffix(filed).strip()
    if particles and ("-" in particles or not _is_plain_name(particles)):
        return f"{{{latex(whole)}}}"
    has_more = any(word[0].islower() for word in filed.split()[1:])
    begins_low = "-" in filed and not filed[0].isupper()
    return " ".join(filter(None, (particles, _held(filed, together=has_more or begins_low))))


def _held(part: str, *, together: bool = False) -> str:
    """A part of a name; in braces, unless it consists of plain words."""
    text = latex(part)
    return f"{{{text}}}" if text and (together or not _is_plain_name(text)) else text


def _is_plain_name(text: str) -> bool:
    return bool(_WORDS.fullmatch(text)) and not _JOINING.search(text)
