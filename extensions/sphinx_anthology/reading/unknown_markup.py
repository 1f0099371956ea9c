"""Unknown directives and roles: messages about them, and their words.

docutils puts a message in their place, which readers never see.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from types import ModuleType
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles, states
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from sphinx_anthology.directives import OF_CODE
from sphinx_anthology.model.doubts import may_mean_private
from sphinx_anthology.model.problem import Code, nearest, quoted
from sphinx_anthology.reading.domain import note

_EXTENSIONS = {
    "sphinx_design": """
        tab-set tab-item tab-set-code grid grid-item grid-item-card card card-carousel dropdown
        button-link button-ref article-info div bdg octicon material-regular
        """,
    "sphinxcontrib.youtube": "youtube vimeo peertube",
    "sphinxcontrib.mermaid": "mermaid autoclasstree",
    "sphinxcontrib.video": "video",
    "sphinxcontrib.plantuml": "uml plantuml",
    "sphinx_tabs.tabs": "tabs tab group-tab code-tab",
    "sphinx_togglebutton": "toggle",
    "sphinx_proof": "prf:theorem prf:proof prf:lemma prf:definition theorem proof lemma",
    "sphinx_exercise": "exercise solution exercise-start exercise-end",
    "sphinx_carousel.carousel": "carousel",
    "sphinx_inline_tabs": "tab",
    "myst_nb": "code-cell glue",
    "sphinx.ext.todo": "todo todolist",
    "sphinx.ext.graphviz": "graphviz graph digraph",
    "sphinx.ext.autosummary": "autosummary",
    "sphinx.ext.autodoc": "automodule autoclass autofunction",
}
_EXTENSION = {name: e for e, names in reversed(_EXTENSIONS.items()) for name in names.split()}
_HIDDEN = frozenset(
    """
    comment comments editor editorial editors fixme note-to-editor note-to-self todo todolist todos
    xxx
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Names that mean ‘not for readers’, besides those of private fields."""
_SETTINGS = frozenset(
    """
    align class color columns dedent delim emphasize-lines encoding escape figclass figwidth file
    force glob gutter header-rows height hidden id img-bottom img-top includehidden language
    lineno-start linenos lines link link-type loading margin maxdepth name nosearch nowrap
    numbered open outline padding quote reverse scale selected shadow stub-columns style sync
    tab-width target titlesonly url width widths
    """.split()  # noqa: SIM905  # as above
)
"""Options that hold no words."""
_OPTION = re.compile(r"[ \t]*:(?P<key>[\w-]+):(?P<value>.*)")
_YAML = re.compile(r"(?P<key>[\w-]+):[ \t]+(?P<value>.*)")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_EXPLICIT = re.compile(r"(?P<words>[^<>]*\S)\s*<[^<>\s]+>\s*")
"""Words with a target in angle brackets."""


def is_hidden(name: str) -> bool:
    """Whether a name says that its content is not for readers.

    >>> is_hidden("todo"), is_hidden("internal-note"), is_hidden("nota")
    (True, True, False)
    """
    return name.casefold() in _HIDDEN or may_mean_private(name, True)


def is_code(name: str, known: Iterable[str] = ()) -> bool:
    """Whether a directive's content is not Markdown, by its likely name."""
    near = nearest(name, {*known, *OF_CODE}, most=1)
    return name in OF_CODE or (bool(near) and near[0] in OF_CODE)


def option_words(content: str, known: Container[str] = ()) -> tuple[list[str], str]:
    r"""The words in a directive's options, and the content after them.

    Options in ``known`` are left out.

    >>> option_words(":alt: A boat\n:width: 3\n\nText.")
    (['A boat'], '\nText.')
    """
    lines = content.split("\n")
    if lines[0].startswith("---"):
        end = next((i for i, line in enumerate(lines[1:], 1) if line.startswith("---")), 0)
        options, rest, form = lines[1:end], lines[end + 1 :], _YAML
    else:
        end = next((i for i, line in enumerate(lines) if not _OPTION.match(line)), len(lines))
        options, rest, form = lines[:end], lines[end:], _OPTION
    found = (form.match(line) for line in options)
    words = [
        match["value"].strip()
        for match in found
        if match and match["key"] not in known and match["key"] not in _SETTINGS
    ]
    return [value for value in words if _LETTERS.search(value)], "\n".join(rest)


def role_words(text: str) -> str:
    """The visible words of a role.

    >>> role_words("Jane Doe <jane-doe>"), role_words("a < b")
    ('Jane Doe', 'a < b')
    """
    match = _EXPLICIT.fullmatch(text)
    return match["words"] if match else text


def unknown_directive(name: str, known: Iterable[str]) -> str:
    """The message about an unknown directive."""
    return _said(name, known, "directive", "the lines in which it begins and ends")


def unknown_role(name: str, known: Iterable[str]) -> str:
    """The message about an unknown role."""
    return _said(name, known, "role", f"{quoted('{' + name + '}')} and the ‘`’ around its words")


def _said(name: str, known: Iterable[str], what: str, marks: str) -> str:
    shown = quoted("{" + name + "}")
    if is_hidden(name):
        return (
            f"The {what} {shown} is unknown, and its name says that it is not for readers: "
            "it is left out. Delete it, or write ‘%’ before each line of a note to editors."
        )
    begin = f"The {what} {shown} is not known; its words are shown as text."
    extension = _EXTENSION.get(name.casefold(), "")
    if extension:
        return (
            f'{begin} The extension ‘{extension}’ has it: write ‘"{extension}"’ into ‘extensions’ '
            f"in conf.py, or take out {marks}."
        )
    domain, colon, last = name.rpartition(":")
    # in another domain, only an equal name
    likely = [one for one in known if not colon or ":" in one or one == last]
    near = [last] if last in likely and domain else nearest(name, likely, most=1)
    if near:
        meant = quoted("{" + near[0] + "}")
        return f"{begin} Did you mean {meant}? Write this in its place, or take out {marks}."
    return f"{begin} Take out {marks}."


def wrong_arguments(name: str, first_line: str, needed: int, most: int) -> str:
    """The message about a directive with too few or too many arguments."""
    shown = "{" + name + "}"
    words = first_line.split()
    if len(words) < needed:
        count = "a word" if needed == 1 else f"{needed} words"
        right = f"needs {count} after its name. Write {quoted(f'{shown} …')}."
    elif most:
        count = "one word" if most == 1 else f"{most} words"
        begin = quoted(f"{shown} {' '.join(words[:most])}")
        right = f"takes {count} behind its name. Write {begin}, and the rest into the next lines."
    else:
        right = f"takes no words after its name. Write {quoted(shown)}, and the rest below."
    return f"The directive {quoted(shown)} {right} Its words are shown as text."


_RST_MARK = re.compile(r"\.\.[ ]+[^:\s](?:[^:]|:(?!:))*::[ ]*")


def find_directive(env: BuildEnvironment, name: str, *given: Any) -> type[Directive] | None:
    """The class of a directive; :data:`None` if unknown."""
    if _is_of_no_domain(env, name):
        return None
    found: type[Directive] | None = directives.directive(name, *given)[0]
    return found


def find_role(env: BuildEnvironment, name: str, *given: Any) -> Any:
    """The function of a role; :data:`None` if unknown."""
    return None if _is_of_no_domain(env, name) else roles.role(name, *given)[0]


def _is_of_no_domain(env: BuildEnvironment, name: str) -> bool:
    # Sphinx would warn without a place
    domain, colon, _ = name.casefold().partition(":")
    return bool(colon) and domain not in env.domains


def known_directives(env: BuildEnvironment) -> set[str]:
    """The names of all directives; with the domain's name outside ``std``."""
    return _known(env, directives, "directive") | {"eval-rst"}


def known_roles(env: BuildEnvironment) -> set[str]:
    """The names of all roles; with the domain's name outside ``std``."""
    return _known(env, roles, "role") - {""}


def _known(env: BuildEnvironment, registry: ModuleType, kind: str) -> set[str]:
    names = {*vars(registry)[f"_{kind}s"], *vars(registry)[f"_{kind}_registry"]}
    for domain in env.domains.sorted():
        begin = "" if domain.name == "std" else f"{domain.name}:"
        names.update(f"{begin}{name}" for name in getattr(domain, f"{kind}s"))
    return names


def keep_words_of_rst() -> None:
    """Change docutils' parser so that it keeps the words of unknown markup."""
    # docutils has no other way; a test with the real parser checks it
    states.Body.unknown_directive = _unknown_directive  # type: ignore[method-assign]
    states.Inliner.interpreted = _interpreted  # type: ignore[method-assign]


def _env(document: nodes.document) -> BuildEnvironment | None:
    """The environment of a document; :data:`None` without our domain."""
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
    message = unknown_directive(name, known_directives(env))
    note(env, line or 0, message, Code.UNKNOWN_MARKUP, source)
    match = _RST_MARK.match(machine.line)
    indented, _, offset, blank = machine.get_first_known_indented(match.end() if match else 0)
    place = nodes.Element()
    if is_hidden(name):
        pass
    elif is_code(name, known_directives(env)):
        text = "\n".join(indented)
        place += nodes.literal_block(text, text, language="none")
    else:
        self.nested_parse(indented, offset, place)
    return place.children, blank


_interpreted_by_docutils = states.Inliner.interpreted


def _interpreted(
    self: Any, rawsource: str, text: str, role: str, lineno: int
) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """The nodes of a role; its words if docutils does not know it."""
    env = _env(self.document)
    if env is None or not role or find_role(env, role, self.language, lineno, self.reporter):
        return _interpreted_by_docutils(self, rawsource, text, role, lineno)
    source, line = self.reporter.get_source_and_line(lineno)
    message = unknown_role(role, known_roles(env))
    note(env, line or lineno, message, Code.UNKNOWN_MARKUP, source)
    words = nodes.unescape(text)
    return [] if is_hidden(role) else [nodes.Text(role_words(words))], []


class ShowQuotedSource(SphinxTransform):
    """Shows sources that docutils quotes in messages because it made nothing of them."""

    # before messages are removed (999), after loose text is wrapped
    default_priority = 402

    def apply(self, **kwargs: object) -> None:
        """Replace messages by the sources that they quote."""
        for message in list(self.document.findall(nodes.system_message)):
            quotes = [c for c in message.children if isinstance(c, nodes.literal_block)]
            # headings with a short underline are made all the same
            if message.parent is None or message.astext().startswith("Title "):
                continue
            for quote in quotes:
                quote["language"] = "none"
            if quotes:
                message.parent.replace(message, quotes)


def setup(app: Sphinx) -> None:
    """Register the changes for Markdown and reStructuredText."""
    keep_words_of_rst()
    app.add_transform(ShowQuotedSource)
