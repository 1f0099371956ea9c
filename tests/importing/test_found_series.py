"""Series, out of the titles, lines, tags and days of all posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from anthology_import.findings import Collector, Findings
from anthology_import.records import (
    Blog,
    Confidence,
    Finding,
    Item,
    Kind,
    Proposal,
    Status,
    Term,
    best,
)
from anthology_import.review import settle
from anthology_import.review.answers import Answers

NOTE = "<p>Special issue blog series on <em>mud in old towns</em></p>"
LABEL = "SPECIAL ISSUE BLOG SERIES: "


def item(title: str, day: str, html: str = "", tags: Iterable[str] = ()) -> Item:
    """A post of a blog."""
    slug = "".join(c if c.isalnum() else "-" for c in title.casefold())
    return Item(
        kind=Kind.POST,
        status=Status.PUBLISHED,
        title=title,
        html=html or "<p>Mud.</p>",
        address=f"https://mud.example/{day.replace('-', '/')}/{slug}/",
        date=dt.datetime.fromisoformat(day),
        terms=tuple(Term("post_tag", tag, tag) for tag in tags),
    )


def found(*items: Item) -> Findings:
    """What is found in a blog."""
    gathering = Collector(Blog(title="Mud Lines"))
    for post in items:
        gathering.add(post)
    return gathering.finish()


def series_of(findings: Findings) -> list[Proposal | None]:
    """The series that is proposed for each post."""
    return [best(found, Finding.SERIES) for found in findings.proposals.values()]


def test_posts_without_the_line_go_on_with_the_series() -> None:
    """Seven parts of which the last have no line, and a week without a part between."""
    days = [
        *("2021-04-07", "2021-04-14", "2021-04-21", "2021-04-28"),
        *("2021-05-12", "2021-05-19", "2021-05-26"),
    ]
    posts = [
        item(f"{LABEL}Blog {n} – Mud {n}", day, NOTE if n < 5 else "")
        for n, day in enumerate(days, 1)
    ]
    findings = found(*reversed(posts), item("Mud alone", "2021-05-05"))
    (series,) = findings.series
    assert (series.name, sorted(series.parts), series.gaps) == (
        "Mud in old towns",
        [1, 2, 3, 4, 5, 6, 7],
        (),
    )
    assert {m.confidence for m in series.members} == {Confidence.SURE}
    assert series_of(findings)[-1] is None


def test_a_member_without_label_or_number_is_one() -> None:
    """It has the line of the others, and so no number where they have one."""
    posts = [
        item("SPECIAL ISSUE BLOG SERIES ON MUD IN OLD TOWNS: BLOG 1 – A", "2024-05-01"),
        item("SPECIAL ISSUE BLOG SERIES ON MUD IN OLD TOWNS. BLOG 3: B", "2024-05-20"),
        item("C, which has the line only", "2024-05-11", NOTE),
    ]
    findings = found(*posts)
    (series,) = findings.series
    assert series.name == "Mud in old towns"  # as the line has it, not shouted
    assert series.gaps == (2,)
    settled = settle(findings, Answers())
    parts = [best(settled.proposals(post), Finding.PART) for post in findings.proposals]
    assert [part and part.value for part in parts] == [1, 3, "none"]


def test_a_line_that_no_other_post_has_is_asked_about() -> None:
    """Without a label in any title it may mean something else."""
    (proposal,) = series_of(found(item("Mud", "2021-04-07", NOTE)))
    assert proposal is not None
    assert proposal.confidence is Confidence.LIKELY


def test_two_names_of_one_series_are_asked_about() -> None:
    """Nearly the same name at the same time, and no number twice."""
    other = "<p>Blog series on mud in old and new towns</p>"
    findings = found(
        item(f"{LABEL}Blog 1 – A", "2020-10-01", NOTE),
        item(f"{LABEL}Blog 2 – B", "2020-10-08", NOTE),
        item(f"{LABEL}Blog 5 – C", "2020-11-01", other),
    )
    (series,) = findings.series
    assert series.other_names == ("Mud in old and new towns",)
    assert [m.confidence for m in series.members] == [
        Confidence.SURE,
        Confidence.SURE,
        Confidence.LIKELY,
    ]


def test_a_series_without_a_name_takes_a_shared_tag_or_asks() -> None:
    """The rarest tag that all have; without one the editor has to give the name."""
    tagged = [
        item(f"{LABEL}Blog {n} – Mud", f"2022-01-0{n}", tags=["mud", "old mud"]) for n in (1, 2)
    ]
    plain = [item(f"{LABEL}Blog {n} – Mud", f"2023-01-0{n}") for n in (1, 2)]
    others = [item(f"Mud {n}", f"2020-01-{n}", tags=["mud"]) for n in range(10, 30)]
    named, nameless = found(*tagged, *plain, *others).series
    assert named.name == "old mud"
    assert nameless.name == ""
    assert {m.confidence for m in (*named.members, *nameless.members)} == {Confidence.DOUBTFUL}


def test_one_number_twice_is_doubted() -> None:
    """The second of two posts with one number is asked about."""
    findings = found(
        item(f"{LABEL}Blog 1 – A", "2020-10-01", NOTE),
        item(f"{LABEL}Blog 1 – B", "2020-10-08", NOTE),
    )
    assert [p.confidence for p in series_of(findings) if p] == [
        Confidence.SURE,
        Confidence.DOUBTFUL,
    ]


def test_a_planned_number_shows_what_is_missing() -> None:
    """‘1 of 3’ says that there are three."""
    (series,) = found(item(f"{LABEL}Blog 1 of 3 – A", "2020-10-01", NOTE)).series
    assert (series.planned, series.gaps) == (3, (2, 3))


def test_two_posts_with_one_title_are_two() -> None:
    """Posts are told apart by their addresses, and without one by their places."""
    bare = Item(kind=Kind.POST, status=Status.PUBLISHED, title="Mud")
    findings = found(item("Mud", "2020-10-01"), item("Mud", "2020-10-02"), bare, bare)
    assert list(findings.proposals) == ["/2020/10/01/mud/", "/2020/10/02/mud/", "mud", "mud#2"]
