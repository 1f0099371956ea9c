"""What posts are called in feeds."""

from __future__ import annotations

import dataclasses as dc
import re

from hypothesis import given
from hypothesis import strategies as st

from sphinx_anthology.model.site import Site
from sphinx_anthology.outputs.feeds.channels import identifiers
from tests.samples import catalogue_of, post

BASE = "https://Book.example:8080/blog/"
TAG = re.compile(r"tag:[a-z0-9.-]+,[0-9]{4}:[A-Za-z0-9._~!$&'()*+,;=:@%/?-]+")
"""RFC 4151, section 2.1."""


def _named(*, folders: bool = False, base: str = BASE, **posts: str) -> dict[str, str]:
    catalogue = catalogue_of({d.replace("__", "/"): text for d, text in posts.items()})
    return dict(identifiers(dc.replace(catalogue, site=Site(base=base, folders=folders))))


def test_a_post_is_called_by_its_address() -> None:
    """And by the year of its date, whatever the base of the site."""
    assert _named(s__one=post()) == {"s/one": "tag:book.example,2021:/s/one.html"}
    assert _named(s__one=post(), folders=True) == {"s/one": "tag:book.example,2021:/s/one/"}


def test_a_name_survives_a_move() -> None:
    """The first of the former addresses, which is the oldest, stands for the post."""
    before = _named(s__one=post())
    moved = _named(t__two=post(former_addresses=["/s/one.html"]))
    again = _named(u__three=post(former_addresses=["/s/one.html", "/t/two.html"]))
    with_base = _named(u__three=post(former_addresses=["/blog/s/one.html"]))
    names = [list(n.values()) for n in (before, moved, again, with_base)]
    assert names == [["tag:book.example,2021:/s/one.html"]] * 4


def test_no_two_have_the_same_name() -> None:
    """Not a post that stands where another stood, nor two that claim one former address."""
    found = _named(
        a=post(former_addresses=["/b.html"]),
        b=post(),
        c=post(former_addresses=["/b.html"]),
    )
    assert found["a"] == "tag:book.example,2021:/b.html"
    assert len(set(found.values())) == 3


def test_a_former_address_that_is_none_counts_for_nothing() -> None:
    """It leads nowhere either."""
    found = _named(a=post(former_addresses=["https://old.example/x"]))
    assert found == {"a": "tag:book.example,2021:/a.html"}


def test_an_undated_post_has_a_name() -> None:
    """With a year that stands for none."""
    origin = {"relation": "record"}
    assert _named(a=post(date=None, origin=origin)) == {"a": "tag:book.example,2000:/a.html"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_every_name_is_a_tag(stem: str) -> None:
    """Whatever letters addresses and hosts have."""
    found = _named(base="https://bücher.example/", a=post(former_addresses=[f"/{stem}/"]))
    assert TAG.fullmatch(found["a"])
    assert found["a"].startswith("tag:xn--bcher-kva.example,")
