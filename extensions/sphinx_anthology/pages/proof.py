"""The page before a proof: what a proof is, and what is missing, in the author's words.

Messages for editors name fields, files and commands; a guest author knows none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Author, Kind, Post
from sphinx_anthology.model.entries import post_people
from sphinx_anthology.model.fields import Record
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.views import Person
from sphinx_anthology.pages.build import items, section, text
from sphinx_anthology.pages.wording import date_text, gettext, joined
from sphinx_anthology.reading.domain import domain_of

_QUOTED = re.compile(r"‘([^’]*)’|(?<=\})`([^`]*)`")
"""A name in a message, or the target of a reference."""


def _of_image(form: str) -> Callable[[Problem], str]:
    """A sentence about the image that a problem names first."""
    return lambda problem: form.format(name=_named(problem))


def _named(problem: Problem) -> str:
    found = _QUOTED.search(problem.message)
    return (found[1] or found[2] or "?") if found else "?"


def _words(code: Code) -> Callable[[Problem], str] | None:
    """What an author reads of a problem; :data:`None` for those that only editors can solve."""
    image = gettext(
        "The image “{name}”: what it shows, in a sentence, for those who cannot see it."
    )
    foreign = gettext("The file of the image {name}, with the right to show it here.")
    link = gettext("The link to “{name}” leads nowhere: where should it lead?")
    article = gettext("The article “{name}”: its authors, title, journal, year and DOI.")
    formula = gettext("A formula cannot be shown as it is written; look at it in the text.")
    found = {
        Code.ALT_MISSING: image,
        Code.ALT_FILE_NAME: image,
        Code.FOREIGN_IMAGE: foreign,
        Code.UNKNOWN_TARGET: link,
        Code.UNKNOWN_ARTICLE: article,
        Code.ARTICLE_INCOMPLETE: article,
        Code.FORMULA: formula,
    }
    return _of_image(found[code]) if code in found else None


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


def wanted_of(env: BuildEnvironment, docname: str) -> Iterator[str]:
    """What is missing, in the author's words, in the order of the page."""
    domain = domain_of(env)
    post = domain.catalogue.posts[docname]
    yield from _of_post(post)
    for person in post_people(post, domain.catalogue):
        author = domain.catalogue.authors.get(person.id or "")
        yield from _of_person(person, author.record if author else None)
    for problem in own_problems(env, docname):
        if words := _words(problem.code):
            yield words(problem)


def told_of_proof(
    env: BuildEnvironment, docname: str
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """What is asked of the author, and the problems that only editors can solve."""
    others = (problem for problem in own_problems(env, docname) if not _words(problem.code))
    return tuple(dict.fromkeys(wanted_of(env, docname))), tuple(others)


def own_problems(env: BuildEnvironment, docname: str) -> tuple[Problem, ...]:
    """The problems of a document's front matter and text."""
    domain = domain_of(env)
    source = domain.catalogue.sources[docname]
    found = (*source.problems, *domain.problems())
    return tuple(dict.fromkeys(problem for problem in found if problem.file == source.file))


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
