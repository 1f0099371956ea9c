"""Imports that never happened, for the report to tell of."""

from __future__ import annotations

import dataclasses as dc

from anthology_import.findings import Findings
from anthology_import.findings.series import Clue, Group, Member
from anthology_import.findings.titles import Title
from anthology_import.lock import Outcome
from anthology_import.migration import ImportedPost, Media, Migration
from anthology_import.plan import Reason, Skipped
from anthology_import.records import Blog, Confidence, Failed, Finding, Proposal, Repair, Value
from anthology_import.report import html_chunks
from anthology_import.report.record import json_chunks
from anthology_import.review import ReviewResult, settle
from anthology_import.review.answers import Answers, read_answers
from html2myst.conversion import Loss


def proposal(
    kind: Finding, value: Value, confidence: Confidence = Confidence.SURE, quote: str = ""
) -> Proposal:
    """Something that a text says."""
    return Proposal(kind=kind, value=value, quote=quote, where="title", confidence=confidence)


def review_key(number: int) -> str:
    """What the review file calls a post."""
    return f"/2020/05/{number:02}/post-{number}/"


def brought(number: int = 1, **more: object) -> ImportedPost:
    """A post that became a document."""
    known: dict[str, object] = {
        "key": f"https://blog.example/?p={number}",
        "docname": f"posts/2020/post-{number}",
        "title": f"Post {number}",
        "review_key": review_key(number),
        "address": f"https://blog.example{review_key(number)}",
        "outcome": Outcome.NEW,
    }
    return ImportedPost(**(known | more))  # type: ignore[arg-type]  # whatever a test needs


def settled(
    proposals: dict[int, tuple[Proposal, ...]] | None = None, answers: str = ""
) -> ReviewResult:
    """What comes of proposals about posts, by their numbers, and of a review file."""
    found = {review_key(number): made for number, made in (proposals or {}).items()}
    titles = {review_key(number): f"Post {number}" for number in proposals or ()}
    read = read_answers(answers) if answers else Answers()
    return settle(Findings(found, (), titles), read)


def group(name: str, parts: dict[int, int], planned: int | None = None) -> Group:
    """A series as it was found: parts by the numbers of posts."""
    clues = [
        Clue(
            key=review_key(post),
            whole_title=f"Post {post}",
            title=Title(
                title="", series=name, part=part, planned=planned, confidence=Confidence.LIKELY
            ),
        )
        for post, part in parts.items()
    ]
    return Group(name, [Member(clue, Confidence.LIKELY, "Quote", "title") for clue in clues])


def migration(*posts: ImportedPost, **more: object) -> Migration:
    """An import; its sum is right unless something else is asked for."""
    known: dict[str, object] = {
        "blog": Blog(title="Harbour & Town", base="https://blog.example", language="en-GB"),
        "files": ("export.xml",),
        "brought": posts,
        "skipped": (),
        "failed": (),
        "settled": settled(),
    }
    known |= more
    sizes = (known[name] for name in ("brought", "skipped", "failed"))
    known.setdefault("found", sum(len(size) for size in sizes))  # type: ignore[arg-type]
    return Migration(**known)  # type: ignore[arg-type]  # the same


def eventful() -> Migration:
    """An import in which everything happened that can."""
    part = Finding.PART
    likely = Confidence.LIKELY
    found = {
        1: (
            proposal(Finding.SERIES, "Quays", quote="Quays, 1: Mud"),
            proposal(part, 1, quote="Quays, 1: Mud"),
            proposal(Finding.AUTHORS, ("Ann Lee", "Bo Ek"), likely, "By Ann Lee and Bo Ek"),
            proposal(Finding.ROLE, {"name": "Ann Lee", "role": "Dean"}, likely, "Lee is dean."),
        ),
        2: (
            proposal(Finding.SERIES, "Quays", quote="Quays, 1: Sand"),
            proposal(part, 1, quote="Quays, 1: Sand"),
            proposal(Finding.REPOST, {"site": "Elsewhere"}, likely, "First published elsewhere."),
        ),
        3: (
            proposal(Finding.SERIES, "Quays", quote="Quays, 5: Tar"),
            proposal(part, 5),
            proposal(Finding.KIND, "report", likely, "A report."),
        ),
    }
    answers = (
        f"- post: {review_key(3)}\n  finding: kind\n  proposed: report\n  decision: reject\n"
        f"- post: {review_key(9)}\n  finding: kind\n  decision: accept\n"
    )
    return migration(
        brought(
            1,
            losses=(
                Loss("text", "a lost <b>word</b>", "", loses_text=True),
                Loss("shortcode", "[poll 3]", "[poll 3]"),
            ),
            shortcodes=("poll",),
            redirects=("/2020/05/01/post-1/", "/2020/05/01/mud/"),
            line=12,
        ),
        brought(
            2,
            outcome=Outcome.CONFLICT,
            unresolved=("https://blog.example/gone/",),
            missing_pictures=("https://blog.example/gone.jpg",),
            bad_alts=("https://blog.example/DSC_1.jpg",),
        ),
        brought(3, is_draft=True, status="private", outcome=Outcome.UNCHANGED),
        brought(4, is_excerpt=True, outcome=Outcome.REWRITTEN),
        skipped=(
            Skipped(key="a", reason=Reason.FILE, word="attachment", title="DSC 1"),
            Skipped(key="b", reason=Reason.STATUS, word="trash", title="Thrown away"),
        ),
        failed=(Failed(title="Broken", reason="It ends too early.", file="export.xml", line=99),),
        settled=settled(found, answers),
        groups=(group("Quays", {1: 1, 2: 1, 3: 5}, planned=6),),
        repairs=(Repair("bare ampersands", 3, 7),),
        media=Media(
            outcomes={"media/a.jpg": Outcome.NEW},
            used=("media/a.jpg",),
            refused={"evil.svg": "It is a drawing (SVG) that could do more than be seen."},
            unused=4,
        ),
        documents={"authors/ann-lee.md": Outcome.NEW, "conf.py": Outcome.EDITED},
        left_behind=("posts/old",),
        lost_anchors=("https://blog.example/?p=1#gone",),
        comments=5,
        personal=9,
    )


def hostile(text: str) -> Migration:
    """An import whose every text is this one."""
    post = brought(
        1,
        **dict.fromkeys(("key", "docname", "title", "address", "status", "date"), text),
        losses=(Loss(text, text, text, loses_text=True),),
        **dict.fromkeys(
            ("unresolved", "missing_pictures", "shortcodes", "bad_alts", "redirects"), (text,)
        ),
        is_draft=True,
    )
    found = tuple(
        proposal(kind, text, confidence, text)
        for kind in (Finding.SERIES, Finding.AUTHORS, Finding.TITLE)
        for confidence in Confidence
    )
    return migration(
        post,
        blog=Blog(title=text, base=text, language=text),
        files=(text,),
        skipped=(Skipped(key=text, reason=Reason.TYPE, word=text, title=text),),
        failed=(Failed(title=text, reason=text, file=text),),
        settled=dc.replace(settled({1: found})),
        groups=(group(text, {1: 1}),),
        repairs=(Repair(text, 1),),
        media=Media(outcomes={text: Outcome.NEW}, refused={text: text}),
        documents={text: None},
        left_behind=(text,),
        lost_anchors=(text,),
    )


def report_html(made: Migration) -> str:
    """The report as a page."""
    return "".join(html_chunks(made))


def report_json(made: Migration) -> str:
    """The report as JSON."""
    return "".join(json_chunks(made))
