"""The authors of a new post: known ones by name or id, others as guests or with new pages."""

from __future__ import annotations

import dataclasses as dc
import re
from collections.abc import Iterable, Sequence

from sphinx_anthology.cli.ending import CommandError
from sphinx_anthology.cli.new.authors import Person, author_document, proposed_id
from sphinx_anthology.cli.new.plan import Change, Request, meant, one_line
from sphinx_anthology.cli.publication import Publication
from sphinx_anthology.cli.questions import Offer, Questions, ask, tell
from sphinx_anthology.model.byline_texts import split_people
from sphinx_anthology.model.fields import Contributor
from sphinx_anthology.model.names import Name, is_id, split_name


@dc.dataclass(frozen=True, slots=True)
class People:
    """Authors as front matter lists them, pages to write, and what is to be told."""

    listed: Sequence[object] = ()
    pages: Sequence[Change] = ()
    told: Sequence[str] = ()


def authors_of(request: Request, default: str) -> People:
    """The authors that are stated, or answered, by id or name.

    :raises CommandError: if a name is that of several authors.
    """
    publication = request.publication
    question = "Authors, by name or id, with commas between"
    texts = request.answer(
        "authors", question, lambda text: _checked(publication, text), default, _offer(publication)
    )
    found = _Authors(publication, request.asked, request.given.make)
    for text in texts:
        found.add(text)
    return People(found.listed, list(found.pages.values()), found.told)


def _offer(publication: Publication) -> Offer:
    """All authors, by name and id."""
    ids = sorted(publication.authors.ids)
    titles = {source.id: source.title for source in publication.of_kind("author")}
    shown = [titles.get(author_id, author_id) for author_id in ids]
    return Offer((*shown, *ids), shown)


def written(publication: Publication, people: Iterable[Name]) -> str:
    """The authors of an article as somebody would type them."""
    texts = []
    for name in people:
        text = str(name) if name.literal or not name.given else f"{name.family}, {name.given}"
        texts.append(_known_id(publication, text) or text)
    return "; ".join(texts) + (";" if len(texts) == 1 and "," in texts[0] else "")


def _checked(publication: Publication, text: str) -> list[str]:
    """The single authors in a text; each is known, or may be a guest.

    :raises CommandError: if a name is that of several authors.
    """
    if ";" in text:  # commas belong to names
        parts: Iterable[str] = text.split(";")
    else:
        parts = split_people(text, publication.authors.every, is_bare=True)
    texts = list(dict.fromkeys(filter(None, map(one_line, parts))))
    for one in texts:
        several = publication.authors.by_name.get(split_name(one).key, ())
        if one not in publication.authors.ids and len(several) > 1:
            raise CommandError(f"‘{one}’ is the name of {' and '.join(several)}. Write the id.")
    return texts


def _known_id(publication: Publication, text: str) -> str:
    """The id of the author that a text means; empty if there is none."""
    known = publication.authors
    if text in known.every:
        return text
    return known.plain_id(text) or known.author(Contributor(id=text)) or ""


@dc.dataclass(slots=True)
class _Authors:
    """The authors of a post, added one after the other."""

    publication: Publication
    asked: Questions
    make: bool
    listed: list[object] = dc.field(default_factory=list)
    pages: dict[str, Change] = dc.field(default_factory=dict)
    named: dict[str, str] = dc.field(default_factory=dict)
    told: list[str] = dc.field(default_factory=list)

    def add(self, text: str) -> None:
        """Add an author: by id, with a new page, or as a guest."""
        if author_id := _known_id(self.publication, text):
            self._list(author_id)
            return
        name = split_name(text.replace("-", " ").title() if is_id(text) else text)
        if self.make:
            self._add_page(text, name)
        elif self.asked.are_asked:
            self._ask_about(text, name)
        else:
            self._add_unknown(text, name)

    def _list(self, item: object) -> None:
        if item not in self.listed:
            self.listed.append(item)

    def _ask_about(self, text: str, name: Name) -> None:
        """Ask what an unknown name is: an author's, a guest's, or mistyped."""
        guess = _guess(self.publication, text)
        tell(f"  There is no author ‘{text}’.{guess}")
        question = "  y: write a page; g: name a guest; or type another name"

        def check(typed: str) -> list[str]:
            if found := _checked(self.publication, typed):
                return found
            raise CommandError("Answer y or g, or type a name.")

        answer = ask(question, check, default="" if guess else "y")
        match [one.casefold() for one in answer]:
            case ["y" | "yes"]:
                self._add_page(text, name)
            case ["g" | "guest" | "n" | "no"]:
                self._list(_guest(name))
            case _:
                for other in answer:
                    self.add(other)

    def _add_page(self, text: str, name: Name) -> None:
        is_free = is_id(text) and not re.search(r"[./@]", text)
        author_id = text if is_free else proposed_id(self.publication, name)
        while self.named.setdefault(author_id, name.key) != name.key:
            author_id += "-2"  # two of the new ones are called alike
        self.pages.setdefault(author_id, author_document(self.publication, Person(author_id, name)))
        self._list(author_id)

    def _add_unknown(self, text: str, name: Name) -> None:
        """Where nobody is asked, an unknown id stays one, and a name is a guest's."""
        guess = _guess(self.publication, text)
        page = f'Write a page with: anthology new author --name "{name}"'
        if is_id(text):
            self._list(text)
            self.told.append(f"There is no author ‘{text}’.{guess} {page}")
        else:
            self._list(_guest(name))
            self.told.append(f"‘{name}’ has no page, and is named as a guest.{guess} {page}")


def _guess(publication: Publication, text: str) -> str:
    """The end of a message: the authors that may be meant, each once."""
    titles = (source.title for source in publication.of_kind("author"))
    return meant(text, sorted(publication.authors.ids)) or meant(text, titles)


def _guest(name: Name) -> dict[str, object]:
    """A guest as front matter has it: as printed, or in parts where that is not clear."""
    read = split_name(str(name))
    if (read.given, read.family) == (name.given, name.family):
        return {"name": str(name)}
    return {"name": {"given": name.given, "family": name.family}}
