"""The base of our directives: they query the catalogue, and report what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeVar

from sphinx.util.docutils import SphinxDirective

from sphinx_anthology.model.problem import (
    Change,
    Code,
    Problem,
    did_you_mean,
    only_near,
    quoted,
)
from sphinx_anthology.model.reference_queries import (
    CorrectTarget,
    Query,
    ResolveReference,
    public_targets,
)
from sphinx_anthology.pages.build import Page
from sphinx_anthology.reading.domain import AnthologyDomain, domain_of

Answer = TypeVar("Answer")


class AnthologyDirective(SphinxDirective):
    """The base of our directives: page, domain, and problems with a line."""

    @property
    def domain(self) -> AnthologyDomain:
        """The domain."""
        return domain_of(self.env)

    @property
    def page(self) -> Page:
        """The page that contains the directive."""
        return Page(self.env.docname, self.config.language)

    def ask(self, query: Query[Answer]) -> Answer:
        """Ask the catalogue."""
        return self.domain.ask(self.env.docname, query)

    def complain(
        self, message: str, code: Code = Code.UNKNOWN_OPTION, *, old: str = "", write: str = ""
    ) -> None:
        """Report a problem at the directive's line; ``write`` mends it, in place of ``old``."""
        source = self.domain.source(self.env.docname)
        change = Change((), write, old=old) if write else None
        problem = Problem(source.file, self.lineno, message, code, change=change)
        self.domain.note_problem(self.env.docname, problem)

    def _as_written(self, option: str, value: str) -> str:
        """A value as it stands in the opening of the directive: as an option, or an argument."""
        return f":{option}: {value}" if self.options.get(option) == value else value

    def plain(self, what: str, value: str) -> str:
        """The name meant by a path, link or title, which is reported."""
        if self.ask(ResolveReference(what, value)) is not None:
            return value
        meant = self.ask(CorrectTarget(what, value, self.env.docname))
        if meant:
            message = f"{{{self.name}}}: the {what} ‘{value}’ is read as ‘{meant}’. Write {meant}."
            old = self._as_written(what, value)
            self.complain(message, Code.NOT_PLAIN, old=old, write=meant)
        return meant or value

    def plain_options(self) -> None:
        """Replace paths, links and titles in options by the names they mean."""
        for what in ("series", "author", "topic", "post"):
            if what in self.options:
                self.options[what] = self.plain(what, self.options[what])

    def known(self, what: str, value: str) -> bool:
        """Whether an author, series, … exists; an unknown one is reported."""
        if self.ask(ResolveReference(what, value)) is not None:
            return True
        known = public_targets(what, self.domain.catalogue)
        self.complain(self._nothing_to_show(what, value, known))
        return False

    def is_choice(self, what: str, value: str, choices: Collection[str]) -> bool:
        """Whether a value is one of the words for an option; any other is reported."""
        if value in choices:
            return True
        message = self._nothing_to_show(what, value, choices)
        self.complain(message, old=self._as_written(what, value), write=only_near(value, choices))
        return False

    def _nothing_to_show(self, what: str, value: str, choices: Iterable[str]) -> str:
        found = f"{{{self.name}}} has no {what} ‘{value}’ to show."
        return found + did_you_mean(value, choices)

    def list_id(self, name: str) -> str:
        """The id of a list; of several on a page, the later ones have a number."""
        number = self.env.new_serialno(name) + 1
        return name if number == 1 else f"{name}-{number}"

    def options_are_right(self, choices: Mapping[str, Collection[str]]) -> bool:
        """Check every option, so that all wrong ones are reported at once."""
        given = self.options
        named = [self.known(o, given[o]) for o in ("series", "author", "topic") if o in given]
        chosen = [self.is_choice(o, given[o], choices[o]) for o in choices if o in given]
        year = given.get("year", "0000")
        is_year = year.isdecimal() and len(year) == 4
        if not is_year:
            message = f"{{{self.name}}} takes a year of four figures; found {quoted(year)}."
            self.complain(message)
        return is_year and all((*named, *chosen))

    def once(self, name: str, make: Callable[[], Answer]) -> Answer:
        """A value that is made once for each document, while it is read."""
        kept = vars(self.state.document)
        if name not in kept:
            kept[name] = make()
        found: Answer = kept[name]
        return found

    def own_id(self, kind: str) -> str:
        """The id of the author or series of this document, or empty."""
        source = self.domain.source(self.env.docname)
        return source.id if source.kind == kind else ""
