"""What a reader finds with the index: the search page's script, in short, in Python."""

from __future__ import annotations

import json
import re
from pathlib import Path

from sphinx.search.en import SearchEnglish

from sphinx_anthology.outputs.html.search.words import Stems, fold, is_sought

ENGLISH = SearchEnglish({})


def read_files(folder: Path) -> dict[str, str]:
    """The files of an index, by name."""
    return {path.name: path.read_text(encoding="ascii") for path in folder.glob("*.js")}


def values(files: dict[str, str]) -> dict[str, object]:
    """What the files hand over, by name."""
    found = {}
    for name, text in files.items():
        match = re.fullmatch(r'anthologySearch\.take\("([a-z0-9-]+)",(.*)\)\n', text)
        assert match, name
        assert name == f"{match[1]}.js"
        found[match[1]] = json.loads(match[2])
    return found


def postings(files: dict[str, str]) -> dict[str, dict[int, int]]:
    """The weights of every stem, by the number of the document."""
    found: dict[str, dict[int, int]] = {}
    for name, shard in values(files).items():
        if name.startswith("t-"):
            parts = str(shard).split(" ")
            for stem, text in zip(parts[::2], parts[1::2], strict=True):
                assert stem not in found
                found[stem] = decoded(text)
    return found


def decoded(text: str) -> dict[int, int]:
    """The weights that a stem's postings state, by the number of the document."""
    found = {}
    for weight, digits in re.findall(r"([0-9]+)([A-Za-z]+)", text):
        number = 0
        for step in re.findall(r"[A-Z]*[a-z]", digits):
            distance = 0
            for digit in step:
                distance = distance * 26 + ord(digit.lower()) - ord("a")
            number += distance
            found[number] = int(weight)
    return found


def shown(files: dict[str, str]) -> dict[int, list[str]]:
    """What results show, by the number of the document."""
    read = values(files)
    size = read["index"]["size"]  # type: ignore[index]
    return {
        int(name[2:]) * size + place: entry
        for name, chunk in read.items()
        if name.startswith("d-")
        for place, entry in enumerate(chunk)  # type: ignore[arg-type, var-annotated]
    }


def filters(files: dict[str, str]) -> list[tuple[str, str, set[int]]]:
    """What posts are filtered by, in order: name, label, numbers of posts."""
    read = values(files)
    count = read["index"]["filters"]  # type: ignore[index]
    lines = [line for n in range(count) for line in str(read[f"f-{n}"]).split("\n")]
    parts = (line.split(" ", 2) for line in lines)
    return [(name, label, set(decoded(text))) for name, text, label in parts]


def find(site: Path, query: str) -> list[str]:
    """The titles of the documents that have all words of a query, best first."""
    files = read_files(site / "_search")
    others = values(files)["index"]["others"]  # type: ignore[index]
    weights, entries = postings(files), shown(files)
    found: list[dict[int, int]] = []
    for word in map(str.lower, ENGLISH.split(query)):
        if is_sought(word, ENGLISH.stopwords):
            stem = fold(ENGLISH.stem(word))
            found.append(weights.get(stem, {}))
    scores = {n: sum(s[n] for s in found) for n in found[0] if all(n in s for s in found)}
    order = sorted(scores, key=lambda n: (-scores[n], n if n >= others else -n))
    return [entries[number][1] for number in order]


def stems(text: str) -> list[str]:
    """The stems of an English text."""
    return Stems(ENGLISH).of(text)
