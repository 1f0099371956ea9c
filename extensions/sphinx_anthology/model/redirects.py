"""Former addresses: the paths at which posts once stood, and where they lead now."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from sphinx_anthology.model.archive_pages import archive_pages
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.model.site import Site

EXAMPLE = "/2021/04/21/title/"
_UNFIT = re.compile('[\0-\x1f\x7f-\x9f\\\\:*?"<>|\ud800-\udfff]')
"""What a file's name cannot hold on every system."""
_OTHER = re.compile(r"\.(?!html?$)[A-Za-z][A-Za-z0-9]{1,4}$", re.IGNORECASE)
"""The ending of a file that is no page."""
_LONGEST = 200
"""How many bytes a file's name may have: systems take 255, and we write beside it first."""
_OWN_PAGES = ("404", "genindex", "search")
_OWN_FOLDERS = re.compile(r"[_.].*|downloads")


@dc.dataclass(frozen=True, slots=True, order=True)
class Redirect:
    """A former address: its path from the site's root, decoded, and the post that it leads to."""

    path: str
    docname: str

    @property
    def file(self) -> str:
        """The page that stands there, below the site; empty where only a server can redirect.

        >>> Redirect("/2021/04/21/title/", "posts/title").file
        '2021/04/21/title/index.html'
        >>> Redirect("/blog/1207.php", "posts/title").file
        ''
        """
        path = self.path.lstrip("/")
        if path.endswith((".html", ".htm")):
            return path
        if not path.endswith("/") and _OTHER.search(path):
            return ""
        return f"{path.rstrip('/')}/index.html".lstrip("/")


@dc.dataclass(frozen=True, slots=True)
class Redirects:
    """All that there are, sorted by path, and what is wrong with those that cannot be."""

    found: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


def former_path(address: str, site: Site) -> str:
    """The path of a former address from the site's root.

    Where the site itself lies below a path, an address may be written with it or without it.

    :raises ValueError: where no file below the site could stand for it, saying why.
    """
    if not address.startswith("/") or address.startswith("//"):
        raise ValueError(f"it must be a path from the site's root, such as {EXAMPLE}")
    if "?" in address or "#" in address:
        raise ValueError("a redirect knows only a path, and nothing after ‘?’ or ‘#’")
    try:
        path = unquote(address, errors="strict")
    except UnicodeDecodeError:
        raise ValueError("what stands after ‘%’ is not UTF-8") from None
    if unfit := _UNFIT.search(path):
        raise ValueError(f"no file can have {unfit.group()!a} in its name")
    names = path[1:].removesuffix("/").split("/")
    if any(name in {"", ".", ".."} for name in names) and path != "/":
        raise ValueError("no part of the path may be empty, ‘.’ or ‘..’")
    if any(len(name.encode()) > _LONGEST for name in names):
        raise ValueError(f"a part of the path is longer than {_LONGEST} bytes")
    below = unquote(urlsplit(site.base).path)
    return f"/{path.removeprefix(below)}" if below and f"{path}/".startswith(below) else path


def redirects(catalogue: Catalogue) -> Redirects:
    """Every former address of a post that has a page; of two that are the same, the first."""
    return Redirects(*_sorted_out(catalogue))


def _sorted_out(catalogue: Catalogue) -> tuple[tuple[Redirect, ...], tuple[Problem, ...]]:
    found: dict[str, Redirect] = {}
    problems = []
    taken = _Taken(page_files(catalogue))
    for docname, place, address in _written(catalogue):
        path = ("post", "former_addresses", place)
        try:
            redirect = Redirect(former_path(address, catalogue.site), docname)
            if redirect.path in found and found[redirect.path].docname == docname:
                continue
            taken.take(redirect)
        except ValueError as error:
            message = f"{quoted(address)} does not become a redirect: {error}."
            source = catalogue.sources[docname]
            problems.append(source.problem(Code.FORMER_ADDRESS, message, *path))
            continue
        found[redirect.path] = redirect
        if not redirect.file:
            message = (
                f"{quoted(address)} has the ending of a file that is no page, so only a server "
                "that reads ‘_redirects’ or ‘nginx-redirects.conf’ leads on from it."
            )
            source = catalogue.sources[docname]
            problems.append(source.problem(Code.SERVER_REDIRECT, message, *path))
    return tuple(sorted(found.values())), tuple(problems)


def _written(catalogue: Catalogue) -> Iterator[tuple[str, int, str]]:
    """All former addresses of posts that have a page, by docname, with their place."""
    for docname, post in sorted(catalogue.posts.items()):
        if post.former_addresses and catalogue.is_public(docname):
            for place, address in enumerate(post.former_addresses):
                yield docname, place, address


def page_files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The file of every page of the site, and what is there."""
    for docname in catalogue.sources:
        if catalogue.is_public(docname):
            yield catalogue.site.file(docname, ".html"), f"the page ‘{docname}’"
    for page in archive_pages(catalogue):
        yield catalogue.site.file(page.name, ".html"), f"the page ‘{page.name}’"
    for name in _OWN_PAGES:
        yield catalogue.site.file(name, ".html"), f"the page ‘{name}’"
    yield from (("404.html", "the page ‘404’"), ("index.html", "the front page"))


class _Taken:
    """The files and folders that are taken. Capitals are none the less the same on some systems."""

    def __init__(self, pages: Iterable[tuple[str, str]]) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for file, what in pages:
            self._note(file, what)

    def _note(self, file: str, what: str) -> None:
        folded = file.casefold()
        self._files.setdefault(folded, what)
        for folder in PurePosixPath(folded).parents[:-1]:
            self._folders.setdefault(str(folder), what)

    def take(self, redirect: Redirect) -> None:
        """Take the file of a redirect.

        :raises ValueError: where something else is there.
        """
        file = redirect.file.casefold()
        if _OWN_FOLDERS.fullmatch(redirect.path[1:].partition("/")[0]):
            raise ValueError("the site keeps files of its own there")
        if not file:
            return
        own = f"a redirect to ‘{redirect.docname}’"
        above = (self._files.get(str(folder)) for folder in PurePosixPath(file).parents)
        there = self._files.get(file) or self._folders.get(file) or next(filter(None, above), None)
        if there and there != own:
            raise ValueError(f"{there} is there")
        self._note(file, own)
