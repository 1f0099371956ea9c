"""Kinds of what may have been meant to stay private: each with many members, and with others."""

from __future__ import annotations

import json

import pytest

from sphinx_anthology.model.problem import Code
from sphinx_anthology.model.read_documents import read_notebook, read_rst, read_source
from sphinx_anthology.model.source import Source

FIELDS = "title: T\nauthors: [x]\ndate: 2021-01-01\n"
OWN = "post: {}\n"


def _post(fields: str = f"{FIELDS}{OWN}", text: str = "Text.") -> Source:
    return read_source("p", "p.md", f"---\n{fields}---\n\n{text}\n")


def _public(sources: dict[str, Source]) -> list[str]:
    """Those that are not left out."""
    return [written for written, source in sources.items() if not source.blocked]


def _withheld(sources: dict[str, Source]) -> list[str]:
    return [written for written, source in sources.items() if source.blocked]


FOLDED = [
    "title: T\n draft:true\norphan: true\n",
    "title: T\n draft:true\ntopic: y\n",
    "title: T; draft:true\norphan: true\n",
    "title: T\nauthor: {bio: x\n draft:true}\n",
    "title: T\nauthor:\n  bio: x\n   draft:true\n",
    f"{FIELDS}post: {{part: 1\n draft:true}}\n",
    f"{FIELDS}post: {{kind: news draft:true}}\n",
    f"{FIELDS}tags:\n - a\n   draft:true\n{OWN}",
    f"{FIELDS}description: 'x\n draft: true'\n{OWN}",
    f"{FIELDS}description: >\n x\n draft: true\n{OWN}",
    *(
        f"{FIELDS}{OWN}description: x\n {line}\n"
        for line in """
draft:true|draft\uff1atrue|draft\ufe55true|draft\ua789true|draft\u2236 true|draft = true|draft true
Draft:yes|DRAFT:TRUE|draft:TRUE # yes|"draft":true|draft:maybe|isDraft:true|private:1|status:draft
published:false|publish:no|do_not_publish:true|embargo:2030-01-01|dr\u0430ft:true|visibility:hidden
""".replace("\n", "|").strip("|").split("|")
    ),
]  # fmt: skip
NOT_FOLDED = [
    f"{FIELDS}post: {{part: 1,\n  draft: false}}\n",
    f"{FIELDS}post:\n  # draft: true\n  kind: news\n",
    f"{FIELDS}{OWN}# draft: true\ndescription: x # draft: true\n",
    f"{FIELDS}{OWN}  # draft:  # Kept out of the public build\n",
    f"{FIELDS}{OWN}description: On drafts:true stories\n",
    f"{FIELDS}{OWN}description: |\n  Two lines\n  on the draft: a history\n",
    f"{FIELDS}{OWN}description: >\n  https://example.org/draft\n  10:30 12:15\n",
    f'{FIELDS}{OWN}description: "What ‘draft: true’ does"\n',
]


def test_a_flag_that_yaml_folds_into_the_value_above_it_withholds() -> None:
    """Without a space after the colon, or with a sign that only looks like one."""
    assert _public({fields: _post(fields) for fields in FOLDED}) == []
    assert _withheld({fields: _post(fields) for fields in NOT_FOLDED}) == []


def test_a_flag_that_is_folded_is_told_with_its_line() -> None:
    """And with what to write instead."""
    (problem,) = _post(f"{FIELDS}description: x\n draft:true\n{OWN}").problems
    assert (problem.line, problem.code) == (6, Code.WITHHELD)
    assert "‘draft:true’ looks like a flag" in problem.message
    assert "‘draft: true’ with a space after the colon below ‘post:’" in problem.message


def test_a_draft_in_flow_style_is_a_draft_and_nothing_is_told() -> None:
    assert _post(f"{FIELDS}post: {{part: 1,\n draft: true}}\n").problems == ()


PRIVATE_FIELDS = r"""
robots: noindex, nofollow|robots: nofollow,noindex|robots: [noindex, nofollow]|robots: none
seo: {robots: "noindex, follow"}|robots: NOARCHIVE NOINDEX|robotsNoIndex: true|googlebot: noindex
html_meta: {draft: true}|html_meta: {robots: private}|html_meta: {status: draft}
tags: "draft, foo"|tags: [draft post]|tags: "foo; draft"|tags: "foo draft"|keywords: "a, draft"
tags: [first-draft]|tags: [status/draft]|tags: ["#draft"]|tags: [work in progress]|tags: [on hold]
tags: [not ready]|tags: [do not publish yet]|tags: [dr\u0430ft]|tags: {draft: true}|tags: [DRAFT2]
license: CC-BY-4.0 # embargoed until July|subtitle: Tides  # do not publish before May
language: en # TBD
tags: ["\U0001f6a7 draft"]|tags: [confidential]|categories: "a, draft"|labels: [needs review]
version: 0.1-draft|version: "v2 (draft)"|version: 1.0 DRAFT|revision: draft 3|x: first draft
note: DRAFT - not final|notes: this is confidential until May|info: "Embargo: May 2030"
remark: please keep confidential|comment: embargoed for now|x: not yet public|x: on_hold|x: hold
hold: true|on_hold: true|onHold: yes|on-hold: until May|nda: true|x: under NDA|not_yet: true
wait: true|pending: true|tbd: true|x: TBA|todo: true|preview: true|previewOnly: true|is_test: true
coming_soon: true|x: eyes only|for: editors only|x: unreviewed|x: awaiting approval|x: submitted
freigabe: nein|vertraulich: true|sperrfrist: 2030-01-01|geheim: ja|confidentiel: oui
isLive: false|is_live: false|not_live: true|dont_show: true|no_show: true|subscribers_only: true
login_required: true|requires_auth: yes|needs_approval: true|only: [me]|disable: true
dr\u0430ft: true|priv\u0430te: true|st\u0430tus: draft|status: dr\u0430ft|h\u0456dden: true
permalink: false|headless: true|oculto: true|utkast: ja|\u8349\u7a3f: true
post_access: paid|go-live: later|launch: 2099-01-01|tlp: red|decision: reject|access_rights: closed
do-not-share: yes|show_in_lists: false|accepted: no|ok: false|remark: "please wait until June"
license: draft|language: draft|subtitle: DRAFT|subtitle: (draft)|description: Do not publish yet
description: TBD|description: "[draft] On tides"|# DO NOT PUBLISH|# hold until June|# draft
publish\u0435d: false|\uff44\uff52\uff41\uff46\uff54: true|emb\u0430rgo: 2030-01-01
"""
PUBLIC_FIELDS = """
tags: [privacy, private law, drafting, draft horses, military draft, hidden curriculum, embargo]
tags: [secret police, scheduled castes, nda, review, work, progress, status, hold, members]
layout: single|categories: [a, b]|comments: true|excerpt: x|header: {image: x.png}|featured: true
aliases: [/a]|cover: {image: x.png, alt: y}|location: Bristol|category: News|author: Jane
classes: wide|sidebar: {nav: docs}|version: 1.2|version: "2.0"|revision: 3|note: A note on sources
comment: hello|progress: 80|edition: second|hold_music: x|group: historians|preview: x.png
funding: none|conflict_of_interest: none|publication_types: ["2"]|review_of: Book|reviewed: true
peer_reviewed: true|published: 2021-01-01|published_at: 2020-12-30|pubDate: 2021-01-01
publishDate: 2021-01-01|date_published: 2021-01-01|disableShare: true|disable_comments: true
disableHLJS: true|hideMeta: true|searchHidden: false|robots: index, follow|robots: all
robots: "index,follow,max-image-preview:large"|sitemap: {changefreq: weekly, priority: 0.5}
html_meta: {robots: noindex}|html_meta: {"description lang=en": x, keywords: "draft, x"}
summary: A hidden history|lead: On internal migration|standfirst: Confidential sources
teaser: How a draft became law|caption: A hidden harbour|abstract: On private law
description: A talk on drafts and drafting|description: The embargo of 1807 and its end
# draft: true|# status: draft|# of tides, not yet of ebb|superseded_by: x|share: false|feed: false
license: CC-BY-4.0 # as agreed|subtitle: "Issue # 3: on drafts"|description: Draft horses # a pun
x: We do not share the interviews|note: Waiting lists grow
subtitle: Work in progress from an archive
hashtag: x
publication-status: published
"""


def _fields(written: str) -> dict[str, Source]:
    lines = written.encode().decode("raw_unicode_escape") if "\\u" in written else written
    found = lines.replace("\n", "|").strip("|").split("|")
    return {field: _post(f"{FIELDS}{OWN}{field}\n") for field in found}


def test_fields_that_may_say_so_withhold() -> None:
    """Wishes to search engines at the margin, labels, remarks, letters that only look Latin."""
    assert _public(_fields(PRIVATE_FIELDS)) == []
    own = ("hold: true", "nda: true", "kind: draft", "part: wip", "origin: {relation: draft}")
    assert _public({f: _post(f"{FIELDS}post: {{{f}}}\n") for f in own}) == []


def test_fields_of_ordinary_posts_do_not() -> None:
    """Those of Jekyll, Hugo and ABlog, and an own day that is not after the post's."""
    assert _withheld(_fields(PUBLIC_FIELDS)) == []
    assert _post(f"{FIELDS}{OWN}published_at: 2021-01-02\n").blocked


FIRST = """
DRAFT|**DRAFT**|*Draft – do not cite*|Draft, please do not cite.|Please do not circulate.
Do not quote or cite without permission.|Not for circulation.|Embargo: 5 May 2030|Internal use only
CONFIDENTIAL|Confidential – do not share|Private and confidential|Work in progress.|This is a draft.
This post is a draft.|This is a first draft, do not circulate.|TODO: finish it|TBD|Do not post yet
NOT YET PUBLISHED|Not ready for publication|First draft|Draft version 3, 4 May 2020|## Draft
# Tides¶¶**DRAFT**|# Tides¶¶Do not cite.|Tides¶=====¶¶Draft 2|\U0001f6a7 Draft|Draft: Tides
Entwurf – nicht veröffentlichen|Vertraulich|Ne pas diffuser|For review only|Hold until 5 May
DO NOT DISTRIBUTE|Unpublished manuscript|Please don't publish yet|To be published in May 2030
```{warning}¶This is a draft. Do not cite.¶```|:::{draft}¶x¶:::|```{admonition} Draft¶x¶```
<p>Draft</p>|D R A F T|<!-- x -->¶DRAFT|% x¶Draft|Draft of 3 May 2020|Draft for discussion
Work in progress, comments welcome|Preliminary and incomplete|Very preliminary – do not circulate
Note to editors: hold until June|Not yet published
NB not for publication yet|Not to be cited|Strictly private|PRIVATE|TOP SECRET|EMBARGO 5 MAY
Review copy|Uncorrected proof|TK TK|FIXME|To do: finish|To be completed.
Nur intern|\u00c0 ne pas publier|Document confidentiel|No publicar|Utkast|\u8349\u7a3f|Coming soon
Text.¶¶*draft*|Text.¶¶[END OF DRAFT]|Text.¶¶<!-- do not publish before June -->¶¶More.|[!NOTE] Draft
draft:: true|::: {.draft}¶Text.¶:::|% DO NOT PUBLISH|Text.¶% not for publication yet
> [!draft] Not ready¶> Text.|[!private] Text|Text.¶¶NOTE TO EDITOR: hold until the proofs are back.
Text [ED: not to be published before the article] more.
Text.¶¶<!-- Jane asked not to publish this -->
Text.¶% Do not release until she approves|Text.¶¶<!-- take this down --> Text
Text.¶% still a draft
# Ebb¶¶**Publication date:** 1 July 2027|# Ebb¶¶To be published: July 2027|Scheduled for 5 May 2030
# Ebb¶¶By Jane Doe, scheduled for 5 May 2030
Status – draft|Draft status: not final|Under review – please don’t share|dr\u0430ft: Tides
"""
NOT_FIRST = """
Draft horses are strong.|Private rents rose.|Confidential sources say so.|This is a draft horse.
Work in progress is a phrase of Marx.|The embargo of 1807 ended.|Hold fast.|Not for profit.
Under review here is a book.|Review of: x|First drafts are never final.|TODO lists are a genre.
Text.¶¶On the last draft|<!-- TODO: a picture -->|Review of a book|To be or not to be
Private lives are public.|Secret ballots came late.|Notes to a poem.|Proof of it.
A concept of tides.|Preliminary results were good.|Drafts, drafts, drafts.
Unpublished manuscripts are many.|Elections scheduled for 2025 were held.|A test of tides.|
Text.¶¶We do not share the data.|Text.¶¶Ebb (unpublished).
They did [not publish] it.|See [do not publish](x.md).
Text.¶% They never published papers.
# Draft legislation¶¶Draft: a word for what is not yet law.
"""
TITLES = """
Untitled|[Title here]|TITLE TBC|Tides (title tbc)|XXX|Test|TEST – Tides|DELETE Tides|OLD: Tides
DUPLICATE Tides|Tides NOT FINAL|Tides EMBARGO 5 July|Tides (embargo 5 July)
Copy of Tides|Auto-Draft Tides
Draft|Draft: Tides|draft - Tides|Tides - draft|Tides, draft|First draft: Tides|Draft 2: Tides
Tides (first draft)|Tides v2 draft|Tides DRAFT|TODO: Tides|PRIVATE: Tides|Private: Tides
Protected: Tides|[private] Tides|Tides (private)|Embargoed: Tides|HOLD: Tides|Tides (hold)
Tides – on hold|[ON HOLD] Tides|Tides (unlisted)|NOT YET: Tides|Tides (not final)|Entwurf: Tides
Brouillon : Tides|Draft_Tides|#draft Tides|\U0001f6a7 Tides|dr\u0430ft: Tides|Untitled draft
Auto Draft|Tides (copy)|Tides (for review)|Tides – internal|Tides [embargo until May]|NDA: Tides
Working title|Tides (working title)|TBD
"""
NO_TITLES = """
Draft horses|Draft dodgers of 1968|Private rented housing|Hidden figures|Embargo politics|Embargo
Secret ballots|Private: a history of the word|Hold the line|On hold: waiting lists in the NHS
Not yet: abolition deferred|Work in progress: unfinished cathedrals|Protected: what it means
Under review: peer review at 350|Internal migration|Restricted access: gates|Drafts of a law
Beer on draft|First drafts of history|The first draft|Classified: spies and files|Copy of a copy
TODO lists as a genre|NDAs and silence|Draft animals (and ploughs)|Horses (draft and other)
How to write a draft|The NFL draft|Confidential enquiries into maternal deaths|Pending cases
"""


LAST = """
DRAFT|[draft]|End of draft|Do not cite|Do not cite or circulate.|Not for publication
Draft, please do not circulate|(embargoed until June)|To be continued. Draft.
"""
BRACKETS = "A text.¶¶It ends [ED: do not publish before May] here."
NO_BRACKETS = """
It is written `[ED: do not publish before May]`.|A text.¶¶```¶[ED: do not publish before May]¶```
"""
NOT_LAST = """
The harbour is not ready.|This was the first draft of the law.|Read the draft.|She kept the draft
They had no final draft (2014).|Sent on 3 May, published in June.|An internal report.
What comes next is still a draft|Work in progress is what harbours are.
Draft: a word for what is not yet law.|<!-- TODO: a picture -->
"""


def _lines(written: str) -> list[str]:
    return written.replace("\n", "|").strip("|").split("|")


@pytest.mark.parametrize(("written", "is_private"), [(FIRST, True), (NOT_FIRST, False)])
def test_first_lines_and_those_below_a_heading(written: str, is_private: bool) -> None:
    """Also the title of a block, and the first line within it."""
    sources = {line: _post(text=line.replace("¶", "\n")) for line in _lines(written)}
    assert (_public if is_private else _withheld)(sources) == []


@pytest.mark.parametrize(("written", "is_private"), [(BRACKETS, True), (NO_BRACKETS, False)])
def test_notes_in_brackets(written: str, is_private: bool) -> None:
    """Wherever they stand in a text, but for code."""
    sources = {
        line: _post(text=line.replace("¶", "\n") + "\n\nThe end.") for line in _lines(written)
    }
    assert (_public if is_private else _withheld)(sources) == []


@pytest.mark.parametrize(("written", "is_private"), [(LAST, True), (NOT_LAST, False)])
def test_last_lines(written: str, is_private: bool) -> None:
    """A note to others below the text; no sentence of it."""
    sources = {line: _post(text=f"A text.\n\n{line}") for line in _lines(written)}
    assert (_public if is_private else _withheld)(sources) == []


@pytest.mark.parametrize(("written", "is_private"), [(TITLES, True), (NO_TITLES, False)])
def test_titles(written: str, is_private: bool) -> None:
    """Unless the document says that it is no draft."""
    fields = "title: '{}'\nauthors: [x]\ndate: 2021-01-01\npost: {}\n"
    sources = {t: _post(fields.format(t, "{}")) for t in _lines(written)}
    assert (_public if is_private else _withheld)(sources) == []
    assert _withheld({t: _post(fields.format(t, "{draft: false}")) for t in _lines(written)}) == []


MARKED = """
A {>>comment<<} b.|A {--deleted--} b.|A {++ins++} b.|A {~~a~>b~~} b.|A {==mark==} b.|{>>only<<}
A [x]{.deletion} b.|A [x]{.insertion author="J"} b.|[]{.paragraph-insertion author="J"}
A [c]{.comment-start id="0"}x[]{.comment-end id="0"}.|A {>> multi¶line <<} b.|## H {--x--}
- item {++x++}|> q {>>x<<}|A {--¶¶long¶¶--} b|```{note}¶A {--x--}¶```|<!-- x --> A {>>c<<}
Footnote[^1]¶¶[^1]: x {>>y<<}|Commented [JD1]: Why?|{::comment}¶x¶{:/comment}|A %%note%% b
A [x]{.comment} b|A {-x-} b|A {+x+} b|[Comment by Ann: really?]|\\begin{comment}¶x¶\\end{comment}
A <!– note –> b|A <! -- note -->|< !-- note -->|<!- note ->|<!—note—>|A <!--> note -->
A {{/* note */}} b
<?php /* note */ ?>|<\u200b!-- note -->|＜!-- note --＞|{.hidden}¶Note|A [note]{.hidden} b
<p hidden>note</p>
::: {.content-hidden}¶Note¶:::|A <span style="display:none">note</span> b
<div class="x" hidden>a</div>
A {% comment %}x{% endcomment %}|A {# note #} b|`a` {--b--} `c`|A ```{--b--}|A \\todo{x}
"""
UNMARKED = """
A `{++x++}` b.|```¶{--x--}¶```|~~~¶{>>x<<}¶~~~|``{==x==}``|Use `{>>` and `<<}`.|$x^{++} y^{++}$
a {-- b|[x]{.mark}|[text]{.myclass}|A--b {c} d--e|<!-- {>>x<<} -->|## H {#anchor}|50 %% and 60 %%
A < b! - c|a <!b> c|`<p hidden>`|<p class="x">The hidden coast</p>|{.note}¶Hidden
None <b>hidden</b>|a <- b
A `code¶over {--x--} lines`|% a comment {x}|Comment [1]: on the first
"""


def test_marks_of_reviewers_withhold_outside_code() -> None:
    """CriticMarkup, Word's changes by Pandoc, comments of other systems; ‘draft: false’ clears."""
    marked = {line: _post(text=line.replace("¶", "\n")) for line in _lines(MARKED)}
    assert _public(marked) == []
    assert _withheld({t: _post(text=t.replace("¶", "\n")) for t in _lines(UNMARKED)}) == []
    cleared = _post(f"{FIELDS}post: {{draft: false}}\n", "A {>>comment<<} b.")
    assert not cleared.blocked
    (problem,) = _post(text="A.\n\nB `{--` c {>>comment<<}.").problems
    assert problem.line == 10
    assert "‘{>>’; accept or reject the change and delete the mark, or write" in problem.message


RST = """
:Status: This is a draft|:Version: 0.1-draft|:Notes: do not publish|:Embargo: May 2030
.. note:: DRAFT|.. DRAFT|.. draft: true|**DRAFT**|.. container:: draft|.. todo:: do not publish
.. tags:: draft|.. status: draft|A {>>b<<} c.
"""


def test_documents_in_restructuredtext_the_same() -> None:
    """Below the heading, as directives, as comments."""
    sources = {line: read_rst("p", "p.rst", f"T\n=\n\n{line}\n\nText.\n") for line in _lines(RST)}
    assert _public(sources) == []
    below = "T\n=\n\n" + "Words.\n\n" * 40
    assert read_rst("p", "p.rst", f"{below}:Status: draft\n").blocked
    assert not read_rst("p", "p.rst", f"{below}:Date: 4 May\n:Status: in force\n").blocked


def test_a_text_of_many_signs_takes_no_time() -> None:
    """Nothing is looked for again and again."""
    for sign in ("{--", "```a", "draft ", "]{a", "{# ", "- "):
        assert _post(text=sign * 5_000).docname == "p"


def test_a_comment_in_a_field_or_a_role_withholds() -> None:
    """It is a text there, and readers would see it; one of YAML is none."""
    fields = f"{FIELDS}{OWN}description: On tides <!-- too long? -->\n"
    assert _post(fields).blocked
    assert _post(text="A {abbr}`b <!-- c -->` d.").blocked
    assert not _post(text="A {code}`<!-- c -->`, `{abbr}` and <!-- `x` --> d.").blocked
    assert not _post(f"{FIELDS}{OWN}description: On tides # <!-- too long? -->\n").blocked
    assert not _post(f"{fields}".replace("post: {}", "post: {draft: false}")).blocked


def test_a_word_to_search_engines_is_told() -> None:
    """The document is public; an editor who says that it is no draft hears nothing."""
    for source in (
        _post(f"{FIELDS}{OWN}html_meta: {{robots: noindex}}\n"),
        _post(f"{FIELDS}{OWN}html_meta:\n  robots: NoIndex, follow\n"),
        read_rst("p", "p.rst", ".. meta::\n   :robots: noindex\n\nT\n=\n\nText.\n"),
    ):
        assert not source.blocked
        assert [p.code for p in source.problems if p.code is Code.NOT_PRIVATE]
    cleared = _post(f"{FIELDS}post: {{draft: false}}\nhtml_meta: {{robots: noindex}}\n")
    assert Code.NOT_PRIVATE not in [p.code for p in cleared.problems]
    assert not _post(text="The field `robots: noindex`.").problems


def test_copies_that_programs_make_of_a_conflict_withhold() -> None:
    for name in ("a.sync-conflict-20240101-101010-ABC", "a (Jane's conflicted copy 2024-01-01)"):
        text = f"---\n{FIELDS}{OWN}---\nText.\n"
        assert read_source(name, f"{name}.md", text).blocked


NAMES = """
drafts.old/a|posts-drafts/a|draft posts/a|unpublished posts/a|not ready/a|on-hold/a|for-review/a
2024-drafts/a|Papierkorb/a|in progress/a|x/ebb-not-ready|x/ebb-unfinished|x/_ebb|x/ebb.private
x/ebb_DRAFT_v2|x/ebb-draft-2|x/ebb-draft2|x/draft1-ebb|x/01-draft-ebb|x/2024-05-01-draft-ebb
x/dr\u0430ft-ebb|x/ebb-utkast|x/Untitled|x/New post|x/DNP-ebb|x/ebb-NOT-FINAL
"""
NO_NAMES = """
blog-posts/a|military-draft/a|old texts/a|posts/hold-the-line|x/take-hold|x/the-1807-embargo
x/public-private|x/tides
x/hidden-figures|x/the-final-score|x/a-draft-horse|x/proof|x/2024-05-01-ebb|notes/a|review/a
"""


@pytest.mark.parametrize(("written", "is_private"), [(NAMES, True), (NO_NAMES, False)])
def test_names_of_folders_and_files(written: str, is_private: bool) -> None:
    """Numbers, versions, accents and look-alikes aside."""
    text = f"---\n{FIELDS}{OWN}---\n\nText.\n"
    sources = {name: read_source(name, f"{name}.md", text) for name in _lines(written)}
    assert (_public if is_private else _withheld)(sources) == []


def test_a_notebook_with_a_flag_or_marks_of_reviewers_is_withheld() -> None:
    """In what it says of itself, and in any cell of text."""
    cells = [{"cell_type": "markdown", "source": ["# A\n"]}]
    code = {"cell_type": "code", "source": "x = '{--y--}'"}
    marked = {"cell_type": "markdown", "source": "A {>>why?<<} b."}
    for metadata, more, is_public in (
        ({"kernelspec": {}}, [code], True),
        ({"draft": True}, [], False),
        ({}, [code, marked], False),
    ):
        text = json.dumps({"cells": [*cells, *more], "metadata": metadata})
        assert read_notebook("n", "n.ipynb", text).blocked is not is_public


def test_dates_in_a_wrong_place_and_title_blocks_of_pandoc_withhold() -> None:
    """Unless they say the same as the date at the margin, or what came before it."""
    late = (
        f"{FIELDS}post: {{date: 2030-01-01}}\n",
        "title: x\npost: {origin: {date: 2030-01-01}}\n",
    )
    assert _public({fields: _post(fields) for fields in late}) == []
    assert not _post(f"{FIELDS}post: {{date: 2020-01-01}}\n").blocked
    assert read_source("a", "a.md", "% Ebb\n% Jane Doe\n% 1 May 2030\n\nText.\n").blocked
    assert not read_source("a", "a.md", "% a note\n% on ebb\n% and 1807\n\nText.\n").blocked
