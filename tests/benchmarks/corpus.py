"""A publication of any size, generated: ``python -m tests.benchmarks.corpus 1000 FOLDER``.

The same numbers give the same files. A post has some 700 words of prose, three headings, a list
of five items, a quotation, two links outwards and two to other posts, one to three authors and
one to four of forty tags, and a date in 2015–2024; about half of the posts present an article.
There are a tenth as many authors as posts, and at least four.
"""

from __future__ import annotations

import argparse
import dataclasses as dc
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.documents import PAGES, document, listing, toctree
from tests.benchmarks.words import Words

SEED = 20260101
FIRST_DAY = dt.date(2015, 1, 1)
DAYS = (dt.date(2025, 1, 1) - FIRST_DAY).days


@dc.dataclass(frozen=True, slots=True)
class Author:
    """An author, known by an id."""

    id: str
    given: str
    family: str


@dc.dataclass(frozen=True, slots=True)
class Post:
    """A post. Numbers run through the publication; an article has the post's title and number."""

    number: int
    docname: str
    title: str
    date: dt.date
    authors: list[Author]
    tags: list[str]
    has_article: bool

    @property
    def key(self) -> str:
        """The key of the article."""
        return f"article{self.number}"


@dc.dataclass(frozen=True, slots=True)
class Series:
    """A series, with its posts in reading order."""

    id: str
    title: str
    editors: list[Author]
    posts: list[Post]


class Publication:
    """All series and authors. Bodies are drawn when the files are asked for, in their order."""

    def __init__(self, posts: int, per_series: int | None, seed: int) -> None:
        self.rng = random.Random(seed)  # noqa: S311  # nothing is secret here
        self.words = Words(self.rng)
        self.tags = [f"tag-{self.words.name().lower()}-{number:02}" for number in range(40)]
        self.authors = [self._author(number) for number in range(max(4, posts // 10))]
        self.series: list[Series] = []
        first = 0
        while first < posts:
            size = min(per_series or self.rng.randint(5, 9), posts - first)
            self.series.append(self._series(len(self.series), first, size))
            first += size
        self.posts = [post for series in self.series for post in series.posts]

    def _author(self, number: int) -> Author:
        given, family = self.words.name(), self.words.name()
        return Author(f"{given}-{family}-{number}".lower(), given, family)

    def _series(self, number: int, first: int, size: int) -> Series:
        title = self.words.title(3)
        series_id = f"{_hyphened(title)}-{number}"
        days = sorted(self.rng.choices(range(DAYS), k=size))
        posts = [
            self._post(first + part, f"series/{series_id}/{part + 1:02}", day)
            for part, day in enumerate(days)
        ]
        return Series(series_id, title, self.rng.sample(self.authors, 2), posts)

    def _post(self, number: int, prefix: str, day: int) -> Post:
        title = f"{self.words.title(5)} {number}"
        return Post(
            number,
            f"{prefix}-{_hyphened(title)}",
            title,
            FIRST_DAY + dt.timedelta(days=day),
            self.rng.sample(self.authors, self.rng.randint(1, 3)),
            self.rng.sample(self.tags, self.rng.randint(1, 4)),
            self.rng.random() < 0.5,
        )

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file, as its path and text."""
        yield from PAGES.items()
        ids = [series.id for series in self.series]
        yield "series/index.md", listing("Series", "series-cards", [f"{i}/index" for i in ids])
        names = sorted(author.id for author in self.authors)
        yield "authors/index.md", listing("Authors", "authors", names)
        yield "references.bib", "".join(_entry(p) for p in self.posts if p.has_article)
        for author in self.authors:
            yield f"authors/{author.id}.md", self._author_text(author)
        for series in self.series:
            yield f"series/{series.id}/index.md", self._series_text(series)
        for post in self.posts:
            yield f"{post.docname}.md", self._post_text(post)

    def _author_text(self, author: Author) -> str:
        own = {
            "name": {"given": author.given, "family": author.family},
            "affiliations": [{"name": f"University of {self.words.name()}"}],
            "role": "Lecturer",
            "bio": self.words.sentence(14).replace("*", ""),
        }
        front = {"title": f"{author.given} {author.family}", "author": own}
        return document(front, self.words.paragraph(40))

    def _series_text(self, series: Series) -> str:
        own = {
            "kind": "special-issue",
            "part_label": "Part",
            "parts": len(series.posts),
            "editors": [editor.id for editor in series.editors],
        }
        standfirst = self.words.sentence(16).replace("*", "")
        front = {"title": series.title, "description": standfirst, "series": own}
        entries = [post.docname.rpartition("/")[2] for post in series.posts]
        return document(front, self.words.paragraph(50), toctree(entries, ":maxdepth: 1"))

    def _post_text(self, post: Post) -> str:
        front = {
            "title": post.title,
            "description": self.words.sentence(20).replace("*", ""),
            "authors": [author.id for author in post.authors],
            "date": post.date,
            "tags": post.tags,
            "post": {"kind": "article", "articles": [post.key]} if post.has_article else {},
        }
        return document(front, *self._body(post))

    def _body(self, post: Post) -> Iterator[str]:
        """The text of a post; ``markerword17`` stands in that of number 17 alone."""
        text = self.words.paragraph
        yield text(80)
        yield f"{text(60)} The markerword{post.number} stays here."
        yield from (self._heading(), text(80))
        yield from (self._outwards(post, 0), self._across(post), text(60))
        yield from (self._heading(), text(70))
        yield "\n".join(f"- {self.words.sentence(9)}" for _ in range(5))
        yield from (text(50), self._heading(), f"> {text(30)}")
        yield from (self._outwards(post, 1), self._across(post), text(70))

    def _heading(self) -> str:
        return f"## {self.words.title(4)}"

    def _outwards(self, post: Post, number: int) -> str:
        link = f"[source {number}](https://example.org/{post.number}/{number})"
        return f"{self.words.paragraph(30)} See {link}."

    def _across(self, post: Post) -> str:
        """A paragraph that refers to another post."""
        count = len(self.posts)
        other = self.posts[(post.number + self.rng.randrange(1, max(2, count))) % count]
        return f"{self.words.paragraph(20)} Compare {{post}}`{other.docname}`."


def write_corpus(
    folder: Path, posts: int, *, per_series: int | None = None, seed: int = SEED
) -> tuple[str, ...]:
    """Write a publication, and give the docnames of its posts, series by series in reading order.

    A series has as many posts as ``per_series`` says, or else five to nine.
    """
    publication = Publication(posts, per_series, seed)
    for name, text in publication.files():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tuple(post.docname for post in publication.posts)


def _hyphened(title: str) -> str:
    return title.lower().replace(" ", "-")


def _entry(post: Post) -> str:
    """The article that a post presents, in BibTeX."""
    authors = " and ".join(f"{author.family}, {author.given}" for author in post.authors)
    return (
        f"@article{{{post.key},\n  author = {{{authors}}},\n  title = {{{post.title}}},\n"
        f"  journal = {{Generated Studies}},\n  volume = {{{post.date.year - 2000}}},\n"
        f"  year = {{{post.date.year}}},\n  doi = {{10.5555/generated.{post.number}}}\n}}\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=int, help="how many posts")
    parser.add_argument("folder", type=Path, help="where to write the publication")
    parser.add_argument("--per-series", type=int, help="posts in a series; left out: 5 to 9")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write_corpus(given.folder, given.posts, per_series=given.per_series, seed=given.seed)
