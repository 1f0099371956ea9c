"""The shortcodes that are understood: captions, galleries, embeds, media, code, footnotes."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping, Sequence
from typing import Final

from html2myst.conversion import Attached
from html2myst.html.shortcodes import LITERAL, Attributes, Expansion

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
"""Shortcodes that show something of elsewhere, and the addresses of what they name by a number."""

_FOOTNOTES: Final = ("footnote", "ref", "efn_note", "mfn", "fn", "modern_footnote")


def known_shortcodes(
    library: Mapping[int, Attached], attached: Sequence[int]
) -> Mapping[str, Expansion]:
    """All that are known. A gallery needs the files of the blog, and which belong to the post."""
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
    """A gallery names its files by number, or means all of the post's."""

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
    caption = f"<figcaption>{file.caption}</figcaption>" if file.caption.strip() else ""
    image = f'<img src="{_escaped(file.address)}" alt="{_escaped(file.alt)}">'
    return f"<figure>{image}{caption}</figure>"


def _link(address: str, title: str = "") -> str:
    shown = _escaped(title or address)
    return f'<div><a class="x-embed" href="{_escaped(address)}">{shown}</a></div>'


def _embed(form: str) -> Expansion:
    """Something of elsewhere: its address, wherever it stands, else made of its number."""

    def made(attributes: Attributes, content: str) -> str | None:
        named = [*attributes.values(), content]
        address = next((m.group() for text in named if (m := _ADDRESS.search(text))), "")
        number = attributes.get("id") or attributes.get("0") or content.strip()
        if not address and form and re.fullmatch(r"[\w-]+", number):
            address = form.format(number)
        return _link(address, attributes.get("title", "")) if address else None

    return made


def _media(attributes: Attributes, content: str) -> str | None:
    """Sound or film: one link for every file, which may be the same in several forms."""
    found = [m.group() for text in (*attributes.values(), content) for m in _ADDRESS.finditer(text)]
    return "".join(map(_link, dict.fromkeys(found))) or None


def _footnote(attributes: Attributes, content: str) -> str | None:
    return f"<x-footnote>{content.strip()}</x-footnote>" if content.strip() else None


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
