"""What names of files, folders and first words say of who may see a document."""

from __future__ import annotations

import time

import pytest
from tests.samples import catalogue_of

from sphinx_anthology.model.private_names import conflict_line, copies
from sphinx_anthology.model.private_words import is_called_draft
from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.read_documents import read_rst, read_source

POST = "---\ntitle: {title}\nauthors: [x]\ndate: 2021-01-01\npost: {own}\n---\n\n{text}\n"


def _post(docname: str, *, title: str = "A", own: str = "{}", text: str = "Text.") -> str:
    """Why a post is left out; empty where it is public."""
    written = POST.format(title=title, own=own, text=text)
    source = read_source(docname, f"{docname}.md", written)
    told = [p.message for p in source.problems if p.code is Code.WITHHELD]
    assert source.blocked is bool(told)
    return "".join(told)


PRIVATE = """
drafts/a;Drafts/a;DRAFTS/b/a;Entwürfe/a;Entwu\u0308rfe/a;entwuerfe/a;_private/a;private/a;
unpublished/a;in-review/a;In Review/a;embargo/a;embargoed/a;trash/a;drafts-2024/a;brouillons/a;
DRAFT-ebb;04-ebb-draft;04-ebb_draft;ebb ENTWURF;wip-x;WIP x;ebb.draft;draft_ebb;draft;
do-not-publish-ebb;ebb-PRIVATE
"""


@pytest.mark.parametrize("docname", PRIVATE.replace("\n", "").strip(";").split(";"))
def test_a_place_that_says_private_withholds(docname: str) -> None:
    """Until the document says that it is no draft; the message says how."""
    message = _post(docname)
    assert "‘draft: false’" in message
    assert not _post(docname, own="{draft: false}")
    assert not _post(docname, own="{draft: true}")  # known to be one: nothing to tell
    if docname != "draft":
        page = read_source(docname, f"{docname}.md", "# A\n")
        assert "‘page: {draft: false}’" in page.problems[0].message
        cleared = "---\npage: {draft: false}\n---\n# A\n"
        assert not read_source(docname, f"{docname}.md", cleared).blocked
        assert read_rst(docname, f"{docname}.rst", "A\n=\n").blocked
        assert not read_rst(docname, f"{docname}.rst", ":draft: false\n\nA\n=\n").blocked


@pytest.mark.parametrize(
    "docname",
    ["archive-private/a", "a-draft-horse", "posts/redrafting", "internal-waves", "public-private"],
)
def test_a_place_that_only_sounds_so_does_not(docname: str) -> None:
    assert not _post(docname)


def test_a_page_on_drafts_is_public() -> None:
    assert not read_source("guide/drafts", "guide/drafts.md", "# Drafts\n").blocked


@pytest.mark.parametrize(
    "name",
    [
        *("{} (1)", "{} copy", "{} copy 2", "Copy of {}", "Kopie von {}", "{} - Kopie", "{}-alt"),
        *("{}.old", "{}.bak", "{}.orig", "{}_v2", "{} FINAL", "{}-final", "{} - Copy (2)", "{} 2"),
        "{}.sync-conflict-20240101-101010-ABCDEF7",
        *("{} (Jane's conflicted copy 2024-01-01)", "~${}", "#{}#", "{}~", "{} FINAL (1)"),
        *("{} - Copie", "{}_BACKUP_123", "{} (copy)", "{} (Jane edits)", "{} (Autosaved)", "~{}"),
        *("{}_v3_JD-edits", "{}-old2", "{}-clean", "{}-tracked-changes", "{}_20240301"),
        *("{} (2024_03_01 12_00_00 UTC)", "{}~20240301-120000", "Backup of {}"),
    ],
)
def test_a_copy_is_withheld_beside_what_it_is_a_copy_of(name: str) -> None:
    copy = f"p/{name.format('04-Ebb')}"
    assert copies([copy, "p/04-ebb"]) == {copy: "p/04-ebb"}
    assert copies([copy, "q/04-ebb"]) == {}


def test_other_texts_beside_one_are_no_copies() -> None:
    names = ["p/ebb", "p/ebb (part 2)", "p/ebb-2", "p/ebb-and-flow", "p/ebb-1807", "p/ebb-cleaning"]
    assert copies(names) == {}


def test_copies_are_told_with_both_names() -> None:
    written = POST.format(title="A", own="{}", text="Text.")
    catalogue = catalogue_of({"p/a": written, "p/a (1)": written, "p/a-2": written})
    assert catalogue.withheld == {"p/a (1)"}
    problems = catalogue.sources["p/a (1)"].problems
    told = next(p.message for p in problems if p.code is Code.WITHHELD)
    assert "‘p/a (1).md’" in told
    assert "‘p/a.md’" in told
    clear = POST.format(title="A", own="{draft: false}", text="Text.")
    assert not catalogue_of({"p/a": written, "p/a (1)": clear}).withheld


def test_marks_of_a_conflict_are_told_with_their_line() -> None:
    text = "Ebb.\n\n<<<<<<< HEAD\nOld.\n=======\nNew.\n>>>>>>> other\n"
    source = read_source("a", "a.md", POST.format(title="A", own="{draft: false}", text=text))
    assert source.blocked
    assert source.problems[-1].line == 10
    assert conflict_line("```{note}\n>>>>>>> x\n```") == 2
    for shown in ("```\n<<<<<<< HEAD\n```\n", "    <<<<<<< H", "~~~{code-block} x\n<<<<<<< H\n~~~"):
        assert conflict_line(shown) == 0


@pytest.mark.parametrize(
    "words",
    [
        *("DRAFT – x", "[DRAFT] x", "DRAFT: x", "DRAFT x", "ENTWURF: x", "BROUILLON x", "WIP: x"),
        *("EMBARGOED until May", "x [DRAFT]", "x – DRAFT", "(draft) x", "**DRAFT** x"),
        *("Not for publication", "DO NOT PUBLISH: x", "x (WIP)"),
    ],
)
def test_first_words_that_say_draft_withhold(words: str) -> None:
    """In a title, or in the first line of the text."""
    assert "title" in _post("a", title=f"'{words}'")
    assert "first line" in _post("a", text=f"\n{words}\n\nText.")
    assert not _post("a", title=f"'{words}'", text=words, own="{draft: false}")
    assert read_source("a", "a.md", f"# {words}\n").blocked


@pytest.mark.parametrize(
    "words", ["Draft horses", "Drafts of air", "On the DRAFTING of x", "Wipers"]
)
def test_first_words_that_only_sound_so_do_not(words: str) -> None:
    assert not _post("a", title=words, text=words)


@pytest.mark.parametrize(
    "field",
    [
        "note: Do not publish before May",
        "comment: NOT FOR PUBLICATION",
        "remark: under embargo until May",
        "memo: hold back, please",
        "x: internal only",
        "note: please do not post yet",
        "editor_note: hold until the article is out",
        "sign_off: waiting for Jane",
        "x: Must not be published before May",
        "x: unpublish this",
        "x: image permission is still pending",
    ],
)
def test_a_note_in_a_field_may_say_so(field: str) -> None:
    text = POST.format(title="A", own="{}", text="T.").replace("title", f"{field}\ntitle", 1)
    assert read_source("a", "a.md", text).blocked


@pytest.mark.parametrize("line", ["(" * 200_000, "a (" * 100_000, "{ref}`" * 50_000])
def test_a_long_last_line_takes_no_time(line: str) -> None:
    """No pattern goes back and forth over it."""
    before = time.process_time()
    assert not is_called_draft(line)
    assert time.process_time() - before < 2
