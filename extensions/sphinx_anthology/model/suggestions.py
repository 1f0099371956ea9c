"""Suggestions for wrong names, and names in other notations than ours."""

from __future__ import annotations

import difflib
import functools
import posixpath
import re
from collections.abc import Iterable

_ALIKE = 0.66
_AS_GOOD = 0.12
"""The most that a second suggestion may be less similar than the first."""


def similar_paths(wrong: str, known: Iterable[str], *, most: int = 2) -> tuple[str, ...]:
    """The paths most similar to a wrong one, by file name, then by folder.

    >>> similar_paths("s/01-eb", ["s/01-ebb", "s/03-neap", "t/01-ebb"])
    ('s/01-ebb', 't/01-ebb')
    """
    stem, by_stem = _stem(wrong), dict[str, list[str]]()
    for path in sorted(known):
        by_stem.setdefault(_stem(path), []).append(path)
    ratios = {
        found: difflib.SequenceMatcher(None, stem, found).ratio()
        for found in difflib.get_close_matches(stem, by_stem, 3, _ALIKE)
    }
    best = max(ratios.values(), default=0)
    folder = posixpath.dirname(wrong)
    found = [
        (posixpath.dirname(path) != folder, -ratio, path)
        for name, ratio in ratios.items()
        if ratio >= best - _AS_GOOD
        for path in by_stem[name]
    ]
    return tuple(path for *_, path in sorted(found)[:most])


def _stem(path: str) -> str:
    """The distinctive part of a path: its last, or an index's folder."""
    folder, _, name = path.casefold().rpartition("/")
    return posixpath.basename(folder) or name if name == "index" else name


def from_here(target: str, docname: str, ending: str = "") -> str:
    """A path from the publication's folder, as a document writes it.

    >>> from_here("series/tides/01-ebb", "series/tides/index")
    '01-ebb'
    >>> from_here("authors/jane", "series/tides/index", ".md")
    '../../authors/jane.md'
    """
    here = posixpath.dirname(docname)
    return posixpath.relpath(f"/{target}", f"/{here}") + ending


def did_you_mean_path(
    wrong: str, known: Iterable[str], docname: str | None = None, ending: str = ""
) -> str:
    """The end of a message: `` Did you mean ‘01-ebb’?``, or empty.

    Paths are as the document ``docname`` writes them; without one, from the publication's folder.
    """
    found = similar_paths(wrong, (path for path in known if path != docname))
    written = [f"{p}{ending}" if docname is None else from_here(p, docname, ending) for p in found]
    return f" Did you mean {' or '.join(f'‘{path}’' for path in written)}?" if found else ""


_FORMS = tuple(
    re.compile(form)
    for form in (
        r"!?\[(?:[^\]]*)\]\(\s*<?(?P<target>[^()\s<>]+)>?[^()]*\)",  # [Jane](authors/jane.md)
        r"\[\[(?P<target>[^\]|]+)(?:\|[^\]]*)?\]\]",  # [[jane|Jane]], of Obsidian
        r"(?:\{[\w:-]+\}|:[\w:-]+:)`(?:[^`<]*<)?(?P<target>[^`<>]+)>?`",  # {author}`jane`
        r"\\\w*cite\w*(?:\[[^\]]*\])*\{(?P<target>[^{}]+)\}",  # \cite{doe2021}
    )
)
"""Notations of references."""
_ADDRESS = re.compile(r"(?:https?://[^/]+|file:|doc:)/*", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:md|markdown|rst|html?)$", re.IGNORECASE)
_FOLDERS = frozenset(
    """
    . .. author authors bio bios content contributors docs en people person persons series source
    src tag tags team topic topics
    """.split()  # noqa: SIM905  # fewer lines than a list
)
"""Folders that may stand before an id."""
_AROUND = "[]<>\"'`“”‘’ "


def _target(text: str) -> str:
    """The target of a reference, without its notation."""
    text = text.strip()
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    return (found["target"] if found else text).strip(_AROUND).lstrip("@").strip()


def _name(text: str) -> str:
    """The last part of a path without ending; empty after other folders."""
    path = re.split("[?#]", _ADDRESS.sub("", _target(text).lstrip("#")))[0]
    *folders, name = [part for part in path.split("/") if part] or [""]
    name = _ENDING.sub("", name)
    if name == "index" and folders:
        name = folders.pop()
    return name if _FOLDERS.issuperset(folder.casefold() for folder in folders) else ""


@functools.lru_cache(maxsize=4)
def _by_spelling(known: frozenset[str]) -> dict[str, str]:
    """The ids by normalised spelling; empty where several share one."""
    found: dict[str, str] = {}
    for one in sorted(known):
        key = _spelling(one)
        found[key] = "" if key in found else one
    return found


def _spelling(text: str) -> str:
    return text.casefold().replace("_", "-")


def plain_id(text: str, known: frozenset[str]) -> str:
    """The known id that a text means in another notation; empty if none.

    >>> plain_id("[Jane](authors/jane-doe.md)", frozenset({"jane-doe"}))
    'jane-doe'
    >>> plain_id("kim-lee/jane-doe", frozenset({"jane-doe", "kim-lee"}))
    ''
    """
    if text in known:
        return ""
    name = _name(text)
    if not name or len(name.split()) > 1:
        return ""
    return name if name in known else _by_spelling(known).get(_spelling(name), "")


def plain_key(text: str) -> str:
    """A key of the bibliography in plain form.

    >>> plain_key("[@doe2021]"), plain_key("doe2021.bib"), plain_key("DBLP:conf/x")
    ('doe2021', 'doe2021', 'DBLP:conf/x')
    """
    key = _target(text)
    return key.removesuffix(".bib").rpartition("/")[2] if key.endswith(".bib") else key


def plain_docname(text: str) -> str:
    """A docname in plain form, from the publication's folder.

    >>> plain_docname("/series/harbours/01-tides.md")
    'series/harbours/01-tides'
    """
    return _ENDING.sub("", _target(text)).removeprefix("/")


def plain_topic(text: str) -> str:
    """A topic in plain form: the words of a link, or a file's name.

    >>> plain_topic("topics/harbours.md"), plain_topic("[Tides](topics/tides.md)")
    ('harbours', 'Tides')
    >>> plain_topic("AC/DC"), plain_topic("#MeToo")
    ('AC/DC', '#MeToo')
    """
    link = re.fullmatch(r"\[(?P<words>[^\]]+)\]\([^()]*\)", text.strip())
    if link:
        return link["words"]
    is_reference = any(form.fullmatch(text.strip()) for form in _FORMS)
    is_path = re.match(r"/?(?:\.\.?/)*(?:topics?|tags?)/", text) or _ENDING.search(text)
    return (_name(text) or text) if is_reference or is_path else text
