"""Bodies of posts converted to Markdown: how often at once, what was told, what would be noticed.

Three kinds of bodies: those of the exports that WordPress and other importers publish to test
with, which lie beside the repository or nowhere; those of an invented blog; and HTML drawn at
random, whose texts are made of what Markdown would take for markup.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

from hypothesis import HealthCheck, given, seed, settings

from html2myst import converter
from html2myst.blocks import Form
from html2myst.conversion import Source
from html2myst.inventory import TextInventory, differences, expected_content
from html2myst.prepare import prepared
from html2myst.proof import read
from tests.benchmarks.wordpress import Blog
from tests.importing.corpus import Entry, entries, exports, new_entries
from tests.importing.documents import AllPlaces
from tests.importing.strange_html import strange_html

INVENTED = 1000
"""How many posts the invented blog has."""
RANDOM = 2000
"""How many documents are drawn."""
SEED = 20261130
_BASE = "https://blog.example"


def conversions() -> dict[str, Any]:
    """What became of the bodies of each kind."""
    kinds = {"exports": _of_exports(), "invented": _of_the_invented(), "random": _drawn()}
    found = {name: _outcome(sources) for name, sources in kinds.items()}
    files = [path for path in exports() if path.parent.name != "nasty"]
    return {"files": len(files), "hostile": len(exports()) - len(files), **found}


def _of_exports() -> list[Source]:
    found = [_source(entry) for path in exports() for entry in new_entries(path)]
    if not found:
        raise SystemExit("There are no exports to measure: see tests/importing/corpus.py.")
    return [source for source in found if source.html.strip()]


def _of_the_invented() -> list[Source]:
    with tempfile.TemporaryDirectory() as made:
        export, media = Path(made, "export.xml"), Path(made, "media")
        media.mkdir()
        Blog(INVENTED).write(export, media)
        found = [_source(entry) for entry in entries(export)]
    return [source for source in found if source.html.strip()]


def _source(entry: Entry) -> Source:
    return Source(
        html=entry.values.get("content", ""),
        docname="posts/p",
        base=entry.values.get("link") or _BASE,
        footnotes=entry.footnotes,
    )


def _drawn() -> list[Source]:
    drawn: list[Source] = []

    @seed(SEED)
    @settings(
        max_examples=RANDOM,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strange_html)
    def draw(html: str) -> None:
        drawn.append(Source(html=html, docname="posts/p", base=_BASE))

    draw()
    return drawn[:RANDOM]


def _outcome(sources: list[Source]) -> dict[str, Any]:
    """How many were the same at once, or in a plainer form; what was told; words; seconds."""
    found: Counter[str] = Counter()
    told: Counter[str] = Counter()
    words = 0
    with _Attempts() as attempts:
        for source in sources:
            result = converter.converted(source, AllPlaces())
            words += attempts.words
            if any(loss.loses_text for loss in result.losses):
                found["lost"] += 1
            elif result.losses:
                found["told"] += 1
            else:
                found["at once" if attempts.at_once else "plainer"] += 1
            found["second attempts"] += not attempts.at_once
            told.update({loss.kind for loss in result.losses})
    return {
        "bodies": len(sources),
        "words": words,
        **{kind: found[kind] for kind in ("at once", "plainer", "told", "lost", "second attempts")},
        "kinds": dict(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))),
    }


class _Attempts:
    """Notes of each conversion whether its richest form was right, and how many words it had."""

    def __init__(self) -> None:
        self.at_once, self.words = True, 0

    def __enter__(self) -> Self:
        self._kept = converter.convert_verified
        converter.convert_verified = self._noting(self._kept)  # type: ignore[assignment]
        return self

    def __exit__(self, *_: object) -> None:
        converter.convert_verified = self._kept

    def _noting(self, verified: Callable[..., Any]) -> Callable[..., Any]:
        def noting(document: Any, source: TextInventory) -> Any:
            forms = [Form.LEAST_ESCAPED] * (len(document.blocks) + len(document.notes))
            text, _ = converter._written(document, forms)
            self.at_once = not differences(source, read(text))
            self.words = len(source.text.split())
            return verified(document, source)

        return noting


def proof() -> dict[str, Any]:
    """What the comparison costs, in CPU seconds, of all that the conversion of a blog costs."""
    sources, spent = _of_the_invented(), 0.0
    kept = (converter.read, converter.expected_content)

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def working(*arguments: Any) -> Any:
            nonlocal spent
            start = time.process_time()
            made = work(*arguments)
            spent += time.process_time() - start
            return made

        return working

    converter.read, converter.expected_content = map(timed, kept)
    start = time.process_time()
    for source in sources:
        converter.converted(source, AllPlaces())
    seconds = time.process_time() - start
    converter.read, converter.expected_content = kept
    return {"posts": len(sources), "seconds": round(seconds, 1), "proof": round(spent, 1)}


def damage() -> dict[str, Any]:
    """How many damages to the Markdown of bodies the comparison notices, by kind of damage."""
    chance = random.Random(SEED)  # noqa: S311  # no secret
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for source in [*_of_exports(), *_of_the_invented()]:
        ready = prepared(source, AllPlaces())
        wanted = expected_content(ready.body, ready.notes)
        text = converter.converted(source, AllPlaces()).text
        if differences(wanted, read(text)):
            continue
        for name, spoilt in _spoilt(text, chance):
            tried[name] += 1
            noticed[name] += bool(differences(wanted, read(spoilt)))
    return {"kinds": {name: [noticed[name], tried[name]] for name in DAMAGES}}


def _spoilt(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """A text with one damage of each kind for which it has a place."""
    for name, (pattern, put) in DAMAGES.items():
        found = re.finditer(pattern, text, re.MULTILINE)
        places = [p for p in found if name in _OF_LINKS or not _is_in_a_tooltip(text, p.start())]
        if places:
            place = chance.choice(places)
            spoilt = text[: place.start()] + place.expand(put) + text[place.end() :]
            if spoilt != text:
                yield name, spoilt


def _is_in_a_tooltip(text: str, place: int) -> bool:
    """Whether a place is in the title of a link, which shows only where a mouse rests on it."""
    return bool(re.search(r'\]\(\S+ "[^"\n]*\Z', text[:place]))


_WORD = r"(?<![\w/\\.:#%=&?@{-])([A-Za-z]{3,})(?![\w/\\:=@}-])"
"""A word of a sentence, as far as one can see: no part of an address, a role or an option."""

DAMAGES: dict[str, tuple[str, str]] = {
    "a word is gone": (rf"{_WORD} (?=\w)", ""),
    "two words have changed places": (rf"{_WORD} {_WORD}(?= )", r"\2 \1"),
    "a word has another letter": (r"(?<= )([a-z]{3,})(?= )", r"\1x"),
    "a link leads elsewhere": (r"\]\((https?://)(?=\w)", r"](\1not-"),
    "a link is gone": (r"(?<!!)\[([^\]\[\n^]+)\]\([^()\n]+\)", r"\1"),
    "an image is gone": (r"!\[[^\]\n]*\]\([^()\n]+\)", ""),
    "an image has no description": (r"!\[[^\]\n]+\]\(", "![]("),
    "a heading is a paragraph": (r"^#{2,6} ", ""),
    "two items of a list are one": (r"\n- (?=\w)", " "),
    "a line of code is gone": (r"(?<=```\n)[^`\n]+\n", ""),
    "a heading has another rank": (r"^(#{2,5}) ", r"#\1 "),
    "emphasis is gone": (r"(?<![\w*\\])\*\*?([\w ]+)\*\*?(?![\w*])", r"\1"),
    "the tooltip of a link is gone": (r'(\]\([^()\s]+) "[^"\n]*"\)', r"\1)"),
    "two paragraphs are one": (r"(?<=[\w.])\n\n(?=[A-Z])", "\n"),
}
"""What is looked for, and what takes its place, by kind of damage."""
_OF_LINKS = frozenset(name for name in DAMAGES if "link" in name)
