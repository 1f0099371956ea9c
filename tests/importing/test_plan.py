"""Which item becomes which document: safe names, each once, the same whatever the order."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.importing.exports import post

from anthology_import.folder import LONGEST, Membership, folded, is_docname, safe_slug
from anthology_import.plan import Document, Keys, Plan, PlanBuilder, Reason, Rules
from anthology_import.records import Item, Kind, Status
from sphinx_anthology.model.addresses import Redirect, former_path
from sphinx_anthology.model.site import Site

DAY = dt.datetime.fromisoformat("2020-05-01 10:00")


def planned(*items: Item, rules: Rules | None = None, **settled: object) -> Plan:
    planning = PlanBuilder(rules)
    for item in items:
        planning.add(item)
    plan = planning.finish(**settled)  # type: ignore[arg-type]  # whatever a test needs
    assert len(plan.documents) + len(plan.skipped) == len(items)
    return plan


def counts(plan: Plan) -> Counter[tuple[Reason, str]]:
    return Counter((item.reason, item.word) for item in plan.skipped.values())


def docnames(plan: Plan) -> list[str]:
    return [document.docname for document in plan.documents.values()]


def only(plan: Plan) -> Document:
    (document,) = plan.documents.values()
    return document


def test_places_of_documents() -> None:
    plan = planned(
        post(1, date=DAY),
        post(2),
        post(3, kind=Kind.PAGE, date=DAY),
        post(4, date=DAY),
        post(5, date=DAY),
        memberships={
            post(4).guid: Membership("harbours", 3, "Tides of trust"),
            post(5).guid: Membership("harbours"),
        },
    )
    assert docnames(plan) == [
        "posts/2020/post-1",
        "posts/undated/post-2",
        "pages/post-3",
        "series/harbours/03-tides-of-trust",
        "series/harbours/post-5",
    ]


def test_what_is_no_document_is_counted_by_its_rule() -> None:
    plan = planned(
        post(1),
        post(2, kind=Kind.ATTACHMENT, type="attachment"),
        post(3, kind=Kind.OTHER, type="nav_menu_item"),
        post(4, kind=Kind.OTHER, type="nav_menu_item"),
        post(5, status=Status.TRASH),
        post(6, status=Status.OTHER),
        post(1),
    )
    assert docnames(plan) == ["posts/undated/post-1"]
    assert counts(plan) == {
        (Reason.FILE, "attachment"): 1,
        (Reason.TYPE, "nav_menu_item"): 2,
        (Reason.STATUS, "trash"): 1,
        (Reason.STATUS, "other"): 1,
        (Reason.REPEATED, "publish"): 1,
    }


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING, Status.PRIVATE, Status.FUTURE])
def test_what_was_not_public_is_a_draft(status: Status) -> None:
    document = only(planned(post(1, status=status)))
    assert document.is_draft
    assert document.former_addresses == ()


def test_what_a_password_protects_is_a_draft_or_left_out() -> None:
    item = post(1, has_password=True)
    assert only(planned(item)).is_draft
    plan = planned(item, rules=Rules(with_protected=False))
    assert counts(plan) == {(Reason.PASSWORD, "publish"): 1}
    assert not only(planned(post(1))).is_draft


def test_statuses_can_be_chosen() -> None:
    rules = Rules(statuses=frozenset({Status.PUBLISHED}))
    plan = planned(post(1), post(2, status=Status.DRAFT), rules=rules)
    assert docnames(plan) == ["posts/undated/post-1"]


HOSTILE = {
    "../../../../tmp/pwn": "tmp-pwn",
    "..%2f..%2fpwn": "pwn",
    "/etc/passwd": "etc-passwd",
    "C:\\x": "c-x",
    "con": "con-7",
    "COM1": "com1-7",
    "nul.md": "nul-7",
    "index": "index-7",
    "conf": "conf-7",
    "_static": "static",
    "-rf": "rf",
    ".": "item-7",
    "..": "item-7",
    "": "item-7",
    "a/b": "a-b",
    "a\0b": "a-b",
    "a\u202eb": "a-b",
    "%e4%bd%a0%e5%a5%bd": "你好",
    "Ünï": "ünï",
    "U\u0308ni\u0308": "ünï",
    "🚀": "item-7",
    "x" * 500: "x" * 80,
    "word " * 40: "-".join(["word"] * 16),
    "basic-post.html": "basic-post",
}


@pytest.mark.parametrize("written", HOSTILE)
def test_hostile_names_are_made_safe(written: str) -> None:
    assert safe_slug(written, 7) == HOSTILE[written]


@given(st.text(max_size=300), st.integers(min_value=0, max_value=10**9))
def test_every_name_is_safe(written: str, number: int) -> None:
    name = safe_slug(written, number)
    assert is_docname(f"posts/{name}")
    assert len(name) <= LONGEST + 12
    assert len(f"{name}.incoming.md".encode()) < 255
    assert folded(name) == name
    assert name.partition(".")[0] not in {"con", "nul", "index", "conf"}


SLUGS = st.sampled_from(
    ["same", "SAME", "Same", "ſame", "a/b", "a-b", "con", "", "x" * 100, "same-2"]
)


@given(
    st.lists(st.tuples(SLUGS, st.integers(0, 4), st.sampled_from(Status)), max_size=8), st.randoms()
)
def test_names_are_there_once_and_know_no_order(
    wanted: list[tuple[str, int, Status]], chance: random.Random
) -> None:
    items = [
        post(number, slug=slug, status=status, guid=f"g{place}", address="")
        for place, (slug, number, status) in enumerate(wanted)
    ]
    plan = planned(*items)
    names = docnames(plan)
    assert len({folded(name) for name in names}) == len(names)
    assert all(map(is_docname, names))
    assert all(len(name.rpartition("/")[2]) <= LONGEST for name in names)
    others = list(items)
    chance.shuffle(others)
    assert dict(planned(*others).documents) == dict(plan.documents)


def test_the_public_and_older_post_keeps_the_name() -> None:
    plan = planned(
        post(3, slug="same", date=DAY),
        post(1, slug="same", date=DAY, status=Status.DRAFT),
        post(2, slug="Same", date=DAY),
    )
    assert docnames(plan) == ["posts/2020/same-3", "posts/2020/same-1", "posts/2020/same"]


def test_a_document_stays_where_an_earlier_import_put_it() -> None:
    first = post(1, slug="old-slug", date=DAY)
    known = {first.guid: "posts/2020/my-own-name"}
    assert docnames(planned(first, known=known)) == ["posts/2020/my-own-name"]
    other = post(2, slug="my-own-name", date=DAY)
    assert docnames(planned(other, first, known=known)) == [
        "posts/2020/my-own-name-2",
        "posts/2020/my-own-name",
    ]
    memberships = {first.guid: Membership("harbours", 1)}
    moved = planned(first, known=known, memberships=memberships)
    assert docnames(moved) == ["series/harbours/01-old-slug"]
    assert docnames(planned(first, known={first.guid: "posts/2020/../../x"})) == [
        "posts/2020/old-slug"
    ]


def test_keys_are_the_same_at_every_reading() -> None:
    items = [post(1), post(1), post(2, guid=""), post(0, guid="", address="", slug="", title="T")]
    keys, again = Keys(), Keys()
    found = [keys.of(item) for item in items]
    assert found == [again.of(item) for item in items]
    assert found == [
        "https://blog.example/?p=1",
        "https://blog.example/?p=1#2",
        "https://blog.example/2020/05/02/post-2/",
        "post:T",
    ]


def test_former_addresses_are_paths_of_permalink_and_old_slugs() -> None:
    item = post(1, meta={"_wp_old_slug": "first\nse%c3%a9cond\npost-1\n../x"})
    assert only(planned(item)).former_addresses == (
        "/2020/05/01/post-1/",
        "/2020/05/01/first/",
        "/2020/05/01/se%C3%A9cond/",
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://blog.example/?p=1",
        "https://blog.example/",
        "",
        "http://[bad",
        "https://blog.example/a/../b/",
        "https://blog.example/_static/a/",
        "https://blog.example/downloads/a/",
        "https://blog.example/search/",
        "https://blog.example/posts/undated/post-1/",
        "https://blog.example/a:b/",
        "https://blog.example/%00/",
    ],
)
def test_no_redirect_where_none_can_be(address: str) -> None:
    assert only(planned(post(1, address=address))).former_addresses == ()


def test_two_documents_never_have_the_same_former_address() -> None:
    plan = planned(
        post(2, address="https://blog.example/A/"),
        post(1, address="https://blog.example//a"),
        post(3, address="https://blog.example/b.html"),
        post(4, address="https://blog.example/b.html/c/"),
    )
    former = [document.former_addresses for document in plan.documents.values()]
    assert former == [(), ("/a",), ("/b.html",), ()]


PATHS = st.lists(
    st.sampled_from(["a", "A", "b", "a.html", "é", "%C3%A9", "..", "", "x.php"]), max_size=4
)


@given(st.lists(PATHS, max_size=6))
def test_redirects_do_not_stand_in_each_others_way(paths: list[list[str]]) -> None:
    items = [
        post(number, address=f"https://blog.example/{'/'.join(path)}", guid=f"g{number}")
        for number, path in enumerate(paths, start=1)
    ]
    seen: dict[str, str] = {}
    for document in planned(*items).documents.values():
        for address in document.former_addresses:
            file = Redirect(former_path(address, Site()), document.docname).file.casefold()
            assert not file or seen.setdefault(file, document.docname) == document.docname
            for folder in (file.rsplit("/", n)[0] for n in range(1, file.count("/") + 1)):
                assert folder not in seen
