"""Addresses of the site: name clashes between documents, and redirects from former addresses."""

from __future__ import annotations

import dataclasses as dc
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.list_queries import archive_pages
from sphinx_anthology.model.problem import Code, Problem, quoted
from sphinx_anthology.model.site import Site
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.states import Reason

OWN_PAGES = {
    "404": "the page for addresses that are not there",
    "genindex": "the index",
    "modindex": "the index of modules",
    "py-modindex": "the index of modules",
    "search": "the search page",
}
"""Pages that the site has besides documents, topics and years, by name."""
SITE_FOLDERS = frozenset(
    {"_covers", "_downloads", "_images", "_search", "_share", "_sources", "_static"}
)
_OWN_FILES = frozenset(
    {
        *("_redirects", "CITATION.cff", "feed.atom", "feed.json", "nginx-redirects.conf"),
        *("objects.inv", "robots.txt", "searchindex.js", "sitemap.xml"),
    }
)
_RECORDS = (
    *(".bib", ".ris", ".csl.json", ".jsonld", ".linkset.json"),
    *(".crossref.xml", ".atom", ".feed.json", ".article.bib", ".article.ris"),
)
"""Endings of files that may lie beside a document's page."""
_DEVICES = frozenset(
    {"aux", "con", "nul", "prn"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}
)
_UNFIT_FOR_WINDOWS = re.compile(r'[<>:"\\|?*\0-\x1f]')


def folded(path: str) -> str:
    """A path as a file system without case and accents compares it.

    >>> folded("Über/A. /b.html")
    'über/a/b.html'
    """
    names = unicodedata.normalize("NFC", path).casefold().split("/")
    return "/".join(unicodedata.normalize("NFC", name).rstrip(". ") for name in names)


def name_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """The problems of names that are taken or that some systems refuse."""
    yield from _between_documents(catalogue)
    for source in catalogue.sources.values():
        yield from _unfit_names(source)
        if catalogue.is_public(source.docname):
            yield from _own_names(source, catalogue)


def _between_documents(catalogue: Catalogue) -> Iterator[Problem]:
    """Problems of documents that need the same page; the first one gets it."""
    first: dict[str, Source] = {}
    for docname in sorted(catalogue.sources):
        source = catalogue.sources[docname]
        page = catalogue.site.file(docname, ".html")
        other = first.setdefault(folded(page), source)
        if other is source:
            continue
        both = f"‘{other.file}’ and ‘{source.file}’"
        free = f"for example to ‘{_free(source, catalogue)}’"
        if page != catalogue.site.file(other.docname, ".html"):
            message = (
                f"{both} are one file on some systems: they differ only in {_how(source, other)}."
            )
            message += f" Rename one, {free}."
            yield Problem(source.file, 0, message, Code.NAME_CLASH)
        elif catalogue.reasons.get(docname) is Reason.DUPLICATE_PAGE:
            message = (
                f"{both} both need the page ‘{page}’; ‘{source.file}’ has no page, and is left "
                f"out. Rename it, {free}."
            )
            yield Problem(source.file, 0, message, Code.NAME_CLASH)


def _how(source: Source, other: Source) -> str:
    """The difference between two names that some systems take for one."""
    one, two = (unicodedata.normalize("NFC", s.file) for s in (source, other))
    if one == two:
        return "the code points of the same letters"
    return "capitals" if one.casefold() == two.casefold() else "what some systems leave out"


def _own_names(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    """Problems of documents that need an address which the site uses itself."""
    docname = source.docname
    page = catalogue.site.file(docname, ".html")
    if what := _own_pages(catalogue).get(folded(page)):
        message = (
            f"‘{source.file}’ and {what} both need the page ‘{page}’; the document has it, and "
            f"the site goes without {what}. Rename the file, for example to "
            f"‘{_free(source, catalogue)}’."
        )
        yield Problem(source.file, 0, message, Code.NAME_CLASH)
    top, slash, _ = docname.partition("/")
    if slash and folded(top) in SITE_FOLDERS:
        message = (
            f"‘{source.file}’ is in the folder ‘{top}’, where the site keeps files of its own. "
            "Move it to a folder with another name, or add the folder to ‘exclude_patterns’."
        )
        yield Problem(source.file, 0, message, Code.NAME_CLASH)
    if "." not in page.rpartition("/")[0]:
        return
    for folder in PurePosixPath(page).parents[:-1]:
        if what := _file_there(str(folder), catalogue):
            message = (
                f"‘{source.file}’ needs a folder ‘{folder}’ in the site, where {what} is. "
                f"Rename it: no folder of a page can end in ‘{folder.suffix}’."
            )
            yield Problem(source.file, 0, message, Code.NAME_CLASH)


def _own_pages(catalogue: Catalogue) -> dict[str, str]:
    """The site's own pages, by file; servers look for ``404.html`` at the root."""
    files = {name: catalogue.site.file(name, ".html") for name in OWN_PAGES} | {"404": "404.html"}
    return {files[name]: what for name, what in OWN_PAGES.items()}


def _file_there(folder: str, catalogue: Catalogue) -> str:
    """The file of the site that has a folder's name; empty if none has."""
    if folder in _OWN_FILES:
        return f"the file ‘{folder}’"
    for ending in _RECORDS:
        stem = folder.removesuffix(ending)
        if stem != folder and stem in catalogue.sources:
            return f"a record of ‘{stem}’"
    return ""


def _unfit_names(source: Source) -> Iterator[Problem]:
    """Problems of names that Windows does not allow."""
    for name in source.file.split("/"):
        is_device = name.partition(".")[0].casefold().rstrip() in _DEVICES
        if is_device or name != name.rstrip(". ") or _UNFIT_FOR_WINDOWS.search(name):
            message = f"Windows cannot have a file or folder with the name ‘{name}’. Rename it."
            yield Problem(source.file, 0, message, Code.FILE_NAME)


def _free(source: Source, catalogue: Catalogue) -> str:
    """A free file name that is like a document's."""
    path = PurePosixPath(source.file)
    taken = {folded(s.file) for s in catalogue.sources.values()}
    stem = path.parent.name if path.stem == "index" and path.parent.name else path.stem
    names = (path.with_name(f"{stem}-{n}{path.suffix}").as_posix() for n in range(2, 1000))
    return next((name for name in names if folded(name) not in taken), path.name)


EXAMPLE = "/2021/04/21/title/"
_UNFIT = re.compile('[\0-\x1f\x7f-\x9f\\\\:*?"<>|\ud800-\udfff]')
"""Characters that a file name cannot have on every system."""
_OTHER = re.compile(r"\.(?!html?$)[A-Za-z][A-Za-z0-9]{1,4}$", re.IGNORECASE)
"""The ending of a file that is not a page."""
_LONGEST = 200
"""The most bytes in a file name; systems allow 255, and temporary files need some."""
_PAGES_OF_SITE = ("404", "genindex", "search")
_FOLDERS_OF_SITE = re.compile(r"[_.].*|downloads")


@dc.dataclass(frozen=True, slots=True, order=True)
class Redirect:
    """A former address: the decoded path from the site's root, and its post."""

    path: str
    docname: str

    @property
    def file(self) -> str:
        """The redirecting page, below the site; empty if only a server can redirect.

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
    """All redirects, sorted by path, and the problems of addresses that cannot redirect."""

    found: tuple[Redirect, ...]
    problems: tuple[Problem, ...]


def former_path(address: str, site: Site) -> str:
    """The path of a former address, from the site's root.

    If the site lies below a path, an address may have that path or not.

    :raises ValueError: with the reason, if no file of the site can be at the address.
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
    """All former addresses of posts with a page; of equal ones the first."""
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
                f"{quoted(address)} has the ending of a file that is not a page, so only a server "
                "that reads ‘_redirects’ or ‘nginx-redirects.conf’ can redirect from it."
            )
            source = catalogue.sources[docname]
            problems.append(source.problem(Code.SERVER_REDIRECT, message, *path))
    return tuple(sorted(found.values())), tuple(problems)


def _written(catalogue: Catalogue) -> Iterator[tuple[str, int, str]]:
    """All former addresses as written: docname, place in the list, address."""
    for docname, post in sorted(catalogue.posts.items()):
        if post.former_addresses and catalogue.is_public(docname):
            for place, address in enumerate(post.former_addresses):
                yield docname, place, address


def page_files(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The file of every page of the site, with a description for messages."""
    for docname in catalogue.sources:
        if catalogue.is_public(docname):
            yield catalogue.site.file(docname, ".html"), f"the page ‘{docname}’"
    for page in archive_pages(catalogue):
        yield catalogue.site.file(page.name, ".html"), f"the page ‘{page.name}’"
    for name in _PAGES_OF_SITE:
        yield catalogue.site.file(name, ".html"), f"the page ‘{name}’"
    yield from (("404.html", "the page ‘404’"), ("index.html", "the front page"))


class _Taken:
    """Files and folders that are in use, compared without case."""

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
        """Reserve the file of a redirect.

        :raises ValueError: if another file or folder is there.
        """
        file = redirect.file.casefold()
        if _FOLDERS_OF_SITE.fullmatch(redirect.path[1:].partition("/")[0]):
            raise ValueError("the site keeps files of its own there")
        if not file:
            return
        own = f"a redirect to ‘{redirect.docname}’"
        above = (self._files.get(str(folder)) for folder in PurePosixPath(file).parents)
        there = self._files.get(file) or self._folders.get(file) or next(filter(None, above), None)
        if there and there != own:
            raise ValueError(f"{there} is there")
        self._note(file, own)
