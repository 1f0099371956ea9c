"""The page before a proof: what a proof is, and what is missing, in the author's words.

Messages for editors name fields, files and commands; a guest author knows none of them.
"""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_anthology.model import consistency
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Author, Kind, Post
from sphinx_anthology.model.entries import post_people
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.views import Person
from sphinx_anthology.pages.build import items, section, text
from sphinx_anthology.pages.wording import date_text, gettext, joined
from sphinx_anthology.reading.additions import additions_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.report import warning_of

_QUOTED = re.compile(r"‘([^’]*)’|(?<=\})`([^`]*)`")
"""A name in a message, or the target of a reference."""
_ALT = frozenset({Code.ALT_MISSING, Code.ALT_FILE_NAME})
_ASKED = frozenset({Code.NO_AUTHORS})
"""Codes of what a proof asks for whether or not there is a problem."""


@dc.dataclass(frozen=True, slots=True)
class _Said:
    """What is wrong in a post: where, for editors, and for its author if they can solve it."""

    file: str
    line: int
    message: str
    words: str = ""


def _named(problem: Problem) -> str:
    """What a problem names first."""
    found = _QUOTED.search(problem.message)
    return (found[1] or found[2] or "?") if found else "?"


def _words(problem: Problem, missing: Collection[str]) -> str:
    """What an author reads of a problem; empty of those that only editors can solve.

    ``missing`` are the names of images of which there is no file.
    """
    image = gettext(
        "The image “{name}”: what it shows, in a sentence, for those who cannot see it."
    )
    both = gettext(
        "The image “{name}”: its file, and what it shows, in a sentence, for those who cannot see "
        "it."
    )
    foreign = gettext("The file of the image {name}, with the right to show it here.")
    article = gettext("The article “{name}”: its authors, title, journal, year and DOI.")
    formula = gettext("A formula cannot be shown as it is written; look at it in the text.")
    name = _named(problem)
    forms = {
        **dict.fromkeys(_ALT, both if name in missing else image),
        Code.FOREIGN_IMAGE: foreign,
        Code.UNKNOWN_TARGET: _nowhere(),
        Code.UNKNOWN_ARTICLE: article,
        Code.ARTICLE_INCOMPLETE: article,
        Code.FORMULA: formula,
        Code.NO_TEXT: gettext("The text of the post."),
    }
    return forms.get(problem.code, "").format(name=name)


def _nowhere() -> str:
    return gettext("The link to “{name}” leads nowhere: where should it lead?")


_IMAGE = re.compile(r"image file not readable: (?P<name>.+)")
_FILE = re.compile(r"download file not readable: (?P<name>.+)")
_LINK = re.compile(
    r"undefined label: '(?P<name>[^']+)'"
    r"|(?:'\w+' cross-|'any' )reference target not found: '?(?P<b>[^\s']+)"
    r"|local id not found in doc '[^']+': '(?P<c>[^']+)'"
)
_FOOTNOTE = re.compile(r"Unknown target name: \"(?P<name>[^\"]+)\"")
_KIND = re.compile(r" \[[\w.]+\]$")
"""The kind of a warning, at its end."""


def _words_of_warning(message: str) -> tuple[str, str]:
    """What an author reads of a warning of Sphinx, and the image that is missing; empty if none.

    A file that is like one that is there is mistyped, which editors can solve.
    """
    if found := _LINK.match(message):
        name = next(name for name in found.groups() if name)
        return _nowhere().format(name=name), ""
    if "Did you mean" in message:
        return "", ""
    if found := _IMAGE.match(message):
        name = PurePosixPath(found["name"]).name
        form = gettext("The image “{name}” is not there; please send its file.")
        return form.format(name=name), name
    if found := _FILE.match(message):
        form = gettext("The file “{name}” is not there; please send it.")
        return form.format(name=PurePosixPath(found["name"]).name), ""
    if found := _FOOTNOTE.match(message):
        form = gettext("The footnote “{name}” has no text; what should it say?")
        return form.format(name=found["name"]), ""
    return "", ""


def proof_page(env: BuildEnvironment, docname: str) -> nodes.section:
    """The page: for whom the proof is, when it will be public, and what is missing."""
    catalogue, language = domain_of(env).catalogue, env.config.language
    post = catalogue.posts[docname]
    wanted, _ = told_of_proof(env, docname)
    asked = gettext("This is still missing; please send it to the editors:")
    done = gettext("Nothing is missing. Please tell the editors what to correct.")
    return section(
        "an-proof",
        gettext("Proof: not public"),
        text(gettext("This is how the post will look."), " ", _greeting(post, catalogue, language)),
        text(_when(post, language, is_public=docname not in catalogue.kept_back)),
        text(asked if wanted else done),
        *([items([text(one)] for one in wanted)] if wanted else ()),
    )


def _greeting(post: Post, catalogue: Catalogue, language: str) -> str:
    names = joined([str(person) for person in post_people(post, catalogue)], language)
    if not names:
        return gettext("Please do not pass it on.")
    return gettext("It is for {names} alone; please do not pass it on.").format(names=names)


def _when(post: Post, language: str, *, is_public: bool) -> str:
    if is_public:
        return gettext("The post is public already; this proof may be of a later version.")
    if post.date is None or post.draft:  # the day of a draft is that of its file
        return gettext("It is a draft; the day of publication is not settled.")
    return gettext("It is planned for {date}.").format(date=date_text(post.date, language))


def told_of_proof(
    env: BuildEnvironment, docname: str
) -> tuple[tuple[str, ...], tuple[tuple[str, int, str], ...]]:
    """What is asked of the author, in the order of the page, and what only editors can solve.

    Of that, the file, the line and a sentence; all of it once.
    """
    domain = domain_of(env)
    post = domain.catalogue.posts[docname]
    wanted = [*_of_post(post)]
    for person in post_people(post, domain.catalogue):
        author = domain.catalogue.authors.get(person.id or "")
        wanted += _of_person(person, author.record if author else None)
    found = sorted(_said(env, docname), key=lambda said: (said.line, said.message))
    wanted += [said.words for said in found if said.words]
    others = ((said.file, said.line, said.message) for said in found if not said.words)
    return tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(others))


def _said(env: BuildEnvironment, docname: str) -> Iterator[_Said]:
    """What we, and others, find wrong in the front matter and the text of a post."""
    domain = domain_of(env)
    file = domain.catalogue.sources[docname].file
    problems = [p for p in consistency.problems(domain.catalogue) if p.file == file]
    problems += domain.body_problems.get(docname, ())
    asked = {_named(problem) for problem in problems if problem.code in _ALT}
    missing = set[str]()
    for line, message in _warned(env, docname):
        words, image = _words_of_warning(message)
        missing.add(image)
        if image not in asked:
            yield _Said(file, line, message, words)
    for problem in problems:
        if problem.code not in _ASKED:
            words = _words(problem, missing)
            yield _Said(problem.file, problem.line, problem.message, words)


def _warned(env: BuildEnvironment, docname: str) -> Iterator[tuple[int, str]]:
    """The lines and words of what Sphinx and other extensions warn of in a document."""
    for warning in additions_of(env._app).warnings().splitlines():  # noqa: SLF001  # no public way
        name, line, message = warning_of(env, warning)
        if name == docname and "[anthology." not in message:
            yield line, _KIND.sub("", message)


def _of_post(post: Post) -> Iterator[str]:
    if not post.description:
        yield gettext("A summary in one or two sentences, for lists and search engines.")
    if not post.authors:
        yield gettext("The names of all authors, in order.")
    if not post.tags:
        yield gettext("Two or three topics, each in a word or two.")
    if post.kind is Kind.ARTICLE and not post.articles and post.origin is None:
        yield gettext("The journal article that the post presents, with its DOI, if there is one.")


def _of_person(person: Person, record: Record | None) -> Iterator[str]:
    now = record if isinstance(record, Author) else Author(title="?")
    has_role = person.role or person.affiliations or now.role or now.affiliations
    wanted: Mapping[str, bool] = {
        gettext("{name}: role and institution."): not has_role,
        gettext("{name}: a sentence about you."): not person.bio,
        gettext("{name}: your ORCID iD, if you have one."): not person.orcid,
    }
    for form, is_missing in wanted.items():
        if is_missing and not person.name.literal:
            yield form.format(name=person)
