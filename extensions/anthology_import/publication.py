"""The documents around the posts: series, lists, the front page, and ``conf.py``."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from anthology_import.memberships import SeriesPlan
from anthology_import.records import Blog
from anthology_import.yaml_text import front_matter

YEARS: Final = "posts"
"""The folder of the posts that belong to no series."""


def series_document(series: SeriesPlan, members: Sequence[str]) -> str:
    """A series with its posts in reading order."""
    own: dict[str, object] = {"kind": series.kind}
    if series.part_label:
        own["part_label"] = series.part_label
    if series.parts:
        own["parts"] = series.parts
    if series.event:
        own["event"] = {"name": series.event}
    head = front_matter({"title": series.title, "series": own})
    return f"{head}\n{_toctree(posixpath.basename(name) for name in members)}"


def lists(
    *, series: Sequence[str], posts: Iterable[str], pages: Iterable[str], has_authors: bool
) -> dict[str, str]:
    """The documents that lead to all others, by docname."""
    found: dict[str, str] = {}
    years: dict[str, list[str]] = defaultdict(list)
    for docname in posts:
        years[posixpath.dirname(docname)].append(posixpath.basename(docname))
    for folder, names in sorted(years.items()):
        year = posixpath.basename(folder)
        title = "Undated" if year == "undated" else year.lstrip("0")
        found[f"{folder}/index"] = f"# {title}\n\n{_toctree(names, is_hidden=False)}"
    if years:
        order = sorted(map(posixpath.basename, years), key=lambda year: (year == "undated", year))
        entries = [f"{year}/index" for year in order]
        found[f"{YEARS}/index"] = f"# Posts\n\n{_toctree(entries, is_hidden=False)}"
    if series:
        entries = [f"{identifier}/index" for identifier in series]
        found["series/index"] = f"# Series\n\n```{{series-cards}}\n```\n\n{_toctree(entries)}"
    if has_authors:
        hidden = "```{toctree}\n:hidden:\n:glob:\n\n*\n```\n"
        found["authors/index"] = f"# Authors\n\n```{{authors}}\n```\n\n{hidden}"
    found["topics"] = "# Topics\n\n```{topics}\n```\n"
    found["archive"] = "# Archive\n\n```{years}\n```\n"
    names = [posixpath.basename(name) for name in pages]
    if names:
        found["pages/index"] = f"# Pages\n\n{_toctree(names, is_hidden=False)}"
    return found


def front_page(blog: Blog, lists_made: Iterable[str]) -> str:
    """The front page, for the editor to change."""
    made = set(lists_made)
    first = [f"{part}/index" for part in ("series", YEARS) if f"{part}/index" in made]
    then = [name for name in ("authors/index", "topics", "archive", "pages/index") if name in made]
    parts = [f"# {_escaped(blog.title) or 'Publication'}\n"]
    if "series/index" in made:
        parts.append("## Series\n\n```{series-cards}\n:limit: 6\n```\n")
    parts.append("## Latest posts\n\n```{posts}\n:limit: 5\n:style: cards\n:excerpt:\n```\n")
    parts += [_toctree(first)] if first else []
    parts += [_toctree(then)]
    return "\n".join(parts)


def settings(blog: Blog, language: str) -> str:
    """A ``conf.py``, for the editor to change."""
    lines = [
        '"""The settings of this publication."""',
        "",
        f"project = {_python(blog.title or 'Publication')}",
        f"language = {_python(language)}",
        'extensions = ["sphinx_anthology"]',
        "# the address at which the site will be; feeds and records need it",
        '# html_baseurl = "https://…/"',
    ]
    if blog.tagline:
        lines.append(f"anthology_tagline = {_python(blog.tagline)}")
    return "\n".join((*lines, ""))


def _toctree(names: Iterable[str], *, is_hidden: bool = True) -> str:
    option = ":hidden:" if is_hidden else ":titlesonly:"
    return "\n".join(("```{toctree}", option, "", *names, "```", ""))


def _escaped(text: str) -> str:
    """Plain words in MyST, on one line."""
    marked = (f"\\{c}" if c.isascii() and not (c.isalnum() or c.isspace()) else c for c in text)
    return " ".join("".join(marked).split())


def _python(text: str) -> str:
    """A text as a literal of Python's, in which nothing of it is code."""
    literal = repr(" ".join(text.split()))
    is_plain = not {'"', "\\"} & set(literal)
    return f'"{literal[1:-1]}"' if is_plain else literal
