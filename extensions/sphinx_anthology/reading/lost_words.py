"""Directives and roles that are not known, or fail: their words are shown, and it is told.

What MyST and docutils put in their place is a message, which readers never see.
"""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles, states
from markdown_it.tree import SyntaxTreeNode
from myst_parser.mdit_to_docutils.base import token_line
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.warnings_ import MystWarnings
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from sphinx_anthology.model.foreign_markup import (
    is_code,
    is_hidden,
    option_words,
    role_words,
    unknown_directive,
    unknown_role,
    wrong_arguments,
)
from sphinx_anthology.model.myst_options import too_large
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.reading.directive_options import mended_options
from sphinx_anthology.reading.domain import domain_of, file_being_read
from sphinx_anthology.reading.marks import TOO_MANY, TOO_MANY_SAID

_RST_MARK = re.compile(r"\.\.[ ]+[^:\s](?:[^:]|:(?!:))*::[ ]*")
_LISTS = frozenset({"acks", "hlist"})
"""Directives of Sphinx's that leave out what is no list."""


class KeepingRenderer(SphinxRenderer):
    """MyST's renderer, which loses no words of what it does not know."""

    def run_directive(
        self,
        name: str,
        first_line: str,
        content: str,
        position: int,
        additional_options: dict[str, str] | None = None,
        **given: Any,
    ) -> list[nodes.Element]:
        """What a directive makes; where it is not known, or fails, its words."""
        kind = _directive(self.sphinx_env, name, self.language_module_rst, self.document)
        if kind is None:
            self._tell(position, unknown_directive(name, _known_directives(self.sphinx_env)))
            return [] if is_hidden(name) else self._words(name, first_line, content, position)
        if kind.option_spec:
            content, wrong = mended_options(content)
            for place, message in wrong:
                self._tell(position + place + 1, message)
        try:
            parsed = parse_directive_text(kind, first_line, content)
        except states.MarkupError:
            needed, more = kind.required_arguments, kind.optional_arguments
            self._tell(position, wrong_arguments(name, first_line, needed, needed + more))
            return self._words(name, first_line, content, position)
        made = super().run_directive(
            name, first_line, content, position, additional_options, **given
        )
        body, line = "\n".join(parsed.body), position + parsed.body_offset
        if (made and all(map(_is_message, made))) or (not made and name in _LISTS):
            _take_out_quotes(made)
            return made + self._words(name, first_line, content, position)
        if _take_out_quotes(made) or not kind.has_content:
            made += self._words(name, "", body, line)
        known = kind.option_spec
        options = option_words(content, known)[0] if known else []
        return made + [nodes.paragraph("", words) for words in options]

    def _words(self, name: str, first_line: str, content: str, position: int) -> list[Any]:
        """The words of a directive: as Markdown, or as they are written where it is none."""
        place = nodes.Element()
        options, text = option_words(content)
        with self.current_node_context(place):
            for words in filter(None, (first_line.strip(), *options)):
                place += nodes.paragraph("", words)
            if not text.strip():
                pass
            elif is_code(name, _known_directives(self.sphinx_env)):
                words = text.strip("\n")
                place += nodes.literal_block(words, words, language="none")
            else:
                line = position + content.count("\n") - text.count("\n")
                self.nested_render_text(text, line)
        return list(place.children)

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """What a role makes; where it is not known, its words."""
        name = token.meta["name"]
        line = token_line(token) if token.map else 0
        if _role(self.sphinx_env, name, self.language_module_rst, line, self.reporter):
            super().render_myst_role(token)
            return
        self._tell(line, unknown_role(name, _known_roles(self.sphinx_env)))
        if not is_hidden(name):
            self.current_node.append(nodes.Text(role_words(token.content)))

    def render_restructuredtext(self, token: SyntaxTreeNode) -> None:
        """A text for docutils, whose parser reads nothing of one that has too long a line."""
        text = token.content
        most = self.document.settings.line_length_limit
        if max(map(len, text.split("\n"))) <= most:
            super().render_restructuredtext(token)
            return
        message = (
            f"‘{{eval-rst}}’ has a line of more than {most} characters, and is shown as it is "
            "written. Part the line."
        )
        self._tell(token_line(token, 0), message)
        self.current_node.append(nodes.literal_block(text, text, language="none"))

    def render_inline(self, token: SyntaxTreeNode) -> None:
        """The text of a block; what has too many marks to be read is told."""
        if token.meta.get(TOO_MANY):
            self._tell(token_line(token, 0), TOO_MANY_SAID)
        super().render_inline(token)

    def create_highlighted_code_block(self, *given: Any, **options: Any) -> nodes.Element:
        """A block of code, with no more lines in relief than a text may have."""
        lines = options.get("emphasize_lines")
        if isinstance(lines, str) and (wrong := too_large("emphasize-lines", lines)):
            message = f"‘emphasize-lines’: {wrong}"
            self.create_warning(message, MystWarnings.INVALID_ATTRIBUTE, line=options.get("line"))
            options["emphasize_lines"] = None
        return super().create_highlighted_code_block(*given, **options)

    def _tell(self, line: int, message: str) -> None:
        _tell(self.sphinx_env, self.document["source"], line, message)


def _is_message(node: nodes.Node) -> bool:
    return isinstance(node, nodes.system_message)


def _take_out_quotes(made: list[nodes.Element]) -> bool:
    """Whether messages quote the source of what was not made; it is taken out of them."""
    quotes = [
        quote
        for message in filter(_is_message, made)
        for quote in message.children
        if isinstance(quote, nodes.literal_block)
    ]
    for quote in quotes:
        quote.parent.remove(quote)
    return bool(quotes)


def _directive(env: BuildEnvironment, name: str, *given: Any) -> type[Directive] | None:
    """The class of a directive; none where nobody knows it."""
    if _is_of_no_domain(env, name):
        return None
    found: type[Directive] | None = directives.directive(name, *given)[0]
    return found


def _role(env: BuildEnvironment, name: str, *given: Any) -> Any:
    """What makes a role; nothing where nobody knows it."""
    return None if _is_of_no_domain(env, name) else roles.role(name, *given)[0]


def _is_of_no_domain(env: BuildEnvironment, name: str) -> bool:
    # Sphinx says so in a warning without a place
    domain, colon, _ = name.casefold().partition(":")
    return bool(colon) and domain not in env.domains


def _known_directives(env: BuildEnvironment) -> set[str]:
    """The names of all directives; those of domains but the standard one with its name."""
    names = {*vars(directives)["_directives"], *vars(directives)["_directive_registry"]}
    for domain in env.domains.sorted():
        begin = "" if domain.name == "std" else f"{domain.name}:"
        names.update(f"{begin}{name}" for name in domain.directives)
    return names | {"eval-rst"}


def _known_roles(env: BuildEnvironment) -> set[str]:
    """The names of all roles; those of domains but the standard one with its name."""
    names = {*vars(roles)["_roles"], *vars(roles)["_role_registry"]} - {""}
    for domain in env.domains.sorted():
        begin = "" if domain.name == "std" else f"{domain.name}:"
        names.update(f"{begin}{name}" for name in domain.roles)
    return names


def _tell(env: BuildEnvironment, source: str, line: int, message: str) -> None:
    """Note a problem of the document that is being read, or of a file that it takes in."""
    file = file_being_read(env, source)
    domain_of(env).note_problem(env.docname, Problem(file, line, message, Code.UNKNOWN_MARKUP))


def keep_words_of_rst() -> None:
    """Let docutils' parser do the same."""
    # it has no other way; a test with the real parser holds that these are taken
    states.Body.unknown_directive = _unknown_directive  # type: ignore[method-assign]
    states.Inliner.interpreted = _interpreted  # type: ignore[method-assign]


def _env(document: nodes.document) -> BuildEnvironment | None:
    """The environment of a document; none where docutils is at work without our domain."""
    env: BuildEnvironment | None = getattr(document.settings, "env", None)
    return env if env is not None and "anthology" in env.domains else None


_unknown_to_docutils: Any = states.Body.unknown_directive


def _unknown_directive(self: Any, name: str) -> tuple[list[nodes.Node], bool]:
    """The words of a directive that docutils does not know."""
    env, machine = _env(self.document), self.state_machine
    if env is None:
        made: tuple[list[nodes.Node], bool] = _unknown_to_docutils(self, name)
        return made
    source, line = machine.get_source_and_line()
    _tell(env, source or "", line or 0, unknown_directive(name, _known_directives(env)))
    match = _RST_MARK.match(machine.line)
    indented, _, offset, blank = machine.get_first_known_indented(match.end() if match else 0)
    place = nodes.Element()
    if is_hidden(name):
        pass
    elif is_code(name, _known_directives(env)):
        text = "\n".join(indented)
        place += nodes.literal_block(text, text, language="none")
    else:
        self.nested_parse(indented, offset, place)
    return place.children, blank


_interpreted_by_docutils = states.Inliner.interpreted


def _interpreted(
    self: Any, rawsource: str, text: str, role: str, lineno: int
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """What a role makes of a text; where docutils does not know it, the text."""
    env = _env(self.document)
    if env is None or not role or _role(env, role, self.language, lineno, self.reporter):
        return _interpreted_by_docutils(self, rawsource, text, role, lineno)
    source, line = self.reporter.get_source_and_line(lineno)
    _tell(env, source or "", line or lineno, unknown_role(role, _known_roles(env)))
    words = nodes.unescape(text)
    return [] if is_hidden(role) else [nodes.Text(role_words(words))], []


class ShowQuotedSource(SphinxTransform):
    """Show the source that docutils quotes in a message, since it made nothing of it."""

    # before messages are taken out (999), and once the text is alone no more
    default_priority = 402

    def apply(self, **kwargs: object) -> None:
        """Put it in the place of the message."""
        for message in list(self.document.findall(nodes.system_message)):
            quotes = [c for c in message.children if isinstance(c, nodes.literal_block)]
            # headings with a short line below them are made all the same
            if message.parent is None or message.astext().startswith("Title "):
                continue
            for quote in quotes:
                quote["language"] = "none"
            if quotes:
                message.parent.replace(message, quotes)


def setup(app: Sphinx) -> None:
    """Keep the words of Markdown, and of reStructuredText."""
    keep_words_of_rst()
    app.add_transform(ShowQuotedSource)
