"""Writes the other documents: authors, series, lists, front page, and ``conf.py``."""

from __future__ import annotations

import dataclasses as dc
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from anthology_import.authors import Author, Authors, author_document
from anthology_import.lock import BuildInput, Lock, Outcome, digest
from anthology_import.media import Library
from anthology_import.plan import KEY as SERIES
from anthology_import.plan import Plan, Series, SeriesPlan
from anthology_import.records import Blog, Item, Kind
from anthology_import.resolver import HOME, Resolver
from sphinx_anthology.model.front_matter_text import front_matter

YEARS: Final = "posts"
"""The folder of posts outside of series."""


def series_document(series: SeriesPlan, members: Sequence[str]) -> str:
    """The document of a series, with its posts in reading order."""
    values = {
        "title": series.title,
        "kind": series.kind,
        "part_label": series.part_label or None,
        "parts": series.parts or None,
        "event": {"name": series.event} if series.event else None,
    }
    head = front_matter("series", values)
    return f"{head}\n{toctree(posixpath.basename(name) for name in members)}"


def list_documents(
    *, series: Sequence[str], posts: Iterable[str], pages: Iterable[str], has_authors: bool
) -> dict[str, str]:
    """The documents that list all others, by docname."""
    found: dict[str, str] = {}
    years: dict[str, list[str]] = defaultdict(list)
    for docname in posts:
        years[posixpath.dirname(docname)].append(posixpath.basename(docname))
    for folder, names in sorted(years.items()):
        year = posixpath.basename(folder)
        title = "Undated" if year == "undated" else year.lstrip("0")
        found[f"{folder}/index"] = f"# {title}\n\n{toctree(names, is_hidden=False)}"
    if years:
        order = sorted(map(posixpath.basename, years), key=lambda year: (year == "undated", year))
        entries = [f"{year}/index" for year in order]
        found[f"{YEARS}/index"] = f"# Posts\n\n{toctree(entries, is_hidden=False)}"
    if series:
        entries = [f"{identifier}/index" for identifier in series]
        found["series/index"] = f"# Series\n\n```{{series-cards}}\n```\n\n{toctree(entries)}"
    if has_authors:
        hidden = "```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
        found["authors/index"] = f"# Authors\n\n```{{authors}}\n```\n\n{hidden}"
    found["topics"] = "# Topics\n\n```{topics}\n```\n"
    found["archive"] = "# Archive\n\n```{years}\n```\n"
    names = [posixpath.basename(name) for name in pages]
    if names:
        found["pages/index"] = f"# Pages\n\n{toctree(names, is_hidden=False)}"
    return found


def front_page(blog: Blog, lists_made: Iterable[str]) -> str:
    """The front page, as a start for the editor."""
    made = set(lists_made)
    first = [f"{part}/index" for part in ("series", YEARS) if f"{part}/index" in made]
    then = [name for name in ("authors/index", "topics", "archive", "pages/index") if name in made]
    parts = [f"# {escaped(blog.title) or 'Publication'}\n"]
    if "series/index" in made:
        parts.append("## Series\n\n```{series-cards}\n:limit: 6\n```\n")
    parts.append("## Latest posts\n\n```{posts}\n:limit: 5\n:style: cards\n:excerpt: 1\n```\n")
    parts += [toctree(first)] if first else []
    parts += [toctree(then)]
    return "\n".join(parts)


def settings_text(blog: Blog, language: str) -> str:
    """A ``conf.py``, as a start for the editor."""
    lines = [
        '"""The settings of this publication."""',
        "",
        f"project = {_python(blog.title or 'Publication')}",
        f"language = {_python(language)}",
        'extensions = ["sphinx_anthology"]',
        "# the address at which the site will be; feeds and records need it",
        '# html_baseurl = "https://…/"',
    ]
    if blog.tagline:
        lines.append(f"anthology_tagline = {_python(blog.tagline)}")
    return "\n".join((*lines, ""))


def toctree(names: Iterable[str], *, is_hidden: bool = True) -> str:
    """The toctree of some documents."""
    option = ":hidden:" if is_hidden else ":titlesonly:"
    return "\n".join(("```{toctree}", option, "", *names, "```", ""))


def escaped(text: str) -> str:
    """A text as plain MyST, on one line."""
    marked = (f"\\{c}" if c.isascii() and not (c.isalnum() or c.isspace()) else c for c in text)
    return " ".join("".join(marked).split())


def _python(text: str) -> str:
    """A text as a Python literal."""
    literal = repr(" ".join(text.split()))
    is_plain = not {'"', "\\"} & set(literal)
    return f'"{literal[1:-1]}"' if is_plain else literal


AUTHOR: Final = "author:"
"""The prefix of author keys in the lock."""

_LIST: Final = "list:"
_SETTINGS: Final = "conf.py"
_NUMBERED = re.compile(r"(\d{2,3})-")

Place = tuple[int, int, str]
"""A sort key of a member: number, place after that number, docname."""


@dc.dataclass(frozen=True, kw_only=True)
class SupportingDocuments:
    """The documents that accompany the posts.

    ``items`` are posts and pages without their texts, by key; ``review_keys`` are the keys of posts
    in the review file.
    """

    blog: Blog
    lock: Lock
    plan: Plan
    series: Series
    people: Authors
    items: Mapping[str, Item]
    review_keys: Mapping[str, str]
    outcomes: dict[str, Outcome | None] = dc.field(default_factory=dict)

    def put(self, resolver: Resolver, library: Library) -> dict[str, Outcome | None]:
        """Write all documents, and delete outdated ones; give the outcomes by name."""
        earlier = self._earlier()
        for author in self.people.by_id.values():
            text = _author(author, resolver, library)
            self._put(f"{AUTHOR}{author.name}", author.docname, text)
        members, loose = self._in_order(earlier)
        for one in self.series.all:
            text = series_document(one, members.get(f"series/{one.id}", []))
            self._put(one.key, one.docname, text)
        lists = list_documents(
            series=self._series_ids(),
            posts=loose,
            pages=self._pages(earlier),
            has_authors=bool(self.people.by_id),
        )
        for docname, text in lists.items():
            self._put(f"{_LIST}{docname}", docname, text)
        self._put_beginnings(lists)
        # a partial export does not show that anything was deleted
        for prefix in () if earlier else (AUTHOR, SERIES, _LIST):
            self.lock.drop_unmade(prefix)
        return self.outcomes

    def _put(self, key: str, docname: str, text: str) -> None:
        made = BuildInput(key=key, docname=docname, source=digest(text), making="")
        self.outcomes[docname] = self.lock.current(made) or self.lock.put(made, text)

    def _put_beginnings(self, lists: Iterable[str]) -> None:
        """Write settings and front page, unless an editor has their own."""
        settings = settings_text(self.blog, language_of(self.blog))
        self.outcomes[_SETTINGS] = self.lock.put_missing(_SETTINGS, settings)
        key = f"{_LIST}{HOME}"
        if key in self.lock.known or not self.lock.folder.exists(f"{HOME}.md"):
            self._put(key, HOME, front_page(self.blog, lists))
        else:
            self.outcomes[HOME] = Outcome.EDITED

    def _earlier(self) -> list[str]:
        """The posts and pages of earlier imports that this export lacks."""
        folders = ("posts/", "series/", "pages/")
        names = (name for name in self.lock.unmade() if name.startswith(folders))
        return [name for name in names if posixpath.basename(name) != "index"]

    def _series_ids(self) -> list[str]:
        """The ids of all series, those of earlier imports last."""
        names = (name.split("/") for name in self.lock.unmade())
        earlier = (parts[1] for parts in names if parts[0] == "series" and parts[2:] == ["index"])
        return [*(one.id for one in self.series.all), *earlier]

    def _pages(self, earlier: Iterable[str]) -> list[str]:
        documents = self.plan.documents.items()
        pages = [d.docname for key, d in documents if self.items[key].kind is Kind.PAGE]
        return [*pages, *(name for name in earlier if name.startswith("pages/"))]

    def _in_order(self, earlier: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
        """The members of each series by folder, and all other posts."""
        members: dict[str, list[Place]] = defaultdict(list)
        loose: list[str] = []
        keys = sorted(self.review_keys, key=self._age)
        names = [(self.plan.documents[key].docname, self.review_keys[key]) for key in keys]
        for name, review in (*names, *((name, "") for name in earlier)):
            folder = posixpath.dirname(name)
            if folder.startswith("series/"):
                part = self.series.parts.get(review, "none") if review else None
                members[folder].append(_place(name, part, members[folder]))
            elif folder.startswith("posts/"):
                loose.append(name)
        return {folder: [name for *_, name in sorted(m)] for folder, m in members.items()}, loose

    def _age(self, key: str) -> tuple[bool, str, int, str]:
        """A sort key: oldest first, undated last."""
        item = self.items[key]
        return (item.date is None, item.date.isoformat() if item.date else "", item.id, key)


def _place(name: str, part: int | str | None, before: list[Place]) -> Place:
    """The sort key of a member; unnumbered ones follow the numbers before them.

    Of a member from an earlier import only the name is known, which begins with its number.
    """
    if isinstance(part, int):
        return (part, 0, name)
    if part is None and (number := _NUMBERED.match(posixpath.basename(name))):
        return (int(number[1]), 0, name)
    return (max((number for number, *_ in before), default=0), len(before) + 1, name)


def _author(author: Author, resolver: Resolver, library: Library) -> str:
    places = resolver.places(author.docname, library)
    photo = places.picture(author.picture) if author.picture else None
    return author_document(author, photo or "")


def language_of(blog: Blog) -> str:
    """The language of the publication; English if the blog states no valid one."""
    language = blog.language.replace("_", "-").partition("-")[0].lower()
    is_one = language.isascii() and language.isalpha() and len(language) in {2, 3}
    return language if is_one else "en"
