"""States: draft, scheduled, announced, free access, withdrawn, the progress of a series."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup

from tests.book import picture
from tests.building import Built

CONF = 'project = "Book"\nextensions = ["sphinx_anthology"]\nanthology_as_of = "{}"\n'
ANN = "---\ntitle: Ann Low\nauthor: {}\n---\n"


def _post(title: str, date: str, own: str = "") -> str:
    return f"---\ntitle: {title}\nauthors: [ann]\ndate: {date}\npost: {{{own}}}\n---\n\nText.\n"


def _series(own: str, entries: str) -> str:
    toctree = "\n".join(entries.split())
    return f"---\ntitle: The series\nseries:\n{own}\n---\n\n```{{toctree}}\n{toctree}\n```\n"


def _files(own: str, posts: dict[str, str], as_of: str = "2025-06-01") -> dict[str, str]:
    return {
        "conf.py": CONF.format(as_of),
        "index.md": "# Book\n\n```{series-cards}\n```\n\n```{posts}\n```\n\n"
        "```{toctree}\n:hidden:\n\nann\ns/index\n```\n",
        "ann.md": ANN,
        "references.bib": "@article{low2020, author={Low, Ann}, title={On lows}, year={2020}, "
        "doi={10.5555/low}}\n",
        "s/index.md": _series(own, " ".join(posts)),
        **{f"s/{name}.md": text for name, text in posts.items()},
    }


def _page(built: Built, name: str) -> str:
    page = (built.out / f"{name}.html").read_text(encoding="utf-8")
    article = BeautifulSoup(page, "html.parser").select_one("article")
    assert article is not None
    return " ".join(article.get_text(" ").split())


def _ledger(built: Built) -> list[list[str]]:
    page = (built.out / "s/index.html").read_text(encoding="utf-8")
    rows = BeautifulSoup(page, "html.parser").select("table.an-ledger tr")
    return [[" ".join(c.get_text(" ").split()) for c in row.select("th, td")] for row in rows]


THREE = {
    "one": _post("First", "2025-01-01", "part: 1"),
    "two": _post("Second", "2025-02-01", "part: 2"),
    "four": _post("Fourth", "2025-04-01", "part: 4"),
}


def test_a_gap_is_shown_and_nothing_is_guessed(built: Callable[..., Built]) -> None:
    """Parts 1, 2 and 4 of 7: the ledger has a gap at 3, and the post says “Part 4 of 7”."""
    made = built(_files("  part_label: Part\n  parts: 7", THREE))
    assert made.warnings == ()
    assert _ledger(made) == [
        ["Part", "Post", "Authors", "Status"],
        ["1", "First 1 January 2025", "Ann Low", "Published"],
        ["2", "Second 1 February 2025", "Ann Low", "Published"],
        ["3", "Not in this collection yet", "", "Missing"],
        ["4", "Fourth 1 April 2025", "Ann Low", "Published"],
        ["5–7", "Planned; titles to be announced", "", "Planned"],
    ]
    assert "Part 4 of 7" in _page(made, "s/four")
    assert "3 of 7 parts published." in _page(made, "s/index")


def test_without_a_label_no_label_is_shown(built: Callable[..., Built]) -> None:
    """A series that calls its parts nothing shows no “Part 4 of 7” on a post."""
    page = _page(built(_files("  parts: 7", THREE)), "s/four")
    assert "of 7" not in page


@pytest.mark.parametrize(
    ("unpublished", "announced", "row"),
    [
        ("hide", "", ["3", "Not in this collection yet", "", "Missing"]),
        ("announce", "", ["3", "Title not announced yet", "", "Announced"]),
        ("announce", "{part: 3, title: To come}", ["3", "To come", "", "Announced"]),
        (
            "hide",
            "{part: 3, title: To come, authors: [ann], expected: 2025-09}",
            ["3", "To come Expected September 2025", "Ann Low", "Announced"],
        ),
    ],
)
def test_a_withheld_part_shows_only_what_is_announced(
    built: Callable[..., Built], unpublished: str, announced: str, row: list[str]
) -> None:
    """Its number where the series announces; its title only where the announcement states it."""
    own = f"  parts: 4\n  unpublished: {unpublished}\n  announced: [{announced}]"
    posts = {
        "one": _post("First", "2025-01-01"),
        "two": _post("Second", "2025-02-01"),
        "three": _post("Secret", "2025-03-01", "draft: true"),
        "four": _post("Fourth", "2025-04-01"),
    }
    made = built(_files(own, posts))
    assert made.warnings == ()
    assert _ledger(made)[3] == row
    assert "Secret" not in _page(made, "s/index") + _page(made, "s/four") + _page(made, "index")


def test_a_scheduled_post_appears_on_its_day(built: Callable[..., Built]) -> None:
    """The day before it is nowhere; on its day it is there, and what lists it is read again."""
    posts = {"one": _post("First", "2025-01-01"), "two": _post("Second", "2025-06-02")}
    before = built(_files("  parts: 2", posts))
    assert not (before.out / "s/two.html").exists()
    assert "Second" not in _page(before, "index") + _page(before, "s/one")
    after = built({"conf.py": CONF.format("2025-06-02")})
    assert after.warnings == ()
    assert "Second" in _page(after, "s/two")
    assert "Second" in _page(after, "index")
    assert "Second" in (after.out / "s/one.html").read_text(encoding="utf-8")
    assert "Complete: all 2 parts." in _page(after, "s/index")


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2021-07-31", "Free to read until 31 July 2021"),
        ("2021-08-01", "Free access ended on 31 July 2021"),
    ],
)
def test_free_access_ends_after_its_last_day(
    built: Callable[..., Built], as_of: str, said: str
) -> None:
    """The last day of free access is still free."""
    own = "articles: [{key: low2020, free_until: 2021-07-31}]"
    files = _files("  parts: 1", {"one": _post("First", "2021-01-01", own)}, as_of)
    assert said in _page(built(files), "s/one")


def test_a_withdrawn_part_keeps_its_number_and_a_tombstone(built: Callable[..., Built]) -> None:
    """Its address says when and why; its text is gone, and lists do not name it."""
    own = 'withdrawn: {date: 2025-03-01, reason: "The data were wrong."}'
    posts = {
        "one": _post("First", "2025-01-01"),
        "two": _post("Second", "2025-02-01", own).replace("Text.", "Retracted words."),
        "three": _post("Third", "2025-04-01"),
    }
    made = built(_files("  part_label: Part\n  parts: 3", posts))
    assert made.warnings == ()
    page = _page(made, "s/two")
    assert "This post was withdrawn on 1 March 2025. The data were wrong." in page
    assert "Retracted words" not in page
    assert "Second" not in _page(made, "index") + _page(made, "ann")
    assert _ledger(made)[2] == ["2", "Second", "", "Withdrawn"]
    index = [path.read_text(encoding="utf-8") for path in (made.out / "_search").iterdir()]
    assert index
    assert not any("etract" in text for text in index)


def test_a_series_that_has_not_started_shows_its_announcement(built: Callable[..., Built]) -> None:
    """With an announced part a series is public before its first post is; without, it is not."""
    posts = {"one": _post("Secret", "2025-01-01", "draft: true")}
    announced = "  parts: 2\n  announced: [{part: 1, title: To come}]"
    made = built(_files(announced, posts))
    assert "Not started yet." in _page(made, "s/index")
    hidden = built({"s/index.md": _series("  parts: 2", "one")})
    assert not (hidden.out / "s/index.html").exists()
    assert hidden.warnings == ()


def test_an_undated_original_is_public_and_comes_last(built: Callable[..., Built]) -> None:
    """A digest of a post whose date is not known is shown as undated, after all others."""
    undated = (
        "---\ntitle: Undated\nauthors: [ann]\npost:\n  origin: {relation: digest}\n---\n\nX.\n"
    )
    posts = {"one": _post("First", "2025-01-01"), "two": undated}
    made = built(_files("  parts: 2", posts))
    assert made.warnings == ()
    index = _page(made, "index")
    assert index.index("First") < index.index("Undated")
    assert "undated" in _page(made, "s/two")


def test_a_page_that_is_not_the_whole_text_says_so_first(built: Callable[..., Built]) -> None:
    """A digest is named as such before anything else of it, and the original before its text."""
    digest = _post("First", "2025-01-01", "origin: {relation: digest, site: The Blog}")
    page = _page(built(_files("  parts: 1", {"one": digest})), "s/one")
    assert page.startswith("Digest · In The series First")
    assert page.index("Our summary of a post published on The Blog.") < page.index("Text.")
    assert "The original post Low, A. (2025, January 1). First. The Blog ." in page


def test_only_parts_count_as_parts(built: Callable[..., Built]) -> None:
    """A member without a number is read, but is none of the declared parts."""
    posts = {"note": _post("A note", "2024-12-01", "part: none"), **THREE}
    page = _page(built(_files("  parts: 7", posts)), "s/index")
    assert "3 of 7 parts published." in page


def test_footnotes_stand_under_their_text(built: Callable[..., Built]) -> None:
    """They end the text, before the references and everything of ours."""
    body = "Text[^1] as {cite:t}`low2020` says.\n\n[^1]: The note.\n"
    post = _post("First", "2025-01-01").replace("Text.", body)
    made = built(_files("  parts: 1", {"one": post}))
    assert made.warnings == ()
    page = _page(made, "s/one")
    assert page.index("The note.") < page.index("References") < page.index("About the author")


def test_a_missing_portrait_is_reported_once_at_the_author(built: Callable[..., Built]) -> None:
    """A monogram stands in, until the file is there."""
    files = _files("  parts: 4", THREE)
    files["ann.md"] = "---\ntitle: Ann Low\nauthor: {photo: {file: me.png, alt: Ann}}\n---\n"
    made = built(files)
    assert len(made.warnings) == 1
    said = "ann.md:3: WARNING: ‘author.photo.file’: there is no file ‘me.png’."
    assert said in made.warnings[0]
    (made.app.srcdir / "me.png").write_bytes(picture(7))
    again = built({})
    assert again.warnings == ()
    assert 'alt="Ann"' in (again.out / "s/one.html").read_text(encoding="utf-8")
