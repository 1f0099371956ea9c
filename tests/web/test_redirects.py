"""Former addresses become redirects: pages, and rules for servers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.building import Built, build, contents, differences
from tests.samples import catalogue_of, post

from sphinx_anthology.model.addresses import Redirect, former_path, redirects
from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.site import Site
from sphinx_anthology.outputs.web.addresses import (
    Words,
    host_rules,
    is_redirect_page,
    nginx_map,
    redirect_pages,
)

OLD = "/2021/04/21/old/"


def _moved(*addresses: str, docname: str = "one", **fields: object) -> Catalogue:
    return catalogue_of({docname: post(former_addresses=list(addresses), **fields)})


@pytest.mark.parametrize(
    ("address", "path", "file"),
    [
        (OLD, OLD, "2021/04/21/old/index.html"),
        ("/2021/old", "/2021/old", "2021/old/index.html"),
        ("/blog/1207.html", "/blog/1207.html", "blog/1207.html"),
        ("/blog/1207.htm", "/blog/1207.htm", "blog/1207.htm"),
        ("/v1.2-notes", "/v1.2-notes", "v1.2-notes/index.html"),
        ("/h%C3%A4fen/", "/häfen/", "häfen/index.html"),
        ("/two words/", "/two words/", "two words/index.html"),
        ("/x.php", "/x.php", ""),
    ],
)
def test_where_a_redirect_stands(address: str, path: str, file: str) -> None:
    """A folder's index, or the page itself; a file that is no page only a server redirects."""
    found = redirects(_moved(address)).found
    assert found == (Redirect(path, "one"),)
    assert found[0].file == file


@pytest.mark.parametrize("address", ["/anthology/old/", "/old/"])
def test_a_site_below_a_path(address: str) -> None:
    """An address may be written with the path of the site, or without."""
    assert former_path(address, Site("https://host.example/anthology/")) == "/old/"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://host.example/x/", "must be a path"),
        ("//host.example/x/", "must be a path"),
        ("x/", "must be a path"),
        ("/?p=12", "only a path"),
        ("/x/#part", "only a path"),
        ("/a/../../b/", "‘..’"),
        ("/%2e%2e/b/", "‘..’"),
        ("/a%2f..%2fb/", "‘..’"),
        ("/a//b/", "empty"),
        ("/a\\b/", "in its name"),
        ("/C:/b/", "in its name"),
        ("/a%00b/", "in its name"),
        ("/a%ff/", "UTF-8"),
        (f"/{'a' * 201}/", "longer"),
        ("/", "the front page is there"),
        ("/one.html", "the page ‘one’ is there"),
        ("/One.html", "the page ‘one’ is there"),
        ("/one.html/more/", "the page ‘one’ is there"),
        ("/topics/tides.html", "the page ‘topics/tides’ is there"),
        ("/years/2021.html", "the page ‘years/2021’ is there"),
        ("/404.html", "the page ‘404’ is there"),
        ("/search.html", "the page ‘search’ is there"),
        ("/_static/x.html", "files of its own"),
        ("/downloads/x/", "files of its own"),
        ("/.well-known/x/", "files of its own"),
    ],
)
def test_what_cannot_be_a_redirect(address: str, why: str) -> None:
    """It is told, with its line, and nothing is made of it."""
    found = redirects(_moved("/fine/", address, tags=["tides"]))
    assert [r.path for r in found.found] == ["/fine/"]
    (problem,) = found.problems
    assert why in problem.message
    assert problem.code.slug == "former-address"
    assert problem.line > 1


def test_two_posts_with_one_address() -> None:
    """The first by docname has it, and the other is told of; within a post it is no matter."""
    texts = {d: post(former_addresses=["/old/", "/old"]) for d in ("one", "two")}
    found = redirects(catalogue_of(texts))
    assert found.found == (Redirect("/old", "one"), Redirect("/old/", "one"))
    assert [(p.file, "a redirect to ‘one’ is there" in p.message) for p in found.problems] == [
        ("two.md", True),
        ("two.md", True),
    ]


def test_withheld_posts_have_none() -> None:
    """Neither a draft nor a scheduled post; a tombstone is a page, and has them."""
    texts = {
        "draft": post(former_addresses=["/draft/"], draft=True),
        "later": post(former_addresses=["/later/"], date="2030-01-01"),
        "gone": post(
            former_addresses=["/gone/"], withdrawn={"date": "2022-01-01", "reason": "Wrong."}
        ),
    }
    assert [r.path for r in redirects(catalogue_of(texts)).found] == ["/gone/"]


@given(st.text(), st.sampled_from(["", "https://h.example/", "https://h.example/a b/"]))
def test_no_page_lies_outside_of_the_site(text: str, base: str) -> None:
    """Whatever is written."""
    try:
        redirect = Redirect(former_path(f"/{text}", Site(base)), "one")
    except ValueError:
        return
    assert posixpath.normpath(f"/site/{redirect.file}").startswith("/site")
    assert "\\" not in redirect.file


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_title_is_escaped(title: str, language: str) -> None:
    """The page parses, its link has the title, and there is one element of each kind."""
    catalogue = _moved(OLD, title=title if title.strip() else "x")
    words = Words(language=language, moved="This page has moved to {title}.")
    assume(catalogue.is_public("one"))  # front matter takes no control characters
    ((_, text),) = redirect_pages(redirects(catalogue).found, catalogue, words)
    page = BeautifulSoup(text, "html.parser")
    assert [len(page.find_all(name)) for name in ("title", "link", "a", "p")] == [1, 0, 1, 1]
    assert page.a["href"] == "../../../../one.html"
    assert page.find_all(["script", "style"]) == []
    assert " ".join(page.a.text.split()) == " ".join(catalogue.posts["one"].title.split())


def _lines(text: str) -> list[list[str]]:
    return [line.split(" ") for line in text.splitlines()]


def test_rules_for_hosts() -> None:
    """``from to 301``, encoded, from the root of the host, with and without the last slash."""
    site = Site("https://host.example/my%20blog/")
    catalogue = _moved("/h äfen/", "/x.php", docname="a b")
    assert _lines(host_rules(redirects(catalogue).found, site)) == [
        ["/my%20blog/h%20%C3%A4fen/", "/my%20blog/a%20b.html", "301"],
        ["/my%20blog/h%20%C3%A4fen", "/my%20blog/a%20b.html", "301"],
        ["/my%20blog/x.php", "/my%20blog/a%20b.html", "301"],
    ]


def test_a_map_for_nginx() -> None:
    """Keys are decoded paths in quotes; the size of a bucket is told where keys are long."""
    catalogue = _moved("/h äfen;{$x}/", f"/{'a' * 90}/")
    text = nginx_map(redirects(catalogue).found, catalogue.site)
    assert '    "/h äfen;{$x}/" "/one.html";' in text
    assert "map_hash_bucket_size 128;" in text
    assert text.endswith("}\n")


POST = """---
title: "Ships & <boats>"
authors: [{{name: Ann Low}}]
date: 2021-04-21
language: de
post:
  former_addresses: [{addresses}]
---

Text.
"""
INDEX = "# Book\n\n```{toctree}\nposts/one\n```\n"
CONF = """
project = "Book"
extensions = ["sphinx_anthology"]
anthology_as_of = "2025-06-01"
html_baseurl = "https://blog.example/under/"
"""


def _files(addresses: str = f'"{OLD}", /blog/1207.html') -> dict[str, str]:
    return {"conf.py": CONF, "index.md": INDEX, "posts/one.md": POST.format(addresses=addresses)}


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_every_redirect_leads_to_its_page(built: Callable[..., Built], builder: str) -> None:
    """By link, by refresh and by canonical address; from a disk as well as from a server."""
    made = built(_files(), builder=builder)
    target = made.out / ("posts/one.html" if builder == "html" else "posts/one/index.html")
    assert made.warnings == ()
    for file in ("2021/04/21/old/index.html", "blog/1207.html"):
        page = BeautifulSoup((made.out / file).read_text(encoding="utf-8"), "html.parser")
        assert page.a.text == page.title.text == "Ships & <boats>"
        assert page.a["lang"] == "de"
        assert page.find("meta", {"name": "robots"})["content"] == "noindex"
        refresh = page.find("meta", {"http-equiv": "refresh"})["content"]
        canonical = page.find("link", rel="canonical")["href"]
        assert refresh == f"0; url={page.a['href']}"
        base = "https://blog.example/under/"
        assert urljoin(base + file, page.a["href"]) == canonical
        assert _file(made.out, canonical.removeprefix(base)) == target
    for source, to, _ in _lines((made.out / "_redirects").read_text(encoding="utf-8")):
        assert source.startswith("/under/")
        assert _file(made.out, to.removeprefix("/under/")) == target


def _file(out: Path, address: str) -> Path:
    """The file that a server sends for an address below the site."""
    path = out / unquote(urlsplit(address).path)
    return path / "index.html" if path.is_dir() else path


def test_without_an_address_there_is_no_canonical_link(built: Callable[..., Built]) -> None:
    """Links work all the same."""
    made = built({**_files(), "conf.py": CONF.partition("html_baseurl")[0]})
    text = (made.out / "blog/1207.html").read_text(encoding="utf-8")
    assert "canonical" not in text
    assert 'href="../posts/one.html"' in text


@pytest.mark.parametrize("name", ["journal", "docs"])
def test_every_redirect_of_the_publications_leads_somewhere(
    publication: Callable[[str, str], Built], name: str
) -> None:
    """The file of every target is there."""
    out = publication(name, "html").out
    pages = [p for p in out.rglob("*.html") if is_redirect_page(p.read_bytes())]
    assert bool(pages) == (name == "journal")
    for path in pages:
        (to,) = re.findall('href="([^"]*)"', path.read_text("utf-8").partition("<body>")[2])
        assert (path.parent / unquote(to)).is_file()


def test_after_any_edit_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    """A redirect comes, changes and goes; a page takes its place, and leaves it again."""
    source, out = tmp_path / "source", tmp_path / "out"
    plain = "---\norphan: true\n---\n\n# Old\n"
    states = [
        _files(),
        _files('"/old.html"'),
        {**_files('"/old.html"'), "old.md": plain},
        _files('"/old.html"'),
        _files(""),
        {**_files(""), "old.md": plain},
    ]
    for number, files in enumerate(states):
        for path in source.rglob("*.*"):
            path.unlink()
        for name, text in files.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(text, encoding="utf-8")
        build(source, out, tmp_path / "doctrees")
        first = states.index(files)  # a state that comes back has its clean build already
        clean = tmp_path / f"clean{first}"
        if first == number:
            build(source, clean, tmp_path / f"clean-doctrees{first}")
        assert differences(out, clean) == [], number
        assert not (out / "2021").exists() or number == 0
    assert "old.html" in contents(out)


def test_a_page_of_others_stays(built: Callable[..., Built]) -> None:
    """What stands there already is not replaced, and the editor is told."""
    conf = f'{CONF}\nhtml_extra_path = ["extra"]\n'
    made = built({**_files(), "conf.py": conf, "extra/blog/1207.html": "mine"})
    assert (made.out / "blog/1207.html").read_text(encoding="utf-8") == "mine"
    assert "‘blog/1207.html’ is not written: another page has this address" in made.warnings[0]
