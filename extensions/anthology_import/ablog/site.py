"""Reads an ABlog site: its posts, its pages, and what cannot become either."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from anthology_import.ablog import files
from anthology_import.ablog.fields import Post, post_of
from anthology_import.ablog.markdown import parse_markdown
from anthology_import.ablog.markup import Parsed
from anthology_import.ablog.restructured import embedded, labels, parse_restructured, substitutions
from anthology_import.ablog.settings import Settings
from anthology_import.folder import folded, is_docname, safe_slug, with_suffix
from anthology_import.plan import Reason, Skipped
from anthology_import.records import Failed, UnusableError
from html2myst.conversion import Loss
from sphinx_anthology.model.read_documents import not_utf8

MADE = ("index", "topics", "archive", "authors/index", "all-posts/index")
"""Documents that the import makes."""
_REFERENCE = re.compile(r"(?::(?:std:)?ref:|\{ref\})`(?:[^`<]{0,500}<)?!?~?([^`>]{1,500})>?`")
_TARGET = re.compile(r"^\(([^)\n]+)\)=\s*$", re.MULTILINE)
_OF_CATALOGUES = re.compile(r"(?:blog|tag|author|category|location|language|archive)-.+")


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document that becomes a post: its place in the site, and what it holds."""

    place: str
    docname: str
    parsed: Parsed
    post: Post

    @property
    def stem(self) -> str:
        """The name in the site."""
        return self.place.rpartition(".")[0]

    @property
    def text(self) -> str:
        """The text as it stands in the new document."""
        return embedded(self.parsed.body) if self.parsed.is_rst else self.parsed.body


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All documents of a site."""

    posts: tuple[Found, ...]
    pages: Mapping[str, bytes]
    """The pages by their places, as they are."""
    skipped: tuple[Skipped, ...]
    failed: tuple[Failed, ...]
    labels: frozenset[str]
    """The labels that texts set."""
    unusable: tuple[str, ...] = ()
    """Patterns of posts that name nothing."""

    @property
    def found(self) -> int:
        """How many documents there are."""
        return len(self.posts) + len(self.pages) + len(self.skipped) + len(self.failed)


def _read(path: Path) -> bytes:
    """The content of a document.

    :raises UnusableError: where it cannot be read, or is a link that may lead anywhere.
    """
    if path.is_symlink():
        raise UnusableError("It is a link to another file, which is not followed.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnusableError(f"It cannot be read: {error.strerror}.") from None


def read_site(settings: Settings, today: dt.date) -> Site:
    """Read all documents of a site."""
    return _Reading(settings, today).site()


class _Reading:
    def __init__(self, settings: Settings, today: dt.date) -> None:
        self.settings, self.today = settings, today
        self.matched, self.unusable = files.matched(settings.root, settings.patterns)
        self.posts: list[tuple[str, Parsed]] = []
        self.pages: dict[str, bytes] = {}
        self.skipped: list[Skipped] = []
        self.failed: list[Failed] = []
        self.labels: set[str] = set()

    def site(self) -> Site:
        """All of it."""
        for place in files.documents(self.settings.root, self.settings.excluded):
            try:
                self._document(place)
            except UnusableError as error:
                self.failed.append(Failed(reason=str(error), title=place, file=place))
        return Site(
            posts=tuple(self._named()),
            pages=self.pages,
            skipped=tuple(self.skipped),
            failed=tuple(self.failed),
            labels=frozenset(self.labels),
            unusable=self.unusable,
        )

    def _document(self, place: str) -> None:
        data = _read(self.settings.root / place)
        stem, _, ending = place.rpartition(".")
        if ending == "ipynb":
            self._notebook(place, stem, data)
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UnusableError(not_utf8(data, place, "It is left out.")) from None
        parsed = parse_markdown(text) if ending == "md" else parse_restructured(text)
        self.labels |= labels(text) | {name.lower() for name in _TARGET.findall(text)}
        if parsed.posts > 1:
            message = f"It holds {parsed.posts} posts; write each into a document of its own."
            raise UnusableError(message)
        if stem == "index":
            self._skip(place, Reason.FRONT)
        elif parsed.posts or stem in self.matched:
            self.posts.append((place, parsed))
        else:
            self.pages[place] = data

    def _notebook(self, place: str, stem: str, data: bytes) -> None:
        if stem in self.matched or b"blogpost" in data or b".. post::" in data:
            message = "A notebook cannot be a post here; write its text as Markdown."
            raise UnusableError(message)
        self.pages[place] = data

    def _skip(self, place: str, reason: Reason) -> None:
        self.skipped.append(Skipped(key=place, reason=reason, word="page", title=place))

    def _named(self) -> Iterator[Found]:
        """The posts with their new places: the old ones, as far as these can be names."""
        taken = {*MADE, *(folded(page.rpartition(".")[0]) for page in self.pages)}
        for place, parsed in self.posts:
            post = post_of(parsed, place, self.settings, self.today)
            docname = _free(_docname(place), taken)
            taken.add(folded(docname))
            yield Found(place=place, docname=docname, parsed=parsed, post=post)


def _docname(place: str) -> str:
    """The name of a document as in the site, with parts that cannot be names made so."""
    parts = place.rpartition(".")[0].split("/")
    last = len(parts) - 1
    return "/".join(
        part if is_docname(part) or (n == last and part == "index") else safe_slug(part)
        for n, part in enumerate(parts)
    )


def _free(docname: str, taken: set[str]) -> str:
    number, found = 1, docname
    while folded(found) in taken:
        number += 1
        folder, slash, name = docname.rpartition("/")
        found = f"{folder}{slash}{with_suffix(name, str(number))}"
    return found


def losses_of(found: Found) -> Iterator[Loss]:
    """What a document loses by its new form."""
    yield from found.post.losses
    if found.docname != found.stem:
        yield Loss("place", found.place, found.docname)
    if not found.parsed.is_rst:
        return
    for name in substitutions(found.parsed.body):
        yield Loss("substitution", f"|{name}|", "as it is written: its text stands elsewhere")


def dead_references(found: Found, known: frozenset[str]) -> tuple[str, ...]:
    """References to what ABlog itself named: its lists, and posts by the names of their files."""
    targets = dict.fromkeys(target.strip() for target in _REFERENCE.findall(found.parsed.body))
    return tuple(name for name in targets if _is_of_ablog(name, known))


def _is_of_ablog(name: str, known: frozenset[str]) -> bool:
    return name.lower() not in known and (bool(_OF_CATALOGUES.fullmatch(name)) or "/" not in name)


def missing_files(found: Found, root: Path) -> tuple[str, ...]:
    """The files that a text names and that are not there; links to documents are no files."""
    named = files.local_files(found.parsed.body, found.place)
    return tuple(
        dict.fromkeys(
            written
            for written, path in named
            if files.is_image(written) and not files.is_file(root, path)
        )
    )
