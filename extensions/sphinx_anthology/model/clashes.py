"""Names of documents that the site, or a file system, has for something else.

Two files may need one address, and two names may be one name on other systems: Windows and macOS
do not tell capitals apart, and macOS spells accents in its own way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.source import Source
from sphinx_anthology.model.states import Reason

OWN_PAGES = {
    "404": "the page for addresses that are not there",
    "genindex": "the index",
    "modindex": "the index of modules",
    "py-modindex": "the index of modules",
    "search": "the search page",
}
"""The pages that the site has besides those of documents, topics and years."""
OWN_FOLDERS = frozenset({"_downloads", "_images", "_search", "_share", "_sources", "_static"})
_OWN_FILES = frozenset(
    {
        *("_redirects", "CITATION.cff", "feed.atom", "feed.json", "nginx-redirects.conf"),
        *("objects.inv", "robots.txt", "searchindex.js", "sitemap.xml"),
    }
)
_RECORDS = (
    *(".bib", ".ris", ".csl.json", ".jsonld", ".linkset.json"),
    *(".crossref.xml", ".atom", ".feed.json"),
)
"""The endings of the files that may lie beside a document's page."""
_DEVICES = frozenset(
    {"aux", "con", "nul", "prn"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}
)
_UNFIT = re.compile(r'[<>:"\\|?*\0-\x1f]')


def folded(path: str) -> str:
    """A path as the least exact file system has it.

    >>> folded("Über/A. /b.html")
    'über/a/b.html'
    """
    names = unicodedata.normalize("NFC", path).casefold().split("/")
    return "/".join(unicodedata.normalize("NFC", name).rstrip(". ") for name in names)


def name_problems(catalogue: Catalogue) -> Iterator[Problem]:
    """Every document whose name is taken, or is none on some systems."""
    yield from _between_documents(catalogue)
    for source in catalogue.sources.values():
        yield from _unfit(source)
        if catalogue.is_public(source.docname):
            yield from _own_names(source, catalogue)


def _between_documents(catalogue: Catalogue) -> Iterator[Problem]:
    """Documents that need one page. The first has it."""
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
        elif catalogue.reasons.get(docname) is Reason.SECOND_PAGE:
            message = (
                f"{both} both need the page ‘{page}’; ‘{source.file}’ has no page, and is left "
                f"out. Rename it, {free}."
            )
            yield Problem(source.file, 0, message, Code.NAME_CLASH)


def _how(source: Source, other: Source) -> str:
    """In what two names differ that are one name on some systems."""
    one, two = (unicodedata.normalize("NFC", s.file) for s in (source, other))
    if one == two:
        return "the code points of the same letters"
    return "capitals" if one.casefold() == two.casefold() else "what some systems leave out"


def _own_names(source: Source, catalogue: Catalogue) -> Iterator[Problem]:
    """What the site itself has at the address of a document, or where a folder would be."""
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
    if slash and folded(top) in OWN_FOLDERS:
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
    """The pages that the site has besides, by file; servers look for one at the site's root."""
    files = {name: catalogue.site.file(name, ".html") for name in OWN_PAGES} | {"404": "404.html"}
    return {files[name]: what for name, what in OWN_PAGES.items()}


def _file_there(folder: str, catalogue: Catalogue) -> str:
    """What file of the site has the name of a folder; empty where none does."""
    if folder in _OWN_FILES:
        return f"the file ‘{folder}’"
    for ending in _RECORDS:
        stem = folder.removesuffix(ending)
        if stem != folder and stem in catalogue.sources:
            return f"a record of ‘{stem}’"
    return ""


def _unfit(source: Source) -> Iterator[Problem]:
    """Names that Windows does not have."""
    for name in source.file.split("/"):
        is_device = name.partition(".")[0].casefold().rstrip() in _DEVICES
        if is_device or name != name.rstrip(". ") or _UNFIT.search(name):
            message = f"Windows cannot have a file or folder with the name ‘{name}’. Rename it."
            yield Problem(source.file, 0, message, Code.FILE_NAME)


def _free(source: Source, catalogue: Catalogue) -> str:
    """A file name like a document's that no other document has."""
    path = PurePosixPath(source.file)
    taken = {folded(s.file) for s in catalogue.sources.values()}
    stem = path.parent.name if path.stem == "index" and path.parent.name else path.stem
    names = (path.with_name(f"{stem}-{n}{path.suffix}").as_posix() for n in range(2, 1000))
    return next((name for name in names if folded(name) not in taken), path.name)
