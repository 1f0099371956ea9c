"""Author documents: who has one, under which id, and what it says."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from anthology_import.authors import Authors, author_document, authors, roles
from anthology_import.posts import origin
from anthology_import.records import (
    Account,
    Blog,
    Confidence,
    Finding,
    Item,
    Kind,
    Proposal,
    Status,
    Value,
)
from sphinx_anthology.model.documents import Author
from sphinx_anthology.model.read_documents import read_source

BLOG = Blog(
    title="Mud Lines",
    accounts=(
        Account("press", "Harbour Press Office"),
        Account("bo", "Bo Ek", "Bo", "Ek"),
        Account("jj", "Juan José Gómez Ruiz", "Juan José", "Gómez Ruiz"),
    ),
)


def item(number: int, *accounts: str, is_excerpt: bool = False) -> Item:
    """A post of some accounts."""
    return Item(
        kind=Kind.POST,
        status=Status.PUBLISHED,
        id=number,
        title=f"Mud {number}",
        address=f"https://mud.example/{number}/",
        date=dt.datetime.fromisoformat(f"2020-01-{number:02}"),
        accounts=accounts,
        is_excerpt=is_excerpt,
    )


def sure(kind: Finding, value: Value) -> Proposal:
    """Something that was settled."""
    return Proposal(kind=kind, value=value, quote="", where="", confidence=Confidence.SURE)


def byline(*names: str) -> Proposal:
    """A settled byline."""
    return sure(Finding.AUTHORS, names)


def read(document: str, identifier: str) -> Author:
    """A document as the model reads it, without a problem."""
    source = read_source(f"authors/{identifier}", f"authors/{identifier}.md", document)
    assert source.problems == ()
    assert isinstance(source.record, Author)
    return source.record


def test_bylines_come_before_accounts() -> None:
    """The office that has the account is no author where a byline names one; co-authors are."""
    found = authors([(item(1, "press"), [byline("Ann Lee")]), (item(2, "bo", "jj"), [])], BLOG, {})
    assert list(found.by_id) == ["ann-lee", "bo-ek", "juan-jose-gomez-ruiz"]
    assert found.of(["Bo Ek", "Ann Lee", "Bo Ek"]) == ("bo-ek", "ann-lee")
    gomez = found.by_id["juan-jose-gomez-ruiz"]
    assert (gomez.given, gomez.family) == ("Juan José", "Gómez Ruiz")


def test_an_office_is_never_split() -> None:
    """Its name is a whole."""
    found = authors([(item(1, "press"), []), (item(2, "unknown"), [])], BLOG, {})
    record = read(author_document(found.by_id["harbour-press-office"]), "harbour-press-office")
    assert record.name is not None
    assert record.name.literal == "Harbour Press Office"
    assert "unknown" in found.by_id


def test_ids_are_unique_and_stay() -> None:
    """Two names that make one id are two; an id of an earlier import is kept."""
    posts = [(item(1), [byline("Eva Sørensen", "Eva Sorensen")])]
    first = authors(posts, BLOG, {})
    assert first.ids == {"Eva Sørensen": "eva-sorensen", "Eva Sorensen": "eva-sorensen-2"}
    again = authors([(item(2), [byline("Eva Sorensen")])], BLOG, first.ids)
    assert again.ids == {"Eva Sorensen": "eva-sorensen-2"}


def test_names_are_joined_by_the_editor_alone() -> None:
    """After a decision both names lead to one document, with the name of the fuller."""
    same = sure(Finding.SAME_PERSON, {"name": "Eva Sørensen", "other": "E. Sorensen"})
    posts = [(item(1), [byline("E. Sorensen")]), (item(2), [byline("Eva Sørensen"), same])]
    found = authors(posts, BLOG, {})
    assert found.ids == {"E. Sorensen": "eva-sorensen", "Eva Sørensen": "eva-sorensen"}
    assert roles([sure(Finding.ROLE, {"name": "E. Sorensen", "role": "Fellow"})], found) == {
        "eva-sorensen": {"role": "Fellow", "name": "E. Sorensen"}
    }


def test_names_that_stand_for_each_other_do_no_harm() -> None:
    """An editor may say both."""
    both = [
        sure(Finding.SAME_PERSON, {"name": "Ann Lee", "other": "Ann B. Lee"}),
        sure(Finding.SAME_PERSON, {"name": "Ann B. Lee", "other": "Ann Lee"}),
    ]
    found = authors([(item(1), [byline("Ann Lee", "Ann B. Lee"), *both])], BLOG, {})
    assert len(found.by_id) == 1


def test_the_newest_biography_and_portrait_count() -> None:
    """A card shows the newest, and no more than a sentence of a long one."""
    long = "Ann Lee is a fellow of the Tide Lab. " + "She knows mud. " * 30
    posts = [
        (item(2), [byline("Ann Lee"), sure(Finding.BIOGRAPHY, {"name": "Ann Lee", "text": long})]),
        (
            item(1),
            [
                byline("Ann Lee"),
                sure(Finding.BIOGRAPHY, {"name": "Ann Lee", "text": "Ann Lee is a student."}),
                sure(Finding.PORTRAIT, {"name": "Ann Lee", "picture": "/a.jpg", "alt": "a-2"}),
            ],
        ),
    ]
    (ann,) = authors(posts, BLOG, {}).by_id.values()
    assert ann.picture == "/a.jpg"
    record = read(author_document(ann, "../_images/a.jpg"), "ann-lee")
    assert record.bio == "Ann Lee is a fellow of the Tide Lab."
    assert record.photo is not None
    assert (record.photo.file, record.photo.alt) == ("../_images/a.jpg", "Ann Lee")


def test_roles_are_as_of_then() -> None:
    """Role, affiliation and biography of a post, under the author's id."""
    found = authors([(item(1), [byline("Ann Lee")])], BLOG, {})
    said = [
        sure(Finding.ROLE, {"name": "Ann Lee", "role": "Professor", "affiliation": "Mud School"}),
        sure(Finding.BIOGRAPHY, {"name": "Ann Lee", "text": "Ann Lee blogs."}),
        sure(Finding.ROLE, {"name": "Somebody Else", "role": "Fellow"}),
    ]
    assert roles(said, found) == {
        "ann-lee": {
            "role": "Professor",
            "affiliations": [{"name": "Mud School"}],
            "bio": "Ann Lee blogs.",
        }
    }


def test_an_excerpt_is_never_passed_off_as_whole() -> None:
    """Its origin is the blog, and an earlier place is kept beside it."""
    first = sure(Finding.REPOST, {"site": "Tides", "date": "2014-11"})
    assert origin(item(1, is_excerpt=True), [first], BLOG, is_elsewhere=True) == {
        "relation": "excerpt",
        "site": "Mud Lines",
        "url": "https://mud.example/1/",
        "earlier": [{"site": "Tides", "date": "2014-11", "declared": True}],
    }
    assert origin(item(1), [], BLOG, is_elsewhere=True)["relation"] == "full"
    assert origin(item(1), [], BLOG, is_elsewhere=False) == {}
    assert origin(item(1), [first], BLOG, is_elsewhere=False) == {
        "relation": "repost",
        "site": "Tides",
    }


@given(st.lists(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=3), max_size=6))
def test_any_names_make_documents(bylines: list[list[str]]) -> None:
    """Every name has an id of its own, in any capitals, and a document that the model reads."""
    names = [[n for n in line if n.strip() and n.isprintable()] for line in bylines]
    posts = [(item(n), [byline(*line)]) for n, line in enumerate(names, 1) if line]
    found: Authors = authors(posts, BLOG, {})
    assert len({identifier.casefold() for identifier in found.by_id}) == len(set(found.ids))
    for identifier, author in found.by_id.items():
        assert read(author_document(author), identifier).title == author.name
