"""From documents to the files of the index."""

from __future__ import annotations

import string
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.searching import decoded, filters, postings, shown, values

from sphinx_anthology.model.names import slug
from sphinx_anthology.outputs.html.search.index import (
    CHUNK,
    SHARD,
    Choices,
    Document,
    encoded,
    index_files,
)

STEMS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
TEXTS = st.text(max_size=10)
DOCUMENTS = st.builds(
    Document,
    address=TEXTS,
    title=st.text(min_size=1, max_size=10),
    line=TEXTS,
    people=TEXTS,
    description=TEXTS,
    language=TEXTS,
    text=TEXTS,
    weights=st.dictionaries(STEMS, st.integers(1, 12), max_size=6),
)


@given(st.lists(DOCUMENTS, max_size=40), st.lists(DOCUMENTS, max_size=20))
def test_the_files_hold_what_they_were_given(posts: list[Document], others: list[Document]) -> None:
    """Every weight and every shown field of every document, whatever characters they have."""
    files = index_files(posts, others)
    first = values(files)["index"]["others"]  # type: ignore[index]
    numbered = {**dict(enumerate(posts)), **dict(enumerate(others, first))}
    weights = {(stem, n): w for stem, found in postings(files).items() for n, w in found.items()}
    given_weights = {(stem, n): w for n, d in numbered.items() for stem, w in d.weights.items()}
    assert weights == given_weights
    assert {n: _filled(entry) for n, entry in shown(files).items()} == {
        n: [d.address, d.title, d.line, d.people, d.description, d.language, d.text]
        for n, d in numbered.items()
    }


def _filled(entry: list[str]) -> list[str]:
    return entry + [""] * (7 - len(entry))


@given(st.dictionaries(st.integers(1, 20), st.sets(st.integers(0, 10**6), min_size=1)))
def test_postings_are_decoded_to_what_was_encoded(by_weight: dict[int, set[int]]) -> None:
    """Numbers of any size and distance, each under its weight."""
    taken: set[int] = set()
    apart = {}
    for weight, numbers in by_weight.items():
        if rest := sorted(numbers - taken):
            apart[weight] = rest
            taken.update(rest)
    assert decoded(encoded(apart)) == {n: w for w, numbers in apart.items() for n in numbers}


@given(st.lists(DOCUMENTS, max_size=20))
def test_files_are_ascii_and_shards_are_in_order(posts: list[Document]) -> None:
    """Browsers find a stem by the first ones of the shards, in the order of UTF-16."""
    files = index_files(posts, [])
    assert all(text.isascii() for text in files.values())
    found = postings(files)
    assert list(found) == sorted(found, key=lambda stem: stem.encode("utf-16-be"))


def _many(count: int) -> list[Document]:
    """So many posts, with words that come again and words that do not."""
    letters = string.ascii_lowercase
    return [
        Document(
            address=f"{n}.html",
            title=str(n),
            weights={f"{letters[n * i % 26]}{n * i % 9973}": 1 for i in range(1, 60)},
        )
        for n in range(count)
    ]


def test_shards_are_of_a_bounded_size() -> None:
    """However many words there are, a search loads little of them."""
    files = index_files(_many(1000), [])
    sizes = [len(text) for name, text in files.items() if name.startswith("t-")]
    assert len(sizes) > 5
    assert max(sizes) < 2 * SHARD + 100


def test_a_new_post_leaves_the_numbers_of_all_others() -> None:
    """Of the files with what results show, only the last one of the posts is another."""
    posts, others = _many(1000), _many(50)
    before, after = index_files(posts[:-1], others), index_files(posts, others)
    changed = {name for name in before.keys() | after if before.get(name) != after.get(name)}
    assert {name for name in changed if name.startswith("d-")} == {f"d-{999 // CHUNK}.js"}


def test_a_new_word_leaves_the_cuts_between_shards() -> None:
    """Only the shard that it stands in is another."""
    posts = _many(1000)
    more = Document(address="x", title="x", weights={**posts[0].weights, "mmm": 1})
    before, after = index_files(posts, []), index_files([more, *posts[1:]], [])
    changed = {name for name in before.keys() | after if before.get(name) != after.get(name)}
    assert {name[0] for name in changed} == {"d", "t"}
    assert len([name for name in changed if name.startswith("t-")]) == 1


def test_an_empty_publication_has_an_index() -> None:
    """It holds nothing."""
    assert list(index_files([], [])) == ["index.js"]


CHOICES = st.tuples(st.text("abc é/", min_size=1), st.text(min_size=1, max_size=12))


@given(st.lists(st.tuples(CHOICES, st.integers(0, 2000)), max_size=30))
def test_the_files_hold_what_posts_are_filtered_by(given_choices: list[Any]) -> None:
    """Every value once, with all its posts and its newest name on one line."""
    choices = Choices()
    expected: dict[str, tuple[str, set[int]]] = {}
    for (key, label), number in sorted(given_choices, key=lambda given: given[1]):
        choices.add("author", key, label, key, number)
        name = f"a{slug(key)}"
        numbers = expected.get(name, ("", set()))[1] | {number}
        expected[name] = " ".join(label.split()), numbers
    files = index_files([], [], choices)
    assert {name: (label, numbers) for name, label, numbers in filters(files)} == expected


def test_a_new_post_leaves_most_filters() -> None:
    """A new author changes one file, however many there are."""

    def files(count: int) -> dict[str, str]:
        choices = Choices()
        for number in range(2000):
            choices.add("author", f"author-{number:04}", f"Name {number}", f"{number:04}", number)
        if count:
            choices.add("author", "author-1000-b", "Name", "1000b", 2000)
        return index_files([], [], choices)

    before, after = files(0), files(1)
    changed = {name for name in before.keys() | after if before.get(name) != after.get(name)}
    assert len([name for name in after if name.startswith("f-")]) > 4
    assert len([name for name in changed if name.startswith("f-")]) == 1
