"""The migration report: sums, grades, losses, and texts that want to be more than text."""

from __future__ import annotations

import ast
import functools
import importlib.resources
import json
import re
from pathlib import Path

import jsonschema
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from tests.importing.migrations import (
    brought,
    eventful,
    group,
    hostile,
    migration,
    proposal,
    report_html,
    report_json,
    review_key,
    settled,
)

from anthology_import import report
from anthology_import.folder import Folder
from anthology_import.lock import Outcome
from anthology_import.migration import Migration
from anthology_import.records import Confidence, Finding
from anthology_import.report import write_report
from anthology_import.report.record import series_summaries
from anthology_import.report.words import FINDINGS, GRADES, LOSSES, OUTCOMES
from html2myst.conversion import Loss

IMPORTING = Path(report.__file__).parent.parent
SCHEMA = json.loads(
    importlib.resources.files(report).joinpath("schema.json").read_text(encoding="utf-8")
)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def page(made: Migration) -> BeautifulSoup:
    """The report, as a reader has it."""
    return BeautifulSoup(report_html(made), "html.parser")


def section(soup: BeautifulSoup, name: str) -> str:
    """The text of a section, with single spaces."""
    heading = soup.find(id=name)
    assert isinstance(heading, Tag)
    parts = [heading]
    for after in heading.find_next_siblings():
        if after.name == heading.name:
            break
        parts.append(after)
    return " ".join(" ".join(part.get_text(" ") for part in parts).split())


def test_the_sum_is_shown_and_right() -> None:
    """Documents, left out and failed make all items of the export."""
    soup = page(eventful())
    rows = {row.th.get_text(): row.td.get_text() for row in soup.select(".sum tr") if row.td}
    assert rows == {
        "Became documents": "4",
        "+ left out by a rule": "2",
        "+ failed": "1",
        "= all together": "7",
    }
    text = section(soup, "sums")
    assert "The export has 7 items: the sum is right ." in text
    assert "1 status that is not brought in ( trash )" in text
    assert "of all, 1 is a draft, which readers do not see; 1 is an excerpt" in text


def test_a_sum_that_is_wrong_says_so() -> None:
    """Nobody signs an import that lost an item."""
    made = migration(brought(), found=2)
    assert "the sum is wrong" in section(page(made), "sums")
    assert json.loads(report_json(made))["sums"]["adds_up"] is False


def test_grades_are_words_and_marks_before_they_are_colours() -> None:
    """Every post has its grade in words, and the gravest come first."""
    soup = page(eventful())
    items = soup.select("ol.list > li")
    assert [item.select_one(".g").get_text() for item in items] == [
        *("■ Red", "▲ Amber", "● Green", "● Green")
    ]
    assert [item.select_one(".t").get_text() for item in items] == [
        *("Post 1", "Post 2", "Post 3", "Post 4")
    ]


def test_every_loss_has_its_before_and_after() -> None:
    """What is gone is quoted as it was, and what stands in its place."""
    losses = page(eventful()).select(".losses > li")
    assert [" ".join(loss.get_text(" ").split()) for loss in losses] == [
        "Text, changed (words lost) Before a lost <b>word</b> After nothing",
        "Unknown shortcode, kept as text Before [poll 3] After [poll 3]",
    ]


def test_equal_losses_are_counted() -> None:
    """Of what was lost five times in the same way, there is one line."""
    made = migration(brought(losses=(Loss("rule", "<hr>"),) * 5))
    assert "Before <hr> After nothing (5 times)" in section(page(made), "posts")
    assert len(json.loads(report_json(made))["posts"][0]["losses"]) == 5


def test_tasks_lead_to_their_sections() -> None:
    """What is left to the editor is one list, each with a link that leads somewhere."""
    soup = page(eventful())
    heading = soup.find("h2", id="tasks")
    assert isinstance(heading, Tag)
    links = heading.find_next("ul").select("a")
    assert [link.get_text() for link in links] == [
        "1 item failed",
        "1 post has lost words",
        "1 text to compare",
        "2 questions about people",
        "1 other question",
        "1 link leads nowhere",
        "1 image is missing",
        "1 image needs words",
        "1 unknown shortcode",
        "1 series is not whole",
    ]


def test_all_links_lead_to_a_place_on_the_page_and_ids_are_unique() -> None:
    """The page leads nowhere else: whatever an export says, nothing of it is an address here."""
    soup = page(eventful())
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    links = [link["href"] for link in soup.select("[href]")]
    assert {link[1:] for link in links} <= set(ids)
    assert all(link.startswith("#") for link in links)


def test_an_import_without_events_says_none_everywhere() -> None:
    """What did not happen is said, for what is not said cannot be signed."""
    soup = page(migration(brought()))
    for name in ("failed", "conflicts", "people", "links", "media", "alts", "shortcodes"):
        assert "None." in section(soup, name)
    assert "Nothing." in section(soup, "tasks")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("posts", "1 Unknown shortcode, kept as text in 1 post 1 Text, changed"),
        ("failed", "Broken It ends too early. export.xml line 99"),
        ("conflicts", "posts/2020/post-2 beside it posts/2020/post-2.incoming.md"),
        ("conflicts", "so the old ones stay: posts/old"),
        ("people", "By Ann Lee and Bo Ek Sort Authors, likely ( title ) Proposed Ann Lee; Bo Ek"),
        ("people", "If accepted Name these as the authors, in place of the account."),
        ("people", "Posts without a byline 4 No author is known"),
        ("questions", "First published elsewhere."),
        ("links", "https://blog.example/gone/ in Post 2"),
        ("links", "https://blog.example/?p=1#gone"),
        ("media", "1 file of the library is used; 4 are not, and were not copied."),
        ("media", "https://blog.example/gone.jpg in Post 2"),
        ("media", "evil.svg It is a drawing (SVG) that could do more than be seen."),
        ("alts", "Post 2 https://blog.example/DSC_1.jpg"),
        ("shortcodes", "[poll] in Post 1"),
        ("series", "Quays 3 posts of 6 that it speaks of Missing: 2–4, 6"),
        ("series", "Number 1 is there 2 times: Post 1"),
        ("applied", "Quays Post 1 /2020/05/01/post-1/ : “ Quays, 1: Mud ”"),
        ("applied", "Rejected by the editor 1 Post 3"),
        ("repairs", "bare ampersands : 3 times, first in line 7"),
        ("redirects", "/2020/05/01/mud/ leads to posts/2020/post-1"),
        ("skipped", "Thrown away status that is not brought in ( trash )"),
        ("others", "conf.py left as an editor changed it"),
        ("privacy", "5 comments; 0 were written."),
        ("privacy", "9 were left unread"),
        ("sign", "Name Date"),
    ],
)
def test_everything_that_happened_is_told(name: str, expected: str) -> None:
    """Each section says what there is, in words."""
    assert expected in section(page(eventful()), name)


def test_a_trial_run_says_that_nothing_was_written() -> None:
    """The same report, but no document is there."""
    soup = page(migration(brought(outcome=None), is_dry=True))
    assert "Trial run: nothing was written" in soup.header.get_text()
    assert "Would become documents" in section(soup, "sums")
    assert "1 would be written" in section(soup, "sums")


def test_an_answer_of_the_editor_is_told_as_theirs() -> None:
    """What was applied says who decided it."""
    found = {1: (proposal(Finding.AUTHORS, ("Ann Lee",), Confidence.LIKELY, "By Ann Lee"),)}
    answers = f"- post: {review_key(1)}\n  finding: authors\n  decision: accept\n"
    made = migration(brought(), settled=settled(found, answers))
    assert "Ann Lee (accept, by the editor) Post 1" in section(page(made), "applied")


def test_a_series_that_is_only_asked_is_told_as_such() -> None:
    """Its gaps are known before it is made."""
    found = {
        1: (proposal(Finding.SERIES, "Quays", Confidence.LIKELY),),
        2: (proposal(Finding.SERIES, "Quays", Confidence.LIKELY),),
    }
    made = migration(settled=settled(found), groups=(group("Quays", {1: 1, 2: 4}),))
    (shelf,) = series_summaries(made.settled, made.groups)
    assert (shelf.name, shelf.is_settled, shelf.gaps) == ("Quays", False, (2, 3))
    assert "only asked, not made" in section(page(made), "series")


def test_an_absurd_number_of_parts_makes_no_endless_list() -> None:
    """A title may say ‘part 1 of 99999999999’."""
    made = migration(
        settled=settled({1: (proposal(Finding.SERIES, "Quays"), proposal(Finding.PART, 1))}),
        groups=(group("quays", {1: 1}, planned=10**11),),
    )
    assert len(report_html(made)) < 20_000


def test_the_record_has_its_shape() -> None:
    """The schema is itself one, and the record of an import with everything in it fits."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    made = json.loads(report_json(eventful()))
    VALIDATOR.validate(made)
    lists = [value for value in made.values() if isinstance(value, list)]
    assert all(lists)  # a list that is empty shows nothing of its shape
    VALIDATOR.validate(json.loads(report_json(migration())))


def test_the_record_says_what_the_page_says() -> None:
    """Sums, grades, losses, gaps: the same in both."""
    made = json.loads(report_json(eventful()))
    assert made["sums"]["grades"] == {"amber": 1, "green": 2, "red": 1}
    assert made["sums"]["losses"] == {"shortcode": 1, "text": 1}
    assert made["sums"]["outcomes"] == {"conflict": 1, "new": 1, "rewritten": 1, "unchanged": 1}
    assert made["posts"][0]["losses"][0] == {
        "kind": "text",
        "before": "a lost <b>word</b>",
        "after": "",
        "text_lost": True,
    }
    assert made["posts"][1]["incoming"] == "posts/2020/post-2.incoming.md"
    (series,) = made["series"]
    assert series["gaps"] == [2, 3, 4, 6]
    assert series["doubles"] == [{"part": 1, "posts": [review_key(1), review_key(2)]}]
    assert made["exit_code"] == 2


def test_the_same_import_gives_the_same_bytes() -> None:
    """There is no clock in it, and no order that could be another."""
    assert report_html(eventful()) == report_html(eventful())
    assert report_json(eventful()) == report_json(eventful())


def test_reports_are_written_and_then_left_alone(tmp_path: Path) -> None:
    """A second import with the same events touches neither file."""
    folder = Folder(tmp_path)
    write_report(eventful(), folder)
    files = {path.name: path for path in tmp_path.iterdir()}
    assert set(files) == {report.HTML_NAME, report.JSON_NAME}
    assert files[report.HTML_NAME].read_text(encoding="utf-8") == report_html(eventful())
    assert files[report.JSON_NAME].read_text(encoding="utf-8") == report_json(eventful())
    before = {name: path.stat().st_mtime_ns for name, path in files.items()}
    write_report(eventful(), folder)
    assert {name: path.stat().st_mtime_ns for name, path in files.items()} == before
    write_report(migration(brought()), folder)
    assert files[report.HTML_NAME].read_text(encoding="utf-8") != report_html(eventful())


def test_every_kind_has_its_words() -> None:
    """Every loss that the importer tells, every outcome, grade and finding is called something."""
    kinds = set()
    for path in IMPORTING.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_loss = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Loss"
            if is_loss and node.args and isinstance(node.args[0], ast.Constant):
                kinds.add(node.args[0].value)
    computed = {"link-dropped", "link-empty", "pixel", "picture-dropped", "form-control"}
    computed |= {"drawing", "cell", "heading", "code", "text", "footnote"}
    assert kinds | computed <= set(LOSSES)
    assert set(OUTCOMES) == {None, *Outcome}
    assert set(FINDINGS) == set(Finding)
    assert {grade.value for grade in GRADES} == {"red", "amber", "green"}


def test_a_kind_without_words_is_shown_as_it_is() -> None:
    """A loss is never hidden for want of a name."""
    made = migration(brought(losses=(Loss("brand-new", "a", "b"),)))
    assert "brand-new" in section(page(made), "posts")


EVIL = (
    "</style><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "]]><!-- ",
    "safe\u202egpj.exe",
    "\x00\x07\x85\ufffe\ud800",
)
HOSTILE = st.lists(st.one_of(st.sampled_from(EVIL), st.text()), max_size=6).map("".join)


@given(HOSTILE)
def test_no_text_becomes_anything_but_text(text: str) -> None:
    """Whatever an export says: no element, attribute or address comes out of it."""
    made = report_html(hostile(text))
    soup = BeautifulSoup(made, "html.parser")
    assert not soup.select("script, img, iframe, svg, link, base, form")
    assert _shape(soup) == _harmless_shape() or not text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", made)
    made.encode()


@functools.cache
def _harmless_shape() -> list[tuple[str, tuple[str, ...]]]:
    return _shape(BeautifulSoup(report_html(hostile("x")), "html.parser"))


def _shape(soup: BeautifulSoup) -> list[tuple[str, tuple[str, ...]]]:
    """The elements, in order, each with the names of its attributes."""
    ignored = {"meta"}
    return [(e.name, tuple(sorted(e.attrs))) for e in soup.find_all() if e.name not in ignored]


@given(HOSTILE)
def test_the_record_holds_any_text_to_the_letter(text: str) -> None:
    """JSON can be read back, is UTF-8, and fits its shape."""
    written = report_json(hostile(text)).encode()
    made = json.loads(written)
    VALIDATOR.validate(made)
    assert made["posts"][0]["title"] == text
    assert made["posts"][0]["losses"][0]["before"] == text


def test_what_is_too_long_is_cut_and_says_so() -> None:
    """A title of a hundred thousand letters does not make a page of it; the record has it all."""
    made = migration(brought(title="a" * 100_000))
    assert "… (and 99,400 characters more)" in report_html(made)
    assert len(report_html(made)) < 20_000
    assert json.loads(report_json(made))["posts"][0]["title"] == "a" * 100_000


def test_nothing_is_loaded() -> None:
    """The page is all there is: a policy forbids it to load or send anything."""
    soup = page(eventful())
    policy = soup.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert isinstance(policy, Tag)
    assert str(policy["content"]).startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "url(" not in report_html(eventful())
    assert not soup.select("[src], [srcset], [style], [onclick]")
