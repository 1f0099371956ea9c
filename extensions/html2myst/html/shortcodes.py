"""Words in square brackets that a blog replaces when it shows a post.

Those that are known here become HTML, before it is parsed. All others stay as text and are named,
for what they stood for is not in the export.
"""

from __future__ import annotations

import dataclasses as dc
import html as entities
import re
from collections.abc import Callable, Mapping
from typing import Final

from html2myst.html.facts import shortened
from html2myst.losses import Loss

Attributes = Mapping[str, str]
"""The attributes of a shortcode by name; those without a name by number, from 0."""

Expansion = Callable[[Attributes, str], str | None]
"""Gives the HTML for attributes and content; none where there is nothing to show for it."""

_DEEPEST: Final = 4
_OPENING = re.compile(
    r"</?[A-Za-z][^<>]*>"  # markup, in which nothing is replaced
    r"|(?P<before>\[?)\[(?P<name>[A-Za-z][\w-]*)"
    r"(?P<attributes>(?:[\s=/:](?:\"[^\"]{0,2000}\"|“[^”]{0,2000}”|[^\[\]\"“]){0,2000})?)"
    r"\](?P<after>\]?)",
    re.DOTALL,
)
_CLOSING = re.compile(r"\[/([A-Za-z][\w-]*)\]")
_ATTRIBUTE = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|“([^”]*)”|([^\s"'\]]+))""")
_NAMED = re.compile(r"[\w-]+\s*=\s*[\"'“\w]")


@dc.dataclass(slots=True)
class Expanded:
    """HTML with the known shortcodes replaced, and the names of all others."""

    html: str
    unknown: list[str] = dc.field(default_factory=list)
    losses: list[Loss] = dc.field(default_factory=list)


def expanded(html: str, known: Mapping[str, Expansion]) -> Expanded:
    """Replace the shortcodes of a text, and those inside them."""
    return _Replacing(html, known).result if "[" in html else Expanded(html)


class _Replacing:
    """Goes through a text once."""

    def __init__(self, html: str, known: Mapping[str, Expansion], depth: int = 0) -> None:
        self.html, self.known, self.depth = html, known, depth
        self.closed = {name.lower() for name in _CLOSING.findall(html)}
        self.result = Expanded("")
        parts: list[str] = []
        place = 0
        while found := _OPENING.search(html, place):
            instead, end = self._instead(found)
            parts += (html[place : found.start()], instead)
            place = end
        self.result.html = "".join((*parts, html[place:]))

    def _instead(self, found: re.Match[str]) -> tuple[str, int]:
        """What stands in the place of a match, and where the rest of the text begins."""
        name = (found["name"] or "").lower()
        if name and found["before"] and found["after"] and name in self.known:
            return found.group()[1:-1], found.end()  # doubled: meant to be seen
        if name not in self.known:
            self._note(name, found)
            return found.group(), found.end()
        content, end = self._content(name, found)
        inner = self._inside(name, content)
        made = self.known[name](attributes_of(found["attributes"]), inner)
        if made is None:
            self._note(name, found)
            return self.html[found.start() : end], end
        return f"{found['before']}{made}{'' if content else found['after']}", end

    def _inside(self, name: str, content: str) -> str:
        """What a shortcode encloses, with the shortcodes in it replaced."""
        if "[" not in content or name in LITERAL or self.depth > _DEEPEST:
            return content
        inner = _Replacing(content, self.known, self.depth + 1).result
        self.result.unknown += [n for n in inner.unknown if n not in self.result.unknown]
        self.result.losses += inner.losses
        return inner.html

    def _content(self, name: str, found: re.Match[str]) -> tuple[str, int]:
        """What a shortcode encloses, and where it ends."""
        if name not in self.closed or found["attributes"].rstrip().endswith("/"):
            return "", found.end()
        again = re.compile(rf"\[(/?){re.escape(name)}\b", re.IGNORECASE)
        closing = again.search(self.html, found.end() - len(found["after"]))
        if closing is None or not closing[1]:
            return "", found.end()
        start = found.end() - len(found["after"])
        end = self.html.find("]", closing.end()) + 1 or len(self.html)
        return self.html[start : closing.start()], end

    def _note(self, name: str, found: re.Match[str]) -> None:
        """Note a name in brackets, unless it is only a word in brackets, as in quotations."""
        if not name or not (_NAMED.search(found["attributes"]) or name in self.closed):
            return
        if name not in self.result.unknown:
            self.result.unknown.append(name)
        text = shortened(found.group())
        self.result.losses.append(Loss("shortcode", text, text))


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a shortcode; ``[youtube=address]`` has one without a name."""
    found: dict[str, str] = {}
    unnamed = 0
    for name, *values in _ATTRIBUTE.findall(text.removeprefix("=").rstrip("/ ")):
        value = entities.unescape(next(filter(None, values), ""))
        if not name:
            name, unnamed = str(unnamed), unnamed + 1  # noqa: PLW2901
        found[name.lower()] = value
    return found


LITERAL: Final = frozenset(
    {
        *("sourcecode", "code", "actionscript3", "bash", "clojure", "coldfusion", "cpp"),
        *("csharp", "css", "delphi", "diff", "erlang", "fsharp", "go", "groovy", "html"),
        *("java", "javafx", "javascript", "latex", "matlab", "objc", "perl", "php", "plain"),
        *("powershell", "python", "r", "ruby", "scala", "sql", "swift", "text", "vb", "xml"),
        *("yaml",),
    }
)
"""Shortcodes whose content is code."""
