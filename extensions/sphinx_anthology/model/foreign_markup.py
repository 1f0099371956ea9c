"""Directives and roles that are not known here: what can be said of them by their names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from sphinx_anthology.model.doubts import may_mean_private
from sphinx_anthology.model.problem import nearest, quoted

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
    """.split()  # noqa: SIM905  # as words they fit on few lines
)
"""Names that say ‘not for readers’, beside those that say so of a field."""
_CODE = frozenset(
    """
    altair-plot argparse autoclass autofunction automodule autosummary bokeh-plot code code-block
    code-cell code-tab command-output csv-table ditaa digraph doctest eval-rst exec graph graphviz
    highlight ipython jupyter-execute kroki literalinclude math mermaid parsed-literal plantuml
    plot productionlist program-output raw sourcecode testcode tikz uml vega-lite
    """.split()  # noqa: SIM905  # as above
)
"""Directives whose content is no Markdown."""
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
"""Words, and where they would lead."""


def is_hidden(name: str) -> bool:
    """Whether a name says that what it marks is not for readers.

    >>> is_hidden("todo"), is_hidden("internal-note"), is_hidden("nota")
    (True, True, False)
    """
    return name.casefold() in _HIDDEN or may_mean_private(name, True)


def is_code(name: str, known: Iterable[str] = ()) -> bool:
    """Whether a directive's content is no Markdown, by its name or the one that was meant."""
    near = nearest(name, {*known, *_CODE}, most=1)
    return name in _CODE or (bool(near) and near[0] in _CODE)


def option_words(content: str, known: Container[str] = ()) -> tuple[list[str], str]:
    r"""The words in the options at the beginning of a directive's content, and the rest of it.

    What ``known`` has is not among them.

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
    """What readers see of a role.

    >>> role_words("Jane Doe <jane-doe>"), role_words("a < b")
    ('Jane Doe', 'a < b')
    """
    match = _EXPLICIT.fullmatch(text)
    return match["words"] if match else text


def unknown_directive(name: str, known: Iterable[str]) -> str:
    """What is said of a directive that is not known."""
    return _said(name, known, "directive", "the lines in which it begins and ends")


def unknown_role(name: str, known: Iterable[str]) -> str:
    """What is said of a role that is not known."""
    return _said(name, known, "role", f"{quoted('{' + name + '}')} and the ‘`’ around its words")


def _said(name: str, known: Iterable[str], what: str, marks: str) -> str:
    shown = quoted("{" + name + "}")
    if is_hidden(name):
        return (
            f"The {what} {shown} is not known, and its name says that it is not for readers: "
            "it is left out. Take it out, or write ‘%’ before each line of a note to editors."
        )
    begin = f"The {what} {shown} is not known; its words are shown as text."
    extension = _EXTENSION.get(name.casefold(), "")
    if extension:
        return (
            f'{begin} The extension ‘{extension}’ has it: write ‘"{extension}"’ into ‘extensions’ '
            f"in conf.py, or take out {marks}."
        )
    domain, colon, last = name.rpartition(":")
    # of another's domain, only what has the same name
    likely = [one for one in known if not colon or ":" in one or one == last]
    near = [last] if last in likely and domain else nearest(name, likely, most=1)
    if near:
        meant = quoted("{" + near[0] + "}")
        return f"{begin} Did you mean {meant}? Write this in its place, or take out {marks}."
    return f"{begin} Take out {marks}."


def wrong_arguments(name: str, first_line: str, needed: int, most: int) -> str:
    """What is said of a directive that has too few words behind its name, or too many."""
    shown = "{" + name + "}"
    words = first_line.split()
    if len(words) < needed:
        count = "a word" if needed == 1 else f"{needed} words"
        right = f"needs {count} behind its name. Write {quoted(f'{shown} …')}."
    elif most:
        count = "one word" if most == 1 else f"{most} words"
        begin = quoted(f"{shown} {' '.join(words[:most])}")
        right = f"takes {count} behind its name. Write {begin}, and the rest into the next lines."
    else:
        right = f"takes no words behind its name. Write {quoted(shown)}, and the rest below."
    return f"The directive {quoted(shown)} {right} As it is, its words are shown as text."
