"""Fixes of any text whatever: nothing withheld is published, and nothing else is changed."""

from __future__ import annotations

import datetime as dt
import random
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.model.test_fixing import AUTHORS, OWN, SLIPS, documents, post
from tests.samples import AS_OF
from tests.test_withheld_fuzz import MANY, documents_of_any_kind

from sphinx_anthology.model.catalogue import Catalogue
from sphinx_anthology.model.consistency import problems
from sphinx_anthology.model.edits import edited
from sphinx_anthology.model.fixing import fixes, proposals
from sphinx_anthology.model.front_matter import read_front_matter
from sphinx_anthology.model.line_ends import decoded, encoded
from sphinx_anthology.model.problem import Code, Problem
from sphinx_anthology.model.read_documents import read_source
from sphinx_anthology.model.trial import Documents

_LATER = dt.date.max


def _public(documents: Documents) -> frozenset[str]:
    """What is public, now or on a day to come."""
    catalogue = Catalogue(sources=documents.catalogue.sources, as_of=_LATER)
    return frozenset(catalogue.sources) - catalogue.withheld


def _alone(name: str, text: str) -> Documents:
    source = read_source(name, f"{name}.md", text)
    day = dt.date.fromisoformat(AS_OF)
    return Documents(Catalogue(sources={name: source}, as_of=day), {name: text})


def test_nothing_withheld_becomes_public() -> None:
    """However its front matter is spoilt; a second run changes nothing."""
    changed, wrong = 0, []
    for word, raw, _ in documents_of_any_kind(MANY):
        before = _alone(word, decoded(raw.encode()) or "")
        found = fixes(before, problems(before.catalogue))
        after = before.with_texts(found.texts)
        again = fixes(after, problems(after.catalogue))
        changed += bool(found.texts)
        if again.texts or not _public(after) <= _public(before):
            wrong.append((before.texts, after.texts, again.texts))
    assert wrong == []
    assert changed > MANY / 50


_SLIPS = st.sampled_from([slip for slip, _ in SLIPS])
_OTHER = ["{}", "", "{kind: news}", "{draft: true}"]
_LIKE_FLAGS = ["{nodraft: false}", "{drafts: no}", "{Draft: false}"]
_OWN = st.sampled_from([*(slip for slip, _ in OWN), *_OTHER, *_LIKE_FLAGS])
_BODIES = st.text(st.sampled_from("ab# \n-:\u00a0*`<>"), max_size=40)


@given(st.lists(_SLIPS, max_size=4, unique_by=lambda slip: slip.partition(":")[0]), _OWN, _BODIES)
def test_many_slips_at_once(slips: list[str], own: str, body: str) -> None:
    """The text below stays, what is withheld stays so, and there is no second change."""
    text = post("\n".join(slips), own) + body
    before = documents({"post": text})
    found = fixes(before, problems(before.catalogue))
    after = before.with_texts(found.texts)
    assert _public(after) - {"post"} <= _public(before)
    if "post" in _public(after) - _public(before):
        values = read_front_matter(after.texts["post"], "")[0].values
        assert values["post"]["draft"] is False
        assert re.search(r"(?<!\w)draft: \W*(false|no|off)", own)
    assert after.texts["post"].endswith("Text.\n" + body)
    assert {name: after.texts[name] for name in AUTHORS} == AUTHORS
    assert fixes(after, problems(after.catalogue)).texts == {}


@given(st.lists(_SLIPS, max_size=3, unique_by=lambda slip: slip.partition(":")[0]), _OWN)
def test_each_proposal_changes_only_its_range(slips: list[str], own: str) -> None:
    """The bytes before, between and after its edits are those of the text."""
    text = post("\n".join(slips), own)
    before = documents({"post": text})
    for fix in proposals(before, problems(before.catalogue)).values():
        made, place = edited(text, fix.edits), 0
        at = 0
        for edit in sorted(fix.edits):
            kept = text[place : edit.start]
            assert made[at : at + len(kept)] == kept
            at += len(kept) + len(edit.write)
            place = edit.end
        assert made[at:] == text[place:]


_LINES = st.lists(st.tuples(st.sampled_from(["", "a", "é", "\ufeffb"]), st.sampled_from("nrb")))


@given(_LINES, st.booleans(), st.integers(0, 20), st.sampled_from(["x", "x\ny", ""]))
@example([("", "r"), ("", "n")], False, 1, "x")
def test_line_ends_and_mark_are_kept(
    lines: list[tuple[str, str]], mark: bool, place: int, write: str
) -> None:
    """A file with an edit reads as the text after it; all other lines are as they were."""
    ends = {"n": "\n", "r": "\r", "b": "\r\n"}
    raw = ("\ufeff" * mark + "".join(line + ends[end] for line, end in lines)).encode()
    text = decoded(raw)
    assert text is not None
    assert encoded(text, raw) == raw
    at = min(place, len(text))
    changed = text[:at] + write + text[at:]
    made = encoded(changed, raw)
    assert decoded(made) == changed
    assert made.startswith("\ufeff".encode()) == raw.startswith("\ufeff".encode())


def test_windows_line_ends_outside_of_an_edit_are_the_same_bytes() -> None:
    """With a mark before the text, and with one odd line end in it."""
    text = post("title: A\u00a0post").replace("\n", "\r\n").replace("Text.\r\n", "Te\nxt")
    raw = b"\xef\xbb\xbf" + text.encode()
    before = documents({"post": decoded(raw) or ""})
    found = fixes(before, problems(before.catalogue)).texts["post"]
    assert encoded(found, raw) == raw.replace("\u00a0".encode(), b" ")


HOSTILE = [
    post("license: " + "noderivs" * 3_000 + "!"),
    post("license: " + "cc by " * 5_000 + "!"),
    post("doi: " + "." * 30_000 + "x"),
    post("date: " + "1 " * 20_000),
    post("description\u200b: " + " " * 30_000 + "y\u200b"),
    post("title: " + "a #1" * 10_000),
    post("title: " + "“: " * 10_000),
    post("tags: " + ", ".join("x" * 5 for _ in range(1_500))),
    "<!--" * 20_000 + post("subtitle: A"),
    "\u200b" * 20_000 + "\n" + post("subtitle: A"),
    post("subtitle: A").replace("Text.", "# " + " #" * 20_000),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_takes_long(text: str) -> None:
    """Processor time that grows with the square of a text would be minutes."""
    start = time.process_time()
    before = documents({"post": text})
    found = problems(before.catalogue)
    heading = Problem("post.md", text.count("\n"), "The heading …", Code.HEADING_IN_BODY)
    fixes(before, [*found, heading])
    assert time.process_time() - start < 5


def test_large_publication_is_fixed_in_little_time() -> None:
    """A document is read again only for its own problems, and the catalogue once for all."""
    rng = random.Random(1)  # noqa: S311  # the same documents each time
    slips = [slip for slip, _ in SLIPS]
    files = {f"p{n:03}": post(rng.choice(slips)) for n in range(60)}
    before = documents(files)
    found = fixes(before, problems(before.catalogue))
    after = before.with_texts(found.texts)
    left = {p.code.slug for p in problems(after.catalogue)} - {"twice"}
    assert left == set()
