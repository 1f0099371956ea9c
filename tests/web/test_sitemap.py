"""``sitemap.xml`` and ``robots.txt``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from protego import Protego
from tests.building import Built, build, differences
from tests.samples import catalogue_of, post
from usp.fetch_parse import SitemapStrParser

from sphinx_anthology.model.site import Site
from sphinx_anthology.outputs.web import addresses
from sphinx_anthology.outputs.web.addresses import Location, locations, robots, sitemaps

BASE = "https://blog.example/"


def _days(texts: dict[str, str]) -> dict[str, str]:
    """The day that each page was changed, by its path; empty where it is not known."""
    catalogue = catalogue_of(texts)
    object.__setattr__(catalogue, "site", Site(BASE))
    return {
        location.address.removeprefix(BASE): str(location.changed or "")
        for location in locations(catalogue)
    }


def test_the_day_of_the_last_change_is_that_of_the_content() -> None:
    """The correction, else the date, where that is a day and ours; of lists, where all is known."""
    origin = {"relation": "digest", "url": "https://elsewhere.example/"}
    assert _days(
        {
            "dated": post(date="2021-04-21", tags=["a"]),
            "corrected": post(date="2021-04-21", updated="2022-01-31", tags=["a"]),
            "month": post(date="2014-09", tags=["b"]),
            "digest": post(date="2015-03-01", origin=origin),
            "digest2": post(date="2015-03-01", origin=origin, updated="2023-01-01"),
        }
    ) == {
        "corrected.html": "2022-01-31",
        "dated.html": "2021-04-21",
        "digest.html": "",
        "digest2.html": "2023-01-01",
        "month.html": "",
        "topics/a.html": "2022-01-31",
        "topics/b.html": "",
        "years/2021.html": "2022-01-31",
        "years/2015.html": "",
        "years/2014.html": "",
    }


def test_what_is_not_to_be_found_is_not_listed() -> None:
    """Drafts, scheduled posts, tombstones, and texts whose canonical address is elsewhere."""
    origin = {"relation": "repost", "url": "https://elsewhere.example/"}
    texts = {
        "one": post(),
        "draft": post(draft=True),
        "later": post(date="2030-01-01"),
        "gone": post(withdrawn={"date": "2022-01-01", "reason": "Wrong."}),
        "repost": post(origin=origin),
        "excerpt": post(origin={**origin, "relation": "excerpt"}),
        "printed": post(origin={"relation": "repost", "site": "A newsletter"}),
    }
    assert set(_days(texts)) == {"one.html", "printed.html", "years/2021.html"}


def test_many_pages_have_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file has at most so many, the index names all, and nothing is lost."""
    monkeypatch.setattr(addresses, "MOST", 2)
    found = [Location(address=f"{BASE}{n}.html?a=1&b=2") for n in range(5)]
    files = sitemaps(found, BASE)
    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml"]
    index = [loc.text for loc in BeautifulSoup(files["sitemap.xml"], "xml").find_all("loc")]
    assert index == [f"{BASE}{name}" for name in list(files)[1:]]
    listed = [
        page.url
        for name in list(files)[1:]
        for page in SitemapStrParser(static_content=files[name]).sitemap().all_pages()
    ]
    assert listed == [location.address for location in found]


NEWEST = {"journal": dt.date(2026, 6, 30), "docs": dt.date(2026, 11, 30)}
"""The last day of any public post: nothing in a site is newer."""


def test_without_an_address_there_is_no_sitemap() -> None:
    """Nor does robots.txt name one."""
    assert sitemaps([Location(address="")], "") == {}
    assert list(Protego.parse(robots("")).sitemaps) == []


@pytest.mark.parametrize(
    ("name", "builder"), [("journal", "html"), ("journal", "dirhtml"), ("docs", "html")]
)
def test_another_reader_finds_every_page(
    publication: Callable[[str, str], Built], name: str, builder: str
) -> None:
    """What ultimate-sitemap-parser reads are the pages of the site, each there and to be read."""
    made = publication(name, builder)
    base = made.app.config.html_baseurl
    rules = Protego.parse((made.out / "robots.txt").read_text(encoding="utf-8"))
    assert list(rules.sitemaps) == [f"{base}sitemap.xml"]
    text = (made.out / "sitemap.xml").read_text(encoding="utf-8")
    pages = list(SitemapStrParser(static_content=text).sitemap().all_pages())
    assert len({page.url for page in pages}) == len(pages) == text.count("<url>")
    for page in pages:
        assert rules.can_fetch(page.url, "Googlebot")
        path = made.out / unquote(urlsplit(page.url).path).lstrip("/")
        assert (path / "index.html" if page.url.endswith("/") else path).is_file()
        assert page.last_modified is None or page.last_modified.date() <= NEWEST[name]
    assert "canary" not in text


def test_the_editors_own_robots_txt_stays(tmp_path: Path) -> None:
    """Given later, it takes the place of ours; taken away, it makes room for it again."""
    source = tmp_path / "source"
    (source / "extra").mkdir(parents=True)
    (source / "index.md").write_text("# Book\n", encoding="utf-8")
    conf = 'project = "Book"\nextensions = ["sphinx_anthology"]\nhtml_extra_path = ["extra"]\n'
    (source / "conf.py").write_text(conf, encoding="utf-8")
    own = "User-agent: *\nDisallow: /\n"
    for number, given in enumerate(("", own, own, "")):
        if given:
            (source / "extra/robots.txt").write_text(given, encoding="utf-8")
        else:
            (source / "extra/robots.txt").unlink(missing_ok=True)
        out = build(source, tmp_path / "out", tmp_path / "d").out
        assert (out / "robots.txt").read_text(encoding="utf-8") == (given or robots(""))
        clean = build(source, tmp_path / f"c{number}", tmp_path / f"cd{number}").out
        assert differences(out, clean) == []
