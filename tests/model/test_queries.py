"""Questions: after an edit exactly those documents are outdated whose answers differ."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Iterable, Mapping

import pytest
from tests.samples import author, catalogue_of, post, series

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Kind
from sphinx_anthology.model.list_queries import (
    AuthorList,
    PostList,
    SeriesList,
    Topics,
    Years,
)
from sphinx_anthology.model.page_queries import AuthorPage, PostPage, SeriesPage
from sphinx_anthology.model.reference_queries import (
    ArePublic,
    BibliographyEntries,
    Query,
    ResolveReference,
    outdated,
)
from sphinx_anthology.model.views import Progress

BIBLIOGRAPHY = """
@article{lee2020, title={On ports}, author={Lee, Ann}, year={2020}, doi={10.1332/a}}
@article{fox2021, title={On locks}, author={Fox, Bob}, year={2021}, doi={10.1332/b}}
"""

TEXTS = {
    "red/index": series(title="Red", part_label="Blog", editors=["eve"], parts=4),
    "red/1": post(title="First", authors=["ann"], date="2021-01-01", tags=["ports"]),
    "red/2": post(title="Second", authors=["bob", "ann"], date="2021-02-01", articles=["lee2020"]),
    "red/3": post(title="Third", authors=["ann"], date="2021-03-01", tags=["locks"]),
    "blue/index": series(title="Blue"),
    "blue/1": post(title="Alone", authors=["bob"], date="2022-01-01", responds_to=["red/2"]),
    "loose": post(title="Loose", authors=["eve"], date="2020-01-01", about=["bob"]),
    "ann": author(title="Ann Lee"),
    "bob": author(title="Bob Fox"),
    "eve": author(title="Eve Hill", role="Editor"),
}
ENTRIES = {"red/index": ["red/1", "red/2", "red/3"], "blue/index": ["blue/1"]}

ASKED: Mapping[str, Iterable[Query[object]]] = {
    "red/index": [SeriesPage("red")],
    "blue/index": [SeriesPage("blue")],
    **{d: [PostPage(d)] for d in ("red/1", "red/2", "red/3", "blue/1", "loose")},
    **{i: [AuthorPage(i)] for i in ("ann", "bob", "eve")},
    "home": [SeriesList(), PostList(limit=2)],
    "archive": [PostList()],
    "topics": [Topics()],
    "years": [Years()],
    "authors": [AuthorList()],
    "of-ports": [PostList(topic="Ports")],
    "links-first": [ResolveReference("post", "red/1")],
    "links-ann": [ResolveReference("author", "ann")],
    "links-red": [ResolveReference("series", "red")],
    "links-ports": [ResolveReference("topic", "ports")],
    "links-lee": [ResolveReference("article", "lee2020")],
    "cites-lee": [BibliographyEntries(("lee2020",))],
    "shows-first": [ArePublic(("red/1", "nowhere"))],
}
"""Who asks what: one document for every question."""


def _catalogue(
    edits: Mapping[str, str | None] | None = None,
    *,
    entries: Mapping[str, list[str]] | None = None,
    **options: str,
) -> Catalogue:
    """The publication with some of its files edited; None takes one away."""
    texts = {d: text for d, text in {**TEXTS, **(edits or {})}.items() if text is not None}
    chosen = {"bibliography": BIBLIOGRAPHY, **options}
    return catalogue_of(texts, {**ENTRIES, **(entries or {})}, **chosen)


def _outdated(after: Catalogue) -> set[str]:
    return outdated(ASKED, _catalogue(), after)


def _edited(docname: str, old: str, new: str) -> Catalogue:
    """The publication with one line of a document changed."""
    assert old in TEXTS[docname]
    return _catalogue({docname: TEXTS[docname].replace(old, new)})


def test_nothing_is_outdated_where_nothing_changed() -> None:
    """The same files are the same catalogue, and so are files with other blank lines."""
    assert _outdated(_catalogue()) == set()
    spaced = {d: text.replace("---\n", "---\n\n", 1) for d, text in TEXTS.items()}
    assert _outdated(_catalogue(spaced)) == set()


def test_body_alone_changes_no_answer() -> None:
    """What a text says is not in the catalogue."""
    assert _outdated(_edited("red/1", "Text.", "Another text.")) == set()


def test_retitled_post_changes_lists_and_neighbours() -> None:
    """Its series with all its posts, its authors, the lists that name it, and its links."""
    assert _outdated(_edited("red/1", "title: First", "title: Primus")) == {
        "red/1",
        "red/2",
        "red/3",
        "red/index",
        "ann",
        "archive",
        "of-ports",
        "links-first",
    }


def test_retitled_series_changes_its_posts_and_lists_of_series() -> None:
    """Every post shows where it stands, and lists show the series of a post."""
    assert _outdated(_edited("blue/index", "title: Blue", "title: Azure")) == {
        "blue/index",
        "blue/1",
        "red/2",  # shows what answers it
        "bob",
        "home",
        "archive",
    }


def test_renamed_author_changes_whatever_names_them() -> None:
    """Pages of posts, lists, the series that they edit, and co-authors."""
    assert _outdated(_edited("eve", "title: Eve Hill", "title: Eve Low")) == {
        "eve",
        "loose",
        "red/index",
        "home",
        "archive",
        "authors",
        "bob",
    }


def test_current_role_is_shown_by_the_author_only() -> None:
    """Posts show roles as of then."""
    assert _outdated(_edited("eve", "role: Editor", "role: Director")) == {"eve", "authors"}


def test_redescribed_post_changes_lists_but_not_its_neighbours() -> None:
    """The reading order shows titles alone; a link shows a preview."""
    text = TEXTS["red/1"].replace("---\n", "---\ndescription: A standfirst.\n", 1)
    assert _outdated(_catalogue({"red/1": text})) == {
        "red/1",
        "ann",
        "archive",
        "of-ports",
        "links-first",
    }


def test_reordered_series_changes_its_own_pages() -> None:
    """And every list that prints a part's number."""
    after = _catalogue(entries={"red/index": ["red/2", "red/1", "red/3"]})
    assert _outdated(after) == {
        "red/index",
        "red/1",
        "red/2",
        "red/3",
        "ann",
        "bob",
        "archive",
        "of-ports",
        "links-first",
        "blue/1",  # shows what it answers
    }


def test_new_tag_changes_the_topics_and_the_page_itself() -> None:
    """No other list prints topics."""
    assert _outdated(_edited("red/1", "- ports", "- ports\n- ships")) == {"red/1", "topics"}


def test_new_draft_changes_nothing_but_numbers() -> None:
    """Nothing of it is public; a place in a toctree is one all the same."""
    draft = post(title="Secret", authors=["ann"], draft=True, tags=["hidden"], date="2023-01-01")
    assert _outdated(_catalogue({"new": draft})) == set()
    listed = {"red/index": [*ENTRIES["red/index"], "new"]}
    assert _outdated(_catalogue({"new": draft}, entries=listed)) == set()


def test_new_post_changes_what_lists_it() -> None:
    """Its author, its year, its topic, the newest posts, the post of its author beside it."""
    text = post(title="New", authors=["eve"], date="2023-01-01", tags=["Ports"])
    assert _outdated(_catalogue({"new": text})) == {
        "eve",
        "home",
        "archive",
        "topics",
        "years",
        "authors",
        "of-ports",
        "loose",
    }


def test_deleted_post_changes_what_listed_it() -> None:
    """Links to it included."""
    found = _outdated(_catalogue({"red/1": None}))
    assert {"links-first", "shows-first", "red/index", "red/2", "ann", "archive"} <= found
    assert not found & {"blue/index", "loose", "links-ann", "cites-lee"}


def test_day_changes_only_what_depends_on_it() -> None:
    """A date that passes nothing leaves all answers as they are."""
    assert _outdated(_catalogue(as_of="2024-06-16")) == set()
    found = _outdated(_catalogue(as_of="2021-12-31"))
    assert {"blue/1", "blue/index", "red/2", "bob", "home", "archive", "years"} <= found
    assert not found & {"red/1", "red/3", "ann", "loose", "eve", "links-first", "links-ann"}


def test_article_changes_those_who_present_cite_or_link_it() -> None:
    """And the pages of its post's authors, and the ledger."""
    after = _catalogue(bibliography=BIBLIOGRAPHY.replace("On ports", "On harbours"))
    assert _outdated(after) == {"red/2", "red/index", "ann", "bob", "links-lee", "cites-lee"}


def test_other_article_changes_nothing() -> None:
    """Nobody asked for it."""
    after = _catalogue(bibliography=BIBLIOGRAPHY.replace("On locks", "On keys"))
    assert _outdated(after) == set()


def test_document_of_a_topic_changes_its_label_everywhere() -> None:
    """The topic's title is printed by posts and lists of topics."""
    topic = "---\ntitle: All about ports\ntopic: ports\n---\n"
    assert _outdated(_catalogue({"topic": topic})) == {"red/1", "topics", "links-ports"}


def test_each_question_is_asked_once() -> None:
    """However many documents asked it."""

    @dc.dataclass(frozen=True)
    class Counting:
        asked: list[str] = dc.field(default_factory=list, hash=False)

        def result(self, catalogue: Catalogue) -> str:
            self.asked.append(str(catalogue.as_of))
            return str(catalogue.as_of)

    query = Counting()
    before, after = _catalogue(), _catalogue(as_of="2024-06-16")
    assert outdated({"a": [query], "b": [query, query]}, before, after) == {"a", "b"}
    assert query.asked == ["2024-06-15", "2024-06-16"]


def test_page_of_a_post_shows_its_place_and_order() -> None:
    """Label, number and declared total, with the parts that readers can know of."""
    view = PostPage("red/2").result(_catalogue())
    assert view is not None
    assert view.place is not None
    assert (view.place.label, view.place.number, view.place.total) == ("Blog", 2, 4)
    assert [part.title for part in view.order] == ["First", "Second", "Third"]
    assert [str(person) for person in view.people] == ["Bob Fox", "Ann Lee"]
    assert [entry.docname for entry in view.responses] == ["blue/1"]
    assert [box.article.title for box in view.articles if box.article] == ["On ports"]


def test_page_of_a_part_of_a_very_long_series_lists_the_parts_around_it() -> None:
    """The first and the last too, and a sign where parts are left out."""
    texts = {f"red/{n:03}": post(title=f"T{n}", authors=["ann"]) for n in range(1, 201)}
    others = {"red/index": series(title="Red"), "ann": author(title="Ann Low")}
    catalogue = catalogue_of({**others, **texts}, {"red/index": list(texts)})
    shown = {}
    for here in (1, 17, 100, 200):
        view = PostPage(f"red/{here:03}").result(catalogue)
        assert view is not None
        shown[here] = [part.title for part in view.order]
    assert shown[1] == [*(f"T{n}" for n in range(1, 17)), "…", "T200"]
    assert shown[17] == [*(f"T{n}" for n in range(1, 33)), "…", "T200"]
    assert shown[100] == ["T1", "…", *(f"T{n}" for n in range(85, 116)), "…", "T200"]
    assert shown[200] == ["T1", "…", *(f"T{n}" for n in range(185, 201))]


def test_page_of_a_post_shows_no_withheld_author_series_or_answer() -> None:
    """What is left out is not even linked."""
    catalogue = _catalogue(
        {
            "red/index": series(title="Red", draft=True),
            "bob": author(title="Bob Fox", draft=True, bio="Secret."),
            "blue/1": post(title="Alone", draft=True, responds_to=["red/2"]),
        }
    )
    view = PostPage("red/2").result(catalogue)
    assert view is not None
    assert (view.place, view.order, view.responses) == (None, (), ())
    assert [(str(person), person.docname, person.bio) for person in view.people] == [
        ("Bob Fox", "", ""),
        ("Ann Lee", "ann", ""),
    ]


def test_doi_of_the_article_never_stands_for_the_post() -> None:
    """It is ignored, in any letter case."""
    text = post(doi="10.1332/A", articles=["lee2020"])
    view = PostPage("p").result(_catalogue({"p": text}))
    assert view is not None
    assert view.post.doi is None
    other = PostPage("p").result(_catalogue({"p": post(doi="10.5281/z", articles=["lee2020"])}))
    assert other is not None
    assert other.post.doi == "10.5281/z"


def test_page_of_a_series_has_its_progress() -> None:
    """Published of declared parts."""
    view = SeriesPage("red").result(_catalogue())
    assert view is not None
    assert (view.entry.published, view.entry.total, view.entry.progress) == (3, 4, Progress.RUNNING)
    assert [str(person) for person in view.entry.editors] == ["Eve Hill"]


def test_page_of_an_author_has_all_that_they_did() -> None:
    """Posts newest first, articles presented, series edited, posts about them, co-authors."""
    catalogue = _catalogue()
    ann, bob, eve = (AuthorPage(i).result(catalogue) for i in ("ann", "bob", "eve"))
    assert ann is not None
    assert bob is not None
    assert eve is not None
    assert [entry.docname for entry in ann.posts] == ["red/3", "red/2", "red/1"]
    assert [box.key for box in ann.articles] == ["lee2020"]
    assert [(person.id, count) for person, count in ann.co_authors] == [("bob", 1)]
    assert [entry.docname for entry in bob.about] == ["loose"]
    assert [entry.id for entry in eve.edited] == ["red"]
    assert eve.person.role == "Editor"


@pytest.mark.parametrize(
    "query",
    [
        PostPage("nowhere"),
        SeriesPage("nowhere"),
        AuthorPage("nowhere"),
        ResolveReference("post", "nowhere"),
    ],
)
def test_question_about_nothing_has_no_answer(query: Query[object]) -> None:
    """None, and no error."""
    assert query.result(_catalogue()) is None
    assert query.result(Catalogue()) is None


@pytest.mark.parametrize("kind", ["post", "author", "series"])
def test_reference_to_what_is_withheld_tells_nothing_of_it(kind: str) -> None:
    """It is known to be there, and that is all."""
    texts = {
        "post": post(title="Secret", draft=True),
        "author": author(title="Secret", draft=True),
        "series": series(title="Secret", draft=True),
    }
    target = ResolveReference(kind, kind).result(_catalogue(texts))
    assert target is not None
    assert target.withheld
    assert "Secret" not in repr(target)


def test_reference_to_a_topic_of_drafts_only_tells_nothing() -> None:
    """Not even its spelling."""
    catalogue = _catalogue({"p": post(draft=True, tags=["Secret Things"])})
    target = ResolveReference("topic", "secret things").result(catalogue)
    assert target is not None
    assert target.withheld
    assert "Secret" not in repr(target)
    assert ResolveReference("topic", "other things").result(catalogue) is None


@pytest.mark.parametrize(
    ("query", "docnames"),
    [
        (PostList(), ["blue/1", "red/3", "red/2", "red/1", "loose"]),
        (PostList(sort="oldest"), ["loose", "red/1", "red/2", "red/3", "blue/1"]),
        (PostList(sort="title"), ["blue/1", "red/1", "loose", "red/2", "red/3"]),
        (PostList(sort="series"), ["blue/1", "red/1", "red/2", "red/3", "loose"]),
        (PostList(limit=2), ["blue/1", "red/3"]),
        (PostList(series="red"), ["red/3", "red/2", "red/1"]),
        (PostList(series="red", sort="series", limit=1), ["red/1"]),
        (PostList(author="ann"), ["red/3", "red/2", "red/1"]),
        (PostList(author="ann", year="2021", topic="PORTS"), ["red/1"]),
        (PostList(author="bob", series="blue"), ["blue/1"]),
        (PostList(topic="ports"), ["red/1"]),
        (PostList(year="2020"), ["loose"]),
        (PostList(kind=Kind.REPORT), []),
        (PostList(kind=Kind.ARTICLE, year="2022"), ["blue/1"]),
        (PostList(author="nobody"), []),
    ],
)
def test_posts_are_chosen_by_what_they_have_in_common(query: PostList, docnames: list[str]) -> None:
    """Every condition must hold; then they are sorted, and then cut."""
    assert [entry.docname for entry in query.result(_catalogue())] == docnames


@pytest.mark.parametrize(
    ("query", "people"),
    [
        (AuthorList(), [("bob", 2), ("eve", 1), ("ann", 3)]),
        (AuthorList(series="blue"), [("bob", 2)]),
        (AuthorList(ids=("eve", "nobody", "ann")), [("eve", 1), ("ann", 3)]),
    ],
)
def test_authors_are_listed_with_the_number_of_their_posts(
    query: AuthorList, people: list[tuple[str, int]]
) -> None:
    """Named ones as given, others by family name."""
    assert [(person.id, count) for person, count in query.result(_catalogue())] == people


def test_topics_and_years_are_counted() -> None:
    """A topic whose posts are all withheld is none."""
    catalogue = _catalogue({"p": post(draft=True, tags=["hidden"], date="2019-01-01")})
    assert [(count.label, count.count) for count in Topics().result(catalogue)] == [
        ("locks", 1),
        ("ports", 1),
    ]
    assert [(count.label, count.count) for count in Years().result(catalogue)] == [
        ("2022", 1),
        ("2021", 3),
        ("2020", 1),
    ]


def test_shown_is_what_is_there_and_public() -> None:
    """One answer for each docname, in order."""
    catalogue = _catalogue({"red/1": post(draft=True)})
    assert ArePublic(("red/1", "red/2", "nowhere")).result(catalogue) == (False, True, False)


def test_cited_entry_that_is_not_there_is_none() -> None:
    """In its place among the others."""
    first, second = BibliographyEntries(("nothing", "fox2021")).result(_catalogue())
    assert first is None
    assert second is not None
    assert second.title == "On locks"


def test_a_post_outside_a_series_names_others_by_its_author_and_on_its_topic() -> None:
    """Each post once, the newest first; a part of a series names its series instead."""
    texts = {
        "ann": author(),
        "s/index": series(title="Red"),
        "s/1": post(title="In a series", tags=["ports"], date="2021-05-01"),
        "old": post(title="Old", tags=["ports"], date="2020-01-01"),
        "new": post(title="New", tags=["ports"], authors=["bob"], date="2022-01-01"),
        "lone": post(title="Lone", authors=["cy"], date="2023-01-01"),
        "here": post(title="Here", tags=["ports", "locks"], date="2021-03-01"),
    }
    catalogue = catalogue_of(texts, {"s/index": ["s/1"]})
    view = PostPage("here").result(catalogue)
    assert view is not None
    named = [
        (
            str(more.person or ""),
            more.topic.label if more.topic else "",
            [p.docname for p in more.posts],
        )
        for more in view.related
    ]
    assert named == [("Ann Lee", "", ["s/1", "old"]), ("", "ports", ["new"])]
    assert (view.earlier and view.earlier.docname, view.later and view.later.docname) == (
        "old",
        "new",
    )
    part = PostPage("s/1").result(catalogue)
    assert part is not None
    assert (part.related, part.earlier, part.later) == ((), None, None)


def test_a_new_post_changes_few_of_those_that_name_others() -> None:
    """A post names the nearest of its author and topic, not the newest."""
    texts = {
        f"p{day:02}": post(title=f"P{day}", date=f"2021-01-{day:02}", tags=["ports"])
        for day in range(1, 29)
    }
    before = catalogue_of({"ann": author(), **texts})
    after = catalogue_of({"ann": author(), **texts, "new": post(title="New", tags=["ports"])})
    changed = [d for d in texts if PostPage(d).result(before) != PostPage(d).result(after)]
    assert len(changed) <= 4


def test_a_list_may_have_a_few_posts_of_each_series() -> None:
    """The first in its order; posts outside a series are all listed."""
    texts = {
        "s/index": series(title="S"),
        **{f"s/{n}": post(title=f"S{n}", date=f"2021-01-0{n}") for n in (1, 2, 3)},
        **{f"p{n}": post(title=f"P{n}", date=f"2020-01-0{n}") for n in (1, 2)},
    }
    catalogue = catalogue_of(texts, {"s/index": ["s/1", "s/2", "s/3"]})
    found = PostList(per_series=2).result(catalogue)
    assert [entry.docname for entry in found] == ["s/3", "s/2", "p2", "p1"]
    found = PostList(per_series=1, sort="oldest", limit=3).result(catalogue)
    assert [entry.docname for entry in found] == ["p1", "p2", "s/1"]
