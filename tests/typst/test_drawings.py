"""Covers and share images: small, the same every time, and fit for every title."""

from __future__ import annotations

import dataclasses as dc
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from tests.building import Built

from sphinx_anthology.model.page_queries import PostPage
from sphinx_anthology.model.views import PartStatus, SeriesProgress
from sphinx_anthology.model.volume import Publication, Volume
from sphinx_anthology.reading.domain import domain_of
from sphinx_anthology.reading.volumes import publication_of, volumes_of
from sphinx_anthology.typst.compiler import LOOK, TypstCompiler
from sphinx_anthology.typst.drawings import (
    ShareCard,
    cover_data,
    cover_png,
    post_card,
    series_card,
    share_pngs,
)

LARGEST = 60_000
"""How many bytes a share image may have."""
PAPER = (253, 253, 251)
LONG = (
    "On the keeping of harbour records in towns that have lost their harbours, their records, or "
    "both, and on what may be learned from the clerks who went on writing them down regardless, "
    "with an appendix on gulls and a further note on the price of rope before the ferry strike"
)
CARD = ShareCard(
    title="How public leaders can use co-creation to make things better",
    people="Digest of a post by Eva Sørensen, John Bryson and Barbara Crosby",
    label="Blog 3 of 7",
    series="Strategic management of the transition to public sector co-creation",
    publication="Leadership & Co-creation",
    language="en",
    shelf=SeriesProgress(tuple(PartStatus), 2),
)
EXTREMES = {
    "long": dc.replace(CARD, title=LONG, people="Wilhelmina Featherstonehaugh-Ashgrove, " * 6),
    "longer": dc.replace(CARD, title=f"{LONG}; {LONG}; {LONG}", series=LONG),
    "one word": dc.replace(CARD, title="Donaudampfschifffahrtsgesellschaftskapitän" * 3),
    "no break": dc.replace(CARD, title="漢" * 90, language="zh_Hant_TW"),
    "nothing": ShareCard(title="", people="", publication="", language=""),
    "Greek": dc.replace(CARD, title="Το λιμάνι που περιμένει: ᾧ", language="el"),
    "Hebrew": dc.replace(CARD, title="הנמל המחכה", people="יעל כהן", language="he"),
    "hostile": dc.replace(CARD, title='#panic() \\ " $x$ <a> @b \0\ud800\n//', language='"]'),
    "emoji": dc.replace(
        CARD, title="🎉 👩‍👩‍👧 & friends", shelf=SeriesProgress((PartStatus.PUBLISHED,) * 24)
    ),
}


@pytest.fixture(scope="module", params=["docs", "journal"])
def book(
    request: pytest.FixtureRequest, publication: Callable[[str, str], Built]
) -> tuple[Built, Publication, tuple[Volume, ...]]:
    """A publication that was read, and its volumes."""
    built = publication(request.param, "dummy")
    env = built.app.env
    base = domain_of(env).catalogue.site.base
    return built, publication_of(env.config, base), volumes_of(env)


def _opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def _ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part of an image are not paper."""
    part = image.crop(box)
    return part.width * part.height - part.tobytes().count(bytes(PAPER))


def test_every_post_and_series_has_a_small_image(
    book: tuple[Built, Publication, tuple[Volume, ...]],
) -> None:
    """One each, of the size that sites ask for."""
    built, publication, volumes = book
    catalogue = domain_of(built.app.env).catalogue
    views = [PostPage(docname).result(catalogue) for docname in catalogue.public_posts]
    cards = [post_card(view, publication) for view in views if view]
    cards += [series_card(v.series.entry, publication) for v in volumes if v.series]
    drawn = list(share_pngs(cards))
    assert len(drawn) == len(views) + len(volumes) - 1
    assert max(map(len, drawn)) <= LARGEST
    assert {_opened(png).size for png in drawn} == {(1200, 630)}


@pytest.mark.parametrize("name", EXTREMES)
def test_extreme_cards_fit(name: str) -> None:
    """Whatever is on it, a card is one page, small, with nothing in its margins."""
    (png,) = share_pngs([EXTREMES[name]])
    image = _opened(png)
    assert len(png) <= LARGEST
    assert image.size == (1200, 630)
    assert _ink(image, (0, 0, 1200, 24)) == 0
    assert _ink(image, (0, 600, 1200, 630)) == 0


def test_a_title_and_what_is_below_it_keep_apart() -> None:
    """Between the title and the names there is a line of paper."""
    image = _opened(next(share_pngs([dc.replace(CARD, title=LONG)])))
    rows = [_ink(image, (72, y, 1128, y + 1)) > 0 for y in range(630)]
    foot = 630 - 48
    names = next(y for y in range(foot, 0, -1) if not any(rows[y - 24 : y]) and y < 440)
    assert any(rows[: names - 24])


def test_many_cards_come_in_their_order() -> None:
    """More than are drawn at once; each is as it would be alone."""
    cards = [dc.replace(CARD, title=f"Title {number}") for number in range(15)]
    drawn = list(share_pngs(cards))
    assert len(drawn) == len(set(drawn)) == 15
    assert drawn[12] == next(share_pngs([cards[12]]))


def test_a_card_shows_where_it_is() -> None:
    """The upright of the part is a rubric; elsewhere there is nothing red."""
    here, nowhere = (
        _opened(png).crop((0, 0, 1200, 400)).getcolors(1000) or []
        for png in share_pngs(
            [CARD, dc.replace(CARD, shelf=SeriesProgress(CARD.shelf.standings, -1))]
        )
    )
    assert any(colour == (164, 40, 26) for _, colour in here)
    assert all(red - blue < 40 for _, (red, _, blue) in nowhere)


def test_covers_are_the_same_every_time(
    book: tuple[Built, Publication, tuple[Volume, ...]],
) -> None:
    """And of the size that shops ask for."""
    _, publication, volumes = book
    shelves = [volume.series.entry.shelf for volume in volumes if volume.series]
    for volume in volumes:
        png = cover_png(volume, publication, shelves)
        assert png == cover_png(volume, publication, shelves)
        assert _opened(png).size == (1600, 2400)


def test_a_cover_says_what_the_volume_is(publication: Callable[[str, str], Built]) -> None:
    """The booklet names its issue, its editors and the book; the book only itself."""
    env = publication("docs", "dummy").app.env
    about = publication_of(env.config, "")
    book, booklet = volumes_of(env)[:2]
    data = cover_data(booklet, about)
    assert (data["kind"], data["journal"], data["issue"]) == (
        "Special issue",
        "Policy & Politics",
        "49(2), April 2021",
    )
    assert data["editors"] == "Edited by Jacob Torfing, Ewan Ferlie, Tina Jukić and Edoardo Ongaro"
    assert data["book"] == "Leadership & Co-creation"
    assert data["shelves"] == [("published",) * 7]
    whole = cover_data(book, about, [SeriesProgress((PartStatus.PUBLISHED,)), SeriesProgress()])
    assert (whole["title"], whole["book"]) == ("Leadership & Co-creation", "")
    assert whole["shelves"] == [("published",)]


@pytest.mark.parametrize("name", EXTREMES)
def test_a_cover_is_an_accessible_page_of_a_document(
    name: str, publication: Callable[[str, str], Built]
) -> None:
    """In PDF/UA and PDF/A, among other pages, on one page whatever its title."""
    env = publication("docs", "dummy").app.env
    volume = dc.replace(
        volumes_of(env)[1], title=EXTREMES[name].title, language=EXTREMES[name].language
    )
    data = {**cover_data(volume, publication_of(env.config, "")), "editors": "Edited by all"}
    source = (
        '#import "cover.typ": cover\n#set document(title: "x")\n#set page(header: [Head])\n'
        "#set text(hyphenate: true)\n#set par(justify: true, first-line-indent: 2em)\n"
        "#cover(json(bytes(sys.inputs.cover)))\n= A heading\n"
        "#context assert(here().page() == 2)\n"
    )
    result = TypstCompiler(LOOK).pdf(source, {"cover": json.dumps(data)})
    assert result.warnings == ()


def test_a_publication_can_have_its_own_colours(tmp_path: Path) -> None:
    """The drawings follow a changed look, down to the colours of their files."""
    look = Path(shutil.copytree(LOOK, tmp_path / "look"))
    tokens = (look / "tokens.typ").read_text(encoding="utf-8")
    blue = tokens.replace("#fdfdfb", "#0000ff")
    (look / "tokens.typ").write_text(blue, encoding="utf-8")
    image = _opened(next(share_pngs([CARD], look)))
    assert image.getpixel((5, 5)) == (0, 0, 255)
