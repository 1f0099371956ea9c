"""Ids, keys and topics as editors write them: as paths, file names, links, roles, in capitals."""

from __future__ import annotations

import functools
import re

_FORMS = tuple(
    re.compile(form)
    for form in (
        r"!?\[(?:[^\]]*)\]\(\s*<?(?P<target>[^()\s<>]+)>?[^()]*\)",  # [Jane](authors/jane.md)
        r"\[\[(?P<target>[^\]|]+)(?:\|[^\]]*)?\]\]",  # [[jane|Jane]], of Obsidian
        r"(?:\{[\w:-]+\}|:[\w:-]+:)`(?:[^`<]*<)?(?P<target>[^`<>]+)>?`",  # {author}`jane`
        r"\\\w*cite\w*(?:\[[^\]]*\])*\{(?P<target>[^{}]+)\}",  # \cite{doe2021}
    )
)
"""The ways in which texts refer to something."""
_ADDRESS = re.compile(r"(?:https?://[^/]+|file:|doc:)/*", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:md|markdown|rst|html?)$", re.IGNORECASE)
_FOLDERS = frozenset(
    """
    . .. author authors bio bios content contributors docs en people person persons series source
    src tag tags team topic topics
    """.split()  # noqa: SIM905  # easier to read than a list
)
"""The folders that stand before an id."""
_AROUND = "[]<>\"'`“”‘’ "


def _target(text: str) -> str:
    """What a reference means, without what stands around it."""
    text = text.strip()
    found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    return (found["target"] if found else text).strip(_AROUND).lstrip("@").strip()


def _name(text: str) -> str:
    """The last part of a path, without its ending; empty where the folders are none of ids."""
    path = re.split("[?#]", _ADDRESS.sub("", _target(text).lstrip("#")))[0]
    *folders, name = [part for part in path.split("/") if part] or [""]
    name = _ENDING.sub("", name)
    if name == "index" and folders:
        name = folders.pop()
    return name if _FOLDERS.issuperset(folder.casefold() for folder in folders) else ""


@functools.lru_cache(maxsize=4)
def _by_spelling(known: frozenset[str]) -> dict[str, str]:
    """The ids by what all spellings share; an empty text where several share it."""
    found: dict[str, str] = {}
    for one in sorted(known):
        key = _spelling(one)
        found[key] = "" if key in found else one
    return found


def _spelling(text: str) -> str:
    return text.casefold().replace("_", "-")


def plain_id(text: str, known: frozenset[str]) -> str:
    """The known id that a text means that is none itself; empty where it means none.

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
    """A key of the bibliography, as it stands there.

    >>> plain_key("[@doe2021]"), plain_key("doe2021.bib"), plain_key("DBLP:conf/x")
    ('doe2021', 'doe2021', 'DBLP:conf/x')
    """
    key = _target(text)
    return key.removesuffix(".bib").rpartition("/")[2] if key.endswith(".bib") else key


def plain_docname(text: str) -> str:
    """A docname, as it stands in a path from the publication's folder.

    >>> plain_docname("/series/harbours/01-tides.md")
    'series/harbours/01-tides'
    """
    return _ENDING.sub("", _target(text)).removeprefix("/")


def plain_topic(text: str) -> str:
    """A topic, as it is printed: the words of a link, or the name of a file.

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
