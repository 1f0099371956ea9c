"""What is told of single posts: days, licences, names, places without an address."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256

import pytest

from sphinx_anthology.model.names import split_name
from sphinx_anthology.outputs.scholar.output import MOST_PARTS
from sphinx_anthology.outputs.scholar.post_metadata import bare, inverted
from tests.building import Built
from tests.scholar.heads import Head, metadata_size, read, read_page

FRONT = (
    "---\ntitle: One\nauthors: [{{name: Ann Low}}]\ndate: {date}\n{more}post: {own}\n---\n\nText.\n"
)
CONF = 'project = "B"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "2025-06-01"\n'
ADDRESS = 'html_baseurl = "https://b.example/"\n'
LICENSE = 'anthology_license = "CC-BY-4.0"\n'
INDEX = "# B\n\n```{toctree}\none\n```\n"


def _head(built: Callable[..., Built], conf: str = CONF + ADDRESS, **fields: str) -> Head:
    said = FRONT.format(
        date=fields.get("date", "2024-01-02"),
        more=fields.get("more", ""),
        own=fields.get("own", "{}"),
    )
    made = built({"conf.py": conf, "index.md": INDEX, "one.md": said})
    return read_page(made.out / "one.html")


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-01-02", ("2024/01/02", "2024-01-02", "2024-01-02", "2024-01-02")),
        ("2024-01", ("2024", "2024-01", "", "2024-01")),
        ("2024", ("2024", "2024", "", "2024")),
        ("2023-11/2024-02", ("", "2023-11/2024-02", "", "")),
    ],
)
def test_a_date_is_told_as_exactly_as_a_standard_can(
    built: Callable[..., Built], date: str, expected: tuple[str, ...]
) -> None:
    """Highwire, Dublin Core, Open Graph, schema.org; where it cannot be, it is left out."""
    head = _head(built, date=date)
    assert (
        head.one("citation_publication_date"),
        head.one("DC.date"),
        head.one("article:published_time"),
        head.post.get("datePublished", ""),
    ) == expected


def test_the_last_correction_is_told(built: Callable[..., Built]) -> None:
    """Without one nothing is: no clock is asked."""
    corrected = _head(built, own="{updated: 2024-03-04}")
    assert corrected.one("DCTERMS.modified") == "2024-03-04"
    assert corrected.one("article:modified_time") == "2024-03-04"
    assert corrected.post["dateModified"] == "2024-03-04"
    assert "odified" not in str(_head(built))


@pytest.mark.parametrize(
    ("own", "more", "expected"),
    [
        ("{}", "", "https://creativecommons.org/licenses/by/4.0/"),
        ("{}", "license: CC0-1.0\n", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("{origin: {relation: excerpt, site: X}}", "", ""),
        (
            "{origin: {relation: digest, site: X}}",
            "",
            "https://creativecommons.org/licenses/by/4.0/",
        ),
    ],
)
def test_a_licence_is_that_of_the_words_on_the_page(
    built: Callable[..., Built], own: str, more: str, expected: str
) -> None:
    """The publication's does not stand for what is quoted of somebody."""
    head = _head(built, CONF + ADDRESS + LICENSE, own=own, more=more)
    assert head.post.get("license", "") == expected
    assert head.linked("license") == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("own", "more", "shown"),
    [
        ("{}", "", True),
        ("{origin: {relation: repost, site: X}}", "", True),
        ("{origin: {relation: digest, site: X}}", "", True),
        ("{origin: {relation: excerpt, site: X}}", "", False),
        ("{origin: {relation: excerpt, site: X}}", "license: CC-BY-4.0\n", True),
    ],
)
def test_readers_see_the_licence_of_the_words_on_the_page(
    built: Callable[..., Built], own: str, more: str, shown: bool
) -> None:
    """As machines do: the publication's does not stand for what is quoted of somebody."""
    _head(built, CONF + LICENSE, own=own, more=more)
    made = built({}, "text")
    assert ("Licence: CC BY 4.0" in (made.out / "one.txt").read_text(encoding="utf-8")) is shown


def test_without_an_address_nothing_is_told_that_needs_one(built: Callable[..., Built]) -> None:
    """The rest is, and every reference in the graph leads somewhere."""
    head = _head(built, CONF)
    assert head.one("citation_title") == head.one("og:title") == "One"
    assert not head.one("og:url")
    assert {link["rel"] for link in head.links} & {"describedby", "linkset", "item"} == set()
    assert head.post["headline"] == "One"
    assert head.named(head.post["author"]) == ["Ann Low"]
    assert all(identifier.startswith("_:") for identifier in head.things)


def test_a_repost_on_another_host_stays_there(built: Callable[..., Built]) -> None:
    """Also where the other's address ends as our own do, and our pages are folders."""
    own = "{origin: {relation: repost, site: X, url: 'https://x.example/a.html'}}"
    text = FRONT.format(date="2024-01-02", more="", own=own)
    files = {"conf.py": CONF + ADDRESS, "index.md": INDEX, "one.md": text}
    head = read_page(built(files, "dirhtml").out / "one/index.html")
    assert head.linked("canonical") == ["https://x.example/a.html"]
    assert head.one("og:site_name") == "X"
    assert head.post["sameAs"] == "https://x.example/a.html"
    assert head.post["url"] == "https://b.example/one/"


@pytest.mark.parametrize(
    ("printed", "filed", "without"),
    [
        ("Jane Doe, PhD", "Doe, Jane", "Jane Doe"),
        ("Nicolette van Gestel", "van Gestel, Nicolette", "Nicolette van Gestel"),
        ("Harjomulyo", "Harjomulyo", "Harjomulyo"),
        ("The Clerk on Duty", "The Clerk on Duty", "The Clerk on Duty"),
    ],
)
def test_a_name_is_filed_without_degrees(printed: str, filed: str, without: str) -> None:
    """Google Scholar and Google ask for the name alone."""
    name = split_name(printed)
    assert (inverted(name), bare(name)) == (filed, without)


def test_a_long_series_does_not_weigh_on_its_page(built: Callable[..., Built]) -> None:
    """Its page names the first parts, and what lies beside it all of them."""
    numbers = [f"p{number:03}" for number in range(MOST_PARTS + 5)]
    text = FRONT.format(date="2024-01-02", more="", own="{}")
    titles = {n: f"What {sha256(n.encode()).hexdigest()[:40]} says" for n in numbers}
    files = {f"{n}.md": text.replace("title: One", f"title: {titles[n]}") for n in numbers}
    entries = "\n".join(numbers)
    files["long.md"] = f"---\ntitle: Long\nseries: {{}}\n---\n\n```{{toctree}}\n{entries}\n```\n"
    files["index.md"] = INDEX.replace("one", "long")
    made = built({"conf.py": CONF + ADDRESS, **files})
    page = (made.out / "long.html").read_text("utf-8")
    head = read(page)
    assert len(head.linked("item")) == len(head.post["hasPart"]) == MOST_PARTS
    assert metadata_size(page) <= 6_000
    beside = json.loads((made.out / "long.linkset.json").read_text("utf-8"))
    assert len(beside["linkset"][0]["item"]) == len(numbers)
    graph = json.loads((made.out / "long.jsonld").read_text("utf-8"))["@graph"]
    assert len(graph[0]["hasPart"]) == len(numbers)


def test_who_wrote_nothing_has_no_records_of_works(built: Callable[..., Built]) -> None:
    """Only their own record lies beside the page; nobody is sent to a file that is not there."""
    files = {"conf.py": CONF + ADDRESS, "ann.md": "---\ntitle: Ann Low\nauthor: {}\n---\n\nText.\n"}
    made = built({**files, "index.md": INDEX.replace("one", "ann")})
    head = read_page(made.out / "ann.html")
    assert head.linked("describedby") == ["https://b.example/ann.jsonld"]
    assert (made.out / "ann.jsonld").is_file()
    assert not list(made.out.glob("ann.bib"))
