"""Where a new document goes: beside those of its kind, under a name of its title."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.publication import Publication
from sphinx_anthology.model.names import slug, sort_key
from sphinx_anthology.model.problem import quoted
from sphinx_anthology.model.source import Source

_LONGEST = 60
"""The most characters of a title in a file name."""
_ENDINGS = (".md", ".markdown", ".rst", ".txt", ".ipynb")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index|search|genindex|404")
"""Names that Windows forbids, and names of the site's own pages."""
_NUMBER = re.compile(r"(?P<number>\d+)-")
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})
"""Letters without accents that are none of English."""
_LETTERS_OF = {"de": str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})}
"""Letters with accents that a language writes out, by its code."""
_NAME = re.compile(r"[^\W_][\w-]*")


def name_of(title: str, kind: str, language: str = "") -> str:
    """A file name from a title: at most six words, without accents.

    ``language`` is that of the publication, such as ``de``: it may write letters out.

    :raises CommandError: if the title has no letter or digit.
    """
    if not re.search(r"[^\W_]", title):
        message = f"the title {quoted(title)} has no letter or digit to name the file by."
        raise CommandError(f"{message} Give a title with words.")
    spelled = _spelled_out(title, language)
    plain = sort_key(spelled).translate(_LETTERS).encode("ascii", "ignore").decode()
    name = "-".join(slug(plain if re.search(r"\w", plain) else title).split("-")[:6])
    name = name[:_LONGEST].strip("-_")
    return f"{name}-{kind}" if _RESERVED.fullmatch(name) else name


def _spelled_out(text: str, language: str) -> str:
    """A text in small letters, without those that the language writes out.

    >>> _spelled_out("Über Städte", "de")
    'ueber staedte'
    """
    return unicodedata.normalize("NFC", text).casefold().translate(_LETTERS_OF.get(language, {}))


def checked_name(text: str) -> str:
    """A name of a file as somebody states it; an ending ``.md`` is left out.

    :raises CommandError: if no file should have it.
    """
    name = text.strip().removesuffix(".md")
    if not _NAME.fullmatch(name) or name != name.lower() or _RESERVED.fullmatch(name):
        is_usable = re.search(r"[^\W_]", name) and not _RESERVED.fullmatch(name.casefold())
        write = f"Write {slug(name)}." if is_usable else "Give another name."
        message = f"{quoted(name)} cannot be the name: it becomes part of an address, in small"
        raise CommandError(f"{message} letters, digits and hyphens. {write}")
    return name


def folder_of_author(publication: Publication) -> str:
    """The folder in which most author documents lie."""
    return _usual(map(_folder_of, publication.of_kind("author")), "authors")


def document_of_series(publication: Publication, name: str) -> str:
    """The docname of a new series: ``index`` in a folder of its own, or as the others have it."""
    docnames = [source.docname for source in publication.of_kind("series")]
    inside = [d for d in docnames if posixpath.basename(d) == "index"]
    if len(inside) * 2 < len(docnames):
        beside = _usual((posixpath.dirname(d) for d in docnames if d not in inside), "series")
        return posixpath.join(beside, name)
    above = (posixpath.dirname(posixpath.dirname(d)) for d in inside)
    return posixpath.join(_usual(above, "series"), name, "index")


def folder_of_post(publication: Publication, series: Source | None) -> str:
    """The folder in which most posts of the series lie, or most posts of none."""
    places = publication.catalogue.places
    if series is None:
        alone = (s for s in publication.of_kind("post") if s.docname not in places)
        return _usual(map(_folder_of, alone), "posts")
    folder, name = posixpath.split(series.docname)
    own = folder if name == "index" else posixpath.join(folder, name)
    return _usual((posixpath.dirname(entry.docname) for entry in series.entries), own)


def numbered(publication: Publication, series: Source | None, folder: str, name: str) -> str:
    """The name of a post's file, with the next number where those of its series have one."""
    if series is None:
        return name
    names = [posixpath.basename(entry.docname) for entry in series.entries]
    names += [f.stem for f in (publication.folder / folder).glob("*.md") if f.stem != "index"]
    numbers = [match for match in map(_NUMBER.match, names) if match]
    if names and not numbers:
        return name
    width = max((len(match["number"]) for match in numbers), default=2)
    return f"{1 + max((int(m['number']) for m in numbers), default=0):0{width}}-{name}"


def _folder_of(source: Source) -> str:
    """The folder of a document; of an index the one around it."""
    folder, name = posixpath.split(source.docname)
    return posixpath.dirname(folder) if name == "index" and folder else folder


def _usual(folders: Iterable[str], default: str) -> str:
    """The most frequent folder, of equals the first by name."""
    counts = Counter(folders)
    return min(counts, key=lambda folder: (-counts[folder], folder)) if counts else default


def there_already(path: Path) -> Path | None:
    """The document with the same name, in any case and ending."""
    name = path.stem.casefold()
    beside = sorted(path.parent.glob("*.*")) if path.parent.is_dir() else []
    is_same = (p for p in beside if p.stem.casefold() == name)
    return next((p for p in is_same if p.suffix.casefold() in _ENDINGS), None)


def demand_inside(publication: Publication, path: Path) -> None:
    """Refuse a path that a link leads out of the publication.

    :raises CommandError: if it would lie elsewhere.
    """
    if not path.parent.resolve().is_relative_to(publication.folder.resolve()):
        message = f"{path.parent} is a link that leads out of {publication.folder};"
        raise CommandError(f"{message} nothing was written.")
