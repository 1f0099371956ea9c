"""Saved archive pages, as HTML and as plain text: excerpts, and what is whole."""

from __future__ import annotations

import html
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anthology_import.adapters.saved_html import Archive, read_archive
from anthology_import.adapters.saved_text import without_mark
from anthology_import.findings import Collector, Findings
from anthology_import.records import Account, Finding, Term, UnusableError, Value, best
from anthology_import.review import settle
from anthology_import.review.answers import Answers

SEED = Path(__file__).parents[3] / "shared" / "seed" / "leadership-tag-archive.txt"
LABEL = "SPECIAL ISSUE BLOG SERIES: "

TEXT = f"""\
{LABEL}Blog 7 – What the (Old) Quays Have Left To\u00a0Say

ann-leebridge-2.xaf3c0b17Ann Leebridge

In my last article for the issue on Old quays and what they say , I look back :

  • quays that stand and quays that fell. The evidence is muddy.
  • quays that were drawn, and never built;

Continue reading

{LABEL}Blog 3 – How pilots make mud\u00a0passable

Special issue blog series on old quays and what they say\u00a0

linnd et alEva Lind, Jon Aas and Mia van der Ek

Pilots know mud. It moves with every tide, and so do they. Continue reading

The Long Ebb of\u00a0Trust

Karin Holm
Karin Holm

How long is an ebb? Dr Karin Holm at Tide University has measured some, and says so.

An ebb is what has been lost Continue reading

What do lamps do to the towns that light\u00a0them?

Erik Sund
Erik Sund

This originally appeared on the Town Lamps and Lights blog.

Lamps are new. Here, Erik Sund presents what was counted before and after.

The counting began when Continue reading →

Harbours between ‘front’ and ‘back’ doors

Tora Berg
Tora Berg

by Tora Berg, guest blogger for H&T conference

In the afternoon plenary on the first day of the conference, doors were opened:

  • wide doors versus narrow ones
  • doors that are painted

They remain open. All of them are counted, and nobody closes any.

Tora Berg has lately finished her studies of doors, and regularly blogs about them.

Erik Sund asks: What does a lamp\u00a0make?

Erik Sund
Erik Sund

by Erik Sund, Associate Editor of Harbours & Towns

The lamp is a recurring subject. Continue reading “Erik Sund asks: What does a lamp make?”

Harbours & Towns 2014 conference: The challenges of doors and\u00a0lamps

nora
Nora Vik

by Nora Vik, Associate Editor of Harbours & Towns

If doors are to be opened, this year signals how.No doubt speakers will show it. Continue reading

How to paint a door\u00a0together

Jakob Lund
Jakob Lund

In advance of our conference, Professor Jakob Lund, Door University, gives us a preview.

Doors are easy to paint. Continue reading"""

EXPECTED = [
    ("What the (Old) Quays Have Left To Say", ("Ann Leebridge",), 7),
    ("How pilots make mud passable", ("Eva Lind", "Jon Aas", "Mia van der Ek"), 3),
    ("The Long Ebb of Trust", ("Karin Holm",), None),
    ("What do lamps do to the towns that light them?", ("Erik Sund",), None),
    ("Harbours between ‘front’ and ‘back’ doors", ("Tora Berg",), None),
    ("Erik Sund asks: What does a lamp make?", ("Erik Sund",), None),
    (
        "Harbours & Towns 2014 conference: The challenges of doors and lamps",
        ("Nora Vik",),
        None,
    ),
    ("How to paint a door together", ("Jakob Lund",), None),
]


def found(archive: Archive) -> Findings:
    """What is found in the posts of a page."""
    gathering = Collector(archive.blog)
    for item in archive.items:
        gathering.add(item)
    return gathering.finish()


def settled(archive: Archive, kind: Finding) -> list[Value | None]:
    """What is settled about each post without asking anybody."""
    findings = found(archive)
    result = settle(findings, Answers())
    proposals = (best(result.proposals(post), kind) for post in findings.proposals)
    return [proposal.value if proposal else None for proposal in proposals]


def titles(archive: Archive) -> list[Value]:
    """The clean titles."""
    clean = settled(archive, Finding.TITLE)
    return [new or item.title for new, item in zip(clean, archive.items, strict=True)]


def test_posts_are_found_in_plain_text() -> None:
    """Eight posts with titles, authors and parts; seven are excerpts, and one is whole."""
    archive = read_archive(TEXT.encode())
    told = zip(
        titles(archive),
        settled(archive, Finding.AUTHORS),
        settled(archive, Finding.PART),
        strict=True,
    )
    assert list(told) == EXPECTED
    assert [item.is_excerpt for item in archive.items] == [True] * 4 + [False] + [True] * 3
    assert archive.items[4].html.count("<li>") == 2


def test_what_the_text_says_of_them_is_found() -> None:
    """Series, roles, affiliation, repost and biography."""
    archive = read_archive(TEXT.encode())
    series = "Old quays and what they say"
    assert settled(archive, Finding.SERIES) == [series, series, *[None] * 6]
    assert settled(archive, Finding.ROLE) == [
        *[None] * 2,
        {"name": "Karin Holm", "affiliation": "Tide University"},
        None,
        {"name": "Tora Berg", "role": "guest blogger for H&T conference"},
        {"name": "Erik Sund", "role": "Associate Editor of Harbours & Towns"},
        {"name": "Nora Vik", "role": "Associate Editor of Harbours & Towns"},
        {"name": "Jakob Lund", "role": "Professor", "affiliation": "Door University"},
    ]
    assert settled(archive, Finding.REPOST)[3] == {"site": "Town Lamps and Lights"}
    assert settled(archive, Finding.REPOST).count(None) == 7
    assert settled(archive, Finding.BIOGRAPHY)[4] is not None


def test_no_word_of_a_text_is_lost() -> None:
    """Every word of the text is in a post, but for the marks; alternative texts are attributes."""
    archive = read_archive(TEXT.encode())
    told = " ".join(f"{item.title} {item.html}" for item in archive.items)
    said = TEXT
    for gone in ("Continue reading", "“Erik Sund asks: What does a lamp make?”", "•", "→"):
        said = said.replace(gone, "")
    said = said.replace("17Ann", "17 Ann").replace("alEva", "al Eva")
    assert [word for word in said.split() if html.escape(word, quote=False) not in told] == []


@pytest.mark.beside
def test_the_seed_is_read_as_it_is() -> None:
    """The real page: eight posts, seven of them excerpts, with authors, roles and parts."""
    if not SEED.exists():
        pytest.skip(f"{SEED.name} is not beside this repository")
    archive = read_archive(SEED.read_bytes())
    assert [item.is_excerpt for item in archive.items] == [True] * 4 + [False] + [True] * 3
    assert settled(archive, Finding.AUTHORS) == [
        ("Ewan Ferlie",),
        ("Eva Sørensen", "John Bryson", "Barbara Crosby"),
        ("Mark Bennister",),
        ("David Sweeting",),
        ("Tessa Coombes",),
        ("David Sweeting",),
        ("Noemi Lendvai",),
        ("Jacob Torfing",),
    ]
    assert settled(archive, Finding.PART) == [7, 3, *[None] * 6]
    assert len(set(settled(archive, Finding.SERIES)[:2])) == 1
    assert settled(archive, Finding.SERIES)[2:] == [None] * 6
    assert [title for title in titles(archive) if "SERIES" in str(title)] == []
    assert settled(archive, Finding.REPOST) == [
        *[None] * 3,
        {"site": "LSE British Politics and Policy"},
        *[None] * 4,
    ]
    names = ["Mark Bennister", "Tessa Coombes", "David Sweeting", "Noemi Lendvai", "Jacob Torfing"]
    roles = [role for role in settled(archive, Finding.ROLE) if isinstance(role, dict)]
    assert [role["name"] for role in roles] == names
    assert [role.get("role") for role in roles] == [
        None,
        "guest blogger for P&P conference",
        "Associate Editor of Policy & Politics",
        "Associate Editor of Policy & Politics",
        "Professor",
    ]


PAGE = """\
<!DOCTYPE html><html lang="en-GB"><head><meta property="og:site_name" content="Mud Lines">
<link rel="canonical" href="https://mud.example/tag/mud/"></head><body>
<h1 class="page-title">Tag Archives: mud</h1>
<article id="post-12" class="post-12 post type-post hentry">
<h1 class="entry-title"><a href="https://mud.example/2021/04/07/tides/" rel="bookmark">Tides &amp;
mud</a></h1>
<div class="entry-meta"><time class="entry-date" datetime="2021-04-07T09:30:00+01:00">7 April</time>
<span class="author vcard"><a href="https://mud.example/author/press/" rel="author">Press</a></span>
</div>
<div class="entry-content"><p>Tides bring mud <a class="more-link"
href="https://mud.example/2021/04/07/tides/#more-12">Continue reading <span
class="meta-nav">&rarr;</span></a></p><div class="sharedaddy">Share this</div></div>
<footer class="entry-meta"><a href="/category/news/" rel="category tag">News</a>
<a href="https://mud.example/tag/mud/" rel="tag">mud</a></footer></article>
<article class="hentry"><h2 class="entry-title"><a href="/2021/03/02/quays/">Quays</a></h2>
<div class="entry-content"><p>All of it.</p></div></article>
<article class="hentry"><h2 class="entry-title"><a href="/2021/02/29/lamps/">Lamps</a></h2>
<div class="entry-summary"><p>Some of it [&hellip;]</p></div></article>
<article class="hentry"><h2 class="entry-title"><a href="http://[bad">Doors</a></h2>
<div class="entry-content"><p>A door. <a href="/x/">Continue reading “Doors”</a></p></div></article>
</body></html>"""


def test_posts_are_found_in_html() -> None:
    """Title, address, day, account, terms; the mark and what the theme adds are no text."""
    archive = read_archive(PAGE.encode())
    tides, quays, lamps, doors = archive.items
    assert (archive.blog.title, archive.blog.base) == ("Mud Lines", "https://mud.example")
    assert archive.blog.language == "en-GB"
    assert archive.blog.accounts == (Account("press", "Press"),)
    assert (tides.title, tides.id, tides.slug) == ("Tides & mud", 12, "tides")
    assert tides.address == "https://mud.example/2021/04/07/tides/"
    assert tides.date is not None
    assert tides.date.isoformat() == "2021-04-07T09:30:00"
    assert tides.terms == (Term("category", "news", "News"), Term("post_tag", "mud", "mud"))
    assert (tides.html, tides.is_excerpt) == ("<p>Tides bring mud </p>", True)
    assert quays.address == "https://mud.example/2021/03/02/quays/"
    assert quays.date is not None
    assert (quays.date.date().isoformat(), quays.is_excerpt) == ("2021-03-02", False)
    assert (lamps.html, lamps.is_excerpt, lamps.date) == ("<p>Some of it</p>", True, None)
    assert (doors.html, doors.is_excerpt, doors.address) == ("<p>A door. </p>", True, "")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Mud. Continue reading", "Mud."),
        ("Mud of Continue reading →", "Mud of"),
        ("Continue reading", ""),
        ("Mud. Continue reading “A title”", "Mud."),
        ("Mud. Continue reading A title →", "Mud."),
        ("Read more", ""),
        ("(more…)", ""),
        ("Continue reading is what they did.", None),
        ("They continue reading", None),
        ("Mud. Continue reading another title", None),
        ("", None),
    ],
)
def test_marks_are_told_from_words(text: str, rest: str | None) -> None:
    """Bare, with an arrow, or with the title of the post; at the end, or alone."""
    assert without_mark(text, "A title") == rest


@pytest.mark.parametrize("data", [b"", b"  \n", b"<html><body><p>Log in</p></body></html>"])
def test_a_page_without_posts_is_refused(data: bytes) -> None:
    """And the reason is a sentence."""
    with pytest.raises(UnusableError, match=r"\.$"):
        read_archive(data)


def test_other_encodings_are_told() -> None:
    """A page in Windows-1252 is read, and the repair counted."""
    archive = read_archive("Mud “here”\n\nText.".encode("cp1252"))
    assert archive.items[0].title == "Mud “here”"
    assert len(archive.repairs) == 1


LINES = st.sampled_from(
    [
        "Ann Lee",
        "by Ann Lee",
        "Continue reading",
        "• mud",
        "",
        f"{LABEL}Blog 1 – A",
        "x Ann Lee",
        "Mud.",
    ]
)


@given(st.lists(LINES | st.text(max_size=20), max_size=25).map("\n".join))
def test_any_text_can_be_read(text: str) -> None:
    """Every post begins where a line does, and nothing is read twice."""
    try:
        archive = read_archive(text.encode(errors="replace"))
    except UnusableError:
        return
    lines = [item.line for item in archive.items]
    assert lines == sorted(set(lines))
    found(archive)


@given(st.lists(st.sampled_from(PAGE.split("<")), max_size=40).map("<".join))
def test_any_html_can_be_read(markup: str) -> None:
    """No page is too broken."""
    try:
        read_archive(f"<html>{markup}".encode())
    except UnusableError:
        return
