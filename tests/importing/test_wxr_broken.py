"""Exports that are no XML: what can be mended is, and is counted; nothing is lost unsaid."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.importing.exports import FOOT, HEAD, export, item, meta, read

from anthology_import.adapters import mending
from anthology_import.records import Repair, Summary, UnusableError


def repairs(told: Summary) -> dict[str, int]:
    return {repair.what: repair.count for repair in told.repairs}


CASES = {
    "control characters": (item(2, "a\0b\x08c\x1fd"), "abcd", {mending.CONTROLS: 3}),
    "references to them": (
        item(2).replace("<![CDATA[<p>Text.</p>]]>", "a&#0;b&#x1F;c&#xD800;d&#65;"),
        "abcdA",
        {mending.CONTROLS: 3},
    ),
    "bare ampersands": (
        item(2, "x").replace("<![CDATA[x]]>", "R&D, a &amp; b, ?a=1&b=2 &lt;"),
        "R&D, a & b, ?a=1&b=2 <",
        {mending.BARE: 2},
    ),
    "entities of HTML": (
        item(2, "x").replace("<![CDATA[x]]>", "caf&eacute;&nbsp;&lt;"),
        "café\xa0<",
        {mending.ENTITIES: 2},
    ),
    "markup": (
        item(2, "x").replace("<![CDATA[x]]>", "<p>a<br>b &amp; c"),
        "<p>a<br>b & c",
        {mending.MARKUP: 1},
    ),
    "CDATA in CDATA": (
        item(2, "x").replace("<![CDATA[x]]>", "<![CDATA[a <![CDATA[ b ]]> c]]>"),
        "a <![CDATA[ b ]]> c",
        {mending.MARKUP: 1},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_item_is_mended_and_the_others_are_as_they_are(case: str, tmp_path: Path) -> None:
    text, body, done = CASES[case]
    items, told = read(tmp_path, export(item(1), text, item(3)))
    assert [found.html for found in items] == ["<p>Text.</p>", body, "<p>Text.</p>"]
    assert repairs(told) == done
    assert {repair.line for repair in told.repairs} == {25}
    assert [found.line for found in items][:2] == [12, 25]
    assert told.blog.title == "Harbour & Town"


def test_bytes_that_are_no_utf8_are_those_of_windows(tmp_path: Path) -> None:
    text = export(item(1, "café “x” é")).encode()
    text = text.replace("é “x”".encode(), b"\xe9 \x93x\x94")
    items, told = read(tmp_path, text)
    assert items[0].html == "café “x” é"
    assert repairs(told) == {mending.NOT_UTF8: 3}


def test_a_declared_encoding_counts_even_where_items_are_mended(tmp_path: Path) -> None:
    text = export(item(1, "café\x01")).replace("UTF-8", "ISO-8859-1").encode("cp1252")
    items, told = read(tmp_path, text)
    assert items[0].html == "café"
    assert repairs(told) == {mending.CONTROLS: 1}


def test_undeclared_namespaces_are_known_by_their_prefix(tmp_path: Path) -> None:
    text = export(item(1, more='<atom:link href="x" />'), item(2))
    items, told = read(tmp_path, text)
    assert [found.id for found in items] == [1, 2]
    assert repairs(told) == {mending.UNDECLARED: 1}
    head = HEAD.replace('xmlns:content="http://purl.org/rss/1.0/modules/content/"', "")
    items, told = read(tmp_path, export(item(1, "a\x01"), head=head))
    assert items[0].html == "a"
    assert repairs(told)[mending.UNDECLARED] == 1


def test_what_stands_before_the_declaration_is_passed_over(tmp_path: Path) -> None:
    notice = "\n<br />\n<b>Warning</b>: something &amp; other\n"
    items, told = read(tmp_path, notice + export(item(1), item(2)))
    assert [(found.id, found.line) for found in items] == [(1, 15), (2, 28)]
    assert told.failures == ()


def test_what_stands_after_the_end_is_told(tmp_path: Path) -> None:
    items, told = read(tmp_path, export(item(1)) + "<b>Warning</b>")
    assert len(items) == 1
    assert repairs(told) == {mending.AFTER: 1}


def test_a_file_that_ends_in_an_item_says_so(tmp_path: Path) -> None:
    whole = export(item(1), item(2, title="The last one"))
    text = whole[: whole.index("<content:encoded>", whole.index("The last one")) + 30]
    items, told = read(tmp_path, text)
    assert [found.id for found in items] == [1]
    (failure,) = told.failures
    assert failure.title == "The last one"
    assert failure.address == "https://blog.example/2020/05/02/post-2/"
    assert failure.line == 25
    assert "ends" in failure.reason
    assert mending.CUT in repairs(told)


def test_a_file_that_ends_between_items_says_so(tmp_path: Path) -> None:
    items, told = read(tmp_path, export(item(1), foot=""))
    assert len(items) == 1
    assert repairs(told) == {mending.CUT: 1}


def test_an_item_without_an_end_ends_where_the_next_begins(tmp_path: Path) -> None:
    items, told = read(tmp_path, export(item(1).replace("</item>", ""), item(2)))
    assert [found.id for found in items] == [1, 2]
    assert repairs(told) == {mending.NO_END: 1}


def test_an_item_that_swallowed_another_gives_it_back(tmp_path: Path) -> None:
    broken = item(1, "open").replace("]]></content", "</content").replace("<guid>", "<guid <")
    items, told = read(tmp_path, export(broken, item(2), item(3)))
    assert [found.id for found in items] == [2, 3]
    assert [failure.title for failure in told.failures] == ["Post 1"]
    assert [found.line for found in items] == [25, 38]


def test_a_comment_that_does_not_end_swallows_nothing(tmp_path: Path) -> None:
    text = export(item(1), item(2, more="<!-- "), item(3), item(4))
    items, told = read(tmp_path, text)
    assert [found.id for found in items] == [1, 3, 4]
    assert [(failure.title, failure.line) for failure in told.failures] == [("Post 2", 25)]


def test_what_cannot_be_mended_fails_alone(tmp_path: Path) -> None:
    broken = item(2).replace("</wp:status>", "").replace("<title>", "<title <")
    items, told = read(tmp_path, export(item(1), broken, item(3)))
    assert [found.id for found in items] == [1, 3]
    assert [(f.line, f.address) for f in told.failures] == [
        (25, "https://blog.example/2020/05/02/post-2/")
    ]


def test_an_item_in_an_item_is_no_second_one_but_is_counted(tmp_path: Path) -> None:
    items, told = read(tmp_path, export(item(1, more=item(2))))
    assert told.found == 2
    assert len(items) + len(told.failures) == 2


def test_a_head_that_is_broken_costs_no_item(tmp_path: Path) -> None:
    head = HEAD.replace("<description>", "<descr <").replace("Harbour &amp; Town", "Harbour & Town")
    items, told = read(tmp_path, export(item(1), head=head))
    assert len(items) == 1
    assert mending.HEAD in repairs(told)
    assert told.blog.title == "Harbour & Town"


def test_mended_items_lose_nothing_else(tmp_path: Path) -> None:
    more = meta("_thumbnail_id", "5") + '<category domain="post_tag" nicename="a">A</category>'
    whole, _ = read(tmp_path, export(item(1, more=more)))
    (mended,), told = read(tmp_path, export(item(1, more=more, title="Post 1\x02")))
    assert mended == whole[0]
    assert told.repairs == (Repair(mending.CONTROLS, 1, 12),)


@pytest.mark.parametrize(
    "body",
    [
        "<title>" * 200_000,
        "<![CDATA[" * 200_000,
        "<!--" * 300_000,
        "&" * 1_000_000,
        "<wp:a>" * 200_000,
        "<" * 1_000_000,
        "a@" * 500_000,
        "\0" * 1_000_000,
    ],
)
def test_hostile_items_take_no_time(body: str, tmp_path: Path) -> None:
    text = export(item(1, title="x\x01"), item(2, "x").replace("<![CDATA[x]]>", body), item(3))
    start = time.process_time()
    _, told = read(tmp_path, text)
    assert told.found >= 1
    assert time.process_time() - start < 5


PIECES = st.sampled_from(
    [
        *(
            "<item>",
            "</item>",
            "<item/>",
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "&",
            "&amp;",
            "<",
            ">",
        ),
        *("<title>", "</title>", "<wp:status>", "publish", "</wp:status>", "\0", "x", "</channel>"),
        *("<content:encoded>", "</content:encoded>", "<?", "?>", "<!DOCTYPE", "</rss>", "\n", '"'),
        *(item(1), item(2)),
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(PIECES, max_size=12).map("".join), ends=st.booleans())
def test_whatever_stands_there_the_sums_are_right(tmp_path: Path, *, body: str, ends: bool) -> None:
    try:
        items, told = read(tmp_path, HEAD + body + (FOOT if ends else ""))
    except UnusableError:
        return
    assert told.found == len(items) + len(told.failures)
    if "<!--" not in body and "CDATA" not in body.replace(item(1), "").replace(item(2), ""):
        assert told.found == body.count("<item>") + body.count("<item/>")
