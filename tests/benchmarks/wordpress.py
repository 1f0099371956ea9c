"""An export of a WordPress blog that does not exist, of any size, with its media.

It has what real ones have: series told in titles, bylines, links between posts, images in several
sizes, lists, tables, quotes, comments, and HTML that nobody closed.
"""

from __future__ import annotations

import datetime as dt
import random
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from tests.benchmarks.words import Words

BASE: Final = "https://generated-studies.example"
_SPACES: Final = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"'
)
_HEAD: Final = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {_SPACES}>\n<channel>\n'
    f"<title>Generated Studies</title>\n<link>{BASE}</link>\n<language>en-GB</language>\n"
    f"<wp:wxr_version>1.2</wp:wxr_version>\n<wp:base_blog_url>{BASE}</wp:base_blog_url>\n"
    "<wp:author><wp:author_login>press</wp:author_login>"
    "<wp:author_email>press@generated-studies.example</wp:author_email>"
    "<wp:author_display_name>Press Office</wp:author_display_name></wp:author>\n"
)
_FOOT: Final = "</channel>\n</rss>\n"
_PER_SERIES: Final = 8
"""The first posts of every forty are a series."""


class Blog:
    """The blog; the same number of posts makes the same export."""

    def __init__(self, posts: int) -> None:
        self.posts = posts
        self.rng = random.Random(posts)  # noqa: S311  # nothing is kept secret with it
        self.words = Words(self.rng)
        self.people = [f"{self.words.name()} {self.words.name()}" for _ in range(posts // 8 + 5)]
        self.series = [self.words.title(2) for _ in range(posts // 40 + 1)]

    def write(self, export: Path, media: Path) -> None:
        """Write the export, and the folder of the library."""
        with export.open("w", encoding="utf-8") as stream:
            stream.write(_HEAD)
            for number in range(1, self.posts + 1):
                stream.write(self._post(number))
                if number % 5 == 0:
                    stream.write(_attachment(self.posts + number, number))
            stream.write(_FOOT)
        for number in range(5, self.posts + 1, 5):
            file = media / _file(number)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_png(number))

    def _post(self, number: int) -> str:
        day = _day(number)
        term = self.rng.choice(self.series)
        fields = {
            "title": self._title(number),
            "link": BASE + address(number),
            "dc:creator": "press",
            "guid": f"{BASE}/?p={number}",
            "wp:post_id": str(number),
            "wp:post_date": f"{day} 10:00:00",
            "wp:post_date_gmt": f"{day} 09:00:00",
            "wp:post_name": f"post-{number}",
            "wp:status": "draft" if number % 97 == 0 else "publish",
            "wp:post_type": "post",
        }
        terms = f'<category domain="post_tag" nicename="t{number % 30}">{escape(term)}</category>\n'
        comment = _comment(number, self._sentence()) if number % 7 == 0 else ""
        return _item(fields, self._body(number), terms + comment)

    def _title(self, number: int) -> str:
        """A title; those in series say their part, in one of the ways that editors have."""
        title = self.words.title(self.rng.randint(3, 7))
        place = (number - 1) % 40
        if place >= _PER_SERIES:
            return title
        series, part = self.series[(number - 1) // 40], place + 1
        forms = (
            f"SPECIAL ISSUE BLOG SERIES ON {series}: BLOG {part} – {title}",
            f"Blog {part} of {_PER_SERIES}: {title}",
        )
        return forms[number // 40 % 2]

    def _body(self, number: int) -> str:
        """A text of some 500 words."""
        rng = self.rng
        authors = " and ".join(rng.sample(self.people, rng.choice((1, 1, 2))))
        blocks = [f"<p><em>By {authors}</em></p>"] if number % 3 else [f"By {authors}"]
        blocks += [self._paragraph(number) for _ in range(rng.randint(6, 10))]
        for place, block in enumerate(self._others(number)):
            blocks.insert(2 + place * 2, block)
        return "\n\n".join(blocks)

    def _paragraph(self, number: int) -> str:
        """A paragraph; WordPress stores some without tags, and some that nobody closed."""
        text = " ".join(self._sentence() for _ in range(4))
        other = self.rng.randint(1, self.posts)
        links = (
            f"{BASE}{address(other)}",
            f"/?p={other}",
            f"https://www.elsewhere.example/{other}",
        )
        text += f' See <a href="{self.rng.choice(links)}">{self.words.name()}</a>.'
        broken = (f"<p><b>{text}", f"<div><p>{text}</div></p>", f"{text} & so on <br>")
        return (
            self.rng.choice(broken)
            if number % 20 == 0
            else self.rng.choice((f"<p>{text}</p>", text))
        )

    def _others(self, number: int) -> Iterator[str]:
        """What is no paragraph."""
        if number % 5 == 0:
            yield (
                f'<img class="alignnone size-medium" src="{BASE}/wp-content/uploads/'
                f'{_file(number)[:-4]}-300x200.png" alt="DSC_{number}.png" />'
            )
        yield f"<h2>{self.words.title(4)}</h2>"
        if number % 4 == 0:
            items = "".join(f"<li>{self._sentence()}</li>" for _ in range(4))
            yield f"<ul>{items}</ul>"
        if number % 6 == 0:
            yield f"<blockquote><p>{self._sentence()}</p></blockquote>"
        if number % 11 == 0:
            cells = "".join(f"<td>{word}</td>" for word in self.words.draw(3))
            yield f"<table><tr>{cells}</tr><tr>{cells}</tr></table>"
        if number % 50 == 0:
            yield f'[poll id="{number}"]'

    def _sentence(self) -> str:
        """A sentence; one in five has emphasis."""
        words = self.words.draw(self.rng.randint(8, 22))
        words[0] = words[0].capitalize()
        if self.rng.random() < 0.2:
            words[2] = f"<em>{words[2]}</em>"
        return f"{' '.join(words)}."


def _day(number: int) -> dt.date:
    return dt.date(2010, 1, 1) + dt.timedelta(days=number // 2)


def address(number: int) -> str:
    """The path of a post."""
    return f"/{_day(number):%Y/%m}/post-{number}/"


def _file(number: int) -> str:
    return f"{_day(number):%Y/%m}/dsc-{number}.png"


def _item(fields: dict[str, str], body: str, more: str = "") -> str:
    told = "".join(f"<{name}>{escape(value)}</{name}>\n" for name, value in fields.items())
    return f"<item>\n{told}<content:encoded><![CDATA[{body}]]></content:encoded>\n{more}</item>\n"


def _attachment(number: int, parent: int) -> str:
    fields = {
        "title": f"DSC {parent}",
        "link": f"{BASE}/dsc-{parent}/",
        "guid": f"{BASE}/wp-content/uploads/{_file(parent)}",
        "wp:post_id": str(number),
        "wp:post_parent": str(parent),
        "wp:post_type": "attachment",
        "wp:status": "inherit",
        "wp:attachment_url": f"{BASE}/wp-content/uploads/{_file(parent)}",
    }
    return _item(fields, "")


def _comment(number: int, text: str) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        "<wp:comment_author>A reader</wp:comment_author>"
        "<wp:comment_author_email>reader@elsewhere.example</wp:comment_author_email>"
        "<wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>"
        f"<wp:comment_date>2020-01-01 10:00:00</wp:comment_date>"
        f"<wp:comment_content><![CDATA[{text}]]></wp:comment_content>"
        "<wp:comment_approved>1</wp:comment_approved></wp:comment>\n"
    )


def _png(number: int) -> bytes:
    """An image of one grey pixel, different for each number."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes((0, number % 256)))
    note = b"Comment\0" + str(number).encode()
    chunks = ((b"IHDR", header), (b"tEXt", note), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
