"""What each kind of page says to machines, on both publications."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.documents import Relation
from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.states import State
from sphinx_anthology.model.work import Work, work_of
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.volumes import publication_of
from tests.building import Built
from tests.bylines import byline
from tests.scholar.heads import Head, metadata_size, read_page
from tests.scholar.zotero import item

Get = Callable[[str, str], Built]
each = pytest.mark.parametrize(
    ("name", "builder"), [("journal", "html"), ("journal", "dirhtml"), ("docs", "html")]
)
GROUPS = {"the-makers"}
"""Groups whose members have no pages; their names are whole."""
MOST = 6_000
"""How many bytes a page's metadata may have, compressed as servers send it."""


def _catalogue(made: Built) -> Catalogue:
    return domain_of(made.app.env).catalogue


def _page(made: Built, docname: str) -> Path:
    return Path(made.app.builder.get_outfilename(docname))  # type: ignore[attr-defined]


def _head(made: Built, docname: str) -> Head:
    return read_page(_page(made, docname))


def _posts(made: Built, *relations: Relation) -> Iterator[tuple[str, Work, Head]]:
    """The public posts of some relations, what they are cited as, and what their pages say."""
    catalogue = _catalogue(made)
    publication = publication_of(made.app.config, catalogue.site.base)
    for docname in catalogue.public_posts:
        view = PostPage(docname).result(catalogue)
        assert view is not None
        if view.post.relation in relations:
            yield docname, work_of(docname, view, publication), _head(made, docname)


WHOLE = (Relation.FULL, Relation.REPOST)
RETOLD = (Relation.DIGEST, Relation.RECORD)


@each
def test_zotero_files_whole_posts_as_blog_posts(publication: Get, name: str, builder: str) -> None:
    """With all authors, the blog, and no DOI but the post's own."""
    for docname, work, head in _posts(publication(name, builder), *WHOLE):
        filed = item(head)
        assert filed.kind == "blogPost", docname
        assert filed.title == work.title
        assert len(filed.authors) == len(work.authors)
        assert filed.site == work.site
        assert filed.doi == work.doi
        assert not head.names("citation_editor")
        assert "class=Z3988" not in str(head)


@each
def test_zotero_takes_no_other_page_for_a_post_or_an_article(
    publication: Get, name: str, builder: str
) -> None:
    """Digests, records, excerpts, lists, people: web pages, without citation and Dublin Core."""
    made = publication(name, builder)
    catalogue = _catalogue(made)
    for docname in sorted(made.app.env.found_docs):
        post = catalogue.posts.get(docname)
        if post is not None and post.is_whole and catalogue.states[docname] is State.PUBLIC:
            continue
        head = _head(made, docname)
        assert item(head).kind == "webpage", docname
        assert not head.names("citation_") | head.names("DC"), docname


@each
def test_no_page_has_what_misleads(publication: Get, name: str, builder: str) -> None:
    """No COinS, no unAPI, no prefix, no item type, no journal; at most one graph."""
    made = publication(name, builder)
    for path in sorted(made.out.rglob("*.html")):
        if "_static" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        head = read_page(path)
        assert "Z3988" not in text, path
        assert "unapi" not in text, path
        assert head.prefix is None
        assert not head.names("z:") | head.names("citation_journal")
        assert len(head.graphs) <= 1
        assert len(head.linked("canonical")) <= 1
        assert len(head.all("og:type")) <= 1


@each
def test_metadata_is_light(publication: Get, name: str, builder: str) -> None:
    """What a page says to machines is at most 6 kB, compressed."""
    made = publication(name, builder)
    for docname in sorted(made.app.env.found_docs):
        text = _page(made, docname).read_text(encoding="utf-8")
        assert metadata_size(text) <= MOST, docname


@each
def test_a_repost_and_an_excerpt_point_to_their_origin(
    publication: Get, name: str, builder: str
) -> None:
    """The address that counts is that of the origin, where one is stated; else the page's own."""
    made = publication(name, builder)
    for docname, work, head in _posts(made, *Relation):
        relation = _catalogue(made).posts[docname].relation
        origin = relation in {Relation.REPOST, Relation.EXCERPT} and work.url
        expected = origin or work.page
        assert head.linked("canonical") == [expected], docname
        assert head.one("og:url") == expected


@each
def test_a_digest_is_the_publications_own(publication: Get, name: str, builder: str) -> None:
    """Its author is the publication; original, authors and day stand in what it is based on."""
    made = publication(name, builder)
    title = publication_of(made.app.config, "").title
    for docname, work, head in _posts(made, *RETOLD):
        assert head.named(head.post["author"]) == [title], docname
        assert head.all("author") == [title]
        assert not {"datePublished", "sameAs", "identifier"} & head.post.keys()
        assert not head.all("article:author") + head.all("article:published_time")
        assert not head.linked("cite-as")
        original = head.things[head.post["isBasedOn"]["@id"]]
        assert len(original.get("author", ())) == len(work.authors)
        assert original.get("url", "") == work.url
        day = "" if work.date is None or work.date.is_interval else str(work.date)
        assert original.get("datePublished", "") == day
        if day:
            # the article's year is another statement
            assert str(head.things).count(f"'datePublished': '{day}'") == 1


@each
def test_an_excerpt_keeps_its_authors(publication: Get, name: str, builder: str) -> None:
    """And is based on the original."""
    for docname, work, head in _posts(publication(name, builder), Relation.EXCERPT):
        assert head.all("author") == [str(person) for person in work.authors], docname
        assert len(head.post["author"]) == len(work.authors)
        assert head.things[head.post["isBasedOn"]["@id"]].get("url", "") == work.url
        assert "datePublished" not in head.post


def test_a_tombstone_says_nothing(publication: Get) -> None:
    """A withdrawn post has no tags, no graph, no files; only its address."""
    made = publication("journal", "html")
    docname = "series/town-data-days/04-the-missing-ledger"
    head = _head(made, docname)
    assert head.graphs == []
    assert not {n for n, _ in head.metas if ":" in n and not n.startswith("docsearch")}
    kinds = {link["rel"] for link in head.links}
    assert not kinds & {"cite-as", "author", "describedby", "item", "linkset", "type"}
    assert not list(made.out.glob(f"{docname}.*json*"))


@each
def test_series_name_their_parts(publication: Get, name: str, builder: str) -> None:
    """CreativeWorkSeries with every published part, in order; the same as links."""
    made = publication(name, builder)
    catalogue = _catalogue(made)
    for series_id in catalogue.public_series:
        docname = catalogue.series[series_id].docname
        head = _head(made, docname)
        listed = [catalogue.site.address(d) for d in catalogue.posts_of_series(series_id)]
        series = head.thing("CreativeWorkSeries")
        assert [part["url"] for part in series.get("hasPart", [])] == listed
        assert [href for href in head.linked("item") if "/downloads/" not in href] == listed
        for post in catalogue.posts_of_series(series_id):
            where = _head(made, post)
            assert {"@id": series["@id"]} in where.post["isPartOf"]
            assert where.linked("collection") == [catalogue.site.address(docname)]


@each
def test_authors_have_a_profile(publication: Get, name: str, builder: str) -> None:
    """ProfilePage of a person, or of a group; with the ORCID iD that is stated."""
    made = publication(name, builder)
    catalogue = _catalogue(made)
    for author_id in catalogue.public_authors:
        docname, author = catalogue.authors[author_id].docname, catalogue.author(author_id)
        head = _head(made, docname)
        subject = head.things[head.post["mainEntity"]["@id"]]
        assert head.post["@type"] == "ProfilePage"
        is_group = bool(author.members) or author_id in GROUPS
        assert subject["@type"] == ("Organization" if is_group else "Person")
        assert head.one("og:type") == "profile"
        orcid = f"https://orcid.org/{author.orcid}"
        assert head.linked("me") == ([orcid] if author.orcid else [])
        assert (subject["@id"] == orcid) is bool(author.orcid)


@each
def test_the_articles_doi_never_stands_for_the_post(
    publication: Get, name: str, builder: str
) -> None:
    """It is in what the post is about, and cites."""
    for docname, work, head in _posts(publication(name, builder), *Relation):
        dois = {f"https://doi.org/{article.doi}" for article in work.articles if article.doi}
        assert not dois & {*head.linked("cite-as"), *head.all("DC.identifier")}, docname
        cited = {reference["@id"] for reference in head.post.get("citation", [])}
        assert {doi.replace("<", "%3C").replace(">", "%3E") for doi in dois} <= cited


def test_a_promoted_article_stands_in_its_issue(publication: Get) -> None:
    """ScholarlyArticle, in an issue, of a volume, of a journal with its ISSN."""
    head = _head(publication("journal", "html"), "series/harbours/01-tides-of-trust")
    article = head.things["https://doi.org/10.5555/12345678"]
    assert {"@id": article["@id"]} in head.post["about"]
    issue = article["isPartOf"]
    volume = issue["isPartOf"]
    journal = volume["isPartOf"]
    kinds = [thing["@type"] for thing in (article, issue, volume, journal)]
    assert kinds == ["ScholarlyArticle", "PublicationIssue", "PublicationVolume", "Periodical"]
    assert (journal["name"], journal["issn"]) == ("Example Studies", "2049-3630")


TABLE = {
    "posts/six-hands-on-one-chart": {
        "citation_author": [
            "Παπαδοπούλου, Ελένη",
            "van der Meer, Nicoline",
            "Martin, Alex",
            "Centre for Ports, Harbours and Quays",
            "Martin, Alex",
            "de la Cruz y Gómez, Ana",
        ],
        "graph": [
            "Ελένη Παπαδοπούλου",
            "Nicoline van der Meer",
            "Alex Martin",
            "Centre for Ports, Harbours and Quays",
            "Alex Martin",
            "Ana de la Cruz y Gómez",
        ],
    },
    "posts/ropes-and-knots": {"citation_author": ["Doe, Jane"], "graph": ["Jane Doe"]},
    "posts/the-ferry-strike": {"citation_author": ["Harjomulyo"], "graph": ["Harjomulyo"]},
    "posts/a-second-notice": {
        "citation_author": ["The Clerk on Duty"],
        "graph": ["The Clerk on Duty"],
    },
}
"""Names that hurt, written by hand for each form."""


@pytest.mark.parametrize("docname", TABLE)
def test_names_that_hurt(publication: Get, docname: str) -> None:
    """Every tag has them whole and in order: groups, particles, twins, degrees, one name."""
    head = _head(publication("journal", "html"), docname)
    assert head.all("citation_author") == TABLE[docname]["citation_author"]
    assert head.all("DC.creator") == TABLE[docname]["citation_author"]
    assert head.named(head.post["author"]) == TABLE[docname]["graph"]
    assert len({reference["@id"] for reference in head.post["author"]}) == len(
        head.all("citation_author")
    )


@each
def test_authors_are_those_of_the_byline(publication: Get, name: str, builder: str) -> None:
    """In number and order, wherever the page names them."""
    made = publication(name, builder)
    for docname, _, head in _posts(made, *WHOLE, Relation.EXCERPT):
        page = BeautifulSoup(_page(made, docname).read_text("utf-8"), "html.parser")
        printed = byline(page)
        assert head.all("author") == printed, docname
        names = head.named(head.post["author"])
        assert [shown.removesuffix(", PhD") for shown in printed] == names, docname
