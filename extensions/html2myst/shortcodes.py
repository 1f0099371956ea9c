"""Shortcodes in square brackets, which a blog replaces when it shows a post.

Known ones become HTML before it is parsed. Unknown ones stay as text and are listed, since an
export does not contain what they stand for.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from html2myst.conversion import Attached, Loss
from html2myst.inventory import shortened
from html2myst.tree import FOOTNOTE, cleaned

Attributes = Mapping[str, str]
"""The attributes of a shortcode by name; unnamed ones by number, from 0."""

Expansion = Callable[[Attributes, str], str | None]
"""Gives HTML for attributes and content; None if there is nothing to show."""

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


class Expanded:
    """HTML with its known shortcodes replaced; ``unknown`` names the others."""

    def __init__(self, html: str, known: Mapping[str, Expansion], depth: int = 0) -> None:
        self.html, self.known, self.depth = html, known, depth
        self.closed = {name.lower() for name in _CLOSING.findall(html)}
        self.unknown: list[str] = []
        self.losses: list[Loss] = []
        parts: list[str] = []
        place = 0
        while found := _OPENING.search(html, place):
            instead, end = self._instead(found)
            parts += (html[place : found.start()], instead)
            place = end
        self.expanded = "".join((*parts, html[place:]))

    def _instead(self, found: re.Match[str]) -> tuple[str, int]:
        """The replacement of a match, and where the rest of the text begins."""
        name = (found["name"] or "").lower()
        if name and found["before"] and found["after"] and name in self.known:
            return found.group()[1:-1], found.end()  # double brackets show the shortcode itself
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
        """The content of a shortcode, with its own shortcodes replaced."""
        if "[" not in content or name in LITERAL or self.depth > _DEEPEST:
            return content
        inner = Expanded(content, self.known, self.depth + 1)
        self.unknown += [n for n in inner.unknown if n not in self.unknown]
        self.losses += inner.losses
        return inner.expanded

    def _content(self, name: str, found: re.Match[str]) -> tuple[str, int]:
        """The content of a shortcode, and where the shortcode ends."""
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
        """List an unknown shortcode, unless it is only a word in brackets."""
        if not name or not (_NAMED.search(found["attributes"]) or name in self.closed):
            return
        if name not in self.unknown:
            self.unknown.append(name)
        text = shortened(found.group())
        self.losses.append(Loss("shortcode", text, text))


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


_ADDRESS = re.compile(r"https?://[^\s\"'<>\]]+", re.IGNORECASE)
_HOSTS: Final = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "ted": "https://www.ted.com/talks/view/id/{}",
    "gist": "https://gist.github.com/{}",
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "instagram": "",
    "soundcloud": "",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "scribd": "https://www.scribd.com/document/{}",
    "googlemaps": "",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter-timeline": "",
    "flickr": "",
    "embed": "",
    "embedyt": "",
}
"""Embedding shortcodes, with the address for an id."""

_FOOTNOTES: Final = ("footnote", "ref", "efn_note", "mfn", "fn", "modern_footnote")


def known_shortcodes(
    library: Mapping[int, Attached], attached: Sequence[int]
) -> Mapping[str, Expansion]:
    """All known shortcodes; galleries show files of the ``library``."""
    found: dict[str, Expansion] = {name: _code(name) for name in LITERAL}
    found |= {name: _embed(form) for name, form in _HOSTS.items()}
    found |= dict.fromkeys(_FOOTNOTES, _footnote)
    found |= dict.fromkeys(("caption", "wp_caption"), _caption)
    found |= dict.fromkeys(("audio", "video", "playlist"), _media)
    found["gallery"] = _gallery(library, attached)
    return found


def _escaped(text: str) -> str:
    return entities.escape(entities.unescape(text))


def _caption(attributes: Attributes, content: str) -> str:
    caption = attributes.get("caption", "")
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="wp-caption">{content.strip()}{below}</figure>'


def _gallery(library: Mapping[int, Attached], attached: Sequence[int]) -> Expansion:
    """A gallery; it names files by number, or shows all of the post."""

    def made(attributes: Attributes, content: str) -> str | None:
        named = attributes.get("ids") or attributes.get("include") or ""
        numbers = [int(n) for n in re.findall(r"\d{1,18}", named)] or list(attached)
        left_out = {int(n) for n in re.findall(r"\d{1,18}", attributes.get("exclude", ""))}
        files = [library[n] for n in numbers if n in library and n not in left_out]
        if not files:
            return None
        figures = "".join(map(_gallery_figure, files))
        return f'<figure class="wp-block-gallery">{figures}</figure>{content}'

    return made


def _gallery_figure(file: Attached) -> str:
    words, _ = cleaned(file.caption)
    caption = f"<figcaption>{words}</figcaption>" if words.strip() else ""
    image = f'<img src="{_escaped(file.address)}" alt="{_escaped(file.alt)}">'
    return f"<figure>{image}{caption}</figure>"


def _link(address: str, title: str = "") -> str:
    shown = _escaped(title or address)
    return f'<div><a class="x-embed" href="{_escaped(address)}">{shown}</a></div>'


def _embed(form: str) -> Expansion:
    """A link to the address of an embed, or to its id's."""

    def made(attributes: Attributes, content: str) -> str | None:
        named = [*attributes.values(), content]
        address = next((m.group() for text in named if (m := _ADDRESS.search(text))), "")
        number = attributes.get("id") or attributes.get("0") or content.strip()
        if not address and form and re.fullmatch(r"[\w-]+", number):
            address = form.format(number)
        return _link(address, attributes.get("title", "")) if address else None

    return made


def _media(attributes: Attributes, content: str) -> str | None:
    """Audio or video: a link for each file."""
    found = [m.group() for text in (*attributes.values(), content) for m in _ADDRESS.finditer(text)]
    return "".join(map(_link, dict.fromkeys(found))) or None


def _footnote(attributes: Attributes, content: str) -> str | None:
    return f"<{FOOTNOTE}>{content.strip()}</{FOOTNOTE}>" if content.strip() else None


def _code(name: str) -> Expansion:
    """Code, which may be stored with or without entities."""
    own = "" if name in {"sourcecode", "code"} else name

    def made(attributes: Attributes, content: str) -> str | None:
        if not content.strip():
            return None
        language = attributes.get("language") or attributes.get("lang") or own
        is_stored_escaped = "&lt;" in content or "&gt;" in content
        code = content if is_stored_escaped else entities.escape(entities.unescape(content), False)
        lines = code.strip("\n").rstrip()
        return f'<pre data-language="{_escaped(language)}">\n{lines}</pre>'

    return made
