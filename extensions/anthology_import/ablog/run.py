"""Imports an ABlog site: documents with the texts as they are, and the result for the report."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from anthology_import.ablog import files
from anthology_import.ablog.fields import former_addresses, redirects_of
from anthology_import.ablog.settings import Settings, read_settings
from anthology_import.ablog.site import (
    Found,
    Site,
    dead_references,
    losses_of,
    missing_files,
    read_site,
)
from anthology_import.authors import Authors, author_document, authors
from anthology_import.findings import Findings
from anthology_import.findings.people import account_names
from anthology_import.folder import is_draft
from anthology_import.lock import BuildInput, Lock, Outcome, digest
from anthology_import.migration import ImportedPost, ImportOptions, Media, Migration
from anthology_import.plan import Document
from anthology_import.posts import PostContext, post_document
from anthology_import.publication import AUTHOR, escaped, language_of, settings_text, toctree
from anthology_import.records import (
    Account,
    Blog,
    Confidence,
    Finding,
    Proposal,
    Repair,
    UnusableError,
)
from anthology_import.review import ReviewResult, settle
from anthology_import.review.answers import read_answers
from html2myst.conversion import Loss
from sphinx_anthology.model.addresses import former_path
from sphinx_anthology.model.front_matter_text import front_matter
from sphinx_anthology.model.site import Site as Addresses
from sphinx_anthology.model.source_doubts import may_be_private

VERSION = 1
"""The version of the written text; a change rewrites all documents."""
_LIST, _POSTS = "list:", "all-posts"


def run(folder: Path, options: ImportOptions, today: dt.date) -> Migration:
    """Import a site.

    :raises UnusableError: where there is nothing to import, the publication is the site itself, or
    the answers are invalid; then nothing is written.
    """
    settings = read_settings(folder)
    _demand_apart(settings.root, options.out)
    site = read_site(settings, today)
    if not site.posts and not site.failed:
        message = "has no posts: no document has ‘blogpost: true’ or the directive ‘post’"
        raise UnusableError(f"‘{settings.root.resolve().name}’ {message}.")
    return _Import(settings, site, options).run()


def _demand_apart(root: Path, out: Path) -> None:
    """Refuse a site as its own publication.

    :raises UnusableError: where one folder holds the other.
    """
    here, there = root.resolve(), out.resolve()
    if here == there or here in there.parents or there in here.parents:
        message = f"The publication cannot be in the folder of the site, ‘{out}’."
        raise UnusableError(f"{message} Name another one: --docs ../new-folder/docs")


class _Import:
    """One import."""

    def __init__(self, settings: Settings, site: Site, options: ImportOptions) -> None:
        self.settings, self.site, self.options = settings, site, options
        self.folder = options.folder()
        self.lock = Lock(self.folder, is_dry=options.is_dry)
        self.answers = read_answers(options.answers())
        self.blog = _blog(settings)
        self.outcomes: dict[str, Outcome | None] = {}
        self.media: dict[str, Outcome] = {}
        self.refused: dict[str, str] = {}
        self.used: set[str] = set()

    def run(self) -> Migration:
        """Review, write, and give the result."""
        settled = settle(_findings(self.site.posts, self.blog), self.answers)
        self.options.refuse(settled)
        people = self._people(settled)
        former = dict(_former(self.site.posts, self.settings))
        try:
            brought = [self._post(f, settled, people, former[f.docname]) for f in self.site.posts]
            brought += [self._page(place, data) for place, data in self.site.pages.items()]
            self._supporting(people)
        finally:
            if not self.options.is_dry:
                self.lock.save()
        if not self.options.is_dry:
            self.options.ask(settled, self.answers)
        return self._told(tuple(brought), settled)

    def _told(self, brought: tuple[ImportedPost, ...], settled: ReviewResult) -> Migration:
        unread = (
            Repair(f"the setting ‘{name}’ is not stated plainly; it was not read", 1)
            for name in self.settings.unread
        )
        unusable = (
            Repair(f"the pattern ‘{pattern}’ of posts cannot be used; no file is a post by it", 1)
            for pattern in self.site.unusable
        )
        return Migration(
            blog=self.blog,
            files=(self.settings.root.resolve().name,),
            found=self.site.found,
            brought=brought,
            skipped=self.site.skipped,
            failed=self.site.failed,
            settled=settled,
            repairs=(*unread, *unusable),
            media=Media(outcomes=self.media, used=tuple(sorted(self.used)), refused=self.refused),
            documents=dict(sorted(self.outcomes.items())),
            left_behind=tuple(self.lock.left_behind),
            is_dry=self.options.is_dry,
        )

    def _people(self, settled: ReviewResult) -> Authors:
        """The authors of all posts."""
        told = [(f.post.item, settled.proposals(_key(f))) for f in self.site.posts]
        known = {
            key.removeprefix(AUTHOR): name.rpartition("/")[2]
            for key, name in self.lock.known.items()
            if key.startswith(AUTHOR)
        }
        return authors(told, self.blog, known)

    def _post(
        self, found: Found, settled: ReviewResult, people: Authors, former: tuple[str, ...]
    ) -> ImportedPost:
        """Write a post, and copy the files that it names."""
        item = found.post.item
        known = PostContext(
            document=Document(
                key=item.guid,
                docname=found.docname,
                is_draft=is_draft(item),
                former_addresses=() if is_draft(item) else former,
            ),
            proposals=settled.proposals(_key(found)),
            more=found.post.more,
        )
        text = _whole(
            found, post_document(item, known, people, self.blog, found.text, is_elsewhere=False)
        )
        made = BuildInput(
            key=item.guid, docname=found.docname, source=digest(text), making=digest(VERSION)
        )
        outcome = self.lock.current(made) or self.lock.put(made, text)
        self._copy(found.parsed.body, found.place)
        return ImportedPost(
            key=item.guid,
            docname=found.docname,
            title=item.title,
            review_key=_key(found),
            address=item.address,
            line=1,
            status=item.status.value,
            date=item.date.date().isoformat() if item.date else "",
            is_draft=known.document.is_draft,
            outcome=None if self.options.is_dry else outcome,
            losses=(*losses_of(found), *self._own_losses(found)),
            unresolved=dead_references(found, self.site.labels),
            missing_pictures=missing_files(found, self.settings.root),
            redirects=known.document.former_addresses,
        )

    def _own_losses(self, found: Found) -> Iterator[Loss]:
        if not found.post.item.title:
            yield Loss("title-missing", "", "the name of the file")
        if found.post.item.date is None:
            yield Loss("date-missing", "", "undated: last in lists")

    def _page(self, place: str, data: bytes) -> ImportedPost:
        """Copy a page as it is."""
        outcome = None if self.options.is_dry else self.lock.put_file(place, [data])
        text = data.decode("utf-8-sig", errors="replace")
        if not place.endswith(".ipynb"):
            self._copy(text, place)
        return ImportedPost(
            key=place,
            docname=place.rpartition(".")[0],
            title=place,
            status="publish",
            outcome=outcome,
        )

    def _copy(self, text: str, place: str) -> None:
        """Copy the files that a text names to the places where it finds them."""
        for _, path in files.local_files(text, place):
            source = self.settings.root / path
            is_document = path.endswith(files.ENDINGS)
            if path in self.used or is_document or not files.is_file(self.settings.root, path):
                continue
            self.used.add(path)
            if reason := files.refusal(source):
                self.refused[path] = reason
            elif not self.options.is_dry:
                self.media[path] = self.lock.put_file(path, files.chunks(source))

    def _supporting(self, people: Authors) -> None:
        """Write the documents of authors and lists, the front page, and settings."""
        for author in people.by_id.values():
            self._put(f"{AUTHOR}{author.name}", author.docname, author_document(author))
        lists = dict(_lists(self.site.posts, self.site.pages, has_authors=bool(people.by_id)))
        for docname, text in lists.items():
            self._put(f"{_LIST}{docname}", docname, text)
        self._put_front_page(_front_page(self.blog, lists))
        for prefix in (AUTHOR, _LIST):
            self.lock.drop_unmade(prefix)
        settings = settings_text(self.blog, language_of(self.blog))
        if not self.options.is_dry:
            self.outcomes["conf.py"] = self.lock.put_missing("conf.py", settings)

    def _put_front_page(self, text: str) -> None:
        if f"{_LIST}index" in self.lock.known or not self.folder.exists("index.md"):
            self._put(f"{_LIST}index", "index", text)
        else:
            self.outcomes["index"] = Outcome.EDITED

    def _put(self, key: str, docname: str, text: str) -> None:
        made = BuildInput(key=key, docname=docname, source=digest(text), making="")
        outcome = self.lock.current(made) or self.lock.put(made, text)
        self.outcomes[docname] = None if self.options.is_dry else outcome


def _blog(settings: Settings) -> Blog:
    accounts = (
        Account(label, name=name, address=address)
        for label, (name, address) in settings.authors.items()
    )
    return Blog(
        title=settings.site_name,
        base=settings.base,
        language=settings.language,
        accounts=tuple(accounts),
    )


def _key(found: Found) -> str:
    """The key of a post in the review file."""
    return f"/{found.stem}"


def _findings(posts: Iterable[Found], blog: Blog) -> Findings:
    """What front matter says of people, as findings: editors can overrule it."""
    proposals: dict[str, tuple[Proposal, ...]] = {}
    names = {_key(f): account_names(f.post.item, blog) for f in posts}
    for key, several in names.items():
        said = Proposal(
            kind=Finding.AUTHORS,
            value=several,
            quote=", ".join(several),
            where="front matter",
            confidence=Confidence.SURE,
        )
        proposals[key] = (said,) if several else ()
    titles = {_key(f): f.post.item.title for f in posts}
    return Findings(proposals, (), titles, names)


def _whole(found: Found, text: str) -> str:
    """A document with the lines of front matter that stay, and the line ends of its text."""
    body = found.text
    head = text[: len(text) - len(body)] if body else text
    head = head.replace("---\n", f"---\n{found.parsed.kept}", 1)
    if "nocomments" in found.parsed.fields and "nocomments" not in found.parsed.kept:
        head = head.replace("---\n", "---\nnocomments: true\n", 1)
    return (head.replace("\n", "\r\n") if "\r\n" in body else head) + body


def _former(posts: Iterable[Found], settings: Settings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The former addresses of each post, none of them another document's."""
    taken = {f"{found.docname}.html" for found in posts}
    for found in posts:
        redirects = redirects_of(found.parsed.fields)
        wished = former_addresses(redirects, found.stem, found.docname, settings)
        fit: list[str] = []
        for address in wished:
            file = _file_of(address)
            if file and file not in taken:
                taken.add(file)
                fit.append(address)
        yield found.docname, tuple(fit)


def _file_of(address: str) -> str:
    """The file of an address; empty if there can be none."""
    try:
        path = former_path(address, Addresses())
    except ValueError:
        return ""
    return f"{path[1:]}index.html" if path.endswith("/") else path[1:]


def _lists(
    posts: Iterable[Found], pages: Mapping[str, bytes], *, has_authors: bool
) -> Iterator[tuple[str, str]]:
    """The documents that list all others, by docname."""
    years: dict[str, list[Found]] = defaultdict(list)
    for found in posts:
        date = found.post.item.date
        years[f"{date.year:04}" if date else "undated"].append(found)
    for year, several in sorted(years.items()):
        order = sorted(several, key=lambda f: (str(f.post.item.date), f.docname))
        title = "Undated" if year == "undated" else year.lstrip("0")
        names = (f"/{found.docname}" for found in order)
        yield f"{_POSTS}/{year}", _page(f"{_POSTS}/{year}", title, toctree(names, is_hidden=False))
    yield f"{_POSTS}/index", f"# Posts\n\n{toctree(sorted(years), is_hidden=False)}"
    if has_authors:
        hidden = "```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
        yield "authors/index", f"# Authors\n\n```{{authors}}\n```\n\n{hidden}"
    yield "topics", "# Topics\n\n```{topics}\n```\n"
    yield "archive", "# Archive\n\n```{years}\n```\n"
    if pages:
        listed = sorted(f"/{place.rpartition('.')[0]}" for place in pages)
        yield f"{_POSTS}/pages", _page(f"{_POSTS}/pages", "Pages", toctree(listed, is_hidden=False))


def _page(docname: str, title: str, text: str) -> str:
    """A list that is public, whatever the names in it suggest."""
    if not may_be_private(docname, "", title, text):
        return f"# {title}\n\n{text}"
    return f"{front_matter('page', {'title': title, 'draft': False})}\n{text}"


def _front_page(blog: Blog, lists: Mapping[str, Any]) -> str:
    names = ("all-posts/index", "authors/index", "topics", "archive", "all-posts/pages")
    latest = "## Latest posts\n\n```{posts}\n:limit: 5\n:style: cards\n:excerpt: 1\n```\n"
    made = [name for name in names if name in lists]
    return "\n".join((f"# {escaped(blog.title)}\n", latest, toctree(made)))
