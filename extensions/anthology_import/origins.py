"""Where a post was first: of an excerpt the blog that has the whole, of a repost its origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from anthology_import.findings.proposal import Finding, Proposal, best
from anthology_import.records import Blog, Item


def origin(
    item: Item, found: Sequence[Proposal], blog: Blog, *, is_elsewhere: bool
) -> dict[str, object]:
    """The ``origin`` of a post; empty where it has none.

    ``is_elsewhere`` says that the blog lives on, so that the post is its, and only shown here:
    posts of a saved page. Else this publication takes the blog's place.
    """
    first = best(tuple(found), Finding.REPOST)
    place = dict(first.value) if first and isinstance(first.value, Mapping) else {}
    if not (is_elsewhere or item.is_excerpt):
        # the day of the first publication stays in the text, which says it
        if place or item.date:
            return {"relation": "repost", **_said(place)} if place else {}
        # a post that has a place of origin needs no day
        return {"relation": "full", **_said({"site": blog.title, "url": item.address})}
    relation = "excerpt" if item.is_excerpt else "full"
    own = {"relation": relation, **_said({"site": blog.title, "url": item.address})}
    return {**own, "earlier": [{**place, "declared": True}]} if place else own


def _said(place: Mapping[str, str]) -> dict[str, object]:
    """Name and address of a place, as far as they are known and can be linked."""
    url = place.get("url", "")
    is_address = url.startswith(("https://", "http://")) and not any(c.isspace() for c in url)
    site = place.get("site")
    return {**({"site": site} if site else {}), **({"url": url} if is_address else {})}
