"""Exports of WordPress as records: what stands in them, and what is never looked at."""

from __future__ import annotations

import datetime as dt
import gzip
import zipfile
from pathlib import Path

import pytest
from tests.importing.exports import HEAD, SPACES, export, item, meta, read

from anthology_import.adapters.wxr import Export
from anthology_import.packed import Limits
from anthology_import.records import Account, Item, Kind, Status, Term, UnusableError


def one(folder: Path, text: str) -> Item:
    items, told = read(folder, export(text))
    assert told.repairs == ()
    (found,) = items
    return found


def test_a_post_has_all_its_values(tmp_path: Path) -> None:
    text = item(
        7,
        "<p>a ]]> b</p>",
        '<category domain="post_tag" nicename="tides"><![CDATA[Tides &amp; moons]]></category>'
        + meta("_thumbnail_id", "5")
        + meta("_edit_last", "1"),
        title="Fish &amp; <em>chips</em> &#8211; if a < b",
        wp_post_parent="3",
    )
    found = one(tmp_path, text)
    assert found.title == "Fish & chips – if a < b"
    assert found.html == "<p>a ]]> b</p>"
    assert (found.kind, found.status) == (Kind.POST, Status.PUBLISHED)
    assert (found.id, found.parent, found.slug) == (7, 3, "post-7")
    assert found.address == "https://blog.example/2020/05/07/post-7/"
    assert found.date == dt.datetime.fromisoformat("2020-05-07 10:00")
    assert found.date_utc == dt.datetime(2020, 5, 7, 9, tzinfo=dt.UTC)
    assert found.terms == (Term("post_tag", "tides", "Tides & moons"),)
    assert found.meta == {"_thumbnail_id": "5"}
    assert found.accounts == ("press",)
    assert found.line == 12


def test_the_blog_says_what_it_is(tmp_path: Path) -> None:
    _, told = read(tmp_path, export(item()))
    assert told.blog.title == "Harbour & Town"
    assert told.blog.tagline == "Of quays"
    assert told.blog.base == "https://blog.example"
    assert told.blog.language == "en-GB"
    assert told.blog.accounts == (Account("press", "Press Office"),)
    assert told.blog.terms == (Term("post_tag", "tides", "Tides"),)


def test_pretty_printed_values_are_the_values(tmp_path: Path) -> None:
    text = item().replace("<wp:post_type>post<", "<wp:post_type>\n   post\n  <")
    text = text.replace("<wp:status>publish<", "<wp:status>\n<![CDATA[publish]]>\n<")
    found = one(tmp_path, text)
    assert (found.kind, found.status) == (Kind.POST, Status.PUBLISHED)


def test_split_cdata_is_one_text(tmp_path: Path) -> None:
    body = "<content:encoded><![CDATA[a ]]]]><![CDATA[> b]]> c<![CDATA[ d]]></content:encoded>"
    text = item().replace("<content:encoded><![CDATA[<p>Text.</p>]]></content:encoded>", body)
    assert one(tmp_path, text).html == "a ]]> b c d"


def test_an_item_in_a_text_is_no_item(tmp_path: Path) -> None:
    items, told = read(tmp_path, export(item(1, "<item>no</item>"), "<!-- <item> -->", item(2)))
    assert [found.id for found in items] == [1, 2]
    assert told.found == 2


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("0000-00-00 00:00:00", None),
        ("2021-02-30 10:00:00", None),
        ("", None),
        ("yesterday", None),
        ("2021-02-28 10:00:00", "2021-02-28 10:00:00"),
        ("2999-01-01", "2999-01-01 00:00:00"),
    ],
)
def test_impossible_days_are_none(written: str, date: str | None, tmp_path: Path) -> None:
    text = item(wp_post_date=written, wp_post_date_gmt="0000-00-00 00:00:00")
    found = one(tmp_path, text)
    assert found.date == (dt.datetime.fromisoformat(date) if date else None)
    assert found.date_utc is None


def test_a_day_may_stand_where_feeds_have_it(tmp_path: Path) -> None:
    text = item(
        wp_post_date="",
        wp_post_date_gmt="",
        more="<pubDate>Sat, 02 Nov 2013 23:02:32 +0000</pubDate>",
    )
    assert one(tmp_path, text).date == dt.datetime.fromisoformat("2013-11-02 23:02:32")
    epoch = item(
        wp_post_date="",
        wp_post_date_gmt="",
        more="<pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>",
    )
    assert one(tmp_path, epoch).date is None
    before = item(
        wp_post_date="",
        wp_post_date_gmt="",
        more="<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>",
    )
    assert one(tmp_path, before).date is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((status.value, status) for status in Status),
        ("auto-draft", Status.OTHER),
        ("", Status.OTHER),
    ],
)
def test_statuses(status: str, expected: Status, tmp_path: Path) -> None:
    assert one(tmp_path, item(wp_status=status)).status is expected


def test_a_file_is_as_public_as_its_post(tmp_path: Path) -> None:
    text = item(
        wp_status="inherit",
        wp_post_type="attachment",
        wp_attachment_url="https://blog.example/wp-content/uploads/2020/05/quay.jpg",
        more=meta("_wp_attachment_image_alt", "The quay"),
    )
    found = one(tmp_path, text)
    assert (found.kind, found.status) == (Kind.ATTACHMENT, Status.PUBLISHED)
    assert found.file.endswith("/quay.jpg")
    assert found.meta == {"_wp_attachment_image_alt": "The quay"}
    assert one(tmp_path, item(wp_status="inherit")).status is Status.OTHER


def test_other_types_keep_their_word(tmp_path: Path) -> None:
    found = one(tmp_path, item(wp_post_type="nav_menu_item"))
    assert (found.kind, found.type) == (Kind.OTHER, "nav_menu_item")


def test_a_password_is_noted_and_not_kept(tmp_path: Path) -> None:
    found = one(tmp_path, item(wp_post_password="swordfish"))  # noqa: S106 it is none
    assert found.has_password
    assert "swordfish" not in repr(found)


COMMENT = """<wp:comment><wp:comment_id>1</wp:comment_id>
<wp:comment_author><![CDATA[{author}]]></wp:comment_author>
<wp:comment_author_email>ann@lee.example</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_date>2020-05-03 08:00:00</wp:comment_date>
<wp:comment_content><![CDATA[Well said.]]></wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{type}</wp:comment_type>
</wp:comment>"""


def test_comments_come_without_what_is_nobodys_business(tmp_path: Path) -> None:
    more = COMMENT.format(author="Ann Lee", approved="1", type="")
    more += COMMENT.format(author="bo@lee.example", approved="0", type="pingback")
    items, told = read(tmp_path, export(item(more=more)))
    first, second = items[0].comments
    assert (first.author, first.html, first.is_approved) == ("Ann Lee", "Well said.", True)
    assert first.date == dt.datetime.fromisoformat("2020-05-03 08:00")
    assert (second.author, second.is_approved, second.is_pingback) == ("bo", False, True)
    everything = repr((items, told))
    assert "192.0.2.7" not in everything
    assert "@" not in everything
    assert told.personal == 5


def test_logins_that_are_addresses_are_cut_and_stay_distinct(tmp_path: Path) -> None:
    accounts = "".join(
        f"<wp:author><wp:author_login>{login}</wp:author_login></wp:author>"
        for login in ("ann@a.example", "ann@b.example", "ann")
    )
    posts = [item(n, dc_creator=c) for n, c in enumerate(("ann", "ann@b.example"), start=1)]
    items, told = read(tmp_path, export(accounts, *posts))
    assert [account.login for account in told.blog.accounts] == ["press", "ann", "ann-2", "ann-3"]
    assert [found.accounts for found in items] == [("ann-3",), ("ann-2",)]


def author_term(slug: str, name: str) -> str:
    return f'<category domain="author" nicename="{slug}"><![CDATA[{name}]]></category>'


def test_co_authors_count_for_more_than_the_account(tmp_path: Path) -> None:
    terms = [
        author_term("cap-press", "press"),
        author_term("cap-ann-lee", "ann-lee"),
        author_term("cap-ann-lee", "ann-lee"),
        author_term("bo-shaw", "Bo Shaw"),
    ]
    guest = item(
        9,
        wp_post_type="guest-author",
        wp_post_name="cap-ann-lee",
        more=meta("cap-display_name", "Ann Lee")
        + meta("cap-user_login", "ann-lee")
        + meta("cap-first_name", "Ann")
        + meta("cap-last_name", "Lee")
        + meta("cap-user_email", "ann@lee.example"),
    )
    items, told = read(tmp_path, export(item(more="".join(terms)), guest))
    assert items[0].accounts == ("press", "ann-lee", "bo-shaw")
    assert items[0].terms == ()
    assert told.blog.accounts == (
        Account("press", "Press Office"),
        Account("ann-lee", "Ann Lee", "Ann", "Lee"),
        Account("bo-shaw", "Bo Shaw"),
    )
    assert "lee.example" not in repr((items, told))


def test_old_slugs_and_footnotes_are_kept(tmp_path: Path) -> None:
    more = meta("_wp_old_slug", "first") + meta("_wp_old_slug", "second")
    more += meta("footnotes", '[{"id":"a","content":"b"}]')
    found = one(tmp_path, item(more=more))
    assert found.meta["_wp_old_slug"] == "first\nsecond"
    assert found.meta["footnotes"] == '[{"id":"a","content":"b"}]'


def test_several_files_plain_and_packed(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.xml", tmp_path / "b.xml.gz"
    plain.write_text(export(item(1)), encoding="utf-8")
    packed.write_bytes(gzip.compress(export(item(2)).encode()))
    archive = tmp_path / "c.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("part/2.xml", export(item(4)))
        out.writestr("part/1.xml", export(item(3)))
        out.writestr("__MACOSX/part/._1.xml", "junk")
        out.writestr("readme.txt", "junk")
    found = Export([plain, packed, archive])
    assert found.count == 4
    for _ in range(2):  # it can be read again
        assert [one.id for one in found.items()] == [1, 2, 3, 4]
        assert found.summary.found == 4


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("\ufeff  \n", "is empty"),
        ("<!DOCTYPE html><html><body>Log in</body></html>", "is a web page"),
        ("<html lang='en'><body></body></html>", "is a web page"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'/>", "Atom feed"),
        ("<rss version='2.0'><channel><item/></channel></rss>", "is a feed"),
        ("{}", "is not a WordPress export"),
        ("<!-- <rss --><!DOCTYPE rss><rss>", "document type"),
        ("<?x <rss ?><!doctype rss><rss>", "document type"),
        (HEAD.replace("<rss", "<!ENTITY a 'b'><rss"), "document type"),
        (HEAD.replace("UTF-8", "UTF-7"), "encoding is UTF-7"),
        (export().encode("utf-16"), "not in UTF-8"),
        ("<!--" * 300_000, "is not a WordPress export"),
    ],
)
def test_what_is_no_export_is_refused_with_a_reason(
    text: str | bytes, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(UnusableError, match=reason) as error:
        read(tmp_path, text)
    assert str(error.value).startswith("‘export.xml’")
    assert str(error.value).endswith(".")


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.xml"):
        with pytest.raises(UnusableError):
            Export([path])
    damaged = tmp_path / "d.xml.gz"
    damaged.write_bytes(gzip.compress(export(item()).encode())[:200])
    with pytest.raises(UnusableError, match="cannot be read"):
        Export([damaged])


def test_archives_are_not_believed(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("a.xml", HEAD + " " * 20_000_000)
    with pytest.raises(UnusableError, match="200 times"):
        Export([bomb])
    packed = tmp_path / "bomb.gz"
    packed.write_bytes(gzip.compress((HEAD + " " * 20_000_000).encode()))
    with pytest.raises(UnusableError, match="200 times"):
        Export([packed])
    for name in ("../a.xml", "/a.xml", "C:\\a.xml", "a/../../b.xml"):
        with zipfile.ZipFile(bomb, "w") as out:
            out.writestr("a.xml", export())
            out.writestr(name, "x")
        with pytest.raises(UnusableError, match="leads out"):
            Export([bomb])
    with zipfile.ZipFile(bomb, "w") as out:
        out.writestr("a.txt", "x")
    with pytest.raises(UnusableError, match="no file that ends"):
        Export([bomb])


def test_a_file_may_not_be_larger_than_is_allowed(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="1 MB"):
        read(tmp_path, export(item(body="x" * 2_000_000)), Limits(file=1024 * 1024))


def test_items_are_found_across_pieces_of_the_file(tmp_path: Path) -> None:
    """Marks may lie on the border of the pieces in which the file is looked through."""
    start = len(export(item(1, ""), foot="").encode())
    for shift in range(-6, 7):
        body = "x" * (1024 * 1024 - start + shift)
        items, told = read(tmp_path, export(item(1, body), item(2), item(3)))
        assert [(found.id, found.line) for found in items] == [(1, 12), (2, 25), (3, 38)]
        assert told.found == 3


def test_namespaces_may_have_any_prefix(tmp_path: Path) -> None:
    text = export(item()).replace("wp:", "w:").replace(":wp=", ":w=")
    items, _ = read(tmp_path, text)
    assert (items[0].id, items[0].slug) == (1, "post-1")
    assert SPACES in HEAD
