"""States on the as-of date: what is public, what is left out, and what is still free."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import problems
from sphinx_anthology.model.documents import ArticleLink
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.states import Access, State, access, post_state

DRAFT = {"draft": True}


def _state(text: str, as_of: str) -> State:
    return post_state(read_source("p", "p.md", text), dt.date.fromisoformat(as_of))


@pytest.mark.parametrize(
    ("date", "as_of", "state"),
    [
        ("2021-04-21", "2021-04-20", State.SCHEDULED),
        ("2021-04-21", "2021-04-21", State.PUBLIC),
        ("2021-04-21", "2021-04-22", State.PUBLIC),
        ("2021-04", "2021-03-31", State.SCHEDULED),
        ("2021-04", "2021-04-01", State.PUBLIC),
        ("2021", "2020-12-31", State.SCHEDULED),
        ("2021", "2021-01-01", State.PUBLIC),
        ("2021-03/2021-05", "2021-02-28", State.SCHEDULED),
        ("2021-03/2021-05", "2021-03-01", State.PUBLIC),
    ],
)
def test_post_is_public_from_its_first_possible_day(date: str, as_of: str, state: State) -> None:
    """Before it the post is scheduled."""
    assert _state(post(date=date), as_of) is state


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2021-04-20", State.SCHEDULED),
        ("2022-01-30", State.PUBLIC),
        ("2022-01-31", State.WITHDRAWN),
        ("2022-02-01", State.WITHDRAWN),
    ],
)
def test_post_is_withdrawn_from_the_day_on(as_of: str, state: State) -> None:
    """Until then it is what it was."""
    text = post(withdrawn={"date": "2022-01-31", "reason": "An error."})
    assert _state(text, as_of) is state


def test_draft_is_a_draft_whatever_its_date() -> None:
    """The flag comes before everything else that can be read."""
    withdrawn = {"date": "2020-01-01", "reason": "x"}
    assert _state(post(**DRAFT), "2024-01-01") is State.DRAFT
    assert _state(post(**DRAFT, date="2031-01-01"), "2024-01-01") is State.DRAFT
    assert _state(post(**DRAFT, withdrawn=withdrawn), "2024-01-01") is State.DRAFT


def test_post_that_cannot_be_read_is_blocked() -> None:
    """Without title, date or a sure draft flag nothing is shown."""
    for fields in ({"title": None}, {"date": None}, {"draft": "yes"}):
        assert _state(post(**fields), "2024-01-01") is State.BLOCKED


def test_undated_post_with_an_origin_is_public() -> None:
    """What was published elsewhere is out already."""
    assert _state(post(date=None, origin={"relation": "digest"}), "0001-01-01") is State.PUBLIC


def test_tombstone_is_shown_and_the_rest_is_withheld() -> None:
    """A withdrawn post keeps its address."""
    assert {state for state in State if state.is_withheld} == {
        State.DRAFT,
        State.SCHEDULED,
        State.BLOCKED,
    }


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2021-07-30", Access.FREE),
        ("2021-07-31", Access.FREE),
        ("2021-08-01", Access.ENDED),
    ],
)
def test_last_free_day_is_still_free(as_of: str, expected: Access) -> None:
    """The window ends at midnight after it."""
    link = ArticleLink.model_validate({"key": "x", "free_until": "2021-07-31"})
    assert access(link, dt.date.fromisoformat(as_of)) is expected


def test_article_without_a_window_has_no_state() -> None:
    """Nobody said that it was free."""
    assert access(ArticleLink(key="x"), dt.date(2024, 1, 1)) is None


def _withheld(
    texts: dict[str, str], entries: dict[str, list[str]] | None = None, as_of: str = "2024-06-15"
) -> set[str]:
    return set(catalogue_of(texts, entries, as_of=as_of).withheld)


@pytest.mark.parametrize(
    ("posts", "withheld"),
    [
        ([], True),
        ([post(**DRAFT)], True),
        ([post(**DRAFT), post(date="2031-01-01"), post(title=None)], True),
        ([post(**DRAFT), post()], False),
        ([post(withdrawn={"date": "2022-01-01", "reason": "x"})], False),
    ],
    ids=["empty", "draft", "nothing public", "one public", "tombstone"],
)
def test_series_with_nothing_public_is_withheld(posts: list[str], withheld: bool) -> None:
    """One public post, or a tombstone, makes it public."""
    docnames = [f"s/{place}" for place in range(len(posts))]
    texts = {"s/index": series(), **dict(zip(docnames, posts, strict=True))}
    assert ("s/index" in _withheld(texts, {"s/index": docnames})) is withheld


def test_series_with_an_announcement_is_public() -> None:
    """A promise is something to show."""
    text = series(announced=[{"part": 1, "title": "Soon"}])
    assert _withheld({"s/index": text}) == set()


def test_series_that_is_a_draft_is_withheld_and_its_posts_are_not() -> None:
    """A public post stands for itself."""
    texts = {"s/index": series(**DRAFT, announced=[{"part": 2}]), "p": post(), "ann": author()}
    assert _withheld(texts, {"s/index": ["p"]}) == {"s/index"}


def test_series_becomes_public_with_its_first_post() -> None:
    """The as-of date alone decides."""
    texts = {"s/index": series(editors=["eve"]), "p": post(authors=["ann"], date="2022-02-02")}
    texts |= {"ann": author(), "eve": author()}
    entries = {"s/index": ["p"]}
    assert _withheld(texts, entries, as_of="2022-02-01") == {"s/index", "p", "ann", "eve"}
    assert _withheld(texts, entries, as_of="2022-02-02") == set()


def test_author_whom_nobody_names_is_public() -> None:
    """A biography may be there before the first post."""
    assert _withheld({"ann": author()}) == set()


def test_author_who_is_a_draft_is_withheld() -> None:
    """Even where a public post names them."""
    assert _withheld({"ann": author(**DRAFT), "p": post(authors=["ann"])}) == {"ann"}


@pytest.mark.parametrize("fields", [DRAFT, {"date": "2031-01-01"}, {"title": None}])
def test_author_of_withheld_posts_only_is_withheld(fields: dict[str, object]) -> None:
    """Their name would give the draft away; one public post is enough to show them."""
    hidden = post(authors=["ann"], **fields)
    assert "ann" in _withheld({"ann": author(), "p": hidden})
    assert "ann" not in _withheld({"ann": author(), "p": hidden, "q": post(authors=["ann"])})


def test_author_of_a_tombstone_is_public() -> None:
    """A withdrawn post was public, and still names its authors."""
    text = post(withdrawn={"date": "2022-01-01", "reason": "x"})
    assert _withheld({"ann": author(), "p": text}) == set()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (post(authors=["x"], about=["ann"], **DRAFT), True),
        (post(authors=["x"], about=["ann"]), False),
        (series(editors=["ann"], **DRAFT), True),
        (series(editors=["ann"], announced=[{"part": 1}]), False),
        (series(announced=[{"part": 1, "authors": ["ann"]}], **DRAFT), True),
        (series(announced=[{"part": 1, "authors": ["ann"]}]), False),
        (series(event={"speakers": ["ann"]}, **DRAFT), True),
        (series(event={"convenors": ["ann"]}, announced=[{"part": 1}]), False),
    ],
)
def test_every_way_of_being_named_counts(text: str, hidden: bool) -> None:
    """As subject, editor, announced author, convenor or speaker as well as author."""
    assert ("ann" in _withheld({"ann": author(), "doc": text})) is hidden


def test_editor_of_a_series_with_nothing_public_is_withheld() -> None:
    """Editing a series counts as being named."""
    texts = {"s/index": series(editors=["eve"]), "p": post(**DRAFT), "eve": author()}
    assert "eve" in _withheld(texts, {"s/index": ["p"]})


def test_member_of_a_withheld_group_is_withheld() -> None:
    """A group that only a draft names would give its members away."""
    texts = {
        "a-member": author(),
        "group": author(title="Group", members=["a-member"]),
        "p": post(authors=["group"], **DRAFT),
    }
    assert _withheld(texts) == {"a-member", "group", "p"}
    assert _withheld({**texts, "q": post(authors=["group"])}) == {"p"}
    assert _withheld({**texts, "q": post(authors=["a-member"])}) == {"group", "p"}


def test_groups_within_groups_are_withheld_from_the_outermost() -> None:
    """Whatever the names of their files."""
    for inner, outer in (("a", "b"), ("b", "a")):
        texts = {
            "member": author(),
            inner: author(title="Inner", members=["member"]),
            outer: author(title="Outer", members=[inner]),
            "p": post(authors=[outer], **DRAFT),
        }
        assert _withheld(texts) == {"member", inner, outer, "p"}


def test_unreadable_page_is_withheld() -> None:
    """It may have been a draft."""
    assert _withheld({"p": "---\ntitle: A: B\n---\n", "q": "# Right\n"}) == {"p"}


def test_catalogue_without_documents_withholds_nothing() -> None:
    """An empty folder is a publication."""
    assert Catalogue().withheld == frozenset()


def test_a_withdrawal_that_is_still_to_come_is_told() -> None:
    """Its year may be a slip, and until then everybody can read the post."""
    own = {"withdrawn": {"date": "2027-01-31", "reason": "Wrong data"}}
    catalogue = catalogue_of({"p": post(**own)}, as_of="2026-06-01")
    (told,) = (p for p in problems(catalogue) if p.code is Code.NOT_PRIVATE)
    assert "withdrawn on 2027-01-31, which is still to come" in told.message
    assert told.line > 1
    later = catalogue_of({"p": post(**own)}, as_of="2027-02-01")
    assert all(p.code is not Code.NOT_PRIVATE for p in problems(later))
